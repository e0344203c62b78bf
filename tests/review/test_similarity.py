"""Expected similarity: against brute-force least squares, exact cases, coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from placewise.errors import InputError
from placewise.review.similarity import expected_similarity

Floats = NDArray[np.float64]


def tables(documents: int, slope: float, noise: float, seed: int) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    where = rng.normal(0, 1, (documents, 2))
    likeness = -np.linalg.norm(where[:, None] - where[None, :], axis=2)
    own = rng.normal(0, 0.05, documents)
    blur = rng.normal(0, noise, (documents, documents))
    similarity = 0.3 + own[:, None] + own[None, :] + slope * likeness
    return similarity + np.triu(blur, 1) + np.triu(blur, 1).T, likeness, own - own.mean()


def test_it_is_the_least_squares_fit_of_all_pairs() -> None:
    similarity, likeness, _ = tables(9, 0.04, 0.02, 1)
    found = expected_similarity(similarity, likeness)
    first, second = np.triu_indices(9, 1)
    design = np.zeros((first.size, 11))
    design[:, 0], design[:, 1] = 1.0, likeness[first, second]
    for row, (i, j) in enumerate(zip(first, second, strict=True)):
        design[row, [2 + i, 2 + j]] = 1.0
    fitted = design @ np.linalg.lstsq(design, similarity[first, second], rcond=None)[0]
    assert found.expected[first, second] == pytest.approx(fitted, abs=1e-10)
    assert found.own.sum() == pytest.approx(0.0, abs=1e-12)


def test_without_noise_the_parts_are_recovered_and_nothing_is_left() -> None:
    similarity, likeness, own = tables(12, 0.07, 0.0, 2)
    found = expected_similarity(similarity, likeness)
    assert found.slope == pytest.approx(0.07)
    assert found.own == pytest.approx(own)
    assert np.nanmax(np.abs(found.residual)) < 1e-12


def test_equal_places_are_told_by_their_documents_alone() -> None:
    similarity, _, _ = tables(8, 0.0, 0.02, 3)
    found = expected_similarity(similarity, np.ones((8, 8)))
    assert found.slope == 0.0


def test_intervals_cover_a_new_pair_and_the_slope() -> None:
    pairs = slopes = trials = 0
    for seed in range(60):
        similarity, likeness, _ = tables(20, 0.05, 0.03, 100 + seed)
        found = expected_similarity(similarity, likeness)
        slopes += found.slope_lower <= 0.05 <= found.slope_upper
        truth, _, _ = tables(20, 0.05, 0.0, 100 + seed)
        fresh = truth + _new_noise(20, 0.03, seed)
        inside = (fresh >= found.lower) & (fresh <= found.upper)
        pairs += int(np.triu(inside, 1).sum())
        trials += 190
    assert 0.93 <= pairs / trials <= 0.99
    assert slopes >= 54  # of 60 at 95 %: fewer than 54 has a chance of 3 %; the jackknife errs wide


def _new_noise(documents: int, noise: float, seed: int) -> Floats:
    blur = np.random.default_rng(9000 + seed).normal(0, noise, (documents, documents))
    return np.triu(blur, 1) + np.triu(blur, 1).T


def test_too_few_documents_are_refused() -> None:
    with pytest.raises(InputError, match="too few"):
        expected_similarity(np.ones((3, 3)), np.ones((3, 3)))
    with pytest.raises(InputError, match="square"):
        expected_similarity(np.ones((5, 6)), np.ones((5, 6)))
