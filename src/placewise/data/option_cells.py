"""Numbers in a spreadsheet of options as people write them: 1,000,000 and 25 %."""

from __future__ import annotations

import re
from collections.abc import Mapping

from placewise.data.entries import finite_number
from placewise.data.option_columns import COST, ENDS, NUMBERS, SHARES, SPANS

IN_SHARES = (
    "private_share", "decay", "mitigation", *(f"{name}_{end}" for name in SHARES for end in ENDS),
)  # fmt: skip
"""Columns of shares, in which a per-cent sign can mean one thing only."""
GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
"""Thousands with commas between them. A nought before the first comma is a decimal comma."""
PER_CENT = re.compile(r"(?P<number>\d+(\.\d+)?)\s*%")
HAS_DIGITS = re.compile(r".*\d.*")


def plain_number(text: str, *, share: bool = False) -> str:
    """Return a number as a computer writes it, where its meaning is sure; else the text as it is.

    Args:
        text: as people write it.
        share: whether it is a share, which a per-cent sign may stand behind.
    """
    if GROUPED.fullmatch(text):
        return text.replace(",", "")
    found = PER_CENT.fullmatch(text) if share else None
    return repr(float(found["number"]) / 100) if found else text


def plain_numbers(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row whose numbers are as a computer writes them, where their meaning is sure.

    Others are left as they are, for the error that names them.
    """
    return {
        name: plain_number(text, share=name in IN_SHARES) if _is_number(name) else text
        for name, text in row.items()
    }


def why_no_number(text: str) -> str:
    """Return how a cell that looks like a number should be written; "" where it is none at all."""
    if finite_number(text) is not None or not HAS_DIGITS.fullmatch(text):
        return ""
    if "%" in text:
        return ": a per-cent sign is read in shares alone"
    if re.fullmatch(r"\d+,\d+", text):
        return ": write decimals with a point"
    return ": write digits alone, without a currency or a unit, such as 1000000"


def _is_number(name: str) -> bool:
    spans = tuple(f"{span}_{end}" for span in SPANS for end in ENDS)
    return name in NUMBERS or name.startswith(COST) or name in spans
