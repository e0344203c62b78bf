"""Draws of gains, costs and pressure for all places of a kind at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.agglomeration import (
    class_of,
    draw_elasticity,
    draw_pressure,
    effect_of_rise,
    gains,
    manages,
    urban_cost_elasticity,
)
from placewise.model.evidence import CostOfGrowth, GrowthEvidence

Floats = NDArray[np.float64]

DRAWS = 4000
"""A probability of a half then has a Monte Carlo error of 0.8 percentage points."""
KNOWN_SIGNS = 0.5
"""A place is told of where at least this part of the signs of pressure is known."""
NEARLY_EQUAL = 50.0
"""Parameter of a Dirichlet distribution that makes weights nearly equal."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What draws say of R places.

    Attributes:
        gain: (D, R) per cent of productivity with a rise in density; NaN where not known.
        cost: (D, R) per cent of income; NaN where not known.
        urban: (D, R) cost by the size of the city alone.
        rent: (D,) cost by rents alone.
        pressure: (3, R) 10 %, 50 % and 90 % points of its draws, 0 to 1; NaN where not told.
        probability: (R,) that costs are to be managed; NaN where not told.
        changes: of each change to the method, in words, the (R,) probabilities it gives.
    """

    gain: Floats
    cost: Floats
    urban: Floats
    rent: Floats
    pressure: Floats
    probability: Floats
    changes: Mapping[str, Floats]

    def classes(self, probability: Floats) -> list[str | None]:
        """Return the class of each place by probabilities."""
        return [class_of(float(p)) for p in probability]


def draw_balance(
    evidence: GrowthEvidence, mix: Floats, people: Floats, marks: Floats, seed: int
) -> Balance:
    """Draw gains, costs and pressure.

    Args:
        evidence: elasticities and how they are used.
        mix: (R, G) shares of jobs.
        people: (R,) in the city of each place.
        marks: (R, K) percentiles of pressure.
        seed: of the draws.
    """
    gain, urban, rent, roads = _elasticities(evidence, mix, people, seed, DRAWS)
    cost = np.where(roads[:, None], urban, rent[:, None] + 0 * urban)
    told = np.isfinite(marks).mean(axis=1) >= KNOWN_SIGNS
    # A sign that no place has would only blur all of them alike: it is left out of the draws.
    even = [float(held) for held in np.atleast_1d(np.isfinite(marks).any(axis=0))]

    def chance(weights: Sequence[float], gain: Floats, cost: Floats) -> Floats:
        generator = np.random.default_rng([seed, 2])
        drawn = draw_pressure(marks[told], weights, generator, DRAWS)
        found = np.full(len(told), np.nan)
        found[told] = manages(gain[:, told], cost[:, told], drawn)
        return found

    changes = {
        f"without {sign.key}": chance(
            [weight * (k != at) for k, weight in enumerate(even)], gain, cost
        )
        for at, sign in enumerate(evidence.signs)
        if even[at] and sum(even) > 1
    }
    changes["with weights nearly equal"] = chance([NEARLY_EQUAL * w for w in even], gain, cost)
    changes["with costs by the size of the city alone"] = chance(even, gain, urban)
    changes["with costs by rents alone"] = chance(even, gain, rent[:, None] + 0 * urban)
    middle = [np.broadcast_to(np.median(each, axis=0), each.shape) for each in (gain, cost)]
    changes["with elasticities at their centres"] = chance(even, *middle)
    pressure = np.full((3, len(told)), np.nan)
    if told.any():
        drawn = draw_pressure(marks[told], even, np.random.default_rng([seed, 2]), DRAWS)
        pressure[:, told] = np.quantile(drawn, (0.1, 0.5, 0.9), axis=0)
    return Balance(
        gain=gain, cost=cost, urban=urban, rent=rent, pressure=pressure,
        probability=chance(even, gain, cost), changes=changes,
    )  # fmt: skip


def _elasticities(
    evidence: GrowthEvidence, mix: Floats, people: Floats, seed: int, draws: int
) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Return draws of gains, of costs by city and by rents, and which of the two a draw takes."""
    generator = np.random.default_rng([seed, 1])
    cost: CostOfGrowth = evidence.cost
    keys = [*(group.productivity for group in evidence.groups), cost.small, cost.large, cost.rents]
    errors: dict[str, Floats] = {}
    drawn: dict[str, Floats] = {}
    for key in keys:
        known = evidence.elasticities[key]
        if known.source not in errors:
            errors[known.source] = generator.standard_normal(draws)
        drawn[key] = draw_elasticity(
            known.value, known.low, known.high, evidence.spread, errors[known.source]
        )
    low, middle, high = cost.housing_share
    housing = draw_elasticity(middle, low, high, evidence.spread, generator.standard_normal(draws))
    by_group = np.column_stack([drawn[group.productivity] for group in evidence.groups])
    city = urban_cost_elasticity(people, drawn[cost.small], drawn[cost.large], cost.sizes)
    return (
        gains(mix, by_group),
        effect_of_rise(city),
        effect_of_rise(drawn[cost.rents]) * np.maximum(housing, 0.0),
        generator.random(draws) < 0.5,
    )
