"""Numbers on the page: digits that follow the interval, chances as per cent, missing as a dash."""

from __future__ import annotations

from placewise.model import wording
from placewise.model.wording import digits_for

MISSING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def number(value: float | None, lower: float | None = None, upper: float | None = None) -> str:
    """Return one number with as many decimals as its interval deserves.

    Without an interval three figures are shown, or all that stand before the point.
    """
    if value is None:
        return MISSING
    if lower is None or upper is None:
        size = abs(value)
        return written(value, 2 if size < 9.995 else 1 if size < 99.95 else 0)
    return written(value, digits_for(lower, upper))


def interval(lower: float | None, upper: float | None) -> str:
    """Return ``1.19 to 1.38``, or a dash."""
    if lower is None or upper is None:
        return MISSING
    digits = digits_for(lower, upper)
    return f"{written(lower, digits)} to {written(upper, digits)}"


def written(value: float, digits: int) -> str:
    """Return a number with separators and a true minus; what rounds to zero has none."""
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", MINUS)


def per_cent(probability: float | None) -> str:
    """Return a chance as sentences write it, rounded towards 50, or a dash."""
    return MISSING if probability is None else wording.per_cent(probability)


def share_per_cent(share: float | None) -> str:
    """Return a share of a whole as the nearest whole per cent, or a dash."""
    return MISSING if share is None else wording.share_per_cent(share)


def share_in_tenths(share: float | None) -> str:
    """Return a share with one decimal, as sentences write it, or a dash."""
    return MISSING if share is None else wording.share_in_tenths(share)


def with_unit(text: str, unit: str) -> str:
    """Return a number with the sign of its unit, where a sign says it: ``£41.5``, ``74.7 %``."""
    sign = wording.SIGNS.get(unit.split(" ")[0].rstrip(","), "")
    if not sign or " million" in unit:
        return f"{text} %" if unit.startswith("per cent") else text
    first = text[:1] if text[:1] in "+-\N{MINUS SIGN}" else ""
    return f"{first.replace('-', MINUS)}{sign}{text[len(first) :]}"


def signed(value: float | None, digits: int = 0) -> str:
    """Return a number with its sign, or a dash."""
    return MISSING if value is None else wording.signed(value, digits)


def whole(value: float | None) -> str:
    """Return a count with separators and a true minus, or a dash."""
    return MISSING if value is None else written(value, 0)


def measure_words(measure: str) -> str:
    """Return a measure as text writes it: GVA in capitals, jobs in small letters."""
    return {"gva": "GVA"}.get(measure, measure)
