"""Show whether intervals, probabilities and counts of rivals can be believed.

    make validate                               # writes docs/explanation/validation.md
    python -m scripts.validation                # the same
    python -m scripts.validation --quick        # half a minute, prints the bounds alone

Plants of very unequal size land in places by chance, so the truth is known. Leaves with 1 if a
bound is broken by more than the Monte Carlo error explains.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from scripts.validation import measurement, plain, rank_coverage, shrunk, wrong_lumpiness
from scripts.validation.page import page, sentence
from scripts.validation.sections import Effort, Section
from scripts.validation.thetas import DISTRIBUTIONS, Draw, real_sections

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/explanation/validation.md"
SEED = 20260101
T = TypeVar("T")


def main() -> int:
    """Run the experiments, write the page, and say which bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m scripts.validation", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few draws; writes nothing")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    if options.quick:
        effort = Effort(draws=400, tables=3, few_tables=8, variants=1, seed=options.seed)
    else:
        effort = Effort(draws=4_000, tables=15, few_tables=50, variants=4, seed=options.seed)
    started = time.monotonic()
    sections = run(effort, quick=options.quick)
    bounds = [bound for section in sections for bound in section.bounds]
    for bound in bounds:
        print(sentence(bound))
    if not options.quick:
        minutes = (time.monotonic() - started) / 60
        options.out.write_text(page(sections, bounds, effort, minutes), encoding="utf-8")
        print(f"Written to {options.out}")
    return 0 if all(bound.holds or bound.known_to_fall_short for bound in bounds) else 1


def distributions() -> dict[str, Draw]:
    """Return every distribution of theta, with the real one where its table is at hand."""
    shared = Path(os.environ.get("PLACEWISE_SHARED", ROOT.parent / "shared"))
    real = real_sections(shared)
    return DISTRIBUTIONS | ({"British sections, resampled": real} if real else {})


def run(effort: Effort, *, quick: bool) -> list[Section]:
    """Run every experiment on all processors, each setting as a job of its own."""
    many = distributions()
    if quick:
        many = {name: many[name] for name in ("lognormal, spread 0.4", "two groups", "Pareto")}
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        first = pool.submit(plain.run, effort)
        large = [
            pool.submit(shrunk.measure, setting, effort.tables, effort.seed)
            for setting in shrunk.settings_of(many, 300)
        ]
        few = [
            pool.submit(shrunk.measure, setting, effort.few_tables, effort.seed)
            for places in (15, 40)
            for setting in shrunk.settings_of(many, places)
        ]
        wrong = [
            pool.submit(wrong_lumpiness.measure, variant, effort.variants, effort.seed)
            for variant in (wrong_lumpiness.VARIANTS[:3] if quick else wrong_lumpiness.VARIANTS)
        ]
        errors = [
            pool.submit(measurement.measure, kind, effort.variants, effort.seed)
            for kind in measurement.KINDS
        ]
        ranks = [
            pool.submit(rank_coverage.measure, setting, effort.variants, effort.seed)
            for setting in shrunk.settings_of(many, rank_coverage.PLACES)
        ]
        return [
            first.result(),
            shrunk.main_section(_results(large), effort),
            shrunk.few_section(_results(few), effort),
            wrong_lumpiness.section(_results(wrong), effort),
            measurement.section(_results(errors), effort),
            rank_coverage.section(_results(ranks), effort),
        ]


def _results(futures: list[Future[T]]) -> list[T]:
    """Wait for some jobs."""
    return [future.result() for future in futures]


if __name__ == "__main__":
    sys.exit(main())
