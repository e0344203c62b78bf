"""Every sentence of a diagnosis fits two lines of a page, whatever the place and its name."""

from __future__ import annotations

import re

import pytest

from placewise import Workbench
from placewise.model.diagnosis import Diagnosis
from placewise.model.wording import TWO_LINES

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
