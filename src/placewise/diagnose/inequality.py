"""How unequal the parts of a total are: Gini, Theil, mean log deviation, Atkinson, Hoover.

Every function takes (R, I), one distribution a row (or a single row as (I,)), and returns (R,): all
rows at once. The parts may be in any unit, because only their shares count. A row with a part that
is not known (NaN), or with nothing in it, is NaN: the inequality of unknown parts is not known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


def shares(values: ArrayLike) -> Floats:
    """Return each part as a share of the total of its row.

    Args:
        values: (R, I) or (I,), zero or more.

    Returns:
        (R, I); NaN throughout a row whose total is zero or not known.

    Raises:
        InputError: a negative or infinite value, or more than two dimensions.
    """
    x = np.atleast_2d(np.asarray(values, dtype=np.float64))
    if x.ndim > 2 or x.shape[1] == 0:
        raise InputError(
            "Shares need a table of places by industries",
            where=f"an array of shape {x.shape}",
            allowed="(R, I) or (I,), with at least one column",
        )
    wrong = (x < 0) | np.isinf(x)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise InputError(
            f"Shares of {x[row, column]:g} mean nothing",
            where=f"row {row}, column {column}, the first of {int(wrong.sum())}",
            allowed="zero or more, or NaN where it is not known",
            action="Correct the value, or leave out the industry or the place.",
        )
    total = x.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(x, total, out=np.full_like(x, np.nan), where=total > 0))


def gini(values: ArrayLike, *, normalised: bool = False) -> Floats:
    """Return the Gini coefficient of each row: 0 is even, (I - 1) / I all in one part.

    Args:
        values: (R, I), zero or more, any unit.
        normalised: scale by I / (I - 1), so that all in one part is 1. A single part is NaN then.

    Raises:
        InputError: a negative or infinite value.
    """
    s = np.sort(shares(values), axis=1)
    parts = s.shape[1]
    weight = 2.0 * np.arange(1, parts + 1) - parts - 1
    # Rounding may leave -1e-17 for an even row.
    coefficient = np.asarray(np.maximum((s * weight).sum(axis=1) / parts, 0.0))
    if not normalised:
        return coefficient
    return coefficient * (parts / (parts - 1)) if parts > 1 else np.full(len(s), np.nan)


def theil(values: ArrayLike) -> Floats:
    """Return Theil's T of each row: 0 is even, log I all in one part. In nats.

    Theil (1967). It adds up over groups: the inequality within each group, weighted by its share of
    the total, and that between the groups.

    Args:
        values: (R, I), zero or more, any unit.

    Raises:
        InputError: a negative or infinite value.
    """
    s = shares(values)
    relative = s * s.shape[1]
    logs = np.log(relative, out=np.zeros_like(relative), where=~(relative == 0))
    return np.asarray(np.maximum((s * logs).sum(axis=1), 0.0))


def mean_log_deviation(values: ArrayLike) -> Floats:
    """Return the mean log deviation (Theil's L) of each row: 0 is even. In nats.

    Args:
        values: (R, I), zero or more, any unit.

    Returns:
        (R,); infinite where a part is zero, as the definition has it.

    Raises:
        InputError: a negative or infinite value.
    """
    s = shares(values)
    with np.errstate(divide="ignore"):
        return np.asarray(np.maximum(-np.log(s * s.shape[1]).mean(axis=1), 0.0))


def atkinson(values: ArrayLike, aversion: float) -> Floats:
    """Return Atkinson's index (1970) of each row: 0 is even, 1 the most unequal.

    Args:
        values: (R, I), zero or more, any unit.
        aversion: aversion to inequality, above 0. From 1 on, a part of zero makes the index 1.

    Raises:
        InputError: a negative or infinite value, or an aversion that is not above 0.
    """
    if not 0 < aversion < np.inf:
        raise InputError(
            f"An aversion of {aversion:g} measures nothing",
            where="aversion",
            allowed="a number above 0, such as 0.5 or 1",
        )
    s = shares(values)
    relative = s * s.shape[1]
    with np.errstate(divide="ignore"):
        if aversion == 1:
            equal_to = np.exp(np.log(relative).mean(axis=1))
        else:
            power = 1.0 - aversion
            equal_to = (relative**power).mean(axis=1) ** (1.0 / power)
    return np.asarray(np.maximum(1.0 - equal_to, 0.0))


def hoover(values: ArrayLike, reference: ArrayLike | None = None) -> Floats:
    """Return Hoover's index (1936): the part of the total that would have to move, 0 to 1.

    Args:
        values: (R, I), zero or more, any unit.
        reference: (I,) the distribution to move to, in any unit; None for an even one.

    Raises:
        InputError: a negative or infinite value, or a reference of another length.
    """
    s = shares(values)
    target = np.ones(s.shape[1]) if reference is None else reference
    return np.asarray(np.abs(s - reference_shares(target, s.shape[1])).sum(axis=1) / 2.0)


def reference_shares(reference: ArrayLike, industries: int) -> Floats:
    """Return (I,) shares of the base that every row is compared with.

    Args:
        reference: (I,) zero or more; one part that is not known makes all of them NaN.
        industries: how many parts the rows have.

    Raises:
        InputError: a negative or infinite value, or another number of parts.
    """
    base = np.asarray(reference, dtype=np.float64)
    if base.shape != (industries,):
        raise InputError(
            "The base does not have the industries of the table",
            where=f"a base of shape {base.shape}",
            allowed=f"({industries},), one value an industry",
        )
    return np.asarray(shares(base)[0])
