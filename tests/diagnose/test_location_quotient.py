"""The location quotient and the worker-level intervals."""

from __future__ import annotations

import numpy as np
import pytest

from placewise.diagnose.location_quotient import (
    clopper_pearson_interval,
    location_quotients,
    log_delta_interval,
    wilson_interval,
)
from placewise.errors import InputError


def test_one_is_the_share_of_the_base() -> None:
    quotient = location_quotients([[10, 90], [20, 180]], [100, 200], [30, 270], 300)
    np.testing.assert_allclose(quotient, 1.0)


def test_a_missing_cell_stays_missing_and_touches_no_other() -> None:
    quotient = location_quotients([[10.0, np.nan], [20.0, 180.0]], [100, 200], [30, 270], 300)
    assert np.isnan(quotient).tolist() == [[False, True], [False, False]]


def test_a_share_of_nothing_is_not_zero() -> None:
    empty_place = location_quotients([[0, 0], [5, 5]], [0, 10], [5, 5], 10)
    assert np.isnan(empty_place[0]).all()
    np.testing.assert_allclose(empty_place[1], 1.0)
    empty_industry = location_quotients([[5, 0], [5, 0]], [5, 5], [10, 0], 10)
    assert np.isnan(empty_industry[:, 1]).all()


def test_nothing_in_a_place_that_has_jobs_is_zero() -> None:
    quotient = location_quotients([[0, 10], [10, 0]], [10, 10], [10, 10], 20)
    np.testing.assert_array_equal(quotient, [[0, 2], [2, 0]])


def test_a_missing_total_makes_its_row_or_column_missing() -> None:
    quotient = location_quotients([[1, 2], [3, 4]], [np.nan, 7], [4, np.nan], 10)
    assert np.isnan(quotient).tolist() == [[True, True], [False, True]]


def test_totals_that_do_not_fit_are_named() -> None:
    with pytest.raises(InputError, match=r"values \(2, 2\), place totals \(3,\)"):
        location_quotients([[1, 2], [3, 4]], [1, 2, 3], [4, 6], 10)


@pytest.mark.parametrize("total", [0, -1, np.nan])
def test_the_base_must_hold_something(total: float) -> None:
    with pytest.raises(InputError, match="must be positive"):
        location_quotients([[1.0]], [1], [1], total)


@pytest.mark.parametrize("method", [log_delta_interval, clopper_pearson_interval, wilson_interval])
def test_worker_level_intervals_hold_the_point_and_widen_with_the_level(method: object) -> None:
    assert callable(method)
    x, n, X, N = np.array([5.0, 30.0, 400.0]), np.array([2000.0] * 3), 12_000.0, 1_000_000.0
    quotient = (x / n) / (X / N)
    narrow, wide = method(x, n, X, N, 0.8), method(x, n, X, N, 0.99)
    assert ((narrow.lower < quotient) & (quotient < narrow.upper)).all()
    assert ((wide.lower < narrow.lower) & (narrow.upper < wide.upper)).all()


def test_clopper_pearson_reaches_the_ends() -> None:
    empty = clopper_pearson_interval(0, 100, 50, 1000)
    assert float(empty.lower) == 0.0
    # The exact upper limit for none of 50: 1 - 0.025 ** (1 / 50).
    assert float(empty.upper) == pytest.approx((1 - 0.025 ** (1 / 50)) / 0.1)
    full = clopper_pearson_interval(50, 100, 50, 1000)
    assert float(full.upper) == pytest.approx(10.0)
