"""Mix against within: a published table, brute force, and what must hold for any table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from placewise.diagnose.mix_within import mix_within, mix_within_intervals, predicted_by_mix
from placewise.errors import InputError

EXACT = 1e-9

# Das Gupta (1993), Standardization and Decomposition of Rates, US Bureau of the Census P23-186,
# example 5.1: household heads per 100 people in the United States by 13 age groups; shares of the
# age groups in per cent and rates per 100, 1970 and 1985.
SIZE_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
SIZE_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
RATE_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
RATE_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def test_the_published_decomposition_of_household_heads() -> None:
    size = np.array([SIZE_1985, SIZE_1970])
    heads = size * np.array([RATE_1985, RATE_1970])
    found = mix_within(size[0], heads[0], size[1], heads[1])
    assert found.mix.sum() == pytest.approx(1.2269, abs=5e-5)  # 41.35 per cent of the difference
    assert found.mix.sum() / found.gap[0] == pytest.approx(0.4135, abs=5e-5)
    assert found.within.sum() / found.gap[0] == pytest.approx(0.5865, abs=5e-5)


def brute_force(jobs, output, base_jobs, base_output) -> tuple[list[float], list[float]]:  # type: ignore[no-untyped-def]
    """One place, industry by industry, without arrays."""
    n, n0 = sum(jobs), sum(base_jobs)
    mix, within = [], []
    for x, v, x0, v0 in zip(jobs, output, base_jobs, base_output, strict=True):
        if x == 0 and x0 == 0:
            y = y0 = 0.0
        elif x == 0:
            y = y0 = v0 / x0
        elif x0 == 0:
            y = y0 = v / x
        else:
            y, y0 = v / x, v0 / x0
        mix.append((x / n - x0 / n0) * (y + y0) / 2)
        within.append((y - y0) * (x / n + x0 / n0) / 2)
    return mix, within


def tables(places: int, industries: int):  # type: ignore[no-untyped-def]
    """Jobs with zeros among them, and output per job."""
    jobs = arrays(np.int64, (places, industries), elements=st.sampled_from([0, 0, 1, 7, 50, 9000]))
    rate = arrays(np.float64, (places, industries), elements=st.floats(0.5, 200))
    return st.tuples(jobs, rate)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tables(3, 6))
def test_it_agrees_with_brute_force_and_adds_up(table: tuple[np.ndarray, np.ndarray]) -> None:
    jobs, rate = table[0].astype(float), table[1]
    jobs[:, 0] += 1  # a place without any job has no productivity
    output = jobs * rate
    found = mix_within(jobs[:2], output[:2], jobs[2], output[2])
    scale = 1 + np.abs(output.sum(axis=1) / jobs.sum(axis=1)).max()
    for at in range(2):
        mix, within = brute_force(jobs[at], output[at], jobs[2], output[2])
        np.testing.assert_allclose(found.mix[at], mix, atol=EXACT * scale)
        np.testing.assert_allclose(found.within[at], within, atol=EXACT * scale)
    direct = output[:2].sum(axis=1) / jobs[:2].sum(axis=1) - output[2].sum() / jobs[2].sum()
    np.testing.assert_allclose(found.gap, direct, atol=EXACT * scale)
    np.testing.assert_allclose((found.mix + found.within).sum(axis=1), direct, atol=EXACT * scale)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tables(2, 5))
def test_place_and_comparator_may_change_sides(table: tuple[np.ndarray, np.ndarray]) -> None:
    jobs, rate = table[0].astype(float), table[1]
    jobs[:, 0] += 1
    output = jobs * rate
    there = mix_within(jobs[0], output[0], jobs[1], output[1])
    back = mix_within(jobs[1], output[1], jobs[0], output[0])
    np.testing.assert_allclose(there.mix, -back.mix, atol=1e-9)
    np.testing.assert_allclose(there.within, -back.within, atol=1e-9)


def test_an_industry_without_jobs_in_the_place_is_mix_alone() -> None:
    found = mix_within([100.0, 0.0], [5000.0, 0.0], [50.0, 50.0], [2500.0, 5000.0])
    assert found.within[0].tolist() == [0.0, 0.0]
    assert found.mix[0].tolist() == [0.5 * 50, -0.5 * 100]


def test_output_without_jobs_is_said_and_still_adds_up() -> None:
    found = mix_within([100.0, 0.0], [5000.0, 300.0], [50.0, 50.0], [2500.0, 5000.0])
    assert found.without_jobs[0] == 3.0
    assert found.mix.sum() + found.within.sum() == pytest.approx(53.0 - 75.0)


def test_an_industry_that_is_not_known_is_left_out_on_both_sides() -> None:
    found = mix_within(
        [[10.0, np.nan, 10.0]], [[100.0, 5.0, 300.0]], [20.0, 60.0, 20.0], [200.0, 900.0, 400.0]
    )
    assert np.isnan(found.mix[0, 1])
    assert found.covered_jobs[0] == pytest.approx(0.4)
    assert found.covered_output[0] == pytest.approx(0.4)
    assert found.gap[0] == pytest.approx(20.0 - 15.0)


def test_a_place_of_which_nothing_is_known_is_not_known() -> None:
    found = mix_within([[np.nan, np.nan]], [[1.0, 1.0]], [1.0, 1.0], [1.0, 1.0])
    assert np.isnan(found.gap[0])


def test_intervals_cover_rounding_alone() -> None:
    jobs, output = np.array([5500.0, 1200.0, 55.0]), np.array([400.0, 90.0, 2.0])
    base_jobs, base_output = np.array([3e6, 2e6, 1e5]), np.array([2.5e5, 1e5, 5e3])
    rounding = np.array([1000.0, 500.0, 25.0])
    wide = mix_within_intervals(
        jobs, output, base_jobs, base_output, jobs_rounding=rounding, seed=3
    )
    exact = mix_within_intervals(jobs, output, base_jobs, base_output, jobs_rounding=0.0, seed=3)
    point = mix_within(jobs, output, base_jobs, base_output)
    assert wide.mix[0] < point.mix.sum() < wide.mix[1]
    assert exact.mix[0] == pytest.approx(exact.mix[1])
    assert (wide.within_by_industry[0] <= wide.within_by_industry[1]).all()


def test_intervals_cover_the_truth_behind_rounded_jobs() -> None:
    rng = np.random.default_rng(7)
    base_jobs, base_output = np.full(8, 1e6), np.linspace(4e4, 9e4, 8)
    unit, inside = 500.0, 0
    for trial in range(200):
        jobs = rng.uniform(300, 9000, 8)
        output = jobs * rng.uniform(0.04, 0.09, 8)
        truth = mix_within(jobs, output, base_jobs, base_output).mix.sum()
        drawn = mix_within_intervals(
            np.round(jobs / unit) * unit, output, base_jobs, base_output,
            jobs_rounding=unit, draws=200, seed=trial,
        )  # fmt: skip
        inside += bool(drawn.mix[0] <= truth <= drawn.mix[1])
    assert 0.89 <= inside / 200 <= 0.995


def test_predicted_productivity_is_the_mix_at_the_productivity_of_all() -> None:
    base_jobs, base_output = [10.0, 30.0], [200.0, 1200.0]
    assert predicted_by_mix([[1.0, 1.0], [0.0, 5.0]], base_jobs, base_output).tolist() == [30, 40]
    assert np.isnan(predicted_by_mix([[np.nan, np.nan]], base_jobs, base_output)[0])


def test_faults_are_named() -> None:
    with pytest.raises(InputError, match="below zero"):
        mix_within([[-1.0, 1.0]], [[1.0, 1.0]], [1.0, 1.0], [1.0, 1.0])
    with pytest.raises(InputError, match="do not fit"):
        mix_within([[1.0, 1.0]], [[1.0, 1.0]], [1.0], [1.0, 1.0, 1.0])
