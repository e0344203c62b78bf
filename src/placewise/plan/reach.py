"""How many an option reaches, and how its benefit falls on sectors: sector and horizontal alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of something options touch; arrays of (N,), as shares of all there are.

    Attributes:
        share: mean over draws.
        lower: lower end of the interval.
        upper: upper end.
    """

    share: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Concentration:
    """How the benefit of options falls on sectors; arrays of (N,), NaN without any benefit.

    Attributes:
        herfindahl: sum of squared shares of sectors in the benefit, from 1/S to 1.
        equal_sectors: one over it: as many sectors of equal size would be as concentrated.
        gini: of the benefit per job over jobs: 0 where every job gains the same, towards 1 where
            one small sector gains all.
        largest: share of the sector that gains most.
    """

    herfindahl: Floats
    equal_sectors: Floats
    gini: Floats
    largest: Floats


@dataclass(frozen=True, slots=True)
class Diversification:
    """What options do to how much a place rests on few sectors.

    Attributes:
        before: Herfindahl index of the place's jobs over sectors.
        after: (N,) with the jobs that each option adds.
        change: (N,) after less before: below 0 the place becomes more diverse.
    """

    before: float
    after: Floats
    change: Floats


def reach(touched: ArrayLike, total: float, level: float = 0.9) -> Reach:
    """Return the reach of options among residents, jobs or firms.

    Args:
        touched: (D, N) draws of how many each option touches; nobody is counted twice, so none
            exceeds the total.
        total: how many there are.
        level: of the interval of draws.

    Raises:
        InputError: more are touched than there are, or a count is missing or below 0.
    """
    counts = np.asarray(touched, np.float64)
    if counts.ndim != 2 or not (np.isfinite(counts) & (counts >= 0)).all() or total <= 0:
        raise InputError("Counts of reach are missing or below 0", allowed="(D, N), at least 0")
    if (counts > total * (1 + 1e-9)).any():
        raise InputError(
            f"An option touches {counts.max():,.0f} of {total:,.0f}",
            allowed="at most all there are",
            action="Count everybody once, however often they are touched.",
        )
    share = counts / total
    tail = (1 - level) / 2
    lower, upper = np.quantile(share, [tail, 1 - tail], axis=0)
    return Reach(share.mean(axis=0), lower, upper)


def concentration(benefit: ArrayLike, jobs: ArrayLike) -> Concentration:
    """Return how concentrated the benefit of options is over sectors.

    Args:
        benefit: (N, S) benefit of each option that falls on each sector, at least 0.
        jobs: (S,) jobs of each sector in the place; sectors without jobs may gain nothing.

    Raises:
        InputError: a negative or missing value, shapes that do not fit, or a gain without jobs.
    """
    gain, size = np.atleast_2d(np.asarray(benefit, np.float64)), np.asarray(jobs, np.float64)
    _check(gain, size)
    if (gain[:, size == 0] > 0).any():
        raise InputError("A sector without jobs gains", action="Use diversification for new ones.")
    total = gain.sum(axis=1, keepdims=True)
    share = np.divide(gain, total, out=np.full(gain.shape, np.nan), where=total > 0)
    herfindahl = (share**2).sum(axis=1)
    return Concentration(
        herfindahl, 1.0 / herfindahl, np.array([_gini(row, size) for row in share]),
        share.max(axis=1),
    )  # fmt: skip


def diversification(jobs: ArrayLike, added: ArrayLike) -> Diversification:
    """Return how options change the Herfindahl index of a place's jobs over sectors.

    Args:
        jobs: (S,) jobs of each sector now.
        added: (N, S) jobs that each option adds to each sector, net; below 0 where it takes some
            away, but no more than there are.

    Raises:
        InputError: shapes that do not fit, missing values, or a sector below 0 afterwards.
    """
    size, more = np.asarray(jobs, np.float64), np.atleast_2d(np.asarray(added, np.float64))
    _check(size + more, size)
    return Diversification(
        float(_herfindahl(size[None])[0]), _herfindahl(size + more),
        _herfindahl(size + more) - _herfindahl(size[None]),
    )  # fmt: skip


def _herfindahl(values: Floats) -> Floats:
    return np.asarray(((values / values.sum(axis=1, keepdims=True)) ** 2).sum(axis=1))


def _gini(share: Floats, jobs: Floats) -> float:
    """Return the Gini coefficient of benefit per job, by the area under the Lorenz curve."""
    if not np.isfinite(share).all():
        return float("nan")
    lived = jobs > 0
    share, jobs = share[lived], jobs[lived] / jobs.sum()
    order = np.argsort(share / jobs, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(jobs[order])])
    gains = np.concatenate([[0.0], np.cumsum(share[order])])
    return float(1.0 - np.trapezoid(gains, people) * 2.0)


def _check(values: Floats, jobs: Floats) -> None:
    good = jobs.ndim == 1 and values.ndim == 2 and values.shape[1] == jobs.size
    if not good or not (np.isfinite(values).all() and np.isfinite(jobs).all()):
        raise InputError(
            "Values over sectors do not fit, or are missing",
            where=f"shapes {values.shape} and {jobs.shape}",
            allowed="(N, S) and (S,)",
        )
    if (values < 0).any() or (jobs < 0).any() or jobs.sum() <= 0:
        raise InputError("A sector has a value below 0, or there are no jobs at all")
