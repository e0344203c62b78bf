"""Skills: too few who are qualified, too little asked of them, or do they leave?

Three shortfalls look alike in a table of qualifications and call for different answers. Supply is
low when few residents are qualified. Demand is low when the qualified who are there do less, or
earn less, than as many qualified residents do elsewhere. A place leaks when fewer young adults live
in it than went to school there. Each is put as one question: is the place among the lowest third of
those it is compared with? Chance alone would say so of every third place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST = 10
"""Fewer places than these are not ranked, nor is a line drawn through them."""
Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class GivenSupply:
    """An outcome beside what as many qualified residents go with elsewhere.

    Attributes:
        residual: (R,) outcome less the line through all places, in units of the outcome.
        expected: (R,) the line.
        slope: outcome for one unit more of supply.
        places: how many places the line was fitted on.
    """

    residual: Floats
    expected: Floats
    slope: float
    places: int


def given_supply(outcome: Floats, supply: Floats) -> GivenSupply:
    """Return how far an outcome lies from what its supply goes with across places.

    The line is that of least squares. An association: it says what goes together, not why.

    Args:
        outcome: (R,) such as the share of residents in professions; NaN where not known.
        supply: (R,) such as the share of residents with a degree; NaN where not known.

    Returns:
        NaN everywhere if fewer than ten places have both, or supply does not vary.
    """
    both = np.isfinite(outcome) & np.isfinite(supply)
    nothing = np.full(outcome.shape, np.nan)
    if both.sum() < FEWEST or np.ptp(supply[both]) == 0:
        return GivenSupply(nothing, nothing.copy(), np.nan, int(both.sum()))
    slope, intercept = np.polyfit(supply[both], outcome[both], 1)
    expected = np.where(both, intercept + slope * supply, np.nan)
    return GivenSupply(outcome - expected, expected, float(slope), int(both.sum()))


def retention(school_age: Floats, young_adults: Floats) -> Floats:
    """Return young adults for every hundred of the same years of birth who were of school age.

    Those who came count as well as those who stayed: below a hundred more left than came. A place
    with a university is not flattered as long as the young adults are older than students.

    Args:
        school_age: (R,) people of school age in an earlier year.
        young_adults: (R,) people born in the same years, when they are young adults.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(school_age > 0, 100 * young_adults / school_age, np.nan)


def standard_errors(value: Floats, upper: Floats) -> Floats:
    """Return standard errors from published 95 % intervals; 0 where none is published."""
    return np.nan_to_num((upper - value) / Z_95, nan=0.0)


def among_the_lowest_third(values: Floats, errors: Floats, seed: int, draws: int = 2000) -> Floats:
    """Return the probability that each place truly is among the lowest third.

    Every value is drawn from a normal distribution around it, all places at once, and the places
    are ranked in each draw.

    Args:
        values: (R,) NaN where not known.
        errors: (R,) standard errors; 0 where the publisher gives none, so that only the errors of
            the others blur the rank.
        seed: of the draws.
        draws: how many.

    Returns:
        (R,) NaN where the value is not known, and everywhere if fewer than ten places are.
    """
    known = np.flatnonzero(np.isfinite(values))
    found = np.full(values.shape, np.nan)
    if known.size < FEWEST:
        return found
    random = np.random.default_rng(seed)
    drawn = values[known] + errors[known] * random.standard_normal((draws, known.size))
    # A place at the limit is inside: a third of nine places is the three lowest.
    limit = np.quantile(drawn, 1 / 3, axis=1, method="inverted_cdf", keepdims=True)
    found[known] = (drawn <= limit).mean(axis=0)
    return found
