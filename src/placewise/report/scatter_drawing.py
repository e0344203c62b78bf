"""Points by two measures drawn for the page, with their ellipses and as many names as have room."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from placewise.report.charts import Chart, Row
from placewise.report.lanes import (
    Scale,
    grid,
    level,
    plot,
    rows_of_grid,
    stretched,
    ticks_below,
    ticks_beside,
)
from placewise.report.scatter_charts import HEIGHT

NARROW, WIDE = 270, 560
"""Widths of the track, in pixels, for which names are placed: a telephone, and all else."""
LETTER, LINE = 7.6, 16
"""Width of a letter and height of a line, in pixels, about."""
BASE = 12
"""From the top of a line to the foot of its letters, in pixels."""
GAP = 4
LONGEST = 24
"""Letters on one line of a name."""


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


@dataclass(frozen=True, slots=True)
class Frame:
    """The field of a chart at one width, to find room for names in it."""

    x: Scale
    y: Scale
    width: int

    def offset(self, row: Row, side: Side) -> tuple[float, float]:
        """Return how far the nearest edge of a name lies from the middle of its mark, in pixels."""
        across, down = side
        if across and down:
            return across * row["radius"] * 0.7, down * (row["radius"] * 0.7 + 2)
        return across * (row["radius"] + GAP), down * (row["radius"] + 2)

    def box(self, row: Row, side: Side) -> Box:
        """Return what the name of a mark takes up on one of its sides."""
        lines = lines_of(row["name"])
        long, high = LETTER * max(map(len, lines)), LINE * len(lines)
        right, down = self.offset(row, side)
        left = self.width * self.x.at(row["x"]) / 100 + right
        left -= {1: 0.0, 0: long / 2, -1: long}[side[0]]
        top = HEIGHT * self.y.up(row["y"]) / 100 + down + (side[1] - 1) * high / 2
        return Box(left, top, left + long, top + high)

    def mark(self, row: Row) -> Box:
        """Return what a mark takes up."""
        across = self.width * self.x.at(row["x"]) / 100
        down = HEIGHT * self.y.up(row["y"]) / 100
        radius = row["radius"]
        return Box(across - radius, down - radius, across + radius, down + radius)

    def corner(self, corner: str, words: str) -> Box:
        """Return what the words in a corner take up."""
        long = LETTER * len(words)
        left = 0.0 if corner.endswith("left") else self.width - long
        top = 0.0 if corner.startswith("top") else HEIGHT - LINE - GAP
        return Box(left, top, left + long, top + LINE + GAP)

    def free(self, box: Box, others: Iterable[Box]) -> bool:
        """Does a box lie inside the field, clear of all others?"""
        inside = min(box.left, box.top) >= 0 and box.right <= self.width and box.bottom <= HEIGHT
        return inside and not any(box.meets(other) for other in others)


def draw_scatter(chart: Chart) -> str:
    """Draw lines, ellipses, points and names; what stands out comes last and lies on top."""
    x, y = Scale.of(chart.spec), Scale.of(chart.spec, "y")
    data = chart.spec["datasets"]
    points: list[Row] = sorted(data["points"], key=lambda row: (row["strong"], -row["radius"]))
    corners = chart.spec["usermeta"]["corners"]
    room = Frame(x, y, NARROW), Frame(x, y, WIDE)
    track = (
        grid(x) + rows_of_grid(y) + _rules(data, x, y) + _corners(corners)
        + _ellipses(data["ellipses"], x, y)
        + "".join(_point(row, x, y) for row in points) + _names(points, room, corners)
    )  # fmt: skip
    drawn = (
        f'<p class="unit up">{escape(y.title)}</p><div class="field">'
        f"{ticks_beside(y, HEIGHT)}"
        f'<svg class="track" height="{HEIGHT}">{track}</svg>'
        f'<svg class="years" height="20">{ticks_below(x)}</svg>'
        f'<p class="unit">{escape(x.title)}</p></div>'
    )
    return plot(chart, [drawn])


def _rules(data: dict[str, list[Row]], x: Scale, y: Scale) -> str:
    """Return the lines between quadrants, and the one where both measures are equal."""
    drawn = "".join(
        f'<line class="one" x1="{x.at(line["at"]):.2f}%" x2="{x.at(line["at"]):.2f}%" y2="100%"/>'
        if line["axis"] == "x"
        else level(y, line["at"], "one")
        for line in data["lines"]
    )
    for low, high in itertools.pairwise(data["diagonal"]):
        drawn += (
            f'<line class="limit" x1="{x.at(low["x"]):.2f}%" y1="{y.up(low["y"])}%" '
            f'x2="{x.at(high["x"]):.2f}%" y2="{y.up(high["y"])}%"/>'
        )
    return drawn


def _corners(corners: dict[str, str]) -> str:
    """Return the words in the corners."""
    drawn = ""
    for corner, words in corners.items():
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
        way = "L".join(f"{x.at(row['x']):.2f} {y.up(row['y'])}" for row in rows)
        paths += f'<path class="ellipse {kind}" d="M{way}z"/>'
    return stretched(paths) if paths else ""


def _point(row: Row, x: Scale, y: Scale) -> str:
    kind = ("strong" if row["strong"] else "usual") + ("" if row["full"] else " hollow")
    note = f": {row['note']}" if row["note"] else ""
    return (
        f'<circle class="point {kind}" cx="{x.at(row["x"]):.2f}%" cy="{y.up(row["y"])}%" '
        f'r="{row["radius"]:.1f}"><title>{escape(row["name"] + note)}</title></circle>'
    )


Side = tuple[int, int]
SIDES: tuple[Side, ...] = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
"""Where a name may stand beside its mark, the best first: right or left, level, above or below."""


def _names(points: list[Row], room: tuple[Frame, Frame], corners: dict[str, str]) -> str:
    """Return the names that are asked for: first those with room everywhere, then on a wide page.

    What finds no room is named when it is pointed at, and in the table; the first of those that the
    chart is about is always named.
    """
    wanted = sorted((row for row in points if row["label"]), key=lambda row: not row["strong"])
    sides: dict[int, Side] = {}
    drawn = ""
    for frame, kind in zip(room, ("", " roomy"), strict=True):
        boxes = [frame.corner(corner, words) for corner, words in corners.items()]
        boxes += [frame.box(wanted[position], side) for position, side in sides.items()]
        marks = [frame.mark(row) for row in points]
        for position, row in enumerate(wanted):
            if position in sides:
                continue
            others = boxes + [mark for mark, other in zip(marks, points, strict=True)
                              if other is not row]  # fmt: skip
            free = next((side for side in SIDES if frame.free(frame.box(row, side), others)), None)
            if free is None and row["strong"] and position == 0:
                free = (1, 0) if frame.x.at(row["x"]) < 50 else (-1, 0)
            if free is not None:
                sides[position] = free
                boxes.append(frame.box(row, free))
                drawn += _name(row, frame, free, kind)
    return drawn


def _name(row: Row, frame: Frame, side: Side, kind: str) -> str:
    right, down = frame.offset(row, side)
    lines = lines_of(row["name"])
    first = down + (side[1] - 1) * LINE * len(lines) / 2 + BASE
    anchor = {1: "begin", 0: "middle", -1: "finish"}[side[0]]
    strong = " strong" if row["strong"] else ""
    at = f'x="{frame.x.at(row["x"]):.2f}%"'
    words = "".join(
        f'<tspan {at} dx="{right:.1f}" dy="{LINE if number else first:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<text class="mark-name {anchor}{strong}{kind}" {at} y="{frame.y.up(row["y"])}%">'
        f"{words}</text>"
    )


def lines_of(name: str) -> list[str]:
    """Return a name on at most two lines, cut where it is longer."""
    return textwrap.wrap(name, LONGEST, max_lines=2, placeholder="…") or [""]
