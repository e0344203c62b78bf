"""Exact alignment of a passage with the part of another document that it shares runs with."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FEWEST = 2
"""Words of a stretch that counts: single words agree by chance in any two texts."""

Block = tuple[int, int, int]
"""First word of one text, first word of the other, number of equal words."""


def aligned_blocks(mine: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> list[Block]:
    """Return the stretches of two or more equal words along a longest common subsequence."""
    from rapidfuzz.distance import LCSseq

    return [
        (step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in LCSseq.opcodes(mine.tolist(), theirs.tolist())
        if step.tag == "equal" and step.src_end - step.src_start >= FEWEST
    ]


def with_moved(aligned: Iterable[Block], runs: Iterable[Block]) -> list[Block]:
    """Add what stands in another order: runs, longest first, where nothing is aligned yet.

    Returns:
        Blocks that share no word of the first text, in its order.
    """
    taken = sorted(aligned)
    for first, other, length in sorted(runs, key=lambda run: -run[2]):
        for start, end in _free(taken, first, first + length):
            if end - start >= FEWEST:
                taken.append((start, other + start - first, end - start))
        taken.sort()
    return taken


def _free(taken: list[Block], start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of an interval that no block holds."""
    parts = []
    for first, _, length in taken:
        if first >= end:
            break
        if first + length <= start:
            continue
        if first > start:
            parts.append((start, first))
        start = max(start, first + length)
    if start < end:
        parts.append((start, end))
    return parts
