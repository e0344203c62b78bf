"""Random-effects meta-analysis: what holds for any studies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.errors import InputError
from placewise.plan.meta_analysis import METHODS, meta_analysis

STUDIES = st.lists(
    st.tuples(st.floats(-5, 5, allow_subnormal=False), st.floats(0.05, 3)), min_size=3, max_size=12
)


@settings(deadline=None, max_examples=60)
@given(STUDIES, st.sampled_from(METHODS), st.floats(0.01, 1000), st.floats(-20, 20))
def test_another_unit_or_zero_changes_nothing_but_the_unit(
    studies: list[tuple[float, float]], method: str, unit: float, zero: float
) -> None:
    y, e = np.array(studies).T
    one = meta_analysis(y, e, method=method)
    two = meta_analysis(unit * y + zero, unit * e, method=method)
    near = 1e-5 * unit * (1 + np.abs(y).max())
    assert two.mean == pytest.approx(unit * one.mean + zero, abs=near)
    assert two.upper == pytest.approx(unit * one.upper + zero, abs=near)
    assert np.sqrt(two.tau2) == pytest.approx(unit * np.sqrt(one.tau2), abs=30 * near)
    assert two.i2 == pytest.approx(one.i2, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(STUDIES, st.sampled_from(METHODS))
def test_the_figures_are_in_order(studies: list[tuple[float, float]], method: str) -> None:
    y, e = np.array(studies).T
    found = meta_analysis(y, e, method=method)
    assert y.min() - 1e-9 <= found.mean <= y.max() + 1e-9
    assert found.prediction_lower <= found.lower <= found.mean <= found.upper
    assert found.tau2 >= 0
    assert found.tau2_lower <= found.tau2_upper
    assert 0 <= found.i2 < 1
    assert found.weights.sum() == pytest.approx(1)


@settings(deadline=None, max_examples=40)
@given(STUDIES)
def test_the_likelihood_is_highest_at_the_estimate(studies: list[tuple[float, float]]) -> None:
    """Against the likelihood written as a normal density with the mean integrated out."""
    y, e = np.array(studies).T

    def height(tau2: float) -> float:
        covariance = np.diag(e**2 + tau2)
        inverse = np.linalg.inv(covariance)
        ones = np.ones(y.size)
        mean = ones @ inverse @ y / (ones @ inverse @ ones)
        apart = y - mean
        fit = apart @ inverse @ apart
        return float(-np.linalg.slogdet(covariance)[1] - np.log(ones @ inverse @ ones) - fit) / 2

    best = height(meta_analysis(y, e).tau2)
    assert all(height(other) <= best + 1e-6 for other in np.geomspace(1e-5, 100, 60))
    assert height(0.0) <= best + 1e-6


@pytest.mark.parametrize("method", METHODS)
def test_equal_effects_do_not_differ(method: str) -> None:
    found = meta_analysis([1.0, 1.0, 1.0], [0.2, 0.3, 0.4], method=method)
    assert (found.tau2, found.i2) == (0.0, 0.0)
    assert found.q == pytest.approx(0.0, abs=1e-20)
    assert found.mean == pytest.approx(1.0, rel=1e-14)


def test_two_studies_predict_nothing() -> None:
    found = meta_analysis([0.0, 1.0], [0.1, 0.1])
    assert np.isnan(found.prediction_lower)
    assert np.isnan(found.prediction_upper)


@pytest.mark.parametrize(
    ("effects", "errors", "options"),
    [
        ([1.0], [0.1], {}), ([1.0, 2.0], [0.1], {}), ([1.0, 2.0], [0.1, 0.0], {}),
        ([1.0, float("nan")], [0.1, 0.1], {}), ([1.0, 2.0], [0.1, 0.1], {"method": "FE"}),
        ([1.0, 2.0], [0.1, 0.1], {"interval": "z"}),
    ],
)  # fmt: skip
def test_what_cannot_be_put_together(
    effects: list[float], errors: list[float], options: dict[str, str]
) -> None:
    with pytest.raises(InputError):
        meta_analysis(effects, errors, **options)  # type: ignore[arg-type]
