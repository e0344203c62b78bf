"""Plans where what holds the place back is made up, so that what should come out is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from placewise import Workbench
from placewise.data.barriers import read_barriers
from placewise.model.answer import Answer
from placewise.model.barriers import OwnEvidence
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.plan import Plan, PlanSettings
from placewise.model.words import Finding, Place
from placewise.workbench.barriers.rows import BARRIERS
from placewise.workbench.planning.planning import Planning

NONE = ("not a barrier here", 0.97, (0.0, 0.03, 0.97))
UNTOLD = ("cannot tell", None, None)
RICH = PlanSettings(1e9, draws=200)
Told = tuple[str, float | None, tuple[float, float, float] | None]


class MadeUp:
    """Answers on barriers with outcomes that were chosen."""

    def __init__(self, said: Mapping[str, Told], others: Told) -> None:
        self.barriers = read_barriers()
        self._said, self._others = said, others

    def of(
        self, place: Place, settings: DiagnosisSettings, own: Sequence[OwnEvidence] | None = None
    ) -> Answer:
        rows = []
        for one in self.barriers:
            outcome, probability, shares = self._said.get(one.key, self._others)
            told = dict(zip(("p_binding", "p_contributing", "p_not"), shares or (None,) * 3,
                            strict=True))  # fmt: skip
            rows.append(dict.fromkeys(BARRIERS) | told | {
                "barrier": one.key, "title": one.title, "outcome": outcome,
                "probability": probability,
            })  # fmt: skip
        table = pl.DataFrame(rows, schema=BARRIERS, orient="row")
        return Answer(
            key="barriers", place=place, question="", compared_with="others", headline=(),
            findings=(Finding("barriers", "", "", table),),
        )  # fmt: skip


def planned(
    bench: Workbench, said: Mapping[str, Told], others: Told = NONE, settings: PlanSettings = RICH
) -> Plan:
    planning = Planning(bench.shelf)
    planning._answers = MadeUp(said, others)  # type: ignore[assignment]
    return planning.of(bench.place("South Yorkshire"), settings)


def effect(plan: Plan) -> float:
    table = next(one.table for one in plan.findings if one.key == "totals")
    return float(table.filter(pl.col("what") == "effect")["value"][0])


def test_a_barrier_that_binds_for_certain_gets_all_its_options(bench: Workbench) -> None:
    plan = planned(bench, {"skills": ("binding", 1.0, (1.0, 0.0, 0.0))})
    assert set(plan.options["barrier"]) == {"skills"}
    assert plan.options["chosen"].all()
    assert plan.options["inclusion_probability"].to_list() == [1.0] * plan.options.height
    assert plan.objectives == ("Low skills",)
    assert plan.mix is not None
    assert plan.mix["policy_area"].to_list() == ["skills"]
    # Where a need is certain, the plan brings what its options bring.
    assert effect(plan) == pytest.approx(
        sum(one.drawn.net_effect.mean() for one in plan.appraisals)
    )


def test_a_barrier_that_only_contributes_counts_half(bench: Workbench) -> None:
    binds = planned(bench, {"skills": ("binding", 1.0, (1.0, 0.0, 0.0))})
    adds = planned(bench, {"skills": ("contributing", 1.0, (0.0, 1.0, 0.0))})
    assert effect(adds) == pytest.approx(effect(binds) / 2)
    assert adds.options["option"].to_list() == binds.options["option"].to_list()


def test_inclusion_is_the_chance_of_a_need_where_money_is_no_limit(bench: Workbench) -> None:
    plan = planned(bench, {"skills": ("cannot tell", None, (0.2, 0.41, 0.39))})
    assert plan.options["inclusion_probability"].to_list() == pytest.approx(
        [0.61] * plan.options.height, abs=1.5 / RICH.draws
    )
    assert plan.options["barrier_probability"].to_list() == pytest.approx(
        [0.61] * plan.options.height
    )
    assert set(plan.options["gate"]) == {"conditional"}
    assert "all its" in plan.headline[-1].casefold()


def test_money_goes_to_the_need_that_is_there(bench: Workbench) -> None:
    tight = PlanSettings(15e6, draws=200)
    shares = {"skills": 0.05, "apprenticeships": 0.95}
    plan = planned(
        bench,
        {key: ("cannot tell", None, (p, 0.0, 1 - p)) for key, p in shares.items()},
        settings=tight,
    )
    turned = planned(
        bench,
        {key: ("cannot tell", None, (1 - p, 0.0, p)) for key, p in shares.items()},
        settings=tight,
    )
    spent = [
        {
            barrier: float(rows.filter("chosen")["public_cost"].sum())
            for (barrier,), rows in one.options.group_by("barrier")
        }
        for one in (plan, turned)
    ]
    assert spent[0]["apprenticeships"] > spent[1]["apprenticeships"]
    assert spent[1]["skills"] > spent[0]["skills"]


def test_no_barrier_leads_to_no_plan(bench: Workbench) -> None:
    plan = planned(bench, {})
    assert plan.portfolio is None
    assert plan.options.is_empty()
    assert plan.headline[0].startswith("There is no plan for £1 billion over ten years")
    assert plan.left_out.filter(pl.col("what") == "barrier").height == len(read_barriers())
    assert plan.judged


def test_where_nothing_can_be_told_nothing_is_chosen(bench: Workbench) -> None:
    plan = planned(bench, {}, UNTOLD)
    assert plan.portfolio is None
    assert plan.options.height > 0
    assert plan.options["inclusion_probability"].null_count() == plan.options.height
    said = " ".join(plan.headline)
    assert "no option passes the gate" in said
    assert "evidence of your own would bring options in" in said
    kept = plan.left_out.filter(pl.col("step") == "barrier")
    assert set(plan.options["option"]) <= set(kept["name"])
