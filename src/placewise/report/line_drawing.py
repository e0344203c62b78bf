"""Small multiples over years drawn for the page; a panel is as wide as there is room."""

from __future__ import annotations

import itertools
import textwrap
from html import escape

from placewise.report.charts import Chart, Row, Spec
from placewise.report.lanes import Scale, level, plot, rows_of_grid, stretched, ticks_beside

HEIGHT = 150
"""Height of a panel, in pixels."""
LINE = 17
"""Height of one line of a label, in pixels."""
LETTERS = 13
"""Letters on one line of a label, about."""


def draw_time_lines(chart: Chart) -> str:
    """Draw each panel: scale at the left, lines, and at the right the name of each line."""
    points: list[Row] = chart.spec["datasets"]["points"]
    panels = [
        _panel(panel, [row for row in points if row["panel"] == position])
        for position, panel in enumerate(chart.spec["concat"])
    ]
    return plot(chart, [f'<div class="panels">{"".join(panels)}</div>'])


def _panel(panel: Spec, rows: list[Row]) -> str:
    x, y = Scale.of(panel), Scale.of(panel, "y")
    runs = {key: [*run] for key, run in itertools.groupby(rows, lambda row: row["run"])}
    order = sorted(runs.values(), key=lambda run: run[0]["strong"])
    lines = "".join(_band(run, x, y) + _line(run, x, y) for run in order)
    marks = "".join(_points(run, x, y) for run in order)
    zero = level(y, 0, "one") if y.low <= 0 <= y.high else ""
    years = "".join(f'<text x="{x.at(tick):.2f}%" y="14">{tick:g}</text>' for tick in x.ticks)
    nothing = "" if rows else '<text class="quiet" x="50%" y="50%">not known</text>'
    return (
        f'<div class="panel"><p class="panel-name">{escape(panel["title"])}</p>'
        f"{ticks_beside(y, HEIGHT)}"
        f'<svg class="track" height="{HEIGHT}">{rows_of_grid(y)}{zero}'
        f"{stretched(lines)}{marks}{nothing}</svg>"
        f'<div class="ends" style="height: {HEIGHT}px">{_labels(rows, y)}</div>'
        f'<svg class="years" height="20">{years}</svg>'
        f'<p class="unit">{escape(y.title)}</p></div>'
    )


def _at(row: Row, name: str, x: Scale, y: Scale) -> str:
    return f"{x.at(row['year']):.2f} {y.up(row[name])}"


def _band(run: list[Row], x: Scale, y: Scale) -> str:
    """Return the band of a run where it is the place's own and each of its points has one."""
    banded = [row for row in run if row["strong"] and row["lower"] is not None]
    if len(banded) < 2:
        return ""
    there = "L".join(_at(row, "upper", x, y) for row in banded)
    back = "L".join(_at(row, "lower", x, y) for row in reversed(banded))
    return f'<path class="band" d="M{there}L{back}z"/>'


def _line(run: list[Row], x: Scale, y: Scale) -> str:
    if len(run) < 2:
        return ""
    kind = "strong" if run[0]["strong"] else "usual"
    way = "L".join(_at(row, "value", x, y) for row in run)
    name = f"<title>{escape(run[0]['series'])}</title>"
    return f'<path class="course {kind}" d="M{way}">{name}</path>'


def _points(run: list[Row], x: Scale, y: Scale) -> str:
    """Return a mark at each year of the place and at years that stand alone, with its value."""
    kind = "strong" if run[0]["strong"] else "usual"
    return "".join(
        f'<circle class="stop {kind}" cx="{x.at(row["year"]):.2f}%" cy="{y.up(row["value"])}%" '
        f'r="{3 if row["strong"] else 2}"><title>{escape(row["series"])} {row["year"]:g}: '
        f"{row['value']:,.4g}</title></circle>"
        for row in run
        if row["strong"] or row["alone"]
    )


def _labels(rows: list[Row], y: Scale) -> str:
    """Return the name of each line at the height of its end, moved apart where they would meet."""
    ends = {row["series"]: row for row in rows if row["named"]}
    wanted = sorted(ends.values(), key=lambda row: y.up(row["value"]))
    heights = [LINE * _lines(row["series"], strong=row["strong"]) for row in wanted]
    tops = [
        HEIGHT * y.up(row["value"]) / 100 - height / 2
        for row, height in zip(wanted, heights, strict=True)
    ]
    return "".join(
        f'<span{" class=strong" if row["strong"] else ""} style="top: {top:.0f}px">'
        f"{escape(row['series'])}</span>"
        for row, top in zip(wanted, _apart(tops, heights), strict=True)
    )


def _lines(name: str, *, strong: bool) -> int:
    """Return on how many lines a name will stand; words stay whole, and bold ones are wider."""
    return len(textwrap.wrap(name, LETTERS - 2 if strong else LETTERS)) or 1


def _apart(tops: list[float], heights: list[int]) -> list[float]:
    """Move boxes down until none meets the one before, then the lowest up into the panel again."""
    placed: list[float] = []
    free = 0.0
    for top, height in zip(tops, heights, strict=True):
        placed.append(max(top, free))
        free = placed[-1] + height
    floor = float(HEIGHT)
    for position in range(len(placed) - 1, -1, -1):
        placed[position] = min(placed[position], floor - heights[position])
        floor = placed[position]
    return placed
