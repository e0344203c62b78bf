"""Which industries a place could enter next, and how far the past says that this can be known.

An *option* is an industry that is absent and known to be, nearer than what the place lacks usually
is, and more complex than what it has:

- its density is above the mean density of the industries that are absent from the place: the cut of
  Balland, Boschma, Crespo and Rigby (2019) between lower and higher risk;
- its complexity (PCI) is above the mean complexity of the industries present there. That mean is
  the place's own economic complexity (:mod:`placewise.diagnose.complexity`), so that an option is
  an industry whose entry would raise it (Hausmann et al. 2014). Options are only as sensible as the
  choice of which end of that index is the high one.

An option is feasible by analogy with other places. It is no reason to spend public money on it.

Whether density foretells entry is measured: of the industries absent before, were the ones that
places entered those with the higher density? The area under the ROC curve is the chance that an
entered pair of place and industry had a higher density than one not entered, ties counted half.
Cells of one place stand or fall together, so places are resampled whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.relatedness import split
from placewise.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def diversification_options(
    presence: ArrayLike, density: ArrayLike, complexity: ArrayLike
) -> Flags:
    """Return which industries are options of which places.

    Args:
        presence: (R, I) of 1, 0 and NaN.
        density: (R, I) as :func:`placewise.diagnose.relatedness.relatedness_density` returns it.
        complexity: (I,) PCI of each industry; NaN where it is not determined.

    Returns:
        (R, I); False where presence, density or complexity is not known, and throughout a place
        that has no industry, whose mean complexity is not known.

    Raises:
        InputError: shapes that do not fit, or another presence than 1, 0 and NaN.
    """
    present, known = split(presence)
    near, pci = np.asarray(density, np.float64), np.asarray(complexity, np.float64)
    if near.shape != present.shape or pci.shape != present.shape[1:]:
        raise InputError(
            "Density and complexity do not have the places and industries of the table",
            where=f"presence {present.shape}, density {near.shape}, complexity {pci.shape}",
            allowed="(R, I), (R, I) and (I,)",
        )
    absent = known & ~present
    usual_density = _mean_where(near, absent)
    own_complexity = _mean_where(np.broadcast_to(pci, present.shape), present)
    return np.asarray(
        absent & (near > usual_density[:, None]) & (pci[None, :] > own_complexity[:, None])
    )


@dataclass(frozen=True, slots=True)
class Entries:
    """What changed between two dates; both (R, I).

    Attributes:
        absent: known to be absent before, and known after.
        entered: of those, present after.
    """

    absent: Flags
    entered: Flags


def entries(presence_before: ArrayLike, presence_after: ArrayLike) -> Entries:
    """Return which places entered which industries.

    A table measured with error holds entries that are none, and misses some: a cell near the
    threshold may cross it without any change. A stricter ``presence_before`` (a lower threshold
    for what counts as absent, such as cells below 0.5 alone and NaN between) leaves those out.

    Args:
        presence_before: (R, I) of 1, 0 and NaN.
        presence_after: (R, I) of 1, 0 and NaN, the same places and industries.

    Raises:
        InputError: tables of different shapes, or of another content.
    """
    before, known_before = split(presence_before)
    after, known_after = split(presence_after)
    if before.shape != after.shape:
        raise InputError(
            "The two dates do not have the same places and industries",
            where=f"{before.shape} before, {after.shape} after",
            allowed="the same (R, I) twice",
        )
    absent = known_before & ~before & known_after
    return Entries(absent, absent & after)


@dataclass(frozen=True, slots=True)
class Skill:
    """How well a score foretold which absent industries were entered.

    An area of 0.5 is chance, 1 is perfect foresight.

    Attributes:
        auc: over all pairs of place and industry. A score that only tells which places enter much
            has some of it.
        auc_lower: lower end of its interval over resampled places.
        auc_upper: upper end.
        within: over pairs within the same place, all places together: does the score tell which
            industries a given place enters?
        within_lower: lower end of its interval.
        within_upper: upper end.
        top_decile: share entered among the tenth of all cells with the highest score, ties at the
            edge shared out.
    """

    auc: float
    auc_lower: float
    auc_upper: float
    within: float
    within_lower: float
    within_upper: float
    top_decile: float


@dataclass(frozen=True, slots=True)
class EntrySkill:
    """The skill of density in foretelling entry, beside the naive forecast.

    Attributes:
        density: the skill of density.
        naive: the skill of ubiquity: the more places have an industry, the likelier is any other
            to enter it.
        gain: ``auc`` of density less that of ubiquity.
        gain_lower: lower end of its interval over the same resampled places.
        gain_upper: upper end.
        gain_within: the same of ``within``.
        gain_within_lower: lower end.
        gain_within_upper: upper end.
        base_rate: share entered of all cells: what a forecast without any knowledge has at the top
            decile.
        cells: number of cells, place by industry, that could be entered.
        entered: number that were.
        places: number of places with such a cell.
        resamples: how often places were resampled.
        level: probability of the intervals.
    """

    density: Skill
    naive: Skill
    gain: float
    gain_lower: float
    gain_upper: float
    gain_within: float
    gain_within_lower: float
    gain_within_upper: float
    base_rate: float
    cells: int
    entered: int
    places: int
    resamples: int
    level: float


def entry_skill(
    density_before: ArrayLike,
    absent_before: ArrayLike,
    entered: ArrayLike,
    ubiquity_before: ArrayLike,
    *,
    resamples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> EntrySkill:
    """Return how well density foretold entry, with intervals by a bootstrap of whole places.

    Args:
        density_before: (R, I) density at the first date.
        absent_before: (R, I) cells that could be entered; those whose density is not known are
            left out.
        entered: (R, I) cells that were.
        ubiquity_before: (I,) number of places that had each industry at the first date.
        resamples: number of bootstrap samples of places.
        seed: seed of the resampling.
        level: probability of the intervals.

    Raises:
        InputError: shapes that do not fit, an entry into what was not absent, or nothing to tell
            apart: no cell entered, or all of them.
    """
    near = np.asarray(density_before, np.float64)
    absent, new = np.asarray(absent_before, np.bool_), np.asarray(entered, np.bool_)
    common = np.asarray(ubiquity_before, np.float64)
    _check_cells(near, absent, new, common)
    open_cells = absent & np.isfinite(near)
    rows = open_cells.any(axis=1)
    near, open_cells, new = near[rows], open_cells[rows], (new & open_cells)[rows]
    entries_, cells = int(new.sum()), int(open_cells.sum())
    if not 0 < entries_ < cells:
        raise InputError(
            "There is nothing that a forecast could tell apart",
            where=f"{entries_} of {cells} cells were entered",
            allowed="some cells that were entered and some that were not",
        )
    places = len(near)
    picks = np.random.default_rng(seed).integers(0, places, size=(resamples, places))
    times = np.apply_along_axis(np.bincount, 1, picks, minlength=places).astype(np.float64)
    scores = (near, np.broadcast_to(common, near.shape))
    areas = [_Areas.of(score, open_cells, new, times) for score in scores]
    tops = [_top_share(score[open_cells], new[open_cells]) for score in scores]
    density, naive = (_skill(a, top, level) for a, top in zip(areas, tops, strict=True))
    whole = _ends(areas[0].pooled - areas[1].pooled, level)
    within = _ends(areas[0].within - areas[1].within, level)
    return EntrySkill(
        density, naive, *whole, *within,
        base_rate=entries_ / cells, cells=cells, entered=entries_,
        places=places, resamples=resamples, level=level,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Areas:
    """Areas under the ROC curve: (1 + resamples,), the data themselves first."""

    pooled: Floats
    within: Floats

    @classmethod
    def of(cls, score: Floats, cells: Flags, entered: Flags, times: Floats) -> _Areas:
        """Return the areas of one score on the data, and where place r is taken times[b, r] times.

        The area is a sum over pairs of an entered cell and another one. Summed by pairs of places
        once, it follows for every resample exactly, without sorting its cells again.
        """
        wins = _wins(score, cells, entered)
        new, old = entered.sum(axis=1), (cells & ~entered).sum(axis=1)
        times = np.vstack([np.ones(len(wins)), times])
        with np.errstate(invalid="ignore"):
            pooled = ((times @ wins) * times).sum(axis=1) / ((times @ new) * (times @ old))
            within = (times @ np.diagonal(wins)) / (times @ (new * old))
        return cls(pooled, within)


def _wins(score: Floats, cells: Flags, entered: Flags) -> Floats:
    """Return (R, R): pairs of an entered cell of r and another of s in which r's is higher.

    Ties count half.
    """
    places = len(score)
    first, value = np.nonzero(entered)[0], score[entered]
    wins = np.empty((places, places))
    for s in range(places):
        other = np.sort(score[s][cells[s] & ~entered[s]])
        below = np.searchsorted(other, value, "left") + np.searchsorted(other, value, "right")
        wins[:, s] = np.bincount(first, weights=below / 2.0, minlength=places)
    return wins


def _skill(areas: _Areas, top: float, level: float) -> Skill:
    """Return the skill with its intervals."""
    return Skill(*_ends(areas.pooled, level), *_ends(areas.within, level), top_decile=top)


def _ends(values: Floats, level: float) -> tuple[float, float, float]:
    """Return the first value, and the ends of the interval over the others.

    A resample in which nothing was entered has no area, and is left out.
    """
    drawn = values[1:][np.isfinite(values[1:])]
    tail = (1.0 - level) / 2.0
    lower, upper = np.quantile(drawn, [tail, 1.0 - tail]) if drawn.size else (np.nan, np.nan)
    return float(values[0]), float(lower), float(upper)


def _top_share(score: Floats, entered: Flags) -> float:
    """Return the share entered of the tenth of cells with the highest score.

    Cells that tie at the edge count with the part of them that fits.
    """
    wanted = max(1, round(score.size / 10))
    edge = np.sort(score)[-wanted]
    above, at = score > edge, score == edge
    part = (wanted - above.sum()) / at.sum()
    return float((entered[above].sum() + part * entered[at].sum()) / wanted)


def _mean_where(values: Floats, there: Flags) -> Floats:
    """Return (R,) means over the cells that are there and known; NaN where there are none."""
    there = there & np.isfinite(values)
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0))


def _check_cells(near: Floats, absent: Flags, new: Flags, common: Floats) -> None:
    if not near.shape == absent.shape == new.shape or common.shape != near.shape[1:]:
        raise InputError(
            "Density, cells and ubiquity do not describe one table",
            where=f"density {near.shape}, absent {absent.shape}, entered {new.shape}, "
            f"ubiquity {common.shape}",
            allowed="(R, I) three times, and (I,)",
        )
    if np.any(new & ~absent):
        raise InputError(
            "A place entered an industry that it had already",
            where=f"{int((new & ~absent).sum())} cells are entered but were not absent",
            action="Use entries(), which gives both.",
        )
