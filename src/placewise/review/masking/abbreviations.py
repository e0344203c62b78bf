"""Abbreviations of places: listed, defined in the text in brackets, or initials of a full name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DEFINED = re.compile(
    r"((?:[A-Z][\w'\u2019&-]*|of|and|the|for|on|&)(?:[ \n-]+(?:[A-Z][\w'\u2019&-]*|of|and|the|for|"
    r"on|upon|&)){1,8})\s*\(\s*(?:the\s+)?[\"'\u2018\u201c]?([A-Z][A-Za-z&]{1,7})[\"'\u2019\u201d]?\s*\)"
)
SHORT = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&]{1,9}(?![A-Za-z0-9])")
SMALL = frozenset(["of", "and", "the", "for", "on", "upon", "in", "le", "under", "by", "&"])


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
    """Find definitions such as ``Greater Manchester Combined Authority (GMCA)``."""
    for found in DEFINED.finditer(text):
        short = found.group(2)
        words = list(re.finditer(r"[^\s-]+", found.group(1)))
        # The full name is the shortest run of words before the bracket that has the initials.
        for first in range(len(words) - 1, -1, -1):
            run = [word.group() for word in words[first:]]
            if words[first].group()[0].isupper() and short.upper() in initials(run):
                yield Definition(short, found.start(1) + words[first].start(), found.end(1))
                break


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
