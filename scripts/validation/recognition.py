"""Figures on how well places are recognised, with intervals that redraw places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from placewise.review.identification.calibration import Calibration, Case, fit_calibration

Floats = NDArray[np.float64]

FOLDS = 4
DRAWS = 1_000
BINS = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ranks of true places (Q,), and the place (Q,) each belongs to."""

    rank: Floats
    place: NDArray[np.intp]

    def figures(self) -> list[str]:
        """Return top-1, top-10 and mean reciprocal rank with 95 % intervals over places."""
        values = np.stack([self.rank < 2, self.rank <= 10, 1 / self.rank], axis=1)
        return [interval(values[:, column], self.place) for column in range(3)]


def interval(values: Floats, place: NDArray[np.intp]) -> str:
    """Return a mean and its bootstrap interval; all passages of a place are drawn together."""
    count = int(place.max()) + 1
    sums = np.bincount(place, values, minlength=count)
    sizes = np.bincount(place, minlength=count)
    drawn = np.random.default_rng(0).integers(count, size=(DRAWS, count))
    means = sums[drawn].sum(axis=1) / np.maximum(sizes[drawn].sum(axis=1), 1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{values.mean():.3f} ({low:.3f} to {high:.3f})"


def ranked(scores: Floats, place: NDArray[np.intp]) -> Ranked:
    """Return ranks; places that tie share the worst of theirs."""
    mine = scores[np.arange(len(scores)), place][:, None]
    return Ranked((scores >= mine).sum(axis=1).astype(np.float64), place)


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated of each text, by calibrations that never saw its place.

    Attributes:
        place: (Q,) its place.
        sure: (Q,) probability of the likeliest place.
        right: (Q,) whether that was the place.
        inside: (Q,) whether the credible set held the place.
        size: (Q,) places in the credible set.
        anonymity: (Q,) exp(entropy).
        present: (Q,) stated probability that the place is among those with a document, as many
            places without one being candidates, while it was.
        absent: (Q,) the same after the documents of the place were taken out.
    """

    place: NDArray[np.intp]
    sure: Floats
    right: Floats
    inside: Floats
    size: Floats
    anonymity: Floats
    present: Floats
    absent: Floats

    def only(self, rows: NDArray[np.bool_]) -> Stated:
        """Return some of the texts."""
        return Stated(*(getattr(self, name)[rows] for name in self.__slots__))


def stated(cases: list[Case], calibrations: list[Calibration], fold: NDArray[np.intp]) -> Stated:
    """Return what is stated of each text by the calibration of its place's fold."""
    rows = []
    for case in cases:
        calibration = calibrations[fold[case.place]]
        logs = calibration.log_likelihoods(case.scores, case.words)
        chance = softmax(logs)
        order = np.argsort(-chance, kind="stable")
        mass = calibration.mass_of_set(case.words)
        reached = np.cumsum(chance[order]) >= mass - 1e-12
        size = int(reached.argmax()) + 1 if reached.any() else len(order)
        entropy = -(chance * np.log(np.maximum(chance, 1e-300))).sum()
        without = calibration.log_likelihoods(np.delete(case.scores, case.place), case.words)
        odds = [np.exp(some).mean() for some in (logs, without)]
        rows.append(
            [case.place, chance.max(), order[0] == case.place, case.place in order[:size], size,
             np.exp(entropy), *(one / (1 + one) for one in odds)]
        )  # fmt: skip
    table = np.array(rows, dtype=np.float64).T
    return Stated(table[0].astype(np.intp), *table[1:])


def cross_validated(cases: list[Case], places: int, seed: int) -> Stated:
    """Return what is stated of each text by a calibration on the texts of other places."""
    fold = np.random.default_rng(seed).permutation(places) % FOLDS
    calibrations = [
        fit_calibration([case for case in cases if fold[case.place] != held])
        for held in range(FOLDS)
    ]
    return stated(cases, calibrations, fold)


def bins(sure: Floats, right: Floats) -> list[tuple[int, float, float]]:
    """Return texts, mean stated probability and share that came true, for each bin in use."""
    which = np.minimum((sure * BINS).astype(int), BINS - 1)
    groups = [which == number for number in range(BINS)]
    return [
        (int(g.sum()), float(sure[g].mean()), float(right[g].mean())) for g in groups if g.any()
    ]


def expected_calibration_error(sure: Floats, right: Floats) -> float:
    """Return the mean distance between stated probability and share, over ten bins."""
    return sum(count * abs(mean - share) for count, mean, share in bins(sure, right)) / len(sure)


def error_of_a_perfect_forecast(sure: Floats, draws: int = 200) -> float:
    """Return the mean calibration error if every stated probability were true, by simulation."""
    rng = np.random.default_rng(0)
    drawn = (rng.random((draws, len(sure))) < sure).astype(np.float64)
    return float(np.mean([expected_calibration_error(sure, right) for right in drawn]))
