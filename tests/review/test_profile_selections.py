"""Profiles without a document, and of some places alone: the same as if built so at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.errors import InputError
from placewise.review.identification.features import terms_of
from placewise.review.identification.profiles import WordProfiles
from placewise.review.identification.scores import scores

PARTS = st.sampled_from(["harbour", "mill", "wold", "steel", "cathedral", "the"])
WORDS = st.lists(PARTS, min_size=1, max_size=30).map(" ".join)
DOCUMENTS = st.lists(st.tuples(st.sampled_from("ABC"), WORDS), min_size=2, max_size=6)


def scored(profiles: WordProfiles, text: str) -> dict[str, float]:
    return dict(zip(profiles.places, scores(profiles, terms_of(text)).tolist(), strict=True))


@given(DOCUMENTS, st.data(), WORDS)
def test_taking_a_document_out_is_never_having_had_it(
    documents: list[tuple[str, str]], data: st.DataObject, text: str
) -> None:
    gone = data.draw(st.integers(0, len(documents) - 1))
    place, words = documents[gone]
    left = WordProfiles.build(documents).without(place, terms_of(words))
    never = WordProfiles.build([d for at, d in enumerate(documents) if at != gone])
    assert scored(left, text) == pytest.approx(scored(never, text))
    assert sorted(left.places) == sorted(never.places)


@given(DOCUMENTS, WORDS)
def test_some_places_alone_are_as_if_built_alone(
    documents: list[tuple[str, str]], text: str
) -> None:
    some = WordProfiles.build(documents).only({"A": "a", "B": "b"})
    alone = WordProfiles.build([(p.lower(), words) for p, words in documents if p in "AB"])
    assert scored(some, text) == pytest.approx(scored(alone, text))
    assert np.array_equal(np.sort(some.words), np.sort(alone.words))


def test_a_document_that_never_came_in_cannot_be_taken_out() -> None:
    profiles = WordProfiles.build([("A", "harbour mill"), ("B", "steel")])
    with pytest.raises(InputError, match="No document of A"):
        profiles.without("A", terms_of("cathedral wold"))
