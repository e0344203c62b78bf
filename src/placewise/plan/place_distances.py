"""Distances between places by what is known of both: needs and indicators."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

LEAST_KNOWN = 0.5
"""A place is compared where at least this part of what is known of any place is known of it."""


def comparable(values: ArrayLike, least: float = LEAST_KNOWN) -> Booleans:
    """Return (R,) of which places enough is known for every pair to have a distance.

    Columns that no place has are not counted. Places of which least is known are taken out one by
    one until every pair that is left has something known in both.

    Args:
        values: (R, K) missing as NaN.
        least: least part of the columns that must be known of a place.
    """
    known = np.isfinite(np.asarray(values, np.float64))
    columns = known.any(axis=0)
    if not columns.any():
        return np.zeros(known.shape[0], np.bool_)
    held = known[:, columns]
    kept = np.asarray(held.mean(axis=1) >= least)
    while kept.any():
        both = held[kept].astype(np.float64) @ held[kept].T.astype(np.float64)
        if (both > 0).all():
            break
        lonely = (both == 0).sum(axis=1)
        kept[np.flatnonzero(kept)[int(np.argmax(lonely))]] = False
    return kept


def known_distances(values: ArrayLike) -> Floats:
    """Return (R, R) root mean squared differences over what is known of both places of a pair.

    What is missing of either place is left out of the pair, as in Gower (1971), and not filled in.

    Args:
        values: (R, K) in units that may be compared, missing as NaN.

    Raises:
        InputError: two places have nothing known in both.
    """
    table = np.asarray(values, np.float64)
    known = np.isfinite(table)
    count = known.astype(np.float64) @ known.T.astype(np.float64)
    if (count == 0).any():
        raise InputError(
            "Two places have nothing that is known of both",
            action="Leave out places of which little is known.",
        )
    # Row by row: places that are equal in what is known are exactly no distance apart.
    square = np.array([np.nansum((table - row) ** 2, axis=1) for row in table])
    return np.asarray(np.sqrt(square / count))


def standardised(values: ArrayLike) -> Floats:
    """Return columns with mean 0 and standard deviation 1 over places, those that vary alone."""
    table = np.asarray(values, np.float64)
    kept = []
    for column in table.T:
        known = column[np.isfinite(column)]
        deviation = float(known.std()) if known.size > 1 else 0.0
        if deviation > 1e-12 * max(1.0, float(np.abs(known).max(initial=0.0))):
            kept.append((column - known.mean()) / deviation)
    return np.column_stack(kept) if kept else np.empty((table.shape[0], 0))
