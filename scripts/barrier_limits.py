"""How stable the word *binding* could be by any rule, and what makes it unstable.

    python -m scripts.barrier_limits WORKSPACE [KIND ...] [--redraws N] [--seed N]

A rule is anything that gives a word to figures, and the same word to the same figures: one that
does not know what was said before. Suppose it says *binding* only where the probability of binding
reaches a line. Then what was called keeps its word after a new measurement at most as often as its
new probability reaches that line. Printed for several lines:

*At the line*: how many pairs of place and barrier reach it, and how many of these fall below it
when everything is measured again, as :mod:`scripts.barrier_stability` does it.

*Could be called*: the most pairs that any such rule could call so that fewer than one in ten lose
the word. Pairs are ordered by how often they stay in the first half of the redraws, and counted in
the second half. It is a bound which no rule reaches: it would have to leave all other pairs out
now, and yet call whatever reaches the line when these are measured again.

*Where it comes from*: of the pairs at the line of a call, how many fall below it if only some of it
is measured again, and, since no simulation knows that, on the figures of the year before.

*Errors times*: the same with the errors of all figures multiplied by a factor.

Then, for figures that scatter over places in a bell, the least share of flips that any rule can
have, by the share of places that it calls and the correlation of two measurements
(:func:`least_flips`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import multivariate_normal, norm
from scripts.claims_evaluation import wilson

from placewise import Workbench
from placewise.diagnose.barriers import Z95, believed, held_to
from placewise.model.barriers import Barrier, GateSettings
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import plural
from placewise.workbench.barriers.answers import BarriersAnswers
from placewise.workbench.barriers.gate import Gated, Side, gate
from placewise.workbench.barriers.measured import Measured, Measures, Published
from placewise.workbench.comparators import Comparators

KINDS = ("district", "combined authority")
FACTORS = (0.5, 0.25, 0.1)
LINES = (0.5, 0.7, 0.8, 0.9)
MOST_LOST = 0.1
SHARES = (0.003, 0.01, 0.03, 0.1, 0.3)
CORRELATIONS = (0.75, 0.85, 0.95, 0.99, 0.995)
WHOLE_YEAR = 0.9
"""A year before counts if it is known of this share of the places that the latest is known of."""
Floats = NDArray[np.float64]
Pair = tuple[Barrier, int, tuple[Side, ...]]
"""A barrier, the position of the place, and whom it is compared with."""
New = Callable[[Barrier, tuple[str, str]], tuple[bool, bool]]
"""Is a concept (given another) measured again at the place, and at all others?"""


class YearBefore(Measures):
    """Measures of which each indicator is that of the year before, where it has one."""

    def _read(self, key: str) -> Published | None:
        one = super()._read(key)
        if one is None:
            return None
        rows = self._shelf.concept(key, self.places)
        count = {year: rows.filter(pl.col("year") == year).height for year in set(rows["year"])}
        whole = WHOLE_YEAR * count.get(one.year, 0)
        years = [year for year, known in count.items() if year < one.year and known >= whole]
        if not years:
            return one
        year = max(years)
        columns = np.full((3, len(self.places)), np.nan)
        of_year = rows.filter(pl.col("year") == year)
        for name, *three in of_year.select("place", "value", "lower", "upper").iter_rows():
            columns[:, self.position[name]] = [np.nan if x is None else x for x in three]
        values, lower, upper = columns
        errors, basis = self._errors(key, year, values, (upper - lower) / (2 * Z95))
        return replace(one, year=year, values=values, lower=lower, upper=upper,
                       errors=errors, basis=basis)  # fmt: skip


class Sharper(Measures):
    """Measures with the errors of all figures multiplied by a factor."""

    factor = 1.0

    def _read(self, key: str) -> Published | None:
        one = super()._read(key)
        return None if one is None else replace(one, errors=self.factor * one.errors)


class Partly(Measures):
    """Measures of which the figures of one place, or those of all others, are measured again."""

    @classmethod
    def of_both(cls, now: Measures, later: Measures, pair: Pair, new: New) -> Partly:
        """Return measures of which some are new, for the barrier and place of a pair."""
        barrier, at, _ = pair
        mixed = cls(now._shelf, now.places, now.settings, now.seed)
        for (concept, given), one in now._measured.items():
            other = later.of(concept, given)
            if one is None or other is None:
                mixed._measured[concept, given] = None
                continue
            place, others = new(barrier, (concept, given))
            mixed._measured[concept, given] = _mixed(
                other if place else one, other if others else one, at
            )
        return mixed


def _mixed(place: Measured, others: Measured, at: int) -> Measured:
    draws = others.draws.copy()
    draws[:, at] = place.draws[:, at]
    values = others.values.copy()
    values[at] = place.values[at]
    # The median of all others is, at the place itself, made of the others alone.
    return replace(others, draws=draws, values=values)


@dataclass(frozen=True, slots=True)
class Everything:
    """All pairs of a kind whose probability is known.

    Attributes:
        pairs: the pairs.
        now: probability of binding of each, shape (pairs,).
    """

    pairs: tuple[Pair, ...]
    now: Floats

    def at(self, line: float) -> Everything:
        """Return the pairs that reach a line."""
        kept = np.flatnonzero(self.now >= held_to(line))
        return Everything(tuple(self.pairs[i] for i in kept), self.now[kept])


def least_flips(share: float, correlation: float) -> float:
    """Return the least share of places called that any rule calls no more when measured again.

    Two measurements are jointly normal over places. Of all sets of a given share, the half-space is
    the one that they most often both lie in (Borell 1985, "Geometric bounds on the
    Ornstein-Uhlenbeck velocity process"); with several independent figures, ``correlation`` is the
    largest of theirs.

    Args:
        share: of places that are called.
        correlation: of the two measurements over places, 0 to 1.
    """
    line = float(norm.ppf(share))
    if correlation >= 1:
        return 0.0
    both = multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([line, line])
    return 1 - float(both) / share


def could_be_called(stays: NDArray[np.bool_], most_lost: float) -> int:
    """Return of how many pairs together no more than a share falls below the line.

    Args:
        stays: whether each pair stays at the line after each new measurement, shape (redraws,
            pairs): the first half orders the pairs, the second counts.
        most_lost: the share.
    """
    half = stays.shape[0] // 2
    order = np.argsort(-stays[:half].mean(axis=0), kind="stable")
    lost = 1 - stays[half:].mean(axis=0)[order]
    together = np.cumsum(lost) / np.arange(1, lost.size + 1)
    few = np.flatnonzero(together < most_lost)
    return int(few.max()) + 1 if few.size else 0


def main() -> None:
    """Print bounds and sources of noise for each kind, then the bound for bell-shaped scatter."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("workspace")
    parser.add_argument("kinds", nargs="*", default=KINDS)
    parser.add_argument("--redraws", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    bench = Workbench.open(asked.workspace)
    comparators = Comparators(bench.shelf)
    # Whether a call would be found again is not asked here, so that one round of it is enough.
    job = BarriersAnswers(bench.shelf, comparators, GateSettings(rounds=1))
    for kind in asked.kinds:
        report(job, bench, kind, asked.redraws, asked.seed)
    print("\nleast share of flips of any rule, by share called and correlation", CORRELATIONS)
    for share in SHARES:
        print(f"{share:6.1%} called:",
              *(f"{least_flips(share, one):.1%}" for one in CORRELATIONS))  # fmt: skip


def report(job: BarriersAnswers, bench: Workbench, kind: str, redraws: int, seed: int) -> None:
    """Print all of one kind."""
    places = bench.places(kind)
    measures = job.measures(places[0], DiagnosisSettings().seed + seed)
    every = everything(job, kind, measures)
    print(f"\n{len(places)} {plural(kind)}, {every.now.size} probabilities, {redraws} redraws")
    print("correlation of two measurements over places:", *reliabilities(measures), sep="\n  ")
    likely, called = every.at(min(LINES)), every.at(job.settings.called)
    later: list[Floats] = []
    parts: dict[str, list[Floats]] = {}
    for number in range(redraws):
        again = measures.redrawn(1000 * seed + number + 1)
        later.append(probabilities(likely.pairs, job, again))
        if called.pairs:
            for name, found in in_parts(called.pairs, job, measures, again, number).items():
                parts.setdefault(name, []).append(found)
    for line in LINES:
        held = likely.now >= held_to(line)
        stays = np.array(later)[:, held] >= held_to(line)
        print(f"{line:.0%}: {held.sum()} at the line; measured again {1 - stays.mean():.1%} below; "
              f"{could_be_called(stays, MOST_LOST)} could be called" if held.any()
              else f"{line:.0%}: none at the line")  # fmt: skip
    for name, rounds in parts.items():
        lost = (np.array(rounds) < held_to(job.settings.called)).mean()
        print(f"of {len(called.pairs)} at the line of a call, {name}: {lost:.1%} below")
    for name, found in by_barrier(called.pairs, parts.get("all of it", [])).items():
        lost = (found < held_to(job.settings.called)).mean()
        print(f"of {found.shape[1]} at the line of a call, {name}: {lost:.1%} below")
    year_before(job, bench, kind, measures, every)
    for factor in FACTORS:
        sharper(job, bench, kind, measures, factor, redraws, seed)


def reliabilities(measures: Measures) -> list[str]:
    """Return of each indicator how much of its variance over places is truth, the least first.

    That is also the correlation of two measurements of all places (:func:`least_flips`).
    """
    kept = {key: believed(one.values, one.errors).kept
            for key, one in measures._published.items() if one is not None}  # fmt: skip
    median = {key: float(np.median(some[np.isfinite(some)]))
              for key, some in kept.items() if np.isfinite(some).any()}  # fmt: skip
    return [f"{share:.2f} {key}" for key, share in sorted(median.items(), key=lambda one: one[1])]


def everything(job: BarriersAnswers, kind: str, measures: Measures) -> Everything:
    """Return all pairs of a kind whose probability is known."""
    pairs: list[Pair] = []
    now: list[float] = []
    for at, place in enumerate(measures.places):
        if place.kind != kind:
            continue
        sides = job._sides(place, measures)
        for one in job.gated(place, measures, sides):
            if one.found is not None:
                pairs.append((one.barrier, at, sides))
                now.append(one.found.binding)
    return Everything(tuple(pairs), np.array(now))


def probabilities(pairs: Sequence[Pair], job: BarriersAnswers, measures: Measures) -> Floats:
    """Return the probability of binding of each pair, shape (pairs,); 0 where it is not known."""
    return np.array([_binding(_gate(pair, job, measures)) for pair in pairs])


def _gate(pair: Pair, job: BarriersAnswers, measures: Measures) -> Gated:
    barrier, at, sides = pair
    return gate(barrier, measures, at, sides, job._kinds)


def _binding(one: Gated) -> float:
    return one.found.binding if one.found is not None else 0.0


def in_parts(
    pairs: Sequence[Pair], job: BarriersAnswers, now: Measures, later: Measures, seed: int
) -> dict[str, Floats]:
    """Return the probability of each pair when only some of it is measured again, by what."""
    error = _other_noise(now, seed, truth=False)
    truth = _other_noise(now, seed, truth=True)
    found = {
        "all of it": probabilities(pairs, job, later),
        "the errors alone": probabilities(pairs, job, error),
        "the unknown truth alone": probabilities(pairs, job, truth),
    }
    mixes: dict[str, New] = {
        "the place's indicators alone": lambda barrier, key: (not _signal(barrier, key), False),
        "the place's signals alone": lambda barrier, key: (_signal(barrier, key), False),
        "its comparators alone": lambda _, __: (False, True),
    }
    for name, new in mixes.items():
        mixed = [(pair, Partly.of_both(now, later, pair, new)) for pair in pairs]
        found[name] = np.array([_binding(_gate(pair, job, some)) for pair, some in mixed])
    return found


def by_barrier(pairs: Sequence[Pair], rounds: list[Floats]) -> dict[str, Floats]:
    """Return the probabilities of the pairs of each barrier, shape (redraws, its pairs)."""
    keys = [barrier.key for barrier, _, _ in pairs]
    return {key: np.array(rounds)[:, [one == key for one in keys]] for key in sorted(set(keys))}


def _signal(barrier: Barrier, key: tuple[str, str]) -> bool:
    return key in {(part.concept, part.given) for part in barrier.signals}


def _other_noise(now: Measures, seed: int, *, truth: bool) -> Measures:
    """Return measures with the noise of the unknown truth alone, or of new errors alone."""
    other = Measures(now._shelf, now.places, now.settings, now.seed)
    random = np.random.default_rng([seed, truth])
    for key, one in now._published.items():
        if one is None:
            other._published[key] = None
            continue
        what = believed(one.values, one.errors)
        noise = (what.error if truth else one.errors) * random.standard_normal(what.mean.size)
        other._published[key] = replace(one, values=what.mean + noise)
    return other


def year_before(
    job: BarriersAnswers, bench: Workbench, kind: str, measures: Measures, every: Everything
) -> None:
    """Print what became of what the figures of the year before would have called."""
    before = YearBefore(bench.shelf, measures.places, GateSettings(), measures.seed)
    now = {(barrier.key, at): found
           for (barrier, at, _), found in zip(every.pairs, every.now, strict=True)}  # fmt: skip
    line = job.settings.called
    likely = everything(job, kind, before).at(line).pairs
    called = [pair for pair in likely if _gate(pair, job, before).called.outcome == "binding"]
    for name, pairs in ((f"at {line:.0%}", likely), ("called binding", called)):
        if not pairs:
            print(f"none {name} on figures of the year before")
            continue
        for keep in (line, 0.5):
            lost = sum(now.get((pair[0].key, pair[1]), 0.0) < held_to(keep) for pair in pairs)
            share, lower, upper = wilson(lost, len(pairs))
            print(f"of {len(pairs)} {name} on figures of the year before, now below {keep:.0%}: "
                  f"{share:.1%} ({lower:.1%} to {upper:.1%})")  # fmt: skip


def sharper(
    job: BarriersAnswers, bench: Workbench, kind: str, measures: Measures, factor: float,
    redraws: int, seed: int,
) -> None:  # fmt: skip
    """Print what would be called, and lost, if all errors were smaller."""
    finer = Sharper(bench.shelf, measures.places, job.settings, measures.seed)
    finer.factor = factor
    line = job.settings.called
    called = everything(job, kind, finer).at(line)
    if not called.pairs:
        print(f"errors times {factor:g}: none at {line:.0%}")
        return
    again = (finer.redrawn(1000 * seed + number + 1) for number in range(redraws))
    stays = np.array([probabilities(called.pairs, job, one) >= held_to(line) for one in again])
    print(f"errors times {factor:g}: {len(called.pairs)} at {line:.0%}, measured again "
          f"{1 - stays.mean():.1%} below; "
          f"{could_be_called(stays, MOST_LOST)} could be called")  # fmt: skip


if __name__ == "__main__":
    main()
