"""Exact tests of which of two places has the higher rate, for all pairs, with Holm's correction.

Of two places with counts a and b and exposures f and g, let the first have the higher rate. If in
truth it has not, a is at most binomial among a + b with probability ``x = f / (f + g)``, and the
chance of a count this high or higher is ``I_x(a, b + 1)``, the regularised incomplete beta
function, which continues the binomial tail to counts that are not whole.

Two things keep this fast and leave it exact:

- Only the hypothesis against the higher rate is tested. Its opposite cannot be rejected at any
  level that is asked for, so its p-value counts as 1 (which at worst is cautious).
- ``I_x(a, b + 1)`` is the chance that A / (A + B) <= x for independent gamma variables of shapes a
  and b + 1. Chernoff's bound on ``(1 - x) A - x B <= 0`` holds for any real shapes: with
  m = a / (a + b + 1) > x the chance is at most ``exp(-a log(m/x) - (b + 1) log((1-m)/(1-x)))``.
  Where this bound is already below Bonferroni's level, Holm rejects whatever the exact value is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Positions = NDArray[np.intp]

CELLS_AT_ONCE = 200_000
"""Pairs tested in one step: keeps what is in memory small."""


def marginal_decisions(
    count: Floats, exposure: Floats, alpha: float, asked: Positions
) -> tuple[Whole, Whole]:
    """Return how many places are surely larger, and surely smaller, than each one asked for.

    Args:
        count: (R,) counts.
        exposure: (R,) exposures.
        alpha: chance of any wrong decision about one place, at most 0.5.
        asked: (P,) indices of places.

    Returns:
        Two arrays (P,).
    """
    larger, smaller = np.zeros(asked.size, np.int64), np.zeros(asked.size, np.int64)
    hypotheses = max(2 * (count.size - 1), 1)
    step = max(1, CELLS_AT_ONCE // count.size)
    for start in range(0, asked.size, step):
        block = slice(start, start + step)
        rows = asked[block]
        p, above = p_values(
            count, exposure, rows[:, None], np.arange(count.size), alpha / hypotheses
        )
        rejected = p < holm_cutoff(p, hypotheses, alpha)[:, None]
        larger[block] = (rejected & above).sum(axis=1)
        smaller[block] = (rejected & ~above).sum(axis=1)
    return larger, smaller


def simultaneous_decisions(count: Floats, exposure: Floats, alpha: float) -> tuple[Whole, Whole]:
    """Return how many places are surely larger, and surely smaller, than each, all together.

    Args:
        count: (R,) counts.
        exposure: (R,) exposures.
        alpha: chance of any wrong decision about any pair, at most 0.5.

    Returns:
        Two arrays (R,).
    """
    size = count.size
    hypotheses = max(size * (size - 1), 1)
    tested = [
        _possible_rejections(count, exposure, row, alpha / hypotheses, alpha)
        for row in range(size - 1)
    ]
    if not tested:
        return np.zeros(size, np.int64), np.zeros(size, np.int64)
    p, high, low = (np.concatenate(part) for part in zip(*tested, strict=True))
    rejected = p < holm_cutoff(p[None, :], hypotheses, alpha)[0]
    larger = np.bincount(low[rejected], minlength=size)
    smaller = np.bincount(high[rejected], minlength=size)
    return larger.astype(np.int64), smaller.astype(np.int64)


def p_values(
    count: Floats,
    exposure: Floats,
    row: Positions,
    column: Positions,
    surely: float,
) -> tuple[Floats, Flags]:
    """Return p-values of the hypothesis against the higher rate, for pairs of places.

    Args:
        count: (R,) counts.
        exposure: (R,) exposures.
        row: indices of one place of each pair.
        column: indices of the other, of a shape that broadcasts with it.
        surely: a level at which a p-value need not be known: 0 stands for all that are below it.

    Returns:
        The p-values, 1 for equal rates, and whether the place of the column has the higher rate.
    """
    k, e, other, expected = count[row], exposure[row], count[column], exposure[column]
    above = other * e > k * expected
    differ = other * e != k * expected
    p = np.ones(above.shape)
    a, b = np.where(above, other, k)[differ], np.where(above, k, other)[differ]
    x = (np.where(above, expected, e) / np.where(differ, e + expected, 1.0))[differ]
    mean = a / (a + b + 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = a * np.log(mean / x) + (b + 1.0) * np.log((1.0 - mean) / (1.0 - x))
    unsure = ~((mean > x) & (exponent > -np.log(surely)))
    exact = np.zeros(a.size)
    exact[unsure] = betainc(a[unsure], b[unsure] + 1.0, x[unsure])
    p[differ] = exact
    return p, above


def holm_cutoff(p: Floats, hypotheses: int, alpha: float) -> Floats:
    """Return for each row the p-value below which Holm's procedure rejects.

    Args:
        p: (P, C) p-values; the hypotheses that are not among them have p-values above alpha.
        hypotheses: the number of all hypotheses of a row, at least C.
        alpha: family-wise level.

    Returns:
        (P,) the smallest p-value that is not rejected; infinite if all are.
    """
    # Behind the last one stands a hypothesis that is never rejected.
    ordered = np.append(np.sort(p, axis=1), np.full((len(p), 1), np.inf), axis=1)
    left = np.maximum(hypotheses - np.arange(ordered.shape[1]), 1)
    first = (ordered > alpha / left).argmax(axis=1)
    # Equal p-values stand or fall together: the bar falls from one hypothesis to the next.
    return np.asarray(ordered[np.arange(len(p)), first])


def _possible_rejections(
    count: Floats, exposure: Floats, row: int, surely: float, alpha: float
) -> tuple[Floats, Positions, Positions]:
    """Return p-values up to alpha of one place against all later ones, with the higher and lower.

    A hypothesis with a p-value above alpha is never rejected, and need not be kept.
    """
    others = np.arange(row + 1, count.size)
    p, above = p_values(count, exposure, np.array([row]), others, surely)
    kept = p <= alpha
    others = others[kept]
    high, low = np.where(above[kept], others, row), np.where(above[kept], row, others)
    return p[kept], high, low
