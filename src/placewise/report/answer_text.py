"""An answer on the terminal: its first sentences, and a table of at most ten rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from placewise.model.answer import Answer
from placewise.report.numbers import MISSING, interval, number, per_cent, with_unit, written
from placewise.report.text import LINE, MOST_ROWS, aligned, cut, wrapped

MOST_LETTERS = 44
MOST_OF_OTHERS, MOST_OF_UNIT = 30, 24
CHANCE = ("probability", "p_")
"""Columns whose name begins so hold chances."""
KEYS = ("key", "barrier", "concept", "comparator", "factor", "group", "industry", "sector",
        "dataset", "higher_is", "here")  # fmt: skip
"""Columns that stand for a name beside them, or say nothing on a terminal."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a finding the terminal shows, in which order, and under which titles.

    Attributes:
        columns: names of columns with their titles; names of things come first.
        first: only rows like the first in this column are shown, and a line names it; "" for all.
    """

    columns: tuple[tuple[str, str], ...]
    first: str = ""


LAYOUTS = {
    "levels": Layout(
        (("title", "Measure"), ("value", "Value"), ("year", "Year"), ("size", "Beside others"),
         ("percentile", "Lower, % of them"), ("unit", "Unit"))
    ),
    "identity": Layout(
        (("title", "Part"), ("value", "Here"), ("comparator_value", "There"), ("unit", "Unit"),
         ("per_cent", "Gap, %"), ("year", "Year")),
        first="comparator_name",
    ),
    "mix_within": Layout(
        (("part", "Part"), ("industry_name", "Industry"), ("value", "Value"), ("unit", "Unit"),
         ("year", "Year")),
        first="comparator_name",
    ),
    "kinds": Layout(
        (("kind", "Shortfall"), ("told_from", "Told from"), ("probability", "Chance"),
         ("value", "Here"), ("median", "Middle"), ("unit", "Unit"))
    ),
    "balance": Layout(
        (("place", "Place"), ("class", "What comes first"), ("probability", "Chance of costs"),
         ("pressure", "Pressure, 0 to 100"))
    ),
    "shift_share_total": Layout(
        (("form", "Form"), ("part", "Part"), ("per_cent", "Change, %"), ("value", "Change"),
         ("unit", "Unit"), ("from", "From"), ("to", "To"), ("industries", "Industries"))
    ),
    "options": Layout(
        (("industry_name", "Industry"), ("is_option", "Option"), ("stands", "Stands"),
         ("density", "Density"), ("complexity", "Complexity"), ("year", "Year"))
    ),
    "barriers": Layout(
        (("title", "Barrier"), ("outcome", "Outcome"), ("probability", "Chance"),
         ("p_binding", "Binds"), ("p_binding_again", "Found again"))
    ),
}  # fmt: skip
"""By the key of the finding; a finding that has none shows its names first, then its numbers."""
SHARES = ("stands",)
"""Columns that hold shares of draws."""


def answer_text(answer: Answer, report: str = "") -> str:
    """Return the summary of an answer, with where its report lies.

    The table is the first finding that has rows: names first, then numbers with their units, as
    many columns as fit on a line; a number is followed by its interval where the table has one.

    Args:
        answer: the answer.
        report: where the report lies; "" where none was written.
    """
    shown = next((f for f in answer.findings if f.table.height), None)
    parts = [
        f"{answer.place.name} ({answer.place.kind}), compared with {answer.compared_with}",
        "",
        *(wrapped(sentence) for sentence in answer.headline),
    ]
    if shown is not None:
        parts += ["", *_shown(shown.table, LAYOUTS.get(shown.key))]
    count = answer.cannot_tell.height
    parts += ["", f"What cannot be told: {count or 'no'} question{'' if count == 1 else 's'}."]
    if report:
        parts.append(f"Report: {report}")
    return "\n".join(parts)


def _shown(table: pl.DataFrame, layout: Layout | None) -> list[str]:
    """Return the first rows of a table, beside whom, and how many more there are."""
    layout = layout or _names_first(table)
    rows, head = table, []
    if layout.first in table.columns:
        name = table[layout.first][0]
        rows, head = table.filter(pl.col(layout.first) == name), [f"Beside {name}:"]
    if rows.schema.get("here") == pl.Boolean:  # of all places, the one asked for comes first
        rows = rows.sort("here", descending=True, maintain_order=True)
    columns = [(name, title) for name, title in layout.columns if name in table.columns]
    lines = [*head, *_lines(rows.head(MOST_ROWS), columns)]
    more = table.height - min(rows.height, MOST_ROWS)
    return [*lines, f"and {more} more row{'' if more == 1 else 's'}"] if more else lines


def _names_first(table: pl.DataFrame) -> Layout:
    """Return a layout with words before numbers, units last, and no keys beside their names."""
    ends = {end for name in table.columns for end in _ends(table, name)}
    words = [name for name, kind in table.schema.items() if kind == pl.String]
    named = [name for name in words if name not in {*KEYS, "unit"}] or words
    numbers = [name for name in table.columns if name not in {*words, *ends, *KEYS}]
    unit = ["unit"] if "unit" in table.columns and "unit" not in named else []
    order = [*named[:2], *numbers[:1], *unit, *numbers[1:], *named[2:]]
    return Layout(tuple((name, name.replace("_", " ").capitalize()) for name in order))


def _lines(table: pl.DataFrame, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return a table, as many of its columns as fit; a column without any value is left out."""
    columns: list[list[str]] = []
    words: set[int] = set()
    width = -2
    for name, title in wanted:
        if table[name].null_count() == table.height and columns:
            continue
        added = _columns(table, name, title, first=not columns)
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


def _columns(table: pl.DataFrame, name: str, title: str, *, first: bool) -> list[list[str]]:
    """Return a column as it is written, its title first, and its interval beside it.

    A number carries the sign of its unit: pounds, dollars, per cent.
    """
    units = table["unit"] if "unit" in table.columns else [""] * table.height
    carries = name in {"value", "comparator_value", "median"}
    signs = [str(unit or "") if carries else "" for unit in units]
    ends = _ends(table, name)
    if not ends or all(table[end].null_count() == table.height for end in ends):
        most = MOST_OF_UNIT if name == "unit" else MOST_LETTERS if first else MOST_OF_OTHERS
        cells = [_cell(name, value, most) for value in table[name]]
        return [[title, *(_signed(cell, sign) for cell, sign in zip(cells, signs, strict=True))]]
    rows = [_finite(row) for row in table.select(name, *ends).rows()]
    cells = [_cell(name, row[0]) if None in row else number(*row) for row in rows]
    return [
        [title, *(_signed(cell, sign) for cell, sign in zip(cells, signs, strict=True))],
        ["Interval", *(interval(*row[1:]) for row in rows)],
    ]


def _signed(cell: str, unit: str) -> str:
    return cell if cell == MISSING else with_unit(cell, unit)


def _finite(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        None if isinstance(value, float) and not math.isfinite(value) else value for value in row
    )


def _cell(name: str, value: Any, most: int = MOST_LETTERS) -> str:
    """Return a value without an interval: chances as per cent, about three digits of a number."""
    (value,) = _finite((value,))
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, float):
        return cut(str(value), most)
    if name.startswith(CHANCE) or name in SHARES:
        return per_cent(value)
    size = 0 if value == 0 else math.floor(math.log10(abs(value)))
    return written(value, min(2, max(0, 2 - size)))
