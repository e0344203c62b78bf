"""How alike documents are in their words, and places in their industries: tables for comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from placewise.review.identification.features import Terms
from placewise.review.identification.profiles import WordProfiles, log_frequency

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SingleWords:
    """The weighted single words of N places, and how much they have in common.

    Attributes:
        keys: (W,) number of each word, rising.
        weight: (W,) weight of each word.
        start: (N + 1,) where the entries of each place begin; the last one is E.
        word: (E,) position of a word that the place uses, rising within a place.
        value: (E,) its weighted value.
        norm: (N,) Euclidean norm of each place.
        products: (N, N) inner products of the places.
    """

    keys: NDArray[np.uint64]
    weight: Floats
    start: NDArray[np.int64]
    word: NDArray[np.int64]
    value: Floats
    norm: Floats
    products: Floats

    @classmethod
    def of(cls, profiles: WordProfiles) -> SingleWords:
        """Return the single words of profiles."""
        single = np.flatnonzero(profiles.length == 1)
        times = np.diff(profiles.start)
        kept = np.repeat(profiles.length == 1, times)
        weight = profiles.weight[single]
        columns = np.repeat(np.arange(single.size), times[single])
        values = log_frequency(profiles.counts[kept]) * weight[columns]
        shape = (len(profiles.places), single.size)
        table = csr_array((values, (profiles.owner[kept], columns)), shape=shape)
        norm = np.sqrt(np.asarray((table * table).sum(axis=1))).ravel()
        products = np.asarray((table @ table.T).todense())
        return cls(
            profiles.keys[single], weight, table.indptr.astype(np.int64),
            table.indices.astype(np.int64), table.data, norm, products,
        )  # fmt: skip

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what must be kept to make the same again."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> SingleWords:
        """Make it from what :meth:`to_arrays` returned."""
        return cls(*(arrays[name] for name in cls.__slots__))


def similarity_of_words(terms: Terms, words: SingleWords) -> Floats:
    """Return cosines of weighted single words between a document and those of every place.

    Args:
        terms: the runs of the document; only single words count.
        words: the single words of N places.

    Returns:
        (N + 1, N + 1) symmetric, the document first, 1 on the diagonal.
    """
    counts, place_in = _own(terms, words.keys)
    own = log_frequency(counts) * words.weight[place_in]
    shape = (len(words.norm), words.keys.size)
    table = csr_array((words.value, words.word, words.start), shape=shape)
    document = np.zeros(words.keys.size)
    document[place_in] = own
    row = np.asarray(table @ document)
    product = np.block([[np.square(own).sum(), row[None, :]], [row[:, None], words.products]])
    norm = np.r_[np.sqrt(np.square(own).sum()), words.norm]
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
