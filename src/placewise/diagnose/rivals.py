"""Who else could say this: the number of other places at least as specialised.

For a claim of place r in industry i that number is random twice over: theta of r is not known, and
neither is that of any other place j. Given theta_r = t it is a sum of independent yes-or-no draws
with mean ``S(t) = sum_j P(theta_j >= t)`` and variance ``V(t) = sum_j P (1 - P)``. S and V are
added up once per industry and read off for every claim, so the work is linear in the table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.posterior import GridPosterior, first_below
from placewise.diagnose.prior import HIGHEST, LOWEST

Floats = NDArray[np.float64]

NODE_WEIGHTS: Floats = np.array(
    [0.01, 0.02, 0.03, 0.06, 0.13, 0.25, 0.25, 0.13, 0.06, 0.03, 0.02, 0.01]
)
"""Parts of a place's posterior, thin at the ends, each standing for one value of its theta."""

NORMAL_POINTS: Floats = np.array([-2.1, -1.2, 0.0, 1.2, 2.1])
NORMAL_WEIGHTS: Floats = np.array([0.05, 0.20, 0.50, 0.20, 0.05])
"""Five points for a normal: tails from 1.6 standard deviations on, shoulders, and the middle."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """Rivals of some places in one industry.

    Attributes:
        rows: (P,) which places.
        expected: (P,) expected number of other places at least as specialised.
        lower: (P,) lower end of the interval, a whole number; it holds what is expected.
        upper: (P,) upper end.
    """

    rows: NDArray[np.intp]
    expected: Floats
    lower: Floats
    upper: Floats


class Field:
    """All places of one industry together: S and V at any theta.

    Each grid keeps its own running sums; a value between its points is interpolated.
    """

    def __init__(self, posteriors: list[GridPosterior]) -> None:
        self._grids = [_GridSums(posterior) for posterior in posteriors]
        self.places = sum(len(posterior.rows) for posterior in posteriors)

    def at(self, log_theta: Floats) -> tuple[Floats, Floats]:
        """Return S and V at these points, every place counted."""
        above = np.zeros_like(log_theta)
        square = np.zeros_like(log_theta)
        for grid in self._grids:
            above += np.interp(log_theta, grid.points, grid.above)
            square += np.interp(log_theta, grid.points, grid.square)
        return above, np.maximum(above - square, 0.0)


class _GridSums:
    """Sums over places of P(theta_j >= t) and of its square, on one grid."""

    def __init__(self, posterior: GridPosterior) -> None:
        size = round((HIGHEST - LOWEST) / posterior.spacing) + 1
        self.points = LOWEST + posterior.spacing * np.arange(size)
        if posterior.weight.shape[1] == size:
            self.above = posterior.above.sum(axis=0, dtype=np.float64)
            self.square = np.einsum("ij,ij->j", posterior.above, posterior.above, dtype=np.float64)
            return
        # A place adds 1 below its window and 0 above it, so steps are summed, then accumulated.
        index = posterior.start[:, None] + np.arange(posterior.weight.shape[1])[None, :]
        self.above = _from_steps(index, posterior.above, size)
        self.square = _from_steps(index, posterior.above**2, size)


def _from_steps(index: NDArray[np.intp], height: NDArray[np.float32], size: int) -> Floats:
    """Add up falling curves that are 1 before their window and 0 after it."""
    fall = np.diff(height, axis=1, append=np.float32(0.0))
    first = index[:, 0]
    steps = np.zeros(size + 1)
    steps += np.bincount((index + 1).ravel(), fall.ravel(), minlength=size + 1)[: size + 1]
    steps += np.bincount(first, height[:, 0] - 1.0, minlength=size + 1)[: size + 1]
    steps[0] += len(first)
    return np.asarray(np.cumsum(steps[:size]))


def count_rivals(
    posterior: GridPosterior, field: Field, wanted: NDArray[np.bool_], level: float = 0.95
) -> Rivals:
    """Return the rivals of the wanted places of one grid.

    The interval takes both kinds of doubt: theta of the place by the middle of each part of its
    posterior, the others by a normal approximation of their sum at each of these points.

    Args:
        posterior: the posterior of the places on one grid.
        field: all places of the industry.
        wanted: (P,) which rows of ``posterior`` are asked for.
        level: probability of the interval.
    """
    asked = np.flatnonzero(wanted)
    width = posterior.weight.shape[1]
    first, last = int(posterior.start.min()), int(posterior.start.max()) + width
    above, variance = field.at(LOWEST + posterior.spacing * np.arange(first, last))
    start = posterior.start - first  # counted from the first point that is needed
    if above.size == width:  # all rows share their points
        together = (posterior.weight @ above.astype(np.float32))[asked]
    else:
        points = start[asked, None] + np.arange(width)[None, :]
        together = np.einsum("ij,ij->i", posterior.weight[asked], above[points])
    # The place itself is in the field: it is at least as specialised as itself half the time.
    expected = np.maximum(np.asarray(together, dtype=np.float64) - 0.5, 0.0)
    nodes = _node_positions(posterior.above)[asked]
    at_node = posterior.above[asked[:, None], nodes]
    at_point = start[asked, None] + nodes
    mean = np.maximum(above[at_point] - at_node, 0.0)
    spread = np.sqrt(np.maximum(variance[at_point] - at_node * (1 - at_node), 0.0))
    lower, upper = _mixture_interval(mean, spread, level)
    # Where a place may, by a chance of one in fifty, be ordinary after all, hundreds are its rivals
    # then: the mean can pass the quantile, and an interval without the number beside it misleads.
    lower = np.minimum(lower, np.floor(expected))
    upper = np.maximum(upper, np.ceil(expected))
    others = field.places - 1
    return Rivals(
        posterior.rows[asked], expected, np.minimum(lower, others), np.minimum(upper, others)
    )


def _node_positions(above: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return (P, parts) grid positions of the middle of each part of the posterior."""
    probabilities = (1 - np.cumsum(NODE_WEIGHTS) + NODE_WEIGHTS / 2).astype(np.float32)
    return np.stack([first_below(above, probability) for probability in probabilities], axis=1)


def _mixture_interval(mean: Floats, spread: Floats, level: float) -> tuple[Floats, Floats]:
    """Return whole-number quantiles of a mixture of normals.

    Each normal stands as five points (``NORMAL_POINTS``), and the quantile is read off the sorted
    points of all parts.

    Args:
        mean: (P, parts).
        spread: (P, parts).
        level: probability between the two ends.
    """
    points = (mean[:, :, None] + spread[:, :, None] * NORMAL_POINTS).reshape(len(mean), -1)
    mass = (NODE_WEIGHTS[:, None] * NORMAL_WEIGHTS).ravel()
    order = np.argsort(points, axis=1)
    reached = np.cumsum(mass[order], axis=1)
    tail = (1 - level) / 2
    each = np.arange(len(mean))
    low = order[each, (reached < tail).sum(axis=1)]
    high = order[each, np.minimum((reached < 1 - tail).sum(axis=1), order.shape[1] - 1)]
    lower, upper = np.floor(points[each, low]), np.ceil(points[each, high])
    return np.maximum(lower, 0.0), np.maximum(upper, 0.0)
