"""Gains and costs of a denser place, and whether to build growth or to manage what it costs.

Elasticities come from the literature with wide ranges, so everything here is by draws. A range is
taken as the 10 % and 90 % points of a normal distribution: the sources do not say what their ranges
cover. What a place's own tables add is pressure: percentiles of what strain would look like. In a
draw a place is one to *manage the costs of growth* if

    cost x 2 x pressure  >  gain

so that a place of average pressure counts costs as the literature has them, one without any counts
none, and the most pressed counts them twice. That rule is a proposal: no place is known for which
the right answer is known, so that the probability cannot be calibrated; it says how far the answer
depends on what is not known of elasticities and weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from placewise.errors import InputError

Floats = NDArray[np.float64]

RISE = 1.10
"""Density after over density before: the growth that gains and costs are told of."""
EIGHTY = float(stats.norm.ppf(0.9))
"""Standard deviations from the centre to either end of an 80 % range."""
ELLIPSE = float(np.sqrt(stats.chi2.ppf(0.8, 2)))
"""Standard deviations along the axes of the ellipse that holds 80 % of a normal cloud."""
SURE, UNLIKELY = 0.8, 0.2
"""A place is put into a class from the first, or up to the second probability."""
CLASSES = ("manage costs", "cannot tell", "build growth")


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Where 80 % of the draws of gains and costs of R places lie, were the cloud normal.

    Attributes:
        rx: (R,) half the first axis, in percentage points.
        ry: (R,) half the second axis.
        angle: (R,) of the first axis against the axis of gains, in degrees against the clock.
    """

    rx: Floats
    ry: Floats
    angle: Floats


def draw_elasticity(
    value: float | None, low: float | None, high: float | None, spread: float, errors: ArrayLike
) -> Floats:
    """Return draws of one elasticity.

    Args:
        value: the centre; None takes the middle of the range.
        low: end of the range below which one draw in ten lies; None takes the spread instead.
        high: end of the range above which one draw in ten lies.
        spread: half an 80 % range over its centre, where the source gives no range.
        errors: (D,) standard normal draws; the same for estimates of one study, whose errors are
            likely to be alike.

    Returns:
        (D,). A source whose range is not symmetric keeps both ends: each side has its own width.

    Raises:
        InputError: neither a value nor a range.
    """
    normal = np.asarray(errors, dtype=np.float64)
    if value is None:
        if low is None or high is None:
            raise InputError("An elasticity without value and range cannot be drawn")
        value = (low + high) / 2
    below = value - low if low is not None else abs(value) * spread
    above = high - value if high is not None else abs(value) * spread
    return np.asarray(value + np.where(normal < 0, below, above) * normal / EIGHTY)


def effect_of_rise(elasticities: ArrayLike, rise: float = RISE) -> Floats:
    """Return the change in per cent that goes with density times ``rise``, any shape."""
    return np.asarray(100.0 * (np.power(rise, np.asarray(elasticities, dtype=np.float64)) - 1.0))


def gains(shares: ArrayLike, elasticities: ArrayLike, rise: float = RISE) -> Floats:
    """Return gains in productivity by mix of sectors, in per cent.

    Args:
        shares: (R, G) of jobs in each group of sectors, adding up to 1; NaN where not known.
        elasticities: (D, G) draws.
        rise: density after over before.

    Returns:
        (D, R); NaN for places whose mix is not known.
    """
    return np.asarray(effect_of_rise(elasticities, rise) @ np.asarray(shares, np.float64).T)


def urban_cost_elasticity(
    people: ArrayLike, small: ArrayLike, large: ArrayLike, sizes: tuple[float, float]
) -> Floats:
    """Return the elasticity of urban costs for cities of a size, between two measured ones.

    Straight in the logarithm of people between the two sizes, and held beyond them.

    Args:
        people: (R,) in each city; NaN where not known.
        small: (D,) draws of the elasticity at the first size.
        large: (D,) draws at the second size.
        sizes: people in the two cities that it was measured for.

    Returns:
        (D, R).
    """
    first, last = np.log(sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        along = np.clip((np.log(np.asarray(people, np.float64)) - first) / (last - first), 0, 1)
    low, high = np.asarray(small, np.float64)[:, None], np.asarray(large, np.float64)[:, None]
    return np.asarray(low + (high - low) * along[None, :])


def draw_pressure(
    marks: ArrayLike, weights: ArrayLike, generator: np.random.Generator, draws: int
) -> Floats:
    """Return draws of pressure, 0 to 1: weighted means of percentiles with drawn weights.

    Weights are drawn from a Dirichlet distribution around those given. A percentile that is not
    known may be anything: it is drawn evenly from 0 to 1, which widens what is said of that place.

    Args:
        marks: (R, K) percentiles; NaN where not known.
        weights: (K,) zero or more; 1 each makes every set of weights as likely as another, 0
            leaves an indicator out.
        generator: of random numbers.
        draws: how many.

    Returns:
        (D, R); NaN where every weight is 0.
    """
    known = np.asarray(marks, dtype=np.float64)
    shape = np.asarray(weights, dtype=np.float64)
    gamma = generator.gamma(np.where(shape > 0, shape, 1.0), size=(draws, len(shape)))
    gamma[:, shape == 0] = 0.0
    if not shape.any():
        return np.full((draws, len(known)), np.nan)
    drawn = gamma / gamma.sum(axis=1, keepdims=True)
    pressure = drawn @ np.nan_to_num(known, nan=0.0).T
    for indicator in np.flatnonzero(shape > 0):
        missing = np.flatnonzero(np.isnan(known[:, indicator]))
        pressure[:, missing] += drawn[:, [indicator]] * generator.random((draws, len(missing)))
    return np.asarray(pressure)


def manages(gain: ArrayLike, cost: ArrayLike, pressure: ArrayLike) -> Floats:
    """Return the share of draws in which costs, weighed by pressure, exceed gains.

    Args:
        gain: (D, R).
        cost: (D, R).
        pressure: (D, R) from 0 to 1.

    Returns:
        (R,) probabilities; NaN where gains, costs or pressure are not known.
    """
    balance = np.asarray(cost) * 2.0 * np.asarray(pressure) - np.asarray(gain)
    share = (balance > 0).mean(axis=0)
    return np.asarray(np.where(np.isfinite(balance).all(axis=0), share, np.nan))


def monte_carlo_error(probability: ArrayLike, draws: int) -> Floats:
    """Return the standard error of a probability that was counted in so many draws.

    A share of none or all of the draws has that of one draw more or less, not zero.
    """
    share = np.clip(np.asarray(probability, np.float64), 1 / (draws + 2), 1 - 1 / (draws + 2))
    return np.asarray(np.sqrt(share * (1 - share) / draws))


def ellipses(gain: ArrayLike, cost: ArrayLike) -> Ellipse:
    """Return the ellipses of 80 % of the draws of each place.

    Args:
        gain: (D, R), drawn across.
        cost: (D, R), drawn upwards.
    """
    across, up = np.asarray(gain, np.float64), np.asarray(cost, np.float64)
    one, two = across - across.mean(axis=0), up - up.mean(axis=0)
    xx, yy = (one**2).mean(axis=0), (two**2).mean(axis=0)
    xy = (one * two).mean(axis=0)
    middle, half = (xx + yy) / 2, np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    return Ellipse(
        rx=ELLIPSE * np.sqrt(middle + half),
        ry=ELLIPSE * np.sqrt(np.maximum(middle - half, 0.0)),
        angle=np.degrees(np.arctan2(2 * xy, xx - yy) / 2),
    )


def class_of(probability: float | None) -> str | None:
    """Return the class of a place by the probability that it is one to manage costs."""
    if probability is None or np.isnan(probability):
        return None
    if probability >= SURE:
        return CLASSES[0]
    return CLASSES[2] if probability <= UNLIKELY else CLASSES[1]
