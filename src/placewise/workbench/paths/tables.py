"""The industry tables that paths are told from: over years, and as fine as they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.economy import IndustryTable, PlantEvidence
from placewise.model.words import Industry, Place
from placewise.workbench.catalogue import BASE_KINDS, Catalogue, Entry
from placewise.workbench.matrices import as_matrix, sum_over, weights_of
from placewise.workbench.paths.years import has_years, no_years
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

MEASURES = ("jobs", "employees", "gva")
"""Measures that growth and paths are told from, the best first."""
COVERED = 0.95
"""A table covers the country if it has so much of the territory that any table has."""
KNOWN = 0.6
"""A level of which fewer cells are known than this is too full of holes to relate industries."""
HALF = 0.5
PRODUCTIVITY = ("gva per hour", "gva per job", "gdp per job", "payroll per job")
"""Concepts that tell how productive a place is, the best first."""
MOST_PER_AREA = 4
"""More industries an area than these relate by chance (docs/explanation/growth-and-paths.md)."""
FEWEST_AREAS = 20
"""Fewer areas do not tell which industries are found together."""


@dataclass(frozen=True, slots=True)
class Family:
    """Tables of one dataset that differ in year and level alone."""

    dataset: str
    measure: str
    classification: str
    area_kind: str
    years: tuple[int, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over years: T years, R places, I industries that do not overlap.

    Attributes:
        family: where it comes from.
        years: (T,) in order.
        unit: of the values.
        places: the R places.
        industries: the I industries.
        values: (T, R, I); NaN where not known.
        nation: (T, I) all areas of the table that are known in every year, so that the growth of
            an industry is that of the same areas.
        lacks: names of industries that the country has and the table has not.
    """

    family: Family
    years: tuple[int, ...]
    unit: str
    places: tuple[Place, ...]
    industries: tuple[Industry, ...]
    values: Floats
    nation: Floats
    lacks: tuple[str, ...] = ()


class PathTables:
    """Chooses and builds the tables; each is built once for all places that share it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tables = shelf.assessments.tables
        self._catalogue: Catalogue = self._tables.reader
        self.families = _families(self._catalogue.entries)
        self._series: dict[tuple[Family, tuple[Place, ...]], Series] = {}
        self._covering: dict[Family, bool] = {}
        self._widest: int | None = None
        self._areas: dict[Family, tuple[str, ...]] = {}
        self._names: dict[tuple[Family, tuple[Place, ...]], frozenset[str]] = {}
        self._finest: dict[tuple[Family, int], frozenset[str]] = {}

    def growth(
        self, place: Place, since: int | None = None, until: int | None = None
    ) -> Series | None:
        """Return the series that growth is told from; None where no table has two years.

        Jobs come before GVA, as long as at least half of the peers can be compared.

        Args:
            place: the place.
            since: a year that the table must have, before its last; None for any.
            until: a year that the table must have, after its first; None for any.

        Raises:
            NotAvailableError: there are such tables, none of them with these years.
        """
        options = [
            family
            for family in self.families
            if len(family.years) > 1 and self._covers(family) and self._builds(family, place)
        ]
        if not options:
            return None
        having = [family for family in options if has_years(family.years, since, until)]
        if not having:
            titles = {
                one.dataset: one.source
                for one in self._shelf.sources(family.dataset for family in options)
            }
            there = [(f.years, f"{f.measure}, {titles.get(f.dataset, f.dataset)}") for f in options]
            raise no_years(place, since, until, there)
        best = min(
            having,
            key=lambda family: (
                self._peers(family, place) < HALF,
                MEASURES.index(family.measure),
                -self._peers(family, place),
            ),
        )
        return self._read(best, self._shelf.compared(place))

    def finest(self, place: Place) -> tuple[Family, int] | None:
        """Return the family that shows most industries of a place and its peers, and its year.

        A table that only some of the peers can be built from counts for that part. One with many
        more industries than areas comes last: draws show that it tells next to nothing.
        """
        options = [
            family
            for family in self.families
            if len(self._areas_of(family)) >= FEWEST_AREAS and self._builds(family, place)
        ]
        if not options:
            return None
        best = max(
            options,
            key=lambda family: (
                not self._too_fine(family),
                len(self._codes(family, family.years[-1])) * self._peers(family, place),
                -MEASURES.index(family.measure),
            ),
        )
        return best, best.years[-1]

    def _too_fine(self, family: Family) -> bool:
        codes = self._codes(family, family.years[-1])
        return len(codes) > MOST_PER_AREA * len(self._areas_of(family))

    def _peers(self, family: Family, place: Place) -> float:
        """Return the share of the places compared that a table adds up to."""
        return len(self._built(family, place)) / len(self._shelf.compared(place))

    def _builds(self, family: Family, place: Place) -> bool:
        return place.name in self._built(family, place)

    def _built(self, family: Family, place: Place) -> frozenset[str]:
        """Return which of the places compared a table adds up to, found once for all of them."""
        places = self._shelf.compared(place)
        if (family, places) not in self._names:
            membership = self._shelf.territories.membership(places, self._areas_of(family))
            self._names[family, places] = frozenset(membership["place"])
        return self._names[family, places]

    def parents(self, family: Family) -> Mapping[str, str | None]:
        """Return the code that each industry of a family lies in."""
        return self._tables.parents()[family.classification]

    def leaves(
        self, family: Family, year: int, place: Place, *, areas_alone: bool = False
    ) -> IndustryTable:
        """Return the finest industries of one year, for the areas of a table and the peers.

        Industries are related by what areas have, so that the areas of the table stand beside the
        places that are compared, where these are not the same.

        Args:
            family: the tables.
            year: one of their years.
            place: the place whose peers are compared.
            areas_alone: leave the peers out.
        """
        compared = self._shelf.compared(place)
        names = dict(self._shelf.store.table("areas").select("code", "name").collect().iter_rows())
        peers = {place.code for place in compared}
        areas = tuple(
            # A district may have the name of the area of the table that it lies in.
            Place(f"{names.get(code, code)} ({family.area_kind})", family.area_kind, (code,), code)
            for code in self._areas_of(family)
            if areas_alone or code not in peers
        )
        of_kind = family.area_kind == compared[0].kind
        places = areas if areas_alone else compared if of_kind else (*compared, *areas)
        tables = [
            self._tables.build(entry, place, None, places) for entry in self._entries(family, year)
        ]
        return joined(tables, self._codes(family, year))

    def productivity(self, places: tuple[Place, ...]) -> Floats | None:
        """Return log productivity of places, NaN where not known; None where hardly any is known.

        It says which end of economic complexity is the high one: diversity alone points to thinly
        settled areas in some countries.
        """
        for key in PRODUCTIVITY:
            rows = self._shelf.latest(key, places)
            if rows.height >= HALF * len(places):
                by_place = dict(rows.select("place", "value").iter_rows())
                return np.log([by_place.get(place.name, np.nan) for place in places])
        return None

    def _entries(self, family: Family, year: int) -> list[Entry]:
        found = [
            entry for entry in self._catalogue.entries
            if (entry.dataset, entry.measure, entry.classification, entry.area_kind, entry.year)
            == (family.dataset, family.measure, family.classification, family.area_kind, year)
        ]  # fmt: skip
        return sorted(found, key=lambda entry: entry.level)

    def _codes(self, family: Family, year: int) -> frozenset[str]:
        """Return the finest industries that can be seen in most areas, and make up the whole."""
        if (family, year) not in self._finest:
            enough: dict[str, bool] = {}
            for entry in self._entries(family, year):
                rows = self._catalogue.rows(entry).collect()
                cells = rows.group_by("industry").agg(pl.col("value").is_not_null().sum())
                wanted = KNOWN * entry.areas
                enough |= {code: count >= wanted for code, count in cells.iter_rows()}
            parents = self._tables.parents()[family.classification]
            self._finest[family, year] = frozenset(finest_codes(enough, parents))
        return self._finest[family, year]

    def _covers(self, family: Family) -> bool:
        """Say whether a table has the whole country, so that its sum is the nation."""
        if family not in self._covering:
            if self._widest is None:
                self._widest = max(len(self._territory(f)) for f in self.families)
            self._covering[family] = len(self._territory(family)) >= COVERED * self._widest
        return self._covering[family]

    def _territory(self, family: Family) -> frozenset[str]:
        parts = (self._shelf.territories.of_area(code) for code in self._areas_of(family))
        return frozenset().union(*parts)

    def _areas_of(self, family: Family) -> tuple[str, ...]:
        if family not in self._areas:
            entry = self._entries(family, family.years[-1])[0]
            rows = self._catalogue.rows(entry).select("area").unique().collect()
            self._areas[family] = tuple(sorted(set(rows["area"]) - self._catalogue.gaps(entry)))
        return self._areas[family]

    def _read(self, family: Family, places: tuple[Place, ...]) -> Series:
        if (family, places) in self._series:
            return self._series[family, places]
        rows = self._catalogue.over_years(self._entries(family, family.years[-1])[0])
        parents = self._tables.parents()[family.classification]
        cells = rows.group_by("industry").agg(pl.col("value").is_not_null().mean())
        known = dict(cells.iter_rows())
        # A part with holes is left inside its whole; a whole with few holes is taken all the same.
        enough = {
            code: share == 1.0 or (share >= KNOWN and section_of(code, parents) == code)
            for code, share in known.items()
        }
        codes = sorted(finest_codes(enough, parents))
        areas = list(self._areas_of(family))
        membership = self._shelf.territories.membership(places, areas)
        built = set(membership["place"])
        kept = tuple(place for place in places if place.name in built)
        weights = weights_of(membership, kept, areas)
        by_year = {key[0]: part for key, part in rows.group_by("year")}
        years = tuple(sorted(by_year))
        matrices = [as_matrix(by_year[year], areas, codes, "value") for year in years]
        found = Series(
            family=family,
            years=tuple(int(year) for year in years),
            unit=str(rows["unit"][0]),
            places=kept,
            industries=self._tables.industries(family.classification, codes),
            values=np.array([sum_over(weights, matrix) for matrix in matrices]),
            nation=_nation(np.array(matrices)),
            lacks=self._lacks(family),
        )
        self._series[family, places] = found
        return found

    def _lacks(self, family: Family) -> tuple[str, ...]:
        """Name what the broadest level of a table lacks: finer ones lie within it."""
        entries = self._entries(family, family.years[-1])
        return self._catalogue.lacks(min(entries, key=lambda entry: entry.industries))


def _nation(cells: Floats) -> Floats:
    """Return (T, I) sums over the areas that are known in every year; NaN where none is."""
    throughout = np.isfinite(cells).all(axis=0)
    sums = np.where(throughout, cells, 0.0).sum(axis=1)
    return np.where(throughout.any(axis=0), sums, np.nan)


def joined(tables: Sequence[IndustryTable], wanted: frozenset[str]) -> IndustryTable:
    """Join the levels of one table into one of the industries that are wanted.

    Places that one of the levels lacks are left out.
    """
    names = [{place.name for place in table.places} for table in tables]
    places = tuple(p for p in tables[0].places if all(p.name in known for known in names))
    place_rows = [
        np.array([[place.name for place in table.places].index(p.name) for p in places])
        for table in tables
    ]
    kept, left = [], set(wanted)
    for table in tables:
        kept.append(np.array([industry.code in left for industry in table.industries], dtype=bool))
        left -= {industry.code for industry in table.industries}  # a range may stand at two levels

    def columns(name: str) -> Floats:
        parts = [
            getattr(table, name)[rows][:, keep]
            for table, rows, keep in zip(tables, place_rows, kept, strict=True)
        ]
        return np.hstack(parts)

    def along(values: Sequence[Floats]) -> Floats:
        return np.concatenate([part[keep] for part, keep in zip(values, kept, strict=True)])

    return replace(
        tables[0],
        places=places,
        place_totals=tables[0].place_totals[place_rows[0]],
        level="finest industries",
        industries=tuple(
            industry
            for table, keep in zip(tables, kept, strict=True)
            for industry, here in zip(table.industries, keep, strict=True)
            if here
        ),
        values=columns("values"),
        variance=columns("variance"),
        industry_totals=along([table.industry_totals for table in tables]),
        plants=PlantEvidence(
            along([table.plants.herfindahl for table in tables]),
            along([table.plants.inequality for table in tables]),
            tuple(
                basis
                for table, keep in zip(tables, kept, strict=True)
                for basis, here in zip(table.plants.basis, keep, strict=True)
                if here
            ),
            tables[0].plants.note,
        ),
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
    )


def _families(entries: Sequence[Entry]) -> tuple[Family, ...]:
    """Group the tables of a store by what they have in common; years in order."""
    groups: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.measure in MEASURES and entry.area_kind not in (*BASE_KINDS, "other"):
            key = (entry.dataset, entry.measure, entry.classification, entry.area_kind)
            groups.setdefault(key, []).append(entry)
    return tuple(
        Family(
            *key,
            years=tuple(sorted({entry.year for entry in group})),
            levels=tuple(sorted({entry.level for entry in group})),
        )
        for key, group in sorted(groups.items())
    )


def finest_codes(enough: Mapping[str, bool], parents: Mapping[str, str | None]) -> list[str]:
    """Return industries that do not overlap and make up the whole, as fine as can be seen.

    A code is split into those right below it in the table if every one of them can be seen, or can
    itself be split so.

    Args:
        enough: every code of the table, and whether it can be seen in enough places.
        parents: the code that each lies in.
    """
    below: dict[str | None, list[str]] = {}
    for code in enough:
        parent = parents.get(code)
        while parent is not None and parent not in enough:
            parent = parents.get(parent)
        below.setdefault(parent, []).append(code)

    def split(code: str) -> list[str] | None:
        """Return the finest industries of a code; None where it cannot be seen whole."""
        parts = [split(part) for part in below.get(code, [])]
        if parts and all(part is not None for part in parts):
            return [leaf for part in parts if part is not None for leaf in part]
        return [code] if enough[code] else None

    return sorted(leaf for top in below.get(None, []) for leaf in split(top) or [])


def section_of(code: str, parents: Mapping[str, str | None]) -> str:
    """Return the broadest code that one lies in; the code itself where nothing is above it."""
    while (parent := parents.get(code)) is not None and parent != code:
        code = parent
    return code
