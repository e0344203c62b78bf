"""The page of a review: whole, well formed, alone, and deaf to what a document tries."""

from __future__ import annotations

import dataclasses
import re
from html import unescape
from itertools import pairwise

import polars as pl
import pytest
from tests.report.reviews import (
    PASSAGES,
    Page,
    Stripped,
    document_of,
    frame,
    review_of,
    sample_review,
)

from placewise.model.review import MARK_KINDS, Review
from placewise.report.drawing import draw
from placewise.report.render import chart_svg
from placewise.report.review_charts import (
    claim_strips,
    level_chart,
    parts_chart,
    reach_chart,
    similarity_chart,
)
from placewise.report.review_page import review_html
from placewise.report.review_pairs import differences
from placewise.report.review_parts import parts_of


@pytest.fixture
def review() -> Review:
    return sample_review()


def test_the_page_is_well_formed_and_stands_alone(review: Review) -> None:
    text = review_html(review)
    page = Page(text)
    assert page.tags.count("h1") == 1
    for landmark in ("header", "main", "footer"):
        assert page.tags.count(landmark) == 1
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption") == page.tags.count("thead")
    assert len(page.ids) == len(set(page.ids))
    assert "<script" not in text
    links = [str(attributes["href"]) for tag, attributes in page.attributes if tag == "a"]
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(page.ids)
    assert not [1 for _, attributes in page.attributes if "src" in attributes]
    assert not re.search(r"url\((?!#)|@import", text)
    for answer in review.answers:
        assert answer in text
    assert "Open licence" in text
    assert "placewise review plan.md" in text


def test_rows_and_marks_lead_to_one_another(review: Review) -> None:
    text = review_html(review)
    assert '<tr id=c0><th scope="row"><a href="#tc0">' in text
    assert '<tr id=c1><th scope="row"><a href="#p2">' in text, "a claim without a mark"
    assert '<a href="#c0">Claim supported: Logistics</a>' in text
    assert '<a href="#f1">Figure differs</a>' in text


def test_charts_are_drawn_from_specifications_that_vega_reads(review: Review) -> None:
    parts, unit = parts_of(review)
    charts = [
        level_chart(review), claim_strips(review, 4), reach_chart(review.reach, "Eastmarch"),
        similarity_chart(review.similarity), parts_chart(parts, unit),
    ]  # fmt: skip
    assert unit == "page"
    for chart in charts:
        assert chart is not None
        assert chart.alt in unescape(review_html(review)).replace("\N{NO-BREAK SPACE}%", " %")
        assert "<svg" in draw(chart)
        assert "NaN" not in chart_svg(chart.spec)
    assert charts[0] is not None
    at = [float(x) for x in re.findall(r'cx="([\d.]+)%"', draw(charts[0]))]
    assert at[0] == 0.0, "one place is on the left"
    assert at[-1] == 100.0, "all of them on the right"
    assert at == sorted(at)


def test_parts_hold_all_words_and_all_that_was_checked(review: Review) -> None:
    parts, _ = parts_of(review)
    assert [part.number for part in parts] == [1, 2, 3]
    assert sum(part.words for part in parts) == review.passages["words"].sum()
    assert [(part.holds, part.fails) for part in parts] == [(2, 0), (0, 0), (0, 1)]
    unpaged = dataclasses.replace(review, passages=review.passages.with_columns(page=None))
    twentieths, unit = parts_of(unpaged)
    assert (unit, len(twentieths)) == ("part", len(PASSAGES))
    assert sum(part.words for part in twentieths) == review.passages["words"].sum()
    assert sum(part.holds for part in twentieths) == 2


def test_a_review_without_findings_still_has_a_page() -> None:
    bare = review_of(document_of([("paragraph", "Nothing to see.")]), frame("marks", []))
    text = review_html(bare)
    Page(text)
    assert "It claims no sector as a strength of the place." in text
    assert "No figure could be checked" in text
    assert Stripped(text).text(0) == "Nothing to see."
    nothing = dataclasses.replace(
        bare, document=document_of([]), passages=frame("passages", []), answers=()
    )
    Page(review_html(nothing))


HOSTILE = "<script>alert('1')</script>\"><img src=http://x.example/ onerror=y> \u202e &lt; 5 % \x00"


def test_hostile_text_stays_text(review: Review) -> None:
    document = document_of([("heading", HOSTILE), ("paragraph", HOSTILE), ("table", HOSTILE)])
    document = dataclasses.replace(document, title=HOSTILE, name=HOSTILE)
    marks = frame(
        "marks",
        [{"start": 0, "end": 12, "kind": kind, "label": HOSTILE, "reason": HOSTILE}
         for kind in MARK_KINDS],
    )  # fmt: skip
    words = {
        name: getattr(review, name).with_columns(pl.col(pl.String).fill_null(HOSTILE))
        for name in ("claims", "figures", "reach", "case", "reuse", "changes", "cannot_tell")
    }
    hostile = dataclasses.replace(
        review_of(document, marks, **words), answers=(HOSTILE,) * 5, notes=(HOSTILE,)
    )
    text = review_html(hostile)
    page = Page(text)
    assert "<script" not in text
    assert "img" not in page.tags
    assert "\x00" not in text
    assert text.encode()
    shown = Stripped(text)
    assert shown.text(1) == HOSTILE.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    text = review_html(
        review_of(document_of([("paragraph", "before \ud800 after")]), frame("marks", []))
    )
    assert Stripped(text).text(0) == "before \N{REPLACEMENT CHARACTER} after"
    assert text.encode()


def test_words_that_differ_are_set_apart() -> None:
    left, right = differences(
        "We will train 200 people in Hull.", "We will train 90 people, in Goole."
    )
    assert " ".join(words for words, _ in left) == "We will train 200 people in Hull."
    assert [words for words, alone in left if alone] == ["200", "Hull."]
    assert [words for words, alone in right if alone] == ["90", "Goole."]
