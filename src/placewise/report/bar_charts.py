"""Charts of one lane a row: ranges around values, a waterfall, and wholes split into shares."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from placewise.errors import InputError
from placewise.report.axes import (
    NO_INTERVAL,
    common_digits,
    known,
    linear_axis,
    nominal_axis,
    number_or_none,
    with_interval,
)
from placewise.report.charts import BLUE, GREY, HIGHLIGHT, WIDTH, Chart, Row, Spec, specification
from placewise.report.numbers import per_cent, share_per_cent

FILLS = (BLUE, "#56B4E9", "#FFFFFF", GREY, "#CC79A7", "#F0E442")
"""Okabe and Ito's, for the parts of a whole; the page gives each a pattern too."""
MOST_PARTS = len(FILLS)
WHOLE = 1 + 1e-6
"""Shares of one whole may add up to this, for rounding."""
SEEN = 0.25
"""Steps that lead less far than this part of the largest level are drawn without zero."""
SAYS_HOLLOW = ("hollow", "no interval", "without interval")
"""A subtitle with one of these has said already why points are hollow."""
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
    intervals: bool = True,
    ends: tuple[float, float] | None = None,
    lines: Sequence[Row] = (),
) -> Chart:
    """Draw values with their intervals, one a lane, in the order given.

    A value without an interval is a hollow point, which note and subtitle say; a value that is
    missing is a lane that says "not known".

    Args:
        key: a stable word for the chart.
        rows: ``name``, ``value``; optional ``lower`` and ``upper`` (the interval), ``strong`` (the
            row that the chart is about), ``note`` (instead of the numbers at the right).
        title: the finding.
        subtitle: what is drawn, with year and interval.
        alt: finding and range for those who cannot see it.
        unit: what is measured, written below the axis.
        zero: is zero on the axis, with a line from which a thin stem leads to each value?
        intervals: do such values have intervals at all? Chances and counts do not, and are filled.
        ends: first and last value of the axis, where it has ends of its own.
        lines: further upright lines: ``at``, and ``name``, which is written above them.
    """
    digits = common_digits(rows)
    values = [_range(row, digits, intervals=intervals) for row in rows]
    hollow = any(row["value"] is not None and not row["full"] for row in values)
    if hollow and not any(word in subtitle.lower() for word in SAYS_HOLLOW):
        subtitle = f"{subtitle.rstrip('.')}. Hollow: no interval is known."
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
        *([{"transform": [{"filter": "datum.value != null"}],
            "mark": {"type": "rule", "color": GREY},
            "encoding": {"y": y, "x": {"field": "value", **x}, "x2": {"datum": 0}}}]
          if zero else []),
        {"transform": [{"filter": "datum.sure"}],
         "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.55},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"},
                      "color": colour}},
        {"transform": [{"filter": "datum.value != null"}],
         "mark": {"type": "point", "size": 90, "strokeWidth": 2, "filled": True, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "value", **x}, "stroke": colour,
                      "fill": {"condition": [{"test": "!datum.full", "value": "white"},
                                             {"test": "datum.strong", "value": HIGHLIGHT}],
                               "value": BLUE}}},
    ]  # fmt: skip
    return Chart(
        key, "range bars", title, subtitle, alt,
        specification({"rows": values, "lines": drawn}, layers, width=WIDTH, height={"step": 28}),
    )  # fmt: skip


def _range(row: Row, digits: int, *, intervals: bool) -> Row:
    """Return the record of a value with its interval, both ends or none."""
    value, lower, upper = (number_or_none(row.get(name)) for name in ("value", "lower", "upper"))
    sure = lower is not None and upper is not None
    words = with_interval(value, lower, upper, digits)
    return {
        "name": row["name"],
        "value": value,
        "lower": lower if sure else None,
        "upper": upper if sure else None,
        "sure": sure,
        "full": sure or not intervals,
        "strong": bool(row.get("strong")),
        "note": row.get("note") or (words if intervals else words.removesuffix(NO_INTERVAL)),
    }


def waterfall(
    key: str, rows: Sequence[Row], *, title: str, subtitle: str, alt: str, unit: str,
    zero: bool | None = None,
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
        zero: is zero on the axis? Where it is not, start and total are marks, not bars. By default
            it is, unless the steps would be too small beside the levels to be seen.

    Raises:
        InputError: a number is missing, or a total is not what its steps add up to.
    """
    values = _falls(key, rows)
    if zero is None:
        zero = _seen_from_zero(values)
    if not zero:
        values = [row if row["kind"] == "step" else row | {"from": row["to"]} for row in values]
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


def _falls(key: str, rows: Sequence[Row]) -> list[Row]:
    """Return from where to where each bar of a waterfall leads."""
    values: list[Row] = []
    at, digits = 0.0, common_digits(rows)
    for row in rows:
        value, kind = _step(key, row), row["kind"]
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
                "from": before,
                "to": at,
                "low": None if lower is None else before + lower,
                "high": None if upper is None else before + upper,
                "note": row.get("note") or _step_words(row, digits),
            }
        )
    return values


def _seen_from_zero(values: Sequence[Row]) -> bool:
    """Are the steps large enough beside the levels to be seen on an axis with zero?"""
    ends = [value["to"] for value in values]
    return not ends or max(ends) - min(ends) >= SEEN * max(abs(end) for end in ends)


def _step(key: str, row: Row) -> float:
    value = number_or_none(row["value"])
    if value is None:
        raise InputError(
            f"{row['name']} is not known, so that nothing adds up",
            where=f'waterfall "{key}"',
            allowed="a number for every row",
            action="Draw what is known as range bars.",
        )
    return value


def _step_words(row: Row, digits: int) -> str:
    """Return a step with its sign; a start is what is compared with, and may lack an interval."""
    lower, upper = number_or_none(row.get("lower")), number_or_none(row.get("upper"))
    words = with_interval(row["value"], lower, upper, digits, signed=row["kind"] == "step")
    return words.removesuffix(NO_INTERVAL) if row["kind"] == "start" else words


def _check_total(key: str, total: Row, at: float, rows: Sequence[Row]) -> None:
    largest = max(abs(_step(key, row)) for row in rows)
    if not math.isclose(total["value"], at, rel_tol=0, abs_tol=ADDS_UP * largest):
        raise InputError(
            f"The steps lead to {at:.6g}, the total says {total['value']:.6g}",
            where=f'waterfall "{key}", row "{total["name"]}"',
            allowed="a total that is its start and steps added up",
            action="Give every step, one for what is left over if need be.",
        )


def stacked_shares(
    key: str, rows: Sequence[Row], *, title: str, subtitle: str, alt: str,
    parts: Sequence[Row], unit: str = "Per cent of the whole", chances: bool = False,
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
        chances: are shares chances? They are then rounded as sentences round chances.

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
             "from": 100 * ends[position], "to": 100 * ends[position + 1],
             "words": (per_cent if chances else share_per_cent)(share)}
            for position, part in enumerate(parts)
            if (share := shares[part["key"]])
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
