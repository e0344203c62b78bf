"""Tables with ruled lines: the grid that the lines make, and the text in its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from placewise.review.reading.blocks import table_text
from placewise.review.reading.cleaning import join_lines
from placewise.review.reading.runs import Box, Run

NEAR = 3.0
"""Lines that are as many points apart meet or are the same."""
MOST_RULES = 3_000
"""Pages with more ruled lines than this are drawings, not tables."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page: where it stands and its text, rows as lines and cells parted by tabs."""

    left: float
    right: float
    top: float
    bottom: float
    text: str


def ruled_tables(
    runs: Sequence[Run], rules: Sequence[Box], words: frozenset[str]
) -> tuple[list[Table], list[Run]]:
    """Return the tables that ruled lines make, and the runs outside of them.

    Args:
        runs: upright text of a page.
        rules: its thin rectangles and lines.
        words: words of the document, for hyphens at line ends.
    """
    if not 4 <= len(rules) <= MOST_RULES:
        return [], list(runs)
    tables, left_over = [], list(runs)
    for grid in _connected(rules):
        columns = _places([x for box in grid if _upright(box) for x in (box.left,)])
        rows = _places([y for box in grid if not _upright(box) for y in (box.top,)])
        if len(columns) < 3 or len(rows) < 3:
            continue
        inside: list[Run] = []
        outside: list[Run] = []
        for run in left_over:
            middle = run.baseline - 0.3 * run.size
            held = (
                columns[0] - NEAR <= run.left <= columns[-1]
                and rows[0] - NEAR <= middle <= rows[-1]
            )
            (inside if held else outside).append(run)
        text = _cells(inside, columns, rows, words)
        if text is not None:
            tables.append(Table(columns[0], columns[-1], rows[0], rows[-1], text))
            left_over = outside
    return tables, left_over


def _upright(box: Box) -> bool:
    return box.bottom - box.top > box.right - box.left


def _places(values: list[float]) -> list[float]:
    """Return where lines stand: values that are near to one another are one place."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _connected(rules: Sequence[Box]) -> list[list[Box]]:
    """Return groups of lines that touch one another, from the top of the page."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    by_top = sorted(range(len(rules)), key=lambda index: rules[index].top)
    active: list[int] = []
    for index in by_top:
        box = rules[index]
        active = [other for other in active if rules[other].bottom >= box.top - NEAR]
        for other in active:
            near = rules[other]
            if near.left <= box.right + NEAR and box.left <= near.right + NEAR:
                parent[root(index)] = root(other)
        active.append(index)
    groups: dict[int, list[Box]] = defaultdict(list)
    for index in by_top:
        groups[root(index)].append(rules[index])
    return [group for group in groups.values() if len(group) >= 4]


def _cells(
    runs: Sequence[Run], columns: list[float], rows: list[float], words: frozenset[str]
) -> str | None:
    """Return the text of a grid; None where it is no table but a box or a page of prose."""
    cells: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in runs:
        row = bisect_right(rows, run.baseline - 0.3 * run.size) - 1
        column = bisect_right(columns, run.left + NEAR) - 1
        cells[max(row, 0), min(max(column, 0), len(columns) - 2)].append(run)
    used_columns = sorted({column for _, column in cells})
    used_rows = sorted({row for row, _ in cells})
    together = sum(sum((row, column) in cells for column in used_columns) >= 2 for row in used_rows)
    if len(used_columns) < 2 or len(used_rows) < 2 or together < 2:
        return None
    return table_text(
        [
            [join_lines(cell_lines(cells.get((row, column), [])), words) for column in used_columns]
            for row in used_rows
        ]
    )


def cell_lines(runs: Sequence[Run]) -> list[str]:
    """Return the lines of a cell from the runs in it."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.baseline):
        if lines and abs(lines[-1][-1].baseline - run.baseline) < 0.45 * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [" ".join(r.text for r in sorted(line, key=lambda r: r.left)) for line in lines]
