"""Which specialisms a place can demonstrate, how sure that is, and who else could say it.

This file arranges the work; each number is computed in the file named after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import threadpool_limits

from placewise.diagnose.discovery import q_values
from placewise.diagnose.location_quotient import location_quotients
from placewise.diagnose.lumpiness import (
    DEFAULT_INEQUALITY,
    EffectivePlants,
    effective_plants,
    plain_interval,
)
from placewise.diagnose.posterior import GridPosterior, coarse_likelihood, posteriors
from placewise.diagnose.prior import MOST_CELLS, MOST_ROWS, Prior, fit_prior
from placewise.diagnose.rivals import Field, Rivals, count_rivals

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Specialisation:
    """Every place in every industry; all arrays (R, I), NaN where not known.

    Attributes:
        lq: location quotient.
        lower: lower end of its own 95 % interval (lumpiness, rounding, sampling).
        upper: upper end.
        shrunk: posterior mean of theta, the place's true specialisation.
        shrunk_lower: lower end of the 95 % posterior interval.
        shrunk_upper: upper end.
        probability: P(theta > threshold).
        q_value: expected share of false finds among all cells at least as sure.
        rivals: expected number of other places at least as specialised; NaN where not asked for.
        rivals_lower: lower end of its interval.
        rivals_upper: upper end.
        plants: the effective plants it rests on.
        pooled: the prior of all industries together; None where nothing is known.
        threshold: the location quotient that a claim must pass.
    """

    lq: Floats
    lower: Floats
    upper: Floats
    shrunk: Floats
    shrunk_lower: Floats
    shrunk_upper: Floats
    probability: Floats
    q_value: Floats
    rivals: Floats
    rivals_lower: Floats
    rivals_upper: Floats
    plants: EffectivePlants
    pooled: Prior | None
    threshold: float

    def claims(self) -> NDArray[np.bool_]:
        """Return (R, I): does the point value pass the threshold, as strategies usually claim?"""
        return np.asarray(self.lq >= self.threshold)

    def demonstrates(self, confidence: float = 0.95) -> NDArray[np.bool_]:
        """Return (R, I): is it surer than ``confidence`` that theta passes the threshold?"""
        return np.asarray(self.probability > confidence)


P = ParamSpec("P")
T = TypeVar("T")


def on_one_thread(function: Callable[P, T]) -> Callable[P, T]:
    """Let the linear algebra library use one thread while a function runs.

    The products of an industry are so small that more threads only wait for one another: they cost
    two thirds more processor time and gain nothing.
    """
    limited: Callable[P, T] = threadpool_limits.wrap(limits=1, user_api="blas")(function)
    return limited


@on_one_thread
def assess(
    values: ArrayLike,
    place_totals: ArrayLike,
    industry_totals: ArrayLike,
    total: float,
    herfindahl: ArrayLike,
    *,
    inequality: ArrayLike | float = DEFAULT_INEQUALITY,
    variance: ArrayLike | float = 0.0,
    threshold: float = 1.25,
    rivals_of: ArrayLike | None = None,
    level: float = 0.95,
    pooled: Prior | None = None,
) -> Specialisation:
    """Assess the specialisation of R places in I industries.

    Args:
        values: (R, I) jobs or GVA, NaN where not known.
        place_totals: (R,) all industries of each place.
        industry_totals: (I,) each industry over the base.
        total: all industries over the base.
        herfindahl: (I,) plant Herfindahl of each industry; NaN where nothing is known of it, and
            then the industry has a location quotient and nothing more.
        inequality: (I,) second moment of plant sizes over their squared mean, or one number.
        variance: (R, I) variance of the values from rounding and sampling.
        threshold: the location quotient that a claim must pass.
        rivals_of: (R, I) cells whose rivals are counted; None for all that pass the threshold.
        level: probability of all intervals.
        pooled: the prior of all industries together, where these are joined from others; None to
            fit it to these.

    Raises:
        InputError: shapes that do not fit, totals or Herfindahl indices out of range.
    """
    lq = location_quotients(values, place_totals, industry_totals, total)
    plants = effective_plants(
        values, place_totals, industry_totals, total, herfindahl,
        inequality=inequality, variance=variance,
    )  # fmt: skip
    plain = plain_interval(plants, level)
    wanted = lq >= threshold if rivals_of is None else np.asarray(rivals_of, dtype=np.bool_)
    # By columns, because industries are written one after the other.
    out = {name: np.full(lq.shape, np.nan, order="F") for name in _COLUMNS}
    pooled = pooled or pooled_prior(plants)
    for industry in range(lq.shape[1]):
        grids = industry_posteriors(plants, industry, pooled)
        field = Field(grids) if wanted[:, industry].any() else None
        for grid in grids:
            _store(out, industry, grid, threshold, level)
            asked = wanted[grid.rows, industry]
            if field is not None and asked.any():
                _store_rivals(out, industry, count_rivals(grid, field, asked, level))
    return Specialisation(
        lq=lq,
        lower=plain.lower,
        upper=plain.upper,
        plants=plants,
        pooled=pooled,
        threshold=threshold,
        q_value=q_values(out["probability"]),
        **out,
    )


_COLUMNS = (
    "shrunk", "shrunk_lower", "shrunk_upper", "probability",
    "rivals", "rivals_lower", "rivals_upper",
)  # fmt: skip


def pooled_prior(plants: EffectivePlants) -> Prior | None:
    """Fit the mixture of all industries on an evenly spaced part of the table.

    Returns None where no cell is known.
    """
    k, e = plants.net()
    known = np.isfinite(k) & (e > 0)
    if not known.any():
        return None
    every = max(1, int(known.sum()) // MOST_CELLS)
    parts = []
    for industry in np.flatnonzero(known.any(axis=0)):
        rows = np.flatnonzero(known[:, industry])[industry % every :: every]
        inequality = float(plants.inequality[industry])
        parts.append(coarse_likelihood(k[rows, industry], e[rows, industry], inequality))
    return fit_prior(np.concatenate(parts), None)


def industry_posteriors(
    plants: EffectivePlants, industry: int, pooled: Prior | None
) -> list[GridPosterior]:
    """Fit the prior of one industry and return the posterior of every known place."""
    k, e = plants.net(industry)
    rows = np.flatnonzero(np.isfinite(k) & (e > 0))
    if pooled is None or not rows.size:
        return []
    k, e = k[rows], e[rows]
    inequality = float(plants.inequality[industry])
    every = max(1, rows.size // MOST_ROWS)
    prior = fit_prior(coarse_likelihood(k[::every], e[::every], inequality), pooled.bumps)
    return posteriors(k, e, rows, prior, inequality)


def _store(
    out: dict[str, Floats], industry: int, grid: GridPosterior, threshold: float, level: float
) -> None:
    """Write what is known of some places into the columns of the result."""
    tail = (1 - level) / 2
    out["shrunk"][grid.rows, industry] = grid.mean()
    out["shrunk_lower"][grid.rows, industry] = grid.quantile(tail)
    out["shrunk_upper"][grid.rows, industry] = grid.quantile(1 - tail)
    out["probability"][grid.rows, industry] = grid.probability_above(threshold)


def _store_rivals(out: dict[str, Floats], industry: int, rivals: Rivals) -> None:
    """Write rivals into the columns of the result."""
    out["rivals"][rivals.rows, industry] = rivals.expected
    out["rivals_lower"][rivals.rows, industry] = rivals.lower
    out["rivals_upper"][rivals.rows, industry] = rivals.upper
