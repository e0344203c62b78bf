"""Charts of one lane a row: ranges around values, a waterfall, and wholes split into shares."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from placewise.errors import InputError
from placewise.report.axes import (
    known,
    linear_axis,
    nominal_axis,
    number_or_none,
    with_interval,
)
from placewise.report.charts import BLUE, GREY, HIGHLIGHT, WIDTH, Chart, Row, Spec, specification

FILLS = (BLUE, "#56B4E9", "#FFFFFF", GREY, "#CC79A7", "#F0E442")
"""Okabe and Ito's, for the parts of a whole; the page gives each a pattern too."""
MOST_PARTS = len(FILLS)
WHOLE = 1 + 1e-6
"""Shares of one whole may add up to this, for rounding."""
ADDS_UP = 1e-6
"""A total may differ from what its steps add up to by this part of the largest number."""


def range_bars(
    key: str,
    rows: Sequence[Row],
    *,
    title: str,
    subtitle: str,
    alt: str,
    unit: str,
    zero: bool = True,
    ends: tuple[float, float] | None = None,
    lines: Sequence[Row] = (),
) -> Chart:
    """Draw values with their intervals, one a lane, in the order given.

    A value without an interval is a hollow point, and its note says so; a value that is missing is
    a lane that says "not known".

    Args:
        key: a stable word for the chart.
        rows: ``name``, ``value``; optional ``lower`` and ``upper`` (the interval), ``strong`` (the
            row that the chart is about), ``note`` (instead of the numbers at the right).
        title: the finding.
        subtitle: what is drawn, with year and interval.
        alt: finding and range for those who cannot see it.
        unit: what is measured, written below the axis.
        zero: is zero on the axis, with a line?
        ends: first and last value of the axis, where it has ends of its own.
        lines: further upright lines: ``at``, and ``name``, which is written above them.
    """
    values = [_range(row) for row in rows]
    drawn: list[Row] = [{"at": 0.0, "name": "", "zero": True}] if zero else []
    drawn += [{"at": float(line["at"]), "name": line.get("name", ""), "zero": False}
              for line in lines]  # fmt: skip
    held = [value[end] for value in values for end in ("value", "lower", "upper")]
    x = linear_axis([*held, *(line["at"] for line in drawn)], unit, zero=zero, ends=ends)
    y = nominal_axis("name", values)
    colour = {"condition": {"test": "datum.strong", "value": HIGHLIGHT}, "value": BLUE}
    layers: list[Spec] = [
        {"data": {"name": "lines"}, "mark": {"type": "rule", "color": "#444444"},
         "encoding": {"x": {"field": "at", **x},
                      "strokeDash": {"condition": {"test": "datum.zero", "value": [1, 0]},
                                     "value": [4, 3]}}},
        {"transform": [{"filter": "datum.sure"}],
         "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.55},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"},
                      "color": colour}},
        {"transform": [{"filter": "datum.value != null"}],
         "mark": {"type": "point", "size": 90, "strokeWidth": 2, "filled": True, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "value", **x}, "stroke": colour,
                      "fill": {"condition": [{"test": "!datum.sure", "value": "white"},
                                             {"test": "datum.strong", "value": HIGHLIGHT}],
                               "value": BLUE}}},
    ]  # fmt: skip
    return Chart(
        key, "range bars", title, subtitle, alt,
        specification({"rows": values, "lines": drawn}, layers, width=WIDTH, height={"step": 28}),
    )  # fmt: skip


def _range(row: Row) -> Row:
    """Return the record of a value with its interval, both ends or none."""
    value, lower, upper = (number_or_none(row.get(name)) for name in ("value", "lower", "upper"))
    sure = lower is not None and upper is not None
    return {
        "name": row["name"],
        "value": value,
        "lower": lower if sure else None,
        "upper": upper if sure else None,
        "sure": sure,
        "strong": bool(row.get("strong")),
        "note": row.get("note") or with_interval(value, lower, upper),
    }


def waterfall(
    key: str, rows: Sequence[Row], *, title: str, subtitle: str, alt: str, unit: str,
    zero: bool = True,
) -> Chart:  # fmt: skip
    """Draw a start, the steps from it and the total they lead to, each with its interval.

    Args:
        key: a stable word for the chart.
        rows: ``name``, ``value`` (of a step the change, else the level), ``kind`` (``start``,
            ``step`` or ``total``); optional ``lower`` and ``upper`` of ``value``, ``note``.
        title: the finding.
        subtitle: what is drawn, with year and interval.
        alt: finding and range for those who cannot see it.
        unit: what is measured, written below the axis.
        zero: does the axis begin at zero? Where it does not, start and total are marks, not bars.

    Raises:
        InputError: a total is not what the steps before it add up to.
    """
    values: list[Row] = []
    at = 0.0
    for row in rows:
        value, kind = float(row["value"]), row["kind"]
        before = at if kind == "step" else 0.0
        if kind == "total":
            _check_total(key, row, at, rows)
        at = before + value
        lower, upper = number_or_none(row.get("lower")), number_or_none(row.get("upper"))
        values.append(
            {
                "name": row["name"],
                "kind": kind,
                "value": value,
                "from": before if zero or kind == "step" else at,
                "to": at,
                "low": None if lower is None else before + lower,
                "high": None if upper is None else before + upper,
                "note": row.get("note")
                or with_interval(value, lower, upper, signed=kind == "step"),
            }
        )
    held = [value[end] for value in values for end in ("from", "to", "low", "high")]
    x = linear_axis(held, unit, zero=zero)
    y = nominal_axis("name", values)
    fill = {
        "value": "white",
        "condition": [
            {"test": "datum.kind != 'step'", "value": GREY},
            {"test": "datum.value >= 0", "value": BLUE},
        ],
    }
    layers: list[Spec] = [
        {"mark": {"type": "bar", "height": 16, "stroke": BLUE},
         "encoding": {"y": y, "x": {"field": "from", **x}, "x2": {"field": "to"}, "fill": fill}},
        {"transform": [{"filter": "datum.low != null && datum.high != null"}],
         "mark": {"type": "rule", "strokeWidth": 2, "color": HIGHLIGHT},
         "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}}},
        {"mark": {"type": "tick", "thickness": 2, "size": 24, "color": "#444444"},
         "encoding": {"y": y, "x": {"field": "to", **x}}},
    ]  # fmt: skip
    return Chart(
        key, "waterfall", title, subtitle, alt,
        specification({"rows": values}, layers, width=WIDTH, height={"step": 30}),
    )  # fmt: skip


def _check_total(key: str, total: Row, at: float, rows: Sequence[Row]) -> None:
    largest = max(abs(float(row["value"])) for row in rows)
    if not math.isclose(total["value"], at, rel_tol=0, abs_tol=ADDS_UP * largest):
        raise InputError(
            f"The steps lead to {at:.6g}, the total says {total['value']:.6g}",
            where=f'waterfall "{key}", row "{total["name"]}"',
            allowed="a total that is its start and steps added up",
            action="Give every step, one for what is left over if need be.",
        )


def stacked_shares(
    key: str, rows: Sequence[Row], *, title: str, subtitle: str, alt: str,
    parts: Sequence[Row], unit: str = "Per cent of the whole",
) -> Chart:  # fmt: skip
    """Draw one bar a row, split into shares of one whole, in the order of the parts.

    What the shares of a row lack to the whole is left empty; a row without shares says so.

    Args:
        key: a stable word for the chart.
        rows: ``name``, ``shares`` (of each part's key its share from 0 to 1, or None where it is
            not known); optional ``note`` and ``strong``.
        title: the finding.
        subtitle: what is drawn, with unit and year.
        alt: finding and range for those who cannot see it.
        parts: at most six: ``key`` and ``name``.
        unit: what the bars are a share of, written below the axis.

    Raises:
        InputError: too many parts, a share below zero, or shares that add up to more than one.
    """
    if len(parts) > MOST_PARTS:
        raise InputError(
            f"{len(parts)} parts cannot be told apart",
            where=f'shares "{key}"',
            allowed=f"at most {MOST_PARTS}",
            action="Join the smallest ones.",
        )
    pieces: list[Row] = []
    lanes: list[Row] = []
    for row in rows:
        shares = {part["key"]: number_or_none(row["shares"].get(part["key"])) for part in parts}
        given = known(shares.values())
        if sum(given) > WHOLE or any(share < 0 for share in given):
            raise InputError(
                f"The shares of {row['name']} are no parts of one whole: "
                + ", ".join(f"{share:.4g}" for share in given),
                where=f'shares "{key}"',
                allowed="shares from 0 to 1 that add up to at most 1",
            )
        ends = [*itertools.accumulate((share or 0.0 for share in shares.values()), initial=0.0)]
        missing = [part["name"] for part in parts if shares[part["key"]] is None]
        unknown = "not known" if len(missing) == len(parts) else f"{', '.join(missing)} not known"
        lanes.append(
            {"name": row["name"], "strong": bool(row.get("strong")),
             "note": row.get("note") or (unknown if missing else "")}
        )  # fmt: skip
        pieces += [
            {"name": row["name"], "part": part["name"], "position": position,
             "from": 100 * ends[position], "to": 100 * ends[position + 1]}
            for position, part in enumerate(parts)
            if shares[part["key"]]
        ]  # fmt: skip
    x = linear_axis([], unit, ends=(0, 100))
    names = [part["name"] for part in parts]
    fill = {"field": "part", "type": "nominal", "title": None,
            "scale": {"domain": names, "range": list(FILLS[: len(names)])},
            "legend": {"orient": "top"}}  # fmt: skip
    layers: list[Spec] = [
        {"mark": {"type": "bar", "height": 20, "stroke": "#444444"},
         "encoding": {"y": nominal_axis("name", lanes), "x": {"field": "from", **x},
                      "x2": {"field": "to"}, "fill": fill}},
    ]  # fmt: skip
    return Chart(
        key, "shares", title, subtitle, alt,
        specification(
            {"pieces": pieces, "lanes": lanes}, layers, width=WIDTH, height={"step": 30},
            usermeta={"parts": names},
        ),
    )  # fmt: skip
