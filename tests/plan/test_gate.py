"""The gate says of every step why, and never passes what cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.examples import barrier, option

from placewise.model.barriers import CYCLICAL, FAILURES, OUTCOMES
from placewise.model.options import POWERS, STEPS, Adjustments, Gated, Span
from placewise.plan.gate import gate, gate_table, share_kept


def through(option_changes: dict[str, object], **barrier_changes: object) -> Gated:
    return gate(option(**option_changes), {"management": barrier(**barrier_changes)})


def verdict(gated: Gated, step: str) -> str:
    return next(one.verdict for one in gated.steps if one.step == step)


def test_an_option_with_everything_passes() -> None:
    gated = through({})
    assert (gated.standing, gated.reasons) == ("passed", ())
    assert [step.step for step in gated.steps] == list(STEPS)
    assert "very likely (91 %)" in gated.steps[0].reason
    # 0.7 * 0.5 * 0.8 = 28 % at worst, 0.9 * 0.8 * 0.95 = 68.4 % at best.
    assert gated.steps[3].reason == "From 28 % to 68 % of the gross effect adds to the place."


@pytest.mark.parametrize(
    ("outcome", "standing", "words"),
    [
        ("binding", "passed", "binds"),
        ("contributing", "passed", "That it binds is not shown"),
        ("not a barrier here", "failed", "is not a barrier here"),
        ("cannot tell", "conditional", "conditional on that. What would settle it: A survey."),
    ],
)
def test_the_outcome_of_the_barrier_decides(outcome: str, standing: str, words: str) -> None:
    gated = through({}, outcome=outcome, probability=None)
    assert gated.standing == standing
    assert words in gated.steps[0].reason


def test_a_barrier_that_nobody_knows_fails() -> None:
    gated = gate(option(barrier="weather"), {})
    assert gated.standing == "failed"
    assert 'no barrier "weather"' in gated.reasons[0]


@pytest.mark.parametrize(
    ("failure", "behind", "wanted"),
    [
        ("", ("externality",), "failed"),
        (CYCLICAL, ("externality",), "failed"),
        ("externality", (CYCLICAL,), "failed"),
        ("externality", ("public good",), "could not tell"),
        ("externality", ("externality",), "passed"),
        ("government failure", ("government failure",), "passed"),
    ],
)
def test_the_failure_must_be_one_that_lasts(
    failure: str, behind: tuple[str, ...], wanted: str
) -> None:
    assert verdict(through({"failure": failure}, failures=behind), "failure") == wanted


@pytest.mark.parametrize(
    ("power", "wanted"),
    [("held", "passed"), ("shared", "could not tell"), ("not known", "could not tell"),
     ("not held", "failed")],
)  # fmt: skip
def test_the_power_must_be_held(power: str, wanted: str) -> None:
    assert verdict(through({"power": power}), "power") == wanted


def test_who_may_act_is_named_where_it_is_not_known() -> None:
    assert "Those who may act locally: growth hub." in through({"power": "not known"}).reasons[0]


def test_additionality_must_be_stated_and_left() -> None:
    silent = through({"adjustments": Adjustments(), "counterfactual": ""})
    assert verdict(silent, "additionality") == "could not tell"
    assert "without it nor how much would come anyway" in silent.reasons[0]
    nothing = through({"adjustments": Adjustments(deadweight=Span(0.92, 0.95, 1))})
    assert verdict(nothing, "additionality") == "failed"
    wide = through({"adjustments": Adjustments(deadweight=Span(0.2, 0.5, 0.95))})
    assert verdict(wide, "additionality") == "could not tell"
    assert "At worst only 5 %" in wide.reasons[0]


def test_all_that_is_wrong_is_known_at_once() -> None:
    gated = through(
        {"failure": "", "power": "not held", "adjustments": Adjustments(deadweight=Span(1, 1, 1))},
        outcome="not a barrier here",
    )
    assert len(gated.reasons) == 4
    table = gate_table([gated, through({})])
    assert table.height == 8
    assert table["standing"].to_list() == ["failed"] * 4 + ["passed"] * 4


@given(
    st.sampled_from(OUTCOMES), st.sampled_from([*FAILURES, ""]), st.sampled_from(POWERS),
    st.booleans(), st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted),
)  # fmt: skip
def test_what_fails_a_step_fails_and_what_is_not_told_never_passes(
    outcome: str, failure: str, power: str, told: bool, ends: list[float]
) -> None:
    one = option(
        failure=failure, power=power, counterfactual="so it is" if told else "",
        adjustments=Adjustments(deadweight=Span(ends[0], ends[1], ends[2])),
    )  # fmt: skip
    gated = gate(one, {"management": barrier(outcome=outcome)})
    verdicts = [step.verdict for step in gated.steps]
    assert (gated.standing == "passed") == (set(verdicts) == {"passed"})
    assert (gated.standing == "failed") == ("failed" in verdicts)
    assert all(step.reason.endswith(".") for step in gated.steps)
    best, worst = share_kept(one, "best"), share_kept(one, "worst")
    assert best is not None
    assert worst is not None
    assert worst <= best
