"""A user's own rules as limits of a plan: money by year, groups of options, capacities."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from placewise.errors import InputError
from placewise.model.options import Option
from placewise.model.plan import PlanSettings
from placewise.model.plan_rules import AREA, BARRIER, PlanRules, ShareRule
from placewise.model.portfolio import Capacity, Floats, Group
from placewise.model.wording import listed, money

SAME = 1e-9
"""By how much of a budget two sums of money may differ that are the same."""


def stated_total(rules: PlanRules, years: int) -> float | None:
    """Return the budget of all years where each of them is stated, else None."""
    if not set(range(1, years + 1)) <= {one.year for one in rules.budgets}:
        return None
    return sum(one.amount for one in rules.budgets)


def budget_by_year(rules: PlanRules, total: float, years: int) -> Floats:
    """Return the money of each year, shape (years,): as stated, the rest in equal parts.

    Args:
        rules: which years are stated.
        total: of all years together.
        years: how many.

    Raises:
        InputError: a year is stated that the plan does not have, or the sum is not the total.
    """
    late = [one.year for one in rules.budgets if one.year > years]
    if late:
        raise InputError(
            f"A budget is stated of year {listed([str(year) for year in late], 5)}, and the plan "
            f"has {years}",
            where="the rules, rows budget",
            allowed=f"years from 1 to {years}",
            action="Leave these rows out, or plan for more years with --years.",
        )
    found = np.full(years, np.nan)
    for one in rules.budgets:
        found[one.year - 1] = one.amount
    open_years, rest = int(np.isnan(found).sum()), total - float(np.nansum(found))
    if rest < -SAME * total or (not open_years and rest > SAME * total):
        stated = "all years" if not open_years else f"{years - open_years} of {years} years"
        raise InputError(
            f"The budgets of {stated} add up to {np.nansum(found):,.15g}, and the whole budget is "
            f"{total:,.15g}",
            where="the rules, rows budget, and --budget",
            allowed="budgets of all years that add up to the whole, or of some that leave the "
            "rest to the others in equal parts",
            action="Correct one of them, or state every year and leave --budget out.",
        )
    found[np.isnan(found)] = max(0.0, rest) / open_years if open_years else 0.0
    return found


def is_of(rule: ShareRule, option: Option) -> bool:
    """Return whether a rule on shares is about an option."""
    if rule.by == AREA:
        return option.policy_area.casefold() == rule.of.casefold()
    return (option.barrier if rule.by == BARRIER else option.kind) == rule.of


def groups_of(rules: PlanRules, options: Sequence[Option]) -> tuple[Group, ...]:
    """Return the groups of options in a portfolio that rules on shares are about.

    Raises:
        InputError: there is a least share of what no option in the portfolio is about.
    """
    groups = [
        Group(
            rule.name, tuple(one.key for one in options if is_of(rule, one)), rule.least, rule.most
        )
        for rule in rules.shares
    ]
    without = [one for one in groups if one.least > 0 and not one.members]
    if without:
        raise InputError(
            "No plan keeps all rules: no option may be chosen of "
            + listed([f'"{one.name}"' for one in without], 6),
            where="the rules, rows least share",
            allowed="least shares of "
            + listed(sorted({f"policy area {one.policy_area}" for one in options}
                            | {f"barrier {one.barrier}" for one in options}
                            | {f"{one.kind} options" for one in options}), 40),
            action="Leave these rows out, or give options that pass the gate; a plan without "
            "rules says why options are left out.",
        )  # fmt: skip
    return tuple(groups)


def capacities_of(rules: PlanRules, options: Sequence[Option]) -> tuple[Capacity, ...]:
    """Return what options in a portfolio use of what is scarce; who is not named uses none."""
    found = []
    for rule in rules.capacities:
        used = {one.option: one.amount for one in rule.uses}
        use = np.array([used.get(option.key, 0.0) for option in options])
        found.append(Capacity(rule.name, use, rule.limit))
    return tuple(found)


def check_users(rules: PlanRules, known: Collection[str]) -> None:
    """Raise an error where an option uses a capacity that the place does not have as an option."""
    unknown = {
        use.option for rule in rules.capacities for use in rule.uses if use.option not in known
    }
    if unknown:
        raise InputError(
            "No option has the key " + listed([f'"{key}"' for key in sorted(unknown)], 10),
            where="the rules, rows use, column option",
            allowed=", ".join(sorted(known)) or "none: there is no option",
            action="Write keys as they stand in the file of options; `placewise plan PLACE "
            "--template FILE` writes those of the standard ones.",
        )


def rules_sentences(settings: PlanSettings) -> tuple[str, ...]:
    """Return which rules of the user's own a plan keeps, a sentence of each kind."""
    rules, currency, said = settings.rules, settings.currency, []
    if rules.budgets:
        by_year = budget_by_year(rules, settings.budget, settings.years)
        stated = {one.year for one in rules.budgets}
        parts = [
            f"{money(amount, currency)} in year {year}"
            for year, amount in enumerate(by_year.tolist(), 1) if year in stated
        ]  # fmt: skip
        rest = [amount for year, amount in enumerate(by_year.tolist(), 1) if year not in stated]
        if rest:
            parts.append(f"{money(rest[0], currency)} in each other year")
        said.append(f"The budget by year is a rule of your own: {listed(parts, len(parts))}.")
    shares = [
        f"{words} {100 * share:.4g} % for {rule.name}"
        for rule in rules.shares
        for words, share, holds in (
            ("at least", rule.least, rule.least > 0), ("at most", rule.most, rule.most < 1)
        ) if holds
    ]  # fmt: skip
    if shares:
        said.append(
            "Rules of your own on shares of the whole budget, told at expected costs: "
            f"{listed(shares, len(shares))}."
        )
    scarce = [f"{rule.limit:,.6g} of ‘{rule.name}’" for rule in rules.capacities]
    if scarce:
        said.append(
            f"By rules of your own the plan uses no more than {listed(scarce, len(scarce))} in "
            "all years together; options that no row names use none."
        )
    return tuple(said)
