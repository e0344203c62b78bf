"""The gamma-Poisson model of Clayton and Kaldor (1987) and DuMouchel (1999), as the alternative.

Effective plants are taken as Poisson with mean theta e, theta as gamma with mean 1 in each
industry. Everything has a closed form; it is not calibrated when theta is drawn from anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, gammaincinv, gammaln

Floats = NDArray[np.float64]

SHAPES: Floats = np.geomspace(0.1, 300.0, 120)


@dataclass(frozen=True, slots=True)
class GammaPosterior:
    """Posterior of theta in one industry; all (R,)."""

    lower: Floats
    upper: Floats
    probability: Floats


def gamma_poisson(k: Floats, e: Floats, threshold: float = 1.25) -> GammaPosterior:
    """Fit the shape by marginal likelihood and return the posterior.

    Args:
        k: (R,) effective plants observed.
        e: (R,) effective plants expected.
        threshold: the location quotient that a claim must pass.
    """
    a = SHAPES[:, None]
    marginal = gammaln(a + k) - gammaln(a) + a * np.log(a / (a + e)) + k * np.log(e / (a + e))
    shape = SHAPES[marginal.sum(axis=1).argmax()]
    return GammaPosterior(
        gammaincinv(shape + k, 0.025) / (shape + e),
        gammaincinv(shape + k, 0.975) / (shape + e),
        gammaincc(shape + k, (shape + e) * threshold),
    )
