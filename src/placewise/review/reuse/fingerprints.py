"""Which runs of five words stand for a text: the smallest hash of every four in a row.

A minwise hash of each window instead of one of the whole passage (winnowing: Schleimer, Wilkerson
and Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003). Two texts that
share a run of eight words or more share at least one fingerprint inside it, wherever it stands;
two of every five are kept, and which ones depends on nothing around them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from placewise.review.reuse.words import ODD

SHINGLE = 5
"""Words in a shingle."""
WINDOW = 4
"""Shingles in a row, of which the one with the smallest hash is kept."""
SHORTEST_RUN = SHINGLE + WINDOW - 1
"""Words of the shortest common run that is surely found."""

Hashes = NDArray[np.uint64]


def shingle_hashes(words: NDArray[np.uint32]) -> Hashes:
    """Return the hash of each run of ``SHINGLE`` words, by the word that it begins with."""
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes *= ODD
        hashes += words[place : place + count]
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    return hashes ^ (hashes >> np.uint64(32))


def fingerprints(words: NDArray[np.uint32]) -> tuple[NDArray[np.int64], Hashes]:
    """Return the words that fingerprints of one document begin with, and their hashes.

    A text of fewer shingles than a window is one window. All of equal smallest hashes are kept, so
    that what is kept of a run depends on nothing outside it.
    """
    hashes = shingle_hashes(words)
    window = min(WINDOW, len(hashes))
    if not window:
        return np.zeros(0, dtype=np.int64), hashes
    windows = len(hashes) - window + 1
    smallest = hashes[:windows].copy()
    for place in range(1, window):
        np.minimum(smallest, hashes[place : place + windows], out=smallest)
    kept = np.zeros(len(hashes), dtype=bool)
    for place in range(window):
        kept[place : place + windows] |= hashes[place : place + windows] == smallest
    positions = np.flatnonzero(kept)
    return positions, hashes[positions]


def fingerprint_index(
    words: NDArray[np.uint32], bounds: NDArray[np.int64]
) -> tuple[Hashes, NDArray[np.uint32]]:
    """Return the fingerprints of many documents, sorted by hash, with the word they begin with.

    Args:
        words: the words of all documents, one behind the other.
        bounds: where each document begins, and the number of all words.

    Returns:
        Hashes in ascending order, and for each the position in ``words``, ascending where hashes
        are equal.
    """
    positions, hashes = [], []
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        own, marks = fingerprints(words[start:end])
        positions.append((own + start).astype(np.uint32))
        hashes.append(marks)
    if not hashes:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint32)
    everything = np.concatenate(hashes)
    del hashes
    order = np.argsort(everything, kind="stable")
    return everything[order], np.concatenate(positions)[order]
