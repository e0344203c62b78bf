"""What stands on a page of a PDF: runs of characters with place and style, ruled lines, pictures.

Coordinates are points from the top left corner of the page as it is read: x to the right, y down.
Where most of a page is set at a right angle, the page is turned first.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from placewise.review.reading.cleaning import HYPHEN_AT_LINE_END
from placewise.review.reading.limits import ReadingLimits

BREAK = 1.0
"""A gap of as many font sizes ends a run."""
NO_SPACE = 0.04
"""A space between characters that are nearer than as many font sizes is none."""
SPACE = 0.2
"""Characters that are as many font sizes apart have a space between them."""
THIN = 3.0
"""Rectangles up to as many points wide are ruled lines."""

_BOLD = re.compile(r"bold|black|heavy|medium|demi(?!.*light)|-bd|,bd", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|-it\b", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ENDS_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹htdrsn")
"""How text ends after something raised: numbers of notes, and the ends of 94th, 1st, 2nd, 3rd."""
_HYPHENS = {0x2, 0xFFFE}
_SPACES = frozenset({0x20, 0xA0, 0x09, *range(0x2000, 0x200C)})
_PRIVATE_BULLETS = range(0xF000, 0xF100)
"""Where fonts of symbols (Wingdings, Symbol) put their bullets."""


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look: font, size in points, weight, slope."""

    font: str
    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class Run:
    """Characters that stand side by side on one baseline.

    Attributes:
        text: the characters.
        left: where it begins.
        right: where it ends.
        baseline: where it stands.
        style: how most of it looks.
        bold: share of its characters that are bold.
        marker: it was joined to a list marker or number at its left, which ends here.
    """

    text: str
    left: float
    right: float
    baseline: float
    style: Style
    bold: float
    marker: float | None = None

    @property
    def size(self) -> float:
        """Font size in points."""
        return self.style.size

    @property
    def top(self) -> float:
        """Upper edge, about the height of capitals."""
        return self.baseline - 0.75 * self.style.size

    @property
    def bottom(self) -> float:
        """Lower edge, below the descenders."""
        return self.baseline + 0.25 * self.style.size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in page coordinates."""

    left: float
    top: float
    right: float
    bottom: float


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


@dataclass(slots=True)
class _Glyph:
    """One character: code, start and end of its advance, origin, style, direction."""

    code: int
    box: tuple[float, float, float, float]
    x: float
    y: float
    style: Style
    quarter: int | None


class Fonts:
    """Styles of text objects, looked up once a font."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, bool, bool]] = {}

    def of(self, thing: Any, size: float) -> Style:
        """Return the style of a text object at a size."""
        font = pdfium.FPDFTextObj_GetFont(thing)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._known:
            self._known[key] = self._look(font) if font else ("", False, False)
        name, bold, italic = self._known[key]
        return Style(name, size, bold, italic)

    @staticmethod
    def _look(font: Any) -> tuple[str, bool, bool]:
        buffer = ctypes.create_string_buffer(256)
        length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
        raw = buffer.raw[: max(min(length, 256) - 1, 0)].decode("utf-8", "replace")
        name = re.sub(r"^[A-Z]{6}\+", "", raw)
        bold = bool(_BOLD.search(name)) or pdfium.FPDFFont_GetWeight(font) >= 500
        angle = ctypes.c_int()
        slanted = bool(pdfium.FPDFFont_GetItalicAngle(font, angle)) and angle.value != 0
        return name, bold, slanted or bool(_ITALIC.search(name))


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
    glyphs, cut = _glyphs(text_page, fonts, limits.characters_a_page)
    counts = Counter(glyph.quarter for glyph in glyphs if glyph.quarter is not None)
    turn = counts.most_common(1)[0][0] if counts else pdfium.FPDFPage_GetRotation(page) % 4
    frame = _Frame(box, turn)
    found = Page(number, frame.width, frame.height, cut=cut)
    frame.turn_all(glyphs)
    _add_objects(page, frame, found, limits.objects_a_page)
    found.runs = _runs([g for g in glyphs if g.quarter == turn], found.rules)
    found.turned = _loose_runs([g for g in glyphs if g.quarter != turn])
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

    def turn_all(self, glyphs: list[_Glyph]) -> None:
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


def _glyphs(text_page: Any, fonts: Fonts, most: int) -> tuple[list[_Glyph], bool]:
    """Return the characters of a page; spaces that pdfium supplied carry the style before them."""
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    at_x, at_y, at_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    unicode_of, object_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject
    origin_of, box_of = pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetLooseCharBox
    glyphs: list[_Glyph] = []
    last, style = None, Style("", 10.0, bold=False, italic=False)
    quarter: int | None = 0
    for index in range(min(count, most)):
        code = unicode_of(text_page, index)
        if code in (0x0D, 0x0A, 0):
            continue
        thing = object_of(text_page, index)
        if thing:
            key = ctypes.addressof(thing.contents)
            if key != last:
                last = key
                style, quarter = _style_of(text_page, index, thing, fonts, matrix)
        origin_of(text_page, index, at_x, at_y)
        box_of(text_page, index, at_box)
        place = (box.left, box.bottom, box.right, box.top)
        if math.isfinite(sum(place) + x.value + y.value):
            glyphs.append(_Glyph(code, place, x.value, y.value, style, quarter))
    return glyphs, count > most


def _style_of(
    text_page: Any, index: int, thing: Any, fonts: Fonts, matrix: Any
) -> tuple[Style, int | None]:
    """Return the style of a text object, and its quarter turn; None at any other angle."""
    size = ctypes.c_float()
    if not pdfium.FPDFTextObj_GetFontSize(thing, size):
        size.value = 10.0
    a, b, scale = 1.0, 0.0, 1.0
    if pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        a, b, scale = matrix.a, matrix.b, math.hypot(matrix.c, matrix.d)
    real = abs(size.value) * scale
    real = min(max(real, 0.5), 2000.0) if math.isfinite(real) else 10.0
    angle = math.degrees(math.atan2(b, a)) % 360 if math.isfinite(a) and math.isfinite(b) else 0.0
    nearest = round(angle / 90)
    quarter = nearest % 4 if abs(angle - 90 * nearest) < 3 else None
    return fonts.of(thing, round(real, 1)), quarter


def _runs(glyphs: list[_Glyph], rules: list[Box]) -> list[Run]:
    """Put characters together to runs; a wide gap, a step back or another baseline ends one.

    So does an upright line between two words: it parts cells of a table.
    """
    upright = sorted(
        (box for box in rules if box.bottom - box.top > 5.0 and box.right - box.left <= THIN),
        key=lambda box: box.left,
    )
    edges = [box.left for box in upright]
    runs: list[Run] = []
    part: list[_Glyph] = []
    if not glyphs:
        return runs
    last = glyphs[0]
    for glyph in glyphs:
        if _is_space(glyph.code):
            if part:
                part.append(glyph)
            continue
        if part:
            size = max(last.style.size, glyph.style.size)
            gap = glyph.box[0] - last.box[2]
            near = -0.6 * size < gap < BREAK * size and abs(glyph.y - last.y) < 0.45 * size
            ligature = glyph.box == last.box
            if not (near or ligature) or (
                gap > 0.15 * size and upright and _parted(last, glyph, upright, edges)
            ):
                _close(part, runs)
                part = []
        part.append(glyph)
        last = glyph
    _close(part, runs)
    return _with_raised(runs)


def _with_raised(runs: list[Run]) -> list[Run]:
    """Join small raised runs (numbers of notes, the th of 94th) to the runs beside them."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is None or not -0.3 * run.size < run.left - last.right < 0.7 * last.size:
            joined.append(run)
        elif _is_raised(run, last):
            last.text += run.text.translate(_RAISED)
            last.right = run.right
        elif _is_raised(last, run) and len(last.text) <= 3:
            run.text, run.left = f"{last.text.translate(_RAISED)} {run.text}", last.left
            joined[-1] = run
        elif last.text[-1:] in _ENDS_RAISED and last.baseline == run.baseline:
            space = " " if run.left - last.right > SPACE * run.size else ""
            last.text, last.right = f"{last.text}{space}{run.text}", run.right
        else:
            joined.append(run)
    return joined


def _is_raised(small: Run, beside: Run) -> bool:
    up = (beside.baseline - small.baseline) / beside.size
    return small.size <= 0.8 * beside.size and 0.15 < up < 0.75 and len(small.text) <= 4


def _parted(before: _Glyph, after: _Glyph, upright: list[Box], edges: list[float]) -> bool:
    """Say whether an upright line stands between two characters."""
    first, last = bisect_left(edges, before.box[2] - 1.0), bisect_right(edges, after.box[0] + 1.0)
    middle = before.y - 0.3 * before.style.size
    return any(box.top <= middle <= box.bottom for box in upright[first:last])


def _close(part: list[_Glyph], runs: list[Run], *, as_it_is: bool = False) -> None:
    part = part if as_it_is else _with_true_spaces(part)
    if all(glyph.code in _SPACES for glyph in part):
        return
    solid = [glyph for glyph in part if glyph.code not in _SPACES]
    style = solid[0].style
    if any(glyph.style is not style for glyph in solid):
        sizes = Counter(glyph.style for glyph in solid)
        style = max(sizes, key=lambda s: (sizes[s], s.size))
    baseline = next(glyph.y for glyph in solid if glyph.style == style)
    text = "".join(_character(glyph, style.size, baseline) for glyph in part)
    runs.append(
        Run(
            text,
            min(glyph.box[0] for glyph in solid),
            max(glyph.box[2] for glyph in solid),
            baseline,
            style,
            sum(glyph.style.bold for glyph in solid) / len(solid),
        )
    )


def _with_true_spaces(part: list[_Glyph]) -> list[_Glyph]:
    """Return characters with a space where there is room for one, and nowhere else.

    PDFium takes the letters of a ligature apart and supplies a space between them; it sees none
    where a tab was.
    """
    spaced: list[_Glyph] = []
    space: _Glyph | None = None
    for glyph in part:
        if _is_space(glyph.code):
            space = glyph
            continue
        if spaced:
            last = spaced[-1]
            gap = (glyph.box[0] - last.box[2]) / max(last.style.size, glyph.style.size)
            if gap > (NO_SPACE if space else SPACE):
                spaced.append(space or _Glyph(0x20, last.box, last.x, last.y, last.style, 0))
        spaced.append(glyph)
        space = None
    return spaced


def _character(glyph: _Glyph, size: float, baseline: float) -> str:
    code = glyph.code
    if code in _HYPHENS:
        return HYPHEN_AT_LINE_END
    if code in _PRIVATE_BULLETS:
        return "•"
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return ""
    character = chr(code)
    if glyph.style.size < 0.85 * size and glyph.y < baseline - 0.15 * size:
        return character.translate(_RAISED)
    return character


def _loose_runs(glyphs: list[_Glyph]) -> list[Run]:
    """Put characters at other angles together as the file has them: by text object and spaces."""
    runs: list[Run] = []
    part: list[_Glyph] = []
    for glyph in glyphs:
        if part and not _is_space(glyph.code):
            last = part[-1]
            size = 2.5 * max(last.style.size, glyph.style.size)
            if abs(glyph.x - last.x) > size or abs(glyph.y - last.y) > size:
                _close(part, runs, as_it_is=True)
                part = []
        if part or not _is_space(glyph.code):
            part.append(glyph)
    _close(part, runs, as_it_is=True)
    return runs


def _is_space(code: int) -> bool:
    return code in _SPACES


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
