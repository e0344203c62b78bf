"""What if an industry shrank."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from placewise.diagnose.concentration_risk import concentration_risk
from placewise.errors import InputError

Floats = NDArray[np.float64]
many = settings(max_examples=80, deadline=None, derandomize=True)

TABLE = np.array([[60.0, 30, 10], [20, 20, 60], [0, 0, 0], [40, np.nan, 10]])
TOTALS = np.array([100.0, 100, 0, 100])


def test_by_hand() -> None:
    found = concentration_risk(TABLE, TOTALS, multipliers=(1.5, 2.5))
    assert found.industry.tolist() == [0, 2, -1, 0]
    assert found.direct == pytest.approx([0.12, 0.12, np.nan, 0.08], nan_ok=True)
    assert found.direct_lower == pytest.approx(found.direct, nan_ok=True)
    assert found.total_lower == pytest.approx([0.18, 0.18, np.nan, 0.12], nan_ok=True)
    assert found.total_upper == pytest.approx([0.3, 0.3, np.nan, 0.2], nan_ok=True)
    # Against the other two: one is equal, one lower.
    assert found.percentile == pytest.approx([75, 75, np.nan, 0], nan_ok=True)


def test_a_given_industry() -> None:
    one = concentration_risk(TABLE, TOTALS, multipliers=(1, 1), industry=1, fall=0.5)
    assert one.direct == pytest.approx([0.15, 0.10, np.nan, np.nan], nan_ok=True)
    each = concentration_risk(TABLE, TOTALS, multipliers=(1, 1), industry=[2, 0, -1, 2])
    assert each.share == pytest.approx([0.1, 0.2, np.nan, 0.1], nan_ok=True)
    gva = concentration_risk(TABLE, TOTALS, multipliers=(1, 1), industry=each.industry)
    assert gva.share == pytest.approx(each.share, nan_ok=True)


@many
@given(
    table=arrays(np.float64, (5, 4), elements=st.floats(0, 1e5)),
    fall=st.floats(0.01, 1),
    low=st.floats(0.2, 2),
    more=st.floats(0, 2),
    deviation=st.floats(0, 0.3),
)
def test_bounds_and_order(
    table: Floats, fall: float, low: float, more: float, deviation: float
) -> None:
    found = concentration_risk(
        table, table.sum(axis=1), multipliers=(low, low + more), fall=fall,
        variance=(deviation * table) ** 2,
    )  # fmt: skip
    known = table.sum(axis=1) > 0
    np.testing.assert_array_equal(np.isfinite(found.direct), known)
    direct = found.direct[known]
    largest = (table[known] / table[known].sum(axis=1, keepdims=True)).max(axis=1)
    np.testing.assert_allclose(direct, fall * largest, rtol=1e-9)
    assert np.all(found.direct_lower[known] <= direct + 1e-12)
    assert np.all(direct <= found.direct_upper[known] + 1e-12)
    assert np.all((found.direct_lower[known] >= 0) & (found.direct_upper[known] <= fall))
    assert np.all(found.total_lower[known] <= found.total_upper[known] + 1e-12)
    assert np.all(found.total_upper[known] <= 1)
    if known.sum() > 1:
        assert np.all((found.percentile[known] >= 0) & (found.percentile[known] <= 100))
        assert np.all(found.percentile_lower[known] <= found.percentile_upper[known])


@many
@given(table=arrays(np.float64, (3, 4), elements=st.floats(1, 1e5)), factor=st.floats(0.01, 100))
def test_the_unit_does_not_matter(table: Floats, factor: float) -> None:
    variance = 0.01 * table**2
    one = concentration_risk(table, table.sum(axis=1), multipliers=(1, 2), variance=variance)
    other = concentration_risk(
        table * factor, table.sum(axis=1) * factor, multipliers=(1, 2),
        variance=variance * factor**2,
    )  # fmt: skip
    np.testing.assert_allclose(other.direct_lower, one.direct_lower, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(other.total_upper, one.total_upper, rtol=1e-9)


def test_interval_covers_the_share_when_cells_are_measured_with_error() -> None:
    random = np.random.default_rng(4)
    true = random.uniform(500, 5000, (2000, 6))
    deviation = 0.1 * true
    measured = np.maximum(true + random.normal(0, deviation), 0)
    found = concentration_risk(
        measured, measured.sum(axis=1), multipliers=(1, 1), variance=deviation**2, industry=2
    )
    truth = 0.2 * true[:, 2] / true.sum(axis=1)
    held = np.mean((found.direct_lower <= truth) & (truth <= found.direct_upper))
    assert 0.935 <= held <= 0.965, held  # three standard errors of 2,000 trials


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"multipliers": (2, 1)}, "out of range"),
        ({"multipliers": (0, 1)}, "out of range"),
        ({"fall": 0}, "out of range"),
        ({"fall": 1.2}, "out of range"),
        ({"industry": 3}, "not in the table"),
        ({"industry": [0, 1]}, "one a place"),
        ({"variance": -1.0}, "not possible"),
        ({"place_totals": TOTALS / 2}, "not possible"),
        ({"place_totals": TOTALS[:2]}, "do not fit"),
    ],
)
def test_what_cannot_be_used_is_refused(changed: dict[str, object], message: str) -> None:
    question: dict[str, object] = {"values": TABLE, "place_totals": TOTALS, "multipliers": (1, 1)}
    with pytest.raises(InputError, match=message):
        concentration_risk(**(question | changed))  # type: ignore[arg-type]
