"""Do places that differ more in one respect differ more in another? The Mantel test (1967).

The correlation of two matrices of distances between the same places, and how often it is as large
when the places of one are shuffled: pairs share places, so that the usual test of a correlation
would be far too sure. The partial test (Smouse, Long and Sokal 1986) takes a third matrix off both.
Where distances go with space, shuffled places are too different from the true order, and small
p-values come too often (Guillot and Rousset 2013): say so where places lie next to one another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, rankdata
from scipy.stats import t as student

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mantel:
    """A Mantel test.

    Attributes:
        correlation: of the distances of pairs; NaN where one of the two does not vary.
        p: share of orders, the true one among them, with a correlation at least as large (in
            absolute value where two-sided).
        p_lower: lower end of a 95 % interval for what p would be with all orders.
        p_upper: upper end.
        places: how many places.
        permutations: how many orders were drawn.
        method: ``pearson`` or ``spearman``.
        alternative: ``greater`` or ``two-sided``.
        partial: whether a third matrix was taken off.
    """

    correlation: float
    p: float
    p_lower: float
    p_upper: float
    places: int
    permutations: int
    method: str
    alternative: str
    partial: bool


def mantel(
    one: ArrayLike,
    other: ArrayLike,
    *,
    seed: int,
    method: Literal["pearson", "spearman"] = "pearson",
    permutations: int = 9_999,
    alternative: Literal["greater", "two-sided"] = "greater",
    given: ArrayLike | None = None,
) -> Mantel:
    """Test whether two matrices of distances go together.

    Args:
        one: (R, R) distances, symmetric with zeros on the diagonal; its places are shuffled.
        other: (R, R) distances of the same places in the same order.
        seed: of the orders that are drawn.
        method: ``spearman`` for ranks of distances.
        permutations: how many orders are drawn.
        alternative: which correlations count as at least as large.
        given: (R, R) distances to take off both.

    Raises:
        InputError: fewer than three places, or matrices that are no distances of the same places.
    """
    tables = [_checked(table) for table in ((one, other) if given is None else (one, other, given))]
    places = tables[0].shape[0]
    if any(table.shape != tables[0].shape for table in tables) or permutations < 1:
        raise InputError("The matrices are of different places, or there are no permutations")
    x, y, *rest = (_standard(table, method) for table in tables)
    partial = bool(rest)
    xz = float(np.vdot(x, rest[0])) if partial else 0.0
    if partial:
        # What the third leaves of the second goes through the formula at once for every order.
        yz = float(np.vdot(y, rest[0]))
        y = _scaled(y - yz * rest[0])
    seen = float(np.vdot(x, y))
    found = _shuffled(x, y, rest[0] if partial else None, permutations, seed)
    if partial:
        seen = float(seen / np.sqrt(1 - xz**2)) if 1 - xz**2 > 1e-12 else float("nan")
    if not np.isfinite(seen) or not np.isfinite(found).all():
        nan = float("nan")
        return Mantel(nan, nan, nan, nan, places, permutations, method, alternative, partial)
    if alternative == "two-sided":
        as_large = int((np.abs(found) >= abs(seen) - 1e-12).sum())
    else:
        as_large = int((found >= seen - 1e-12).sum())
    lower = float(beta.ppf(0.025, as_large, permutations - as_large + 1)) if as_large else 0.0
    upper = (
        float(beta.ppf(0.975, as_large + 1, permutations - as_large))
        if as_large < permutations
        else 1.0
    )
    p = (as_large + 1) / (permutations + 1)
    return Mantel(
        seen, p, min(lower, p), max(upper, p), places, permutations, method, alternative, partial
    )


@dataclass(frozen=True, slots=True)
class MantelInterval:
    """What the correlation of distances may be in places like these.

    Attributes:
        correlation: of the distances of pairs; NaN where one of the two does not vary.
        lower: lower end of the interval; NaN where it cannot be told.
        upper: upper end.
        error: standard error of Fisher's z of the correlation, by the jackknife over places.
        level: what the interval is built for.
    """

    correlation: float
    lower: float
    upper: float
    error: float
    level: float


def mantel_interval(
    one: ArrayLike, other: ArrayLike, *, given: ArrayLike | None = None, level: float = 0.95
) -> MantelInterval:
    """Return the (partial) correlation of distances with its jackknife interval over places.

    Every place is left out once with all its pairs; pairs share places, so that they cannot be
    left out one by one. The interval is Student's of Fisher's z (Tukey 1958; Fisher 1921). It
    speaks of places that could be drawn independently: where neighbours are alike it is too narrow.

    Args:
        one: (R, R) distances.
        other: (R, R) distances of the same places.
        given: (R, R) distances to take off both.
        level: of the interval.

    Raises:
        InputError: as :func:`mantel`, or fewer than four places.
    """
    tables = [_checked(table) for table in ((one, other) if given is None else (one, other, given))]
    places = tables[0].shape[0]
    if any(table.shape != tables[0].shape for table in tables) or places < 4:
        raise InputError("An interval needs matrices of the same four places or more")
    # Centred first: sums of squares lose no digits to the mean.
    off = ~np.eye(places, dtype=bool)
    x, y, *rest = (np.where(off, table - table[off].mean(), 0.0) for table in tables)
    whole, without = _without_each(x, y)
    if rest:
        pairs = [_without_each(table, rest[0]) for table in (x, y)]
        whole = _partial(whole, *(pair[0] for pair in pairs))
        without = _partial(without, *(pair[1] for pair in pairs))
    value = float(whole[0])
    nan = float("nan")
    if not np.isfinite(value) or not np.isfinite(without).all() or abs(value) >= 1 - 1e-12:
        return MantelInterval(value, nan, nan, nan, level)
    z = np.arctanh(np.clip(without, -1 + 1e-12, 1 - 1e-12))
    error = float(np.sqrt((places - 1) / places * ((z - z.mean()) ** 2).sum()))
    half = float(student.ppf((1 + level) / 2, places - 1)) * error
    middle = math.atanh(value)
    return MantelInterval(value, math.tanh(middle - half), math.tanh(middle + half), error, level)


def _without_each(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the correlation of pairs, shape (1,), and that without each place, shape (R,)."""
    places = x.shape[0]

    def sums(table: Floats) -> tuple[Floats, Floats]:
        rows = table.sum(axis=1)
        total = rows.sum() / 2
        return np.array([total]), total - rows

    counts = np.array([places * (places - 1) / 2]), np.full(places, (places - 1) * (places - 2) / 2)
    parts = [sums(table) for table in (x, y, x * x, y * y, x * y)]
    whole, without = (
        _correlation(counts[at], *(part[at] for part in parts)) for at in (0, 1)
    )  # fmt: skip
    return whole, without


def _correlation(n: Floats, x: Floats, y: Floats, xx: Floats, yy: Floats, xy: Floats) -> Floats:
    spread = (xx - x * x / n) * (yy - y * y / n)
    known = spread > 1e-24 * np.maximum(1e-300, xx * yy)
    root = np.sqrt(spread, out=np.full(spread.shape, np.nan), where=known)
    return np.asarray((xy - x * y / n) / root)


def _partial(xy: Floats, xz: Floats, yz: Floats) -> Floats:
    left = (1 - xz**2) * (1 - yz**2)
    root = np.sqrt(left, out=np.full(left.shape, np.nan), where=left > 1e-12)
    return np.asarray((xy - xz * yz) / root)


def _checked(table: ArrayLike) -> Floats:
    matrix = np.asarray(table, np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or matrix.shape[0] < 3:
        raise InputError(
            "A matrix of distances needs as many rows as columns, and three places",
            where=f"shape {matrix.shape}",
        )
    if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T, rtol=1e-9, atol=1e-12):
        raise InputError("A matrix of distances is not symmetric, or a distance is missing")
    if np.abs(np.diagonal(matrix)).max() > 1e-9 * max(1.0, float(np.abs(matrix).max())):
        raise InputError("A place is at a distance from itself", allowed="zeros on the diagonal")
    return matrix


def _standard(matrix: Floats, method: str) -> Floats:
    """Return pairs (or their ranks) with mean 0 and length 1, as a matrix with zeros inside."""
    upper = np.triu_indices(matrix.shape[0], 1)
    pairs = rankdata(matrix[upper]) if method == "spearman" else matrix[upper]
    table = np.zeros(matrix.shape)
    table[upper] = pairs - pairs.mean()
    # Distances that are equal but for rounding do not vary.
    if float(np.abs(table).max()) <= 1e-12 * max(1e-300, float(np.abs(pairs).max())):
        return np.full(matrix.shape, np.nan)
    return _scaled(table + table.T)


def _scaled(table: Floats) -> Floats:
    length = float(np.linalg.norm(table))
    return table / length if length > 1e-12 else np.full(table.shape, np.nan)


def _shuffled(x: Floats, y: Floats, z: Floats | None, permutations: int, seed: int) -> Floats:
    """Return the (partial) correlations for shuffled places of ``x``."""
    random = np.random.default_rng(seed)
    found = np.empty(permutations)
    for at in range(permutations):
        order = random.permutation(x.shape[0])
        moved = x[order][:, order]
        value = float(np.vdot(moved, y))
        if z is not None:
            left = 1.0 - float(np.vdot(moved, z)) ** 2
            value = value / math.sqrt(left) if left > 1e-12 else math.nan
        found[at] = value
    return found
