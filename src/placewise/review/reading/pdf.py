"""PDF files with a text layer, read through PDFium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from placewise.errors import DocumentError
from placewise.model.document import LeftOut
from placewise.review.reading.blocks import Block, Found
from placewise.review.reading.cleaning import vocabulary
from placewise.review.reading.contents import is_contents_title
from placewise.review.reading.furniture import take_furniture
from placewise.review.reading.glyphs import Fonts
from placewise.review.reading.grids import Table, ruled_tables
from placewise.review.reading.limits import ReadingLimits, too_large
from placewise.review.reading.order import Line, in_reading_order, join_markers
from placewise.review.reading.page import Page, page_of
from placewise.review.reading.paragraphs import (
    blocks_of,
    body_of,
    drafts_of,
    take_contents,
)
from placewise.review.reading.runs import Run

SCANNED = 0.5
"""A page without text whose pictures cover at least this share is a scan."""

_OPENING_ERRORS = {
    pdfium.FPDF_ERR_FORMAT: "The PDF is broken: its structure cannot be read",
    pdfium.FPDF_ERR_PASSWORD: "The PDF is encrypted and needs a password",
    pdfium.FPDF_ERR_SECURITY: "The PDF is encrypted in a way that is not known",
}


def read_pdf(data: bytes, name: str, limits: ReadingLimits) -> Found:
    """Read a PDF.

    Args:
        data: the bytes of the file.
        name: name of the file, for messages.
        limits: bounds of pages, characters and objects.

    Raises:
        DocumentError: the file is broken, encrypted, too large, or has no text layer.
    """
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _not_opened(name)
    try:
        pages = _pages(document, name, limits)
        title = _title(document)
    finally:
        pdfium.FPDF_CloseDocument(document)
    scanned = [p.number for p in pages if not p.runs and not p.turned and p.pictures >= SCANNED]
    if not any(page.runs or page.turned for page in pages):
        raise _no_text(pages, scanned, name)
    notes = _notes(pages, scanned)
    left_out, blocks = _blocks(pages)
    return Found("pdf", blocks, title, left_out, len(pages), scanned, notes)


def _not_opened(name: str) -> DocumentError:
    code = pdfium.FPDF_GetLastError()
    what = _OPENING_ERRORS.get(code, "The PDF cannot be opened")
    encrypted = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
    action = (
        "Save a copy without a password and give that."
        if encrypted
        else "Open it in a PDF viewer to see whether it is whole; export it again if it is not."
    )
    return DocumentError(what, where=name, action=action)


def _pages(document: Any, name: str, limits: ReadingLimits) -> list[Page]:
    count = pdfium.FPDF_GetPageCount(document)
    if count <= 0:
        raise DocumentError("The PDF has no pages", where=name)
    if count > limits.pages:
        raise too_large("pages", count, limits.pages, name)
    pages, broken, characters, fonts = [], [], 0, Fonts()
    for index in range(count):
        page = pdfium.FPDF_LoadPage(document, index)
        text_page = pdfium.FPDFText_LoadPage(page) if page else None
        if text_page:
            fonts = Fonts()  # PDFium may give the address of a closed font to another
            found = page_of(page, text_page, index + 1, fonts, limits)
            _check_size(found, name, limits)
            characters += sum(len(run.text) for run in found.runs)
            pages.append(found)
            pdfium.FPDFText_ClosePage(text_page)
        else:
            broken.append(index + 1)
            pages.append(Page(index + 1, 1.0, 1.0, broken=True))
        if page:
            pdfium.FPDF_ClosePage(page)
        if characters > limits.characters:
            raise too_large("characters", characters, limits.characters, name)
    if len(broken) == count:
        raise DocumentError(
            "The PDF is broken: none of its pages can be read", where=name,
            action="Open it in a PDF viewer to see whether it is whole; export it again if not.",
        )  # fmt: skip
    return pages


def _check_size(page: Page, name: str, limits: ReadingLimits) -> None:
    longest = max(page.width, page.height)
    if longest > limits.page_points:
        raise DocumentError(
            f"Page {page.number} is {longest / 72:,.0f} inches long: no page of a document",
            where=f"{name}, page {page.number}",
            allowed=f"up to {limits.page_points / 72:,.0f} inches",
        )


def _title(document: Any) -> str:
    length = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length < 2_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _no_text(pages: Sequence[Page], scanned: Sequence[int], name: str) -> DocumentError:
    if scanned:
        what = "The PDF is a scan without a text layer: its pages are pictures"
        action = "Run text recognition (OCR) on it and give the result."
        return DocumentError(
            what, where=f"{name}, {_page_list(scanned)} of {len(pages)}", action=action
        )
    return DocumentError(
        "The PDF holds no text: its pages are empty or only drawn",
        where=f"{name}, {len(pages)} pages",
        action="Check that it is the right file; export it with text, or run text recognition.",
    )


def _notes(pages: Sequence[Page], scanned: Sequence[int]) -> list[str]:
    notes = []
    if scanned:
        notes.append(f"Nothing was read from {_page_list(scanned)}: pictures without a text layer.")
    drawn = [
        p.number for p in pages
        if not p.runs and not p.turned and p.number not in scanned and (p.drawings or p.pictures)
    ]  # fmt: skip
    if drawn:
        notes.append(f"There is no text on {_page_list(drawn)}, only pictures or drawings.")
    if broken := [page.number for page in pages if page.broken]:
        notes.append(f"{_page_list(broken).capitalize()} cannot be read: the file is damaged.")
    if turned := [page.number for page in pages if page.turned]:
        notes.append(
            f"Text set at an angle was read after the rest of its page on {_page_list(turned)}."
        )
    if cut := [page.number for page in pages if page.cut]:
        notes.append(f"There is more on {_page_list(cut)} than is read of one page.")
    return notes


def _page_list(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20])
    more = f" and {len(numbers) - 20} more" if len(numbers) > 20 else ""
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _blocks(pages: Sequence[Page]) -> tuple[list[LeftOut], list[Block]]:
    """Return what was left out and the blocks of all pages."""
    words = vocabulary([run.text for page in pages for run in page.runs])
    tables: list[list[Table]] = []
    for page in pages:
        found, page.runs = ruled_tables(page.runs, page.rules, words)
        tables.append(found)
    left_out = take_furniture(pages)
    laid_out: list[list[Line | Table]] = []
    after = False
    for page, ruled in zip(pages, tables, strict=True):
        runs = join_markers(_with_page_numbers(page.runs))
        lines = in_reading_order([*runs, *ruled], words, page.width, page.height)
        kept, contents, after = take_contents(lines, page.number, after)
        left_out += contents
        laid_out.append(kept)
    body = body_of(laid_out)
    drafts = [
        draft
        for page, lines in zip(pages, laid_out, strict=True)
        for draft in [
            *drafts_of(lines, page.number, page.height, body),
            *drafts_of(_turned(page.turned), page.number, page.height, body),
        ]
    ]
    order = {"running header": 0, "contents list": 1, "running footer": 2, "page number": 3}
    left_out.sort(key=lambda part: (part.page or 0, order[part.kind]))
    return left_out, blocks_of(drafts, body, words)


def _turned(runs: Iterable[Run]) -> list[Line | Table]:
    return [Line([run], run.left, run.right) for run in runs]


def _with_page_numbers(runs: Sequence[Run]) -> list[Run]:
    """Return runs in which a page number far at the right belongs to its line of a contents list.

    That is done on pages that say that they hold one.
    """
    if not any(is_contents_title(run.text) for run in runs):
        return list(runs)
    numbers = [run for run in runs if run.text.strip().isdigit() and len(run.text.strip()) < 4]
    taken: dict[int, Run] = {}
    for number in numbers:
        before = [
            run for run in runs
            if run is not number and run.right <= number.left and len(run.text) > 2
            and abs(run.baseline - number.baseline) < 0.45 * run.size
        ]  # fmt: skip
        if before:
            taken[id(max(before, key=lambda run: run.right))] = number
    gone = {id(number) for number in taken.values()}
    return [
        Run(f"{run.text}\t{taken[id(run)].text.strip()}", run.left, taken[id(run)].right,
            run.baseline, run.style, run.bold)
        if id(run) in taken else run
        for run in runs if id(run) not in gone
    ]  # fmt: skip
