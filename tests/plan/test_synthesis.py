"""Shares of evaluations with a positive effect: against simulation, and for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import betabinom

from placewise.errors import InputError
from placewise.plan.synthesis import draw_shares, pool_shares, shares

POSITIVE = np.array([7, 1, 14, 0, 2])
KEPT = np.array([16, 4, 16, 3, 2])
AREA = np.array([0, 0, 1, 2, 2])
COUNTS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 30), st.integers(0, 2)).filter(
        lambda row: row[0] <= row[1]
    ),
    min_size=1,
    max_size=6,
)


def test_it_agrees_with_the_same_model_by_simulation() -> None:
    """Numbers of the model drawn from its start, weighted by the likelihood of the counts."""
    generator = np.random.default_rng(1)
    draws = 400_000
    overall, between, within = generator.uniform(size=(3, draws))
    size = 1 / between - 1
    means = np.clip(
        generator.beta(size * overall, size * (1 - overall), (3, draws)), 1e-9, 1 - 1e-9
    )
    size = 1 / within - 1
    weight = np.ones(draws)
    for positive, kept, area in zip(POSITIVE, KEPT, AREA, strict=True):
        alpha = size * means[area]
        weight *= betabinom.pmf(positive, kept, alpha, size - alpha)
    weight /= weight.sum()
    assert 1 / (weight**2).sum() > 4_000  # effective draws: the tolerances below are 3 errors
    pool = pool_shares(POSITIVE, KEPT, AREA, 3)
    told = shares(pool, POSITIVE, KEPT, AREA)
    for row, (positive, kept, area) in enumerate(zip(POSITIVE, KEPT, AREA, strict=True)):
        true = weight @ ((size * means[area] + positive) / (size + kept))
        assert told.mean[row] == pytest.approx(true, abs=0.01)
    assert pool.within == pytest.approx(weight @ within, abs=0.015)
    assert pool.between == pytest.approx(weight @ between, abs=0.02)


@settings(deadline=None, max_examples=15)
@given(COUNTS)
def test_success_and_failure_are_mirrored(rows: list[tuple[int, int, int]]) -> None:
    positive, kept, area = np.array(rows).T
    one = shares(pool_shares(positive, kept, area, 3), positive, kept, area)
    two = shares(pool_shares(kept - positive, kept, area, 3), kept - positive, kept, area)
    assert one.mean == pytest.approx(1 - two.mean, abs=1e-6)
    assert one.lower == pytest.approx(1 - two.upper, abs=1e-5)
    assert (one.lower <= one.mean).all()
    assert (one.mean <= one.upper).all()


@settings(deadline=None, max_examples=15)
@given(COUNTS, st.randoms())
def test_the_order_of_records_and_areas_does_not_matter(
    rows: list[tuple[int, int, int]], random: object
) -> None:
    positive, kept, area = np.array(rows).T
    other = np.array([2, 0, 1])[area]
    one = shares(pool_shares(positive, kept, area, 3), positive, kept, area)
    back = slice(None, None, -1)
    pool = pool_shares(positive[back], kept[back], other[back], 3)
    two = shares(pool, positive[back], kept[back], other[back])
    assert one.mean == pytest.approx(two.mean[back], abs=1e-9)


def test_more_positive_ones_raise_the_share_and_pull_their_area_along() -> None:
    few, many = np.array([2, 5]), np.array([9, 5])
    kept, area = np.array([10, 10]), np.array([0, 0])
    less = shares(pool_shares(few, kept, area, 1), few, kept, area)
    more = shares(pool_shares(many, kept, area, 1), many, kept, area)
    assert (less.mean < more.mean).all()


def test_a_record_is_pulled_towards_its_area() -> None:
    positive, kept = np.array([18, 17, 19, 0]), np.array([20, 20, 20, 1])
    together = np.zeros(4, dtype=np.int64)
    told = shares(pool_shares(positive, kept, together, 1), positive, kept, together)
    assert 0.5 < told.mean[3] < told.mean[:3].min()
    assert told.upper[3] - told.lower[3] > told.upper[0] - told.lower[0]


def test_without_counts_the_answer_is_wider_and_wider_still_in_an_area_never_seen() -> None:
    pool = pool_shares(POSITIVE, KEPT, AREA, 4)
    none = np.zeros(3, dtype=np.int64)
    told = shares(pool, np.array([7, 0, 0]), np.array([16, 0, 0]), np.array([0, 0, 3]))
    widths = told.upper - told.lower
    assert widths[0] < widths[1] < widths[2]
    drawn = draw_shares(pool, none, none, np.array([0, 1, 3]), 20_000, seed=5)
    same = shares(pool, none, none, np.array([0, 1, 3]))
    assert drawn.mean(axis=0) == pytest.approx(same.mean, abs=0.01)
    assert np.quantile(drawn, 0.975, axis=0) == pytest.approx(same.upper, abs=0.01)


@pytest.mark.parametrize(
    ("positive", "kept", "area"), [([3], [2], [0]), ([-1], [2], [0]), ([1], [2], [1]), ([], [], [])]
)
def test_impossible_counts(positive: list[int], kept: list[int], area: list[int]) -> None:
    p, k, a = (np.array(values, dtype=np.int64) for values in (positive, kept, area))
    with pytest.raises(InputError):
        pool_shares(p, k, a, 1)
