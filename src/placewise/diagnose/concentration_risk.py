"""What if an industry shrank: how much of a place hangs on it, beside every other place.

If industry i of a place loses the part f of its jobs (or GVA), the place loses directly ``f x / n``
of all of them. What follows through suppliers and spending is a multiplier m, the total lost for
each one lost directly: m f x / n. Multipliers are evidence from elsewhere and differ widely, so
they come in as a range and go out as one; nothing is assumed of them here. Nor is anything said of
whether the industry will shrink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from placewise.diagnose.standing import percentiles
from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ConcentrationRisk:
    """What R places would lose if an industry of each shrank; all (R,), NaN where not known.

    Attributes:
        industry: position of the industry; -1 where none was named and no cell of the place is
            known, or it has nothing.
        share: the industry's share of the place, 0 to 1.
        direct: share of the place that is lost directly.
        direct_lower: lower end of its interval, from the variance of the table.
        direct_upper: upper end.
        total_lower: lower end of the loss with what follows: ``direct_lower`` times the smaller
            multiplier.
        total_upper: ``direct_upper`` times the larger multiplier, at most 1.
        percentile: the part of the other known places that would lose less, ties counted half, 0 to
            100.
        percentile_lower: the same of the lower end among the other places' values.
        percentile_upper: the same of the upper end.
        fall: the part of the industry that is lost.
        multipliers: the range that was used.
        level: probability of the intervals.
    """

    industry: NDArray[np.intp]
    share: Floats
    direct: Floats
    direct_lower: Floats
    direct_upper: Floats
    total_lower: Floats
    total_upper: Floats
    percentile: Floats
    percentile_lower: Floats
    percentile_upper: Floats
    fall: float
    multipliers: tuple[float, float]
    level: float


def concentration_risk(
    values: ArrayLike,
    place_totals: ArrayLike,
    *,
    multipliers: tuple[float, float],
    variance: ArrayLike | float = 0.0,
    industry: ArrayLike | None = None,
    fall: float = 0.2,
    level: float = 0.95,
) -> ConcentrationRisk:
    """Return what every place would lose if its largest, or a given, industry shrank.

    For GVA beside jobs, call it with the table of GVA, its own multipliers, and the ``industry``
    that the table of jobs has found.

    Args:
        values: (R, I) jobs or GVA, zero or more; NaN where not known.
        place_totals: (R,) all industries of each place, the unknown cells included.
        multipliers: smallest and largest total loss for each one lost directly, by the evidence
            that is used; 1 and 1 for the direct loss alone. Below 1, others take up some of it.
        variance: (R, I) variance of the values from rounding and sampling; errors of two cells are
            taken as independent, and the total as the sum of its cells.
        industry: (R,) the industry of each place, or one number for all; None for the largest that
            is known of each place.
        fall: the part of the industry that is lost, above 0 and at most 1.
        level: probability of the intervals.

    Raises:
        InputError: shapes that do not fit, values, variances or a fall out of range, multipliers in
            the wrong order, or an industry that is not there.
    """
    x, n = np.asarray(values, np.float64), np.asarray(place_totals, np.float64)
    v = np.broadcast_to(np.asarray(variance, np.float64), x.shape) if x.ndim == 2 else x
    _check(x, n, v, multipliers, fall, level)
    chosen = _largest(x) if industry is None else _given(industry, x.shape)
    known = chosen >= 0
    each = np.arange(len(x))
    cell, cell_variance = x[each, chosen], v[each, chosen]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(known & (n > 0), cell / n, np.nan)
        # d(x/n) = (1 - s) dx/n - s d(rest)/n, with the rest of the place's cells.
        rest = np.nansum(v, axis=1) - np.nan_to_num(cell_variance)
        error = np.sqrt((1.0 - share) ** 2 * cell_variance + share**2 * rest) / n
    width = float(ndtri(0.5 + level / 2.0)) * error
    direct = fall * share
    lower, upper = (fall * np.clip(share + side * width, 0.0, 1.0) for side in (-1.0, 1.0))
    low, high = multipliers
    return ConcentrationRisk(
        industry=chosen,
        share=share,
        direct=direct,
        direct_lower=lower,
        direct_upper=upper,
        total_lower=np.minimum(low * lower, 1.0),
        total_upper=np.minimum(high * upper, 1.0),
        percentile=percentiles(direct, direct),
        percentile_lower=percentiles(lower, direct),
        percentile_upper=percentiles(upper, direct),
        fall=fall,
        multipliers=multipliers,
        level=level,
    )


def _largest(x: Floats) -> NDArray[np.intp]:
    """Return (R,) the largest known industry of each place; -1 where it has nothing."""
    filled = np.nan_to_num(x, nan=0.0)
    return np.where(filled.max(axis=1) > 0, filled.argmax(axis=1), -1)


def _given(industry: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.intp]:
    """Return (R,) the industry of each place, as given."""
    chosen = np.asarray(industry)
    if chosen.ndim > 1 or chosen.size not in (1, shape[0]) or chosen.dtype.kind not in "iu":
        raise InputError(
            "The industry is one number, or one a place",
            where=f"an array of shape {chosen.shape}, {chosen.dtype}",
            allowed=f"a whole number, or ({shape[0]},) of them",
        )
    if np.any((chosen < -1) | (chosen >= shape[1])):
        raise InputError(
            "An industry is not in the table",
            where=f"industries {chosen.min()} to {chosen.max()}",
            allowed=f"0 to {shape[1] - 1}, or -1 where there is none",
        )
    return np.broadcast_to(chosen.astype(np.intp), shape[:1])


def _check(
    x: Floats, n: Floats, v: Floats, multipliers: tuple[float, float], fall: float, level: float
) -> None:
    if x.ndim != 2 or n.shape != x.shape[:1]:
        raise InputError(
            "The table and its totals do not fit together",
            where=f"values {x.shape}, place totals {n.shape}",
            allowed="values (R, I), place totals (R,)",
        )
    if np.any(x < 0) or np.any(np.isinf(x)) or np.any(v < 0) or np.any(x > n[:, None] * (1 + 1e-9)):
        raise InputError(
            "A value, or its variance, is not possible",
            where=f"values from {np.nanmin(x):g}, variances from {np.nanmin(v):g}",
            allowed="zero or more, and no value above its place's total",
        )
    if not 0 < multipliers[0] <= multipliers[1] < np.inf or not 0 < fall <= 1 or not 0 < level < 1:
        raise InputError(
            "The question is out of range",
            where=f"multipliers {multipliers}, a fall of {fall:g}, level {level:g}",
            allowed="multipliers above 0, the smaller first; a fall above 0 and at most 1; a level "
            "between 0 and 1",
        )
