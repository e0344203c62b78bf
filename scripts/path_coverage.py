"""Do the intervals of relatedness, complexity and variety hold the truth?

    python -m scripts.path_coverage [TABLES]

Places have a true mix of two hidden factors that they share and noise of their own; plants of
lognormal size land in them by chance; the table that comes out is assessed and redrawn like any
other. Printed are the share of intervals that hold the value of the true mix, the mean distance of
the value as measured and of the estimate from it, and, for industries that are present or options
in some share of the draws, how many truly are.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.assessment import assess_table
from placewise.diagnose.complexity import complexity
from placewise.diagnose.diversification import diversification_options
from placewise.diagnose.path_intervals import PathIntervals, redrawn_paths
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)
from placewise.diagnose.table_draws import table_draws
from placewise.diagnose.variety import variety
from placewise.model.economy import IndustryTable, PlantEvidence
from placewise.model.words import Industry, Place

Floats = NDArray[np.float64]

PLACES, INDUSTRIES, DRAWS = 40, 88, 200
INEQUALITY = 2.5


@dataclass(frozen=True, slots=True)
class Design:
    """How lumpy plants are, and how much of the true mix is shared rather than each cell's own."""

    herfindahl: tuple[float, float]
    shared: float
    own: float


DESIGNS = {
    "fine": Design((1e-4, 0.02), 0.35, 0.35),
    "lumpy": Design((1e-3, 0.05), 0.35, 0.35),
    "fine, nothing shared": Design((1e-4, 0.02), 0.0, 0.6),
    "fine, most shared": Design((1e-4, 0.02), 0.6, 0.2),
    "lumpy, most shared": Design((1e-3, 0.05), 0.6, 0.2),
}
"""Fine plants are about as in the divisions of Great Britain."""
CUTS = (0.1, 0.3, 0.5, 0.7, 0.9)


def true_table(random: np.random.Generator, design: Design) -> Floats:
    """Return jobs by place and industry of places that share two hidden factors."""
    size, jobs = random.lognormal(9, 0.8, PLACES), random.lognormal(11, 1, INDUSTRIES)
    hidden = random.normal(size=(PLACES, 2)) @ random.normal(size=(2, INDUSTRIES))
    noise = random.normal(0, design.own, hidden.shape)
    table = np.exp(design.shared * hidden + noise) * np.outer(size / size.sum(), jobs)
    for _ in range(30):
        table *= jobs / table.sum(axis=0)
        table *= (size / size.sum() * jobs.sum() / table.sum(axis=1))[:, None]
    return np.asarray(table)


def measured_table(true: Floats, random: np.random.Generator, design: Design) -> IndustryTable:
    """Return the table that plants of lognormal size, landing by chance, make of a true one."""
    least, most = design.herfindahl
    herfindahl = np.exp(random.uniform(np.log(least), np.log(most), INDUSTRIES))
    plant = true.sum(axis=0) * herfindahl / INEQUALITY  # mean size of a plant
    count = random.poisson(true / plant)
    sigma = np.sqrt(np.log(INEQUALITY))
    size = random.lognormal(-(sigma**2) / 2, sigma, count.sum())
    cell = np.repeat(np.arange(count.size), count.ravel())
    values = np.bincount(cell, weights=size, minlength=count.size).reshape(count.shape) * plant
    names = [str(number) for number in range(INDUSTRIES)]
    return IndustryTable(
        "jobs", "jobs", 2021, "invented", "division",
        tuple(Place(str(number), "area", (str(number),)) for number in range(PLACES)),
        tuple(Industry(name, name, "invented", "division") for name in names),
        values, values.sum(axis=1), values.sum(axis=0), float(values.sum()), "all places",
        np.zeros_like(values), (),
        PlantEvidence(herfindahl, np.full(INDUSTRIES, INEQUALITY), ("bands",) * INDUSTRIES, ""),
        (),
    )  # fmt: skip


SECTIONS = [str(number // 5) for number in range(INDUSTRIES)]


def trial(seed: int, design: Design) -> tuple[PathIntervals, dict[str, Floats]]:
    """Return the intervals of one measured table, and what is true of it."""
    random = np.random.default_rng(seed)
    true = true_table(random, design)
    table = measured_table(true, random, design)
    found = redrawn_paths(
        table.values,
        table_draws(assess_table(table, 1.25), draws=DRAWS, seed=seed),
        draws=DRAWS,
        sections=SECTIONS,
    )
    present = presence(revealed_advantage(true))
    index, varied = complexity(present), variety(true, SECTIONS)
    sign = np.sign(np.nansum(index.eci * found.eci.measured))
    density = relatedness_density(present, proximity(present))
    return found, {
        "present": present,
        "option": diversification_options(present, density, sign * index.pci).astype(np.float64),
        "density": density,
        "eci": sign * index.eci,
        "pci": sign * index.pci,
        "related": varied.related,
        "unrelated": varied.unrelated,
    }


def report(trials: list[tuple[PathIntervals, dict[str, Floats]]], design: str) -> None:
    """Print the rows of one design."""
    for name in ("density", "eci", "pci", "related", "unrelated"):
        held, off, still_off, width = [], [], [], []
        for found, truth in trials:
            spread = getattr(found, name)
            held.append(np.mean((truth[name] >= spread.lower) & (truth[name] <= spread.upper)))
            off.append(np.abs(spread.measured - truth[name]).mean())
            still_off.append(np.abs(spread.estimate - truth[name]).mean())
            width.append((spread.upper - spread.lower).mean())
        error = np.std(held) / np.sqrt(len(held))
        print(
            f"| {design} | {name} | {np.mean(held):.1%} ± {2 * error:.1%} "
            f"| {np.mean(width):.3f} | {np.mean(off):.3f} | {np.mean(still_off):.3f} |"
        )
    for name in ("present", "option"):
        drawn = np.concatenate([getattr(found, name).ravel() for found, _ in trials])
        indeed = np.concatenate([truth[name].ravel() for _, truth in trials])
        group = np.digitize(drawn, CUTS)
        pairs = ", ".join(
            f"{drawn[group == g].mean():.0%}: {indeed[group == g].mean():.0%}"
            for g in range(len(CUTS) + 1)
            if (group == g).sum() >= 50
        )
        print(f"| {design} | {name}, share of draws: truly | {pairs} | | | |")


def main(tables: int) -> None:
    """Print coverage and calibration over some tables of each design."""
    print("| design | measure | held | width | measured is off by | estimate is off by |")
    print("|---|---|---|---:|---:|---:|")
    for name, design in DESIGNS.items():
        report([trial(seed, design) for seed in range(tables)], name)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
