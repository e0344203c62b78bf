"""What every job of a full diagnosis reads from: one store, each table of it read once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import polars as pl

from placewise.data.concepts import read_concepts
from placewise.data.places import Territories, places_of_kind
from placewise.errors import UnknownNameError
from placewise.model.concepts import Concept
from placewise.model.store import Store
from placewise.model.words import Place, Provenance
from placewise.workbench.assessments import Assessments
from placewise.workbench.concept_tables import ConceptTables


class Shelf:
    """The tables of a store as the jobs ask for them; what was read is kept for the next job.

    Attributes:
        store: where the tables are.
        assessments: the industry tables, and what was assessed of them.
    """

    def __init__(self, store: Store, assessments: Assessments) -> None:
        self.store = store
        self.assessments = assessments
        self._places: dict[str, tuple[Place, ...]] = {}

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """The concepts that ship, by key."""
        return read_concepts()

    @cached_property
    def territories(self) -> Territories:
        """What every place and area consists of."""
        return Territories(self.store)

    @cached_property
    def _tables(self) -> ConceptTables:
        return ConceptTables(self.store, self.territories, self.concepts)

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
        publishers looks like a change. How a rate comes to a place that no table has, and when it
        is marked approximate: :class:`placewise.workbench.concept_tables.ConceptTables`.

        Returns:
            Columns place, kind, year, value, lower, upper, dataset, approximate.

        Raises:
            UnknownNameError: no such concept.
        """
        if key not in self.concepts:
            raise UnknownNameError.among("concept", key, self.concepts)
        return self._tables.values(key, places)

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
