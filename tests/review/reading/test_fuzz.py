"""Valid files with bytes changed: a document comes out, or one clear error, and nothing else."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.review.reading.files import Sheet, odt, pdf_of, word

from placewise.errors import DocumentError
from placewise.model.document import LEFT_OUT_KINDS, PASSAGE_KINDS, Document
from placewise.review.reading import read_document

KINDS = ["pdf", "docx", "odt", "html", "markdown"]
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HTML = b"""<html><head><title>Plan</title></head><body><h1>Plan</h1><p>One <b>two</b></p>
<ul><li>three</ul><table><tr><td>a<td>b</table><nav>x</nav></body></html>"""
MARKDOWN = b"# Plan\n\nOne *two* [three](x)\n\n- four\n- five\n\n|a|b|\n|-|-|\n|1|2|\n\n[^1]: six\n"
PIECES = [
    b"<", b">", b"&", b"&#0;", b"&#xD800;", b"<![CDATA[", b"\x00", b"\xff\xfe", b"obj", b"endobj",
    b"stream", b"R", b"<<", b">>", b"[", b"]", b"/Kids", b"/Rotate 45", b"-1", b"99999999999",
    b"1e9", b"nan", b"\n#", b"|", b"```", b"<table>", b"</p>", b"\xef\xbf\xbe", b"'\"",
]  # fmt: skip


@cache
def valid(kind: str) -> bytes:
    if kind == "pdf":
        sheets = []
        for number in range(3):
            sheet = Sheet().text(60, 40, "Plan", 9).text(60, 90, "Growth", 18, bold=True)
            sheet.lines(60, 120, ["Some words of a paragraph that", "goes on here."])
            sheet.text(60, 200, "a)").text(80, 200, "an item").text(300, 800, f"Page {number}")
            sheet.rule(60, 300, 400, 300).rule(60, 300, 60, 350).rule(60, 350, 400, 350)
            sheets.append(sheet)
        return pdf_of(sheets, "Plan")
    if kind == "docx":
        return word()
    if kind == "odt":
        return odt(
            "<text:h>Plan</text:h><text:p>Words<text:s/>more</text:p><table:table><table:table-row>"
            "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell/>"
            "</table:table-row></table:table>"
        )
    return HTML if kind == "html" else MARKDOWN


Change = tuple[int, str, bytes, int]


def changed(data: bytes, changes: list[Change]) -> bytes:
    out = bytearray(data)
    for place, how, piece, length in changes:
        at = place % max(len(out), 1)
        if how == "put":
            out[at:at] = piece
        elif how == "over":
            out[at : at + len(piece)] = piece
        elif how == "cut":
            del out[at : at + length]
        else:
            out[at:at] = out[at : at + length]
    return bytes(out)


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1 << 30),
        st.sampled_from(["put", "over", "cut", "twice"]),
        st.one_of(st.sampled_from(PIECES), st.binary(min_size=1, max_size=4)),
        st.integers(1, 200),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def check(document: Document) -> None:
    """Hold what every document promises."""
    end = 0
    for number, passage in enumerate(document.passages):
        assert passage.number == number
        assert passage.kind in PASSAGE_KINDS
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.start >= end
        assert passage.text.strip()
        assert (passage.level is not None) == (passage.kind == "heading")
        assert document.passage_at(passage.start) == passage
        assert document.passage_at(passage.end - 1) == passage
        if document.pages is not None:
            assert 1 <= (passage.page or 0) <= document.pages
        end = passage.end
    assert end == len(document.text)
    assert document.text == "\n\n".join(passage.text for passage in document.passages)
    assert all(part.kind in LEFT_OUT_KINDS for part in document.left_out)
    document.text.encode()


def read_or_refuse(data: bytes, name: str = "plan") -> None:
    start = time.process_time()
    with contextlib.suppress(DocumentError):
        check(read_document(data, name))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_to_be_changed_are_valid(kind: str) -> None:
    document = read_document(valid(kind), f"plan.{kind}")
    assert document.format == kind
    check(document)


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(changes=CHANGES)
def test_changed_files(kind: str, changes: list[Change]) -> None:
    read_or_refuse(changed(valid(kind), changes), f"plan.{kind}")


@pytest.mark.parametrize(
    ("kind", "member"),
    [("docx", "word/document.xml"), ("docx", "word/styles.xml"), ("odt", "content.xml")],
)
@FUZZ
@given(changes=CHANGES)
def test_changed_parts_of_archives(kind: str, member: str, changes: list[Change]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(valid(kind))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, changed(content, changes) if name == member else content)
    read_or_refuse(buffer.getvalue())


@FUZZ
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    read_or_refuse(text.encode("utf-8", "surrogatepass"))


@FUZZ
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>"]))
def test_any_bytes(data: bytes, start: bytes) -> None:
    read_or_refuse(start + data)


@FUZZ
@given(
    st.lists(
        st.tuples(
            st.sampled_from([20, 200, 380]), st.integers(1, 40),
            st.text("ab 1.-)", min_size=1, max_size=12), st.sampled_from([6.0, 11.0, 16.0]),
            st.booleans(),
        ),
        min_size=1, max_size=40, unique_by=lambda word: word[:2],
    )
)  # fmt: skip
def test_words_anywhere_on_a_page_all_come_out(
    words: list[tuple[int, int, str, float, bool]],
) -> None:
    sheet = Sheet()
    for x, row, text, size, bold in words:
        sheet.text(x, 20 * row, text, size, bold=bold)
    written = sum(text.count("a") + text.count("b") for _, _, text, _, _ in words)
    try:
        document = read_document(pdf_of([sheet]), "plan")
    except DocumentError:
        assert written == 0
        return
    check(document)
    found = document.text + "".join(part.text for part in document.left_out)
    assert found.count("a") + found.count("b") == written
