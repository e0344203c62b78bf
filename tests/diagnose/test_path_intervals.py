"""Whole tables redrawn, and what the intervals of paths make of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.stats import norm

from placewise.diagnose.assessment import Assessment, assess_table
from placewise.diagnose.complexity import complexity
from placewise.diagnose.diversification import diversification_options
from placewise.diagnose.path_intervals import _Moments, redrawn_paths
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)
from placewise.diagnose.table_draws import TableDraw, table_draws
from placewise.diagnose.variety import variety
from placewise.errors import InputError
from placewise.model.economy import IndustryTable, PlantEvidence
from placewise.model.words import Industry, Place

Floats = NDArray[np.float64]

SECTIONS = list("AABBBCCCDD")


def jobs(seed: int = 0) -> Floats:
    """Return twelve places by ten industries that lean to one end or the other."""
    random = np.random.default_rng(seed)
    lean = np.outer(np.linspace(-1, 1, 12), np.linspace(-1, 1, 10))
    return np.asarray(1000 * np.exp(lean + random.normal(0, 0.3, lean.shape)))


def draws_of(table: Floats, number: int, spread: float = 0.2) -> list[TableDraw]:
    random = np.random.default_rng(1)
    true = [table * random.lognormal(0, spread, table.shape) for _ in range(number)]
    return [TableDraw(one, one * random.lognormal(0, spread, table.shape)) for one in true]


def density_of(table: Floats) -> Floats:
    present = presence(revealed_advantage(table))
    return relatedness_density(present, proximity(present))


def test_against_keeping_every_draw() -> None:
    table, number = jobs(), 60
    tables = draws_of(table, number)
    found = redrawn_paths(table, iter(tables), draws=number, sections=SECTIONS, level=0.9)

    true = np.stack([density_of(one.true) for one in tables])
    errors = np.stack([density_of(one.measured) for one in tables]) - true
    estimate = density_of(table) - errors.mean(axis=0)
    width = norm.ppf(0.95) * np.sqrt(errors.var(axis=0, ddof=1) + true.var(axis=0, ddof=1))
    np.testing.assert_allclose(found.density.measured, density_of(table))
    for spread, side in (("lower", -1), ("estimate", 0), ("upper", 1)):
        expected = np.clip(estimate + side * width, 0, 1)
        np.testing.assert_allclose(getattr(found.density, spread), expected, atol=1e-12)

    present = [presence(revealed_advantage(one.true)) for one in tables]
    np.testing.assert_allclose(found.present, np.mean(present, axis=0))
    reference = complexity(presence(revealed_advantage(table))).eci
    options, error = [], []
    for one, there in zip(tables, present, strict=True):
        index = complexity(there)
        sign = np.sign(index.eci @ reference)
        options.append(diversification_options(there, density_of(one.true), sign * index.pci))
        again = complexity(presence(revealed_advantage(one.measured))).eci
        error.append(np.sign(again @ (sign * index.eci)) * again - sign * index.eci)
    np.testing.assert_allclose(found.option, np.mean(options, axis=0))
    np.testing.assert_allclose(
        found.eci.lower, reference - np.quantile(error, 0.95, axis=0), atol=1e-12
    )

    assert found.related is not None
    off = np.stack(
        [
            variety(one.measured, SECTIONS).related - variety(one.true, SECTIONS).related
            for one in tables
        ]
    )
    np.testing.assert_allclose(
        found.related.estimate,
        np.maximum(variety(table, SECTIONS).related - np.median(off, axis=0), 0.0),
        atol=1e-12,
    )


def test_a_table_known_exactly_has_no_width() -> None:
    table = jobs()
    found = redrawn_paths(table, [TableDraw(table, table)] * 5, draws=5)
    for spread in (found.density, found.eci, found.pci):
        np.testing.assert_allclose(spread.lower, spread.measured, atol=1e-12)
        np.testing.assert_allclose(spread.upper, spread.measured, atol=1e-12)
    assert set(np.unique(found.present)) <= {0.0, 1.0}
    assert set(np.unique(found.option)) <= {0.0, 1.0}
    assert found.related is None
    assert found.turned == 0


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), number=st.integers(2, 12), level=st.floats(0.1, 0.99))
def test_an_estimate_lies_within_its_interval(seed: int, number: int, level: float) -> None:
    """However far the errors of the draws lie to one side."""
    random = np.random.default_rng(seed)
    table = random.lognormal(3.0, 1.5, (9, 7))
    tables = [
        TableDraw(table * random.lognormal(0, 0.4, table.shape), table * 2 ** random.random(7))
        for _ in range(number)
    ]
    sections = list("AAABBCC")
    found = redrawn_paths(table, tables, draws=number, sections=sections, level=level)
    for spread in (found.density, found.eci, found.pci, found.related, found.unrelated):
        assert spread is not None
        known = np.isfinite(spread.estimate)
        assert (spread.lower <= spread.estimate + 1e-12)[known].all()
        assert (spread.estimate <= spread.upper + 1e-12)[known].all()


def test_the_wrong_number_of_draws_is_refused() -> None:
    table = jobs()
    for number in (3, 5):
        with pytest.raises(InputError, match="as many tables"):
            redrawn_paths(table, draws_of(table, 4), draws=number)
    with pytest.raises(InputError, match="draws and a level"):
        redrawn_paths(table, draws_of(table, 1), draws=1)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    values=arrays(np.float64, st.tuples(st.integers(2, 20), st.just(3)), elements=st.floats(-9, 9))
)
def test_moments_are_those_of_all_values(values: Floats) -> None:
    values[-1, 0] = np.nan
    moments = _Moments((3,))
    for value in values:
        moments.add(value)
    np.testing.assert_allclose(moments.mean(), values.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(moments.variance(), values.var(axis=0, ddof=1), atol=1e-11)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    values = jobs()
    values[3, 4] = np.nan
    names = [f"i{number}" for number in range(10)]
    herfindahl = np.full(10, 2e-3)
    herfindahl[7] = np.nan
    return assess_table(
        IndustryTable(
            "jobs", "jobs", 2021, "invented", "division",
            tuple(Place(f"p{number}", "area", (f"p{number}",)) for number in range(12)),
            tuple(Industry(name, name, "invented", "division") for name in names),
            values, np.nansum(values, axis=1), np.nansum(values, axis=0), float(np.nansum(values)),
            "all places", np.zeros_like(values), (),
            PlantEvidence(herfindahl, np.full(10, 2.5), ("bands",) * 10, ""), (),
        ),
        1.25,
    )  # fmt: skip


def test_draws_of_a_table_are_those_of_its_posteriors(assessment: Assessment) -> None:
    tables = list(table_draws(assessment, draws=1500, seed=3))
    true = np.stack([one.true for one in tables])
    measured = np.stack([one.measured for one in tables])
    result, table = assessment.result, assessment.table
    unknown = np.isnan(result.shrunk)
    assert unknown[3, 4]
    assert unknown[:, 7].all()
    assert np.isnan(true[:, unknown]).all()
    assert np.isfinite(true[:, ~unknown]).all()
    # Each place keeps its total in the industries that are drawn.
    whole = np.where(unknown, 0.0, table.values).sum(axis=1)
    np.testing.assert_allclose(np.nansum(true, axis=2), np.tile(whole, (1500, 1)), rtol=1e-9)
    usual = np.outer(table.place_totals, table.industry_totals / table.total)
    theta = true.mean(axis=0)[~unknown] / usual[~unknown]
    # The scaling to the place's total moves theta a little.
    np.testing.assert_allclose(theta, result.shrunk[~unknown], rtol=0.05)
    # A table measured again has the mean of the true one, and the variance of its plants.
    plants = result.plants.net()[1]
    error = ((measured - true) / usual)[:, ~unknown]
    np.testing.assert_allclose(error.mean(axis=0), 0.0, atol=0.03)
    np.testing.assert_allclose(error.var(axis=0), theta / plants[~unknown], rtol=0.25)


def test_draws_follow_their_seed(assessment: Assessment) -> None:
    one, same, other = (next(table_draws(assessment, draws=1, seed=seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.true, same.true)
    np.testing.assert_array_equal(one.measured, same.measured)
    assert not np.array_equal(one.true, other.true, equal_nan=True)


def test_an_assessed_table_gives_intervals_with_what_is_unknown_left_so(
    assessment: Assessment,
) -> None:
    table = assessment.table
    found = redrawn_paths(
        table.values, table_draws(assessment, draws=30, seed=1), draws=30, sections=SECTIONS,
        place_totals=table.place_totals, industry_totals=table.industry_totals, total=table.total,
    )  # fmt: skip
    assert np.isnan(found.present[3, 4])
    assert np.isnan(found.present[:, 7]).all()
    assert np.isnan(found.pci.lower[7])
    assert np.isfinite(found.eci.lower).all()
    assert np.all(found.eci.lower <= found.eci.upper)
    assert np.nanmax(found.present) <= 1
    # The seventh industry is not drawn, so no place's variety is known.
    assert found.unrelated is not None
    assert np.isnan(found.unrelated.lower).all()
