"""OpenDocument texts (ODT): what stands in the body, with footnotes where they are referred to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from placewise.errors import DocumentError
from placewise.model.document import LeftOut
from placewise.review.reading.archive import Archive
from placewise.review.reading.blocks import Block, Found, table_text
from placewise.review.reading.cleaning import one_line
from placewise.review.reading.contents import without_contents
from placewise.review.reading.limits import ReadingLimits
from placewise.review.reading.markup import Element, attribute, child, local, parse_xml, title_in

_SKIPPED = {"tracked-changes", "annotation", "annotation-end", "sequence-decls", "forms",
            "variable-decls", "user-field-decls", "desc", "event-listeners"}  # fmt: skip
_INDEXES = {"table-of-content", "alphabetical-index", "illustration-index", "table-index",
            "object-index", "user-index"}  # fmt: skip
_MOST_COLUMNS = 200


@dataclass(slots=True)
class _Text:
    """A paragraph being put together: pieces, notes and text boxes inside."""

    pieces: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return one_line("".join(self.pieces))


def read_odt(data: bytes, name: str, limits: ReadingLimits) -> Found:
    """Read an OpenDocument text.

    Args:
        data: the bytes of the file.
        name: name of the file, for messages.
        limits: bounds of the archive.

    Raises:
        DocumentError: it is broken, encrypted, hostile or too large.
    """
    archive = Archive(data, name, limits)
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.part(manifest):
        raise DocumentError(
            "The document is encrypted and needs a password",
            where=name,
            action="Save a copy without a password and give that.",
        )
    body = child(parse_xml(archive.part("content.xml"), "content.xml", name), "body", "text")
    left_out: list[LeftOut] = []
    blocks = list(_blocks(body, left_out)) if body is not None else []
    kept, contents = without_contents(blocks)
    title = title_in(
        archive.part("meta.xml") if "meta.xml" in archive.names else None, "meta.xml", name
    )
    return Found("odt", kept, title, [*_running(archive, name), *left_out, *contents])


def _running(archive: Archive, name: str) -> list[LeftOut]:
    """Return the headers and footers of the page styles."""
    if "styles.xml" not in archive.names:
        return []
    root = parse_xml(archive.part("styles.xml"), "styles.xml", name)
    found = []
    for element in root.iter():
        kind = re.fullmatch(r"(header|footer)(?:-left|-first)?", local(element))
        text = one_line(" ".join(element.itertext())) if kind else ""
        if kind and text:
            found.append(LeftOut(f"running {kind.group(1)}", text))
    return found


def _blocks(parent: Element, left_out: list[LeftOut], listed: bool = False) -> Iterator[Block]:
    """Yield the blocks of a part of the document."""
    for element in parent:
        kind = local(element)
        if kind in ("p", "h"):
            yield from _paragraph(element, left_out, listed)
        elif kind in ("list-item", "list-header"):
            yield from _blocks(element, left_out, listed=True)
        elif kind == "table":
            yield from _table(element, left_out)
        elif kind in _INDEXES:
            texts = [_text(p).text for p in element.iter() if local(p) in ("p", "h")]
            left_out += [LeftOut("contents list", text) for text in texts if text]
        elif kind not in _SKIPPED:
            yield from _blocks(element, left_out, listed)


def _paragraph(element: Element, left_out: list[LeftOut], listed: bool) -> Iterator[Block]:
    found = _text(element)
    style = (attribute(element, "style-name") or "").casefold()
    if found.text:
        if local(element) == "h":
            told = attribute(element, "outline-level") or ""
            level = int(told) if re.fullmatch(r"\d{1,2}", told) else 1
            yield Block("heading", found.text, level=level)
        elif style == "title":
            yield Block("heading", found.text, level=1)
        elif style in ("caption", "illustration", "figure", "drawing"):
            yield Block("caption", found.text)
        else:
            yield Block("list item" if listed else "paragraph", found.text)
    for note in found.notes:
        texts = [_text(p).text for p in note.iter() if local(p) == "p"]
        yield Block("footnote", " ".join(texts))
    for box in found.boxes:
        yield from _blocks(box, left_out)


def _text(paragraph: Element) -> _Text:
    found = _Text()
    _add(paragraph, found)
    return found


def _add(element: Element, found: _Text) -> None:
    found.pieces.append(element.text or "")
    for part in element:
        kind = local(part)
        if kind in ("s", "tab", "line-break"):
            found.pieces.append(" ")
        elif kind == "note":
            body = child(part, "note-body")
            if body is not None:
                found.notes.append(body)
        elif kind == "text-box":
            found.boxes.append(part)
        elif kind not in _SKIPPED:
            _add(part, found)
        found.pieces.append(part.tail or "")


def _table(table: Element, left_out: list[LeftOut]) -> Iterator[Block]:
    """Yield a table; one of a single column is a box around paragraphs."""
    cells = [list(_through(row, {"table-cell", "covered-table-cell"}))
             for row in _through(table, {"table-row"})]  # fmt: skip
    if all(len(row) <= 1 for row in cells):
        for row in cells:
            for cell in row:
                yield from _blocks(cell, left_out)
        return
    rows = [
        [" ".join(block.text for block in _blocks(cell, left_out)) for cell in row][:_MOST_COLUMNS]
        for row in cells
    ]
    yield Block("table", table_text(rows))


def _through(element: Element, wanted: set[str]) -> Iterator[Element]:
    """Yield descendants of some names, not looking into them or into tables within."""
    for part in element:
        kind = local(part)
        if kind in wanted:
            yield part
        elif kind != "table" and kind not in _SKIPPED:
            yield from _through(part, wanted)
