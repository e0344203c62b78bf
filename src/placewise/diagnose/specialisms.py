"""The specialisms of one place as tidy rows, and who else could say each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.assessment import MOST_KEPT, Assessment
from placewise.diagnose.field_of_rivals import probability_at_least
from placewise.diagnose.tree import Node, shown_for
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place

Floats = NDArray[np.float64]

ROW_TYPES: dict[str, type[pl.DataType]] = {
    "industry": pl.String,
    "industry_name": pl.String,
    "classification": pl.String,
    "level": pl.String,
    "parent": pl.String,
    "measure": pl.String,
    "unit": pl.String,
    "year": pl.Int64,
    "base": pl.String,
    "value": pl.Float64,
    "share": pl.Float64,
    "base_share": pl.Float64,
    "lq": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "shrunk": pl.Float64,
    "shrunk_lower": pl.Float64,
    "shrunk_upper": pl.Float64,
    "probability_above_threshold": pl.Float64,
    "demonstrable": pl.Boolean,
    "q_value": pl.Float64,
    "discovered": pl.Boolean,
    "herfindahl": pl.Float64,
    "herfindahl_basis": pl.String,
    "expected_plants": pl.Float64,
    "lq_without_one_plant": pl.Float64,
    "stands_without_one_plant": pl.Boolean,
    "rivals_expected": pl.Float64,
    "rivals_lower": pl.Int64,
    "rivals_upper": pl.Int64,
    "rank": pl.Int64,
    "rank_lower": pl.Int64,
    "rank_upper": pl.Int64,
    "places_considered": pl.Int64,
    "places_claiming": pl.Int64,
    "places_demonstrating": pl.Int64,
    "shown_for": pl.String,
}
"""Columns of ``Diagnosis.specialisms``; :class:`placewise.model.diagnosis.Diagnosis` explains."""

RIVAL_TYPES: dict[str, type[pl.DataType]] = {
    "industry": pl.String,
    "level": pl.String,
    "measure": pl.String,
    "year": pl.Int64,
    "place": pl.String,
    "place_code": pl.String,
    "kind": pl.String,
    "lq": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "shrunk": pl.Float64,
    "probability_above_threshold": pl.Float64,
    "standing": pl.String,
    "is_place": pl.Boolean,
    "probability_at_least_as_specialised": pl.Float64,
}
"""Columns of ``Diagnosis.rivals``."""


def specialism_rows(
    assessment: Assessment, place: Place, settings: DiagnosisSettings
) -> pl.DataFrame:
    """Return one row an industry of the place, strongest first.

    Args:
        assessment: the table, assessed.
        place: one of its places.
        settings: threshold and confidence.

    Returns:
        Columns of ``ROW_TYPES``; ``shown_for`` is filled in by :func:`with_shown`.
    """
    row = _row_of(assessment, place)
    records = [
        _record(assessment, row, industry, settings)
        for industry in range(len(assessment.table.industries))
    ]
    return _strongest_first(_frame(records, ROW_TYPES))


def _record(
    assessment: Assessment, row: int, column: int, settings: DiagnosisSettings
) -> dict[str, Any]:
    """Return the numbers of one cell; missing ones are None."""
    table, result = assessment.table, assessment.result
    industry = table.industries[column]
    lq, probability = result.lq[:, column], result.probability[:, column]

    def cell(array: Floats) -> float | None:
        return _number(array[row, column])

    claims = bool(lq[row] >= settings.threshold)
    ranks = assessment.rank_set(row, column) if np.isfinite(probability[row]) else None
    known = np.isfinite(probability[row])
    return {
        "industry": industry.code,
        "industry_name": industry.name,
        "classification": industry.classification,
        "level": industry.level,
        "parent": industry.parent,
        "measure": table.measure,
        "unit": table.unit,
        "year": table.year,
        "base": table.base,
        "value": cell(table.values),
        "share": _number(table.values[row, column] / table.place_totals[row]),
        "base_share": _number(table.industry_totals[column] / table.total),
        "lq": _number(lq[row]),
        "lower": cell(result.lower),
        "upper": cell(result.upper),
        "shrunk": cell(result.shrunk),
        "shrunk_lower": cell(result.shrunk_lower),
        "shrunk_upper": cell(result.shrunk_upper),
        "probability_above_threshold": _number(probability[row]),
        "demonstrable": bool(probability[row] > settings.confidence) if known else None,
        "q_value": cell(result.q_value),
        "discovered": bool(result.q_value[row, column] < 1 - settings.confidence)
        if known
        else None,
        "herfindahl": _number(table.plants.herfindahl[column]),
        "herfindahl_basis": table.plants.basis[column],
        "expected_plants": cell(result.plants.expected),
        "lq_without_one_plant": cell(assessment.without_one_plant),
        "stands_without_one_plant": _stands(assessment, row, column, settings) if claims else None,
        "rivals_expected": cell(result.rivals),
        "rivals_lower": _whole(result.rivals_lower[row, column]),
        "rivals_upper": _whole(result.rivals_upper[row, column]),
        "rank": int(1 + np.sum(lq > lq[row])) if np.isfinite(lq[row]) else None,
        "rank_lower": ranks[0] if ranks else None,
        "rank_upper": ranks[1] if ranks else None,
        "places_considered": int(np.isfinite(lq).sum()),
        "places_claiming": int(np.sum(lq >= settings.threshold)),
        "places_demonstrating": int(np.sum(probability > settings.confidence)),
        "shown_for": None,
    }


def _stands(
    assessment: Assessment, row: int, column: int, settings: DiagnosisSettings
) -> bool | None:
    """Return whether the claim still passes without one plant; None where that is not known."""
    without = assessment.without_one_plant[row, column]
    return bool(without >= settings.threshold) if np.isfinite(without) else None


def with_shown(
    rows: pl.DataFrame,
    parents: Mapping[str, Mapping[str, str | None]],
    threshold: float,
) -> pl.DataFrame:
    """Fill in at which level each specialism is shown.

    Args:
        rows: specialisms of one place, any number of tables.
        parents: for each classification, the parent of every code.
        threshold: the location quotient that a claim must pass.
    """
    if rows.is_empty():
        return rows
    shown: dict[tuple[str, str, str], str] = {}
    for (measure, classification), part in rows.group_by("measure", "classification"):
        nodes = {row["industry"]: _node(row) for row in part.iter_rows(named=True)}
        tree = parents.get(str(classification), {})
        for code, top in shown_for(nodes, tree, threshold).items():
            shown[str(measure), str(classification), code] = top
    keys = zip(rows["measure"], rows["classification"], rows["industry"], strict=True)
    return rows.with_columns(pl.Series("shown_for", [shown.get(key) for key in keys], pl.String))


def _node(row: dict[str, Any]) -> Node:
    """Return what the tree needs of one row; missing numbers are NaN."""
    nan = float("nan")
    lq = nan if row["lq"] is None else float(row["lq"])
    value = nan if row["value"] is None else float(row["value"])
    return Node(
        code=row["industry"],
        demonstrable=bool(row["demonstrable"]),
        lq=lq,
        value=value,
        expected=value / lq if lq else nan,
        year=row["year"],
    )


def rival_rows(
    assessment: Assessment, place: Place, industries: Sequence[str], settings: DiagnosisSettings
) -> pl.DataFrame:
    """Return one row a claim and a place: what each place could say of the same industry.

    Args:
        assessment: the table, assessed.
        place: the place whose claims they are.
        industries: codes of the industries claimed.
        settings: threshold and confidence.

    Returns:
        Columns of ``RIVAL_TYPES``, most specialised first within a claim.
    """
    table = assessment.table
    row = _row_of(assessment, place)
    codes = [industry.code for industry in table.industries]
    frames = []
    for code in industries:
        column = codes.index(code)
        at_least = probability_at_least(assessment.posteriors(column), row, len(table.places))
        shared = _shared_rows(assessment, column, settings)
        order = shared["row"].to_numpy()
        frames.append(
            shared.drop("row").with_columns(
                pl.Series("is_place", order == row),
                pl.Series("probability_at_least_as_specialised", at_least[order], nan_to_null=True),
            )
        )
    return pl.concat(frames) if frames else _frame([], RIVAL_TYPES)


def _shared_rows(assessment: Assessment, column: int, settings: DiagnosisSettings) -> pl.DataFrame:
    """Return the rows of one industry from those kept, or make them and keep them."""
    kept, key = assessment.shared_rows, (column, settings.threshold, settings.confidence)
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = _one_industry(assessment, column, settings)
    return kept[key]


def _one_industry(assessment: Assessment, column: int, settings: DiagnosisSettings) -> pl.DataFrame:
    """Return what every place could say of one industry, whichever of them is asked about.

    Returns:
        ``RIVAL_TYPES`` but for the last two, and ``row``, the index of the place; most specialised
        first.
    """
    table, result = assessment.table, assessment.result
    lq, probability = result.lq[:, column], result.probability[:, column]
    columns: dict[str, Any] = {
        "row": np.arange(len(table.places)),
        "place": [place.name for place in table.places],
        "place_code": [place.code for place in table.places],
        "kind": [place.kind for place in table.places],
        "lq": lq,
        "lower": result.lower[:, column],
        "upper": result.upper[:, column],
        "shrunk": result.shrunk[:, column],
        "probability_above_threshold": probability,
        "standing": [
            standing(*numbers, settings)
            for numbers in zip(lq.tolist(), probability.tolist(), strict=True)
        ],
    }
    whole = {
        "industry": table.industries[column].code,
        "level": table.level,
        "measure": table.measure,
        "year": table.year,
    }
    frame = pl.DataFrame(columns, schema_overrides={"place_code": pl.String}, nan_to_null=True)
    return frame.select(
        *(pl.lit(value, RIVAL_TYPES[name]).alias(name) for name, value in whole.items()), pl.all()
    ).sort("lq", "place", descending=[True, False], nulls_last=True)


def standing(lq: float, probability: float, settings: DiagnosisSettings) -> str:
    """Return what a place can do with a claim: demonstrate it, claim it, neither, or not known."""
    if math.isfinite(probability) and probability > settings.confidence:
        return "demonstrates"
    if not math.isfinite(lq):
        return "not known"
    return "could claim" if lq >= settings.threshold else "neither"


def _row_of(assessment: Assessment, place: Place) -> int:
    return [candidate.name for candidate in assessment.table.places].index(place.name)


def _frame(records: list[dict[str, Any]], types: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.DataFrame(records, schema=types, orient="row")


def _strongest_first(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(
        "probability_above_threshold", "lq", "industry",
        descending=[True, True, False], nulls_last=True,
    )  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if math.isfinite(value) else None
