"""Documents that the tests make themselves: PDF, DOCX and ODT, byte by byte where needed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

import docx
from docx.document import Document as WordDocument

FONTS = {"plain": b"Helvetica", "bold": b"Helvetica-Bold"}


@dataclass
class Sheet:
    """A page of a PDF. Coordinates are points from the top left corner, y at the baseline."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    parts: list[bytes] = field(default_factory=list)
    picture: tuple[int, int] | None = None

    def text(
        self, x: float, y: float, words: str, size: float = 11.0, *, bold: bool = False,
        angle: tuple[int, int, int, int] = (1, 0, 0, 1),
    ) -> Sheet:  # fmt: skip
        safe = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(")
        a, b, c, d = angle
        self.parts.append(
            b"BT /%s %.2f Tf %d %d %d %d %.2f %.2f Tm (%s) Tj ET"
            % (b"bold" if bold else b"plain", size, a, b, c, d, x, self.height - y,
               safe.replace(b")", b"\\)"))
        )  # fmt: skip
        return self

    def lines(
        self, x: float, y: float, lines: list[str], size: float = 11.0, *, bold: bool = False
    ) -> float:
        """Write lines under one another; return the baseline below the last."""
        for line in lines:
            self.text(x, y, line, size, bold=bold)
            y += 1.25 * size
        return y

    def rule(self, left: float, top: float, right: float, bottom: float) -> Sheet:
        low = self.height - max(top, bottom)
        wide, high = max(right - left, 0.5), max(abs(bottom - top), 0.5)
        self.parts.append(b"%.2f %.2f %.2f %.2f re f" % (left, low, wide, high))
        return self

    def scan(self, pixels: tuple[int, int] = (8, 8)) -> Sheet:
        """Cover the page with a picture."""
        self.picture = pixels
        self.parts.append(b"q %.2f 0 0 %.2f 0 0 cm /scan Do Q" % (self.width, self.height))
        return self


def pdf_of(sheets: list[Sheet], title: str = "") -> bytes:
    """Return a PDF of some pages."""
    objects: list[bytes] = [b"", b""]  # catalogue and page tree come last
    fonts = []
    for key, name in FONTS.items():
        objects.append(
            b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
        )
        fonts.append(b"/%s %d 0 R" % (key.encode(), len(objects)))
    kids = []
    for sheet in sheets:
        extra = b""
        if sheet.picture:
            wide, high = sheet.picture
            pixels = bytes(64) if wide * high > 64 else bytes(wide * high)
            objects.append(
                b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
                b"/BitsPerComponent 8 /Length %d >>\nstream\n%s\nendstream"
                % (wide, high, len(pixels), pixels)
            )
            extra = b"/XObject << /scan %d 0 R >>" % len(objects)
        content = b"\n".join(sheet.parts)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.1f %.1f] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << %s >> %s >> >>"
            % (sheet.width, sheet.height, sheet.rotate, len(objects), b" ".join(fonts), extra)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    info = b""
    if title:
        objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
        info = b"/Info %d 0 R" % len(objects)
    return file_of(objects, info)


def file_of(objects: list[bytes], info: bytes = b"") -> bytes:
    """Return the bytes of a PDF with these objects, numbered from 1; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, info, start,
    )  # fmt: skip
    return bytes(out)


def word(document: WordDocument | None = None) -> bytes:
    """Return the bytes of a Word document; without one, of a small one."""
    if document is None:
        document = docx.Document()
        document.add_heading("Skills", 1)
        document.add_paragraph("The borough has 41,000 jobs.")
        document.add_paragraph("training", style="List Bullet")
        table = document.add_table(2, 2)
        for at, words in enumerate(("sector", "jobs", "care", "900")):
            table.cell(at // 2, at % 2).text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive(members: dict[str, bytes | str], pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", pack) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


ODT_KIND = "application/vnd.oasis.opendocument.text"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body: str, more: dict[str, bytes | str] | None = None) -> bytes:
    """Return an OpenDocument text with this body."""
    content = (
        f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return archive({"mimetype": ODT_KIND, "content.xml": content, **(more or {})})


def docx_with(body: str, more: dict[str, bytes | str] | None = None) -> bytes:
    """Return a bare Word document with this body."""
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
            **(more or {}),
        }
    )
