"""Would a place get the same mix again, if everything were measured once more?

python -m scripts.mix_stability WORKSPACE [KIND] [EVERY]

Plans every EVERYth place of a kind twice with £100 a head and 200 draws: on the tables as they are,
and on the same tables with the truth drawn anew and measured again with all its errors, as
``scripts.barrier_stability`` does. Printed are the distance of a place's own two mixes beside that
of the mixes of two places, the share of plans whose largest area of policy stays, and how the
correlation of mixes and needs moves.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from placewise.data.barriers import read_barriers
from placewise.data.evidence.comparing import read_comparing_evidence
from placewise.data.evidence.growth import read_growth_evidence
from placewise.model.comparison import PlannedPlace
from placewise.model.plan import PlanSettings
from placewise.model.words import Place
from placewise.plan.mantel import mantel_interval
from placewise.plan.mixes import mix_distances
from placewise.plan.place_distances import known_distances
from placewise.workbench.bench import Workbench
from placewise.workbench.comparing.arrays import Plans, plans_of
from placewise.workbench.comparing.planned import plan_place
from placewise.workbench.planning.planning import Planning

SETTINGS = PlanSettings(budget=100.0, draws=200)
AGAIN = 20_260_102


def plans(planning: Planning, places: list[Place], people: dict[str, float]) -> list[PlannedPlace]:
    """Return the plans of places."""
    return [
        plan_place(place, people.get(place.name), SETTINGS, planning.chosen) for place in places
    ]


def main(workspace: str, kind: str, every: int) -> None:
    """Print how far apart a place's own two mixes are, and those of two places."""
    bench = Workbench.open(workspace)
    places = list(bench.places(kind))[::every]
    population = bench.shelf.latest("population", bench.places(kind))
    people = dict(population.select("place", "value").drop_nulls().iter_rows())
    planning = bench.planning()
    first = plans(planning, places, people)
    # Every indicator has been read by now: the same tables, measured again.
    measured = planning._answers._measures
    for key, measures in measured.items():
        measured[key] = measures.redrawn(AGAIN)
    again = [replace(one, place=f"{one.place} again") for one in plans(planning, places, people)]
    evidence = read_comparing_evidence(
        bench.shelf.concepts, [barrier.key for barrier in read_barriers()],
        [side.key for side in read_growth_evidence().sides],
    )  # fmt: skip
    tell(plans_of([*first, *again], evidence), len(places))


def tell(both: Plans, count: int) -> None:
    """Print what came out; the first places are as measured, the others the same once more."""
    one, other = np.arange(count), np.arange(count) + count
    told = both.planned[one] & both.planned[other]
    print(f"{count} places, {int(both.planned[one].sum())} with a plan, then {told.sum()} again")
    at = np.flatnonzero(told)
    apart = mix_distances(both.spent[np.r_[at, at + count]])
    own = np.diagonal(apart[: at.size, at.size :])
    between = apart[: at.size, : at.size][np.triu_indices(at.size, 1)]
    for name, values in (("a place and itself again", own), ("two places", between)):
        quarters = ", ".join(f"{value:.2f}" for value in np.quantile(values, [0.25, 0.5, 0.75]))
        print(f"distance of mixes of {name}: quartiles {quarters}, mean {values.mean():.2f}")
    nearest = np.mean([(own[k] < np.delete(apart[k, : at.size], k)).mean() for k in range(at.size)])
    print(f"of other places {nearest:.0%} are further from a place's mix than its own mix again")
    largest = both.spent.argmax(axis=1)
    print(f"largest area stays in {(largest[at] == largest[at + count]).mean():.0%}")
    still = (both.open[at] == both.open[at + count]).all(axis=1)
    print(f"the same barriers stay open in {still.mean():.0%}")
    for name, rows in (("as measured", at), ("measured again", at + count)):
        rows = rows[both.known[rows]]
        found = mantel_interval(mix_distances(both.spent[rows]), known_distances(both.need[rows]))
        print(
            f"mixes against needs, {name}: {found.correlation:.2f} ({found.lower:.2f} to "
            f"{found.upper:.2f})"
        )


if __name__ == "__main__":
    main(
        sys.argv[1],
        sys.argv[2] if len(sys.argv) > 2 else "district",
        int(sys.argv[3]) if len(sys.argv) > 3 else 1,
    )
