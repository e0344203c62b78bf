"""What would change the choice, and what was left out: sentences and tables of a plan's page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from placewise.model.plan import Plan
from placewise.model.portfolio import BreakEven, BudgetStep, Portfolio, WeightFlip
from placewise.model.wording import capital, listed, money, number_in_words
from placewise.report.numbers import MISSING, per_cent, signed, written
from placewise.report.page import Table
from placewise.report.plan_cells import (
    Money,
    amount,
    inclusion,
    share_cell,
    titles_by_key,
    together,
)
from placewise.report.plan_rows import TOTALS
from placewise.report.review_cells import MOST_ROWS

NOTHING = "nothing"
NEXT_TO_NOTHING = 0.01
"""A share of the benefit below which a miss is not told in figures."""
STEPS = {
    ("option", "barrier"): "Options whose barrier is not shown to be one here",
    ("option", "failure"): "Options behind which no lasting failure stands",
    ("option", "power"): "Options for which nobody here holds the power",
    ("option", "additionality"): "Options of which too little would be additional",
    ("option", "comparison"): "Options that cannot be compared with the others",
    ("option", "fit"): "Options that cannot fit the money of a year, or the rules",
    ("option", "budget"): "Options that could be chosen, but that the plan does not take",
    ("option", "offer"): "What is not offered here as an option",
    ("advice", "advice"): "What is better left alone",
    ("barrier", "barrier"): "Barriers that lead to no option",
}
"""Headings of what was left out, in the order of the page."""


def robustness_sentences(plan: Plan) -> list[str]:
    """Say what better knowledge could bring, whether costs can be borne, what was not solved."""
    made = plan.portfolio
    if made is None:
        return []
    said = [regret_sentence(plan, made)]
    if not any(one.key == TOTALS for one in plan.findings):
        said.append(
            "Costs may run over: the plan can be paid as a whole in "
            f"{per_cent(made.affordable)} of draws."
        )
    said += _outside(plan)
    if made.chosen.selected.all():
        said.append(
            "The money pays for every option that may help. How often an option is in a best plan "
            "then says no more than how likely its barrier holds the place back."
        )
    if made.unsolved:
        said.append(f"In {made.unsolved:,} of {made.draws:,} draws no plan keeps all rules; they "
                    "count nowhere.")  # fmt: skip
    return [sentence for sentence in said if sentence]


def regret_sentence(plan: Plan, made: Portfolio) -> str:
    """Say which part of the best benefit of a draw the plan misses.

    Where even the best plan of many draws brings next to nothing, shares of it say nothing, and
    what is missed is told as it is counted.
    """
    regret = made.known_shares_missed
    if not regret.size:
        return ""
    low, high = np.quantile(regret, [0.1, 0.9])
    if high < NEXT_TO_NOTHING:
        return (
            "Even whoever knew what is not known could hardly do better: in nine of ten draws the "
            f"plan misses less than {100 * NEXT_TO_NOTHING:.0f} % of the best benefit."
        )
    if not made.shares_missed_tell:
        missed = made.regret[np.isfinite(made.regret)]
        ends = np.quantile(missed, [0.1, 0.9])
        shown = [_missed(plan, float(value)) for value in (missed.mean(), *ends)]
        return (
            f"On average the plan misses {shown[0]} of what the best plan of a draw would bring "
            f"({shown[1]} to {shown[2]} in four fifths of draws): that is what better knowledge "
            "could be worth at most. In some draws even the best plan brings next to nothing, so "
            "that no share of it is told."
        )
    return (
        f"On average the plan misses {100 * regret.mean():.0f} % of the benefit that the best plan "
        f"of a draw would bring ({100 * low:.0f} to {100 * high:.0f} % in four fifths of draws): "
        "that is what better knowledge could be worth at most."
    )


def _missed(plan: Plan, value: float) -> str:
    """Return an amount of benefit with its unit: money as money is written."""
    currency, unit = plan.settings.currency, plan.benefit_unit or "benefit"
    if currency and unit.startswith(f"{currency} "):
        return money(value, currency)
    return f"{written(value, _digits(value))} {unit.partition(',')[0]}"


def _outside(plan: Plan) -> list[str]:
    """Say how an option may be in more best plans than some that are taken, and yet be left."""
    rows = plan.options.filter(pl.col("inclusion_probability").is_not_null())
    least = rows.filter("chosen")["inclusion_probability"].min()
    outside = rows.filter(~pl.col("chosen")).sort("inclusion_probability", descending=True)
    if least is None or outside.is_empty() or outside["inclusion_probability"][0] <= least:
        return []
    first = outside.row(0, named=True)
    return [
        f"‘{titles_by_key(plan)[first['option']]}’ is in {share_cell(*inclusion(first))} of the "
        "best plans and yet not taken. An option is taken whole or left, and what the plan of "
        "greatest expected benefit leaves of the budget of a year may not pay for one that most "
        "best plans have: it is the first to look at when another falls away."
    ]


def budget_table(plan: Plan) -> Table | None:
    """Return the best plans with more or less money."""
    if not plan.budget_steps:
        return None
    names, currency = titles_by_key(plan), plan.settings.currency
    money = Money.of(currency, [plan.settings.budget])
    unit = plan.benefit_unit or "benefit"
    return Table(
        "More or less money",
        f"Best plans by expected benefit ({unit}) when the budget of every year is larger or "
        f"smaller. Marginal value: what one more {money.sign} of budget adds",
        ("Budget", "Comes in", "Goes out", f"In all ({money.unit})", "Benefit", "Gain",
         f"Marginal value per {money.sign} {'million' if money.divisor > 1 else ''}".strip()),
        [
            (f"{100 * step.factor:.0f} %", _titles(step.enters, names),
             _titles(step.leaves, names), money.cell(plan.settings.budget + step.change),
             written(step.value, _digits(step.value)), _gain(step), _marginal(step, money))
            for step in plan.budget_steps
        ],
        [step.factor == 1 for step in plan.budget_steps], text=3,
    )  # fmt: skip


def _gain(step: BudgetStep) -> str:
    if step.factor == 1:
        return MISSING
    digits = _digits(step.gain)
    return signed(step.gain, digits) if round(step.gain, digits) else "0"


def _marginal(step: BudgetStep, money: Money) -> str:
    """Return the gain per unit of money, in the unit that makes it readable."""
    if not math.isfinite(step.per_unit):
        return MISSING
    value = step.per_unit * (1e6 if money.divisor > 1 else 1)
    return written(value, _digits(value)) if value else "0"


def _digits(value: float) -> int:
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def budget_sentence(plan: Plan) -> str:
    """Say what the last money brings, and what the next would: the marginal value of the budget."""
    currency, unit = plan.settings.currency, plan.benefit_unit or "benefit"
    steps = sorted(plan.budget_steps, key=lambda step: step.factor)
    less = [step for step in steps if step.factor < 1][-1:]
    more = [step for step in steps if step.factor > 1][:1]
    said = [f"the last {amount(-step.change, currency)} brings {_much(step)}" for step in less]
    said += [f"{amount(step.change, currency)} more would bring {_much(step)}" for step in more]
    return f"Counted in {unit}, {', and '.join(said)}." if said else ""


def _much(step: BudgetStep) -> str:
    """Return a gain without its sign, or that there is none."""
    digits = _digits(step.gain)
    return written(abs(step.gain), digits) if round(step.gain, digits) else "nothing"


def break_even_table(plan: Plan) -> Table | None:
    """Return at which effect each option would enter or leave, the nearest first."""
    if not plan.break_evens:
        return None
    names = titles_by_key(plan)
    rows = sorted(plan.break_evens, key=_nearness)
    return Table(
        "At which effect an option would enter or leave",
        "All else as it is. The nearer to 100 %, the less it takes to change the choice",
        ("Option", "Plan", "What it would take", "Needed, of the effect now"),
        [
            (names.get(row.option, row.option), "taken" if row.selected else "not taken",
             _needed(row), f"{100 * row.factor:.0f} %" if math.isfinite(row.factor) else MISSING)
            for row in rows[:MOST_ROWS]
        ],
        [row.selected for row in rows[:MOST_ROWS]], text=3,
    )  # fmt: skip


def _nearness(row: BreakEven) -> float:
    if not math.isfinite(row.factor) or row.factor <= 0:
        return math.inf
    return abs(math.log(row.factor))


def _needed(row: BreakEven) -> str:
    if row.selected:
        if not math.isfinite(row.needed) or not row.factor > 0:
            return "it stays whatever its effect: rules or other options need it"
        return f"it leaves if its effect is below {100 * row.factor:.0f} % of what is expected"
    if not math.isfinite(row.needed):
        return "no effect brings it in: rules keep it out"
    if not math.isfinite(row.factor):
        return "no benefit is expected of it now"
    return f"it enters from {row.factor:.2f} times the effect that is expected"


def _of_need(plan: Plan) -> str:
    """Say what the same factor on a need does."""
    in_money = all(one.option.value_per_unit is not None for one in plan.appraisals)
    if in_money and any(one.private_cost > 0 for one in plan.appraisals):
        return "a weight counts for what firms and people pay as well, a need does not"
    return "the same factor on the need does the same"


def flip_table(plan: Plan) -> Table | None:
    """Return by how much the weight or need of a barrier would have to change."""
    if not plan.weight_flips:
        return None
    names = titles_by_key(plan)
    rows: Sequence[WeightFlip] = sorted(
        plan.weight_flips, key=lambda row: abs(math.log(row.factor)) if row.factor else math.inf
    )
    return Table(
        "Which weight or need would change the choice",
        "The smallest step of a grid by which the weight of one barrier changes the best plan, "
        f"other weights as they are; {_of_need(plan)}",
        ("Barrier", "Comes in", "Goes out", "Sure?", "Weight or need times"),
        [
            (objective_title(plan, row.objective), _titles(row.enters, names),
             _titles(row.leaves, names), "yes" if row.sure else "no: within the gaps of the search",
             f"{row.factor:g}")
            for row in rows
        ],
        [row.sure for row in rows], text=4,
    )  # fmt: skip


def objective_title(plan: Plan, number: int) -> str:
    """Return an objective by the title of its barrier, else as it is named."""
    if number >= len(plan.objectives):
        return f"objective {number}"
    name = plan.objectives[number]
    return next((one.title for one in plan.barriers if one.key == name), name)


def people_table(plan: Plan) -> Table | None:
    """Return what each person's weights would take; nothing where one weighs for all."""
    made = plan.portfolio
    if made is None or len(made.people) < 2:
        return None
    names = titles_by_key(plan)
    order = sorted(range(len(made.options)), key=lambda at: (_same(made, at), -made.inclusion[at]))
    cells = [
        (
            names.get(made.options[at], made.options[at]),
            "all agree" if _same(made, at) else "they differ",
            *(f"{per_cent(float(made.inclusion_by_person[person, at]))}, "
              f"{'taken' if made.chosen_by_person[person, at] else 'not taken'}"
              for person in range(len(made.people))),
        )
        for at in order[:MOST_ROWS]
    ]  # fmt: skip
    regrets = [f"{person} {written(value, _digits(value))}" for person, value in
               zip(made.people, made.regret_by_person, strict=True)]  # fmt: skip
    return Table(
        f"What the weights of {number_in_words(len(made.people))} persons would take",
        "Share of best plans by each person’s weights, and whether that person’s own best plan "
        "takes it. What the plan misses on average by each person’s weights "
        f"({plan.benefit_unit or 'benefit'}): {'; '.join(regrets)}",
        ("Option", "Agreement", *made.people), cells,
        [not _same(made, at) for at in order[:MOST_ROWS]], text=2,
    )  # fmt: skip


def people_sentence(plan: Plan) -> str:
    """Say on which options persons agree; nothing where one weighs for all."""
    made = plan.portfolio
    if made is None or len(made.people) < 2:
        return ""
    names = titles_by_key(plan)
    differ = [
        f"‘{names.get(one, one)}’" for at, one in enumerate(made.options) if not _same(made, at)
    ]
    several = number_in_words(len(made.people))
    if not differ:
        return f"All {several} persons’ weights lead to the same plan."
    return (
        f"The {several} persons’ weights lead to different plans: they differ on "
        f"{listed(differ, 6)}. Nobody’s weights are averaged away."
    )


def _same(made: Portfolio, at: int) -> bool:
    """Do the best plans by each person's weights agree on an option?"""
    return len(set(made.chosen_by_person[:, at].tolist())) == 1


def _titles(keys: Sequence[str], names: Mapping[str, str]) -> str:
    """Return options by their titles, a further tranche together with the first."""
    return listed(together([names.get(key, key) for key in keys]), 8) if keys else NOTHING


def left_out_blocks(plan: Plan) -> list[dict[str, Any]]:
    """Return what was left out by the step that kept it out; one reason of several told once."""
    groups: dict[tuple[str, str], dict[str, list[str]]] = {}
    names = titles_by_key(plan)
    for row in plan.left_out.iter_rows(named=True):
        reasons = groups.setdefault((row["what"], row["step"]), {})
        title = names.get(row["name"], row["title"]) if row["what"] == "option" else row["title"]
        reasons.setdefault(row["reason"], []).append(title)
    known_first = [*(key for key in STEPS if key in groups),
                   *(key for key in groups if key not in STEPS)]  # fmt: skip
    return [
        {
            "title": STEPS.get(key, f"{capital(key[0])}: {key[1]}"),
            "count": sum(map(len, groups[key].values())),
            "rows": [
                (listed(together(titles), 8), reason) for reason, titles in groups[key].items()
            ],
        }
        for key in known_first
    ]


def cannot_tell(plan: Plan) -> list[dict[str, str]]:
    """Return what stays open: barriers that could not be told, and steps of options taken."""
    rows = [
        {"question": f"Is it a barrier here: {one.title}?",
         "why": "The tables at hand cannot tell",
         "what_would_settle_it": "; ".join(one.settles)}
        for one in plan.barriers if one.outcome == "cannot tell"
    ]  # fmt: skip
    taken = set(plan.options.filter("chosen")["option"])
    steps: dict[str, list[str]] = {}
    for one in plan.gated:
        for step in one.steps if one.option.key in taken else ():
            if step.verdict == "could not tell":
                steps.setdefault(step.reason, []).append(one.option.title)
    rows += [
        {"question": f"On what is it conditional: {listed(together(titles), 6)}?", "why": reason,
         "what_would_settle_it": ""}
        for reason, titles in steps.items()
    ]  # fmt: skip
    rows.append(
        {"question": "What did nobody think of?",
         "why": "Ranges cover what the options state; what no option and no table states is in no "
         "range",
         "what_would_settle_it": "options of your own, with an evaluation planned from the start"}
    )  # fmt: skip
    return rows
