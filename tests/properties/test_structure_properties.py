"""What must hold of the measures of structure for any table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from placewise.diagnose import concentration, structure

Floats = NDArray[np.float64]
Measure = Callable[[Floats], Floats]

INEQUALITY: dict[str, Measure] = {
    "gini": structure.gini,
    "theil": structure.theil,
    "mean log deviation": structure.mean_log_deviation,
    "atkinson 0.5": lambda x: structure.atkinson(x, 0.5),
    "atkinson 1": lambda x: structure.atkinson(x, 1.0),
    "atkinson 2": lambda x: structure.atkinson(x, 2.0),
    "hoover": structure.hoover,
    "herfindahl": structure.herfindahl,
    "less entropy": lambda x: -structure.entropy(x),
}
each = pytest.mark.parametrize("measure", INEQUALITY.values(), ids=INEQUALITY.keys())

COMPARED: dict[str, Callable[[Floats, Floats], Floats]] = {
    "krugman": structure.krugman,
    "hachman": structure.hachman,
    "gini of quotients": structure.gini_of_location_quotients,
    "hoover": structure.hoover,
}
each_compared = pytest.mark.parametrize("measure", COMPARED.values(), ids=COMPARED.keys())

many = settings(max_examples=60, deadline=None, derandomize=True)

parts = arrays(np.float64, st.integers(2, 12), elements=st.floats(0.01, 1e6))


@st.composite
def rows_and_base(draw: st.DrawFn) -> tuple[Floats, Floats]:
    industries = draw(st.integers(2, 8))
    cell = st.one_of(st.just(0.0), st.floats(0.01, 1e4))
    table = draw(arrays(np.float64, (draw(st.integers(1, 5)), industries), elements=cell))
    base = draw(arrays(np.float64, industries, elements=st.floats(0.01, 1e6)))
    return table, base


@each
@many
@given(row=parts, factor=st.floats(1e-3, 1e3), seed=st.integers(0, 99))
def test_unit_and_order_do_not_matter(
    measure: Measure, row: Floats, factor: float, seed: int
) -> None:
    value = measure(row)
    assert measure(row * factor) == pytest.approx(value, rel=1e-9, abs=1e-9)
    shuffled = np.random.default_rng(seed).permutation(row)
    assert measure(shuffled) == pytest.approx(value, rel=1e-9, abs=1e-9)


@each
@many
@given(row=parts, pick=st.data())
def test_a_transfer_from_larger_to_smaller_never_adds_inequality(
    measure: Measure, row: Floats, pick: st.DataObject
) -> None:
    one, other = pick.draw(
        st.lists(st.integers(0, len(row) - 1), min_size=2, max_size=2, unique=True)
    )
    small, large = sorted((one, other), key=lambda index: row[index])
    moved = pick.draw(st.floats(0, 0.5)) * (row[large] - row[small])
    after = row.copy()
    after[large] -= moved
    after[small] += moved
    assert measure(after)[0] <= measure(row)[0] + 1e-9


@each
@many
@given(size=st.integers(2, 12), amount=st.floats(0.01, 1e6))
def test_equal_parts_are_the_least_unequal(measure: Measure, size: int, amount: float) -> None:
    equal = measure(np.full(size, amount))[0]
    least = {"herfindahl": 1 / size, "less entropy": -np.log(size)}
    name = next(key for key, value in INEQUALITY.items() if value is measure)
    assert equal == pytest.approx(least.get(name, 0.0), abs=1e-12)


@many
@given(row=parts)
def test_bounds_of_inequality(row: Floats) -> None:
    n, slack = len(row), 1e-12
    assert 0 <= structure.gini(row)[0] <= (n - 1) / n + slack
    assert 0 <= structure.gini(row, normalised=True)[0] <= 1 + slack
    assert 0 <= structure.theil(row)[0] <= np.log(n) + slack
    assert 0 <= structure.hoover(row)[0] <= (n - 1) / n + slack
    assert 0 <= structure.atkinson(row, 0.7)[0] <= 1
    assert 1 / n - slack <= structure.herfindahl(row)[0] <= 1 + slack
    assert 0 <= structure.entropy(row)[0] <= np.log(n) + slack


@many
@given(row=parts, first=st.integers(1, 11))
def test_theil_adds_up_over_groups(row: Floats, first: int) -> None:
    groups = [group for group in (row[:first], row[first:]) if len(group)]
    weights = np.array([group.sum() for group in groups]) / row.sum()
    sizes = np.array([len(group) for group in groups]) / len(row)
    within = sum(w * structure.theil(g)[0] for w, g in zip(weights, groups, strict=True))
    between = (weights * np.log(weights / sizes)).sum()
    assert structure.theil(row)[0] == pytest.approx(within + between, abs=1e-9)


@many
@given(row=parts, first=st.integers(1, 11))
def test_mean_log_deviation_adds_up_over_groups(row: Floats, first: int) -> None:
    groups = [group for group in (row[:first], row[first:]) if len(group)]
    weights = np.array([group.sum() for group in groups]) / row.sum()
    sizes = np.array([len(group) for group in groups]) / len(row)
    within = sum(n * structure.mean_log_deviation(g)[0] for n, g in zip(sizes, groups, strict=True))
    between = (sizes * np.log(sizes / weights)).sum()
    assert structure.mean_log_deviation(row)[0] == pytest.approx(within + between, abs=1e-9)


@many
@given(row=parts)
def test_theil_and_entropy_are_two_sides(row: Floats) -> None:
    missing = np.log(len(row)) - structure.entropy(row)[0]
    assert structure.theil(row)[0] == pytest.approx(missing, abs=1e-9)


@each_compared
@many
@given(given_=rows_and_base(), factor=st.floats(1e-3, 1e3), seed=st.integers(0, 99))
def test_measures_against_a_base_know_no_unit_and_no_order(
    measure: Callable[[Floats, Floats], Floats],
    given_: tuple[Floats, Floats],
    factor: float,
    seed: int,
) -> None:
    table, base = given_
    value = measure(table, base)
    order = np.random.default_rng(seed).permutation(len(base))
    again = measure(table[:, order] * factor, base[order] / factor)
    assert again == pytest.approx(value, rel=1e-9, abs=1e-9, nan_ok=True)
    assert np.array_equal(np.isnan(value), table.sum(axis=1) == 0)


@many
@given(given_=rows_and_base())
def test_bounds_of_measures_against_a_base(given_: tuple[Floats, Floats]) -> None:
    table, base = given_
    table = table[table.sum(axis=1) > 0]
    krugman, hachman = structure.krugman(table, base), structure.hachman(table, base)
    assert np.all((krugman >= 0) & (krugman <= 2 + 1e-12))
    assert np.all((hachman > 0) & (hachman <= 1 + 1e-12))
    assert structure.krugman(base, base)[0] == pytest.approx(0, abs=1e-12)
    assert structure.hachman(base, base)[0] == pytest.approx(1)
    assert structure.gini_of_location_quotients(base, base)[0] == pytest.approx(0, abs=1e-12)


@many
@given(given_=rows_and_base())
def test_the_rest_is_further_away_than_the_whole(given_: tuple[Floats, Floats]) -> None:
    table, others = given_
    totals = table.sum(axis=0) + others
    known = table.sum(axis=1) > 0
    with_itself = structure.krugman(table, totals)[known]
    share = table.sum(axis=1)[known] / totals.sum()
    without = structure.krugman_against_rest(table, totals)[known]
    assert with_itself == pytest.approx((1 - share) * without, rel=1e-6, abs=1e-9)


@many
@given(given_=rows_and_base(), factor=st.floats(1e-3, 1e3), H=st.floats(0.01, 0.99))
def test_ellison_glaeser_knows_no_unit_and_stays_in_bounds(
    given_: tuple[Floats, Floats], factor: float, H: float
) -> None:
    industries_by_area, totals = given_
    table = industries_by_area.T
    herfindahl = np.full(table.shape[1], H)
    index = concentration.ellison_glaeser(table, totals, herfindahl)
    again = concentration.ellison_glaeser(table * factor, totals * factor, herfindahl)
    assert again.gamma == pytest.approx(index.gamma, rel=1e-6, abs=1e-9, nan_ok=True)
    known = np.isfinite(index.gamma)
    assert np.array_equal(known, table.sum(axis=0) > 0)
    assert np.all((index.raw[known] >= 0) & (index.raw[known] <= 2))
    same = concentration.ellison_glaeser(totals[:, None], totals, [H])
    assert same.gamma[0] == pytest.approx(-H / (1 - H))
