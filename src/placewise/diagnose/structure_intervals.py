"""Intervals of any measure of structure, by redrawing the table.

A table of places by industries is drawn again and again from what is known of it, and each measure
is taken of each draw. Draws come one at a time, so only one table and the (D, R) values of each
measure are in memory, never D tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class StructureIntervals:
    """Quantiles of measures over draws of the table. M measures, R places.

    A redrawn mix is rougher than the one it was drawn from, so that measures of concentration are a
    little higher in the draws than in the table; ``median`` says by how much.

    Attributes:
        measures: the M names.
        lower: (M, R) lower end; NaN for a place that is not known in some draw.
        median: (M, R) the middle of the draws.
        upper: (M, R) upper end.
        draws: how many tables were drawn.
        level: the probability between the ends.
    """

    measures: tuple[str, ...]
    lower: Floats
    median: Floats
    upper: Floats
    draws: int
    level: float


def redrawn_tables(
    shape: ArrayLike, rate: ArrayLike, expected: ArrayLike, *, draws: int, seed: int
) -> Iterator[Floats]:
    """Yield tables drawn from the posterior of every cell: ``expected * Gamma(shape, rate)``.

    Args:
        shape: (R, I) shapes of theta, zero or more; NaN where the cell is not known.
        rate: (R, I) rates of theta, above zero.
        expected: (R, I) the cell at theta 1, in jobs or as a share of the place.
        draws: how many tables.
        seed: seed of the draws.

    Yields:
        (R, I), in the unit of ``expected``; NaN where shape, rate or expected is.

    Raises:
        InputError: arrays of different shapes, a negative shape, or a rate that is not above zero.
    """
    a, b, e = (np.asarray(part, dtype=np.float64) for part in (shape, rate, expected))
    if not a.shape == b.shape == e.shape:
        raise InputError(
            "Shapes, rates and expected values do not describe one table",
            where=f"shapes {a.shape}, {b.shape} and {e.shape}",
            allowed="three arrays of the same shape",
        )
    if np.any(a < 0) or np.any(b <= 0):
        raise InputError(
            "A gamma distribution needs a shape of zero or more and a rate above zero",
            where=f"smallest shape {np.nanmin(a):g}, smallest rate {np.nanmin(b):g}",
        )
    random = np.random.default_rng(seed)
    known = np.isfinite(a)
    scale = np.where(known, e / b, np.nan)
    filled = np.where(known, a, 1.0)
    for _ in range(draws):
        yield random.standard_gamma(filled) * scale


def structure_intervals(
    tables: Iterable[Floats],
    measures: Mapping[str, Callable[[Floats], Floats]],
    *,
    level: float = 0.95,
) -> StructureIntervals:
    """Return the interval of every measure of every place over draws of the table.

    Args:
        tables: draws of the table, each (R, I), as :func:`redrawn_tables` yields them; read once.
        measures: for each name a function of (R, I) that returns (R,).
        level: the probability between the ends.

    Raises:
        InputError: no measure, fewer than two draws, or a level outside 0 to 1.
    """
    if not measures or not 0 < level < 1:
        raise InputError(
            "An interval needs a measure and a level",
            where=f"{len(measures)} measures, level {level:g}",
            allowed="at least one measure, a level between 0 and 1",
        )
    values: dict[str, list[Floats]] = {name: [] for name in measures}
    for table in tables:
        for name, measure in measures.items():
            values[name].append(measure(table))
    drawn = len(next(iter(values.values())))
    if drawn < 2:
        raise InputError(
            f"{drawn} draws give no interval", where="tables", allowed="two draws or more"
        )
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore"):  # between two infinite draws there is no middle
        ends = [
            np.quantile(np.stack(column), [tail, 0.5, 1.0 - tail], axis=0)
            for column in values.values()
        ]
    lower, median, upper = np.stack(ends, axis=1)
    return StructureIntervals(tuple(measures), lower, median, upper, drawn, level)
