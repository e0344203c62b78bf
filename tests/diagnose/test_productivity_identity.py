"""The identity of GVA per head: parts that add up, whatever the figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from placewise.diagnose.productivity_identity import FACTORS, identity, identity_gap
from placewise.errors import InputError

EXACT = 1e-9
levels = arrays(np.float64, (4, 5), elements=st.floats(1e-3, 1e9))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(levels)
def test_factors_multiply_to_gva_per_head_and_log_parts_add_up(table: np.ndarray) -> None:
    places = identity(*table.T)
    np.testing.assert_allclose(places.factors.prod(axis=1), places.per_head, rtol=EXACT)
    gap = identity_gap(places, identity(*table.sum(axis=0)))
    np.testing.assert_allclose(gap.parts.sum(axis=1), gap.total, atol=EXACT)
    difference = places.per_head - identity(*table.sum(axis=0)).per_head
    np.testing.assert_allclose(
        gap.amounts.sum(axis=1), difference, rtol=1e-6, atol=1e-9 * places.per_head.max()
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(levels, st.floats(1e-3, 1e3))
def test_the_currency_does_not_matter_to_the_gap(table: np.ndarray, rate: float) -> None:
    other = table * np.array([rate, 1, 1, 1, 1])
    gaps = [identity_gap(identity(*t.T), identity(*t[0])) for t in (table, other)]
    np.testing.assert_allclose(gaps[0].parts, gaps[1].parts, atol=EXACT)


def test_a_hand_worked_place() -> None:
    # 2000 of output from 100 hours, 50 jobs, 40 residents of working age, 80 residents.
    place = identity([2000.0], [100.0], [50.0], [40.0], [80.0])
    assert place.per_head.tolist() == [25.0]
    assert place.factors.tolist() == [[20.0, 2.0, 1.25, 0.5]]
    assert len(FACTORS) == place.factors.shape[1]


def test_what_is_not_known_stays_so_and_harms_no_other_place() -> None:
    places = identity([10.0, 10.0], [5.0, np.nan], [2.0, 2.0], [1.0, 1.0], [2.0, 2.0])
    gap = identity_gap(places, identity([10.0], [5.0], [2.0], [1.0], [2.0]))
    assert gap.parts[0].tolist() == [0.0] * 4
    assert gap.amounts[0].tolist() == [0.0] * 4
    assert np.isnan(gap.parts[1, :2]).all()
    assert gap.parts[1, 2:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("value", [0.0, -1.0, np.inf])
def test_a_level_without_a_logarithm_is_named(value: float) -> None:
    with pytest.raises(InputError, match="jobs"):
        identity([1.0], [1.0], [value], [1.0], [1.0])


def test_a_gap_has_one_comparator() -> None:
    two = identity(*np.ones((5, 2)))
    with pytest.raises(InputError, match="one comparator"):
        identity_gap(two, two)
