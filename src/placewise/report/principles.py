"""The checklist of principles on a page, as JSON, as a table and in one line; no score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from placewise.model.principles import OUTCOMES, Judged, Observation, Principle
from placewise.model.wording import capital, listed, number_in_words

ORDER = ("not met", "met", "cannot tell")
"""Outcomes in the order of the page."""
TITLES = {"not met": "✕ Not met", "met": "● Met", "cannot tell": "? Cannot be told"}
STATUS = {
    "direct": "", "secondary": "read in an excerpt or elsewhere", "derived": "worked out",
    "memory": "remembered, not checked", "proposal": "a proposal of this project",
}  # fmt: skip
"""What a reader is told of how far the source was read."""
COLUMNS = {
    "key": pl.String, "group": pl.String, "rule": pl.String, "outcome": pl.String,
    "why": pl.String, "fact": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "where": pl.String, "text": pl.String, "page": pl.Int64,
    "what_would_settle_it": pl.String, "source": pl.String, "status": pl.String,
}  # fmt: skip


def counts_sentence(judged: Sequence[Judged]) -> str:
    """Say how many principles have each outcome."""
    counts = {outcome: sum(one.outcome == outcome for one in judged) for outcome in OUTCOMES}
    words = {
        "met": ("is met", "are met"), "not met": ("is not met", "are not met"),
        "cannot tell": ("cannot be told", "cannot be told"),
    }  # fmt: skip
    said = [
        f"{number_in_words(counts[outcome])} {one if counts[outcome] < 2 else several}"
        for outcome, (one, several) in words.items()
    ]
    return f"Of {len(judged)} principles, {listed(said)}."


def principles_json(
    principles: Sequence[Principle], judged: Sequence[Judged]
) -> list[dict[str, Any]]:
    """Return one object a principle, with its outcome and what is behind it."""
    return [
        {
            "key": rule.key, "group": rule.group, "rule": rule.rule, "outcome": one.outcome,
            "why": list(one.why), "support": [asdict(seen) for seen in one.support],
            "what_would_settle_it": list(one.settles), "source": rule.source,
            "source_url": rule.source_url, "status": rule.status, "note": rule.note,
        }
        for rule, one in zip(principles, judged, strict=True)
    ]  # fmt: skip


def principles_table(principles: Sequence[Principle], judged: Sequence[Judged]) -> pl.DataFrame:
    """Return one row a principle and observation; one row of those without any."""
    rows = []
    for rule, one in zip(principles, judged, strict=True):
        base = {
            "key": rule.key, "group": rule.group, "rule": rule.rule, "outcome": one.outcome,
            "why": "; ".join(one.why), "what_would_settle_it": " ".join(one.settles),
            "source": rule.source, "status": rule.status,
        }  # fmt: skip
        for seen in one.support or (None,):
            shown = {} if seen is None else {
                "fact": seen.fact, "value": seen.value, "lower": seen.lower, "upper": seen.upper,
                "where": seen.where, "text": seen.passage, "page": seen.page,
            }  # fmt: skip
            rows.append(dict.fromkeys(COLUMNS) | base | shown)
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def principle_blocks(
    principles: Sequence[Principle], judged: Sequence[Judged]
) -> list[dict[str, Any]]:
    """Return the principles by outcome, as the page lays them out; outcomes of none left out."""
    pairs = list(zip(principles, judged, strict=True))
    blocks = []
    for outcome in ORDER:
        rows = [_shown(rule, one) for rule, one in pairs if one.outcome == outcome]
        if rows:
            blocks.append({"outcome": outcome, "title": TITLES[outcome], "rows": rows})
    return blocks


def _shown(rule: Principle, one: Judged) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "why": [f"{capital(sentence)}." for sentence in one.why],
        "support": [_support(seen) for seen in one.support],
        "settles": " ".join(one.settles),
        "source": ", ".join(part for part in (rule.source, STATUS[rule.status]) if part),
        "note": rule.note,
    }


def _support(seen: Observation) -> dict[str, str]:
    return {
        "where": capital(seen.where),
        "passage": seen.passage,
        "link": "" if seen.number is None else f"#p{seen.number}",
    }
