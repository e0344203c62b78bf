"""Abbreviations of places: listed, defined in the text in brackets, or initials of a full name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

IN_BRACKETS = re.compile(
    r"\(\s*(?:the\s+)?[\"'\u2018\u201c]?([A-Z][A-Za-z&]{1,7})[\"'\u2019\u201d]?\s*\)"
)
NAME_BEFORE = re.compile(
    r"(?:(?:[A-Z][\w'\u2019&-]*|of|and|the|for|on|upon|in|to|&)[ \n-]+){0,9}[A-Z][\w'\u2019&-]*\s*$"
)
IN_A_LIST = re.compile(
    r"^([A-Z][A-Za-z&]{1,7})(?:\t| ?[:\u2013\u2014-] )([A-Z][^\t\n]{4,80})$", re.MULTILINE
)
"""A line of a list of abbreviations: ``AQMA``, a tab or a dash, ``Air Quality Management Area``."""
LONGEST_NAME = 120
SHORT = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&]{1,9}(?![A-Za-z0-9])")
SMALL = frozenset(["of", "and", "the", "for", "on", "upon", "in", "le", "under", "by", "to", "&"])


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation that a text defines.

    Attributes:
        short: the abbreviation.
        start: where the full name begins.
        end: offset behind the full name.
    """

    short: str
    start: int
    end: int


def definitions(text: str) -> Iterator[Definition]:
    """Find definitions, such as ``Greater Manchester Combined Authority (GMCA)``, and lists."""
    for found in IN_BRACKETS.finditer(text):
        short = found.group(1)
        spellings = {short.upper(), short.removesuffix("s").upper()}  # CFMPs, of plans
        reach = max(0, found.start() - LONGEST_NAME)
        name = NAME_BEFORE.search(text[reach : found.start()])
        if not name:
            continue
        words = list(re.finditer(r"[^\s-]+", name.group()))
        # The full name is the shortest run of words before the bracket that has the initials.
        for first in range(len(words) - 1, -1, -1):
            run = [word.group() for word in words[first:]]
            if run[0][0].isupper() and spellings & initials(run):
                start = reach + name.start()
                yield Definition(short, start + words[first].start(), start + words[-1].end())
                break
    for line in IN_A_LIST.finditer(text):
        short, full = line.groups()
        spellings = {short.upper(), short.removesuffix("s").upper()}
        if spellings & initials(re.findall(r"[^ -]+", full)):
            yield Definition(short, line.start(2), line.end(2))


def initials(words: list[str]) -> frozenset[str]:
    """Return the initials of words, with and without the small ones."""
    every = "".join(word[0] for word in words).upper()
    main = "".join(word[0] for word in words if word.lower() not in SMALL).upper()
    return frozenset({every, main})


def initials_of_name(name: str) -> frozenset[str]:
    """Return abbreviations of three letters or more that a reader makes of a name himself.

    Two letters stand for too many things; they count where a text or a list defines them.
    """
    words = re.findall(r"[^\W_]+", name)
    return frozenset(short for short in initials(words) if len(short) >= 3)


def find_abbreviations(text: str, shorts: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Find abbreviations in their own case, possessive or plural or not.

    Args:
        text: the text.
        shorts: abbreviation -> anything.

    Yields:
        Start, end and the abbreviation.
    """
    if not shorts:
        return
    for found in SHORT.finditer(text):
        if found.group() in shorts:
            yield found.start(), found.end(), found.group()
