"""What differs between plans of places: areas of policy, designs within them, priorities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as student

from placewise.errors import InputError
from placewise.plan.mixes import mix_distances

Floats = NDArray[np.float64]

ALIKE = 0.05
"""Plans in which less than this part of the money would have to move are called alike."""


@dataclass(frozen=True, slots=True)
class PairMean:
    """A mean over all pairs of places, with a jackknife interval over places.

    Attributes:
        value: the mean.
        lower: lower end of the interval; NaN with fewer than four places.
        upper: upper end.
    """

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Differs:
    """What differs between plans, over all pairs of places.

    Attributes:
        mix: part of the money that would have to move between areas of policy.
        design: part that would then still have to move between interventions of the same area.
        priority: share of pairs whose surest intervention is another one.
        alike: share of pairs in which less than :data:`ALIKE` would have to move at all.
    """

    mix: PairMean
    design: PairMean
    priority: PairMean
    alike: PairMean


def what_differs(spent: ArrayLike, area: ArrayLike, first: ArrayLike) -> Differs:
    """Return what differs between the plans of places.

    Args:
        spent: (R, I) what each place's plan spends on each intervention.
        area: (I,) number of the area of policy of each intervention.
        first: (R,) number of the surest intervention of each place.

    Raises:
        InputError: shapes that do not fit, or a plan without any spending.
    """
    table, areas, top = np.asarray(spent, np.float64), np.asarray(area), np.asarray(first)
    if table.ndim != 2 or areas.shape != table.shape[1:] or top.shape != table.shape[:1]:
        raise InputError("Spending, areas and priorities of places do not fit")
    by_area = table @ (areas[:, None] == np.unique(areas)).astype(np.float64)
    between = mix_distances(by_area, "bray-curtis")
    whole = mix_distances(table, "bray-curtis")
    # Joining interventions to areas can only hide differences, but for rounding.
    within = np.maximum(whole - between, 0.0)
    return Differs(
        pair_mean(between), pair_mean(within),
        pair_mean((top[:, None] != top).astype(np.float64)),
        pair_mean((whole < ALIKE).astype(np.float64)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of places that lie about as far apart in one respect.

    Attributes:
        pairs: how many.
        least: smallest distance in that respect.
        most: largest.
        mean: mean of it.
        median: of the distance in the other respect.
        lower: 10th percentile of that.
        upper: 90th percentile.
    """

    pairs: int
    least: float
    most: float
    mean: float
    median: float
    lower: float
    upper: float


def by_distance(one: ArrayLike, other: ArrayLike, bins: int = 10) -> tuple[Bin, ...]:
    """Return pairs of places in bins of one distance, about equally many in each.

    Pairs that are equally far apart share a bin, so that there may be fewer.

    Args:
        one: (R, R) distances that bins are made of.
        other: (R, R) distances that are told.
        bins: how many at most.
    """
    upper = np.triu_indices(np.asarray(one).shape[0], 1)
    x, y = np.asarray(one, np.float64)[upper], np.asarray(other, np.float64)[upper]
    if not x.size:
        return ()
    edges = np.unique(np.quantile(x, np.linspace(0, 1, bins + 1)[1:-1]))
    number = np.searchsorted(edges, x, side="left")
    found = []
    for at in np.unique(number):
        inside = number == at
        lower, median, higher = np.quantile(y[inside], [0.1, 0.5, 0.9])
        found.append(
            Bin(int(inside.sum()), float(x[inside].min()), float(x[inside].max()),
                float(x[inside].mean()), float(median), float(lower), float(higher))
        )  # fmt: skip
    return tuple(found)


def pair_mean(table: ArrayLike, level: float = 0.95) -> PairMean:
    """Return the mean over pairs, with an interval by leaving out each place with its pairs."""
    values = np.asarray(table, np.float64)
    places = values.shape[0]
    off = np.where(np.eye(places, dtype=bool), 0.0, values)
    if places < 2:
        return PairMean(math.nan, math.nan, math.nan)
    total = off.sum()
    mean = float(total / (places * (places - 1)))
    if places < 4:
        return PairMean(mean, math.nan, math.nan)
    without = (total - off.sum(axis=0) - off.sum(axis=1)) / ((places - 1) * (places - 2))
    error = math.sqrt((places - 1) / places * float(((without - without.mean()) ** 2).sum()))
    half = float(student.ppf((1 + level) / 2, places - 1)) * error
    return PairMean(mean, mean - half, mean + half)
