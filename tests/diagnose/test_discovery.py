"""Shares of false finds."""

from __future__ import annotations

import numpy as np

from placewise.diagnose.discovery import CAUTION, q_values


def test_worked_case() -> None:
    expected = CAUTION * np.array([0.01, 0.055, 0.41 / 3])
    np.testing.assert_allclose(q_values([0.99, 0.90, 0.70]), expected)


def test_ties_share_the_value_of_their_last_member() -> None:
    expected = CAUTION * np.array([0.0, 0.2 / 3, 0.2 / 3])
    np.testing.assert_allclose(q_values([1.0, 0.9, 0.9]), expected)


def test_order_and_shape_do_not_matter() -> None:
    p = np.array([[0.2, 0.99], [0.8, 0.95]])
    q = q_values(p)
    assert q.shape == p.shape
    np.testing.assert_allclose(q.ravel()[::-1], q_values(p.ravel()[::-1]))


def test_what_is_not_known_takes_no_part() -> None:
    q = q_values([np.nan, 0.9, np.nan, 0.5])
    assert np.isnan(q).tolist() == [True, False, True, False]
    np.testing.assert_allclose(q[[1, 3]], [0.1 * CAUTION, 0.3 * CAUTION])


def test_nothing_known_at_all() -> None:
    assert np.isnan(q_values([np.nan, np.nan])).all()
    assert q_values([]).size == 0


def test_the_largest_set_whose_raised_mean_is_below_five_per_cent() -> None:
    p = np.random.default_rng(0).beta(0.3, 0.3, 500)
    kept = q_values(p) < 0.05
    assert CAUTION * (1 - p[kept]).mean() < 0.05
    largest_left_out = p[~kept].max()
    assert CAUTION * (1 - np.append(p[kept], largest_left_out)).mean() >= 0.05


def test_a_share_is_never_above_one() -> None:
    np.testing.assert_array_equal(q_values([0.0, 0.0]), [1.0, 1.0])
