"""Axes of equal steps with round ticks, and numbers as charts say them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from placewise.model.wording import digits_for
from placewise.report.charts import Row, Spec
from placewise.report.numbers import MISSING, interval, written

MOST_TICKS = 6
MARGIN = 0.04
"""Part of the span that is left free at an end, so that no mark touches the edge."""
NO_INTERVAL = ", no interval"
MINUS = "\N{MINUS SIGN}"


def known(values: Iterable[float | None]) -> list[float]:
    """Return the values that are numbers."""
    return [value for value in values if value is not None and math.isfinite(value)]


def number_or_none(value: float | None) -> float | None:
    """Return a number for a record, None for what is missing or no number."""
    return None if value is None or not math.isfinite(value) else float(value)


def round_ticks(low: float, high: float, most: int = MOST_TICKS) -> list[float]:
    """Return at most so many round values between two ends, in equal steps of 1, 2 or 5."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(
        power * factor for factor in (1, 2, 5, 10, 20) if (high - low) / (power * factor) < most
    )
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * n, 12) for n in range(first, last + 1)]


def linear_axis(
    values: Iterable[float | None],
    title: str,
    *,
    zero: bool = False,
    ends: tuple[float, float] | None = None,
    margin: float = MARGIN,
) -> Spec:
    """Return an axis that holds these values.

    Args:
        values: what is drawn; missing ones are passed over.
        title: what is measured, with its unit.
        zero: must zero be on it?
        ends: first and last value instead, where a scale has ends of its own such as 0 to 100.
        margin: part of the span that is left free at an end.
    """
    held = [*known(values), *([0.0] if zero else [])] or [0.0, 1.0]
    low, high = ends or (min(held), max(held))
    if ends is None:
        free = margin * (high - low) or max(abs(high) * 0.1, 0.5)
        low = low if zero and low == 0 < high else low - free
        high = high if zero and high == 0 > low else high + free
    return {
        "type": "quantitative",
        "scale": {"type": "linear", "domain": [low, high], "nice": False, "zero": False},
        "axis": {"title": title, "values": round_ticks(low, high), "format": ",~r"},
    }


def logarithmic_axis(values: Iterable[float | None], title: str) -> Spec:
    """Return an axis on which equal steps are equal ratios, with round ticks.

    Args:
        values: what is drawn, at least one of them, all above 0; missing ones are passed over.
        title: what is measured, with its unit.
    """
    held = known(values)
    low, high = min(held), max(held)
    free = (high / low) ** MARGIN if high > low else 2.0
    low, high = low / free, high * free
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = next(
        inside
        for steps in ((1, 2, 5), (1, 3), (1,))
        if len(inside := [
            round(step * 10.0**power, 12)
            for power in powers for step in steps if low <= step * 10.0**power <= high
        ]) <= MOST_TICKS or steps == (1,)
    )  # fmt: skip
    return {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": {"title": title, "values": ticks, "format": ",~r"},
    }


def nominal_axis(field: str, rows: Sequence[Row]) -> Spec:
    """Return an axis of names in the order in which rows stand."""
    names = list(dict.fromkeys(row[field] for row in rows))
    return {"field": field, "type": "nominal", "scale": {"domain": names}, "axis": {"title": None}}


def common_digits(rows: Iterable[Row]) -> int:
    """Return the decimals of values that have no interval: as many as the others show at least."""
    ends = [(row.get("lower"), row.get("upper")) for row in rows]
    return min((digits_for(*pair) for pair in ends if len(known(pair)) == 2), default=2)


def with_interval(
    value: float | None, lower: float | None, upper: float | None, digits: int, *,
    signed: bool = False,
) -> str:  # fmt: skip
    """Return ``1.28 (1.19 to 1.38)``, or that there is no interval, or that it is not known.

    Args:
        value: the number.
        lower: the lower end of its interval.
        upper: the upper end.
        digits: decimals where there is no interval.
        signed: does a number above zero carry its sign, as a step or a change does?
    """
    if value is None or not math.isfinite(value):
        return "not known"
    span = interval(lower, upper)
    digits = digits if span == MISSING else digits_for(lower, upper)
    sign = "+" if signed and round(value, digits) >= 0 else ""
    words = sign + written(value, digits)
    return words + (NO_INTERVAL if span == MISSING else f" ({span})")
