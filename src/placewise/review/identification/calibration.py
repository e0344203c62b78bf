"""From scores to probabilities that can be believed.

How far a score stands out says how much likelier its place is; how much, is learned from texts
whose place is known. Two convex fits, both by maximum likelihood:

1. Which of the places with a document? A conditional logit (McFadden 1974) on a bent line of each
   score, whose slopes depend on the length of the text and on how far the best score stands out.
2. Is it one of these at all? A logistic regression, on the same texts with their own place left in
   and taken out.

A credible set gathers whole candidates and would hold the true place too often; the mass that it
gathers is therefore set so that it does in 90 % of the texts (conformal prediction: Romano, Sesia
and Candes 2020, without their coin tosses).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, logsumexp

from placewise.errors import InputError
from placewise.model.identification import CREDIBLE_LEVEL

Floats = NDArray[np.float64]

FEWEST_PLACES = 5
"""Places with a document below which words are not used: nothing shows what stands out."""
BENDS = (0.7, 1.2, 1.7, 2.2, 2.8)
"""Where the line of how far a score stands out may bend."""
SHORTEST, LONGEST = 50.0, 20_000.0
"""Words of the text that are told apart; shorter and longer ones are treated like these."""
USUAL_LENGTH = 300.0
"""Length, in words, that the others are measured from."""
PENALTY = 1e-4
"""Quadratic penalty on coefficients, which keeps a fit on few texts finite."""
TYPICAL_SPREAD = 1.4826
"""Standard deviations of a normal distribution in one median absolute deviation."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text whose place is known.

    Attributes:
        scores: (N,) its scores for all places with a document.
        place: position of its own place.
        words: its length.
    """

    scores: Floats
    place: int
    words: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was learned of how scores turn into probabilities.

    Attributes:
        slopes: (6, 4) coefficients of the conditional logit: bent line by context.
        presence: (5,) coefficients of whether the place is one with a document.
        set_words: (K,) lengths at which the mass of the credible set was fitted, rising.
        set_mass: (K,) that mass.
        texts: number of texts that it was fitted on.
    """

    slopes: Floats
    presence: Floats
    set_words: Floats
    set_mass: Floats
    texts: int

    def log_likelihoods(self, scores: Floats, words: int) -> Floats:
        """Return (N,) log likelihood ratios of each place against a place without a document.

        All 0, which says nothing, where there are fewer than ``FEWEST_PLACES`` places or where the
        text shares nothing with any of them.
        """
        scores = np.asarray(scores, dtype=np.float64)
        if len(scores) < FEWEST_PLACES or not scores.any():
            return np.zeros(len(scores))
        features, context = _features(scores, words)
        logits = features @ self.slopes.ravel()
        mean = logsumexp(logits) - np.log(len(logits))
        present = np.r_[context, mean] @ self.presence
        return np.asarray(logits - mean + present)

    def mass_of_set(self, words: int) -> float:
        """Return the posterior mass that a credible set gathers for a text of this length."""
        return float(np.interp(np.log(max(words, 1)), np.log(self.set_words), self.set_mass))


def standing_out(scores: Floats) -> Floats:
    """Return (N,) how far each score stands out: log(2 + robust z), from 0 up.

    The robust z is the distance from the median in median absolute deviations; it counts from -1.
    """
    distance = scores - np.median(scores)
    spread = TYPICAL_SPREAD * np.median(np.abs(distance))
    if spread <= 0.0:  # most places share nothing with the text
        spread = max(float(np.std(scores)), np.finfo(float).tiny)
    return np.asarray(np.log(np.maximum(distance / spread, -1.0) + 2.0))


def _features(scores: Floats, words: int) -> tuple[Floats, Floats]:
    """Return (N, 24) features of the places and (4,) the context of the text."""
    out = standing_out(scores)
    length = np.log(np.clip(words, SHORTEST, LONGEST) / USUAL_LENGTH)
    context = np.array([1.0, length, length**2, out.max()])
    line = np.stack([out, *(np.maximum(out - bend, 0.0) for bend in BENDS)], axis=1)
    return (line[:, :, None] * context).reshape(len(scores), -1), context


def fit_calibration(cases: Sequence[Case]) -> Calibration:
    """Learn from texts whose place is known, of several lengths.

    Args:
        cases: all with the same number of places, at least ``FEWEST_PLACES`` + 1 of them.
    """
    counts = {len(case.scores) for case in cases}
    if len(counts) != 1 or min(counts) <= FEWEST_PLACES:
        raise InputError(
            "A calibration needs texts that were scored against the same places",
            where=f"numbers of places: {sorted(counts)}",
            allowed=f"one number, at least {FEWEST_PLACES + 1}",
            action="Score every text against every place, and give at least one text.",
        )
    slopes = _fit_slopes(cases)
    presence = _fit_presence(cases, slopes)
    unset = Calibration(slopes, presence, np.array([USUAL_LENGTH]), np.array([0.9]), len(cases))
    words, mass = _fit_set_mass(unset, cases)
    return Calibration(slopes, presence, words, mass, len(cases))


def _fit_slopes(cases: Sequence[Case]) -> Floats:
    """Return the coefficients of the conditional logit."""
    features = np.stack([_features(case.scores, case.words)[0] for case in cases])
    place = np.array([case.place for case in cases])
    found = minimize(
        partial(_which_place, features=features, own=features[np.arange(len(cases)), place]),
        np.zeros(features.shape[2]),
        jac=True,
        method="L-BFGS-B",
    )
    return np.asarray(found.x.reshape(len(BENDS) + 1, -1))


def _which_place(slopes: Floats, features: Floats, own: Floats) -> tuple[float, Floats]:
    """Return mean negative log likelihood of the conditional logit, and its gradient."""
    logits = features @ slopes
    chance = np.exp(log_softmax(logits, axis=1))
    expected = np.einsum("qn,qnf->f", chance, features, optimize=True) / len(features)
    value = (logsumexp(logits, axis=1) - own @ slopes).mean() + PENALTY * slopes @ slopes
    return float(value), expected - own.mean(axis=0) + 2 * PENALTY * slopes


def _fit_presence(cases: Sequence[Case], slopes: Floats) -> Floats:
    """Return the coefficients of whether the true place is among those with a document."""
    rows, present = [], []
    for case in cases:
        for scores in (case.scores, np.delete(case.scores, case.place)):
            features, context = _features(scores, case.words)
            mean = logsumexp(features @ slopes.ravel()) - np.log(len(scores))
            rows.append(np.r_[context, mean])
            present.append(len(scores) == len(case.scores))
    found = minimize(
        partial(_is_present, rows=np.array(rows), sign=np.where(present, 1.0, -1.0)),
        np.zeros(len(rows[0])),
        jac=True,
        method="L-BFGS-B",
    )
    return np.asarray(found.x)


def _is_present(coefficients: Floats, rows: Floats, sign: Floats) -> tuple[float, Floats]:
    """Return mean negative log likelihood of a logistic regression, and its gradient."""
    margin = sign * (rows @ coefficients)
    value = np.logaddexp(0.0, -margin).mean() + PENALTY * coefficients @ coefficients
    slope = -(sign * np.exp(-np.logaddexp(0.0, margin))) @ rows / len(rows)
    return float(value), slope + 2 * PENALTY * coefficients


def _fit_set_mass(calibration: Calibration, cases: Sequence[Case]) -> tuple[Floats, Floats]:
    """Return lengths, and the mass that makes credible sets of each hold 90 % of true places.

    A set holds the true place once it gathers more than the mass of all likelier places. The mass
    wanted is the 90 % quantile of that, at up to five lengths, each taken from its neighbourhood.
    """
    words = np.array([case.words for case in cases], dtype=np.float64)
    before = np.array([_mass_before(calibration, case) for case in cases])
    order = np.argsort(words, kind="stable")
    groups = np.array_split(order, max(min(5, len(cases) // 100), 1))
    lengths = np.array([np.exp(np.log(np.maximum(words[g], 1)).mean()) for g in groups])
    mass = np.array([np.quantile(before[g], CREDIBLE_LEVEL, method="higher") for g in groups])
    lengths, first = np.unique(lengths, return_index=True)
    return lengths, np.minimum(mass[first] + 1e-9, 1.0)


def _mass_before(calibration: Calibration, case: Case) -> float:
    """Return the posterior mass of the places that are likelier than the true one."""
    logs = calibration.log_likelihoods(case.scores, case.words)
    chance = np.exp(log_softmax(logs))
    return float(chance[chance > chance[case.place]].sum())
