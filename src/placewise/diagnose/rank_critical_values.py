"""Critical values for ranks: quantiles of the largest studentised difference between places.

With noise ``n`` and variance ``v`` of every place, the difference of places j and r is
``(n_j - n_r) / sqrt(v_j + v_r)``. In each draw the largest one is wanted, for every r or over all
pairs. Looking at every pair takes R x R steps a draw; four facts make it far fewer, and the
result is that of looking at every pair, to the last digit.

1. *Frontier.* A place with no more noise and no less variance than another is never further above
   any r that lies below that other one. What is left, sorted by variance, are the running records
   of the noise: a handful, about as many as the logarithm of R.
2. *Step-down only takes away.* When hypotheses that have been rejected are dropped, the largest
   difference can only fall. The one found over all pairs is a bound from above, and it is exact
   wherever the hypothesis it belongs to has not been dropped.
3. *Only the top matters.* A quantile is certain as soon as the draws above it are exact and all the
   others are bounded below them, so most bounds never have to be made exact.
4. *Cauchy and Schwarz.* With ``z = n / sqrt(v)`` no difference exceeds ``sqrt(z_r^2 + z_j^2)``.
   What is left to be made exact is compared with the most extreme places first, and with all of
   them only where the largest z of the others leaves room for more.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Flags = NDArray[np.bool_]

MOST_EXTREME = 100
"""Places with the most extreme errors of a draw, which are compared first."""
ROWS_AT_ONCE = 64
"""Rows of places compared with every other one in one step: keeps what is in memory small."""


@dataclass(frozen=True, slots=True)
class HighestAbove:
    """The place that is furthest above each place, in each of D draws.

    Attributes:
        size: (D, R) the studentised difference; 0 for a place that is above all others.
        partner: (D, R) the place above; the place itself where none is.
    """

    size: Floats
    partner: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Extremes:
    """The places with the most extreme errors in each of D draws, the errors in standard units.

    Attributes:
        standard: (D, R) errors over their standard deviation, z.
        places: (D, K) the most extreme places, in no order.
        beyond: (D,) the largest absolute z of all other places.
    """

    standard: Floats
    places: Positions
    beyond: Floats


def marginal_critical_values(
    value: Floats, variance: Floats, noise: Floats, level: float, *, step_down: bool
) -> Floats:
    """Return (R,) critical values, one for the comparisons of each place.

    There are two hypotheses a pair: that the other place is not above this one, and that it is not
    below. Rejecting one leaves the other to be tested.

    Args:
        value: (R,) estimates, at least two.
        variance: (R,) their variances, in ascending order.
        noise: (D, R) draws of their errors.
        level: coverage, from 0.5 to 1.
        step_down: whether to drop what is rejected and test again.
    """
    sides = (highest_above(noise, variance), highest_above(-noise, variance))
    position = quantile_position(level, len(noise))
    largest = np.maximum(sides[0].size, sides[1].size)
    critical = np.partition(largest, position, axis=0)[position]
    if step_down:
        extremes = most_extreme(noise, variance, MOST_EXTREME)
        for row in range(value.size):
            test = _RowTest(row, value, variance, noise, sides, extremes)
            critical[row] = test.step_down(critical[row], position)
    return np.asarray(critical)


def simultaneous_critical_value(
    value: Floats, variance: Floats, noise: Floats, level: float, *, step_down: bool
) -> float:
    """Return the critical value for all comparisons of all places together.

    Args:
        value: (R,) estimates, at least two.
        variance: (R,) their variances, in ascending order.
        noise: (D, R) draws of their errors.
        level: coverage, from 0.5 to 1.
        step_down: whether to drop what is rejected and test again.
    """
    highest = highest_above(noise, variance)
    bound = highest.size.max(axis=1)
    position = quantile_position(level, len(noise))
    critical = float(np.partition(bound, position)[position])
    if not step_down:
        return critical
    score = value[highest.partner]
    score -= value
    score /= np.sqrt(variance[highest.partner] + variance)
    score[highest.partner == np.arange(value.size)] = np.inf  # none is above: no hypothesis
    dropped = 0
    while (now := _count_rejected(value, variance, critical)) > dropped:
        dropped = now
        # The largest difference that is known to belong to a hypothesis that stands.
        certain = np.where(score <= critical, highest.size, -np.inf).max(axis=1)

        def evaluate(
            draws: Positions, critical: float = critical, certain: Floats = certain
        ) -> Floats:
            found = [
                _largest_open(value, variance, noise[d], highest.size[d], critical, certain[d])
                for d in draws
            ]
            return np.array(found)

        critical, bound = certain_quantile(bound, certain >= bound, evaluate, position)
    return critical


def highest_above(noise: Floats, variance: Floats) -> HighestAbove:
    """Return which place is furthest above each one in every draw, looking at the frontier alone.

    Args:
        noise: (D, R).
        variance: (R,) in ascending order.
    """
    size, partner = np.empty(noise.shape), np.empty(noise.shape, dtype=np.int32)
    each = np.arange(variance.size)
    for draw, n in enumerate(noise):
        frontier = _records(n)
        difference = n[frontier][:, None] - n
        difference /= np.sqrt(variance[frontier][:, None] + variance)
        best = difference.argmax(axis=0)
        size[draw], partner[draw] = difference[best, each], frontier[best]
    return HighestAbove(size, partner)


def most_extreme(noise: Floats, variance: Floats, most: int) -> Extremes:
    """Return the places with the most extreme errors in each draw.

    Args:
        noise: (D, R).
        variance: (R,).
        most: how many places; all if there are no more.
    """
    standard = noise / np.sqrt(variance)
    size = np.abs(standard)
    if variance.size <= most:
        everyone = np.broadcast_to(np.arange(variance.size), noise.shape)
        return Extremes(standard, everyone, np.full(len(noise), -np.inf))
    order = np.argpartition(-size, most, axis=1)
    beyond = np.take_along_axis(size, order[:, most, None], axis=1)[:, 0]
    return Extremes(standard, order[:, :most].copy(), beyond)


def quantile_position(level: float, draws: int) -> int:
    """Return which of the sorted draws, from 0, is the critical value.

    The value that will be tested is one more draw. It is equally likely to fall between any two of
    the others, so it stays at or below the one returned with a chance of at least ``level``; an
    interpolated quantile would fall a little short of that. With too few draws there is none: then
    the position is ``draws``.
    """
    return math.ceil(round(level * (draws + 1), 9)) - 1


def certain_quantile(
    bound: Floats, exact: Flags, evaluate: Callable[[Positions], Floats], position: int
) -> tuple[float, Floats]:
    """Return one of the sorted values, known only from above, making exact what it needs.

    Args:
        bound: (D,) bounds from above.
        exact: (D,) which of them are the values themselves.
        evaluate: returns the values at some positions.
        position: which of the sorted values, from 0.

    Returns:
        That value, and the (D,) bounds with those that were made exact.
    """
    bound, exact = bound.copy(), exact.copy()
    while True:
        top = np.argpartition(bound, position)[position:]
        open_ = top[~exact[top]]
        if not open_.size:
            return float(bound[top].min()), bound
        bound[open_] = evaluate(open_)
        exact[open_] = True


class _RowTest:
    """The comparisons of one place with all others."""

    def __init__(
        self,
        row: int,
        value: Floats,
        variance: Floats,
        noise: Floats,
        sides: tuple[HighestAbove, HighestAbove],
        extremes: Extremes,
    ) -> None:
        self.row, self.noise, self.extremes = row, noise, extremes
        self.spread = np.sqrt(variance + variance[row])
        score = (value - value[row]) / self.spread
        score[row] = np.inf  # a place is not compared with itself
        below = -score
        below[row] = np.inf
        self.scores = (score, below)
        self.sizes = tuple(side.size[:, row] for side in sides)
        self.partners = tuple(side.partner[:, row] for side in sides)

    def step_down(self, critical: float, position: int) -> float:
        """Return the critical value once no more hypotheses are rejected."""
        bound = np.maximum(*self.sizes)
        dropped = 2  # the place itself, on both sides
        while (now := sum(int((score > critical).sum()) for score in self.scores)) > dropped:
            dropped = now
            stands = [score <= critical for score in self.scores]
            exact = [side[partner] for side, partner in zip(stands, self.partners, strict=True)]
            known = [
                np.where(side, size, -np.inf) for side, size in zip(exact, self.sizes, strict=True)
            ]
            certain = np.maximum(*known)

            def evaluate(
                draws: Positions,
                certain: Floats = certain,
                stands: list[Flags] = stands,
                exact: list[Flags] = exact,
            ) -> Floats:
                return self._largest(draws, certain[draws], stands, exact)

            critical, bound = certain_quantile(bound, certain >= bound, evaluate, position)
        return critical

    def _largest(
        self, draws: Positions, found: Floats, stands: list[Flags], exact: list[Flags]
    ) -> Floats:
        """Return the largest difference of some draws over the hypotheses that stand."""
        for side, sign in enumerate((1.0, -1.0)):
            open_ = ~exact[side][draws] & (self.sizes[side][draws] > found)
            if open_.any():
                found[open_] = self._largest_of_side(draws[open_], found[open_], stands[side], sign)
        return found

    def _largest_of_side(
        self, draws: Positions, found: Floats, stands: Flags, sign: float
    ) -> Floats:
        """Return the larger of what was found and what stands, extreme places first."""
        rivals = self.extremes.places[draws]
        difference = np.where(stands[rivals], self._differences(draws, rivals, sign), -np.inf)
        found = np.maximum(found, difference.max(axis=1))
        beyond, own = self.extremes.beyond[draws], self.extremes.standard[draws, self.row]
        # The bound is rounded, so it gets a hair's breadth more.
        unsure = (beyond >= 0) & (found < np.sqrt(own**2 + beyond**2) * (1 + 1e-12))
        rivals = np.flatnonzero(stands)
        if unsure.any() and rivals.size:
            difference = self._differences(draws[unsure], rivals, sign)
            found[unsure] = np.maximum(found[unsure], difference.max(axis=1))
        return found

    def _differences(self, draws: Positions, rivals: Positions, sign: float) -> Floats:
        """Return (draws, rivals) studentised differences; rivals are those of each draw or all."""
        difference = self.noise[draws[:, None], rivals]
        difference -= self.noise[draws, self.row, None]
        difference *= sign
        difference /= self.spread[rivals]
        return difference


def _records(values: Floats) -> Positions:
    """Return the positions of the values that exceed all before them."""
    running = np.maximum.accumulate(values)
    is_record = np.empty(values.size, dtype=np.bool_)
    is_record[0] = True
    np.greater(values[1:], running[:-1], out=is_record[1:])
    return np.flatnonzero(is_record)


def _largest_open(
    value: Floats, variance: Floats, noise: Floats, bound: Floats, critical: float, least: float
) -> float:
    """Return the largest difference of one draw over the pairs that are not rejected.

    Args:
        value: (R,) estimates.
        variance: (R,) variances.
        noise: (R,) errors of this draw.
        bound: (R,) the largest difference of each place over all pairs.
        critical: a pair is rejected when its studentised estimate is above it.
        least: a difference that is known to count.
    """
    rows = np.flatnonzero(bound > least)
    rows = rows[np.argsort(-bound[rows])]
    for start in range(0, rows.size, ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        if bound[some[0]] <= least:
            break
        spread = np.sqrt(variance[some][:, None] + variance)
        open_ = (value - value[some][:, None]) / spread <= critical
        open_[np.arange(some.size), some] = False
        difference = np.where(open_, (noise - noise[some][:, None]) / spread, -np.inf)
        least = max(least, float(difference.max()))
    return least


def _count_rejected(value: Floats, variance: Floats, critical: float) -> int:
    """Return how many ordered pairs have a studentised difference above the critical value."""
    rejected = 0
    for start in range(0, value.size, ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        spread = np.sqrt(variance[rows, None] + variance)
        rejected += int(((value - value[rows, None]) / spread > critical).sum())
    return rejected
