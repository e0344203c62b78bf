"""HTML pages: headings, paragraphs, lists, tables; navigation and page footers kept out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from placewise.errors import DocumentError
from placewise.model.document import LeftOut
from placewise.review.reading.blocks import Block, Found, table_text
from placewise.review.reading.cleaning import one_line
from placewise.review.reading.contents import without_contents
from placewise.review.reading.limits import ReadingLimits
from placewise.review.reading.markup import RAISED, Element, local
from placewise.review.reading.text import decoded

_SKIPPED = {"script", "style", "template", "noscript", "head", "svg", "math", "iframe",
            "object", "button", "select", "input", "textarea", "form", "canvas", "audio",
            "video"}  # fmt: skip
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i",
           "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
           "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "big", "acronym"}  # fmt: skip
_HEADING = re.compile(r"h[1-6]")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes, name: str, limits: ReadingLimits) -> Found:
    """Read an HTML page.

    Args:
        data: the bytes of the file.
        name: name of the file, for messages.
        limits: how deep it may be nested.

    Raises:
        DocumentError: it cannot be parsed, or is nested too deeply.
    """
    root = parse_html(_text_of(data, name), name)
    walk = _Walk(limits, name)
    walk.over(root)
    kept, contents = without_contents(walk.blocks)
    title = next((e.text or "" for e in root.iter("title")), "")
    return Found("html", kept, title, [*walk.left_out, *contents])


def parse_html(text: str, name: str) -> Element:
    """Return the root of an HTML page.

    Raises:
        DocumentError: there is nothing in it that can be parsed.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            f"The HTML cannot be parsed ({str(error)[:200]})", where=name,
            action="Open it in a browser and save it again.",
        ) from None  # fmt: skip
    if root is None:
        raise DocumentError("The HTML holds no element", where=name)
    return root


def _text_of(data: bytes, name: str) -> str:
    """Return the page as text: in the encoding that it names, else as plain text is told."""
    told = _CHARSET.search(data[:4096])
    if told and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        label = told.group(1).decode("ascii")
        try:
            return data.decode("cp1252" if label.lower() == "iso-8859-1" else label, "replace")
        except (LookupError, ValueError):
            pass
    return decoded(data, name)


class _Walk:
    """The page gone through once: text is gathered until a block begins or ends."""

    def __init__(self, limits: ReadingLimits, name: str) -> None:
        self._limits, self._name = limits, name
        self.blocks: list[Block] = []
        self.left_out: list[LeftOut] = []
        self._pieces: list[str] = []

    def over(self, element: Element, kind: str = "paragraph", depth: int = 0) -> None:
        """Go through an element whose text is of a kind."""
        if depth > self._limits.depth:
            raise DocumentError(
                "The HTML is nested too deeply",
                where=self._name,
                allowed=f"{self._limits.depth} elements within one another",
            )
        tag = local(element)
        if tag in _SKIPPED or _is_hidden(element):
            return
        if tag in ("nav", "footer"):
            self._leave_out(element, tag)
        elif tag == "table" and (rows := _rows(element)):
            self._flush(kind)
            caption = next((one_line(_flat(part)) for part in element.iter("caption")), "")
            self.blocks.append(Block("caption", caption))
            self.blocks.append(Block("table", table_text(rows)))
        elif tag == "br":
            self._pieces.append(" ")
        elif tag in _INLINE:
            self._inline(element, kind, depth)
        else:
            self._flush(kind)
            inner = _kind_of(element, tag, kind)
            self._inline(element, inner, depth)
            self._flush(inner, int(tag[1]) if _HEADING.fullmatch(tag) else None)

    def _inline(self, element: Element, kind: str, depth: int) -> None:
        text = element.text or ""
        self._pieces.append(text.translate(RAISED) if local(element) == "sup" else text)
        for part in element:
            self.over(part, kind, depth + 1)
            self._pieces.append(part.tail or "")

    def _flush(self, kind: str, level: int | None = None) -> None:
        text = one_line("".join(self._pieces))
        self._pieces.clear()
        if text:
            heading = kind == "heading"
            self.blocks.append(Block(kind, text, level=(level or 1) if heading else None))

    def _leave_out(self, element: Element, tag: str) -> None:
        text = one_line(" ".join(element.itertext()))
        if text:
            kind = "contents list" if tag == "nav" else "running footer"
            self.left_out.append(LeftOut(kind, text))


def _is_hidden(element: Element) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or bool(_HIDDEN.search(style))


def _kind_of(element: Element, tag: str, kind: str) -> str:
    if _HEADING.fullmatch(tag):
        return "heading"
    if tag in ("li", "dd", "dt"):
        notes = "footnote" in (element.get("id") or "") or element.get("role") == "doc-footnote"
        return "footnote" if kind == "footnote" or notes else "list item"
    if tag in ("figcaption", "caption"):
        return "caption"
    told = f"{element.get('class') or ''} {element.get('role') or ''}"
    if re.search(r"\bfootnotes?\b|\bdoc-(?:foot|end)notes?\b", told):
        return "footnote"
    return kind if kind in ("list item", "footnote") else "paragraph"


def _rows(table: Element) -> list[list[str]]:
    """Return the rows of a table; none where it only lays out the page (one column, or tables)."""
    if any(True for part in table.iter("table") if part is not table):
        return []
    rows = [
        [one_line(_flat(cell)) for cell in row if local(cell) in ("td", "th")]
        for row in table.iter("tr")
    ]
    return rows if any(len(row) > 1 for row in rows) else []


def _flat(element: Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for part in element.iter():
        if part.tag == "br" or local(part) in ("p", "li", "div"):
            yield " "
        raised = local(part) == "sup"
        if local(part) not in _SKIPPED:
            yield (part.text or "").translate(RAISED) if raised else (part.text or "")
        if part is not element:
            yield part.tail or ""
