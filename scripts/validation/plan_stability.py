"""Are inclusion probabilities stable between seeds? Plans of places in the sample, many seeds each.

    python -m scripts.validation.plan_stability [SEEDS] [DRAWS] [WORKSPACE]

Each place is planned for with a budget that binds, once a seed; its diagnosis keeps its own seed,
as in the command. Printed for each place: options weighed, the largest standard deviation of an
inclusion probability over seeds beside that of free draws, the points by which two seeds differ
less than with 95 % for that option, the largest difference that was seen, and the share of pairs of
seeds that differ by two points or less for every option. Leaves with 1 where two seeds differ by
more than two points.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from placewise import Workbench
from placewise.model.plan import PlanSettings

SEEDS = 8
PER_HEAD = 80.0
"""Budget for each resident, in pounds: less than all that may help would cost."""
PLACES = ("South Yorkshire", "Tees Valley", "West Midlands", "Liverpool City Region")
POINTS = 2.0
TWO_SEEDS = 1.96 * 2**0.5
"""Two seeds differ by less than so many standard deviations with 95 %."""


def main() -> int:
    """Plan for every place with every seed, and say how far two seeds are apart."""
    given = sys.argv[1:]
    seeds = int(given[0]) if given else SEEDS
    draws = int(given[1]) if len(given) > 1 else PlanSettings(1.0).draws
    bench = Workbench.open(given[2] if len(given) > 2 else "sample")
    planning, worst = bench.planning(), 0.0
    print(f"{draws:,} draws, {seeds} seeds")
    print(f"{'place':24}{'options':>8}{'sd':>8}{'free':>8}{'95 %':>8}{'largest':>9}{'pairs':>8}")
    for name in PLACES:
        place = bench.place(name, "combined authority")
        budget = PER_HEAD * planning.wholes(place)["residents"].count
        found = []
        for seed in range(seeds):
            plan, _ = planning.chosen(place, PlanSettings(budget, draws=draws, seed=seed))
            if plan.portfolio is not None:
                found.append(plan.portfolio.inclusion)
        if not found:
            print(f"{name:24} no option passes the gate")
            continue
        inclusion = np.array(found)
        spread = inclusion.std(axis=0, ddof=1)
        at = int(spread.argmax())
        mean = float(inclusion[:, at].mean())
        free = (mean * (1 - mean) / draws) ** 0.5
        points = 100 * TWO_SEEDS * float(spread[at])
        worst = max(worst, points)
        print(
            f"{name:24}{inclusion.shape[1]:8}{100 * spread[at]:8.2f}{100 * free:8.2f}"
            f"{points:8.2f}{100 * np.ptp(inclusion, axis=0).max():9.2f}"
            f"{share_within(inclusion):8.0%}"
        )
    print(f"Two seeds differ by less than {worst:.2f} points with 95 %, for the worst option.")
    return int(worst > POINTS)


def share_within(inclusion: NDArray[np.float64], points: float = POINTS) -> float:
    """Return the share of pairs of seeds that differ by no more than some points for every option.

    Args:
        inclusion: (seeds, options) probabilities, two seeds or more.
        points: per cent.
    """
    first, second = np.triu_indices(len(inclusion), 1)
    apart = np.abs(inclusion[first] - inclusion[second]).max(axis=1)
    return float((100 * apart <= points).mean())


if __name__ == "__main__":
    sys.exit(main())
