"""A strategy document as text: passages with their page and offsets, and what was kept out of them.

Every finding of a review points into :attr:`Document.text` by offsets, so that it can be shown
where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSAGE_KINDS = ("heading", "paragraph", "list item", "table", "footnote", "caption")
"""Kinds of passage."""

LEFT_OUT_KINDS = ("running header", "running footer", "page number", "contents list")
"""Kinds of text that are kept out of the passages."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading, paragraph, list item, table, footnote or caption.

    Attributes:
        number: its position in the document, from 0.
        kind: one of :data:`PASSAGE_KINDS`.
        text: the text, with hyphenation at line ends and page breaks undone; rows of a table are
            lines and its cells are separated by tabs.
        start: offset of its first character in ``Document.text``.
        end: offset behind its last character; ``Document.text[start:end] == text``.
        page: the page it begins on, from 1; None where the format has no pages.
        heading: text of the nearest heading above it, "" where there is none.
        level: depth of a heading, from 1; None for other kinds.
    """

    number: int
    kind: str
    text: str
    start: int
    end: int
    page: int | None = None
    heading: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that was recognised as no part of the argument.

    Attributes:
        kind: one of :data:`LEFT_OUT_KINDS`.
        text: the text as it stands on the page.
        page: the page, from 1; None where the format has no pages.
    """

    kind: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read.

    Attributes:
        name: the file's name, for messages.
        format: ``pdf``, ``docx``, ``odt``, ``html``, ``markdown`` or ``text``.
        title: the title that the document gives itself, "" where it gives none.
        text: all passages in reading order, joined by two line feeds.
        passages: the passages, in order of ``start``, not overlapping.
        left_out: running headers and footers, page numbers and contents lists.
        pages: number of pages; None where the format has none.
        scanned_pages: pages that hold a picture and no text: nothing was read from them.
        sha256: hash of the file.
        notes: what a reader must know about the reading, one sentence each.
    """

    name: str
    format: str
    title: str
    text: str
    passages: tuple[Passage, ...]
    left_out: tuple[LeftOut, ...] = ()
    pages: int | None = None
    scanned_pages: tuple[int, ...] = ()
    sha256: str = ""
    notes: tuple[str, ...] = ()

    def passage_at(self, offset: int) -> Passage | None:
        """Return the passage that holds an offset; None between passages."""
        low, high = 0, len(self.passages)
        while low < high:
            middle = (low + high) // 2
            if self.passages[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.passages) and self.passages[low].start <= offset:
            return self.passages[low]
        return None
