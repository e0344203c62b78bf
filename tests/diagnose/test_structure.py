"""What the measures of structure do at the edges: nothing, not known, not possible."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from placewise.diagnose import concentration, inequality, structure
from placewise.diagnose.structure_intervals import redrawn_tables, structure_intervals
from placewise.errors import InputError

Floats = NDArray[np.float64]
Measure = Callable[[Floats], Floats]

BASE = np.array([40.0, 30.0, 20.0, 10.0])

MEASURES: dict[str, Measure] = {
    "herfindahl": structure.herfindahl,
    "entropy": structure.entropy,
    "krugman": lambda x: structure.krugman(x, BASE),
    "hachman": lambda x: structure.hachman(x, BASE),
    "gini": structure.gini,
    "normalised gini": lambda x: structure.gini(x, normalised=True),
    "gini of quotients": lambda x: structure.gini_of_location_quotients(x, BASE),
    "theil": structure.theil,
    "mean log deviation": structure.mean_log_deviation,
    "atkinson": lambda x: structure.atkinson(x, 0.5),
    "hoover": structure.hoover,
}
each = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())


@each
def test_a_place_that_is_not_known_is_missing_and_leaves_the_others_alone(measure: Measure) -> None:
    table = np.array([[4, 3, 2, 1], [4, np.nan, 2, 1], [0, 0, 0, 0]], dtype=float)
    values = measure(table)
    assert values.shape == (3,)
    assert np.isfinite(values[0])
    assert values[0] == measure(table[:1])[0]
    assert np.isnan(values[1:]).all()


@each
@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_impossible_values_are_named(measure: Measure, wrong: float) -> None:
    with pytest.raises(InputError, match="row 1, column 2"):
        measure(np.array([[1, 2, 3, 4], [1, 2, wrong, 4]], dtype=float))


@pytest.mark.parametrize(
    "measure",
    [structure.krugman, structure.hachman, structure.gini_of_location_quotients, structure.hoover],
)
def test_a_base_of_other_industries_is_refused(
    measure: Callable[[Floats, Floats], Floats],
) -> None:
    with pytest.raises(InputError, match="does not have the industries"):
        measure(np.ones((2, 4)), np.ones(3))


@pytest.mark.parametrize(
    "measure",
    [structure.krugman, structure.hachman, structure.gini_of_location_quotients, structure.hoover],
)
def test_a_base_that_is_not_known_makes_every_place_missing(
    measure: Callable[[Floats, Floats], Floats],
) -> None:
    assert np.isnan(measure(np.ones((2, 3)), np.array([1, np.nan, 1]))).all()


def test_known_extremes() -> None:
    single, even = np.array([0.0, 0, 7, 0]), np.full(4, 3.0)
    assert structure.herfindahl([single, even]) == pytest.approx([1, 0.25])
    assert structure.entropy([single, even], base=2) == pytest.approx([0, 2])
    assert structure.gini([single, even]) == pytest.approx([0.75, 0])
    assert structure.gini([single, even], normalised=True) == pytest.approx([1, 0])
    assert structure.theil([single, even]) == pytest.approx([np.log(4), 0])
    assert structure.hoover([single, even]) == pytest.approx([0.75, 0])
    assert structure.atkinson([single, even], 1.0) == pytest.approx([1, 0])
    assert structure.atkinson([single, even], 2.0) == pytest.approx([1, 0])
    assert structure.mean_log_deviation([single, even]).tolist() == [np.inf, 0.0]


def test_a_gini_of_one_part_cannot_be_normalised() -> None:
    assert structure.gini([[5.0]])[0] == 0
    assert np.isnan(structure.gini([[5.0]], normalised=True)[0])


def test_krugman_against_the_rest_leaves_the_place_out() -> None:
    table = np.array([[90.0, 10.0], [10.0, 90.0], [20.0, 80.0]])
    rest = [[30, 170], [110, 90], [100, 100]]
    expected = [structure.krugman(row, other)[0] for row, other in zip(table, rest, strict=True)]
    assert structure.krugman_against_rest(table, table.sum(axis=0)) == pytest.approx(expected)
    assert structure.krugman_against_rest(table[:1], table[0]).tolist() == pytest.approx(
        [np.nan], nan_ok=True
    )


def test_krugman_against_the_rest_needs_totals_that_hold_the_place() -> None:
    with pytest.raises(InputError, match="row 0, column 1: 5 of 4"):
        structure.krugman_against_rest([[1.0, 5.0]], [10.0, 4.0])


def test_an_industry_that_the_base_lacks() -> None:
    table, base = np.array([[5.0, 3.0, 0.0], [5.0, 2.0, 1.0]]), np.array([6.0, 4.0, 0.0])
    for measure in (structure.hachman, structure.gini_of_location_quotients):
        values = measure(table, base)
        assert values[0] == pytest.approx(measure(table[:1, :2], base[:2])[0])
        assert np.isnan(values[1])


@pytest.mark.parametrize("aversion", [0.0, -1.0, np.inf, np.nan])
def test_atkinson_needs_an_aversion(aversion: float) -> None:
    with pytest.raises(InputError, match="aversion"):
        structure.atkinson([1.0, 2.0], aversion)


@pytest.mark.parametrize("base", [0.0, 1.0, np.nan])
def test_entropy_needs_a_base(base: float) -> None:
    with pytest.raises(InputError, match="base"):
        structure.entropy([1.0, 2.0], base)


def test_standardised_quotients_leave_out_what_is_not_known() -> None:
    quotients = np.array([[1.0, 2.0, np.nan], [2.0, 2.0, np.nan], [3.0, np.nan, 1.0]])
    z = structure.standardised_location_quotients(quotients)
    assert z[:, 0] == pytest.approx([-1, 0, 1])
    assert np.isnan(z[:, 1:]).all()
    with pytest.raises(InputError, match="over places"):
        structure.standardised_location_quotients([1.0, 2.0])


def test_ellison_glaeser_of_a_whole_table_is_that_of_each_industry() -> None:
    random = np.random.default_rng(3)
    jobs = random.gamma(1, 100, size=(40, 2))
    area = random.integers(0, 6, size=(40, 2))
    totals = random.gamma(4, 1000, size=6)
    one_by_one = [
        concentration.ellison_glaeser_of_plants(jobs[:, i], area[:, i], totals) for i in (0, 1)
    ]
    table = np.stack([np.bincount(area[:, i], jobs[:, i], minlength=6) for i in (0, 1)], axis=1)
    herfindahl = np.array([one.herfindahl[0] for one in one_by_one])
    together = concentration.ellison_glaeser(table, totals, herfindahl)
    for i, one in enumerate(one_by_one):
        assert together.gamma[i] == pytest.approx(one.gamma[0], rel=1e-12)
        assert together.scaled[i] == pytest.approx(one.scaled[0], rel=1e-12)
    assert np.isnan(together.z).all()


def test_ellison_glaeser_is_zero_on_average_when_plants_land_by_chance() -> None:
    random = np.random.default_rng(5)
    totals = np.array([5.0, 3.0, 1.0, 1.0])
    jobs = random.lognormal(0, 1.2, size=60)
    found = [
        concentration.ellison_glaeser_of_plants(
            jobs, random.choice(4, size=60, p=totals / 10), totals
        )
        for _ in range(2000)
    ]
    gamma, z = (np.array([getattr(index, name)[0] for index in found]) for name in ("gamma", "z"))
    assert abs(gamma.mean()) < 4 * gamma.std() / np.sqrt(2000)
    assert abs(z.mean()) < 4 / np.sqrt(2000)
    assert z.std() == pytest.approx(1, abs=0.1)


def test_ellison_glaeser_of_what_is_not_there() -> None:
    table = np.array([[1.0, 0.0, np.nan, 5.0], [2.0, 0.0, 1.0, 0.0]])
    index = concentration.ellison_glaeser(table, [10.0, 20.0], [0.5, 0.5, 0.5, 1.0])
    assert np.isfinite(index.gamma[0])
    assert np.isnan(index.gamma[1:]).all()  # no jobs, a cell not known, one plant
    assert np.isfinite(index.raw[3])
    alone = concentration.ellison_glaeser(table[:, :1], [10.0, 0.0], [0.5])
    assert np.isnan(alone.gamma[0])


def test_ellison_glaeser_refuses_what_does_not_fit() -> None:
    table = np.ones((2, 3))
    with pytest.raises(InputError, match="industries of the table"):
        concentration.ellison_glaeser(table, [1.0, 1.0], [0.5])
    with pytest.raises(InputError, match="not possible"):
        concentration.ellison_glaeser(table, [1.0, 1.0], [0.5, 0.0, 0.5])
    with pytest.raises(InputError, match="not there"):
        concentration.ellison_glaeser_of_plants([1.0], [2], [1.0, 1.0])
    with pytest.raises(InputError, match="its jobs and its area"):
        concentration.ellison_glaeser_of_plants([1.0, 2.0], [0], [1.0, 1.0])


def test_intervals_of_an_exact_table_are_points() -> None:
    table = np.array([[4.0, 3, 2, 1], [1, 1, 1, np.nan]])
    found = structure_intervals((table for _ in range(3)), MEASURES)
    assert found.measures == tuple(MEASURES)
    assert found.draws == 3
    assert found.lower.shape == found.median.shape == found.upper.shape == (len(MEASURES), 2)
    for row, measure in enumerate(MEASURES.values()):
        assert found.lower[row, 0] == found.upper[row, 0] == measure(table)[0]
    assert np.isnan(found.lower[:, 1]).all()


def test_intervals_are_the_quantiles_of_the_draws() -> None:
    k, e = np.array([[5.0, 50, 500]]), np.array([[10.0, 40, 500]])
    tables = list(redrawn_tables(1 + k, 1 + e, e, draws=200, seed=4))
    values = np.concatenate([structure.herfindahl(table) for table in tables])
    found = structure_intervals(iter(tables), {"herfindahl": structure.herfindahl}, level=0.9)
    assert found.lower[0, 0] == pytest.approx(np.quantile(values, 0.05))
    assert found.median[0, 0] == pytest.approx(np.quantile(values, 0.5))
    assert found.upper[0, 0] == pytest.approx(np.quantile(values, 0.95))


def test_redrawn_tables_have_the_moments_of_the_posterior_and_keep_what_is_missing() -> None:
    shape, rate = np.array([[9.0, np.nan, 0.0]]), np.array([[3.0, 1.0, 1.0]])
    drawn = np.stack(list(redrawn_tables(shape, rate, np.full((1, 3), 2.0), draws=4000, seed=8)))
    assert drawn[:, 0, 0].mean() == pytest.approx(6.0, rel=0.03)
    assert drawn[:, 0, 0].std() == pytest.approx(2.0, rel=0.05)
    assert np.isnan(drawn[:, 0, 1]).all()
    assert not drawn[:, 0, 2].any()


def test_redraws_repeat_with_their_seed() -> None:
    ones = np.ones((3, 4))
    first, again, other = (
        next(redrawn_tables(ones, ones, ones, draws=1, seed=seed)) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_intervals_refuse_what_gives_none() -> None:
    ones = np.ones((1, 2))
    with pytest.raises(InputError, match="1 draws"):
        structure_intervals([ones], MEASURES_OF_TWO)
    with pytest.raises(InputError, match="a measure and a level"):
        structure_intervals([ones, ones], {})
    with pytest.raises(InputError, match="a measure and a level"):
        structure_intervals([ones, ones], MEASURES_OF_TWO, level=1.0)
    with pytest.raises(InputError, match="one table"):
        next(redrawn_tables(ones, ones, np.ones((2, 2)), draws=1, seed=1))
    with pytest.raises(InputError, match="rate above zero"):
        next(redrawn_tables(ones, 0 * ones, ones, draws=1, seed=1))


MEASURES_OF_TWO: dict[str, Measure] = {"theil": inequality.theil}
