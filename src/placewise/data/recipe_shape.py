"""Is a recipe built as recipes are: every key with the kind of value that it takes.

Said before a recipe is looked at any further, so that a text in place of a list is named and does
no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TABLES = "one or more tables, each under [[...]]"
TABLE = "a table, such as { key = value }"
LIST = "a list, such as [...]"
TEXT = "a text in quotes"
NUMBER = "a number without quotes"
WHOLE = "a whole number without quotes"
YES_OR_NO = "true or false"

KINDS: dict[str, tuple[str, ...]] = {
    "title": (TEXT,), "include": (LIST,), "dataset": (TABLES,),
    "name": (TEXT,), "file": (TEXT,), "format": (TEXT,), "sheet": (TEXT,), "separator": (TEXT,),
    "encoding": (TEXT,), "header_row": (WHOLE,), "source": (TABLE,), "table": (TABLES,),
    "missing": (LIST,), "publisher": (TEXT,), "licence": (TEXT,), "vintage": (TEXT,),
    "transformations": (LIST,), "into": (TEXT,), "where": (TABLES,), "unpivot": (TABLE,),
    "distinct": (YES_OR_NO,), "sum": (YES_OR_NO,), "rounding": (NUMBER, LIST),
    "half_width": (TEXT,), "flag": (TABLE,), "total": (TABLES,), "adds_up": (TABLES,),
    "replaced_codes": (TEXT,), "unknown_areas": (TEXT,), "expect": (NUMBER,), "within": (NUMBER,),
    "within_share": (NUMBER,), "whole": (TEXT,), "parts": (TEXT,), "absent": (TEXT,),
    "column": (TEXT,), "map": (TABLE,), "extract": (TEXT,), "replace": (LIST,), "slice": (LIST,),
    "prefix": (TEXT,), "pad": (WHOLE,), "multiply": (NUMBER,), "strip": (YES_OR_NO,),
    "join": (LIST,), "year_of": (YES_OR_NO,), "otherwise": (TEXT,), "map_file": (TEXT,),
    "named": (LIST,), "matches": (TEXT,), "matches_not": (TEXT,), "present": (YES_OR_NO,),
}  # fmt: skip
"""Kinds of value of every key, wherever it stands; ``columns`` is told from its place."""


def shape_faults(raw: Mapping[str, Any], where: str) -> Iterator[str]:
    """Give a sentence for every key whose value is of another kind than it takes.

    Args:
        raw: a recipe, or a table within it.
        where: how to name it.
    """
    for key, value in raw.items():
        kinds = (TABLE,) if key == "columns" else KINDS.get(key)
        if kinds is None:
            continue
        if not any(_is(kind, value) for kind in kinds):
            yield f"{where}: {key} is {' or '.join(kinds)}, not {_short(value)}"
            continue
        yield from _inside(key, value, f"{where}, {key}")


def _inside(key: str, value: Any, place: str) -> Iterator[str]:
    """Give the faults of the tables that stand within a value."""
    if KINDS.get(key) == (TABLES,):
        for number, part in enumerate(value, start=1):
            yield from shape_faults(part, f"{place} {part.get('name', number)}")
    elif key == "unpivot" and not isinstance(value.get("columns", []), list):
        yield f"{place}: columns is {LIST}, not {value['columns']!r}"
    elif key == "columns":
        for name, column in value.items():
            if isinstance(column, Mapping):
                yield from shape_faults(column, f"{place}, {name}")
    elif key in {"source", "flag"}:
        yield from shape_faults(value, place)


def _short(value: Any) -> str:
    """Show a value, cut short."""
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}..."


def _is(kind: str, value: Any) -> bool:
    """Say whether a value is of a kind."""
    if kind == TABLES:
        return isinstance(value, list) and all(isinstance(part, Mapping) for part in value)
    if kind in {NUMBER, WHOLE}:
        allowed = int if kind == WHOLE else (int, float)
        return isinstance(value, allowed) and not isinstance(value, bool)
    types = {TABLE: Mapping, LIST: list, TEXT: str, YES_OR_NO: bool}
    return isinstance(value, types[kind])
