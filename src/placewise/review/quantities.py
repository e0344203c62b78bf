"""Quantities in running text: number, scale, unit and how precisely they are printed.

What looks like a number but states no quantity (years, road numbers, policy numbers, references to
pages and figures, levels of qualification) is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
CURRENCIES = {"£": "GBP", "$": "USD", "€": "EUR", "gbp": "GBP", "usd": "USD", "eur": "EUR"}
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
PARTS = {"third": (3, 0.034), "quarter": (4, 0.025), "fifth": (5, 0.02), "tenth": (10, 0.01)}
FRACTIONS = {"half": (1 / 2, 0.05)} | {
    f"{count} {part}": (COUNTS[count] / of, half)
    for count in COUNTS
    for part, (of, half) in PARTS.items()
}
"""Shares in words, and how far from the share such words are commonly used."""

UNITS = (
    ("percentage points", r"percentage\s+points?|p\.?p\.?(?![\w])"),
    ("per cent", r"%|per\s?cent\b|percent\b"),
    ("jobs", r"(?:[a-z-]+\s+){0,3}?(?:jobs|employees|posts|workers|apprenticeships|apprentices)\b"),
    ("people", r"(?:[a-z-]+\s+){0,2}?(?:people|residents|persons|inhabitants|adults|children|"
               r"students|pupils|learners|visitors|patients|households?(?!\s+income))\b"),
    ("homes", r"(?:[a-z-]+\s+){0,2}?(?:homes|dwellings|houses|housing units|units of housing)\b"),
    ("firms", r"(?:[a-z-]+\s+){0,2}?(?:businesses|companies|firms|enterprises|employers|"
              r"start-ups|startups|SMEs)\b"),
    ("hectares", r"(?:hectares?|ha)\b"),
    ("square kilometres", r"(?:square\s+kilomet(?:re|er)s?|sq\.?\s?km|km2|km²)"),
    ("square metres", r"(?:square\s+met(?:re|er)s?|sq\.?\s?m\b|sqm\b|m2\b|m²)"),
    ("square feet", r"(?:square\s+f(?:ee|oo)t|sq\.?\s?ft\b)"),
    ("square miles", r"(?:square\s+miles?|sq\.?\s?mi\b)"),
    ("acre-feet", r"acre[- ]f(?:ee|oo)t\b"),
    ("acres", r"acres?\b"),
    ("kilometres", r"(?:kilomet(?:re|er)s?|km)\b"),
    ("miles", r"miles?\b"),
    ("feet", r"(?:feet|foot|ft\b)(?!\w)|['\u2019](?!\w)"),
    ("inches", r"inch(?:es)?\b"),
    ("metres", r"(?:metres?|meters?)\b|m(?=\s(?:wide|long|high|deep|tall)\b)"),
    ("decibels", r"db(?:\s?\(?a\)?)?(?!\w)"),
    ("tonnes", r"(?:tonnes?|tons?|mt|ktco2e?)\b"),
    ("megawatts", r"(?:megawatts?|mw)\b"),
    ("times", r"(?:times|x)\b"),
    ("years", r"years?\b"),
    ("months", r"months?\b"),
    ("weeks", r"weeks?\b"),
    ("days", r"days?\b"),
    ("hours", r"hours?\b"),
    ("minutes", r"minutes?\b"),
)  # fmt: skip
"""Units as they follow a number, in the order they are tried."""

ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.?|circa|c\.|some|roughly|nearly|almost|over|"
    r"more than|less than|under|up to|at least|just over|just under|in excess of)|~)\s*$",
    re.IGNORECASE,
)
ONE_SIDED = {"over", "more than", "less than", "under", "up to", "at least", "in excess of"}

_DIGIT = re.compile(r"\d")
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
_SCALE = (
    r"(?:hundred|thousand|million|billion|trillion|bn|mn|tn|k|"
    r"m(?!\s(?:wide|long|high|deep|tall)\b)|b)"
)
_NUMBER = re.compile(
    rf"(?P<currency>[£$€]|\b(?:GBP|USD|EUR)\s?)?\s?(?P<digits>{_DIGITS})"
    rf"(?:\s?(?P<scale>{_SCALE})\b)?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\s?(?:-|\u2013|\u2014|to|and)\s?[£$€]?\s?(?P<digits>{_DIGITS})(?:\s?(?P<scale>{_SCALE})\b)?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?P<fraction>half|(?:a|one|two|three|four)[ -](?:third|quarter|fifth|tenth)s?)\s+"
    r"(?:of\b|the\b)|\bone\s+in\s+(?P<in>two|three|four|five|six|seven|eight|nine|ten|[1-9]\d*)\b",
    re.IGNORECASE,
)
_ONES = "|".join(word for word, number in NUMBER_WORDS.items() if 1 < number < 10)
_COUNT = re.compile(
    rf"\b(?=[a-z])(?<!-)(?P<count>{'|'.join(w for w, n in NUMBER_WORDS.items() if n > 1)})"
    rf"(?:[ -](?P<ones>one|{_ONES}))?(?:\s\(\d+\))?(?=\s)",
    re.IGNORECASE,
)
"""Counts in words; one is left out, which is more often a pronoun."""
_OF_THE_TEXT = re.compile(
    r"\s*(?:[a-z-]+\s+){0,2}?(?:approaches|aims|alternatives|areas|aspects|categories|challenges|"
    r"chapters|components|elements|factors|goals|issues|kinds|objectives|options|parts|paths|"
    r"phases|pillars|policies|principles|priorities|questions|reasons|regulations|scenarios|"
    r"sections|sectors|sets|stages|steps|themes|topics|types|ways)\b",
    re.IGNORECASE,
)
"""What a text counts of itself: three parts, four challenges."""
_POINTS_BACK = re.compile(
    r"\b(?:these|those|the|all|both|other|any|every other|or|step|phase|chapter|section|table|part|"
    r"appendix|figure|district|zone|level)\s*$",
    re.IGNORECASE,
)
"""Before a count in words: it points back to what was told before, or counts nothing."""
_NOT_BEFORE = re.compile(
    r"(?:\b(?:page|pages|figure|fig\.?|table|chapter|sections?|paragraph|para\.?|policy|policies|"
    r"annex|appendix|objective|priority|goal|level|nvq|grade|stage|phase|part|article|act|"
    r"version|volume|vol\.?|no\.?|number|map|box|step|item|class|zone|tier|covid|junction|jct|"
    r"program|strategy|element|title|apn|route|highway|interstate|division|bill|code|station|"
    r"ordinance|resolution|action|measure|aged|ages|age"
    r")\s*|\([A-Z]{2,4}\)\s|[<>=\u2264\u2265]\s?|\bpage\s\d+\sof\s|\baged?\s+\d+\s*(?:to|and|\u2013|-)\s*|[A-Z]{1,4}[\u2010-]?|[\w/.]|\d[:./\u2010-\u2014-])$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^(?i:(?:st|nd|rd|th)\b|(?!m\s(?:wide|long|high|deep|tall)\b)[a-z](?![a-z])|G\b|-(?:year|bed|storey|hour|minute|week))|^[:/]\d|^\.\d|^\s-\d|"
    r"^-[A-Z]|^-\d+-\d|^:\s|^\s+(?:Table|Figure|Exhibit|Map|Chart)\s[\dIVX]|^\.?\s[A-Z]{4,}\b|^\.[A-Z]|^\+"
)
"""Behind a number: an ordinal, a time, a code such as ``7-P-43``, a label, a heading, a limit."""
FOOTNOTE = re.compile(r"^[\u00b9\u00b2\u00b3\u2070-\u2079]*\s?")
"""The mark of a footnote, and the space before the next word."""
_NUMBERED = re.compile(r"\(\d{1,2}\)")
"""A number in brackets alone, as of a list or a note."""
_STATES = re.compile(r"\b(?:is|are|was|were|of|at|to|from|only|about)\s+$", re.IGNORECASE)
_LIMIT = re.compile(
    r"^\s?(?:\+|or\s(?:more|fewer|less|above|over|under|below|greater)\b)", re.IGNORECASE
)
"""Behind a number that is the limit of a class."""
_CELL_BEFORE = re.compile(r"\d[ \n]+-?$")
_CELL_BEHIND = re.compile(r"[ \n]+-?\d")
_THOUSANDS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_DECIMAL = r"\d{0,3}\.\d{1,2}"
_AMOUNT = re.compile(f"{_THOUSANDS}|{_DECIMAL}")
"""Digits that state an amount: thousands are set off, or there are decimals."""
_ROW = re.compile(r"\d[%)]?[ \n]+[-(]?$"), re.compile(r"[ \n]+[-($\u00a3\u20ac]?\.?\d")
_BESIDE = rf"(?:{_THOUSANDS}|{_DECIMAL}|\d+(?:\.\d+)?%)"
_ROW_OF_AMOUNTS = (
    re.compile(rf"(?<![\w.-]){_BESIDE}\)?[ \n]+[-(]?$"),
    re.compile(rf"[ \n]+[-($\u00a3\u20ac]?{_BESIDE}(?![\w.])"),
)
"""A cell before and behind another: any number, and one that is an amount itself.

Decimals need the latter, because sections and policies are numbered alike.
"""
_CLASS_BEFORE = re.compile(r"\d(?:\s[-\u2013]\s|[-\u2013])$")
_CLASS_BEHIND = re.compile(r"(?:\s[-\u2013]\s|[-\u2013])\d")
"""The other end of a class."""
_CAPITAL = re.compile(r"\s[\"\u201c(]?[A-Z]")
MOST_PAGE_DIGITS = 3
"""Digits of a number at the end of a text that is taken for one of its page."""
_BEFORE_YEAR = re.compile(r"(?:\b(?:year|in|since|by|of|during|from|until)|,)\s*$", re.IGNORECASE)
_THINGS = re.compile(
    r"(?:\([a-z]+\)\s+)?(?:(?!or\b|and\b|to\b)[a-z-]{2,}\s+){0,3}?"
    r"(?!(?:was|has|does|this|his|its|less|plus|across|towards|always|"
    r"perhaps|includes|provides|describes|states|shows|requires|allows|remains|becomes)\b)"
    r"(?:[a-z]{2,}[a-rt-z]|[A-Z]{2,})s\b|(?:per|a|each)\s(?:year|annum)\b|annually\b|-unit\b"
)
"""Small-letter nouns in the plural behind a number: it counts them."""
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_DATE = re.compile(rf"\b\d{{1,2}}\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?!\d)", re.IGNORECASE)

_REFERENCE = re.compile(
    r"\b(?i:pp?\.|pages|tables|figures|sections|policies|exhibits|maps)\s?\d[\d.]*"
    r"(?:\s?(?:,|&|and|-|\u2013)\s?\d[\d.]*)*|"
    r"\b(?:[SA]B|HR|[A-Z]{1,4}-)\s?\d[\d.]*|"
    r"(?<![\d.,$\u00a3\u20ac/-])\d{1,2}-\d{1,3}(?=\s+(?-i:[A-Z])|\s*$)"
)
"""References: pages, tables and sections in a row, bills, codes of policies, numbers of pages."""
_AGES = re.compile(
    r"\b(?:ages?d?|adults?|children|seniors|youths?)\s*\(?\s?\d{1,2}\s?(?:to|and|-|\u2013)\s?\d{1,2}\b"
    r"(?!\s?(?:%|per))|\b\d{1,2}\s?(?:to|-|\u2013)\s?\d{1,2}\s(?:years?\s)?(?:of\s)?"
    r"(?:age\b|year-olds?)",
    re.IGNORECASE,
)
"""The limits of a class of ages."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text.

    Attributes:
        start: offset of its first character in the text searched.
        end: offset behind its unit.
        quantity: the number in full; the lower end of a range.
        upper: upper end of a range, or None.
        unit: see :class:`placewise.model.figures.Figure`.
        precision: half the unit of the last printed digit, three times that after "about"; NaN
            after "over" and the like, which bound one side alone.
        one_sided: "over", "at least" (``above``) or "under", "up to" (``below``); "" otherwise.
        counts: whether words say that it states how many there are, or the value of something.
        counted: the nouns that it counts where they are no unit; "" without them.
        cell: is it a cell of a table that stands in running text, whose neighbours are numbers and
            whose words are those of other columns?
    """

    start: int
    end: int
    quantity: float
    upper: float | None
    unit: str
    precision: float
    one_sided: str = ""
    counts: bool = False
    counted: str = ""
    cell: bool = False


def states_a_number(text: str) -> bool:
    """Are there digits or words for numbers at all? Most sentences have none."""
    return bool(_DIGIT.search(text) or _COUNT.search(text) or _WORDS.search(text))


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in the order they stand."""
    if not states_a_number(text):
        return []
    shares = list(_WORDS.finditer(text))
    found = [_in_words(match) for match in shares]
    told = (pattern.finditer(text) for pattern in (_DATE, _REFERENCE, _AGES))
    taken = [one.span() for one in chain(*told, shares)]
    for words in _COUNT.finditer(text):
        count = None if _inside(words.start(), taken) else _counted(text, words)
        if count is not None:
            found.append(count)
            taken.append((count.start, count.end))
    at = 0
    while match := _NUMBER.search(text, at):
        at = match.end()
        quantity = None if _inside(match.start("digits"), taken) else _quantity(text, match)
        if quantity is not None:
            found.append(quantity)
            at = max(at, quantity.end)
    return sorted(found, key=lambda quantity: quantity.start)


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _counted(text: str, match: re.Match[str]) -> Quantity | None:
    """Return a count in words; None where it counts nothing, or points back."""
    rest = text[match.end() :]
    unit, length = _unit(rest)
    counted = "" if unit or _OF_THE_TEXT.match(rest) else _things(rest)
    if not (unit or counted) or _POINTS_BACK.search(
        text[max(0, match.start() - 16) : match.start()]
    ):
        return None
    number = NUMBER_WORDS[match["count"].casefold()]
    if match["ones"]:
        number += NUMBER_WORDS[match["ones"].casefold()]
    return Quantity(match.start(), match.end() + length, number, None, unit or "number", 0.5,
                    counts=not unit, counted=counted)  # fmt: skip


def _things(rest: str) -> str:
    """Return the nouns that a number before them counts; "" without any."""
    match = _THINGS.match(FOOTNOTE.sub("", rest))
    return " ".join(match.group().split()) if match else ""


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    """Return the quantity of one match; None where the digits state none."""
    currency = CURRENCIES.get((match["currency"] or "").strip().casefold(), "")
    if not currency and _NOT_BEFORE.search(text[max(0, match.start("digits") - 16) :
                                                match.start("digits")]):  # fmt: skip
        return None
    rest = text[match.end() :]
    if not match["scale"] and _NOT_AFTER.match(rest):
        return None
    value, half = _value(match["digits"], match["scale"])
    upper, end = None, match.end()
    unit, length = _unit(rest)
    counted = "" if unit else _things(rest)
    if not unit and (second := _RANGE.match(rest)):
        top, half_top = _value(second["digits"], second["scale"])
        unit_after, length_after = _unit(rest[second.end() :])
        counted_after = "" if unit_after else _things(rest[second.end() :])
        if second["scale"] and not match["scale"]:
            value, half = value * SCALES[second["scale"].casefold()], half_top
        if top > value and (unit_after or currency or counted_after) and not _is_year(match):
            upper, half, counted = top, max(half, half_top), counted_after
            unit, length = unit_after, second.end() + length_after
    unit, counted = currency or unit, "" if currency else counted
    if _is_year(match) and (not unit or _BEFORE_YEAR.search(text[: match.start()])):
        return None
    counts = not unit and (counted != "" or _is_stated(text, match))
    cell = not unit and not counts and _is_cell(text, match)
    counts = counts or (not unit and not cell and _is_in_thousands(text, match))
    if not unit and not cell and _is_no_figure(text, match, counts=counts):
        return None
    words = ABOUT.search(text[max(0, match.start() - 20) : match.start()])
    cue = words.group().strip().casefold() if words else ""
    side = "" if cue not in ONE_SIDED else (
        "below" if cue in {"less than", "under", "up to"} else "above")  # fmt: skip
    return Quantity(
        match.start("currency") if match["currency"] else match.start("digits"),
        end + length, value, upper, unit or "number", half * (3.0 if cue else 1.0), side,
        counts=counts, counted=counted, cell=cell,
    )  # fmt: skip


def _is_cell(text: str, match: re.Match[str]) -> bool:
    """Is a number an amount, with a number straight before or behind it, as in a row of a table?"""
    if match["scale"] or not _AMOUNT.fullmatch(match["digits"]) or _is_of_a_class(text, match):
        return False
    before, behind = _ROW if "," in match["digits"] else _ROW_OF_AMOUNTS
    start = match.start("digits")
    return bool(before.search(text[max(start - 12, 0) : start]) or behind.match(text, match.end()))


def _is_in_thousands(text: str, match: re.Match[str]) -> bool:
    """Do the digits alone say that it is an amount, thousands being set off?"""
    thousands = "," in match["digits"] and not match["scale"]
    return thousands and not _is_of_a_class(text, match)


def _is_of_a_class(text: str, match: re.Match[str]) -> bool:
    """Is it one end of a class: ``5.0 - 9.9``?"""
    start = match.start("digits")
    before = _CLASS_BEFORE.search(text[max(start - 4, 0) : start])
    return bool(before or _CLASS_BEHIND.match(text, match.end()))


def _is_stated(text: str, match: re.Match[str]) -> bool:
    """Is a decimal said to be the value of something: ``a ratio of 0.67``?"""
    return "." in match["digits"] and bool(_STATES.search(text[: match.start("digits")]))


def _is_no_figure(text: str, match: re.Match[str], *, counts: bool) -> bool:
    """Is a bare number a mark of a list, of a page or a paragraph, a limit, or a cell in a row?

    The cells of a table that was read as one are parted by tabs, and stay.
    """
    start, rest = match.start("digits"), text[match.end() :]
    if _NUMBERED.fullmatch(text[max(start - 1, 0) : match.end() + 1]) or _LIMIT.match(rest):
        return True
    if rest.startswith(")") and "(" not in text[max(start - 40, 0) : start]:
        return True
    if counts:
        return False
    before = text[:start]
    in_a_row = _CELL_BEFORE.search(before[-4:]) or _CELL_BEHIND.match(rest)
    opens = not before.strip() and _CAPITAL.match(rest)
    ends = not rest.strip() and len(match["digits"]) <= MOST_PAGE_DIGITS and before.endswith(" ")
    return bool(in_a_row or opens or ends)


def _value(digits: str, scale: str | None) -> tuple[float, float]:
    """Return the number in full and half the unit of its last printed digit.

    Trailing zeros of a whole number are taken as rounding, down to two digits: 38,000 is known to
    500, and so is 10,000.
    """
    plain = digits.replace(",", "")
    factor = SCALES[scale.casefold()] if scale else 1.0
    value = float(plain)
    if "." in plain:
        unit = 10.0 ** -len(plain.split(".")[1])
    else:
        zeros = len(plain) - len(plain.rstrip("0")) if value else 0
        unit = 10.0 ** min(zeros, max(len(plain) - 2, 0))
    return value * factor, unit * factor / 2


def _unit(rest: str) -> tuple[str, int]:
    """Return the unit that follows a number and its length; "" and 0 without one."""
    space = len(rest) - len(rest.lstrip(" \u00a0\n-"))
    for name, pattern in UNITS:
        match = re.match(pattern, rest[space:], re.IGNORECASE)
        if match and (space <= 1 or name not in {"times"}):
            return name, space + match.end()
    return "", 0


def _is_year(match: re.Match[str]) -> bool:
    """Do the digits look like a year: four digits from 1800 to 2100, no scale, no comma?"""
    digits = match["digits"]
    return (
        not match["scale"] and digits.isdigit() and len(digits) == 4 and "18" <= digits[:2] <= "21"
    )


def _in_words(match: re.Match[str]) -> Quantity:
    """Return a share that is written in words, as per cent."""
    if match["in"]:
        parts = float(NUMBER_WORDS.get(match["in"].casefold(), 0) or match["in"])
        share, half = 1.0 / parts, 0.5 / parts**2
        end = match.end()
    else:
        words = match["fraction"].casefold().replace("-", " ").rstrip("s")
        share, half = FRACTIONS[words]
        end = match.end("fraction")
    return Quantity(match.start(), end, 100 * share, None, "per cent", 100 * half)
