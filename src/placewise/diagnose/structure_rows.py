"""The structure of one place as tidy rows, each measure with its interval and rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose import structure
from placewise.diagnose.assessment import Assessment
from placewise.model.words import Place

Floats = NDArray[np.float64]

DRAWS = 400
"""Redraws of a place's shares behind each interval."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of structure: its words, and how it is computed from shares and base."""

    key: str
    name: str
    meaning: str
    compute: Callable[[Floats, Floats], Floats]


MEASURES = (
    Measure(
        "herfindahl", "Herfindahl index",
        "Concentration on few industries: 1 is a single industry.",
        lambda shares, _: structure.herfindahl(shares),
    ),
    Measure(
        "entropy", "Entropy",
        "Diversity of the mix: 0 is a single industry, more is more diverse.",
        lambda shares, _: structure.entropy(shares),
    ),
    Measure(
        "krugman", "Krugman index",
        "Distance to the mix of the base: 0 is the same mix, 2 has nothing in common; half of it "
        "is the part that would have to change industry.",
        structure.krugman,
    ),
    Measure(
        "hachman", "Hachman index",
        "Likeness to the base: 1 is the same mix.",
        structure.hachman,
    ),
    Measure(
        "gini", "Gini coefficient of specialisation",
        "Inequality of the location quotients: 0 is the mix of the base.",
        structure.gini_of_location_quotients,
    ),
    Measure(
        "theil", "Theil index",
        "Entropy that is missing to an even mix: 0 is even.",
        lambda shares, _: structure.theil(shares),
    ),
    Measure(
        "atkinson", "Atkinson index (aversion 0.5)",
        "Inequality of the mix: 0 is even, 1 a single industry.",
        lambda shares, _: structure.atkinson(shares, 0.5),
    ),
    Measure(
        "hoover", "Hoover index",
        "The part that would have to change industry for an even mix.",
        lambda shares, _: structure.hoover(shares),
    ),
)  # fmt: skip

TYPES: dict[str, type[pl.DataType]] = {
    "key": pl.String,
    "name": pl.String,
    "level": pl.String,
    "measure": pl.String,
    "year": pl.Int64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "rank": pl.Int64,
    "places_considered": pl.Int64,
    "meaning": pl.String,
}
"""Columns of ``Diagnosis.structure``."""


def structure_rows(assessment: Assessment, place: Place, seed: int) -> pl.DataFrame:
    """Return every measure of structure of one place, with interval and rank among all places.

    The interval is that of the redrawn table: theta of each industry from its posterior. It is
    centred on the value as measured, because a redrawn mix is rougher than the one it was drawn
    from: the spread of the draws is kept, their shift is taken off. A place with a cell that is
    not known has no structure.

    Args:
        assessment: the table, assessed.
        place: one of its places.
        seed: seed of the redraws.

    Returns:
        Columns of ``TYPES``.
    """
    table = assessment.table
    row = [candidate.name for candidate in table.places].index(place.name)
    base = table.industry_totals
    draws = assessment.share_draws(row, DRAWS, seed)
    records = []
    for measure in MEASURES:
        values = measure.compute(table.values, base)
        known = np.isfinite(values)
        value = float(values[row])
        lower, upper = _interval(measure.compute(draws, base), value)
        records.append(
            {
                "key": measure.key,
                "name": measure.name,
                "level": table.level,
                "measure": table.measure,
                "year": table.year,
                "value": value if known[row] else None,
                "lower": lower,
                "upper": upper,
                "rank": int(1 + np.sum(values > value)) if known[row] else None,
                "places_considered": int(known.sum()),
                "meaning": measure.meaning,
            }
        )
    return pl.DataFrame(records, schema=TYPES, orient="row")


def _interval(drawn: Floats, value: float) -> tuple[float | None, float | None]:
    """Return the 95 % spread of the draws around the value; None where either is not known."""
    if not np.isfinite(value) or not np.all(np.isfinite(drawn)):
        return None, None
    low, middle, high = np.quantile(drawn, [0.025, 0.5, 0.975])
    return max(0.0, value + float(low - middle)), value + float(high - middle)
