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

END = re.compile(
    r"[.!?;\n•▪◦●](?:(?<=[.!?])[\"'\u2019\u201d)\]]*\s+|(?<=[•▪◦●])\s*|(?<=;)\s*\n+|(?<=\n)\n+)"
)
"""Ends of sentences. They begin with one set of marks, which is what a search runs fastest for."""
WORDS_OF_CLAIMS = {"paragraph", "list item", "footnote"}
"""Passages that make claims; headings state none in sentences."""
WORDS_OF_A_CELL = 10
"""Words from which a cell of a table is prose: policies are often set in boxes."""


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
    """Return the sentences of paragraphs, list items, footnotes and cells, in reading order."""
    for passage in document.passages:
        if passage.kind in WORDS_OF_CLAIMS:
            yield from split(passage)
        elif passage.kind == "table":
            for cell in re.finditer(r"[^\t\n]+", passage.text):
                if len(cell.group().split()) >= WORDS_OF_A_CELL:
                    yield from split(passage, cell.start(), cell.end())


def sentences_and_rows(passage: Passage) -> Iterator[Sentence]:
    """Return the sentences of a passage; of a table those of one row after another."""
    if passage.kind == "table":
        for row in re.finditer(r"[^\n]+", passage.text):
            yield from split(passage, row.start(), row.end())
    else:
        yield from split(passage)


def split(passage: Passage, begin: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """Split one passage, or a part of it, at the ends of its sentences."""
    text, last = passage.text, len(passage.text) if end is None else end
    for match in END.finditer(text, begin, last):
        if _ends(text, match):
            yield from _part(passage, begin, match.end())
            begin = match.end()
    yield from _part(passage, begin, last)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Is this the end of a sentence, and not a stop of an abbreviation or a number?"""
    if not match.group().startswith("."):
        return True
    if text[match.end() : match.end() + 1].islower():
        return False
    before = text[max(0, match.start() - 20) : match.start()].split()
    word = before[-1].strip("(\"'\u201c\u2018").casefold() if before else ""
    return word not in ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def _part(passage: Passage, begin: int, end: int) -> Iterator[Sentence]:
    part = passage.text[begin:end]
    left = len(part) - len(part.lstrip(" \t\n•▪◦●-\u2013"))
    kept = part[left:].rstrip()
    if kept:
        yield Sentence(kept, passage.start + begin + left, passage)
