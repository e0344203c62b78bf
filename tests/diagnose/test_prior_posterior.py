"""The fitted prior, and posteriors against brute force on a fine grid."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from placewise.diagnose.plant_sums import nearest_inequality
from placewise.diagnose.posterior import GridPosterior, coarse_likelihood, posteriors
from placewise.diagnose.prior import GRID, Prior, fit_prior, starting_weights

Floats = NDArray[np.float64]

INEQUALITY = nearest_inequality(4.2)


def a_prior() -> Prior:
    """Return the prior that no place has been fitted to."""
    return fit_prior(np.empty((0, GRID.size), dtype=np.float32), None)


def posterior_of(k: Floats, e: Floats, prior: Prior) -> list[GridPosterior]:
    return posteriors(k, e, np.arange(k.size), prior, INEQUALITY)


def brute_force(k: float, e: float, prior: Prior) -> tuple[float, float, float, float]:
    """Return mean, 2.5 % and 97.5 % quantiles and P(theta > 1.25), on 400,000 even points."""
    log_theta = np.linspace(GRID[0], GRID[-1], 400_001)
    theta = np.exp(log_theta)
    log_prior = np.interp(log_theta, GRID, prior.log_density)
    # The same saddle point, written as a unit deviance: v(mu) = mu^c, from 1 to k / t.
    c, t = INEQUALITY, theta * e
    ratio = k / t
    deviance = 2 * (ratio ** (2 - c) / ((1 - c) * (2 - c)) - ratio / (1 - c) + 1 / (2 - c))
    log_weight = log_prior + (c - 1) / 2 * np.log(theta) - t * deviance / 2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    reached = np.cumsum(weight)
    return (
        float(weight @ theta),
        float(theta[np.searchsorted(reached, 0.025)]),
        float(theta[np.searchsorted(reached, 0.975)]),
        float(weight[theta > 1.25].sum()),
    )


@pytest.mark.parametrize("k", [17.0, 40.0, 300.0, 5_000.0, 80_000.0])
@pytest.mark.parametrize("quotient", [0.3, 1.2, 1.3, 6.0])
def test_posterior_agrees_with_brute_force(k: float, quotient: float) -> None:
    e = k / quotient
    prior = a_prior()
    (grid,) = posterior_of(np.array([k]), np.array([e]), prior)
    mean, lower, upper, above = brute_force(k, e, prior)
    assert grid.mean()[0] == pytest.approx(mean, rel=2e-3)
    assert grid.quantile(0.025)[0] == pytest.approx(lower, rel=0.02)
    assert grid.quantile(0.975)[0] == pytest.approx(upper, rel=0.02)
    assert grid.probability_above(1.25)[0] == pytest.approx(above, abs=0.01)


def test_weights_are_probabilities_and_rows_are_kept() -> None:
    k = np.array([0.0, 0.4, 5.0, 15.9, 16.1, 700.0, 2e5, 3e8])
    grids = posterior_of(k, k + 1.0, a_prior())
    rows = np.concatenate([grid.rows for grid in grids])
    assert sorted(rows.tolist()) == list(range(k.size))
    for grid in grids:
        np.testing.assert_allclose(grid.weight.sum(axis=1), 1.0, atol=1e-5)
        assert (grid.weight >= 0).all()
        assert (np.diff(grid.above, axis=1) <= 1e-6).all()


def test_nearly_the_same_on_either_side_of_every_change_of_method() -> None:
    # 16 effective plants part the two likelihoods, 16 * 16^g the grids.
    prior = a_prior()
    for change in (16.0, 256.0, 4_096.0, 65_536.0):
        k = np.array([change * 0.999, change * 1.001])
        e = k / 1.3
        found = sorted(
            (int(row), float(mean), float(low), float(high))
            for grid in posterior_of(k, e, prior)
            for row, mean, low, high in zip(
                grid.rows, grid.mean(), grid.quantile(0.025), grid.quantile(0.975), strict=True
            )
        )
        np.testing.assert_allclose(found[0][1:], found[1][1:], rtol=0.06)


def test_more_plants_are_surer_and_shrink_less() -> None:
    prior = a_prior()
    k = np.array([2.0, 8.0, 40.0, 400.0, 4_000.0])
    e = k / 3.0
    found = {
        int(row): (float(mean), float(high - low))
        for grid in posterior_of(k, e, prior)
        for row, mean, low, high in zip(
            grid.rows, grid.mean(), grid.quantile(0.025), grid.quantile(0.975), strict=True
        )
    }
    widths = [found[row][1] for row in range(k.size)]
    assert widths == sorted(widths, reverse=True)
    assert found[4][0] == pytest.approx(3.0, rel=0.02)
    assert abs(found[0][0] - 3.0) > abs(found[4][0] - 3.0)


def test_probability_falls_with_the_threshold() -> None:
    grids = posterior_of(np.array([3.0, 300.0]), np.array([3.0, 240.0]), a_prior())
    for grid in grids:
        values = [grid.probability_above(t)[0] for t in (0.001, 0.5, 1.0, 1.25, 2.0, 900.0)]
        assert values == sorted(values, reverse=True)
        assert values[0] > 0.99
        assert values[-1] < 0.01


def test_a_prior_finds_two_groups_of_places() -> None:
    rng = np.random.default_rng(5)
    theta = np.where(rng.random(400) < 0.5, 0.5, 3.0)
    e = np.full(400, 300.0)
    k = rng.poisson(theta * e).astype(float)
    prior = fit_prior(coarse_likelihood(k, e, INEQUALITY), None)
    density = np.exp(prior.log_density)
    near_low = density[np.abs(GRID - np.log(0.5)) < 0.4].sum()
    near_high = density[np.abs(GRID - np.log(3.0)) < 0.4].sum()
    assert 0.4 < near_low < 0.6
    assert 0.4 < near_high < 0.6


def test_few_places_stay_near_the_pooled_prior_and_many_leave_it() -> None:
    pooled = starting_weights()

    def distance_from_pooled(places: int) -> float:
        k = np.full(places, 600.0)
        prior = fit_prior(coarse_likelihood(k, np.full(places, 200.0), INEQUALITY), pooled)
        return float(np.abs(prior.bumps - pooled).sum())

    assert distance_from_pooled(2) < 0.2
    assert distance_from_pooled(2) < distance_from_pooled(40) < distance_from_pooled(2_000)


def test_a_prior_is_a_distribution_at_every_spacing() -> None:
    prior = a_prior()
    assert np.exp(prior.log_density).sum() == pytest.approx(1.0)
    fine = np.arange(GRID[0], GRID[-1], 0.125 / 16)
    assert np.exp(prior.at(fine, 0.125 / 16)).sum() == pytest.approx(1.0, abs=0.01)
