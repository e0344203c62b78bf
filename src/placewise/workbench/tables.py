"""From the rows of a store to the tables that specialisation is measured on."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.places import Territories, places_of_kind
from placewise.errors import NotAvailableError
from placewise.model.economy import IndustryTable, PlantEvidence
from placewise.model.store import Store
from placewise.model.wording import listed, plural
from placewise.model.words import Industry, Place
from placewise.workbench.bases import base_of
from placewise.workbench.catalogue import BASE_KINDS, Catalogue, Entry
from placewise.workbench.matrices import as_matrix, covers_of, sum_over, variance_of, weights_of
from placewise.workbench.plants import (
    NONE_NOTE,
    evidence_from_bands,
    evidence_from_cells,
    read_bands,
)

Floats = NDArray[np.float64]

MEASURES = ("jobs", "gva")
"""Measures that a diagnosis looks at, in this order."""
SUM_OF_DATASETS = (
    "No total of all industries is published for {areas}: theirs is the sum of the sectors of "
    "several tables, without what is suppressed or left out there."
)
FRESH = 3
"""Years by which a published table may be older than one that must be added up."""


class Tables:
    """The industry tables of a store: what there is, and how each is built.

    Reading the catalogue and the territories is done once; a table is built when asked for.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._territories = Territories(store)
        self._industries = store.table("industries").collect()
        self._catalogue = Catalogue(store)
        self._can_build: dict[tuple[Entry, Place], bool] = {}
        self._built: dict[tuple[Entry, str, str | None], IndustryTable] = {}

    @property
    def catalogue(self) -> tuple[Entry, ...]:
        """Every table that could be built, one for each kind of area."""
        return self._catalogue.entries

    @property
    def reader(self) -> Catalogue:
        """The catalogue itself, for jobs that read tables over years."""
        return self._catalogue

    def parents(self) -> dict[str, dict[str, str | None]]:
        """Return the parent of every code, for each classification."""
        return self._parents

    @cached_property
    def _parents(self) -> dict[str, dict[str, str | None]]:
        trees: dict[str, dict[str, str | None]] = {}
        columns = self._industries.select("classification", "code", "parent")
        for classification, code, parent in columns.iter_rows():
            trees.setdefault(classification, {})[code] = parent
        return trees

    def choose(
        self, place: Place, year: int | None, level: str | None
    ) -> tuple[list[Entry], list[tuple[str, str]]]:
        """Choose the table of each measure and level for one place.

        A table published for places of this kind wins if it is at most ``FRESH`` years old: sums
        of smaller areas lose every industry that is suppressed in one of them. Otherwise the
        latest year wins, and within it the table of the smallest areas.

        Returns:
            The chosen entries, broad levels first, and for each level that exists but cannot be
            had for the place, its name and the reason.

        Raises:
            NotAvailableError: nothing fits, or the year or level asked for does not exist.
        """
        wanted = [
            entry
            for entry in self.catalogue
            if entry.measure in MEASURES
            and entry.area_kind not in BASE_KINDS
            and (year is None or entry.year == year)
            and (level is None or entry.level == level)
        ]
        chosen, missing = [], []
        for measure, name in dict.fromkeys((entry.measure, entry.level) for entry in wanted):
            options = [e for e in wanted if (e.measure, e.level) == (measure, name)]
            latest = max(entry.year for entry in options)
            options.sort(
                key=lambda e: (
                    e.area_kind != place.kind or e.year < latest - FRESH,
                    -e.year,
                    -e.areas,
                )
            )
            fits = next((entry for entry in options if self._builds(entry, place)), None)
            if fits:
                chosen.append(fits)
            else:
                missing.append((f"{name} ({measure})", _why_missing(options, place)))
        if not chosen:
            self._nothing_fits(place, year, level)
        chosen.sort(key=lambda e: (MEASURES.index(e.measure), e.industries, e.level))
        return chosen, missing

    def _builds(self, entry: Entry, place: Place) -> bool:
        key = (entry, place)
        if key not in self._can_build:
            members = self._territories.membership([place], self._catalogue.whole_areas(entry))
            self._can_build[key] = not members.is_empty()
        return self._can_build[key]

    def _nothing_fits(self, place: Place, year: int | None, level: str | None) -> None:
        years = sorted({entry.year for entry in self.catalogue if entry.measure in MEASURES})
        levels = sorted({entry.level for entry in self.catalogue})
        asked = ", ".join(
            part
            for part in (f"year {year}" if year else "", f"level {level}" if level else "")
            if part
        )
        raise NotAvailableError(
            f"{self._store.label} has no table of jobs or GVA that adds up to {place.name}"
            + (f" for {asked}" if asked else ""),
            where=f"{place.name} ({place.kind})",
            allowed=f"years {', '.join(map(str, years)) or 'none'}; levels "
            f"{', '.join(levels) or 'none'}",
            action="See `placewise data list`, or load a table with `placewise data load`.",
        )

    def compared(self, place: Place) -> tuple[Place, ...]:
        """Return the places that this one is compared with, itself among them."""
        if place.kind != "own":
            return places_of_kind(self._store, place.kind)
        return (place, *(other for other in self._store.own_places() if other != place))

    def build(
        self,
        entry: Entry,
        place: Place,
        against: str | None,
        places: tuple[Place, ...] | None = None,
    ) -> IndustryTable:
        """Build the table of one entry for all places of the kind of one place.

        That of all places is kept for the next job that asks.

        Args:
            entry: the table.
            place: the place.
            against: name of the base; None for all areas of the table.
            places: these places in the place of all of that kind.

        Raises:
            NotAvailableError: the base asked for cannot be built from this table.
        """
        if places is not None:
            return self._build(entry, places, against)
        key = (entry, place.name if place.kind == "own" else place.kind, against)
        if key not in self._built:
            self._built[key] = self._build(entry, self.compared(place), against)
        return self._built[key]

    def _build(self, entry: Entry, places: tuple[Place, ...], against: str | None) -> IndustryTable:
        """Build the table of one entry for some places."""
        rows = self._catalogue.rows(entry).collect()
        areas = rows["area"].unique().sort().to_list()
        membership = self._territories.membership(places, self._catalogue.whole_areas(entry))
        found = set(membership["place"])
        kept = tuple(p for p in places if p.name in found)
        codes = rows["industry"].unique().sort().to_list()
        matrix = as_matrix(rows, areas, codes, "value")
        variance = variance_of(rows, areas, codes)
        weights = weights_of(membership, kept, areas)
        all_areas = self._catalogue.area_totals(entry, areas)
        base = base_of(self._store, self._catalogue, self._territories, entry, rows, codes, against)
        beside = self._catalogue.beside(entry)
        sources = {entry.dataset, *beside, *base.datasets}
        table = IndustryTable(
            measure=entry.measure,
            unit=str(rows["unit"][0]),
            year=entry.year,
            classification=entry.classification,
            level=entry.level,
            places=kept,
            industries=self.industries(entry.classification, codes),
            values=sum_over(weights, matrix),
            place_totals=sum_over(weights, all_areas[:, None])[:, 0],
            industry_totals=base.industries,
            total=base.total,
            base=base.name,
            variance=weights @ np.nan_to_num(variance),
            covers=covers_of(rows),
            plants=PlantEvidence(np.full(len(codes), np.nan), np.full(len(codes), np.nan),
                                 ("none",) * len(codes), NONE_NOTE),
            provenance=tuple(
                p for p in self._store.provenance() if p.dataset in sources
            ),
            notes=(
                *_notes(places, kept), *self._merged_in_part(entry),
                *([SUM_OF_DATASETS.format(areas=plural(entry.area_kind))] if beside else []),
                *base.notes,
            ),
        )  # fmt: skip
        return replace(table, plants=self._plants(entry, table, matrix, areas))

    def _merged_in_part(self, entry: Entry) -> tuple[str, ...]:
        """Name the areas that were merged and of which the table holds only some districts."""
        gaps = sorted(self._catalogue.gaps(entry))
        areas = self._store.table("areas").filter(pl.col("code").is_in(gaps))
        names = areas.select("name").unique().sort("name").collect()["name"].to_list()
        if not names:
            return ()
        return (
            f"The table holds only some of the districts that were merged into "
            f"{_listed(names)}: its figures are missing, not partial.",
        )

    def industries(self, classification: str, codes: list[str]) -> tuple[Industry, ...]:
        """Return industries by their codes."""
        rows = self._industries.filter(pl.col("classification") == classification)
        by_code = {row["code"]: row for row in rows.iter_rows(named=True)}
        return tuple(
            Industry(
                code, by_code[code]["name"], classification, by_code[code]["level"],
                by_code[code]["parent"],
            )
            for code in codes
        )  # fmt: skip

    def _plants(
        self, entry: Entry, table: IndustryTable, matrix: Floats, areas: list[str]
    ) -> PlantEvidence:
        """Return the best evidence on plants that the store has for a table."""
        codes = [industry.code for industry in table.industries]
        cells = (
            self._store.table("plants")
            .filter(
                (pl.col("classification") == entry.classification)
                & (pl.col("year") == entry.year)
                & pl.col("area").is_in(areas)
                & pl.col("industry").is_in(codes)
                & (pl.col("size_from") <= 1)
                & pl.col("size_to").is_null()
            )
            .collect()
        )
        if not cells.is_empty() and entry.measure != "gva":
            return evidence_from_cells(matrix, as_matrix(cells, areas, codes, "plants"))
        bands = read_bands(self._store, entry.classification)
        if bands is None:
            return table.plants
        return evidence_from_bands(
            bands, table.industries, table.industry_totals, self._section_jobs(entry),
            self.parents()[entry.classification],
        )  # fmt: skip

    def _section_jobs(self, entry: Entry) -> dict[str, float]:
        """Return jobs by section over the whole base, of the latest year."""
        sections = [
            e
            for e in self.catalogue
            if e.measure == "jobs" and e.level == "section"
            and e.classification == entry.classification
        ]  # fmt: skip
        if not sections:
            return {}
        best = max(sections, key=lambda e: (e.year, e.area_kind in BASE_KINDS, e.areas))
        rows = self._catalogue.rows(best).collect()
        if best.area_kind in BASE_KINDS:
            widest = rows.group_by("area").agg(pl.col("value").sum()).sort("value")["area"][-1]
            rows = rows.filter(pl.col("area") == widest)
        return dict(rows.group_by("industry").agg(pl.col("value").sum()).iter_rows())


def _why_missing(options: list[Entry], place: Place) -> str:
    kinds = listed([plural(kind) for kind in sorted({entry.area_kind for entry in options})])
    return (
        f"The tables of this level are published for {kinds}, and none of these add up to "
        f"{place.name} exactly."
    )


def _notes(places: tuple[Place, ...], kept: tuple[Place, ...]) -> tuple[str, ...]:
    built = {place.name for place in kept}
    left = [place.name for place in places if place.name not in built]
    if not left:
        return ()
    named = _listed(left)
    return (f"{len(left)} places cannot be built from the areas of this table: {named}.",)


def _listed(names: list[str]) -> str:
    """Name the first five and count the others."""
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
