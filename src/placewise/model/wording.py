"""Numbers and lists as sentences write them: digits that follow the interval, chances in words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

SMALL_NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
TWO_LINES = 175
"""Letters of a sentence that fit two lines of a page on a wide screen."""
LONGEST_TITLE = 100
"""Letters of the title of an industry that leave a sentence room for what it says."""
SIGNS = {"GBP": "£", "USD": "$", "EUR": "€"}
"""Signs of currencies by their ISO 4217 codes."""
PLURALS = {
    "combined authority": "combined authorities",
    "local enterprise partnership": "local enterprise partnerships",
    "district": "districts",
    "county": "counties",
    "metropolitan or micropolitan area": "metropolitan and micropolitan areas",
    "upper-tier authority": "upper-tier authorities",
    "country": "countries",
}


def quotient(value: float, lower: float, upper: float) -> str:
    """Return ``1.28 (1.19 to 1.38)``, with as many digits as the interval deserves."""
    digits = digits_for(lower, upper)
    return f"{value:,.{digits}f} ({lower:,.{digits}f} to {upper:,.{digits}f})"


def digits_for(lower: float | None, upper: float | None) -> int:
    """Return decimals to show: the second significant digit of the interval's width, 0 to 2."""
    width = math.nan if lower is None or upper is None else upper - lower
    if not math.isfinite(width) or width <= 0:
        return 2
    return min(2, max(0, 1 - math.floor(math.log10(width))))


def number_in_words(number: int) -> str:
    """Return a count as text does: a word up to ten, digits above."""
    return SMALL_NUMBERS[number] if 0 <= number <= 10 else f"{number:,}"


def money(value: float, currency: str, *, rounded: int = 3) -> str:
    """Return ``£36.72``, ``£8,100`` or ``£2.3 billion``: three significant digits."""
    sign = SIGNS.get(currency, f"{currency} ".lstrip())
    size = abs(value)
    for name, unit in (("billion", 1e9), ("million", 1e6)):
        if size >= unit:
            return f"{'−' if value < 0 else ''}{sign}{size / unit:.3g} {name}"
    if size < 100:
        return f"{'−' if value < 0 else ''}{sign}{size:.2f}"
    digits = rounded - 1 - math.floor(math.log10(size))
    return f"{'−' if value < 0 else ''}{sign}{round(size, min(digits, 0)):,.0f}"


def signed(value: float, digits: int = 1) -> str:
    """Return a change with its sign, a true minus among them: ``+1.3``, ``−0.4``."""
    value = round(value, digits) + 0.0  # what rounds to nought has no minus
    return f"{value:+,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def ordinal(rank: int) -> str:
    """Return ``1st``, ``2nd``, ``11th``."""
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank:,}{ending}"


def share_of_others(percentile: float) -> str:
    """Say how many of the other places are below a percentile: all, none, or how many per cent."""
    if percentile in {0.0, 100.0}:
        return "every other place" if percentile else "no other place"
    share = "fewer than 1" if percentile < 0.5 else "more than 99" if percentile > 99.5 else None
    return f"{share or format(percentile, '.0f')} % of the other places"


def chance(probability: float) -> str:
    """Return a chance in words with its number, such as ``likely (80 %)``."""
    word, figure = chance_parts(probability)
    return f"{word} ({figure})"


def chance_parts(probability: float) -> tuple[str, str]:
    """Return a chance as its word and its number: ``likely`` and ``80 %``."""
    words = (
        (0.99, "almost certain"), (0.9, "very likely"), (0.66, "likely"), (0.33, "about even"),
        (0.1, "unlikely"), (0.01, "very unlikely"), (0.0, "almost impossible"),
    )  # fmt: skip
    word = next(word for least, word in words if probability >= least)
    return word, per_cent(probability)


def per_cent(probability: float) -> str:
    """Return a chance as whole per cent, its ends as ``above 99 %`` and ``below 1 %``.

    Sentences, tables and charts write chances by this alone, so that all say the same number.
    """
    sign = "above " if probability > 0.99 else "below " if probability < 0.01 else ""
    return f"{sign}{whole_per_cent(probability)} %"


def share_per_cent(share: float) -> str:
    """Return a share of a whole as the nearest whole per cent, such as ``42 %``.

    Shares, unlike chances, add up, and are rounded to the nearest.
    """
    return f"{round(100 * share) + 0:,d} %".replace("-", "\N{MINUS SIGN}")


def share_in_tenths(share: float) -> str:
    """Return a share with one decimal, its ends as ``above 99.9 %`` and ``below 0.1 %``.

    A part that is small is not written as none, and one that lacks little not as the whole.
    """
    if 0 < share < 0.001:
        return "below 0.1 %"
    if 0.999 < share < 1:
        return "above 99.9 %"
    return f"{round(100 * share, 1) + 0.0:.1f} %".replace("-", "\N{MINUS SIGN}")


def whole_per_cent(probability: float) -> int:
    """Return a probability in whole per cent, 1 to 99, rounded towards 50.

    No chance is overstated so: what is written as 95 % is at least 95 %.
    """
    shown = round(100 * min(max(probability, 0.01), 0.99), 6)
    return math.floor(shown) if shown >= 50 else math.ceil(shown)


def in_sentence(title: str) -> str:
    """Return the title of an industry as a sentence needs it: small letters, no semicolon, short.

    Words with a capital inside, such as TV or R&D, stay as they are.
    """
    words = _shortened(title).replace(";", ",").split(" ")
    return " ".join(word if word[1:] != word[1:].lower() else word.lower() for word in words)


def _shortened(title: str) -> str:
    """Return a title without what it explains where it is too long for a sentence, else cut."""
    if len(title) <= LONGEST_TITLE:
        return title
    title = re.sub(r"\s*\([^()]*\)", "", title.split(". ")[0])
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;") + "…"


def without(lacking: Sequence[str]) -> str:
    """Return what a figure leaves out, to stand behind its noun; nothing if it leaves out none.

    Args:
        lacking: titles of industries.
    """
    return f" without {listed([in_sentence(title) for title in lacking])}" if lacking else ""


def the_table_lacks(lacking: Sequence[str]) -> str:
    """Return :func:`without` as a clause of its own, for where it would make a sentence too long.

    Args:
        lacking: titles of industries.
    """
    return f"the table lacks {listed([in_sentence(title) for title in lacking])}"


def capital(text: str) -> str:
    """Return a text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def listed(items: list[str], most: int = 4) -> str:
    """Return ``A, B and C``; beyond ``most`` items, ``A, B, C and 5 more``."""
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1:,} more"]
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else "none"


class Clause(NamedTuple):
    """What a sentence goes on with, or the next one says.

    Attributes:
        text: the clause itself, without a full stop.
        joint: what ties it to the clause before, as one sentence.
        opening: what it begins with as a sentence of its own.
        closing: what ends it as one sentence, such as the bracket that ``joint`` opens.
    """

    text: str
    joint: str = "; "
    opening: str = ""
    closing: str = ""


def two_lines(first: str, *others: str | Clause) -> str:
    """Return clauses as one sentence, parted by full stops where that would pass two lines.

    Args:
        first: the first clause, without a full stop.
        others: the clauses after it; a text alone is tied by a semicolon.
    """
    done, last = "", first
    for other in others:
        clause = Clause(other) if isinstance(other, str) else other
        together = f"{last}{clause.joint}{clause.text}{clause.closing}"
        if len(together) < TWO_LINES:  # the full stop is still to come
            last = together
        else:
            done, last = f"{done}{last}. ", capital(f"{clause.opening}{clause.text}")
    return f"{done}{last}."


def said_in_corpus(strategies: int) -> str:
    """Return how many strategies of a corpus say something, as a clause."""
    if strategies == 1:
        return "one strategy in the corpus says it"
    many = "no" if strategies == 0 else number_in_words(strategies)
    return f"{many} strategies in the corpus say it"


def listed_within(items: list[str], letters: int, most: int = 4) -> str:
    """Return a list as :func:`listed` does, with as many items as fit, but at least one."""
    fit = (n for n in range(min(len(items), most), 1, -1) if len(listed(items, n)) <= letters)
    return listed(items, next(fit, 2)) if items else "none"


def plural(kind: str) -> str:
    """Return a kind of place in the plural, such as ``combined authorities``."""
    return PLURALS.get(kind, f"{kind} areas" if kind[:3] in {"ITL", "NUT"} else f"{kind}s")
