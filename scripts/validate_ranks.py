"""Do 95 % rank sets hold the true ranks? Simulations with ties, unequal errors and few plants.

Run ``python scripts/validate_ranks.py``; it prints a Markdown table. A marginal set covers when it
holds the true rank of its place (every rank that a place shares with its equals); the column gives
the places' mean and lowest coverage. Simultaneous sets cover when all places are covered at once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.ranks import RankSets, rank_sets, rank_sets_counts

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Trial = Callable[[np.random.Generator, bool, int], RankSets]

TRIALS = 2000
DRAWS = 399
PLACES = 20


def normal_trial(theta: Floats, error: Floats) -> Trial:
    """Estimates with normal errors of known, unequal size."""

    def trial(random: np.random.Generator, simultaneous: bool, seed: int) -> RankSets:
        estimate = random.normal(theta, error)
        return rank_sets(estimate, error, seed=seed, draws=DRAWS, simultaneous=simultaneous)

    return trial


def poisson_trial(theta: Floats, exposure: Floats) -> Trial:
    """Counts that are Poisson."""

    def trial(random: np.random.Generator, simultaneous: bool, _: int) -> RankSets:
        return rank_sets_counts(
            random.poisson(theta * exposure), exposure, simultaneous=simultaneous
        )

    return trial


def plant_trial(theta: Floats, exposure: Floats, sigma: float) -> Trial:
    """Effective plants from plants of lognormal size: not whole, and not quite Poisson."""
    inequality = float(np.exp(sigma**2))

    def trial(random: np.random.Generator, simultaneous: bool, _: int) -> RankSets:
        plants = random.poisson(theta * exposure * inequality)
        jobs = np.array([random.lognormal(-(sigma**2) / 2, sigma, n).sum() for n in plants])
        return rank_sets_counts(jobs / inequality, exposure, simultaneous=simultaneous)

    return trial


def coverage(theta: Floats, trial: Trial, simultaneous: bool) -> Flags:
    """Return (TRIALS, R) whether each set holds every true rank of its place."""
    random = np.random.default_rng(20260101)
    best = 1 + (theta > theta[:, None]).sum(axis=1)
    worst = theta.size - (theta < theta[:, None]).sum(axis=1)
    held = np.empty((TRIALS, theta.size), dtype=np.bool_)
    for number in range(TRIALS):
        sets = trial(random, simultaneous, number)
        held[number] = (sets.lower <= best) & (worst <= sets.upper)
    return held


def scenarios() -> dict[str, tuple[Floats, Trial]]:
    """Return the worlds that are tried: true rates, and how one table of them is drawn."""
    random = np.random.default_rng(7)
    error = np.exp(random.normal(-1.5, 0.8, PLACES))
    equal, distinct = np.ones(PLACES), np.sort(random.normal(0, 1, PLACES))
    near = 1 + 0.02 * distinct
    groups = np.repeat([0.5, 1.0, 2.0, 4.0], PLACES // 4)
    few = random.permutation(np.geomspace(0.5, 50, PLACES))
    return {
        "normal, all equal": (equal, normal_trial(equal, error)),
        "normal, nearly equal": (near, normal_trial(near, error)),
        "normal, four groups of equals": (groups, normal_trial(groups, error)),
        "normal, all different": (distinct, normal_trial(distinct, error)),
        "Poisson, expected 0.5 to 50, all equal": (equal, poisson_trial(equal, few)),
        "Poisson, expected 0.5 to 50, four groups": (groups, poisson_trial(groups, few)),
        "plants, sigma 1.2, expected 0.5 to 50, all equal": (equal, plant_trial(equal, few, 1.2)),
        "plants, sigma 1.2, expected 0.5 to 50, four groups": (
            groups,
            plant_trial(groups, few, 1.2),
        ),
        "plants, sigma 1.5, expected 0.5 to 50, four groups": (
            groups,
            plant_trial(groups, few, 1.5),
        ),
    }


def report() -> str:
    """Return the coverage of every scenario as a Markdown table."""
    lines = [
        f"| {PLACES} places, {TRIALS:,} trials, 95 % sets "
        "| marginal: mean | marginal: lowest place | simultaneous |",
        "|---|---|---|---|",
    ]
    for name, (theta, trial) in scenarios().items():
        marginal = coverage(theta, trial, simultaneous=False).mean(axis=0)
        together = coverage(theta, trial, simultaneous=True).all(axis=1).mean()
        lines.append(f"| {name} | {marginal.mean():.3f} | {marginal.min():.3f} | {together:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
