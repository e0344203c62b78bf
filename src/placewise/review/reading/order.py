"""Reading order: which text of a page is a column, which a table, and what comes after what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from placewise.review.reading.blocks import table_text
from placewise.review.reading.cleaning import join_lines
from placewise.review.reading.grids import Table, cell_lines
from placewise.review.reading.runs import Run

GUTTER = 0.9
"""Columns are at least as many font sizes apart."""
MOST_RUNS = 3_000
"""Pages with more runs than this are drawings: they are read from top to bottom."""
DEEPEST = 8
SPREAD = 1.3
"""A page as many times wider than high may be two facing pages."""
STEP = 2.5
"""Lines that begin as many font sizes apart belong to different stretches."""
CLEAR = 2.0
"""A gap as many font sizes wide through all rows parts columns, wherever their text stands."""

MARKER = re.compile(
    r"[•▪◦‣●○■□➢➤►✓✔·∙–—*o-]|"
    r"[(\[]?(?:\d{1,3}|[a-z]|[ivxl]{1,6})[.)\]]|"
    r"\d{1,2}(?:\.\d{1,3}){1,4}\.?|[A-Z]{1,3}\d{0,2}[.)]|[A-Z]{0,2}\d{1,3}\.?",
    re.IGNORECASE,
)
"""What may stand alone at the left of a text: bullets, letters, numbers."""

Item = Run | Table


@dataclass(slots=True)
class Line:
    """Runs of one column on one baseline.

    Attributes:
        runs: from left to right.
        left: edge of the text of its column.
        right: edge of the text of its column.
    """

    runs: list[Run]
    left: float
    right: float


def join_markers(runs: Sequence[Run]) -> list[Run]:
    """Return runs in which list markers and paragraph numbers stand with the text they mark."""
    ordered = sorted(runs, key=lambda run: (run.baseline, run.left))
    taken: set[int] = set()
    joined = []
    for index, run in enumerate(ordered):
        if index in taken:
            continue
        if len(run.text) <= 12 and MARKER.fullmatch(run.text.strip()):
            after = _text_after(run, index, ordered, taken)
            if after is not None:
                taken.add(after)
                text = ordered[after]
                joined.append(
                    Run(f"{run.text} {text.text}", run.left, text.right, text.baseline,
                        text.style, text.bold, marker=text.left)
                )  # fmt: skip
                continue
        joined.append(run)
    return joined


def _text_after(marker: Run, index: int, ordered: Sequence[Run], taken: set[int]) -> int | None:
    """Return the nearest run at the right of a marker; None where nothing is near."""
    best = None
    for step in (*range(index - 1, max(index - 12, -1), -1), *range(index + 1, len(ordered))):
        run = ordered[step]
        if abs(run.baseline - marker.baseline) > 0.45 * max(run.size, marker.size):
            if step > index:
                break
            continue
        near = 0 <= run.left - marker.right < 5 * run.size
        if near and step not in taken and (best is None or run.left < ordered[best].left):
            best = step
    return best if best is None or len(ordered[best].text) > 2 else None


def in_reading_order(
    items: Sequence[Item], words: frozenset[str], width: float, height: float
) -> list[Line | Table]:
    """Return the lines and tables of a page in the order in which a person reads them.

    Rows are gathered into zones that a gap runs through from top to bottom. A zone is a table
    without lines, or columns that are read one after the other.

    Args:
        items: runs, and tables that ruled lines made.
        words: words of the document, for hyphens at line ends.
        width: of the page; one much wider than high whose middle nothing crosses is a spread.
        height: of the page.
    """
    if len(items) > MOST_RUNS:
        return _lines(_rows(items))
    if width > SPREAD * height and not any(
        item.left < 0.49 * width and item.right > 0.51 * width for item in items
    ):
        halves = (
            [item for item in items if item.left < width / 2],
            [item for item in items if item.left >= width / 2],
        )
        return [line for half in halves for line in _ordered(half, words, DEEPEST)]
    return _ordered(items, words, DEEPEST)


def _ordered(items: Sequence[Item], words: frozenset[str], depth: int) -> list[Line | Table]:
    rows = _rows(items)
    if depth == 0 or len(rows) < 2:
        return _lines(rows)
    if (gutter := _clear_gutter(rows)) is not None and _bare_table(rows, words) is None:
        sides = (
            [item for item in items if item.right <= gutter],
            [item for item in items if item.right > gutter],
        )
        return [line for side in sides for line in _ordered(side, words, depth - 1)]
    result: list[Line | Table] = []
    plain: list[list[Item]] = []
    at = 0
    while at < len(rows):
        zone = _zone(rows, at)
        if zone is None:
            plain.append(rows[at])
            at += 1
            continue
        end, gutter = zone
        held = [item for row in rows[at:end] for item in row]
        table = _bare_table(rows[at:end], words)
        result += _lines(plain)
        plain = []
        if table is not None:
            result.append(table)
        else:
            for side in (
                [item for item in held if item.right <= gutter],
                [item for item in held if item.right > gutter],
            ):
                result += _ordered(side, words, depth - 1)
        at = end
    return result + _lines(plain)


def _clear_gutter(rows: Sequence[Sequence[Item]]) -> float | None:
    """Return the widest gap that runs through all rows with two rows or more on both sides."""
    free: list[tuple[float, float]] = [(-1e9, 1e9)]
    for row in rows:
        for item in row:
            free = _without(free, item.left, item.right)
    size = median(_size(row) for row in rows)
    inner = [(low, high) for low, high in free if low > -1e9 and high < 1e9]
    wide = [gap for gap in inner if gap[1] - gap[0] >= CLEAR * size]
    for low, high in sorted(wide, key=lambda gap: gap[0] - gap[1]):
        middle = (low + high) / 2
        sides = [
            sum(any((item.right <= middle) == near for item in row) for row in rows)
            for near in (True, False)
        ]
        if min(sides) >= 2:
            return middle
    return None


def _base(item: Item) -> float:
    return item.baseline if isinstance(item, Run) else item.top


def _rows(items: Iterable[Item]) -> list[list[Item]]:
    """Return rows of items that stand on one baseline, from top to bottom."""
    rows: list[list[Item]] = []
    for item in sorted(items, key=_base):
        last = rows[-1][0] if rows else None
        if (
            isinstance(last, Run)
            and isinstance(item, Run)
            and abs(item.baseline - last.baseline) < 0.35 * max(item.size, last.size)
        ):
            rows[-1].append(item)
        else:
            rows.append([item])
    for row in rows:
        row.sort(key=lambda item: item.left)
    return rows


def _lines(rows: Sequence[Sequence[Item]]) -> list[Line | Table]:
    """Return rows as lines of one column.

    The right edge of a line is that of the stretch of lines that begin at about the same place:
    a box or an indented paragraph is narrower than its column.
    """
    result: list[Line | Table] = []
    stretch: list[Line] = []
    edge = 0.0
    for row in rows:
        runs = [item for item in row if isinstance(item, Run)]
        if runs:
            start = runs[0].marker if runs[0].marker is not None else runs[0].left
            line = Line(runs, start, runs[-1].right)
            if stretch and abs(start - edge) > STEP * runs[0].size:
                _set_edges(stretch)
                stretch = []
            edge = edge if stretch else start
            stretch.append(line)
            result.append(line)
        result += [item for item in row if isinstance(item, Table)]
    _set_edges(stretch)
    return result


def _set_edges(stretch: Sequence[Line]) -> None:
    if stretch:
        left, right = min(line.left for line in stretch), max(line.right for line in stretch)
        for line in stretch:
            line.left, line.right = left, right


def _zone(rows: Sequence[Sequence[Item]], start: int) -> tuple[int, float] | None:
    """Return where a zone of columns that starts with a row ends, and its gutter.

    The gaps that no row so far crosses are carried along; the zone ends before the row that
    leaves none of them with text on both sides, and where one side has ended long before.
    """
    free: list[tuple[float, float]] = [(-1e9, 1e9)]
    best: tuple[int, float] | None = None
    left, right = 1e9, -1e9
    for at in range(start, len(rows)):
        row = rows[at]
        left = min(left, min(item.left for item in row))
        right = max(right, max(item.right for item in row))
        for item in row:
            free = _without(free, item.left, item.right)
        size = _size(row)
        inner = [
            (low, high) for low, high in free
            if low > left and high < right and high - low >= GUTTER * size
        ]  # fmt: skip
        if not inner and not any(high > right or low < left for low, high in free):
            break
        if inner:
            low, high = max(inner, key=lambda gap: gap[1] - gap[0])
            best = (at + 1, (low + high) / 2)
        elif best is not None:
            break
    if best is None:
        return None
    return _trimmed(rows, start, *best)


def _without(
    free: list[tuple[float, float]], left: float, right: float
) -> list[tuple[float, float]]:
    result = []
    for low, high in free:
        if right <= low or left >= high:
            result.append((low, high))
            continue
        if left > low:
            result.append((low, left))
        if right < high:
            result.append((right, high))
    return result


def _size(row: Sequence[Item]) -> float:
    sizes = [item.size for item in row if isinstance(item, Run)]
    return median(sizes) if sizes else 10.0


def _trimmed(
    rows: Sequence[Sequence[Item]], start: int, end: int, gutter: float
) -> tuple[int, float] | None:
    """Return a zone without the rows after a pause in which one side alone goes on."""
    sides = [
        [at for at in range(start, end) if any((item.right <= gutter) == near for item in rows[at])]
        for near in (True, False)
    ]
    if not sides[0] or not sides[1]:
        return None
    first, last = max(side[0] for side in sides), min(side[-1] for side in sides)
    if last < first:
        return None
    stop = last + 1
    while stop < end and _near(rows[stop - 1], rows[stop]):
        stop += 1
    for at in range(first, start, -1):
        if not _near(rows[at - 1], rows[at]):
            return None  # the rows above stand apart: the zone starts later
    few = min(len([at for at in side if at < stop]) for side in sides)
    return (stop, gutter) if few >= 2 else None


def _near(above: Sequence[Item], below: Sequence[Item]) -> bool:
    bottom = max(item.bottom for item in above)
    return min(item.top for item in below) - bottom < 1.1 * _size(below)


def _bare_table(rows: Sequence[Sequence[Item]], words: frozenset[str]) -> Table | None:
    """Return a zone as a table without ruled lines; None where it is columns of text.

    In a table most rows have text in two columns or more on the same baseline, and the cells are
    short. A line that stands in one column only goes on with the row above.
    """
    items = [item for row in rows for item in row]
    if any(isinstance(item, Table) for item in items):
        return None
    runs = [item for item in items if isinstance(item, Run)]
    columns = _columns(runs)
    if len(columns) < 2:
        return None
    cells = [_by_column(row, columns) for row in rows]
    full = sum(len(row) >= 2 for row in cells)
    long = sum(len(run.text) > 45 for run in runs) / len(runs)
    marked = sum(run.marker is not None for run in runs) / len(runs)
    numeric = sum(_is_number(run.text) for run in runs) / len(runs)
    enough = full >= 3 and full >= 0.5 * len(rows)
    if not enough or long > 0.2 or marked > 0.4 or (numeric < 0.2 and len(columns) < 3):
        return None
    merged: list[dict[int, list[Run]]] = []
    for row in cells:
        if len(row) >= 2 or not merged or 0 in row:
            merged.append(row)
        else:
            for column, more in row.items():
                merged[-1].setdefault(column, []).extend(more)
    text = table_text(
        [
            [join_lines(cell_lines(row.get(column, [])), words) for column in range(len(columns))]
            for row in merged
        ]
    )
    return Table(
        min(run.left for run in runs), max(run.right for run in runs),
        min(run.top for run in runs), max(run.bottom for run in runs), text,
    )  # fmt: skip


def _columns(runs: Sequence[Run]) -> list[float]:
    """Return the right ends of the columns that gaps part."""
    free: list[tuple[float, float]] = [(-1e9, 1e9)]
    for run in runs:
        free = _without(free, run.left, run.right)
    size = median(run.size for run in runs)
    gaps = sorted(gap for gap in free if gap[1] - gap[0] >= 0.5 * size)
    return [(low + high) / 2 for low, high in gaps[1:]]


def _by_column(row: Sequence[Item], columns: list[float]) -> dict[int, list[Run]]:
    cells: dict[int, list[Run]] = {}
    for item in row:
        if isinstance(item, Run):
            column = sum(item.left > edge for edge in columns)
            cells.setdefault(column, []).append(item)
    return cells


def _is_number(text: str) -> bool:
    bare = re.sub(r"[\s,.%£€$()+–−-]", "", text)
    return bool(bare) and sum(character.isdigit() for character in bare) >= 0.6 * len(bare)
