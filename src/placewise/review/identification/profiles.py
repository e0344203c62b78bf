"""The words of every place: which runs of words stand in the documents of which places.

An inverted index: for each run the places that use it, and how often. Documents of a place are
added up, so the order in which they come makes no difference, and a corpus that grew document by
document equals one that was built at once. Inverse document frequencies and norms follow from the
counts and are computed when first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placewise.errors import InputError
from placewise.review.identification.features import Keys, Terms, terms_of

Floats = NDArray[np.float64]

RARITY_POWER = 1.75
"""Power of the logarithm of rarity. Above 1 the few places' words weigh more than in the usual
TF-IDF; chosen on the Californian development plans, where 1.5 and 2 do as well."""
RUN_WEIGHT = np.array([0.0, 2.0, np.sqrt(2.0), 1.0])
"""Weight of a run of one, two or three words: every run holds its parts as well, and there are
more long ones, so each length counts for half the square of the one before."""

SLICES = 16
"""Parts that rows are sorted in, one after the other."""

_Rows = tuple[Keys, NDArray[np.uint8], NDArray[np.int32], NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class WordProfiles:
    """What is known of the words of each place.

    Attributes:
        places: (N,) places that have at least one document, in the order they came.
        documents: (N,) documents of each place.
        words: (N,) words of each place.
        keys: (V,) number of each run, rising.
        length: (V,) its words, 1 to 3.
        start: (V + 1,) where the entries of each run begin; the last one is E.
        owner: (E,) position of a place that uses the run, rising within a run.
        counts: (E,) how often it does.
        weight: (V,) weight of each run.
        norm: (N,) Euclidean norm of the weighted vector of each place.
    """

    places: tuple[str, ...]
    documents: NDArray[np.int64]
    words: NDArray[np.int64]
    keys: Keys
    length: NDArray[np.uint8]
    start: NDArray[np.int64]
    owner: NDArray[np.int32]
    counts: NDArray[np.int32]
    weight: Floats
    norm: Floats

    @classmethod
    def build(cls, documents: Iterable[tuple[str, str]]) -> WordProfiles:
        """Build from pairs of place and text."""
        return cls._of_entries((), _Entries.none()).extended(documents)

    def extended(self, documents: Iterable[tuple[str, str]]) -> WordProfiles:
        """Return profiles that hold further pairs of place and text; this one stays as it is."""
        position = {place: index for index, place in enumerate(self.places)}
        parts = [self._entries()]
        for place, text in documents:
            owner = position.setdefault(place, len(position))
            parts.append(_Entries.of(terms_of(text), owner))
        return self._of_entries(tuple(position), _Entries.joined(parts, len(position)))

    def without(self, place: str, terms: Terms) -> WordProfiles:
        """Return profiles from which one document of a place was taken out again.

        Args:
            place: a place of the profiles.
            terms: the runs of the document, as they were counted when it came in.

        Raises:
            InputError: the place never had a document with these runs.
        """
        owner = self.places.index(place)
        counts = self.counts.copy()
        mine = np.flatnonzero(self.owner == owner)
        run = np.repeat(np.arange(len(self.keys)), np.diff(self.start))[mine]
        where = np.searchsorted(self.keys[run], terms.keys)
        held = where < len(run)
        if not held.all() or not (self.keys[run[where]] == terms.keys).all():
            raise InputError(f"No document of {place} has these words", where="word profiles")
        counts[mine[where]] -= terms.counts.astype(np.int32)
        documents, words = self.documents.copy(), self.words.copy()
        documents[owner] -= 1
        words[owner] -= terms.words
        left = WordProfiles._weighted(
            self.places, documents, words, *_kept(self, counts > 0, self.owner, counts)
        )
        gone = documents[owner] == 0
        return left.only({p: p for p in self.places if p != place}) if gone else left

    def only(self, names: Mapping[str, str]) -> WordProfiles:
        """Return the profiles of some places, under the names they are mapped to."""
        if list(names) == list(names.values()) == list(self.places):
            return self
        kept = [at for at, place in enumerate(self.places) if place in names]
        number = np.full(len(self.places), -1, dtype=np.int32)
        number[kept] = np.arange(len(kept), dtype=np.int32)
        owner = number[self.owner]
        return WordProfiles._weighted(
            tuple(names[self.places[at]] for at in kept), self.documents[kept], self.words[kept],
            *_kept(self, owner >= 0, owner, self.counts),
        )  # fmt: skip

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what must be kept to make the same profiles again, for example as one ``.npz``."""
        return {
            "places": np.array(self.places, dtype=np.str_),
            "documents": self.documents,
            "words": self.words,
            "keys": self.keys,
            "length": self.length,
            "start": self.start,
            "owner": self.owner,
            "counts": self.counts,
            "weight": self.weight,
            "norm": self.norm,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> WordProfiles:
        """Make profiles from what :meth:`to_arrays` returned."""
        wanted = ("places", "documents", "words", "keys", "length", "start", "owner", "counts",
                  "weight", "norm")  # fmt: skip
        lost = [name for name in wanted if name not in arrays]
        if lost:
            raise InputError(
                "Arrays of word profiles are not complete",
                where=", ".join(lost),
                allowed=", ".join(wanted),
                action="Index the corpus again.",
            )
        places = tuple(str(place) for place in arrays["places"])
        return cls(places, *(np.asarray(arrays[name]) for name in wanted[1:]))

    def _entries(self) -> _Entries:
        """Return the counts as rows again."""
        times = np.diff(self.start)
        return _Entries(
            np.repeat(self.keys, times),
            np.repeat(self.length, times),
            self.owner,
            self.counts,
            self.documents,
            self.words,
        )

    @classmethod
    def _of_entries(cls, places: tuple[str, ...], entries: _Entries) -> WordProfiles:
        """Invert rows that are sorted by run and place."""
        keys = entries.keys
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]][: len(keys)])
        return cls._weighted(
            places,
            entries.documents,
            entries.words,
            keys[first],
            entries.length[first],
            np.r_[first, len(keys)].astype(np.int64),
            entries.owner,
            entries.counts,
        )

    @classmethod
    def _weighted(
        cls,
        places: tuple[str, ...],
        documents: NDArray[np.int64],
        words: NDArray[np.int64],
        keys: Keys,
        length: NDArray[np.uint8],
        start: NDArray[np.int64],
        owner: NDArray[np.int32],
        counts: NDArray[np.int32],
    ) -> WordProfiles:
        """Add weights and norms."""
        times = np.diff(start)
        weight = run_weights(times, length, len(places))
        squares = np.zeros(len(places))
        for part in np.array_split(np.arange(len(times)), SLICES):  # in parts, to spare memory
            if len(part):
                here = slice(int(start[part[0]]), int(start[part[-1] + 1]))
                values = log_frequency(counts[here]) * np.repeat(weight[part], times[part])
                squares += np.bincount(owner[here], np.square(values), minlength=len(places))
        norm = np.sqrt(squares)
        return cls(places, documents, words, keys, length, start, owner, counts, weight, norm)


def _kept(
    profiles: WordProfiles, kept: NDArray[np.bool_], owner: NDArray[np.int32], counts: NDArray[Any]
) -> tuple[Keys, NDArray[np.uint8], NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return keys, lengths, starts, owners and counts of the entries that are kept."""
    if kept.all():
        return profiles.keys, profiles.length, profiles.start, owner, counts
    # Every run has an entry, so that none of the sums is of nothing.
    times = np.add.reduceat(kept, profiles.start[:-1], dtype=np.int64)
    used = np.flatnonzero(times)
    start = np.r_[0, np.cumsum(times[used])].astype(np.int64)
    return profiles.keys[used], profiles.length[used], start, owner[kept], counts[kept]


def run_weights(places_with: NDArray[np.int64], length: NDArray[np.uint8], places: int) -> Floats:
    """Return (V,) weights: the logarithm of rarity to a power, by length of the run.

    Rarity is (N + 1) / places that use the run: one place more than there are documents of, so
    that a corpus of one place can still be compared with.
    """
    rarity = np.log((places + 1) / np.maximum(places_with, 1))
    return np.asarray(rarity**RARITY_POWER * RUN_WEIGHT[length])


def log_frequency(counts: NDArray[Any]) -> Floats:
    """Return 1 + log(count), so that a word used ten times counts for three."""
    return np.asarray(1.0 + np.log(counts))


@dataclass(frozen=True, slots=True)
class _Entries:
    """Counts as rows, sorted by run and place, each pair once.

    Attributes:
        keys: (E,) number of the run.
        length: (E,) its words.
        owner: (E,) position of the place.
        counts: (E,) how often.
        documents: (N,) documents of each place.
        words: (N,) words of each place.
    """

    keys: Keys
    length: NDArray[np.uint8]
    owner: NDArray[np.int32]
    counts: NDArray[np.int32]
    documents: NDArray[np.int64]
    words: NDArray[np.int64]

    @classmethod
    def none(cls) -> _Entries:
        """Return no rows."""
        nothing = np.zeros(0, dtype=np.int64)
        small = nothing.astype(np.int32)
        byte = nothing.astype(np.uint8)
        return cls(nothing.astype(np.uint64), byte, small, small, nothing, nothing)

    @classmethod
    def of(cls, terms: Terms, owner: int) -> _Entries:
        """Return the rows of one document."""
        whole = np.zeros(owner + 1, dtype=np.int64)
        documents, words = whole.copy(), whole
        documents[owner], words[owner] = 1, terms.words
        owners = np.full(len(terms.keys), owner, dtype=np.int32)
        counts = terms.counts.astype(np.int32)
        return cls(terms.keys, terms.length, owners, counts, documents, words)

    @classmethod
    def joined(cls, parts: list[_Entries], places: int) -> _Entries:
        """Return the rows of several, with equal pairs of run and place added up.

        Slice by slice of the numbers of runs, so that sorting takes little memory.
        """
        cuts = np.linspace(0, 2**64 - 1, SLICES + 1)[1:-1].astype(np.uint64)
        ends = [np.r_[0, np.searchsorted(p.keys, cuts), len(p.keys)] for p in parts]
        slices = [
            _added_up(
                [part._slice(end[at], end[at + 1]) for part, end in zip(parts, ends, strict=True)]
            )
            for at in range(SLICES)
        ]
        keys, length, owner, counts = (np.concatenate(c) for c in zip(*slices, strict=True))
        sums = np.zeros((2, places), dtype=np.int64)
        for part in parts:
            sums[0, : len(part.documents)] += part.documents
            sums[1, : len(part.words)] += part.words
        return cls(keys, length, owner, counts, sums[0], sums[1])

    def _slice(self, first: int, end: int) -> _Rows:
        """Return some rows."""
        rows = slice(first, end)
        return self.keys[rows], self.length[rows], self.owner[rows], self.counts[rows]


def _added_up(parts: list[_Rows]) -> _Rows:
    """Return rows sorted by run and place, equal pairs added up."""
    keys, length, owner, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((owner, keys))
    keys, owner, counts = keys[order], owner[order], counts[order]
    changes = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
    first = np.flatnonzero(np.r_[True, changes][: len(keys)])
    if len(first):
        counts = np.add.reduceat(counts, first, dtype=np.int32)
    return keys[first], length[order[first]], owner[first], counts
