"""Whole tables drawn from what is known of every cell: what intervals by redrawing are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.assessment import Assessment

Floats = NDArray[np.float64]

POINTS = 64
"""Evenly likely quantiles of theta that are kept of each cell; draws lie between them."""


@dataclass(frozen=True, slots=True)
class TableDraw:
    """A table as it may truly be, and as it would then have been measured; both (R, I).

    Attributes:
        true: every cell from its posterior.
        measured: the same cells after plants have landed by chance and been counted with error.
            What a method makes of this, less what it makes of ``true``, is a draw of its error.
    """

    true: Floats
    measured: Floats


def table_draws(assessment: Assessment, *, draws: int, seed: int) -> Iterator[TableDraw]:
    """Yield tables drawn from the posteriors of an assessment, one at a time.

    Theta of every cell is drawn on its own from its posterior; a true cell is theta times what the
    mix of the base would give the place, and each place is scaled to the total that it has been
    measured to have in these industries. A measured cell has the mean of the true one and the
    variance of the effective plants that it stands for, as a gamma number.

    Memory is that of 64 quantiles a cell, 256 bytes, however many draws.

    Args:
        assessment: the table, assessed.
        draws: how many tables.
        seed: seed of the draws.

    Yields:
        Tables in the unit of the assessed one; NaN for a cell that is not known, or of an industry
        whose lumpiness is not.
    """
    table = assessment.table
    log_theta = _quantiles(assessment)
    usual = np.outer(table.place_totals, table.industry_totals / table.total)
    known = np.isfinite(log_theta[0])
    in_place = np.where(known, table.values, 0.0).sum(axis=1, keepdims=True)
    plants = np.where(known, assessment.result.plants.net()[1], np.nan)
    random = np.random.default_rng(seed)
    for _ in range(draws):
        at = random.random(usual.shape) * (POINTS - 1)
        before = at.astype(np.intp)
        low = np.take_along_axis(log_theta, before[None], axis=0)[0]
        high = np.take_along_axis(log_theta, before[None] + 1, axis=0)[0]
        theta = np.exp(low + (at - before) * (high - low))
        drawn = np.nansum(theta * usual, axis=1, keepdims=True)
        theta *= np.divide(in_place, drawn, out=np.full_like(drawn, np.nan), where=drawn > 0)
        counted = random.standard_gamma(np.where(known, theta * plants, 1.0)) / plants
        yield TableDraw(theta * usual, counted * usual)


def _quantiles(assessment: Assessment) -> NDArray[np.float32]:
    """Return (POINTS, R, I) log theta at evenly likely values; NaN where it is not known."""
    shape = assessment.table.values.shape
    log_theta = np.full((POINTS, *shape), np.nan, dtype=np.float32)
    for industry in range(shape[1]):
        for grid in assessment.posteriors(industry):
            for point in range(POINTS):
                quantile = grid.quantile((point + 0.5) / POINTS)
                log_theta[point, grid.rows, industry] = np.log(quantile)
    return log_theta
