"""The layout of PDF pages: each file is made here, so that what it holds is known exactly."""

from __future__ import annotations

import pytest
from tests.review.reading.files import Sheet, pdf_of

from placewise.errors import DocumentError
from placewise.model.document import Document
from placewise.review.reading import ReadingLimits, read_document

PROSE = [
    "The borough has a strong base of manufacturing firms and its towns lie",
    "close to the motorway, which has drawn logistics to the three parks that",
    "were laid out in the nineties. Wages are below those of the county.",
]
MORE = [
    "Skills are the first concern of employers that were asked: four in ten of",
    "them report posts that stayed vacant for longer than three months in the",
    "year before, most of them in care and in the building trades.",
]


def read(sheets: list[Sheet], title: str = "") -> Document:
    return read_document(pdf_of(sheets, title), "plan.pdf")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in document.passages]


def test_headings_paragraphs_and_title() -> None:
    sheet = Sheet()
    sheet.text(60, 80, "Growth plan", 24, bold=True)
    sheet.text(60, 120, "1.1 Where we are", 14, bold=True)
    below = sheet.lines(60, 150, PROSE)
    below = sheet.lines(60, below + 12, MORE)
    sheet.text(60, below + 12, "Skills", bold=True)
    sheet.lines(60, below + 40, PROSE)
    document = read([sheet], "Growth plan")
    assert kinds(document) == [
        ("heading", "Growth plan"),
        ("heading", "1.1 Where we are"),
        ("paragraph", " ".join(PROSE)),
        ("paragraph", " ".join(MORE)),
        ("heading", "Skills"),
        ("paragraph", " ".join(PROSE)),
    ]
    assert document.title == "Growth plan"
    assert document.format == "pdf"
    assert document.pages == 1
    levels = [passage.level for passage in document.passages if passage.kind == "heading"]
    assert levels == sorted(level or 0 for level in levels)
    assert document.passages[3].heading == "1.1 Where we are"


def test_a_paragraph_goes_on_over_a_page_and_keeps_its_first_page() -> None:
    first, second = Sheet(), Sheet()
    first.lines(60, 700, PROSE[:2])
    below = second.lines(60, 80, ["and the parks are full. So is the one of the neighbour."])
    second.lines(60, below + 20, MORE)
    document = read([first, second])
    assert [passage.page for passage in document.passages] == [1, 2]
    assert document.passages[0].text.endswith("three parks that and the parks are full. "
                                              "So is the one of the neighbour.")  # fmt: skip


def test_running_headers_footers_and_page_numbers_are_kept_out() -> None:
    sheets = []
    for number in range(1, 7):
        sheet = Sheet()
        sheet.text(60, 40, "Growth plan of the borough 2030", 9)
        sheet.lines(60, 120, [f"Chapter text number {number} says something of its own here."])
        sheet.text(60, 800, "Draft for consultation", 9)
        sheet.text(300, 800, f"Page {number} of 6", 9)
        sheets.append(sheet)
    document = read(sheets)
    assert len(document.passages) == 6
    assert [passage.page for passage in document.passages] == [1, 2, 3, 4, 5, 6]
    out = [(part.kind, part.text) for part in document.left_out if part.page == 3]
    assert out == [
        ("running header", "Growth plan of the borough 2030"),
        ("running footer", "Draft for consultation"),
        ("page number", "Page 3 of 6"),
    ]


def test_the_head_of_a_table_on_several_pages_is_no_running_header() -> None:
    sheets = []
    for number in range(5):
        sheet = Sheet()
        sheet.lines(60, 60, ["Please say whether you agree", *PROSE, *MORE, "abcdef"[number]])
        sheets.append(sheet)
    document = read(sheets)
    assert document.left_out == ()
    assert document.text.count("Please say whether you agree") == 5


def test_a_year_at_the_top_of_a_page_is_no_page_number() -> None:
    sheets = [Sheet() for _ in range(6)]
    for number, sheet in enumerate(sheets):
        sheet.lines(60, 60, ["2024" if number == 2 else f"Words {'abcdef'[number]}", *PROSE])
    document = read(sheets)
    assert any("2024" in passage.text for passage in document.passages)


def test_contents_lists_are_kept_out() -> None:
    first = Sheet()
    first.text(60, 80, "Contents", 18, bold=True)
    for at, (name, page) in enumerate([("Introduction", 2), ("Economy", 3), ("Skills", 4)]):
        first.text(60, 120 + 20 * at, f"{name} {'.' * 60} {page}")
    bare = Sheet()
    bare.text(60, 80, "Table of contents", 18, bold=True)
    for at, (name, page) in enumerate([("Introduction", 2), ("Economy", 3), ("Skills", 4)]):
        bare.text(60, 120 + 20 * at, name)
        bare.text(500, 120 + 20 * at, str(page))
    text = Sheet()
    text.text(60, 80, "Economy", 18, bold=True)
    text.lines(60, 120, PROSE)
    for contents in (first, bare):
        document = read([contents, text])
        assert kinds(document) == [("heading", "Economy"), ("paragraph", " ".join(PROSE))]
        assert [part.kind for part in document.left_out] == ["contents list"] * 4


def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "One heading over both columns of the page", 18, bold=True)
    left = [
        f"left column line {word} goes on"
        for word in ["one", "two", "three", "four", "five", "six"]
    ]
    right = [
        f"right column line {word} goes on" for word in ["one", "two", "three", "four", "five"]
    ]
    sheet.lines(60, 100, left)
    sheet.lines(320, 100, right)
    document = read([sheet])
    text = document.text
    assert text.index("left column line six") < text.index("right column line one")
    assert document.passages[0].kind == "heading"


def test_two_facing_pages_are_read_one_after_the_other() -> None:
    sheet = Sheet(width=1190)
    sheet.lines(60, 100, PROSE)
    sheet.lines(700, 60, MORE)
    assert kinds(read([sheet])) == [
        ("paragraph", " ".join(PROSE)),
        ("paragraph", " ".join(MORE)),
    ]


def test_list_items_and_their_markers() -> None:
    sheet = Sheet()
    sheet.lines(60, 80, ["We will:"])
    y = 100.0
    for marker, lines in (
        ("\u2022", ["train people who are out of work and help those in low paid work to", "move"]),
        ("\u2022", ["build homes"]),
        ("a)", ["fund the college"]),
        ("2.", ["open a park"]),
    ):
        sheet.text(70, y, marker)
        y = sheet.lines(95, y, lines)
    document = read([sheet])
    assert kinds(document) == [
        ("paragraph", "We will:"),
        ("list item", "train people who are out of work and help those in low paid work to move"),
        ("list item", "build homes"),
        ("list item", "a) fund the college"),
        ("list item", "2. open a park"),
    ]


def test_a_number_in_brackets_at_the_start_of_a_line_is_no_list_item() -> None:
    lines = [
        "2.3.2 The standards for housing that is to meet the regulations M4 (2) and M4",
        "(3) relate to the layout of homes. They are made sure of by a condition that is set",
        "when a permission is granted.",
    ]
    sheet = Sheet()
    sheet.lines(60, 80, lines)
    assert kinds(read([sheet])) == [("paragraph", " ".join(lines))]


def test_a_ruled_table_keeps_its_cells() -> None:
    sheet = Sheet()
    sheet.lines(60, 80, PROSE)
    columns, rows = (60, 200, 300, 420), (140, 160, 195, 215)
    for x in columns:
        sheet.rule(x, rows[0], x, rows[-1])
    for y in rows:
        sheet.rule(columns[0], y, columns[-1], y)
    sheet.text(64, 154, "Sector", bold=True).text(204, 154, "Jobs").text(304, 154, "Change")
    sheet.text(64, 173, "Advanced").text(64, 187, "manufacturing")
    sheet.text(204, 173, "5,200").text(304, 173, "+3.1%")
    sheet.text(64, 209, "Care").text(304, 209, "-1.0%")
    sheet.lines(60, 250, MORE)
    assert kinds(read([sheet])) == [
        ("paragraph", " ".join(PROSE)),
        ("table", "Sector\tJobs\tChange\nAdvanced manufacturing\t5,200\t+3.1%\nCare\t\t-1.0%"),
        ("paragraph", " ".join(MORE)),
    ]


def test_a_table_without_lines_keeps_its_cells() -> None:
    sheet = Sheet()
    sheet.lines(60, 80, PROSE)
    for at, (sector, jobs, share) in enumerate(
        [("Sector", "Jobs", "Share"), ("Care", "5,200", "12%"), ("Retail", "4,100", "9%"),
         ("Farming", "310", "1%")]
    ):  # fmt: skip
        y = 150 + 15 * at
        sheet.text(60, y, sector).text(220, y, jobs).text(330, y, share)
    assert kinds(read([sheet]))[1] == (
        "table", "Sector\tJobs\tShare\nCare\t5,200\t12%\nRetail\t4,100\t9%\nFarming\t310\t1%",
    )  # fmt: skip


def test_footnotes_and_captions() -> None:
    sheet = Sheet()
    below = sheet.lines(60, 80, PROSE)
    sheet.text(60, below + 20, "Figure 2: Jobs by sector, 2023")
    sheet.text(60, 700, "1 Office for National Statistics, 2023", 8)
    assert kinds(read([sheet]))[1:] == [
        ("caption", "Figure 2: Jobs by sector, 2023"),
        ("footnote", "1 Office for National Statistics, 2023"),
    ]


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    sheet = Sheet()
    sheet.lines(60, 80, ["Figure 2 presents the jobs of the borough by sector and by year."])
    assert read([sheet]).passages[0].kind == "paragraph"


def test_hyphens_at_line_ends() -> None:
    sheet = Sheet()
    sheet.lines(60, 80, [
        "The regeneration of the old dock is the largest project of all and its econ-",
        "omic effect will be felt for long in the whole of the coastal towns; a long-",
        "term plan with well-paid jobs. Economic growth is wanted, and job-to-job-",
        "moves too.",
    ])  # fmt: skip
    assert read([sheet]).text == (
        "The regeneration of the old dock is the largest project of all and its economic effect "
        "will be felt for long in the whole of the coastal towns; a long-term plan with well-paid "
        "jobs. Economic growth is wanted, and job-to-job-moves too."
    )


def test_raised_numbers_do_not_run_into_figures() -> None:
    for up in (4, 6):
        sheet = Sheet()
        sheet.text(60, 80, "There were 41,000 jobs in 2021")
        sheet.text(217, 80 - up, "3", 6)
        sheet.text(223, 80, "of which few were in the 94")
        sheet.text(356, 80 - up, "th", 6)
        sheet.text(364, 80, "place.")
        sheet.text(60, 697, "3", 5).text(64, 700, "Office for National Statistics", 8)
        found = ["".join(text.split()) for _, text in kinds(read([sheet]))]
        assert found == [
            "Therewere41,000jobsin2021³ofwhichfewwereinthe94thplace.",
            "³OfficeforNationalStatistics",
        ]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_seen(rotate: int) -> None:
    sheet = Sheet(rotate=rotate)
    sheet.lines(60, 80, PROSE)
    assert kinds(read([sheet])) == [("paragraph", " ".join(PROSE))]


def test_a_page_set_sideways_is_turned() -> None:
    sheet = Sheet()
    for at, line in enumerate(PROSE):
        sheet.text(80 + 14 * at, 800, line, angle=(0, 1, -1, 0))
    document = read([sheet])
    assert kinds(document) == [("paragraph", " ".join(PROSE))]


def test_text_at_an_angle_is_read_last_and_said() -> None:
    sheet = Sheet()
    sheet.text(30, 500, "Sideways", angle=(0, 1, -1, 0))
    sheet.lines(60, 80, PROSE)
    document = read([sheet])
    assert document.passages[-1].text == "Sideways"
    assert "at an angle" in document.notes[0]


def test_scanned_pages_are_noted_and_a_scan_is_refused() -> None:
    first, last = Sheet(), Sheet()
    first.lines(60, 80, PROSE)
    last.lines(60, 80, MORE)
    document = read([first, Sheet().scan(), last])
    assert document.scanned_pages == (2,)
    assert document.notes == ("Nothing was read from page 2: pictures without a text layer.",)
    with pytest.raises(DocumentError, match="a scan without a text layer") as caught:
        read([Sheet().scan(), Sheet().scan()])
    assert "pages 1, 2 of 2" in caught.value.where


def test_an_empty_pdf_is_refused() -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read([Sheet(), Sheet()])


def test_limits_are_kept() -> None:
    sheets = [Sheet() for _ in range(4)]
    for at, sheet in enumerate(sheets):
        sheet.lines(60, 80 + 40 * at, PROSE)
    data = pdf_of(sheets)
    with pytest.raises(DocumentError, match="4 pages"):
        read_document(data, "x.pdf", ReadingLimits(pages=3))
    with pytest.raises(DocumentError, match="characters"):
        read_document(data, "x.pdf", ReadingLimits(characters=100))
    cut = read_document(data, "x.pdf", ReadingLimits(characters_a_page=50))
    assert "more on pages 1, 2, 3, 4 than is read" in cut.notes[-1]
    with pytest.raises(DocumentError, match="inches long"):
        read([Sheet(width=20_000, height=20_000).text(60, 80, "A page as large as a field")])
