"""What must hold of shift-share for any table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from placewise.diagnose.shift_share import (
    dynamic_shift_share,
    esteban_marquillas,
    gerfin_index,
    shift_share,
)
from placewise.errors import InputError

Floats = NDArray[np.float64]
many = settings(max_examples=80, deadline=None, derandomize=True)


@st.composite
def years_of_places(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Return (T, R, I) with cells of nothing, and the (T, I) sums over places."""
    shape = (draw(st.integers(2, 5)), draw(st.integers(1, 4)), draw(st.integers(2, 6)))
    cell = st.one_of(st.just(0.0), st.floats(0.5, 1e6))
    table = draw(arrays(np.float64, shape, elements=cell))
    table[:, 0, 0] += 1.0  # a nation that starts at nothing has no growth rate
    return table, table.sum(axis=1)


@many
@given(tables=years_of_places())
def test_parts_add_up_to_the_change(tables: tuple[Floats, Floats]) -> None:
    table, nation = tables
    ends = table[0], table[-1], nation[0], nation[-1]
    dunn, four, dynamic = (
        shift_share(*ends), esteban_marquillas(*ends), dynamic_shift_share(table, nation),
    )  # fmt: skip
    change = table[-1] - table[0]
    # A rate taken from a tiny base is large, and rounds accordingly.
    within = 1e-9 * max(1.0, *(float(np.abs(part).max()) for part in (
        table, dunn.mix, dunn.national, dynamic.mix, dynamic.national, four.competitive,
    )))  # fmt: skip
    for parts in (dunn, dynamic):
        assert parts.change == pytest.approx(change, abs=within)
        assert parts.national + parts.mix + parts.local == pytest.approx(change, abs=within)
    together = four.national + four.mix + four.competitive + four.allocation
    assert together == pytest.approx(change, abs=within)
    summed = dunn.summed()
    assert summed.change == pytest.approx(change.sum(axis=-1), abs=within * table.shape[2])


@many
@given(tables=years_of_places())
def test_an_industry_that_started_at_nothing_is_local(tables: tuple[Floats, Floats]) -> None:
    table, nation = tables
    ends = table[0], table[-1], nation[0], nation[-1]
    fresh = table[0] == 0
    parts, four = shift_share(*ends), esteban_marquillas(*ends)
    assert np.all(parts.national[fresh] == 0)
    assert np.all(parts.mix[fresh] == 0)
    assert np.all(parts.local[fresh] == table[-1][fresh])
    assert np.all(four.competitive[fresh] == table[-1][fresh])
    assert np.all(four.allocation[fresh] == 0)


@many
@given(tables=years_of_places())
def test_local_parts_cancel_over_the_places_of_a_nation(tables: tuple[Floats, Floats]) -> None:
    table, nation = tables
    local = shift_share(table[0], table[-1], nation[0], nation[-1]).local.sum(axis=0)
    started = nation[0] > 0  # an industry new to the nation is local everywhere
    assert local[started] == pytest.approx(0.0, abs=1e-9 * float(table.max()) * len(table[0]))


@many
@given(tables=years_of_places(), factor=st.floats(0.5, 3))
def test_a_place_with_the_nations_growth_has_nothing_of_its_own(
    tables: tuple[Floats, Floats], factor: float
) -> None:
    table, nation = tables
    parts = shift_share(table[0], table[0] * factor, nation[0], nation[0] * factor)
    within = 1e-9 * float(table.max())
    assert parts.mix == pytest.approx(0.0, abs=within)
    assert parts.local == pytest.approx(0.0, abs=within)


@many
@given(tables=years_of_places())
def test_gerfins_factors_multiply(tables: tuple[Floats, Floats]) -> None:
    table, nation = tables
    index = gerfin_index(table[0], table[-1], nation[0], nation[-1])
    known = np.isfinite(index.local)
    assert index.regional[known] == pytest.approx((index.mix * index.local)[known], rel=1e-9)


@many
@given(tables=years_of_places(), year=st.sampled_from([0, -1]))
def test_what_is_not_known_stays_so(tables: tuple[Floats, Floats], year: int) -> None:
    table, nation = tables
    blurred = table.copy()
    blurred[year, 0, 1] = np.nan
    ends = blurred[0], blurred[-1], nation[0], nation[-1]
    before = shift_share(table[0], table[-1], nation[0], nation[-1])
    parts = shift_share(*ends)
    for part, whole in zip(
        (parts.change, parts.national, parts.mix, parts.local),
        (before.change, before.national, before.mix, before.local),
        strict=True,
    ):
        assert np.isnan(part[0, 1])
        np.testing.assert_array_equal(np.delete(part.ravel(), 1), np.delete(whole.ravel(), 1))
    assert np.isnan(parts.summed().change[0])
    assert np.isnan(dynamic_shift_share(blurred, nation).local[0, 1])


def test_a_nation_that_is_not_known_has_no_growth_factor() -> None:
    parts = shift_share([[1.0, 2.0]], [[2.0, 2.0]], [5.0, np.nan], [6.0, 5.0])
    assert np.isnan(parts.national).all()
    assert parts.change.tolist() == [[1.0, 0.0]]


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(InputError, match="industry that the nation lacks"):
        shift_share([1.0, 2.0], [1.0, 2.0], [0.0, 5.0], [1.0, 5.0])
    with pytest.raises(InputError, match="negative or infinite"):
        shift_share([1.0, -2.0], [1.0, 2.0], [5.0, 5.0], [1.0, 5.0])
    with pytest.raises(InputError, match="starts at nothing"):
        shift_share([0.0, 0.0], [1.0, 2.0], [0.0, 0.0], [1.0, 5.0])
    with pytest.raises(InputError, match="do not have the same"):
        shift_share([1.0, 2.0], [1.0], [5.0, 5.0], [5.0, 5.0])
    with pytest.raises(InputError, match="years of region and nation"):
        dynamic_shift_share(np.ones((3, 2)), np.ones((2, 2)))
