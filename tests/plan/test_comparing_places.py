"""Statistics of many places: by brute force, against other programs, and as they should behave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform
from scipy.stats import spearmanr, ttest_ind

from placewise.errors import InputError
from placewise.plan.group_tests import difference_of_means, rank_agreement
from placewise.plan.mantel import mantel, mantel_interval
from placewise.plan.place_distances import comparable, known_distances, standardised
from placewise.plan.what_differs import pair_mean, what_differs

Array = np.ndarray[Any, Any]


def distances(random: np.random.Generator, places: int, noise: float) -> tuple[Array, Array]:
    truth = random.normal(size=(places, 3))
    return squareform(pdist(truth)), squareform(
        pdist(truth + noise * random.normal(size=truth.shape))
    )


@pytest.mark.parametrize("partial", [False, True])
def test_jackknife_of_mantel_is_that_of_leaving_places_out(*, partial: bool) -> None:
    random = np.random.default_rng(4)
    one, other = distances(random, 14, 1.0)
    third = distances(random, 14, 1.0)[0] if partial else None

    def r(kept: Array) -> float:
        cut = np.ix_(kept, kept)
        more = None if third is None else third[cut]
        return mantel(one[cut], other[cut], seed=1, permutations=1, given=more).correlation

    everyone = np.arange(14)
    z = np.arctanh([r(np.delete(everyone, at)) for at in everyone])
    error = np.sqrt(13 / 14 * ((z - z.mean()) ** 2).sum())
    found = mantel_interval(one, other, given=third)
    assert found.correlation == pytest.approx(r(everyone), abs=1e-12)
    assert found.error == pytest.approx(error, rel=1e-9)
    assert found.lower < found.correlation < found.upper


def test_what_does_not_vary_has_no_interval() -> None:
    one, _ = distances(np.random.default_rng(1), 6, 1.0)
    found = mantel_interval(np.ones((6, 6)) - np.eye(6), one)
    assert np.isnan([found.correlation, found.lower, found.upper]).all()
    with pytest.raises(InputError, match="four places"):
        mantel_interval(one[:3, :3], one[:3, :3])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(places=st.integers(2, 9), columns=st.integers(1, 5), seed=st.integers(0, 10_000))
def test_distances_are_over_what_is_known_of_both(places: int, columns: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(size=(places, columns))
    whole = known_distances(values)
    np.testing.assert_allclose(whole, squareform(pdist(values)) / np.sqrt(columns), atol=1e-12)
    holes = np.where(random.random(values.shape) < 0.3, np.nan, values)
    kept = comparable(holes, 0.0)
    part = holes[kept]
    found = known_distances(part) if kept.any() else np.zeros((0, 0))
    np.testing.assert_array_equal(found, found.T)
    for i in range(part.shape[0]):
        for j in range(part.shape[0]):
            both = np.isfinite(part[i]) & np.isfinite(part[j])
            assert both.any()
            expected = np.sqrt(np.mean((part[i] - part[j])[both] ** 2))
            assert found[i, j] == pytest.approx(expected, abs=1e-12)


def test_places_that_are_equal_are_no_distance_apart() -> None:
    row = np.random.default_rng(2).normal(size=7) * 1e3
    assert known_distances(np.array([row, row, row])).max() == 0.0
    with pytest.raises(InputError, match="nothing that is known of both"):
        known_distances([[1.0, np.nan], [np.nan, 1.0]])
    assert comparable([[1.0, 1.0], [1.0, np.nan], [np.nan, np.nan]]).tolist() == [True, True, False]
    assert not comparable(np.full((3, 2), np.nan)).any()
    assert standardised([[1.0, 5.0], [3.0, 5.0]]).tolist() == [[-1.0], [1.0]]


def test_a_difference_with_every_place_a_block_of_its_own() -> None:
    random = np.random.default_rng(5)
    inside = np.repeat([1.0, 0.0], [30, 50])
    values = random.normal(size=80) + 0.8 * inside
    found = difference_of_means(values, inside, np.arange(80), seed=1, permutations=999)
    welch = ttest_ind(values[inside > 0], values[inside == 0], equal_var=False)
    assert found.value == pytest.approx(values[:30].mean() - values[30:].mean())
    # Leaving out one place at a time is Welch's error nearly exactly.
    assert found.value / ((found.upper - found.lower) / 2) == pytest.approx(
        welch.statistic / 1.99, rel=0.02
    )
    assert found.p == pytest.approx(welch.pvalue, abs=0.005)
    assert found.p_shuffled < 0.02


def test_neighbours_that_are_alike_widen_the_interval() -> None:
    random = np.random.default_rng(6)
    block = np.repeat(np.arange(12), 10)
    values = np.repeat(random.normal(size=12), 10) + 0.1 * random.normal(size=120)
    inside = (block < 6).astype(float)
    alone = difference_of_means(values, inside, np.arange(120), seed=1, permutations=99)
    blocks = difference_of_means(values, inside, block, seed=1, permutations=99)
    assert blocks.value == alone.value
    assert blocks.upper - blocks.lower > 2 * (alone.upper - alone.lower)
    assert blocks.p > alone.p
    with pytest.raises(InputError, match="missing"):
        difference_of_means([1.0, np.nan], [0, 1], [0, 1], seed=1)


def test_ranks_agree_as_scipy_says() -> None:
    random = np.random.default_rng(7)
    x = random.normal(size=60)
    y = x + random.normal(size=60)
    found = rank_agreement(x, y, np.arange(60), seed=1, permutations=999)
    assert found.value == pytest.approx(spearmanr(x, y).statistic)
    assert found.lower < found.value < found.upper
    assert found.p_shuffled == 0.001
    none = rank_agreement(np.ones(5), np.arange(5), np.arange(5), seed=1, permutations=9)
    assert np.isnan([none.value, none.p]).all()
    two = rank_agreement(x, y, np.repeat([0, 1], 30), seed=1, permutations=99)
    assert np.isnan(two.lower)


def test_what_differs_adds_up() -> None:
    spent = np.array([[2.0, 0, 2], [0, 2, 2], [0, 0, 4], [2, 0, 2]])
    found = what_differs(spent, np.array([0, 0, 1]), np.array([0, 1, 2, 0]))
    # Pairs: (0,1) half within the area; (0,2), (1,2), (2,3) half between; (0,3) nothing;
    # (1,3) half within.
    assert found.mix.value == pytest.approx(3 * 0.5 / 6)
    assert found.design.value == pytest.approx(2 * 0.5 / 6)
    assert found.priority.value == pytest.approx(5 / 6)
    assert found.alike.value == pytest.approx(1 / 6)
    with pytest.raises(InputError, match="do not fit"):
        what_differs(spent, np.array([0, 0]), np.array([0, 1, 2, 0]))


def test_equal_plans_differ_in_nothing() -> None:
    found = what_differs(np.ones((5, 3)), np.array([0, 1, 1]), np.zeros(5))
    assert (found.mix.value, found.design.value, found.priority.value) == (0.0, 0.0, 0.0)
    assert found.alike.value == 1.0


def test_mean_over_pairs_by_leaving_places_out() -> None:
    random = np.random.default_rng(8)
    table = squareform(pdist(random.normal(size=(9, 2))))
    upper = np.triu_indices(8, 1)
    without = [np.delete(np.delete(table, at, 0), at, 1)[upper].mean() for at in range(9)]
    error = np.sqrt(8 / 9 * ((without - np.mean(without)) ** 2).sum())
    found = pair_mean(table)
    assert found.value == pytest.approx(table[np.triu_indices(9, 1)].mean())
    assert (found.upper - found.lower) / 2 == pytest.approx(2.306 * error, rel=1e-3)
    assert np.isnan(pair_mean(table[:3, :3]).lower)
    assert np.isnan(pair_mean(np.zeros((1, 1))).value)
