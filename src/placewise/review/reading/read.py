"""One door for every format: bytes in, a document out. The content decides, not the extension."""

from __future__ import annotations

from placewise.errors import DocumentError
from placewise.model.document import Document
from placewise.review.reading.blocks import Found, document_of
from placewise.review.reading.formats import format_of
from placewise.review.reading.limits import ReadingLimits, too_large

DEFAULT_LIMITS = ReadingLimits()


def read_document(data: bytes, name: str, limits: ReadingLimits = DEFAULT_LIMITS) -> Document:
    """Read a document.

    Args:
        data: the bytes of the file.
        name: its name, for messages; its extension only tells Markdown from plain text.
        limits: how large it may be.

    Raises:
        DocumentError: the document is empty, broken, encrypted, a scan, too large, hostile or of
            no known format.
    """
    if not data:
        raise DocumentError("The file is empty", where=name)
    if len(data) > limits.file_bytes:
        raise too_large("bytes", len(data), limits.file_bytes, name)
    try:
        return document_of(_found(data, name, limits), data, name, limits)
    except RecursionError:
        raise DocumentError(
            "The document is nested too deeply to be read",
            where=name,
            action="Open it in the program that made it and save it again.",
        ) from None


def _found(data: bytes, name: str, limits: ReadingLimits) -> Found:
    """Hand the bytes to the reader of their format."""
    kind = format_of(data, name, limits)
    if kind == "pdf":
        from placewise.review.reading.pdf import read_pdf as reader
    elif kind == "docx":
        from placewise.review.reading.docx import read_docx as reader
    elif kind == "odt":
        from placewise.review.reading.odt import read_odt as reader
    elif kind == "html":
        from placewise.review.reading.html import read_html as reader
    elif kind == "markdown":
        from placewise.review.reading.markdown import read_markdown as reader
    else:
        from placewise.review.reading.text import read_text as reader
    return reader(data, name, limits)
