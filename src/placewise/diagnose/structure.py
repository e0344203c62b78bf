"""How concentrated the mix of industries of a place is, and how special.

Every function takes jobs (or GVA, or shares of either) as (R, I) and returns (R,): all places at
once. A place with nothing, or with a cell that is not known (NaN), is NaN: a structure of unknown
parts is not known. The measures of inequality stand in :mod:`placewise.diagnose.inequality`, those
of an industry's geography in :mod:`placewise.diagnose.concentration`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.inequality import (
    atkinson,
    gini,
    hoover,
    mean_log_deviation,
    reference_shares,
    shares,
    theil,
)
from placewise.errors import InputError

__all__ = [
    "atkinson",
    "entropy",
    "gini",
    "gini_of_location_quotients",
    "hachman",
    "herfindahl",
    "hoover",
    "krugman",
    "krugman_against_rest",
    "mean_log_deviation",
    "shares",
    "standardised_location_quotients",
    "theil",
]

Floats = NDArray[np.float64]


def herfindahl(values: ArrayLike) -> Floats:
    """Return the Herfindahl index of each place: 1/I is an even mix, 1 a single industry.

    Args:
        values: (R, I), zero or more, any unit.

    Raises:
        InputError: a negative or infinite value.
    """
    return np.asarray((shares(values) ** 2).sum(axis=1))


def entropy(values: ArrayLike, base: float = np.e) -> Floats:
    """Return Shannon's entropy of each place's mix: 0 is a single industry, log I an even mix.

    Args:
        values: (R, I), zero or more, any unit.
        base: base of the logarithm; e gives nats, 2 gives bits.

    Raises:
        InputError: a negative or infinite value, or a base that is not above 1.
    """
    if not 1 < base < np.inf:
        raise InputError(
            f"There is no entropy to the base {base:g}", where="base", allowed="above 1: e, 2 or 10"
        )
    s = shares(values)
    logs = np.log(s, out=np.zeros_like(s), where=~(s == 0))
    return np.asarray(np.maximum(-(s * logs).sum(axis=1) / np.log(base), 0.0))


def krugman(values: ArrayLike, reference: ArrayLike) -> Floats:
    """Return Krugman's index (1991): the sum of absolute differences of shares, 0 to 2.

    Half of it is the part of all jobs that would have to change industry to have the mix of the
    base.

    Args:
        values: (R, I), zero or more, any unit.
        reference: (I,) the base, the place itself included or not as the caller chooses;
            :func:`krugman_against_rest` leaves it out.

    Raises:
        InputError: a negative or infinite value, or a base of another length.
    """
    s = shares(values)
    return np.asarray(np.abs(s - reference_shares(reference, s.shape[1])).sum(axis=1))


def krugman_against_rest(values: ArrayLike, totals: ArrayLike) -> Floats:
    """Return Krugman's index of each place against all the others, 0 to 2.

    A large place is part of the base that it is compared with, and looks more usual than it is;
    here the base is what is left without it.

    Args:
        values: (R, I), zero or more.
        totals: (I,) of the base, every place included, in the unit of ``values``.

    Raises:
        InputError: a negative or infinite value, a base of another length, or a place that has more
            of an industry than the base.
    """
    x = np.atleast_2d(np.asarray(values, dtype=np.float64))
    base = np.asarray(totals, dtype=np.float64)
    reference_shares(base, x.shape[1])
    if np.any(x > base):
        row, column = np.argwhere(x > base)[0]
        raise InputError(
            "A place has more of an industry than the base that contains it",
            where=f"row {row}, column {column}: {x[row, column]:g} of {base[column]:g}",
            allowed="totals that include every place",
            action="Use the sums over all places as totals.",
        )
    return np.asarray(np.abs(shares(x) - shares(base - x)).sum(axis=1))


def hachman(values: ArrayLike, reference: ArrayLike) -> Floats:
    """Return Hachman's index: 1 is the mix of the base, near 0 is far from it.

    It is the inverse of the mean location quotient, weighted by the place's own shares.

    Args:
        values: (R, I), zero or more, any unit.
        reference: (I,) the base. A place with jobs in an industry that the base lacks is NaN.

    Raises:
        InputError: a negative or infinite value, or a base of another length.
    """
    s = shares(values)
    base = reference_shares(reference, s.shape[1])
    terms = np.divide(s * s, base, out=np.where(s == 0, 0.0, np.nan), where=base > 0)
    return np.asarray(1.0 / terms.sum(axis=1))


def gini_of_location_quotients(values: ArrayLike, reference: ArrayLike) -> Floats:
    """Return the Gini coefficient of specialisation, or of concentration.

    The plain Gini coefficient of the row's location quotients (Farhauer and Kroell 2013): rows as
    places and columns as industries give the specialisation of places; rows as industries and
    columns as places give the concentration of industries.

    Args:
        values: (R, I), zero or more.
        reference: (I,) the base. An industry with nothing in the base has no location quotient and
            is left out; a place with jobs in it all the same is NaN.

    Raises:
        InputError: a negative or infinite value, or a base of another length.
    """
    s = shares(values)
    base = reference_shares(reference, s.shape[1])
    empty = base == 0
    coefficient = gini(s[:, ~empty] / base[~empty])
    return np.where((s[:, empty] > 0).any(axis=1), np.nan, coefficient)


def standardised_location_quotients(quotients: ArrayLike) -> Floats:
    """Return location quotients as z-scores: by industry, over places, with n - 1.

    Args:
        quotients: (R, I). Cells that are not known (NaN) are left out of mean and deviation, and
            stay NaN.

    Returns:
        (R, I); an industry that is known in fewer than two places, or that is equal everywhere, is
        NaN.

    Raises:
        InputError: anything but a table.
    """
    lq = np.asarray(quotients, dtype=np.float64)
    if lq.ndim != 2:
        raise InputError(
            "Location quotients are standardised over places, industry by industry",
            where=f"an array of shape {lq.shape}",
            allowed="(R, I)",
        )
    known = np.isfinite(lq)
    count = known.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = lq - np.where(known, lq, 0.0).sum(axis=0) / count
        square = np.where(known, deviation, 0.0) ** 2
        spread = np.sqrt(square.sum(axis=0) / (count - 1.0))
        return np.where(known & (spread > 0), deviation / spread, np.nan)
