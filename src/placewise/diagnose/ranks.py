"""Ranks with uncertainty: between which ranks a place surely lies.

Confidence sets for ranks by inverting tests of all pairwise comparisons (Mogstad, Romano, Shaikh
and Wilhelm 2024). Rank 1 is the largest. The set of a place runs from one more than the number of
places that are surely larger to R less the number that are surely smaller.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from placewise.errors import InputError

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Whole = NDArray[np.int64]

STEP_DOWN_MOST = 500
"""Step-down needs every pair of places in every draw; beyond this many places it is not offered."""
CANDIDATES = 64
"""Places with the most extreme draws that are compared first."""


@dataclass(frozen=True, slots=True)
class RankSets:
    """Ranks that cannot be ruled out.

    Attributes:
        lower: (P,) best rank of each place asked for.
        upper: (P,) worst rank.
        level: the probability they are built for.
    """

    lower: Whole
    upper: Whole
    level: float


def rank_sets_counts(
    count: ArrayLike, exposure: ArrayLike, *, level: float = 0.95, place: int | None = None
) -> RankSets:
    """Return marginal rank sets for Poisson-like counts, from exact tests of every pair.

    If theta_j <= theta_r, the count of j among both is at most binomial with probability
    ``e_j / (e_j + e_r)``; its tail is a regularised incomplete beta function, which also takes
    effective plants that are not whole. Holm's correction covers the ``2 (R - 1)`` comparisons of
    one place.

    Args:
        count: (R,) counts or effective plants, not negative.
        exposure: (R,) counts expected at theta 1, positive.
        level: probability that a place's set holds its true rank.
        place: index of the one place asked for; None for all.

    Raises:
        InputError: a negative count, an exposure that is not positive, or a place out of range.
    """
    k, e = np.asarray(count, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    if np.any(~(k >= 0)) or np.any(~(e > 0)):
        raise InputError(
            "Ranks need counts of zero or more and exposures above zero",
            where=f"smallest count {np.min(k):g}, smallest exposure {np.min(e):g}",
        )
    if place is not None and not 0 <= place < k.size:
        raise InputError(f"There is no place {place}", allowed=f"0 to {k.size - 1}")
    asked = range(k.size) if place is None else [place]
    ends = np.array([_count_ranks(k, e, row, 1 - level) for row in asked], dtype=np.int64)
    return RankSets(ends[:, 0], ends[:, 1], level)


def _count_ranks(k: Floats, e: Floats, row: int, alpha: float) -> tuple[int, int]:
    """Return the first and last rank of one place."""
    others = np.arange(k.size) != row
    kj, ej = k[others], e[others]
    share = ej / (ej + e[row])
    larger = np.where(kj > 0, betainc(np.maximum(kj, 1e-12), k[row] + 1, share), 1.0)
    smaller = betainc(k[row], kj + 1, 1 - share) if k[row] > 0 else np.ones_like(kj)
    rejected = holm(np.concatenate([larger, smaller]), alpha)
    return 1 + int(rejected[: kj.size].sum()), k.size - int(rejected[kj.size :].sum())


def holm(p_values: Floats, alpha: float) -> NDArray[np.bool_]:
    """Return which hypotheses Holm's procedure rejects at family-wise level ``alpha``."""
    order = np.argsort(p_values, kind="stable")
    fails = p_values[order] > alpha / (p_values.size - np.arange(p_values.size))
    first = int(fails.argmax()) if fails.any() else p_values.size
    rejected = np.zeros(p_values.size, dtype=np.bool_)
    rejected[order[:first]] = True
    return rejected


def rank_sets(
    estimate: ArrayLike,
    standard_error: ArrayLike,
    *,
    seed: int,
    level: float = 0.95,
    simultaneous: bool = False,
    draws: int = 1000,
    step_down: bool = True,
) -> RankSets:
    """Return rank sets for independent, nearly normal estimates.

    Critical values are quantiles of the largest studentised difference over draws. Memory grows
    with R times draws, never with R times R times draws.

    Args:
        estimate: (R,) estimates.
        standard_error: (R,) standard errors, positive.
        seed: seed of the draws.
        level: coverage.
        simultaneous: whether all sets hold together (True) or each by itself.
        draws: number of draws, B.
        step_down: drop what is rejected and test again, which tightens the sets; up to
            ``STEP_DOWN_MOST`` places.

    Raises:
        InputError: standard errors that are not positive, or step-down with too many places.
    """
    value = np.asarray(estimate, dtype=np.float64)
    error = np.asarray(standard_error, dtype=np.float64)
    if np.any(~(error > 0)) or not np.all(np.isfinite(value)):
        raise InputError(
            "Rank sets need finite estimates and positive standard errors",
            where=f"smallest standard error {np.min(error):g}",
        )
    if step_down and value.size > STEP_DOWN_MOST:
        raise InputError(
            f"Step-down is offered for up to {STEP_DOWN_MOST} places, not for {value.size}",
            action="Ask with step_down=False; the sets are then valid and a little wider.",
        )
    normal = np.random.default_rng(seed).standard_normal((draws, value.size), dtype=np.float32)
    noise = (normal * error).astype(np.float32)
    statistic = _studentised(value, error)
    rejected = np.zeros(statistic.shape, dtype=np.bool_)
    np.fill_diagonal(rejected, val=True)
    while True:
        if step_down:
            critical = _critical_open(noise, error, rejected, level, simultaneous)
        else:
            critical = _critical_all(normal, noise, error, level, simultaneous)
        found = rejected | (np.abs(statistic) > critical[:, None])
        if not step_down or np.array_equal(found, rejected):
            break
        rejected = found
    larger = found & (statistic > 0)
    smaller = found & (statistic < 0)
    return RankSets(1 + larger.sum(axis=1), value.size - smaller.sum(axis=1), level)


def best_set(sets: RankSets, best: int) -> NDArray[np.intp]:
    """Return which places cannot be ruled out of the ``best`` first ranks."""
    return np.flatnonzero(sets.lower <= best)


def _studentised(value: Floats, error: Floats) -> Floats32:
    """Return (R, R) differences, column less row, over their standard error."""
    spread = np.sqrt(error[:, None] ** 2 + error[None, :] ** 2)
    return np.asarray((value[None, :] - value[:, None]) / spread, dtype=np.float32)


def _critical_open(
    noise: Floats32,
    error: Floats,
    rejected: NDArray[np.bool_],
    level: float,
    simultaneous: bool,
) -> Floats:
    """Return (R,) critical values over the pairs that are not rejected yet."""
    by_place = np.ascontiguousarray(noise.T)
    largest = np.zeros(by_place.shape, dtype=np.float32)
    for row in range(error.size):
        open_pairs = ~rejected[row]
        if open_pairs.any():
            scale = 1.0 / np.sqrt(error[row] ** 2 + error[open_pairs] ** 2)
            difference = by_place[open_pairs]
            difference -= by_place[row]
            difference *= scale.astype(np.float32)[:, None]
            largest[row] = np.maximum(difference.max(axis=0), -difference.min(axis=0))
    return _quantiles(np.ascontiguousarray(largest.T), level, simultaneous)


def _critical_all(
    normal: Floats32, noise: Floats32, error: Floats, level: float, simultaneous: bool
) -> Floats:
    """Return (R,) critical values over all pairs, looking at few of them.

    By Cauchy and Schwarz ``|s_r z_r - s_j z_j| / sqrt(s_r^2 + s_j^2) <= sqrt(z_r^2 + z_j^2)``. Once
    the largest difference found for r exceeds that bound at the next most extreme z_j, no place
    left can beat it. Rows for which it does not are compared with everyone: the result is exact.
    """
    error32 = error.astype(np.float32)
    largest = np.empty(normal.shape, dtype=np.float32)
    extremes = min(CANDIDATES, error.size - 1)
    for draw in range(normal.shape[0]):
        size = np.abs(normal[draw])
        order = np.argpartition(-size, extremes)
        top, next_size = order[:extremes], size[order[extremes]]
        found = _largest_difference(noise[draw], error32, np.arange(error.size), top)
        unsure = np.flatnonzero(found < np.sqrt(size**2 + next_size**2))
        if simultaneous:
            best = found.max()
            unsure = unsure[np.sqrt(size[unsure] ** 2 + next_size**2) > best]
        if unsure.size:
            everyone = np.arange(error.size)
            found[unsure] = _largest_difference(noise[draw], error32, unsure, everyone)
        largest[draw] = found
    return _quantiles(largest, level, simultaneous)


def _largest_difference(
    noise: Floats32, error: Floats32, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Floats32:
    """Return the largest studentised difference of each row to any of the columns."""
    spread = error[rows][:, None] ** 2 + error[columns][None, :] ** 2
    square = (noise[rows][:, None] - noise[columns][None, :]) ** 2 / spread
    return np.asarray(np.sqrt(square.max(axis=1)))


def _quantiles(largest: Floats32, level: float, simultaneous: bool) -> Floats:
    """Return critical values: one for all places together, or one for each."""
    if simultaneous:
        return np.full(largest.shape[1], np.quantile(largest.max(axis=1), level))
    return np.asarray(np.quantile(largest, level, axis=0), dtype=np.float64)
