"""Cells and bounds that all tables of a review share."""

from __future__ import annotations

from dataclasses import replace

from placewise.report.numbers import MISSING
from placewise.report.page import Table

MOST_ROWS = 300
"""Rows of a table; the files of --csv and --xlsx have them all."""
QUOTE = 180
"""Characters of a quotation in a table."""


def quoted(text: str | None, most: int = QUOTE) -> str:
    """Return a quotation of bounded length."""
    joined = " ".join((text or "").split())
    if len(joined) <= most:
        return joined
    kept = joined[: most - 1]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[most // 2 :] else kept}…"


def cell(value: object) -> str:
    """Return a value as a cell, a dash where there is none."""
    return MISSING if value is None or value == "" else str(value)


def many(count: int, one: str, several: str = "") -> str:
    """Return the line that opens a table."""
    if count == 1:
        return f"One {one}"
    more = f", the first {MOST_ROWS} shown" if count > MOST_ROWS else ""
    return f"All {count:,} {several or one + 's'}{more}"


def without_empty(table: Table) -> Table:
    """Return a table without columns that say nothing in any row, such as pages where none are."""
    kept = [
        at for at in range(len(table.columns))
        if at == 0 or any(row[at] != MISSING for row in table.rows)
    ]  # fmt: skip
    return replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=[tuple(row[at] for at in kept) for row in table.rows],
        text=sum(at < table.text for at in kept),
    )
