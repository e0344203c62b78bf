"""Reach and concentration of benefit: hand-worked values, and what holds for any benefit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.errors import InputError
from placewise.plan.reach import concentration, diversification, reach


def test_one_sector_and_all_jobs_side_by_side() -> None:
    jobs = np.array([10.0, 20.0, 30.0, 40.0])
    gain = np.array([[5.0, 0, 0, 0], [1.0, 2, 3, 4], [0, 0, 0, 0]])
    found = concentration(gain, jobs)
    np.testing.assert_allclose(found.herfindahl[:2], [1.0, 0.3])
    np.testing.assert_allclose(found.equal_sectors[:2], [1.0, 1 / 0.3])
    # The Lorenz curve of one sector with a tenth of the jobs: Gini 1 - 0.1.
    np.testing.assert_allclose(found.gini[:2], [0.9, 0.0], atol=1e-12)
    np.testing.assert_allclose(found.largest[:2], [1.0, 0.4])
    assert np.isnan(found.herfindahl[2])
    assert np.isnan(found.gini[2])


def test_more_of_the_largest_is_less_diverse() -> None:
    found = diversification([60.0, 40.0], [[20.0, 0.0], [0.0, 20.0], [6.0, 4.0]])
    assert found.before == pytest.approx(0.52)
    np.testing.assert_allclose(found.after, [(80**2 + 40**2) / 120**2, 0.5, 0.52])
    np.testing.assert_allclose(found.change, found.after - 0.52)
    with pytest.raises(InputError, match="below 0"):
        diversification([1.0, 1.0], [[-2.0, 0.0]])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(sectors=st.integers(1, 8), seed=st.integers(0, 1000))
def test_bounds_and_independence_of_units(sectors: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    jobs = random.uniform(1, 100, sectors)
    gain = random.gamma(0.5, 1.0, (3, sectors)) + 1e-6
    found = concentration(gain, jobs)
    assert (found.herfindahl >= 1 / sectors - 1e-12).all()
    assert (found.herfindahl <= 1 + 1e-12).all()
    assert ((found.gini >= -1e-12) & (found.gini < 1)).all()
    # Gini by its other definition: mean difference of benefit per job over all pairs of jobs.
    share = jobs / jobs.sum()
    for row, gini in zip(gain / jobs, found.gini, strict=True):
        pairs = np.abs(row[:, None] - row) * share[:, None] * share
        assert gini == pytest.approx(pairs.sum() / (2 * (row * share).sum()), abs=1e-9)
    again = concentration(gain * 1000, jobs * 3)
    np.testing.assert_allclose(again.gini, found.gini, atol=1e-9)


def test_reach_is_a_share_with_an_interval() -> None:
    touched = np.random.default_rng(1).normal([100.0, 400.0], 10.0, (5000, 2))
    found = reach(touched, 1000.0)
    np.testing.assert_allclose(found.share, [0.1, 0.4], atol=0.001)
    np.testing.assert_allclose(found.upper - found.lower, 2 * 1.645 * 0.01, rtol=0.05)
    with pytest.raises(InputError, match="touches"):
        reach([[11.0]], 10.0)
    with pytest.raises(InputError, match="missing"):
        reach([[np.nan]], 10.0)
