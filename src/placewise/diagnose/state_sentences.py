"""The state of an economy in plain sentences: number, comparator, uncertainty, consequence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from placewise.model.wording import (
    SIGNS,
    Clause,
    capital,
    digits_for,
    in_sentence,
    listed_within,
    number_in_words,
    two_lines,
)

Row = Mapping[str, Any]

MOST_LETTERS = 64
"""Letters of the names of numbers in a sentence that counts them; the table has them all."""
SIZE_WORDS = {
    "very high": "very high", "high": "high", "ordinary": "nothing out of the ordinary",
    "low": "low", "very low": "very low",
    "cannot be told": "it cannot be told from the middle",
    "too few places": "beside too few places to say",
}  # fmt: skip


def digits(value: float, lower: float | None = None, upper: float | None = None) -> int:
    """Return decimals: from the interval where there is one, else three significant figures."""
    if lower is not None and upper is not None and upper > lower:
        return digits_for(lower, upper)
    if value == 0:
        return 0
    return min(2, max(0, 2 - math.floor(math.log10(abs(value)))))


def amount(value: float, unit: str, decimals: int | None = None) -> str:
    """Return a value with its unit as a sentence writes it: ``£36.90``, ``73.1 %``, ``7.7``."""
    places = digits(value) if decimals is None else decimals
    first = unit.split(" ")[0].rstrip(",")
    text = f"{abs(value):,.{places}f}"
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if first in SIGNS:
        millions = " million" if " million" in unit else ""
        return f"{sign}{SIGNS[first]}{text}{millions}"
    return f"{sign}{text} %" if unit.startswith("per cent") else f"{sign}{text}"


def with_interval(row: Row) -> str:
    """Return the value of a row of levels with its interval, where it has one."""
    value, lower, upper, unit = row["value"], row["lower"], row["upper"], row["unit"]
    if lower is None or upper is None:
        return amount(value, unit)
    places = digits(value, lower, upper)
    return (
        f"{amount(value, unit, places)} ({amount(lower, unit, places)} "
        f"to {amount(upper, unit, places)})"
    )


def level_sentence(row: Row, place: str, kinds: str) -> str:
    """Return one row of levels as a sentence.

    Args:
        row: a row of the table ``levels``.
        place: the place as text writes it.
        kinds: the compared places in words, such as ``combined authorities``.
    """
    title = capital(_short(row["title"]))
    start = f"{title} in {place}: {with_interval(row)} in {row['year']}"
    if row["percentile"] is None:
        return f"{start}; beside too few places to say whether that is much."
    share = round(row["percentile"])
    if row["percentile"] in (0.0, 100.0):
        end = "highest" if row["percentile"] else "lowest"
        beside = f"the {end} of {row['others'] + 1:,} {kinds}"
    else:
        side, part = ("higher", share) if share >= 50 else ("lower", 100 - share)
        most = f"{part} %" if part < 100 else "more than 99 %"
        beside = f"{side} than in {most} of the other {row['others']:,} {kinds}"
    if row["percentile_lower"] is not None:
        low, high = row["percentile_lower"], row["percentile_upper"]
        if share < 50:
            low, high = 100 - high, 100 - low
        beside += f" ({low:.0f} to {high:.0f} % of them)"
    else:
        beside += " (no interval is published)"
    return two_lines(start, Clause(f"{beside}: {SIZE_WORDS[row['size']]}", ", ", "that is "))


def count_sentence(
    numbers: int, high: Sequence[str], low: Sequence[str], place: str, kinds: str
) -> str:
    """Return how many numbers of a place are high and low, with the names that fit.

    Args:
        numbers: how many are known.
        high: titles of those that are high.
        low: titles of those that are low.
        place: the place as text writes it.
        kinds: the compared places in words.
    """
    counted = [
        f"{len(titles) or 'none'} {'is' if len(titles) == 1 else 'are'} {size}"
        + (
            f" ({listed_within([t.split(', ')[0] for t in titles], MOST_LETTERS)})"
            if titles
            else ""
        )
        for size, titles in (("high", high), ("low", low))
    ]
    return two_lines(
        f"Of {numbers} numbers of {place} among {kinds}, {counted[0]}", Clause(counted[1], " and ")
    )


def change_sentence(row: Row) -> str:
    """Return one row of changes as a sentence: what it did, what similar places did."""
    unit = "points" if row["unit"] == "points" else "% a year"
    span = row["year"] - row["from_year"]
    outside = not row["lower"] <= row["difference"] <= row["upper"]
    size = f"{'a difference beyond' if outside else 'within'} what four in five of them show"
    return two_lines(
        f"{capital(_short(row['title']))} changed by {_signed(row['change'])} {unit} over "
        f"{number_in_words(span)} years to {row['year']}, against {_signed(row['usual'])} in "
        f"the middle of {row['comparator_name']}",
        Clause(size, ": ", "that is "),
    )


def break_sentence(row: Row) -> str:
    """Return a break that was found as a sentence: what jumped, and what the trend turned to.

    The test is of level and trend together, so neither is named without the other.
    """
    unit = "points" if row["unit"] == "points" else "per cent"
    turn = (
        f"the gap jumped by {_signed(row['shift'])} {unit} and its trend went from "
        f"{_signed(row['trend_before'])} to {_signed(row['trend_after'])} a year "
        f"(p {row['p_adjusted']:.3f} after {row['tests']} test{'' if row['tests'] == 1 else 's'})"
    )
    return two_lines(
        f"{capital(_short(row['title']))} broke with the middle of {row['comparator_name']} in "
        f"{row['year']}",
        Clause(turn, ": "),
    )


def _short(title: str) -> str:
    """Return a title up to its first comma, as a sentence needs it."""
    return in_sentence(title.split(", ")[0])


def _signed(value: float) -> str:
    sign = "\N{MINUS SIGN}" if value < 0 else "+"
    return f"{sign}{abs(value):.1f}"
