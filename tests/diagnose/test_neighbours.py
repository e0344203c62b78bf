"""Which places are alike: against brute force and published values, and as properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics.pairwise import nan_euclidean_distances

from placewise.diagnose.neighbours import (
    alike_in,
    hellinger,
    in_median_pairs,
    nearest,
    partial_distances,
    place_distances,
    robust_scale,
)

TABLES = hnp.arrays(
    np.float64, st.tuples(st.integers(3, 12), st.integers(1, 6)),
    elements=st.one_of(st.floats(-5, 5), st.just(float("nan"))),
)  # fmt: skip


def test_distances_with_gaps_are_those_of_another_implementation() -> None:
    draws = np.random.default_rng(1)
    table = draws.normal(size=(30, 7))
    table[draws.random(table.shape) < 0.2] = np.nan
    ours, shared = partial_distances(table, np.ones(7), least=0.0)
    # scikit-learn scales the sum of squares up by columns over shared columns; we take the mean.
    assert ours == pytest.approx(nan_euclidean_distances(table) / np.sqrt(7), abs=1e-12)
    assert shared[3, 5] == np.sum(np.isfinite(table[3]) & np.isfinite(table[5]))


@given(TABLES)
def test_distances_are_those_of_a_loop_over_pairs(table: np.ndarray) -> None:
    weights = np.arange(1.0, table.shape[1] + 1)
    ours, _ = partial_distances(table, weights, least=0.5)
    known = np.isfinite(table)
    possible = weights[known.any(axis=0)].sum()
    for one in range(len(table)):
        for other in range(len(table)):
            both = known[one] & known[other]
            if weights[both].sum() < 0.5 * possible or not both.any():
                assert np.isnan(ours[one, other])
            else:
                squared = weights[both] * (table[one, both] - table[other, both]) ** 2
                expected = np.sqrt(squared.sum() / weights[both].sum())
                assert ours[one, other] == pytest.approx(expected, abs=1e-6)


def test_scaling_gives_a_normal_column_a_standard_deviation_of_one() -> None:
    column = np.random.default_rng(2).normal(50, 10, (20000, 1))
    scaled = robust_scale(column, limit=10)
    assert scaled.std() == pytest.approx(1.0, abs=0.02)
    assert np.median(scaled) == pytest.approx(0.0, abs=1e-12)
    assert np.abs(robust_scale(column)).max() == 3.0


def test_a_column_that_does_not_vary_tells_no_places_apart() -> None:
    table = np.column_stack([np.ones(4), [1.0, 2.0, 3.0, 9.0]])
    assert np.isnan(robust_scale(table)[:, 0]).all()
    assert np.isfinite(place_distances(table, [1.0, 1.0]).combined).all()


def test_hellinger_of_known_shares() -> None:
    # Of (1, 0) and (1/2, 1/2): the root of one less the root of a half.
    found = hellinger(np.array([[1, 0], [1, 1], [0, 2], [np.nan, 1]]))
    assert found[0, 1] == pytest.approx(np.sqrt(1 - np.sqrt(0.5)))
    assert found[0, 2] == 1.0
    assert np.isnan(found[3]).all()


@given(hnp.arrays(np.float64, (4, 5), elements=st.floats(0.01, 100)))
def test_hellinger_is_a_distance(table: np.ndarray) -> None:
    found = hellinger(table)
    assert found == pytest.approx(found.T)
    assert np.all(found.diagonal() == 0)
    assert np.all((found >= 0) & (found <= 1))
    for one in range(4):
        assert np.all(found <= found[:, [one]] + found[[one], :] + 1e-7)
    assert hellinger(table * 7.0) == pytest.approx(found, abs=1e-6)


def test_parts_are_joined_in_units_of_their_median_pair() -> None:
    draws = np.random.default_rng(3)
    table, shares = draws.normal(size=(12, 3)), draws.random((12, 4))
    shares[5] = np.nan
    found = place_distances(table, np.ones(3), shares, mix_weight=0.25)
    first, second = in_median_pairs(found.indicators), in_median_pairs(found.mix)
    expected = np.sqrt(0.75 * first[0, 1] ** 2 + 0.25 * second[0, 1] ** 2)
    assert found.combined[0, 1] == pytest.approx(expected)
    # A place without a known mix is compared by its indicators alone.
    assert found.combined[5, 1] == pytest.approx(first[5, 1])


def test_the_nearest_are_near_and_never_the_place_itself() -> None:
    line = np.array([[0.0], [1.0], [2.0], [4.0], [8.0]])
    found = place_distances(line, [1.0])
    assert nearest(found.combined, 0, 2).tolist() == [1, 2]
    assert nearest(found.combined, 3, 10).tolist() == [2, 1, 0, 4]
    lonely = np.array([[0.0], [1.0], [np.nan]])
    assert nearest(partial_distances(lonely, [1.0])[0], 2).size == 0


def test_what_near_places_are_alike_in() -> None:
    scaled = np.array([[0.0, 0.0], [0.0, 3.0], [2.0, 0.0], [4.0, 3.0]])
    assert alike_in(scaled, 0, [1]) == pytest.approx([0.0, 1.5])
