"""Whole tables drawn from what is known of every cell: what intervals by redrawing are made of."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.assessment import Assessment

Floats = NDArray[np.float64]

POINTS = 64
"""Evenly likely quantiles of theta that are kept of each cell; draws lie between them."""


def table_draws(assessment: Assessment, *, draws: int, seed: int) -> Iterator[Floats]:
    """Yield tables drawn from the posteriors of an assessment, one at a time.

    Theta of every cell is drawn on its own from its posterior; a cell is theta times what the mix
    of the base would give the place. Each place is scaled to the total that it has been measured to
    have in these industries. A redrawn mix is rougher than the one it was drawn from.

    Memory is that of 64 quantiles a cell, 256 bytes, however many draws.

    Args:
        assessment: the table, assessed.
        draws: how many tables.
        seed: seed of the draws.

    Yields:
        (R, I) in the unit of the table; NaN for a cell that is not known, or of an industry whose
        lumpiness is not.
    """
    table = assessment.table
    log_theta = np.full((POINTS, *table.values.shape), np.nan, dtype=np.float32)
    for industry in range(table.values.shape[1]):
        for grid in assessment.posteriors(industry):
            for point in range(POINTS):
                quantile = grid.quantile((point + 0.5) / POINTS)
                log_theta[point, grid.rows, industry] = np.log(quantile)
    usual = np.outer(table.place_totals, table.industry_totals / table.total)
    drawn_cells = np.isfinite(log_theta[0])
    measured = np.where(drawn_cells, table.values, 0.0).sum(axis=1, keepdims=True)
    random = np.random.default_rng(seed)
    for _ in range(draws):
        at = random.random(usual.shape) * (POINTS - 1)
        before = at.astype(np.intp)
        low = np.take_along_axis(log_theta, before[None], axis=0)[0]
        high = np.take_along_axis(log_theta, before[None] + 1, axis=0)[0]
        cells = np.exp(low + (at - before) * (high - low)) * usual
        total = np.nansum(cells, axis=1, keepdims=True)
        yield np.divide(cells * measured, total, out=np.full_like(cells, np.nan), where=total > 0)
