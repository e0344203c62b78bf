"""One text at one level of masking: which place, which words and passages gave it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placewise.errors import UnknownNameError
from placewise.model.identification import (
    CREDIBLE_LEVEL,
    Evidence,
    LevelIdentification,
    PassageIdentification,
    Posterior,
    TellingWords,
)
from placewise.review.identification.calibration import FEWEST_PLACES, Calibration
from placewise.review.identification.features import Runs, Terms, runs_of
from placewise.review.identification.posterior import (
    WEIGHT_OF_FACTS,
    WEIGHT_OF_WORDS,
    combined,
    words_evidence,
)
from placewise.review.identification.profiles import WordProfiles
from placewise.review.identification.scores import Matches, Shared, scores, spread_over_runs

Floats = NDArray[np.float64]

MOST_TELLING = 20
"""Runs of words that are listed for a text; a quarter of them for a passage."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places that a text could be about, and what is known of them.

    Attributes:
        places: (N,) all candidates; those of ``profiles`` must be among them.
        profiles: words of the places that have documents.
        calibration: how scores turn into probabilities, for the level of masking.
        prior: (N,) prior probabilities up to a factor; None for equal ones.
        weight_of_words: what log likelihoods from words are multiplied with.
        weight_of_facts: what log likelihoods from facts are multiplied with.
    """

    places: tuple[str, ...]
    profiles: WordProfiles
    calibration: Calibration
    prior: Floats | None = None
    weight_of_words: float = WEIGHT_OF_WORDS
    weight_of_facts: float = WEIGHT_OF_FACTS

    def posterior(self, terms: Terms, facts: Floats | None = None) -> Posterior:
        """Return the posterior of a text from its words and, where given, its facts."""
        return self._posterior(scores(self.profiles, terms), terms.words, facts)

    def _posterior(self, cosines: Floats, words: int, facts: Floats | None) -> Posterior:
        logs = self.calibration.log_likelihoods(cosines, words)
        documented = self.profiles.places
        evidence = [words_evidence(self.places, documented, logs, self.weight_of_words)]
        if facts is not None:
            evidence.append(Evidence("facts", facts, self.weight_of_facts))
        mass = CREDIBLE_LEVEL
        if len(documented) >= FEWEST_PLACES:
            mass = self.calibration.mass_of_set(words)
        return combined(self.places, evidence, documented, self.prior, mass)


def identify(
    text: str,
    place: str,
    candidates: Candidates,
    *,
    level: int,
    passages: Sequence[tuple[int, int]] = (),
    facts: Floats | None = None,
) -> LevelIdentification:
    """Say how well a text can be told to be about its place, and what tells.

    Args:
        text: the text, masked at ``level``; a masked name is a run of ``features.MASK``.
        place: the place that it is about, one of the candidates.
        candidates: the places it could be about.
        level: level of masking, carried through to the result.
        passages: offsets of passages, rising and not overlapping.
        facts: (N,) log likelihoods of the whole text from facts, for all candidates; passages are
            judged from their words alone.
    """
    if place not in candidates.places:
        raise UnknownNameError.among("candidate", place, candidates.places)
    profiles = candidates.profiles
    runs = runs_of(text)
    terms = runs.terms()
    shared = Shared.of(profiles, terms)
    matches = shared.matches(np.arange(len(terms.keys)), terms.counts)
    cosines = matches.scores(len(profiles.places))
    posterior = candidates._posterior(cosines, terms.words, facts)
    beginning = runs.beginning_in(passages)
    alone = [
        _of_passage(candidates, shared, runs, terms, here, end)
        for here, (_, end) in zip(beginning, passages, strict=True)
    ]
    if place not in profiles.places:
        unknown = tuple(
            PassageIdentification(start, end, one, float("nan"), ())
            for (start, end), one in zip(passages, alone, strict=True)
        )
        return LevelIdentification(level, posterior, float("nan"), (), unknown)
    by_term = matches.excess_by_term(profiles.places.index(place), len(profiles.places))
    each = spread_over_runs(runs, terms, by_term)
    telling = _telling(text, runs, terms, matches, each, np.arange(len(each)), MOST_TELLING)
    # A run belongs to the passage it begins in, so that passages add up to the whole.
    judged = tuple(
        PassageIdentification(
            start,
            end,
            one,
            float(each[here].sum()),
            _telling(text, runs, terms, matches, each, here, MOST_TELLING // 4),
        )
        for (start, end), here, one in zip(passages, beginning, alone, strict=True)
    )
    return LevelIdentification(level, posterior, float(by_term.sum()), telling, judged)


def _of_passage(
    candidates: Candidates,
    shared: Shared,
    runs: Runs,
    terms: Terms,
    beginning: NDArray[np.intp],
    end: int,
) -> Posterior:
    """Return the posterior of one passage from the words that stand in it alone.

    Args:
        candidates: the places that it could be about.
        shared: the runs of the whole text in their documents.
        runs: the runs of the whole text.
        terms: the distinct ones.
        beginning: those that begin in the passage.
        end: where it ends.
    """
    whole = beginning[runs.end[beginning] <= end]
    term, counts = np.unique(np.searchsorted(terms.keys, runs.keys[whole]), return_counts=True)
    cosines = shared.matches(term, counts).scores(len(candidates.profiles.places))
    words = int((runs.length[whole] == 1).sum())
    return candidates._posterior(cosines, words, None)


def _telling(
    text: str,
    runs: Runs,
    terms: Terms,
    matches: Matches,
    each: Floats,
    here: NDArray[np.intp],
    most: int,
) -> tuple[TellingWords, ...]:
    """Return the runs of words that add most to the score of the place, most telling first."""
    if not len(here):
        return ()
    keys, first, group = np.unique(runs.keys[here], return_index=True, return_inverse=True)
    added = np.bincount(group, each[here])
    times = np.bincount(group)
    term = np.searchsorted(terms.keys, keys)
    best = [int(row) for row in np.argsort(-added, kind="stable")[:most] if added[row] > 0]
    found = []
    for row in best:
        start, end = int(runs.start[here[first[row]]]), int(runs.end[here[first[row]]])
        places_with = int(matches.places_with[term[row]])
        found.append(
            TellingWords(
                text[start:end], start, end, int(times[row]), places_with, float(added[row])
            )
        )
    return tuple(found)
