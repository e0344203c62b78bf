"""How often outcomes of barriers flip, where they bind, and what other margins would call.

    python -m scripts.barrier_stability WORKSPACE [KIND ...] [--redraws N]

For every place of each kind (districts and combined authorities unless said), two kinds of redraw.
*Drawn once more*: one fresh draw of what all indicators truly are, judged by the gate itself; the
flips are one less the chance that was said, with other random numbers. *Measured once more*: the
truth is drawn, measured again with the errors it has, and the whole procedure is run on that, its
chances and thresholds included: an outcome near its threshold flips often, wherever the threshold.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from placewise import Workbench
from placewise.model.barriers import OUTCOMES, GateSettings
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import plural
from placewise.workbench.barriers.answers import BarriersAnswers
from placewise.workbench.comparators import Comparators

KINDS = ("district", "combined authority")
MARGINS = (0.1, 0.2, 0.3, 0.5)
Outcomes = dict[tuple[str, str], str]
Chances = dict[tuple[str, str], float]
OTHER_SEED = 7
SURE = 0.95


def main() -> None:
    """Print outcomes, flips and the effect of the margin for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("workspace")
    parser.add_argument("kinds", nargs="*", default=KINDS)
    parser.add_argument("--redraws", type=int, default=5)
    asked = parser.parse_args()
    bench = Workbench.open(asked.workspace)
    comparators = Comparators(bench.shelf)
    for kind in asked.kinds:
        job = BarriersAnswers(bench.shelf, comparators)
        began = time.process_time()
        first = outcomes(job, bench, kind)
        spent = time.process_time() - began
        places = len(bench.places(kind))
        print(f"\n{places} {plural(kind)}, {spent:.1f} CPU seconds")
        for barrier in job.barriers:
            counts = Counter(said for (key, _), said in first.items() if key == barrier.key)
            print(f"{barrier.key:28}", *(f"{counts[name]:4} {name};" for name in OUTCOMES))
        flips(job, bench, kind, first, asked.redraws)
        margins(bench, comparators, kind, first)


def chances(job: BarriersAnswers, bench: Workbench, kind: str, seed: int) -> Chances:
    """Return the chance of binding of every barrier at every place; those that are known."""
    places = bench.places(kind)
    measures = job.measures(places[0], seed)
    return {
        (one.barrier.key, place.name): one.found.binding
        for place in places
        for one in job.gated(place, measures)
        if one.found is not None
    }


def outcomes(job: BarriersAnswers, bench: Workbench, kind: str, redraw: int = 0) -> Outcomes:
    """Return the outcome of every barrier at every place, as published or measured once more."""
    places = bench.places(kind)
    measures = job.measures(places[0], DiagnosisSettings().seed)
    if redraw:
        measures = measures.redrawn(redraw)
    return {
        (one.barrier.key, place.name): one.called.outcome
        for place in places
        for one in job.gated(place, measures)
    }


def flips(job: BarriersAnswers, bench: Workbench, kind: str, first: Outcomes, redraws: int) -> None:
    """Print which share of outcomes is another after one redraw of the data."""
    said_first = chances(job, bench, kind, DiagnosisSettings().seed)
    sure = [key for key, chance in said_first.items() if chance >= SURE]
    lost = 0
    flipped: Counter[str] = Counter()
    to: Counter[str] = Counter()
    for redraw in range(1, redraws + 1):
        again = outcomes(job, bench, kind, redraw)
        lost += sum(again[key] != "binding" for key in sure)
        for key, said in first.items():
            flipped[said] += said != again[key]
            if said == "binding":
                to[again[key]] += 1
    counts = Counter(first.values())
    total = sum(flipped.values()) / (redraws * len(first))
    print(f"flip when measured once more, mean of {redraws}: {total:.1%} of all outcomes;",
          *(f"{flipped[name] / (redraws * counts[name]):.1%} of {counts[name]} {name};"
            for name in OUTCOMES if counts[name]))  # fmt: skip
    if counts["binding"]:
        print("binding, measured once more, became:", dict(to))
        fresh = chances(job, bench, kind, OTHER_SEED)
        drawn = [1 - fresh[key] for key, said in first.items() if said == "binding"]
        print(f"binding, drawn once more, flip: {sum(drawn) / len(drawn):.1%}")
    if sure:
        gone = lost / (redraws * len(sure))
        print(f"{len(sure)} of a chance of {SURE:.0%} or more: {gone:.1%} no longer binding when "
              "measured once more")  # fmt: skip


def margins(bench: Workbench, comparators: Comparators, kind: str, first: Outcomes) -> None:
    """Print how many outcomes other margins would have called."""
    for margin in MARGINS:
        job = BarriersAnswers(bench.shelf, comparators, GateSettings(margin=margin))
        said = outcomes(job, bench, kind)
        other = sum(said[key] != outcome for key, outcome in first.items()) / len(first)
        counts = Counter(said.values())
        print(f"margin {margin}:", *(f"{counts[name]} {name};" for name in OUTCOMES),
              f"{other:.1%} differ")  # fmt: skip


if __name__ == "__main__":
    main()
