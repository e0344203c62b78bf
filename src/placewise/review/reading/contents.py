"""Contents lists in documents without pages: kept out of the passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from placewise.model.document import LeftOut
from placewise.review.reading.blocks import Block
from placewise.review.reading.cleaning import one_line

CONTENTS = re.compile(
    r"(?:table of )?contents(?: page)?:?|list of (?:figures|tables|maps|policies|appendices)|"
    r"inhoud(?:sopgave)?|sis(?:ä|a)ll(?:ys|ysluettelo)|sis(?:ä|a)lt(?:ö|o)|inhalt|"
    r"sommaire|table des matières|índice|indice",
    re.IGNORECASE,
)
"""What stands above a contents list."""
LEADERS = re.compile(r"(?:[.…_·]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*$|\t\d{1,4}$")
"""How a line of a contents list ends: dot leaders, or a tab and a page number."""


def is_contents_title(text: str) -> bool:
    """Say whether a text is what stands above a contents list."""
    return bool(CONTENTS.fullmatch(one_line(text)))


def without_contents(blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    """Return blocks without contents lists, and these.

    A contents list is a title that says so and the blocks after it that repeat headings of the
    document or end as such lines do; anywhere else, a block that ends in dot leaders.

    Args:
        blocks: in reading order.
    """
    headings = {_bare(block.text) for block in blocks if block.kind == "heading"}
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    inside = False
    for at, block in enumerate(blocks):
        listed = block.kind != "heading" and _bare(block.text) in headings
        ends = bool(LEADERS.search(block.text.rstrip())) and block.kind != "table"
        if is_contents_title(block.text) and block.kind in ("heading", "paragraph"):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            inside = after is not None and (
                bool(LEADERS.search(after.text.rstrip()))
                or (after.kind != "heading" and _bare(after.text) in headings)
            )
            gone = inside
        else:
            inside = inside and (listed or ends)
            gone = inside or ends
        if gone:
            left_out.append(LeftOut("contents list", one_line(block.text), block.page))
        else:
            kept.append(block)
    return kept, left_out


def _bare(text: str) -> str:
    """Return the text of a heading or its line in a contents list, without numbers around it."""
    text = re.sub(r"[\s.…_·]*\d*\s*$", "", one_line(text).casefold())
    return re.sub(r"^[\d.]+\s*", "", text)
