"""A diagnosis as JSON: one documented schema, the same bytes for the same diagnosis."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from placewise.model.diagnosis import SCHEMA_VERSION, ClaimVerdict, Diagnosis, DiagnosisSettings
from placewise.model.words import Place, Provenance

SIGNIFICANT = 9
"""Digits that are written; more would show how a sum was ordered, not what is known."""


def diagnosis_json(diagnosis: Diagnosis) -> str:
    """Return a diagnosis as JSON, keys in a fixed order, missing numbers as null."""
    return dump(
        {
            "schema": f"placewise diagnosis {SCHEMA_VERSION}",
            "place": place_json(diagnosis.place),
            "compared_with": diagnosis.compared_with,
            "settings": _settings(diagnosis.settings),
            "headline": list(diagnosis.headline),
            "specialisms": [_specialism(row) for row in rows_json(diagnosis.specialisms)],
            "rivals": rows_json(diagnosis.rivals),
            "structure": rows_json(diagnosis.structure),
            **_topics(diagnosis),
            "cannot_tell": rows_json(diagnosis.cannot_tell),
            "checks": [asdict(check) for check in diagnosis.checks],
            "notes": list(diagnosis.notes),
            "provenance": provenance_json(diagnosis.provenance),
            "command": diagnosis.command,
        }
    )


def _topics(diagnosis: Diagnosis) -> dict[str, Any]:
    """Return every topic by its key; ``barriers`` and ``drivers`` are plain lists of rows.

    They are what most readers of the file want; the rest of the topic of barriers stands beside
    it in ``barriers_detail``.
    """
    from placewise.report.answer_json import answer_json

    written: dict[str, Any] = {}
    for answer in diagnosis.answers:
        parts = answer_json(answer)
        kept = {key: parts[key] for key in parts if key not in {"topic", "place"}}
        if answer.key == "barriers":
            written["barriers"] = kept.pop("barriers", [])
            written["barriers_detail"] = kept
        else:
            written[answer.key] = kept
        if answer.key == "productivity":
            written["drivers"] = rows_json(answer.table("drivers"))
    return written


def claim_json(verdict: ClaimVerdict) -> str:
    """Return the verdict on one claim as JSON."""
    return dump(
        {
            "schema": f"placewise claim {SCHEMA_VERSION}",
            "place": place_json(verdict.place),
            "claim": verdict.claim,
            "industry": verdict.industry,
            "industry_name": verdict.industry_name,
            "verdict": verdict.verdict,
            "sentence": verdict.sentence,
            "settings": _settings(verdict.settings),
            "evidence": [_specialism(row) for row in rows_json(verdict.evidence)],
            "rivals": rows_json(verdict.rivals),
            "provenance": provenance_json(verdict.provenance),
        }
    )


def summary_row(path: Path) -> dict[str, Any]:
    """Return what an index of all places needs from one written diagnosis."""
    written = json.loads(path.read_text(encoding="utf-8"))
    shown = [
        row["industry_name"] for row in written["specialisms"]
        if row["demonstrable"] and row["shown_for"] == row["industry"]
    ]  # fmt: skip
    name, headline = written["place"]["name"], written["headline"][0]
    return _summary(name, f"{path.stem}.html", shown, headline)


def summary_of(diagnosis: Diagnosis, file: str) -> dict[str, Any]:
    """Return the same from a diagnosis at hand, with the name of its page."""
    shown = diagnosis.specialisms.filter(
        pl.col("demonstrable") & (pl.col("shown_for") == pl.col("industry"))
    )
    names = shown["industry_name"].to_list()
    return _summary(diagnosis.place.name, file, names, diagnosis.headline[0])


def _summary(place: str, file: str, names: list[str], headline: str) -> dict[str, Any]:
    return {
        "place": place, "file": file, "demonstrable": list(dict.fromkeys(names)),
        "headline": headline,
    }  # fmt: skip


def _specialism(row: dict[str, Any]) -> dict[str, Any]:
    """Gather the columns that belong together: rivals and the rank set."""
    kept = {
        key: value
        for key, value in row.items()
        if not key.startswith("rivals_") and key not in {"rank_lower", "rank_upper"}
    }
    kept["rivals"] = {
        "expected": row["rivals_expected"],
        "lower": row["rivals_lower"],
        "upper": row["rivals_upper"],
    }
    known = row["rank_lower"] is not None
    kept["rank_set"] = [row["rank_lower"], row["rank_upper"]] if known else None
    return kept


def rows_json(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, numbers rounded to the digits that are written."""
    return [
        {key: _plain(value) for key, value in row.items()} for row in frame.iter_rows(named=True)
    ]


def _plain(value: Any) -> Any:
    """Return a float rounded to the digits that are written; NaN as None."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return float(f"{value:.{SIGNIFICANT}g}")
    return value


def place_json(place: Place) -> dict[str, Any]:
    """Return a place with its kind, code and areas."""
    return {"name": place.name, "kind": place.kind, "code": place.code, "areas": list(place.areas)}


def _settings(settings: DiagnosisSettings) -> dict[str, Any]:
    return asdict(settings)


def provenance_json(sources: tuple[Provenance, ...]) -> list[dict[str, Any]]:
    """Return the sources of what was used."""
    return [
        asdict(source) | {"transformations": list(source.transformations)} for source in sources
    ]


def dump(value: dict[str, Any]) -> str:
    """Write one line a row of a table: small, quick to write, and differences are easy to read."""
    written = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode

    def block(item: Any) -> str:
        if isinstance(item, list) and item:
            return "[\n" + ",\n".join(map(written, item)) + "\n]"
        return written(item)

    parts = (f"{written(key)}: {block(item)}" for key, item in value.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"
