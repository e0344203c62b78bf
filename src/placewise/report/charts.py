"""The charts of a diagnosis: Vega-Lite specifications as plain data, with title and alt text.

Colours are Okabe and Ito's. What colour says, shape or filling says too: filled is demonstrated,
hollow is not; the place itself is the one in vermilion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from placewise.report.numbers import measure_words

HIGHLIGHT, BLUE, SKY, GREY, PALE = "#D55E00", "#0072B2", "#56B4E9", "#767676", "#D9D9D9"
WIDTH = 520
Spec = dict[str, Any]

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
    """One chart: what it says, what it draws, the words for those who cannot see it."""

    key: str
    title: str
    subtitle: str
    alt: str
    spec: Spec


def _base(values: list[Spec], layers: list[Spec], **extra: Any) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": CONFIG,
        "data": {"values": values},
        "layer": layers,
        **extra,
    }


def _quotient_axis(values: Sequence[float]) -> Spec:
    """Return a logarithmic axis that holds these location quotients, with round ticks."""
    positive = [value for value in values if value and value > 0]
    low, high = min([0.5, *positive]), max([2.0, *positive])
    low, high = max(low * 0.9, 0.05), min(high * 1.15, 200.0)
    ticks = [t for t in (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128) if low <= t <= high]
    return {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False, "clamp": True},
        "axis": {"title": "Location quotient (1 = share of the base)", "values": ticks,
                 "format": "~g"},
    }  # fmt: skip


def _lines(threshold: float) -> list[Spec]:
    """Return the lines at 1 and at the threshold."""
    return [
        {"data": {"values": [{"at": 1}]}, "mark": {"type": "rule", "color": "#444444"},
         "encoding": {"x": {"field": "at", "type": "quantitative"}}},
        {"data": {"values": [{"at": threshold}]},
         "mark": {"type": "rule", "color": "#444444", "strokeDash": [4, 3]},
         "encoding": {"x": {"field": "at", "type": "quantitative"}}},
    ]  # fmt: skip


def interval_chart(rows: pl.DataFrame, place: str, threshold: float, most: int = 20) -> Chart:
    """Draw the location quotients of one measure and level with their intervals.

    Args:
        rows: rows of ``Diagnosis.specialisms`` of one measure and level.
        place: name of the place.
        threshold: the location quotient that a claim must pass.
        most: rows drawn; of more, the strongest.
    """
    drawn = (
        rows.filter(pl.col("lower").is_not_null()).sort("lq", descending=True).head(most)
    )  # fmt: skip
    values = [
        {
            "name": row["industry_name"],
            "lq": row["lq"],
            "lower": max(row["lower"], 0.05),
            "upper": row["upper"],
            "shrunk": row["shrunk"],
            "sure": "demonstrated" if row["demonstrable"] else "not demonstrated",
        }
        for row in drawn.iter_rows(named=True)
    ]
    numbers = [value for row in values for value in (row["lower"], row["upper"], row["lq"])]
    x = _quotient_axis([float(number) for number in numbers])
    y = {"field": "name", "type": "nominal", "sort": {"field": "lq", "order": "descending"},
         "axis": {"title": None}}  # fmt: skip
    sure = {"condition": {"test": "datum.sure == 'demonstrated'", "value": BLUE}, "value": "white"}
    layers: list[Spec] = [
        *_lines(threshold),
        {"mark": {"type": "rule", "strokeWidth": 2, "color": BLUE, "clip": True},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"}}},
        {"mark": {"type": "point", "size": 90, "stroke": BLUE, "strokeWidth": 2, "filled": True,
                  "opacity": 1},
         "encoding": {"y": y, "x": {"field": "lq", **x}, "fill": sure}},
        {"mark": {"type": "tick", "color": HIGHLIGHT, "thickness": 3, "size": 14, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "shrunk", **x}}},
    ]  # fmt: skip
    first = drawn.row(0, named=True) if drawn.height else None
    shown = [row["industry_name"] for row in drawn.iter_rows(named=True) if row["demonstrable"]]
    title = (
        f"{len(shown)} of {rows.height} industries of {place} can be shown to pass {threshold:g}"
        if shown
        else f"None of {rows.height} industries of {place} can be shown to pass {threshold:g}"
    )
    measure, level, year = (
        (first["measure"], first["level"], first["year"]) if first else ("", "", "")
    )
    alt = (
        f"Interval chart of {drawn.height} industries. {title}. "
        + (f"The highest is {first['industry_name']} at {first['lq']:.2f} "
           f"({first['lower']:.2f} to {first['upper']:.2f})." if first else "")
    )  # fmt: skip
    subtitle = (
        f"Location quotient by {measure_words(measure)}, {level} level, {year}, with 95 % "
        f"interval. Filled: demonstrated; hollow: not. Short bar: the estimate after shrinkage. "
        f"Lines at 1 and {threshold:g}."
    )
    spec = _base(values, layers, width=WIDTH, height={"step": 24})
    return Chart(f"intervals-{measure}-{level}".replace(" ", "-"), title, subtitle, alt, spec)


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
    values: list[Spec] = []
    counts: list[Spec] = []
    for industry, level, measure in keys.iter_rows():
        same = (
            (pl.col("industry") == industry)
            & (pl.col("level") == level)
            & (pl.col("measure") == measure)
        )
        row = specialisms.filter(same).row(0, named=True)
        label = f"{row['industry_name']} ({measure_words(measure)})"
        counts.append(
            {"claim": label, "text": f"{row['places_claiming']} could claim, "
             f"{row['places_demonstrating']} demonstrate"}
        )  # fmt: skip
        values += [
            {"claim": label, "place": other["place"], "lq": max(other["lq"], 0.05),
             "who": place if other["is_place"] else other["standing"]}
            for other in rivals.filter(same & pl.col("lq").is_not_null()).iter_rows(named=True)
        ]  # fmt: skip
    order = [count["claim"] for count in counts]
    x = _quotient_axis([value["lq"] for value in values])
    y = {"field": "claim", "type": "nominal", "sort": order, "axis": {"title": None}}
    others, here = f"datum.who != {place!r}", f"datum.who == {place!r}"
    shows = "datum.who == 'demonstrates'"
    layers: list[Spec] = [
        *_lines(threshold),
        {"transform": [{"filter": others}],
         "mark": {"type": "point", "size": 45, "stroke": GREY, "strokeWidth": 1.2,
                  "filled": True, "opacity": 0.85},
         "encoding": {"y": y, "x": {"field": "lq", **x},
                      "fill": {"condition": {"test": shows, "value": GREY}, "value": "white"}}},
        {"transform": [{"filter": here}],
         "mark": {"type": "point", "shape": "diamond", "size": 170, "filled": True,
                  "color": HIGHLIGHT, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "lq", **x}}},
        {"data": {"values": counts},
         "mark": {"type": "text", "align": "left", "dx": 8, "color": "#333333"},
         "encoding": {"y": y, "x": {"value": WIDTH - 40}, "text": {"field": "text"}}},
    ]  # fmt: skip
    title = f"How many places could say the same as {place}"
    alt = f"Strip chart of {len(order)} claims. " + "; ".join(
        f"{count['claim']}: {count['text']}" for count in counts
    )
    subtitle = (
        f"Each mark is a place; the diamond is {place}. Filled: can demonstrate it; hollow: "
        f"cannot. Lines at 1 and {threshold:g}."
    )
    spec = _base(values, layers, width=WIDTH - 40, height={"step": 34})
    return Chart("strips", title, subtitle, alt, spec)


def tile_map(
    rivals: pl.DataFrame, tiles: pl.DataFrame, place: str, industry_name: str, counts: str
) -> Chart:
    """Draw one claim as a map of tiles in three classes.

    Args:
        rivals: rows of ``Diagnosis.rivals`` of one claim.
        tiles: ``Diagnosis.map`` with tile positions.
        place: name of the place, whose tile is outlined.
        industry_name: the claim.
        counts: the counts in words.
    """
    both = tiles.filter(pl.col("column").is_not_null()).join(
        rivals.select("place", "standing", "lq"), on="place", how="left"
    )
    values = [
        {"column": row["column"], "row": row["row"], "short": row["short"],
         "standing": row["standing"] or "not known", "here": row["place"] == place}
        for row in both.iter_rows(named=True)
    ]  # fmt: skip
    columns = 1 + max((value["column"] for value in values), default=0)
    rows = 1 + max((value["row"] for value in values), default=0)
    step = 46 if columns <= 12 else max(20, 560 // columns)
    classes = ["demonstrates", "could claim", "neither", "not known"]
    x = {"field": "column", "type": "ordinal", "axis": None, "scale": {"domain": [*range(columns)]}}
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"domain": [*range(rows)]}}
    fill = {"field": "standing", "type": "nominal", "title": None,
            "scale": {"domain": classes, "range": [BLUE, SKY, "#F2F2F2", "white"]},
            "legend": {"orient": "bottom", "labelFontSize": 12, "columnPadding": 24,
                       "symbolStrokeColor": GREY, "symbolType": "square",
                       "symbolSize": 160}}  # fmt: skip
    ink = {"condition": {"test": "datum.standing == 'demonstrates'", "value": "white"},
           "value": "#222222"}  # fmt: skip
    weight = {"condition": {"test": "datum.standing == 'demonstrates'", "value": "bold"},
              "value": "normal"}  # fmt: skip
    layers: list[Spec] = [
        {"mark": {"type": "rect", "stroke": "#9A9A9A", "strokeWidth": 1},
         "encoding": {"x": x, "y": y, "fill": fill}},
        {"transform": [{"filter": "datum.here"}],
         "mark": {"type": "rect", "fillOpacity": 0, "stroke": HIGHLIGHT, "strokeWidth": 4},
         "encoding": {"x": x, "y": y}},
        {"mark": {"type": "text", "fontSize": min(12, step / 3.2)},
         "encoding": {"x": x, "y": y, "text": {"field": "short"}, "color": ink,
                      "fontWeight": weight}},
    ]  # fmt: skip
    by_class = {name: sum(v["standing"] == name for v in values) for name in classes}
    alt = (
        f"Tile map of {len(values)} places for {industry_name}: "
        + ", ".join(f"{count} {name}" for name, count in by_class.items() if count)
        + f". {place} is outlined."
    )
    spec = _base(values, layers, width={"step": step}, height={"step": step})
    subtitle = (
        f"{counts}. One tile a place, laid out roughly as on a map; {place} outlined. The table "
        "below lists them all."
    )
    return Chart("map", f"Where {industry_name.lower()} could be claimed", subtitle, alt, spec)
