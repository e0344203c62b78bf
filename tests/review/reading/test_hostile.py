"""Files made to hurt a reader: each gets one clear error, soon."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from tests.review.reading.files import Sheet, archive, docx_with, file_of, odt, pdf_of, word

from placewise.errors import DocumentError
from placewise.review.reading import ReadingLimits, read_document

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise("abcdefghij"))
    + ']><w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    '<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
)


def lying(data: bytes) -> bytes:
    """Return an archive whose directory says that every part is one byte long."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def locked(data: bytes) -> bytes:
    """Return an archive that says its parts are encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(mark, at + 4)
    return bytes(out)


def deep(tag: str, times: int) -> str:
    return f"<{tag}>" * times + "words" + f"</{tag}>" * times


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "entity bomb": (lambda: docx_with("", {"word/document.xml": LAUGHS}), "declares entities"),
    "external entity": (lambda: docx_with("", {"word/document.xml": OUTSIDE}), "declares entities"),
    "entities in a style sheet": (
        lambda: docx_with("<w:p/>", {"word/styles.xml": LAUGHS}), "declares entities"),
    "entities in an open document": (
        lambda: archive({"mimetype": "application/vnd.oasis.opendocument.text",
                         "content.xml": OUTSIDE}), "declares entities"),
    "zip bomb": (
        lambda: docx_with("", {"word/document.xml": b"<w>" + bytes(60_000_000)}), "made to swell"),
    "archive that lies": (
        lambda: lying(docx_with("<w:p><w:r><w:t>words</w:t></w:r></w:p>")), "broken"),
    "locked archive": (lambda: locked(word()), "encrypted"),
    "encrypted open document": (
        lambda: odt("x", {"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
    "many parts": (
        lambda: archive({"word/document.xml": "<x/>", **{str(n): b"" for n in range(10_001)}}),
        "10,002 parts"),
    "nested archive": (
        lambda: archive({"inner.docx": word(), "more.zip": archive({"x": word()})}), "an archive"),
    "cut archive": (lambda: word()[:-400], "broken"),
    "no xml": (lambda: docx_with("", {"word/document.xml": "words"}), "broken"),
    "deep xml": (lambda: docx_with(deep("w:smartTag", 5_000)), "broken"),
    "deep html": (lambda: f"<html>{deep('div', 250)}".encode(), "nested too deeply"),
    "cut pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "broken"),
    "pdf without pages": (
        lambda: file_of([b"<< /Type /Catalog /Pages 2 0 R >>",
                         b"<< /Type /Pages /Kids [] /Count 0 >>"]), "broken|no pages"),
    "pdf that is its own parent": (
        lambda: file_of([b"<< /Type /Catalog /Pages 2 0 R >>",
                         b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]), "broken|no pages"),
    "pdf that promises pages": (
        lambda: file_of([b"<< /Type /Catalog /Pages 2 0 R >>",
                         b"<< /Type /Pages /Kids [] /Count 999999999 >>"]),
        "broken|no pages|too large"),
    "locked pdf": (
        lambda: pdf_of([Sheet().text(60, 80, "words")]).replace(
            b"trailer <<", b"trailer << /ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 "
            b"/Length 128 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"),
        "encrypted"),
    "absurd page": (
        lambda: pdf_of([Sheet(width=9e8, height=9e8).text(60, 80, "words and words")]),
        "inches long|no text"),
}  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        docx_with("<w:tbl><w:tr><w:tc>" * 75 + "<w:p><w:r><w:t>words</w:t></w:r></w:p>"
                  + "</w:tc><w:tc/></w:tr></w:tbl>" * 75),
        odt("<table:table><table:table-row><table:table-cell>" * 75 + "<text:p>words</text:p>"
            + "</table:table-cell><table:table-cell/></table:table-row></table:table>" * 75),
        f"<html><table>{'<tr><td>a<td><table>' * 60}<tr><td>words</html>".encode(),
    ],
    ids=["docx", "odt", "html"],
)  # fmt: skip
def test_tables_within_tables(data: bytes) -> None:
    start = time.process_time()
    try:
        assert "words" in read_document(data, "plan").text
    except DocumentError as error:
        assert "too deeply" in error.what  # noqa: PT017
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", CASES)
def test_hostile_files_get_one_clear_error(name: str) -> None:
    make, words = CASES[name]
    data = make()
    start = time.process_time()
    with pytest.raises(DocumentError, match=words) as caught:
        read_document(data, "plan")
    assert time.process_time() - start < 5
    assert caught.value.where.startswith("plan")


def test_a_word_file_within_its_limits_is_read_part_by_part() -> None:
    with pytest.raises(DocumentError, match="bytes when unpacked"):
        read_document(word(), "plan", ReadingLimits(unpacked_bytes=1_000))
    with pytest.raises(DocumentError, match=r"too large: [0-9,]+ bytes"):
        read_document(word(), "plan", ReadingLimits(file_bytes=1_000))
    padding: dict[str, bytes | str] = {"word/media/image1.png": bytes(80_000_000)}
    document = read_document(docx_with("<w:p><w:r><w:t>words</w:t></w:r></w:p>", padding), "plan")
    assert document.text == "words"


def test_an_entity_in_html_reaches_no_file() -> None:
    page = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><p>words &a;</p>'
    assert read_document(page.encode(), "x").text.startswith("words")


def test_a_huge_picture_is_never_unpacked() -> None:
    sheet = Sheet().text(60, 80, "Words beside a picture").scan((60_000, 60_000))
    start = time.process_time()
    assert read_document(pdf_of([sheet]), "x").text == "Words beside a picture"
    assert time.process_time() - start < 2


def test_many_pages_take_bounded_time() -> None:
    def sheets() -> Iterator[Sheet]:
        for number in range(1_000):
            sheet = Sheet()
            sheet.text(60, 40, "Growth plan", 9)
            sheet.lines(60, 120, [f"Page {number} holds a few words of its own"] * 2)
            yield sheet

    start = time.process_time()
    document = read_document(pdf_of(list(sheets())), "x")
    assert time.process_time() - start < 20
    assert document.pages == 1_000
    assert len(document.left_out) == 1_000
    assert document.passages[-1].page == 1_000


@pytest.mark.parametrize("words", [2_900, 4_000])
def test_a_page_full_of_scattered_words_takes_bounded_time(words: int) -> None:
    sheet = Sheet()
    for at in range(words):
        sheet.text(7 * at % 590, 11 * at % 830, "ab", 4)
    start = time.process_time()
    document = read_document(pdf_of([sheet]), "x")
    assert time.process_time() - start < 10
    assert document.text.count("ab") == words


def test_a_page_full_of_lines_takes_bounded_time() -> None:
    sheet = Sheet()
    for at in range(60):
        sheet.rule(9 * at, 0, 9 * at, 800)
        sheet.rule(0, 13 * at, 590, 13 * at)
        sheet.text(9 * at + 2, 13 * at + 10, "a", 5)
    start = time.process_time()
    read_document(pdf_of([sheet]), "x")
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*" * 20_000 + "a", "> " * 3_000 + "a", "`" * 9_999]
)
def test_markdown_made_to_stall(text: str) -> None:
    start = time.process_time()
    try:
        read_document(text.encode(), "x.md")
    except DocumentError as error:
        assert "no text" in str(error)  # noqa: PT017
    assert time.process_time() - start < 10
