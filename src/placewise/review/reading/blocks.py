"""Blocks, what every reader hands over, and the document that is put together from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placewise.errors import DocumentError
from placewise.model.document import Document, LeftOut, Passage
from placewise.review.reading.cleaning import clean, one_line
from placewise.review.reading.limits import ReadingLimits, too_large

_BULLET = re.compile(r"^(?:[•▪◦‣●○■□➢➤►✓✔·∙*]\s*|[–—-]\s+|o\s+)+")
DEEPEST = 6
"""Headings below this depth count as being on it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A passage before it has its place in the text.

    Attributes:
        kind: one of ``PASSAGE_KINDS``.
        text: its text; lines of a table are rows, tabs part cells.
        page: the page it begins on, from 1.
        level: depth of a heading, from 1.
    """

    kind: str
    text: str
    page: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in a file.

    Attributes:
        format: one of the formats of ``Document``.
        blocks: in reading order.
        title: what the document calls itself, "" where it does not say.
        left_out: what was kept out.
        pages: number of pages, where the format has any.
        scanned_pages: pages that hold a picture and no text.
        notes: what a reader must know.
    """

    format: str
    blocks: Sequence[Block]
    title: str = ""
    left_out: Sequence[LeftOut] = ()
    pages: int | None = None
    scanned_pages: Sequence[int] = ()
    notes: Sequence[str] = ()


def document_of(found: Found, data: bytes, name: str, limits: ReadingLimits) -> Document:
    """Put blocks together to a document with exact offsets.

    Args:
        found: what a reader found.
        data: the bytes of the file, for their hash.
        name: name of the file.
        limits: bounds of the text.

    Raises:
        DocumentError: the text is longer than the limits allow, or there is none.
    """
    passages: list[Passage] = []
    texts: list[str] = []
    at, heading = 0, ""
    for block in found.blocks:
        text = tidy(block)
        if not any(character.isalnum() for character in text):
            continue
        if at + len(text) > limits.characters:
            raise too_large("characters", at + len(text), limits.characters, name)
        level = min(max(block.level or 1, 1), DEEPEST) if block.kind == "heading" else None
        passages.append(
            Passage(len(passages), block.kind, text, at, at + len(text), block.page, heading, level)
        )
        texts.append(text)
        at += len(text) + 2
        heading = text if block.kind == "heading" else heading
    if not passages:
        raise DocumentError(
            "The document holds no text",
            where=name,
            action="Check that it is the right file; a scan needs text recognition first.",
        )
    return Document(
        name=name,
        format=found.format,
        title=one_line(found.title),
        text="\n\n".join(texts),
        passages=tuple(passages),
        left_out=tuple(found.left_out),
        pages=found.pages,
        scanned_pages=tuple(found.scanned_pages),
        sha256=hashlib.sha256(data).hexdigest(),
        notes=tuple(found.notes),
    )


def tidy(block: Block) -> str:
    """Return the cleaned text of a block: one line, or one line a row of a table.

    The bullet of a list item goes, its number or letter stays.
    """
    if block.kind != "table":
        text = one_line(block.text)
        return _BULLET.sub("", text) if block.kind == "list item" else text
    rows = ("\t".join(one_line(cell) for cell in row.split("\t")) for row in block.text.split("\n"))
    return "\n".join(row.rstrip("\t") for row in rows if row.strip())


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of cells as the text of a table."""
    return "\n".join("\t".join(" ".join(clean(cell).split()) for cell in row) for row in rows)
