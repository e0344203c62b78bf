"""Do the intervals of shares and of mean effects cover what they say?

python -m scripts.evidence_coverage [--tables 100] [--seed 20260101]

Shares: evidence bases with the counts and policy areas of the base that ships, and with true shares
drawn from distributions that the method assumes and from some that it does not. Effects: studies of
unequal size about a true mean, with and without differences between them. Prints Markdown tables,
and leaves with 1 if a promise is broken by more than two Monte Carlo errors.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scripts.validation.sections import Bound, ratio_with_error, table

from placewise.data.evidence.records import shipped_records
from placewise.plan.meta_analysis import FEWEST_TO_PREDICT, meta_analysis
from placewise.plan.synthesis import pool_shares, shares

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
World = Callable[[np.random.Generator, Whole, int], tuple[Floats, Floats]]
"""Gives (R,) true shares of records and (A,) the true share of another record of each area."""


def beta(generator: np.random.Generator, mean: Floats, alike: float) -> Floats:
    """Return draws of beta distributions with these means and this intraclass correlation."""
    size = 1 / alike - 1
    return np.asarray(generator.beta(size * mean, size * (1 - mean)))


def nested(overall: float, between: float, within: float) -> World:
    """Return a world that the method assumes, with these numbers."""

    def draw(generator: np.random.Generator, area: Whole, areas: int) -> tuple[Floats, Floats]:
        means = np.clip(beta(generator, np.full(areas, overall), between), 1e-6, 1 - 1e-6)
        return beta(generator, means[area], within), beta(generator, means, within)

    return draw


def any_of(generator: np.random.Generator, area: Whole, areas: int) -> tuple[Floats, Floats]:
    """Draw from the method's own starting point: every mean and correlation as likely."""
    overall, between, within = generator.uniform(0.02, 0.98, 3)
    return nested(overall, between, within)(generator, area, areas)


def two_groups(generator: np.random.Generator, area: Whole, areas: int) -> tuple[Floats, Floats]:
    """Draw what is not assumed: interventions that mostly work, or mostly do not."""
    values = np.array([0.2, 0.8])
    return generator.choice(values, area.size), generator.choice(values, areas)


def all_equal(generator: np.random.Generator, area: Whole, areas: int) -> tuple[Floats, Floats]:
    """Draw one share for everything."""
    share = generator.uniform(0.2, 0.8)
    return np.full(area.size, share), np.full(areas, share)


WORLDS: Mapping[str, World] = {
    "every mean and correlation as likely": any_of,
    "areas differ a little (0.6; 0.05; 0.05)": nested(0.6, 0.05, 0.05),
    "areas differ much, within little (0.5; 0.3; 0.05)": nested(0.5, 0.3, 0.05),
    "within much (0.5; 0.05; 0.3)": nested(0.5, 0.05, 0.3),
    "two groups, 0.2 and 0.8": two_groups,
    "all equal": all_equal,
}
FAINT = 0.5
"""Standard deviation between studies, in typical errors, that is hard to tell from none."""
ASSUMED = "every mean and correlation as likely"


def share_rows(tables: int, seed: int) -> tuple[list[list[str]], list[Bound]]:
    """Return coverage of the intervals of shares, and what was promised of it."""
    records = [one for one in shipped_records() if one.positive is not None and one.kept]
    names = list(dict.fromkeys(record.area for record in records))
    area = np.array([names.index(record.area) for record in records])
    kept = np.array([record.kept for record in records], dtype=np.int64)
    none, each = np.zeros(len(names), dtype=np.int64), np.arange(len(names))
    rows, bounds = [], []
    for number, (name, world) in enumerate(WORLDS.items()):
        generator = np.random.default_rng([seed, number])
        own, other, missed = [], [], []
        for _ in range(tables):
            truth, another = world(generator, area, len(names))
            positive = generator.binomial(kept, truth)
            pool = pool_shares(positive, kept, area, len(names))
            told = shares(pool, positive, kept, area)
            next_one = shares(pool, none, none, each)
            own.append(((told.lower <= truth) & (truth <= told.upper)).mean())
            inside = (next_one.lower <= another) & (another <= next_one.upper)
            other.append(inside.mean())
            missed.append(
                [((positive / kept - truth) ** 2).mean(), ((told.mean - truth) ** 2).mean()]
            )
        ones = np.ones(tables)
        covered, error = ratio_with_error(own, ones)
        predicted, predicted_error = ratio_with_error(other, ones)
        raw, pooled = np.sqrt(np.mean(missed, axis=0))
        rows.append(
            [name, f"{covered:.3f}", f"{error:.3f}", f"{predicted:.3f}", f"{predicted_error:.3f}",
             f"{raw:.2f}", f"{pooled:.2f}"]
        )  # fmt: skip
        highest = 0.97 if name == ASSUMED else 1.0
        bounds += [
            Bound(f"shares, {name}", covered, 0.93, highest, error),
            Bound(f"another intervention, {name}", predicted, 0.93, highest, predicted_error),
        ]
    return rows, bounds


def effect_rows(tables: int, seed: int) -> tuple[list[list[str]], list[Bound]]:
    """Return coverage of the intervals of mean effects and of the effect of another study."""
    rows, bounds = [], []
    for number, (studies, tau) in enumerate(
        (studies, tau) for studies in (2, 3, 5, 10, 20) for tau in (0.0, FAINT, 2.0)
    ):
        generator = np.random.default_rng([seed, 100 + number])
        hits = []
        for _ in range(tables):
            errors = np.exp(generator.normal(-0.35, 0.6, studies))
            effects = generator.normal(0.0, np.hypot(errors, tau))
            found = meta_analysis(effects, errors)
            normal = meta_analysis(effects, errors, interval="normal")
            another = generator.normal(0.0, tau)
            hits.append(
                [found.lower <= 0 <= found.upper, normal.lower <= 0 <= normal.upper,
                 found.prediction_lower <= another <= found.prediction_upper]
            )  # fmt: skip
        covered = np.mean(hits, axis=0)
        error = float(np.sqrt(0.95 * 0.05 / tables))
        told = "-" if studies < FEWEST_TO_PREDICT else f"{covered[2]:.3f}"
        rows.append(
            [f"{studies} studies, differing by {tau:g} typical errors", f"{covered[0]:.3f}",
             f"{covered[1]:.3f}", told, f"{error:.3f}"]
        )  # fmt: skip
        name = f"{studies} studies, differing by {tau:g}"
        bounds.append(Bound(f"mean effect, {name}", float(covered[0]), 0.93, 0.97, error))
        if studies >= FEWEST_TO_PREDICT:
            # Few studies leave open that effects differ: where they do not, too much is covered.
            bounds.append(Bound(f"another study, {name}", float(covered[2]), 0.93, 1.0, error))
    return rows, bounds


def main() -> int:
    """Print the coverage of both kinds of interval, and what falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    rows, bounds = share_rows(options.tables, options.seed)
    print(
        table(
            [
                "true shares",
                "own share",
                "error",
                "another's",
                "error",
                "raw misses by",
                "pooled by",
            ],
            rows,
        )
    )
    sys.stdout.flush()
    more, further = effect_rows(20 * options.tables, options.seed)
    print("\n" + table(["studies", "Hartung-Knapp", "normal", "another study", "error"], more))
    for bound in bounds + further:
        if not bound.holds:
            print(f"SHORT {bound.promise}: {bound.measured:.3f} of {bound.least} to {bound.most}")
    return 0 if all(bound.holds or bound.known_to_fall_short for bound in bounds + further) else 1


if __name__ == "__main__":
    sys.exit(main())
