"""The likelihood of a few unequal plants, against simulation and plain convolution."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import lognorm, poisson

from placewise.diagnose.plant_sums import nearest_inequality, plant_sums
from placewise.diagnose.posterior import coarse_likelihood
from placewise.diagnose.prior import GRID, SPACING

Floats = NDArray[np.float64]


def density_by_convolution(s: float, means: Floats, inequality: float) -> Floats:
    """Return the density at s of a Poisson number of lognormal plants, summed number by number."""
    sigma = np.sqrt(np.log(inequality))
    points = 4_000
    step = s / (points - 1)
    edges = (np.arange(points + 1) - 0.5) * step
    sizes = np.diff(lognorm(sigma, scale=np.exp(-(sigma**2) / 2)).cdf(np.maximum(edges, 0)))
    density, sum_of = np.zeros(means.size), sizes.copy()
    for number in range(1, 90):
        density += poisson.pmf(number, means) * sum_of[-1]
        if sum_of.max() < 1e-14:
            break
        sum_of = np.convolve(sum_of, sizes)[:points]
    return density / step


@pytest.mark.parametrize("wanted", [1.8, 4.2, 9.5])
@pytest.mark.parametrize("jobs", [0.5, 3.0, 12.0])
def test_likelihood_agrees_with_plain_convolution(wanted: float, jobs: float) -> None:
    inequality = nearest_inequality(wanted)
    expected_plants = 4.0
    found = coarse_likelihood(
        np.array([jobs / inequality]), np.array([expected_plants / inequality]), inequality
    )[0]
    truth = density_by_convolution(jobs, expected_plants * np.exp(GRID), inequality)
    truth /= truth.max()
    seen = truth > 0.01
    np.testing.assert_allclose(found[seen], truth[seen], atol=0.04)


def test_density_agrees_with_simulated_sums() -> None:
    inequality, mean = nearest_inequality(4.2), 5.0
    sigma = np.sqrt(np.log(inequality))
    rng = np.random.default_rng(11)
    draws = 400_000
    number = rng.poisson(mean, draws)
    sizes = rng.lognormal(-(sigma**2) / 2, sigma, number.sum())
    sums = np.bincount(np.repeat(np.arange(draws), number), sizes, minlength=draws)
    edges = np.exp(np.arange(np.log(0.5), np.log(30.0), 0.25))
    frequency = np.histogram(sums, edges)[0] / draws / np.diff(edges)
    table = plant_sums(inequality, SPACING)
    middle = np.sqrt(edges[1:] * edges[:-1])
    correction = np.array([table.at(np.array([s]), np.array([mean]), 0.0, 1)[0, 0] for s in middle])
    one_plant = lognorm(sigma, scale=np.exp(-(sigma**2) / 2)).pdf(middle)
    density = mean * np.exp(-mean) * one_plant * np.exp(correction)
    np.testing.assert_allclose(density, frequency, rtol=0.06)


def test_no_correction_where_several_plants_are_unlikely() -> None:
    table = plant_sums(nearest_inequality(4.2), SPACING)
    found = table.at(np.array([0.3, 1.0]), np.array([1e-3, 1e-3]), 0.0, 3)
    np.testing.assert_allclose(found, 0.0, atol=0.02)


def test_an_empty_cell_is_the_chance_of_no_plant() -> None:
    inequality = nearest_inequality(4.2)
    found = coarse_likelihood(np.array([0.0]), np.array([0.5]), inequality)[0]
    truth = np.exp(-0.5 * inequality * (np.exp(GRID) - np.exp(GRID[0])))
    np.testing.assert_allclose(found, truth, atol=1e-4)


@pytest.mark.parametrize(("given", "least", "most"), [(1.0, 1.2, 1.2), (4.2, 3.7, 4.7)])
def test_inequality_is_rounded_to_steps_of_a_fifth(given: float, least: float, most: float) -> None:
    assert least <= nearest_inequality(given) <= most
    assert nearest_inequality(1e6) <= 50 * 1.25
