"""Ranges, waterfalls and shares drawn for the page, a lane a row.

What colour says, form says too: filled has an interval, hollow has none; a step up is filled, one
down is hollow; each part of a whole has its own pattern and stands in the order of the key.
"""

from __future__ import annotations

from html import escape

from placewise.report.charts import Chart, Row
from placewise.report.lanes import LANE, Scale, axis, grid, lane, plot

STEP = 34
"""Height of one step of a waterfall, in pixels."""
BAR, END = 20, 12
"""Height of a bar, and of half the mark at its end, in pixels."""
MIDDLE = '<svg y="50%" class="over">'
"""What is inside lies around the middle of a lane, which grows with a name of several lines."""
FEWEST_TO_NAME = 15
"""Parts of at least so many per cent carry their number."""
PARTS = ("a", "b", "c", "d", "e", "f")
"""How the parts are filled, in their order: classes of the style sheet."""
PATTERNED = {
    "b": '<path class="stripe" d="M0 0h8v3.6H0z"/>',
    "e": '<circle class="dot" cx="4" cy="4" r="1.8"/>',
    "f": '<path class="dark" d="M0 0h4v8H0z"/>',
}
"""Parts that carry a pattern, with what is drawn on each of its squares."""


def draw_range_bars(chart: Chart) -> str:
    """Draw values with their intervals; hollow where there is none."""
    scale = Scale.of(chart.spec)
    data = chart.spec["datasets"]
    lines = grid(scale) + "".join(_upright(scale, line) for line in data["lines"])
    lanes = [_named(scale, data["lines"])]
    for row in data["rows"]:
        kind = "strong" if row["strong"] else "usual"
        marks = ""
        if row["value"] is not None and any(line["zero"] for line in data["lines"]):
            from_zero, to_value = scale.at(0), scale.at(row["value"])
            marks += f'<line class="stem" x1="{from_zero:.1f}%" x2="{to_value:.1f}%" y1="50%" '
            marks += 'y2="50%"/>'
        if row["sure"]:
            low, high = scale.at(row["lower"]), scale.at(row["upper"])
            marks += f'<line class="span {kind}" x1="{low:.1f}%" x2="{high:.1f}%" y1="50%" '
            marks += 'y2="50%"/>'
        if row["value"] is not None:
            at, radius = scale.at(row["value"]), 6 if row["strong"] else 5
            marks += f'<circle class="point {kind}{"" if row["full"] else " hollow"}" '
            marks += f'cx="{at:.1f}%" cy="50%" r="{radius}"/>'
        lanes.append(lane(row["name"], lines + marks, row["note"], LANE, strong=row["strong"]))
    return plot(chart, [*lanes, axis(scale)])


def draw_waterfall(chart: Chart) -> str:
    """Draw a start, its steps and the total; a thin line leads from each row to the next."""
    scale = Scale.of(chart.spec)
    rows = chart.spec["datasets"]["rows"]
    lanes = []
    for position, row in enumerate(rows):
        begin, end = scale.at(row["from"]), scale.at(row["to"])
        kind = "level" if row["kind"] != "step" else "up" if row["value"] >= 0 else "down"
        marks = grid(scale) + _zero(scale)
        if position and row["kind"] == "step":
            marks += f'<line class="lead" x1="{begin:.2f}%" x2="{begin:.2f}%" y2="50%"/>'
        if position and row["kind"] == "total":
            marks += f'<line class="lead" x1="{end:.2f}%" x2="{end:.2f}%" y2="50%"/>'
        if position < len(rows) - 1 and rows[position + 1]["kind"] != "start":
            marks += f'<line class="lead" x1="{end:.2f}%" x2="{end:.2f}%" y1="50%" y2="100%"/>'
        marks += (
            f'{MIDDLE}<rect class="fall {kind}" x="{min(begin, end):.2f}%" '
            f'width="{abs(end - begin):.2f}%" y="{-BAR // 2}" height="{BAR}"/>'
            f'<line class="end" x1="{end:.2f}%" x2="{end:.2f}%" y1="{-END}" y2="{END}"/></svg>'
        )
        if row["low"] is not None and row["high"] is not None:
            low, high = scale.at(row["low"]), scale.at(row["high"])
            marks += "".join(
                f'<line class="{kind}" x1="{low:.2f}%" x2="{high:.2f}%" y1="50%" y2="50%"/>'
                for kind in ("under-whisker", "whisker")
            )
        lanes.append(lane(row["name"], marks, row["note"], STEP, strong=kind == "level"))
    return plot(chart, [*lanes, axis(scale)])


def draw_shares(chart: Chart) -> str:
    """Draw each row as one bar in parts; the key above has them in the same order."""
    scale = Scale.of(chart.spec)
    data = chart.spec["datasets"]
    names = chart.spec["usermeta"]["parts"]
    by_row: dict[str, list[Row]] = {}
    for piece in data["pieces"]:
        by_row.setdefault(piece["name"], []).append(piece)
    key = "".join(
        f'<li><svg class="swatch" aria-hidden="true"><rect class="part-{PARTS[position]}" x="1" '
        f'y="1" width="14" height="14"/></svg>{escape(name)}</li>'
        for position, name in enumerate(names)
    )
    lanes = [
        lane(
            row["name"],
            MIDDLE
            + "".join(_piece(piece, scale) for piece in by_row.get(row["name"], []))
            + f'<rect class="whole" width="100%" y="{-BAR // 2}" height="{BAR}"/></svg>',
            row["note"],
            LANE + 4,
            strong=row["strong"],
        )
        for row in data["lanes"]
    ]
    used = "; ".join(f"--part-{part}: url(#{escape(chart.key)}-{part})" for part in PATTERNED)
    return (
        f'<div style="{used}">{_patterns(chart.key)}<ul class="parts-key" aria-hidden="true">{key}'
        f"</ul>{plot(chart, [*lanes, axis(scale)])}</div>"
    )


def _piece(piece: Row, scale: Scale) -> str:
    begin, end = scale.at(piece["from"]), scale.at(piece["to"])
    share = escape(piece["words"])
    part = PARTS[piece["position"]]
    written = (
        f'<text class="on-{part}" x="{(begin + end) / 2:.2f}%" y="5">{share}</text>'
        if end - begin >= FEWEST_TO_NAME
        else ""
    )
    return (
        f'<g><title>{escape(piece["part"])}: {share}</title><rect class="part-{part}" '
        f'x="{begin:.2f}%" width="{end - begin:.2f}%" y="{-BAR // 2}" height="{BAR}"/>{written}</g>'
    )


def _patterns(key: str) -> str:
    """Return the patterns of one chart; each chart of a page has its own."""
    drawn = "".join(
        f'<pattern id="{escape(key)}-{part}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({-45 if part == "f" else 45})">'
        f'<rect class="ground" width="8" height="8"/>{shape}</pattern>'
        for part, shape in PATTERNED.items()
    )
    return f'<svg class="none" aria-hidden="true" width="0" height="0"><defs>{drawn}</defs></svg>'


def _upright(scale: Scale, line: Row) -> str:
    at = scale.at(line["at"])
    kind = "one" if line["zero"] else "limit"
    return f'<line class="{kind}" x1="{at:.1f}%" x2="{at:.1f}%" y2="100%"/>'


def _zero(scale: Scale) -> str:
    inside = scale.low <= 0 <= scale.high
    return _upright(scale, {"at": 0.0, "zero": True}) if inside else ""


def _named(scale: Scale, lines: list[Row]) -> str:
    """Return the names of the lines above the lanes, if any has one."""
    words = "".join(
        f'<text x="{scale.at(line["at"]):.1f}%" y="13">{escape(line["name"])}</text>'
        for line in lines
        if line["name"]
    )
    return (
        f'<div class="lane axis"><span class="name"></span><svg class="track" height="20">{words}'
        '</svg><span class="note"></span></div>'
        if words
        else ""
    )
