"""How likely a cell's jobs are at every theta, when jobs come in plants of very unequal size.

A cell with m expected plants at theta 1 holds a Poisson number of plants with mean theta m; each
has a lognormal size, with mean 1 and second moment c. Its jobs s (in mean plants) are a compound
Poisson sum, whose density

    f(s | theta m) = theta m exp(-theta m) f_1(s) exp(g(theta m, s))

is the chance of one plant of that size, corrected by g for the chance of several. g is 0 when m is
small, depends on two numbers only, and is computed once for each c from the characteristic
function (Panjer 1981 and Embrechts and Frei 2009 on discretised compound sums).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.fft import irfft, rfft
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

MOST_EFFECTIVE_PLANTS = 16.0
"""Above this many effective plants the sum is close to an inverse Gaussian, and that is used."""
POINTS = 2**15
TILT = 30.0
"""Damping at the end of the transform."""
LOG_M_LOWEST = -5.0
"""Below this g is 0 to within 1 per cent."""
PHASES = 8
"""The table's steps in log m for one step of the grid of theta."""
LOG_S_STEP = 0.05


@dataclass(frozen=True, slots=True)
class PlantSums:
    """The correction g for one inequality of plants.

    Attributes:
        correction: (S, PHASES, M) g at log s, and at log m split into phase and whole step.
        log_s_lowest: log s of the first row.
        inequality: c.
        step: distance of whole steps in log m.
    """

    correction: NDArray[np.float32]
    log_s_lowest: float
    inequality: float
    step: float
    _with_room: dict[int, NDArray[np.float32]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def at(self, s: Floats, m: Floats, log_theta_lowest: float, width: int) -> NDArray[np.float32]:
        """Return (P, width) corrections for cells at ``width`` grid points of log theta.

        Args:
            s: (P,) jobs of each cell in mean plants, above 0.
            m: (P,) plants expected at theta 1.
            log_theta_lowest: the first grid point; the others follow at ``step``.
            width: number of grid points.
        """
        padded = self._padded(width)
        rows, columns = padded.shape[0], padded.shape[2] - 2 * width
        row = np.clip(np.round((np.log(s) - self.log_s_lowest) / LOG_S_STEP), 0, rows - 1)
        fine = np.round((np.log(m) + log_theta_lowest - LOG_M_LOWEST) / self.step * PHASES).astype(
            np.intp
        )
        whole, phase = np.divmod(fine, PHASES)
        windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=2)
        column = np.clip(whole + width, 0, columns + width)
        return np.asarray(windows[row.astype(np.intp), phase, column])

    def _padded(self, width: int) -> NDArray[np.float32]:
        """Return the table with room either side, made once.

        Left of the table g is 0; right of it its last column stands, where exp(-theta m) rules.
        """
        if width not in self._with_room:
            room = ((0, 0), (0, 0), (width, width))
            self._with_room[width] = np.pad(self.correction, room, mode="edge")
        return self._with_room[width]


def nearest_inequality(inequality: float) -> float:
    """Return the tabulated inequality next to this one: steps of two fifths, from 1.2 to 35."""
    steps = np.round(np.log(np.clip(inequality, 1.2, 35.0) / 1.2) / np.log(1.4))
    return float(1.2 * 1.4**steps)


@lru_cache(maxsize=32)
def plant_sums(inequality: float, step: float) -> PlantSums:
    """Compute the correction for lognormal plants with mean 1 and second moment ``inequality``.

    Args:
        inequality: c, from 1.2 to 35; see :func:`nearest_inequality`.
        step: distance of the theta grid in log theta.
    """
    sigma = np.sqrt(np.log(inequality))
    largest = MOST_EFFECTIVE_PLANTS * inequality
    cell = 8.0 * largest / POINTS
    edges = (np.arange(POINTS + 1) - 0.5) * cell
    edges[0] = 0.0
    with np.errstate(divide="ignore"):
        sizes = np.diff(ndtr((np.log(edges) + sigma**2 / 2) / sigma))
    # The transform is periodic: what lies beyond its end returns at its start. Damping sizes
    # exponentially first, and undoing it after, makes that negligible (Gruebel and Hermesmeier
    # 1999).
    tilt = np.exp(-TILT * np.arange(POINTS) / POINTS)
    transform = rfft(sizes * tilt) - 1.0
    log_m = np.arange(LOG_M_LOWEST, np.log(6.0 * largest), step)
    log_s = np.arange(np.log(4 * cell), np.log(largest) + LOG_S_STEP, LOG_S_STEP)
    position = np.exp(log_s) / cell
    one_plant = _log_density_at(sizes, position)
    coarse = np.empty((log_s.size, log_m.size))
    for column, m in enumerate(np.exp(log_m)):
        density = irfft(np.exp(m * transform), POINTS) / tilt
        coarse[:, column] = _log_density_at(density, position) - one_plant - np.log(m) + m
    coarse -= coarse[:, :1]
    return PlantSums(_by_phase(coarse, log_m, step), float(log_s[0]), inequality, step)


def _log_density_at(density: Floats, position: Floats) -> Floats:
    """Interpolate a log density, floored at what the transform can still resolve."""
    floor = 1e-14 * float(density[1 : POINTS // 8].max())
    return np.interp(position, np.arange(density.size), np.log(np.maximum(density, floor)))


def _by_phase(coarse: Floats, log_m: Floats, step: float) -> NDArray[np.float32]:
    """Return the table at eighth steps, with whole steps of one phase side by side."""
    columns = int((log_m[-1] - log_m[0]) / step)
    fine = LOG_M_LOWEST + step * (np.arange(columns)[None, :] + np.arange(PHASES)[:, None] / PHASES)
    place = (fine - log_m[0]) / (log_m[1] - log_m[0])
    before = np.clip(place.astype(np.intp), 0, log_m.size - 2)
    part = place - before
    table = coarse[:, before] * (1 - part) + coarse[:, before + 1] * part
    return np.asarray(table, dtype=np.float32)
