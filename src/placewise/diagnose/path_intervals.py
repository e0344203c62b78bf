"""Intervals of relatedness, complexity and variety, by redrawing the table.

A table as it may truly be is drawn from the posteriors of its cells, and from it the table that
would then have been measured (:mod:`placewise.diagnose.table_draws`). Everything is computed of
both: presence, proximity, density, complexity, variety. Measured less true is a draw of the error,
and the value as measured less the quantiles of the error is the interval (the parametric bootstrap;
Efron and Tibshirani 1993). Quantiles of the true draws alone would be too narrow: cells are drawn
one by one, which blurs what they have in common.

Draws come one at a time. Of the densities, of which there is one for each place and industry, only
sums are kept. Their interval is normal, with the variance of the error plus that of the true draws:
blurred proximities err less than real ones, and the error alone would be too narrow.
``scripts/path_coverage.py`` shows what holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from placewise.diagnose.complexity import complexity
from placewise.diagnose.diversification import diversification_options
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)
from placewise.diagnose.specialisation import on_one_thread
from placewise.diagnose.table_draws import TableDraw
from placewise.diagnose.variety import variety
from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """One measure with its interval, all of one shape; NaN where not known in some draw.

    Attributes:
        measured: the value of the table as measured.
        lower: lower end of the interval.
        estimate: the measured value less its usual error. Chance lets plants lie more unevenly than
            the true mix, so that the measured value is off in one direction, and may lie outside
            the interval.
        upper: upper end.
    """

    measured: Floats
    lower: Floats
    estimate: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class PathIntervals:
    """What redrawing the table says of R places and I industries.

    Attributes:
        present: (R, I) share of true draws in which the industry is present; NaN where not known.
        option: (R, I) share of true draws in which it is an option
            (:func:`placewise.diagnose.diversification.diversification_options`).
        density: (R, I) relatedness density.
        eci: (R,) economic complexity of places.
        pci: (I,) complexity of industries.
        related: (R,) related variety; None where no sections were given.
        unrelated: (R,) unrelated variety; None likewise.
        turned: share of draws whose complexity had to be turned round to go with that of the table
            as measured, because orientation or diversity set the sign the other way. Well above 0,
            the sign says little.
        draws: how many tables were drawn.
        level: the probability between the ends.
    """

    present: Floats
    option: Floats
    density: Spread
    eci: Spread
    pci: Spread
    related: Spread | None
    unrelated: Spread | None
    turned: float
    draws: int
    level: float


@on_one_thread
def redrawn_paths(
    measured: ArrayLike,
    tables: Iterable[TableDraw],
    *,
    draws: int,
    sections: Sequence[str] | None = None,
    place_totals: ArrayLike | None = None,
    industry_totals: ArrayLike | None = None,
    total: float | None = None,
    orientation: ArrayLike | None = None,
    threshold: float = 1.0,
    level: float = 0.95,
) -> PathIntervals:
    """Return the intervals of relatedness, complexity and variety over draws of the table.

    Args:
        measured: (R, I) the table as measured.
        tables: draws of the table, each twice (R, I); read once.
        draws: how many draws there are.
        sections: (I,) the section of each industry, for variety; None to leave variety out.
        place_totals: (R,) all industries of each place; None for the sums of each table.
        industry_totals: (I,) each industry over the base; None for the sums of each table, which is
            right where the places make up the base and every industry is drawn.
        total: all industries over the base; None for the sum of ``industry_totals``.
        orientation: (R,) what the high end of complexity goes with; None for diversity.
        threshold: revealed advantage at which an industry counts as present.
        level: the probability between the ends.

    Raises:
        InputError: fewer than two draws, another number of draws than said, or a level outside 0 to
            1.
    """
    if draws < 2 or not 0 < level < 1:
        raise InputError(
            "An interval needs draws and a level",
            where=f"{draws} draws, level {level:g}",
            allowed="two draws or more, a level between 0 and 1",
        )

    def paths(table: Floats) -> _Paths:
        advantage = revealed_advantage(table, place_totals, industry_totals, total)
        return _Paths.of(table, presence(advantage, threshold), sections, orientation)

    point = paths(np.asarray(measured, dtype=np.float64))
    kept = _Kept(point, draws, level)
    for table in tables:
        kept.add(paths(table.true), paths(table.measured))
    return kept.result()


@dataclass(frozen=True, slots=True)
class _Paths:
    """What one table says."""

    present: Floats
    density: Floats
    eci: Floats
    pci: Floats
    related: Floats
    unrelated: Floats

    @classmethod
    def of(
        cls,
        table: Floats,
        present: Floats,
        sections: Sequence[str] | None,
        orientation: ArrayLike | None,
    ) -> _Paths:
        found = complexity(present, orientation)
        density = relatedness_density(present, proximity(present))
        none = np.empty(0)
        varied = None if sections is None else variety(table, sections)
        return cls(
            present, density, found.eci, found.pci,
            none if varied is None else varied.related,
            none if varied is None else varied.unrelated,
        )  # fmt: skip

    def runs_against(self, other: _Paths) -> bool:
        """Return whether the high end of complexity is the low end of another table's."""
        known = np.isfinite(self.eci) & np.isfinite(other.eci)
        return bool((self.eci[known] * other.eci[known]).sum() < 0)

    def beside(self, other: _Paths) -> _Paths:
        """Return this with complexity turned round where it runs against that of another table."""
        if not self.runs_against(other):
            return self
        return replace(self, eci=-self.eci, pci=-self.pci)


class _Kept:
    """What is kept of the draws so far."""

    def __init__(self, point: _Paths, draws: int, level: float) -> None:
        self.point, self.draws, self.level = point, draws, level
        self.tail = (1.0 - level) / 2.0
        self.seen = self.turned = 0
        shape = point.present.shape
        self.present, self.option = np.zeros(shape), np.zeros(shape)
        self.error, self.true = _Moments(shape), _Moments(shape)
        self.errors: dict[str, list[Floats]] = {
            name: [] for name in ("eci", "pci", "related", "unrelated")
        }

    def add(self, true: _Paths, measured: _Paths) -> None:
        """Take one more draw into account."""
        self.seen += 1
        if self.seen > self.draws:
            raise self._wrong_number()
        self.turned += true.runs_against(self.point)
        true = true.beside(self.point)
        measured = measured.beside(true)
        self.present += true.present
        options = diversification_options(true.present, true.density, true.pci)
        self.option += np.where(np.isnan(true.present), np.nan, options)
        self.error.add(measured.density - true.density)
        self.true.add(true.density)
        for name, errors in self.errors.items():
            errors.append(getattr(measured, name) - getattr(true, name))

    def result(self) -> PathIntervals:
        """Return the intervals once all draws are in."""
        if self.seen != self.draws:
            raise self._wrong_number()
        varied = self.point.related.size > 0
        return PathIntervals(
            present=self.present / self.draws,
            option=self.option / self.draws,
            density=self._density(),
            eci=self._spread("eci"),
            pci=self._spread("pci"),
            related=self._spread("related") if varied else None,
            unrelated=self._spread("unrelated") if varied else None,
            turned=self.turned / self.draws,
            draws=self.draws,
            level=self.level,
        )

    def _density(self) -> Spread:
        estimate = self.point.density - self.error.mean()
        width = ndtri(1.0 - self.tail) * np.sqrt(self.error.variance() + self.true.variance())
        ends = (np.clip(estimate + side * width, 0.0, 1.0) for side in (-1.0, 0.0, 1.0))
        return Spread(self.point.density, *ends)

    def _spread(self, name: str) -> Spread:
        value = getattr(self.point, name)
        ends = np.quantile(np.stack(self.errors[name]), [1.0 - self.tail, 0.5, self.tail], axis=0)
        ends = value - ends
        if name in ("related", "unrelated"):  # entropy is never below 0
            ends = np.maximum(ends, 0.0)
        return Spread(value, *ends)

    def _wrong_number(self) -> InputError:
        return InputError(
            "There are not as many tables as draws were said to be",
            where=f"{self.seen} tables or more, {self.draws} draws",
            allowed="one table a draw",
        )


class _Moments:
    """Mean and variance of each cell over draws that come one at a time (Welford 1962)."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.count = 0
        self._mean, self._squares = np.zeros(shape), np.zeros(shape)

    def add(self, values: Floats) -> None:
        """Take one more value of each cell into account; NaN stays to the end."""
        self.count += 1
        before = values - self._mean
        self._mean += before / self.count
        self._squares += before * (values - self._mean)

    def mean(self) -> Floats:
        """Return the mean of each cell."""
        return self._mean

    def variance(self) -> Floats:
        """Return the variance of each cell, with n - 1."""
        return self._squares / (self.count - 1)
