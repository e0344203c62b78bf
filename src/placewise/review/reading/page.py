"""What stands on a page of a PDF: runs of characters, ruled lines, pictures.

Coordinates are points from the top left corner of the page as it is read: x to the right, y down.
Where most of a page is set at a right angle, the page is turned first.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from placewise.review.reading.glyphs import Fonts, Glyph, glyphs_of
from placewise.review.reading.limits import ReadingLimits
from placewise.review.reading.runs import THIN, Box, Run, loose_runs_of, runs_of


@dataclass(slots=True)
class Page:
    """One page as found.

    Attributes:
        number: from 1.
        width: in points.
        height: in points.
        runs: the runs of upright text, in the order of the file.
        turned: runs set at another angle.
        rules: thin rectangles and lines.
        pictures: share of the page that pictures cover, at most 1.
        drawings: number of drawn paths.
        cut: characters or objects beyond the limits were left out.
        broken: the page could not be loaded.
    """

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    turned: list[Run] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: float = 0.0
    drawings: int = 0
    cut: bool = False
    broken: bool = False


def page_of(page: Any, text_page: Any, number: int, fonts: Fonts, limits: ReadingLimits) -> Page:
    """Return what stands on a page.

    Args:
        page: a loaded page of pdfium.
        text_page: its text page.
        number: from 1.
        fonts: styles seen so far.
        limits: how many characters and objects are looked at.
    """
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        box.left, box.bottom, box.right, box.top = 0.0, 0.0, 612.0, 792.0
    glyphs, cut = glyphs_of(text_page, fonts, limits.characters_a_page)
    counts = Counter(glyph.quarter for glyph in glyphs if glyph.quarter is not None)
    turn = counts.most_common(1)[0][0] if counts else pdfium.FPDFPage_GetRotation(page) % 4
    frame = _Frame(box, turn)
    found = Page(number, frame.width, frame.height, cut=cut)
    frame.turn_all(glyphs)
    _add_objects(page, frame, found, limits.objects_a_page)
    found.runs = runs_of([g for g in glyphs if g.quarter == turn], found.rules)
    found.turned = loose_runs_of([g for g in glyphs if g.quarter != turn])
    return found


class _Frame:
    """The page turned so that most of its text is upright."""

    def __init__(self, box: Any, turn: int) -> None:
        self._left, self._bottom, self._right, self._top = box.left, box.bottom, box.right, box.top
        self._turn = turn
        wide, high = max(box.right - box.left, 1.0), max(box.top - box.bottom, 1.0)
        self.width, self.height = (high, wide) if turn % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the file in page coordinates."""
        if self._turn == 0:
            return x - self._left, self._top - y
        if self._turn == 1:
            return y - self._bottom, x - self._left
        if self._turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def turn_all(self, glyphs: list[Glyph]) -> None:
        """Bring characters into page coordinates."""
        for glyph in glyphs:
            if self._turn == 0:  # nearly always, so without a call for each character
                left, bottom, right, top = glyph.box
                glyph.x, glyph.y = glyph.x - self._left, self._top - glyph.y
                glyph.box = (
                    left - self._left, self._top - top, right - self._left, self._top - bottom
                )  # fmt: skip
            else:
                glyph.x, glyph.y = self.point(glyph.x, glyph.y)
                glyph.box = self.rectangle(*glyph.box)

    def rectangle(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return a rectangle of the file as left, top, right, bottom in page coordinates."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _add_objects(page: Any, frame: _Frame, found: Page, most: int) -> None:
    """Count pictures and drawings of a page, and keep the thin ones as ruled lines."""
    count = max(pdfium.FPDFPage_CountObjects(page), 0)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    covered = 0.0
    for index in range(min(count, most)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        edges = (left.value, bottom.value, right.value, top.value)
        if not all(map(math.isfinite, edges)):
            continue
        box = Box(*frame.rectangle(*edges))
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            wide = min(box.right, found.width) - max(box.left, 0.0)
            high = min(box.bottom, found.height) - max(box.top, 0.0)
            covered += max(wide, 0.0) * max(high, 0.0)
            continue
        found.drawings += 1
        if min(box.right - box.left, box.bottom - box.top) <= THIN:
            found.rules.append(box)
    found.pictures = min(covered / (found.width * found.height), 1.0)
    found.cut = found.cut or count > most
