"""An answer as JSON: its sentences, and the rows of every table under the key of its finding."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from placewise.model.answer import Answer
from placewise.report.json import place_json, provenance_json, rows_json


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain data, missing numbers as None; ``report.json.dump`` writes it."""
    return {
        "topic": answer.key,
        "place": place_json(answer.place),
        "question": answer.question,
        "compared_with": answer.compared_with,
        "headline": list(answer.headline),
        **{finding.key: rows_json(finding.table) for finding in answer.findings},
        "cannot_tell": rows_json(answer.cannot_tell),
        "checks": [asdict(check) for check in answer.checks],
        "notes": list(answer.notes),
        "provenance": provenance_json(answer.provenance),
        "command": answer.command,
    }
