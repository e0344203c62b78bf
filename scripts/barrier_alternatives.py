"""Other rules for calling a barrier binding, and whether any makes the word stable.

    python -m scripts.barrier_alternatives WORKSPACE [--redraws N]

A rule calls a barrier binding where its probability reaches one line, and lets the word stand until
new figures put it below another. For districts, three ways to work the probability out:

*As it is*: the latest year of each indicator, similar places as the reports choose them.

*Years pooled*: the mean of the last three years, each place against the median of all, with errors
of neighbouring years correlated at 0.5, as survey panels that overlap have them.

*Blind choice*: similar places chosen without the indicators and signals of the barrier in question.

Every district is measured again as often as asked, and everything is worked out from that alone.
Districts are parted by lot into two halves: one to choose a rule on, one to confirm it. The word is
lost where the probability falls below the second line, printed for several.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from placewise import Workbench
from placewise.model.barriers import Barrier
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.workbench.barriers.answers import BarriersAnswers
from placewise.workbench.barriers.gate import Gated, Side
from placewise.workbench.barriers.measured import ASSUMED, Measures, Published
from placewise.workbench.comparators import Comparators
from placewise.workbench.shelf import Shelf

YEARS = 3
CORRELATION = 0.5
LINES = (0.5, 0.7, 0.8, 0.9, 0.95)
LOT = 5
ALIKE = (
    {"share qualified to level 3", "share qualified to level 4", "share with a degree"},
    {"claimant count", "unemployment rate", "employment rate", "labour force share"},
)
"""Indicators of likeness that say the same thing: where one is left out, all are."""
Floats = NDArray[np.float64]


class Pooled(Measures):
    """Measures of which every indicator is the mean of its last years."""

    def _read(self, key: str) -> Published | None:
        one = super()._read(key)
        return None if one is None else self._pooled(one)

    def _pooled(self, one: Published) -> Published:
        rows = self._shelf.concept(one.concept.key, self.places)
        years = [one.year - back for back in range(YEARS)]
        table = np.full((len(self.places), YEARS), np.nan)
        for name, year, value in rows.select("place", "year", "value").iter_rows():
            if year in years:
                table[self.position[name], years.index(year)] = value
        # A year that is known of fewer than half of the places has a median of its own.
        whole = np.isfinite(table).sum(axis=0) >= np.isfinite(table[:, 0]).sum() / 2
        table = table[:, whole]
        middles = np.nanmedian(table, axis=0)
        known = np.isfinite(table).sum(axis=1)
        count = np.maximum(known, 1)
        mean = np.nansum(table - middles, axis=1) / count + middles[0]
        together = sum((CORRELATION**lag) * np.maximum(count - lag, 0) for lag in range(1, YEARS))
        narrower = np.sqrt((count + 2 * together) / count**2)
        usable = np.isfinite(one.values) & (known > 0)
        return replace(
            one, values=np.where(usable, mean, one.values),
            errors=np.where(one.basis == ASSUMED, one.errors, one.errors * narrower),
        )  # fmt: skip


class Blind:
    """Barriers of which each has similar places chosen without what it is told from."""

    def __init__(self, shelf: Shelf, comparators: Comparators) -> None:
        self._usual = BarriersAnswers(shelf, comparators)
        self.settings = self._usual.settings
        self._blind = {
            barrier.key: BarriersAnswers(shelf, _without(shelf, comparators, barrier),
                                         barriers=[barrier])
            for barrier in self._usual.barriers
        }  # fmt: skip
        self._kept: dict[tuple[str, str], tuple[Side, ...]] = {}

    def gated(self, place: Place, measures: Measures) -> tuple[Gated, ...]:
        """Put every barrier through the gate for a place, each with comparators of its own."""
        found: list[Gated] = []
        for key, job in self._blind.items():
            if (key, place.name) not in self._kept:
                self._kept[key, place.name] = job._sides(place, measures)
            found.extend(job.gated(place, measures, self._kept[key, place.name]))
        return tuple(found)


def _without(shelf: Shelf, comparators: Comparators, barrier: Barrier) -> Comparators:
    told_from = {part.concept for part in barrier.shortfalls}
    told_from |= {part.concept for part in barrier.signals}
    told_from |= {key for group in ALIKE if group & told_from for key in group}
    kept = tuple(one for one in comparators.rule.indicators if one.concept not in told_from)
    return Comparators(shelf, replace(comparators.rule, indicators=kept))


def main() -> None:
    """Print for each way and half how many are called, and how often the word is lost."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("workspace")
    parser.add_argument("--redraws", type=int, default=20)
    asked = parser.parse_args()
    bench = Workbench.open(asked.workspace)
    comparators = Comparators(bench.shelf)
    usual, blind = BarriersAnswers(bench.shelf, comparators), Blind(bench.shelf, comparators)
    ways: tuple[tuple[str, BarriersAnswers | Blind, bool], ...] = (
        ("as it is", usual, False), ("years pooled", usual, True),
        ("blind choice", blind, False), ("years pooled, blind choice", blind, True),
    )  # fmt: skip
    for name, job, pooled in ways:
        print(f"\n{name}")
        first, later, half = binding(job, bench, asked.redraws, pooled=pooled)
        for part, members in (("first half", half), ("second half", ~half)):
            report(part, first[members], later[:, members])


def binding(
    job: BarriersAnswers | Blind, bench: Workbench, redraws: int, *, pooled: bool
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return the probability of binding of every pair now and measured again, and its half.

    Returns:
        Shapes (pairs,), (redraws, pairs), (pairs,).
    """
    places = bench.places("district")
    kind = Pooled if pooled else Measures
    measures = kind(
        bench.shelf, bench.shelf.compared(places[0]), job.settings, DiagnosisSettings().seed
    )

    def all_of(some: Measures) -> dict[tuple[str, str], Gated]:
        return {(one.barrier.key, place.name): one
                for place in places for one in job.gated(place, some)}  # fmt: skip

    now = all_of(measures)
    keys = [key for key, one in now.items() if one.found is not None]
    later = [all_of(measures.redrawn(number + 1)) for number in range(redraws)]
    lot = np.random.default_rng(LOT).permutation([place.name for place in places])
    first_half = set(lot[: len(places) // 2])
    return (
        _binding(now, keys), np.array([_binding(one, keys) for one in later]),
        np.array([name in first_half for _, name in keys]),
    )  # fmt: skip


def _binding(found: dict[tuple[str, str], Gated], keys: list[tuple[str, str]]) -> Floats:
    shares = [found[key].found for key in keys]
    return np.array([np.nan if one is None else one.binding for one in shares])


def report(part: str, first: Floats, later: Floats) -> None:
    """Print how many are called at each line, and which share falls below each line later."""
    for line in LINES:
        said = first >= line - 1e-12
        if not said.any():
            continue
        lost = [f"{np.mean(later[:, said] < keep - 1e-12):.1%} below {keep:.0%}"
                for keep in LINES if keep <= line]  # fmt: skip
        print(f"{part}: {said.sum()} called at {line:.0%}; measured again", *lost, sep=", ")


if __name__ == "__main__":
    main()
