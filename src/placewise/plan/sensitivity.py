"""What would change the choice: more or less money, other weights or needs, another effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from placewise.errors import InputError
from placewise.model.portfolio import (
    Booleans,
    BreakEven,
    BudgetStep,
    Chosen,
    Draws,
    Floats,
    Rules,
    WeightFlip,
)
from placewise.plan.left_out import unfit
from placewise.plan.portfolio import CHOSEN_TOLERANCE, best_within, choose
from placewise.plan.programme import best_plan, programme_of

BUDGETS = (0.9, 1.0, 1.1)
WEIGHTS = (0.9, 1.1, 0.75, 1.25, 0.5, 1.5, 2.0, 0.25, 3.0, 4.0, 0.0)
"""Factors on a weight, in the order in which they are tried: small changes first, of two that are
equally far the one below 1 first."""


def budget_steps(
    rules: Rules,
    benefit: Floats,
    *,
    factors: Sequence[float] = BUDGETS,
    tolerance: float = CHOSEN_TOLERANCE,
) -> tuple[BudgetStep, ...]:
    """Return the best plans with more or less money in every year.

    A factor with which no plan keeps the rules, as least shares may have it, is left out.

    Args:
        rules: what a plan may hold. Shares of the budget stay shares of the new one.
        benefit: (N,) expected benefit.
        factors: on the budget of every year.
        tolerance: of each search.

    Raises:
        InputError: a factor that is not above 0, or no plan keeps the rules at 1.
    """
    if not all(factor > 0 for factor in factors):
        raise InputError("A factor on the budget is not above 0", allowed="factors above 0")
    now = choose(rules, benefit, tolerance=tolerance)
    found = []
    for factor in factors:
        plan = now
        if factor != 1:
            more = replace(rules, budget=rules.budget * factor)
            best = best_within(more, benefit, tolerance=tolerance)
            if best is None:
                continue
            plan = best
        change = float(rules.budget.sum()) * (factor - 1)
        gain = plan.value - now.value
        enters, leaves = _difference(rules, now, plan)
        error = 0.0 if factor == 1 else max(plan.bound - plan.value, now.bound - now.value)
        per_unit = gain / change if change else float("nan")
        found.append(BudgetStep(factor, change, plan.value, gain, per_unit, error, enters, leaves))
    return tuple(found)


def break_evens(
    rules: Rules,
    benefit: Floats,
    *,
    burden: Floats | None = None,
    which: Sequence[int] | None = None,
    tolerance: float = CHOSEN_TOLERANCE,
) -> Iterator[BreakEven]:
    """Yield for each option the benefit from which the best plan takes it, all else as it is.

    With V1 the best benefit of plans that take it, without its own, and V0 that of plans that do
    not, it is taken where its own exceeds V0 less V1: one search an option, and no grid.

    Args:
        rules: what a plan may hold.
        benefit: (N,) expected benefit.
        burden: (N,) what expected burdens have taken off it; nothing where it is None.
        which: numbers of the options; None for all that fit.
        tolerance: of each search; the smaller, the narrower ``error``.

    Raises:
        InputError: no plan keeps the rules.
    """
    programme = programme_of(rules)
    allowed = ~np.array([bool(why) for why in unfit(rules)])
    now = choose(rules, benefit, tolerance=tolerance)
    wanted = range(len(rules.options)) if which is None else which
    for option in (int(one) for one in wanted if allowed[one]):
        other: Chosen | None
        if now.selected[option]:
            without = allowed.copy()
            without[option] = False
            other = best_plan(programme, benefit, without, tolerance)
        else:
            forced = np.zeros(allowed.size, np.bool_)
            forced[option] = True
            other = best_plan(programme, benefit, allowed, tolerance, forced=forced)
        paid = 0.0 if burden is None else float(burden[option])
        yield _break_even(rules, benefit, paid, option, now, other)


def _break_even(
    rules: Rules, benefit: Floats, paid: float, option: int, now: Chosen, other: Chosen | None
) -> BreakEven:
    """Return it from the best plan and the best that decides otherwise on one option."""
    own = float(benefit[option])
    inside = bool(now.selected[option])
    if other is None:  # the rules leave no choice
        needed, error = (-np.inf if inside else np.inf), 0.0
    else:
        with_it, without_it = (now, other) if inside else (other, now)
        needed = without_it.value - (with_it.value - own)
        error = max(now.bound - now.value, other.bound - other.value)
    effect = own + paid
    factor = (needed + paid) / effect if effect > 0 else float("nan")
    return BreakEven(rules.options[option], inside, own, float(needed), float(factor), float(error))


def weight_flips(
    rules: Rules,
    draws: Draws,
    *,
    grid: Sequence[float] = WEIGHTS,
    tolerance: float = CHOSEN_TOLERANCE,
) -> tuple[WeightFlip, ...]:
    """Return for each objective the first step of a grid that changes the best plan, if any does.

    The weight of the objective is multiplied for everybody, one objective at a time.

    Args:
        rules: what a plan may hold.
        draws: of need, effect and weights.
        grid: factors, at least 0, in the order in which they are tried.
        tolerance: of each search.

    Raises:
        InputError: a factor below 0, or no plan keeps the rules.
    """
    if not all(factor >= 0 for factor in grid):
        raise InputError("A factor on a weight is below 0", allowed="factors of at least 0")
    own = draws.own()
    parts = np.einsum("dnj,dj->nj", draws.effect, draws.need * own) / draws.need.shape[0]
    if draws.burden is not None:
        parts -= draws.burden * own.mean(axis=0)
    now = choose(rules, parts.sum(axis=1), tolerance=tolerance)
    found = []
    for objective in range(parts.shape[1]):
        for factor in grid:
            factors = np.ones(parts.shape[1])
            factors[objective] = factor
            benefit = parts @ factors
            plan = choose(rules, benefit, tolerance=tolerance)
            before = float(benefit @ now.selected)
            if plan.value > before + 1e-9 * abs(before):
                enters, leaves = _difference(rules, now, plan)
                left_open = now.bound - now.value
                sure = plan.value - before > left_open
                found.append(WeightFlip(objective, float(factor), enters, leaves, sure))
                break
    return tuple(found)


def _difference(
    rules: Rules, before: Chosen, after: Chosen
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the options that come in and those that go."""

    def names(which: Booleans) -> tuple[str, ...]:
        return tuple(n for n, one in zip(rules.options, which, strict=True) if one)

    return names(after.selected & ~before.selected), names(before.selected & ~after.selected)
