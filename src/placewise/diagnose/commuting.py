"""Commuting: how far people work where they live, and where workers come from and go to.

Flows go from where people live to where they work. A place may have several areas: who lives in one
of them and works in another works inside the place. A flow that is not known (NaN) makes every sum
that it is part of not known; a place of which not all areas are covered by the table is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Commuting:
    """Commuters of R places; NaN where not known.

    Attributes:
        residents: (R,) who live there and work at a workplace anywhere.
        workers: (R,) who work there and live anywhere that the table covers.
        inside: (R,) who do both there.
        supply_side: (R,) share of residents who work inside.
        demand_side: (R,) share of workers who live inside.
        net_in_commuting: (R,) workers less residents, as a share of residents.
    """

    residents: Floats
    workers: Floats
    inside: Floats
    supply_side: Floats
    demand_side: Floats
    net_in_commuting: Floats


def commuting(flows: ArrayLike, lives: ArrayLike, works: ArrayLike) -> Commuting:
    """Return the commuting of places from the flows between areas.

    Args:
        flows: (O, D) commuters from each origin to each destination; NaN where not known.
        lives: (R, O) is an origin part of a place? A place of which none is, is not known.
        works: (R, D) is a destination part of a place?

    Raises:
        InputError: shapes that do not fit, or a flow below zero.
    """
    matrix = np.asarray(flows, dtype=np.float64)
    homes, jobs = np.asarray(lives, dtype=np.float64), np.asarray(works, dtype=np.float64)
    if (
        matrix.ndim != 2
        or homes.shape[1:] != matrix.shape[:1]
        or jobs.shape[1:] != matrix.shape[1:]
        or len(homes) != len(jobs)
        or (matrix < 0).any()
    ):
        raise InputError(
            "Flows and places do not fit together",
            where=f"flows {matrix.shape}, lives {homes.shape}, works {jobs.shape}",
            allowed="flows (O, D) of zero or more, lives (R, O), works (R, D)",
        )
    known = np.isfinite(matrix)
    values, holes = np.where(known, matrix, 0.0), (~known).astype(np.float64)

    def total(left: Floats, right: Floats) -> Floats:
        # ((R, O) @ (O, D)) * (R, D): no (R, O, D) array is built.
        sums = ((left @ values) * right).sum(axis=1)
        gaps = ((left @ holes) * right).sum(axis=1)
        covered = (homes.sum(axis=1) > 0) & (jobs.sum(axis=1) > 0) & (gaps == 0)
        return np.asarray(np.where(covered, sums, np.nan))

    anywhere = np.ones_like(jobs), np.ones_like(homes)
    residents, workers = total(homes, anywhere[0]), total(anywhere[1], jobs)
    inside = total(homes, jobs)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Commuting(
            residents=residents,
            workers=workers,
            inside=inside,
            supply_side=np.where(residents > 0, inside / residents, np.nan),
            demand_side=np.where(workers > 0, inside / workers, np.nan),
            net_in_commuting=np.where(residents > 0, (workers - residents) / residents, np.nan),
        )


def sources_of_workers(flows: ArrayLike, works: ArrayLike) -> Floats:
    """Return how many of those who work in one place live in each origin: its catchment.

    Args:
        flows: (O, D).
        works: (D,) is a destination part of the place?

    Returns:
        (O,); NaN where a flow is not known.
    """
    return np.asarray(np.asarray(flows, dtype=np.float64)[:, np.asarray(works, bool)].sum(axis=1))


def destinations_of_residents(flows: ArrayLike, lives: ArrayLike) -> Floats:
    """Return how many of those who live in one place work in each destination.

    Args:
        flows: (O, D).
        lives: (O,) is an origin part of the place?

    Returns:
        (D,); NaN where a flow is not known.
    """
    return np.asarray(np.asarray(flows, dtype=np.float64)[np.asarray(lives, bool)].sum(axis=0))
