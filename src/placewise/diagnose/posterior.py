"""What is known of theta in every place of one industry, on grids fine enough for each place.

Up to 16 effective plants, the likelihood of theta is that of a sum of unequal plants
(:mod:`placewise.diagnose.plant_sums`). Above, that sum has mean and variance t = theta e and third
cumulant c t, with c the inequality of plants. The Tweedie family has such a member for every c
(1 is Poisson, 3 the inverse Gaussian), whose saddle-point density (Jorgensen 1997) gives

    log L = (c - 1)/2 log theta + t / (c - 2) - t (t/k)^(c - 2) / ((c - 1)(c - 2))

A Poisson count would be too sure that a high k means a high theta.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.plant_sums import (
    MOST_EFFECTIVE_PLANTS,
    nearest_inequality,
    plant_sums,
)
from placewise.diagnose.prior import GRID, HIGHEST, LOWEST, SPACING, Prior

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

RESOLVED_PLANTS = 64.0
"""Effective plants whose standard deviation in log theta is one step of the coarse grid."""
SKEWNESS_RANGE = (1.2, 5.5)
"""Third cumulants that are used: beyond, the tail of a Tweedie is heavier than a lognormal's."""
FINEST = 4
"""Number of grids: spacing 1/8, 1/32, 1/128 and 1/512 in log theta."""
LEAST_LOG = np.float32(-40.0)
"""Floor of a log likelihood: numbers too small for float32 would slow every product down."""
WINDOW = 128
"""Points of a window on the finer grids: at least eight standard deviations either side."""


@dataclass(frozen=True, slots=True)
class GridPosterior:
    """Posterior of theta of some places of one industry on one grid.

    Attributes:
        rows: (P,) which places.
        spacing: distance of the points in log theta.
        start: (P,) index of each window's first point on the whole grid of this spacing.
        weight: (P, W) probabilities; each row sums to 1.
        above: (P, W) probability of lying above each point, half of the point itself included.

    Both tables lie in memory point by point, because most work runs over places.
    """

    rows: NDArray[np.intp]
    spacing: float
    start: NDArray[np.intp]
    weight: Floats32
    above: Floats32

    def mean(self) -> Floats:
        """Return (P,) posterior means of theta."""
        first = np.exp(LOWEST + self.spacing * self.start)
        steps = np.exp(self.spacing * np.arange(self.weight.shape[1])).astype(np.float32)
        return np.asarray(first * (self.weight @ steps), dtype=np.float64)

    def quantile(self, probability: float) -> Floats:
        """Return (P,) posterior quantiles of theta, interpolated between points."""
        tail = np.float32(1.0 - probability)
        after = np.clip(first_below(self.above, tail), 1, self.weight.shape[1] - 1)
        each = np.arange(len(after))
        high, low = self.above[each, after - 1], self.above[each, after]
        part = np.clip((high - tail) / np.maximum(high - low, 1e-12), 0.0, 1.0)
        steps = self.start + after - 1 + part
        return np.asarray(np.exp(LOWEST + self.spacing * steps), dtype=np.float64)

    def probability_above(self, threshold: float) -> Floats:
        """Return (P,) posterior probability that theta exceeds the threshold."""
        width = self.weight.shape[1]
        position = (np.log(threshold) - LOWEST) / self.spacing - self.start
        before = np.clip(np.floor(position).astype(np.intp), 0, width - 2)
        part = np.clip(position - before, 0.0, 1.0)
        each = np.arange(len(before))
        inside = (1 - part) * self.above[each, before] + part * self.above[each, before + 1]
        return np.where(position < 0, 1.0, np.where(position > width - 1, 0.0, inside))


def first_below(above: Floats32, tail: np.float32) -> NDArray[np.intp]:
    """Return (P,) the first position in each falling row that lies below ``tail``."""
    before = np.add.reduce(above >= tail, axis=1, dtype=np.uint8)  # no row has 255 points
    return np.asarray(np.minimum(before.astype(np.intp), above.shape[1] - 1))


def coarse_likelihood(k: Floats, e: Floats, inequality: float) -> Floats32:
    """Return (P, G) likelihoods on the coarse grid, each row scaled to a maximum of 1.

    A place that is known better than the grid can resolve is blurred to the grid's spacing, which
    is all that fitting a prior needs.

    Args:
        k: (P,) effective plants observed, net of measurement error; not NaN.
        e: (P,) effective plants expected, net of measurement error.
        inequality: second moment of plant sizes over their squared mean.
    """
    few = k <= MOST_EFFECTIVE_PLANTS
    if few.all():
        return _scaled(_log_likelihood_of_few(k, e, inequality))
    logs = np.empty((k.size, GRID.size), dtype=np.float32)
    logs[few] = _log_likelihood_of_few(k[few], e[few], inequality)
    blur = np.minimum(RESOLVED_PLANTS / k[~few], 1.0)
    first = np.full(blur.size, LOWEST)
    logs[~few] = _log_likelihood_of_many(
        k[~few] * blur, e[~few] * blur, first, SPACING, GRID.size, inequality
    )
    return _scaled(logs)


def _scaled(logs: Floats32) -> Floats32:
    """Return likelihoods in place of their logarithms, each row scaled to a maximum of 1."""
    logs -= logs.max(axis=1, keepdims=True)
    np.maximum(logs, LEAST_LOG, out=logs)
    return np.exp(logs, out=logs)


def _log_likelihood_of_few(k: Floats, e: Floats, inequality: float) -> Floats32:
    """Return (P, G) log likelihoods of cells with at most a few effective plants."""
    c = nearest_inequality(inequality)
    plants = e * c
    none = -plants.astype(np.float32)[:, None] * np.exp(GRID).astype(np.float32)[None, :]
    some = np.flatnonzero(k > 0)
    if not some.size:
        return np.asarray(none)
    logs = plant_sums(c, SPACING).at(k[some] * c, plants[some], LOWEST, GRID.size)
    logs += GRID.astype(np.float32)
    if some.size == k.size:
        logs += none
        return logs
    none[some] += logs
    return np.asarray(none)


def _log_likelihood_of_many(
    k: Floats, e: Floats, first: Floats, spacing: float, width: int, inequality: float
) -> Floats32:
    """Return (P, W) log likelihoods of cells with many effective plants, largest 0.

    Along a window theta grows by a constant factor, so every term is an outer product.

    Args:
        k: (P,) effective plants observed.
        e: (P,) effective plants expected.
        first: (P,) log theta at the start of each window.
        spacing: distance of the points in log theta.
        width: number of points.
        inequality: second moment of plant sizes over their squared mean.
    """
    c = float(np.clip(inequality, *SKEWNESS_RANGE))
    if abs(c - 2.0) < 0.01:  # the limit exists, but not by this formula
        c = 2.01
    steps = spacing * np.arange(width)
    t = e * np.exp(first)
    logs = np.outer(t / (c - 2), np.exp(steps))
    logs -= np.outer(t * (t / k) ** (c - 2) / ((c - 1) * (c - 2)), np.exp((c - 1) * steps))
    logs += (c - 1) / 2 * steps
    logs -= logs.max(axis=1, keepdims=True)
    return np.asarray(np.maximum(logs, LEAST_LOG), dtype=np.float32)


def posteriors(
    k: Floats,
    e: Floats,
    rows: NDArray[np.intp],
    prior: Prior,
    inequality: float,
) -> list[GridPosterior]:
    """Return the posterior of every known place, each on the coarsest grid that resolves it.

    Args:
        k: (P,) effective plants observed, net of measurement error.
        e: (P,) effective plants expected.
        rows: (P,) which places these are.
        prior: the prior of the industry.
        inequality: second moment of plant sizes over their squared mean.
    """
    # A standard deviation of 1 / sqrt(k) in log theta should span two points at least.
    wanted = np.ceil(np.log2(np.maximum(k / MOST_EFFECTIVE_PLANTS, 1.0)) / 4.0).astype(int)
    grids = np.minimum(wanted, FINEST - 1)
    found = []
    for grid in np.unique(grids):
        here = grids == grid
        if grid == 0:
            weight = coarse_likelihood(k[here], e[here], inequality)
            weight *= np.exp(prior.log_density).astype(np.float32)
            start = np.zeros(len(weight), dtype=np.intp)
            found.append(_normalised(rows[here], SPACING, start, weight))
        else:
            window = _on_window(rows[here], k[here], e[here], prior, int(grid), inequality)
            found.append(window)
    return found


def _on_window(
    rows: NDArray[np.intp], k: Floats, e: Floats, prior: Prior, grid: int, inequality: float
) -> GridPosterior:
    """Return the posterior of these places on a window of a finer grid around their LQ."""
    spacing = SPACING / 4**grid
    points = round((HIGHEST - LOWEST) / spacing) + 1
    centre = np.round((np.log(k / e) - LOWEST) / spacing).astype(np.intp)
    start = np.clip(centre - WINDOW // 2, 0, points - WINDOW)
    log_theta = LOWEST + spacing * (start[:, None] + np.arange(WINDOW)[None, :])
    logs = _log_likelihood_of_many(k, e, log_theta[:, 0], spacing, WINDOW, inequality)
    logs += prior.at(log_theta, spacing).astype(np.float32)
    logs -= logs.max(axis=1, keepdims=True)
    return _normalised(rows, spacing, start, np.exp(logs, out=logs))


def _normalised(
    rows: NDArray[np.intp], spacing: float, start: NDArray[np.intp], weight: Floats32
) -> GridPosterior:
    """Return weights scaled to sum to 1, with the probability of lying above each point."""
    weight /= weight.sum(axis=1, keepdims=True)
    # Point by point over all places at once: several times as fast as place by place.
    by_point = np.ascontiguousarray(weight.T)
    above = np.empty_like(by_point)
    below = np.zeros(len(rows), dtype=np.float32)
    for here, part in zip(above, by_point, strict=True):
        below += part
        np.subtract(1.0, below, out=here)
    above += by_point / 2
    np.clip(above, 0.0, 1.0, out=above)  # float32 sums end a little beside 1
    return GridPosterior(rows, spacing, start, by_point.T, above.T)
