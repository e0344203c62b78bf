"""Do plans that differ go with diagnoses that differ? Every test, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.market_access import great_circle
from placewise.model.comparison import MANTEL
from placewise.plan.mantel import mantel, mantel_interval
from placewise.plan.mixes import mix_distances
from placewise.plan.place_distances import comparable, known_distances
from placewise.workbench.comparing.around import Around
from placewise.workbench.comparing.arrays import Plans

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

PERMUTATIONS = 1_999
FEWEST = 5
"""Fewest places that a test is made of."""
NEEDS = "mixes against needs"
INDEPENDENT = "mixes against indicators that plans do not use"
BUILT_IN = "needs go into plans, so that part of this is built in"
OTHER_FIGURES = "other figures of the same economies: not built in, but not unrelated either"


@dataclass(frozen=True, slots=True)
class Test:
    """Two tables of distances of the same places, and one that is held."""

    name: str
    rows: Integers
    one: Floats
    other: Floats
    given: Floats | None
    note: str


def mantel_rows(plans: Plans, about: Around, seed: int) -> pl.DataFrame:
    """Return columns :data:`placewise.model.comparison.MANTEL`; tests of too few places miss."""
    return tested(_tests(plans, about), seed)


def tested(tests: Iterator[Test], seed: int) -> pl.DataFrame:
    """Return one row a test that is of enough places."""
    rows = []
    for test in tests:
        if test.rows.size < FEWEST:
            continue
        found = mantel(
            test.one, test.other, seed=seed, permutations=PERMUTATIONS, given=test.given
        )  # fmt: skip
        ends = mantel_interval(test.one, test.other, given=test.given)
        known = (found.correlation, found.p, ends.lower, ends.upper)
        r, p, lower, upper = (float(v) if np.isfinite(v) else None for v in known)
        rows.append((test.name, r, p, PERMUTATIONS, lower, upper, test.rows.size, test.note))
    return pl.DataFrame(rows, schema=MANTEL, orient="row")


def _tests(plans: Plans, about: Around) -> Iterator[Test]:
    """Yield every test; the first two are those that sentences and the chart are about."""
    rows = plans.tested
    if rows.size < FEWEST:
        return
    mixes, needs = mix_distances(plans.spent[rows]), known_distances(plans.need[rows])
    yield Test(NEEDS, rows, mixes, needs, None, BUILT_IN)
    kept, indicators = apart_by_indicators(about, rows)
    both = np.ix_(kept, kept)
    if kept.size >= FEWEST:
        yield Test(INDEPENDENT, rows[kept], mixes[both], indicators, None, OTHER_FIGURES)
    still = plans.open[rows]
    yield Test("mixes against which barriers stay open at the gate", rows, mixes,
               np.abs(still[:, None] - still).sum(axis=2), None,
               "how many barriers are ruled out in one place and not in the other")  # fmt: skip
    moved = mix_distances(plans.over_draws[rows], "hellinger")
    yield Test("mixes over all draws against needs", rows, moved, needs, None,
               "each option counts by the share of best plans that take it")  # fmt: skip
    yield Test("mixes by the money that would move against needs", rows,
               mix_distances(plans.spent[rows], "bray-curtis"), needs, None,
               "distance of Bray and Curtis instead of Hellinger")  # fmt: skip
    if kept.size >= FEWEST:
        yield Test("needs against indicators that plans do not use", rows[kept], needs[both],
                   indicators, None, "do the diagnoses go with them?")  # fmt: skip
    yield from _held(about, rows, mixes, needs, NEEDS)
    yield from _held(about, rows[kept], mixes[both], indicators, INDEPENDENT)


def _held(about: Around, rows: Integers, mixes: Floats, other: Floats, name: str) -> Iterator[Test]:
    """Yield a test with distance in space, and with difference in size, taken off both."""
    size = np.log(about.people)
    for held, third in (
        ("distance in space", great_circle(about.longitude, about.latitude)),
        ("difference in size", np.abs(size[:, None] - size)),
    ):
        # What is not known of a place is missing from itself too.
        kept = np.flatnonzero(np.isfinite(np.diagonal(third)[rows]))
        if kept.size < FEWEST:
            continue
        both, given = np.ix_(kept, kept), third[np.ix_(rows[kept], rows[kept])]
        np.fill_diagonal(given, 0.0)
        yield Test(f"{name}, {held} held", rows[kept], mixes[both], other[both],
                   (given + given.T) / 2, f"partial: {held} is taken off both")  # fmt: skip


def apart_by_indicators(about: Around, rows: Integers) -> tuple[Integers, Floats]:
    """Return which of some places have enough indicators, and how far apart they are by them."""
    values = about.indicators[rows]
    if values.shape[1] == 0:
        return np.zeros(0, np.intp), np.zeros((0, 0))
    kept = np.flatnonzero(comparable(values))
    return kept, known_distances(values[kept]) if kept.size else np.zeros((0, 0))
