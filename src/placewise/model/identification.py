"""Would you know the place? Posteriors over places, and what gave the place away.

A place without a document is as much a candidate as a place with one: words say nothing about which
of the undocumented places it could be, facts may.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CREDIBLE_LEVEL = 0.90
"""Share of cases in which the credible set is built to hold the true place."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence for every candidate.

    Attributes:
        name: ``words`` or ``facts``.
        log_likelihoods: (N,) natural logarithm of the likelihood of the text under each candidate,
            up to a constant; for words 0 is a place without a document.
        weight: what the log likelihoods were multiplied with before they were added; 0 where this
            kind of evidence was not used.
        note: why it was not used, or what limits it; "" where there is nothing to say.
    """

    name: str
    log_likelihoods: Floats
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Posterior:
    """How likely each candidate is to be the place of a text.

    Attributes:
        places: (N,) names of the candidates, in the order of ``probability``.
        probability: (N,) posterior probabilities, which sum to 1.
        has_document: (N,) whether words could be compared with a document of the place.
        set_mass: posterior mass that the credible set gathers. Calibrated, so that the set holds
            the true place in 90 % of cases: whole candidates are gathered, and a set built for a
            mass of 0.90 would hold it more often.
        evidence: what went into it, with the weights.
    """

    places: tuple[str, ...]
    probability: Floats
    has_document: NDArray[np.bool_]
    set_mass: float
    evidence: tuple[Evidence, ...]

    @property
    def anonymity_set(self) -> float:
        """Return exp(entropy): the number of places that the text could be about."""
        known = self.probability[self.probability > 0.0]
        return float(np.exp(max(-(known * np.log(known)).sum(), 0.0)))

    @property
    def undocumented_mass(self) -> float:
        """Return the probability that it is a place without a document."""
        return float(self.probability[~self.has_document].sum())

    def order(self) -> NDArray[np.intp]:
        """Return (N,) positions of the candidates, most likely first; ties in given order."""
        return np.asarray(np.argsort(-self.probability, kind="stable"))

    def rank(self, place: str) -> float:
        """Return the rank of a place, from 1; places that tie share the mean of their ranks."""
        mine = self.probability[self.places.index(place)]
        above = int((self.probability > mine).sum())
        return above + (int((self.probability == mine).sum()) + 1) / 2

    def probability_of(self, place: str) -> float:
        """Return the probability of one place."""
        return float(self.probability[self.places.index(place)])

    def credible_set(self) -> tuple[str, ...]:
        """Return the fewest most likely places that together reach ``set_mass``."""
        order = self.order()
        reached = np.cumsum(self.probability[order]) >= self.set_mass - 1e-12
        size = int(reached.argmax()) + 1 if reached.any() else len(order)
        return tuple(self.places[position] for position in order[:size])


@dataclass(frozen=True, slots=True)
class TellingWords:
    """A run of one to three words and what it adds to the score of the place.

    Attributes:
        text: the words as they stand in the text.
        start: offset of the first time they stand in the text.
        end: offset behind it.
        times: how often they stand in the text.
        places: how many places use them in their documents.
        contribution: what they add to the score of the place beyond what they add to that of the
            mean other place; over all runs these add up to :attr:`LevelIdentification.excess`.
    """

    text: str
    start: int
    end: int
    times: int
    places: int
    contribution: float


@dataclass(frozen=True, slots=True)
class PassageIdentification:
    """What one passage alone says about the place, and what it adds to the whole.

    Attributes:
        start: offset of the passage in the text.
        end: offset behind it.
        posterior: over the candidates, from this passage alone.
        contribution: what the passage adds to the excess of the place; over all passages these add
            up to :attr:`LevelIdentification.excess`.
        telling: its most telling words, most telling first.
    """

    start: int
    end: int
    posterior: Posterior
    contribution: float
    telling: tuple[TellingWords, ...]


@dataclass(frozen=True, slots=True)
class LevelIdentification:
    """Identification of a text at one level of masking.

    Attributes:
        level: the level of masking, 0 to 3.
        posterior: over the candidates, from the whole text.
        excess: score of the place less the mean score of the other places with a document; NaN
            where the place has no document.
        telling: the most telling words of the text, most telling first.
        passages: what each passage says, in the order given.
    """

    level: int
    posterior: Posterior
    excess: float
    telling: tuple[TellingWords, ...]
    passages: tuple[PassageIdentification, ...]
