"""Every sentence of a diagnosis and of a review fits two lines, whatever the place and its name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placewise import Workbench
from placewise.data.lexicons import read_concordance
from placewise.model.diagnosis import Diagnosis
from placewise.model.review import Review
from placewise.model.wording import TWO_LINES
from placewise.report.review_against import against_sentence
from placewise.report.review_page import level_sentences

KINDS = ("combined authority", "local enterprise partnership", "ITL2")
"""The kinds of place that the sample has tables for."""


def plain_sentences(text: str) -> list[str]:
    """Return the sentences of a text; the dot of St. Helens ends none."""
    return re.split(r"(?<=[.?])(?<!\bSt\.)\s+", text)


def said(diagnosis: Diagnosis) -> set[str]:
    texts = [*diagnosis.headline, *(finding.sentence for finding in diagnosis.findings)]
    for answer in diagnosis.answers:
        texts += [*answer.headline, *(finding.sentence for finding in answer.findings)]
    return {sentence for text in texts for sentence in plain_sentences(text)}


def test_sentences_are_told_apart() -> None:
    text = "Of this, 1.25 is the mix (2021). +0.1 points are in St. Helens. Is it? Yes."
    assert plain_sentences(text) == [
        "Of this, 1.25 is the mix (2021).", "+0.1 points are in St. Helens.", "Is it?", "Yes.",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_no_sentence_of_a_diagnosis_is_longer_than_two_lines(bench: Workbench, kind: str) -> None:
    places = bench.places(kind)
    longest_names = sorted(places, key=lambda place: -len(place.name))[:4]
    for place in dict.fromkeys([*longest_names, *places[::8]]):
        sentences = said(bench.diagnose(place))
        assert len(sentences) > 20, place.name
        assert [one for one in sentences if len(one) > TWO_LINES] == [], place.name


def said_of(review: Review) -> set[str]:
    """Return the sentences of a review that are not the document's own."""
    texts = [*review.answers, *review.notes, *level_sentences(review)]
    texts += [against_sentence(review.sector_against_horizontal)]
    texts += [sentence for sentence in review.claims["sentence"] if sentence]
    texts += [sentence for sentence in review.figures["sentence"] if sentence]
    texts += [*review.case["why"], *review.marks["reason"].drop_nulls()]
    texts += [text for row in review.cannot_tell.iter_rows() for text in row]
    texts += [why for one in review.judged for why in one.why]
    return {sentence for text in texts for sentence in plain_sentences(text)}


@pytest.mark.parametrize("place", ["Hull and East Yorkshire", "Enterprise M3"])
def test_no_sentence_of_a_review_is_longer_than_two_lines(bench: Workbench, place: str) -> None:
    example = Path(__file__).parents[2] / "examples" / "strategy-hull-and-east-yorkshire.md"
    sentences = said_of(bench.review(example, place))
    assert len(sentences) > 60
    assert [one for one in sentences if len(one) > TWO_LINES] == []


def test_no_verdict_on_a_sector_is_longer_than_two_lines(bench: Workbench) -> None:
    longest = sorted(bench.places("local enterprise partnership"), key=lambda one: -len(one.name))
    for sector in read_concordance().sectors:
        said = bench.judge_sector(longest[0], sector.key, strategies_claiming=0).sentence
        assert "no strategies in the corpus say it" in said.lower(), sector.key
        assert [one for one in plain_sentences(said) if len(one) > TWO_LINES] == [], sector.key
