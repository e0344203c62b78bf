"""Do places of one group come out otherwise? Differences and ranks where neighbours are alike.

Places next to one another share causes, so that 300 of them tell less than 300 draws would. The
interval leaves out one block of neighbouring places at a time (the jackknife over clusters, which
MacKinnon, Nielsen and Webb 2023 found to be the safest of the usual ones), and its p-value follows
from the same error. The p-value by shuffling places is beside it: it is exact where places could
be exchanged for one another, and too small where neighbours are alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata
from scipy.stats import t as student

from placewise.errors import InputError

Floats = NDArray[np.float64]
Statistic = Callable[[Floats, Floats], float]

FEWEST_BLOCKS = 3
"""With fewer blocks there is no interval."""
LARGEST = 1 - 1e-12
"""A correlation beyond has no finite z."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A statistic of places, with an interval that knows that neighbours are alike.

    Attributes:
        value: the statistic; NaN where it is not defined.
        lower: lower end of the jackknife interval over blocks; NaN where it cannot be told.
        upper: upper end.
        p: two-sided, from the same jackknife; NaN where it cannot be told.
        p_shuffled: two-sided share of orders of places at least as far from none.
        places: how many places it is of.
        blocks: how many blocks of neighbours.
        level: what the interval is built for.
    """

    value: float
    lower: float
    upper: float
    p: float
    p_shuffled: float
    places: int
    blocks: int
    level: float


def difference_of_means(
    values: ArrayLike, inside: ArrayLike, block: ArrayLike, *, seed: int,
    permutations: int = 9_999, level: float = 0.95,
) -> Tested:  # fmt: skip
    """Return the mean of some places less that of the others.

    Args:
        values: (R,) of each place.
        inside: (R,) which places belong to the group.
        block: (R,) which block of neighbours each place belongs to.
        seed: of the orders that are drawn.
        permutations: how many orders are drawn.
        level: of the interval.

    Raises:
        InputError: values are missing, or shapes do not fit.
    """

    def difference(one: Floats, group: Floats) -> float:
        within = group > 0.5
        if not within.any() or within.all():
            return math.nan
        return float(one[within].mean() - one[~within].mean())

    return _tested(values, inside, block, difference, seed, permutations, level)


def rank_agreement(
    one: ArrayLike, other: ArrayLike, block: ArrayLike, *, seed: int,
    permutations: int = 9_999, level: float = 0.95,
) -> Tested:  # fmt: skip
    """Return Spearman's rank correlation of two values of places; arguments as above."""

    def spearman(x: Floats, y: Floats) -> float:
        if x.size < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
            return math.nan
        return float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])

    return _tested(one, other, block, spearman, seed, permutations, level, fisher=True)


def _tested(
    one: ArrayLike, other: ArrayLike, block: ArrayLike, statistic: Statistic,
    seed: int, permutations: int, level: float, *, fisher: bool = False,
) -> Tested:  # fmt: skip
    x, y = np.asarray(one, np.float64), np.asarray(other, np.float64)
    blocks, number = np.unique(np.asarray(block), return_inverse=True)
    if x.ndim != 1 or x.shape != y.shape or number.shape != x.shape or permutations < 1:
        raise InputError("Values of places do not fit", where=f"shapes {x.shape} and {y.shape}")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("A value is missing", action="Leave out places that are not known.")
    value = statistic(x, y)
    nan = math.nan
    if not math.isfinite(value):
        return Tested(nan, nan, nan, nan, nan, x.size, blocks.size, level)
    lower, upper, p = _over_blocks(x, y, number, statistic, value, level, fisher=fisher)
    random = np.random.default_rng(seed)
    far = sum(
        abs(statistic(x, y[random.permutation(y.size)])) >= abs(value) - 1e-12
        for _ in range(permutations)
    )
    shuffled = (far + 1) / (permutations + 1)
    return Tested(value, lower, upper, p, shuffled, x.size, blocks.size, level)


def _over_blocks(
    x: Floats, y: Floats, number: NDArray[np.intp], statistic: Statistic, value: float,
    level: float, *, fisher: bool,
) -> tuple[float, float, float]:  # fmt: skip
    """Return interval and p-value by leaving out one block at a time.

    With ``fisher`` the error is that of Fisher's z of a correlation, which keeps within its bounds.
    """
    count = int(number.max()) + 1
    without = np.array([statistic(x[number != at], y[number != at]) for at in range(count)])
    if fisher:
        without, value = (
            np.arctanh(np.clip(without, -LARGEST, LARGEST)),
            math.atanh(min(max(value, -LARGEST), LARGEST)),
        )
    if count < FEWEST_BLOCKS or not np.isfinite(without).all():
        return math.nan, math.nan, math.nan
    error = math.sqrt((count - 1) / count * float(((without - without.mean()) ** 2).sum()))
    half = float(student.ppf((1 + level) / 2, count - 1)) * error
    ends = (value - half, value + half)
    lower, upper = map(math.tanh, ends) if fisher else ends
    if error == 0:
        return lower, upper, 0.0 if value else 1.0
    return lower, upper, float(2 * student.sf(abs(value) / error, count - 1))
