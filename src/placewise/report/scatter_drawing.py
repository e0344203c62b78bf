"""Points by two measures drawn for the page, with their ellipses and as many names as have room."""

from __future__ import annotations

import itertools
import textwrap
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
Spot = tuple[int, int, int]
SIDES = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
SPOTS: tuple[Spot, ...] = tuple(
    (*side, away) for away in (0, 20, 40, 70) for side in SIDES if side[1] or not away
)
"""Where a name may stand, the best first: right or left of its mark, level, above or below, and how
many pixels away from it; a level line to its mark would run through others."""
STEEP = 0.3
"""How far to the side a name goes for each pixel that it goes up or down."""
PARTS = 12
"""A line to a name is looked at in so many parts."""
LONGEST = 24
"""Letters on one line of a name."""
MOST_LINES = 3


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

    def offset(self, row: Row, spot: Spot) -> tuple[float, float]:
        """Return how far the nearest edge of a name lies from the middle of its mark, in pixels."""
        across, down, away = spot
        if across and down:
            near = row["radius"] * 0.7
            return across * (near + STEEP * away), down * (near + 2 + away)
        return across * (row["radius"] + GAP + away), down * (row["radius"] + 2 + away)

    def box(self, row: Row, spot: Spot) -> Box:
        """Return what the name of a mark takes up in one spot."""
        lines = lines_of(row["name"])
        long, high = LETTER * max(map(len, lines)), LINE * len(lines)
        right, down = self.offset(row, spot)
        left = self.width * self.x.at(row["x"]) / 100 + right
        left -= {1: 0.0, 0: long / 2, -1: long}[spot[0]]
        top = HEIGHT * self.y.up(row["y"]) / 100 + down + (spot[1] - 1) * high / 2
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

    def holds(self, box: Box) -> bool:
        """Does a box lie inside the field?"""
        return min(box.left, box.top) >= 0 and box.right <= self.width and box.bottom <= HEIGHT

    def spot(self, row: Row, others: list[Box], *, always: bool) -> Spot | None:
        """Return the best spot for a name inside the field, if it can one whose line is clear too.

        Args:
            row: the point.
            others: marks and names that it should not meet.
            always: is the spot wanted where it meets fewest, if it is clear of others nowhere?
        """
        inside = [spot for spot in SPOTS if self.holds(self.box(row, spot))]
        met = {spot: sum(map(self.box(row, spot).meets, others)) for spot in inside}
        clear = [spot for spot in inside if not met[spot]]
        if clear:
            return next((spot for spot in clear if not self.leader_meets(row, spot, others)),
                        clear[0])  # fmt: skip
        return min(inside, key=met.__getitem__, default=None) if always else None

    def leader_meets(self, row: Row, spot: Spot, others: list[Box]) -> bool:
        """Does the line from a mark to its name run through another mark or name?"""
        if not spot[2]:
            return False
        right, down = self.offset(row, spot)
        across = self.width * self.x.at(row["x"]) / 100
        top = HEIGHT * self.y.up(row["y"]) / 100
        points = [
            (across + right * part / PARTS, top + down * part / PARTS) for part in range(1, PARTS)
        ]
        return any(box.left < x < box.right and box.top < y < box.bottom
                   for box in others for x, y in points)  # fmt: skip


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


def _names(points: list[Row], room: tuple[Frame, Frame], corners: dict[str, str]) -> str:
    """Return the names that are asked for, each where it has room on a narrow and on a wide page.

    What finds no room is named when it is pointed at, and in the table; the first of those that the
    chart is about is named wherever its name fits into the field at all.
    """
    wanted = sorted((row for row in points if row["label"]), key=lambda row: not row["strong"])
    narrow, wide = (_spots(wanted, points, frame, corners) for frame in room)
    drawn = ""
    for position, row in enumerate(wanted):
        close, roomy = narrow.get(position), wide.get(position)
        if close == roomy:
            drawn += _name(row, room[0], close, "")
        else:
            drawn += _name(row, room[0], close, " close") + _name(row, room[1], roomy, " roomy")
    return drawn


def _spots(
    wanted: list[Row], points: list[Row], frame: Frame, corners: dict[str, str]
) -> dict[int, Spot]:
    """Return the spot of each name that has room, by its position among those that are wanted."""
    taken = [frame.corner(corner, words) for corner, words in corners.items()]
    marks = [frame.mark(row) for row in points]
    spots: dict[int, Spot] = {}
    for position, row in enumerate(wanted):
        others = [mark for mark, point in zip(marks, points, strict=True) if point is not row]
        spot = frame.spot(row, taken + others, always=row["strong"] and position == 0)
        if spot is not None:
            spots[position] = spot
            taken.append(frame.box(row, spot))
    return spots


def _name(row: Row, frame: Frame, spot: Spot | None, kind: str) -> str:
    """Return a name in its spot, with a thin line to its mark where it stands away from it."""
    if spot is None:
        return ""
    right, down = frame.offset(row, spot)
    lines = lines_of(row["name"])
    first = down + (spot[1] - 1) * LINE * len(lines) / 2 + BASE
    anchor = {1: "begin", 0: "middle", -1: "finish"}[spot[0]]
    words = "".join(
        f'<tspan x="{right:.1f}" y="{first + number * LINE:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    leader = f'<path class="leader" d="M0 0L{right:.1f} {down:.1f}"/>' if spot[2] else ""
    return (
        f'<svg class="over{kind}" x="{frame.x.at(row["x"]):.2f}%" y="{frame.y.up(row["y"])}%">'
        f'{leader}<text class="mark-name {anchor}{" strong" if row["strong"] else ""}">{words}'
        "</text></svg>"
    )


def lines_of(name: str) -> list[str]:
    """Return a name on at most three lines, cut where it is longer."""
    return textwrap.wrap(name, LONGEST, max_lines=MOST_LINES, placeholder="…") or [""]
