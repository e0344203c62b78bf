"""How alike a text and the documents of each place are: the cosine of their weighted runs.

Transparent on purpose: a score is a sum over runs of words, so that it can be said which words and
which passages gave the place away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.review.identification.features import Keys, Runs, Terms
from placewise.review.identification.profiles import WordProfiles, log_frequency

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matches:
    """The runs that a text shares with the documents of places.

    Attributes:
        term: (M,) position of the run among the terms of the text.
        owner: (M,) position of the place.
        part: (M,) what the pair adds to the cosine of that place.
        found: (T,) whether any place uses the run.
        places_with: (T,) number of places that use it.
    """

    term: NDArray[np.intp]
    owner: NDArray[np.int32]
    part: Floats
    found: NDArray[np.bool_]
    places_with: NDArray[np.int64]

    def scores(self, places: int) -> Floats:
        """Return (N,) cosines."""
        return np.asarray(np.bincount(self.owner, self.part, minlength=places), dtype=np.float64)

    def excess_by_term(self, place: int, places: int) -> Floats:
        """Return (T,) what each run adds to one place beyond what it adds to the mean other."""
        terms = len(self.found)
        mine = self.owner == place
        own = np.bincount(self.term[mine], self.part[mine], minlength=terms)
        all_places = np.bincount(self.term, self.part, minlength=terms)
        return np.asarray(own - (all_places - own) / max(places - 1, 1))


def positions(profiles: WordProfiles, keys: Keys) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return where each run stands in the profiles, and whether it does."""
    if not len(profiles.keys):
        return np.zeros(len(keys), dtype=np.intp), np.zeros(len(keys), dtype=bool)
    where = np.searchsorted(profiles.keys, keys)
    where[where == len(profiles.keys)] = 0
    return where, profiles.keys[where] == keys


@dataclass(frozen=True, slots=True)
class Shared:
    """What the runs of a text add to places, up to how often it uses them and how long it is.

    Looked up once for a text, it serves every part of it.

    Attributes:
        found: (T,) whether any place uses the run.
        places_with: (T,) number of places that use it.
        weight: (T,) weight of the run; 0 where no place uses it.
        first: (T,) where the entries of the run begin.
        owner: (E,) position of a place that uses the run, rising within a run.
        value: (E,) its weighted value in that place.
        norm: (N,) Euclidean norm of the weighted vector of each place.
    """

    found: NDArray[np.bool_]
    places_with: NDArray[np.int64]
    weight: Floats
    first: NDArray[np.int64]
    owner: NDArray[np.int32]
    value: Floats
    norm: Floats

    @classmethod
    def of(cls, profiles: WordProfiles, terms: Terms) -> Shared:
        """Look up the runs of a text."""
        where, found = positions(profiles, terms.keys)
        known, where = np.flatnonzero(found), where[found]
        times = profiles.start[where + 1] - profiles.start[where]
        places_with = np.zeros(len(found), dtype=np.int64)
        places_with[known] = times
        weight = np.zeros(len(found))
        weight[known] = profiles.weight[where]
        entry = _entries(profiles.start[where], times)
        value = log_frequency(profiles.counts[entry]) * np.repeat(weight[known], times)
        first = np.cumsum(places_with) - places_with
        return cls(found, places_with, weight, first, profiles.owner[entry], value, profiles.norm)

    def matches(self, terms: NDArray[np.intp], counts: NDArray[np.int64]) -> Matches:
        """Return what some of the runs add to the cosine of each place.

        Runs that no place uses are left out of the norm of the text too: they say nothing about
        which of the places it is.

        Args:
            terms: (K,) positions of runs, rising.
            counts: (K,) how often each is used.
        """
        found = self.found[terms]
        known = np.flatnonzero(found)
        used = terms[known]
        weight = log_frequency(counts[known]) * self.weight[used]
        norm = np.sqrt(np.square(weight).sum())
        times = self.places_with[used]
        entry = _entries(self.first[used], times)
        owner, theirs = self.owner[entry], self.value[entry]
        part = (
            np.repeat(weight, times) * theirs / (norm * self.norm[owner]) if len(entry) else theirs
        )
        return Matches(np.repeat(known, times), owner, part, found, self.places_with[terms])


def _entries(first: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of entries of which so many follow each first one."""
    ends = np.cumsum(times)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(first - (ends - times), times))


def match(profiles: WordProfiles, terms: Terms) -> Matches:
    """Find the runs that a text shares with each place, and what they add to its cosine."""
    return Shared.of(profiles, terms).matches(np.arange(len(terms.keys)), terms.counts)


def scores(profiles: WordProfiles, terms: Terms) -> Floats:
    """Return (N,) cosines of a text with each place; 0 where nothing is shared."""
    return match(profiles, terms).scores(len(profiles.places))


def spread_over_runs(runs: Runs, terms: Terms, by_term: Floats) -> Floats:
    """Return (R,) what each standing run adds: equal parts for a run that stands several times."""
    position = np.searchsorted(terms.keys, runs.keys)
    return np.asarray(by_term[position] / terms.counts[position])
