"""Letters that a pattern cannot match without, so that many rules cost little on most sentences.

A regular expression is tried letter by letter, and few of the rules match any one sentence. From
most patterns follow some words of which one stands in every match (R. Cox, "Regular Expression
Matching with a Trigram Index", 2012). All words of all patterns are looked for in one pass (A. Aho
and M. Corasick, "Efficient string matching", Communications of the ACM 18(6), 1975), and only the
patterns whose words are there are tried. A pattern of which no words are known is always tried.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ahocorasick  # type: ignore[import-not-found]

MOST = 256
"""Words that a part of a pattern may stand for until they are no longer put together."""
MOST_LETTERS = 4
"""Letters of a set such as ``[sz]`` that are told apart."""

Words = frozenset[str]
NOTHING = frozenset([""])


class Anchored:
    """Patterns, and the letters that say which of them a text can match."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._always = 0
        by_word: dict[str, int] = {}
        for number, pattern in enumerate(patterns):
            words = anchors(pattern)
            if words is None:
                self._always |= 1 << number
            for word in words or ():
                by_word[word] = by_word.get(word, 0) | 1 << number
        self._automaton: Any = ahocorasick.Automaton()
        for word, those in by_word.items():
            self._automaton.add_word(word, those)
        if by_word:
            self._automaton.make_automaton()

    def near(self, text: str) -> list[int]:
        """Return the numbers of the patterns that can match in a text, in their order."""
        those = self._always
        if len(self._automaton):
            for _, found in self._automaton.iter(text):
                those |= found
        numbers = []
        while those:
            lowest = those & -those
            numbers.append(lowest.bit_length() - 1)
            those ^= lowest
        return numbers


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of the texts that a part of a pattern matches.

    Attributes:
        exact: all of them; None if they are too many.
        needed: words of which each text around a match holds one; None if none are known.
    """

    exact: Words | None = None
    needed: Words | None = None


def anchors(pattern: re.Pattern[str]) -> Words | None:
    """Return words of which one stands in every text that a pattern matches in.

    Returns:
        The words, none of which holds another one; None if none follow from the pattern.
    """
    parsed = importlib.import_module("re._parser").parse(pattern.pattern, pattern.flags)
    needed = None if parsed.state.flags & re.IGNORECASE else _sequence(parsed).needed
    if needed is None:
        return None
    return frozenset(
        word for word in needed if not any(other != word and other in word for other in needed)
    )


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Part:
    """Return what is known of parts that follow one another."""
    run, needed, whole = NOTHING, None, True
    for name, value in items:
        part = _part(str(name), value)
        needed = _rarer(needed, part.needed)
        if part.exact is not None and len(run) * len(part.exact) <= MOST:
            run = frozenset(before + behind for before in run for behind in part.exact)
        else:
            needed, whole = _rarer(needed, run), False
            run = part.exact or NOTHING
    return _Part(run if whole else None, _rarer(needed, run))


def _rarer(one: Words | None, other: Words | None) -> Words | None:
    """Return those of two sets of words that fewer texts will hold: few and long ones."""
    known = [words for words in (one, other) if words is not None and "" not in words]
    return min(known, key=lambda words: sum(2.0 ** -len(word) for word in words), default=None)


def _part(name: str, value: Any) -> _Part:
    """Return what is known of one part of a parsed pattern; nothing of what is not looked into."""
    if name == "LITERAL":
        return _Part(exact=frozenset([chr(value)]))
    if name == "IN":
        letters = [chr(code) for kind, code in value if str(kind) == "LITERAL"]
        few = len(letters) == len(value) <= MOST_LETTERS
        return _Part(exact=frozenset(letters) if few else None)
    if name == "SUBPATTERN":
        _, added, _, inner = value
        return _Part() if added & re.IGNORECASE else _sequence(inner)
    if name == "BRANCH":
        return _either([_sequence(branch) for branch in value[1]])
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        return _repeated(*value)
    if name == "ASSERT":
        return _Part(NOTHING, _sequence(value[1]).needed)
    if name in {"AT", "ASSERT_NOT"}:
        return _Part(NOTHING)
    return _Part()


def _either(parts: Sequence[_Part]) -> _Part:
    """Return what is known where one of some parts matches."""
    exact = [part.exact for part in parts if part.exact is not None]
    needed = [part.needed for part in parts if part.needed is not None]
    return _Part(
        frozenset().union(*exact) if len(exact) == len(parts) else None,
        frozenset().union(*needed) if len(needed) == len(parts) else None,
    )


def _repeated(least: int, most: int, inner: Iterable[tuple[Any, Any]]) -> _Part:
    """Return what is known of a part that may stand several times, or not at all."""
    part = _sequence(inner)
    if least == 0:
        return _Part(part.exact | NOTHING if part.exact is not None and most == 1 else None)
    return _Part(part.exact if least == most == 1 else None, part.needed)
