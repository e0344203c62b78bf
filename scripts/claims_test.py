"""Measure the claim finder on the test draws, for all passages of their plans.

Passages were drawn by cell (``scripts/claim_lots.py``), so that a passage counts for the passages
of its cell that it stands for: ``tests/review/labels/population.csv`` over those labelled.
Intervals are percentiles of a bootstrap over plans, which are drawn whole: passages of one plan are
alike. Beside them stand the plain counts.

All three tests are spent. The first (tenth and eleventh draws) was opened once the rules of its
time were settled, and decided that nothing learned stands beside them; rules were mended on it
since. The second (thirteenth and fourteenth) was opened once those were settled, the third
(fifteenth) once the rules that were mended on the second were. None tells anything of rules that
are changed after it. The third is of two sources, Californian plans and strategies
(``scripts/claim_third.py``), which are also measured each by itself: together, and weighted, plans
count for nearly everything.

    PLACEWISE_SHARED=... python -m scripts.claims_test [--set "second test"|"third test"]
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scripts.claims_evaluation import (
    LABELS,
    WITH_FIGURES,
    Reading,
    finders,
    of_set,
    open_shared,
    passage_hash,
    read_labels,
    read_passages,
    score_claims,
    score_figures,
    wilson,
)

KINDS = ("sector strength", "target", "figure", "figure in prose")
DRAWS, SEED, LEVEL = 4_000, 20261202, 0.95


@dataclass(frozen=True, slots=True)
class Counted:
    """What was found in each passage that was labelled for one kind.

    Attributes:
        counts: a row a passage: labels that were found, all labels, findings that are labelled,
            all findings.
        cell: the cell of each passage.
        plan: the plan of each passage.
    """

    counts: NDArray[np.float64]
    cell: Sequence[str]
    plan: Sequence[str]


def counted(readings: Sequence[Reading], cells: dict[str, str]) -> dict[str, Counted]:
    """Count every passage by itself, for each kind.

    Args:
        readings: the labelled passages.
        cells: cell of each passage, by the hash of its text.
    """
    find_claims, find_numbers = finders()
    rows: dict[str, list[tuple[list[float], str, str]]] = {kind: [] for kind in KINDS}
    for reading in readings:
        at = {passage.number: passage for passage in reading.document.passages}
        for number, labels in reading.labels.items():
            passage = at[number]
            alone = [Reading(replace(reading.document, passages=(passage,)), {number: labels}, 0)]
            scores = list(score_claims(alone, find_claims))
            if labels[0].draw in WITH_FIGURES:
                scores += score_figures(alone, find_numbers)
            for score in scores:
                row = [float(n) for n in (score.right, score.labelled, score.true, score.found)]
                rows[score.kind].append(
                    (row, cells[passage_hash(passage.text)], reading.document.name)
                )
    return {
        kind: Counted(
            np.array([row for row, _, _ in found]).reshape(-1, 4), [cell for _, cell, _ in found],
            [plan for _, _, plan in found],
        )
        for kind, found in rows.items()
    }  # fmt: skip


def weights(cell: Sequence[str], population: dict[str, int]) -> NDArray[np.float64]:
    """Return for each passage how many of its cell it stands for."""
    labelled = {name: sum(one == name for one in cell) for name in set(cell)}
    return np.array([population[one] / labelled[one] for one in cell])


def shares(
    one: Counted, weight: NDArray[np.float64], rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    """Return precision and recall with their intervals, plans drawn whole.

    Where all or none are right, draws of plans are all alike and say nothing of how sure that is:
    then the interval is Wilson's, of the counts.
    """
    plans = sorted(set(one.plan))
    sums = np.zeros((len(plans), 4))
    np.add.at(sums, [plans.index(plan) for plan in one.plan], one.counts * weight[:, None])
    drawn = sums[rng.integers(0, len(plans), size=(DRAWS, len(plans)))].sum(axis=1)
    said = []
    for top, bottom in ((2, 3), (0, 1)):
        right, of = (int(one.counts[:, column].sum()) for column in (top, bottom))
        if right in (0, of):
            said.append(wilson(right, of))
            continue
        some = drawn[drawn[:, bottom] > 0]
        tails = (100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2)
        low, high = np.percentile(some[:, top] / some[:, bottom], tails)
        said.append((float(sums[:, top].sum() / sums[:, bottom].sum()), float(low), float(high)))
    return said


def table(path: Path, key: str, value: str) -> dict[str, str]:
    """Read two columns of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file)}


def of_source(one: Counted, source: str) -> Counted:
    """Return the passages of one source, by the beginning of their cells."""
    rows = [row for row, cell in enumerate(one.cell) if cell.startswith(source)]
    return Counted(
        one.counts[rows], [one.cell[row] for row in rows], [one.plan[row] for row in rows]
    )


POPULATIONS = {
    "test": "population.csv", "second test": "population-halves.csv",
    "third test": "population-third.csv",
}  # fmt: skip
"""For each test, how many passages of its plans are in each cell."""


def main(arguments: list[str]) -> None:
    """Print two lines for each kind, plain and weighted."""
    folder = LABELS.parent
    name = arguments[1] if arguments[:1] == ["--set"] and len(arguments) == 2 else "test"
    if name not in POPULATIONS:
        sys.exit(f"--set {name}: the set must be {' or '.join(POPULATIONS)}")
    cells = table(folder / "cells.csv", "sha256", "cell")
    population = {
        k: int(v) for k, v in table(folder / POPULATIONS[name], "cell", "passages").items()
    }
    readings = read_passages(of_set(read_labels(LABELS), name), open_shared)
    passages = sum(len(one.labels) for one in readings)
    print(f"{passages} passages of {len(readings)} plans, {sum(one.lost for one in readings)} lost")
    sources = sorted({cell.partition(": ")[0] for cell in population if ": " in cell})
    for kind, one in counted(readings, cells).items():
        print_shares(kind, one, population)
        for source in sources:
            print_shares(f"{kind}, {source}", of_source(one, f"{source}: "), population)


def print_shares(title: str, one: Counted, population: dict[str, int]) -> None:
    """Print precision and recall, counted and weighted, where any passage was labelled so."""
    if not one.plan:
        return
    for how, weight in (
        ("counted", np.ones(len(one.cell))), ("weighted", weights(one.cell, population)),
    ):  # fmt: skip
        said = shares(one, weight, np.random.default_rng(SEED))
        right, labelled, true, found = one.counts.sum(axis=0)
        print(
            f"{title}, {how}: precision {_said(said[0])} ({true:.0f} of {found:.0f}), "
            f"recall {_said(said[1])} ({right:.0f} of {labelled:.0f})"
        )


def _said(share: tuple[float, float, float]) -> str:
    return f"{share[0]:.2f} ({share[1]:.2f} to {share[2]:.2f})"


if __name__ == "__main__":
    main(sys.argv[1:])
