"""Does the interval of the location quotient itself hold what it promises?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scripts.validation.plants import CELL_SIZES, land, lognormal_sizes, moments
from scripts.validation.sections import Bound, Effort, Section, error_of_share, percent, table

from placewise.diagnose.location_quotient import (
    Interval,
    clopper_pearson_interval,
    log_delta_interval,
    wilson_interval,
)
from placewise.diagnose.lumpiness import effective_plants, plain_interval

Floats = NDArray[np.float64]

THETAS = (0.5, 1.0, 1.25, 2.0, 5.0)
EFFECTIVE_PLANTS = 20_000
JOBS_PER_PLANT = 10.0
WORKER_LEVEL = {
    "log-delta": log_delta_interval,
    "Clopper-Pearson": clopper_pearson_interval,
    "Wilson": wilson_interval,
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Many draws of 25 cells: five sizes by five values of theta.

    Attributes:
        jobs: (25, D) jobs of each cell, in mean plants.
        size: (25,) effective plants expected at a location quotient of 1.
        theta: (25,) true specialisation.
        share: (25,) share of the place in all jobs.
        total_jobs: jobs of the industry, in mean plants.
        herfindahl: plant Herfindahl of the plants that exist.
    """

    jobs: Floats
    size: Floats
    theta: Floats
    share: Floats
    total_jobs: float
    herfindahl: float


def draw_cells(sigma: float, draws: int, seed: int) -> Cells:
    """Let one fixed population of plants land again and again."""
    rng = np.random.default_rng([seed, 1, round(10 * sigma)])
    sizes = lognormal_sizes(rng, round(EFFECTIVE_PLANTS * np.exp(sigma**2)), sigma)
    herfindahl, _ = moments(sizes)
    size, theta = (grid.ravel() for grid in np.meshgrid(CELL_SIZES, THETAS, indexing="ij"))
    share = size * herfindahl / (1 + size * herfindahl)
    chance = np.append(theta * share, 1 - (theta * share).sum())
    jobs = np.stack([land(rng, sizes, chance)[0][:-1] for _ in range(draws)], axis=1)
    return Cells(jobs, size, theta, share, float(sizes.sum()), herfindahl)


def covered(interval: Interval, theta: Floats) -> Floats:
    """Return (25,) share of draws whose interval holds theta; an undefined one does not."""
    holds = (interval.lower <= theta[:, None]) & (theta[:, None] <= interval.upper)
    return np.asarray(holds.mean(axis=1))


def plain_coverage(cells: Cells, method: str) -> Floats:
    """Return (25,) coverage of the interval that knows plants are lumpy."""
    draws = cells.jobs.shape[1]
    industry_totals = np.full(draws, cells.total_jobs)
    total = 1e3 * cells.total_jobs
    plants = effective_plants(
        cells.jobs, cells.share * total, industry_totals, total, np.full(draws, cells.herfindahl)
    )
    return covered(plain_interval(plants, method=method), cells.theta)


def worker_coverage(cells: Cells, name: str) -> Floats:
    """Return (25,) coverage of an interval that takes every worker as drawn alone."""
    total = 1e3 * cells.total_jobs * JOBS_PER_PLANT
    with np.errstate(divide="ignore", invalid="ignore"):
        interval = WORKER_LEVEL[name](
            cells.jobs * JOBS_PER_PLANT,
            (cells.share * total)[:, None],
            cells.total_jobs * JOBS_PER_PLANT,
            total,
        )
    return covered(interval, cells.theta)


def run(effort: Effort) -> Section:
    """Measure coverage at fixed theta, for two inequalities of plants."""
    rows: dict[str, list[list[str]]] = {"exact": [], "jeffreys": [], "workers": []}
    bounds: list[Bound] = []
    for sigma in (1.2, 1.5):
        cells = draw_cells(sigma, effort.draws, effort.seed)
        claims = (cells.jobs / cells.total_jobs / cells.share[:, None] >= 1.25).mean(axis=1)
        by_method = {name: plain_coverage(cells, name) for name in ("exact", "jeffreys")}
        workers = {name: worker_coverage(cells, name) for name in WORKER_LEVEL}
        for size in CELL_SIZES:
            here = cells.size == size
            label = [f"{sigma:g}", f"{size:,.0f}"]
            for name, coverage in by_method.items():
                rows[name].append([*label, *(percent(share) for share in coverage[here])])
            rows["workers"].append(
                [
                    *label,
                    *(percent(float(coverage[here].mean())) for coverage in workers.values()),
                    percent(float(claims[here & (cells.theta == 1.0)][0])),
                ]
            )
        bounds.append(_bound(cells, by_method["exact"], sigma, effort.draws))
    header = ["sigma of plant sizes", "effective plants expected"]
    by_theta = [*header, *(f"theta {theta:g}" for theta in THETAS)]
    return Section(
        "1. The plain interval",
        f"""
A population of plants is drawn once and kept; then every plant lands in a place with probability
theta w, {effort.draws:,} times. Theta is fixed. The tables show in how many per cent of the draws
the 95 % interval holds theta (Monte Carlo error of a figure: 0.3 to 0.5 points at most). The
interval is that of `placewise.diagnose.lumpiness.plain_interval`; Herfindahl known.
""",
        (
            "**Exact limits, which placewise uses**\n\n" + table(by_theta, rows["exact"]),
            "**Jeffreys' limits, for comparison**\n\n" + table(by_theta, rows["jeffreys"]),
            "**Intervals that take every worker as drawn alone** (mean over the five thetas, "
            f"{JOBS_PER_PLANT:g} jobs a plant), and how often an ordinary place (theta 1) passes a "
            "location quotient of 1.25 by luck, in per cent\n\n"
            + table([*header, *WORKER_LEVEL, "LQ of 1.25 by luck"], rows["workers"]),
        ),
        tuple(bounds),
    )


def _bound(cells: Cells, coverage: Floats, sigma: float, draws: int) -> Bound:
    """Return what was promised from five effective plants up."""
    enough = cells.size >= 5
    worst = float(coverage[enough].min())
    return Bound(
        f"plain interval covers 94 % at least from 5 effective plants up (sigma {sigma:g})",
        worst, 0.94, 1.0, error_of_share(0.95, draws),
    )  # fmt: skip
