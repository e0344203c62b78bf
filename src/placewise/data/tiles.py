"""A tile-grid map: one square a place, so that small places are seen as well as large ones."""

from __future__ import annotations

from itertools import chain, count

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Whole = NDArray[np.int64]


def lay_out_tiles(
    longitude: ArrayLike, latitude: ArrayLike, *, slack: float = 1.6
) -> tuple[Whole, Whole]:
    """Place points on a grid, one a cell, moving them as little as possible.

    Centroids are stretched to even out crowded and empty parts (half rank, half distance), then
    assigned to cells so that the sum of squared moves is smallest.

    Args:
        longitude: (R,) degrees.
        latitude: (R,) degrees.
        slack: cells offered for each place; more keeps the shape of the map, less fills it.

    Returns:
        Columns from the left and rows from the top, both (R,), starting at 0.

    Raises:
        InputError: coordinates that are not finite, or not as many of one as of the other.
    """
    from scipy.optimize import linear_sum_assignment

    x, y = np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64)
    if x.shape != y.shape or not np.all(np.isfinite(x)) or not np.all(np.isfinite(y)):
        raise InputError(
            "A tile map needs a longitude and a latitude for every place",
            where=f"{x.size} longitudes, {y.size} latitudes",
        )
    if not x.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    across, down = _evened(x), _evened(-y)
    # A country is about as much taller than wide as its degrees say, shrunk by its latitude.
    shape = (np.ptp(y) + 1e-9) / ((np.ptp(x) + 1e-9) * np.cos(np.radians(np.mean(y))))
    columns = max(1, round(np.sqrt(slack * x.size / np.clip(shape, 0.5, 2.0))))
    rows = int(np.ceil(slack * x.size / columns))
    grid_x, grid_y = np.meshgrid(np.arange(columns), np.arange(rows))
    cost = (across[:, None] * (columns - 1) - grid_x.ravel()[None, :]) ** 2 + (
        down[:, None] * (rows - 1) - grid_y.ravel()[None, :]
    ) ** 2
    _, cells = linear_sum_assignment(cost)
    column, row = cells % columns, cells // columns
    return (column - column.min()).astype(np.int64), (row - row.min()).astype(np.int64)


def short_labels(names: list[str], most: int = 4) -> list[str]:
    """Return a label of at most four letters for each name, no two alike.

    Initials of a name of several words, the first letters of a single one; digits where needed.
    """
    taken: set[str] = set()
    labels = []
    for name in names:
        words = [word for word in name.replace("-", " ").split() if word[:1].isupper()]
        letters = "".join(character for character in name if character.isalpha())
        initials = "".join(word[0] for word in words)[:most] if len(words) > 1 else ""
        numbered = (f"{letters[: most - len(str(n))]}{n}" for n in count(2))
        tries = chain([initials, letters[:3], letters[:most]], numbered)
        label = next(label for label in tries if label and label not in taken)
        taken.add(label)
        labels.append(label)
    return labels


def _evened(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return positions from 0 to 1, half by distance and half by rank."""
    span = np.ptp(position)
    distance = (position - position.min()) / (span if span > 0 else 1.0)
    rank = np.argsort(np.argsort(position, kind="stable"), kind="stable")
    return np.asarray(0.5 * distance + 0.5 * rank / max(1, position.size - 1))
