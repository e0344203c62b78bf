"""From appraised options to the rules and draws of a plan: need, effect, cost, weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from placewise.errors import InputError
from placewise.model.appraisal import Appraisal
from placewise.model.options import JOBS, Option
from placewise.model.plan_rules import NO_RULES, PlanRules
from placewise.model.portfolio import Draws, Floats, Rules
from placewise.plan.plan_rules import budget_by_year, capacities_of, groups_of
from placewise.plan.spans import Z90, spread_draws

NEED_OF_CONTRIBUTING = 0.5
"""Need of a barrier that adds to what holds a place back, where one that binds counts 1: a
proposal."""
LEAST_COST_SPREAD = 0.1
"""Standard deviation of the logarithm of costs where no optimism bias is published: a proposal."""
MONEY = "money"
"""What benefits are compared in where every option says what a unit is worth."""


@dataclass(frozen=True, slots=True)
class NeedShares:
    """How likely a barrier binds, and how likely it only adds to what holds the place back.

    Attributes:
        binding: probability that it binds.
        contributing: probability that it contributes without binding.
    """

    binding: float
    contributing: float

    @property
    def expected(self) -> float:
        """Return the expected need."""
        return self.binding + NEED_OF_CONTRIBUTING * self.contributing


def unit_of_comparison(options: Sequence[Option]) -> str:
    """Return what the benefits of options can be compared in.

    Money where every option says what a unit is worth; else the one unit that all count in; else
    jobs, and options in other units cannot be compared with them.
    """
    if options and all(option.value_per_unit is not None for option in options):
        return MONEY
    units = {option.effect_unit for option in options}
    return units.pop() if len(units) == 1 else JOBS


def drawn_needs(shares: Mapping[str, NeedShares], draws: int, seed: int) -> Floats:
    """Return draws of the need of each barrier, shape (draws, barriers).

    1 where it binds, :data:`NEED_OF_CONTRIBUTING` where it contributes, else 0. Draws lie in parts
    of equal probability, in an order of each barrier's own: shares of draws hold to the
    probabilities within one draw, and a barrier's draws do not depend on which others there are.

    Args:
        shares: by key of the barrier.
        draws: how many.
        seed: of the draws.
    """
    columns = []
    for key, share in shares.items():
        at = spread_draws(draws, seed, key, "need")
        partly = np.where(at < share.binding + share.contributing, NEED_OF_CONTRIBUTING, 0.0)
        columns.append(np.where(at < share.binding, 1.0, partly))
    return np.column_stack(columns) if columns else np.zeros((draws, 0))


def drawn_benefit(appraisal: Appraisal, unit: str) -> Floats:
    """Return draws of what an option brings where its barrier binds, shape (draws,).

    In money, the present value of benefits, from which :func:`borne_by_others` is still to be
    taken; else units of effect held for a year, discounted.

    Raises:
        InputError: the benefit is asked for in money, and nobody says what a unit is worth.
    """
    if unit != MONEY:
        return appraisal.drawn.net_effect * (appraisal.value("unit_years") or 0.0)
    if appraisal.drawn.benefit is None:
        raise InputError(f'The option "{appraisal.option.key}" states no value of a unit')
    return appraisal.drawn.benefit


def borne_by_others(appraisal: Appraisal, unit: str) -> float:
    """Return what firms and people pay for an option, as a present value; 0 unless in money.

    They pay it whatever the need: a course has its fee where skills are no barrier.
    """
    return appraisal.private_cost if unit == MONEY else 0.0


def drawn_cost_factor(appraisal: Appraisal, draws: int, seed: int) -> Floats:
    """Return draws of cost over expected cost, with mean 1, shape (draws,).

    Expected costs are those raised for optimism bias. The factor is lognormal and as wide as makes
    the cost as stated the 10th percentile about the median: who expects costs to rise by much knows
    them less well.
    """
    spread = max(LEAST_COST_SPREAD, float(np.log1p(appraisal.inputs.costs_raised)) / Z90)
    drawn_as = appraisal.drawn_as or appraisal.option.key
    normal = ndtri(spread_draws(draws, seed, drawn_as, "cost"))
    return np.asarray(np.exp(spread * normal - spread**2 / 2))


def public_costs(appraisal: Appraisal) -> Floats:
    """Return what the public is expected to pay each year, raised for optimism bias."""
    return appraisal.years["public_cost"].to_numpy()


def costs_after(appraisal: Appraisal, years: int) -> float:
    """Return what the public is expected to pay after a plan has ended."""
    return float(public_costs(appraisal)[years:].sum())


def rules_of(
    appraisals: Sequence[Appraisal], budget: float, years: int, given: PlanRules = NO_RULES
) -> Rules:
    """Return the rules of a plan: its budget by year, what needs and excludes what, and a user's.

    Args:
        appraisals: of the options, none of which costs anything after the plan.
        budget: of all years together.
        years: how many.
        given: money by year, shares and capacities; equal parts and nothing else without.

    Raises:
        InputError: the rules do not fit the budget, the years or the options.
    """
    options = [one.option for one in appraisals]
    cost = np.zeros((len(appraisals), years))
    for row, one in zip(cost, appraisals, strict=True):
        spent = public_costs(one)[:years]
        row[: spent.size] = spent
    names = [one.option.key for one in appraisals]
    pairs = {
        tuple(sorted((one.option.key, other)))
        for one in appraisals for other in one.option.excludes if other in names
    }  # fmt: skip
    return Rules(
        options=tuple(names),
        cost=cost,
        budget=budget_by_year(given, budget, years),
        years=tuple(f"year {at}" for at in range(1, years + 1)),
        requires=tuple(
            (one.option.key, other) for one in appraisals for other in one.option.requires
        ),
        excludes=tuple(sorted(pairs)),
        capacities=capacities_of(given, options),
        groups=groups_of(given, options),
    )


def draws_of(
    appraisals: Sequence[Appraisal],
    shares: Mapping[str, NeedShares],
    unit: str,
    weights: Mapping[str, Mapping[str, float]],
    draws: int,
    seed: int,
) -> Draws:
    """Return draws of everything that is not known of a plan.

    Benefits are scaled so that they stand in their unit where weights are equal.

    Args:
        appraisals: of the options, with as many draws.
        shares: of every barrier that an option is about, by key; these are the objectives.
        unit: what benefits are compared in.
        weights: by name of the person, the weight of each barrier; a barrier that a person does
            not name has weight 0. Equal weights of everyone where it is empty.
        draws: how many.
        seed: of the draws.
    """
    objectives = list(shares)
    effect = np.zeros((draws, len(appraisals), len(objectives)))
    burden = np.zeros((len(appraisals), len(objectives)))
    for at, one in enumerate(appraisals):
        about = objectives.index(one.option.barrier)
        effect[:, at, about] = len(objectives) * drawn_benefit(one, unit)
        burden[at, about] = len(objectives) * borne_by_others(one, unit)
    people = tuple(weights) or ("everyone",)
    table = [[float(weights[who].get(key, 0.0)) for key in objectives] for who in weights]
    return Draws(
        need=drawn_needs(shares, draws, seed),
        effect=effect,
        cost_factor=np.column_stack([drawn_cost_factor(one, draws, seed) for one in appraisals]),
        weights=np.array(table) if table else np.ones((1, len(objectives))),
        people=people,
        burden=burden if burden.any() else None,
    )
