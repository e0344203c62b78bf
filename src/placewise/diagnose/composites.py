"""Industries joined to sectors: values, variances and plants of a union."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from placewise.model.economy import IndustryTable, PlantEvidence
from placewise.model.words import Industry

Floats = NDArray[np.float64]


def joined_table(
    table: IndustryTable, sectors: Sequence[tuple[Industry, Sequence[str]]]
) -> IndustryTable:
    """Return the table by sector instead of by industry.

    A sector with an unknown part is not known. Variances add up, because rounding and sampling of
    cells are taken as independent.

    Args:
        table: R places by I industries.
        sectors: S sectors, each as an industry of its own with the codes it is made of.

    Returns:
        R places by S sectors; sectors may share industries.
    """
    at = {industry.code: index for index, industry in enumerate(table.industries)}
    columns = [[at[code] for code in codes] for _, codes in sectors]
    herfindahl = np.full(len(columns), np.nan)
    inequality = np.full(len(columns), np.nan)
    basis = []
    for index, members in enumerate(columns):
        herfindahl[index], inequality[index] = joined_plants(
            table.industry_totals[members],
            table.plants.herfindahl[members],
            table.plants.inequality[members],
        )
        kinds = sorted({table.plants.basis[member] for member in members})
        basis.append("+".join(kinds) if np.isfinite(herfindahl[index]) else "none")
    return replace(
        table,
        industries=tuple(sector for sector, _ in sectors),
        values=_sums(table.values, columns),
        industry_totals=_sums(table.industry_totals[None, :], columns)[0],
        variance=_sums(table.variance, columns),
        plants=PlantEvidence(herfindahl, inequality, tuple(basis), table.plants.note),
    )


def joined_plants(totals: Floats, herfindahl: Floats, inequality: Floats) -> tuple[float, float]:
    """Return plant Herfindahl and inequality of a union of industries.

    With X_i the totals, H = sum of H_i X_i^2 over X^2, because no plant is in two industries. An
    industry has inequality_i / H_i plants; the union has their sum n, and inequality n H.

    Args:
        totals: (I,) X_i.
        herfindahl: (I,) H_i.
        inequality: (I,) plants for one effective plant.

    Returns:
        Both, NaN where a part with jobs is not known.
    """
    kept = ~(totals == 0)
    totals, herfindahl, inequality = totals[kept], herfindahl[kept], inequality[kept]
    whole = float(totals.sum())
    if not whole > 0:
        return float("nan"), float("nan")
    joined = float(np.sum(herfindahl * totals**2) / whole**2)
    plants = float(np.sum(inequality / herfindahl))
    return joined, plants * joined


def _sums(matrix: Floats, columns: Sequence[Sequence[int]]) -> Floats:
    """Add up columns; a sum with a part that is not known is not known."""
    return np.column_stack([matrix[:, members].sum(axis=1) for members in columns])
