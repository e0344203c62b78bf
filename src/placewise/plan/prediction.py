"""What the true effect of another study may be, with what is not known of how far effects differ.

An interval around one estimate of tau2 is too short where that estimate is put at nought by chance.
So tau2 is not estimated but weighed: Nagashima, Noma and Furukawa (2019) mix predictions over a
confidence distribution of tau2. Here that distribution is the one of the Q-profile (Viechtbauer
2007), whose Q is chi-squared exactly, so that nothing need be drawn: one tau2 for each of many
equally likely values of Q, and for each a normal prediction about the mean that it implies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import ndtr

Floats = NDArray[np.float64]

QUANTILES = 400
"""Values of Q that stand for its distribution, at the middle of equally likely parts."""
HALVINGS = 60
FAR = 40.0
"""Standard deviations beyond which no part of a mixture matters."""


def prediction_interval(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    """Return the limits of the true effect of another study.

    Args:
        y: (K,) estimates, K three or more.
        v: (K,) their sampling variances, of about unit size.
        level: that the interval covers.
    """
    tau2 = _weighed_tau2(y, v)
    weights = 1 / (v + tau2[:, None])
    total = weights.sum(axis=1)
    mean, deviation = weights @ y / total, np.sqrt(tau2 + 1 / total)
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    low = np.full(2, float((mean - FAR * deviation).min()))
    high = np.full(2, float((mean + FAR * deviation).max()))
    for _ in range(2 * HALVINGS):
        middle = (low + high) / 2
        below = ndtr((middle[:, None] - mean) / deviation).mean(axis=1) < tails
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return float(low[0]), float(high[1])


def _weighed_tau2(y: Floats, v: Floats) -> Floats:
    """Return (QUANTILES,) equally likely values of tau2; 0 where Q is below its quantile."""
    wanted = stats.chi2.ppf((np.arange(QUANTILES) + 0.5) / QUANTILES, y.size - 1)
    low, high = np.zeros(QUANTILES), np.ones(QUANTILES)
    while (short := _generalised_q(y, v, high) > wanted).any():
        high[short] *= 4
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = _generalised_q(y, v, middle) > wanted
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    at_nought = _generalised_q(y, v, np.zeros(1)) <= wanted
    return np.where(at_nought, 0.0, (low + high) / 2)


def _generalised_q(y: Floats, v: Floats, tau2: Floats) -> Floats:
    """Return (T,) the weighted sum of squares about the mean at each tau2."""
    weights = 1 / (v + tau2[:, None])
    mean = weights @ y / weights.sum(axis=1)
    return np.asarray((weights * (y - mean[:, None]) ** 2).sum(axis=1))
