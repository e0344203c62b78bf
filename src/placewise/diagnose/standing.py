"""Is that a big number? Where a value stands among places, and a change among their changes.

A percentile of estimates is itself an estimate. Where values have standard errors, the true values
are drawn from what is known of them, with the spread of true values over places as prior (normal,
moments; Efron and Morris 1975, "Data analysis using Stein's estimator", JASA 70): drawing noise
around each estimate instead would count the noise twice and draw every place to the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

HIGH = 75.0
VERY_HIGH = 90.0
FEWEST = 5
"""Percentiles among fewer other places than these say nothing."""

SIZES = ("very low", "low", "ordinary", "high", "very high", "cannot be told", "too few places")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one place stands among others.

    Attributes:
        percentile: per cent of the other places with a lower value, ties by half; None among fewer
            than ``FEWEST``.
        lower: lower end of its 95 % interval, widened to the percentile itself where all draws
            of the truth leave that out; None where the values have no intervals.
        upper: upper end, likewise.
        others: number of other places with a value.
        size: one of ``SIZES``.
    """

    percentile: float | None
    lower: float | None
    upper: float | None
    others: int
    size: str


@dataclass(frozen=True, slots=True)
class ChangeStanding:
    """A change beside the changes of comparable places.

    Attributes:
        change: of the place.
        usual: median change of the others.
        difference: change less usual.
        lower: first decile of the others' changes less the usual one.
        upper: last decile: a difference between the two is nothing out of the ordinary.
        percentile: per cent of the others with a lower change.
        others: number of other places.
    """

    change: float
    usual: float
    difference: float
    lower: float
    upper: float
    percentile: float
    others: int


def percentile(value: float, others: ArrayLike) -> float:
    """Return the per cent of *other* values that are lower, equal ones by half.

    This is the one convention of every percentile of placewise: the place itself is not among
    those counted, and a tie counts half, as ``scipy.stats.percentileofscore(others, value,
    kind="mean")``. The lowest of all is 0, the highest 100, all equal 50.

    Args:
        value: of the place.
        others: of the other places, in any shape; NaN where not known, and not counted.

    Returns:
        0 to 100; NaN where the value is not known or no other is.
    """
    known = np.asarray(others, dtype=np.float64)
    known = known[np.isfinite(known)]
    if known.size == 0 or not np.isfinite(value):
        return float("nan")
    return float(100.0 * (np.mean(known < value) + 0.5 * np.mean(known == value)))


def percentiles(values: ArrayLike, among: ArrayLike | None = None) -> Floats:
    """Return :func:`percentile` of every place at once.

    Args:
        values: (R,), one a place; NaN where not known.
        among: (R,) the values that each is counted among, its own at the same position left out;
            ``values`` itself unless given.

    Returns:
        (R,) from 0 to 100; NaN where not known, or where no other place is.
    """
    own = np.asarray(values, dtype=np.float64)
    all_of_them = own if among is None else np.asarray(among, dtype=np.float64)
    there = np.isfinite(all_of_them)
    known = np.sort(all_of_them[there])
    # Searched in all places at once; a place's own value is then taken out of its counts.
    with np.errstate(invalid="ignore"):
        below = np.searchsorted(known, own, "left") - (there & (all_of_them < own))
        up_to = np.searchsorted(known, own, "right") - (there & (all_of_them <= own))
    others = known.size - there
    told = np.isfinite(own) & (others > 0)
    return np.asarray(
        np.divide(50.0 * (below + up_to), others, out=np.full(own.shape, np.nan), where=told)
    )


def percentile_intervals(
    values: ArrayLike, errors: ArrayLike, *, seed: int, draws: int = 1000, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return an interval of the percentile of each place among the true values of the others.

    Args:
        values: one estimate a place, all known.
        errors: their standard errors; those that are missing are taken as the median one.
        seed: of the draws.
        draws: number of draws.
        level: probability that the intervals are built for.

    Returns:
        Lower and upper ends, 0 to 100. All of it where the estimates spread no more than their
        errors: then nothing tells the places apart.
    """
    value = np.asarray(values, dtype=np.float64)
    error = np.asarray(errors, dtype=np.float64)
    error = np.where(np.isfinite(error), error, np.nanmedian(error))
    spread = float(np.var(value, ddof=1) - np.mean(error**2))
    if spread <= 0:
        return np.zeros(value.size), np.full(value.size, 100.0)
    share = spread / (spread + error**2)
    centre = float(np.average(value, weights=1.0 / (spread + error**2)))
    noise = np.random.default_rng(seed).standard_normal((draws, value.size))
    truth = centre + share * (value - centre) + np.sqrt(share) * error * noise
    ranks = truth.argsort(axis=1).argsort(axis=1)
    low, high = np.quantile(
        100.0 * ranks / (value.size - 1), [(1 - level) / 2, (1 + level) / 2], axis=0
    )
    return low, high


def standings(
    values: ArrayLike, errors: ArrayLike | None, *, seed: int, draws: int = 1000
) -> tuple[Standing | None, ...]:
    """Return where each place stands among all others that have a value.

    Args:
        values: one a place, NaN where missing.
        errors: standard errors, NaN where missing; None where nobody has one. They count only where
            at least half of the places have one, and a place without one has no interval.
        seed: of the draws.
        draws: number of draws.

    Returns:
        One a place; None for a place without a value.
    """
    value = np.asarray(values, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(value))
    found: list[Standing | None] = [None] * value.size
    others = known.size - 1
    if others < FEWEST:
        for place in known:
            found[place] = Standing(None, None, None, others, "too few places")
        return tuple(found)
    there = value[known]
    error = np.full(known.size, np.nan)
    if errors is not None:
        error = np.asarray(errors, dtype=np.float64)[known]
    low = high = np.full(known.size, np.nan)
    if np.isfinite(error).mean() >= 0.5:
        low, high = percentile_intervals(there, error, seed=seed, draws=draws)
    for at, place in enumerate(known):
        middle = percentile(float(there[at]), np.delete(there, at))
        if np.isfinite(error[at]) and np.isfinite(low[at]):
            # The highest estimate of all is drawn to the middle in every draw of the truth; an
            # interval that left out the number beside it would read as a mistake.
            ends = min(float(low[at]), middle), max(float(high[at]), middle)
            found[place] = Standing(middle, *ends, others, size_of(middle, *ends))
        else:
            found[place] = Standing(middle, None, None, others, size_of(middle, middle, middle))
    return tuple(found)


def size_of(found: float, low: float, high: float) -> str:
    """Return whether a percentile is a big number, given its interval.

    ``high`` needs the whole interval above 75, ``very high`` above 90, and so below; ``ordinary``
    is a percentile between 25 and 75 of which the interval stays between 10 and 90. What is none of
    these cannot be told.
    """
    if low >= VERY_HIGH:
        return "very high"
    if low >= HIGH:
        return "high"
    if high <= 100 - VERY_HIGH:
        return "very low"
    if high <= 100 - HIGH:
        return "low"
    middle = 100 - HIGH <= found <= HIGH and low >= 100 - VERY_HIGH and high <= VERY_HIGH
    return "ordinary" if middle else "cannot be told"


def change_standing(change: float, others: ArrayLike) -> ChangeStanding | None:
    """Return a change beside those of other places; None among fewer than ``FEWEST``."""
    known = np.asarray(others, dtype=np.float64)
    known = known[np.isfinite(known)]
    if known.size < FEWEST or not np.isfinite(change):
        return None
    usual = float(np.median(known))
    low, high = np.quantile(known, [0.1, 0.9])
    return ChangeStanding(
        change, usual, change - usual, float(low - usual), float(high - usual),
        percentile(change, known), int(known.size),
    )  # fmt: skip
