"""Which options a portfolio is chosen from, its draws solved, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from placewise.model.answer import Answer
from placewise.model.plan import Plan, PlanSettings
from placewise.model.portfolio import Booleans, Draws, Portfolio, Rules
from placewise.model.words import Finding
from placewise.plan.drawing import MONEY, NeedShares, draws_of, rules_of, unit_of_comparison
from placewise.plan.entering import (
    Refused,
    refused_after,
    refused_at_gate,
    refused_in_comparison,
)
from placewise.plan.plan_sentences import totals_sentence
from placewise.plan.portfolio import (
    choose,
    expected_burden,
    expected_over_draws,
    solve_draws,
    summarise,
)
from placewise.plan.sensitivity import break_evens, budget_steps, weight_flips
from placewise.plan.totals import benefit_words, totals
from placewise.workbench.planning.quiet import quiet_output
from placewise.workbench.planning.rows import Entry, mix_rows

TOLERANCE = 1e-6
"""Share of the benefit that a search may miss: which of two plans is best must not hang on it."""
TOTALS_QUESTION = "What does the plan come to?"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """A portfolio with what it was chosen from.

    Attributes:
        rules: what a plan may hold.
        draws: what is not known.
        portfolio: the plan.
        best: (D, N) the best plans of draws that have one.
        unit: what benefits are compared in.
    """

    rules: Rules
    draws: Draws
    portfolio: Portfolio
    best: Booleans
    unit: str


def solved(
    entering: Sequence[Entry],
    shares: Mapping[str, NeedShares],
    weights: Mapping[str, Mapping[str, float]],
    settings: PlanSettings,
    progress: Progress | None = None,
) -> Solved:
    """Return the portfolio that is chosen from some options.

    Args:
        entering: the options.
        shares: how likely the barriers are that these options are about, by key.
        weights: of these barriers by person; equal ones where it is empty.
        settings: budget, years, rules, draws, seed.
        progress: called with the number of draws that are solved, and of all.
    """
    appraisals = [one.appraisal for one in entering]
    unit = unit_of_comparison([one.option for one in appraisals])
    rules = rules_of(appraisals, settings.budget, settings.years, settings.rules)
    draws = draws_of(appraisals, shares, unit, weights, settings.draws, settings.seed)
    with quiet_output():
        portfolio, best = solve(rules, draws, progress)
    return Solved(rules, draws, portfolio, best, unit)


def mix_of(entering: Sequence[Entry], found: Solved) -> pl.DataFrame:
    """Return what a plan spends on each area of policy."""
    return mix_rows(entering, found.rules, found.portfolio.chosen.selected, found.best)


def solve(
    rules: Rules, draws: Draws, progress: Progress | None = None
) -> tuple[Portfolio, Booleans]:
    """Return the plan of greatest expected benefit, and the best plans of draws that have one."""
    chosen = choose(rules, expected_over_draws(draws), tolerance=TOLERANCE)
    parts, done, total = [], 0, draws.need.shape[0]
    for batch in solve_draws(rules, draws, chosen.selected, tolerance=TOLERANCE):
        parts.append(batch)
        done += batch.draw.size
        if progress is not None:
            progress(done, total)
    selected = np.concatenate([part.selected for part in parts])
    told = np.isfinite(np.concatenate([part.value for part in parts]))
    return summarise(rules, draws, chosen, parts), selected[told]


def entered(
    entries: Sequence[Entry], shares: Mapping[str, NeedShares], settings: PlanSettings
) -> tuple[list[Refused], list[Entry]]:
    """Return the options that may not be chosen, with the reason, and those that may."""
    refused, passed = [], []
    for one in entries:
        why = refused_at_gate(one.gated, shares, conditional=settings.conditional)
        if why is None:
            passed.append(one)
        else:
            refused.append(why)
    unit = unit_of_comparison([one.gated.option for one in passed])
    entering = []
    for one in passed:
        why = refused_in_comparison(one.gated.option, unit) or refused_after(
            one.appraisal, settings.years
        )
        if why is None:
            entering.append(one)
        else:
            refused.append(why)
    return refused, entering


def need_shares(answer: Answer) -> dict[str, NeedShares]:
    """Return how likely each barrier is, by key; those of which nothing is known are left out."""
    return {
        row["barrier"]: NeedShares(row["p_binding"], row["p_contributing"])
        for row in answer.table("barriers").iter_rows(named=True)
        if row["p_binding"] is not None
    }


def objectives_of(
    entering: Sequence[Entry], shares: Mapping[str, NeedShares]
) -> dict[str, NeedShares]:
    """Return the barriers that some option in a portfolio is about, by key."""
    about = {one.gated.option.barrier for one in entering}
    return {key: share for key, share in shares.items() if key in about}


def with_sensitivity(plan: Plan, solved: Solved) -> Plan:
    """Return a plan with what it comes to, and what would change it."""
    currency = plan.settings.currency
    units = {one.option.effect_unit for one in plan.appraisals}
    table = totals(
        solved.rules, solved.draws, solved.portfolio,
        np.column_stack([one.drawn.net_effect for one in plan.appraisals]),
        units.pop() if len(units) == 1 else "", currency, in_money=solved.unit == MONEY,
    )  # fmt: skip
    unit = benefit_words(solved.unit, currency)
    others = plan.findings
    plan = replace(plan, findings=(Finding("totals", TOTALS_QUESTION, "", table),))
    said = replace(plan.findings[0], sentence=totals_sentence(plan))
    plan = replace(plan, findings=(said, *others), benefit_unit=unit)
    benefit, burden = expected_over_draws(solved.draws), expected_burden(solved.draws)
    with quiet_output():
        return replace(
            plan,
            budget_steps=budget_steps(solved.rules, benefit, tolerance=TOLERANCE),
            break_evens=tuple(
                break_evens(solved.rules, benefit, burden=burden, tolerance=TOLERANCE)
            ),
            weight_flips=weight_flips(solved.rules, solved.draws, tolerance=TOLERANCE),
        )
