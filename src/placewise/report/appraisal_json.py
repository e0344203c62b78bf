"""Appraised options as JSON: gate, evidence, every line and every year of each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from placewise.model.appraisal import EXPECTED, Appraisal, AppraisedOptions
from placewise.model.evidence import EvidenceEntry
from placewise.model.options import Gated
from placewise.report.json import place_json, rows_json

APPRAISAL_SCHEMA_VERSION = "1.0"
"""Version of the JSON that ``placewise appraise --json`` writes."""


def appraisal_json(appraised: AppraisedOptions) -> dict[str, Any]:
    """Return appraised options as plain data; what cannot be told is None."""
    return {
        "schema_version": APPRAISAL_SCHEMA_VERSION,
        "place": None if appraised.place is None else place_json(appraised.place),
        "compared_with": appraised.compared_with,
        "settings": asdict(appraised.settings),
        "options": [
            _option(gated, one, appraised.evidence[gated.option.key])
            for gated, one in zip(appraised.gated, appraised.appraisals, strict=True)
        ],
        "notes": list(appraised.notes),
        "command": appraised.command,
    }


def _option(
    gated: Gated, one: Appraisal, evidence: tuple[EvidenceEntry, ...]
) -> dict[str, Any]:  # fmt: skip
    steps = [asdict(step) for step in gated.steps]
    return {
        **asdict(gated.option),
        "gate": {"standing": gated.standing, "steps": steps},
        "rests_on": [
            {"key": entry.record.key, "finding": entry.sentence, "strength": entry.strength,
             "source": entry.record.source, "status": entry.record.status}
            for entry in evidence
        ],
        "strength": one.strength,
        "inputs": {
            "spans": {name: asdict(span) for name, span in one.inputs.spans.items()},
            "stated": sorted(one.inputs.stated),
            "costs_raised": one.inputs.costs_raised,
            "time_raised": one.inputs.time_raised,
            "first_year": one.inputs.first_year,
        },
        "expected": {line: one.expected(line) for line in EXPECTED},
        "lines": rows_json(one.lines),
        "years": rows_json(one.years),
        "value_band": one.value_band or None,
        "notes": list(one.notes),
    }  # fmt: skip
