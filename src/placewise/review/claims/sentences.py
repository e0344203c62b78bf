"""Passages into sentences, with offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from placewise.model.document import Document, Passage

ABBREVIATIONS = {
    "e.g", "i.e", "etc", "vs", "no", "st", "mr", "mrs", "ms", "dr", "approx", "cf", "al", "fig",
    "u.s", "u.k", "inc", "ltd", "co", "sq", "ft", "est", "dept", "ave", "blvd", "para", "ch", "pp",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec",
}  # fmt: skip
"""Words whose stop does not end a sentence."""

END = re.compile(r"[.!?][\"'\u2019\u201d)\]]*\s+|[•▪◦●]\s*|;\s*\n+|\n{2,}")
WORDS_OF_CLAIMS = {"paragraph", "list item", "footnote"}
"""Passages that make claims; headings and tables state none in sentences."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage.

    Attributes:
        text: the sentence, line ends as they stand.
        start: offset in ``Document.text``.
        passage: the passage.
    """

    text: str
    start: int
    passage: Passage


def sentences(document: Document) -> Iterator[Sentence]:
    """Return the sentences of paragraphs, list items and footnotes, in reading order."""
    for passage in document.passages:
        if passage.kind in WORDS_OF_CLAIMS:
            yield from split(passage)


def split(passage: Passage) -> Iterator[Sentence]:
    """Split one passage at the ends of its sentences."""
    text, begin = passage.text, 0
    for match in END.finditer(text):
        if _ends(text, match):
            yield from _part(passage, begin, match.end())
            begin = match.end()
    yield from _part(passage, begin, len(text))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Is this the end of a sentence, and not a stop of an abbreviation or a number?"""
    if not match.group().startswith("."):
        return True
    last = text[max(0, match.start() - 20) : match.start()].split()
    word = last[-1].strip("(\"'\u201c\u2018").casefold() if last else ""
    after = text[match.end() : match.end() + 1]
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    return not after or not after.islower()


def _part(passage: Passage, begin: int, end: int) -> Iterator[Sentence]:
    part = passage.text[begin:end]
    left = len(part) - len(part.lstrip(" \t\n•▪◦●-\u2013"))
    kept = part[left:].rstrip()
    if kept:
        yield Sentence(kept, passage.start + begin + left, passage)
