"""Sizes of effect of several studies put together: random-effects meta-analysis.

True effects differ between studies with variance tau2 around their mean. Estimators of tau2:
DerSimonian and Laird (1986), Paule and Mandel (1982), and restricted maximum likelihood
(Viechtbauer 2005). Intervals of the mean: Hartung and Knapp (2001), or normal. The interval of tau2
is that of the Q-profile (Viechtbauer 2007), the prediction interval weighs tau2 by the same
(:mod:`placewise.plan.prediction`), whatever tau2 was estimated by.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

from placewise.errors import InputError
from placewise.plan.prediction import prediction_interval

Floats = NDArray[np.float64]

METHODS = ("REML", "PM", "DL")
"""Restricted maximum likelihood; Paule and Mandel; DerSimonian and Laird."""
INTERVALS = ("Hartung-Knapp", "normal")
FEWEST = 2
FEWEST_TO_PREDICT = 3


@dataclass(frozen=True, slots=True)
class MetaAnalysis:
    """The mean of effects of several studies, and how far they differ.

    Attributes:
        method: that tau2 was estimated by: one of :data:`METHODS`.
        interval: that the limits of the mean are of: one of :data:`INTERVALS`.
        studies: how many.
        level: that the intervals cover.
        mean: of the true effects, in the unit of the effects.
        error: its standard error.
        lower: lower limit of the mean.
        upper: upper limit.
        prediction_lower: lower limit for the true effect of another study; NaN with two studies.
        prediction_upper: upper limit.
        tau2: variance of true effects between studies.
        tau2_lower: lower limit of that.
        tau2_upper: upper limit.
        q: Cochran's Q, chi-squared with studies - 1 degrees of freedom if effects do not differ.
        q_p_value: chance of a larger Q if they do not.
        i2: share of the variation between estimates that is no sampling error, 0 to 1.
        weights: (K,) of the studies; sums to 1.
    """

    method: str
    interval: str
    studies: int
    level: float
    mean: float
    error: float
    lower: float
    upper: float
    prediction_lower: float
    prediction_upper: float
    tau2: float
    tau2_lower: float
    tau2_upper: float
    q: float
    q_p_value: float
    i2: float
    weights: Floats


def meta_analysis(
    effects: ArrayLike,
    errors: ArrayLike,
    *,
    method: str = "REML",
    interval: str = "Hartung-Knapp",
    level: float = 0.95,
) -> MetaAnalysis:
    """Put effects of several studies together.

    Args:
        effects: (K,) estimates in one unit; ratios as logarithms.
        errors: (K,) their standard errors.
        method: one of :data:`METHODS`.
        interval: one of :data:`INTERVALS`.
        level: that intervals cover.

    Raises:
        InputError: fewer than two studies, lengths that differ, an error that is not above 0, or a
            method, interval or level that is not known.
    """
    y, v = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float) ** 2
    _check(y, v, method, interval, level)
    # Computed in units of the typical error: results do not depend on the unit of the effects.
    scale = float(np.sqrt(1 / np.mean(1 / v)))
    y, v = y / scale, v / scale**2
    tau2 = {"REML": _restricted_likelihood, "PM": _paule_mandel, "DL": _dersimonian_laird}[method](
        y, v
    )
    weights = 1 / (v + tau2)
    mean = float(weights @ y / weights.sum())
    df = y.size - 1
    error = float(1 / np.sqrt(weights.sum()))
    quantile = float(stats.norm.ppf((1 + level) / 2))
    if interval == "Hartung-Knapp":
        error *= float(np.sqrt(_generalised_q(y, v, tau2) / df))
        quantile = float(stats.t.ppf((1 + level) / 2, df))
    predicted = (float("nan"), float("nan"))
    if y.size >= FEWEST_TO_PREDICT:
        predicted = prediction_interval(y, v, level)
    q = _generalised_q(y, v, 0.0)
    w = 1 / v
    typical = df * w.sum() / (w.sum() ** 2 - (w**2).sum())
    least, most = _q_profile(y, v, level)
    return MetaAnalysis(
        method=method, interval=interval, studies=y.size, level=level,
        mean=mean * scale, error=error * scale,
        lower=(mean - quantile * error) * scale, upper=(mean + quantile * error) * scale,
        prediction_lower=predicted[0] * scale, prediction_upper=predicted[1] * scale,
        tau2=tau2 * scale**2, tau2_lower=least * scale**2, tau2_upper=most * scale**2,
        q=q, q_p_value=float(stats.chi2.sf(q, df)), i2=float(tau2 / (tau2 + typical)),
        weights=weights / weights.sum(),
    )  # fmt: skip


def _generalised_q(y: Floats, v: Floats, tau2: float) -> float:
    """Return the weighted sum of squares about the mean; it falls as tau2 grows."""
    w = 1 / (v + tau2)
    return float(w @ (y - w @ y / w.sum()) ** 2)


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    w = 1 / v
    excess = _generalised_q(y, v, 0.0) - (y.size - 1)
    return max(0.0, float(excess / (w.sum() - (w**2).sum() / w.sum())))


def _paule_mandel(y: Floats, v: Floats) -> float:
    return _where_q_is(y, v, y.size - 1)


def _where_q_is(y: Floats, v: Floats, target: float) -> float:
    """Return the tau2 at which the generalised Q falls to a target; 0 if it starts below."""
    if _generalised_q(y, v, 0.0) <= target:
        return 0.0
    highest = 1.0
    while _generalised_q(y, v, highest) > target:
        highest *= 2.0
    excess: Callable[[float], float] = lambda tau2: _generalised_q(y, v, tau2) - target  # noqa: E731
    return float(optimize.brentq(excess, 0.0, highest, xtol=1e-13, rtol=1e-13))


def _q_profile(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    df = y.size - 1
    high, low = stats.chi2.ppf([(1 + level) / 2, (1 - level) / 2], df)
    return _where_q_is(y, v, float(high)), _where_q_is(y, v, float(low))


def _restricted_likelihood(y: Floats, v: Floats) -> float:
    """Return the tau2 of the highest restricted likelihood.

    The likelihood may have several peaks: it is searched on a grid, then refined by the sign of its
    slope between the neighbours of the best point.
    """
    spread = float(np.var(y, ddof=1))
    grid = np.concatenate([[0.0], np.geomspace(1e-6, 1.0, 200) * 10 * (spread + v.max())])
    best = int(np.argmax(_restricted_log_likelihood(y, v, grid)))
    left, right = grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)]
    slope: Callable[[float], float] = lambda tau2: _restricted_slope(y, v, tau2)  # noqa: E731
    if slope(left) <= 0.0 or slope(right) >= 0.0:  # at nought, or too flat to refine
        return float(grid[best])
    return float(optimize.brentq(slope, left, right, xtol=1e-13, rtol=1e-13))


def _restricted_log_likelihood(y: Floats, v: Floats, tau2: Floats) -> Floats:
    """Return (G,) the restricted log-likelihood at each tau2, but for a constant."""
    w = 1 / (v + tau2[:, None])
    total = w.sum(axis=1)
    residual = y - (w @ y / total)[:, None]
    return np.asarray(0.5 * (np.log(w).sum(axis=1) - np.log(total) - (w * residual**2).sum(axis=1)))


def _restricted_slope(y: Floats, v: Floats, tau2: float) -> float:
    """Return twice the slope of the restricted log-likelihood in tau2."""
    w = 1 / (v + tau2)
    residual = y - w @ y / w.sum()
    return float((w**2) @ residual**2 - w.sum() + (w**2).sum() / w.sum())


def _check(y: Floats, v: Floats, method: str, interval: str, level: float) -> None:
    if y.ndim != 1 or y.shape != v.shape or y.size < FEWEST:
        raise InputError(
            "Effects cannot be put together",
            where=f"effects {y.shape}, errors {v.shape}",
            allowed="two studies or more, with one error each",
        )
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise InputError("An effect or its error is no number, or an error is not above 0")
    if method not in METHODS or interval not in INTERVALS or not 0 < level < 1:
        raise InputError(
            "The kind of meta-analysis is not known",
            where=f"method {method}, interval {interval}, level {level}",
            allowed=f"{', '.join(METHODS)}; {', '.join(INTERVALS)}; a level between 0 and 1",
        )
