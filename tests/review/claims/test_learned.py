"""What was learned of claims: it weighs, drops and adds, and says why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.data.claim_weights import INTERCEPT, STANDS, THRESHOLD, WEAKENED, weights_of
from placewise.data.claim_weights import read_claim_weights as shipped
from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.claims import Claim, ClaimWeights
from placewise.review.claims.features import may_claim_a_strength, words_of
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.claims.learned import LearnedClaimFinder, log_odds, reasons
from placewise.review.claims.sectors import mentions, sector_index
from placewise.review.plain_text import plain_document

LEXICON, CONCORDANCE = read_claim_lexicon(), read_concordance()
NEUTRAL = ClaimWeights({}, stands=4.0, weakened=-4.0, intercept=-2.0, threshold=0.0)
"""Weights by which exactly what a rule finds is claimed."""
TEXT = "Northmoor has a strong manufacturing base. It could become a leader in hydrogen."


def found(weights: ClaimWeights, text: str, kind: str = "sector strength") -> list[Claim]:
    both = {"sector strength": weights, "target": weights}
    finder = LearnedClaimFinder(LEXICON, CONCORDANCE, both)
    return [one for one in finder.find(plain_document(text, "d", "", "")) if one.kind == kind]


def test_neutral_weights_leave_what_the_rules_find() -> None:
    rules = RuleClaimFinder(LEXICON, CONCORDANCE).find(plain_document(TEXT, "d", "", ""))
    by_rule = {(one.sector, one.stands) for one in rules if one.kind == "sector strength"}
    assert {(one.sector, one.stands) for one in found(NEUTRAL, TEXT)} == by_rule
    assert ("manufacturing", True) in by_rule


def test_words_that_seldom_claim_drop_what_a_rule_finds() -> None:
    against = replace(NEUTRAL, words={"cue: strong sector": -9.0})
    assert "manufacturing" not in {one.sector for one in found(against, TEXT) if one.stands}


def test_words_that_mostly_claim_add_what_no_rule_finds() -> None:
    text = "The harbour is where boats and fishing matter most."
    assert found(NEUTRAL, text) == []
    claim = found(replace(NEUTRAL, words={"behind: matter": 9.0}), text)[0]
    assert (claim.sector, claim.stands) == ("fishing", True)
    assert "likely; for it: behind: matter" in claim.why


def test_a_target_found_by_words_has_its_number_and_year() -> None:
    text = "Inspections of 400 homes, all of them by 2030, are envisaged for the annual round."
    assert found(NEUTRAL, text, "target") == []
    claim = found(replace(NEUTRAL, words={"in: envisaged": 9.0}), text, "target")[0]
    assert (claim.number, claim.unit, claim.year) == (400, "homes", 2030)


def test_log_odds_are_a_sum() -> None:
    weights = weights_of({"a": 1.0, "b": -2.5, STANDS: 3.0, WEAKENED: -1.0, INTERCEPT: 0.5,
                          THRESHOLD: 0.2})  # fmt: skip
    assert log_odds(weights, frozenset({"a", "b", "unknown"}), None) == pytest.approx(-1.0)
    assert log_odds(weights, frozenset({"a"}), True) == pytest.approx(4.5)
    assert log_odds(weights, frozenset(), False) == pytest.approx(-0.5)
    assert reasons(weights, frozenset({"a", "b"}), 0.0) == "50% likely; for it: a; against it: b"


def test_names_numbers_and_sectors_are_told_from_words_not_from_one_another() -> None:
    text = "In 2021 the Ashby Vale farms grew 1,250 tonnes of wheat for agriculture."
    words = words_of(text, mentions(text, sector_index(CONCORDANCE)))
    assert {"<year>", "<name>", "<number>", "<sector>"} <= set(words.plain)
    assert not {"ashby", "vale", "2021", "1,250"} & set(words.plain)


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("farming largest base 12 by 2030. of the ;is"), max_size=80)
)
def test_no_text_breaks_the_weighing(text: str) -> None:
    for one in found(replace(NEUTRAL, intercept=1.0), text):
        assert "likely" in one.why
    assert isinstance(may_claim_a_strength(text), bool)


def test_the_shipped_weights_are_of_two_kinds_and_lean_on_the_rules() -> None:
    weights = shipped()
    assert set(weights) == {"sector strength", "target"}
    for one in weights.values():
        assert one.stands > one.weakened
        assert one.intercept < one.threshold
        assert len(one.words) > 100
