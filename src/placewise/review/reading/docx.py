"""Word documents (DOCX): what stands in the body, with footnotes where they are referred to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from placewise.model.document import LeftOut
from placewise.review.reading.archive import Archive
from placewise.review.reading.blocks import Block, Found, table_text
from placewise.review.reading.cleaning import one_line
from placewise.review.reading.contents import without_contents
from placewise.review.reading.limits import ReadingLimits
from placewise.review.reading.markup import (
    RAISED,
    Element,
    attribute,
    child,
    children,
    local,
    parse_xml,
    title_in,
)

BOLD_DEPTH = 4
"""Depth of a heading that is one only by being bold and short."""
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr", "tblPr",
            "sdtPr", "annotationRef", "pict"}  # fmt: skip
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says: its name, depth as a heading, whether it makes lists."""

    name: str
    level: int | None
    listed: bool


@dataclass(slots=True)
class _Text:
    """A paragraph being put together: pieces, notes referred to, text boxes inside, bold share."""

    pieces: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    bold: int = 0
    hidden: int = 0

    @property
    def text(self) -> str:
        return one_line("".join(self.pieces))


def read_docx(data: bytes, name: str, limits: ReadingLimits) -> Found:
    """Read a Word document.

    Args:
        data: the bytes of the file.
        name: name of the file, for messages.
        limits: bounds of the archive.

    Raises:
        DocumentError: it is broken, hostile or too large.
    """
    archive = Archive(data, name, limits)
    reading = _Reading(archive, name)
    body = child(reading.part("word/document.xml"), "body")
    blocks = list(reading.blocks(body)) if body is not None else []
    kept, contents = without_contents(blocks)
    core = "docProps/core.xml"
    title = title_in(archive.part(core) if core in archive.names else None, core, name)
    notes = ["Hidden text was passed over."] if reading.hidden else []
    left_out = [*reading.running(), *reading.left_out, *contents]
    return Found("docx", kept, title, left_out, notes=notes)


class _Reading:
    """One document being read: its styles, notes, and what was kept out so far."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        self._styles = self._read_styles()
        self._notes = {
            **self._read_notes("footnote"),
            **self._read_notes("endnote"),
        }
        self.left_out: list[LeftOut] = []
        self.hidden = False

    def part(self, member: str) -> Element:
        return parse_xml(self._archive.part(member), member, self._name)

    def _read_styles(self) -> dict[str, _Style]:
        if "word/styles.xml" not in self._archive.names:
            return {}
        raw = {
            attribute(style, "styleId") or "": style
            for style in children(self.part("word/styles.xml"), "style")
        }
        return {key: self._style(key, raw) for key in raw}

    def _style(self, key: str, raw: dict[str, Element]) -> _Style:
        """Return a style with what it takes over from those it is based on."""
        name = _style_name(raw[key])
        level: int | None = None
        listed, seen, at = False, set(), key
        while at in raw and at not in seen:
            seen.add(at)
            element = raw[at]
            told = re.fullmatch(r"heading (\d)", _style_name(element))
            outline = child(element, "pPr", "outlineLvl")
            if level is None and told:
                level = int(told.group(1))
            if level is None and outline is not None:
                level = _number(attribute(outline, "val"), 9) + 1
            listed = listed or child(element, "pPr", "numPr") is not None
            based = child(element, "basedOn")
            at = (attribute(based, "val") or "") if based is not None else ""
        if name == "title":
            level = 1
        return _Style(name, level if level is not None and level <= 9 else None, listed)

    def _read_notes(self, kind: str) -> dict[str, Element]:
        member = f"word/{kind}s.xml"
        if member not in self._archive.names:
            return {}
        return {
            f"{kind} {attribute(note, 'id')}": note
            for note in children(self.part(member), kind)
            if attribute(note, "type") in (None, "normal")
        }

    def running(self) -> list[LeftOut]:
        """Return the headers and footers of the sections."""
        found = []
        for member in sorted(self._archive.names):
            if told := re.fullmatch(r"word/(header|footer)\d*\.xml", member):
                text = " ".join(
                    self._text(p).text for p in self.part(member).iter() if local(p) == "p"
                )
                if one_line(text):
                    found.append(LeftOut(f"running {told.group(1)}", one_line(text)))
        return found

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield the blocks of a part of the document."""
        for element in parent:
            kind = local(element)
            if kind == "p":
                yield from self._paragraph(element)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind == "sdt" and _is_contents(element):
                texts = [self._text(p).text for p in element.iter() if local(p) == "p"]
                self.left_out += [LeftOut("contents list", text) for text in texts if text]
            elif kind not in _SKIPPED:
                yield from self.blocks(element)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        found = self._text(element)
        style_of = child(element, "pPr", "pStyle")
        key = (attribute(style_of, "val") or "") if style_of is not None else ""
        style = self._styles.get(key, _Style(key.casefold(), None, listed=False))
        if found.text and re.match(r"toc \d|toc\d|table of figures", style.name):
            self.left_out.append(LeftOut("contents list", found.text))
        elif found.text:
            kind, level = self._kind(element, style, found)
            yield Block(kind, found.text, level=level)
        for note in found.notes:
            if note in self._notes:
                texts = [self._text(p).text for p in self._notes[note].iter() if local(p) == "p"]
                yield Block("footnote", " ".join(texts))
        for box in found.boxes:
            yield from self.blocks(box)

    def _kind(self, element: Element, style: _Style, found: _Text) -> tuple[str, int | None]:
        own = child(element, "pPr", "outlineLvl")
        if own is not None and (level := _number(attribute(own, "val"), 9)) < 9:
            return "heading", level + 1
        if style.level is not None:
            return "heading", style.level
        if style.name == "caption":
            return "caption", None
        number = child(element, "pPr", "numPr", "numId")
        if number is not None:
            listed = attribute(number, "val") != "0"
        else:
            listed = style.listed or style.name.startswith("list ")
        if listed:
            return "list item", None
        letters = sum(not character.isspace() for character in found.text)
        if found.bold >= letters and len(found.text) <= 120 and found.text[-1] not in ".;,":
            return "heading", BOLD_DEPTH
        return "paragraph", None

    def _table(self, table: Element) -> Iterator[Block]:
        """Yield a table; one of a single column is a box around paragraphs."""
        rows = list(_through(table, "tr", {"tbl"}))
        cells = [list(_through(row, "tc", {"tbl"})) for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:
                    yield from self.blocks(cell)
            return
        yield Block("table", table_text([self._row(row) for row in cells]))

    def _row(self, cells: list[Element]) -> list[str]:
        row: list[str] = []
        for cell in cells:
            merged = child(cell, "tcPr", "vMerge")
            goes_on = merged is not None and attribute(merged, "val") in (None, "continue")
            row.append("" if goes_on else " ".join(block.text for block in self.blocks(cell)))
            span = child(cell, "tcPr", "gridSpan")
            wide = _number(attribute(span, "val"), 1) if span is not None else 1
            row += [""] * (min(wide, _MOST_COLUMNS) - 1)
        return row[:_MOST_COLUMNS]

    def _text(self, paragraph: Element) -> _Text:
        found = _Text()
        self._add(paragraph, found)
        self.hidden = self.hidden or found.hidden > 0
        return found

    def _add(self, parent: Element, found: _Text) -> None:
        for element in parent:
            kind = local(element)
            if kind == "r":
                self._run(element, found)
            elif kind == "txbxContent":
                found.boxes.append(element)
            elif kind not in _SKIPPED:
                self._add(element, found)

    def _run(self, run: Element, found: _Text) -> None:
        look = child(run, "rPr")
        if look is not None and _on(look, "vanish"):
            found.hidden += 1
            return
        bold = look is not None and _on(look, "b")
        raised = child(run, "rPr", "vertAlign")
        high = raised is not None and attribute(raised, "val") == "superscript"
        for element in run:
            kind = local(element)
            if kind == "t":
                text = element.text or ""
                found.pieces.append(text.translate(RAISED) if high else text)
                found.bold += sum(not c.isspace() for c in text) if bold else 0
            elif kind in ("tab", "br", "cr", "ptab"):
                found.pieces.append(" ")
            elif kind == "noBreakHyphen":
                found.pieces.append("-")
            elif kind in ("footnoteReference", "endnoteReference"):
                found.notes.append(f"{kind[:-9]} {attribute(element, 'id')}")
            elif kind not in _SKIPPED:
                self._add_inside(element, found)

    def _add_inside(self, element: Element, found: _Text) -> None:
        """Look for text boxes in drawings."""
        if local(element) == "txbxContent":
            found.boxes.append(element)
            return
        for part in element:
            if local(part) not in _SKIPPED:
                self._add_inside(part, found)


def _through(element: Element, wanted: str, stops: set[str]) -> Iterator[Element]:
    """Yield descendants of a name, not looking into them or into elements that stop."""
    for part in element:
        kind = local(part)
        if kind == wanted:
            yield part
        elif kind not in stops and kind not in _SKIPPED:
            yield from _through(part, wanted, stops)


def _style_name(style: Element) -> str:
    named = child(style, "name")
    return (attribute(named, "val") or "").casefold() if named is not None else ""


def _is_contents(element: Element) -> bool:
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def _on(look: Element, wanted: str) -> bool:
    element = child(look, wanted)
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else default
