"""Lines into headings, paragraphs, list items, footnotes and captions; contents lists kept out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from placewise.model.document import LeftOut
from placewise.review.reading.blocks import Block
from placewise.review.reading.cleaning import HYPHEN_AT_LINE_END, join_lines, one_line
from placewise.review.reading.contents import LEADERS, is_contents_title
from placewise.review.reading.grids import Table
from placewise.review.reading.order import Line

BULLET = re.compile(r"^\s*(?:[•▪◦‣●○■□➢➤►✓✔·∙]|[*–—-](?=\s)|o(?=\s))\s*")
LETTERED = re.compile(
    r"^\s*(?:\(?[a-z]\)|\(?[ivxl]{1,6}\)|\(?\d{1,2}\)|[a-z]\.(?=\s)|\d{1,2}\.(?=\s)|"
    r"[ivx]{1,5}\.(?=\s))\s*\S", re.IGNORECASE,
)  # fmt: skip
NUMBERED = re.compile(r"^\s*\d{1,2}(?:\.\d{1,3}){1,4}\.?\s+\S")
CAPTION = re.compile(
    r"(?i:Figure|Fig\.?|Table|Map|Chart|Graph|Diagram|Picture|Box|Figuur|Tabel|Kaart|Kuvio|"
    r"Taulukko|Kartta|Kuva|Abbildung|Tabelle|Tableau|Figura|Tabla)\s*\d+(?:[.\-]\d+)*[a-z]?"
    r"(?:\s*[:.–—-]|\s+[A-Z(]|$)"
)
FOOTNOTE = re.compile(r"^\s*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3}|[*†‡])\s*\S")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
LONGEST_HEADING = 200


@dataclass(slots=True)
class Draft:
    """Lines that belong together, before it is known what they are.

    Attributes:
        lines: the lines.
        page: the page of the first.
        table: the text, where it is a table.
        low: it begins in the lower part of its page.
    """

    lines: list[Line] = field(default_factory=list)
    page: int = 1
    table: str = ""
    low: bool = False

    @property
    def size(self) -> float:
        """Font size of most of it."""
        return _most((line_size(line), len(line_text(line))) for line in self.lines)

    @property
    def bold(self) -> bool:
        """It is bold throughout."""
        return all(line_bold(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Body:
    """How the body of a document is set.

    Attributes:
        size: font size of most characters.
        bold: most of it is bold.
        leading: usual distance of lines, by font size.
    """

    size: float
    bold: bool
    leading: dict[float, float]

    def usual(self, size: float) -> float:
        """Return the usual distance of lines at a font size."""
        return self.leading.get(round(size), 1.25 * size)


def line_text(line: Line) -> str:
    """Return the text of a line."""
    return " ".join(run.text for run in line.runs)


def line_size(line: Line) -> float:
    """Return the font size of most of a line."""
    return _most((run.size, len(run.text)) for run in line.runs)


def line_bold(line: Line) -> bool:
    """Say whether all of a line is bold."""
    weight = sum(len(run.text) for run in line.runs)
    return sum(run.bold * len(run.text) for run in line.runs) > 0.85 * weight


def _most(pairs: Iterable[tuple[float, int]]) -> float:
    counts: Counter[float] = Counter()
    for value, weight in pairs:
        counts[value] += weight
    return counts.most_common(1)[0][0] if counts else 10.0


def body_of(pages: Sequence[Sequence[Line | Table]]) -> Body:
    """Return how the body is set: the size of most characters, and usual distances of lines."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    steps: dict[float, Counter[float]] = {}
    for page in pages:
        lines = [item for item in page if isinstance(item, Line)]
        for line in lines:
            sizes[line_size(line)] += len(line_text(line))
            bold[line_bold(line)] += len(line_text(line))
        for above, below in pairwise(lines):
            size = line_size(above)
            step = below.runs[0].baseline - above.runs[0].baseline
            if abs(size - line_size(below)) < 0.6 and 0.8 * size < step < 2.2 * size:
                steps.setdefault(round(size), Counter())[round(2 * step) / 2] += 1
    leading = {
        size: counts.most_common(1)[0][0]
        for size, counts in steps.items() if sum(counts.values()) >= 5
    }  # fmt: skip
    return Body(sizes.most_common(1)[0][0] if sizes else 10.0, bold[True] > bold[False], leading)


def take_contents(
    page: Sequence[Line | Table], number: int, after_contents: bool
) -> tuple[list[Line | Table], list[LeftOut], bool]:
    """Take the lines of a contents list off a page.

    A contents list is a heading that says so and what follows it up to the last line that ends in
    dot leaders or a page number; without that heading, three such lines close to one another.

    Args:
        page: lines and tables in reading order.
        number: of the page.
        after_contents: the page before ended in a contents list.
    """
    lines = [item for item in page if isinstance(item, Line)]
    texts = [line_text(line) for line in lines]
    entries = [at for at, text in enumerate(texts) if LEADERS.search(text)]
    titles = [at for at, text in enumerate(texts) if is_contents_title(text)]
    if len(entries) < (3 if not (titles or after_contents) else 1):
        return list(page), [], False
    first = entries[0]
    if after_contents and first <= 2:
        first = 0
    first = min([at for at in titles if at <= first] or [first])
    gone: set[int] = set()
    last = first
    for at in [*titles, *entries]:
        gone.add(at)
    for before, after in zip(sorted({first, *entries}), entries, strict=False):
        if after - before <= 4:
            gone.update(range(before, after + 1))
        last = max(last, after)
    left_out = [
        LeftOut("contents list", one_line(texts[at].replace("\t", " ")), number)
        for at in sorted(gone)
    ]
    kept = [item for item in page if not any(item is lines[at] for at in gone)]
    return kept, left_out, last >= len(lines) - 3


def drafts_of(page: Sequence[Line | Table], number: int, height: float, body: Body) -> list[Draft]:
    """Return lines that belong together, and tables.

    Args:
        page: lines and tables in reading order.
        number: of the page.
        height: of the page.
        body: how the document is set.
    """
    drafts: list[Draft] = []
    for item in page:
        if isinstance(item, Table):
            drafts.append(Draft(page=number, table=item.text, low=item.top > 0.7 * height))
            continue
        last = drafts[-1] if drafts else None
        if last is not None and last.lines and _belongs(last, item, body):
            last.lines.append(item)
        else:
            drafts.append(Draft([item], number, low=item.runs[0].baseline > 0.5 * height))
    return drafts


def _belongs(draft: Draft, line: Line, body: Body) -> bool:
    """Say whether a line goes on with the lines before it."""
    above, text = draft.lines[-1], line_text(line)
    size = line_size(line)
    step = line.runs[0].baseline - above.runs[0].baseline
    if line.runs[0].marker is not None or BULLET.match(text) or starts_item(line, draft):
        return False
    if step <= 0:  # the next column: a sentence may go on
        return _goes_on(line_text(above), text) and abs(size - line_size(above)) < 0.6
    if abs(size - line_size(above)) > max(0.08 * size, 0.6):
        return False
    if step > 1.3 * body.usual(size):
        return False
    broken = line_text(above).rstrip().endswith(("-", HYPHEN_AT_LINE_END))
    if broken:
        return True
    if line_bold(line) != line_bold(above) and not _goes_on(line_text(above), text):
        return False
    if draft.bold and line_bold(line) and not body.bold:
        return True
    if _would_have_fit(above, line):
        return _goes_on(line_text(above), text) or size > 1.15 * body.size
    indent = line.runs[0].left - above.runs[0].left
    return not (0.8 * size < indent < 4 * size and _ENDS.search(line_text(above)))


def starts_item(line: Line, draft: Draft) -> bool:
    """Say whether a line starts a list item or a numbered paragraph.

    In the middle of a sentence a number or letter does so only where it follows the marker of
    the draft, as (b) follows (a), or stands further left than the line above.
    """
    text = line_text(line)
    if not (NUMBERED.match(text) or LETTERED.match(text)):
        return False
    above = draft.lines[-1]
    mid_sentence = not _ENDS.search(line_text(above).rstrip()) and not _is_short(above)
    if not mid_sentence or follows(marker_of(line_text(draft.lines[0])), marker_of(text)):
        return True
    edge = above.runs[0].left if above.runs[0].marker is None else above.runs[0].marker
    return line.runs[0].left < edge - 0.7 * line_size(line) and len(draft.lines) > 1


def marker_of(text: str) -> str:
    """Return the marker that a text starts with, without brackets and stops; "" without one."""
    found = re.match(r"^\s*\(?([a-z]|[ivxl]{1,6}|\d{1,2})[.)](?!\d)", text, re.IGNORECASE)
    return found.group(1).lower() if found else ""


def follows(before: str, after: str) -> bool:
    """Say whether a marker comes after another: 2 after 1, b after a, ii after i."""
    if before.isdigit() and after.isdigit():
        return int(after) == int(before) + 1
    roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    if before in roman and after in roman and roman.index(after) == roman.index(before) + 1:
        return True
    return len(before) == len(after) == 1 and ord(after) == ord(before) + 1


def _is_short(line: Line) -> bool:
    return line.runs[-1].right < line.right - 0.25 * (line.right - line.left)


def _would_have_fit(above: Line, line: Line) -> bool:
    """Say whether the first word of a line would have had room on the line above."""
    first = line.runs[0]
    words = first.text.split()
    if not words:
        return False
    wide = (first.right - first.left) * len(words[0]) / max(len(first.text), 1)
    room = above.right - above.runs[-1].right
    return room > wide + 1.2 * first.size


def _goes_on(above: str, below: str) -> bool:
    """Say whether the text of a line reads as going on from the one above."""
    first = below.lstrip("\"'“‘([")[:1]
    return bool(first) and (first.islower() or first.isdigit()) and not _ENDS.search(above.rstrip())


def blocks_of(drafts: Sequence[Draft], body: Body, words: frozenset[str]) -> list[Block]:
    """Say what each draft is, join what goes on over a page, and find the depth of headings.

    Args:
        drafts: of all pages, in order.
        body: how the document is set.
        words: words of the document, for hyphens at line ends.
    """
    kinds = [kind_of(draft, body) for draft in drafts]
    _find_bold_lists(drafts, kinds)
    depth = _depths([d for d, kind in zip(drafts, kinds, strict=True) if kind == "heading"])
    blocks: list[Block] = []
    open_block: int | None = None
    for draft, kind in zip(drafts, kinds, strict=True):
        text = draft.table or join_lines([line_text(line) for line in draft.lines], words)
        level = depth[_look(draft)] if kind == "heading" else None
        if kind == "heading":
            text = re.sub(r"^(\d{1,2}\.)(?=[A-Z])", r"\1 ", text)
        if kind == "paragraph" and open_block is not None:
            before = blocks[open_block]
            if before.page != draft.page and _continues(before.text, text):
                blocks[open_block] = Block(
                    before.kind, join_lines([before.text, text], words), before.page
                )
                continue
        blocks.append(Block(kind, text, draft.page, level))
        if kind in ("paragraph", "list item"):
            open_block = len(blocks) - 1
        elif kind == "heading":
            open_block = None
    return blocks


def _find_bold_lists(drafts: Sequence[Draft], kinds: list[str]) -> None:
    """Make list items of headings whose markers follow one another with nothing between them."""
    for at in range(1, len(drafts)):
        if kinds[at] == "heading" and kinds[at - 1] in ("heading", "list item"):
            above, here = (line_text(drafts[place].lines[0]) for place in (at - 1, at))
            near = drafts[at].page == drafts[at - 1].page
            if near and follows(marker_of(above), marker_of(here)):
                kinds[at - 1] = kinds[at] = "list item"


def _depths(headings: Sequence[Draft]) -> dict[tuple[float, bool], int]:
    """Return how deep headings of each look are: larger ones stand above smaller ones.

    The largest is the title. Other looks that are rare (on a cover, in a picture) do not make a
    depth of their own: they share that of the next smaller look.
    """
    counts = Counter(_look(draft) for draft in headings)
    often = max(2, len(headings) // 20)
    depths, depth = {}, 1
    for at, look in enumerate(sorted(counts, reverse=True)):
        depths[look] = depth
        depth += at == 0 or counts[look] >= often
    return depths


def _continues(before: str, after: str) -> bool:
    return bool(after) and after[0].islower() and not re.search(r"[.!?:;]$", before)


def _look(draft: Draft) -> tuple[float, bool]:
    return (round(draft.size), draft.bold)


def kind_of(draft: Draft, body: Body) -> str:
    """Return the kind of a draft."""
    if draft.table:
        return "table"
    text = one_line(" ".join(line_text(line) for line in draft.lines))
    if CAPTION.match(text) and len(text) < 250:
        return "caption"
    if _is_heading(text, draft, body):
        return "heading"
    if draft.low and draft.size <= 0.9 * body.size and FOOTNOTE.match(text):
        return "footnote"
    if BULLET.match(text) or (LETTERED.match(text) and not NUMBERED.match(text)):
        return "list item"
    return "paragraph"


def _is_heading(text: str, draft: Draft, body: Body) -> bool:
    letters = sum(character.isalpha() for character in text)
    if letters < 3 or len(text) > LONGEST_HEADING or len(draft.lines) > 4 or BULLET.match(text):
        return False
    sentence = bool(re.search(r"[.;,]$", text)) or text[:1].islower()
    if draft.size >= 1.12 * body.size:
        return not sentence or len(text) < 40
    bold = draft.bold and not body.bold and draft.size >= 0.93 * body.size
    return bold and not sentence
