"""Objectives under a label: ``Objective: ten units``, and tables of them.

Plans list their objectives under labels, often without a unit, between other labels that say who
acts, when and with whose money. What follows a label up to the next one belongs to it.
"""

from __future__ import annotations

import re

NEXT_LABEL = re.compile(
    r"\b(?:responsib\w*|fund(?:ing|s)?|financ(?:e|ing)|time\s?-?(?:frame|line)s?|timing|schedules?|"
    r"status|accomplish\w*|evaluation|effectiveness|appropriateness|progress|monitor(?:ing)?|"
    r"resources?|implementation|agenc(?:y|ies)|polic(?:y|ies)|programs?|actions?|goals?|measures?|"
    r"relevant|discussion)\b[^:.;]{0,40}:|"
    r"\b(?:policy|program|action|goal|measure)\s+(?:[a-z]{1,3}[-. ]?)?\d+[-.]\d"
)
"""Where what a label says ends."""
NUMBER = re.compile(
    r"(?<![\w.$/\u2010-\u2013-])(?!(?:19|20)\d\d\b)(?:\d{1,3}(?:,\d{3})+|\d+)"
    r"(?![\w/)\u2010-\u2013-]|\.\d|\.(?:\s|$)|,\s+(?:19|20)\d\d\b)|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|(?:one|two|three|four|five) hundred)\b"
    r"(?!\s+(?:of (?:the|these|those|which)|way|another|side|hand|time|month|day)\b|-)"
)
"""A number that states how many; no year, and no number of a policy or a list."""
NUMBERED = re.compile(
    r"(?:\b(?:policy|policies|programs?|tables?|sections?|chapters?|pages?|page \||figures?|"
    r"phases?|"
    r"goals?|objectives?|measures?|actions?|areas?|zones?|title|tiers?|ab|sb|bill|resolution|"
    r"highway|sr|route|districts?|no\.?|number|item|step|level|article|part|strategy|exhibit|"
    r"element|appendix|h|he|lu|[ivx]+)\s*-?\s*|[\u00a7(#])$"
)
"""Before the number of a policy, a page, a road."""
DURATION = re.compile(
    r"\s*(?:-\s*)?(?:years?|months?|days?|weeks?|hours?|feet|foot|stories|story)\b"
)
"""Behind a number of years or feet, which sets no objective."""
OPEN = re.compile(
    r"\b(?:objectives?|targets?|goals?)\b(?:\s+(?:and|or|by|of|for|in)\s[\w ,-]{1,60})?"
    r"(?:\s+\d{4}\s?[-\u2013]\s?\d{4})?\s*:"
)
"""A label, which the items of a list follow."""
MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s*$"
)
NOTHING = re.compile(r"\W*(?:n/a|none|not applicable)\b")
CONTENTS = re.compile(r"\.{4,}|(?:\. ){4,}|(?:\b(?:table|figure)\s+[\w.-]+\s[^.:]{0,90}){4}")


def numbers_of(said: str) -> list[re.Match[str]]:
    """Return the numbers that state how many, in words in small letters."""
    return [
        found
        for found in NUMBER.finditer(said)
        if not NUMBERED.search(said[: found.start()])
        and not MONTH.search(said[: found.start()])
        and not DURATION.match(said, found.end())
    ]


def said_of(small: str, label: re.Match[str], words: int) -> str:
    """Return what stands behind a label: up to the next one, and so many words at most."""
    ends = NEXT_LABEL.search(small, label.end())
    behind = small[label.end() : ends.start() if ends else len(small)]
    kept = re.match(rf"(?:\s*\S+){{0,{words}}}", behind)
    return kept.group() if kept else ""


def sets_numbers(small: str, label: re.Match[str], words: int, least: int) -> bool:
    """Do at least so many numbers stand behind a label?

    Of a list of contents none counts: its numbers are those of pages.
    """
    said = said_of(small, label, words if least == 1 else len(small))
    if NOTHING.match(said) or CONTENTS.search(small):
        return False
    return len(numbers_of(said)) >= least


def opens_a_list(small: str, under: str) -> str:
    """Return the label under which the next item of a list stands; "" under none.

    Args:
        small: a sentence, or an item of a list, in small letters.
        under: the label under which it stands itself.
    """
    if not under and ":" not in small:
        return ""
    labels = list(OPEN.finditer(small))
    if labels and not NEXT_LABEL.search(small, labels[-1].end()):
        return labels[-1].group()
    return "" if labels or NEXT_LABEL.search(small) else under
