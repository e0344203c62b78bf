"""Runs of words that a document shares with indexed ones: found by fingerprints, then exact."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from placewise.model.reuse import IndexedWords, Runs
from placewise.review.reuse.fingerprints import SHINGLE, fingerprints

Ints = NDArray[np.int64]


def common_runs(
    words: NDArray[np.uint32], index: IndexedWords, wanted: NDArray[np.bool_] | None = None
) -> Runs:
    """Return the runs that a document shares with each indexed document, as long as they can be.

    Every common run of at least ``SHORTEST_RUN`` words is among them, and of the shorter ones
    those that hold a common fingerprint. A fingerprint finds the candidates; that the words are
    equal is then checked word by word.

    Args:
        words: the words of the document.
        index: the indexed documents.
        wanted: which of them are looked at; all if not given.
    """
    mine, theirs = _candidates(words, index)
    if wanted is not None:
        kept = wanted[np.searchsorted(index.bounds, theirs, "right") - 1]
        mine, theirs = mine[kept], theirs[kept]
    same = np.ones(len(mine), dtype=bool)
    for place in range(SHINGLE):
        same &= words[mine + place] == index.words.hashes[theirs + place]
    return _grown(words, index, _joined(mine[same], theirs[same], index.bounds))


def _candidates(words: NDArray[np.uint32], index: IndexedWords) -> tuple[Ints, Ints]:
    """Return the pairs of words at which both have a fingerprint of one hash."""
    own, marks = fingerprints(words)
    # In ascending order the search goes through the index once, from near to near.
    order = np.argsort(marks)
    own, marks = own[order], marks[order]
    low = np.searchsorted(index.hashes, marks, "left")
    count = np.searchsorted(index.hashes, marks, "right") - low
    return np.repeat(own, count), index.positions[_ranges(low, count)].astype(np.int64)


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """Return start, start + 1, ... for each start, as many as its count says, in one array."""
    before = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(before - starts, counts)


def _joined(mine: Ints, theirs: Ints, bounds: Ints) -> Runs:
    """Join fingerprints that overlap or touch on one diagonal of one document into runs."""
    document = np.searchsorted(bounds, theirs, "right") - 1
    order = np.lexsort((mine, theirs - mine, document))
    mine, theirs, document = mine[order], theirs[order], document[order]
    apart = np.ones(len(mine), dtype=bool)
    apart[1:] = (
        (document[1:] != document[:-1])
        | (np.diff(theirs - mine) != 0)
        | (np.diff(mine) > SHINGLE)
    )  # fmt: skip
    begin = np.flatnonzero(apart)
    last = np.append(begin, len(mine))[1:] - 1
    return Runs(mine[begin], theirs[begin], mine[last] - mine[begin] + SHINGLE, document[begin])


def _grown(words: NDArray[np.uint32], index: IndexedWords, runs: Runs) -> Runs:
    """Lengthen runs at both ends while the words are equal.

    Beyond its outermost fingerprints a run goes on for less than a window, so this takes few steps.
    """
    before = _steps(
        words, index.words.hashes, runs.first - 1, runs.other - 1, -1,
        np.minimum(runs.first, runs.other - index.bounds[runs.document]),
    )  # fmt: skip
    behind = _steps(
        words, index.words.hashes, runs.first + runs.length, runs.other + runs.length, 1,
        np.minimum(
            len(words) - runs.first - runs.length,
            index.bounds[runs.document + 1] - runs.other - runs.length,
        ),
    )  # fmt: skip
    return Runs(
        runs.first - before, runs.other - before, runs.length + before + behind, runs.document
    )


def _steps(
    words: NDArray[np.uint32],
    others: NDArray[np.uint32],
    mine: Ints,
    theirs: Ints,
    direction: int,
    most: Ints,
) -> Ints:
    """Return how many words are equal, going from two words on in one direction."""
    taken = np.zeros(len(mine), dtype=np.int64)
    going = np.flatnonzero(most > 0)
    while len(going):
        step = direction * taken[going]
        equal = words[mine[going] + step] == others[theirs[going] + step]
        going = going[equal]
        taken[going] += 1
        going = going[taken[going] < most[going]]
    return taken


def joined_lengths(group: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Join intervals of a group that overlap or touch.

    Args:
        group: number of the group of each interval.
        start: where it begins.
        end: behind where it ends.

    Returns:
        Group, start and end of the joined intervals, sorted by group and start.
    """
    if not len(group):
        return group, start, end
    order = np.lexsort((start, group))
    group, start, end = group[order], start[order], end[order]
    # One running maximum over all groups: each group lies beyond all positions of the one before.
    beyond = int(end.max()) + 1
    reach = np.maximum.accumulate(end + group * beyond)
    apart = np.ones(len(group), dtype=bool)
    apart[1:] = (group[1:] != group[:-1]) | (start[1:] + group[1:] * beyond > reach[:-1])
    begin = np.flatnonzero(apart)
    last = np.append(begin, len(group))[1:] - 1
    return group[begin], start[begin], reach[last] - group[last] * beyond
