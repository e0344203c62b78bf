"""How often the intervals of driver shares and coefficients hold the truth.

    python -m scripts.driver_coverage                    # about three minutes
    python -m scripts.driver_coverage --trials 100

Places are drawn from a world in which the shares are known: four drivers that go together, the last
of which goes with nothing. The number of places is that of the sets that placewise compares; the
noise is normal, heavy-tailed, or shared by the places of a region. Prints a table for
docs/explanation/productivity.md.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.drivers import driver_shares, regress
from placewise.diagnose.shapley import shapley_r_squared

Floats = NDArray[np.float64]

TOGETHER = np.array(
    [[1.0, 0.5, 0.4, 0.2], [0.5, 1.0, 0.3, 0.1], [0.4, 0.3, 1.0, 0.0], [0.2, 0.1, 0.0, 1.0]]
)
SLOPES = np.array([0.5, 0.3, 0.2, 0.0])
NOISE = 0.5
GROUPS = [0, 1, 2, 3]


@dataclass(frozen=True, slots=True)
class World:
    """One way in which places may come about."""

    name: str
    places: int
    regions: int = 1
    shared: float = 0.0
    heavy: bool = False
    by_region: bool = False


WORLDS = (
    World("15 places", 15),
    World("38 places", 38),
    World("180 places", 180),
    World("350 places", 350),
    World("350 places, heavy tails", 350, heavy=True),
    World("350 places, 12 regions alike, places drawn", 350, 12, 0.3),
    World("350 places, 12 regions alike, regions drawn", 350, 12, 0.3, by_region=True),
    World("180 places, 11 regions alike, regions drawn", 180, 11, 0.3, by_region=True),
    World("350 places, 12 regions of nothing, regions drawn", 350, 12, by_region=True),
)


def true_shares() -> Floats:
    """Return the shares of the world that places are drawn from."""
    variance = SLOPES @ TOGETHER @ SLOPES + NOISE
    with_outcome = TOGETHER @ SLOPES / variance**0.5
    matrix = np.eye(5)
    matrix[1:, 1:] = TOGETHER
    matrix[0, 1:] = matrix[1:, 0] = with_outcome
    return shapley_r_squared(matrix, GROUPS)


def drawn(world: World, rng: np.random.Generator) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return outcome, drivers and region of places of one world."""
    regions = np.arange(world.places) % world.regions
    root = np.linalg.cholesky(TOGETHER).T
    own, common = (1 - world.shared) ** 0.5, world.shared**0.5
    mixed = own * rng.standard_normal((world.places, 4))
    mixed += common * rng.standard_normal((world.regions, 4))[regions]
    noise = rng.standard_normal(world.places)
    if world.heavy:
        noise = rng.standard_t(5, world.places) / (5 / 3) ** 0.5
    noise = own * noise + common * rng.standard_normal(world.regions)[regions]
    drivers = mixed @ root
    return drivers @ SLOPES + NOISE**0.5 * noise, drivers, regions


def main() -> int:
    """Print the coverage in every world."""
    parser = argparse.ArgumentParser(prog="python -m scripts.driver_coverage", description=__doc__)
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    truth = true_shares()
    shown = ", ".join(f"{share:.3f}" for share in truth)
    error = (0.95 * 0.05 / options.trials) ** 0.5
    print(f"True shares {shown}, rest {1 - truth.sum():.3f}; Monte Carlo error {error:.3f}\n")
    print("| world | share 1 | share 2 | share 3 | share of nothing | rest | coefficients |")
    print("|---|---|---|---|---|---|---|")
    for number, world in enumerate(WORLDS):
        rng = np.random.default_rng([options.seed, number])
        inside, slopes = np.zeros(5), 0.0
        for trial in range(options.trials):
            y, x, regions = drawn(world, rng)
            found = driver_shares(
                y, x, GROUPS, clusters=regions if world.by_region else None,
                draws=options.draws, seed=trial,
            )  # fmt: skip
            inside[:4] += (found.lower <= truth) & (truth <= found.upper)
            inside[4] += found.rest_lower <= 1 - truth.sum() <= found.rest_upper
            fit = regress(y, x, clusters=regions if world.by_region else None)
            target = SLOPES * x.std(axis=0, ddof=1)
            slopes += float(((fit.lower <= target) & (target <= fit.upper)).mean())
        shares = [f"{hits / options.trials:.3f}" for hits in (*inside, slopes)]
        cells = " | ".join(shares)
        print(f"| {world.name} | {cells} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
