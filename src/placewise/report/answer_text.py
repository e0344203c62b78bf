"""An answer on the terminal: its first sentences, and a table of at most ten rows."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from placewise.model.answer import Answer
from placewise.report.numbers import MISSING, interval, number, per_cent
from placewise.report.text import LINE, MOST_ROWS, aligned, cut, wrapped

MOST_LETTERS = 44
CHANCE = "probability"
"""Columns whose name begins so hold chances."""


def answer_text(answer: Answer, report: str = "") -> str:
    """Return the summary of an answer, with where its report lies.

    The table is the first finding that has rows, with as many of its columns as fit on a line; a
    number is followed by its interval where the table has one.

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
        parts += ["", *_lines(table.head(MOST_ROWS))]
    if table.height > MOST_ROWS:
        more = table.height - MOST_ROWS
        parts.append(f"and {more} more row{'' if more == 1 else 's'}")
    count = answer.cannot_tell.height
    parts += ["", f"What cannot be told: {count or 'no'} question{'' if count == 1 else 's'}."]
    if report:
        parts.append(f"Report: {report}")
    return "\n".join(parts)


def _lines(table: pl.DataFrame) -> list[str]:
    """Return a table, as many of its columns as fit."""
    ends = {end for name in table.columns for end in _ends(table, name)}
    columns: list[list[str]] = []
    words: set[int] = set()
    width = -2
    for name in table.columns:
        if name in ends:
            continue
        added = _columns(table, name)
        width += sum(2 + max(map(len, column)) for column in added)
        if columns and width > LINE:
            break
        if table.schema[name] == pl.String:
            words.add(len(columns))
        columns += added
    return aligned([list(row) for row in zip(*columns, strict=True)], words)


def _ends(table: pl.DataFrame, name: str) -> tuple[str, ...]:
    """Return the columns that hold the interval of a column, if there are any."""
    before = "" if name == "value" else f"{name}_"
    ends = f"{before}lower", f"{before}upper"
    return ends if set(ends) <= set(table.columns) else ()


def _columns(table: pl.DataFrame, name: str) -> list[list[str]]:
    """Return a column as it is written, its title first, and its interval beside it."""
    title = name.replace("_", " ").capitalize()
    ends = _ends(table, name)
    if not ends:
        return [[title, *(_cell(name, value) for value in table[name])]]
    rows = table.select(name, *ends).rows()
    return [
        [title, *(number(*_finite(row)) for row in rows)],
        ["Interval", *(interval(*_finite(row)[1:]) for row in rows)],
    ]


def _finite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        None if isinstance(value, float) and not math.isfinite(value) else value for value in row
    )


def _cell(name: str, value: Any) -> str:
    """Return a value without an interval: chances as per cent, about three digits of a number."""
    (value,) = _finite((value,))
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, float):
        return cut(str(value), MOST_LETTERS)
    if name.startswith(CHANCE):
        return per_cent(value)
    size = 0 if value == 0 else math.floor(math.log10(abs(value)))
    return f"{value:,.{min(2, max(0, 2 - size))}f}"
