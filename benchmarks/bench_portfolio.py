"""Plans under a budget: seconds and memory, how they grow, HiGHS alone, and how stable shares are.

    python -m benchmarks.bench_portfolio

Each line is a process of its own. The question is a hard one: ten years with a budget each, a
capacity, options that need one another or exclude one another, least and greatest shares of three
groups, and benefits that go with costs. HiGHS alone gets each draw as one programme with the same
gap, which is what a plain use of it would be.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from placewise.model.portfolio import Capacity, Draws, Floats, Group, Rules
from placewise.plan.portfolio import TOLERANCE, benefits, draws_needed, portfolio

YEARS = 10
OBJECTIVES = 4
TASKS = (
    ("ours", 30, 1000, 1), ("ours", 100, 1000, 1), ("ours", 250, 1000, 1), ("ours", 500, 1000, 1),
    ("ours", 500, 1000, 2), ("alone", 100, 40, 1), ("alone", 500, 40, 1),
    ("seeds", 30, 1000, 1), ("seeds", 30, 4802, 1), ("gap", 500, 40, 1),
)  # fmt: skip


def question(options: int, draws: int, seed: int) -> tuple[Rules, Draws]:
    """Return rules that do not depend on the seed, and draws that do."""
    random = np.random.default_rng(0)
    size = random.lognormal(0, 0.8, options)
    cost = size[:, None] * random.dirichlet(np.ones(YEARS), options)
    names = tuple(f"option {at}" for at in range(options))
    fifth, third, half = options // 5, options // 3, options // 2
    rules = Rules(
        names, cost, cost.sum(axis=0) * 0.3, tuple(str(2026 + year) for year in range(YEARS)),
        (Capacity("team", size * random.lognormal(0, 0.3, options), float(size.sum() * 0.35)),),
        tuple((names[at], names[at + 1]) for at in range(0, fifth, 2)),
        tuple(names[at : at + 3] for at in range(half, half + fifth, 3)),
        (
            Group("first", names[:third], 0.1, 0.5),
            Group("second", names[third : 2 * third], 0.2, 0.6),
            Group("third", names[2 * third :], 0.1, 0.4),
        ),
    )  # fmt: skip
    worth = size[:, None] * random.lognormal(0, 0.5, (options, OBJECTIVES))
    random = np.random.default_rng(seed)
    return rules, Draws(
        random.lognormal(0, 0.3, (draws, OBJECTIVES)),
        worth * random.lognormal(0, 0.4, (draws, options, OBJECTIVES)),
        random.lognormal(0, 0.15, (draws, options)),
        np.random.default_rng(1).dirichlet(np.ones(OBJECTIVES), 3),
        ("first", "second", "third"),
    )  # fmt: skip


def ours(options: int, draws: int, processes: int) -> dict[str, float]:
    """Solve all draws."""
    rules, drawn = question(options, draws, 1)
    if processes == 1:
        found = portfolio(rules, drawn)
    else:
        with ProcessPoolExecutor(processes) as pool:
            found = portfolio(rules, drawn, mapper=pool.map)
    return {"gap": found.largest_gap}


def alone(options: int, draws: int, _: int) -> dict[str, float]:
    """Give each draw to HiGHS as it is."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    from placewise.plan.programme import programme_of

    rules, drawn = question(options, draws, 1)
    programme = programme_of(rules)
    gaps = []
    for row, factor in zip(benefits(drawn), drawn.cost_factor, strict=True):
        here = programme.at_cost(factor)
        answer = milp(
            -row, integrality=np.ones(options), bounds=Bounds(0, 1),
            constraints=LinearConstraint(here.matrix, ub=here.limit),
            options={"mip_rel_gap": TOLERANCE},
        )  # fmt: skip
        gaps.append(answer.mip_gap)
    return {"gap": max(gaps)}


def seeds(options: int, draws: int, _: int) -> dict[str, float]:
    """Solve the draws of two seeds and compare inclusion probabilities."""
    shares: list[Floats] = []
    for seed in (1, 2):
        rules, drawn = question(options, draws, seed)
        found = portfolio(rules, drawn)
        shares.append(found.inclusion)
    away = np.abs(shares[0] - shares[1])
    return {
        "gap": found.largest_gap, "mean": float(away.mean()), "most": float(away.max()),
        "within": float((away < 0.02).mean()),
    }  # fmt: skip


def gap(options: int, draws: int, _: int) -> dict[str, float]:
    """Solve the same draws with a narrower gap and compare inclusion probabilities."""
    rules, drawn = question(options, draws, 1)
    rough, fine = portfolio(rules, drawn), portfolio(rules, drawn, tolerance=TOLERANCE / 2)
    away = np.abs(rough.inclusion - fine.inclusion)
    return {
        "gap": fine.largest_gap, "mean": float(away.mean()), "most": float(away.max()),
        "within": float((away < 0.02).mean()),
    }  # fmt: skip


WORK = {"ours": ours, "alone": alone, "seeds": seeds, "gap": gap}
NAMES = {
    "ours": "placewise", "alone": "HiGHS alone", "seeds": "two seeds compared",
    "gap": "half the gap compared",
}  # fmt: skip


def measure(task: str, options: int, draws: int, processes: int) -> None:
    """Do one task in this process and print what it took."""
    begin, start = os.times(), time.perf_counter()
    answer = WORK[task](options, draws, processes)
    end = os.times()
    used = sum(end[:4]) - sum(begin[:4])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = time.perf_counter() - start
    print(json.dumps({**answer, "cpu": used, "seconds": took, "megabytes": peak}))


def main() -> None:
    """Print all measurements as a Markdown table."""
    print(
        "| work | options | draws | processes | seconds | CPU s | peak MB | largest gap |", end=""
    )
    print(" mean difference | largest | below 2 points |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for task, options, draws, processes in TASKS:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_portfolio", task, str(options), str(draws),
             str(processes)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        found = json.loads(done.stdout.splitlines()[-1])
        shares = [f"{found[key]:.2%}" if key in found else "" for key in ("mean", "most", "within")]
        print(
            f"| {NAMES[task]} | {options} | {draws:,} | {processes} | {found['seconds']:.1f} "
            f"| {found['cpu']:.1f} | {found['megabytes']:.0f} | {found['gap']:.2%} "
            f"| {' | '.join(shares)} |",
            flush=True,
        )
    print(f"\nDraws for 2 points between seeds, share of one half: {draws_needed(0.5):,}")


if __name__ == "__main__":
    if len(sys.argv) == 5:
        measure(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        main()
