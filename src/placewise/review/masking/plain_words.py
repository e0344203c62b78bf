"""Which capitalised words are no names: ordinary words, acronyms of prose, codes of policies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from placewise.review.masking.abbreviations import Definition
from placewise.review.masking.lexicons import GENERAL_ACRONYMS, GENERIC, LEFT_ALONE

COMPOUND = re.compile(r"[-\u2010\u2011/]|\.(?=\d)")
NUMBERED = re.compile(r"[a-z](?:\.\d+)+")
"""The number of a table or a paragraph: ``E.1``."""
CODE = re.compile(r"([A-Z]{1,4})\d{1,3}(?:[a-z]|[-\u2013]\d{1,3})?")
CODE_BEHIND = re.compile(
    r"(?:[Pp]olic(?:y|ies)|POLIC(?:Y|IES)|[Cc]lass(?:es)?|[Oo]bjectives?|[Oo]ptions?|[Tt]ables?|"
    r"[Ff]igures?|[Aa]ppendix)\s+([A-Z]{1,4})\d"
)
"""A word that numbers parts of a document or of the law, and the letters of the code behind it."""
LETTERS_OF_ROADS = frozenset("ABM")
USE_CLASS_NEAR = re.compile(
    r"\b(?:use|uses|class|classes|categor(?:y|ies)|floorspace)\b", re.IGNORECASE
)
REACH_OF_USE = 40
"""Characters on each side of a code that may be a road's, within which a class is spoken of."""
NUMBERS_A_QUESTION = re.compile(r"[):] ")
IN_BRACKETS = re.compile(r"\(([A-Z]{2,6})s?\)")
SMALL_WORD = re.compile(r"[a-z]+")
LONGEST_MEANING = 120
REST_OF_WORD = re.compile(r"[ \u00a0\n]([a-z]{1,8})(?![^\W_])")
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "al", "ism")


@dataclass(frozen=True, slots=True)
class Token:
    """A capitalised word: where it stands, its lower case, and whether it begins a sentence."""

    start: int
    end: int
    word: str
    initial: bool


@dataclass(frozen=True, slots=True)
class PlainWords:
    """What tells that a capitalised word is no name.

    Attributes:
        words: lower-case words of prose and of this text.
        acronyms: acronyms that are no names, and those that the text defines: these are judged
            by their full names.
        codes: letters of the codes by which the text numbers its policies: ``LP`` of ``LP3``.
    """

    words: frozenset[str]
    acronyms: frozenset[str]
    codes: frozenset[str]

    def common(self, token: Token) -> bool:
        """Say whether a word, or each part of a compound (``Town/District``), is ordinary."""
        if NUMBERED.fullmatch(token.word):
            return True
        parts = COMPOUND.split(token.word)
        return self._word(token.word) or (len(parts) > 1 and all(map(self._part, parts)))

    def left(self, text: str, token: Token) -> bool:
        """Say whether a word stays: ordinary, torn, an acronym that is no name, or a code."""
        return (
            self.common(token)
            or self.acronym(text, token)
            or self._code(text, token)
            or self._torn(text, token)
        )

    def acronym(self, text: str, token: Token) -> bool:
        """Say whether a word consists of acronyms that are no names by themselves."""
        written = text[token.start : token.end]
        if written.isalpha():
            return written in self.acronyms or written.removesuffix("s") in self.acronyms
        parts = COMPOUND.split(written)
        found = [part in self.acronyms or part.removesuffix("s") in self.acronyms for part in parts]
        return any(found) and all(
            known or self._part(part.lower()) for known, part in zip(found, parts, strict=True)
        )

    def _word(self, word: str) -> bool:
        if word in self.words or word in GENERIC or word in LEFT_ALONE or len(word) == 1:
            return True
        return any(form in self.words for form in _forms(word))

    def _part(self, part: str) -> bool:
        return part.isdigit() or part == "a" or (len(part) > 1 and self._word(part))

    def _code(self, text: str, token: Token) -> bool:
        found = CODE.fullmatch(text, token.start, token.end)
        if not found:
            return False
        if NUMBERS_A_QUESTION.match(text, token.end) and text[
            max(0, token.start - 1) : token.start
        ] in ("", "\n"):
            return True
        if found.group(1) not in LETTERS_OF_ROADS:
            return found.group(1) in self.codes
        around = text[max(0, token.start - REACH_OF_USE) : token.end + REACH_OF_USE]
        return bool(USE_CLASS_NEAR.search(around))

    def _torn(self, text: str, token: Token) -> bool:
        """Say whether a word of prose was torn in two: ``Neighbourhoo d``."""
        rest = REST_OF_WORD.match(text, token.end)
        whole = token.word + rest.group(1) if rest else ""
        return bool(rest) and len(token.word) >= 3 and whole in self.words


def plain_words(text: str, words: frozenset[str], defined: Iterable[Definition]) -> PlainWords:
    """Return what is ordinary in a text.

    Args:
        text: the text.
        words: lower-case words of prose and of this text.
        defined: the abbreviations that it defines.
    """
    return PlainWords(
        words,
        GENERAL_ACRONYMS | {one.short for one in defined} | set(_of_small_words(text)),
        frozenset(CODE_BEHIND.findall(text)),
    )


def _of_small_words(text: str) -> Iterator[str]:
    """Yield acronyms that stand for words in lower case: ``registered providers (RPs)``."""
    for found in IN_BRACKETS.finditer(text):
        short = found.group(1)
        before = text[max(0, found.start() - LONGEST_MEANING) : found.start()].split()
        meaning = before[-len(short) :]
        initials = "".join(word[0] for word in meaning).upper()
        if initials == short and all(map(SMALL_WORD.fullmatch, meaning)):
            yield short


def _forms(word: str) -> Iterator[str]:
    """Yield what a word may be derived from, so that ``Travellers`` knows ``traveller``."""
    yield word + "s"
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            yield word[: -len(ending)]
