"""Skills: low supply, low demand and leakage told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.diagnose.skills import (
    among_the_lowest_third,
    given_supply,
    retention,
    standard_errors,
)


def test_an_outcome_on_the_line_is_as_expected() -> None:
    supply = np.linspace(20, 60, 12)
    found = given_supply(5 + 0.5 * supply, supply)
    assert found.slope == pytest.approx(0.5)
    assert np.abs(found.residual).max() < 1e-9
    assert found.places == 12


def test_a_place_below_the_line_is_short_of_demand_whatever_its_supply() -> None:
    supply = np.linspace(20, 60, 12)
    outcome = 5 + 0.5 * supply
    outcome[11] -= 10  # the best qualified place: low demand is not low supply
    residual = given_supply(outcome, supply).residual
    assert residual.argmin() == 11


def test_too_few_places_give_no_line_and_no_rank() -> None:
    few = np.arange(9.0)
    assert np.isnan(given_supply(few, few).residual).all()
    assert np.isnan(among_the_lowest_third(few, np.zeros(9), seed=1)).all()


def test_missing_stays_missing() -> None:
    values = np.r_[np.nan, np.arange(12.0)]
    assert np.isnan(among_the_lowest_third(values, np.zeros(13), seed=1)[0])
    assert np.isnan(given_supply(values, np.arange(13.0)).residual[0])
    assert np.isnan(retention(np.array([0.0, np.nan]), np.array([5.0, 5.0]))).all()


def test_retention_counts_the_same_years_of_birth() -> None:
    assert retention(np.array([200.0]), np.array([150.0]))[0] == 75


def test_errors_come_from_published_intervals() -> None:
    errors = standard_errors(np.array([10.0, 10.0]), np.array([11.96, np.nan]))
    assert errors == pytest.approx([1.0, 0.0], abs=1e-3)


@given(st.integers(10, 40), st.integers(0, 10**6))
def test_without_errors_exactly_the_lowest_third_is_sure(places: int, seed: int) -> None:
    values = np.random.default_rng(seed).permutation(places).astype(float)
    found = among_the_lowest_third(values, np.zeros(places), seed)
    assert set(found) <= {0.0, 1.0}
    assert found.sum() == -(-places // 3)
    assert (found[values < places // 3] == 1).all()


def test_the_probabilities_are_calibrated() -> None:
    """Drawn truths, measured with error under a flat prior: what is said to be sure, is."""
    random = np.random.default_rng(5)
    said, was = [], []
    for seed in range(60):
        truth = random.normal(0, 10, 60)
        measured = truth + random.normal(0, 2, 60)
        said.append(among_the_lowest_third(measured, np.full(60, 2.0), seed, draws=400))
        was.append(truth <= np.quantile(truth, 1 / 3, method="inverted_cdf"))
    probability, true = np.concatenate(said), np.concatenate(was)
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        inside = (probability >= low) & (probability < high)
        assert true[inside].mean() == pytest.approx(probability[inside].mean(), abs=0.06)
