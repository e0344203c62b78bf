"""Places as a map in up to three classes: tiles, or outlines where boundaries are known."""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl

from placewise.errors import InputError
from placewise.report.charts import BLUE, GREY, HIGHLIGHT, SKY, Chart, Row, Spec, specification
from placewise.report.outlines import on_grid

CLASSES = ("demonstrates", "could claim", "neither", "not known")
"""Standings of rivals, in the order of the legend."""
UNKNOWN = CLASSES[-1]
MOST_CLASSES = 3


def class_map(
    key: str,
    rows: Sequence[Row],
    map_frame: pl.DataFrame,
    *,
    title: str,
    subtitle: str,
    alt: str,
    classes: Sequence[Row],
) -> Chart | None:
    """Draw places in classes: outlines if every place has one, tiles if any has; else no map.

    Classes are told apart without colour: full, striped, empty, in the order given. A place without
    a class is drawn as not known.

    Args:
        key: a stable word for the chart.
        rows: ``place`` and ``class_key``; optional ``here`` for the place with the thick frame.
        map_frame: where places lie, as in ``Diagnosis.map``: place, column, row, short, geometry.
        title: the finding.
        subtitle: what is drawn, with year; how places are drawn is added to it.
        alt: finding and range for those who cannot see it.
        classes: one to three: ``key`` and ``name``.

    Raises:
        InputError: more classes than can be told apart, or a row of a class that is none of them.
    """
    names = {entry["key"]: entry["name"] for entry in classes}
    strange = {row["class_key"] for row in rows if row["class_key"] is not None} - set(names)
    if strange or not 0 < len(names) <= MOST_CLASSES:
        raise InputError(
            f"Classes of a map: {', '.join(map(str, [*names, *sorted(strange)]))}",
            where=f'map "{key}"',
            allowed=f"one to {MOST_CLASSES} classes, and every row in one of them",
        )
    standing = pl.DataFrame(
        [(row["place"], names.get(row["class_key"]), bool(row.get("here"))) for row in rows],
        schema={"place": pl.String, "standing": pl.String, "here": pl.Boolean},
        orient="row",
    )
    both = map_frame.join(standing, on="place", how="left", maintain_order="left").with_columns(
        pl.col("standing").fill_null(UNKNOWN), pl.col("here").fill_null(value=False)
    )
    if both.is_empty():
        return None
    order = [*names.values(), UNKNOWN]
    outlined = both["geometry"].is_not_null().all()
    drawn = both if outlined else both.filter(pl.col("column").is_not_null())
    if drawn.is_empty():
        return None
    laid = "Each shape is a place" if outlined else "One tile a place, laid out roughly as on a map"
    spec = _outlines(drawn, order) if outlined else _tiles(drawn, order)
    here = both.filter("here")["place"]
    parts = [
        subtitle,
        f"{laid}; {here[0]} has the thick frame." if len(here) else f"{laid}.",
        _left_out(both.height - drawn.height, "no tile"),
        _left_out(len(set(standing["place"]) - set(map_frame["place"])), "no place on the map"),
        "The table below lists every place.",
    ]
    form = "outlines" if outlined else "tiles"
    return Chart(key, form, title, " ".join(part for part in parts if part), alt, spec)


def _left_out(count: int, lack: str) -> str:
    return "" if not count else f"{count} {'place has' if count == 1 else 'places have'} {lack}."


def rival_map(
    rivals: pl.DataFrame, places: pl.DataFrame, place: str, industry_name: str
) -> Chart | None:
    """Draw one claim as a map: who demonstrates it, who could claim it, who neither.

    Args:
        rivals: rows of ``Diagnosis.rivals`` of one claim.
        places: ``Diagnosis.map``.
        place: name of the place, which is outlined.
        industry_name: the claim.
    """
    standing = (
        places.select("place")
        .join(rivals.select("place", "standing"), on="place", how="left")["standing"]
        .fill_null(UNKNOWN)
    )
    count = {name: int((standing == name).sum()) for name in CLASSES}
    shows, could = count["demonstrates"], count["could claim"]
    known = len(standing) - count[UNKNOWN]
    return class_map(
        "map",
        [
            {"place": name, "class_key": None if stands == UNKNOWN else stands,
             "here": name == place}
            for name, stands in zip(places["place"], standing, strict=True)
        ],
        places,
        title=f"{industry_name}: {shows or 'none'} of {known} places can demonstrate it, "
        f"{could or 'none'} more could claim it",
        subtitle="",
        alt=f"Map of {len(standing)} places for {industry_name}: "
        + ", ".join(f"{number} {name}" for name, number in count.items() if number)
        + f". {place} has a thick frame.",
        classes=[{"key": name, "name": name} for name in CLASSES[:-1]],
    )  # fmt: skip


def _fill(classes: Sequence[str]) -> Spec:
    return {
        "field": "standing", "type": "nominal", "title": None,
        "scale": {"domain": list(classes),
                  "range": [*(BLUE, SKY, "#F2F2F2")[: len(classes) - 1], "white"]},
        "legend": {"orient": "bottom", "labelFontSize": 12, "columnPadding": 24,
                   "symbolStrokeColor": GREY, "symbolType": "square", "symbolSize": 160},
    }  # fmt: skip


def _tiles(both: pl.DataFrame, classes: list[str]) -> Spec:
    columns = ("place", "column", "row", "short", "standing", "here")
    values = both.select(columns).to_dicts()
    across, down = 1 + max(v["column"] for v in values), 1 + max(v["row"] for v in values)
    step = 46 if across <= 12 else max(20, 560 // across)
    x = {"field": "column", "type": "ordinal", "axis": None, "scale": {"domain": [*range(across)]}}
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"domain": [*range(down)]}}
    dark = f"datum.standing == {json.dumps(classes[0])}"
    layers: list[Spec] = [
        {"mark": {"type": "rect", "stroke": "#9A9A9A", "strokeWidth": 1},
         "encoding": {"x": x, "y": y, "fill": _fill(classes)}},
        {"transform": [{"filter": "datum.here"}],
         "mark": {"type": "rect", "fillOpacity": 0, "stroke": HIGHLIGHT, "strokeWidth": 4},
         "encoding": {"x": x, "y": y}},
        {"mark": {"type": "text", "fontSize": min(12, step / 3.2)},
         "encoding": {"x": x, "y": y, "text": {"field": "short"},
                      "color": {"condition": {"test": dark, "value": "white"}, "value": "#222222"},
                      "fontWeight": {"condition": {"test": dark, "value": "bold"},
                                     "value": "normal"}}},
    ]  # fmt: skip
    return specification(
        {"places": values}, layers, width={"step": step}, height={"step": step},
        usermeta={"classes": classes},
    )  # fmt: skip


def _outlines(both: pl.DataFrame, classes: list[str]) -> Spec:
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
         "encoding": {"fill": _fill(classes)}},
        {"transform": [{"filter": "datum.here"}],
         "mark": {"type": "geoshape", "fillOpacity": 0, "stroke": HIGHLIGHT, "strokeWidth": 2.5}},
    ]  # fmt: skip
    return specification(
        {"places": values}, layers, projection={"type": "identity"},
        width=outlines.width / 2, height=outlines.height / 2,
        usermeta={"grid": [outlines.width, outlines.height], "classes": classes},
    )  # fmt: skip
