"""A comparison of places as plain data for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from placewise.model.plan import PLAN_SCHEMA_VERSION, Comparison
from placewise.report.json import provenance_json, rows_json

TABLES = ("differs", "gate", "bins", "south", "groups", "exceptions", "written")
"""Findings that are written under their own names; the others are fields of a comparison."""


def compare_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data; what is not known is None."""
    found = {one.key: one for one in comparison.findings}
    return {
        "schema": f"placewise comparison {PLAN_SCHEMA_VERSION}",
        "kind": comparison.kind,
        "settings": asdict(comparison.settings),
        "headline": list(comparison.headline),
        "mantel": rows_json(comparison.mantel),
        "clusters": rows_json(comparison.clusters),
        **{key: rows_json(found[key].table) if key in found else [] for key in TABLES},
        "sentences": {one.key: one.sentence for one in comparison.findings if one.sentence},
        "common": rows_json(comparison.common),
        "places": rows_json(comparison.places),
        "mixes": rows_json(comparison.mixes),
        "needs": rows_json(comparison.needs),
        "checks": [asdict(check) for check in comparison.checks],
        "notes": list(comparison.notes),
        "provenance": provenance_json(comparison.provenance),
        "command": comparison.command,
    }
