"""The table that specialisation is measured on, and what is known about plants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.model.words import Industry, Place, Provenance

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlantEvidence:
    """How lumpy each industry is: its plant Herfindahl index and where that number comes from.

    Attributes:
        herfindahl: (I,) sum over plants of squared shares of the industry's jobs; NaN where
            nothing is known.
        inequality: (I,) plants for one effective plant: second moment of plant sizes over their
            squared mean; NaN where nothing is known.
        basis: (I,) ``size bands``, ``establishments``, ``the table itself`` or ``none``.
        note: one sentence on what the numbers can and cannot tell.
    """

    herfindahl: Floats
    inequality: Floats
    basis: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class IndustryTable:
    """One measure of one year by place and industry, at one level of one classification.

    R places, I industries. Missing and suppressed cells are NaN.

    Attributes:
        measure: ``jobs``, ``employees``, ``gva`` or another level quantity.
        unit: such as ``jobs`` or ``GBP million, current prices``.
        year: the year it describes.
        classification: such as ``SIC 2007``.
        level: the level of the industry tree.
        places: the R places that are compared.
        industries: the I industries.
        values: (R, I).
        place_totals: (R,) all industries, as published or as summed.
        industry_totals: (I,) over the base.
        total: all industries over the base.
        base: the name of the base, such as ``Great Britain``.
        variance: (R, I) variance of a value from rounding and sampling; 0 where it is exact.
        covers: what that variance covers, such as ``("rounding",)``.
        plants: how lumpy each industry is.
        provenance: the tables it was built from.
        notes: what a reader must know, one sentence each.
    """

    measure: str
    unit: str
    year: int
    classification: str
    level: str
    places: tuple[Place, ...]
    industries: tuple[Industry, ...]
    values: Floats
    place_totals: Floats
    industry_totals: Floats
    total: float
    base: str
    variance: Floats
    covers: tuple[str, ...]
    plants: PlantEvidence
    provenance: tuple[Provenance, ...]
    notes: tuple[str, ...] = ()
