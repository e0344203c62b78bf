"""Many reviews on one page."""

from __future__ import annotations

import json
import re

import pytest
from tests.report.reviews import (
    Page,
    sample_review,
)

from placewise.model.review import Review
from placewise.report.review_json import review_json
from placewise.report.review_matrix import review_matrix_html, row_of


@pytest.fixture
def review() -> Review:
    return sample_review()


def test_many_reviews_are_compared_by_sector(review: Review) -> None:
    first = row_of(json.loads(review_json(review)), "a.html")
    assert first["sectors"] == {"logistics": {"title": "Logistics", "verdict": "supported"}}
    assert first["figures"] == {"agrees": 1, "differs": 1}
    second = first | {
        "place": "Westmarch", "document": "<b>", "file": "a b.html",
        "sectors": {"logistics": {"title": "Logistics", "verdict": "not supported"},
                    "boats": {"title": "Boats", "verdict": "contradicted"}},
    }  # fmt: skip
    text = review_matrix_html([second, first])
    page = Page(text)
    assert page.tags.count("h1") == 1
    assert page.tags.count("table") == page.tags.count("caption") == 2
    head = re.findall(r'<th scope="col"><span>(.*?)</span>', text)
    assert head == ["Logistics", "Boats"], "what most claim comes first"
    feet = re.findall(r"<td>(\d+)</td>", text.split("<tfoot>")[1])
    assert feet == ["2", "1", "1", "0"]
    assert "One of 2 claim" not in text
    assert "All of them claim Logistics." in text
    assert "&lt;b&gt;" in text
    assert 'href="a%20b.html"' in text
    body = text.split('class="matrix"')[1]
    assert re.findall(r'class="unseen">([^<]*)<', body) == [
        "supported", "not claimed", "not supported", "contradicted",
    ]  # fmt: skip


def test_a_claim_that_passes_as_a_point_value_is_told_apart(review: Review) -> None:
    written = json.loads(review_json(review))
    written["claims"][0] |= {"verdict": "not supported", "lq": 1.3}
    assert row_of(written, "a.html")["sectors"]["logistics"]["verdict"] == "could be claimed"
    written["claims"][0]["lq"] = 1.2
    assert row_of(written, "a.html")["sectors"]["logistics"]["verdict"] == "not supported"
    written["claims"][0]["verdict"] = None
    assert row_of(written, "a.html")["sectors"] == {}
    Page(review_matrix_html([]))
    Page(review_matrix_html([row_of(written, "a.html")]))
