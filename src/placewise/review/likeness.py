"""How alike documents are in their words, and places in their industries: tables for comparison."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from placewise.review.identification.features import Terms
from placewise.review.identification.profiles import WordProfiles, log_frequency

Floats = NDArray[np.float64]


def similarity_of_words(terms: Terms, profiles: WordProfiles) -> Floats:
    """Return cosines of weighted single words between a document and those of every place.

    Args:
        terms: the runs of the document; only single words count.
        profiles: the words of N places.

    Returns:
        (N + 1, N + 1) symmetric, the document first, 1 on the diagonal.
    """
    single = np.flatnonzero(profiles.length == 1)
    times = np.diff(profiles.start)
    kept = np.repeat(profiles.length == 1, times)
    weight = profiles.weight[single]
    rows = profiles.owner[kept] + 1
    columns = np.repeat(np.arange(single.size), times[single])
    values = log_frequency(profiles.counts[kept]) * weight[columns]
    own, place_in = _own(terms, profiles.keys[single])
    rows = np.r_[np.zeros(len(place_in), dtype=rows.dtype), rows]
    values = np.r_[log_frequency(own) * weight[place_in], values]
    columns = np.r_[place_in, columns]
    table = csr_array((values, (rows, columns)), shape=(len(profiles.places) + 1, single.size))
    norm = np.sqrt(np.asarray((table * table).sum(axis=1))).ravel()
    product = np.asarray((table @ table.T).todense())
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = product / np.outer(norm, norm)
    return np.where(np.isfinite(cosine), cosine, 0.0)


def _own(terms: Terms, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return counts and columns of the single words of a document that any place uses."""
    wanted = terms.keys[terms.length == 1]
    counts = terms.counts[terms.length == 1]
    if not keys.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    where = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    held = keys[where] == wanted
    return counts[held], where[held]


def likeness_of_mixes(shares: ArrayLike) -> Floats:
    """Return how alike places are in their mix of industries: one less the Hellinger distance.

    Args:
        shares: (R, I) shares of each industry in each place; NaN where not known, which is left
            out for the pair.

    Returns:
        (R, R) from 0 (nothing in common) to 1 (the same mix); NaN where a pair shares no industry
        that is known in both.
    """
    s = np.asarray(shares, dtype=np.float64)
    known = np.isfinite(s)
    root = np.sqrt(np.where(known, np.maximum(s, 0.0), 0.0))
    inside = known.astype(np.float64)
    # Shares are made to add up to one over the industries known in both places of a pair.
    total = np.where(known, np.maximum(s, 0.0), 0.0) @ inside.T
    with np.errstate(divide="ignore", invalid="ignore"):
        affinity = root @ root.T / np.sqrt(total * total.T)
    return np.asarray(1.0 - np.sqrt(np.clip(1.0 - affinity, 0.0, 1.0)))
