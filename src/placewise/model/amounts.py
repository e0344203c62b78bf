"""Amounts of money as people write them: 100m, 1.5bn, £100m, 100,000,000."""

from __future__ import annotations

import re

from placewise.errors import InputError
from placewise.model.wording import SIGNS

UNITS = {
    "": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9,
}  # fmt: skip
FORM = re.compile(
    r"\s*(?P<sign>[£$€]|gbp|usd|eur)?\s*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>[a-z]*)\s*",
    re.IGNORECASE,
)
ALLOWED = "an amount such as 100m, 1.5bn, £100m or 100,000,000"


def amount(text: str, where: str) -> tuple[float, str | None]:
    """Return an amount, and the code of its currency where one is written.

    Args:
        text: as it was written.
        where: the option it was given with, for the error.

    Raises:
        InputError: it is no amount above 0.

    Examples:
        >>> amount("£1.5bn", "--budget")
        (1500000000.0, 'GBP')
        >>> amount("100,000,000", "--budget")
        (100000000.0, None)
    """
    found = read_amount(text)
    if found is None:
        raise InputError(f'"{text}" is no amount of money', where=where, allowed=ALLOWED)
    if found[0] <= 0:
        raise InputError(f'"{text}" is no amount above 0', where=where, allowed=ALLOWED)
    return found


def check_currency(
    said: str, written: str | None, known: str | None, *, where: str, allowed: str
) -> None:
    """Refuse money in another currency than that of a place's tables.

    Args:
        said: what is in a currency, as the beginning of a sentence: ``The budget is``.
        written: code of the currency it was written in; None where it was numbers alone.
        known: that of the tables; None where it is not known.
        where: the option or file, for the error.
        allowed: what would be taken, as it stands before ``in`` and the currency: ``an amount``.

    Raises:
        InputError: they are not the same.
    """
    if written is not None and known is not None and written != known:
        raise InputError(
            f"{said} in {written}, the place's tables are in {known}",
            where=where,
            allowed=f"{allowed} in {known}, or without a currency",
        )


def read_amount(text: str) -> tuple[float, str | None] | None:
    """Return an amount of at least 0 and the code of its currency; None where it is none.

    Args:
        text: as it was written.
    """
    found = FORM.fullmatch(text)
    if found is None or found["unit"].casefold() not in UNITS:
        return None
    value = float(found["number"].replace(",", "")) * UNITS[found["unit"].casefold()]
    sign = (found["sign"] or "").upper()
    codes = {mark: code for code, mark in SIGNS.items()}
    return value, codes.get(sign, sign) or None
