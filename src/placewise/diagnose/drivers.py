"""What goes with an outcome across places: coefficients, shares, and who they hang on.

A regression over places says what goes together, not what causes what. What it says hangs on
which drivers are in it, so everything here is cheap enough to be asked again with others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.shapley import correlation_matrices, shapley_r_squared
from placewise.errors import InputError

Floats = NDArray[np.float64]

FEWEST_FREE = 10
"""Places that must be left over after drivers and constant: below, the intervals mean little."""
COLLINEAR = 5.0
"""Variance inflation above which the data can hardly tell one driver from the others."""


@dataclass(frozen=True, slots=True)
class Regression:
    """Ordinary least squares on standardised drivers. N places, P drivers.

    Attributes:
        coefficients: (P,) change of the outcome that goes with one standard deviation more.
        covariance: (P, P) of the coefficients, robust to unequal variance (HC3 of MacKinnon and
            White 1985, which holds best for few places); with clusters, also to regions that move
            together (CV3, the jackknife over regions of MacKinnon, Nielsen and Webb 2023).
        lower: (P,) lower end of the interval of each coefficient.
        upper: (P,) upper end.
        standardised: (N, P) the drivers in standard deviations from their mean.
        residuals: (N,) what the drivers leave.
        leverage: (N,) how much each place pulls its own fitted value.
        r_squared: share of the variance that goes with all drivers together.
        adjusted_r_squared: the same less what so many drivers would reach by luck.
        inflation: (P,) variance inflation: 1 for a driver unrelated to the others.
        mean: the mean outcome.
        level: the probability that the intervals are built for.
    """

    coefficients: Floats
    covariance: Floats
    lower: Floats
    upper: Floats
    standardised: Floats
    residuals: Floats
    leverage: Floats
    r_squared: float
    adjusted_r_squared: float
    inflation: Floats
    mean: float
    level: float


@dataclass(frozen=True, slots=True)
class Shares:
    """Share of the variance of the outcome that goes with each group of drivers. G groups.

    Attributes:
        shares: (G,) Shapley values of R squared; the rest to 1 goes with none of them.
        lower: (G,) lower end of the bootstrap interval.
        upper: (G,) upper end.
        rest: share that goes with no driver.
        rest_lower: lower end.
        rest_upper: upper end.
        draws: bootstrap samples.
        clusters: regions that were drawn as a whole, 0 where places were drawn one by one.
        level: the probability between the ends.
    """

    shares: Floats
    lower: Floats
    upper: Floats
    rest: float
    rest_lower: float
    rest_upper: float
    draws: int
    clusters: int
    level: float


@dataclass(frozen=True, slots=True)
class OwnParts:
    """Each place's own parts of its distance from the mean outcome. N places, P drivers.

    Attributes:
        gap: (N,) outcome of each place less the mean.
        parts: (N, P) coefficient times distance from the mean driver.
        lower: (N, P) lower end, from the interval of the coefficient.
        upper: (N, P) upper end.
        rest: (N,) what no driver goes with; parts and rest add up to ``gap``.
    """

    gap: Floats
    parts: Floats
    lower: Floats
    upper: Floats
    rest: Floats


def regress(
    outcome: ArrayLike,
    drivers: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> Regression:
    """Regress an outcome on drivers, each in standard deviations.

    Args:
        outcome: (N,) such as the logarithm of GVA per hour; no missing values.
        drivers: (N, P) no missing values.
        clusters: (N,) regions whose places may be alike beyond what the drivers say; None takes
            every place for itself.
        level: the probability of the intervals.

    Raises:
        InputError: too few places, a missing value, or a driver that does not vary or is the sum
            of others.
    """
    from scipy.stats import t

    y, x = _complete(outcome, drivers)
    count, p = x.shape
    if count - p - 1 < FEWEST_FREE:
        raise InputError(
            f"{count} places are too few for {p} drivers",
            allowed=f"{p + 1 + FEWEST_FREE} places and more",
            action="Drop drivers, or ask at a finer level of areas.",
        )
    deviation = x.std(axis=0, ddof=1)
    if (deviation <= 1e-12 * np.abs(x).max(axis=0)).any():
        raise InputError("A driver is the same in all places", action="Drop it.")
    z = (x - x.mean(axis=0)) / deviation
    correlation = z.T @ z / (count - 1)
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        raise InputError("A driver follows from the others exactly", action="Drop one of them.")
    inverse = np.linalg.inv(z.T @ z)
    centred = y - y.mean()
    coefficients = inverse @ (z.T @ centred)
    residuals = centred - z @ coefficients
    leverage = 1 / count + np.einsum("np,pq,nq->n", z, inverse, z)
    free = count - p - 1
    if clusters is None:
        covariance, degrees = _hc3(z, residuals, leverage, inverse), free
    else:
        covariance, degrees = _jackknife_by_cluster(y, z, np.asarray(clusters))
    half = float(t.ppf((1 + level) / 2, degrees)) * np.sqrt(np.diagonal(covariance))
    r_squared = 1 - float(residuals @ residuals) / float(centred @ centred)
    return Regression(
        coefficients=coefficients,
        covariance=covariance,
        lower=coefficients - half,
        upper=coefficients + half,
        standardised=z,
        residuals=residuals,
        leverage=leverage,
        r_squared=r_squared,
        adjusted_r_squared=1 - (1 - r_squared) * (count - 1) / free,
        inflation=np.diagonal(np.linalg.inv(correlation)).copy(),
        mean=float(y.mean()),
        level=level,
    )


def _hc3(z: Floats, residuals: Floats, leverage: Floats, inverse: Floats) -> Floats:
    """Return the covariance of slopes when every place has a variance of its own."""
    # A place that fits itself alone has no residual to learn from.
    scaled = residuals / np.maximum(1 - leverage, 1e-9)
    return np.asarray(inverse @ ((z * scaled[:, None] ** 2).T @ z) @ inverse)


def _jackknife_by_cluster(
    y: Floats, z: Floats, clusters: NDArray[np.generic]
) -> tuple[Floats, int]:
    """Return the covariance of slopes from leaving out one region at a time, and its freedom.

    Raises:
        InputError: a single region.
    """
    design = np.column_stack([np.ones(len(y)), z])
    labels = np.unique(clusters)
    if len(labels) < 2:
        raise InputError("One region cannot be compared with itself", allowed="two and more")
    slopes = []
    for label in labels:
        kept = clusters != label
        slopes.append(np.linalg.lstsq(design[kept], y[kept], rcond=None)[0][1:])
    whole = np.linalg.lstsq(design, y, rcond=None)[0][1:]
    apart = np.array(slopes) - whole
    count = len(labels)
    return np.asarray((count - 1) / count * apart.T @ apart), count - 1


def own_parts(fit: Regression) -> OwnParts:
    """Return what each driver's distance from the mean goes with, place by place."""
    at = fit.standardised
    ends = np.stack([at * fit.lower, at * fit.upper])
    parts = at * fit.coefficients
    return OwnParts(
        gap=np.asarray(parts.sum(axis=1) + fit.residuals),
        parts=parts,
        lower=ends.min(axis=0),
        upper=ends.max(axis=0),
        rest=fit.residuals,
    )


def driver_shares(
    outcome: ArrayLike,
    drivers: ArrayLike,
    groups: Sequence[int],
    *,
    clusters: ArrayLike | None = None,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Shares:
    """Return the share of the variance that goes with each group of drivers, with intervals.

    The intervals are quantiles over bootstrap samples of places: they say how far the shares
    would move if other places like these had been looked at. A share is never below zero, so that
    of a driver that goes with nothing is a little above it, and its interval with it.

    Args:
        outcome: (N,).
        drivers: (N, P).
        groups: (P,) the group of each driver, from 0 without gap.
        clusters: (N,) numbers of regions that are drawn as a whole; None draws places one by one.
        draws: bootstrap samples.
        level: the probability between the ends.
        seed: seed of the samples.

    Raises:
        InputError: missing values, groups that do not fit, or fewer than 40 draws.
    """
    if draws < 40:
        raise InputError(f"{draws} draws have no ends to an interval", allowed="40 and more")
    y, x = _complete(outcome, drivers)
    data = np.column_stack([y, x])
    shares = shapley_r_squared(correlation_matrices(data, np.ones((1, len(y)))), groups)[0]
    weights, regions = _samples(len(y), clusters, draws, seed)
    drawn = shapley_r_squared(correlation_matrices(data, weights), groups)
    # A sample of one place over and over has no variance to share out.
    drawn = drawn[np.isfinite(drawn).all(axis=1)]
    every = np.append(shares, shares.sum())
    drawn = np.column_stack([drawn, drawn.sum(axis=1)])
    lower, upper = _ends(every, drawn, regions, level)
    return Shares(
        shares=shares,
        lower=lower[:-1],
        upper=upper[:-1],
        rest=float(1 - every[-1]),
        rest_lower=float(1 - upper[-1]),
        rest_upper=float(1 - lower[-1]),
        draws=len(drawn),
        clusters=regions,
        level=level,
    )


def _ends(shares: Floats, drawn: Floats, regions: int, level: float) -> tuple[Floats, Floats]:
    """Return the ends of the intervals: quantiles of the draws, with two corrections.

    Shares of R squared come out too high from few places, in the places at hand as against the
    world, and once more in the draws as against the places at hand: the lower end comes down by
    both, each taken to be what the draws are too high on average.
    Few regions show less than their whole spread: the interval is stretched as the t distribution
    and the count of clusters ask (Cameron and Miller 2015, Journal of Human Resources 50).
    """
    from scipy.stats import norm, t

    lower, upper = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    lower = lower - 2 * np.maximum(drawn.mean(axis=0) - shares, 0.0)
    stretch = 1.0
    if regions > 1:
        ratio = float(t.ppf((1 + level) / 2, regions - 1)) / float(norm.ppf((1 + level) / 2))
        stretch = ratio * (regions / (regions - 1)) ** 0.5
    return (
        np.clip(shares - stretch * np.maximum(shares - lower, 0.0), 0.0, 1.0),
        np.clip(shares + stretch * np.maximum(upper - shares, 0.0), 0.0, 1.0),
    )


def shares_without(
    outcome: ArrayLike, drivers: ArrayLike, groups: Sequence[int], left_out: ArrayLike
) -> Floats:
    """Return the shares again with some places left out, once for each set.

    Args:
        outcome: (N,).
        drivers: (N, P).
        groups: (P,) the group of each driver.
        left_out: (K, N) true for the places that a set leaves out: one place each, or a region.

    Returns:
        (K, G); NaN where what is left has no more places than drivers.
    """
    y, x = _complete(outcome, drivers)
    kept = ~np.asarray(left_out, dtype=np.bool_)
    shares = shapley_r_squared(
        correlation_matrices(np.column_stack([y, x]), kept.astype(np.float64)), groups
    )
    enough = kept.sum(axis=1) > x.shape[1] + 1
    return np.where(enough[:, None], shares, np.nan)


def _samples(count: int, clusters: ArrayLike | None, draws: int, seed: int) -> tuple[Floats, int]:
    """Return (B, N) how often each place is in each sample, and how many regions were drawn."""
    rng = np.random.default_rng(seed)
    if clusters is None:
        even = np.full(count, 1 / count)
        return rng.multinomial(count, even, size=draws).astype(np.float64), 0
    labels, member = np.unique(np.asarray(clusters), return_inverse=True)
    regions = len(labels)
    times = rng.multinomial(regions, np.full(regions, 1 / regions), size=draws)
    return times[:, member].astype(np.float64), regions


def _complete(outcome: ArrayLike, drivers: ArrayLike) -> tuple[Floats, Floats]:
    y = np.asarray(outcome, dtype=np.float64)
    x = np.asarray(drivers, dtype=np.float64)
    if x.ndim != 2 or y.shape != (len(x),) or not x.shape[1]:
        raise InputError(
            "Outcome and drivers do not fit together",
            where=f"shapes {y.shape} and {x.shape}",
            allowed="(N,) and (N, P) with at least one driver",
        )
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise InputError(
            "A regression needs places for which everything is known",
            action="Leave out the places with missing values, and say how many they were.",
        )
    return y, x
