"""A ring drawn for the page: parts with names beside them, spread so that no two meet."""

from __future__ import annotations

import itertools
import math
import textwrap
from dataclasses import dataclass
from html import escape

from placewise.report.charts import Chart, Row
from placewise.report.lanes import plot

LINE = 17
"""Height of a line of a name, in pixels."""
BETWEEN = 7
"""Pixels that are left free between two names."""
HOLE = 0.58
"""Radius of the hole as a part of that of the ring."""
REACH, SHELF = 10, 8
"""Pixels by which a leader leaves the ring, and by which it runs level to its name."""
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Size:
    """A ring on a page of some width.

    Attributes:
        width: of the picture, in pixels.
        radius: of the ring.
        letters: on one line of a name.
        kind: class of the style sheet that shows it where it fits.
    """

    width: int
    radius: int
    letters: int
    kind: str


SIZES = (Size(640, 112, 26, "roomy"), Size(320, 40, 14, "close"))


@dataclass(frozen=True, slots=True)
class Named:
    """One part with its words and where they stand.

    Attributes:
        row: the record.
        middle: angle of its middle, clockwise from the top, as a share of the circle.
        lines: its words.
        top: of its words, from the middle of the ring, in pixels.
    """

    row: Row
    middle: float
    lines: tuple[str, ...]
    top: float

    @property
    def right(self) -> bool:
        """Do its words stand to the right of the ring?"""
        return self.middle < 0.5

    @property
    def high(self) -> int:
        """Return the height of its words in pixels."""
        return LINE * len(self.lines)


def draw_ring(chart: Chart) -> str:
    """Draw a ring for a wide and for a narrow page; the style sheet shows one of them."""
    parts = chart.spec["datasets"]["parts"]
    middle = chart.spec["usermeta"]["middle"]
    key = escape(chart.key)
    pattern = (
        f'<svg class="none" aria-hidden="true" width="0" height="0"><defs><pattern id="{key}-b" '
        'width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="stripe" width="8" height="8"/><path class="dark" d="M0 0h8v2.2H0z"/>'
        "</pattern></defs></svg>"
    )
    drawn = "".join(_ring(parts, size, middle) for size in SIZES)
    return f'<div style="--part-b: url(#{key}-b)">{pattern}{plot(chart, [drawn])}</div>'


def _ring(parts: list[Row], size: Size, middle: str) -> str:
    ends = [*itertools.accumulate((row["share"] for row in parts), initial=0.0)]
    named = [
        _named(row, (low + high) / 2, size)
        for row, (low, high) in zip(parts, itertools.pairwise(ends), strict=True)
    ]
    placed = [*spread([one for one in named if one.right]),
              *spread([one for one in named if not one.right])]  # fmt: skip
    top = min([-size.radius, *(one.top for one in placed)]) - 4
    foot = max([size.radius, *(one.top + one.high for one in placed)]) + 4
    pieces = "".join(
        f'<path class="piece part-{"b" if row["striped"] else "a"}" d="{_arc(low, high, size)}">'
        f"<title>{escape(row['name'])}: {100 * row['share']:.0f} %</title></path>"
        for row, (low, high) in zip(parts, itertools.pairwise(ends), strict=True)
    )
    inside = f'<text class="middle" y="5">{escape(middle)}</text>' if size.kind == "roomy" else ""
    return (
        f'<svg class="ring {size.kind}" viewBox="{-size.width / 2:g} {top:.0f} {size.width} '
        f'{foot - top:.0f}" style="max-width:{size.width}px">{pieces}{inside}'
        f"{''.join(_words(one, size) for one in placed)}</svg>"
    )


def _named(row: Row, middle: float, size: Size) -> Named:
    """Return a part with its words level with its middle; they may still meet others."""
    lines = textwrap.wrap(row["name"], size.letters, max_lines=MOST_LINES, placeholder="…")
    lines += textwrap.wrap(row["note"], size.letters, max_lines=2, placeholder="…")
    level = -size.radius * math.cos(2 * math.pi * middle)
    return Named(row, middle, tuple(lines), level - LINE * len(lines) / 2)


def spread(named: list[Named]) -> list[Named]:
    """Move words of one side apart, up and down as little as keeps their order and middle."""
    ordered = sorted(named, key=lambda one: one.top + one.high / 2)
    wanted = [one.top for one in ordered]
    tops: list[float] = []
    for at, top in enumerate(wanted):
        least = tops[-1] + ordered[at - 1].high + BETWEEN if tops else top
        tops.append(max(top, least))
    pushed = sum(top - want for top, want in zip(tops, wanted, strict=True))
    back = pushed / len(tops) if tops else 0.0
    return [
        Named(one.row, one.middle, one.lines, top - back)
        for one, top in zip(ordered, tops, strict=True)
    ]


def _arc(low: float, high: float, size: Size) -> str:
    """Return the outline of a part; a whole ring is two halves, which an arc needs."""
    if high - low > 1 - 1e-9:
        return _arc(0, 0.5, size) + _arc(0.5, 1, size)
    outer, inner = size.radius, size.radius * HOLE
    large = int(high - low > 0.5)
    return (
        f"M{_at(low, outer)}A{outer} {outer} 0 {large} 1 {_at(high, outer)}"
        f"L{_at(high, inner)}A{inner:g} {inner:g} 0 {large} 0 {_at(low, inner)}Z"
    )


def _at(share: float, radius: float) -> str:
    angle = 2 * math.pi * share
    return f"{radius * math.sin(angle):.1f} {-radius * math.cos(angle):.1f}"


def _words(one: Named, size: Size) -> str:
    """Return the words of a part and the line that leads to them."""
    side = 1 if one.right else -1
    level = one.top + one.high / 2
    elbow = side * (size.radius + REACH)
    begin = elbow + side * (SHELF + 3)
    spans = "".join(
        f'<tspan x="{begin}" y="{one.top + LINE * number + 13:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(one.lines)
    )
    return (
        f'<path class="leader" d="M{_at(one.middle, size.radius)}L{elbow} {level:.1f}'
        f'h{side * SHELF}"/><text class="{"begin" if one.right else "finish"}">{spans}</text>'
    )
