"""Intervals of relatedness, complexity and variety, by redrawing the table.

The table is drawn again and again from what is known of it
(:func:`placewise.diagnose.table_draws.table_draws`), and everything is computed of each draw:
presence, proximity, density, complexity, variety, options. Draws come one at a time. Of the
densities, of which there is one for each place and industry, only the outermost draws are kept: as
many as the quantiles need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.complexity import complexity
from placewise.diagnose.diversification import diversification_options
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)
from placewise.diagnose.specialisation import on_one_thread
from placewise.diagnose.variety import variety
from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of one measure over the draws, all of one shape; NaN where not known in some draw.

    Attributes:
        lower: lower end of the interval.
        median: the middle of the draws. It may lie off the value as measured, because a redrawn mix
            is rougher than the one it was drawn from.
        upper: upper end.
    """

    lower: Floats
    median: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class PathIntervals:
    """What redrawing the table says of R places and I industries.

    Attributes:
        present: (R, I) share of draws in which the industry is present; NaN where not known.
        option: (R, I) share of draws in which it is an option
            (:func:`placewise.diagnose.diversification.diversification_options`).
        density_lower: (R, I) lower end of the interval of density.
        density_mean: (R, I) mean over the draws.
        density_upper: (R, I) upper end.
        eci: (R,) economic complexity of places.
        pci: (I,) complexity of industries.
        related: (R,) related variety; NaN throughout where no sections were given.
        unrelated: (R,) unrelated variety; NaN likewise.
        turned: share of draws whose complexity had to be turned round to go with that of the table
            as measured, because diversity alone set the sign the other way. Well above 0, the sign
            says little.
        draws: how many tables were drawn.
        level: the probability between the ends.
    """

    present: Floats
    option: Floats
    density_lower: Floats
    density_mean: Floats
    density_upper: Floats
    eci: Spread
    pci: Spread
    related: Spread
    unrelated: Spread
    turned: float
    draws: int
    level: float


@on_one_thread
def redrawn_paths(
    measured: ArrayLike,
    tables: Iterable[Floats],
    *,
    draws: int,
    sections: Sequence[str] | None = None,
    place_totals: ArrayLike | None = None,
    industry_totals: ArrayLike | None = None,
    total: float | None = None,
    threshold: float = 1.0,
    level: float = 0.95,
) -> PathIntervals:
    """Return the intervals of relatedness, complexity and variety over draws of the table.

    Args:
        measured: (R, I) the table as measured; it decides which end of complexity is the high one.
        tables: draws of the table, each (R, I); read once.
        draws: how many draws there are.
        sections: (I,) the section of each industry, for variety; None to leave variety out.
        place_totals: (R,) all industries of each place; None for the sums of each draw.
        industry_totals: (I,) each industry over the base; None for the sums of each draw.
        total: all industries over the base.
        threshold: revealed advantage at which an industry counts as present.
        level: the probability between the ends.

    Raises:
        InputError: fewer than two draws, another number of draws than said, or a level outside 0 to
            1.
    """
    x = np.asarray(measured, dtype=np.float64)
    if draws < 2 or not 0 < level < 1:
        raise InputError(
            "An interval needs draws and a level",
            where=f"{draws} draws, level {level:g}",
            allowed="two draws or more, a level between 0 and 1",
        )

    def present_in(table: Floats) -> Floats:
        return presence(revealed_advantage(table, place_totals, industry_totals, total), threshold)

    drawn = _Draws(x.shape, draws, level, reference=complexity(present_in(x)).eci)
    for table in tables:
        drawn.add(table, present_in(table), sections)
    return drawn.result()


class _Draws:
    """What is kept of the draws so far."""

    def __init__(self, shape: tuple[int, ...], draws: int, level: float, reference: Floats) -> None:
        self.draws, self.level, self.reference = draws, level, reference
        self.seen = self.turned = 0
        self.present, self.option, self.density = (np.zeros(shape) for _ in range(3))
        tail = (1.0 - level) / 2.0
        self.lowest, self.highest = (_Outermost(shape, draws, tail) for _ in range(2))
        self.vectors = _Vectors()

    def add(self, table: Floats, present: Floats, sections: Sequence[str] | None) -> None:
        """Take one more draw into account."""
        self.seen += 1
        if self.seen > self.draws:
            raise self._wrong_number()
        density = relatedness_density(present, proximity(present))
        found = complexity(present)
        sign = self._sign(found.eci)
        self.turned += sign < 0
        self.present += present
        options = diversification_options(present, density, sign * found.pci)
        self.option += np.where(np.isnan(present), np.nan, options)
        self.density += density
        self.lowest.add(density)
        self.highest.add(-density)
        unknown = np.full(len(table), np.nan)
        varied = None if sections is None else variety(table, sections)
        self.vectors.eci.append(sign * found.eci)
        self.vectors.pci.append(sign * found.pci)
        self.vectors.related.append(unknown if varied is None else varied.related)
        self.vectors.unrelated.append(unknown if varied is None else varied.unrelated)

    def _sign(self, eci: Floats) -> float:
        known = np.isfinite(eci) & np.isfinite(self.reference)
        together = float((eci[known] * self.reference[known]).sum())
        return -1.0 if together < 0 else 1.0

    def result(self) -> PathIntervals:
        """Return the intervals once all draws are in."""
        if self.seen != self.draws:
            raise self._wrong_number()
        return PathIntervals(
            present=self.present / self.draws,
            option=self.option / self.draws,
            density_lower=self.lowest.quantile(),
            density_mean=self.density / self.draws,
            density_upper=-self.highest.quantile(),
            eci=self._spread(self.vectors.eci),
            pci=self._spread(self.vectors.pci),
            related=self._spread(self.vectors.related),
            unrelated=self._spread(self.vectors.unrelated),
            turned=self.turned / self.draws,
            draws=self.draws,
            level=self.level,
        )

    def _spread(self, column: list[Floats]) -> Spread:
        tail = (1.0 - self.level) / 2.0
        return Spread(*np.quantile(np.stack(column), [tail, 0.5, 1.0 - tail], axis=0))

    def _wrong_number(self) -> InputError:
        return InputError(
            "There are not as many tables as draws were said to be",
            where=f"{self.seen} tables or more, {self.draws} draws",
            allowed="one table a draw",
        )


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Measures of each draw that are one number a place or an industry."""

    eci: list[Floats] = field(default_factory=list)
    pci: list[Floats] = field(default_factory=list)
    related: list[Floats] = field(default_factory=list)
    unrelated: list[Floats] = field(default_factory=list)


class _Outermost:
    """A low quantile of each cell over draws that come one at a time.

    The smallest values of each cell are kept in order, as many as the quantile needs: a new value
    takes its place among them, and the largest falls out.
    """

    def __init__(self, shape: tuple[int, ...], draws: int, tail: float) -> None:
        self.position = tail * (draws - 1)
        self.kept = np.full((int(self.position) + 2, *shape), np.inf)

    def add(self, values: Floats) -> None:
        """Put one more value of each cell in its place; NaN stays to the end."""
        rest = values
        for index in range(len(self.kept)):
            stays = np.minimum(self.kept[index], rest)
            rest = np.maximum(self.kept[index], rest)
            self.kept[index] = stays

    def quantile(self) -> Floats:
        """Return the quantile, interpolated as NumPy does by default."""
        before = int(self.position)
        part = self.position - before
        return np.asarray(self.kept[before] * (1 - part) + self.kept[before + 1] * part)
