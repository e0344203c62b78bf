"""Amounts as a sentence writes them: as many digits as a reader needs, with their unit."""

from __future__ import annotations

SCALED = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SIGNS = {"GBP": "£", "USD": "$", "EUR": "€"}


def amount(value: float, unit: str) -> str:
    """Return ``£2.43 billion``, ``38,100 jobs``, ``32.7 per cent`` or ``6.20 times``."""
    sign = SIGNS.get(unit, "")
    if sign:
        return f"-{_scaled(-value, sign)}" if value < 0 else _scaled(value, sign)
    if unit in {"per cent", "percentage points"}:
        return f"{value:,.1f} {unit}"
    if unit in {"times", "years"}:
        return f"{value:,.2f} {unit}"
    return f"{_scaled(value, '')} {unit}".removesuffix(" number")


def _scaled(value: float, sign: str) -> str:
    """Return a number with its scale in words from a million on, else with separators."""
    for scale, name in SCALED:
        if value >= scale:
            return f"{sign}{value / scale:,.3g} {name}" if value < 100 * scale else (
                f"{sign}{value / scale:,.0f} {name}")  # fmt: skip
    if value < 1000 and value != round(value):
        return f"{sign}{value:,.2f}"
    return f"{sign}{value:,.0f}"
