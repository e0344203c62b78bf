"""Shares of evaluations that found a positive effect, pooled in part over policy areas.

Evaluations of one intervention and outcome are binomial with a share of their own; shares of one
policy area are beta with the area's mean; means of areas are beta with the overall mean. How alike
shares are within an area and areas among themselves is an intraclass correlation each, 1/(1 +
alpha + beta) of the beta distribution (Skellam 1948; Griffiths 1973 on the beta-binomial). These
three numbers are weighed by their marginal likelihood on a grid, flat to begin with, so that what
the data do not settle widens the intervals (Deely and Lindley 1981). With no evaluation at all the
answer for a record is what another intervention of its area may have.

A share says how often evaluations like these found a positive effect. It is no probability that the
intervention works here, and no size of effect: studies differ in power, publication favours
findings, and outcomes of one intervention often rest on the same evaluations, which are treated as
if they were separate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaln, logsumexp

from placewise.errors import InputError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

MEANS: Floats = (np.arange(50) + 0.5) / 50
"""Means of a policy area, at the middle of equal steps."""
WITHIN: Floats = (np.arange(24) + 0.5) / 24
"""Intraclass correlations of shares within an area: near 0 all alike, near 1 each 0 or 1."""
OVERALL: Floats = (np.arange(16) + 0.5) / 16
"""Overall means."""
BETWEEN: Floats = (np.arange(12) + 0.5) / 12
"""Intraclass correlations of the means of areas."""
NEGLIGIBLE = 1e-7
"""Weight below which a part of a mixture is left out."""
TINY = 1e-300
"""Probability that stands for what is too small to be written."""
HALVINGS = 20
"""Steps of bisection: ends of intervals to 1e-6, rounded outwards."""


@dataclass(frozen=True, slots=True)
class SharePool:
    """What the counts say of the distribution of shares in each policy area.

    Attributes:
        weights: (A, W, M) probability of each pair of ``WITHIN`` and ``MEANS``, by area; sums to 1
            over both.
        within: posterior mean of the intraclass correlation within areas.
        between: that among the means of areas.
    """

    weights: Floats
    within: float
    between: float


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of evaluations with a positive effect.

    Attributes:
        mean: (R,) posterior means.
        lower: (R,) lower ends of equal-tailed intervals.
        upper: (R,) upper ends.
        level: that the intervals cover.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    level: float


def pool_shares(positive: Whole, kept: Whole, area: Whole, areas: int) -> SharePool:
    """Learn from counts how shares are spread within and between policy areas.

    Args:
        positive: (R,) evaluations with a positive effect.
        kept: (R,) evaluations.
        area: (R,) number of the policy area of each record, from 0.
        areas: how many there are; those without a record get what the others say of a new one.

    Raises:
        InputError: there is no record, or counts are impossible.
    """
    _check(positive, kept, area, areas)
    if positive.size == 0:
        raise InputError("No record has counts, so that nothing can be pooled")
    alpha, beta = _beta_parameters(WITHIN[:, None], MEANS[None, :])
    likelihood = np.zeros((areas, WITHIN.size, MEANS.size))
    rows, times = np.unique(np.stack([positive, kept, area]), axis=1, return_counts=True)
    for (yes, of, at), often in zip(rows.T, times, strict=True):
        likelihood[at] += often * (betaln(alpha + yes, beta + of - yes) - betaln(alpha, beta))

    prior = _prior_of_means()  # (H, M), each H a pair of overall mean and correlation
    highest = likelihood.max(axis=-1, keepdims=True)
    relative = np.exp(likelihood - highest)
    evidence = np.maximum(relative @ prior.T, TINY)  # (A, W, H), means of areas summed out
    total = (np.log(evidence) + highest).sum(axis=0)
    chance = np.exp(total - logsumexp(total))  # (W, H)
    weights = relative * ((chance / evidence) @ prior)
    return SharePool(
        weights / weights.sum(axis=(1, 2), keepdims=True),
        float(chance.sum(axis=1) @ WITHIN),
        float(chance.sum(axis=0) @ np.tile(BETWEEN, OVERALL.size)),
    )


def shares(
    pool: SharePool, positive: Whole, kept: Whole, area: Whole, level: float = 0.95
) -> Shares:
    """Return the share of each record, with its interval.

    Args:
        pool: of :func:`pool_shares`.
        positive: (R,) evaluations with a positive effect.
        kept: (R,) evaluations; 0 where the counts are not known: then the answer is what another
            intervention of the area may have.
        area: (R,) number of the policy area.
        level: that the intervals cover.

    Raises:
        InputError: counts are impossible, or the level is no share.
    """
    _check(positive, kept, area, len(pool.weights))
    if not 0 < level < 1:
        raise InputError("The level is no share", where=f"{level}", allowed="between 0 and 1")
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    rows, back = np.unique(np.stack([positive, kept, area]), axis=1, return_inverse=True)
    found = np.empty((rows.shape[1], 3))
    for row, (yes, of, at) in enumerate(rows.T):
        weight, alpha, beta = _mixture(pool, yes, of, at)
        low, high = _quantiles(weight, alpha, beta, tails)
        found[row] = weight @ (alpha / (alpha + beta)), low[0], high[1]
    mean, lower, upper = found[back.reshape(-1)].T
    return Shares(mean, lower, upper, level)


def draw_shares(
    pool: SharePool, positive: Whole, kept: Whole, area: Whole, draws: int, seed: int
) -> Floats:
    """Return (D, R) draws of the shares, each record by itself.

    Args:
        pool: of :func:`pool_shares`.
        positive: (R,) evaluations with a positive effect.
        kept: (R,) evaluations; 0 where the counts are not known.
        area: (R,) number of the policy area.
        draws: how many.
        seed: of the random draws.

    Raises:
        InputError: counts are impossible.
    """
    _check(positive, kept, area, len(pool.weights))
    generator = np.random.default_rng(seed)
    drawn = np.empty((draws, positive.size))
    for row in range(positive.size):
        weight, alpha, beta = _mixture(pool, positive[row], kept[row], area[row])
        part = generator.choice(weight.size, size=draws, p=weight)
        drawn[:, row] = generator.beta(alpha[part], beta[part])
    return drawn


def _beta_parameters(correlation: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """Return alpha and beta of beta distributions with these intraclass correlations and means."""
    size = 1 / correlation - 1
    return size * mean, size * (1 - mean)


def _prior_of_means() -> Floats:
    """Return (H, M) the probability of each mean of an area under each of the overall numbers.

    Masses of steps, not densities at their middles: with a correlation near 1 the density goes to
    infinity at the ends.
    """
    alpha, beta = _beta_parameters(BETWEEN[None, :, None], OVERALL[:, None, None])
    edges = np.linspace(0, 1, MEANS.size + 1)
    mass = np.diff(betainc(alpha, beta, edges), axis=-1)
    return np.asarray(mass.reshape(-1, MEANS.size))


def _mixture(
    pool: SharePool, positive: int, kept: int, area: int
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Return weights, alpha and beta of the beta distributions that a share is a mixture of.

    The weights of an area have seen the record already, where it has counts.
    """
    weight = pool.weights[area]
    some = weight > NEGLIGIBLE
    alpha, beta = _beta_parameters(WITHIN[:, None], MEANS[None, :])
    return weight[some] / weight[some].sum(), alpha[some] + positive, beta[some] + kept - positive


def _quantiles(
    weight: Floats, alpha: Floats, beta: Floats, tails: Floats
) -> tuple[Floats, Floats]:  # fmt: skip
    """Return bounds below and above the quantiles of a mixture of beta distributions."""
    low, high = np.zeros(tails.size), np.ones(tails.size)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = weight @ betainc(alpha[:, None], beta[:, None], middle[None, :]) < tails
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return low, high


def _check(positive: Whole, kept: Whole, area: Whole, areas: int) -> None:
    if not positive.shape == kept.shape == area.shape or positive.ndim != 1:
        raise InputError("Counts and areas are not of one length")
    if positive.size and (
        (positive < 0).any() or (positive > kept).any() or (area < 0).any() or area.max() >= areas
    ):
        raise InputError(
            "Counts are impossible",
            allowed="0 <= positive <= kept, and areas from 0 to below their number",
        )
