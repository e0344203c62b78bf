"""What a plan shows of the principles: made-up plans, and what each change does to the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.examples import barrier, option

from placewise.data.principles import read_principles
from placewise.model.appraisal import LINES, YEARS, Appraisal, Drawn, Inputs
from placewise.model.options import Gated, GateStep, Option, Reach
from placewise.model.plan import MIX, OPTIONS, REACH, Plan, PlanSettings, Toolkit
from placewise.model.portfolio import BreakEven, Chosen, Portfolio
from placewise.model.principles import Judged, Observation
from placewise.model.words import Place
from placewise.plan.observed import plan_observations
from placewise.workbench.planning.judging import judge_plan

GOOD = {
    "reach": Reach(residents=900.0), "sunset": "After five years, unless it pays for itself",
    "loss_bearer": "owners and the authority", "conditions": "a growth hub",
    "evidence": ("business advice",),
}  # fmt: skip


def gated(one: Option, **verdicts: str) -> Gated:
    told = dict.fromkeys(("barrier", "failure", "power", "additionality"), "passed") | verdicts
    return Gated(one, tuple(GateStep(step, verdict, "why") for step, verdict in told.items()))


def frame(schema: dict[str, Any], rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema, orient="row")


def appraisal(one: Option) -> Appraisal:
    inputs = Inputs({}, frozenset(), 0.0, 0.0, 1, ())
    return Appraisal(
        one, inputs, frame(LINES, []), frame(YEARS, []), Drawn(np.zeros(2), None), 1.0, 0.0, 3, "",
        (),
    )  # fmt: skip


def plan_of(*rows: Gated, chosen: int | None = None, **changes: Any) -> Plan:
    """Return a plan that takes the first of some options."""
    taken = len(rows) if chosen is None else chosen
    table = frame(
        OPTIONS,
        [
            {"option": one.option.key, "title": one.option.title, "kind": one.option.kind,
             "chosen": at < taken, "inclusion_probability": 0.9, "inclusion_lower": 0.88,
             "inclusion_upper": 0.92, "strength": 3}
            for at, one in enumerate(rows)
        ],
    )  # fmt: skip
    count = len(rows)
    shares = np.full(count, 0.9)
    portfolio = Portfolio(
        tuple(one.option.key for one in rows), ("all",),
        Chosen(np.arange(count) < taken, 1.0, 1.0, np.zeros(1)),
        np.ones((1, count), bool), 100, 0, shares, shares, shares, shares[None], np.zeros(100),
        np.zeros(100), np.zeros(1), 0.95, 0.0, (),
    )  # fmt: skip
    evaluate = pl.DataFrame({"step": ["1"], "how": ["a trial"]})
    empty = pl.DataFrame()
    made: dict[str, Any] = {
        "place": Place("Eastmarch", "district", ("E1",)), "settings": PlanSettings(1e6),
        "compared_with": "the ten most similar districts", "headline": (), "barriers": (barrier(),),
        "options": table, "gated": rows, "appraisals": tuple(appraisal(r.option) for r in rows),
        "portfolio": portfolio, "left_out": empty, "objectives": ("Weak management",),
        "break_evens": tuple(BreakEven(r.option.key, True, 2, 1, 0.5, 0) for r in rows),
        "reach": frame(
            REACH,
            [{"name": "horizontal", "of": "jobs", "share": 0.3, "lower": 0.2, "upper": 0.4}],
        ),
        "mix": frame(MIX, [{"policy_area": "business advice", "kind": "horizontal", "spent": 1.0}]),
        "toolkits": (Toolkit("business advice", "Advice", (), empty, empty, empty, evaluate),),
    }  # fmt: skip
    return Plan(**(made | changes))


def seen_in(plan: Plan) -> dict[str, Observation]:
    found = plan_observations(plan)
    assert len({one.fact for one in found}) == len(found)
    return {one.fact: one for one in found}


def judged_in(plan: Plan) -> dict[str, Judged]:
    principles, judged = judge_plan(plan)
    assert [one.key for one in principles] == [one.principle for one in judged]
    return {one.principle: one for one in judged}


def test_a_plan_that_says_all_it_can_meets_what_a_plan_can_meet() -> None:
    judged = judged_in(plan_of(gated(option(**GOOD))))
    # One option about one barrier: no four priorities, one driver, and no spillover in its failure.
    assert {key for key, one in judged.items() if one.outcome == "not met"} == {
        "drivers-looked-at", "number-of-priorities", "spillovers",
    }  # fmt: skip
    met = {key for key, one in judged.items() if one.outcome == "met"}
    assert met >= {
        "horizon", "barrier-and-failure", "binding-shown", "reach-told", "horizontal-reach",
        "lead-and-powers", "risk-shared", "sunset", "evaluation-built-in", "within-the-money",
        "robust-choice", "evidence-told", "no-novelty", "activities-not-sectors",
    }  # fmt: skip
    # Nobody can read these off a plan: no observation, and so no verdict.
    for key in ("recognisable", "independent-choice", "competent-agency", "open-channels"):
        assert judged[key].outcome == "cannot tell"
        assert not judged[key].support


@pytest.mark.parametrize(
    ("fact", "principle", "changes"),
    [
        ("sunset", "sunset", {"sunset": ""}),
        ("private share", "risk-shared", {"loss_bearer": ""}),
        ("private share", "risk-shared", {"private_share": 0.0}),
        ("priorities with reach", "reach-told", {"reach": Reach()}),
        ("actions with lead", "lead-and-powers", {"lead": ""}),
        ("actions with dependencies", "lead-and-powers", {"conditions": ""}),
        ("effects unexplained", "no-black-box", {"evidence": ()}),
        ("programmes with evaluation", "evaluation-built-in", {"policy_area": "innovation"}),
    ],
)
def test_what_one_option_does_not_say_fails_its_principle(
    fact: str, principle: str, changes: dict[str, Any]
) -> None:
    lacks = option(**(GOOD | {"key": "bare", "title": "Bare thing"} | changes))
    plan = plan_of(gated(option(**GOOD)), gated(lacks))
    assert judged_in(plan)[principle].outcome == "not met"
    seen = seen_in(plan)[fact]
    assert "Bare thing" in seen.passage
    assert seen.where
    # An option that is not taken is none of the plan's priorities.
    left = plan_of(gated(option(**GOOD)), gated(lacks), chosen=1)
    assert judged_in(left)[principle].outcome == "met"


def test_a_step_that_could_not_be_told_widens_the_interval() -> None:
    plan = plan_of(gated(option(**GOOD)), gated(option(**GOOD, key="b"), barrier="could not tell"))
    seen = seen_in(plan)["priorities with barrier"]
    assert (seen.value, seen.lower, seen.upper) == (0.5, 0.5, 1.0)
    assert judged_in(plan)["barrier-and-failure"].outcome == "cannot tell"
    failed = plan_of(gated(option(**GOOD), barrier="failed"))
    assert judged_in(failed)["barrier-and-failure"].outcome == "not met"


def test_reach_of_all_sectors_against_single_ones() -> None:
    sector = option(**GOOD, key="cluster", kind="sector", sectors=("ceramics",))
    both = (gated(option(**GOOD)), gated(sector))
    rows = [
        {"name": "horizontal", "of": "jobs", "share": 0.1, "lower": 0.05, "upper": 0.2},
        {"name": "sector", "of": "jobs", "share": 0.15, "lower": 0.12, "upper": 0.18},
        {"name": "sector", "of": "firms", "share": 0.9},
    ]
    seen = seen_in(plan_of(*both, reach=frame(REACH, rows)))["reach of horizontal"]
    assert seen.value == pytest.approx(-0.05)
    assert (seen.lower, seen.upper) == pytest.approx((-0.13, 0.08))
    # A kind of option whose reach is not known leaves the comparison open.
    assert "reach of horizontal" not in seen_in(plan_of(*both, reach=frame(REACH, rows[1:])))
    assert "clusters with costs" not in seen_in(plan_of(*both))


def test_pressure_is_answered_or_not_there() -> None:
    dear = barrier(key="housing", title="Homes cost too much")
    plan = plan_of(gated(option(**GOOD)), barriers=(barrier(), dear))
    assert judged_in(plan)["pressure-answered"].outcome == "not met"
    homes = gated(option(**GOOD, key="homes", barrier="housing"))
    assert seen_in(plan_of(homes, barriers=(dear,)))["pressure answered"].value == 1
    calm = replace(dear, outcome="not a barrier here")
    assert seen_in(plan_of(homes, barriers=(calm,)))["pressure answered"].passage.startswith("none")
    unknown = replace(dear, outcome="cannot tell", probability=None)
    assert "pressure answered" not in seen_in(plan_of(homes, barriers=(unknown,)))


def test_an_objective_that_is_no_barrier_is_not_taken_for_one() -> None:
    plan = plan_of(gated(option(**GOOD)), objectives=("Weak management", "GVA up by 3 %"))
    seen = seen_in(plan)
    assert seen["aims with problem"].value == 0.5
    assert "overall numeric targets" not in seen


def test_a_plan_without_options_says_nothing_of_shares() -> None:
    nothing = plan_of(gated(option(**GOOD), barrier="failed"), chosen=0)
    facts = set(seen_in(replace(nothing, portfolio=None, reach=None, mix=None)))
    assert facts == {
        "years ahead", "drivers looked at", "overall aims", "aims with problem",
        "overall numeric targets", "targets for mix", "binding with signal",
        "comparisons with places alike",
    }  # fmt: skip


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ends=st.lists(st.sampled_from(["passed", "could not tell", "failed"]), min_size=1))
def test_shares_hold_all_that_may_be_true(ends: list[str]) -> None:
    rows = [gated(option(key=f"o{at}"), failure=end) for at, end in enumerate(ends)]
    seen = seen_in(plan_of(*rows))["priorities with failure"]
    low = seen.value if seen.lower is None else seen.lower
    high = seen.value if seen.upper is None else seen.upper
    assert low == pytest.approx(ends.count("passed") / len(ends))
    assert high == pytest.approx(1 - ends.count("failed") / len(ends))


def test_every_fact_is_one_that_a_principle_asks_for() -> None:
    known = {question.fact for one in read_principles() for question in one.questions}
    assert set(seen_in(plan_of(gated(option(**GOOD))))) <= known


def test_an_end_that_misses_the_share_by_rounding_is_no_fault() -> None:
    rows = [
        {"name": "horizontal", "of": "jobs", "share": 0.1 + 0.2 - 1e-16, "lower": 0.1 + 0.2},
    ]
    seen = seen_in(plan_of(gated(option(**GOOD)), reach=frame(REACH, rows)))
    found = seen["reach of horizontal"]
    assert found.lower is not None
    assert found.value is not None
    assert found.lower <= found.value


def test_places_alike_and_barriers_that_bind_are_read_off_the_diagnosis() -> None:
    told = replace(barrier(), outcome="contributing")
    one = plan_of(gated(option(**GOOD)), barriers=(told,))
    near = replace(one, compared_with="the other 360 districts and the ten most similar districts")
    assert judged_in(near)["comparator-for-decision"].outcome == "met"
    alone = replace(one, compared_with="the other 51 states")
    assert judged_in(alone)["comparator-for-decision"].outcome == "not met"
    assert "none is called so" in judged_in(near)["binding-shown"].why[0]
    assert judged_in(near)["binding-shown"].outcome == "met"
    nothing = replace(near, barriers=(replace(told, outcome="cannot tell"),))
    for name in ("comparator-for-decision", "binding-shown"):
        assert judged_in(nothing)[name].outcome == "cannot tell", name
