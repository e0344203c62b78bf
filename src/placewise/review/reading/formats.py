"""Which format a file has, told from what is in it."""

from __future__ import annotations

import re

from placewise.errors import DocumentError
from placewise.review.reading.limits import ReadingLimits

ALLOWED = "PDF, DOCX, ODT, HTML, Markdown and plain text"

_OTHER = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file, or a Word file with a password",
     "Save it as DOCX without a password, or as PDF."),
    (b"{\\rtf", "a rich text file", "Save it as DOCX or PDF."),
    (b"\x89PNG", "a picture", "Run text recognition (OCR) on it and give the PDF."),
    (b"\xff\xd8\xff", "a picture", "Run text recognition (OCR) on it and give the PDF."),
    (b"II*\x00", "a picture", "Run text recognition (OCR) on it and give the PDF."),
    (b"MM\x00*", "a picture", "Run text recognition (OCR) on it and give the PDF."),
    (b"GIF8", "a picture", "Run text recognition (OCR) on it and give the PDF."),
    (b"\x1f\x8b", "a packed file", "Unpack it and give the document in it."),
    (b"7z\xbc\xaf", "a packed file", "Unpack it and give the document in it."),
    (b"Rar!", "a packed file", "Unpack it and give the document in it."),
    (b"BZh", "a packed file", "Unpack it and give the document in it."),
    (b"\xfd7zXZ", "a packed file", "Unpack it and give the document in it."),
)  # fmt: skip
_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|div|p|"
    r"h[1-6]|article|main|section|table|ul|ol|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(r"^#{1,6} \S", re.MULTILINE)


def format_of(data: bytes, name: str, limits: ReadingLimits) -> str:
    """Return ``pdf``, ``docx``, ``odt``, ``html``, ``markdown`` or ``text``.

    Args:
        data: the bytes of the file.
        name: its name; its extension decides only between Markdown and plain text.
        limits: bounds of archives.

    Raises:
        DocumentError: the file is of another format.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from placewise.review.reading.archive import format_of_archive

        return format_of_archive(data, name, limits)
    for start, what, action in _OTHER:
        if data.startswith(start):
            raise DocumentError(f"The file is {what}", where=name, allowed=ALLOWED, action=action)
    from placewise.review.reading.text import decoded

    beginning = decoded(data, name)[:20_000]
    if _HTML.match(beginning):
        return "html"
    named = name.lower().endswith((".md", ".markdown"))
    return "markdown" if named or len(_MARKDOWN.findall(beginning)) >= 2 else "text"
