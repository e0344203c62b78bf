"""Profiles and scores: the same however a corpus came together, and equal to the plain formula."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

from placewise.errors import InputError
from placewise.review.identification.features import MASK, runs_of, terms_of
from placewise.review.identification.profiles import RUN_WEIGHT, WordProfiles, run_weights
from placewise.review.identification.scores import match, scores, spread_over_runs

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
WORDS = st.sampled_from(["mill", "river", "plan", "growth", "the", "of", "Élan", "42", MASK])
TEXT = st.lists(WORDS, max_size=12).map(" ".join)
CORPUS = st.lists(st.tuples(st.sampled_from("ABC"), TEXT), min_size=1, max_size=6)


def by_hand(corpus: list[tuple[str, str]], text: str) -> dict[str, float]:
    """Return the cosines as the docstrings say them, word by word."""

    def runs(words: list[str]) -> Counter[tuple[str, ...]]:
        found = Counter(
            tuple(words[at : at + length])
            for length in (1, 2, 3)
            for at in range(len(words) - length + 1)
        )
        return Counter({run: n for run, n in found.items() if MASK not in run})

    known: dict[str, Counter[tuple[str, ...]]] = {}
    for place, document in corpus:
        known.setdefault(place, Counter()).update(runs(document.lower().split()))
    used = Counter(run for counts in known.values() for run in counts)

    def vector(counts: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
        return {
            run: (1 + math.log(count))
            * math.log((len(known) + 1) / used[run]) ** 1.75
            * {1: 2.0, 2: math.sqrt(2.0), 3: 1.0}[len(run)]
            for run, count in counts.items()
            if run in used
        }

    mine = vector(runs(text.lower().split()))
    found = {}
    for place, counts in known.items():
        theirs = vector(counts)
        product = sum(value * theirs.get(run, 0.0) for run, value in mine.items())
        norm = math.hypot(*mine.values()) * math.hypot(*theirs.values()) if mine else 0.0
        found[place] = product / norm if norm else 0.0
    return found


@given(CORPUS, TEXT)
@settings(max_examples=150, deadline=None)
def test_scores_are_what_the_formula_says(corpus: list[tuple[str, str]], text: str) -> None:
    profiles = WordProfiles.build(corpus)
    expected = by_hand(corpus, text)
    found = scores(profiles, terms_of(text))
    assert found == pytest.approx([expected[place] for place in profiles.places], abs=1e-12)


def test_scores_agree_with_the_cosines_of_scikit_learn() -> None:
    rng = np.random.default_rng(5)
    corpus = [(f"p{i}", " ".join(f"w{n}" for n in rng.zipf(1.4, 300) % 500)) for i in range(8)]
    profiles = WordProfiles.build(corpus)
    terms = terms_of(" ".join(f"w{n}" for n in rng.zipf(1.4, 80) % 500))
    counts = np.zeros((len(profiles.places) + 1, len(profiles.keys)))
    counts[profiles.owner, np.repeat(np.arange(len(profiles.keys)), np.diff(profiles.start))] = (
        profiles.counts
    )
    for key, count in zip(terms.keys, terms.counts, strict=True):
        counts[-1, profiles.keys == key] = count
    weighted = TfidfTransformer(norm=None, use_idf=False, sublinear_tf=True).fit_transform(counts)
    places_with = (counts[:-1] > 0).sum(axis=0)
    weighted = weighted.toarray() * run_weights(places_with, profiles.length, 8)
    expected = cosine_similarity(weighted[-1:], weighted[:-1])[0]
    assert scores(profiles, terms) == pytest.approx(expected, abs=1e-12)


@given(CORPUS, st.randoms(use_true_random=False), TEXT)
@settings(max_examples=60, deadline=None)
def test_order_and_growth_of_a_corpus_change_nothing(
    corpus: list[tuple[str, str]], random: object, text: str
) -> None:
    at_once = WordProfiles.build(corpus)
    shuffled = list(corpus)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    grown = WordProfiles.build([])
    for pair in shuffled:
        grown = grown.extended([pair])
    first = dict(zip(at_once.places, scores(at_once, terms_of(text)), strict=True))
    second = dict(zip(grown.places, scores(grown, terms_of(text)), strict=True))
    assert first == pytest.approx(second, abs=1e-12)
    assert sorted(zip(at_once.places, at_once.documents, at_once.words, strict=True)) == sorted(
        zip(grown.places, grown.documents, grown.words, strict=True)
    )


def test_a_profile_survives_being_saved() -> None:
    profiles = WordProfiles.build(
        [("A", "the old mill"), ("B", "the new river"), ("A", "the mill")]
    )
    again = WordProfiles.from_arrays(profiles.to_arrays())
    assert again.places == ("A", "B")
    assert again.documents.tolist() == [2, 1]
    assert (
        scores(again, terms_of("the mill")).tolist()
        == scores(profiles, terms_of("the mill")).tolist()
    )


def test_arrays_that_are_not_complete_are_refused() -> None:
    arrays = WordProfiles.build([("A", "the mill")]).to_arrays()
    del arrays["owner"]
    with pytest.raises(InputError, match="owner"):
        WordProfiles.from_arrays(arrays)


@pytest.mark.parametrize("text", ["", "  \n ", "zebra quagga", MASK * 5])
def test_a_text_without_known_words_scores_nothing(text: str) -> None:
    profiles = WordProfiles.build([("A", "the old mill"), ("B", "the new river")])
    assert scores(profiles, terms_of(text)).tolist() == [0.0, 0.0]


def test_an_empty_corpus_gives_no_scores() -> None:
    assert scores(WordProfiles.build([]), terms_of("the mill")).shape == (0,)


def test_a_document_without_words_leaves_its_place_at_zero() -> None:
    profiles = WordProfiles.build([("A", ""), ("B", "the new river")])
    assert profiles.places == ("A", "B")
    assert scores(profiles, terms_of("new river"))[0] == 0.0


def test_runs_do_not_reach_across_a_mask_and_keep_their_offsets() -> None:
    text = f"The Old {MASK * 4} mill{APOSTROPHE}s race"
    runs = runs_of(text)
    shown = {text[start:end] for start, end in zip(runs.start, runs.end, strict=True)}
    assert shown == {
        "The",
        "Old",
        "The Old",
        f"mill{APOSTROPHE}s",
        "race",
        f"mill{APOSTROPHE}s race",
    }
    assert runs.words == 4


@given(TEXT)
def test_the_two_ways_to_read_a_text_agree(text: str) -> None:
    one, other = terms_of(text), runs_of(text).terms()
    assert one.keys.tolist() == other.keys.tolist()
    assert one.counts.tolist() == other.counts.tolist()
    assert one.words == other.words


@given(CORPUS, TEXT)
@settings(max_examples=60, deadline=None)
def test_contributions_add_up_to_the_excess(corpus: list[tuple[str, str]], text: str) -> None:
    profiles = WordProfiles.build(corpus)
    runs = runs_of(text)
    terms = runs.terms()
    matches = match(profiles, terms)
    found, count = matches.scores(len(profiles.places)), len(profiles.places)
    by_term = matches.excess_by_term(0, count)
    others = found[1:].mean() if count > 1 else 0.0
    assert by_term.sum() == pytest.approx(found[0] - others, abs=1e-12)
    assert spread_over_runs(runs, terms, by_term).sum() == pytest.approx(by_term.sum(), abs=1e-12)


def test_words_of_few_places_weigh_more_and_longer_runs_less() -> None:
    weights = run_weights(np.array([1, 2, 9]), np.array([1, 1, 1], dtype=np.uint8), 9)
    assert (np.diff(weights) < 0).all()
    assert weights[2] > 0
    assert np.diff(np.square(RUN_WEIGHT[1:])) == pytest.approx([-2.0, -1.0])
