"""The characters of a page of a PDF: what they are, where they stand and how they look."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BOLD = re.compile(r"bold|black|heavy|medium|demi(?!.*light)|-bd|,bd", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|-it\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look: font, size in points, weight, slope."""

    font: str
    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class Glyph:
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
        self._styles: dict[tuple[int, float], Style] = {}

    def of(self, thing: Any, size: float) -> Style:
        """Return the style of a text object at a size; the same object for the same style."""
        font = pdfium.FPDFTextObj_GetFont(thing)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._known:
            self._known[key] = self._look(font) if font else ("", False, False)
        if (key, size) not in self._styles:
            name, bold, italic = self._known[key]
            self._styles[key, size] = Style(name, size, bold, italic)
        return self._styles[key, size]

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


def _direct(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of PDFium that takes and gives plain addresses, in half the time.

    It is called several times for every character; nothing else runs in the process that reads.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_unicode_of = _direct(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_object_of = _direct(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_origin_of = _direct(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_box_of = _direct(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)


def glyphs_of(text_page: Any, fonts: Fonts, most: int) -> tuple[list[Glyph], bool]:
    """Return the characters of a page; spaces that pdfium supplied carry the style before them."""
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    at_x, at_y, at_box = ctypes.addressof(x), ctypes.addressof(y), ctypes.addressof(box)
    at_page = ctypes.cast(text_page, _ADDRESS).value
    unicode_of, object_of, origin_of, box_of = _unicode_of, _object_of, _origin_of, _box_of
    glyphs: list[Glyph] = []
    last, style = None, Style("", 10.0, bold=False, italic=False)
    quarter: int | None = 0
    for index in range(min(count, most)):
        code = unicode_of(at_page, index)
        if code in (0x0D, 0x0A, 0):
            continue
        key = object_of(at_page, index)
        if key and key != last:
            last = key
            thing = pdfium.FPDFText_GetTextObject(text_page, index)
            style, quarter = _style_of(text_page, index, thing, fonts, matrix)
        origin_of(at_page, index, at_x, at_y)
        box_of(at_page, index, at_box)
        place = (box.left, box.bottom, box.right, box.top)
        if math.isfinite(sum(place) + x.value + y.value):
            glyphs.append(Glyph(code, place, x.value, y.value, style, quarter))
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
