"""Say how far two readings of the labelled passages agree, kind by kind.

``tests/review/labels/readings`` holds both as they were before differences were settled: hash of
the passage, kind, sector, offsets of the words. The first, sixth and fifteenth draws were read by
two coders, the second to fourth by one who read them again in another order, knowing the first
reading, and the others once. So only the first, sixth and fifteenth tell how far people agree. Two
labels are the same if they stand in the same passage and their words overlap; strengths, if they
name the same sector. Kappa is Cohen's, of whether a passage states anything of the kind.

    python -m scripts.label_agreement
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from scripts.claims_evaluation import LABELS, WITH_FIGURES, read_labels

READINGS = LABELS.parent / "readings"
KINDS = ("sector strength", "figure", "target")
STRENGTHS_AND_TARGETS = ("sector strength", "target")
GROUPS = (
    ("two coders, first draw", ("first",)),
    ("two coders, sixth draw", ("sixth",)),
    ("two coders, fifteenth draw", ("fifteenth with figures", "fifteenth")),
    ("two coders, fifteenth draw where figures were labelled", ("fifteenth with figures",)),
    ("one coder, again", ("second", "third", "fourth")),
)
"""The draws that were read twice, by how they were; the fifth and seventh were read once."""
AGAIN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("one coder, some passages of the eighth to eleventh draws again",
     ("eighth with figures", "eighth", "ninth", "tenth with figures", "tenth", "eleventh")),
    ("one coder, some passages of the thirteenth draw again", ("thirteenth",)),
)  # fmt: skip
"""Passages that ``cells.csv`` marks, by draw; figures were not read again."""
BY_THE_GUIDELINES = "labels as they stood, and another coder by the guidelines"
"""Passages of ``readings/passages.csv``: ``before.csv`` and ``after.csv``."""


class Read(NamedTuple):
    """What one reading found in a passage."""

    sha256: str
    kind: str
    sector: str
    start: int
    end: int


def read_reading(path: Path) -> list[Read]:
    """Read one reading."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Read(row["sha256"], row["kind"], row["sector"], int(row["words_start"]),
                 int(row["words_end"]))
            for row in csv.DictReader(file)
        ]  # fmt: skip


def same(one: Read, other: Read) -> bool:
    """Do two labels say the same?"""
    if (one.sha256, one.kind) != (other.sha256, other.kind):
        return False
    if one.kind == "sector strength":
        return one.sector == other.sector
    return one.start < other.end and other.start < one.end


def shared_labels(first: Sequence[Read], second: Sequence[Read]) -> tuple[int, int]:
    """Return how many labels both gave, each matched once, and how many either gave."""
    left, both = list(second), 0
    for label in first:
        match = next((other for other in left if same(label, other)), None)
        if match is not None:
            left.remove(match)
            both += 1
    return both, len(first) + len(second) - both


def kappa(pairs: Iterable[tuple[bool, bool]]) -> float:
    """Return Cohen's kappa (1960) of two readers' yes and no."""
    rows = list(pairs)
    total = len(rows)
    agreed = sum(one == other for one, other in rows) / total
    yes, also = sum(one for one, _ in rows) / total, sum(other for _, other in rows) / total
    by_chance = yes * also + (1 - yes) * (1 - also)
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else float("nan")


def agreement(
    title: str, passages: set[str], readings: Sequence[Sequence[Read]], kinds: Iterable[str]
) -> None:
    """Print a line for each kind: how far two readings of some passages agree."""
    for kind in kinds:
        mine = [
            [label for label in reading if label.kind == kind and label.sha256 in passages]
            for reading in readings
        ]
        both, either = shared_labels(*mine)
        has = [{label.sha256 for label in reading} for reading in mine]
        chance = kappa((one in has[0], one in has[1]) for one in passages)
        print(
            f"{title}, {len(passages)} passages, {kind}: both gave {both} of {either} labels "
            f"({both / either:.2f}), kappa {chance:.2f}"
        )


def main() -> None:
    """Print a line for each kind and group of draws."""
    readings = [read_reading(READINGS / f"{name}.csv") for name in ("first", "second")]
    labels = read_labels(LABELS)
    for title, draws in GROUPS:
        passages = {label.sha256 for label in labels if label.draw in draws}
        kinds = KINDS if set(draws) <= set(WITH_FIGURES) else STRENGTHS_AND_TARGETS
        agreement(title, passages, readings, kinds)
    with (LABELS.parent / "cells.csv").open(encoding="utf-8", newline="") as file:
        marked = [(row["draw"], row["sha256"]) for row in csv.DictReader(file) if row["again"]]
    for described, of_draws in AGAIN:
        again = {sha256 for draw, sha256 in marked if draw in of_draws}
        agreement(described, again, readings, STRENGTHS_AND_TARGETS)
    with (READINGS / "passages.csv").open(encoding="utf-8", newline="") as file:
        read = {row["sha256"] for row in csv.DictReader(file)}
    before_and_after = [read_reading(READINGS / f"{name}.csv") for name in ("before", "after")]
    agreement(BY_THE_GUIDELINES, read, before_and_after, STRENGTHS_AND_TARGETS)


if __name__ == "__main__":
    main()
