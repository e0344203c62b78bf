"""Is an industry more concentrated in space than the lumpiness of its plants explains?

Ellison and Glaeser (1997). With s the shares of areas in the industry and x their shares in all
jobs, ``G = sum (s - x)^2`` is what is seen. If plants land by chance, with probability x each, the
expectation of ``G / (1 - sum x^2)`` is the plant Herfindahl H, so the index is
``gamma = (G / (1 - sum x^2) - H) / (1 - H)``: 0 by chance, above 0 more clustered, below 0 more
spread out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.inequality import reference_shares, shares
from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EllisonGlaeser:
    """Concentration of industries beyond lumpiness. All (I,); NaN where it is not known.

    Attributes:
        gamma: the index, at most 1. NaN where a single plant is the whole industry.
        raw: G, the sum of squared differences of shares, 0 to 2.
        scaled: G over one less the sum of squared shares of areas: H when plants land by chance.
        herfindahl: H, the plant Herfindahl of the industry.
        z: G less its expectation, over its standard deviation, when plants land by chance; NaN
            where only the Herfindahl of the plants is known.
    """

    gamma: Floats
    raw: Floats
    scaled: Floats
    herfindahl: Floats
    z: Floats


def ellison_glaeser(
    values: ArrayLike,
    area_totals: ArrayLike,
    plant_herfindahl: ArrayLike,
    plant_fourth_powers: ArrayLike | None = None,
) -> EllisonGlaeser:
    """Return the Ellison-Glaeser index of every industry of a table.

    Args:
        values: (R, I) jobs of each area in each industry; a cell that is not known makes its
            industry NaN, and so does an industry without jobs.
        area_totals: (R,) jobs of each area in all industries.
        plant_herfindahl: (I,) plant Herfindahl of each industry, above 0 and at most 1; NaN where
            it is not known: G stands, gamma is NaN.
        plant_fourth_powers: (I,) sum over plants of the fourth power of their shares, which z
            needs; None where it is not known.

    Raises:
        InputError: a negative or infinite value, arrays that do not fit, or a Herfindahl index
            outside its bounds.
    """
    table = np.asarray(values, dtype=np.float64)
    H = np.asarray(plant_herfindahl, dtype=np.float64)
    if table.ndim != 2 or H.shape != table.shape[1:]:
        raise InputError(
            "The plant Herfindahl does not have the industries of the table",
            where=f"a table of shape {table.shape}, a Herfindahl of shape {H.shape}",
            allowed="(R, I) and (I,)",
        )
    _check_herfindahl(H)
    area = reference_shares(area_totals, table.shape[0])
    G = ((shares(table.T) - area) ** 2).sum(axis=1)
    spread = 1.0 - (area**2).sum()
    # With all jobs in one area there is no geography to speak of.
    scaled = G / spread if spread > 0 else np.full_like(G, np.nan)
    gamma = np.divide(scaled - H, 1.0 - H, out=np.full_like(G, np.nan), where=H < 1)
    if plant_fourth_powers is None:
        deviation = np.full_like(G, np.nan)
    else:
        fourth = np.asarray(plant_fourth_powers, dtype=np.float64)
        deviation = _deviation_by_chance(area, H, fourth)
    z = np.divide(G - spread * H, deviation, out=np.full_like(G, np.nan), where=deviation > 0)
    return EllisonGlaeser(gamma, G, scaled, H, z)


def ellison_glaeser_of_plants(
    jobs: ArrayLike, area: ArrayLike, area_totals: ArrayLike
) -> EllisonGlaeser:
    """Return the Ellison-Glaeser index of one industry from its plants.

    Args:
        jobs: (P,) jobs of each plant.
        area: (P,) position of its area in ``area_totals``, from 0.
        area_totals: (R,) jobs of each area in all industries.

    Returns:
        Arrays of length 1.

    Raises:
        InputError: negative jobs, arrays that do not fit, or an area that is not there.
    """
    size, where = np.asarray(jobs, dtype=np.float64), np.asarray(area)
    areas = np.asarray(area_totals).size
    if size.ndim != 1 or where.shape != size.shape:
        raise InputError(
            "Every plant needs its jobs and its area",
            where=f"jobs of shape {size.shape}, areas of shape {where.shape}",
            allowed="(P,) and (P,)",
        )
    if not np.issubdtype(where.dtype, np.integer) or np.any((where < 0) | (where >= areas)):
        raise InputError(
            "A plant lies in an area that is not there",
            where=f"areas {where.min()} to {where.max()}",
            allowed=f"whole numbers from 0 to {areas - 1}",
        )
    by_area = np.bincount(where, weights=size, minlength=areas)
    fourth = (shares(size) ** 4).sum(axis=1)
    return ellison_glaeser(by_area[:, None], area_totals, plant_herfindahl(size), fourth)


def plant_herfindahl(jobs: ArrayLike) -> Floats:
    """Return (1,) the sum of squared shares of plants in the jobs of their industry.

    Args:
        jobs: (P,) jobs of each plant.

    Raises:
        InputError: negative or infinite jobs.
    """
    return np.asarray((shares(jobs) ** 2).sum(axis=1))


def _deviation_by_chance(area: Floats, H: Floats, fourth: Floats) -> Floats:
    """Return (I,) the standard deviation of G when plants land by chance."""
    square, cube = (area**2).sum(), (area**3).sum()
    variance = 2.0 * (
        H**2 * (square - 2.0 * cube + square**2) - fourth * (square - 4.0 * cube + 3.0 * square**2)
    )
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)))


def _check_herfindahl(H: Floats) -> None:
    wrong = (H <= 0) | (H > 1 + 1e-12)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise InputError(
            f"A plant Herfindahl of {H[first]:g} is not possible",
            where=f"industry {first}, the first of {int(wrong.sum())}",
            allowed="above 0 and at most 1, or NaN where it is not known",
            action="Give the sum over plants of their squared shares in the industry's jobs.",
        )
