"""What industry tables a store could give, and the rows of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.changes import codes_in_force, parts_of_codes
from placewise.model.store import Store
from placewise.workbench.matrices import as_matrix

Floats = NDArray[np.float64]

BASE_KINDS = ("country", "nation")
"""Kinds of area that serve as the base when the table has a row for one."""
HIDDEN_LEVELS = ("total", "mega-sector", "imputed rent", "enterprise group")
"""Levels that are no industries to be specialised in."""
COVERS = 0.99
"""A level makes up the whole if it holds so much of what the fullest level holds: rounding and
suppression take some of a level, a missing sector takes more."""


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


class Catalogue:
    """Every industry table of a store, read once; the rows of one are read when asked for."""

    def __init__(self, store: Store) -> None:
        self._values = _values(store)
        self.entries = self._read_entries()
        self._areas: dict[Entry, dict[str, bool]] = {}

    def _read_entries(self) -> tuple[Entry, ...]:
        keys = ["dataset", "measure", "classification", "level", "year", "area_kind"]
        found = (
            self._values.filter(~pl.col("level").is_in(HIDDEN_LEVELS))
            .group_by(keys)
            .agg(areas=pl.col("area").n_unique(), industries=pl.col("industry").n_unique())
            .sort(keys)
            .collect()
        )
        return tuple(Entry(**row) for row in found.iter_rows(named=True))

    def rows(self, entry: Entry, level: str | None = None) -> pl.LazyFrame:
        """Return the rows of one entry, figures of merged areas added up.

        A sum with a missing part is missing, and so is that of an area of which the table holds
        only some of the districts that were merged.
        """
        rows = self._of(entry, level or entry.level)
        known = pl.col("value").is_not_null().all() & _is_whole()
        total = pl.when(known).then(pl.col("value").sum())
        return rows.group_by("area", "industry", "unit", "area_name").agg(
            value=total,
            rounding=(pl.col("rounding") ** 2).sum().sqrt(),
            deviation=((pl.col("cv") * pl.col("value")) ** 2).sum().sqrt(),
        )

    def over_years(self, entry: Entry) -> pl.DataFrame:
        """Return the values of one entry in every year and at every level of industries.

        Columns year, area, industry, unit, value; figures of merged areas added up as in
        :meth:`rows`.
        """
        rows = self._of_dataset(entry).filter(~pl.col("level").is_in(HIDDEN_LEVELS))
        known = pl.col("value").is_not_null().all() & _is_whole()
        return (
            rows.group_by("year", "area", "industry", "unit")
            .agg(value=pl.when(known).then(pl.col("value").sum()))
            .collect()
        )

    def _of(self, entry: Entry, level: str) -> pl.LazyFrame:
        return self._of_dataset(entry).filter(
            (pl.col("level") == level) & (pl.col("year") == entry.year)
        )

    def _of_dataset(self, entry: Entry) -> pl.LazyFrame:
        return self._values.filter(
            (pl.col("dataset") == entry.dataset)
            & (pl.col("measure") == entry.measure)
            & (pl.col("classification") == entry.classification)
            & (pl.col("area_kind") == entry.area_kind)
        )

    def gaps(self, entry: Entry) -> frozenset[str]:
        """Return the areas of a table that lack some of the districts they were merged from."""
        return frozenset(area for area, whole in self._whole(entry).items() if not whole)

    def whole_areas(self, entry: Entry) -> list[str]:
        """Return the areas of a table that lack none of the districts they were merged from."""
        return [area for area, whole in self._whole(entry).items() if whole]

    def _whole(self, entry: Entry) -> dict[str, bool]:
        """Return for each area of a table whether it lacks no district that it was merged from."""
        if entry not in self._areas:
            held = self._of(entry, entry.level).select("area", "reported", "part").unique()
            found = held.group_by("area").agg(whole=_is_whole()).sort("area").collect()
            self._areas[entry] = dict(found.iter_rows())
        return self._areas[entry]

    def area_totals(self, entry: Entry, areas: list[str]) -> Floats:
        """Return all industries of each area: the published total, or the sum of a level.

        The sum is that of the broadest level that covers the areas, where least is suppressed; the
        sectors that a country publishes in another dataset are part of it.
        """
        sums, hidden = self._totals(entry, areas)
        return np.where(hidden | (sums == 0), np.nan, sums)

    def published_of(self, entry: Entry, areas: list[str]) -> tuple[float, int]:
        """Return all that is published of some areas together, and how many hide a part.

        What an area shows counts although it hides a sector: the totals of the other sectors
        hold the area, and so must what they are divided by.
        """
        sums, hidden = self._totals(entry, areas)
        return float(np.nansum(sums)), int(hidden.sum())

    def _totals(self, entry: Entry, areas: list[str]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return what is published of each area, and whether it hides a part."""
        total = self.rows(entry, "total").collect()
        if not total.is_empty():
            codes = total["industry"].unique().to_list()
            published = as_matrix(total, areas, codes, "value")[:, 0]
            return published, np.isnan(published)
        rows = self._broadest(entry)
        values = as_matrix(rows, areas, rows["industry"].unique().sort().to_list(), "value")
        hiding = rows.filter(pl.col("value").is_null())["area"].unique()
        return np.nansum(values, axis=1), np.isin(areas, hiding)

    def beside(self, entry: Entry) -> tuple[str, ...]:
        """Return the other datasets that a total takes in, where none is published."""
        if not self.rows(entry, "total").limit(1).collect().is_empty():
            return ()
        datasets = self._broadest(entry)["dataset"].unique().sort().to_list()
        return tuple(one for one in datasets if one != entry.dataset)

    def _broadest(self, entry: Entry) -> pl.DataFrame:
        """Return the rows of the level with fewest industries that still make up the whole.

        Each industry is taken from one dataset, named in a column more than :meth:`rows` has: that
        of the entry first, then the widest.
        """
        like = pl.lit(value=True)
        for key in ("measure", "classification", "year", "area_kind"):
            like &= pl.col(key) == getattr(entry, key)
        levels = (
            self._values.filter(like & ~pl.col("level").is_in(HIDDEN_LEVELS))
            .group_by("level", "dataset", "industry")
            .agg(pl.col("value").sum())
            .group_by("level", "industry")
            .agg(pl.col("value").max())
            .group_by("level")
            .agg(pl.col("value").sum(), industries=pl.len())
            .collect()
        )
        whole = levels.filter(pl.col("value") >= COVERS * pl.col("value").max())
        level = str(whole.sort("industries", "level")["level"][0])
        family = [
            e
            for e in self.entries
            if (e.measure, e.classification, e.year, e.area_kind, e.level)
            == (entry.measure, entry.classification, entry.year, entry.area_kind, level)
        ]
        family.sort(key=lambda e: (e.dataset != entry.dataset, -e.industries))
        found: list[pl.DataFrame] = []
        taken: set[str] = set()
        for one in family:
            rows = self.rows(one).filter(~pl.col("industry").is_in(list(taken))).collect()
            taken |= set(rows["industry"])
            found.append(rows.with_columns(dataset=pl.lit(one.dataset)))
        return pl.concat(found)

    def lacks(self, entry: Entry) -> tuple[str, ...]:
        """Return names of industries that another dataset has at the level of this one.

        A table without a sector that the country does have is not the whole of a place, and
        whoever adds it up must say so.
        """
        same = [
            e for e in self.entries
            if (e.classification, e.level, e.area_kind, e.year)
            == (entry.classification, entry.level, entry.area_kind, entry.year)
        ]  # fmt: skip
        if all(e.dataset == entry.dataset for e in same):
            return ()
        held = self._of(entry, entry.level).select("industry").unique()
        of_level = self._values.filter(
            (pl.col("classification") == entry.classification)
            & (pl.col("level") == entry.level)
            & (pl.col("area_kind") == entry.area_kind)
            & (pl.col("year") == entry.year)
            & (pl.col("measure") == entry.measure)
        )
        missing = (
            of_level.select("industry", "industry_name")
            .unique()
            .join(held, on="industry", how="anti")
        )
        return tuple(missing.sort("industry").collect()["industry_name"])

    def beside_of_other_areas(self, entry: Entry) -> list[Entry]:
        """Return an entry of every table of the same measure and year for other areas.

        One for each dataset and kind of area, those of fewest areas first: they are rounded least.
        """
        same = [
            e for e in self.entries
            if (e.measure, e.classification, e.year)
            == (entry.measure, entry.classification, entry.year)
            and (e.dataset, e.area_kind) != (entry.dataset, entry.area_kind)
        ]  # fmt: skip
        same.sort(key=lambda e: (e.areas, e.dataset, e.area_kind))
        return list({(e.dataset, e.area_kind): e for e in same}.values())

    def complete_sums(self, entry: Entry) -> dict[str, float]:
        """Return the sums of industries, of any level, of which every area has a figure."""
        rows = self._of_dataset(entry).filter(
            (pl.col("year") == entry.year) & ~pl.col("level").is_in(HIDDEN_LEVELS)
        )
        areas = rows.select(pl.col("area").n_unique()).collect().item()
        sums = (
            rows.group_by("industry")
            .agg(pl.col("value").sum(), known=pl.col("value").is_not_null().all(),
                 areas=pl.col("area").n_unique())
            .filter(pl.col("known") & (pl.col("areas") == areas))
            .collect()
        )  # fmt: skip
        return dict(sums.select("industry", "value").iter_rows())


def _values(store: Store) -> pl.LazyFrame:
    """Return the values with the area in force, the code reported, and what part of it that is."""
    pairs = dict(store.table("area_changes").select("old_code", "code").collect().iter_rows())
    in_force, parts = codes_in_force(pairs), parts_of_codes(pairs)
    changes = pl.LazyFrame(
        {"area": list(pairs), "in_force": list(in_force.values()), "part": list(parts.values())},
        schema={"area": pl.String, "in_force": pl.String, "part": pl.Float64},
    )
    areas = store.table("areas").select(area="code", area_kind="kind", area_name="name")
    industries = store.table("industries").select(
        "classification", industry="code", industry_name="name", level="level"
    )
    return (
        store.table("industry_values")
        .join(changes, on="area", how="left")
        .with_columns(
            reported=pl.col("area"),
            area=pl.coalesce("in_force", "area"),
            part=pl.col("part").fill_null(1.0),
        )
        .join(areas, on="area")
        .join(industries, on=["classification", "industry"])
    )


def _is_whole() -> pl.Expr:
    """Say whether the codes of an area make it up without gap or overlap."""
    return (pl.col("part").sum() - 1).abs() < 1e-9
