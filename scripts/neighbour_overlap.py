"""How many of the ten nearest are among the ten that the national statistician names.

    python -m scripts.neighbour_overlap WORKSPACE

The relation is that of the ONS economic nearest neighbours in the table of flows (kind
``nearest neighbour``), first ten districts of each list. Every other district by code was used to
settle weights (``settled on``), the others were not (``held out``). Beside the overlap: what it
would be by lot, which districts overlap least, and what stands between the two lists.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

from placewise.diagnose.neighbours import nearest
from placewise.workbench.bench import Workbench
from placewise.workbench.comparators import Comparators

NUMBER = 10


def published(bench: Workbench, codes: dict[str, int]) -> dict[int, list[int]]:
    """Return the first ten districts of the published list of each district, by position."""
    rows = bench.store.table("flows").filter(pl.col("kind") == "nearest neighbour").collect()
    in_force = bench.shelf.territories.in_force
    found: dict[int, list[int]] = {}
    for origin, destination in rows.sort("value").select("origin", "destination").iter_rows():
        one, other = codes.get(in_force(origin)), codes.get(in_force(destination))
        if one is not None and other is not None and len(found.setdefault(one, [])) < NUMBER:
            found[one].append(other)
    return found


def summary(counts: list[int]) -> str:
    """Return median, mean and quartiles in words, with a bootstrap interval of the mean."""
    values = np.array(counts)
    draws = np.random.default_rng(20260101).choice(values, (2000, values.size)).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return (
        f"median {np.median(values):.1f}, mean {values.mean():.2f} ({low:.2f} to {high:.2f}), "
        f"quartiles {np.quantile(values, 0.25):.1f} and {np.quantile(values, 0.75):.1f}, "
        f"at least 4: {np.mean(values >= 4):.0%} of {values.size} districts"
    )


def main(workspace: Path) -> None:
    """Print the overlap of both halves, and where the lists differ."""
    bench = Workbench.open(workspace)
    places = bench.places("district")
    likeness = Comparators(bench.shelf).likeness(places[0])
    distances = likeness.distances
    lists = published(bench, {place.code or "": at for at, place in enumerate(places)})
    own = {at: [int(x) for x in nearest(distances.combined, at, NUMBER)] for at in lists}
    overlap = {at: len(set(own[at]) & set(lists[at])) for at in lists}
    print(f"{len(likeness.indicators)} indicators, the mix of industries, {len(lists)} districts")
    for name, parity in (("settled on", 0), ("held out", 1)):
        print(f"{name}: {summary([n for at, n in overlap.items() if at % 2 == parity])}")
    print(f"all: {summary(list(overlap.values()))}")
    print(f"by lot: mean {NUMBER * NUMBER / (len(places) - 1):.2f}")
    ranks = []
    for at, listed in lists.items():
        order = {int(one): rank for rank, one in enumerate(nearest(distances.combined, at, 999), 1)}
        ranks += [order[one] for one in listed if one in order]
    print(
        f"places that ONS lists stand at median rank {np.median(ranks):.0f} of ours; "
        f"{np.mean(np.array(ranks) <= 20):.0%} within twenty, "
        f"{np.mean(np.array(ranks) <= 36):.0%} within the nearest tenth"
    )
    print("\nMean distance, in standard deviations, of the places that only one list names")
    print(f"{'indicator':<30} {'only ours':>10} {'only ONS':>10}")
    for column, one in enumerate(likeness.indicators):
        away: dict[str, list[float]] = {"ours": [], "ons": []}
        for at in lists:
            row = np.abs(distances.scaled[:, column] - distances.scaled[at, column])
            away["ours"] += row[list(set(own[at]) - set(lists[at]))].tolist()
            away["ons"] += row[list(set(lists[at]) - set(own[at]))].tolist()
        print(
            f"{one.concept:<30} {np.nanmean(away['ours']):>10.2f} {np.nanmean(away['ons']):>10.2f}"
        )
    least = sorted(overlap, key=lambda at: overlap[at])[:8]
    print("\nLeast overlap: " + ", ".join(f"{places[at].name} {overlap[at]}" for at in least))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
