"""Indicators of places: as published, levels summed over areas, rates rebuilt from levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from placewise.data.places import Territories
from placewise.model.store import Store
from placewise.model.words import Place

TYPES = {
    "place": pl.String, "kind": pl.String, "year": pl.Int32, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "dataset": pl.String,
}  # fmt: skip


class IndicatorTables:
    """The indicators of a store, by place; the areas of each place are found out once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._territories = Territories(store)
        self._definitions = {
            row["indicator"]: row
            for row in store.table("indicator_definitions").collect().iter_rows(named=True)
        }
        kinds = store.table("areas").select("code", "kind").collect()
        self._kind_of = dict(kinds.iter_rows())
        self._memberships: dict[tuple[tuple[Place, ...], tuple[str, ...]], pl.DataFrame] = {}
        self._read: dict[str, pl.DataFrame] = {}

    def read(self, indicators: Iterable[str]) -> None:
        """Read some indicators in one go: the files are opened once for all of them."""
        wanted = [name for name in dict.fromkeys(indicators) if name not in self._read]
        if not wanted:
            return
        known = (
            self._store.table("indicators")
            .filter(pl.col("indicator").is_in(wanted) & pl.col("value").is_not_null())
            .select("indicator", "area", "year", "period", "value", "lower", "upper", "dataset")
            .collect()
        )
        parts = known.partition_by("indicator", as_dict=True, include_key=False)
        nothing = known.clear().drop("indicator")
        self._read |= {name: parts.get((name,), nothing) for name in wanted}

    def values(
        self, indicator: str, places: Sequence[Place], *, adds_up: bool = False
    ) -> pl.DataFrame:
        """Return an indicator of every place and year for which it is known.

        A figure that the publisher gives for the place itself comes first. Otherwise a level is
        summed over the areas that add up to the place, all of which must be known; the half-widths
        of their intervals are added in squares, as for independent samples. A rate is rebuilt from
        the two levels that its definition names; a rate that names none stays missing.

        Args:
            indicator: its name in the store.
            places: the places.
            adds_up: sum it over areas although no definition says that it is a level.

        Returns:
            Columns place, kind, year, value, lower, upper, dataset; one row a place and year.
        """
        definition = self._definitions.get(indicator)
        level = adds_up or bool(definition and definition["additive"])
        published = self.over_places(self._rows(indicator), places, adds_up=level)
        have = set(published["place"].unique())
        left = [place for place in places if place.name not in have]
        if left and definition and definition["numerator"] and definition["denominator"]:
            parts = (definition["numerator"],), (definition["denominator"],)
            rebuilt = self.ratio(*parts, left, definition["scale"] or 1.0)
            return pl.concat([published, rebuilt])
        return published

    def total(self, indicators: Sequence[str], places: Sequence[Place]) -> pl.DataFrame:
        """Return the sum of several level indicators, for the years that all of them have.

        Half-widths of their intervals are added in squares, as for independent samples.
        """
        if len(indicators) == 1:
            return self.values(indicators[0], places, adds_up=True)
        self.read(indicators)
        rows = pl.concat(self.values(name, places, adds_up=True) for name in indicators)
        half = (pl.col("upper") - pl.col("lower")) / 2
        return (
            rows.group_by("place", "kind", "year")
            .agg(
                pl.col("value").sum(),
                half=pl.when(half.is_null().any()).then(None).otherwise((half**2).sum().sqrt()),
                dataset=pl.col("dataset").first(),
                known=pl.len(),
            )
            .filter(pl.col("known") == len(indicators))
            .with_columns(
                lower=pl.col("value") - pl.col("half"), upper=pl.col("value") + pl.col("half")
            )
            .select(*TYPES)
            .cast(pl.Schema(TYPES))
            .sort("place", "year")
        )

    def ratio(
        self,
        numerator: Sequence[str],
        denominator: Sequence[str],
        places: Sequence[Place],
        scale: float,
    ) -> pl.DataFrame:
        """Return one sum of level indicators over another, for the years that both have.

        The interval is that of the numerator over the denominator as it stands: it covers the
        numerator's sampling alone, so it is missing where the numerator has none.
        """
        self.read([*numerator, *denominator])
        above = self.total(numerator, places)
        below = self.total(denominator, places)
        both = above.join(below, on=["place", "kind", "year"], suffix="_below")
        over = scale / pl.col("value_below")
        return both.filter(pl.col("value_below") > 0).select(
            "place", "kind", "year", pl.col("value") * over, pl.col("lower") * over,
            pl.col("upper") * over, "dataset",
        )  # fmt: skip

    def over_places(
        self, rows: pl.DataFrame, places: Sequence[Place], *, adds_up: bool
    ) -> pl.DataFrame:
        """Return rows by area as rows by place: as published, or summed where that is allowed.

        Args:
            rows: columns area, year, value, lower, upper, dataset; one row an area and year.
            places: the places.
            adds_up: whether values may be summed over areas.
        """
        published = self._published(rows, places)
        have = set(published["place"].unique())
        left = [place for place in places if place.name not in have]
        return pl.concat([published, self._summed(rows, left)]) if left and adds_up else published

    def _rows(self, indicator: str) -> pl.DataFrame:
        """Return the known values of an indicator, of the latest period of each year."""
        self.read([indicator])
        return (
            self._read[indicator]
            .sort("period", descending=True)
            .unique(["area", "year"], keep="first", maintain_order=True)
            .drop("period")
        )

    def _published(self, rows: pl.DataFrame, places: Sequence[Place]) -> pl.DataFrame:
        """Return the rows that stand for a place as a whole: its own code, or its one area's.

        A code that was renamed stands for the code in force; one of several that were merged does
        not, and is left to sums.
        """
        reported = rows["area"].unique().to_list()
        codes = pl.DataFrame(
            [
                (code, self._territories.in_force(code), code != self._territories.in_force(code))
                for code in reported
                if self._territories.part(code) == 1.0
            ],
            schema={"area": pl.String, "code": pl.String, "old": pl.Boolean},
            orient="row",
        )
        wanted = pl.DataFrame(
            [
                (place.name, place.kind, self._territories.in_force(code))
                for place in places
                for code in ((place.code,) if place.code else place.areas)
                if place.code or len(place.areas) == 1
            ],
            schema={"place": pl.String, "kind": pl.String, "code": pl.String},
            orient="row",
        )
        found = wanted.join(codes, on="code").join(rows, on="area")
        # The row of a code in force comes before one of a code that it replaced.
        kept = found.sort("old").unique(
            ["place", "kind", "year"], keep="first", maintain_order=True
        )
        return kept.select(*TYPES).cast(pl.Schema(TYPES))

    def _summed(self, rows: pl.DataFrame, places: Sequence[Place]) -> pl.DataFrame:
        """Return sums over the areas that make up each place, of one kind and year at a time."""
        kinds = {
            code: self._kind_of.get(self._territories.in_force(code), self._kind_of.get(code))
            for code in rows["area"].unique()
        }
        with_kind = rows.with_columns(
            area_kind=pl.col("area").replace_strict(kinds, return_dtype=pl.String)
        ).drop_nulls("area_kind")
        sums = [pl.DataFrame(schema=TYPES)]
        for _, of_kind in sorted(
            with_kind.group_by("area_kind", "year"), key=lambda group: (-group[1].height, group[0])
        ):
            areas = tuple(sorted(of_kind["area"].to_list()))
            sums.append(_sum(of_kind, self._membership(tuple(places), areas), places))
        return pl.concat(sums).unique(["place", "kind", "year"], keep="first", maintain_order=True)

    def _membership(self, places: tuple[Place, ...], areas: tuple[str, ...]) -> pl.DataFrame:
        """Return which areas add up to which place; tables of several years share their areas."""
        key = (places, areas)
        if key not in self._memberships:
            self._memberships[key] = self._territories.membership(places, areas)
        return self._memberships[key]


def _sum(rows: pl.DataFrame, membership: pl.DataFrame, places: Sequence[Place]) -> pl.DataFrame:
    """Add up the areas of each place; half-widths of independent samples add in squares."""
    half = (pl.col("upper") - pl.col("lower")) / 2
    kinds = {place.name: place.kind for place in places}
    summed = (
        membership.join(rows, on="area")
        .group_by("place", "year")
        .agg(
            pl.col("value").sum(),
            half=pl.when(half.is_null().any()).then(None).otherwise((half**2).sum().sqrt()),
            dataset=pl.col("dataset").first(),
        )
        .with_columns(
            kind=pl.col("place").replace_strict(kinds, return_dtype=pl.String),
            lower=pl.col("value") - pl.col("half"),
            upper=pl.col("value") + pl.col("half"),
        )
    )
    return summed.select(*TYPES).cast(pl.Schema(TYPES))
