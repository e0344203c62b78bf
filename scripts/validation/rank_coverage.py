"""Do rank sets hold the true rank?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scripts.validation.sections import (
    Bound,
    Effort,
    Section,
    error_of_share,
    percent,
    ratio_with_error,
    table,
)
from scripts.validation.shrunk import INDUSTRIES, Setting
from scripts.validation.tally import true_rivals

from placewise.diagnose.lumpiness import effective_plants
from placewise.diagnose.ranks import rank_sets_counts

PLACES = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one setting gave.

    Attributes:
        setting: distribution of theta and inequality of plants.
        marginal: share of places whose own set holds all their true ranks, with its error.
        together: share of industries in which all simultaneous sets do, with its error.
        width: mean number of ranks in a marginal set.
    """

    setting: Setting
    marginal: tuple[float, float]
    together: tuple[float, float]
    width: float


def measure(setting: Setting, tables: int, seed: int) -> Outcome:
    """Build rank sets of effective plants for every industry of some tables."""
    held, places, all_held, widths = [], [], [], []
    for number in range(tables):
        world = setting.world(seed + 1, number)
        plants = effective_plants(world.values, *world.totals, world.herfindahl)
        above, at_least = true_rivals(world.theta)
        k, e = plants.net()
        for i in range(k.shape[1]):
            first, last = above[:, i] + 1, at_least[:, i] + 1
            own = rank_sets_counts(k[:, i], e[:, i])
            holds = (own.lower <= first) & (last <= own.upper)
            joint = rank_sets_counts(k[:, i], e[:, i], simultaneous=True)
            held.append(float(holds.sum()))
            places.append(float(holds.size))
            all_held.append(float(((joint.lower <= first) & (last <= joint.upper)).all()))
            widths.append(float((own.upper - own.lower + 1).mean()))
    together = float(np.mean(all_held))
    return Outcome(
        setting,
        ratio_with_error(held, places),
        (together, error_of_share(together, len(all_held))),
        float(np.mean(widths)),
    )


def section(outcomes: list[Outcome], effort: Effort) -> Section:
    """Write down the coverage of rank sets."""
    rows = [
        [
            outcome.setting.name,
            f"{outcome.setting.sigma:g}",
            percent(outcome.marginal[0]),
            percent(outcome.together[0]),
            f"{outcome.width:.0f}",
        ]
        for outcome in outcomes
    ]
    marginal = min((outcome.marginal for outcome in outcomes), key=lambda pair: pair[0])
    return Section(
        "6. Rank sets",
        f"""
{PLACES} places in the five cell sizes, {effort.variants} tables of {INDUSTRIES} industries to a
row. *Own* is the share of places whose 95 % set holds all ranks that are truly theirs (equal places
share theirs); *all together* the share of industries in which the simultaneous sets of all places
do. Both in per cent. The tests are those of Poisson counts, corrected for all pairs. For one place
that is more than enough. All places together ask for tails so far out that plants as unequal as
sigma 1.5 matter: there the simultaneous sets fall short, and placewise states sets of one place.
""",
        (table(["theta", "sigma", "own", "all together", "ranks in a set"], rows),),
        (
            Bound(
                "rank set of one place covers 95 % at least", marginal[0], 0.95, 1.0, marginal[1]
            ),
        ),
    )  # fmt: skip
