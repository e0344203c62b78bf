"""Which industries go together, and how close a place is to those that it lacks.

An industry is *present* in a place where its revealed advantage (Balassa 1965; the same number as
the location quotient) reaches a threshold. Two industries are *proximate* when places tend to have
both; the *density* of a place around an industry is the part of that industry's proximities that
lies on industries present there (Hidalgo, Klinger, Barabasi and Hausmann 2007). Proximity says that
two industries are found together, not why.

Presence has three values: 1, 0, and NaN where it is not known. What is not known counts neither for
nor against: every share is taken over the places, or the industries, that are known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.location_quotient import location_quotients
from placewise.errors import InputError

Floats = NDArray[np.float64]

ROUNDING = 1e-12
"""Relative error of a quotient that does not decide whether it reaches a threshold."""


def revealed_advantage(
    values: ArrayLike,
    place_totals: ArrayLike | None = None,
    industry_totals: ArrayLike | None = None,
    total: float | None = None,
) -> Floats:
    """Return the revealed advantage of every place in every industry (Balassa 1965).

    Args:
        values: (R, I) zero or more, NaN where not known.
        place_totals: (R,) all industries of each place as published; None for the sums of the
            cells that are known.
        industry_totals: (I,) each industry over the base; None for the sums of known cells.
        total: all industries over the base; None for the sum of ``industry_totals``.

    Returns:
        (R, I); NaN where a cell is not known, and where a place or an industry has nothing at all.

    Raises:
        InputError: a negative or infinite value, or totals that do not fit.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 2 or not x.size:
        raise InputError(
            "Revealed advantage needs a table of places by industries",
            where=f"an array of shape {x.shape}",
            allowed="(R, I), with at least one place and one industry",
        )
    if np.any((x < 0) | np.isinf(x)):
        raise InputError(
            "Revealed advantage needs values of zero or more",
            where=f"the smallest is {np.nanmin(x):g}, the largest {np.nanmax(x):g}",
            allowed="zero or more, or NaN where it is not known",
        )
    n = np.nansum(x, axis=1) if place_totals is None else place_totals
    X = np.nansum(x, axis=0) if industry_totals is None else industry_totals
    return location_quotients(x, n, X, float(np.sum(X)) if total is None else total)


def presence(values: ArrayLike, threshold: float = 1.0) -> Floats:
    """Return in which industries each place is at or above a threshold: 1, 0, or NaN.

    Args:
        values: (R, I) revealed advantage, or any measure in which more is more present.
        threshold: what it must reach.

    Returns:
        (R, I); NaN where the value is NaN.
    """
    x = np.asarray(values, dtype=np.float64)
    # An even mix has quotients of 1 give or take the last digit.
    return np.where(np.isnan(x), np.nan, x >= threshold - ROUNDING * abs(threshold))


def proximity(presence: ArrayLike) -> Floats:
    """Return how often two industries are found together: the smaller of two shares.

    The smaller of P(i | j) and P(j | i), each over the places where both industries are known
    (Hidalgo, Klinger, Barabasi and Hausmann 2007).

    Args:
        presence: (R, I) of 1, 0 and NaN.

    Returns:
        (I, I), symmetric, 0 to 1, with 0 on the diagonal; NaN in the rows and columns of industries
        that are present nowhere.

    Raises:
        InputError: another value than 1, 0 and NaN.
    """
    present, known = split(presence)
    has = present.astype(np.float32)  # counts are exact below 2**24 places
    both = (has.T @ has).astype(np.float64)
    found = np.diagonal(both).copy()
    if known.all():
        most = np.maximum(found[:, None], found[None, :])
    else:
        # places of j among those where i is known
        there = (known.astype(np.float32).T @ has).astype(np.float64)
        most = np.maximum(there, there.T)
    phi: Floats = np.divide(both, most, out=np.full_like(both, np.nan), where=most > 0)
    np.fill_diagonal(phi, 0.0)
    phi[found == 0, :] = np.nan
    phi[:, found == 0] = np.nan
    return phi


def relatedness_density(presence: ArrayLike, proximity: ArrayLike) -> Floats:
    """Return the part of each industry's proximities that lies on industries of the place.

    ``sum_j M_rj phi_ij / sum_j phi_ij`` over the industries j that are known in the place; the
    industry itself is not among them, because its proximity to itself is 0.

    Args:
        presence: (R, I) of 1, 0 and NaN.
        proximity: (I, I) as :func:`proximity` returns it; NaN for industries without any.

    Returns:
        (R, I), 0 to 1; NaN for an industry that is near no other, and for a place in which nothing
        is known.

    Raises:
        InputError: another value than 1, 0 and NaN, or shapes that do not fit.
    """
    present, known = split(presence)
    phi = np.asarray(proximity, dtype=np.float64)
    if phi.shape != (present.shape[1],) * 2:
        raise InputError(
            "The proximities do not have the industries of the table",
            where=f"a table of shape {present.shape}, proximities of shape {phi.shape}",
            allowed="(R, I) and (I, I)",
        )
    weight = np.nan_to_num(phi, nan=0.0)
    near = present.astype(np.float64) @ weight
    reach = weight.sum(axis=0)[None, :] if known.all() else known.astype(np.float64) @ weight
    return np.asarray(np.divide(near, reach, out=np.full_like(near, np.nan), where=reach > 0))


def split(presence: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (R, I) what is present, and (R, I) what is known.

    Raises:
        InputError: anything but a table of 1, 0 and NaN.
    """
    m = np.asarray(presence, dtype=np.float64)
    present, known = m == 1, ~np.isnan(m)
    if m.ndim != 2 or np.any(known & ~present & (m != 0)):
        raise InputError(
            "Presence is a table of places by industries that says yes or no",
            where=f"an array of shape {m.shape}",
            allowed="1, 0, or NaN where it is not known",
            action="Make it with presence().",
        )
    return present, known
