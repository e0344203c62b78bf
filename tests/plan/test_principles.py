"""The checklist: it ships whole, and says met, not met or cannot tell for the right reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.data.principles import read_principles
from placewise.errors import InputError, UnknownNameError
from placewise.model.principles import OUTCOMES, Observation, Principle, Question
from placewise.plan.principles import check_principles

RANGE = Principle(
    "few", "Aims", "A few aims.", "somebody", "", "direct",
    (Question("aims", "Number of aims", 1.0, 6.0, "proposal"),
     Question("named", "Share that is named", 1.0, None, "proposal")),
)  # fmt: skip


def outcome(*seen: Observation) -> str:
    return check_principles([RANGE], seen)[0].outcome


def test_what_ships_is_whole() -> None:
    principles = read_principles()
    assert len(principles) >= 35
    facts = [question.fact for one in principles for question in one.questions]
    assert len(facts) == len(set(facts))
    for one in principles:
        assert one.rule.endswith(".")
        assert one.source
    # Whatever has only been remembered says so.
    assert {one.key for one in principles if one.status == "memory"} == {
        "binding-shown", "supply-side", "independent-choice",
    }  # fmt: skip
    assert {row.outcome for row in check_principles(principles, [])} == {"cannot tell"}


def test_all_questions_must_hold() -> None:
    named = Observation("named", 1.0, "page 3", "every programme serves an aim")
    assert outcome(Observation("aims", 4, "page 1"), named) == "met"
    assert outcome(Observation("aims", 9, "page 1"), named) == "not met"
    assert outcome(Observation("aims", 4, "page 1")) == "cannot tell"
    assert outcome(Observation("aims", 9, "page 1")) == "not met"
    two = [Observation("aims", 4, "page 1"), Observation("aims", 8, "page 7")]
    assert outcome(*two, named) == "not met"


def test_an_interval_over_the_bound_decides_nothing() -> None:
    aims = Observation("aims", 3, "page 1")
    wide = Observation("named", 1.1, "row 2", lower=0.9, upper=1.3)
    assert outcome(aims, wide) == "cannot tell"
    assert outcome(aims, Observation("named", 0.7, "row 2", lower=0.5, upper=0.9)) == "not met"
    assert outcome(aims, Observation("named", 1.2, "row 2", lower=1.0, upper=1.4)) == "met"


def test_what_decided_is_shown_first_with_its_words() -> None:
    many = Observation("aims", 9, "page 1", "our nine aims")
    named = Observation("named", 1.0, "page 3")
    found = check_principles([RANGE], [named, many])[0]
    assert found.support == (many, named)
    assert found.why == (
        "Number of aims: 9, where at least 1 and at most 6 would do",
        "Share that is named: 1, where at least 1 would do",
    )
    assert check_principles([RANGE], [named])[0].why[0] == "Number of aims: not known"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(value=st.floats(-5, 15), more=st.floats(0, 5))
def test_a_wider_interval_never_makes_sure(value: float, more: float) -> None:
    question = Principle("k", "g", "r.", "s", "", "direct", RANGE.questions[:1])
    exact = check_principles([question], [Observation("aims", value, "here")])[0].outcome
    wide = check_principles(
        [question], [Observation("aims", value, "here", "", value - more, value + more)]
    )[0].outcome
    assert wide in OUTCOMES
    assert wide in (exact, "cannot tell")


def test_faults_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "aims"'):
        check_principles([RANGE], [Observation("aim", 1, "here")])
    with pytest.raises(InputError, match="does not hold its value"):
        check_principles([RANGE], [Observation("aims", 1, "here", lower=2, upper=3)])
    with pytest.raises(InputError, match="where it was made"):
        check_principles([RANGE], [Observation("aims", 1, "")])
    own = tmp_path / "own.toml"
    own.write_text(
        '[[principle]]\nkey = "a"\ngroup = "g"\nrule = "r."\nsource = "s"\nstatus = "sure"\n'
        '[[principle.question]]\nfact = "f"\nasks = "A"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=r'(?s)status "sure" is none of.*least or most must be'):
        read_principles(own)
