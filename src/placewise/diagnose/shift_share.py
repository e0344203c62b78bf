"""Why a place grew as it did: what the nation, its mix of industries and the place itself gave.

With b and a the place's jobs (or GVA) in an industry before and after, B and A the nation's, and
``G = sum A / sum B``, ``G_i = A_i / B_i`` its growth factors, the change of an industry is

    a - b  =  b (G - 1)  +  b (G_i - G)  +  (a - b G_i)
              national      industry mix    local (competitive)

(Dunn 1960). The parts add up exactly, and each is in the unit of the table. An industry that starts
at nothing in a place has no growth rate: it has no national and no mix part, and all of its change
is local. None of this is a cause: the local part holds everything that is not the nation or the
mix.

Arrays are (R, I), or (I,) for a single place; results have the same shape. A cell that is not known
(NaN) before or after has no parts, and neither has the sum of its place. A nation with a cell that
is not known has no growth factor at all: leave the industry out, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """The change of each industry of each place in three parts, all of one shape.

    Attributes:
        change: after less before; the sum of the three parts.
        national: what growth at the nation's rate would have given.
        mix: what the nation's growth of the industry, above or below all industries, gave.
        local: the rest, the place's own; all of the change of an industry that started at nothing.
    """

    change: Floats
    national: Floats
    mix: Floats
    local: Floats

    def summed(self) -> ShiftShare:
        """Return the sums over industries: (R,), or () for a single place."""
        return ShiftShare(
            *(part.sum(axis=-1) for part in (self.change, self.national, self.mix, self.local))
        )


@dataclass(frozen=True, slots=True)
class EstebanMarquillas:
    """The change in four parts: local growth without, and from, the place's own specialisation.

    Attributes:
        change: after less before; the sum of the four parts.
        national: as in :class:`ShiftShare`.
        mix: as in :class:`ShiftShare`.
        competitive: the local growth rate times the jobs that the place would have with the
            nation's mix. All of the change of an industry that started at nothing.
        allocation: the local growth rate times the jobs above or below those: positive where the
            place is specialised in what it grows well, or lacks what it grows badly.
    """

    change: Floats
    national: Floats
    mix: Floats
    competitive: Floats
    allocation: Floats

    def summed(self) -> EstebanMarquillas:
        """Return the sums over industries: (R,), or () for a single place."""
        parts = (self.change, self.national, self.mix, self.competitive, self.allocation)
        return EstebanMarquillas(*(part.sum(axis=-1) for part in parts))


@dataclass(frozen=True, slots=True)
class GerfinIndex:
    """Growth of places against the nation as a product of two factors; (R,), or () for one place.

    Attributes:
        regional: growth factor of the place over that of the nation; ``mix`` times ``local``.
        mix: growth that the place's mix would have had at the nation's rates, over the nation's.
        local: growth of the place over the growth that its mix would have had.
    """

    regional: Floats
    mix: Floats
    local: Floats


def shift_share(
    region_before: ArrayLike,
    region_after: ArrayLike,
    nation_before: ArrayLike,
    nation_after: ArrayLike,
) -> ShiftShare:
    """Return the classic shift-share parts of every industry of every place (Dunn 1960).

    Args:
        region_before: (R, I) or (I,), zero or more.
        region_after: the same shape, in the same unit and prices.
        nation_before: (I,).
        nation_after: (I,).

    Raises:
        InputError: a negative or infinite value, shapes that do not fit, a nation without anything
            before, or a place with something before in an industry that the nation lacks.
    """
    b, a, B, A = _checked(region_before, region_after, nation_before, nation_after)
    overall, factor = A.sum() / B.sum(), _factors(A, B)
    expected = b * factor
    national = b * (overall - 1.0)
    return ShiftShare(
        change=a - b,
        national=np.where(np.isnan(a), np.nan, national),
        mix=np.where(np.isnan(a), np.nan, expected - b * overall),
        local=a - expected,
    )


def esteban_marquillas(
    region_before: ArrayLike,
    region_after: ArrayLike,
    nation_before: ArrayLike,
    nation_after: ArrayLike,
) -> EstebanMarquillas:
    """Return shift-share with the local part split by homothetic jobs (Esteban-Marquillas 1972).

    Homothetic jobs are those that the place would have before with the nation's mix. An industry
    that started at nothing has no local growth rate: its change is competitive, not allocation.
    A place with an unknown cell before has no homothetic jobs, and so no split of the others.

    Args:
        region_before: (R, I) or (I,), zero or more.
        region_after: the same shape.
        nation_before: (I,).
        nation_after: (I,).

    Raises:
        InputError: as :func:`shift_share`.
    """
    parts = shift_share(region_before, region_after, nation_before, nation_after)
    b, B = np.asarray(region_before, np.float64), np.asarray(nation_before, np.float64)
    homothetic = b.sum(axis=-1, keepdims=True) * (B / B.sum())
    rate = np.divide(parts.local, b, out=np.full_like(b, np.nan), where=b > 0)
    competitive = np.where(b == 0, parts.local, homothetic * rate)
    return EstebanMarquillas(
        parts.change, parts.national, parts.mix, competitive, parts.local - competitive
    )


def dynamic_shift_share(region: ArrayLike, nation: ArrayLike) -> ShiftShare:
    """Return shift-share year by year, the parts summed over the years (Barff and Knight 1988).

    Between two far years mix and growth rates change; summing yearly parts lets the base follow.

    Args:
        region: (T, R, I) or (T, I), zero or more, T years in order.
        nation: (T, I).

    Returns:
        Parts of shape (R, I) or (I,). An industry that is not known in some year has none.

    Raises:
        InputError: fewer than two years, another number of years in the nation, or as
            :func:`shift_share`.
    """
    x, X = np.asarray(region, np.float64), np.asarray(nation, np.float64)
    if x.ndim not in (2, 3) or X.ndim != 2 or len(x) != len(X) or len(x) < 2:
        raise InputError(
            "The years of region and nation do not fit together",
            where=f"a region of shape {x.shape}, a nation of shape {X.shape}",
            allowed="(T, R, I) or (T, I), and (T, I), with two years or more",
        )
    years = [shift_share(x[t], x[t + 1], X[t], X[t + 1]) for t in range(len(x) - 1)]
    return ShiftShare(
        change=np.asarray(sum(year.change for year in years)),
        national=np.asarray(sum(year.national for year in years)),
        mix=np.asarray(sum(year.mix for year in years)),
        local=np.asarray(sum(year.local for year in years)),
    )


def gerfin_index(
    region_before: ArrayLike,
    region_after: ArrayLike,
    nation_before: ArrayLike,
    nation_after: ArrayLike,
) -> GerfinIndex:
    """Return growth against the nation as mix factor times local factor (Gerfin 1964).

    Args:
        region_before: (R, I) or (I,), zero or more.
        region_after: the same shape.
        nation_before: (I,).
        nation_after: (I,).

    Returns:
        Factors around 1; NaN for a place with a cell that is not known, without anything before,
        or (local) whose industries have all gone from the nation.

    Raises:
        InputError: as :func:`shift_share`.
    """
    b, a, B, A = _checked(region_before, region_after, nation_before, nation_after)
    before, after = b.sum(axis=-1), a.sum(axis=-1)
    expected = (b * _factors(A, B)).sum(axis=-1)
    overall = A.sum() / B.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        regional = np.where(before > 0, after / before / overall, np.nan)
        mix = np.where(before > 0, expected / before / overall, np.nan)
        local = np.where(expected > 0, after / expected, np.nan)
    return GerfinIndex(regional, mix, local)


def _factors(after: Floats, before: Floats) -> Floats:
    """Return (I,) growth factors of the nation; 0 where it started at nothing.

    No place starts with anything there, so that the factor is never more than multiplied by 0.
    """
    return np.divide(after, before, out=np.zeros_like(before), where=~(before == 0))


def _checked(
    region_before: ArrayLike,
    region_after: ArrayLike,
    nation_before: ArrayLike,
    nation_after: ArrayLike,
) -> tuple[Floats, Floats, Floats, Floats]:
    b, a, B, A = (
        np.asarray(part, dtype=np.float64)
        for part in (region_before, region_after, nation_before, nation_after)
    )
    if b.ndim not in (1, 2) or a.shape != b.shape or B.shape != b.shape[-1:] or A.shape != B.shape:
        raise InputError(
            "Region and nation do not have the same places and industries before and after",
            where=f"region {b.shape} and {a.shape}, nation {B.shape} and {A.shape}",
            allowed="(R, I) or (I,) twice, and (I,) twice",
        )
    for name, part in (("region", b), ("region", a), ("nation", B), ("nation", A)):
        if np.any((part < 0) | np.isinf(part)):
            raise InputError(
                f"The {name} has a value that is negative or infinite",
                where=f"the smallest is {np.nanmin(part):g}, the largest {np.nanmax(part):g}",
                allowed="zero or more, or NaN where it is not known",
            )
    if B.sum() == 0:
        raise InputError(
            "A nation that starts at nothing has no growth rate", where="nation_before"
        )
    orphan = (b > 0) & (B == 0)
    if orphan.any():
        industry = int(np.argwhere(orphan)[0][-1])
        raise InputError(
            "A place starts with something in an industry that the nation lacks",
            where=f"industry {industry}: {int(orphan.sum())} cells of the table in all",
            allowed="a nation that contains every place",
            action="Use the sums over all places as the nation, or leave the industry out.",
        )
    return b, a, B, A
