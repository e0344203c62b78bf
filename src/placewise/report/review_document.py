"""The document itself as HTML: every passage with its marks, and the reasons beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

import polars as pl

from placewise.model.document import Passage
from placewise.model.review import Review
from placewise.model.wording import capital
from placewise.report.marked import Mark, Piece, Span, cut_to, marked, printable
from placewise.report.signs import BY_KIND, Sign

LARGEST = 1_300_000
"""Characters of the marked document; of a longer one, marks on names and quiet passages go."""
TOP = 3
"""Heading level of the document's own first level: below the title of the section."""
MASKED = "masked name"
LEFT_OUT = (
    "the marks on masked names",
    "the marks on masked names and the passages without another mark",
    "the marks on masked names and the passages without a claim or figure that was judged",
)
"""What goes, step by step, until the document is small enough."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The marked document.

    Attributes:
        html: its markup.
        note: what was left out to keep the page small; ``""`` where nothing was.
    """

    html: str
    note: str


@dataclass(slots=True)
class _Block:
    """One passage with what stands in and beside it.

    Attributes:
        passage: the passage.
        spans: the stretches that marks do not cross.
        pieces: for each of them, the pieces of marks in it.
        whole: signs of marks on the whole passage.
        notes: the margin.
        worth: 2 with a claim, figure or case, 1 with another mark than on a name, else 0.
    """

    passage: Passage
    spans: list[Span]
    pieces: list[list[Piece]]
    whole: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    worth: int = 0

    def note(self, sign: Sign, label: str, reason: str, row: str) -> None:
        """Add a reason to the margin."""
        self.notes[_note(sign.code, sign.kind, label, reason, row)] = None
        self.worth = max(self.worth, 1 if sign.group == "Passages" and sign.code != "sb" else 2)


def shown_document(review: Review, links: dict[tuple[int, int, str, str], str]) -> Shown:
    """Return the document with its marks, small enough for a page.

    Args:
        review: the review.
        links: ids of the rows of claims and figures, by (start, end, kind, label) of their marks.
    """
    shown = Shown(_written(review, review.marks, links, 0), "")
    marks = review.marks.filter(pl.col("kind") != MASKED)
    for least, left_out in enumerate(LEFT_OUT):
        if len(shown.html) <= LARGEST:
            break
        note = f"To keep the page small, {left_out} are left out; the tables have them."
        shown = Shown(_written(review, marks, links, least), note)
    return shown


def _written(
    review: Review,
    marks: pl.DataFrame,
    links: dict[tuple[int, int, str, str], str],
    least: int,
) -> str:
    """Return headings, and the passages that are worth at least so much."""
    blocks = _blocks(review, marks, links)
    text = review.document.text
    out: list[str] = []
    listing, depth, page, left = False, TOP - 1, None, 0

    def close() -> Iterator[str]:
        nonlocal listing, left
        if listing:
            yield "</ul>"
        if left:
            yield f'<p class="left">{left} {"passage" if left == 1 else "passages"} left out</p>'
        listing, left = False, 0

    for block in blocks:
        passage = block.passage
        if passage.page is not None and passage.page != page:
            out += [*close(), f'<p class="pg" id=g{passage.page}>Page {passage.page}</p>']
            page = passage.page
        if block.worth < least and passage.kind != "heading":
            left += 1
            continue
        item = passage.kind == "list item"
        if item != listing or left:
            out += close()
            listing = item
            out += ['<ul class="items">'] if item else []
        if passage.kind == "heading":
            depth = min(depth + 1, TOP - 1 + (passage.level or 1), 6)
        out.append(_block_html(block, text, depth))
    return "\n".join([*out, *close()])


def _blocks(
    review: Review, marks: pl.DataFrame, links: dict[tuple[int, int, str, str], str]
) -> list[_Block]:
    """Return the passages with the pieces of the marks in each and the notes beside each."""
    blocks = [_Block(passage, _cells(passage), []) for passage in review.document.passages]
    owner: list[int] = []
    spans: list[Span] = []
    for number, block in enumerate(blocks):
        owner += [number] * len(block.spans)
        spans += block.spans
    inline: list[Mark] = []
    starts = {block.passage.start: block for block in blocks}
    told: list[tuple[int, str, str, str, str]] = []
    named: set[str] = set()
    for start, end, kind, label, reason in marks.sort("start", maintain_order=True).iter_rows():
        sign = BY_KIND[kind]
        row = links.get((start, end, kind, label), "")
        around = starts.get(start)
        if sign.whole and around is not None and end == around.passage.end:
            around.whole.append(sign.code)
            around.note(sign, label, reason, row)
            continue
        inline.append(Mark(start, end, sign.code, f"t{row}" if row and row not in named else ""))
        named.add(row)
        told.append((len(inline) - 1, kind, label, reason, row))
    pieces = cut_to(spans, inline)
    first: dict[int, int] = {}
    position = {id(mark): at for at, mark in enumerate(inline)}
    for at, there in enumerate(pieces):
        blocks[owner[at]].pieces.append(there)
        for piece in there:
            first.setdefault(position[id(piece.mark)], owner[at])
    for at, kind, label, reason, row in told:
        if kind != MASKED and at in first:
            blocks[first[at]].note(BY_KIND[kind], label, reason, row)
    return blocks


def _cells(passage: Passage) -> list[Span]:
    """Return the stretches that marks must not cross: cells of a table, else the passage."""
    if passage.kind != "table":
        return [(passage.start, passage.end)] if passage.end > passage.start else []
    return [
        (passage.start + found.start(), passage.start + found.end())
        for found in re.finditer(r"[^\t\n]+", passage.text)
    ]


def _note(code: str, kind: str, label: str, reason: str, row: str) -> str:
    """Return one reason for the margin, with the way to the row of its table."""
    said = capital(kind).replace("'", "’")
    if kind.startswith("claim "):
        said = f"{said}: {label}"
    named = f'<a href="#{row}">{_safe(said)}</a>' if row else f"<b>{_safe(said)}</b>"
    return f"<li class={code}>{named} {_safe(reason)}</li>"


def _safe(text: str | None) -> str:
    return escape(printable(text or ""), quote=False)


def _block_html(block: _Block, text: str, depth: int) -> str:
    """Return one passage and its margin."""
    passage = block.passage
    tag = "li" if passage.kind == "list item" else "div"
    classes = " ".join(["row", *dict.fromkeys(block.whole), *([] if block.worth else ["q"])])
    notes = f'<ul class="why">{"".join(block.notes)}</ul>' if block.notes else ""
    return (
        f'<{tag} class="{classes}" id=p{passage.number}>{_body(block, text, depth)}{notes}</{tag}>'
    )


def _body(block: _Block, text: str, depth: int) -> str:
    """Return the text of one passage in the element of its kind."""
    passage = block.passage
    if passage.kind == "table":
        return _table_html(block, text)
    inner = "".join(
        marked(text, span, there) for span, there in zip(block.spans, block.pieces, strict=True)
    )
    if passage.kind == "heading":
        return f"<h{depth}>{inner}</h{depth}>"
    kind = {"footnote": " class=foot", "caption": " class=cap"}.get(passage.kind, "")
    return f"<p{kind}>{inner}</p>"


def _table_html(block: _Block, text: str) -> str:
    """Return a table; its first row is taken for its head."""
    passage = block.passage
    written = {
        span: marked(text, span, there)
        for span, there in zip(block.spans, block.pieces, strict=True)
    }
    rows, at = [], passage.start
    for number, line in enumerate(passage.text.split("\n")):
        cells = []
        for column, cell in enumerate(line.split("\t")):
            end = at + len(cell)
            head = ' scope="col"' if number == 0 else ' scope="row"' if column == 0 else ""
            tag = "th" if head and cell.strip() else "td"
            cells.append(
                f"<{tag}{head if tag == 'th' else ''}>{written.get((at, end), '')}</{tag}>"
            )
            at = end + 1
        rows.append(f"<tr>{''.join(cells)}</tr>")
    where = f" on page {passage.page}" if passage.page is not None else ""
    under = f" under “{printable(passage.heading)}”" if passage.heading else ""
    caption = escape(f"A table{where} of the document{under}")
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody>"
        "</table></div>"
    )


def signs_shown(marks: pl.DataFrame) -> list[tuple[str, Sequence[tuple[str, str, str, int]]]]:
    """Return the kinds of mark that there are by group: code, kind, meaning, how many."""
    counts = dict(marks.group_by("kind").len().iter_rows())
    groups: dict[str, list[tuple[str, str, str, int]]] = {}
    for sign in BY_KIND.values():
        if counts.get(sign.kind):
            said = capital(sign.kind).replace("'", "’")
            row = (sign.code, said, sign.meaning, counts[sign.kind])
            groups.setdefault(sign.group, []).append(row)
    return list(groups.items())
