"""Words of a plan under a budget: rules, draws of what is not known, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """Options that share a rule on how much is spent on them.

    Attributes:
        name: as an error and a page write it.
        members: names of options.
        least: least share of the whole budget (all years) that is planned for them, 0 to 1.
        most: greatest share of it.
    """

    name: str
    members: tuple[str, ...]
    least: float = 0.0
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class Capacity:
    """Something other than money that options use up, such as staff of a team.

    Attributes:
        name: as an error and a page write it.
        use: (options,) what each option uses of it, at least 0.
        limit: how much there is.
    """

    name: str
    use: Floats
    limit: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan may hold. Each option is taken whole or left.

    Attributes:
        options: (N,) names, each once.
        cost: (N, Y) expected cost of each option in each year, at least 0, in the budget's money.
        budget: (Y,) what may be spent in each year; what is left over is not carried on.
        years: (Y,) names of the years.
        capacities: what else is scarce.
        requires: pairs of names; the first may be taken with the second only.
        excludes: sets of names of which one at most may be taken.
        groups: rules on shares of the budget, told at expected costs.
    """

    options: tuple[str, ...]
    cost: Floats
    budget: Floats
    years: tuple[str, ...]
    capacities: tuple[Capacity, ...] = ()
    requires: tuple[tuple[str, str], ...] = ()
    excludes: tuple[tuple[str, ...], ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Draws:
    """What is not known, drawn D times, and the weights of P people on J objectives.

    The benefit of an option in a draw is the sum over objectives of weight multiplied by need times
    effect less burden: what others pay is paid whatever the need. Draw d takes the weights of
    person d modulo P as they are: nobody's are averaged.

    Attributes:
        need: (D, J) how much the place needs each objective, at least 0.
        effect: (D, N, J) what each option does for each objective where need is 1.
        cost_factor: (D, N) cost over expected cost, above 0.
        weights: (P, J) each person's weights, at least 0; scaled to add up to 1.
        people: (P,) names.
        burden: (N, J) what others than the public pay for each option, in the units of effect, at
            the objective that the option is for; None where nothing counts.
    """

    need: Floats
    effect: Floats
    cost_factor: Floats
    weights: Floats
    people: tuple[str, ...] = ("everyone",)
    burden: Floats | None = None

    @property
    def shares(self) -> Floats:
        """Return (P, J) each person's weights, scaled to add up to 1."""
        return np.asarray(self.weights / self.weights.sum(axis=1, keepdims=True))

    def own(self, numbers: NDArray[np.intp] | None = None) -> Floats:
        """Return (D, J) the scaled weights of the person of each draw, or of some draws."""
        which = np.arange(self.need.shape[0]) if numbers is None else numbers
        return np.asarray(self.shares[which % len(self.people)])

    def borne(self, weights: Floats) -> Floats:
        """Return (K, N) what each option's burden counts by K rows of weights that add up to 1."""
        if self.burden is None:
            return np.zeros((weights.shape[0], self.effect.shape[1]))
        return np.asarray(weights @ self.burden.T)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best plan for one set of benefits.

    Attributes:
        selected: (N,) which options it takes.
        value: their benefit.
        bound: no plan within the rules has more, by the dual of the relaxation and the search.
        prices: (Y,) what one more unit of money in a year would add, by the relaxation.
    """

    selected: Booleans
    value: float
    bound: float
    prices: Floats

    @property
    def gap(self) -> float:
        """Return how much may be missed, as a share of the bound; 0 where the plan is the best."""
        if self.bound == 0:
            return 0.0
        return max(0.0, self.bound - self.value) / abs(self.bound)


@dataclass(frozen=True, slots=True)
class SolvedDraws:
    """Some draws, solved. The first axis is the draws.

    Attributes:
        draw: (B,) which draws they are.
        selected: (B, N) the best plan in each; nothing where no plan keeps the rules.
        value: (B,) its benefit; NaN where no plan keeps the rules.
        bound: (B,) a bound on that of any plan.
        kept: (B,) benefit of what can be paid of the chosen plan: all of it, or where costs run
            over the best part of it that keeps all rules but the least shares.
        affordable: (B,) whether the whole of the chosen plan can be paid.
    """

    draw: NDArray[np.intp]
    selected: Booleans
    value: Floats
    bound: Floats
    kept: Floats
    affordable: Booleans


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An option that the chosen plan does not take.

    Attributes:
        option: its name.
        fits: whether any plan within the rules could take it.
        reason: why it is left, as a sentence without the final stop.
    """

    option: str
    fits: bool
    reason: str


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """The best plan with more or less money.

    Attributes:
        factor: on the budget of every year.
        change: in money, over all years.
        value: expected benefit of the best plan.
        gain: value less that at the budget itself.
        per_unit: gain over change; NaN at the budget itself.
        error: half-width of ``gain`` that the gaps of the two searches leave.
        enters: options that come in.
        leaves: options that go.
    """

    factor: float
    change: float
    value: float
    gain: float
    per_unit: float
    error: float
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The effect of one option at which it would enter or leave the best plan, all else as it is.

    Its burden is part of what stays as it is.

    Attributes:
        option: its name.
        selected: whether the best plan takes it now.
        benefit: its expected benefit now.
        needed: the benefit from which it is taken.
        factor: ``needed`` over ``benefit``, the burden added to both: what its effect would have to
            be multiplied by; NaN where its effect is not above 0.
        error: half-width of ``needed`` that the gaps of the two searches leave.
    """

    option: str
    selected: bool
    benefit: float
    needed: float
    factor: float
    error: float


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """The smallest step of a grid by which the weight of one objective changes the best plan.

    Need and weight are multiplied, so the same factor on a need does the same where no option has
    a burden; a weight counts for the burden as well.

    Attributes:
        objective: its number.
        factor: what its weight was multiplied by, other weights as they are.
        enters: options that come in.
        leaves: options that go.
        sure: whether the change is larger than the gaps of the searches leave open.
    """

    objective: int
    factor: float
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A plan under a budget, and how sure it is.

    Attributes:
        options: (N,) names.
        people: (P,) names.
        chosen: the plan of greatest expected benefit over all draws.
        chosen_by_person: (P, N) the plan of greatest expected benefit by each person's weights.
        draws: how many draws were solved.
        unsolved: how many of them no plan within the rules exists for; they count nowhere else.
        inclusion: (N,) share of draws whose best plan takes the option.
        inclusion_lower: (N,) 95 % interval for the number of draws (Wilson), lower end.
        inclusion_upper: (N,) the same, upper end.
        inclusion_by_person: (P, N) the same share among the draws with each person's weights.
        regret: (draws,) benefit of the best plan of a draw less that of the chosen one, at least 0.
        relative_regret: (draws,) the same over the best plan's benefit; NaN where that is not
            above 0.
        regret_by_person: (P,) mean regret in the draws with each person's weights.
        affordable: share of draws in which the chosen plan can be paid as a whole.
        largest_gap: the largest gap of any draw: by how much a best plan may not be the best.
        left_out: every option that is not chosen, with the reason.
    """

    options: tuple[str, ...]
    people: tuple[str, ...]
    chosen: Chosen
    chosen_by_person: Booleans
    draws: int
    unsolved: int
    inclusion: Floats
    inclusion_lower: Floats
    inclusion_upper: Floats
    inclusion_by_person: Floats
    regret: Floats
    relative_regret: Floats
    regret_by_person: Floats
    affordable: float
    largest_gap: float
    left_out: tuple[LeftOut, ...]

    @property
    def known_shares_missed(self) -> Floats:
        """Return the relative regrets that are known, one a draw."""
        return self.relative_regret[np.isfinite(self.relative_regret)]

    @property
    def shares_missed_tell(self) -> bool:
        """Do shares of the best benefit say anything of what the plan misses?

        None do where none are known, or where even the best plan of many draws brings next to
        nothing: then their mean or their 90th percentile is more than the whole.
        """
        shares = self.known_shares_missed
        return bool(shares.size) and bool(max(np.quantile(shares, 0.9), shares.mean()) <= 1)
