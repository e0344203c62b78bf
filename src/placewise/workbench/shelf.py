"""What every job of a full diagnosis reads from: one store, each table of it read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import polars as pl

from placewise.data.concepts import read_concepts
from placewise.data.places import Territories, places_of_kind
from placewise.errors import UnknownNameError
from placewise.model.concepts import Concept
from placewise.model.store import Store
from placewise.model.words import Place, Provenance
from placewise.workbench.assessments import Assessments
from placewise.workbench.facts import FactTables
from placewise.workbench.indicators import TYPES

CONCEPT_TYPES = {**TYPES, "approximate": pl.Boolean}


class Shelf:
    """The tables of a store as the jobs ask for them; what was read is kept for the next job.

    Attributes:
        store: where the tables are.
        assessments: the industry tables, and what was assessed of them.
    """

    def __init__(self, store: Store, assessments: Assessments) -> None:
        self.store = store
        self.assessments = assessments
        self._facts = FactTables(store, {})
        self._kept: dict[tuple[str, tuple[Place, ...]], pl.DataFrame] = {}
        self._places: dict[str, tuple[Place, ...]] = {}

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """The concepts that ship, by key."""
        return read_concepts()

    @cached_property
    def territories(self) -> Territories:
        """What every place and area consists of."""
        return Territories(self.store)

    def compared(self, place: Place) -> tuple[Place, ...]:
        """Return the places that one is compared with, itself among them.

        Places of its kind; a place of the user's own stands beside districts (or whatever kind its
        areas are).
        """
        kind = place.kind
        if kind == "own":
            kinds = self.store.table("areas").select("code", "kind").collect()
            of = dict(kinds.iter_rows())
            kind = next((of[code] for code in place.areas if code in of), "district")
        if kind not in self._places:
            self._places[kind] = places_of_kind(self.store, kind)
        peers = self._places[kind]
        return (*peers, place) if place.kind == "own" else peers

    def concept(self, key: str, places: tuple[Place, ...]) -> pl.DataFrame:
        """Return a concept of every place and year for which it is known.

        A place takes its whole series from the first table that has it, so that no jump between
        publishers looks like a change. Where no table gives a rate for the place itself, it is
        averaged over its areas by the level that the concept names, and marked approximate unless
        that level is the denominator of the rate.

        Returns:
            Columns place, kind, year, value, lower, upper, dataset, approximate.

        Raises:
            UnknownNameError: no such concept.
        """
        if key not in self.concepts:
            raise UnknownNameError.among("concept", key, self.concepts)
        if (key, places) not in self._kept:
            self._kept[key, places] = self._read(self.concepts[key], places)
        return self._kept[key, places]

    def latest(
        self, key: str, places: tuple[Place, ...], *, oldest: int | None = None
    ) -> pl.DataFrame:
        """Return a concept in the latest year that most of these places have.

        Args:
            key: the concept.
            places: the places.
            oldest: leave it missing rather than take a year before this one.

        Returns:
            The rows of :meth:`concept` of that one year; no rows where it is not known.
        """
        rows = self.concept(key, places)
        if oldest is not None:
            rows = rows.filter(pl.col("year") >= oldest)
        counts = rows.group_by("year").len().sort("year", descending=True)
        if counts.is_empty():
            return rows
        most = int(counts["len"].max())  # type: ignore[arg-type]
        # A year of which only some places have been published yet would not be a comparison.
        year = counts.filter(pl.col("len") >= 0.9 * most)["year"][0]
        return rows.filter(pl.col("year") == year)

    def sources(self, datasets: Iterable[str]) -> tuple[Provenance, ...]:
        """Return where some datasets came from."""
        used = set(datasets)
        return tuple(source for source in self.store.provenance() if source.dataset in used)

    def _read(self, concept: Concept, places: tuple[Place, ...]) -> pl.DataFrame:
        rows, left = self._published(concept, places)
        if left and concept.average_by is not None:
            return pl.concat([rows, self._averaged(concept, left)])
        return rows

    def _published(
        self, concept: Concept, places: tuple[Place, ...]
    ) -> tuple[pl.DataFrame, tuple[Place, ...]]:
        """Return what tables give for the places themselves, and the places that none has."""
        found = [pl.DataFrame(schema=CONCEPT_TYPES)]
        left = places
        for table in concept.tables:
            if not left:
                break
            rows = self._facts.of_table(table, left).with_columns(approximate=pl.lit(False))
            found.append(rows.select(*CONCEPT_TYPES))
            have = set(rows["place"].unique())
            left = tuple(place for place in left if place.name not in have)
        return pl.concat(found), left

    def _averaged(self, concept: Concept, places: Sequence[Place]) -> pl.DataFrame:
        """Average a rate over the areas of each place; missing where one of them is missing."""
        areas = sorted({code for place in places for code in self.territories.of_place(place)})
        names = dict(self.store.table("areas").select("code", "name").collect().iter_rows())
        parts = tuple(Place(code, "part", (code,), code) for code in areas if code in names)
        rates, _ = self._published(concept, parts)
        weights = self._facts.of_indicator(concept.average_by or "", parts)
        if rates.is_empty() or weights.is_empty():
            return pl.DataFrame(schema=CONCEPT_TYPES)
        nearest = rates.sort("year").join_asof(
            weights.sort("year").select("place", "year", weight="value"),
            on="year", by="place", strategy="nearest", check_sortedness=False,
        )  # fmt: skip
        members = pl.DataFrame(
            [
                (place.name, place.kind, code, len(self.territories.of_place(place)))
                for place in places
                for code in sorted(self.territories.of_place(place))
            ],
            schema={"whole": pl.String, "whole_kind": pl.String, "place": pl.String, "n": pl.Int64},
            orient="row",
        )
        share = pl.col("weight") / pl.col("weight").sum()
        half = (pl.col("upper") - pl.col("lower")) / 2
        return (
            members.join(nearest.drop("kind"), on="place")
            .drop_nulls("weight")
            .group_by("whole", "whole_kind", "year")
            .agg(
                value=(pl.col("value") * share).sum(),
                half=pl.when(half.is_null().any()).then(None).otherwise(
                    ((half * share) ** 2).sum().sqrt()
                ),
                dataset=pl.col("dataset").first(),
                parts=pl.len(),
                wanted=pl.col("n").first(),
            )
            .filter(pl.col("parts") == pl.col("wanted"))
            .select(
                pl.col("whole").alias("place"), pl.col("whole_kind").alias("kind"), "year", "value",
                (pl.col("value") - pl.col("half")).alias("lower"),
                (pl.col("value") + pl.col("half")).alias("upper"), "dataset",
                pl.lit(not concept.exact_average).alias("approximate"),
            )
            .sort("place", "year")
        )  # fmt: skip
