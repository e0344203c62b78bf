"""Two measures of many places or industries against each other, with what is known of both."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from placewise.report.axes import known, linear_axis, logarithmic_axis
from placewise.report.charts import BLUE, HIGHLIGHT, WIDTH, Chart, Row, Spec, specification

HEIGHT = 360
LARGEST, SMALLEST = 11.0, 2.5
"""Radius of a mark of size 1, and the smallest that can be seen, in pixels."""
USUAL = 4.5
"""Radius of a mark that has no size."""
CORNERS = ("top left", "top right", "bottom left", "bottom right")
TURNS = 48
"""Corners of an ellipse as it is drawn."""


def scatter(
    key: str,
    points: Sequence[Row],
    *,
    title: str,
    subtitle: str,
    alt: str,
    x_title: str,
    y_title: str,
    lines: Sequence[Row] = (),
    diagonal: bool = False,
    corners: Mapping[str, str] | None = None,
    ratios: bool = False,
) -> Chart:
    """Draw points by two measures. A point that lacks one of them is left out and counted.

    Args:
        key: a stable word for the chart.
        points: ``x``, ``y``, ``name``; optional ``strong`` (the one the chart is about), ``size``
            (0 to 1, drawn as area), ``label`` (is its name written?), ``shape`` (``full`` or
            ``hollow``), ``note`` (said after the name when it is pointed at) and ``ellipse``
            (``rx``, ``ry`` in units of x and y before turning, ``angle`` in degrees against the
            clock: where the point lies with the chance that the subtitle names).
        title: the finding.
        subtitle: what is drawn, with unit, year, and the chance that an ellipse holds.
        alt: finding and range for those who cannot see it.
        x_title: what is measured across, with unit.
        y_title: what is measured upwards, with unit.
        lines: ``axis`` (``x`` or ``y``), ``at``: the lines between quadrants.
        diagonal: is the line drawn where both are equal?
        corners: words in the corners, such as ``{"top left": "gains exceed costs"}``.
        ratios: are equal steps across equal ratios? Every x must then be above 0.
    """
    drawable = [point for point in points if len(known([point["x"], point["y"]])) == 2]
    records = [
        {
            "x": point["x"],
            "y": point["y"],
            "name": point["name"],
            "strong": bool(point.get("strong")),
            "label": bool(point.get("label") or point.get("strong")),
            "full": point.get("shape", "full") == "full",
            "radius": _radius(point.get("size")),
            "note": point.get("note", ""),
        }
        for point in drawable
    ]
    outlines = [
        corner
        for number, point in enumerate(drawable)
        if point.get("ellipse")
        for corner in _ellipse(point, number)
    ]
    axes = {
        axis: linear_axis(
            [row[axis] for row in (*records, *outlines)]
            + [line["at"] for line in lines if line["axis"] == axis],
            name,
            margin=margin,
        )
        for axis, name, margin in (("x", x_title, 0.06), ("y", y_title, 0.09 if corners else 0.06))
    }
    if ratios:
        axes["x"] = logarithmic_axis([row["x"] for row in records], x_title)
    rules = [{"axis": line["axis"], "at": line["at"]} for line in lines]
    equal = _diagonal(axes["x"], axes["y"]) if diagonal else []
    left_out = len(points) - len(drawable)
    spec = specification(
        {"points": records, "ellipses": outlines, "lines": rules, "diagonal": equal},
        _layers(axes["x"], axes["y"]),
        width=WIDTH, height=HEIGHT, usermeta={"corners": dict(corners or {})},
    )  # fmt: skip
    if left_out:
        said = f"{left_out} of {len(points)} {'is' if left_out == 1 else 'are'} left out: "
        said += "one of the two is not known."
        subtitle = f"{subtitle.rstrip('.')}. {said}"
    return Chart(key, "scatter", title, subtitle, alt, spec)


def _layers(x: Spec, y: Spec) -> list[Spec]:
    colour = {"condition": {"test": "datum.strong", "value": HIGHLIGHT}, "value": BLUE}
    fill = {"condition": [{"test": "!datum.full", "value": "white"},
                          {"test": "datum.strong", "value": HIGHLIGHT}], "value": BLUE}  # fmt: skip
    at = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
    return [
        *(
            {"data": {"name": "lines"}, "transform": [{"filter": f"datum.axis == '{axis}'"}],
             "mark": {"type": "rule", "color": "#444444"},
             "encoding": {axis: {"field": "at", **scale}}}
            for axis, scale in (("x", x), ("y", y))
        ),
        {"data": {"name": "diagonal"},
         "mark": {"type": "line", "color": "#444444", "strokeDash": [4, 3]}, "encoding": at},
        {"data": {"name": "ellipses"},
         "mark": {"type": "line", "strokeWidth": 1.2, "interpolate": "linear-closed"},
         "encoding": {**at, "detail": {"field": "number"}, "order": {"field": "turn"},
                      "stroke": colour}},
        {"mark": {"type": "point", "strokeWidth": 1.5, "filled": True, "opacity": 0.9},
         "encoding": {**at, "stroke": colour, "fill": fill,
                      "size": {"field": "area", "type": "quantitative", "scale": None}},
         "transform": [{"calculate": "4 * datum.radius * datum.radius", "as": "area"}]},
        {"transform": [{"filter": "datum.label"}],
         "mark": {"type": "text", "align": "left", "dx": 9},
         "encoding": {**at, "text": {"field": "name"}}},
    ]  # fmt: skip


def _radius(size: float | None) -> float:
    """Return the radius of a mark whose area goes with its size."""
    return USUAL if size is None else max(SMALLEST, LARGEST * math.sqrt(min(max(size, 0.0), 1.0)))


def _ellipse(point: Row, number: int) -> list[Row]:
    """Return the corners of the ellipse around a point."""
    rx, ry = point["ellipse"]["rx"], point["ellipse"]["ry"]
    turn = math.radians(point["ellipse"].get("angle", 0.0))
    corners = []
    for step in range(TURNS):
        around = 2 * math.pi * step / TURNS
        across, up = rx * math.cos(around), ry * math.sin(around)
        corners.append(
            {"number": number, "turn": step, "strong": bool(point.get("strong")),
             "x": point["x"] + across * math.cos(turn) - up * math.sin(turn),
             "y": point["y"] + across * math.sin(turn) + up * math.cos(turn)}
        )  # fmt: skip
    return corners


def _diagonal(x: Spec, y: Spec) -> list[Row]:
    """Return the ends of the line where both are equal, where it crosses the chart."""
    (left, right), (bottom, top) = x["scale"]["domain"], y["scale"]["domain"]
    low, high = max(left, bottom), min(right, top)
    return [{"x": end, "y": end} for end in (low, high)] if low < high else []
