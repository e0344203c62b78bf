"""Who comes out with managing the costs of growth? Southern, high-cost places, tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.comparison import EXCEPTIONS, GROUPS, SOUTH
from placewise.plan.group_tests import Tested, difference_of_means, rank_agreement
from placewise.workbench.comparing.around import Around
from placewise.workbench.comparing.arrays import Plans

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

FEWEST = 4
"""Fewest places of a group, and outside it, that are compared."""
PERMUTATIONS = 4_999
MOSTLY = 0.5
"""A plan that spends more than this on the costs of growth mostly manages them."""
SOUTHERN = "South and high cost against all others of the country"
WITHIN = "high cost against low cost within the South"
OUTSIDE = "high cost against low cost outside the South"
ONLY_SOUTH = "South against all others of the country"
WIDER = f"{SOUTHERN}, homes for those who would leave counted too"
BY_COST = "share on the costs of growth and cost of living"
AGREES = "share on the costs of growth and probability that they are to be managed"
BY_GROWTH = "probability that costs are to be managed: South and high cost against all others"
DIFFERENCE, RANKS = "difference of means", "rank correlation"


@dataclass(frozen=True, slots=True)
class South:
    """What the test of southern, high-cost places says.

    Attributes:
        tests: columns :data:`placewise.model.comparison.SOUTH`.
        groups: columns :data:`placewise.model.comparison.GROUPS`.
        exceptions: columns :data:`placewise.model.comparison.EXCEPTIONS`, dearest first.
        none: how many southern, high-cost places spend nothing on the costs of growth.
        high_cost: (R,) is living dear? None where it is not known.
    """

    tests: pl.DataFrame
    groups: pl.DataFrame
    exceptions: pl.DataFrame
    none: int
    high_cost: tuple[bool | None, ...]


def south(plans: Plans, about: Around, seed: int) -> South:
    """Test whether southern, high-cost places come out with managing the costs of growth."""
    dear = _dear(about.cost)
    high: tuple[bool | None, ...] = tuple(
        None if not np.isfinite(cost) else bool(is_dear)
        for cost, is_dear in zip(about.cost, dear, strict=True)
    )
    inside = np.array([one is not None for one in about.south], np.bool_)
    southern = np.array([bool(one) for one in about.south], np.bool_)
    told = np.isfinite(plans.managing) & np.isfinite(about.cost)
    rows = [
        _row(name, statistic, found)
        for name, statistic, found in _tests(plans, about, inside, southern, dear, told, seed)
    ]
    both = [("South, high cost", southern & dear), ("South, low cost", southern & ~dear),
            ("rest of the country, high cost", ~southern & dear),
            ("rest of the country, low cost", ~southern & ~dear)]  # fmt: skip
    groups = [_group(name, plans.managing[inside & told & which]) for name, which in both
              if (inside & told & which).any()]  # fmt: skip
    return South(
        pl.DataFrame(rows, schema=SOUTH, orient="row"),
        pl.DataFrame(groups, schema=GROUPS, orient="row"),
        _exceptions(plans, about, inside & told, southern & dear),
        int((inside & told & southern & dear & (plans.managing == 0)).sum()), high,
    )  # fmt: skip


def _dear(cost: Floats) -> Booleans:
    known = np.isfinite(cost)
    if not known.any():
        return np.zeros(cost.shape, np.bool_)
    return np.asarray(np.where(known, cost, -np.inf) > np.median(cost[known]))


def _tests(
    plans: Plans, about: Around, inside: Booleans, southern: Booleans, dear: Booleans,
    told: Booleans, seed: int,
) -> Iterator[tuple[str, str, Tested]]:  # fmt: skip
    block = np.array(about.block)

    def difference(
        name: str, values: Floats, among: Booleans, group: Booleans
    ) -> Iterator[tuple[str, str, Tested]]:
        among = among & np.isfinite(values)
        if min((among & group).sum(), (among & ~group).sum()) >= FEWEST:
            found = difference_of_means(
                values[among], group[among], block[among], seed=seed, permutations=PERMUTATIONS
            )
            yield name, DIFFERENCE, found

    share = plans.managing
    yield from difference(SOUTHERN, share, inside & told, southern & dear)
    yield from difference(WIDER, plans.managing_wider, inside & told, southern & dear)
    yield from difference(ONLY_SOUTH, share, inside & told, southern)
    yield from difference(WITHIN, share, inside & told & southern, dear)
    yield from difference(OUTSIDE, share, inside & told & ~southern, dear)
    yield from difference(BY_GROWTH, about.growth, inside & told, southern & dear)
    for name, other in ((BY_COST, about.cost), (AGREES, about.growth)):
        among = np.isfinite(share) & np.isfinite(other)
        if among.sum() >= 2 * FEWEST:
            found = rank_agreement(
                share[among], other[among], block[among], seed=seed, permutations=PERMUTATIONS
            )
            yield name, RANKS, found


def _row(name: str, statistic: str, found: Tested) -> tuple[object, ...]:
    numbers = (found.value, found.lower, found.upper, found.p, found.p_shuffled)
    return (
        name, statistic, *(float(v) if np.isfinite(v) else None for v in numbers), found.places,
        found.blocks,
    )  # fmt: skip


def _group(name: str, values: Floats) -> tuple[object, ...]:
    return (
        name, values.size, float(values.mean()), float(np.median(values)),
        float((values > 0).mean()),
    )  # fmt: skip


def _exceptions(plans: Plans, about: Around, among: Booleans, expected: Booleans) -> pl.DataFrame:
    """Return southern, high-cost places without any of it, and others that spend mostly on it."""
    rows = []
    for at in np.flatnonzero(among):
        share = float(plans.managing[at])
        if expected[at] and share == 0:
            kind = "South and high cost, spends nothing on the costs of growth"
        elif not expected[at] and share > MOSTLY:
            kind = "not South and high cost, spends most on the costs of growth"
        else:
            continue
        rows.append((plans.names[at], about.region[at], float(about.cost[at]), share, kind))
    return pl.DataFrame(rows, schema=EXCEPTIONS, orient="row").sort(
        ["kind", "cost"], descending=True
    )
