"""Concepts of places from the tables of a store: published, rebuilt, or averaged over areas."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from placewise.data.places import Territories
from placewise.model.concepts import Concept, TableOfConcept
from placewise.model.figures import Subject, TableOfSubject
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.facts import FactTables
from placewise.workbench.indicators import TYPES

CONCEPT_TYPES = {**TYPES, "approximate": pl.Boolean}

LEAST_WEIGHT_KNOWN = 0.98
"""A rate of a whole may leave out areas that together weigh less than two per cent of it."""

EARTH_RADIUS = 6371.0088
"""Mean radius in kilometres (IUGG)."""


class ConceptTables:
    """The concepts of a store; each is read once for a set of places.

    A place takes its whole series from the first table that has it. Where no table gives a rate for
    the place itself, the rate comes from its areas:

    - averaged by the rate's own denominator (``exact_average``): before a later table is asked;
    - averaged by another level: after every table was asked, and marked approximate;
    - by the rate's numerator (``sum_of``): after every table was asked, and marked approximate.

    Areas without the rate may be left out while they hold less than two per cent of the weight (a
    survey does not report the very smallest areas); the row is then marked approximate.
    """

    def __init__(
        self, store: Store, territories: Territories, concepts: Mapping[str, Concept]
    ) -> None:
        self._store = store
        self._territories = territories
        self._concepts = concepts
        codes = {
            table.denominator
            for concept in concepts.values()
            for table in concept.tables
            if table.kind == "industry share" and isinstance(table, TableOfConcept)
        }
        self._facts = FactTables(store, {code: [[code]] for code in sorted(codes)})
        self._kept: dict[tuple[str, tuple[Place, ...]], pl.DataFrame] = {}
        self._parts: dict[tuple[Place, ...], tuple[Place, ...]] = {}
        self._land: pl.DataFrame | None = None

    def values(self, key: str, places: tuple[Place, ...]) -> pl.DataFrame:
        """Return a concept of all places and years, in the columns of ``CONCEPT_TYPES``."""
        if (key, places) not in self._kept:
            self._kept[key, places] = self._read(self._concepts[key], places)
        return self._kept[key, places]

    def _read(self, concept: Concept, places: tuple[Place, ...]) -> pl.DataFrame:
        found = [pl.DataFrame(schema=CONCEPT_TYPES)]
        left = places

        def keep(rows: pl.DataFrame) -> None:
            nonlocal left
            found.append(rows.select(*CONCEPT_TYPES).cast(pl.Schema(CONCEPT_TYPES)))
            have = set(rows["place"].unique())
            left = tuple(place for place in left if place.name not in have)

        for table in concept.tables:
            keep(self._published(table, left))
            if concept.exact_average:
                keep(self._averaged(concept, table, left))
        for table in concept.tables:
            if concept.average_by is not None and not concept.exact_average:
                keep(self._averaged(concept, table, left))
            if concept.sum_of is not None:
                keep(self._summed(concept, table, left))
        return pl.concat(found)

    def _published(
        self, table: TableOfSubject | TableOfConcept, places: tuple[Place, ...]
    ) -> pl.DataFrame:
        """Return what one table gives for the places themselves."""
        if not places:
            return pl.DataFrame(schema=CONCEPT_TYPES)
        if isinstance(table, TableOfSubject):
            rows = self._facts.of_table(table, places)
            # Of two datasets that both have a place in a year, the first counts: not both of them.
            once = rows.unique(["place", "year"], keep="first", maintain_order=True)
            return once.with_columns(approximate=pl.lit(False)).select(*CONCEPT_TYPES)
        if table.kind == "concepts":
            return self._quotient(table, places)
        if table.kind == "growth":
            return growth(self.values(table.name, places), table.years)
        if table.kind == "industry share":
            source = TableOfSubject("industry share", table.name)
            share = Subject("share", "share of an industry", "per cent", (), (source,), sector=True)
            rows = self._facts.of(share, table.denominator, places)
            return rows.with_columns(approximate=pl.lit(False)).select(*CONCEPT_TYPES)
        return self._land_area(places)

    def _quotient(self, table: TableOfConcept, places: tuple[Place, ...]) -> pl.DataFrame:
        """Return one concept over another; the interval is that of the one above the line."""
        above = self.values(table.name, places)
        below = self.values(table.denominator, places)
        if table.constant:
            below = below.sort("year").unique("place", keep="last").drop("year")
        both = above.join(
            below, on=["place", "kind"] if table.constant else ["place", "kind", "year"],
            suffix="_below",
        )  # fmt: skip
        over = table.scale / pl.col("value_below")
        return both.filter(pl.col("value_below") > 0).select(
            "place", "kind", "year", pl.col("value") * over, pl.col("lower") * over,
            pl.col("upper") * over, "dataset",
            pl.col("approximate") | pl.col("approximate_below"),
        )  # fmt: skip

    def _averaged(
        self, concept: Concept, table: TableOfSubject | TableOfConcept, places: tuple[Place, ...]
    ) -> pl.DataFrame:
        """Average a rate over the areas of each place by the level that its concept names."""
        parts = self._parts_of(places)
        rates = self._published(table, parts)
        if rates.is_empty():
            return pl.DataFrame(schema=CONCEPT_TYPES)
        weights = self._facts.of_indicator(concept.average_by or "", parts)
        years = rates.select("year").unique()
        weighed = (
            self._members(places)
            .join(years, how="cross")
            .join(rates.drop("kind"), on=["place", "year"], how="left")
            .sort("year")
            .join_asof(
                weights.sort("year").select("place", "year", weight="value"),
                on="year", by="place", strategy="nearest", check_sortedness=False,
            )
        )  # fmt: skip
        return average_over_areas(weighed, exact=concept.exact_average)

    def _summed(
        self, concept: Concept, table: TableOfSubject | TableOfConcept, places: tuple[Place, ...]
    ) -> pl.DataFrame:
        """Rebuild a rate as the sum of its numerators over the sum of numerator / rate."""
        parts = self._parts_of(places)
        rates = self._published(table, parts)
        if rates.is_empty():
            return pl.DataFrame(schema=CONCEPT_TYPES)
        numerators = self.values(concept.sum_of or "", parts).select(
            "place", "year", weight="value"
        )
        years = rates.select("year").unique()
        weighed = (
            self._members(places)
            .join(years, how="cross")
            .join(rates.drop("kind"), on=["place", "year"], how="left")
            .join(numerators, on=["place", "year"], how="left")
        )
        # The mean of a rate by its numerator is the harmonic one.
        inverse = average_over_areas(
            weighed.with_columns(1.0 / pl.col("value"), lower=None, upper=None), exact=False
        )
        return inverse.with_columns(1.0 / pl.col("value"))

    def _parts_of(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        """Return the smallest areas of all these places, as places called by their codes."""
        if places not in self._parts:
            known = set(self._store.table("areas").select("code").collect()["code"])
            codes = {code for place in places for code in self._territories.of_place(place)}
            self._parts[places] = tuple(
                Place(code, "part", (code,), code) for code in sorted(codes & known)
            )
        return self._parts[places]

    def _members(self, places: Sequence[Place]) -> pl.DataFrame:
        """Return the smallest areas of each place: columns whole, whole_kind, place."""
        return pl.DataFrame(
            [
                (place.name, place.kind, code)
                for place in places
                for code in sorted(self._territories.of_place(place))
            ],
            schema={"whole": pl.String, "whole_kind": pl.String, "place": pl.String},
            orient="row",
        )

    def _land_area(self, places: Sequence[Place]) -> pl.DataFrame:
        """Return square kilometres inside the outlines of the areas of each place."""
        if self._land is None:
            outlines = self._store.table("boundaries").collect()
            self._land = outlines.select(
                "year", "dataset", place="area",
                value=pl.col("geometry").map_elements(square_kilometres, return_dtype=pl.Float64),
            )  # fmt: skip
        own = [(place.name, place.kind, place.code) for place in places if place.code]
        codes = pl.DataFrame(
            own, {"whole": pl.String, "whole_kind": pl.String, "place": pl.String}, orient="row"
        )
        summed = (
            self._members(places)
            .join(self._land, on="place", how="left")
            .group_by("whole", "whole_kind")
            .agg(pl.col("year").max(), pl.col("value").sum(), pl.col("dataset").first(),
                 missing=pl.col("value").is_null().any())
            .filter(~pl.col("missing"))
            .drop("missing")
        )  # fmt: skip
        whole = codes.join(self._land, on="place").drop("place")
        return (
            pl.concat([summed, whole.select(summed.columns)])
            .unique("whole", keep="first", maintain_order=True)
            .select(
                pl.col("whole").alias("place"), pl.col("whole_kind").alias("kind"), "year", "value",
                pl.lit(None, pl.Float64).alias("lower"), pl.lit(None, pl.Float64).alias("upper"),
                "dataset", pl.lit(True).alias("approximate"),
            )
        )  # fmt: skip


def average_over_areas(weighed: pl.DataFrame, *, exact: bool) -> pl.DataFrame:
    """Average a rate over the areas of each whole, year by year.

    Args:
        weighed: one row a whole, area and year. Columns whole, whole_kind, place, year, value,
            lower, upper, dataset, weight; value is null where the rate is not known.
        exact: is the weight the denominator of the rate?

    Returns:
        The columns of ``CONCEPT_TYPES``. A whole of which an area has no weight, or of which areas
        with two per cent of the weight or more have no rate, is missing. Half-widths are added in
        squares, as for independent samples, and missing where one of them is.
    """
    known = pl.col("value").is_not_null()
    share = pl.col("weight").filter(known) / pl.col("weight").filter(known).sum()
    half = ((pl.col("upper") - pl.col("lower")) / 2).filter(known)
    return (
        weighed.group_by("whole", "whole_kind", "year")
        .agg(
            value=(pl.col("value").filter(known) * share).sum(),
            half=pl.when(half.is_null().any()).then(None).otherwise(
                ((half * share) ** 2).sum().sqrt()
            ),
            dataset=pl.col("dataset").drop_nulls().first(),
            known=pl.col("weight").filter(known).sum() / pl.col("weight").sum(),
            weighed=pl.col("weight").is_not_null().all(),
        )
        .filter(pl.col("weighed") & (pl.col("known") >= LEAST_WEIGHT_KNOWN))
        .select(
            pl.col("whole").alias("place"), pl.col("whole_kind").alias("kind"), "year", "value",
            (pl.col("value") - pl.col("half")).alias("lower"),
            (pl.col("value") + pl.col("half")).alias("upper"), "dataset",
            (pl.lit(not exact) | (pl.col("known") < 1)).alias("approximate"),
        )
        .sort("place", "year")
    )  # fmt: skip


def growth(rows: pl.DataFrame, years: int) -> pl.DataFrame:
    """Return growth a year in per cent over the years before each, compounded.

    The two ends of a series are rarely independent, so no interval is made of theirs.
    """
    before = rows.select("place", pl.col("year") + years, value_before="value")
    return (
        rows.join(before, on=["place", "year"])
        .filter((pl.col("value_before") > 0) & (pl.col("value") > 0))
        .with_columns(
            value=100.0 * ((pl.col("value") / pl.col("value_before")) ** (1.0 / years) - 1.0),
            lower=pl.lit(None, pl.Float64),
            upper=pl.lit(None, pl.Float64),
        )
        .select(*CONCEPT_TYPES)
    )


def square_kilometres(geometry: str) -> float:
    """Return the area inside an outline on the sphere, holes taken out.

    Args:
        geometry: GeoJSON text of a Polygon or MultiPolygon in degrees (WGS 84).
    """
    shape: dict[str, Any] = json.loads(geometry)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return sum(_ring(polygon[0]) - sum(_ring(hole) for hole in polygon[1:]) for polygon in polygons)


def _ring(ring: Sequence[Sequence[float]]) -> float:
    """Return the area inside one closed ring: the sine of latitude integrated over longitude."""
    corners = np.radians(np.array([point[:2] for point in ring], dtype=np.float64))
    longitude, sine = corners[:, 0], np.sin(corners[:, 1])
    steps = np.diff(longitude) * (sine[1:] + sine[:-1]) / 2
    return float(EARTH_RADIUS**2 * abs(steps.sum()))
