"""What a strategy shows of principles: by rules that may be wrong, and by what is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.principle_passages import counts
from tests.report.reviews import document_of, frame, review_of

from placewise.data.lexicons import read_claim_lexicon
from placewise.data.principle_words import read_sayings
from placewise.data.principles import read_principles
from placewise.model.principles import Judged, Observation, Saying
from placewise.model.review import SECTOR_AGAINST_HORIZONTAL, Review
from placewise.plan.principles import check_principles
from placewise.review.observed import strategy_observations
from placewise.review.sayings import Searched
from placewise.workbench.reviewing.principles import judge_strategy

RULE = Saying("review date", "", "yes", (r"\breviewed every \w+ years?\b",), (r"\breview",), 6, 6)


def review(*texts: str, **tables: Any) -> Review:
    document = document_of([("paragraph", text) for text in texts], pages=9)
    return review_of(document, frame("marks", []), **tables)


def against(**changes: Any) -> pl.DataFrame:
    row = dict.fromkeys(SECTOR_AGAINST_HORIZONTAL) | {"name": "sector", "of": "jobs"} | changes
    return pl.DataFrame([row], schema=SECTOR_AGAINST_HORIZONTAL, orient="row")


def seen_in(made: Review, *rules: Saying) -> dict[str, Observation]:
    found = strategy_observations(made, rules or read_sayings(), read_claim_lexicon())
    assert len({one.fact for one in found}) == len(found)
    return {one.fact: one for one in found}


def judged_by(made: Review, rule: Saying) -> Judged:
    observations = strategy_observations(made, [rule], read_claim_lexicon())
    checked = check_principles(read_principles(), observations)
    return next(one for one in checked if one.principle == "renewal")


def test_the_counts_of_the_rules_are_those_of_the_labels() -> None:
    labelled = counts()
    for rule in read_sayings():
        assert (rule.read, rule.right) == labelled.get((rule.fact, rule.part), (0, 0)), rule.fact
    assert sum(read for read, _ in labelled.values()) >= 60


def test_every_rule_asks_for_a_fact_of_the_checklist() -> None:
    known = {question.fact for one in read_principles() for question in one.questions}
    assert {rule.fact for rule in read_sayings()} <= known
    assert all(question.settles for one in read_principles() for question in one.questions)


def test_a_find_a_trace_and_nothing_are_three_outcomes() -> None:
    said = judged_by(review("Bread.", "The plan is reviewed every three years. Tea."), RULE)
    assert said.outcome == "met"
    assert (said.support[0].page, said.support[0].number) == (1, 1)
    assert said.support[0].passage == "The plan is reviewed every three years."
    assert not said.settles
    trace = judged_by(review("We review bread."), RULE)
    assert trace.outcome == "cannot tell"
    assert trace.settles == ("The date at which the plan is looked at again.",)
    nothing = judged_by(review("Bread."), RULE)
    assert nothing.outcome == "not met"
    assert nothing.support[0].where == "all 1 passages"


def test_a_rule_that_was_too_often_wrong_decides_nothing() -> None:
    made = review("The plan is reviewed every three years.")
    assert judged_by(made, replace(RULE, read=10, right=8)).outcome == "met"
    for read, right in ((10, 7), (0, 0)):
        judged = judged_by(made, replace(RULE, read=read, right=right))
        assert judged.outcome == "cannot tell"
        assert judged.support[0].passage.startswith("The plan is reviewed")


def test_what_some_say_is_never_taken_for_all() -> None:
    rule = Saying("sunset", "", "some", (r"\buntil 2030\b",), (r"\buntil\b",), 6, 6)
    seen = seen_in(review("Grants run until 2030."), rule)["sunset"]
    assert (seen.value, seen.lower, seen.upper) == (None, 0, 1)
    assert seen_in(review("Bread."), rule)["sunset"].value == 0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(gaps=st.lists(st.sampled_from([" ", "\n"]), min_size=3, max_size=3), before=st.text("ab \n"))
def test_a_find_stands_where_it_says(gaps: list[str], before: str) -> None:
    words = "reviewed{}every{}two{}years".format(*gaps)
    document = document_of([("heading", words), ("paragraph", f"{before} {words}, they say.")])
    (found,) = Searched(document).finds(RULE)
    assert document.text[found.start : found.end] == words
    assert found.passage.number == 1


def test_no_find_reaches_over_two_passages() -> None:
    document = document_of([("paragraph", "It is reviewed"), ("paragraph", "every two years.")])
    assert not Searched(document).finds(RULE)


@pytest.mark.parametrize(
    ("texts", "value", "lower", "upper"),
    [
        (("This strategy covers the period 2025 to 2035.",), 10, None, None),
        (("Our plan looks ahead twenty years.",), 20, None, None),
        (("This plan covers 5 years.", "The plan for the period 2025-2040."), 5, 5, 15),
        (("Nothing of time.",), None, 0, 60),
    ],
)
def test_years_ahead(
    texts: tuple[str, ...], value: float | None, lower: float | None, upper: float | None
) -> None:
    seen = seen_in(review(*texts))["years ahead"]
    assert (seen.value, seen.lower, seen.upper) == (value, lower, upper)


def test_comparisons_with_places_alike_beside_wider_ones() -> None:
    alike = "Pay is lower than in other coastal towns."
    wider = "Pay is lower than the national average."
    seen = seen_in(review(alike, wider, wider, wider, wider))["comparisons with places alike"]
    assert seen.value == pytest.approx(0.2)
    assert (seen.lower, seen.upper) == pytest.approx((0.8 / 4.8, 1 / 4.2))
    few = seen_in(review(alike))["comparisons with places alike"]
    assert (few.value, few.lower, few.upper) == (1, 0, 1)
    none = seen_in(review("Bread."))["comparisons with places alike"]
    assert none.value is None


def test_figures_are_compared_in_their_sentence_near_or_not_at_all() -> None:
    texts = (
        "Pay is £500, lower than the national average.", "There are 40 firms; that is above most.",
        "There are 9 parks.",
    )  # fmt: skip
    rows = [
        {"text": text, "passage": at, "page": 1, "nature": "fact", "place": "Eastmarch"}
        for at, text in enumerate(("£500", "40 firms", "9 parks"))
    ]
    seen = seen_in(review(*texts, figures=frame("figures", rows)))["figures with comparator"]
    assert (seen.value, seen.lower, seen.upper) == pytest.approx((1 / 3, 1 / 3, 2 / 3 / 0.8))
    assert seen.number == 2
    assert "9 parks" in seen.passage
    pair = [rows[2] | {"subject": "parks", "year": year} for year in (2020, 2021)]
    both = seen_in(review(*texts, figures=frame("figures", pair)))["figures with comparator"]
    assert (both.value, both.lower, both.upper) == (1, 1, 1)


def test_sectors_that_are_acted_on_are_shown_and_not_judged() -> None:
    claims = frame("claims", [{"kind": "commitment", "sector": "ceramics", "passage": 1}])
    focus = {"sector_against_horizontal": against(name="ceramics", kind="sector")}
    bare = seen_in(review("Tea.", "We will back ceramics.", "Bread.", claims=claims, **focus))
    near = seen_in(
        review("A shortage of skilled workers holds firms back: a coordination failure.",
               "We will back ceramics, with 900 jobs.", claims=claims, **focus)
    )  # fmt: skip
    for fact in ("priorities with barrier", "priorities with failure", "priorities with reach"):
        for seen in (bare[fact], near[fact]):
            assert (seen.value, seen.lower, seen.upper, seen.number) == (None, 0, 1, 1)
        assert bare[fact].passage.startswith("no ")
        assert near[fact].passage == "such words are near each of them"
    # Neither a strength that nobody acts on nor a word in another sense is a priority.
    strength = claims.with_columns(kind=pl.lit("sector strength"))
    facts = seen_in(review("Tea.", "Fine pots.", claims=strength, **focus))
    assert "priorities with barrier" not in facts
    assert "priorities with barrier" not in seen_in(review("Tea.", "We back tea.", claims=claims))


def test_claims_that_no_table_sees_leave_their_share_open() -> None:
    rows = [
        {"kind": "sector strength", "sector": key, "sector_title": key, "verdict": verdict,
         "passage": 0, "page": 1}
        for key, verdict in (("a", "supported"), ("b", "not measurable"))
    ]  # fmt: skip
    seen = seen_in(review("Tea.", claims=frame("claims", rows)))
    shown = seen["claims demonstrated"]
    assert (shown.value, shown.lower, shown.upper) == (0.5, 0.5, 1.0)
    assert seen["claims with rivals"].value == 0
    beside = seen_in(review("Tea beyond the national average.", claims=frame("claims", rows)))
    assert beside["claims with rivals"].value is None
    many = [rows[0] | {"sector": key, "verdict": "not supported"} for key in "abcd"]
    found = seen_in(review("Tea.", claims=frame("claims", [rows[0], *many[1:]])))
    assert found["claims demonstrated"].upper == pytest.approx(0.25 / 0.7)


def test_reach_of_sectors_alone_fails_and_beside_actions_is_open() -> None:
    sector = {"field": "ceramics", "kind": "sector", "actions": 1}
    skills = {"field": "skills", "kind": "horizontal", "actions": 1}
    table = against(share=0.1, lower=0.08, upper=0.12)
    alone = review("Tea.", reach=frame("reach", [sector]), sector_against_horizontal=table)
    seen = seen_in(alone)["reach of horizontal"]
    assert (seen.value, seen.lower, seen.upper) == (-0.1, -0.12, -0.08)
    both = review("Tea.", reach=frame("reach", [sector, skills]), sector_against_horizontal=table)
    seen = seen_in(both)["reach of horizontal"]
    assert (seen.value, seen.lower, seen.upper) == pytest.approx((None, -0.12, 0.92))


def test_an_empty_document_is_judged_without_a_guess() -> None:
    principles, judged = judge_strategy(review("Tea."), read_claim_lexicon())
    assert [one.key for one in principles] == [one.principle for one in judged]
    assert not [one.principle for one in judged if one.outcome == "met"]
    for one in judged:
        assert one.outcome != "not met" or all(seen.where for seen in one.support)
