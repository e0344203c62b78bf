"""What a wrong Herfindahl, a wrong inequality or other plants do to the intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scripts.validation.plants import (
    World,
    build_world,
    gamma_sizes,
    lognormal_sizes,
    mixed_cells,
    moments,
    pareto_sizes,
    plants_needed,
)
from scripts.validation.sections import Effort, Section, percent, table
from scripts.validation.tally import Tally

from placewise.diagnose.lumpiness import (
    herfindahl_from_establishments,
    herfindahl_from_size_bands,
)
from placewise.diagnose.specialisation import assess
from placewise.diagnose.table_dispersion import herfindahl_from_table

Floats = NDArray[np.float64]

PLACES, INDUSTRIES = 100, 20
JOBS_PER_PLANT = 10.0
BANDS = ([1, 10, 50, 250], [9, 49, 249, np.nan])
SIGMA = 1.2


@dataclass(frozen=True, slots=True)
class Belief:
    """What the analyst takes the plants of each industry to be; both (I,)."""

    herfindahl: Floats
    inequality: Floats


def truth(world: World) -> Belief:
    """Return what is true."""
    return Belief(world.herfindahl, world.inequality)


def half(world: World) -> Belief:
    """Return half the true Herfindahl."""
    return Belief(world.herfindahl / 2, world.inequality)


def double(world: World) -> Belief:
    """Return twice the true Herfindahl."""
    return Belief(world.herfindahl * 2, world.inequality)


def inequality_2(world: World) -> Belief:
    """Return plants far more equal than they are."""
    return Belief(world.herfindahl, np.full(INDUSTRIES, 2.0))


def inequality_10(world: World) -> Belief:
    """Return plants far more unequal than they are."""
    return Belief(world.herfindahl, np.full(INDUSTRIES, 10.0))


def size_bands(world: World) -> Belief:
    """Return what four size bands and the jobs of the industry tell."""
    found = []
    for sizes in world.sizes:
        jobs = np.maximum(np.round(sizes / sizes.mean() * JOBS_PER_PLANT), 1.0)
        counts = np.histogram(jobs, [*BANDS[0], np.inf])[0]
        found.append(herfindahl_from_size_bands(counts, *BANDS, jobs=float(jobs.sum())))
    return Belief(
        np.concatenate([one.herfindahl for one in found]),
        np.concatenate([one.inequality for one in found]),
    )


def establishments(world: World) -> Belief:
    """Return what jobs and establishments by place tell."""
    found = herfindahl_from_establishments(world.values, world.plants)
    return Belief(found.herfindahl, found.inequality)


def the_table(world: World) -> Belief:
    """Return what the table of jobs tells by itself; inequality as where nothing is known."""
    found = herfindahl_from_table(world.values, *world.totals)
    return Belief(found.herfindahl, np.full(INDUSTRIES, 4.2))


@dataclass(frozen=True, slots=True)
class Variant:
    """Plants as they are, and what they are taken to be."""

    name: str
    believe: Callable[[World], Belief]
    plants: str = "lognormal"
    parameter: float = SIGMA

    def population(self, rng: np.random.Generator, cells: Floats) -> Floats:
        """Draw the plants of one industry, enough for the cells."""
        draw = {
            "lognormal": lognormal_sizes, "gamma": gamma_sizes, "Pareto": pareto_sizes,
        }[self.plants]  # fmt: skip
        _, inequality = moments(draw(rng, 200_000, self.parameter))
        return draw(rng, plants_needed(cells, inequality), self.parameter)


VARIANTS = (
    Variant("all known", truth),
    Variant("H half the truth", half),
    Variant("H twice the truth", double),
    Variant("inequality 2 for 4.2", inequality_2),
    Variant("inequality 10 for 4.2", inequality_10),
    Variant("from four size bands", size_bands),
    Variant("from four size bands, sigma 1.5", size_bands, parameter=1.5),
    Variant("from establishments by place", establishments),
    Variant("from establishments by place, sigma 1.5", establishments, parameter=1.5),
    Variant("from the table itself", the_table),
    Variant("from the table itself, sigma 1.5", the_table, parameter=1.5),
    Variant("gamma plants, inequality 4.2, all known", truth, "gamma", 4.2),
    Variant("Pareto plants, exponent 1.5, all known", truth, "Pareto", 1.5),
    Variant("Pareto plants, exponent 2, all known", truth, "Pareto", 2.0),
    Variant("Pareto plants, exponent 2.5, all known", truth, "Pareto", 2.5),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one variant gave.

    Attributes:
        name: the variant.
        tally: coverage and false finds.
        ratio: Herfindahl used over the true one, an industry each; NaN where none was found.
    """

    name: str
    tally: Tally
    ratio: Floats


def measure(variant: Variant, tables: int, seed: int) -> Outcome:
    """Assess some tables of one variant; theta is lognormal with spread 0.8."""
    tally, ratios = Tally(), []
    cells = mixed_cells(PLACES)
    for number in range(tables):
        rng = np.random.default_rng([seed, 4, number, *variant.plants.encode()])
        theta = rng.lognormal(0, 0.8, (PLACES, INDUSTRIES))
        populations = tuple(variant.population(rng, cells) for _ in range(INDUSTRIES))
        world = build_world(rng, theta, cells, populations)
        belief = variant.believe(world)
        ratios.append(belief.herfindahl / world.herfindahl)
        told = np.isfinite(belief.herfindahl)
        if told.any():
            seen = world.only(told)
            found = assess(
                seen.values, *seen.totals, belief.herfindahl[told],
                inequality=belief.inequality[told],
            )  # fmt: skip
            tally.add(seen, found)
    return Outcome(variant.name, tally, np.concatenate(ratios))


def section(outcomes: list[Outcome], effort: Effort) -> Section:
    """Write down what wrong lumpiness does."""
    rows = []
    for outcome in outcomes:
        told = outcome.ratio[np.isfinite(outcome.ratio)]
        low, middle, high = np.quantile(told, [0.05, 0.5, 0.95]) if told.size else [np.nan] * 3
        tally = outcome.tally
        rows.append(
            [
                outcome.name,
                f"{middle:.2f} ({low:.2f} to {high:.2f})",
                percent(float(np.isnan(outcome.ratio).mean())),
                percent(tally.plain_coverage),
                percent(tally.coverage[0]),
                f"{tally.expected_error:.3f}",
                percent(tally.false_discovery[0]),
                percent(tally.false_sure[0]),
            ]
        )
    header = [
        "plants", "H used over true (5 to 95 %)", "not told, %", "plain covers", "shrunk covers",
        "expected error", "false among q < 0.05", "false among P > 0.95",
    ]  # fmt: skip
    return Section(
        "4. Wrong lumpiness",
        f"""
The plants of an industry are never known exactly. {PLACES} places in the five cell sizes, theta
lognormal with spread 0.8, plants lognormal with sigma {SIGMA:g} unless said, {effort.variants}
tables of {INDUSTRIES} industries to a row; coverage and false shares in per cent, over all cell
sizes. A Herfindahl too small makes intervals too narrow and lets luck pass as a specialism; one too
large makes them wide and leaves true specialisms undemonstrated. These rows promise nothing: they
say how much a wrong number costs.
""",
        (table(header, rows),),
    )
