"""Passages that say what a principle asks for, found by words that anyone can read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from placewise.model.document import Document, Passage
from placewise.model.principles import Saying
from placewise.review.claims.rules import in_small_letters
from placewise.review.sentences import WORDS_OF_CLAIMS, split

NUMBERS = {"ten": 10, "fifteen": 15, "twenty": 20}
LONGEST_HORIZON = 60
"""Years beyond which a number of years is no horizon of a plan."""


@dataclass(frozen=True, slots=True)
class Said:
    """One find of a rule.

    Attributes:
        saying: the rule.
        passage: the passage.
        start: offset of the words in ``Document.text``.
        end: offset behind them.
        sentence: the sentence that they stand in.
        years: years ahead that the words give; None of rules of another form.
    """

    saying: Saying
    passage: Passage
    start: int
    end: int
    sentence: str
    years: float | None = None


@lru_cache(maxsize=512)
def _pattern(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


class Searched:
    """A document, prepared once for many rules."""

    def __init__(self, document: Document) -> None:
        self.document = document
        # A line may end within words that belong together; every character stays at its place.
        self._text = in_small_letters(document.text).replace("\n", " ")
        self._starts = [passage.start for passage in document.passages]

    def finds(self, saying: Saying) -> list[Said]:
        """Return the finds of a rule in the order they stand, one a passage."""
        found: dict[int, Said] = {}
        for match, passage in self._matches(saying.says):
            years = _years(match) if saying.form == "years" else None
            if passage.number in found or (saying.form == "years" and years is None):
                continue
            found[passage.number] = Said(
                saying, passage, match.start(), match.end(),
                _sentence(passage, match.start(), match.end()), years,
            )  # fmt: skip
        return sorted(found.values(), key=lambda one: one.start)

    def near(self, saying: Saying) -> tuple[Passage, str] | None:
        """Return the first passage with a broad word of a rule, and the sentence that holds it."""
        for match, passage in self._matches(saying.about):
            return passage, _sentence(passage, match.start(), match.end())
        return None

    def _matches(self, patterns: Sequence[str]) -> Iterator[tuple[re.Match[str], Passage]]:
        for pattern in _pattern(tuple(patterns)):
            for match in pattern.finditer(self._text):
                at = bisect_right(self._starts, match.start()) - 1
                passage = self.document.passages[at] if at >= 0 else None
                if passage and match.end() <= passage.end and _states(passage):
                    yield match, passage


def _states(passage: Passage) -> bool:
    """Can a passage state something, as a heading cannot?"""
    return passage.kind in WORDS_OF_CLAIMS or passage.kind == "table"


def _sentence(passage: Passage, start: int, end: int) -> str:
    """Return the sentence of a passage that holds a find, line ends as spaces."""
    for sentence in split(passage):
        if sentence.start <= start and end <= sentence.start + len(sentence.text):
            return " ".join(sentence.text.split())
    return " ".join(passage.text[max(0, start - passage.start - 80) :][:240].split())


def _years(match: re.Match[str]) -> float | None:
    """Return the years ahead that words give; None where they can be no horizon of a plan."""
    given = {name: value for name, value in match.groupdict().items() if value}
    if "years" in given:
        years = NUMBERS.get(given["years"]) or int(given["years"])
    else:
        years = int(given["to"]) - int(given["from"])
    return float(years) if 0 < years <= LONGEST_HORIZON else None
