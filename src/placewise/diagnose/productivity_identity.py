"""GVA per head as a product of four ratios, and the gap to a comparator as the sum of four logs.

GVA per head = GVA per hour x hours per job x jobs per resident of working age x share of working
age. The first two say what an hour and a job yield, the third whether there is work (and whether
people travel to it from elsewhere: jobs are counted where they are, residents where they live),
the fourth who the residents are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]

FACTORS = ("gva per hour", "hours per job", "jobs per resident of working age", "working-age share")
"""The four ratios, in the order of the columns of every result."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The four ratios of each place. R places.

    Attributes:
        per_head: (R,) GVA per resident, in the unit of the GVA that was given.
        factors: (R, 4) the ratios of :data:`FACTORS`; their product is ``per_head``. NaN where a
            level is not known.
    """

    per_head: Floats
    factors: Floats


@dataclass(frozen=True, slots=True)
class IdentityGap:
    """How far each place is from a comparator, in logs and in GVA per head. R places.

    Attributes:
        total: (R,) log of GVA per head less that of the comparator.
        parts: (R, 4) the same of each factor; they add up to ``total``. NaN where not known.
        amounts: (R, 4) the parts in GVA per head, which add up to the difference: each log part
            times the logarithmic mean of the two (Ang 2004, Energy Policy 32).
    """

    total: Floats
    parts: Floats
    amounts: Floats


def identity(
    gva: ArrayLike,
    hours: ArrayLike,
    jobs: ArrayLike,
    working_age: ArrayLike,
    population: ArrayLike,
) -> Identity:
    """Split GVA per head into its four ratios.

    Args:
        gva: (R,) gross value added of a year.
        hours: (R,) hours worked in that year by those who work in the place.
        jobs: (R,) filled jobs in the place.
        working_age: (R,) residents of working age.
        population: (R,) residents.

    Raises:
        InputError: a level that is zero or less, which has no logarithm.
    """
    named = {
        "GVA": gva,
        "hours": hours,
        "jobs": jobs,
        "residents of working age": working_age,
        "population": population,
    }
    levels = np.stack([_positive(name, values) for name, values in named.items()], axis=1)
    return Identity(
        per_head=levels[:, 0] / levels[:, -1],
        factors=np.asarray(levels[:, :-1] / levels[:, 1:]),
    )


def identity_gap(places: Identity, comparator: Identity) -> IdentityGap:
    """Return the gap of each place to one comparator, whose parts add up exactly.

    Args:
        places: the ratios of R places.
        comparator: the ratios of one comparator, of one row; of several places taken together
            they are the ratios of the sums, so that the identity holds for it too.

    Raises:
        InputError: the comparator has more than one row.
    """
    if len(comparator.per_head) != 1:
        raise InputError(
            f"A gap is measured to one comparator, not to {len(comparator.per_head)}",
            action="Add up the levels of its places first.",
        )
    total = np.log(places.per_head) - np.log(comparator.per_head)
    parts = np.log(places.factors) - np.log(comparator.factors)
    difference = places.per_head - comparator.per_head
    # The logarithmic mean of two equal numbers is that number.
    level = np.abs(total) < 1e-12
    mean = np.divide(difference, total, out=places.per_head.copy(), where=~level)
    return IdentityGap(
        total=np.asarray(total), parts=np.asarray(parts), amounts=np.asarray(parts * mean[:, None])
    )


def _positive(name: str, values: ArrayLike) -> Floats:
    """Return a level of each place, or say which is not above zero."""
    levels = np.atleast_1d(np.asarray(values, dtype=np.float64))
    wrong = (levels <= 0) | np.isinf(levels)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(
            f"A {name} of {levels[row]:g} has no place in a product of ratios",
            where=f"place {row}, the first of {int(wrong.sum())}",
            allowed="above zero, or NaN where it is not known",
        )
    return levels
