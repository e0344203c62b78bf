"""Sections of a page: one question, its answer in sentences, then chart, table and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from placewise.model.answer import Answer
from placewise.model.wording import number_in_words
from placewise.model.words import Provenance
from placewise.report.charts import Chart, Row
from placewise.report.page import Table

MOST_SOURCES = 3
"""Tables named below a chart; all of them stand at the end of the page."""


@dataclass(frozen=True, slots=True)
class Block:
    """One chart with the sentence that says what to see, and its table folded beneath.

    Attributes:
        title: what it is about, as a heading.
        chart: drawn below the heading; None where nothing can be drawn.
        sentence: what to see.
        table: the numbers; None where the chart needs none.
        source: source, year and what the interval covers, in one line.
    """

    title: str
    chart: Chart | None
    sentence: str
    table: Table | None
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """One question of a report.

    Attributes:
        key: a stable word for it, usable as an id.
        question: the heading, phrased as a question.
        sentences: the answer, each with its uncertainty and comparator.
        blocks: charts and tables behind it.
        cannot_tell: what stays open: ``question``, ``why``, ``what_would_settle_it``.
        notes: what a reader must know about the tables, one sentence each.
    """

    key: str
    question: str
    sentences: tuple[str, ...]
    blocks: tuple[Block, ...]
    cannot_tell: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def section_from(answer: Answer, blocks: Iterable[Block | None]) -> Section:
    """Return the section of an answer; blocks that could not be made are left out.

    A sentence that the section has said at its top is not said again below a chart, whose title
    says what to see; a block without a chart keeps it.
    """
    said = frozenset(answer.headline)
    return Section(
        key=answer.key,
        question=answer.question,
        sentences=answer.headline,
        blocks=tuple(
            replace(block, sentence="") if block.chart and block.sentence in said else block
            for block in blocks
            if block is not None
        ),
        cannot_tell=tuple(answer.cannot_tell.iter_rows(named=True)),
        notes=answer.notes,
    )


def question(answer: Answer, key: str) -> str:
    """Return the question of a finding; nothing where the answer has none."""
    finding = answer.finding(key)
    return finding.question if finding else ""


def sentence(answer: Answer, key: str) -> str:
    """Return the sentence of a finding; nothing where the answer has none."""
    finding = answer.finding(key)
    return finding.sentence if finding else ""


def sources(answer: Answer, key: str) -> str:
    """Return what a finding rests on in one line; nothing where it has none."""
    finding = answer.finding(key)
    return source_line(finding.provenance) if finding else ""


def source_line(tables: Iterable[Provenance]) -> str:
    """Return tables in one line, each publisher once, with how many more the page lists below."""
    by_title = {table.source: table.publisher for table in tables}
    kept = list(by_title)[: MOST_SOURCES if len(by_title) > MOST_SOURCES + 1 else None]
    publishers = dict.fromkeys(by_title[title] for title in kept)
    named = "; ".join(
        f"{', '.join(title for title in kept if by_title[title] == publisher)} ({publisher})"
        for publisher in publishers
    )
    more = len(by_title) - len(kept)
    return (
        f"{named}; and {number_in_words(more)} more, listed under ‘How we know’" if more else named
    )
