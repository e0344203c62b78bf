"""Rank sets: CPU seconds and peak memory, how they grow, and a peer that looks at every pair.

Run ``python benchmarks/bench_ranks.py``. Each line is a process of its own, so that its peak memory
is its own; NumPy's and SciPy's 70 MB or so are in it. The R package csranks took 31 CPU seconds for
361 places and 1,000 draws on a machine of this kind; it is not run here.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.ranks import rank_sets, rank_sets_counts

Floats = NDArray[np.float64]

ROOT = Path(__file__).parents[1]
DRAWS = 1000
LEVEL = 0.95
SEED = 1
SIZES = (361, 750, 1500, 3000)


def estimates(places: int, spread: float, unequal: float) -> tuple[Floats, Floats]:
    """Return estimates and standard errors: ``spread`` is the middle error, by a truth of 1."""
    random = np.random.default_rng(0)
    error = spread * np.exp(random.normal(0, unequal, places))
    return random.normal(0, 1, places) + random.normal(0, error), error


def normal(places: int, simultaneous: bool, spread: float = 0.2, unequal: float = 0.5) -> float:
    """Return the mean width of the rank sets of normal estimates."""
    value, error = estimates(places, spread, unequal)
    sets = rank_sets(value, error, seed=SEED, draws=DRAWS, simultaneous=simultaneous)
    return float((sets.upper - sets.lower).mean())


def both(places: int) -> float:
    """Marginal and simultaneous sets of the same estimates, one after the other."""
    return normal(places, False) + normal(places, True)


def precise(places: int) -> float:
    """Marginal sets where most pairs are decided, which is where step-down has most to do."""
    return normal(places, False, spread=0.05, unequal=1.0)


def counts(places: int, industries: int, simultaneous: bool) -> float:
    """Return the mean width of the rank sets of counts, one industry after the other."""
    random = np.random.default_rng(0)
    width = 0.0
    for _ in range(industries):
        exposure = random.lognormal(2, 1, places)
        count = random.poisson(exposure * random.gamma(2, 0.5, places))
        sets = rank_sets_counts(count, exposure, simultaneous=simultaneous)
        width += float((sets.upper - sets.lower).mean())
    return width / industries


def one_place(places: int) -> float:
    """Return the width of the rank set of one place."""
    random = np.random.default_rng(0)
    exposure = random.lognormal(2, 1, places)
    sets = rank_sets_counts(random.poisson(exposure), exposure, place=7)
    return float(sets.upper[0] - sets.lower[0])


def every_pair(places: int) -> float:
    """Marginal sets in plain NumPy: every pair in every draw, one place after the other."""
    value, error = estimates(places, 0.2, 0.5)
    noise = np.random.default_rng(SEED).standard_normal((DRAWS, places)) * error
    width = 0
    for row in range(places):
        spread = np.sqrt(error**2 + error[row] ** 2)
        score = (value - value[row]) / spread
        difference = (noise - noise[:, [row]]) / spread
        above = np.arange(places) != row
        below = above.copy()
        while True:
            found = np.maximum(
                difference[:, above].max(axis=1, initial=-np.inf),
                -difference[:, below].min(axis=1, initial=np.inf),
            )
            critical = np.sort(found)[math.ceil(LEVEL * (DRAWS + 1)) - 1]
            still = above & (score <= critical), below & (score >= -critical)
            if np.array_equal(still[0], above) and np.array_equal(still[1], below):
                break
            above, below = still
        width += int((np.abs(score) <= critical).sum()) - 1
    return width / places


TASKS: dict[str, tuple[str, Callable[[int], float], tuple[int, ...]]] = {
    "marginal": ("marginal sets", lambda places: normal(places, False), SIZES),
    "simultaneous": ("simultaneous sets", lambda places: normal(places, True), SIZES),
    "both": ("both together", both, (361, 3000)),
    "precise": ("marginal sets, precise estimates", precise, (3000,)),
    "every_pair": ("peer: every pair, plain NumPy, marginal sets", every_pair, (361,)),
    "counts": ("counts, marginal, 20 industries", lambda n: counts(n, 20, False), (350,)),
    "counts_together": ("counts, simultaneous, 1 industry", lambda n: counts(n, 1, True), SIZES),
    "counts_marginal": ("counts, marginal, 1 industry", lambda n: counts(n, 1, False), SIZES),
    "one_place": ("counts, one place in one industry", one_place, (3000,)),
}


def measure(task: str, places: int) -> dict[str, float]:
    """Run one task in this process and return CPU seconds, peak memory and the mean width."""
    start = time.process_time()
    width = TASKS[task][1](places)
    used = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"cpu": used, "megabytes": peak / 1024, "width": width}


def report() -> str:
    """Return all measurements as a Markdown table."""
    lines = [
        "| rank sets, 1,000 draws | places | CPU s | peak MB | mean width |",
        "|---|---|---|---|---|",
    ]
    for task, (title, _, sizes) in TASKS.items():
        for places in sizes:
            answer = subprocess.run(
                [sys.executable, __file__, task, str(places)],
                cwd=ROOT, capture_output=True, text=True, check=True,
            )  # fmt: skip
            found = json.loads(answer.stdout)
            lines.append(
                f"| {title} | {places:,} | {found['cpu']:.3f} | {found['megabytes']:.0f} "
                f"| {found['width']:.1f} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Print one measurement as JSON when asked for one, otherwise the table of all."""
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        print(report())


if __name__ == "__main__":
    main()
