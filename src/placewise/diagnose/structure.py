"""How concentrated, how special and how unequal the mix of industries is.

Every function takes shares or jobs as (R, I) and returns (R,): all places at once. A place with
nothing, or with a cell that is not known, is NaN: a structure of unknown parts is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


def shares(values: ArrayLike) -> Floats:
    """Return (R, I) shares of each row in its own total; NaN where the total is zero or unknown.

    Raises:
        InputError: a negative value.
    """
    x = np.atleast_2d(np.asarray(values, dtype=np.float64))
    if np.any(x < 0):
        raise InputError(
            "Shares of negative values mean nothing",
            where=f"smallest value {np.nanmin(x):g}",
            allowed="zero or more",
        )
    total = x.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, x / total, np.nan)


def herfindahl(values: ArrayLike) -> Floats:
    """Return the Herfindahl index of each place: the sum of squared shares, 1/I to 1."""
    return np.asarray((shares(values) ** 2).sum(axis=1))


def entropy(values: ArrayLike, base: float = np.e) -> Floats:
    """Return Shannon's entropy of each place's shares; 0 for a single industry."""
    s = shares(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(s > 0, -s * np.log(s), np.where(s == 0, 0.0, np.nan))
    return np.asarray(terms.sum(axis=1) / np.log(base))


def krugman(values: ArrayLike, reference: ArrayLike) -> Floats:
    """Return Krugman's index (1991): the sum of absolute differences of shares, 0 to 2.

    Half of it is the part of all jobs that would have to change industry.

    Args:
        values: (R, I).
        reference: (I,) the base, the place itself included or not as the caller chooses.
    """
    return np.asarray(np.abs(shares(values) - shares(reference)).sum(axis=1))


def hachman(values: ArrayLike, reference: ArrayLike) -> Floats:
    """Return Hachman's index: the inverse of the mean location quotient, weighted by shares.

    1 is the mix of the base, small is far from it.
    """
    s, base = shares(values), shares(reference)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(base > 0, s * s / base, np.where(s == 0, 0.0, np.nan))
        return np.asarray(1.0 / terms.sum(axis=1))


def gini(values: ArrayLike, *, normalised: bool = False) -> Floats:
    """Return the Gini coefficient of each row.

    Args:
        values: (R, I), not negative.
        normalised: scale by n / (n - 1), so that one owner of everything has 1.
    """
    s = np.sort(shares(values), axis=1)
    n = s.shape[1]
    rank = 2 * np.arange(1, n + 1) - n - 1
    coefficient = (s * rank).sum(axis=1) / n
    return np.asarray(coefficient * n / (n - 1) if normalised else coefficient)


def gini_of_location_quotients(values: ArrayLike, reference: ArrayLike) -> Floats:
    """Return the Gini coefficient of specialisation or concentration.

    The plain Gini coefficient of the row's location quotients (Farhauer and Kroell 2013): rows as
    places and columns as industries give specialisation; rows as industries and columns as places
    give the concentration of an industry.

    Args:
        values: (R, I) jobs.
        reference: (I,) the base that shares are compared with.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return gini(shares(values) / shares(reference))


def hoover(values: ArrayLike, reference: ArrayLike | None = None) -> Floats:
    """Return Hoover's index: half the sum of absolute differences of shares.

    Args:
        values: (R, I).
        reference: (I,) the base; None for equal shares.
    """
    s = shares(values)
    equal = np.ones(s.shape[1]) if reference is None else np.asarray(reference, dtype=np.float64)
    return krugman(values, equal) / 2


def theil(values: ArrayLike) -> Floats:
    """Return Theil's T of each row: the entropy that is missing to equality, 0 to log n."""
    s = shares(values)
    return np.asarray(np.log(s.shape[1]) - entropy(values))


def mean_log_deviation(values: ArrayLike) -> Floats:
    """Return Theil's L of each row; infinite with an empty cell."""
    s = shares(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(-np.log(s * s.shape[1]).mean(axis=1))


def atkinson(values: ArrayLike, aversion: float) -> Floats:
    """Return Atkinson's index of each row, 0 to 1.

    Args:
        values: (R, I).
        aversion: aversion to inequality, above 0; 1 uses the geometric mean.

    Raises:
        InputError: an aversion of 0 or below.
    """
    if aversion <= 0:
        raise InputError(f"An aversion of {aversion:g} measures nothing", allowed="above 0")
    relative = shares(values)
    relative = relative * relative.shape[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        if aversion == 1:
            return np.asarray(1 - np.exp(np.log(relative).mean(axis=1)))
        power = 1 - aversion
        return np.asarray(1 - (relative**power).mean(axis=1) ** (1 / power))


def standardised_location_quotients(quotients: ArrayLike) -> Floats:
    """Return z-scores of location quotients by industry over places, with n - 1.

    Args:
        quotients: (R, I); NaN where not known, and left out of mean and deviation.
    """
    lq = np.asarray(quotients, dtype=np.float64)
    return np.asarray((lq - np.nanmean(lq, axis=0)) / np.nanstd(lq, axis=0, ddof=1))


@dataclass(frozen=True, slots=True)
class EllisonGlaeser:
    """Geographic concentration of industries beyond lumpiness (Ellison and Glaeser 1997).

    Attributes:
        gamma: (I,) the index; 0 when plants land by chance.
        raw: (I,) G, the sum of squared differences of shares.
        scaled: (I,) G over one less the sum of squared area shares, which is H plus gamma (1 - H).
        herfindahl: (I,) plant Herfindahl.
    """

    gamma: Floats
    raw: Floats
    scaled: Floats
    herfindahl: Floats


def ellison_glaeser(
    values: ArrayLike, area_totals: ArrayLike, plant_herfindahl: ArrayLike
) -> EllisonGlaeser:
    """Return the Ellison-Glaeser index of every industry.

    Args:
        values: (R, I) jobs of each area in each industry; an unknown cell makes the industry NaN.
        area_totals: (R,) jobs of each area.
        plant_herfindahl: (I,) plant Herfindahl of each industry.
    """
    by_industry = shares(np.asarray(values, dtype=np.float64).T)
    area = shares(area_totals)[0]
    H = np.asarray(plant_herfindahl, dtype=np.float64)
    raw = ((by_industry - area) ** 2).sum(axis=1)
    scaled = raw / (1.0 - (area**2).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        gamma = np.where(H < 1, (scaled - H) / (1.0 - H), np.nan)
    return EllisonGlaeser(gamma, raw, scaled, H)
