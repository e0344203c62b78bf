"""One answer as a self-contained page: the answer first, then sections, then what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placewise.model.answer import Answer
from placewise.report.charts import Row
from placewise.report.page import page
from placewise.report.section import Section

DETAIL = "What lies behind it?"
"""The heading of a section whose question is that of the page."""


def answer_page(answer: Answer, sections: Sequence[Section]) -> str:
    """Return the page of one answer.

    Args:
        answer: headline, checks, sources and what cannot be told.
        sections: its charts and tables, made by the file of its topic.
    """
    return page(
        "answer.html",
        a=answer,
        sections=[_behind(section, answer) for section in sections],
        cannot_tell=unsettled(answer, sections),
        notes=list(dict.fromkeys([*answer.notes, *(n for s in sections for n in s.notes)])),
    )


def _behind(section: Section, answer: Answer) -> Section:
    """Return a section without what the page already says at its top."""
    return replace(
        section,
        question=DETAIL if section.question == answer.question else section.question,
        sentences=tuple(s for s in section.sentences if s not in answer.headline),
    )


def unsettled(answer: Answer, sections: Sequence[Section]) -> list[Row]:
    """Return what cannot be told, of the answer and of its sections, each question once."""
    rows: dict[str, Row] = {}
    for row in [*answer.cannot_tell.to_dicts(), *(r for s in sections for r in s.cannot_tell)]:
        rows.setdefault(row["question"], row)
    return list(rows.values())
