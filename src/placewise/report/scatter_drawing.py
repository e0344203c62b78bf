"""Points by two measures drawn for the page, with their ellipses and as many names as have room."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from html import escape

from placewise.report.charts import Chart, Row
from placewise.report.lanes import Scale, plot, tick_words
from placewise.report.scatter_charts import HEIGHT

NARROW, WIDE = 270, 560
"""Widths of the track, in pixels, for which names are placed: a telephone, and all else."""
LETTER, LINE = 7.6, 16
"""Width of a letter and height of a line, in pixels, about."""
GAP = 4


@dataclass(frozen=True, slots=True)
class Box:
    """What a name takes up, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Do both take up the same room?"""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def draw_scatter(chart: Chart) -> str:
    """Draw lines, ellipses, points and names; what stands out comes last and lies on top."""
    x, y = Scale.of(chart.spec), Scale.of(chart.spec, "y")
    data = chart.spec["datasets"]
    points: list[Row] = sorted(data["points"], key=lambda row: (row["strong"], -row["radius"]))
    ground = "".join(
        f'<line class="grid" x1="{x.at(tick):.2f}%" x2="{x.at(tick):.2f}%" y2="100%"/>'
        for tick in x.ticks
    ) + "".join(
        f'<line class="grid" x2="100%" y1="{_up(y, tick)}%" y2="{_up(y, tick)}%"/>'
        for tick in y.ticks
    )
    values = "".join(
        f'<text x="100%" y="{_up(y, tick)}%" dy="5">{tick_words(tick)}</text>' for tick in y.ticks
    )
    under = "".join(
        f'<text x="{x.at(tick):.2f}%" y="14">{tick_words(tick)}</text>' for tick in x.ticks
    )
    track = (
        ground + _rules(data, x, y) + _corners(chart) + _ellipses(data["ellipses"], x, y)
        + "".join(_point(row, x, y) for row in points) + _names(points, x, y)
    )  # fmt: skip
    drawn = (
        f'<p class="unit up">{escape(y.title)}</p><div class="field">'
        f'<svg class="values" height="{HEIGHT}">{values}</svg>'
        f'<svg class="track" height="{HEIGHT}">{track}</svg>'
        f'<svg class="years" height="20">{under}</svg>'
        f'<p class="unit">{escape(x.title)}</p></div>'
    )
    return plot(chart, [drawn])


def _up(scale: Scale, value: float) -> float:
    """Return where a value lies in per cent of the height, from the top."""
    return round(100 - scale.at(value), 2)


def _rules(data: dict[str, list[Row]], x: Scale, y: Scale) -> str:
    """Return the lines between quadrants, and the one where both measures are equal."""
    drawn = "".join(
        f'<line class="one" x1="{x.at(line["at"]):.2f}%" x2="{x.at(line["at"]):.2f}%" y2="100%"/>'
        if line["axis"] == "x"
        else f'<line class="one" x2="100%" y1="{_up(y, line["at"])}%" y2="{_up(y, line["at"])}%"/>'
        for line in data["lines"]
    )
    for low, high in itertools.pairwise(data["diagonal"]):
        drawn += (
            f'<line class="limit" x1="{x.at(low["x"]):.2f}%" y1="{_up(y, low["y"])}%" '
            f'x2="{x.at(high["x"]):.2f}%" y2="{_up(y, high["y"])}%"/>'
        )
    return drawn


def _corners(chart: Chart) -> str:
    """Return the words in the corners."""
    drawn = ""
    for corner, words in chart.spec["usermeta"]["corners"].items():
        at = "1%" if corner.endswith("left") else "99%"
        top = 16 if corner.startswith("top") else HEIGHT - 7
        side = "begin" if corner.endswith("left") else "finish"
        drawn += f'<text class="corner {side}" x="{at}" y="{top}">{escape(words)}</text>'
    return drawn


def _ellipses(corners: list[Row], x: Scale, y: Scale) -> str:
    """Return the ellipses, in a picture that stretches as the chart does."""
    paths = ""
    for _, outline in itertools.groupby(corners, lambda row: row["number"]):
        rows = [*outline]
        kind = "strong" if rows[0]["strong"] else "usual"
        way = "L".join(f"{x.at(row['x']):.2f} {_up(y, row['y'])}" for row in rows)
        paths += f'<path class="ellipse {kind}" d="M{way}z"/>'
    return (
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">'
        f"{paths}</svg>"
        if paths
        else ""
    )


def _point(row: Row, x: Scale, y: Scale) -> str:
    kind = ("strong" if row["strong"] else "usual") + ("" if row["full"] else " hollow")
    note = f": {row['note']}" if row["note"] else ""
    return (
        f'<circle class="point {kind}" cx="{x.at(row["x"]):.2f}%" cy="{_up(y, row["y"])}%" '
        f'r="{row["radius"]:.1f}"><title>{escape(row["name"] + note)}</title></circle>'
    )


def _names(points: list[Row], x: Scale, y: Scale) -> str:
    """Return the names that are asked for: first those with room everywhere, then on a wide page.

    What finds no room is named when it is pointed at, and in the table.
    """
    wanted = [row for row in reversed(points) if row["label"]]
    drawn, left = "", wanted
    taken: dict[str, tuple[int, int]] = {}
    for width, kind in ((NARROW, ""), (WIDE, " roomy")):
        boxes = [_box(row, x, y, width, side) for row, side in _placed(taken, wanted)]
        marks = [(_mark(row, x, y, width), row) for row in points]
        rest = []
        for row in left:
            free = next(
                (
                    side
                    for side in SIDES
                    if _free(row, _box(row, x, y, width, side), boxes, marks, width)
                ),
                None,
            )
            if free is None:
                rest.append(row)
                continue
            taken[row["name"]] = free
            boxes.append(_box(row, x, y, width, free))
            drawn += _name(row, x, y, free, kind)
        left = rest
    return drawn


SIDES = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
"""Where a name may stand beside its mark, the best first: right or left, level, above or below."""


def _placed(
    taken: dict[str, tuple[int, int]], wanted: list[Row]
) -> list[tuple[Row, tuple[int, int]]]:
    return [(row, taken[row["name"]]) for row in wanted if row["name"] in taken]


def _offset(row: Row, side: tuple[int, int]) -> tuple[float, float]:
    """Return how far a name begins from the middle of its mark, in pixels."""
    across, down = side
    room = row["radius"] + GAP
    if across and down:
        return across * row["radius"] * 0.7, down * (row["radius"] * 0.7 + LINE * 0.6)
    return across * room, down * (room + LINE * 0.4)


def _box(row: Row, x: Scale, y: Scale, width: int, side: tuple[int, int]) -> Box:
    long = LETTER * len(row["name"])
    right, down = _offset(row, side)
    start = width * x.at(row["x"]) / 100 + right
    left = start - {1: 0.0, 0: long / 2, -1: long}[side[0]]
    middle = HEIGHT * _up(y, row["y"]) / 100 + down
    return Box(left, middle - LINE / 2, left + long, middle + LINE / 2)


def _mark(row: Row, x: Scale, y: Scale, width: int) -> Box:
    across, down = width * x.at(row["x"]) / 100, HEIGHT * _up(y, row["y"]) / 100
    radius = row["radius"]
    return Box(across - radius, down - radius, across + radius, down + radius)


def _free(row: Row, box: Box, boxes: list[Box], marks: list[tuple[Box, Row]], width: int) -> bool:
    inside = min(box.left, box.top) >= 0 and box.right <= width and box.bottom <= HEIGHT
    hides = any(box.meets(mark) for mark, other in marks if other is not row)
    return inside and not hides and not any(box.meets(other) for other in boxes)


def _name(row: Row, x: Scale, y: Scale, side: tuple[int, int], kind: str) -> str:
    right, down = _offset(row, side)
    anchor = {1: "begin", 0: "middle", -1: "finish"}[side[0]]
    strong = " strong" if row["strong"] else ""
    return (
        f'<text class="mark-name {anchor}{strong}{kind}" x="{x.at(row["x"]):.2f}%" '
        f'y="{_up(y, row["y"])}%" dx="{right:.1f}" dy="{down + 5:.1f}">{escape(row["name"])}</text>'
    )
