"""The programme behind a plan: its matrix, and the search for the best plan within a stated gap.

Every rule is a row ``a x <= limit`` over options that are taken (1) or left (0). A search goes in
three steps. The linear relaxation gives prices y of the rows; for any prices of at least 0,

    bound(y) = y limit + sum over options of max(0, benefit - y a)

is not exceeded by any plan (weak duality), so the bound is worked out here and owes nothing to the
solver's word. Rounding the relaxation gives a first plan. An option whose other choice would bring
the bound down to that plan cannot be part of a better one and is settled (Martello and Toth 1990);
what is left, some dozens of hundreds of options, goes to branch and bound (HiGHS).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

from placewise.errors import InputError
from placewise.model.portfolio import Booleans, Chosen, Floats, Rules
from placewise.plan.fronts import Block, best_by_fronts, blocks_of

FEASIBLE = 1e-6
"""By how much of its limit a row may be exceeded: the tolerance of the solver."""
NODES = 20_000
"""Most nodes of branch and bound; a count, not a time, so that the same question has one answer."""
MANY = (100, 50)
"""With more open options than the first, the last search has no more nodes than the second."""
CORES = ((30, 1), (50, 1), (70, 1), (100, 1), (150, 1))
"""How many options, those nearest to the price at which they are as good taken as left, are
searched first, the others as the relaxation has them, and with how many nodes; then all."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All rules as rows ``matrix @ x <= limit``; the first are the years' budgets.

    Attributes:
        matrix: (M, N).
        limit: (M,).
        names: (M,) each rule in words.
        years: how many rows are budgets.
        least: (M,) which rows are least shares.
    """

    matrix: Floats
    limit: Floats
    names: tuple[str, ...]
    years: int
    least: Booleans

    def at_cost(self, factor: Floats) -> Programme:
        """Return the programme with each option's cost multiplied by a factor, shape (N,)."""
        matrix = self.matrix.copy()
        matrix[: self.years] *= factor
        return Programme(matrix, self.limit, self.names, self.years, self.least)

    def rows(self, keep: Booleans) -> Programme:
        """Return the programme with some of its rows."""
        return Programme(
            self.matrix[keep], self.limit[keep],
            tuple(name for name, kept in zip(self.names, keep, strict=True) if kept),
            int(keep[: self.years].sum()), self.least[keep],
        )  # fmt: skip

    def holds(self, selected: Booleans) -> bool:
        """Return whether a plan keeps all rules."""
        used = self.matrix @ selected
        return bool((used <= self.limit + FEASIBLE * np.maximum(1.0, np.abs(self.limit))).all())


def programme_of(rules: Rules) -> Programme:
    """Return the rules as rows. Budgets are scaled to 1, so that a tolerance is a share of them."""
    position = {name: at for at, name in enumerate(rules.options)}
    count = len(rules.options)
    rows: list[Floats] = []
    limits: list[float] = []
    names: list[str] = []

    def add(row: Floats, limit: float, name: str) -> None:
        scale = abs(limit) if limit else max(1.0, float(np.abs(row).max(initial=0.0)))
        rows.append(row / scale)
        limits.append(limit / scale)
        names.append(name)

    for at, year in enumerate(rules.years):
        add(rules.cost[:, at], float(rules.budget[at]), f"budget of {year}")
    for capacity in rules.capacities:
        add(capacity.use, capacity.limit, f'capacity "{capacity.name}"')
    for first, second in rules.requires:
        row = np.zeros(count)
        if second in position:
            row[position[second]] -= 1.0
        row[position[first]] += 1.0
        add(row, 0.0, f'"{first}" requires "{second}"')
    for members in rules.excludes:
        row = np.zeros(count)
        row[[position[name] for name in members]] = 1.0
        add(row, 1.0, "at most one of " + ", ".join(f'"{name}"' for name in members))
    total_cost, total = rules.cost.sum(axis=1), float(rules.budget.sum())
    least = [False] * len(rows)
    for group in rules.groups:
        row = np.zeros(count)
        inside = [position[name] for name in group.members]
        row[inside] = total_cost[inside] / total
        if group.most < 1:
            add(
                row, group.most, f'at most {100 * group.most:.4g}% of the budget for "{group.name}"'
            )
            least.append(False)
        if group.least > 0:
            add(
                -row,
                -group.least,
                f'at least {100 * group.least:.4g}% of the budget for "{group.name}"',
            )
            least.append(True)
    return Programme(
        np.vstack(rows), np.array(limits), tuple(names), len(rules.years), np.array(least)
    )


def best_plan(
    programme: Programme,
    benefit: Floats,
    allowed: Booleans,
    tolerance: float,
    *,
    forced: Booleans | None = None,
    known: Booleans | None = None,
) -> Chosen | None:
    """Return the plan of greatest benefit, to a stated share of it.

    Args:
        programme: the rules.
        benefit: (N,) benefit of each option.
        allowed: (N,) options that may be taken.
        tolerance: the search ends when no plan can be better by more than this share.
        forced: (N,) options that must be taken.
        known: (N,) a plan that may be good; used where it keeps the rules.

    Returns:
        None where no plan keeps the rules. The gap of what is returned is its own, and may exceed
        the tolerance where :data:`NODES` were not enough.
    """
    scale = float(np.abs(benefit).max(initial=0.0)) or 1.0
    profit = benefit / scale
    whole, keep = programme, _different(programme)
    programme = whole.rows(keep)
    if programme.years == 1 and (programme.matrix[0] >= 0).all():
        blocks = blocks_of(programme.matrix[1:], programme.limit[1:])
        if blocks is not None:
            return _by_fronts(whole, programme, blocks, benefit, allowed, forced, known)
    lower = np.zeros(benefit.size) if forced is None else forced.astype(np.float64)
    upper = allowed.astype(np.float64)
    matrix = csc_array(programme.matrix)
    relaxed = linprog(
        -profit, A_ub=matrix, b_ub=programme.limit, bounds=np.column_stack([lower, upper]),
        method="highs-ds",
    )  # fmt: skip
    if relaxed.status == 2:
        return None
    prices = np.maximum(0.0, -relaxed.ineqlin.marginals)
    rent = profit - matrix.T @ prices
    bound = float(prices @ programme.limit + np.where(rent > 0, rent * upper, rent * lower).sum())
    first = _rounded(programme, profit, relaxed.x, rent, lower, upper)
    plans = [plan for plan in (first, known) if plan is not None and _is_in(plan, lower, upper)]
    plans = [plan for plan in plans if programme.holds(plan)]
    incumbent = max(plans, key=lambda plan: float(profit @ plan)) if plans else None
    search = _Search(programme, matrix, profit, rent, bound, lower, upper, tolerance)
    nearest = np.argsort(np.abs(rent), kind="stable")
    for size, nodes in CORES if benefit.size > CORES[0][0] else ():
        if incumbent is None or search.enough(incumbent):
            break
        incumbent, _ = search.among(nearest[:size], relaxed.x > 0.5, incumbent, nodes)
    found, bound = search.all_that_is_open(incumbent)
    if found is None:
        return None
    money = np.zeros(whole.years)
    money[keep[: whole.years]] = prices[: programme.years] * scale
    return Chosen(found, float(benefit @ found), bound * scale, money)


def _by_fronts(
    whole: Programme,
    programme: Programme,
    blocks: tuple[Block, ...],
    benefit: Floats,
    allowed: Booleans,
    forced: Booleans | None,
    known: Booleans | None,
) -> Chosen | None:
    """Return the best plan under a single budget, which is exact: its bound is its value."""
    if known is not None:
        must = np.zeros(benefit.size, np.bool_) if forced is None else forced
        inside = bool((known <= allowed).all() and (known >= must).all())
        known = known if inside and programme.holds(known) else None
    limit = float(programme.limit[0])
    limit += FEASIBLE * max(1.0, abs(limit))
    front = best_by_fronts(
        programme.matrix[0], limit, blocks, benefit, allowed, forced=forced, known=known
    )
    if front is None:
        return None
    prices = np.zeros(whole.years)
    prices[0] = front.price
    return Chosen(front.selected, front.value, front.value, prices)


def _different(programme: Programme) -> Booleans:
    """Return which rows to keep of a programme: of rows that say the same, the first.

    Where every option costs the same each year, and so does the budget, all years are one.
    """
    rows = np.column_stack([programme.matrix, programme.limit])
    first: dict[bytes, int] = {}
    for at, row in enumerate(rows):
        first.setdefault(row.tobytes(), at)
    keep = np.zeros(rows.shape[0], np.bool_)
    keep[list(first.values())] = True
    return keep


def _is_in(plan: Booleans, lower: Floats, upper: Floats) -> bool:
    return bool((plan <= upper).all() and (plan >= lower).all())


def _rounded(
    programme: Programme,
    profit: Floats,
    relaxed: Floats,
    rent: Floats,
    lower: Floats,
    upper: Floats,
) -> Booleans:
    """Return the relaxation rounded down, and filled up with what still fits, best rent first."""
    plan = relaxed > 1 - 1e-9
    slack = programme.limit - programme.matrix @ plan
    room = FEASIBLE * 0.5
    for option in np.argsort(-rent, kind="stable"):
        if plan[option] or profit[option] <= 0 or upper[option] == 0:
            continue
        after = slack - programme.matrix[:, option]
        # A row that is short already may stay short, but must not become shorter.
        if ((after >= -room) | (after >= slack)).all():
            plan[option], slack = True, after
    return np.asarray(plan | (lower > 0.5))


@dataclass(frozen=True, slots=True)
class _Search:
    """A programme with the bound of its relaxation, and branch and bound over some options."""

    programme: Programme
    matrix: csc_array
    profit: Floats
    rent: Floats
    bound: float
    lower: Floats
    upper: Floats
    tolerance: float

    def enough(self, plan: Booleans) -> bool:
        """Return whether no plan can be better by more than the tolerance."""
        return self.bound <= self.good_enough(plan)

    def good_enough(self, plan: Booleans | None) -> float:
        """Return the benefit above which a better plan is worth looking for."""
        if plan is None:
            return -np.inf
        value = float(self.profit @ plan)
        return value + self.tolerance * abs(value)

    def all_that_is_open(self, plan: Booleans | None) -> tuple[Booleans | None, float]:
        """Settle what cannot be part of a better plan, and search the rest."""
        if plan is not None and self.enough(plan):
            return plan, self.bound
        least = self.good_enough(plan)
        settled = (self.bound - np.abs(self.rent) <= least) | (self.lower == self.upper)
        at = np.where(self.lower == self.upper, self.lower, self.rent > 0)
        rest = np.flatnonzero(~settled)
        nodes = NODES if rest.size <= MANY[0] else MANY[1]
        found, outside = self.among(rest, at > 0.5, plan, nodes)
        return found, min(self.bound, max(least, outside))

    def among(
        self, options: NDArray[np.intp], others: Booleans, plan: Booleans | None, nodes: int
    ) -> tuple[Booleans | None, float]:
        """Search over some options, the others as they are; return the best plan and a bound."""
        fixed = others.copy()
        fixed[options] = False
        base = float(self.profit @ fixed)
        if not options.size:
            better = plan is None and self.programme.holds(fixed)
            return fixed if better else plan, base
        core = abs(self.bound - base)
        answer = milp(
            -self.profit[options],
            integrality=np.ones(options.size),
            bounds=Bounds(self.lower[options], self.upper[options]),
            constraints=LinearConstraint(
                self.matrix[:, options], ub=self.programme.limit - self.matrix @ fixed
            ),
            options={
                # The solver's gap is a share of the part that is open, ours of the whole.
                "mip_rel_gap": self.tolerance * abs(self.bound) / core if core > 1e-12 else 0.0,
                "node_limit": nodes,
                "presolve": False,
            },
        )
        # Status 2 is "no plan"; otherwise a bound is there, also where the nodes have run out.
        if answer.status == 2:
            return plan, -np.inf
        if answer.mip_dual_bound is None:
            raise InputError(
                f"The search for a plan failed: {answer.message}",
                action="Look for costs or effects of very different size, as pounds and millions.",
            )
        if answer.x is not None:
            fixed[options] = answer.x > 0.5
            better = plan is None or float(self.profit @ fixed) > float(self.profit @ plan)
            if better and self.programme.holds(fixed):
                plan = fixed
        return plan, base - answer.mip_dual_bound


def conflict(programme: Programme, allowed: Booleans) -> tuple[str, ...]:
    """Return rules that cannot be kept together, none of which could be left out of the list.

    One rule after the other is dropped for good where the rest still cannot be kept (the deletion
    filter of Chinneck and Dravnieks 1991). () where a plan exists.
    """
    keep = np.ones(len(programme.names), np.bool_)
    nothing = np.zeros(programme.matrix.shape[1])

    def possible(rows: NDArray[np.bool_]) -> bool:
        if not rows.any():
            return True
        return best_plan(programme.rows(rows), nothing, allowed, 0.0) is not None

    if possible(keep):
        return ()
    for row in range(keep.size):
        keep[row] = False
        if possible(keep):
            keep[row] = True
    return tuple(name for name, kept in zip(programme.names, keep, strict=True) if kept)
