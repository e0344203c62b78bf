"""No rule is passed over that could match: patterns as they ship, and patterns of any kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.data.lexicons import read_claim_lexicon
from placewise.review.claims.anchors import Anchored, anchors
from placewise.review.claims.rules import Rule, rules_of

RULES = [rule for rules in rules_of(read_claim_lexicon()).by_kind.values() for rule in rules]


def words(pattern: str) -> set[str] | None:
    found = anchors(re.compile(pattern))
    return None if found is None else set(found)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(?:home to|birthplace of)\b", {"home to", "birthplace of"}),
        (r"\bspeciali[sz](?:es?|ed) in\b", {
            "specialise in", "specialises in", "specialised in",
            "specialize in", "specializes in", "specialized in",
        }),
        (r"\bclusters?\b", {"cluster"}),  # "clusters" holds it
        (r"\brole (?:that|which)\b(?=[^.;]{0,60}\bplay)", {"role that", "role which"}),
        (r"(?:ab)+c", {"ab"}),
        (r"(?:ab)?c", {"c"}),
        (r"\w+ (?!not)sector", {" sector"}),
        (r"jobs|\d+", None),
        (r"(?i)jobs", None),
        (r"(?i:jobs) here", {" here"}),
        (r"[a-z]*", None),
        (r"(?!)", None),
    ],
)  # fmt: skip
def test_the_words_of_a_pattern(pattern: str, expected: set[str] | None) -> None:
    assert words(pattern) == expected


@pytest.mark.parametrize("rule", RULES, ids=[rule.cue.name for rule in RULES])
def test_no_rule_that_ships_is_tried_on_every_sentence(rule: Rule) -> None:
    assert anchors(rule.pattern) is not None


ANCHORED = Anchored([rule.pattern for rule in RULES])


@given(st.data())
def test_every_match_of_a_rule_that_ships_is_found(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(RULES) - 1))
    text = data.draw(st.from_regex(RULES[number].pattern))
    patterns = [rule.pattern for rule in RULES]
    matching = {at for at, pattern in enumerate(patterns) if pattern.search(text)}
    assert number in matching
    assert matching <= set(ANCHORED.near(text))


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=1, max_size=4).map("".join),
        st.lists(parts, min_size=1, max_size=3).map(lambda those: f"(?:{'|'.join(those)})"),
        st.tuples(parts, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}?", "++"])).map(
            lambda both: f"(?:{both[0]}){both[1]}"
        ),
        st.tuples(st.sampled_from(["(?=", "(?!", "(?i:", "(?>", "("]), parts).map(
            lambda both: f"{both[0]}{both[1]})"
        ),
    )


SMALLEST = ("a", "b", "ab", "ba", "[ab]", "[^a]", "[a-c]", ".", " ", r"\w", r"\b", "^", "$",
            "(?<=a)", "(?<!b)")  # fmt: skip
PATTERNS = st.recursive(st.sampled_from(SMALLEST), _joined, max_leaves=12)


@given(st.lists(PATTERNS, min_size=1, max_size=5), st.text("abAB ", max_size=12))
def test_every_match_of_any_pattern_is_found(patterns: list[str], text: str) -> None:
    compiled = [re.compile(pattern) for pattern in patterns]
    near = list(Anchored(compiled).near(text))
    assert near == sorted(set(near))
    assert {at for at, pattern in enumerate(compiled) if pattern.search(text)} <= set(near)
