"""How often outcomes of barriers flip, where they bind, and what other margins would call.

    python -m scripts.barrier_stability WORKSPACE [KIND ...] [--redraws N]

For every place of each kind (districts and combined authorities unless said), three readings of one
redraw of the data:

*Drawn once more*: one fresh draw of what all indicators truly are, judged by the gate itself; the
flips are one less the chance that was said, with other random numbers.

*Measured once more, no longer supported*: the truth is drawn and measured again with the errors it
has, everything is worked out anew from that alone, and binding is then less likely than a call
needs. What was said of this is printed beside it.

*Measured once more, another word*: the same, and the outcome has another name, for whichever
reason; binding also loses its name where a third measurement might not find it.

The same is printed for the rule without the look ahead (``again`` at 0). Intervals are Wilson's, at
95 %, over all redraws of all outcomes; they are about redraws of these tables.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace

import numpy as np
from scripts.claims_evaluation import wilson

from placewise import Workbench
from placewise.diagnose.barriers import called, unless_divided
from placewise.model.barriers import OUTCOMES, GateSettings
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import plural
from placewise.workbench.barriers.answers import BarriersAnswers
from placewise.workbench.barriers.gate import Gated
from placewise.workbench.barriers.measured import Measures
from placewise.workbench.comparators import Comparators

KINDS = ("district", "combined authority")
MARGINS = (0.1, 0.2, 0.3, 0.5)
Found = dict[tuple[str, str], Gated]
OTHER_SEED = 7


def main() -> None:
    """Print outcomes, flips and the effect of the margin for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("workspace")
    parser.add_argument("kinds", nargs="*", default=KINDS)
    parser.add_argument("--redraws", type=int, default=10)
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
            counts = Counter(one.called.outcome for (key, _), one in first.items()
                             if key == barrier.key)  # fmt: skip
            print(f"{barrier.key:28}", *(f"{counts[name]:4} {name};" for name in OUTCOMES))
        flips(job, bench, kind, first, asked.redraws)
        margins(bench, comparators, kind, first)


def outcomes(
    job: BarriersAnswers, bench: Workbench, kind: str, measures: Measures | None = None
) -> Found:
    """Return every barrier at every place, as published or with other measures."""
    places = bench.places(kind)
    measures = measures or job.measures(places[0], DiagnosisSettings().seed)
    return {
        (one.barrier.key, place.name): one for place in places for one in job.gated(place, measures)
    }


def flips(job: BarriersAnswers, bench: Workbench, kind: str, first: Found, redraws: int) -> None:
    """Print which share of outcomes is another after one redraw of the data, by both rules."""
    at = bench.places(kind)[0]
    measures = job.measures(at, DiagnosisSettings().seed)
    seconds = [
        outcomes(job, bench, kind, measures.redrawn(number + 1)) for number in range(redraws)
    ]
    fresh = outcomes(job, bench, kind, job.measures(at, OTHER_SEED))
    for again in (GateSettings().again, 0.0):
        settings = replace(GateSettings(), again=again)
        print(f"\nBinding needs {settings.called:.0%}, and {again:.0%} that it is found again:")
        said = {key: word(one, settings) for key, one in first.items()}
        later = [{key: word(one, settings) for key, one in second.items()} for second in seconds]
        counts = Counter(said.values())
        flipped = Counter(said[key] for words in later for key in said if words[key] != said[key])
        print(f"measured once more, {redraws} times: "
              f"{flipped.total() / (redraws * len(said)):.1%} of all outcomes have another word;",
              *(f"{flipped[name] / (redraws * counts[name]):.1%} of {counts[name]} {name};"
                for name in OUTCOMES if counts[name]))  # fmt: skip
        binding = [key for key, outcome in said.items() if outcome == "binding"]
        if not binding:
            continue
        trials = redraws * len(binding)
        to = Counter(words[key] for words in later for key in binding)
        lost = sum(second[key].again is None for second in seconds for key in binding)
        expected = np.mean([1 - (first[key].again or 0.0) for key in binding])
        drawn = [1 - found.binding for key in binding if (found := fresh[key].found) is not None]
        print("binding:", "; ".join(f"{place} ({barrier})" for barrier, place in binding))
        print(f"binding, measured once more, no longer supported: {with_interval(lost, trials)}; "
              f"said {expected:.1%}")  # fmt: skip
        renamed = with_interval(flipped["binding"], trials)
        print(f"binding, measured once more, another word: {renamed}; became {dict(to)}")
        print(f"binding, drawn once more: {np.mean(drawn):.1%}")


def word(one: Gated, settings: GateSettings) -> str:
    """Return the outcome under other settings of the call."""
    if one.found is None:
        return one.called.outcome
    alone = {key: share for key, share in one.short_of.items() if key != "both"}
    said = called(one.found, settings, one.again)
    return unless_divided(said, alone, settings.called).outcome


def with_interval(count: int, trials: int) -> str:
    """Return a share in per cent with Wilson's interval at 95 %."""
    share, lower, upper = wilson(count, trials)
    return f"{share:.1%} ({lower:.1%} to {upper:.1%}; {count} of {trials})"


def margins(bench: Workbench, comparators: Comparators, kind: str, first: Found) -> None:
    """Print how many outcomes other margins would have called."""
    for margin in MARGINS:
        job = BarriersAnswers(bench.shelf, comparators, GateSettings(margin=margin))
        found = outcomes(job, bench, kind)
        other = sum(found[key].called.outcome != one.called.outcome for key, one in first.items())
        counts = Counter(one.called.outcome for one in found.values())
        print(f"margin {margin}:", *(f"{counts[name]} {name};" for name in OUTCOMES),
              f"{other / len(first):.1%} differ")  # fmt: skip


if __name__ == "__main__":
    main()
