"""Shapley shares of R squared, robust regression, and what they hang on."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from placewise.diagnose.drivers import driver_shares, own_parts, regress, shares_without
from placewise.diagnose.shapley import correlation_matrices, shapley_r_squared
from placewise.errors import InputError

Floats = NDArray[np.float64]

# Henderson and Velleman (1981): miles per gallon, cylinders, engine shape and transmission of 32
# cars of the 1974 Motor Trend magazine.
MPG = [
    21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4,
    14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
]  # fmt: skip
CYLINDERS = [
    6, 6, 4, 6, 8, 6, 8, 4, 4, 6, 6, 8, 8, 8, 8, 8, 8, 4, 4, 4, 4, 8, 8, 8, 8, 4, 4, 4, 8, 6, 8, 4
]  # fmt: skip
STRAIGHT = [
    0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1
]  # fmt: skip
MANUAL = [
    1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1
]  # fmt: skip


def r_squared(y: Floats, x: Floats) -> float:
    """R squared by least squares, without correlation matrices."""
    design = np.column_stack([np.ones(len(y)), x])
    fitted = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(1 - ((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def by_permutations(y: Floats, x: Floats, groups: list[int]) -> Floats:
    """The definition itself: every order, one group after the other."""
    count = max(groups) + 1
    shares, orders = np.zeros(count), 0
    for order in permutations(range(count)):
        before, columns = 0.0, []
        for group in order:
            columns += [at for at, g in enumerate(groups) if g == group]
            now = r_squared(y, x[:, columns])
            shares[group] += now - before
            before = now
        orders += 1
    return shares / orders


def data(seed: int, rows: int = 60, columns: int = 4) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    common = rng.standard_normal((rows, 1))
    x = rng.standard_normal((rows, columns)) + 0.7 * common
    return x @ np.linspace(0.2, 1, columns) + rng.standard_normal(rows), x


def test_the_published_shares_of_relaimpo() -> None:
    """relaimpo 2.2 (Groemping 2006), metric lmg, as printed in the vignette of R package domir."""
    cars = np.column_stack([MPG, MANUAL, STRAIGHT, CYLINDERS])
    shares = shapley_r_squared(correlation_matrices(cars, np.ones((1, 32))), [0, 1, 2])[0]
    np.testing.assert_allclose(shares, [0.1774892, 0.2027032, 0.3817849], atol=5e-8)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(-0.95, 0.95), st.floats(-3, 3), st.floats(-3, 3), st.floats(0.1, 5))
def test_the_formula_for_two_drivers(rho: float, b1: float, b2: float, noise: float) -> None:
    """Groemping (2007), The American Statistician 61, with variances of one."""
    variance = b1**2 + b2**2 + 2 * rho * b1 * b2 + noise
    with_outcome = np.array([b1 + rho * b2, b2 + rho * b1]) / variance**0.5
    matrix = np.array([[1, *with_outcome], [with_outcome[0], 1, rho], [with_outcome[1], rho, 1]])
    first = b1**2 + rho * b1 * b2 + rho**2 / 2 * (b2**2 - b1**2)
    found = shapley_r_squared(matrix, [0, 1])
    assert found[0] == pytest.approx(first / variance, abs=1e-9)


@pytest.mark.parametrize("groups", [[0, 1, 2, 3], [0, 0, 1, 2], [0, 1, 0, 1], [0, 0, 0, 0]])
def test_it_agrees_with_the_definition(groups: list[int]) -> None:
    y, x = data(3)
    matrix = correlation_matrices(np.column_stack([y, x]), np.ones((1, len(y))))
    expected = by_permutations(y, x, groups)
    np.testing.assert_allclose(shapley_r_squared(matrix, groups)[0], expected, atol=1e-9)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_shares_add_up_to_r_squared_and_are_never_negative(seed: int) -> None:
    y, x = data(seed, 30, 3)
    matrix = correlation_matrices(np.column_stack([y, x]), np.ones((1, 30)))
    shares = shapley_r_squared(matrix, [0, 1, 2])[0]
    assert shares.sum() == pytest.approx(r_squared(y, x), abs=1e-9)
    assert (shares > -1e-9).all()
    moved = correlation_matrices(np.column_stack([y, x]) * [2, 9, 0.1, 3] + 5, np.ones((1, 30)))
    np.testing.assert_allclose(shapley_r_squared(moved, [0, 1, 2])[0], shares, atol=1e-9)


def test_two_copies_of_a_driver_share_what_one_has() -> None:
    y, x = data(5, columns=2)
    twice = np.column_stack([x, x[:, 0]])
    matrix = correlation_matrices(np.column_stack([y, twice]), np.ones((1, len(y))))
    shares = shapley_r_squared(matrix, [0, 1, 2])[0]
    assert shares[0] == pytest.approx(shares[2], abs=1e-9)
    assert shares.sum() == pytest.approx(r_squared(y, x), abs=1e-9)


def test_weights_count_places_as_if_they_stood_there_more_than_once() -> None:
    y, x = data(6, 20, 2)
    weights = np.random.default_rng(1).integers(0, 3, 20)
    table = np.column_stack([y, x])
    repeated = np.corrcoef(np.repeat(table, weights, axis=0).T)
    np.testing.assert_allclose(correlation_matrices(table, weights[None])[0], repeated, atol=1e-12)


def test_a_driver_that_does_not_vary_has_no_share() -> None:
    table = np.column_stack([np.arange(5.0), np.full(5, 7.3), np.arange(5.0) ** 2])
    shares = shapley_r_squared(correlation_matrices(table, np.ones((1, 5))), [0, 1])
    assert np.isnan(shares).all()


def test_coefficients_and_their_hc3_errors_are_those_of_the_textbook() -> None:
    y, x = data(7, 40, 3)
    fit = regress(y, x)
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    design = np.column_stack([np.ones(40), z])
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ design.T @ y
    residual = y - design @ beta
    hat = np.array([design[i] @ bread @ design[i] for i in range(40)])
    meat = sum(
        np.outer(design[i], design[i]) * (residual[i] / (1 - hat[i])) ** 2 for i in range(40)
    )
    np.testing.assert_allclose(fit.coefficients, beta[1:], atol=1e-10)
    np.testing.assert_allclose(fit.covariance, (bread @ meat @ bread)[1:, 1:], atol=1e-12)
    np.testing.assert_allclose(fit.leverage, hat, atol=1e-12)
    assert fit.r_squared == pytest.approx(r_squared(y, x))
    for at in range(3):
        others = [c for c in range(3) if c != at]
        expected = 1 / (1 - r_squared(x[:, at], x[:, others]))
        assert fit.inflation[at] == pytest.approx(expected)


def test_regions_that_move_together_widen_the_intervals_of_coefficients() -> None:
    rng = np.random.default_rng(15)
    regions = np.repeat(np.arange(12), 25)
    x = rng.standard_normal((12, 2))[regions] + 0.3 * rng.standard_normal((300, 2))
    y = x @ [1.0, 0.5] + rng.standard_normal(12)[regions]
    alone, together = regress(y, x), regress(y, x, clusters=regions)
    np.testing.assert_array_equal(alone.coefficients, together.coefficients)
    assert (together.upper - together.lower > 2 * (alone.upper - alone.lower)).all()
    # The jackknife itself: the spread of the slopes without one region.
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    design = np.column_stack([np.ones(300), z])
    slopes = np.array(
        [
            np.linalg.lstsq(design[regions != r], y[regions != r], rcond=None)[0][1:]
            for r in range(12)
        ]
    )
    spread = slopes - together.coefficients
    np.testing.assert_allclose(together.covariance, 11 / 12 * spread.T @ spread, atol=1e-10)
    with pytest.raises(InputError, match="One region"):
        regress(y, x, clusters=np.zeros(300))


def test_own_parts_and_rest_add_up_to_the_gap() -> None:
    y, x = data(8, 50, 4)
    parts = own_parts(regress(y, x))
    np.testing.assert_allclose(parts.parts.sum(axis=1) + parts.rest, y - y.mean(), atol=1e-9)
    assert (parts.lower <= parts.parts).all()
    assert (parts.parts <= parts.upper).all()


def test_leaving_places_out_is_the_same_as_never_having_had_them() -> None:
    y, x = data(9, 30, 2)
    left_out = np.zeros((2, 30), dtype=bool)
    left_out[0, 4] = True
    left_out[1, :29] = True
    shares = shares_without(y, x, [0, 1], left_out)
    rest = np.delete(np.arange(30), 4)
    np.testing.assert_allclose(shares[0], by_permutations(y[rest], x[rest], [0, 1]), atol=1e-9)
    assert np.isnan(shares[1]).all()


def test_bootstrap_intervals_hold_the_shares_and_repeat_with_their_seed() -> None:
    y, x = data(10, 80, 3)
    first = driver_shares(y, x, [0, 1, 2], draws=300, seed=4)
    again = driver_shares(y, x, [0, 1, 2], draws=300, seed=4)
    np.testing.assert_array_equal(first.lower, again.lower)
    assert (first.lower <= first.shares).all()
    assert (first.shares <= first.upper).all()
    assert first.rest == pytest.approx(1 - first.shares.sum())
    assert first.rest_lower <= first.rest <= first.rest_upper
    assert first.clusters == 0


def test_regions_that_move_together_make_intervals_wider() -> None:
    rng = np.random.default_rng(11)
    regions = np.repeat(np.arange(12), 25)
    x = rng.standard_normal((12, 2))[regions] + 0.3 * rng.standard_normal((300, 2))
    y = x @ [1.0, 0.5] + rng.standard_normal(12)[regions]
    by_place = driver_shares(y, x, [0, 1], draws=400, seed=1)
    by_region = driver_shares(y, x, [0, 1], clusters=regions, draws=400, seed=1)
    assert by_region.clusters == 12
    assert (by_region.upper - by_region.lower > 1.5 * (by_place.upper - by_place.lower)).all()


@pytest.mark.slow
def test_bootstrap_intervals_cover_the_true_shares() -> None:
    """The full experiment is scripts/driver_coverage.py; this one is small enough for every day."""
    s = np.array([[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]])
    b = np.array([0.5, 0.3, 0.0])
    variance = b @ s @ b + 0.5
    matrix = np.block([[np.ones((1, 1)), (s @ b)[None] / variance**0.5],
                       [(s @ b)[:, None] / variance**0.5, s]])  # fmt: skip
    truth = shapley_r_squared(matrix, [0, 1, 2])
    rng, root, inside = np.random.default_rng(12), np.linalg.cholesky(s), np.zeros(3)
    for trial in range(150):
        x = rng.standard_normal((60, 3)) @ root.T
        y = x @ b + 0.5**0.5 * rng.standard_normal(60)
        found = driver_shares(y, x, [0, 1, 2], draws=300, seed=trial)
        inside += (found.lower <= truth) & (truth <= found.upper)
    # 95 per cent less three standard errors of 150 trials.
    assert (inside / 150 >= 0.95 - 3 * (0.95 * 0.05 / 150) ** 0.5).all()


def test_faults_are_named() -> None:
    y, x = data(13, 30, 3)
    with pytest.raises(InputError, match="too few"):
        regress(y[:13], x[:13])
    with pytest.raises(InputError, match="everything is known"):
        regress(np.where(np.arange(30) == 3, np.nan, y), x)
    with pytest.raises(InputError, match="same in all places"):
        regress(y, np.column_stack([x, np.ones(30)]))
    with pytest.raises(InputError, match="follows from the others"):
        regress(y, np.column_stack([x, x.sum(axis=1)]))
    with pytest.raises(InputError, match="do not fit the drivers"):
        driver_shares(y, x, [0, 2, 2])
    with pytest.raises(InputError, match="too many subsets"):
        shapley_r_squared(np.eye(14), list(range(13)))
    with pytest.raises(InputError, match="no ends"):
        driver_shares(y, x, [0, 1, 2], draws=10)


def test_all_pairs_of_groups_are_symmetric() -> None:
    y, x = data(14, 40, 4)
    matrix = correlation_matrices(np.column_stack([y, x]), np.ones((1, 40)))[0]
    shares = shapley_r_squared(matrix, [0, 1, 2, 3])
    for a, b in combinations(range(4), 2):
        order = list(range(4))
        order[a], order[b] = order[b], order[a]
        columns = [0, *(1 + c for c in order)]
        swapped = shapley_r_squared(matrix[np.ix_(columns, columns)], [0, 1, 2, 3])
        np.testing.assert_allclose(swapped[order], shares, atol=1e-12)
