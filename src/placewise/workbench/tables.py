"""From the rows of a store to the tables that specialisation is measured on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.places import Territories, find_place, places_of_kind
from placewise.errors import NotAvailableError
from placewise.model.economy import IndustryTable, PlantEvidence
from placewise.model.store import Store
from placewise.model.words import Industry, Place
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
BASE_KINDS = ("country", "nation")
"""Kinds of area that serve as the base when the table has a row for one."""
FRESH = 3
"""Years by which a published table may be older than one that must be added up."""
HIDDEN_LEVELS = ("total", "mega-sector", "imputed rent", "enterprise group")
"""Levels that are no industries to be specialised in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One table that a store could give: a line of its catalogue."""

    dataset: str
    measure: str
    classification: str
    level: str
    year: int
    area_kind: str
    areas: int
    industries: int


class Tables:
    """The industry tables of a store: what there is, and how each is built.

    Reading the catalogue and the territories is done once; a table is built when asked for.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._territories = Territories(store)
        self._industries = store.table("industries").collect()
        changes = store.table("area_changes").select(area="old_code", in_force="code")
        self._values = (
            store.table("industry_values")
            .join(changes, on="area", how="left")
            .with_columns(pl.coalesce("in_force", "area").alias("area"))
            .join(
                store.table("areas").select(area="code", area_kind="kind", area_name="name"),
                on="area",
            )
            .join(
                store.table("industries").select("classification", industry="code", level="level"),
                on=["classification", "industry"],
            )
        )
        self._catalogue = self._read_catalogue()
        self._areas: dict[Entry, list[str]] = {}

    def _read_catalogue(self) -> tuple[Entry, ...]:
        keys = ["dataset", "measure", "classification", "level", "year", "area_kind"]
        found = (
            self._values.filter(~pl.col("level").is_in(HIDDEN_LEVELS))
            .group_by(keys)
            .agg(areas=pl.col("area").n_unique(), industries=pl.col("industry").n_unique())
            .sort(keys)
            .collect()
        )
        return tuple(Entry(**row) for row in found.iter_rows(named=True))

    @property
    def catalogue(self) -> tuple[Entry, ...]:
        """Every table that could be built, one for each kind of area."""
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
            for entry in self._catalogue
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
        return not self._territories.membership([place], self._areas_of(entry)).is_empty()

    def _areas_of(self, entry: Entry) -> list[str]:
        if entry not in self._areas:
            rows = self._rows(entry).select("area").unique()
            self._areas[entry] = rows.collect()["area"].to_list()
        return self._areas[entry]

    def _nothing_fits(self, place: Place, year: int | None, level: str | None) -> None:
        years = sorted({entry.year for entry in self._catalogue if entry.measure in MEASURES})
        levels = sorted({entry.level for entry in self._catalogue})
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

    def _rows(self, entry: Entry, level: str | None = None) -> pl.LazyFrame:
        """Return the rows of one entry, figures of merged areas added up."""
        rows = self._values.filter(
            (pl.col("dataset") == entry.dataset)
            & (pl.col("measure") == entry.measure)
            & (pl.col("classification") == entry.classification)
            & (pl.col("level") == (level or entry.level))
            & (pl.col("year") == entry.year)
            & (pl.col("area_kind") == entry.area_kind)
        )
        total = pl.when(pl.col("value").is_null().any()).then(None).otherwise(pl.col("value").sum())
        return rows.group_by("area", "industry", "unit", "area_name").agg(
            value=total,
            rounding=(pl.col("rounding") ** 2).sum().sqrt(),
            deviation=((pl.col("cv") * pl.col("value")) ** 2).sum().sqrt(),
        )

    def compared(self, place: Place) -> tuple[Place, ...]:
        """Return the places that this one is compared with, itself among them."""
        if place.kind != "own":
            return places_of_kind(self._store, place.kind)
        return (place, *(other for other in self._store.own_places() if other != place))

    def build(self, entry: Entry, place: Place, against: str | None) -> IndustryTable:
        """Build the table of one entry for all places of the kind of one place.

        Raises:
            NotAvailableError: the base asked for cannot be built from this table.
        """
        rows = self._rows(entry).collect()
        areas = rows["area"].unique().sort().to_list()
        places = self.compared(place)
        membership = self._territories.membership(places, areas)
        kept = tuple(p for p in places if p.name in set(membership["place"]))
        codes = rows["industry"].unique().sort().to_list()
        matrix = as_matrix(rows, areas, codes, "value")
        variance = variance_of(rows, areas, codes)
        weights = weights_of(membership, kept, areas)
        all_areas = self._area_totals(entry, areas)
        base_name, base = self._base(entry, codes, against, areas, matrix, all_areas)
        table = IndustryTable(
            measure=entry.measure,
            unit=str(rows["unit"][0]),
            year=entry.year,
            classification=entry.classification,
            level=entry.level,
            places=kept,
            industries=self._industries_of(entry.classification, codes),
            values=sum_over(weights, matrix),
            place_totals=sum_over(weights, all_areas[:, None])[:, 0],
            industry_totals=base[:-1],
            total=float(base[-1]),
            base=base_name,
            variance=weights @ np.nan_to_num(variance),
            covers=covers_of(rows),
            plants=PlantEvidence(np.full(len(codes), np.nan), np.full(len(codes), np.nan),
                                 ("none",) * len(codes), NONE_NOTE),
            provenance=tuple(
                p for p in self._store.provenance() if p.dataset in {entry.dataset}
            ),
            notes=_notes(places, kept),
        )  # fmt: skip
        return replace(table, plants=self._plants(entry, table, matrix, areas))

    def _industries_of(self, classification: str, codes: list[str]) -> tuple[Industry, ...]:
        rows = self._industries.filter(pl.col("classification") == classification)
        by_code = {row["code"]: row for row in rows.iter_rows(named=True)}
        return tuple(
            Industry(
                code, by_code[code]["name"], classification, by_code[code]["level"],
                by_code[code]["parent"],
            )
            for code in codes
        )  # fmt: skip

    def _area_totals(self, entry: Entry, areas: list[str]) -> Floats:
        """Return all industries of each area: the published total, or the sum of a level.

        The sum is that of the broadest level of the same dataset, where least is suppressed.
        """
        total = self._rows(entry, "total").collect()
        if not total.is_empty():
            return as_matrix(total, areas, total["industry"].unique().to_list(), "value")[:, 0]
        family = [
            e
            for e in self._catalogue
            if (e.measure, e.classification, e.year, e.area_kind)
            == (entry.measure, entry.classification, entry.year, entry.area_kind)
        ]
        broadest = min(family, key=lambda e: e.industries)
        rows = self._rows(broadest).collect()
        codes = rows["industry"].unique().sort().to_list()
        values = as_matrix(rows, areas, codes, "value")
        hidden = rows.filter(pl.col("value").is_null())["area"].unique()
        sums = np.nansum(values, axis=1)
        return np.where(np.isin(areas, hidden) | (sums == 0), np.nan, sums)

    def _base(
        self,
        entry: Entry,
        codes: list[str],
        against: str | None,
        areas: list[str],
        matrix: Floats,
        totals: Floats,
    ) -> tuple[str, Floats]:
        """Return the name of the base and its totals: one for each industry, then all of them."""
        for kind in BASE_KINDS if against is None else ():
            published = self._published_base(replace(entry, area_kind=kind), codes)
            if published is not None:
                return published
        if against is None:
            base = np.append(matrix.sum(axis=0), np.nansum(totals))
            return self._name_of_all(areas), self._filled(entry, codes, base)
        place = find_place(self._store, against)
        found = self._against_row(entry, place, codes)
        if found is not None:
            return place.name, found
        membership = self._territories.membership([place], areas)
        if membership.is_empty():
            raise NotAvailableError(
                f"{place.name} cannot be the base: the areas of the table do not add up to it",
                where=f"{entry.dataset}, {entry.level} level, {entry.year}",
                action="Leave --against away, or name a nation, a region or a place of the table.",
            )
        weights = weights_of(membership, (place,), areas)
        both = np.column_stack([matrix, totals])
        return place.name, sum_over(weights, both)[0]

    def _published_base(self, entry: Entry, codes: list[str]) -> tuple[str, Floats] | None:
        """Return a base that the table has as a row of its own."""
        rows = self._rows(entry).collect()
        if rows.is_empty():
            return None
        area = rows.group_by("area", "area_name").agg(pl.col("value").sum()).sort("value")[-1]
        code = str(area["area"][0])
        totals = self._area_totals(entry, [code])
        values = as_matrix(rows.filter(pl.col("area") == code), [code], codes, "value")[0]
        return str(area["area_name"][0]), np.append(values, totals)

    def _against_row(self, entry: Entry, place: Place, codes: list[str]) -> Floats | None:
        """Return the row of a place that the table publishes itself."""
        own = replace(entry, area_kind=place.kind)
        rows = self._rows(own).filter(pl.col("area") == (place.code or "")).collect()
        if rows.is_empty() or place.code is None:
            return None
        values = as_matrix(rows, [place.code], codes, "value")[0]
        return np.append(values, self._area_totals(own, [place.code]))

    def _filled(self, entry: Entry, codes: list[str], base: Floats) -> Floats:
        """Fill a base that suppressed cells leave open, from a complete kind of area.

        Another dataset of the same measure, classification and year may publish the industry for
        larger areas, all of them.
        """
        open_codes = [code for code, value in zip(codes, base[:-1], strict=True) if np.isnan(value)]
        if not open_codes:
            return base
        others = (
            self._values.filter(
                (pl.col("measure") == entry.measure)
                & (pl.col("classification") == entry.classification)
                & (pl.col("year") == entry.year)
                & pl.col("industry").is_in(open_codes)
                & ~pl.col("area_kind").is_in(["district", *BASE_KINDS])
            )
            .group_by("dataset", "area_kind", "industry")
            .agg(pl.col("value").sum(), known=pl.col("value").is_not_null().all(), areas=pl.len())
            .filter(pl.col("known"))
            .sort("areas")
            .collect()
        )
        sums = dict(others.select("industry", "value").iter_rows())
        filled = [
            sums.get(code, value) if np.isnan(value) else value
            for code, value in zip(codes, base[:-1], strict=True)
        ]
        return np.array([*filled, base[-1]], dtype=np.float64)

    def _name_of_all(self, areas: list[str]) -> str:
        """Name the base that all areas of a table make: by nation where the codes tell."""
        if all(code[:2] in {"UK", "TL"} for code in areas):
            letters = {code[2:3] for code in areas}
            return "the United Kingdom" if "N" in letters else "Great Britain"
        initials = {code[0] for code in areas}
        if initials <= set("ESWN"):
            names = {"ESWN": "the United Kingdom", "ESW": "Great Britain", "E": "England",
                     "EW": "England and Wales"}  # fmt: skip
            found = "".join(letter for letter in "ESWN" if letter in initials)
            if found in names:
                return names[found]
        return f"all {len(areas):,} areas of the table"

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
            for e in self._catalogue
            if e.measure == "jobs" and e.level == "section"
            and e.classification == entry.classification
        ]  # fmt: skip
        if not sections:
            return {}
        best = max(sections, key=lambda e: (e.year, e.area_kind in BASE_KINDS, e.areas))
        rows = self._rows(best).collect()
        if best.area_kind in BASE_KINDS:
            widest = rows.group_by("area").agg(pl.col("value").sum()).sort("value")["area"][-1]
            rows = rows.filter(pl.col("area") == widest)
        return dict(rows.group_by("industry").agg(pl.col("value").sum()).iter_rows())


def _why_missing(options: list[Entry], place: Place) -> str:
    kinds = sorted({entry.area_kind for entry in options})
    return (
        f"The tables of this level are published for {', '.join(kinds)} areas, and none of these "
        f"add up to {place.name} exactly."
    )


def _notes(places: tuple[Place, ...], kept: tuple[Place, ...]) -> tuple[str, ...]:
    left = [place.name for place in places if place not in kept]
    if not left:
        return ()
    named = ", ".join(left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
    return (f"{len(left)} places cannot be built from the areas of this table: {named}.",)
