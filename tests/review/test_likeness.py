"""Likeness of documents and places: against scikit-learn's cosine, brute force, and properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from placewise.review.identification.features import terms_of
from placewise.review.identification.profiles import WordProfiles
from placewise.review.likeness import SingleWords, likeness_of_mixes, similarity_of_words

TEXTS = {
    "A": "harbour mill harbour steel and the mill",
    "B": "steel works and the steel yards",
    "C": "cathedral school and the quiet wold",
}


def test_cosines_are_those_of_a_plain_computation() -> None:
    profiles = WordProfiles.build(TEXTS.items())
    found = similarity_of_words(
        terms_of("the harbour and the steel mill"), SingleWords.of(profiles)
    )
    weight = dict(zip(profiles.keys.tolist(), profiles.weight.tolist(), strict=True))

    def vector(text: str) -> dict[int, float]:
        terms = terms_of(text)
        return {
            int(key): (1 + np.log(count)) * weight[int(key)]
            for key, length, count in zip(terms.keys, terms.length, terms.counts, strict=True)
            if length == 1 and int(key) in weight
        }

    vectors = [vector("the harbour and the steel mill"), *map(vector, TEXTS.values())]
    for i, one in enumerate(vectors):
        for j, other in enumerate(vectors):
            dot = sum(one[key] * other.get(key, 0.0) for key in one)
            norms = [np.sqrt(sum(v * v for v in part.values())) for part in (one, other)]
            assert found[i, j] == pytest.approx(dot / (norms[0] * norms[1]))


def test_a_document_that_shares_no_word_is_like_none() -> None:
    found = similarity_of_words(
        terms_of("entirely different"), SingleWords.of(WordProfiles.build(TEXTS.items()))
    )
    assert found[0, 1:].tolist() == [0.0, 0.0, 0.0]


@given(arrays(np.float64, (4, 5), elements=st.floats(0.01, 1.0)))
def test_the_likeness_of_mixes_is_symmetric_and_ignores_size(shares: np.ndarray) -> None:
    found = likeness_of_mixes(shares)
    assert found == pytest.approx(found.T)
    assert np.diag(found) == pytest.approx(np.ones(4), abs=1e-6)
    assert likeness_of_mixes(shares * np.array([[2.0], [0.5], [1.0], [3.0]])) == pytest.approx(
        found
    )
    p = shares / shares.sum(axis=1, keepdims=True)
    hellinger = np.sqrt(np.sum((np.sqrt(p[0]) - np.sqrt(p[1])) ** 2) / 2)
    assert found[0, 1] == pytest.approx(1 - hellinger, abs=1e-6)


def test_industries_unknown_in_one_place_are_left_out_for_the_pair() -> None:
    found = likeness_of_mixes([[0.5, 0.5, np.nan], [0.25, 0.25, 0.5], [np.nan, np.nan, 1.0]])
    assert found[0, 1] == pytest.approx(1.0)
    assert np.isnan(found[0, 2])


def test_single_words_that_were_kept_give_the_same() -> None:
    words = SingleWords.of(WordProfiles.build(TEXTS.items()))
    again = SingleWords.from_arrays(words.to_arrays())
    terms = terms_of("the harbour and the steel mill")
    assert np.array_equal(similarity_of_words(terms, words), similarity_of_words(terms, again))
