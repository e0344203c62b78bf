"""Percentiles with intervals, changes among changes, breaks of series."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from placewise.diagnose.standing import (
    SIZES,
    change_standing,
    percentile,
    percentile_intervals,
    percentiles,
    size_of,
    standings,
)
from placewise.diagnose.state_sentences import break_sentence
from placewise.diagnose.trends import corrected_persistence, growth_a_year, largest_break

NUMBERS = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


@given(NUMBERS, st.integers(-50, 50))
def test_percentiles_are_those_of_scipy(others: list[int], value: int) -> None:
    assert percentile(value, others) == pytest.approx(percentileofscore(others, value, kind="mean"))


@given(st.lists(st.integers(-4, 4) | st.just(float("nan")), min_size=2, max_size=12))
def test_percentiles_of_all_places_are_those_of_each_among_the_others(values: list[float]) -> None:
    lower = [value - 1 for value in values]
    for own in (values, lower):
        found = percentiles(own, values)
        for at, value in enumerate(own):
            others = [other for i, other in enumerate(values) if i != at and np.isfinite(other)]
            if others and np.isfinite(value):
                expected = percentileofscore(others, value, kind="mean")
                assert (
                    found[at] == pytest.approx(expected) == pytest.approx(percentile(value, others))
                )
            else:
                assert np.isnan(found[at])
    np.testing.assert_array_equal(percentiles(values), percentiles(values, values))


def test_the_ends_and_ties_of_percentiles() -> None:
    assert percentiles([1.0, np.nan, 2.0])[[0, 2]].tolist() == [0.0, 100.0]
    assert percentiles([3.0, 3.0, 3.0]).tolist() == [50.0] * 3
    assert np.isnan(percentiles([1.0, np.nan])).all()


def test_exact_values_have_exact_percentiles() -> None:
    values = np.arange(21.0)
    low, high = percentile_intervals(values, np.full(21, 1e-9), seed=1)
    assert (low[15], high[15]) == (75.0, 75.0)


def test_errors_as_large_as_the_spread_tell_nothing() -> None:
    values = np.random.default_rng(4).normal(size=40)
    low, high = percentile_intervals(values, np.full(40, 5.0), seed=1)
    assert (low.max(), high.min()) == (0.0, 100.0)


@given(st.floats(0.01, 1.5), st.integers(0, 1000))
def test_intervals_are_within_bounds_and_repeat(error: float, seed: int) -> None:
    values = np.random.default_rng(5).normal(size=30)
    low, high = percentile_intervals(values, np.full(30, error), seed=seed, draws=50)
    again, _ = percentile_intervals(values, np.full(30, error), seed=seed, draws=50)
    assert low.tolist() == again.tolist()
    assert np.all((low >= 0) & (low <= high) & (high <= 100))


def test_a_big_number_needs_its_whole_interval() -> None:
    assert size_of(97, 91, 100) == "very high"
    assert size_of(97, 80, 100) == "high"
    assert size_of(97, 40, 100) == "cannot be told"
    assert size_of(50, 20, 80) == "ordinary"
    assert size_of(3, 0, 9) == "very low"
    assert {size_of(x, x, x) for x in range(101)} <= set(SIZES)


def test_where_places_stand() -> None:
    values = np.append(np.arange(20.0), np.nan)
    found = standings(values, None, seed=1)
    assert found[20] is None
    assert found[19] is not None
    assert (found[19].percentile, found[19].lower, found[19].others) == (100.0, None, 19)
    assert found[19].size == "very high"
    few = standings(values[:4], None, seed=1)
    assert [one.size for one in few if one] == ["too few places"] * 4
    some = standings(values, np.where(np.arange(21) < 5, 1.0, np.nan), seed=1)
    assert all(one is None or one.lower is None for one in some)
    most = standings(values, np.where(np.arange(21) < 15, 1.0, np.nan), seed=1)
    assert most[0] is not None
    assert most[19] is not None
    assert most[0].lower is not None
    assert most[19].lower is None


@given(st.integers(0, 1000), st.floats(0.1, 3.0))
def test_an_interval_holds_the_percentile_that_it_stands_beside(seed: int, error: float) -> None:
    values = np.append(np.random.default_rng(seed).standard_normal(19), 8.0)
    for one in standings(values, np.append(np.full(19, 0.2), error), seed=1, draws=50):
        assert one is not None
        assert one.percentile is not None
        assert one.lower is not None
        assert one.upper is not None
        assert one.lower <= one.percentile <= one.upper


def test_a_change_stands_beside_those_of_others() -> None:
    found = change_standing(5.0, np.arange(11.0) / 10)
    assert found is not None
    assert (found.usual, found.difference) == (0.5, 4.5)
    assert (found.lower, found.upper) == pytest.approx((-0.4, 0.4))
    assert found.percentile == 100.0
    assert change_standing(5.0, [1.0, 2.0]) is None


def test_growth_compounds() -> None:
    assert growth_a_year(100.0, 121.0, 2) == pytest.approx(10.0)
    assert np.isnan(growth_a_year(0.0, 1.0, 2))


def test_a_plain_shift_is_found_where_it_is() -> None:
    years = np.arange(2000, 2024)
    noise = 0.1 * np.random.default_rng(6).normal(size=24)
    found = largest_break(years, 0.2 * (years - 2000) + 3.0 * (years >= 2012) + noise, seed=1)
    assert found is not None
    assert found.year == 2012
    assert found.shift == pytest.approx(3.0, abs=0.4)
    assert found.p_value < 0.01
    steeper = largest_break(years, np.where(years < 2012, 0, years - 2011) + noise, seed=1)
    assert steeper is not None
    assert steeper.trend_after - steeper.trend_before == pytest.approx(1.0, abs=0.1)


def test_a_largest_f_is_that_of_a_loop_over_regressions() -> None:
    years = np.arange(1998, 2018)
    series = np.random.default_rng(7).normal(size=20).cumsum()
    found = largest_break(years, series, seed=1)
    time = np.arange(20.0)

    def squares(*columns: np.ndarray) -> float:
        design = np.column_stack([np.ones(20), time, *columns])
        return float(np.linalg.lstsq(design, series, rcond=None)[1][0])

    largest = 0.0
    for at in range(4, 17):
        after = (time >= at).astype(float)
        with_break = squares(after, after * time)
        largest = max(largest, (squares() - with_break) / 2 / (with_break / 16))
    assert found is not None
    assert found.statistic == pytest.approx(largest)


@given(st.floats(-5, 5), st.floats(-2, 2), st.floats(0.1, 50))
def test_a_line_and_a_unit_change_no_test(level: float, slope: float, unit: float) -> None:
    series = np.random.default_rng(8).normal(size=20)
    years = np.arange(20)
    first = largest_break(years, series, seed=3, draws=49)
    second = largest_break(years, unit * (series + level + slope * years), seed=3, draws=49)
    assert first is not None
    assert second is not None
    assert second.statistic == pytest.approx(first.statistic, rel=1e-6)
    assert second.year == first.year


def test_no_break_without_enough_years() -> None:
    assert largest_break(np.arange(11), np.random.default_rng(1).normal(size=11), seed=1) is None
    gaps = np.append(np.arange(14), 20)
    assert largest_break(gaps, np.random.default_rng(1).normal(size=15), seed=1) is None
    assert largest_break(np.arange(15), 2.0 + np.arange(15.0), seed=1) is None


def test_persistence_is_corrected_upwards_and_kept_in_bounds() -> None:
    wave = np.sin(np.arange(20.0))
    raw = wave[1:] @ wave[:-1] / (wave @ wave)
    assert raw < corrected_persistence(wave) <= 0.9
    assert corrected_persistence(np.tile([1.0, -1.0], 10)) == 0.0


def test_a_break_names_what_was_tested() -> None:
    """The test is of level and trend together: a jump of 0.7 alone would be no news."""
    said = break_sentence(
        {"title": "GVA per hour worked", "comparator_name": "similar places", "unit": "per cent",
         "year": 2010, "shift": 0.68, "trend_before": -4.1, "trend_after": 1.67,
         "p_adjusted": 0.03, "tests": 6}
    )  # fmt: skip
    assert said == (
        "GVA per hour worked broke with the middle of similar places in 2010: the gap jumped by "
        "+0.7 per cent and its trend went from −4.1 to +1.7 a year (p 0.030 after 6 tests)."
    )
