"""Rivals, against draws from the same posteriors."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from placewise.diagnose.posterior import GridPosterior, coarse_likelihood, posteriors
from placewise.diagnose.prior import LOWEST, fit_prior
from placewise.diagnose.rivals import Field, count_rivals

Floats = NDArray[np.float64]


def an_industry(k: Floats, e: Floats) -> list[GridPosterior]:
    likelihood = coarse_likelihood(k, e, 4.2)
    return posteriors(k, e, np.arange(k.size), fit_prior(likelihood, None), 4.2)


def draws_of(grids: list[GridPosterior], places: int, draws: int, seed: int) -> Floats:
    """Return (draws, places) of log theta, drawn from the posteriors by inversion."""
    rng = np.random.default_rng(seed)
    drawn = np.empty((draws, places))
    for grid in grids:
        for row, start, weight in zip(grid.rows, grid.start, grid.weight, strict=True):
            points = rng.choice(weight.size, draws, p=weight / weight.sum(dtype=float))
            jitter = rng.uniform(-0.5, 0.5, draws)
            drawn[:, row] = LOWEST + grid.spacing * (start + points + jitter)
    return drawn


def test_expected_rivals_and_interval_agree_with_draws() -> None:
    rng = np.random.default_rng(2)
    places = 60
    e = np.tile([1.0, 5.0, 20.0, 100.0, 1000.0], 12)
    k = rng.gamma(e * rng.lognormal(0, 0.5, places), 1.0)
    grids = an_industry(k, e)
    field = Field(grids)
    drawn = draws_of(grids, places, 4_000, seed=3)
    ranks = (-drawn).argsort(axis=1).argsort(axis=1)
    for grid in grids:
        found = count_rivals(grid, field, np.ones(len(grid.rows), dtype=bool))
        truth = ranks[:, found.rows]
        np.testing.assert_allclose(found.expected, truth.mean(axis=0), atol=0.6)
        held = ((truth >= found.lower) & (truth <= found.upper)).mean(axis=0)
        assert held.min() > 0.94
        # Discrete, and read off a few points: a little wide, but not by more than that.
        assert held.mean() < 0.985
        np.testing.assert_array_less(np.quantile(truth, 0.10, axis=0), found.upper)
        np.testing.assert_array_less(found.lower, np.quantile(truth, 0.90, axis=0) + 1)


@pytest.mark.parametrize("chance", [0.0, 0.01, 0.02, 0.1])
def test_the_interval_holds_what_is_expected(chance: float) -> None:
    """Far above 600 others but for a small chance: what is expected passes the upper quantile."""
    others = 600
    weight = np.zeros((others + 1, 41), dtype=np.float32)
    weight[:others, 20] = 1.0
    weight[others, [5, 35]] = chance, 1.0 - chance
    above = weight[:, ::-1].cumsum(axis=1)[:, ::-1] - weight / 2
    rows, start = np.arange(others + 1), np.full(others + 1, 100)
    grid = GridPosterior(rows, 0.05, start, weight, above.astype(np.float32))
    found = count_rivals(grid, Field([grid]), rows == others)
    assert found.expected[0] == pytest.approx(chance * others, abs=0.01)
    assert found.lower[0] <= found.expected[0] <= found.upper[0]


def test_a_place_is_no_rival_of_itself() -> None:
    (grid,) = an_industry(np.array([5.0]), np.array([2.0]))
    found = count_rivals(grid, Field([grid]), np.array([True]))
    assert found.expected[0] == pytest.approx(0.0, abs=0.02)
    assert (found.lower[0], found.upper[0]) == (0.0, 0.0)


def test_equal_places_share_the_ranks_evenly() -> None:
    places = 11
    (grid,) = an_industry(np.full(places, 5.0), np.full(places, 4.0))
    found = count_rivals(grid, Field([grid]), np.ones(places, dtype=bool))
    np.testing.assert_allclose(found.expected, (places - 1) / 2, atol=0.05)


def test_only_the_wanted_places_are_returned() -> None:
    (grid,) = an_industry(np.array([1.0, 5.0, 9.0]), np.array([2.0, 2.0, 2.0]))
    found = count_rivals(grid, Field([grid]), np.array([False, True, False]))
    assert found.rows.tolist() == [1]
    assert found.lower[0] <= found.expected[0] <= found.upper[0]
