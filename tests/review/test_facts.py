"""What facts say of candidate places: hand-worked cases, properties, recovery of a known slope."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from placewise.errors import InputError
from placewise.model.figures import Figure
from placewise.review.facts import claim_log_likelihoods, figure_log_likelihood, fitted_slope

PLACES = ["A", "B", "C", "D"]
TABLE = pl.DataFrame(
    {
        "place": PLACES * 2,
        "year": [2021] * 4 + [2022] * 4,
        "value": [100.0, 200.0, 300.0, 400.0, 110.0, 210.0, 310.0, 410.0],
        "lower": [None] * 8,
        "upper": [None] * 8,
    },
    schema_overrides={"lower": pl.Float64, "upper": pl.Float64},
)


def figure(quantity: float, year: int | None = None, precision: float = 0.5) -> Figure:
    return Figure(
        "", 0, 1, 0, None, "", quantity, None, "people", precision, "population", None, "", year,
        "fact", "",
    )  # fmt: skip


def test_a_figure_speaks_for_the_place_it_fits() -> None:
    found = figure_log_likelihood(figure(300, 2021), TABLE, PLACES, None)
    assert found is not None
    assert int(np.argmax(found)) == 2
    posterior = np.exp(found - np.logaddexp.reduce(found))
    assert posterior[2] > 0.6


def test_no_single_figure_rules_a_place_out() -> None:
    found = figure_log_likelihood(figure(300, 2021), TABLE, PLACES, None)
    assert found is not None
    assert found.max() - found.min() < 5.0


def test_a_place_without_a_value_is_neither_helped_nor_hurt() -> None:
    found = figure_log_likelihood(figure(300, 2021), TABLE, [*PLACES, "E"], None)
    assert found is not None
    assert found[:4].min() < found[4] < found[:4].max()


def test_a_small_number_is_not_of_the_smallest_place() -> None:
    sizes = TABLE.with_columns(
        value=pl.when(pl.col("place") == "A").then(2e3).otherwise(pl.col("value") * 1e3)
    )
    found = figure_log_likelihood(figure(10, 2021), sizes, PLACES, None)
    assert found is not None
    assert np.ptp(found) < 0.1
    right = figure_log_likelihood(figure(2e3, 2021), sizes, PLACES, None)
    assert right is not None
    assert int(np.argmax(right)) == 0
    assert np.ptp(right) > 1


def test_too_few_places_tell_nothing() -> None:
    assert figure_log_likelihood(figure(300), TABLE, ["A", "B"], None) is None


def test_a_figure_without_a_year_may_be_of_any_recent_one() -> None:
    either = figure_log_likelihood(figure(100), TABLE, PLACES, 2022)
    named = figure_log_likelihood(figure(100, 2021), TABLE, PLACES, 2022)
    assert either is not None
    assert named is not None
    assert int(np.argmax(either)) == int(np.argmax(named)) == 0


@given(
    st.lists(st.floats(-2, 2), min_size=6, max_size=6),
    st.floats(0.05, 0.95),
    st.floats(0.0, 3.0),
)
def test_the_mean_chance_is_the_rate(standing: list[float], rate: float, slope: float) -> None:
    yes, no = claim_log_likelihoods(np.array(standing)[:, None], np.array([rate]), slope)
    assert np.exp(yes).mean() == pytest.approx(rate, abs=1e-6)
    assert np.exp(yes) + np.exp(no) == pytest.approx(1.0)


def test_a_slope_of_nought_says_nothing_and_unknown_standing_is_average() -> None:
    standing = np.array([[0.0], [1.0], [np.nan]])
    yes, _ = claim_log_likelihoods(standing, np.array([0.3]), 0.0)
    assert np.ptp(yes) == pytest.approx(0.0)
    yes, _ = claim_log_likelihoods(standing, np.array([0.3]), 1.0)
    assert yes[0, 0] < yes[2, 0] < yes[1, 0]


def test_rates_outside_their_range_are_refused() -> None:
    with pytest.raises(InputError, match="rate"):
        claim_log_likelihoods(np.zeros((2, 1)), np.array([1.0]), 1.0)


def test_a_known_slope_is_recovered_inside_its_interval() -> None:
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(20):
        standing = rng.normal(0, 0.6, (30, 12))
        rate = np.full(12, 0.3)
        yes, _ = claim_log_likelihoods(standing, rate, 1.2)
        own = list(range(30))
        named = [rng.random(12) < np.exp(yes[row]) for row in own]
        best, low, high = fitted_slope([standing] * 30, own, named, rate, np.linspace(0, 4, 81))
        covered += low <= 1.2 <= high
        assert abs(best - 1.2) < 1.5
    assert covered >= 17  # 20 trials at 95 %: fewer than 17 have a chance of 1.6 %
    assert expit(0) == 0.5
