"""A review as JSON: one documented schema, the same bytes for the same review."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl

from placewise.model.document import Document
from placewise.model.review import SCHEMA_VERSION, Review
from placewise.report.json import dump, place_json, provenance_json, rows_json
from placewise.report.principles import principles_json

MOST_CANDIDATES = 20
"""Candidates listed for a masking level; of more, the most likely, and the true place always."""


def review_json(review: Review) -> str:
    """Return a review as JSON, keys in a fixed order, missing numbers as null."""
    against = review.sector_against_horizontal
    return dump(
        {
            "schema": f"placewise review {SCHEMA_VERSION}",
            "document": _document(review.document),
            "place": place_json(review.place),
            "compared_with": review.compared_with,
            "settings": asdict(review.settings),
            "answers": list(review.answers),
            "identification": [
                row | {"candidates": _candidates(review.candidates, row["level"])}
                for row in rows_json(review.identification)
            ],
            "passages": rows_json(review.passages),
            "masked": rows_json(review.masked),
            "reuse": rows_json(review.reuse),
            "changes": rows_json(review.changes),
            "claims": [_claim(row) for row in rows_json(review.claims)],
            "figures": rows_json(review.figures),
            "rivals": rows_json(review.rivals),
            "case": rows_json(review.case),
            "reach": rows_json(review.reach),
            "sector_against_horizontal": None if against is None else rows_json(against),
            "principles": principles_json(review.principles, review.judged),
            "similarity": rows_json(review.similarity),
            "cannot_tell": rows_json(review.cannot_tell),
            "checks": [asdict(check) for check in review.checks],
            "notes": list(review.notes),
            "provenance": provenance_json(review.provenance),
            "command": review.command,
        }
    )


def _document(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "format": document.format,
        "title": document.title,
        "pages": document.pages,
        "scanned_pages": list(document.scanned_pages),
        "passages": len(document.passages),
        "characters": len(document.text),
        "sha256": document.sha256,
    }


def _candidates(candidates: pl.DataFrame, level: int) -> list[dict[str, Any]]:
    """Return the most likely candidates of a level, and the true place wherever it stands."""
    here = candidates.filter(pl.col("level") == level)
    kept = pl.concat([here.head(MOST_CANDIDATES), here.filter("is_place")])
    return rows_json(kept.unique(maintain_order=True).drop("level"))


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    """Gather the codes of a claim as a list, and its rivals."""
    kept = {key: value for key, value in row.items() if not key.startswith("rivals_")}
    kept["industries"] = row["industries"].split(", ") if row["industries"] else []
    kept["rivals"] = {
        "expected": row["rivals_expected"],
        "lower": row["rivals_lower"],
        "upper": row["rivals_upper"],
    }
    return kept
