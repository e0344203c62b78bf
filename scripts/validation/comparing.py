"""Do tests of many places err as often as they say, and do their intervals hold the truth?

    python -m scripts.validation.comparing [ROUNDS]

Printed are, of places of which nothing goes with anything, how often the Mantel test finds
something at 5 %, with places that lie anywhere and with places whose neighbours are alike; of
places with a known relation, how often the 95 % jackknife interval holds the correlation of very
many such places; and of two groups of places without a difference, how often the two p-values of
:mod:`placewise.plan.group_tests` find one, and how often the interval holds the true difference.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import pdist, squareform

from placewise.plan.group_tests import difference_of_means, rank_agreement
from placewise.plan.mantel import mantel, mantel_interval
from placewise.plan.mixes import mix_distances

Floats = NDArray[np.float64]
SIZES = (15, 38, 100)
"""Combined authorities, local enterprise partnerships, and more than those."""
MANY = 3_000
"""Places from which the true correlation is taken."""
BLOCKS, EACH = 36, 8
"""Blocks of neighbours and places in each, as in England."""


def apart(values: Floats) -> Floats:
    """Return Euclidean distances of places."""
    return np.asarray(squareform(pdist(values)))


def needs_and_mixes(places: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Return needs of places, and spending that follows them with luck of its own."""
    needs = random.beta(0.5, 1.5, (places, 5))
    return needs, needs * random.lognormal(0.0, 1.0, needs.shape) + 1e-6


def smooth(places: int, random: np.random.Generator) -> Floats:
    """Return values of places on a line that are more alike the nearer they lie."""
    steps = random.normal(size=(places, 2)).cumsum(axis=0)
    return np.asarray(steps / steps.std(axis=0))


def found_of_nothing(places: int, rounds: int, *, neighbours: bool) -> float:
    """Return how often the Mantel test finds something at 5 % where there is nothing."""
    random = np.random.default_rng([places, neighbours])
    found = 0
    for at in range(rounds):
        one, other = (
            apart(smooth(places, random) if neighbours else random.normal(size=(places, 2)))
            for _ in range(2)
        )
        found += mantel(one, other, seed=at, permutations=199).p <= 0.05
    return found / rounds


def held_by_intervals(places: int, rounds: int) -> tuple[float, float]:
    """Return the true correlation, and how often the interval holds it."""
    random = np.random.default_rng(1)
    needs, spent = needs_and_mixes(MANY, random)
    truth = float(np.corrcoef(pdist(needs), squareform(mix_distances(spent), checks=False))[0, 1])
    random = np.random.default_rng([places, 2])
    held = 0
    for _ in range(rounds):
        needs, spent = needs_and_mixes(places, random)
        found = mantel_interval(mix_distances(spent), apart(needs))
        held += found.lower <= truth <= found.upper
    return truth, held / rounds


def groups(rounds: int, difference: float) -> tuple[float, float, float]:
    """Return how often p of blocks and of shuffling is below 5 %, and the interval holds."""
    random = np.random.default_rng([3, round(100 * difference)])
    block = np.repeat(np.arange(BLOCKS), EACH)
    small, shuffled, held = 0, 0, 0
    for at in range(rounds):
        # The group is most of some blocks and little of others, as the dear South is.
        inside = random.random(block.size) < np.where(block < BLOCKS // 2, 0.85, 0.05)
        values = random.normal(size=BLOCKS)[block] * 0.6 + random.normal(size=block.size) * 0.8
        found = difference_of_means(
            values + difference * inside, inside, block, seed=at, permutations=199
        )
        small += found.p <= 0.05
        shuffled += found.p_shuffled <= 0.05
        held += found.lower <= difference <= found.upper
    return small / rounds, shuffled / rounds, held / rounds


def ranks(rounds: int) -> tuple[float, float]:
    """Return how often the two p-values of a rank correlation are below 5 % without any."""
    random = np.random.default_rng(4)
    block = np.repeat(np.arange(BLOCKS), EACH)
    small, shuffled = 0, 0
    for at in range(rounds):
        x, y = (
            random.normal(size=BLOCKS)[block] + random.normal(size=block.size) for _ in range(2)
        )
        found = rank_agreement(x, y, block, seed=at, permutations=199)
        small += found.p <= 0.05
        shuffled += found.p_shuffled <= 0.05
    return small / rounds, shuffled / rounds


def main(rounds: int) -> None:
    """Print what was found."""
    print(f"{rounds} rounds; two standard errors of 5 % are {2 * np.sqrt(0.0475 / rounds):.1%}")
    print("places  nothing, anywhere  nothing, neighbours alike  truth  held by 95 % intervals")
    for places in SIZES:
        nothing = found_of_nothing(places, rounds, neighbours=False)
        near = found_of_nothing(places, rounds, neighbours=True)
        truth, held = held_by_intervals(places, rounds)
        print(f"{places:>6}  {nothing:>17.1%}  {near:>25.1%}  {truth:>5.2f}  {held:>22.1%}")
    for difference in (0.0, 0.5):
        small, shuffled, held = groups(rounds, difference)
        print(
            f"difference of groups {difference:g}: p of blocks below 5 % in {small:.1%}, p of "
            f"shuffling in {shuffled:.1%}, interval holds it in {held:.1%}"
        )
    small, shuffled = ranks(rounds)
    print(f"rank correlation of none: p of blocks {small:.1%}, p of shuffling {shuffled:.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
