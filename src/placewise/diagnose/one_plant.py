"""What if one plant closed: how much of a specialism hangs on a single employer."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def location_quotients_without_one_plant(
    values: ArrayLike,
    place_totals: ArrayLike,
    industry_totals: ArrayLike,
    total: float,
    herfindahl: ArrayLike,
) -> Floats:
    """Return location quotients after one average plant has closed in each cell in turn.

    The plant is of the size in which the average job of the industry is found, ``X H`` jobs (the
    mean of plant sizes weighted by jobs), or the whole cell where that is smaller. It leaves the
    place and the base.

    Args:
        values: (R, I) jobs or GVA, NaN where not known.
        place_totals: (R,).
        industry_totals: (I,) over the base.
        total: all industries over the base.
        herfindahl: (I,) plant Herfindahl; NaN where not known.

    Returns:
        (R, I); NaN where the value or the Herfindahl is not known, or nothing would be left.
    """
    x = np.asarray(values, dtype=np.float64)
    n = np.asarray(place_totals, dtype=np.float64)[:, None]
    X = np.asarray(industry_totals, dtype=np.float64)[None, :]
    plant = np.minimum(x, X * np.asarray(herfindahl, dtype=np.float64)[None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = ((x - plant) / (n - plant)) / ((X - plant) / (total - plant))
    return np.where((n - plant > 0) & (X - plant > 0), quotient, np.nan)
