"""Effective plants, the interval that follows, and where the Herfindahl comes from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import gamma

from placewise.diagnose.lumpiness import (
    FEW_QUANTILES,
    effective_plants,
    gamma_quantile,
    herfindahl_from_establishments,
    herfindahl_from_size_bands,
    plain_interval,
)
from placewise.errors import InputError


@pytest.mark.parametrize(
    ("probability", "tolerance"), [(0.005, 3e-6), (0.025, 1e-6), (0.5, 1e-6), (0.975, 1e-6)]
)
def test_gamma_quantiles_agree_with_scipy(probability: float, tolerance: float) -> None:
    shape = np.geomspace(0.5, 1e7, 2_003)
    expected = gamma.ppf(probability, shape)
    np.testing.assert_allclose(gamma_quantile(shape, probability), expected, rtol=1e-9)
    many = np.tile(shape, FEW_QUANTILES // shape.size + 1)  # too many to be computed one by one
    found = gamma_quantile(many, probability)[: shape.size]
    np.testing.assert_allclose(found, expected, rtol=tolerance)


@pytest.mark.parametrize("size", [3, FEW_QUANTILES + 1])
def test_gamma_quantile_at_the_edges(size: int) -> None:
    found = gamma_quantile(np.resize([0.0, np.nan, 1.0], size), 0.5)
    assert found[0] == 0.0
    assert np.isnan(found[1])
    assert found[2] == pytest.approx(np.log(2), rel=1e-6)


def test_equal_plants_make_effective_plants_a_count() -> None:
    # 200 plants of 10 jobs: H = 1/200; a place with a tenth of all jobs expects 20 of them,
    # over 1 - w because its own share is part of the whole.
    plants = effective_plants([[500.0]], [1_000], [2_000], 10_000, [1 / 200])
    assert plants.expected[0, 0] == pytest.approx(20 / 0.9)
    assert plants.observed[0, 0] == pytest.approx(50 / 0.9)
    assert plants.information[0, 0] == 1.0


def test_variance_of_chance_is_one_over_the_expected_plants() -> None:
    # Var(LQ) = H (1 - w) / w (Ellison and Glaeser 1997).
    herfindahl, share = 0.0751, 0.02
    plants = effective_plants([[1.0]], [2.0], [50.0], 100.0, [herfindahl])
    assert 1 / plants.expected[0, 0] == pytest.approx(herfindahl * (1 - share) / share)


def test_measurement_variance_takes_information_and_leaves_the_quotient() -> None:
    exact = effective_plants([[500.0]], [1_000], [2_000], 10_000, [0.005])
    blurred = effective_plants([[500.0]], [1_000], [2_000], 10_000, [0.005], variance=50.0**2)
    k, e = blurred.net()
    assert k[0, 0] / e[0, 0] == pytest.approx(exact.observed[0, 0] / exact.expected[0, 0])
    # Relative variances add: 1/k + (50/500)^2.
    assert 1 / k[0, 0] == pytest.approx(1 / exact.observed[0, 0] + 0.01)


def test_unknown_cells_and_industries_stay_unknown() -> None:
    plants = effective_plants(
        [[1.0, np.nan, 2.0], [3.0, 4.0, 5.0]], [10, 20], [4, 8, 7], 100, [0.1, 0.1, np.nan]
    )
    assert np.isnan(plants.observed).tolist() == [[False, True, True], [False, False, True]]
    assert np.isnan(plants.expected[0, 1])
    interval = plain_interval(plants)
    assert np.isnan(interval.lower).tolist() == [[False, True, True], [False, False, True]]


@pytest.mark.parametrize("herfindahl", [0.0, -0.1, 1.01])
def test_a_herfindahl_out_of_range_is_refused(herfindahl: float) -> None:
    with pytest.raises(InputError, match="outside its range"):
        effective_plants([[1.0]], [1], [1], 10, [herfindahl])


def test_a_single_place_that_is_the_whole_base_has_a_quotient_of_one() -> None:
    plants = effective_plants([[5.0]], [10], [5], 10, [0.2])
    interval = plain_interval(plants)
    assert interval.lower[0, 0] == pytest.approx(1.0, abs=1e-3)
    assert interval.upper[0, 0] == pytest.approx(1.0, abs=1e-3)


def test_the_exact_limits_are_those_of_a_poisson_mean() -> None:
    # Garwood's limits for ten events: 4.795 to 18.39.
    plants = effective_plants([[10.0]], [1e-3], [1e6], 1e3, [1e-6 / (1 - 1e-6)])
    scale = plants.expected[0, 0]
    assert plants.observed[0, 0] == pytest.approx(10.0)
    interval = plain_interval(plants)
    assert interval.lower[0, 0] * scale == pytest.approx(4.795, abs=1e-3)
    assert interval.upper[0, 0] * scale == pytest.approx(18.391, abs=1e-3)


def test_jeffreys_lies_inside_the_exact_interval() -> None:
    values = np.array([[1.0], [4.0], [60.0]])
    plants = effective_plants(values, [20, 20, 20], [100], 1_000, [0.01])
    exact, jeffreys = plain_interval(plants), plain_interval(plants, method="jeffreys")
    assert (exact.lower < jeffreys.lower).all()
    assert (jeffreys.upper < exact.upper).all()


def test_an_unknown_interval_is_named() -> None:
    plants = effective_plants([[1.0]], [1], [1], 10, [0.1])
    with pytest.raises(InputError, match="exact or jeffreys"):
        plain_interval(plants, method="wald")


def test_size_bands_of_one_size_give_the_arithmetic() -> None:
    # 50 plants of 9 to 10 jobs (log-uniform over [9, 11) has a squared mean close to its square).
    found = herfindahl_from_size_bands([50], [9], [10], jobs=500)
    assert found.herfindahl[0] == pytest.approx(1 / 50, rel=0.01)
    assert found.inequality[0] == pytest.approx(1.0, rel=0.01)


@pytest.mark.parametrize("sigma", [1.2, 1.5])
def test_size_bands_recover_a_lognormal_industry(sigma: float) -> None:
    rng = np.random.default_rng(7)
    low, high = [1, 5, 10, 20, 50, 100, 250, 500, 1000], [4, 9, 19, 49, 99, 249, 499, 999, np.nan]
    ratios = []
    for _ in range(60):
        sizes = np.maximum(np.round(rng.lognormal(2.0, sigma, 3_000)), 1)
        counts = np.histogram(sizes, [*low, np.inf])[0]
        found = herfindahl_from_size_bands(counts, low, high, jobs=sizes.sum())
        ratios.append(found.herfindahl[0] / (sizes**2).sum() * sizes.sum() ** 2)
    assert 0.8 < np.median(ratios) < 1.05
    assert np.quantile(ratios, 0.05) > 0.5
    assert np.quantile(ratios, 0.95) < 1.3


def test_a_total_that_leaves_too_much_does_not_invent_a_giant() -> None:
    # Two plants of 250 jobs and more, and a total that would leave 500,000 jobs for them.
    found = herfindahl_from_size_bands([1_000, 2], [1, 250], [249, np.nan], jobs=520_000)
    assert found.herfindahl[0] < 0.01


def test_size_bands_without_plants_or_jobs_are_unknown() -> None:
    assert np.isnan(herfindahl_from_size_bands([0, 0], [1, 10], [9, 49], jobs=10).herfindahl[0])
    assert np.isnan(herfindahl_from_size_bands([1, 0], [1, 10], [9, 49], jobs=0).herfindahl[0])


def test_size_bands_never_leave_their_range() -> None:
    # One plant in the open band, and a total that its start alone exceeds.
    found = herfindahl_from_size_bands([0, 1], [1, 250], [249, np.nan], jobs=100)
    assert found.herfindahl[0] == 1.0
    assert found.inequality[0] == 1.0


@pytest.mark.parametrize(("low", "high"), [([1, 250], [np.nan, np.nan]), ([10, 50], [9, 249])])
def test_size_bands_that_do_not_fit_are_refused(low: list[float], high: list[float]) -> None:
    with pytest.raises(InputError, match="do not fit together"):
        herfindahl_from_size_bands([1, 1], low, high, jobs=100)


def test_establishments_give_the_lower_bound_for_equal_plants() -> None:
    # Ten plants of five jobs, wherever they are: H = 1/10.
    found = herfindahl_from_establishments([[20.0], [30.0]], [[4.0], [6.0]])
    assert found.herfindahl[0] == pytest.approx(0.1)
    assert found.inequality[0] == pytest.approx(1.0)


def test_establishments_see_one_large_plant() -> None:
    found = herfindahl_from_establishments([[1000.0], [10.0], [10.0]], [[1.0], [10.0], [10.0]])
    assert found.herfindahl[0] >= (1000**2 + 20) / 1020**2 * 0.999


def test_establishments_recover_unequal_plants_that_land_by_chance() -> None:
    rng = np.random.default_rng(3)
    ratios = []
    for _ in range(60):
        sizes = rng.lognormal(0, 1.2, 2_000)
        where = rng.integers(0, 150, sizes.size)
        jobs = np.bincount(where, sizes, minlength=150)[:, None]
        plants = np.bincount(where, minlength=150)[:, None].astype(float)
        found = herfindahl_from_establishments(jobs, plants).herfindahl[0]
        ratios.append(found * sizes.sum() ** 2 / (sizes**2).sum())
    assert 0.9 < np.median(ratios) < 1.1


def test_establishments_need_two_cells_with_both_numbers() -> None:
    found = herfindahl_from_establishments([[5.0], [np.nan]], [[1.0], [2.0]])
    assert np.isnan(found.herfindahl[0])
    assert np.isnan(found.inequality[0])
