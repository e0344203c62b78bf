"""One claim against every other place, one by one: who demonstrates it, who could claim it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.posterior import GridPosterior
from placewise.diagnose.prior import LOWEST

Floats = NDArray[np.float64]

POINTS = 201
"""Evenly likely values of theta at which two posteriors are compared."""


def probability_at_least(posteriors: list[GridPosterior], place: int, places: int) -> Floats:
    """Return for every place the probability that it is at least as specialised as one of them.

    Args:
        posteriors: all known places of one industry.
        place: index of the place that the others are compared with.
        places: number of places, R.

    Returns:
        (R,) P(theta_j >= theta_place); NaN for places that are not known, and for all of them
        where the place itself is not.
    """
    result = np.full(places, np.nan)
    log_theta = posterior_points(posteriors, place)
    if log_theta is None:
        return result
    for grid in posteriors:
        position = (log_theta[None, :] - LOWEST) / grid.spacing - grid.start[:, None]
        last = grid.weight.shape[1] - 1
        before = np.clip(np.floor(position).astype(np.intp), 0, last - 1)
        part = np.clip(position - before, 0.0, 1.0)
        each = np.arange(len(grid.rows))[:, None]
        above = (1 - part) * grid.above[each, before] + part * grid.above[each, before + 1]
        above = np.where(position < 0, 1.0, np.where(position > last, 0.0, above))
        result[grid.rows] = above.mean(axis=1)
    result[place] = np.nan
    return result


def posterior_points(posteriors: list[GridPosterior], place: int) -> Floats | None:
    """Return log theta at ``POINTS`` evenly likely values, or None where the place is not known."""
    for grid in posteriors:
        found = np.flatnonzero(grid.rows == place)
        if found.size:
            row = int(found[0])
            steps = np.arange(grid.weight.shape[1])
            reached = 1.0 - grid.above[row].astype(np.float64)
            wanted = (np.arange(POINTS) + 0.5) / POINTS
            at = np.interp(wanted, reached, steps)
            return np.asarray(LOWEST + grid.spacing * (grid.start[row] + at))
    return None
