"""How often outcomes of barriers flip when everything is measured once more, and where they bind.

    python -m scripts.barrier_stability WORKSPACE [KIND ...] [--redraws N]

For every place of each kind (districts and combined authorities unless said), the truth is drawn
from what is believed of it and measured again with the errors it has; then the whole gate is run
once more. Printed: how many places have each outcome of each barrier, which share of outcomes
flips, which of those called binding, and what other margins would have called.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

from placewise import Workbench
from placewise.diagnose.sentences import plural
from placewise.model.barriers import OUTCOMES, GateSettings
from placewise.model.diagnosis import DiagnosisSettings
from placewise.workbench.barriers.answers import BarriersAnswers
from placewise.workbench.barriers.stand_in import StandInComparators

KINDS = ("district", "combined authority")
MARGINS = (0.1, 0.2, 0.3, 0.5)
Outcomes = dict[tuple[str, str], str]


def main() -> None:
    """Print outcomes, flips and the effect of the margin for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("workspace")
    parser.add_argument("kinds", nargs="*", default=KINDS)
    parser.add_argument("--redraws", type=int, default=5)
    asked = parser.parse_args()
    bench = Workbench.open(asked.workspace)
    comparators = StandInComparators(bench.shelf)
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


def flips(
    job: BarriersAnswers, bench: Workbench, kind: str, first: Outcomes, redraws: int
) -> None:
    """Print which share of outcomes is another after one redraw of the data."""
    flipped: Counter[str] = Counter()
    to: Counter[str] = Counter()
    for redraw in range(1, redraws + 1):
        again = outcomes(job, bench, kind, redraw)
        for key, said in first.items():
            flipped[said] += said != again[key]
            if said == "binding":
                to[again[key]] += 1
    counts = Counter(first.values())
    total = sum(flipped.values()) / (redraws * len(first))
    print(f"flip under one redraw, mean of {redraws}: {total:.1%} of all outcomes;",
          *(f"{flipped[name] / (redraws * counts[name]):.1%} of {counts[name]} {name};"
            for name in OUTCOMES if counts[name]))  # fmt: skip
    print("binding became:", dict(to))


def margins(
    bench: Workbench, comparators: StandInComparators, kind: str, first: Outcomes
) -> None:
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
