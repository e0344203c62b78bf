"""Sections of a page: one question, its answer in sentences, then chart, table and source."""

from __future__ import annotations

from dataclasses import dataclass

from placewise.report.charts import Chart, Row
from placewise.report.page import Table


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
