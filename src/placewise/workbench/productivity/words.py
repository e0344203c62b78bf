"""How the answer on productivity says things: money, gaps, and sentences of two lines at most."""

from __future__ import annotations

import math
from collections.abc import Sequence

from placewise.model.wording import (
    SIGNS,
    TWO_LINES,
    Clause,
    capital,
    digits_for,
    listed,
    money,
    share_per_cent,
    the_table_lacks,
    two_lines,
    without,
)

FACTOR_WORDS = {
    "gva per hour": "GVA per hour",
    "hours per job": "hours per job",
    "jobs per resident of working age": "jobs per resident of working age",
    "working-age share": "the share of residents of working age",
}

ONE = ("gva per hour", "working-age share")
"""Factors that a sentence speaks of in the singular."""


def money_with_interval(value: float, lower: float, upper: float, currency: str) -> str:
    """Return an amount with its interval, both to the same ten, hundred or thousand.

    An interval without width is none: the table is not rounded.
    """
    if not upper > lower:
        return money(value, currency)
    width = max(upper - lower, 1.0)
    digits = min(0, 1 - math.floor(math.log10(width)))
    signs = [
        f"{'−' if round(amount, digits) < 0 else ''}"
        f"{SIGNS.get(currency, currency + ' ')}{abs(round(amount, digits)):,.0f}"
        for amount in (value, lower, upper)
    ]
    return f"{signs[0]} ({signs[1]} to {signs[2]})"


def per_cent_of(log_gap: float) -> str:
    """Return a gap in logs as ``12 % below`` or ``as high as``."""
    change = 100 * math.expm1(log_gap)
    if abs(change) < 0.5:
        return "level with"
    return f"{abs(change):.0f} % {'below' if change < 0 else 'above'}"


def per_cent_with_interval(value: float, lower: float, upper: float) -> str:
    """Return a share as ``15 % (6 to 22)``."""
    digits = min(1, digits_for(100 * lower, 100 * upper))
    shown = [f"{abs(100 * share) if abs(share) < 5e-4 else 100 * share:.{digits}f}"
             for share in (value, lower, upper)]  # fmt: skip
    return f"{shown[0]} % ({shown[1]} to {shown[2]})"


def identity_sentence(
    place: str, comparator: str, year: int, total: float, parts: Sequence[tuple[str, float]]
) -> str:
    """Say how far GVA per head is from a comparator, and which ratios make up most of it."""
    start = f"GVA per head in {place} is {per_cent_of(total)} {comparator} taken together ({year})"
    same = [(name, part) for name, part in parts if part * total > 0 and abs(part) > 0.005]
    same.sort(key=lambda item: -abs(item[1]))
    against = [(name, part) for name, part in parts if part * total < 0 and abs(part) > 0.02]
    if abs(total) < 0.005 or not same:
        return f"{start}; the publisher gives no interval."
    way = "lower" if total < 0 else "higher"
    most = listed([
        FACTOR_WORDS[name]
        + (f" {_is([name])} {size} % {way}" if name == same[0][0] else f" {size} %")
        for name, part in same[:2]
        for size in [f"{abs(100 * math.expm1(part)):.0f}"]
    ])  # fmt: skip
    other = "higher" if total < 0 else "lower"
    but = (
        f"; {listed([FACTOR_WORDS[name] for name, _ in against])} "
        f"{_is([name for name, _ in against])} {other}"
        if against
        else ""
    )
    return two_lines(start, Clause(f"{most}{but} (no interval is published)", ": "))


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 and names[0] in ONE else "are"


def mix_sentence(
    *,
    words: str,
    comparator: str,
    gap: float,
    mix: tuple[float, float, float],
    within: tuple[float, float, float],
    currency: str,
    industries: int,
    year: int,
    lacks: Sequence[str] = (),
) -> str:
    """Say how much of a gap lies in the mix of industries and how much inside them.

    Mix and within are value, lower and upper end; all three alike where the tables are exact.
    """
    if abs(mix[0]) > abs(within[0]) and not _overlap(mix, within):
        verdict = "mostly the mix of industries"
    elif abs(within[0]) > abs(mix[0]) and not _overlap(mix, within):
        verdict = "mostly what happens inside industries"
    else:
        verdict = (
            "the two nearly cancel out"
            if mix[0] * within[0] < 0 and abs(gap) < max(abs(mix[0]), abs(within[0])) / 2
            else "neither is larger for sure"
        )

    def parts(lacking: str) -> str:
        return (
            f"Of this, {money_with_interval(*mix, currency)} is the mix of {industries} industries"
            f"{lacking}, {money_with_interval(*within, currency)} lies within them: {verdict}."
        )

    said = parts(without(lacks))
    if len(said) > TWO_LINES:
        said = f"{parts('')} {capital(the_table_lacks(lacks))}."
    way = "below" if gap < 0 else "above"
    return f"{words} is {money(abs(gap), currency)} {way} {comparator} ({year}). {said}"


def _overlap(first: tuple[float, float, float], second: tuple[float, float, float]) -> bool:
    """Say whether the sizes of two parts, sign aside, have values in common."""
    low, high = (
        (0.0 if ends[1] <= 0 <= ends[2] else min(abs(ends[1]), abs(ends[2])),
         max(abs(ends[1]), abs(ends[2])))
        for ends in (first, second)
    )  # fmt: skip
    return low[0] <= high[1] and high[0] <= low[1]


def share_sentence(
    *, kinds: str, places: int, outcome: str, named: Sequence[tuple[str, float, float, float]],
    rest: float,
) -> str:  # fmt: skip
    """Say what goes with the differences between places, and what is left."""
    (first, *share), *others = named
    more = [f"{per_cent_with_interval(*ends)} with {title}" for title, *ends in others]
    listing = listed([*more, f"{share_per_cent(rest)} with none of these"])
    return two_lines(
        f"Across {places:,} {kinds}, {per_cent_with_interval(*share)} of the differences in "
        f"{outcome} go with {first}",
        Clause(f"{listing}: associations, not causes", ", ", "it is "),
    )
