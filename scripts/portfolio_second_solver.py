"""Values of a second solver for the tests of plans: ``python -m scripts.portfolio_second_solver``.

Needs OR-tools (made with 9.15), which this project does not install. Everything is whole numbers
there (benefits in tenths), so that CP-SAT proves the best plan without any tolerance.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import numpy as np
from tests.plan.programmes import made

from placewise.model.portfolio import Floats, Rules

CASES = (
    (12, 2, 1), (20, 3, 2), (25, 4, 3), (30, 3, 4), (30, 5, 5), (40, 4, 6), (40, 6, 7),
    (50, 3, 8), (60, 5, 9), (60, 3, 10),
)  # fmt: skip
OUT = Path(__file__).parents[1] / "tests" / "oracles" / "portfolio_second_solver.json"


def second_solver(rules: Rules, benefit: Floats) -> float | None:
    """Return the greatest benefit of a plan within the rules, None where there is none."""
    cp_model = import_module("ortools.sat.python.cp_model")
    model = cp_model.CpModel()
    taken = {name: model.new_bool_var(name) for name in rules.options}
    x = list(taken.values())
    for year in range(len(rules.years)):
        model.add(
            sum(int(c) * v for c, v in zip(rules.cost[:, year], x, strict=True))
            <= int(rules.budget[year])
        )
    for capacity in rules.capacities:
        used = sum(int(c) * v for c, v in zip(capacity.use, x, strict=True))
        model.add(used <= int(capacity.limit))
    for first, second in rules.requires:
        model.add_implication(taken[first], taken[second])
    for members in rules.excludes:
        model.add_at_most_one([taken[name] for name in members])
    total = int(rules.budget.sum())
    cost = dict(zip(rules.options, rules.cost.sum(axis=1), strict=True))
    for group in rules.groups:
        spent = 1000 * sum(int(cost[name]) * taken[name] for name in group.members)
        model.add(spent >= round(1000 * group.least) * total)
        model.add(spent <= round(1000 * group.most) * total)
    model.maximize(sum(round(10 * float(b)) * v for b, v in zip(benefit, x, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise SystemExit("The second solver did not prove its plan")
    return float(np.round(solver.objective_value) / 10)


if __name__ == "__main__":
    found = [
        {"options": n, "years": y, "seed": s, "best": second_solver(*made(n, y, s))}
        for n, y, s in CASES
    ]
    OUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
