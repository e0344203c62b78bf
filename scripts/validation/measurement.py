"""Jobs that are rounded and sampled: what the stated variance repairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scripts.validation.plants import (
    World,
    build_world,
    lognormal_sizes,
    mixed_cells,
    plants_needed,
)
from scripts.validation.sections import Bound, Effort, Section, error_of_share, percent, table
from scripts.validation.tally import Tally

from placewise.diagnose.specialisation import Specialisation, assess

Floats = NDArray[np.float64]

PLACES, INDUSTRIES, SIGMA = 100, 20, 1.2
JOBS_PER_PLANT = 10.0
CV = 0.18
BAND_ENDS = np.array([50, 250, 500, 1_000, 2_500, 5_000])
UNITS = np.array([5.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0])
REDRAWN = 30


def unit_of(jobs: Floats) -> Floats:
    """Return the unit that BRES open access rounds this many jobs to."""
    return np.asarray(UNITS[np.searchsorted(BAND_ENDS, jobs, side="right")])


def rounded(jobs: Floats) -> Floats:
    """Return jobs as BRES open access would publish them."""
    unit = unit_of(jobs)
    return np.asarray(np.round(jobs / unit) * unit)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kind of error gave.

    Attributes:
        name: the kind of error.
        ignored: coverage where the variance is not given.
        stated: coverage where it is.
        distance: (R x I,) distance of P(theta > 1.25) from that over redrawn errors; empty
            where that was not computed.
        redrawn_error: expected error of P(theta > 1.25) over redrawn errors; NaN likewise.
    """

    name: str
    ignored: Tally
    stated: Tally
    distance: Floats
    redrawn_error: float


KINDS = {"rounding of BRES": (0.0, True), "CV of 18 %": (CV, False), "both": (CV, True)}


def measure(name: str, tables: int, seed: int) -> Outcome:
    """Assess tables with one kind of error, its variance given and not given."""
    cv, is_rounded = KINDS[name]
    ignored, stated, redrawn = Tally(), Tally(), Tally()
    distance = []
    for number in range(tables):
        rng = np.random.default_rng([seed, 5, number])
        world = _world(rng)
        jobs = world.values * JOBS_PER_PLANT
        seen = jobs * rng.lognormal(-(cv**2) / 2, cv, jobs.shape)
        seen = rounded(seen) if is_rounded else seen
        variance = (cv * seen) ** 2 + (unit_of(seen) ** 2 / 12 if is_rounded else 0.0)
        ignored.add(world, _assess(world, seen, np.zeros(seen.shape)))
        found = _assess(world, seen, variance)
        stated.add(world, found)
        if name == "both" and number < 2:
            over_draws = _over_draws(rng, world, seen, cv)
            distance.append(np.abs(over_draws - found.probability).ravel())
            redrawn.add_probabilities(world.theta, world.theta, world.theta, over_draws)
    return Outcome(
        name,
        ignored,
        stated,
        np.concatenate(distance) if distance else np.empty(0),
        redrawn.expected_error if distance else float("nan"),
    )


def _world(rng: np.random.Generator) -> World:
    """Return a table whose plants have ten jobs on average."""
    cells = mixed_cells(PLACES)
    plants = plants_needed(cells, float(np.exp(SIGMA**2)))
    populations = tuple(lognormal_sizes(rng, plants, SIGMA) for _ in range(INDUSTRIES))
    return build_world(rng, rng.lognormal(0, 0.6, (PLACES, INDUSTRIES)), cells, populations)


def _assess(world: World, jobs: Floats, variance: Floats) -> Specialisation:
    """Assess jobs as published against the true totals."""
    places, industries, total = world.totals
    return assess(
        jobs, places * JOBS_PER_PLANT, industries * JOBS_PER_PLANT, total * JOBS_PER_PLANT,
        world.herfindahl, inequality=world.inequality, variance=variance,
    )  # fmt: skip


def _over_draws(rng: np.random.Generator, world: World, seen: Floats, cv: float) -> Floats:
    """Return P(theta > 1.25) averaged over redrawn measurement errors, each taken as exact."""
    total = np.zeros(seen.shape)
    for _ in range(REDRAWN):
        drawn = seen + rng.uniform(-0.5, 0.5, seen.shape) * unit_of(seen)
        drawn = np.maximum(drawn, 0.0) * rng.lognormal(-(cv**2) / 2, cv, seen.shape)
        total += _assess(world, drawn, np.zeros(seen.shape)).probability
    return np.asarray(total / REDRAWN)


def section(outcomes: list[Outcome], effort: Effort) -> Section:
    """Write down what measurement error does."""
    rows = [
        [
            outcome.name,
            percent(outcome.ignored.plain_coverage),
            percent(outcome.stated.plain_coverage),
            percent(outcome.ignored.coverage[0]),
            percent(outcome.stated.coverage[0]),
            f"{outcome.ignored.expected_error:.3f}",
            f"{outcome.stated.expected_error:.3f}",
            percent(outcome.stated.false_discovery[0]),
        ]
        for outcome in outcomes
    ]
    both = outcomes[-1]
    header = [
        "error", "plain, ignored", "plain, stated", "shrunk, ignored", "shrunk, stated",
        "expected error, ignored", "expected error, stated", "false among q < 0.05, stated",
    ]  # fmt: skip
    cells = float(np.sum(both.stated.cells))
    return Section(
        "5. Rounding and sampling",
        f"""
Plants of ten jobs on average (lognormal, sigma {SIGMA:g}), {PLACES} places in the five cell sizes,
theta lognormal with spread 0.6, {effort.variants} tables of {INDUSTRIES} industries to a row. Jobs
are then sampled with a coefficient of variation of 18 % (the median of BRES), or rounded in the
bands of BRES open access, or both; the variance is *ignored* or *stated*. Coverage and false shares
in per cent.

Placewise takes measurement error into account by a formula: it lowers the number of effective
plants. Redrawing the error {REDRAWN} times and averaging gives nearly the same P(theta > 1.25):
the mean distance is {both.distance.mean():.3f}, 95 % of the cells are within
{np.quantile(both.distance, 0.95):.3f}; expected error {both.redrawn_error:.3f} over draws and
{both.stated.expected_error:.3f} by the formula. An empty cell is taken as empty: rounding to zero
is not repaired.
""",
        (table(header, rows),),
        (
            Bound(
                "shrunk interval with measurement error stated covers 93 % at least",
                min(outcome.stated.coverage[0] for outcome in outcomes), 0.93, 1.0,
                error_of_share(0.95, cells),
            ),
            Bound(
                "formula and draws of measurement error agree on P(theta > 1.25), mean distance",
                float(both.distance.mean()), 0.0, 0.03, 0.002,
            ),
        ),
    )  # fmt: skip
