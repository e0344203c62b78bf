"""Charts drawn for the page, from the records and scales of their Vega-Lite specifications.

Positions are per cent of the width and colours are names of the style sheet, so that one drawing
serves every width of screen, print, light and dark (docs/decisions/0006). Each name of a chart is
text of the page, which wraps where there is little room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from html import escape

from placewise.report.bar_drawing import draw_range_bars, draw_shares, draw_waterfall
from placewise.report.charts import Chart, Row
from placewise.report.lanes import LANE, Scale, axis, grid, lane, plot
from placewise.report.line_drawing import draw_time_lines
from placewise.report.map_drawing import draw_outlines, draw_tiles
from placewise.report.review_drawing import draw_bars, draw_levels, draw_parts, draw_ranges
from placewise.report.ring_drawing import draw_ring
from placewise.report.scatter_drawing import draw_scatter

STRIP = 46
"""Height of one strip, in pixels."""
SPREAD = 17
"""How far marks of a strip may move up or down so that they do not hide each other."""
FEW_MARKS = 60
"""Up to as many marks a strip, they are large."""
MOST_NAMED = 500
"""Up to as many marks a strip, each says its name when it is pointed at."""


def draw(chart: Chart) -> str:
    """Return a chart as HTML and SVG; every text in it is escaped."""
    forms: dict[str, Callable[[Chart], str]] = {
        "intervals": _intervals,
        "strips": _strips,
        "tiles": draw_tiles,
        "outlines": draw_outlines,
        "levels": draw_levels,
        "bars": draw_bars,
        "ranges": draw_ranges,
        "parts": draw_parts,
        "range bars": draw_range_bars,
        "waterfall": draw_waterfall,
        "shares": draw_shares,
        "time lines": draw_time_lines,
        "scatter": draw_scatter,
        "ring": draw_ring,
    }
    return forms[chart.form](chart)


def _intervals(chart: Chart) -> str:
    scale = Scale.of(chart.spec)
    data = chart.spec["datasets"]
    lines = _lines(scale, data["lines"])
    lanes = []
    for row in data["industries"]:
        low, high, middle, shrunk = (
            scale.at(row[name]) for name in ("lower", "upper", "lq", "shrunk")
        )
        marks = (
            f'<line class="range" x1="{low:.1f}%" x2="{high:.1f}%" y1="50%" y2="50%"/>'
            f'<circle class="{"yes" if row["sure"] else "not"}" cx="{middle:.1f}%" cy="50%" r="5"/>'
            f'<svg x="{shrunk:.1f}%" y="50%" class="over"><path class="shrunk" d="M0-7V7"/></svg>'
        )
        lanes.append(lane(row["name"], lines + marks, row["text"], LANE, strong=row["sure"]))
    return plot(chart, [*lanes, axis(scale)])


def _strips(chart: Chart) -> str:
    scale = Scale.of(chart.spec)
    data = chart.spec["datasets"]
    lines = _lines(scale, data["lines"])
    by_claim: dict[str, list[Row]] = {}
    for row in data["places"]:
        by_claim.setdefault(row["claim"], []).append(row)
    lanes = [
        lane(
            count["claim"],
            lines + _marks(by_claim.get(count["claim"], []), scale),
            count["text"],
            STRIP,
            strong=count["sure"],
        )
        for count in data["counts"]
    ]
    return plot(chart, [*lanes, axis(scale)])


def _marks(rows: list[Row], scale: Scale) -> str:
    """Draw every place of a strip, this one last; marks that would meet move up and down."""
    radius, step = (5, 8) if len(rows) <= FEW_MARKS else (2.5, 4)
    named = len(rows) <= MOST_NAMED
    bins: dict[int, int] = {}
    drawn = []
    for row in sorted(rows, key=lambda row: row["standing"] != "demonstrates"):
        at = scale.at(row["lq"])
        if row["here"]:
            continue
        column = round(at / (radius * 0.4))
        position = bins[column] = bins.get(column, -1) + 1
        offset = (position + 1) // 2 * step * (1 if position % 2 else -1)
        middle = STRIP / 2 + math.copysign(abs(offset) % (SPREAD + 1), offset)
        name = f"<title>{escape(row['place'])} {row['lq']:.2f}</title>" if named else ""
        kind = "other" if row["standing"] == "demonstrates" else "other hollow"
        drawn.append(
            f'<circle class="{kind}" cx="{at:.1f}%" cy="{middle:g}" r="{radius:g}">{name}</circle>'
        )
    drawn += [
        f'<svg x="{scale.at(row["lq"]):.1f}%" y="{STRIP / 2:g}" class="over">'
        f'<path class="here" d="M0-9L8 0 0 9-8 0z"><title>{escape(row["place"])} {row["lq"]:.2f}'
        "</title></path></svg>"
        for row in rows
        if row["here"]
    ]
    return "".join(drawn)


def _lines(scale: Scale, lines: Iterable[Row]) -> str:
    return grid(scale) + "".join(
        f'<line class="{"limit" if row["dashed"] else "one"}" x1="{scale.at(row["at"]):.1f}%" '
        f'x2="{scale.at(row["at"]):.1f}%" y2="100%"/>'
        for row in lines
    )
