"""A made-up plan that has everything a page may show, and plans that lack something of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
from tests.plan.examples import option

from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.model.appraisal import Appraisal
from placewise.model.options import BarrierFound, Gated, GateStep, Option, Span
from placewise.model.options import Reach as Touched
from placewise.model.plan import MIX, OPTIONS, REACH, Plan, PlanSettings, Toolkit
from placewise.model.portfolio import BreakEven, BudgetStep, Chosen, LeftOut, Portfolio, WeightFlip
from placewise.model.principles import Judged, Observation, Principle, Question
from placewise.model.toolkits import COST, DESIGN, EVALUATE, FOUND
from placewise.model.words import Check, Finding, Place, Provenance
from placewise.plan.appraisal import appraise

COMMAND = 'placewise plan Eastmarch --kind "combined authority" --budget 100m --years 10'
HERE = Place("Eastmarch", "combined authority", ("E1", "E2"), "E47")
LEFT_OUT = ("name", "title", "what", "step", "reason")
BARRIERS = (
    BarrierFound("skills", "Weak skills", "binding", 0.91, ("externality",), ("the authority",)),
    BarrierFound("management", "Weak management", "contributing", 0.62,
                 ("asymmetric information",), ("the growth hub",)),
    BarrierFound("land", "Land and premises", "cannot tell", None, ("coordination failure",), (),
                 ("rents of premises by district", "vacancy of premises")),
    BarrierFound("transport", "Poor transport", "not a barrier here", 0.88),
)  # fmt: skip


def frame(schema: dict[str, Any], rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema, orient="row")


def left_out(*rows: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(LEFT_OUT, pl.String), orient="row")


def gated(one: Option, **verdicts: tuple[str, str]) -> Gated:
    said = {
        "barrier": ("passed", f"‘{one.barrier}’ binds here: very likely (91 %)."),
        "failure": ("passed", f"{one.failure.capitalize()} stands behind it."),
        "power": ("passed", "The authority holds the powers that it needs."),
        "additionality": ("passed", "From 30 % to 80 % of its gross effect is additional."),
    } | verdicts
    return Gated(one, tuple(GateStep(step, *told) for step, told in said.items()))


def _options() -> tuple[Gated, ...]:
    millions = 1e6
    training = option(
        key="training", title="Training at work, main tranche", intervention="training at work",
        policy_area="skills", barrier="skills", failure="externality", value_per_unit=None,
        costs=(4 * millions,) * 5, effect=Span(300, 420, 600), duration=8, private_share=0.3,
        lead="the authority", powers="the adult skills fund", power="held",
        loss_bearer="the authority and employers, as they pay", sunset="ends in year 5",
        conditions="employers pay a part", reach=Touched(12_000, 40_000, 1_500),
    )  # fmt: skip
    advice = option(
        key="advice", costs=(1.5 * millions,) * 6, effect=Span(120, 200, 260), duration=6,
        value_per_unit=None, title="Advice for firms, main tranche", powers="none beyond money",
        reach=Touched(None, 25_000, 900), loss_bearer="the authority",
    )  # fmt: skip
    more = replace(
        training, key="training-more", title="Training at work, extension",
        costs=(1.4 * millions,) * 5, effect=Span(20, 40, 70), requires=("training",),
    )  # fmt: skip
    sector = option(
        key="metal", title="Shared test bench for metal products", intervention="shared equipment",
        policy_area="innovation", barrier="land", failure="coordination failure", kind="sector",
        sectors=("Fabricated metal products",), costs=(6 * millions, 6 * millions), private_share=0,
        effect=Span(-20, 90, 240), duration=10, value_per_unit=Span(20_000, 35_000, 50_000),
        project_type="equipment and development", power="shared", lead="",
        reach=Touched(None, 8_000, 220), counterfactual="", evidence=("shared equipment",),
    )  # fmt: skip
    rail = option(
        key="rail", title="A rail link", intervention="rail", policy_area="transport",
        barrier="transport", failure="externality", costs=(90 * millions,), value_per_unit=None,
        effect=Span(10, 40, 90), power="not held",
    )  # fmt: skip
    return (
        gated(training),
        gated(advice),
        gated(sector, barrier=("could not tell", "It cannot be told whether land is a barrier."),
              power=("could not tell", "The powers are shared: conditional on consent.")),
        gated(more),
        gated(rail, barrier=("failed", "‘Poor transport’ is not a barrier here: likely (88 %)."),
              power=("failed", "The growth hub does not hold the powers that it needs.")),
    )  # fmt: skip


CHOSEN = ("training", "advice", "metal")
INCLUSION = {
    "training": (0.974, 0.962, 0.982), "advice": (0.81, 0.785, 0.833),
    "metal": (0.52, 0.489, 0.551), "training-more": (0.094, 0.077, 0.114),
}  # fmt: skip
EVIDENCE = {
    "training": "4 of 7 evaluations found a positive effect on employment: the share of "
    "evaluations that found a positive effect is put at 33 to 78 %.",
    "advice": "17 of 23 evaluations found a positive effect.",
}


def _rows(options: tuple[Gated, ...], appraisals: tuple[Appraisal, ...]) -> pl.DataFrame:
    barriers = {one.key: one for one in BARRIERS}
    appraised = {one.option.key: one for one in appraisals}
    rows = []
    for one in options:
        made = one.option
        barrier, reach = barriers[made.barrier], made.reach
        inclusion = INCLUSION.get(made.key, (None, None, None))
        rows.append(
            {
                "option": made.key, "title": made.title, "intervention": made.intervention,
                "policy_area": made.policy_area, "barrier": made.barrier,
                "barrier_title": barrier.title, "outcome": barrier.outcome,
                "barrier_probability": barrier.probability, "failure": made.failure,
                "kind": made.kind, "sectors": ", ".join(made.sectors), "gate": one.standing,
                "gate_reason": " ".join(one.reasons), "chosen": made.key in CHOSEN,
                "inclusion_probability": inclusion[0], "inclusion_lower": inclusion[1],
                "inclusion_upper": inclusion[2],
                "reach_residents": _share(reach.residents, 500_000),
                "reach_jobs": _share(reach.jobs, 210_000),
                "reach_firms": _share(reach.firms, 18_000),
                "evidence": EVIDENCE.get(made.key, ""),
                "strength": 3 if made.key in EVIDENCE else None,
                "origin": "own" if made.key == "metal" else "standard",
                "status": "direct" if made.key == "metal" else "proposal",
                **_money(appraised.get(made.key)),
            }
        )  # fmt: skip
    return frame(OPTIONS, rows)


def _share(count: float | None, total: float) -> float | None:
    return None if count is None else count / total


def _money(one: Appraisal | None) -> dict[str, Any]:
    if one is None:
        return {}
    lines = {row["line"]: row for row in one.lines.to_dicts()}
    net, unit, pound = (lines[key] for key in ("net", "cost_per_unit", "benefit_per_pound"))
    benefit = lines["benefit"]
    public = one.public_cost
    told, cost = benefit["value"] is not None, public + one.private_cost
    return {
        "public_cost": public, "private_cost": one.private_cost,
        "net_cost": cost - benefit["value"] if told else None,
        "net_cost_lower": cost - benefit["high"] if told else None,
        "net_cost_upper": cost - benefit["low"] if told else None,
        "effect_unit": one.option.effect_unit, "net_effect": net["value"],
        "net_effect_lower": net["low"], "net_effect_upper": net["high"],
        "cost_per_unit": unit["value"], "cost_per_unit_lower": unit["low"],
        "cost_per_unit_upper": unit["high"], "unit_years": lines["unit_years"]["value"],
        "benefit_per_pound": pound["value"],
        "benefit_per_pound_lower": pound["low"], "benefit_per_pound_upper": pound["high"],
    }  # fmt: skip


def portfolio_of(people: tuple[str, ...] = ("everyone",)) -> Portfolio:
    """Return a portfolio of the four options that passed; the last person leaves out advice."""
    names = tuple(INCLUSION)
    chosen = np.array([name in CHOSEN for name in names])
    by_person = np.tile(chosen, (len(people), 1))
    inclusion = np.array([INCLUSION[name] for name in names]).T
    shares = np.tile(inclusion[0], (len(people), 1))
    if len(people) > 1:
        by_person[-1, 1], shares[-1, 1] = False, 0.21
    regret = np.linspace(0, 40, 1000)
    return Portfolio(
        names, people, Chosen(chosen, 512.5, 513.0, np.full(10, 2e-5)), by_person, 1000, 0,
        inclusion[0], inclusion[1], inclusion[2], shares, regret, regret / 600,
        np.linspace(12, 30, len(people)), 0.883, 0.01,
        (LeftOut("training-more", True, "other options bring more for what they take"),),
    )  # fmt: skip


def _reach(options: pl.DataFrame) -> pl.DataFrame:
    totals = {"residents": 500_000, "jobs": 210_000, "firms": 18_000}
    concentration = {
        "equal_sectors": 7.3, "gini": 0.31, "largest_sector": "Manufacturing",
        "largest_share": 0.28, "diversification": -0.0004,
    }  # fmt: skip
    rows: list[dict[str, Any]] = []
    for row in options.filter("chosen").iter_rows(named=True):
        for of, total in totals.items():
            share = row[f"reach_{of}"]
            rows.append(
                {"name": row["option"], "title": row["title"], "kind": row["kind"],
                 "sectors": row["sectors"], "policy_area": row["policy_area"], "of": of,
                 "count": None if share is None else share * total, "total": float(total),
                 "share": share, "lower": share and share * 0.8, "upper": share and share * 1.2,
                 "year": 2023, "dataset": "jobs", **concentration}
            )  # fmt: skip
    for name, title, shares in (
        ("sector", "All sector options together", (None, 0.038, 0.012)),
        ("horizontal", "All horizontal options together", (0.024, 0.262, 0.121)),
        ("plan", "The whole plan", (0.024, 0.291, 0.133)),
    ):
        for (of, total), share in zip(totals.items(), shares, strict=True):
            rows.append(
                {"name": name, "title": title, "kind": name if name != "plan" else None, "of": of,
                 "count": None if share is None else share * total, "total": float(total),
                 "share": share, "lower": share and share * 0.8, "upper": share and share * 1.2,
                 "year": 2023, "dataset": "jobs", **concentration}
            )  # fmt: skip
    return frame(REACH, rows)


def _toolkit() -> Toolkit:
    return Toolkit(
        "skills", "Skills", ("Employers train less than they would if nobody could poach.",),
        frame(FOUND, [
            {"key": "training at work", "intervention": "training at work",
             "outcome": "employment", "sentence": "4 of 7 evaluations found a positive effect.",
             "effect": "", "positive": 4, "kept": 7, "share": 0.57, "lower": 0.33, "upper": 0.78,
             "strength": "level 3 or better", "source": "A review of 2016", "status": "direct"},
        ]),
        frame(COST, [{"what": "a place on a course", "value": 3000.0, "unit": "pounds",
                      "source": "A review of 2016", "status": "secondary"}]),
        frame(DESIGN, [
            {"choice": "where", "found": "Training in firms did better than in classrooms.",
             "source": "A review of 2016", "status": "direct"},
            {"choice": "how long", "found": "Below six months did better for most.",
             "source": "A review of 2016", "status": "direct"},
        ]),
        frame(EVALUATE, [{"step": "design", "how": "Draw lots where there are too many who want "
                          "it.", "maryland": 5, "source": "", "status": "proposal"}]),
        "skills", ("4 of 7 evaluations found a positive effect.",), ("direct: A review of 2016",),
        areas=("skills",),
    )  # fmt: skip


def _principles() -> tuple[tuple[Principle, ...], tuple[Judged, ...]]:
    rules = tuple(
        Principle(key, "Choice", rule, "A review of 2016", "", "direct",
                  (Question("fact", "asks", 1, None, "proposal"),))
        for key, rule in (
            ("barrier", "Every priority answers a barrier."),
            ("lead", "Every action has a lead that holds the powers."),
            ("past", "What came of earlier plans is known."),
        )
    )  # fmt: skip
    seen = Observation("fact", 1.0, "the gate of every option taken", "3 of 3 options")
    judged = (
        Judged("barrier", "met", ("every option has one",), (seen,)),
        Judged("lead", "not met", ("2 of 3 options have one",), (seen,)),
        Judged("past", "cannot tell", ("a plan does not say",), (), ("An evaluation would.",)),
    )
    return rules, judged


def sample_plan(**changes: Any) -> Plan:
    """Return the made-up plan: three options taken, one outbid, one failed at the gate."""
    options = _options()
    evidence = read_appraisal_evidence()
    strength = dict.fromkeys(EVIDENCE, 3)
    appraisals = tuple(
        appraise(one.option, evidence, strength=strength.get(one.option.key))
        for one in options if one.option.key in INCLUSION
    )  # fmt: skip
    table = _rows(options, appraisals)
    principles, judged = _principles()
    rail = options[-1]
    mix = [
        ("skills", "horizontal", 18.2e6, 0.50, 0.41, 0.62, 1),
        ("business advice", "horizontal", 8.1e6, 0.22, 0.0, 0.27, 1),
        ("innovation", "sector", 10.2e6, 0.28, 0.0, 0.36, 1),
    ]
    made: dict[str, Any] = {
        "place": HERE,
        "settings": PlanSettings(100e6, price_year=2025),
        "compared_with": "the 15 other combined authorities",
        "headline": (
            "Training at work comes first: it is in 97 % of the best plans (96 to 98 %).",
            "The plan spends £36.5 million of £100 million; no other option is worth its cost.",
            "Whether land is a barrier cannot be told: a third of the plan rests on it.",
        ),
        "barriers": BARRIERS,
        "options": table,
        "gated": options,
        "appraisals": appraisals,
        "portfolio": portfolio_of(),
        "left_out": left_out(
            ("rail", rail.option.title, "option", "barrier", rail.reasons[0]),
            ("training-more", "Training at work, extension", "option", "budget",
             "other options bring more for what they take of budget and capacity"),
            ("inward", "Grants for inward investment", "advice", "advice",
             "What it brings is mostly moved from elsewhere."),
            ("land", "Land and premises", "barrier", "barrier",
             "It cannot be told: rents of premises would settle it."),
        ),
        "budget_steps": (
            BudgetStep(0.9, -10e6, 490.5, -22.0, 2.2e-6, 0.4, (), ("metal",)),
            BudgetStep(1.0, 0.0, 512.5, 0.0, float("nan"), 0.0, (), ()),
            BudgetStep(1.1, 10e6, 530.25, 17.75, 1.775e-6, 0.4, ("training-more",), ()),
        ),
        "break_evens": (
            BreakEven("training", True, 310.0, 120.0, 0.387, 0.5),
            BreakEven("metal", True, 60.0, 55.0, 0.917, 0.5),
            BreakEven("training-more", False, 12.0, 30.0, 2.5, 0.5),
            BreakEven("advice", True, 150.0, float("-inf"), float("-inf"), 0.0),
        ),
        "weight_flips": (
            WeightFlip(0, 0.5, ("training-more",), ("metal",), True),
            WeightFlip(2, 1.25, (), ("advice",), False),
        ),
        "objectives": ("Weak skills", "Weak management", "Land and premises"),
        "benefit_unit": "job-years of present value, by need",
        "reach": _reach(table),
        "mix": pl.DataFrame(mix, schema=MIX, orient="row"),
        "findings": (
            Finding("priorities", "What comes first?", "Three of four options are taken.",
                    table.select("option", "title", "chosen")),
        ),
        "toolkits": (_toolkit(),),
        "principles": principles,
        "judged": judged,
        "checks": (Check("seeds", True, "Two seeds differ by 1.1 points at most."),
                   Check("costs", None, "Nobody knows what land costs.")),
        "provenance": (Provenance("jobs", "Jobs by industry", "An office", "Open licence",
                                  "2023"),),
        "notes": ("Equal problems may give equal plans.",),
        "command": COMMAND,
    }  # fmt: skip
    return Plan(**(made | changes))


def many_options(times: int) -> Plan:
    """Return a plan of the options that passed, each so many times under further names."""
    plan = sample_plan()
    made = plan.portfolio
    assert made is not None
    frames, gates, appraisals = [], [], []
    ready = {one.option.key: one for one in plan.appraisals}
    kept = plan.options.filter(pl.col("inclusion_probability").is_not_null())
    for number in range(times):
        frames.append(kept.with_columns(
            option=pl.col("option") + f" {number}", title=pl.col("title") + f" {number}"
        ))  # fmt: skip
        for one in plan.gated[: kept.height]:
            named = replace(
                one.option, key=f"{one.option.key} {number}", title=f"{one.option.title} {number}"
            )
            gates.append(replace(one, option=named))
            appraisals.append(replace(ready[one.option.key], option=named))
    tiled: dict[str, Any] = {
        name: np.tile(getattr(made, name), times)
        for name in ("inclusion", "inclusion_lower", "inclusion_upper")
    } | {
        name: np.tile(getattr(made, name), (1, times))
        for name in ("chosen_by_person", "inclusion_by_person")
    }
    portfolio = replace(
        made, options=tuple(one.option.key for one in gates),
        chosen=replace(made.chosen, selected=np.tile(made.chosen.selected, times)), **tiled,
    )  # fmt: skip
    return replace(
        plan, options=pl.concat(frames), gated=tuple(gates), appraisals=tuple(appraisals),
        portfolio=portfolio, break_evens=(), weight_flips=(), budget_steps=(),
    )  # fmt: skip


def no_portfolio() -> Plan:
    """Return a plan of which no option passed the gate."""
    plan = sample_plan()
    nothing = pl.lit(None, pl.Float64)
    failed = [
        replace(one, steps=(GateStep("barrier", "failed", "It is not a barrier here."),))
        for one in plan.gated
    ]
    return replace(
        plan,
        gated=tuple(failed), appraisals=(), portfolio=None, budget_steps=(), break_evens=(),
        weight_flips=(), reach=None, mix=None, toolkits=(), headline=("No option passed.",),
        findings=(),
        options=plan.options.with_columns(
            gate=pl.lit("failed"), gate_reason=pl.lit("It is not a barrier here."),
            chosen=pl.lit(False),
            **{name: nothing.alias(name) for name, kind in OPTIONS.items() if kind == pl.Float64},
        ),
        left_out=left_out(*(
            (one.option.key, one.option.title, "option", "barrier", "It is not a barrier here.")
            for one in failed
        )),
    )  # fmt: skip


def no_option() -> Plan:
    """Return a plan without any option at all."""
    return replace(
        no_portfolio(), gated=(), options=frame(OPTIONS, []), left_out=left_out(), headline=()
    )


def hostile(words: str) -> Plan:
    """Return a plan in which every text that a user may give is the same hostile one."""
    plan = sample_plan()
    texts = [name for name, kind in OPTIONS.items() if kind == pl.String
             and name not in {"option", "kind", "gate", "outcome", "origin"}]  # fmt: skip
    gates = tuple(
        Gated(
            replace(one.option, title=words, lead=words, powers=words, conditions=words,
                    loss_bearer=words, counterfactual=words, sunset=words, sectors=(words,)),
            tuple(replace(step, reason=words) for step in one.steps),
        )
        for one in plan.gated
    )  # fmt: skip
    given = {one.option.key: one.option for one in gates}
    assert plan.reach is not None
    assert plan.mix is not None
    return replace(
        plan, headline=(words,), compared_with=words, notes=(words,), command=words, gated=gates,
        place=replace(HERE, name=words), objectives=(words,) * 3, benefit_unit=words,
        appraisals=tuple(replace(one, option=given[one.option.key]) for one in plan.appraisals),
        options=plan.options.with_columns(pl.lit(words).alias(name) for name in texts),
        reach=plan.reach.with_columns(title=pl.lit(words), largest_sector=pl.lit(words)),
        mix=plan.mix.with_columns(policy_area=pl.lit(words)),
        left_out=plan.left_out.with_columns(title=pl.lit(words), reason=pl.lit(words)),
        portfolio=portfolio_of((words, words + "2")),
    )  # fmt: skip
