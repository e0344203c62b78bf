"""Why options are not in a plan: those that no plan could take, and those that others outbid."""

from __future__ import annotations

import numpy as np

from placewise.model.portfolio import Booleans, Floats, LeftOut, Rules

ROOM = 1e-6
"""By how much of a limit a cost may exceed it, as in the search."""


def unfit(rules: Rules) -> tuple[str, ...]:
    """Return for each option why no plan could take it at expected costs, "" where one could.

    What an option requires, and what that requires in turn, is counted with it.
    """
    position = {name: at for at, name in enumerate(rules.options)}
    return tuple(_why_unfit(rules, position, name) for name in rules.options)


def required(rules: Rules, name: str) -> tuple[str, ...]:
    """Return what an option requires, directly or through others, sorted; without itself."""
    known, new = {name}, [name]
    while new:
        now = new.pop()
        following = {second for first, second in rules.requires if first == now} - known
        known |= following
        new += sorted(following)
    return tuple(sorted(known - {name}))


def _why_unfit(rules: Rules, position: dict[str, int], name: str) -> str:
    others = required(rules, name)
    missing = [other for other in others if other not in position]
    if missing:
        return "requires " + _list(missing) + ", which is not among the options"
    together = [name, *others]
    rows = [position[one] for one in together]
    with_it = f" together with {_list(others)}, which it requires" if others else ""
    for members in rules.excludes:
        both = [one for one in together if one in members]
        if len(both) > 1:
            return f"{_list(both)} exclude one another, but {_list(together)} need one another"
    return (
        _over_budget(rules, rows, with_it)
        or _over_capacity(rules, rows, with_it)
        or _over_share(rules, rows, position, with_it)
    )


def _over_budget(rules: Rules, rows: list[int], with_it: str) -> str:
    cost = rules.cost[rows].sum(axis=0)
    for at, year in enumerate(rules.years):
        if cost[at] > rules.budget[at] * (1 + ROOM):
            there = _amount(rules.budget[at])
            return f"costs {_amount(cost[at])} in {year}{with_it}, where {there} is there"
    return ""


def _over_capacity(rules: Rules, rows: list[int], with_it: str) -> str:
    for capacity in rules.capacities:
        use = float(capacity.use[rows].sum())
        if use > capacity.limit * (1 + ROOM):
            of = f'of "{capacity.name}"{with_it}'
            return f"uses {use:,.6g} {of}, where {capacity.limit:,.6g} is there"
    return ""


def _over_share(rules: Rules, rows: list[int], position: dict[str, int], with_it: str) -> str:
    total = float(rules.budget.sum())
    for group in rules.groups:
        inside = [row for row in rows if row in {position[name] for name in group.members}]
        share = float(rules.cost[inside].sum()) / total
        if share > group.most * (1 + ROOM):
            return (
                f'takes {share:.0%} of the budget{with_it}, where "{group.name}" may take at most '
                f"{100 * group.most:.4g}%"
            )
    return ""


def left_out(rules: Rules, benefit: Floats, selected: Booleans) -> tuple[LeftOut, ...]:
    """Return every option that a plan does not take, with the first reason that holds.

    Args:
        rules: what a plan may hold.
        benefit: (N,) expected benefit.
        selected: (N,) the plan.
    """
    taken = {name for name, is_in in zip(rules.options, selected, strict=True) if is_in}
    room = rules.budget - rules.cost[selected].sum(axis=0)
    position = {name: at for at, name in enumerate(rules.options)}
    found = []
    for name, gain, is_in, why in zip(rules.options, benefit, selected, unfit(rules), strict=True):
        if is_in:
            continue
        reason = why
        if not why:
            reason = _why_left(rules, name, float(gain), taken)
            reason = reason or _no_room(rules, position[name], room, selected)
        found.append(LeftOut(name, not why, reason))
    return tuple(found)


def _why_left(rules: Rules, name: str, gain: float, taken: set[str]) -> str:
    if gain <= 0:
        return "no benefit is expected of it"
    rivals = sorted(
        {one for members in rules.excludes if name in members for one in members} & taken
    )
    if rivals:
        return f"excluded by {_list(rivals)}, which the plan takes"
    missing = [one for one in required(rules, name) if one not in taken]
    if missing:
        return f"requires {_list(missing)}, which the plan does not take"
    return ""


def _no_room(rules: Rules, option: int, room: Floats, selected: Booleans) -> str:
    """Return which limit has no room beside what the plan takes, which together brings more."""
    short = rules.cost[option] - room
    at = int(np.argmax(short))
    if short[at] > 0:
        return (
            f"costs {_amount(rules.cost[option, at])} in {rules.years[at]}, where the plan leaves "
            f"{_amount(max(0.0, room[at]))} beside options that together bring more"
        )
    return (
        _no_capacity(rules, option, selected)
        or _no_share(rules, option, selected)
        or "other options bring more for what they take of budget and capacity"
    )


def _no_capacity(rules: Rules, option: int, selected: Booleans) -> str:
    for capacity in rules.capacities:
        left = capacity.limit - float(capacity.use[selected].sum())
        if capacity.use[option] > left + ROOM * capacity.limit:
            return (
                f'uses {capacity.use[option]:,.6g} of "{capacity.name}", of which the plan leaves '
                f"{max(0.0, left):,.6g} beside options that together bring more"
            )
    return ""


def _no_share(rules: Rules, option: int, selected: Booleans) -> str:
    cost, total = rules.cost.sum(axis=1), float(rules.budget.sum())
    for group in rules.groups:
        inside = np.array([name in group.members for name in rules.options])
        taken = float(cost[inside & selected].sum()) / total
        own = float(cost[option]) / total
        if inside[option] and taken + own > group.most * (1 + ROOM):
            return (
                f'takes {own:.1%} of the budget, where "{group.name}" may take at most '
                f"{100 * group.most:.4g}% and the plan takes {taken:.1%} for options that together "
                "bring more"
            )
    return ""


def _amount(value: float) -> str:
    """Return an amount in digits: whole from a thousand on, else with what counts."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.6g}"


def _list(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
