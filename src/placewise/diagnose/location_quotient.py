"""The location quotient, and the intervals that others draw around it.

``LQ = (x / n) / (X / N)``: the share of an industry in a place over its share in the base. The
intervals in this file treat every worker as drawn on their own. They are here to be compared with:
jobs come in plants, and :mod:`placewise.diagnose.lumpiness` shows what that does to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper ends, each with the shape of the counts they were computed from."""

    lower: Floats
    upper: Floats


def location_quotients(
    values: ArrayLike, place_totals: ArrayLike, industry_totals: ArrayLike, total: float
) -> Floats:
    """Return the location quotient of every place in every industry.

    Args:
        values: (R, I) jobs or GVA; NaN where not known.
        place_totals: (R,) all industries of each place.
        industry_totals: (I,) each industry over the base.
        total: all industries over the base.

    Returns:
        (R, I) location quotients; NaN where a value is not known, and where a place or an industry
        has nothing at all, because a share of nothing is not zero.

    Raises:
        InputError: the shapes do not fit, or the base total is not positive.
    """
    x = np.asarray(values, dtype=np.float64)
    n = np.asarray(place_totals, dtype=np.float64)
    X = np.asarray(industry_totals, dtype=np.float64)
    if x.shape != (n.size, X.size):
        raise InputError(
            "The table and its totals do not fit together",
            where=f"values {x.shape}, place totals {n.shape}, industry totals {X.shape}",
            allowed="values (R, I), place totals (R,), industry totals (I,)",
        )
    if not total > 0:
        raise InputError("The base total must be positive", where=f"total = {total}")
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = (x / n[:, None]) / (X / total)[None, :]
    quotient[(n <= 0), :] = np.nan
    quotient[:, (X <= 0)] = np.nan
    return quotient


def log_delta_interval(
    x: ArrayLike, n: ArrayLike, X: ArrayLike, N: float, level: float = 0.95
) -> Interval:
    """Return the worker-level interval from the delta method on log LQ.

    The share of the industry is a binomial proportion p in the place, and p0 in the rest of the
    base; the place is part of the base it is compared with, so
    ``log LQ = log p - log(w p + (1 - w) p0)`` with w = n/N.

    Args:
        x: jobs of the industry in the place; any shape.
        n: jobs of the place.
        X: jobs of the industry in the base.
        N: jobs of the base.
        level: the coverage it is built for.
    """
    x, n, X = (np.asarray(array, dtype=np.float64) for array in (x, n, X))
    here, rest, base, w = x / n, (X - x) / (N - n), X / N, n / N
    variance = (1 / here - w / base) ** 2 * here * (1 - here) / n
    variance += ((1 - w) / base) ** 2 * rest * (1 - rest) / (N - n)
    width = ndtri(0.5 + level / 2) * np.sqrt(variance)
    return Interval(here / base * np.exp(-width), here / base * np.exp(width))


def clopper_pearson_interval(
    x: ArrayLike, n: ArrayLike, X: ArrayLike, N: float, level: float = 0.95
) -> Interval:
    """Return the worker-level interval from the exact binomial interval of the place's share x/X.

    Arguments as in :func:`log_delta_interval`.
    """
    x, n, X = (np.asarray(array, dtype=np.float64) for array in (x, n, X))
    tail = (1 - level) / 2
    lower = np.where(x > 0, betaincinv(np.maximum(x, 1e-300), X - x + 1, tail), 0.0)
    upper = np.where(x < X, betaincinv(x + 1, np.maximum(X - x, 1e-300), 1 - tail), 1.0)
    return Interval(lower / (n / N), upper / (n / N))


def wilson_interval(
    x: ArrayLike, n: ArrayLike, X: ArrayLike, N: float, level: float = 0.95
) -> Interval:
    """Return the worker-level interval from Wilson's interval of the place's share x/X.

    Arguments as in :func:`log_delta_interval`.
    """
    x, n, X = (np.asarray(array, dtype=np.float64) for array in (x, n, X))
    z = ndtri(0.5 + level / 2)
    share, w = x / X, n / N
    centre = (share + z**2 / (2 * X)) / (1 + z**2 / X)
    half = z / (1 + z**2 / X) * np.sqrt(share * (1 - share) / X + z**2 / (4 * X**2))
    return Interval((centre - half) / w, (centre + half) / w)
