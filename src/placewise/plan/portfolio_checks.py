"""Are rules and draws as they should be: all faults at once, before any search."""

from __future__ import annotations

import numpy as np

from placewise.errors import InputError, with_faults
from placewise.model.portfolio import Draws, Rules


def check_rules(rules: Rules) -> None:
    """Raise an error that lists every fault of the rules."""
    faults = [*_faults_of_tables(rules), *_faults_of_names(rules)]
    faults += [
        f'the shares of "{group.name}" are {group.least:g} and {group.most:g}'
        for group in rules.groups
        if not 0 <= group.least <= group.most <= 1
    ]
    if faults:
        raise InputError(
            with_faults("The rules of the plan are not as they should be", faults),
            allowed="costs, uses and limits of at least 0, a budget above 0, names of options once "
            "each, shares with 0 <= least <= most <= 1",
        )


def _faults_of_tables(rules: Rules) -> list[str]:
    count, years = len(rules.options), len(rules.years)
    if not count:
        return ["there are no options"]
    faults = []
    if rules.cost.shape != (count, years) or rules.budget.shape != (years,):
        faults.append(
            f"costs have shape {rules.cost.shape} and the budget {rules.budget.shape} for {count} "
            f"options and {years} years"
        )
    if not _sound(rules.cost) or not _sound(rules.budget) or rules.budget.sum() <= 0:
        faults.append("a cost or a budget is missing or below 0, or there is no budget at all")
    for capacity in rules.capacities:
        if capacity.use.shape != (count,) or not _sound(capacity.use):
            faults.append(f'the use of "{capacity.name}" does not fit the options')
        if not (np.isfinite(capacity.limit) and capacity.limit >= 0):
            faults.append(f'the limit of "{capacity.name}" is {capacity.limit:g}')
    return faults


def _faults_of_names(rules: Rules) -> list[str]:
    known = set(rules.options)
    faults = [] if len(known) == len(rules.options) else ["an option is named twice"]
    # What a requirement names second may be missing: that makes the first unfit, with its reason.
    named = [first for first, _ in rules.requires]
    named += [name for members in rules.excludes for name in members]
    named += [name for group in rules.groups for name in group.members]
    return faults + [f'"{name}" is no option' for name in sorted(set(named) - known)]


def check_draws(draws: Draws, rules: Rules) -> None:
    """Raise an error that lists every fault of the draws."""
    count, objectives = draws.need.shape if draws.need.ndim == 2 else (0, 0)
    options = len(rules.options)
    expected = {
        "effect": (draws.effect, (count, options, objectives)),
        "cost_factor": (draws.cost_factor, (count, options)),
        "weights": (draws.weights, (len(draws.people), objectives)),
    }
    if draws.burden is not None:
        expected["burden"] = (draws.burden, (options, objectives))
    faults = [
        f"{name} has shape {table.shape}, not {shape}"
        for name, (table, shape) in expected.items()
        if table.shape != shape
    ]
    if count == 0 or not draws.people:
        faults.append("there is no draw or nobody with weights")
    if not np.isfinite(draws.effect).all():
        faults.append("an effect is missing")
    if draws.burden is not None and not _sound(draws.burden):
        faults.append("a burden is missing or below 0")
    if not _sound(draws.need):
        faults.append("a need is missing or below 0")
    if not _sound(draws.cost_factor) or not (draws.cost_factor > 0).all():
        faults.append("a factor on costs is missing or not above 0")
    if not _sound(draws.weights) or not (draws.weights.sum(axis=-1) > 0).all():
        faults.append("weights are missing, below 0, or all 0 for somebody")
    if faults:
        raise InputError(
            "The draws are not as they should be: " + "; ".join(faults),
            allowed="need (D, J), effect (D, N, J), cost_factor (D, N), weights (P, J), "
            "burden (N, J)",
        )


def _sound(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    return bool(np.isfinite(values).all() and (values >= 0).all())
