"""The charts of a review drawn for the page, as :mod:`placewise.report.drawing` draws the others.

What colour says, filling says too: filled is what holds, hollow is what does not.
"""

from __future__ import annotations

from html import escape

from placewise.report.charts import Chart, Row
from placewise.report.lanes import LANE, Scale, axis, grid, lane, plot

PART = 44
"""Height of one lane of the bar of the whole document, in pixels."""


def draw_levels(chart: Chart) -> str:
    """Draw the number of places that a text could be about, a lane a masking level, from 1."""
    scale = Scale.of(chart.spec)
    lanes = []
    for row in chart.spec["datasets"]["levels"]:
        at = scale.at(row["size"])
        marks = (
            f'{grid(scale)}<line class="range" x2="{at:.1f}%" y1="50%" y2="50%"/>'
            f'<circle class="{"yes" if row["first"] else "not"}" cx="{at:.1f}%" cy="50%" r="6"/>'
        )
        lanes.append(lane(row["label"], marks, row["text"], LANE + 12, strong=row["strong"]))
    return plot(chart, [*lanes, axis(scale)])


def draw_bars(chart: Chart) -> str:
    """Draw shares as bars from zero with their intervals; hatched where it is open to all."""
    scale = Scale.of(chart.spec)
    lanes = []
    for row in chart.spec["datasets"]["fields"]:
        kind = "all" if row["open"] else "share"
        marks = f'{grid(scale)}<rect class="bar {kind}" width="{scale.at(row["share"]):.2f}%" '
        marks += 'y="6" height="16"/>'
        if row["lower"] is not None and row["upper"] is not None:
            low, high = scale.at(row["lower"]), scale.at(row["upper"])
            marks += f'<line class="whisker" x1="{low:.2f}%" x2="{high:.2f}%" y1="14" y2="14"/>'
        lanes.append(lane(row["field"], marks, row["text"], LANE))
    return plot(chart, [*lanes, axis(scale)])


def draw_ranges(chart: Chart) -> str:
    """Draw what was observed beside the range that was expected."""
    scale = Scale.of(chart.spec)
    lanes = []
    for row in chart.spec["datasets"]["documents"]:
        low, high, at = (scale.at(row[name]) for name in ("lower", "upper", "similarity"))
        marks = (
            f'{grid(scale)}<line class="expected" x1="{low:.1f}%" x2="{high:.1f}%" y1="50%" '
            f'y2="50%"/><circle class="{"yes" if row["outside"] else "not"}" cx="{at:.1f}%" '
            'cy="50%" r="5"/>'
        )
        lanes.append(lane(row["label"], marks, row["text"], LANE, strong=row["outside"]))
    return plot(chart, [*lanes, axis(scale)])


def draw_parts(chart: Chart) -> str:
    """Draw the whole document, a column a page and a lane a question."""
    scale = Scale.of(chart.spec["spec"])
    by_lane: dict[str, list[Row]] = {}
    for row in chart.spec["datasets"]["parts"]:
        by_lane.setdefault(row["lane"], []).append(row)
    lanes = [
        lane(name, _columns(by_lane.get(name, []), scale), note, PART)
        for name, note in chart.spec["usermeta"]["notes"].items()
    ]
    return plot(chart, [*lanes, axis(scale)])


def _columns(rows: list[Row], scale: Scale) -> str:
    """Return the columns of one lane on its ground line."""
    drawn = [
        f'<rect class="{"full" if row["full"] else "open"}" x="{scale.at(row["from"]):.2f}%" '
        f'width="{0.9 * (scale.at(row["to"]) - scale.at(row["from"])):.2f}%" '
        f'y="{PART * (1 - row["high"]):.1f}" height="{PART * (row["high"] - row["low"]):.1f}">'
        f"<title>{escape(row['says'])}</title></rect>"
        for row in rows
        if row["high"] > row["low"]
    ]
    return "".join(drawn) + '<line class="ground-line" x2="100%" y1="100%" y2="100%"/>'
