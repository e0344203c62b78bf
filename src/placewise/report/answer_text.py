"""An answer on the terminal: its first sentences, and a table of at most ten rows."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.answer import Answer
from placewise.report.numbers import MISSING, interval, number
from placewise.report.text import MOST_ROWS, aligned, cut, wrapped

MOST_COLUMNS = 6
ENDS = ("lower", "upper")


def answer_text(answer: Answer, report: str = "") -> str:
    """Return the summary of an answer, with where its report lies.

    The table is the first finding that has rows: ``value``, ``lower`` and ``upper`` become a number
    with its interval, other columns stand as they are.

    Args:
        answer: the answer.
        report: where the report lies; "" where none was written.
    """
    table = next((f.table for f in answer.findings if f.table.height), pl.DataFrame())
    parts = [
        f"{answer.place.name} ({answer.place.kind}), compared with {answer.compared_with}",
        "",
        *(wrapped(sentence) for sentence in answer.headline),
    ]
    if table.height:
        parts += ["", *aligned(_cells(table.head(MOST_ROWS)))]
        if table.height > MOST_ROWS:
            parts.append(f"and {table.height - MOST_ROWS} more rows")
    parts += ["", f"What cannot be told: {answer.cannot_tell.height} questions."]
    if report:
        parts.append(f"Report: {report}")
    return "\n".join(parts)


def _cells(table: pl.DataFrame) -> list[list[Any]]:
    """Return titles and cells: the interval beside its number, everything else as it stands."""
    paired = set(ENDS) <= set(table.columns)
    columns = [name for name in table.columns if not (paired and name in ENDS)][:MOST_COLUMNS]
    head: list[Any] = []
    for name in columns:
        head.append(name.replace("_", " ").capitalize())
        if paired and name == "value":
            head.append("Interval")
    rows = []
    for row in table.iter_rows(named=True):
        cells: list[Any] = []
        for name in columns:
            cells.append(_cell(row, name, paired=paired))
            if paired and name == "value":
                cells.append(interval(row["lower"], row["upper"]))
        rows.append(cells)
    return [head, *rows]


def _cell(row: dict[str, Any], name: str, *, paired: bool) -> str:
    value = row[name]
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        ends = (row["lower"], row["upper"]) if paired and name == "value" else (None, None)
        return number(value, *ends)
    return cut(str(value), 44)
