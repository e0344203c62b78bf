"""Claims and figures of a document beside the tables, as tidy rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from placewise.diagnose.specialisms import RIVAL_TYPES
from placewise.model.claims import (
    Concordance,
    JudgedClaim,
    Reach,
    SectorVerdict,
    StrengthAsReason,
)
from placewise.model.document import Document
from placewise.model.figures import HOME, FigureVerdict
from placewise.model.review import TABLES
from placewise.model.words import Place

FROM_TABLES = (
    "measure", "level", "lq", "lower", "upper", "probability_above_threshold", "rivals_expected",
    "rivals_lower", "rivals_upper", "places_considered", "places_claiming",
    "places_demonstrating", "classification",
)  # fmt: skip
"""Columns of a specialism that stand beside a claim."""

RIVALS: dict[str, Any] = {"sector": pl.String, **RIVAL_TYPES}


def claim_rows(judged: Sequence[JudgedClaim]) -> pl.DataFrame:
    """Return one row a claim, with what the tables say where it claims a sector strength."""
    return pl.DataFrame([_claim_row(one) for one in judged], schema=TABLES["claims"], orient="row")


def verdicts_of(judged: Sequence[JudgedClaim]) -> dict[str, SectorVerdict]:
    """Return the verdict on each sector that is claimed, in the order they are claimed."""
    return {one.verdict.sector.key: one.verdict for one in judged if one.verdict is not None}


def _claim_row(judged: JudgedClaim) -> dict[str, Any]:
    claim, verdict = judged.claim, judged.verdict
    row: dict[str, Any] = dict.fromkeys(TABLES["claims"])
    row |= {
        "text": claim.text, "start": claim.start, "end": claim.end, "passage": claim.passage,
        "page": claim.page, "kind": claim.kind, "sector": claim.sector, "why": claim.why,
    }  # fmt: skip
    if verdict is None:
        return row
    row["sector_title"] = verdict.sector.name
    if claim.hedged:
        return row | {"sentence": "Not judged: an aim or a hope, not a statement."}
    row |= {
        "verdict": verdict.verdict,
        "sentence": verdict.sentence,
        "industries": ", ".join(verdict.sight.industries) if verdict.sight else None,
        "measured_share": verdict.sight.seen * verdict.sector.measurable if verdict.sight else 0.0,
        "strategies_claiming": verdict.strategies_claiming,
    }
    best = best_row(verdict)
    if best is not None:
        row |= {name: best[name] for name in FROM_TABLES} | {"industry_year": best["year"]}
    return row


def best_row(verdict: SectorVerdict) -> dict[str, Any] | None:
    """Return the row that a verdict rests on: the measure that speaks most for the claim."""
    rows = verdict.evidence.sort(
        "probability_above_threshold", descending=True, nulls_last=True, maintain_order=True
    )
    return rows.row(0, named=True) if rows.height else None


def rival_rows_of(verdicts: Mapping[str, SectorVerdict]) -> pl.DataFrame:
    """Return every place beside this one for the measure that each verdict rests on."""
    frames = [pl.DataFrame(schema=RIVALS)]
    for key, verdict in verdicts.items():
        best = best_row(verdict)
        if best is None:
            continue
        same = verdict.rivals.filter(
            (pl.col("measure") == best["measure"]) & (pl.col("year") == best["year"])
        )  # fmt: skip
        frames.append(same.select(pl.lit(key).alias("sector"), *RIVAL_TYPES))
    return pl.concat(frames)


def figure_rows(verdicts: Sequence[FigureVerdict], home: Place) -> pl.DataFrame:
    """Return one row a figure, with what the tables say of it."""
    return pl.DataFrame(
        [_figure_row(verdict, home) for verdict in verdicts],
        schema=TABLES["figures"], orient="row",
    )  # fmt: skip


def _figure_row(judged: FigureVerdict, home: Place) -> dict[str, Any]:
    figure, table, other = judged.figure, judged.table, judged.elsewhere
    row: dict[str, Any] = dict.fromkeys(TABLES["figures"])
    row |= {
        "text": figure.text, "start": figure.start, "end": figure.end,
        "passage": figure.passage, "page": figure.page, "quantity": figure.quantity,
        "upper": figure.upper, "unit": figure.unit, "subject": figure.subject,
        "sector": figure.sector, "place": home.name if figure.place == HOME else figure.place,
        "year": figure.year, "nature": figure.nature, "verdict": judged.verdict,
        "difference": judged.difference, "allowed": judged.allowed,
        "sentence": judged.sentence, "why": figure.why,
        "elsewhere": f"{other.place}, {other.year}" if other else None,
    }  # fmt: skip
    if table is not None:
        row |= {
            "table_value": table.value, "table_lower": table.lower, "table_upper": table.upper,
            "table_year": table.year, "table_place": table.place, "dataset": table.dataset,
        }  # fmt: skip
    return row


def case_rows(
    document: Document, reasons: Sequence[StrengthAsReason], concordance: Concordance
) -> pl.DataFrame:
    """Return one row a passage that gives a strength as the reason to act, and no barrier."""
    names = {sector.key: sector.name for sector in concordance.sectors}
    rows = [
        (
            one.passage, one.page, one.start, one.end, document.text[one.start : one.end],
            ", ".join(names.get(key, key) for key in one.sectors), one.reason,
        )
        for one in reasons
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["case"], orient="row")


def reach_rows(reach: Sequence[Reach], concordance: Concordance) -> pl.DataFrame:
    """Return one row a sector or field that the document acts on, and what share it reaches."""
    names = {sector.key: sector.name for sector in concordance.sectors}
    rows = [
        (
            one.focus if one.across else names.get(one.focus, one.focus),
            "horizontal" if one.across else "sector", one.passages,
            one.share_of_jobs, None, None, one.share_of_firms, one.note,
        )
        for one in reach
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["reach"], orient="row")
