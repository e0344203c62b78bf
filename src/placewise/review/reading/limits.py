"""How large a document may be: every reader stops here with a clear error."""

from __future__ import annotations

from dataclasses import dataclass

from placewise.errors import DocumentError


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Bounds that keep the reading of any file, a hostile one too, bounded in time and memory.

    Attributes:
        file_bytes: size of the file.
        unpacked_bytes: size of the parts of an archive that are read (DOCX, ODT).
        ratio: how many times larger than packed a part of an archive may be, above 1 MB.
        members: parts of an archive.
        pages: pages of a PDF.
        characters: characters of the whole text.
        characters_a_page: characters of one page of a PDF.
        objects_a_page: drawn objects looked at on one page of a PDF.
        depth: nesting of elements.
        page_points: longest side of a page, in points (1/72 inch).
    """

    file_bytes: int = 200_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 200
    members: int = 10_000
    pages: int = 5_000
    characters: int = 20_000_000
    characters_a_page: int = 100_000
    objects_a_page: int = 20_000
    depth: int = 200
    page_points: float = 15_000.0


def too_large(what: str, found: float, allowed: float, name: str) -> DocumentError:
    """Return the error for a document that passes a limit.

    Args:
        what: what is counted, such as ``pages``.
        found: how many there are.
        allowed: how many there may be.
        name: name of the file.
    """
    return DocumentError(
        f"The document is too large: {found:,.0f} {what}",
        where=name,
        allowed=f"at most {allowed:,.0f} {what}",
        action="Split the document, or leave out what is no part of the strategy.",
    )
