"""Discounting: what a pound of a later year is worth in year 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from placewise.errors import InputError
from placewise.model.appraisal import DiscountBand

Floats = NDArray[np.float64]


def discount_rates(years: int, bands: Sequence[DiscountBand]) -> Floats:
    """Return the rate of each year from 0 on, shape (years,).

    Args:
        years: how many.
        bands: years that share a rate, from year 0 on, without gaps.

    Raises:
        InputError: ``years`` is below 1.
    """
    if years < 1:
        raise InputError(f"{years} years cannot be discounted", allowed="1 year or more")
    starts = np.array([band.first for band in bands])
    at = np.searchsorted(starts, np.arange(years), side="right") - 1
    return np.array([band.rate for band in bands], np.float64)[at]


def discount_factors(years: int, bands: Sequence[DiscountBand]) -> Floats:
    """Return the factor of each year from 0 on, shape (years,); that of year 0 is 1.

    Factors accumulate year by year: a lower rate of later years does not reach back to the first
    ones (HM Treasury, Green Book, annex on discounting).
    """
    growth = 1 + discount_rates(years, bands)
    growth[0] = 1.0
    return np.asarray(1 / np.cumprod(growth), np.float64)
