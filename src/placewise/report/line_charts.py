"""Small multiples over years: one place with its band, comparators in grey, gaps left open."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from placewise.report.axes import known, linear_axis
from placewise.report.charts import GREY, HIGHLIGHT, Chart, Row, Spec, specification

PANEL_WIDTH, PANEL_HEIGHT = 260, 150
MOST_YEARS = 5
"""Years written below a panel."""
FEW_SERIES = 4
"""Up to as many series, each has its name at its end; of more, only those that stand out."""


def time_lines(
    key: str,
    panels: Sequence[Row],
    *,
    title: str,
    subtitle: str,
    alt: str,
    unit: str,
    shared: bool = True,
    zero: bool = False,
) -> Chart:
    """Draw small multiples over years.

    A year that is missing, or whose value is, leaves a gap: years count as neighbours when they lie
    no further apart than the nearest two years of the panel do.

    Args:
        key: a stable word for the chart.
        panels: ``name`` and ``series``; a series has ``name``, ``points`` (``year``, ``value`` and
            optional ``lower`` and ``upper``), and optional ``strong`` (the place itself, drawn in
            colour with its band). A panel may carry its own ``unit``.
        title: the finding.
        subtitle: what is drawn, with interval.
        alt: finding and range for those who cannot see it.
        unit: what is measured.
        shared: do all panels have one scale? Otherwise each has its own.
        zero: is zero on the scale, with a line?
    """
    records = [_records(panel, position) for position, panel in enumerate(panels)]
    every = [record for part in records for record in part]
    years = known(record["year"] for record in every) or [0.0, 1.0]
    span = (min(years), max(years)) if min(years) < max(years) else (years[0] - 1, years[0] + 1)
    x: Spec = {
        "type": "quantitative",
        "scale": {"type": "linear", "domain": list(span), "nice": False, "zero": False},
        "axis": {"title": None, "values": _years(*span), "format": "d"},
    }
    drawn = [
        _panel(panel, position, x, linear_axis(
            _ends(every if shared else records[position]), panel.get("unit", unit), zero=zero
        ), zero=zero)
        for position, panel in enumerate(panels)
    ]  # fmt: skip
    whole = specification({"points": every}, [])
    del whole["layer"]
    return Chart(key, "time lines", title, subtitle, alt, {**whole, "concat": drawn, "columns": 2})


def _panel(panel: Row, position: int, x: Spec, y: Spec, *, zero: bool) -> Spec:
    """Return one panel: zero, bands, grey lines, the place's own line."""
    mine = {"filter": f"datum.panel == {position}"}
    at: Spec = {"x": {"field": "year", **x}, "y": {"field": "value", **y}}
    detail = {"field": "run"}
    layers: list[Spec] = [
        {"transform": [mine, {"filter": "datum.strong && datum.lower != null"}],
         "mark": {"type": "area", "color": HIGHLIGHT, "opacity": 0.25},
         "encoding": {"x": at["x"], "y": {"field": "lower", **y}, "y2": {"field": "upper"},
                      "detail": detail}},
        *(
            {"transform": [mine, {"filter": f"datum.strong == {strong}"}],
             "mark": {"type": "line", "color": colour, "strokeWidth": width},
             "encoding": {"x": at["x"], "y": at["y"], "detail": detail}}
            for strong, colour, width in (("false", GREY, 1.2), ("true", HIGHLIGHT, 2.5))
        ),
        {"transform": [mine, {"filter": "datum.strong || datum.alone"}],
         "mark": {"type": "point", "size": 25, "filled": True, "opacity": 1},
         "encoding": {**at, "color": {"condition": {"test": "datum.strong", "value": HIGHLIGHT},
                                      "value": GREY}}},
    ]  # fmt: skip
    if zero:
        layers.insert(0, {"mark": {"type": "rule", "color": "#444444"},
                          "encoding": {"y": {"datum": 0, **y}}})  # fmt: skip
    return {"title": panel["name"], "width": PANEL_WIDTH, "height": PANEL_HEIGHT, "layer": layers}


def _records(panel: Row, position: int) -> list[Row]:
    """Return the known points of a panel, each with the unbroken run that it belongs to."""
    series = panel["series"]
    labelled = len(series) <= FEW_SERIES
    years = sorted({point["year"] for line in series for point in line["points"]
                    if known([point["value"]])})  # fmt: skip
    step = min((after - before for before, after in itertools.pairwise(years)), default=1)
    records = []
    for number, line in enumerate(series):
        run, last = 0, None
        for point in sorted(line["points"], key=lambda point: point["year"]):
            if not known([point["value"]]):
                last = None
                continue
            run += last is None or point["year"] - last > step
            last = point["year"]
            ends = point.get("lower"), point.get("upper")
            lower, upper = ends if len(known(ends)) == 2 else (None, None)
            records.append(
                {
                    "panel": position,
                    "series": line["name"],
                    "strong": bool(line.get("strong")),
                    "named": labelled or bool(line.get("strong")),
                    "run": f"{position}-{number}-{run}",
                    "year": point["year"],
                    "value": point["value"],
                    "lower": lower,
                    "upper": upper,
                }
            )
    length = Counter(record["run"] for record in records)
    return [record | {"alone": length[record["run"]] == 1} for record in records]


def _ends(records: Sequence[Row]) -> list[float | None]:
    """Return what the scale must hold: all values, and the bands that are drawn."""
    return [
        record[name]
        for record in records
        for name in (("value", "lower", "upper") if record["strong"] else ("value",))
    ]


def _years(first: float, last: float) -> list[int]:
    """Return the years to write: whole ones in equal steps back from the last."""
    steps = (1, 2, 5, 10, 20, 50)
    step = next((step for step in steps if (last - first) / step < MOST_YEARS), 100)
    return [*range(int(last), int(first) - 1, -step)][::-1]
