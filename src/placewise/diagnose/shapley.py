"""How much of the differences between places goes with each driver: Shapley values of R squared.

The share of a driver is what R squared rises by when it is added, averaged over all orders in
which drivers can be added (Shapley 1953; Lindeman, Merenda and Gold 1980 for regressions, where it
is called LMG). Drivers that are measured by several variables count as one group. All subsets are
gone through, so the values are exact, and everything is done on correlation matrices, so that a
thousand bootstrap samples are one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]

MOST_GROUPS = 12
"""Beyond this the 2^G subsets take too long, and nobody could tell the drivers apart."""
SINGULAR = 1e-10
"""Smallest eigenvalue of a correlation matrix that is still solved, not inverted by its rank."""


def shapley_r_squared(correlations: ArrayLike, groups: Sequence[int]) -> Floats:
    """Return the share of the variance of the outcome that goes with each group of drivers.

    Args:
        correlations: (..., 1 + P, 1 + P) correlation matrices, the outcome first.
        groups: (P,) the group of each driver, numbered from 0 without gap.

    Returns:
        (..., G); the sum over groups is R squared. NaN where a correlation is not known (a driver
        or the outcome does not vary).

    Raises:
        InputError: groups that do not fit the matrix, or too many of them.
    """
    matrix = np.asarray(correlations, dtype=np.float64)
    members = _members(groups, matrix.shape[-1] - 1)
    count = len(members)
    explained = _r_squared_of_subsets(matrix, members)
    shares = np.zeros((*matrix.shape[:-2], count))
    for group in range(count):
        others = [g for g in range(count) if g != group]
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for before in combinations(others, size):
                gain = explained[frozenset((*before, group))] - explained[frozenset(before)]
                shares[..., group] += weight * gain
    return shares


def correlation_matrices(data: ArrayLike, weights: ArrayLike) -> Floats:
    """Return the correlations of columns under many sets of weights at once.

    Args:
        data: (N, Q) one row a place.
        weights: (B, N) how often each place is in each sample.

    Returns:
        (B, Q, Q); NaN where a column does not vary in a sample.
    """
    x = np.asarray(data, dtype=np.float64)
    w = np.asarray(weights, dtype=np.float64)
    x = x - x.mean(axis=0)  # products of centred columns keep their digits
    rows, columns = x.shape
    total = w.sum(axis=1)
    means = (w @ x) / total[:, None]
    products = (x[:, :, None] * x[:, None, :]).reshape(rows, columns * columns)
    second = ((w @ products) / total[:, None]).reshape(-1, columns, columns)
    covariance = second - means[:, :, None] * means[:, None, :]
    variance = np.diagonal(covariance, axis1=1, axis2=2)
    # What is left of rounding is no variation.
    varies = variance > 1e-12 * np.maximum(np.diagonal(second, axis1=1, axis2=2), 1e-300)
    deviation = np.where(varies, np.sqrt(np.maximum(variance, 0.0)), np.nan)
    return np.asarray(covariance / (deviation[:, :, None] * deviation[:, None, :]))


def _r_squared_of_subsets(matrix: Floats, members: list[list[int]]) -> dict[frozenset[int], Floats]:
    """Return R squared of every subset of groups."""
    flat = matrix.reshape(-1, *matrix.shape[-2:])
    known = np.atleast_1d(np.isfinite(flat).all(axis=(1, 2)))
    safe = np.where(known[:, None, None], flat, np.eye(flat.shape[-1]))
    # A part of a matrix has no smaller eigenvalue than the whole (Cauchy), so one look is enough.
    solvable = np.linalg.eigvalsh(safe[:, 1:, 1:])[:, 0] > SINGULAR
    explained: dict[frozenset[int], Floats] = {
        frozenset(): np.where(known, 0.0, np.nan).reshape(matrix.shape[:-2])
    }
    for size in range(1, len(members) + 1):
        for subset in combinations(range(len(members)), size):
            columns = [1 + column for group in subset for column in members[group]]
            found = np.full(len(flat), np.nan)
            for rows, solved in ((known & solvable, True), (known & ~solvable, False)):
                if rows.any():
                    found[rows] = _r_squared(safe[rows], columns, solved=solved)
            explained[frozenset(subset)] = found.reshape(matrix.shape[:-2])
    return explained


def _r_squared(matrices: Floats, columns: list[int], *, solved: bool) -> Floats:
    """Return R squared of the outcome on some columns, for each of (B, 1 + P, 1 + P)."""
    inside = matrices[:, columns][:, :, columns]
    with_outcome = matrices[:, columns, 0][:, :, None]
    if solved:
        slopes = np.linalg.solve(inside, with_outcome)
    else:
        slopes = np.linalg.pinv(inside, rtol=SINGULAR, hermitian=True) @ with_outcome
    return np.asarray((with_outcome * slopes).sum(axis=(1, 2)))


def _members(groups: Sequence[int], drivers: int) -> list[list[int]]:
    """Return the drivers of each group, or say why they cannot be grouped so."""
    count = max(groups, default=-1) + 1
    members = [[at for at, group in enumerate(groups) if group == g] for g in range(count)]
    if len(groups) != drivers or not members or not all(members):
        raise InputError(
            "The groups do not fit the drivers",
            where=f"groups {list(groups)} for {drivers} drivers",
            allowed="one number a driver, from 0 without gap",
        )
    if count > MOST_GROUPS:
        raise InputError(
            f"{count} groups of drivers have too many subsets",
            allowed=f"at most {MOST_GROUPS} groups",
            action="Join drivers that measure the same thing into one group.",
        )
    return members
