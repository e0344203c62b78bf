"""Small and large questions on plans for the tests, and an answer by looking at every plan."""

from __future__ import annotations

from itertools import product

import numpy as np

from placewise.model.portfolio import Booleans, Capacity, Draws, Floats, Group, Rules


def made(options: int, years: int, seed: int) -> tuple[Rules, Floats]:
    """Return rules of every kind, and a benefit of each option."""
    random = np.random.default_rng(seed)
    size = random.integers(1, 30, options).astype(np.float64)
    cost = np.round(size[:, None] * random.dirichlet(np.ones(years), options))
    names = tuple(f"option {at}" for at in range(options))
    half, third = options // 2, options // 3
    rules = Rules(
        options=names,
        cost=cost,
        budget=np.maximum(1.0, np.floor(cost.sum(axis=0) * random.uniform(0.2, 0.6))),
        years=tuple(f"year {at + 1}" for at in range(years)),
        capacities=(
            Capacity("team", random.integers(0, 5, options).astype(np.float64), float(options)),
        ),
        requires=tuple((names[at], names[at + 1]) for at in range(0, half, 3)),
        excludes=(names[half : half + 2],),
        groups=(
            Group("horizontal", names[:third], random.choice([0.0, 0.1, 0.3]), 0.8),
            Group("sectors", names[third:], 0.0, 0.6),
        ),
    )
    return rules, np.round(size * random.lognormal(0, 0.6, options) - 1.0, 1)


def brute_force(rules: Rules, benefit: Floats) -> tuple[float, Booleans] | None:
    """Return the best of all plans, the rules checked one by one as they are written."""
    position = {name: at for at, name in enumerate(rules.options)}
    total_cost, total = rules.cost.sum(axis=1), rules.budget.sum()
    best = None
    for choice in product((False, True), repeat=len(rules.options)):
        x = np.array(choice)
        shares = [
            (total_cost[[position[m] for m in g.members]] @ x[[position[m] for m in g.members]])
            / total
            for g in rules.groups
        ]
        good = (
            (rules.cost[x].sum(axis=0) <= rules.budget + 1e-9).all()
            and all(c.use[x].sum() <= c.limit + 1e-9 for c in rules.capacities)
            and all(not x[position[a]] or x[position[b]] for a, b in rules.requires)
            and all(sum(x[position[m]] for m in e) <= 1 for e in rules.excludes)
            and all(
                g.least - 1e-9 <= s <= g.most + 1e-9
                for g, s in zip(rules.groups, shares, strict=True)
            )
        )
        if good and (best is None or benefit @ x > best[0] + 1e-12):
            best = (float(benefit @ x), x)
    return best


def draws_for(
    rules: Rules, benefit: Floats, draws: int, seed: int, people: int = 1, objectives: int = 2
) -> Draws:
    """Return draws around a benefit: needs, effects and costs, and weights that differ."""
    random = np.random.default_rng(seed)
    count = len(rules.options)
    tilt = np.random.default_rng(99).uniform(0.5, 1.5, (count, objectives))
    noise = random.lognormal(0, 0.3, (draws, count, objectives))
    weights = np.eye(people, objectives) + 0.5
    return Draws(
        need=random.lognormal(0, 0.2, (draws, objectives)),
        effect=benefit[None, :, None] * tilt * noise,
        cost_factor=random.lognormal(0, 0.1, (draws, count)),
        weights=weights,
        people=tuple(f"person {at + 1}" for at in range(people)),
    )
