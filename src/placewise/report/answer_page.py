"""One answer as a self-contained page: the answer first, then sections, then what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from placewise.model.answer import Answer
from placewise.model.glossary import Term
from placewise.report.charts import Row
from placewise.report.glossary import terms_used
from placewise.report.page import page
from placewise.report.section import Section

WORDS_HERE = "<!-- words -->"
"""Where a template wants the terms of the glossary that stand on it."""
DETAIL = "What lies behind it?"
"""The heading of a section whose question is that of the page."""


def answer_page(answer: Answer, sections: Sequence[Section], glossary: Sequence[Term] = ()) -> str:
    """Return the page of one answer.

    Args:
        answer: headline, checks, sources and what cannot be told.
        sections: its charts and tables, made by the file of its topic; sentences that the answer
            has given already are not repeated.
        glossary: terms of which those that stand on the page are explained at its end.
    """
    return with_terms(
        "answer.html",
        glossary,
        a=answer,
        sections=[_behind(section, answer) for section in sections],
        cannot_tell=unsettled(answer, sections),
        notes=list(dict.fromkeys([*answer.notes, *(n for s in sections for n in s.notes)])),
    )


def with_terms(template: str, glossary: Sequence[Term], **values: Any) -> str:
    """Return a page with the terms of a glossary that a reader meets on it."""
    text = page(template, **values)
    terms = terms_used(text, glossary)
    return text.replace(WORDS_HERE, page("words.html", terms=terms) if terms else "")


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
