"""Draws from a range: triangular or lognormal, by inverse distribution functions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from placewise.errors import InputError
from placewise.model.options import SHAPES, Span

Floats = NDArray[np.float64]
Z90 = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""


def span_quantiles(span: Span, at: Floats) -> Floats:
    """Return the quantiles of a range.

    A triangular range has its mode in the centre. A lognormal range has its median there, and its
    10th and 90th percentile lie as far apart, as a ratio, as the ends of the range; they are the
    ends themselves where the centre is their geometric mean.

    Args:
        span: the range.
        at: probabilities between 0 and 1, any shape.

    Raises:
        InputError: the range is out of order, or a lognormal one does not lie above 0.
    """
    if span.shape not in SHAPES or not span.low <= span.central <= span.high:
        raise InputError(
            f"The range {span.low}, {span.central}, {span.high} ({span.shape}) is not in order",
            allowed=f"low, central and high in that order; {' or '.join(SHAPES)}",
        )
    if span.shape == "lognormal":
        if span.low <= 0:
            raise InputError("A lognormal range begins at 0 or below", allowed="a low end above 0")
        spread = np.log(span.high / span.low) / (2 * Z90)
        return np.asarray(span.central * np.exp(spread * ndtri(at)), np.float64)
    width = span.high - span.low
    if width == 0:
        return np.full(np.shape(at), span.central)
    mode = (span.central - span.low) / width
    rising = np.sqrt(at * mode)
    falling = 1 - np.sqrt((1 - at) * (1 - mode))
    return np.asarray(span.low + width * np.where(at < mode, rising, falling), np.float64)


def drawn_span(span: Span, draws: int, seed: int, *words: str) -> Floats:
    """Return draws of a range, shape (draws,).

    One draw lies in each of ``draws`` parts of equal probability, in random order, which makes
    results steadier than free draws do. The order depends on the seed and the words alone: an
    option's draws stay the same whatever other options there are.

    Args:
        span: the range.
        draws: how many.
        seed: of the draws.
        words: what is drawn, such as the option's key and ``deadweight``.
    """
    return span_quantiles(span, spread_draws(draws, seed, *words))


def spread_draws(draws: int, seed: int, *words: str) -> Floats:
    """Return probabilities, one in each of ``draws`` equal parts, in random order.

    Args:
        draws: how many.
        seed: of the draws.
        words: what is drawn; the order depends on the seed and these words alone.
    """
    entropy = [seed, *"\0".join(words).encode()]
    generator = np.random.default_rng(entropy)
    at = (generator.permutation(draws) + generator.random(draws)) / draws
    return np.asarray(np.clip(at, 1e-12, 1 - 1e-12))
