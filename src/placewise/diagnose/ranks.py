"""Ranks with uncertainty: between which ranks a place surely lies.

Confidence sets for ranks by inverting tests of all pairwise comparisons (Mogstad, Romano, Shaikh
and Wilhelm 2024). Rank 1 is the largest. The set of a place runs from one more than the number of
places that are surely larger to R less the number that are surely smaller. A *marginal* set holds
the true rank of its own place with the stated probability; *simultaneous* sets hold those of all
places at once. Places that are truly equal share their ranks, and a set holds all of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.rank_critical_values import (
    ROWS_AT_ONCE,
    marginal_critical_values,
    quantile_position,
    simultaneous_critical_value,
)
from placewise.diagnose.rank_tests import marginal_decisions, simultaneous_decisions
from placewise.errors import InputError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RankSets:
    """Ranks that cannot be ruled out. P places were asked for, of R that were compared.

    Attributes:
        lower: (P,) best rank of each place, from 1.
        upper: (P,) worst rank, at most R.
        level: the probability they are built for.
        simultaneous: whether all sets hold together (True) or each by itself.
    """

    lower: Whole
    upper: Whole
    level: float
    simultaneous: bool


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

    Critical values are quantiles of the largest studentised difference over draws of the errors,
    over the pairs that no earlier step has decided (step-down). Memory grows with R times draws.

    Args:
        estimate: (R,) estimates, any unit.
        standard_error: (R,) standard errors in the same unit, above zero.
        seed: seed of the draws.
        level: coverage, from 0.5 to below 1.
        simultaneous: whether all sets are to hold together.
        draws: number of draws, 19 at least for a level of 0.95.
        step_down: drop what is rejected and test again, which tightens the sets.

    Raises:
        InputError: estimates that are not finite, standard errors that are not above zero, arrays
            of different lengths, or a level or number of draws outside its bounds.
    """
    value, error = _checked_estimates(estimate, standard_error)
    _check_level(level)
    if quantile_position(level, draws) >= draws:
        raise InputError(
            f"{draws} draws are too few for a level of {level:g}",
            where="draws",
            allowed=f"{math.ceil(round(level / (1 - level), 9))} or more, better ten times as many",
        )
    if value.size == 1:
        return RankSets(np.ones(1, np.int64), np.ones(1, np.int64), level, simultaneous)
    noise = np.random.default_rng(seed).standard_normal((draws, value.size))
    noise *= error
    order = np.argsort(error, kind="stable")
    value, variance, noise = value[order], error[order] ** 2, noise[:, order]
    critical = np.empty(value.size)
    if simultaneous:
        critical[:] = simultaneous_critical_value(
            value, variance, noise, level, step_down=step_down
        )
    else:
        critical[:] = marginal_critical_values(value, variance, noise, level, step_down=step_down)
    larger, smaller = _surely_larger_and_smaller(value, variance, critical)
    lower, upper = np.empty(value.size, np.int64), np.empty(value.size, np.int64)
    lower[order], upper[order] = 1 + larger, value.size - smaller
    return RankSets(lower, upper, level, simultaneous)


def rank_sets_counts(
    count: ArrayLike,
    exposure: ArrayLike,
    *,
    level: float = 0.95,
    simultaneous: bool = False,
    place: int | None = None,
) -> RankSets:
    """Return rank sets for Poisson-like counts, from exact tests of pairs; no draws.

    If theta_j <= theta_r, the count of j among both is at most binomial with probability
    ``e_j / (e_j + e_r)``. Its tail is a regularised incomplete beta function, which also takes
    effective plants that are not whole. Holm's correction covers the ``2 (R - 1)`` hypotheses about
    one place, or all ``R (R - 1)`` when the sets are to hold together.

    Args:
        count: (R,) counts or effective plants, not negative.
        exposure: (R,) counts expected at theta 1. Where it is zero the count must be zero too: of
            such a place nothing is known, and its set is 1 to R.
        level: coverage, from 0.5 to below 1.
        simultaneous: whether all sets are to hold together.
        place: index of the one place asked for; None for all.

    Raises:
        InputError: a negative or infinite count or exposure, a count where nothing is expected,
            arrays of different lengths, or a level or place outside its bounds.
    """
    k, e = _checked_counts(count, exposure)
    _check_level(level)
    if place is not None and not 0 <= place < k.size:
        raise InputError(f"There is no place {place}", where="place", allowed=f"0 to {k.size - 1}")
    asked = np.arange(k.size) if place is None else np.array([place])
    if simultaneous:
        larger, smaller = simultaneous_decisions(k, e, 1.0 - level)
        larger, smaller = larger[asked], smaller[asked]
    else:
        larger, smaller = marginal_decisions(k, e, 1.0 - level, asked)
    return RankSets(1 + larger, k.size - smaller, level, simultaneous)


def best_set(sets: RankSets, best: int) -> NDArray[np.intp]:
    """Return which places cannot be ruled out of the ``best`` first ranks.

    With the probability of the sets, every place that is truly among the first is in it.

    Args:
        sets: simultaneous rank sets of all places.
        best: how many ranks count as the best.

    Raises:
        InputError: marginal sets, whose errors add up over places, or a number below 1.
    """
    if not sets.simultaneous:
        raise InputError(
            "Marginal rank sets do not hold together, so they tell no set of the best",
            where="sets",
            allowed="simultaneous rank sets",
            action="Ask for the rank sets with simultaneous=True.",
        )
    if best < 1:
        raise InputError(f"There is no set of the best {best}", where="best", allowed="1 or more")
    return np.flatnonzero(sets.lower <= best)


def _surely_larger_and_smaller(
    value: Floats, variance: Floats, critical: Floats
) -> tuple[Whole, Whole]:
    """Return (R,) how many other places are surely larger, and how many surely smaller."""
    larger, smaller = np.empty(value.size, np.int64), np.empty(value.size, np.int64)
    for start in range(0, value.size, ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        score = (value - value[rows, None]) / np.sqrt(variance + variance[rows, None])
        larger[rows] = (score > critical[rows, None]).sum(axis=1)
        smaller[rows] = (score < -critical[rows, None]).sum(axis=1)
    return larger, smaller


def _check_level(level: float) -> None:
    if not 0.5 <= level < 1:
        raise InputError(
            f"A level of {level:g} cannot be had", where="level", allowed="from 0.5 to below 1"
        )


def _checked_estimates(estimate: ArrayLike, standard_error: ArrayLike) -> tuple[Floats, Floats]:
    value, error = _same_length(estimate, standard_error, "estimates", "standard errors")
    wrong = ~(np.isfinite(value) & np.isfinite(error) & (error > 0))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise InputError(
            "Ranks need finite estimates and standard errors above zero",
            where=f"place {first}: {value[first]:g} with standard error {error[first]:g}",
            action="Leave out places that are not known: they have no rank.",
        )
    return value, error


def _checked_counts(count: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    k, e = _same_length(count, exposure, "counts", "exposures")
    possible = (k >= 0) & np.isfinite(k) & (e >= 0) & np.isfinite(e)
    wrong = ~possible | ((e == 0) & (k > 0))
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise InputError(
            "Ranks need counts and exposures of zero or more, and no count where none is expected",
            where=f"place {first}: count {k[first]:g}, exposure {e[first]:g}",
            action="Leave out places that are not known: they have no rank.",
        )
    return k, e


def _same_length(
    first: ArrayLike, second: ArrayLike, name: str, other: str
) -> tuple[Floats, Floats]:
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if one.ndim != 1 or one.shape != two.shape or not one.size:
        raise InputError(
            f"Every place needs one of the {name} and one of the {other}",
            where=f"arrays of shape {one.shape} and {two.shape}",
            allowed="(R,) and (R,), with at least one place",
        )
    return one, two
