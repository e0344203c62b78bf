"""The charts of a diagnosis: Vega-Lite specifications as plain data, with title and alt text.

Colours are Okabe and Ito's. What colour says, shape or filling says too: filled is demonstrated,
hollow is not; the place itself is the one in vermilion. The page draws the same records itself
(:mod:`placewise.report.drawing`, docs/decisions/0006).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from placewise.report.numbers import interval, measure_words, number

HIGHLIGHT, BLUE, SKY, GREY = "#D55E00", "#0072B2", "#56B4E9", "#767676"
WIDTH = 520
LOWEST = 0.05
"""Location quotients below are drawn here: the axis is logarithmic."""
BELOW_ONE = (0.05, 0.1, 0.25, 0.5)
MOST_STEPS = 7
"""Steps above 1 that an axis of location quotients has room for."""
Spec = dict[str, Any]
Row = dict[str, Any]

CONFIG: Spec = {
    "background": "white",
    "font": "Arial, Helvetica, Liberation Sans, sans-serif",
    "padding": {"left": 12, "right": 28, "top": 6, "bottom": 6},
    "view": {"stroke": None},
    "axis": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal",
             "labelLimit": 330, "gridColor": "#EEEEEE", "domain": False, "tickColor": "#BBBBBB"},
    "header": {"labelFontSize": 13},
    "text": {"fontSize": 12},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: what it says, what it draws, the words for those who cannot see it.

    Attributes:
        key: a stable word for it, usable as an id.
        form: how it is drawn, one of those of :func:`placewise.report.drawing.draw`.
        title: the finding.
        subtitle: what is drawn, with unit and year.
        alt: finding and range for those who cannot see it.
        spec: Vega-Lite; its records are in ``spec["datasets"]``.
    """

    key: str
    form: str
    title: str
    subtitle: str
    alt: str
    spec: Spec


def specification(datasets: dict[str, list[Row]], layers: list[Spec], **extra: Any) -> Spec:
    """Return a specification whose layers draw the first of its datasets unless they name one."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": CONFIG,
        "datasets": datasets,
        "data": {"name": next(iter(datasets))},
        "layer": layers,
        **extra,
    }


def _quotient_axis(values: Sequence[float]) -> Spec:
    """Return a logarithmic axis that holds these location quotients, with round ticks."""
    positive = [value for value in values if value and value > 0]
    low, high = min([0.5, *positive]), max([2.0, *positive])
    low, high = max(low * 0.9, LOWEST * 0.9), high * 1.15
    ticks = [tick for tick in _ticks(high) if low <= tick <= high]
    return {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False, "clamp": True},
        "axis": {"title": "Location quotient (1 = share of the base)",
                 "values": ticks, "format": ",~r"},
    }  # fmt: skip


def _ticks(high: float) -> list[float]:
    """Return ticks around 1 in the smallest steps, of 2, 4 or 10, that have room up to here."""
    step = next((step for step in (2, 4) if math.log(high, step) < MOST_STEPS + 1), 10)
    below = BELOW_ONE if step == 2 else BELOW_ONE[::2]
    return [*below, *(step**power for power in range(math.floor(math.log(high, step)) + 1))]


def _line_layers(x: Spec) -> list[Spec]:
    """Return the lines at 1 and, dashed, at the threshold."""
    return [
        {"data": {"name": "lines"}, "transform": [{"filter": f"datum.dashed == {dashed}"}],
         "mark": {"type": "rule", "color": "#444444", **style},
         "encoding": {"x": {"field": "at", **x}}}
        for dashed, style in (("false", {}), ("true", {"strokeDash": [4, 3]}))
    ]  # fmt: skip


def _line_records(threshold: float) -> list[Row]:
    return [{"at": 1, "dashed": False}, {"at": threshold, "dashed": True}]


def interval_chart(rows: pl.DataFrame, place: str, threshold: float, most: int = 20) -> Chart:
    """Draw the location quotients of one measure and level with their intervals.

    Args:
        rows: rows of ``Diagnosis.specialisms`` of one measure and level.
        place: name of the place.
        threshold: the location quotient that a claim must pass.
        most: rows drawn; of more, the strongest.
    """
    drawn = list(
        rows.filter(pl.col("lower").is_not_null())
        .sort("lq", descending=True)
        .head(most)
        .iter_rows(named=True)
    )
    values = [
        {
            "name": row["industry_name"],
            "lq": row["lq"],
            "lower": max(row["lower"], LOWEST),
            "upper": row["upper"],
            "shrunk": row["shrunk"],
            "sure": bool(row["demonstrable"]),
            "text": f"{number(row['lq'], row['lower'], row['upper'])} "
            f"({interval(row['lower'], row['upper'])})",
        }
        for row in drawn
    ]
    x = _quotient_axis(
        [float(row[end]) for row in values for end in ("lower", "upper", "lq")]
    )  # fmt: skip
    y = {"field": "name", "type": "nominal", "sort": {"field": "lq", "order": "descending"},
         "axis": {"title": None}}  # fmt: skip
    sure = {"condition": {"test": "datum.sure", "value": BLUE}, "value": "white"}
    layers: list[Spec] = [
        *_line_layers(x),
        {"mark": {"type": "rule", "strokeWidth": 2, "color": BLUE, "clip": True},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"}}},
        {"mark": {"type": "point", "size": 90, "stroke": BLUE, "strokeWidth": 2, "filled": True,
                  "opacity": 1},
         "encoding": {"y": y, "x": {"field": "lq", **x}, "fill": sure}},
        {"mark": {"type": "tick", "color": HIGHLIGHT, "thickness": 3, "size": 14, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "shrunk", **x}}},
    ]  # fmt: skip
    shown = sum(row["sure"] for row in values)
    title = (
        f"{shown or 'None'} of {rows.height} industries of {place} can be shown to pass "
        f"{threshold:g}"
    )
    first = drawn[0] if drawn else {"measure": "", "level": "", "year": ""}
    highest = f" The highest is {first['industry_name']} at {values[0]['text']}." if drawn else ""
    part = f", {len(drawn)} of {rows.height} drawn" if len(drawn) < rows.height else ""
    spec = specification(
        {"industries": values, "lines": _line_records(threshold)}, layers,
        width=WIDTH, height={"step": 24},
    )  # fmt: skip
    return Chart(
        key=f"intervals-{first['measure']}-{first['level']}".replace(" ", "-"),
        form="intervals",
        title=title,
        subtitle=f"Location quotient by {measure_words(first['measure'])}, {first['level']} level, "
        f"{first['year']}, with 95 % interval{part}. Filled: demonstrated; hollow: not. Upright "
        f"bar: the estimate after shrinkage. Lines at 1 and, dashed, {threshold:g}.",
        alt=f"Interval chart of {len(drawn)} industries. {title}.{highest}",
        spec=spec,
    )


def strip_chart(
    specialisms: pl.DataFrame, rivals: pl.DataFrame, place: str, threshold: float, most: int = 8
) -> Chart:
    """Draw one strip a claim: every place a mark on one line, this place in colour.

    Args:
        specialisms: rows of the claims, for the counts.
        rivals: rows of ``Diagnosis.rivals``.
        place: name of the place.
        threshold: the location quotient that a claim must pass.
        most: claims drawn.
    """
    keys = rivals.select("industry", "level", "measure").unique(maintain_order=True).head(most)
    values: list[Row] = []
    counts: list[Row] = []
    for key in keys.iter_rows(named=True):
        same = pl.all_horizontal(pl.col(name) == value for name, value in key.items())
        row = specialisms.filter(same).row(0, named=True)
        label = f"{row['industry_name']} ({measure_words(row['measure'])})"
        counts.append(
            {"claim": label, "sure": bool(row["demonstrable"]),
             "text": f"{row['places_claiming']} could claim, "
             f"{row['places_demonstrating'] or 'none'} can demonstrate"}
        )  # fmt: skip
        known = rivals.filter(same & pl.col("lq").is_not_null())
        columns = known.select("place", "lq", "standing", "is_place")
        values += [
            {"claim": label, "place": other, "lq": max(lq, LOWEST), "standing": standing,
             "here": here}
            for other, lq, standing, here in columns.iter_rows()
        ]  # fmt: skip
    x = _quotient_axis([value["lq"] for value in values])
    y = {"field": "claim", "type": "nominal", "sort": [row["claim"] for row in counts],
         "axis": {"title": None}}  # fmt: skip
    shows = "datum.standing == 'demonstrates'"
    layers: list[Spec] = [
        *_line_layers(x),
        {"transform": [{"filter": "!datum.here"}],
         "mark": {"type": "point", "size": 45, "stroke": GREY, "strokeWidth": 1.2,
                  "filled": True, "opacity": 0.85},
         "encoding": {"y": y, "x": {"field": "lq", **x},
                      "fill": {"condition": {"test": shows, "value": GREY}, "value": "white"}}},
        {"transform": [{"filter": "datum.here"}],
         "mark": {"type": "point", "shape": "diamond", "size": 170, "filled": True,
                  "color": HIGHLIGHT, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "lq", **x}}},
        {"data": {"name": "counts"},
         "mark": {"type": "text", "align": "left", "dx": 8, "color": "#333333"},
         "encoding": {"y": y, "x": {"value": WIDTH - 40}, "text": {"field": "text"}}},
    ]  # fmt: skip
    shown = sum(row["sure"] for row in counts)
    spec = specification(
        {"places": values, "counts": counts, "lines": _line_records(threshold)}, layers,
        width=WIDTH - 40, height={"step": 34},
    )  # fmt: skip
    listed = "; ".join(f"{row['claim']}: {row['text']}" for row in counts)
    return Chart(
        key="strips",
        form="strips",
        title=f"{place} can demonstrate {shown or 'none'} of its {len(counts)} strongest claims"
        if len(counts) > 1
        else f"{place} can{'' if shown else 'not'} demonstrate its strongest claim",
        subtitle=f"Each mark is a place, the diamond is {place}; further right is more "
        f"specialised. Filled: can demonstrate it; hollow: cannot. Lines at 1 and, dashed, at "
        f"{threshold:g}, which a claim must pass.",
        alt=f"Strip chart of {len(counts)} claims. {listed}.",
        spec=spec,
    )
