"""Priorities under a budget: the best plan, and how sure each option's place in it is.

The chosen plan has the greatest expected benefit over all draws. Each draw of need, effect, cost
and of one person's weights is then solved by itself: the share of draws whose best plan takes an
option is its inclusion probability, and what the chosen plan misses in a draw is its regret. A
best plan of a draw knows the draw, which nobody does: regret is what better knowledge could be
worth at most, not a fault of the plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import norm

from placewise.errors import InputError
from placewise.model.portfolio import (
    Booleans,
    Chosen,
    Draws,
    Floats,
    Portfolio,
    Rules,
    SolvedDraws,
)
from placewise.plan.left_out import left_out, unfit
from placewise.plan.listing import listed
from placewise.plan.portfolio_checks import check_draws, check_rules
from placewise.plan.programme import Programme, best_plan, conflict, programme_of

TOLERANCE = 0.01
"""A draw's search ends when no plan has a benefit larger by more than this share."""
CHOSEN_TOLERANCE = 0.005
"""The same for the plans of expected benefit."""
BATCH = 25
"""Draws that are solved and handed out together."""
Task = tuple[Programme, Booleans, Booleans, Draws, np.ndarray[Any, Any], float]
Mapper = Callable[[Callable[[Task], SolvedDraws], Iterable[Task]], Iterable[SolvedDraws]]


def benefits(draws: Draws) -> Floats:
    """Return (D, N) the benefit of each option in each draw, by the weights of its person."""
    own = draws.own()
    return np.asarray(np.einsum("dnj,dj->dn", draws.effect, draws.need * own) - draws.borne(own))


def expected_benefits(draws: Draws) -> Floats:
    """Return (P, N) the mean benefit over all draws of each option, by each person's weights."""
    by_objective = np.einsum("dnj,dj->nj", draws.effect, draws.need) / draws.need.shape[0]
    return np.asarray(draws.shares @ by_objective.T - draws.borne(draws.shares))


def expected_burden(draws: Draws) -> Floats:
    """Return (N,) what burdens take off the same, by the weights of each draw's person."""
    return np.asarray(draws.borne(draws.own().mean(axis=0, keepdims=True))[0])


def expected_over_draws(draws: Draws) -> Floats:
    """Return (N,) the mean benefit over all draws, each by the weights of its person."""
    return np.asarray(benefits(draws).mean(axis=0))


def choose(rules: Rules, benefit: Floats, *, tolerance: float = CHOSEN_TOLERANCE) -> Chosen:
    """Return the plan of greatest benefit within the rules, at expected costs.

    Args:
        rules: what a plan may hold.
        benefit: (N,) expected benefit of each option.
        tolerance: share of the benefit that the search may miss; the gap that it reached is in the
            answer and may be larger where the search ran out of nodes.

    Raises:
        InputError: the rules are not as they should be, or no plan keeps all of them; names rules
            that contradict one another.
    """
    found = best_within(rules, benefit, tolerance=tolerance)
    if found is None:
        reasons = unfit(rules)
        allowed = ~np.array([bool(why) for why in reasons])
        names = conflict(programme_of(rules), allowed)
        alone = "this one cannot be kept" if len(names) == 1 else "these contradict one another"
        raise InputError(
            f"No plan keeps all rules: {alone}: " + "; ".join(names),
            where="the options that fit at all: "
            + (_some(rules.options, allowed) or "none")
            + _some_unfit(rules.options, reasons),
            action="Relax one of the rules named, or add options that help to keep them.",
        )
    return found


def best_within(rules: Rules, benefit: Floats, *, tolerance: float) -> Chosen | None:
    """Return the same as :func:`choose`, and None where no plan keeps the rules."""
    check_rules(rules)
    allowed = ~np.array([bool(why) for why in unfit(rules)])
    return best_plan(programme_of(rules), benefit, allowed, tolerance)


def solve_draws(
    rules: Rules,
    draws: Draws,
    chosen: Booleans,
    *,
    tolerance: float = TOLERANCE,
    which: Sequence[int] | None = None,
    mapper: Mapper = map,
) -> Iterator[SolvedDraws]:
    """Solve draws in batches, each handed out when it is done: stop whenever you like.

    Args:
        rules: what a plan may hold.
        draws: what is not known.
        chosen: (N,) the plan whose regret is asked for.
        tolerance: share of the benefit that the search of a draw may miss.
        which: numbers of the draws to solve; None for all.
        mapper: ``map``, or the ``map`` of a pool of processes; the answer is the same.

    Yields:
        Batches in the order of the draws.

    Raises:
        InputError: rules or draws are not as they should be.
    """
    check_rules(rules)
    check_draws(draws, rules)
    programme = programme_of(rules)
    allowed = ~np.array([bool(why) for why in unfit(rules)])
    wanted = np.arange(draws.need.shape[0]) if which is None else np.asarray(which, np.intp)
    tasks = (
        (programme, allowed, chosen, _some_of(draws, part), part, tolerance)
        for part in (wanted[at : at + BATCH] for at in range(0, wanted.size, BATCH))
    )
    yield from mapper(solve_batch, tasks)


def solve_batch(task: Task) -> SolvedDraws:
    """Solve one task of :func:`solve_draws`; at module level, so that a pool finds it."""
    programme, allowed, chosen, draws, numbers, tolerance = task
    benefit = np.einsum("dnj,dj->dn", draws.effect, draws.need * draws.weights)
    benefit -= draws.borne(draws.weights)
    size = numbers.size
    selected = np.zeros((size, chosen.size), np.bool_)
    value, bound = np.full(size, np.nan), np.full(size, np.nan)
    kept, affordable = np.full(size, np.nan), np.zeros(size, np.bool_)
    best_of = _search(programme, allowed, chosen, tolerance)
    # A part of the chosen plan may fall short of least shares that the whole would keep.
    part_of = _search(programme.rows(~programme.least), chosen, chosen, tolerance)
    for at in range(size):
        here = programme.at_cost(draws.cost_factor[at])
        affordable[at] = here.holds(chosen)
        if affordable[at]:
            kept[at] = float(benefit[at] @ chosen)
        else:
            part = part_of(here.rows(~here.least), benefit[at])
            kept[at] = 0.0 if part is None else part.value
        best = best_of(here, benefit[at])
        if best is not None:
            selected[at], value[at], bound[at] = best.selected, best.value, best.bound
            # What brings nothing in this draw is as good left: it does not count as taken.
            useful = best.selected & (benefit[at] > 0)
            if here.holds(useful):
                selected[at] = useful
    return SolvedDraws(numbers, selected, value, bound, kept, affordable)


def _search(
    programme: Programme, allowed: Booleans, chosen: Booleans, tolerance: float
) -> Callable[[Programme, Floats], Chosen | None]:
    """Return the search for the best plan of a draw: every set where there are few, else bounds."""
    sets = listed(programme, allowed)
    if sets is None:
        return partial(best_plan, allowed=allowed, tolerance=tolerance, known=chosen)
    return partial(sets.best, known=chosen)


def summarise(
    rules: Rules, draws: Draws, chosen: Chosen, solved: Sequence[SolvedDraws]
) -> Portfolio:
    """Put solved draws together, all of them or those that were finished.

    Args:
        rules: what a plan may hold.
        draws: what is not known.
        chosen: the plan of greatest expected benefit.
        solved: batches of :func:`solve_draws`.

    Raises:
        InputError: no draw has been solved.
    """
    number = np.concatenate([part.draw for part in solved] or [np.zeros(0, np.intp)])
    if not number.size:
        raise InputError("No draw has been solved", action="Solve at least one batch of draws.")
    value = np.concatenate([part.value for part in solved])
    told = np.isfinite(value)
    value, person = value[told], (number % len(draws.people))[told]
    selected = np.concatenate([part.selected for part in solved])[told]
    bound = np.concatenate([part.bound for part in solved])[told]
    kept = np.concatenate([part.kept for part in solved])[told]
    paid = np.concatenate([part.affordable for part in solved])[told]
    regret = np.maximum(0.0, value - kept)
    inclusion = selected.mean(axis=0) if told.any() else np.full(len(rules.options), np.nan)
    lower, upper = wilson(inclusion, int(told.sum()))
    by_person = [selected[person == p] for p in range(len(draws.people))]
    nothing = np.full(len(rules.options), np.nan)
    expected = expected_benefits(draws)
    gaps = np.maximum(0.0, bound - value) / np.where(bound == 0, 1.0, np.abs(bound))
    return Portfolio(
        options=rules.options,
        people=draws.people,
        chosen=chosen,
        chosen_by_person=np.array([choose(rules, row).selected for row in expected]),
        draws=number.size,
        unsolved=int((~told).sum()),
        inclusion=inclusion,
        inclusion_lower=lower,
        inclusion_upper=upper,
        inclusion_by_person=np.array(
            [rows.mean(axis=0) if rows.size else nothing for rows in by_person]
        ),
        regret=regret,
        relative_regret=np.divide(regret, value, out=np.full(value.shape, np.nan), where=value > 0),
        regret_by_person=np.array(
            [
                regret[person == p].mean() if (person == p).any() else np.nan
                for p in range(len(draws.people))
            ]
        ),
        affordable=float(paid.mean()) if paid.size else math.nan,
        largest_gap=float(gaps.max(initial=0.0)),
        left_out=left_out(rules, expected_over_draws(draws), chosen.selected),
    )


def portfolio(
    rules: Rules,
    draws: Draws,
    *,
    tolerance: float = TOLERANCE,
    progress: Callable[[int, int], None] | None = None,
    mapper: Mapper = map,
) -> Portfolio:
    """Choose a plan and tell how sure it is.

    Args:
        rules: what a plan may hold.
        draws: what is not known.
        tolerance: share of the benefit that the search of a draw may miss.
        progress: called with the number of draws that are done and of all after each batch.
        mapper: ``map``, or the ``map`` of a pool of processes; the answer is the same.

    Raises:
        InputError: rules or draws are not as they should be, or no plan keeps all rules.
    """
    check_rules(rules)
    check_draws(draws, rules)
    chosen = choose(rules, expected_over_draws(draws))
    solved = []
    done, total = 0, draws.need.shape[0]
    for batch in solve_draws(rules, draws, chosen.selected, tolerance=tolerance, mapper=mapper):
        solved.append(batch)
        done += batch.draw.size
        if progress is not None:
            progress(done, total)
    return summarise(rules, draws, chosen, solved)


def wilson(share: Floats, count: int, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the interval of a share of draws (Wilson 1927); (0, 1) without any draw."""
    if count == 0:
        return np.zeros(share.shape), np.ones(share.shape)
    z2 = float(norm.ppf(0.5 + level / 2)) ** 2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = np.sqrt(z2 * share * (1 - share) + z2**2 / 4) / (1 + z2)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def draws_needed(share: float, points: float = 2.0, level: float = 0.95) -> int:
    """Return the draws with which two seeds differ by less than some points, at a level.

    Args:
        share: the inclusion probability; 0.5 asks for most.
        points: largest difference, in percentage points.
        level: how often it is kept to.
    """
    z = float(norm.ppf(0.5 + level / 2))
    return math.ceil(2 * share * (1 - share) * (100 * z / points) ** 2)


def _some_of(draws: Draws, part: np.ndarray[Any, Any]) -> Draws:
    """Return some draws, each with the weights of its own person."""
    return Draws(
        draws.need[part], draws.effect[part], draws.cost_factor[part],
        draws.own(part), draws.people, draws.burden,
    )  # fmt: skip


def _some_unfit(names: Sequence[str], reasons: Sequence[str], most: int = 3) -> str:
    """Return why options do not fit, which may be for a rule that names of rows do not show."""
    said = [f'"{name}" {reason}' for name, reason in zip(names, reasons, strict=True) if reason]
    more = f"; and {len(said) - most} more" if len(said) > most else ""
    return "; those that do not: " + "; ".join(said[:most]) + more if said else ""


def _some(names: Sequence[str], which: Booleans, most: int = 12) -> str:
    kept = [f'"{name}"' for name, keep in zip(names, which, strict=True) if keep]
    more = f" and {len(kept) - most} more" if len(kept) > most else ""
    return ", ".join(kept[:most]) + more
