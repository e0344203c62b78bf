"""From scores to a posterior: calibrated on worlds whose truth is known, honest where it is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp, softmax
from tests.review.synthetic_places import cases, small_world, texts

from placewise.errors import InputError, UnknownNameError
from placewise.model.identification import Evidence, Posterior
from placewise.model.masking import LEVELS
from placewise.review.identification.calibration import fit_calibration, log_sum
from placewise.review.identification.features import MASK, terms_of
from placewise.review.identification.identify import Candidates, identify
from placewise.review.identification.posterior import WEIGHT_OF_FACTS, combined
from placewise.review.identification.profiles import WordProfiles
from placewise.review.identification.shipped import CALIBRATIONS
from placewise.workbench.reviewing.identify import FLOOR

PROFILES, CALIBRATION = small_world(3)
EVERYONE = (*PROFILES.places, "undocumented 1", "undocumented 2")
CANDIDATES = Candidates(EVERYONE, PROFILES, CALIBRATION)


@pytest.mark.parametrize("words", [60, 120, 240])
def test_probabilities_come_true_on_texts_that_were_not_seen(words: int) -> None:
    found = cases(np.random.default_rng(99), PROFILES, 30, words)
    chance = np.array([softmax(CALIBRATION.log_likelihoods(c.scores, c.words)) for c in found])
    right = chance.argmax(axis=1) == np.array([case.place for case in found])
    assert chance.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.05)
    assert 0.2 < right.mean() < 0.97


def test_the_credible_set_holds_the_true_place_in_about_nine_cases_of_ten() -> None:
    held = []
    for words in (60, 240):
        for case in cases(np.random.default_rng(98), PROFILES, 30, words):
            logs = CALIBRATION.log_likelihoods(case.scores, case.words)
            evidence = Evidence("words", logs, 1.0)
            mass = CALIBRATION.mass_of_set(case.words)
            posterior = combined(PROFILES.places, [evidence], PROFILES.places, set_mass=mass)
            held.append(PROFILES.places[case.place] in posterior.credible_set())
    # 1,800 texts: three standard errors are 0.021; the mass was learned from 2,160.
    assert np.mean(held) == pytest.approx(0.90, abs=0.04)


def test_it_is_said_when_the_place_has_no_document() -> None:
    stated, truth = [], []
    for case in cases(np.random.default_rng(97), PROFILES, 20, 240):
        without = np.delete(case.scores, case.place)
        for present, scores in ((1.0, case.scores), (0.0, without)):
            odds = np.exp(CALIBRATION.log_likelihoods(scores, case.words)).mean()
            stated.append(odds / (1 + odds))
            truth.append(present)
    chance, has = np.array(stated), np.array(truth)
    assert chance[has == 1].mean() > chance[has == 0].mean() + 0.1
    for high in (True, False):
        here = (chance > 0.5) == high
        assert chance[here].mean() == pytest.approx(has[here].mean(), abs=0.06)


def test_longer_texts_leave_fewer_places() -> None:
    rng = np.random.default_rng(96)
    sizes = [
        np.mean([CANDIDATES.posterior(terms_of(text)).anonymity_set for _, text in
                 texts(rng, 30, 2, words)])
        for words in (60, 120, 240)
    ]  # fmt: skip
    assert sizes[0] > sizes[1] > sizes[2]


@pytest.mark.parametrize("text", ["", "zebra quagga", MASK])
def test_a_text_that_says_nothing_leaves_the_prior(text: str) -> None:
    found = identify(text, "place 3", CANDIDATES, level=2, passages=[(0, len(text))])
    assert found.posterior.probability == pytest.approx(1 / len(EVERYONE))
    assert found.posterior.anonymity_set == pytest.approx(len(EVERYONE))
    assert found.posterior.rank("place 3") == (len(EVERYONE) + 1) / 2
    assert "no words" in found.posterior.evidence[0].note
    assert found.telling == ()


def test_without_a_corpus_only_facts_count() -> None:
    facts = np.log([0.7, 0.2, 0.1])
    nothing = Candidates(("A", "B", "C"), WordProfiles.build([]), CALIBRATIONS[2])
    found = identify("a mill by the river", "A", nothing, level=2, facts=facts)
    assert found.posterior.probability == pytest.approx(softmax(WEIGHT_OF_FACTS * facts))
    assert [kind.weight for kind in found.posterior.evidence] == [0.0, WEIGHT_OF_FACTS]
    assert found.posterior.undocumented_mass == pytest.approx(1.0)
    assert np.isnan(found.excess)


def test_a_single_candidate_is_certain() -> None:
    one = Candidates(("A",), WordProfiles.build([("A", "a mill")]), CALIBRATIONS[0])
    found = identify("a mill", "A", one, level=0).posterior
    assert (found.probability.tolist(), found.anonymity_set, found.rank("A")) == ([1.0], 1.0, 1)
    assert found.credible_set() == ("A",)


def test_words_and_facts_are_multiplied() -> None:
    text = texts(np.random.default_rng(4), 30, 1, 100)[7][1]
    facts = np.random.default_rng(1).normal(size=len(EVERYONE))
    alone = CANDIDATES.posterior(terms_of(text)).probability
    both = CANDIDATES.posterior(terms_of(text), facts).probability
    assert both == pytest.approx(softmax(np.log(alone) + WEIGHT_OF_FACTS * facts))


def test_own_words_and_their_passage_are_named() -> None:
    plain = " ".join(f"common{number}" for number in range(1, 20))
    text = f"{plain}\n\n{plain} street5n1 street5n2\n\n{plain}"
    cuts = [0, len(plain), len(plain) + 2, len(text) - len(plain) - 2, len(text) - len(plain)]
    passages = [(cuts[0], cuts[1]), (cuts[2], cuts[3]), (cuts[4], len(text))]
    found = identify(text, "place 5", CANDIDATES, level=2, passages=passages)
    assert found.posterior.rank("place 5") <= 2
    assert "street5n1" in found.telling[0].text or "street5n2" in found.telling[0].text
    first = found.telling[0]
    assert text[first.start : first.end] == first.text
    best = max(found.passages, key=lambda passage: passage.contribution)
    assert (best.start, best.end) == passages[1]
    assert sum(p.contribution for p in found.passages) == pytest.approx(found.excess)
    assert best.posterior.anonymity_set < found.passages[0].posterior.anonymity_set


def test_a_passage_is_judged_by_its_own_words_alone() -> None:
    random = np.random.default_rng(9)
    parts = [text for _, text in texts(random, 12, 1, 60)]
    parts[3] = f"{parts[3][:100]}{MASK * 7}{parts[3][100:]}"
    text = "\n\n".join(parts)
    ends = np.cumsum([len(part) + 2 for part in parts]) - 2
    spans = [(int(end) - len(part), int(end)) for part, end in zip(parts, ends, strict=True)]
    for place in ("place 5", "undocumented 1"):
        found = identify(text, place, CANDIDATES, level=2, passages=spans)
        for one, (start, end) in zip(found.passages, spans, strict=True):
            alone = CANDIDATES.posterior(terms_of(text[start:end]))
            assert one.posterior.probability == pytest.approx(alone.probability, rel=1e-12)
            assert one.posterior.set_mass == alone.set_mass


def test_every_level_of_a_review_has_a_calibration_of_its_own() -> None:
    assert set(CALIBRATIONS) == {*LEVELS, FLOOR}
    assert len({tuple(one.slopes) for one in CALIBRATIONS.values()}) == len(CALIBRATIONS)


@given(st.lists(st.floats(0.001, 1.0), min_size=1, max_size=12))
def test_a_posterior_is_one_whole(prior: list[float]) -> None:
    places = tuple(f"p{number}" for number in range(len(prior)))
    posterior = combined(places, [], prior=np.array(prior))
    assert posterior.probability.sum() == pytest.approx(1.0)
    assert 1.0 - 1e-9 <= posterior.anonymity_set <= len(prior) + 1e-9
    inside = posterior.credible_set()
    mass = sum(posterior.probability_of(place) for place in inside)
    assert mass >= 0.90 - 1e-9
    assert mass - posterior.probability_of(inside[-1]) < 0.90
    assert sorted(posterior.rank(place) for place in places)[0] >= 1


@given(st.lists(st.floats(0.0, 1.0), min_size=5, max_size=40), st.integers(0, 100_000))
def test_shipped_calibrations_give_numbers_for_any_scores(scores: list[float], words: int) -> None:
    for calibration in CALIBRATIONS.values():
        logs = calibration.log_likelihoods(np.array(scores), words)
        assert np.isfinite(logs).all()
        assert 0.0 <= calibration.mass_of_set(words) <= 1.0


def test_what_cannot_be_combined_is_refused() -> None:
    with pytest.raises(InputError, match="length"):
        combined(("A", "B"), [Evidence("facts", np.zeros(3), 1.0)])
    with pytest.raises(InputError, match="prior"):
        combined(("A", "B"), [], prior=np.zeros(2))
    with pytest.raises(InputError, match="once"):
        combined(("A", "A"), [])
    with pytest.raises(InputError, match="not a number"):
        combined(("A", "B"), [Evidence("facts", np.array([np.nan, 0.0]), 1.0)])
    with pytest.raises(UnknownNameError, match="nowhere"):
        identify("a mill", "nowhere", CANDIDATES, level=0)
    with pytest.raises(UnknownNameError, match="place"):
        Candidates(("A",), PROFILES, CALIBRATION).posterior(terms_of("a mill"))
    with pytest.raises(InputError, match="same places"):
        fit_calibration([])


def test_ties_share_the_mean_rank() -> None:
    posterior = Posterior(
        ("A", "B", "C"), np.array([0.25, 0.5, 0.25]), np.ones(3, dtype=bool), 0.9, ()
    )
    assert [posterior.rank(place) for place in "ABC"] == [2.5, 1.0, 2.5]


@given(st.lists(st.floats(-700, 700), min_size=1, max_size=40))
def test_the_sum_of_exponentials_is_that_of_scipy(logs: list[float]) -> None:
    some = np.array(logs)
    assert log_sum(some) == pytest.approx(logsumexp(some), rel=1e-12, abs=1e-12)
    twice = np.r_[some, some]
    assert log_sum(twice) == pytest.approx(logsumexp(twice), rel=1e-12, abs=1e-12)
