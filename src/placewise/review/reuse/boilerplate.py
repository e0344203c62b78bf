"""How much of a document is anyone's: how many other places' documents hold each of its words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from placewise.model.reuse import Runs
from placewise.review.reuse.fingerprints import SHORTEST_RUN
from placewise.review.reuse.runs import joined_lengths

Ints = NDArray[np.int64]


def places_of_words(runs: Runs, place: Ints, words: int, shingle: int = 1) -> Ints:
    """Return in how many other places' documents each word stands, in a run of eight or more.

    Args:
        runs: runs in common with other places' documents.
        place: number of the place of each run.
        words: words of the document.
        shingle: with more than 1, the answer is for the runs of that many words (at most eight)
            that begin with each word.

    Returns:
        One count a word, or a run of ``shingle`` words.
    """
    long = runs.length >= SHORTEST_RUN
    first, end = runs.first[long], (runs.first + runs.length)[long] - shingle + 1
    _, start, end = joined_lengths(place[long], first, end)
    change = np.zeros(max(words - shingle + 1, 0) + 1, dtype=np.int64)
    np.add.at(change, start, 1)
    np.add.at(change, end, -1)
    return np.cumsum(change[:-1])


def boilerplate_share(places: Ints, least: int) -> float:
    """Return the share of words (or shingles) that stand in at least so many other places.

    A document without words has none: 0.
    """
    return float(np.mean(places >= least)) if len(places) else 0.0
