"""One claim as a map in three classes: tiles, or outlines where boundaries are known."""

from __future__ import annotations

import polars as pl

from placewise.report.charts import BLUE, GREY, HIGHLIGHT, SKY, Chart, Row, Spec, specification
from placewise.report.outlines import on_grid

CLASSES = ("demonstrates", "could claim", "neither", "not known")
"""Standings, in the order of the legend."""


def rival_map(
    rivals: pl.DataFrame, places: pl.DataFrame, place: str, industry_name: str
) -> Chart | None:
    """Draw one claim as a map: outlines if every place has one, tiles if any has; else none.

    Args:
        rivals: rows of ``Diagnosis.rivals`` of one claim.
        places: ``Diagnosis.map``.
        place: name of the place, which is outlined.
        industry_name: the claim.
    """
    both = places.join(
        rivals.select("place", "standing", "lq"), on="place", how="left"
    ).with_columns(pl.col("standing").fill_null("not known"), here=pl.col("place") == place)
    if both.is_empty():
        return None
    if both["geometry"].is_not_null().all():
        return _outline_map(both, place, industry_name)
    tiled = both.filter(pl.col("column").is_not_null())
    return None if tiled.is_empty() else _tile_map(tiled, place, industry_name, both.height)


def _fill() -> Spec:
    return {
        "field": "standing", "type": "nominal", "title": None,
        "scale": {"domain": list(CLASSES), "range": [BLUE, SKY, "#F2F2F2", "white"]},
        "legend": {"orient": "bottom", "labelFontSize": 12, "columnPadding": 24,
                   "symbolStrokeColor": GREY, "symbolType": "square", "symbolSize": 160},
    }  # fmt: skip


def _tile_map(both: pl.DataFrame, place: str, industry_name: str, every: int) -> Chart:
    columns = ("place", "column", "row", "short", "standing", "here")
    values = [{name: row[name] for name in columns} for row in both.iter_rows(named=True)]
    across, down = 1 + max(v["column"] for v in values), 1 + max(v["row"] for v in values)
    step = 46 if across <= 12 else max(20, 560 // across)
    x = {"field": "column", "type": "ordinal", "axis": None, "scale": {"domain": [*range(across)]}}
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"domain": [*range(down)]}}
    dark = "datum.standing == 'demonstrates'"
    layers: list[Spec] = [
        {"mark": {"type": "rect", "stroke": "#9A9A9A", "strokeWidth": 1},
         "encoding": {"x": x, "y": y, "fill": _fill()}},
        {"transform": [{"filter": "datum.here"}],
         "mark": {"type": "rect", "fillOpacity": 0, "stroke": HIGHLIGHT, "strokeWidth": 4},
         "encoding": {"x": x, "y": y}},
        {"mark": {"type": "text", "fontSize": min(12, step / 3.2)},
         "encoding": {"x": x, "y": y, "text": {"field": "short"},
                      "color": {"condition": {"test": dark, "value": "white"}, "value": "#222222"},
                      "fontWeight": {"condition": {"test": dark, "value": "bold"},
                                     "value": "normal"}}},
    ]  # fmt: skip
    without = f" {every - len(values)} places have no tile." if len(values) < every else ""
    return Chart(
        key="map",
        form="tiles",
        title=_title(values, industry_name),
        subtitle=f"One tile a place, laid out roughly as on a map; {place} has the thick frame."
        f"{without} The table below lists every place.",
        alt=_alt("Tile map", values, industry_name, place),
        spec=specification({"places": values}, layers, width={"step": step}, height={"step": step}),
    )


def _outline_map(both: pl.DataFrame, place: str, industry_name: str) -> Chart:
    outlines = on_grid(tuple(both["geometry"]))
    values: list[Row] = [
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
            "place": row["place"],
            "standing": row["standing"],
            "here": row["here"],
        }
        for row, rings in zip(both.iter_rows(named=True), outlines.rings, strict=True)
    ]
    layers: list[Spec] = [
        {"mark": {"type": "geoshape", "stroke": "#9A9A9A", "strokeWidth": 0.4},
         "encoding": {"fill": _fill()}},
        {"transform": [{"filter": "datum.here"}],
         "mark": {"type": "geoshape", "fillOpacity": 0, "stroke": HIGHLIGHT, "strokeWidth": 2.5}},
    ]  # fmt: skip
    return Chart(
        key="map",
        form="outlines",
        title=_title(values, industry_name),
        subtitle=f"Each shape is a place; {place} has the thick frame. The table below lists every "
        "place.",
        alt=_alt("Map", values, industry_name, place),
        spec=specification(
            {"places": values}, layers, projection={"type": "identity"},
            width=outlines.width / 2, height=outlines.height / 2,
            usermeta={"grid": [outlines.width, outlines.height]},
        ),
    )  # fmt: skip


def _title(values: list[Row], industry_name: str) -> str:
    count = {name: sum(v["standing"] == name for v in values) for name in CLASSES}
    shows, could = count["demonstrates"], count["could claim"]
    known = len(values) - count["not known"]
    return (
        f"{industry_name}: {shows or 'none'} of {known} places can demonstrate it, "
        f"{could or 'none'} more could claim it"
    )


def _alt(form: str, values: list[Row], industry_name: str, place: str) -> str:
    count = {name: sum(v["standing"] == name for v in values) for name in CLASSES}
    return (
        f"{form} of {len(values)} places for {industry_name}: "
        + ", ".join(f"{number} {name}" for name, number in count.items() if number)
        + f". {place} has a thick frame."
    )
