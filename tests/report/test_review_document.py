"""The document on the page of a review: it comes out as it went in, with every mark once."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.reviews import (
    Page,
    Stripped,
    document_of,
    frame,
    review_of,
    sample_review,
)

from placewise.model.document import Document, Passage
from placewise.model.review import MARK_KINDS, Review
from placewise.report.marked import Mark, Piece, cut_to, marked
from placewise.report.review_page import review_html
from placewise.report.signs import BY_KIND, SIGNS


@pytest.fixture
def review() -> Review:
    return sample_review()


def test_every_kind_of_mark_has_a_sign_a_line_and_a_way_to_hide_it(review: Review) -> None:
    assert [sign.kind for sign in SIGNS if sign.kind not in MARK_KINDS] == []
    assert set(BY_KIND) == set(MARK_KINDS)
    style = review_html(review).split("</style>")[1]
    for sign in SIGNS:
        assert re.search(rf"\.{sign.code}( > :first-child)?[ ,].*{{ ?\S", style)
        assert f"body:has(#k-{sign.code}:not(:checked)) .document mark.{sign.code}" in style


def test_every_mark_is_shown_where_it_stands_and_the_text_is_unchanged(review: Review) -> None:
    text = review_html(review)
    stripped = Stripped(text)
    for passage in review.document.passages:
        assert stripped.text(passage.number).rstrip("\n") == passage.text.rstrip("\n")
    assert '<mark class="fa e" id=tf0>615,000 people</mark>' in text
    assert '<mark class="fd e" id=tf1>38,000 jobs</mark>' in text
    assert (
        '<mark class=cs id=tc0>leads the world <mark class="re e">in logistics</mark>' not in text
    )
    assert (
        'leads the world <mark class="re e">in logistics</mark> &amp; &lt;boats&gt;</mark>' in text
    )
    assert '<div class="row aw" id=p1>' in text
    assert '<li class="row an sb" id=p2>' in text


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="<>&\"'\u202e\U0001f600"),
    min_size=1, max_size=40,
)  # fmt: skip
TABLE_TEXTS = st.lists(
    st.lists(st.text("ab<& ", max_size=5), min_size=1, max_size=3).map("\t".join), min_size=1,
    max_size=3,
).map("\n".join)  # fmt: skip


@st.composite
def marked_documents(draw_from: st.DrawFn) -> tuple[Document, pl.DataFrame]:
    kinds = st.sampled_from(["paragraph", "list item", "heading", "footnote", "caption", "table"])
    passages = [
        (kind, draw_from(TABLE_TEXTS if kind == "table" else TEXTS))
        for kind in draw_from(st.lists(kinds, min_size=1, max_size=5))
    ]
    document = document_of(passages)
    offsets = st.integers(0, len(document.text))
    spans = draw_from(
        st.lists(st.tuples(offsets, offsets, st.sampled_from(MARK_KINDS)), max_size=12)
    )
    whole = draw_from(st.lists(st.sampled_from(document.passages), max_size=3))
    rows = [
        {"start": min(a, b), "end": max(a, b), "kind": kind, "label": "l", "reason": "r"}
        for a, b, kind in spans
    ] + [
        {"start": p.start, "end": p.end, "kind": "anyone's", "label": "l", "reason": "r"}
        for p in whole
    ]
    return document, frame("marks", rows)


@given(marked_documents())
@settings(max_examples=150, deadline=None)
def test_marks_that_overlap_leave_the_text_as_it_was(made: tuple[Document, pl.DataFrame]) -> None:
    document, marks = made
    text = review_html(review_of(document, marks))
    Page(text)
    stripped = Stripped(text)
    for passage in document.passages:
        assert stripped.text(passage.number) == passage.text.strip("\n") or passage.kind == "table"
        if passage.kind == "table":
            assert stripped.text(passage.number).split() == passage.text.split()
    spans = {(passage.start, passage.end) for passage in document.passages}
    said = Counter(
        BY_KIND[kind].code
        for start, end, kind in marks.select("start", "end", "kind").iter_rows()
        if not (BY_KIND[kind].whole and (start, end) in spans)
        and any(_letters(document, passage, start, end) for passage in document.passages)
    )
    ends = Counter(re.findall(r'<mark class="(..) e"', text))
    assert ends == said, "each mark ends once"


def _letters(document: Document, passage: Passage, start: int, end: int) -> bool:
    """Does a mark hold anything of a passage that is written?"""
    held = document.text[max(start, passage.start) : min(end, passage.end)]
    separators = "\t\n" if passage.kind == "table" else ""
    return start < end and any(letter not in separators for letter in held)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_a_mark_covers_exactly_its_characters(text: str, ends: list[tuple[int, int]]) -> None:
    marks = [
        Mark(min(a, b), min(max(a, b), len(text)), f"k{at}", f"m{at}")
        for at, (a, b) in enumerate(ends)
    ]
    whole = (0, len(text))
    html = marked(text, whole, cut_to([whole], marks)[0])
    covered: dict[str, list[int]] = {mark.sign: [] for mark in marks}

    class Covering(HTMLParser):
        at = 0
        stack: list[str] = []  # noqa: RUF012 - one parser, one text

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.stack.append(str(dict(attrs)["class"]).split()[0])

        def handle_endtag(self, tag: str) -> None:
            self.stack.pop()

        def handle_data(self, data: str) -> None:
            for _ in data:
                for sign in self.stack:
                    covered[sign].append(self.at)
                self.at += 1

    parser = Covering()
    parser.feed(html)
    parser.close()
    assert parser.at == len(text)
    for mark in marks:
        assert covered[mark.sign] == [*range(mark.start, mark.end)]
        if mark.end > mark.start:
            assert html.count(f" id={mark.key}>") == 1


def test_a_mark_over_two_cells_begins_and_ends_once() -> None:
    pieces = cut_to([(0, 3), (4, 7)], [Mark(1, 6, "cs", "m")])
    assert pieces == [
        [Piece(1, 3, Mark(1, 6, "cs", "m"), first=True, last=False)],
        [Piece(4, 6, Mark(1, 6, "cs", "m"), first=False, last=True)],
    ]
    assert marked("abc\tdef", (0, 3), pieces[0]) == "a<mark class=cs id=m>bc</mark>"
    assert marked("abc\tdef", (4, 7), pieces[1]) == '<mark class="cs e">de</mark>f'


def test_a_document_of_three_hundred_pages_stays_below_two_megabytes() -> None:
    sentence = (
        "The authority will work with partners in Eastmarch to support 615,000 people and firms "
    )
    passages: list[tuple[str, str]] = []
    for page in range(300):
        passages.append(("heading", f"Chapter {page}"))
        passages += [("paragraph", sentence * 5)] * 7
    document = document_of(passages)
    document = dataclasses.replace(
        document, pages=300,
        passages=tuple(
            dataclasses.replace(p, page=p.number // 8 + 1) for p in document.passages
        ),
    )  # fmt: skip
    rows: list[dict[str, Any]] = []
    for passage in document.passages:
        if passage.kind == "heading":
            continue
        at = passage.start
        rows += [
            {"start": at, "end": passage.end, "kind": "anyone's", "label": "standing",
             "reason": "without names it could be about 15 of 15 places"},
            {"start": at + 41, "end": at + 50, "kind": "masked name", "label": "own name",
             "reason": "a name of this place"},
        ]  # fmt: skip
        if passage.number % 4 == 0:
            rows.append(
                {
                    "start": at + 62,
                    "end": at + 76,
                    "kind": "figure agrees",
                    "label": "agrees",
                    "reason": "population of Eastmarch, 2022: 615,160.",
                }
            )
    review = review_of(document, frame("marks", rows))
    text = review_html(review)
    assert len(document.text) > 900_000, "about as much as three hundred pages hold"
    assert len(text.encode()) < 2_000_000
    stripped = Stripped(text)
    assert all(stripped.text(p.number) == p.text for p in document.passages)


def test_of_a_document_too_long_for_a_page_what_was_judged_is_shown() -> None:
    document = document_of(
        [("paragraph", f"Passage {n} " + "of many words " * 60) for n in range(2500)]
    )
    rows = [
        {"start": p.start, "end": p.end, "kind": "anyone's", "label": "l", "reason": "r"}
        for p in document.passages
    ]
    judged = document.passages[7]
    rows.append(
        {
            "start": judged.start,
            "end": judged.start + 7,
            "kind": "claim contradicted",
            "label": "Boats",
            "reason": "LQ 0.2.",
        }
    )
    text = review_html(review_of(document, frame("marks", rows)))
    assert len(document.text) > 2_000_000
    assert len(text.encode()) < 2_000_000
    assert "passages without a claim or figure that was judged are left out" in text
    assert '<p class="left">7 passages left out</p>' in text, "said where, not silent"
    assert Stripped(text).text(7) == judged.text
    page = Page(text)
    links = {str(attributes["href"])[1:] for tag, attributes in page.attributes if tag == "a"}
    assert links <= set(page.ids), "no link to a passage that is not there"
