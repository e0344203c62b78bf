"""How specialisation is spread over places: the prior that every estimate is shrunk towards.

The prior of an industry is a mixture of narrow lognormal bumps on a grid of log theta, fitted by
marginal likelihood (the nonparametric empirical Bayes of Kiefer and Wolfowitz 1956; Koenker and
Mizera 2014), and pulled towards the mixture of all industries with the weight of
``POOLED_PLACES`` places, so that fifteen places do not have to tell the shape of a distribution.
A single gamma (Clayton and Kaldor 1987; DuMouchel 1999) was tried first and is not calibrated when
theta is drawn from anything else: docs/explanation/validation.md shows both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOWEST, HIGHEST = -4.5, 7.0
"""Range of log theta: location quotients from 0.011 to 1,097."""
SPACING = 0.125
"""Distance of the coarse grid in log theta; finer grids are this over a power of four."""
BUMP_WIDTH = 0.12
"""Standard deviation of a bump in log theta."""
BUMP_EVERY = 2
"""A bump on every second point of the grid."""
ROUNDS = 30
"""Rounds of expectation and maximisation; more would overfit (early stopping smooths)."""
POOLED_ROUNDS = 100
"""Rounds for the mixture of all industries, which has many places to learn from."""
POOLED_PLACES = 40.0
"""How many places the mixture of all industries counts for."""
STARTING_PLACES = 10.0
"""How many places the starting mixture counts for. It matters in the smallest tables alone: a
single industry of 15 places covered .89 without it, and .95 to .98 with it."""
MOST_CELLS = 4_000
"""Cells that the mixture of all industries is fitted on, evenly spaced through the table."""

MOST_ROWS = 400
"""Places that the prior of one industry is fitted on, evenly spaced."""

GRID: Floats = np.arange(LOWEST, HIGHEST + SPACING / 2, SPACING)


@dataclass(frozen=True, slots=True)
class Prior:
    """The fitted distribution of theta in one industry.

    Attributes:
        log_density: (G,) logarithm of the probability at each point of ``GRID``, which sums to 1.
        bumps: (B,) weights of the bumps.
    """

    log_density: Floats
    bumps: Floats

    def at(self, log_theta: Floats, spacing: float) -> Floats:
        """Return log probabilities at other points, for a grid with this spacing."""
        density = np.interp(log_theta, GRID, self.log_density)
        return np.asarray(density + np.log(spacing / SPACING))


def _bump_matrix() -> NDArray[np.float32]:
    """Return (G, B): the probability of each grid point under each bump."""
    centres = GRID[::BUMP_EVERY]
    bumps = np.exp(-0.5 * ((GRID[:, None] - centres[None, :]) / BUMP_WIDTH) ** 2)
    bumps[bumps < 1e-8] = 0.0  # numbers too small for float32 would slow every product down
    return np.asarray(bumps / bumps.sum(axis=0), dtype=np.float32)


BUMPS = _bump_matrix()


def starting_weights() -> Floats:
    """Return the bump weights that fitting starts from: broad around a location quotient of 1."""
    weights = np.exp(-0.5 * (GRID[::BUMP_EVERY] / 1.0) ** 2)
    return np.asarray(weights / weights.sum())


def fit_prior(likelihood: NDArray[np.float32], pooled: Floats | None) -> Prior:
    """Fit the mixture to the likelihoods of some places.

    Args:
        likelihood: (R, G) likelihood on ``GRID``, each row scaled to a maximum of 1.
        pooled: (B,) weights of the mixture of all industries, or None to fit that mixture itself,
            which is pulled towards a broad one with the weight of ``STARTING_PLACES`` places.

    Returns:
        The prior. With no places it is the pooled mixture, or the starting one.
    """
    by_bump = np.ascontiguousarray(likelihood) @ BUMPS
    if pooled is None:
        weights, strength, rounds = starting_weights(), STARTING_PLACES, POOLED_ROUNDS
    else:
        weights, strength, rounds = pooled, POOLED_PLACES, ROUNDS
    anchor = weights * strength
    if len(by_bump):
        by_place = np.ascontiguousarray(by_bump.T)
        for _ in range(rounds):
            evidence = by_bump @ weights.astype(np.float32)
            responsibility = by_place @ (1.0 / np.maximum(evidence, np.float32(1e-30)))
            weights = (weights * responsibility + anchor) / (len(by_bump) + strength)
            weights = weights / weights.sum()
    density = BUMPS.astype(np.float64) @ weights
    return Prior(np.log(np.maximum(density / density.sum(), 1e-12)), weights)
