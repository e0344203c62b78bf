"""DOCX, ODT, HTML, Markdown and plain text: what is a passage, what is kept out, what is told."""

from __future__ import annotations

import docx
import pytest
from tests.review.reading.files import archive, docx_with, odt, word

from placewise.errors import DocumentError
from placewise.model.document import Document
from placewise.review.reading import read_document


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in document.passages]


def left_out(document: Document) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in document.left_out]


def test_word_documents_as_python_docx_writes_them() -> None:
    file = docx.Document()
    file.core_properties.title = "Growth plan"
    file.add_heading("Growth plan", 0)
    file.add_heading("Economy", 1)
    file.add_paragraph("The borough has 41,000 jobs.")
    file.add_paragraph("training", style="List Bullet")
    file.add_heading("Towns", 2)
    file.add_paragraph("Table 1: Jobs", style="Caption")
    table = file.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "sector"
    table.cell(0, 2).text = "jobs"
    table.cell(1, 0).text = "care"
    table.cell(1, 2).text = "900"
    box = file.add_table(1, 1)
    box.cell(0, 0).text = "Policy E1 applies."
    file.add_paragraph().add_run("What comes next").bold = True
    raised = file.add_paragraph("an area of 3 km")
    raised.add_run("2").font.superscript = True
    file.sections[0].header.paragraphs[0].text = "Draft"
    file.sections[0].footer.paragraphs[0].text = "Council"
    document = read_document(word(file), "plan.docx")
    assert kinds(document) == [
        ("heading", "Growth plan"),
        ("heading", "Economy"),
        ("paragraph", "The borough has 41,000 jobs."),
        ("list item", "training"),
        ("heading", "Towns"),
        ("caption", "Table 1: Jobs"),
        ("table", "sector\t\tjobs\ncare\t\t900"),
        ("paragraph", "Policy E1 applies."),
        ("heading", "What comes next"),
        ("paragraph", "an area of 3 km²"),
    ]
    levels = [passage.level for passage in document.passages if passage.kind == "heading"]
    assert levels == [1, 1, 2, 4]
    assert left_out(document) == [("running footer", "Council"), ("running header", "Draft")]
    assert (document.format, document.title, document.pages) == ("docx", "Growth plan", None)


def test_word_changes_notes_boxes_contents_and_hidden_text() -> None:
    body = """
      <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>
        </w:sdtPr><w:sdtContent><w:p><w:r><w:t>Economy</w:t><w:tab/><w:t>3</w:t></w:r></w:p>
        </w:sdtContent></w:sdt>
      <w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Economy</w:t></w:r></w:p>
      <w:p><w:r><w:t xml:space="preserve">We want </w:t></w:r>
        <w:del><w:r><w:delText>fewer</w:delText></w:r></w:del>
        <w:ins><w:r><w:t>more</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> jobs</w:t>
        <w:footnoteReference w:id="2"/><w:noBreakHyphen/><w:t>now</w:t><w:br/><w:t>.</w:t></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>
      <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r>
        </w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>A box.</w:t>
        </w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Source: survey.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    document = read_document(docx_with(body, {"word/footnotes.xml": notes}), "a")
    assert kinds(document) == [
        ("heading", "Economy"),
        ("paragraph", "We want more jobs-now ."),
        ("footnote", "Source: survey."),
        ("paragraph", "A box."),
    ]
    assert document.passages[0].level == 2
    assert left_out(document) == [("contents list", "Economy 3")]
    assert document.notes == ("Hidden text was passed over.",)


def test_open_documents() -> None:
    body = """
      <text:p text:style-name="Title">Growth plan</text:p>
      <text:table-of-content><text:index-body><text:p>Economy<text:tab/>3</text:p>
      </text:index-body></text:table-of-content>
      <text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>
      <text:h text:outline-level="2">Economy</text:h>
      <text:p>We have<text:s text:c="3"/>41,000 jobs<text:note><text:note-body><text:p>Survey.
        </text:p></text:note-body></text:note>.</text:p>
      <text:list><text:list-item><text:p>training</text:p><text:list><text:list-item><text:p>for
        all</text:p></text:list-item></text:list></text:list-item></text:list>
      <table:table><table:table-row><table:table-cell><text:p>care</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="16000"/><table:table-cell><text:p>900
        </text:p></table:table-cell></table:table-row></table:table>
      <text:p><draw:frame><draw:text-box><text:p>A box.</text:p></draw:text-box></draw:frame>
      </text:p>"""
    names = (
        'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    more: dict[str, bytes | str] = {
        "meta.xml": f"<o:m {names}><dc:title>The plan</dc:title></o:m>",
        "styles.xml": f"<o:m {names}><s:footer>Council</s:footer></o:m>",
    }
    document = read_document(odt(body, more), "plan.odt")
    assert kinds(document) == [
        ("heading", "Growth plan"),
        ("heading", "Economy"),
        ("paragraph", "We have 41,000 jobs."),
        ("footnote", "Survey."),
        ("list item", "training"),
        ("list item", "for all"),
        ("table", "care\t\t900"),
        ("paragraph", "A box."),
    ]
    assert document.title == "The plan"
    assert left_out(document) == [("running footer", "Council"), ("contents list", "Economy 3")]


def test_html_pages() -> None:
    page = """<!DOCTYPE html><html><head><title>The plan</title><style>p {}</style></head><body>
      <nav><a href="#a">Economy</a></nav><h1>Growth<br>plan</h1>
      <p>One <b>bold</b> word &amp; 3 km<sup>2</sup><!-- no --><script>var x = "no";</script></p>
      <div>Loose text <p>A paragraph</p> more loose text</div>
      <ul><li>first<ul><li>inner</li></ul></li><li><p>second</p></li></ul>
      <table><caption>Jobs</caption><tr><th>sector<th>jobs<tr><td>care<td>900</table>
      <table><tr><td><p>A box</p></td></tr></table>
      <p hidden>no</p><p style="display: none">no</p>
      <section role="doc-endnotes"><p>A note.</p></section><footer>Council</footer></body></html>"""
    document = read_document(page.encode(), "plan.txt")
    assert kinds(document) == [
        ("heading", "Growth plan"),
        ("paragraph", "One bold word & 3 km²"),
        ("paragraph", "Loose text"),
        ("paragraph", "A paragraph"),
        ("paragraph", "more loose text"),
        ("list item", "first"),
        ("list item", "inner"),
        ("list item", "second"),
        ("caption", "Jobs"),
        ("table", "sector\tjobs\ncare\t900"),
        ("paragraph", "A box"),
        ("footnote", "A note."),
    ]
    assert (document.format, document.title) == ("html", "The plan")
    assert left_out(document) == [("contents list", "Economy"), ("running footer", "Council")]


@pytest.mark.parametrize(
    "data",
    [
        "<html><meta charset='utf-8'><p>Etelä-Pohjanmaa £5m</p>".encode(),
        "<html><meta charset='windows-1252'><p>Etelä-Pohjanmaa £5m</p>".encode("cp1252"),
        "<html><p>Etelä-Pohjanmaa £5m</p>".encode("utf-16"),
        "<html><meta charset='martian'><p>Etelä-Pohjanmaa £5m</p>".encode(),
        "<html><p>Etelä-Pohjanmaa £5m</p>".encode("cp1252"),
    ],
)
def test_html_is_decoded_as_it_says(data: bytes) -> None:
    assert read_document(data, "x.html").text == "Etelä-Pohjanmaa £5m"


def test_markdown() -> None:
    text = """---
title: "The plan"
---
# Growth *plan*

One [link](http://example.org) with `code`[^1]
and a second line.

## Contents

- Economy
- Towns ..... 4

## Economy

1. first
2. second
   - inner

| sector | jobs |
|---|---|
| care | 900 |

[^1]: The note.

<div>Raw <b>markup</b></div>
"""
    document = read_document(text.encode(), "plan.md")
    assert kinds(document) == [
        ("heading", "Growth plan"),
        ("paragraph", "One link with code and a second line."),
        ("heading", "Economy"),
        ("list item", "first"),
        ("list item", "second"),
        ("list item", "inner"),
        ("table", "sector\tjobs\ncare\t900"),
        ("footnote", "The note."),
        ("paragraph", "Raw markup"),
    ]
    assert document.title == "The plan"
    assert [text for _, text in left_out(document)] == ["Contents", "Economy", "Towns ..... 4"]


def test_plain_text() -> None:
    text = "GROWTH PLAN\n\n1.2 Where we are\n\nThe dock is a long-\nterm and econ-\nomic task. "
    text += "An economic one.\n\n"
    text += "- train\n- build\n  more\n\nEconomy\n=======\nLast."
    document = read_document(text.encode(), "plan.txt")
    assert kinds(document) == [
        ("heading", "GROWTH PLAN"),
        ("heading", "1.2 Where we are"),
        ("paragraph", "The dock is a long-term and economic task. An economic one."),
        ("list item", "train"),
        ("list item", "build more"),
        ("heading", "Economy"),
        ("paragraph", "Last."),
    ]
    assert [p.level for p in document.passages if p.kind == "heading"] == [1, 2, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_plain_text_in_any_common_encoding(encoding: str) -> None:
    text = "Étude: £5m for the “old” dock"
    assert read_document(text.encode(encoding), "x").text == text


def test_the_content_decides_not_the_extension() -> None:
    assert read_document(word(), "plan.pdf").format == "docx"
    assert read_document(odt("<text:p>words</text:p>"), "plan.docx").format == "odt"
    assert read_document(b"# Plan\n\nwords\n\n## More\n\nwords", "plan.txt").format == "markdown"
    assert read_document(b"words", "plan.md").format == "markdown"
    assert read_document(b"just words", "plan.pdf").format == "text"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Word or Excel file"),
        (b"{\\rtf1 words}", "rich text"),
        (b"\x89PNG\r\n" + bytes(50), "a picture"),
        (b"\x1f\x8b" + bytes(50), "a packed file"),
        (b"words\x00\x01\x02 words", "is no text"),
        (archive({"xl/workbook.xml": "<x/>"}), "an Excel workbook"),
        (archive({"ppt/presentation.xml": "<x/>"}), "a PowerPoint presentation"),
        (archive({"a.txt": "x"}), "an archive, not a document"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                  "content.xml": "<x/>"}), "no text: application/vnd.oasis"),
        (b"", "The file is empty"),
        (b" \n\t ", "holds no text"),
    ],
)  # fmt: skip
def test_other_formats_are_named(data: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        read_document(data, "plan.pdf")
    assert caught.value.where == "plan.pdf"
