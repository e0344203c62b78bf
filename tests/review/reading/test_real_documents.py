"""Six published strategies and plans, against what a reader of their pages sees."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from tests.review.reading.test_fuzz import check

from placewise.model.document import Document
from placewise.review.reading import read_document

pytestmark = pytest.mark.shared
PAGES = {
    "broxbourne-employment-skills-spd": 14,
    "buckinghamshire-draft-part-a": 44,
    "buckinghamshire-draft-part-b": 249,
    "fenland": 109,
    "fi-south-ostrobothnia": 31,
    "nl-northern-netherlands": 24,
}
HEADINGS = [
    ("broxbourne-employment-skills-spd", 3, "Policy ED2: Employment Areas"),
    ("broxbourne-employment-skills-spd", 7, "Construction Phase ESTA"),
    ("buckinghamshire-draft-part-a", 4, "How to Have Your Say"),
    ("buckinghamshire-draft-part-a", 5, "3. Buckinghamshire"),
    ("buckinghamshire-draft-part-b", 15, "2.4 Self and custom-build housing"),
    ("buckinghamshire-draft-part-b", 132, "Air quality"),
    ("fenland", 13, "3. Overarching Strategy and Targets"),
    ("fenland", 24, "3.5 Employment and Retail"),
    ("fi-south-ostrobothnia", 8, "2.3 The Structure and Mode of Operation for the Strategy"),
    ("fi-south-ostrobothnia", 18, "4.1 Start Up and Grow Up!"),
    ("nl-northern-netherlands", 4, "European Challenges"),
    ("nl-northern-netherlands", 19, "4.3 Monitoring and Evaluation"),
]


@cache
def document(folder: Path, name: str) -> Document:
    return read_document((folder / "text" / "pdf" / f"{name}.pdf").read_bytes(), f"{name}.pdf")


def on(document: Document, page: int, kind: str) -> list[str]:
    return [p.text for p in document.passages if p.page == page and p.kind == kind]


@pytest.mark.parametrize("name", PAGES)
def test_pages_offsets_and_nothing_of_the_edges(shared: Path, name: str) -> None:
    found = document(shared, name)
    check(found)
    assert found.pages == PAGES[name]
    assert not re.search(r"\.{6,}|(?:\. ){6,}", found.text), "a line of a contents list is kept"
    assert not re.search(r"^Page \d+ of \d+$", found.text, re.MULTILINE)
    assert not re.search("[\ufb00-\ufb06\u00ad\ufffe\x00-\x08]", found.text)


@pytest.mark.parametrize(("name", "page", "heading"), HEADINGS)
def test_headings_on_their_pages(shared: Path, name: str, page: int, heading: str) -> None:
    assert heading in on(document(shared, name), page, "heading")


def test_running_headers_and_footers(shared: Path) -> None:
    for name, kind, start, pages in (
        ("broxbourne-employment-skills-spd", "running header", "Broxbourne Employment and Sk", 12),
        ("nl-northern-netherlands", "running header", "Draft RIS3 Nothern Netherlands", 10),
        ("fi-south-ostrobothnia", "running footer", "South Ostrobothnia – Smart & Out", 28),
    ):
        found = document(shared, name)
        where = {part.page for part in found.left_out if part.kind == kind and start in part.text}
        assert len(where) == pages
        assert not any(passage.text.startswith(start) for passage in found.passages[3:])


def test_every_page_number_of_the_longest_plan(shared: Path) -> None:
    found = document(shared, "buckinghamshire-draft-part-b")
    numbers = [part.text for part in found.left_out if part.kind == "page number"]
    assert numbers == [f"Page {page} of 249" for page in range(1, 250)]


def test_contents_lists(shared: Path) -> None:
    for name, page, line in (
        ("broxbourne-employment-skills-spd", 2, "Construction Phase ESTA"),
        ("fenland", 5, "LP12 Rural Area Development Policy 56"),
        ("nl-northern-netherlands", 3, "European Challenges 4"),
    ):
        found = document(shared, name)
        lines = [p.text for p in found.left_out if p.kind == "contents list" and p.page == page]
        assert any(text.startswith(line) for text in lines)
        assert [p for p in found.passages if p.page == page] == []


def test_columns_are_read_one_after_the_other(shared: Path) -> None:
    """Page 79 of Fenland has a list in two columns; a page of South Ostrobothnia is a spread."""
    items = on(document(shared, "fenland"), 79, "list item")
    assert items.index("Town and Parish Councils") < items.index("Network Rail")
    assert items.index("The Fenland Strategic Partnership") < items.index("Utilities companies")
    spread = document(shared, "fi-south-ostrobothnia")
    left = spread.text.index("Within these broad thematic business sectors lie")
    right = spread.text.index("These dimensions bisect each other")
    assert left < spread.text.index("Picture 2 presents an operation matrix") < right


def test_a_table_a_footnote_and_a_list(shared: Path) -> None:
    part_a = document(shared, "buckinghamshire-draft-part-a")
    (table,) = on(part_a, 38, "table")
    rows = [row.split("\t") for row in table.split("\n")]
    assert ["Approach 3: New towns", "11,000-13,000"] in rows
    assert ["Housing requirement", "91,000"] in rows
    assert {len(row) for row in rows} == {2}
    broxbourne = document(shared, "broxbourne-employment-skills-spd")
    assert on(broxbourne, 5, "footnote") == ["¹ Now Homes England"]
    assert on(document(shared, "fenland"), 28, "list item")[2] == (
        "3. The size of the settlement and scale of housing growth proposed"
    )


def test_words_are_whole(shared: Path) -> None:
    """Ligatures and hyphens at line ends of South Ostrobothnia and the Northern Netherlands."""
    text = document(shared, "fi-south-ostrobothnia").text
    assert "smart and energy efficient products" in text
    assert "ef f icient" not in text
    assert not re.search(r"\bT he\b", text)
    assert "development co-operation with other European actors" in text
    netherlands = document(shared, "nl-northern-netherlands").text
    assert "maximize social and economic benefits by utilising" in netherlands


def test_a_page_that_is_a_picture_is_said(shared: Path) -> None:
    assert document(shared, "buckinghamshire-draft-part-a").scanned_pages == (1,)
