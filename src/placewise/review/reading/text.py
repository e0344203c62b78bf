"""Plain text: paragraphs parted by empty lines, lists, and headings told from their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placewise.errors import DocumentError
from placewise.review.reading.blocks import Block, Found
from placewise.review.reading.cleaning import clean, join_lines, vocabulary
from placewise.review.reading.contents import without_contents
from placewise.review.reading.limits import ReadingLimits

_ITEM = re.compile(
    r"^(?:[•▪◦‣●○■□➢►✓·*+–—-]\s|\(?[a-z]\)\s|\(?\d{1,2}[.)]\s|\(?[ivx]{1,5}\)\s)", re.IGNORECASE
)
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_UNDERLINE = re.compile(r"^(=|-|~|\*){3,}$")


def decoded(data: bytes, name: str) -> str:
    """Return bytes as text: by its byte order mark, else UTF-8, else as Windows writes it.

    Raises:
        DocumentError: the bytes are no text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data.count(0) > 0:
        raise DocumentError(
            "The file is no text: it holds bytes that no text has",
            where=name,
            allowed="PDF, DOCX, ODT, HTML, Markdown and plain text",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_text(data: bytes, name: str, limits: ReadingLimits) -> Found:  # noqa: ARG001
    """Read plain text.

    Args:
        data: the bytes of the file.
        name: name of the file, for messages.
        limits: bounds of the text.
    """
    pages = decoded(data, name).split("\f")
    words = vocabulary([line for page in pages for line in page.splitlines()])
    blocks = [block for page in pages for block in _blocks(clean(page), words)]
    kept, left_out = without_contents(blocks)
    return Found("text", kept, left_out=left_out)


def _blocks(text: str, words: frozenset[str]) -> Iterator[Block]:
    for stretch in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in stretch.split("\n") if line.strip()]
        if not lines:
            continue
        if len(lines) > 1 and _UNDERLINE.match(lines[1]):
            yield Block("heading", lines[0], level=1 if lines[1][0] in "=*" else 2)
            lines = lines[2:]
        elif len(lines) == 1 and (level := _heading_level(lines[0])):
            yield Block("heading", lines[0], level=level)
            continue
        part: list[str] = []
        for line in lines:
            if _ITEM.match(line) and part:
                yield _block(part, words)
                part = []
            part.append(line)
        if part:
            yield _block(part, words)


def _block(lines: list[str], words: frozenset[str]) -> Block:
    return Block("list item" if _ITEM.match(lines[0]) else "paragraph", join_lines(lines, words))


def _heading_level(line: str) -> int:
    """Return the depth of a line that stands alone as a heading; 0 where it is none."""
    if len(line) > 120 or line.endswith((".", ";", ",", "?", "!")) or not re.search(r"\w{2}", line):
        return 0
    if numbered := _NUMBER.match(line):
        return numbered.group(1).count(".") + 1
    if line.isupper():
        return 1
    words = line.split()
    return 2 if len(words) <= 10 and line[0].isupper() and not _ITEM.match(line) else 0
