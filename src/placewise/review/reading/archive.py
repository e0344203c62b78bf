"""Documents that are archives (DOCX, ODT): their parts, unpacked within limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from placewise.errors import DocumentError
from placewise.review.reading.limits import ReadingLimits, too_large

SMALL = 1_000_000
"""Parts up to this size may be packed as well as they like."""
_OTHER = {
    "xl/workbook.xml": ("an Excel workbook", "Load tables with a recipe: `placewise data load`."),
    "ppt/presentation.xml": ("a PowerPoint presentation", "Save it as PDF."),
    "META-INF/container.xml": ("an electronic book", "Save it as PDF or HTML."),
}


class Archive:
    """The parts of an archive.

    Args:
        data: the bytes of the archive.
        name: its name, for messages.
        limits: how many parts there may be, and how large they may become.

    Raises:
        DocumentError: the archive is broken, encrypted, or becomes too large.
    """

    def __init__(self, data: bytes, name: str, limits: ReadingLimits) -> None:
        self._name, self._limits, self._read = name, limits, 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._broken(str(error)) from None
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise too_large("parts in the archive", len(members), limits.members, name)
        self.names = frozenset(member.filename for member in members)

    def part(self, member: str) -> bytes:
        """Return a part, unpacked piece by piece so that a bomb is met before it goes off.

        Raises:
            DocumentError: it is missing, broken, encrypted, or larger than the limits allow.
        """
        try:
            about = self._zip.getinfo(member)
        except KeyError:
            raise self._broken(f"its part {member} is missing") from None
        if about.flag_bits & 1:
            raise DocumentError(
                "The document is encrypted and needs a password",
                where=self._name,
                action="Save a copy without a password and give that.",
            )
        pieces, size = [], 0
        try:
            with self._zip.open(about) as file:
                while piece := file.read(1 << 20):
                    size += len(piece)
                    self._check(member, size, about.compress_size)
                    pieces.append(piece)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError,
        ) as error:  # fmt: skip
            raise self._broken(str(error)) from None
        self._read += size
        return b"".join(pieces)

    def _check(self, member: str, size: int, packed: int) -> None:
        if self._read + size > self._limits.unpacked_bytes:
            raise too_large(
                "bytes when unpacked", self._read + size, self._limits.unpacked_bytes, self._name
            )
        if size > max(SMALL, self._limits.ratio * packed):
            raise DocumentError(
                f"The document is made to swell: {member} becomes more than "
                f"{self._limits.ratio} times larger when it is unpacked",
                where=self._name,
                action="Do not open it; ask its sender for a PDF.",
            )

    def _broken(self, how: str) -> DocumentError:
        return DocumentError(
            "The document is broken: its archive cannot be read" + (f" ({how})" if how else ""),
            where=self._name,
            action="Open it in a word processor and save it again.",
        )


def format_of_archive(data: bytes, name: str, limits: ReadingLimits) -> str:
    """Return ``docx`` or ``odt``.

    Args:
        data: the bytes of the archive.
        name: its name, for messages.
        limits: bounds of the archive.

    Raises:
        DocumentError: it is broken, or another kind of archive.
    """
    from placewise.review.reading.formats import ALLOWED

    archive = Archive(data, name, limits)
    if "word/document.xml" in archive.names:
        return "docx"
    if "content.xml" in archive.names and "mimetype" in archive.names:
        kind = archive.part("mimetype").decode("ascii", "replace").strip()
        if kind.startswith("application/vnd.oasis.opendocument.text"):
            return "odt"
        raise DocumentError(
            f"The file is an OpenDocument file, but no text: {kind[:80]}",
            where=name, allowed=ALLOWED, action="Save it as PDF.",
        )  # fmt: skip
    for member, (what, action) in _OTHER.items():
        if member in archive.names:
            raise DocumentError(f"The file is {what}", where=name, allowed=ALLOWED, action=action)
    raise DocumentError(
        "The file is an archive, not a document",
        where=name, allowed=ALLOWED, action="Unpack it and give one document in it.",
    )  # fmt: skip
