"""How alike should two strategies be, given how alike their places are?

The likeness of documents i and j is taken as ``general + own_i + own_j + slope * likeness of the
places + noise``: some documents are more like all others (plain style, stock phrases), and like
places have reason to write alike. What is left is the residual similarity. None of these numbers is
good or bad in itself, and none rewards novelty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from placewise.errors import InputError

Floats = NDArray[np.float64]

FEWEST = 5
"""Fewest documents that such a comparison can be made with."""


@dataclass(frozen=True, slots=True)
class ExpectedSimilarity:
    """What the likeness of places leads one to expect of the likeness of their documents.

    D documents.

    Attributes:
        expected: (D, D) expected similarity; NaN on the diagonal.
        lower: (D, D) lower end of the prediction interval for a new pair.
        upper: (D, D) upper end.
        residual: (D, D) similarity less expected.
        own: (D,) by how much each document is more like all others than is usual; sums to nought.
        slope: similarity gained for one unit of likeness of the places.
        slope_lower: lower end of its interval, by leaving out one document at a time.
        slope_upper: upper end.
        level: the coverage the intervals are built for.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    residual: Floats
    own: Floats
    slope: float
    slope_lower: float
    slope_upper: float
    level: float


def expected_similarity(
    similarity: ArrayLike, likeness: ArrayLike, level: float = 0.95
) -> ExpectedSimilarity:
    """Fit the similarity of documents on the likeness of their places.

    Pairs share documents, so they are not independent: the interval of the slope comes from a
    jackknife over documents (leaving out all pairs of one at a time), not from the pairs.

    Args:
        similarity: (D, D) symmetric similarity of documents; the diagonal is not looked at.
        likeness: (D, D) symmetric likeness of their places, in any unit.
        level: the coverage of the intervals.

    Raises:
        InputError: fewer than ``FEWEST`` documents, or tables of different shape.
    """
    s, x = np.asarray(similarity, dtype=np.float64), np.asarray(likeness, dtype=np.float64)
    if s.shape != x.shape or s.ndim != 2 or s.shape[0] != s.shape[1]:
        raise InputError("Similarity and likeness are two square tables of the same documents",
                         where=f"{s.shape} and {x.shape}")  # fmt: skip
    documents = s.shape[0]
    if documents < FEWEST:
        raise InputError(
            f"{documents} documents are too few to say how alike they should be",
            allowed=f"{FEWEST} or more",
            action="Add strategies of other places to the corpus.",
        )
    general, own, slope = _fitted(s, x)
    expected = general + own[:, None] + own[None, :] + slope * x
    np.fill_diagonal(expected, np.nan)
    residual = s - expected
    off = ~np.eye(documents, dtype=bool)
    freedom = documents * (documents - 1) // 2 - documents - 1
    spread = np.sqrt(np.sum(residual[off] ** 2) / 2 / max(freedom, 1))
    half = stdtrit(max(freedom, 1), (1 + level) / 2) * spread * np.sqrt(1 + 2 / documents)
    low, high = _jackknife(s, x, slope, level)
    return ExpectedSimilarity(
        expected, expected - half, expected + half, residual, own, slope, low, high, level
    )


def _centred(table: Floats) -> tuple[float, Floats, Floats]:
    """Return the mean off the diagonal, each row's own effect, and what both leave (Loewen 1990).

    In a symmetric table without diagonal the least-squares effect of row i is
    ``(n - 1) / (n - 2) * (mean of row i - mean of all)``.
    """
    documents = table.shape[0]
    filled = table.copy()
    np.fill_diagonal(filled, 0.0)
    mean = filled.sum() / (documents * (documents - 1))
    rows = filled.sum(axis=1) / (documents - 1)
    own = (documents - 1) / (documents - 2) * (rows - mean)
    left = table - mean - own[:, None] - own[None, :]
    np.fill_diagonal(left, 0.0)
    return float(mean), own, left


def _fitted(similarity: Floats, likeness: Floats) -> tuple[float, Floats, float]:
    """Return the general level, each document's own effect, and the slope, by least squares."""
    mean_s, own_s, left_s = _centred(similarity)
    mean_x, own_x, left_x = _centred(likeness)
    square = float(np.sum(left_x**2))
    slope = float(np.sum(left_x * left_s)) / square if square > 0 else 0.0
    return mean_s - slope * mean_x, own_s - slope * own_x, slope


def _jackknife(
    similarity: Floats, likeness: Floats, slope: float, level: float
) -> tuple[float, float]:
    """Return the interval of the slope when each document may be left out."""
    documents = similarity.shape[0]
    without = np.empty(documents)
    for left_out in range(documents):
        kept = np.delete(np.arange(documents), left_out)
        without[left_out] = _fitted(similarity[np.ix_(kept, kept)], likeness[np.ix_(kept, kept)])[2]
    # Each pair holds two documents, so leaving one out removes it twice over: the plain jackknife
    # of a statistic of pairs overstates the variance rather than understates it.
    deviation = np.sqrt((documents - 1) / documents * np.sum((without - without.mean()) ** 2))
    half = float(stdtrit(documents - 2, (1 + level) / 2) * deviation)
    return slope - half, slope + half
