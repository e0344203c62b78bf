"""A productivity gap split in two: the mix of industries, and what happens inside them.

With s the share of an industry in jobs and y its output per job, r a place and 0 its comparator,

    gap = sum (s_r - s_0) (y_r + y_0) / 2  +  sum (y_r - y_0) (s_r + s_0) / 2

(Kitagawa 1955, Journal of the American Statistical Association 50, for rates of a population). It
is symmetric: place and comparator may change sides and only the sign changes. There is no
interaction term that somebody has to give to one part or the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MixWithin:
    """The two parts of the gap in output per job. R places, I industries.

    Attributes:
        gap: (R,) output per job of the place less that of its comparator, over the industries
            that are known for both; in output a job.
        mix: (R, I) what the share of each industry in jobs adds to the gap.
        within: (R, I) what output per job inside each industry adds. Both are NaN for an industry
            that is not known; the sums of the others are ``gap``.
        covered_jobs: (R,) share of the comparator's jobs in industries known for both.
        covered_output: (R,) share of the comparator's output in them.
        without_jobs: (R,) output per job of the place in industries without jobs in the table: it
            counts as within, because no mix of jobs can give it.
    """

    gap: Floats
    mix: Floats
    within: Floats
    covered_jobs: Floats
    covered_output: Floats
    without_jobs: Floats


@dataclass(frozen=True, slots=True)
class MixWithinIntervals:
    """Intervals of the two parts of one place, from draws of the table. I industries.

    Attributes:
        gap: (2,) lower and upper end.
        mix: (2,) of the sum over industries.
        within: (2,) of the sum over industries.
        mix_by_industry: (2, I).
        within_by_industry: (2, I).
        draws: how many tables were drawn.
        level: the probability between the ends.
    """

    gap: Floats
    mix: Floats
    within: Floats
    mix_by_industry: Floats
    within_by_industry: Floats
    draws: int
    level: float


def mix_within(
    jobs: ArrayLike, output: ArrayLike, base_jobs: ArrayLike, base_output: ArrayLike
) -> MixWithin:
    """Split the gap in output per job of every place to its comparator.

    An industry in which nobody works has no productivity. What the other side does with it is
    then mix alone: it is valued at the productivity of the side that has it, and its part within
    is zero. An industry that is not known on one side is left out on both, and the shares are
    those of the rest.

    Args:
        jobs: (R, I) jobs of each place; NaN where they are not known.
        output: (R, I) output, in any unit; NaN where it is not known.
        base_jobs: (I,) or (R, I) jobs of the comparator.
        base_output: (I,) or (R, I) its output.

    Raises:
        InputError: jobs below zero, or shapes that do not fit.
    """
    x, v = _table(jobs), _table(output)
    try:
        x0, v0 = (np.broadcast_to(_table(base), x.shape) for base in (base_jobs, base_output))
        np.broadcast_to(v, x.shape)
    except ValueError as error:
        raise InputError(
            "Jobs, output and comparator do not fit together",
            where=f"shapes {x.shape}, {v.shape}, {np.shape(base_jobs)}, {np.shape(base_output)}",
            allowed="(R, I) for places, (I,) or (R, I) for the comparator",
        ) from error
    known = np.isfinite(x) & np.isfinite(v) & np.isfinite(x0) & np.isfinite(v0)
    s, per_job = _shares(x, v, known)
    s0, per_job0 = _shares(x0, v0, known)
    y = np.divide(per_job, s, out=np.zeros_like(s), where=s > 0)
    y0 = np.divide(per_job0, s0, out=np.zeros_like(s), where=s0 > 0)
    here, there = s > 0, s0 > 0
    # Where one side has no jobs, the mean of the two productivities is that of the other.
    mean = np.where(here & there, (y + y0) / 2, y + y0)
    mix = (s - s0) * mean
    within = np.where(here & there, (y - y0) * (s + s0) / 2, 0.0)
    # Output without jobs belongs to no mix of jobs; without it the parts would not add up.
    within = within + np.where(here, 0.0, per_job) - np.where(there, 0.0, per_job0)
    return MixWithin(
        gap=_sum(per_job, known) - _sum(per_job0, known),
        mix=np.where(known, mix, np.nan),
        within=np.where(known, within, np.nan),
        covered_jobs=_covered(x0, known),
        covered_output=_covered(v0, known),
        without_jobs=_sum(np.where(here, 0.0, per_job), known),
    )


def mix_within_intervals(
    jobs: ArrayLike,
    output: ArrayLike,
    base_jobs: ArrayLike,
    base_output: ArrayLike,
    *,
    jobs_rounding: ArrayLike,
    output_rounding: ArrayLike = 0.0,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> MixWithinIntervals:
    """Return how far rounding alone may move the parts of one place.

    Every figure is drawn evenly from the values that round to it. The comparator stands as it is:
    a sum of many places, whose roundings cancel. A published zero stays zero.

    Args:
        jobs: (I,) jobs of the place.
        output: (I,) its output.
        base_jobs: (I,) jobs of the comparator.
        base_output: (I,) its output.
        jobs_rounding: (I,) or one number, the unit that jobs are rounded to; of a sum of rounded
            figures the root of the sum of squares.
        output_rounding: the same of output.
        draws: how many tables.
        level: the probability between the ends.
        seed: seed of the draws.

    Raises:
        InputError: fewer than 40 draws, which have no 2.5 % quantile.
    """
    if draws < 40:
        raise InputError(f"{draws} draws have no ends to an interval", allowed="40 and more")
    rng = np.random.default_rng(seed)
    drawn = []
    for values, unit in ((jobs, jobs_rounding), (output, output_rounding)):
        x = np.asarray(values, dtype=np.float64)
        steps = rng.uniform(-0.5, 0.5, (draws, len(x))) * np.nan_to_num(
            np.broadcast_to(np.asarray(unit, dtype=np.float64), x.shape)
        )
        drawn.append(np.where(x == 0, 0.0, x + steps))
    drawn[0] = np.maximum(drawn[0], 0.0)
    found = mix_within(drawn[0], drawn[1], base_jobs, base_output)
    ends = [(1 - level) / 2, (1 + level) / 2]
    known = np.isfinite(found.mix)
    return MixWithinIntervals(
        gap=np.quantile(found.gap, ends),
        mix=np.quantile(_sum(found.mix, known), ends),
        within=np.quantile(_sum(found.within, known), ends),
        mix_by_industry=np.quantile(found.mix, ends, axis=0),
        within_by_industry=np.quantile(found.within, ends, axis=0),
        draws=draws,
        level=level,
    )


def predicted_by_mix(jobs: ArrayLike, base_jobs: ArrayLike, base_output: ArrayLike) -> Floats:
    """Return the output per job that each place would have if every industry were as elsewhere.

    Args:
        jobs: (R, I) jobs of each place; NaN where they are not known.
        base_jobs: (I,) jobs of all places together.
        base_output: (I,) their output.

    Returns:
        (R,) over the industries that are known; NaN for a place without any.
    """
    x = _table(jobs)
    x0 = np.asarray(base_jobs, dtype=np.float64)
    y0 = np.divide(
        np.asarray(base_output, dtype=np.float64), x0, out=np.full_like(x0, np.nan), where=x0 > 0
    )
    known = np.isfinite(x) & np.isfinite(y0)
    total = _sum(x, known)
    return np.asarray(
        np.divide(_sum(x * y0, known), total, out=np.full_like(total, np.nan), where=total > 0)
    )


def _table(values: ArrayLike) -> Floats:
    return np.atleast_2d(np.asarray(values, dtype=np.float64))


def _shares(jobs: Floats, output: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return shares of known jobs, and output over all known jobs; zero where not known."""
    if (jobs[known] < 0).any():
        raise InputError("Jobs below zero mean nothing", allowed="zero or more, or NaN")
    x = np.where(known, jobs, 0.0)
    total = x.sum(axis=1, keepdims=True)
    empty = total <= 0
    over = np.where(empty, np.nan, total)
    return np.asarray(x / over), np.asarray(np.where(known, output, 0.0) / over)


def _sum(values: Floats, known: NDArray[np.bool_]) -> Floats:
    """Add up what is known; nothing known adds up to nothing known."""
    return np.where(known.any(axis=1), np.where(known, values, 0.0).sum(axis=1), np.nan)


def _covered(base: Floats, known: NDArray[np.bool_]) -> Floats:
    """Return the share of the comparator that is known on both sides."""
    there = np.where(np.isfinite(base), base, 0.0)
    total = there.sum(axis=1)
    found = np.where(known, there, 0.0).sum(axis=1)
    return np.asarray(np.divide(found, total, out=np.full_like(total, np.nan), where=total != 0))
