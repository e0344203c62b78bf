"""From scores to probabilities that can be believed.

How far a score stands out says how much likelier its place is; how much, is learned from texts
whose place is known. Fits by maximum likelihood:

1. Which of the places with a document? A conditional logit (McFadden 1974) on a line of each score
   that may bend but never falls, as steep as the length of the text and the distance of its best
   score allow.
   A logistic regression then says how often the likeliest one is right, and moves its odds there.
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
FARTHEST = 5.0
"""How far a score can stand out: 146 deviations. Texts that share next to nothing with anyone would
reach any number."""
SURE = 12.0
"""Largest log odds of whether the place has a document: a chance of 6 in a million."""
FEWEST_TEXTS = 100
"""Texts of about one length that the mass of the credible set is fitted on."""
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
        slopes: (6,) slopes of the line between its bends, none below 0.
        steepness: (6,) coefficients of the logarithm of what all slopes are multiplied with: log
            length and its square, how far the best score stands out and its square, both
            multiplied, and how far the best score is ahead of the second.
        likeliest: (5,) coefficients of whether the likeliest place is right: 1, its log odds and
            their square, log length and its square.
        presence: (8,) coefficients of whether the place is one with a document: 1, those of
            ``steepness``, and the logarithm of the mean likelihood.
        set_words: (K,) lengths at which the mass of the credible set was fitted, rising.
        set_mass: (K,) that mass.
        texts: number of texts that it was fitted on.
    """

    slopes: Floats
    steepness: Floats
    likeliest: Floats
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
        line, context = _features(scores, words)
        logits = line @ self.slopes * np.exp(context[1:] @ self.steepness)
        logits = _moved(logits, context, self.likeliest)
        mean = log_sum(logits) - np.log(len(logits))
        present = np.clip(np.r_[context, mean] @ self.presence, -SURE, SURE)
        return np.asarray(logits - mean + present)

    def mass_of_set(self, words: int) -> float:
        """Return the posterior mass that a credible set gathers for a text of this length."""
        return float(np.interp(np.log(max(words, 1)), np.log(self.set_words), self.set_mass))


def log_sum(logs: Floats) -> float:
    """Return log(sum(exp(logs))) of (N,) numbers: as scipy's, in a tenth of its time for a few."""
    top = logs.max()
    likeliest = logs == top
    ties = np.count_nonzero(likeliest)
    rest = np.exp(np.where(likeliest, -np.inf, logs) - top).sum() / ties
    return float(np.log1p(rest) + np.log(ties) + top)


def standing_out(scores: Floats) -> Floats:
    """Return (N,) how far each score stands out: log(2 + robust z), from 0 up.

    The robust z is the distance from the median in median absolute deviations; it counts from -1.
    """
    distance = scores - np.median(scores)
    spread = TYPICAL_SPREAD * np.median(np.abs(distance))
    deviation = float(np.std(scores))
    if spread <= 1e-6 * deviation:  # most places share nothing with the text
        spread = deviation
    spread = max(spread, np.finfo(float).tiny)
    return np.asarray(np.minimum(np.log(np.maximum(distance / spread, -1.0) + 2.0), FARTHEST))


def _features(scores: Floats, words: int) -> tuple[Floats, Floats]:
    """Return (N, 6) how far each place goes along each part of the line, and (7,) the context."""
    out = standing_out(scores)
    length = np.log(np.clip(words, SHORTEST, LONGEST) / USUAL_LENGTH)
    second, best = np.partition(out, -2)[-2:]
    far = min(best, BENDS[-1] + 1.0) - BENDS[-1]
    context = np.array([1.0, length, length**2, far, far**2, length * far, best - second])
    ends = np.array([0.0, *BENDS, np.inf])
    return np.clip(out[:, None] - ends[:-1], 0.0, np.diff(ends)), context


def fit_calibration(cases: Sequence[Case]) -> Calibration:
    """Learn from texts whose place is known: a thousand or more, of three lengths or more.

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
    slopes, steepness = _fit_line(cases)
    likeliest = _fit_likeliest(cases, slopes, steepness)
    presence = _fit_presence(cases, slopes, steepness, likeliest)
    fitted = (slopes, steepness, likeliest, presence)
    unset = Calibration(*fitted, np.array([USUAL_LENGTH]), np.array([0.9]), len(cases))
    words, mass = _fit_set_mass(unset, cases)
    return Calibration(*fitted, words, mass, len(cases))


def _fit_line(cases: Sequence[Case]) -> tuple[Floats, Floats]:
    """Return slopes and steepness of the conditional logit."""
    features = [_features(case.scores, case.words) for case in cases]
    lines = np.stack([line for line, _ in features])
    context = np.stack([around[1:] for _, around in features])
    own = lines[np.arange(len(cases)), [case.place for case in cases]]
    parts = lines.shape[2]
    from scipy.optimize import minimize  # only to fit: a review never does

    found = minimize(
        partial(_which_place, lines=lines, context=context, own=own),
        np.r_[np.ones(parts), np.zeros(context.shape[1])],
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, None)] * parts + [(None, None)] * context.shape[1],
    )
    return np.asarray(found.x[:parts]), np.asarray(found.x[parts:])


def _which_place(
    coefficients: Floats, lines: Floats, context: Floats, own: Floats
) -> tuple[float, Floats]:
    """Return mean negative log likelihood of the conditional logit, and its gradient."""
    slopes, steepness = np.split(coefficients, [lines.shape[2]])
    scale = np.exp(context @ steepness)
    logits = lines @ slopes * scale[:, None]
    chance = np.exp(log_softmax(logits, axis=1))
    distance = np.einsum("qn,qnf->qf", chance, lines, optimize=True) - own
    value = (logsumexp(logits, axis=1) - own @ slopes * scale).mean()
    by_slope = scale @ distance / len(lines)
    by_steepness = (distance @ slopes * scale) @ context / len(lines)
    gradient = np.r_[by_slope, by_steepness] + 2 * PENALTY * coefficients
    return float(value + PENALTY * coefficients @ coefficients), gradient


def _odds_features(logits: Floats, context: Floats) -> Floats:
    """Return (5,) features of the likeliest place: 1, log odds, their square, the length."""
    best = int(logits.argmax())
    odds = np.clip(logits[best] - log_sum(np.delete(logits, best)), -10.0, 10.0)
    return np.array([1.0, odds, odds**2, context[1], context[2]])


def _moved(logits: Floats, context: Floats, likeliest: Floats) -> Floats:
    """Return logits with the odds of the likeliest place moved, but not behind the second."""
    features = _odds_features(logits, context)
    second, best = np.partition(logits, -2)[-2:]
    moved = logits.copy()
    moved[int(logits.argmax())] += max(features @ likeliest - features[1], second - best)
    return moved


def _fit_likeliest(cases: Sequence[Case], slopes: Floats, steepness: Floats) -> Floats:
    """Return the coefficients of whether the likeliest place is right."""
    rows, right = [], []
    for case in cases:
        line, context = _features(case.scores, case.words)
        logits = line @ slopes * np.exp(context[1:] @ steepness)
        rows.append(_odds_features(logits, context))
        right.append(int(logits.argmax()) == case.place)
    return _fit_logistic(np.array(rows), np.array(right))


def _fit_logistic(rows: Floats, yes: NDArray[np.bool_]) -> Floats:
    """Return the coefficients of a logistic regression."""
    from scipy.optimize import minimize

    found = minimize(
        partial(_logistic, rows=rows, sign=np.where(yes, 1.0, -1.0)),
        np.zeros(rows.shape[1]),
        jac=True,
        method="L-BFGS-B",
    )
    return np.asarray(found.x)


def _fit_presence(
    cases: Sequence[Case], slopes: Floats, steepness: Floats, likeliest: Floats
) -> Floats:
    """Return the coefficients of whether the true place is among those with a document."""
    rows, present = [], []
    for case in cases:
        for scores in (case.scores, np.delete(case.scores, case.place)):
            line, context = _features(scores, case.words)
            logits = line @ slopes * np.exp(context[1:] @ steepness)
            logits = _moved(logits, context, likeliest)
            mean = logsumexp(logits) - np.log(len(scores))
            rows.append(np.r_[context, mean])
            present.append(len(scores) == len(case.scores))
    return _fit_logistic(np.array(rows), np.array(present))


def _logistic(coefficients: Floats, rows: Floats, sign: Floats) -> tuple[float, Floats]:
    """Return mean negative log likelihood of a logistic regression, and its gradient."""
    margin = sign * (rows @ coefficients)
    value = np.logaddexp(0.0, -margin).mean() + PENALTY * coefficients @ coefficients
    slope = -(sign * np.exp(-np.logaddexp(0.0, margin))) @ rows / len(rows)
    return float(value), slope + 2 * PENALTY * coefficients


def _fit_set_mass(calibration: Calibration, cases: Sequence[Case]) -> tuple[Floats, Floats]:
    """Return lengths, and the mass that makes credible sets of each hold 90 % of true places.

    A set holds the true place once it gathers more than the mass of all likelier places. The mass
    wanted is the 90 % quantile of that, at every doubling of length with enough texts.
    """
    words = np.log2([max(case.words, 1) for case in cases])
    before = np.array([_mass_before(calibration, case) for case in cases])
    group = np.round(words)
    groups = [group == size for size in np.unique(group)]
    large = [one for one in groups if one.sum() >= FEWEST_TEXTS] or [np.ones(len(cases), bool)]
    mass = [np.quantile(before[one], CREDIBLE_LEVEL, method="higher") for one in large]
    lengths = np.array([2.0 ** words[one].mean() for one in large])
    return lengths, np.minimum(np.array(mass) + 1e-9, 1.0)


def _mass_before(calibration: Calibration, case: Case) -> float:
    """Return the posterior mass of the places that are likelier than the true one."""
    logs = calibration.log_likelihoods(case.scores, case.words)
    chance = np.exp(log_softmax(logs))
    return float(chance[chance > chance[case.place]].sum())
