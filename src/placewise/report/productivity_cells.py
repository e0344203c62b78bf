"""Cells, words and sources that the blocks of productivity share."""

from __future__ import annotations

from placewise.model.answer import Answer
from placewise.report.numbers import MISSING, share_per_cent
from placewise.report.section import source_line

MINUS = "\N{MINUS SIGN}"


def source(answer: Answer, key: str, covers: str) -> str:
    """Return publishers and years in one line."""
    finding = answer.finding(key)
    return f"{source_line((finding.provenance if finding else ()) or answer.provenance)}; {covers}"


def level(value: float | None) -> str:
    """Return a level with three digits, or whole from a thousand up; or a dash."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"


def share(value: float | None) -> str:
    """Return a part of one in per cent, or a dash."""
    return share_per_cent(value)


def three(value: float | None) -> str:
    """Return a number with three decimals, or a dash."""
    return MISSING if value is None else f"{value:.3f}".replace("-", MINUS)


def three_interval(lower: float | None, upper: float | None) -> str:
    """Return an interval with three decimals, or a dash."""
    return MISSING if lower is None else f"{three(lower)} to {three(upper)}"
