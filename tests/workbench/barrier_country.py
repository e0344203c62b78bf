"""A made-up country of which is known what binds where, for tests of barriers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
import polars as pl

from placewise.model.barriers import Barrier, Power, Shortfall, Signal
from placewise.model.comparators import Comparator
from placewise.model.concepts import Concept
from placewise.model.words import Place, Provenance
from placewise.workbench.concept_tables import CONCEPT_TYPES
from placewise.workbench.shelf import Shelf

PLACES = tuple(Place(f"P{at:02}", "district", (f"D{at:02}",), f"D{at:02}") for at in range(40))
BINDS, ADDS, FINE = PLACES[0], PLACES[1], PLACES[2]
OPEN = PLACES[31]
"""A place not far out, where it binds with nine tenths and might well not be found again."""
SHORT = {"schooling": (BINDS, ADDS), "colleges": (BINDS, ADDS), "wages": (BINDS,)}
"""Which places lie far out in which concept: low in the first two, high in wages."""
YEARS = range(2016, 2022)


def barrier(key: str = "skills", **changed: object) -> Barrier:
    """Return a barrier of two independent indicators and a signal."""
    parts: dict[str, object] = {
        "key": key, "title": "Low skills", "mechanism": "It holds back.",
        "failures": ("externality",), "failure": "Others gain.", "status": "memory",
        "source": "", "settles": ("A survey",),
        "shortfalls": (
            Shortfall("schooling", "low", "schools"), Shortfall("colleges", "low", "adults"),
        ),
        "signals": (Signal("wages", "high", "price", "pay is high"),),
        "powers": (Power("Teach", "council", ("district",), "memory"),),
    }  # fmt: skip
    return Barrier(**(parts | changed))  # type: ignore[arg-type]


class Country:
    """What a shelf gives, of this country."""

    def __init__(self, places: tuple[Place, ...] = PLACES, *, with_intervals: bool = True) -> None:
        self._places = places
        self._intervals = with_intervals
        self.concepts = {
            key: Concept(key, key.capitalize(), "per cent", "better", ()) for key in SHORT
        }

    def compared(self, place: Place) -> tuple[Place, ...]:
        return self._places

    def concept(self, key: str, places: tuple[Place, ...]) -> pl.DataFrame:
        draw = np.random.default_rng(len(key))
        level = draw.normal(50.0, 4.0, len(places))
        far = 25.0 if key == "wages" else -25.0
        level[places.index(FINE)] = 50.0 - far / 5
        rows = [
            (place.name, place.kind, year, value, *self._ends(value), "made up", False)
            for at, place in enumerate(places)
            for year in YEARS
            for value in [level[at] + (far if place in SHORT[key] else 0) + draw.normal()]
        ]
        return pl.DataFrame(rows, schema=CONCEPT_TYPES, orient="row")

    def latest(
        self, key: str, places: tuple[Place, ...], *, oldest: int | None = None
    ) -> pl.DataFrame:
        return self.concept(key, places).filter(pl.col("year") == YEARS[-1])

    def sources(self, datasets: Iterable[str]) -> tuple[Provenance, ...]:
        return tuple(Provenance(name, name, "nobody", "none", "2021") for name in datasets)

    def _ends(self, value: float) -> tuple[float | None, float | None]:
        return (value - 2.0, value + 2.0) if self._intervals else (None, None)

    @property
    def shelf(self) -> Shelf:
        return cast("Shelf", self)


class Chosen:
    """All others, and the first ten of them that are not far out."""

    def __init__(self, *keys: str) -> None:
        self._keys = keys or ("nation", "similar")

    def of(self, place: Place) -> tuple[Comparator, ...]:
        others = tuple(other for other in PLACES if other != place)
        found = {
            "nation": Comparator("nation", "the other 39 districts", others, ""),
            "similar": Comparator("similar", "the ten most similar", others[10:20], ""),
        }
        return tuple(found[key] for key in self._keys)
