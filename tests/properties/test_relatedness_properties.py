"""What must hold of relatedness, complexity and variety for any table."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from placewise.diagnose.complexity import LEAST_GAP, complexity, fitness
from placewise.diagnose.location_quotient import location_quotients
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)
from placewise.diagnose.structure import entropy
from placewise.diagnose.variety import variety
from placewise.errors import InputError

Floats = NDArray[np.float64]
many = settings(max_examples=80, deadline=None, derandomize=True)


@st.composite
def tables(draw: st.DrawFn) -> Floats:
    shape = (draw(st.integers(2, 8)), draw(st.integers(2, 8)))
    cell = st.one_of(st.just(0.0), st.floats(0.5, 1e5))
    return draw(arrays(np.float64, shape, elements=cell))


@st.composite
def presences(draw: st.DrawFn, unknown: bool = True) -> Floats:
    shape = (draw(st.integers(2, 9)), draw(st.integers(2, 9)))
    cells = [0.0, 1.0, np.nan] if unknown else [0.0, 1.0]
    return draw(arrays(np.float64, shape, elements=st.sampled_from(cells)))


@many
@given(table=tables(), factor=st.floats(1e-3, 1e3))
def test_revealed_advantage_is_the_location_quotient(table: Floats, factor: float) -> None:
    if not table.any():
        return
    found = revealed_advantage(table)
    same = location_quotients(table, table.sum(1), table.sum(0), float(table.sum()))
    np.testing.assert_allclose(found, same, rtol=1e-12)
    np.testing.assert_allclose(revealed_advantage(table * factor), found, rtol=1e-9)
    # Weighted by places, every industry averages to one.
    weight = table.sum(1) / table.sum()
    lived = table.sum(0) > 0
    mean = np.nansum(found * weight[:, None], axis=0)
    np.testing.assert_allclose(mean[lived], 1.0, rtol=1e-9)
    assert np.isnan(found[:, ~lived]).all()
    assert np.isnan(found[table.sum(1) == 0]).all()


@many
@given(present=presences())
def test_proximity_against_counting_pair_by_pair(present: Floats) -> None:
    phi = proximity(present)
    for i, j in combinations(range(present.shape[1]), 2):
        one, other = present[:, i], present[:, j]
        known = ~np.isnan(one) & ~np.isnan(other)
        both = int(((one == 1) & (other == 1)).sum())
        there = [int(((one == 1) & known).sum()), int(((other == 1) & known).sum())]
        if not (one == 1).any() or not (other == 1).any() or not any(there):
            assert np.isnan(phi[i, j])
        else:
            assert phi[i, j] == both / max(there)
        np.testing.assert_array_equal(phi[i, j], phi[j, i])
    has = (present == 1).any(axis=0)
    np.testing.assert_array_equal(np.diagonal(phi), np.where(has, 0.0, np.nan))


@many
@given(present=presences())
def test_density_against_adding_up_one_by_one(present: Floats) -> None:
    phi = proximity(present)
    density = relatedness_density(present, phi)
    places, industries = present.shape
    for r in range(places):
        for i in range(industries):
            near = [
                (phi[i, j], present[r, j])
                for j in range(industries)
                if np.isfinite(phi[i, j]) and np.isfinite(present[r, j])
            ]
            reach = sum(weight for weight, _ in near)
            if reach == 0:
                assert np.isnan(density[r, i])
            else:
                expected = sum(weight * there for weight, there in near) / reach
                assert density[r, i] == pytest.approx(expected, abs=1e-12)
                assert 0 <= density[r, i] <= 1 + 1e-12


@many
@given(present=presences())
def test_places_and_industries_are_means_of_each_other(present: Floats) -> None:
    found = complexity(present)
    has = present == 1
    np.testing.assert_array_equal(found.diversity, has.sum(1))
    np.testing.assert_array_equal(found.ubiquity, has.sum(0))
    assert np.isnan(found.eci[found.diversity == 0]).all()
    assert np.isnan(found.pci[found.ubiquity == 0]).all()
    determined = found.second - found.third > LEAST_GAP and found.second > LEAST_GAP
    inside = np.isfinite(found.eci)
    assert inside.any() == determined
    if not determined:
        assert np.isnan(found.pci).all()
        return
    assert found.eci[inside].mean() == pytest.approx(0, abs=1e-6)
    assert found.eci[inside].std() == pytest.approx(1, abs=1e-9)
    assert np.corrcoef(found.eci[inside], found.diversity[inside])[0, 1] >= -1e-6 or (
        found.diversity[inside].min() == found.diversity[inside].max()
    )
    if found.components == 1:
        assert inside.sum() == (found.diversity > 0).sum()
    for r in np.flatnonzero(inside):
        assert found.eci[r] == pytest.approx(found.pci[has[r]].mean(), abs=1e-5)


@many
@given(present=presences(unknown=False), seed=st.integers(0, 99))
def test_order_of_places_and_industries_does_not_matter(present: Floats, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows, columns = (random.permutation(size) for size in present.shape)
    one, other = complexity(present), complexity(present[np.ix_(rows, columns)])
    assert other.components == one.components
    if one.components > 1 or one.diversity_correlation < 1e-6 or one.second - one.third < 1e-6:
        return  # which of two equal parts is the largest, and a sign by the first place, may differ
    np.testing.assert_allclose(other.eci, one.eci[rows], atol=1e-6)
    np.testing.assert_allclose(other.pci, one.pci[columns], atol=1e-6)


def test_complexity_against_all_eigenvectors_of_the_averages() -> None:
    random = np.random.default_rng(3)
    for places, industries in ((30, 12), (12, 30)):
        # Nested, so that there is something to find.
        reach = random.uniform(0, 1, places)[:, None] - random.uniform(-0.4, 0.8, industries)
        present = (reach + random.normal(0, 0.2, reach.shape) > 0).astype(float)
        present[0], present[:, 0] = 1, 1
        by_place, by_industry = present / present.sum(1)[:, None], present / present.sum(0)
        value, vector = np.linalg.eig(by_place @ by_industry.T)
        expected = np.real(vector[:, np.argsort(-np.real(value))[1]])
        found = complexity(present)
        assert found.second == pytest.approx(np.sort(np.real(value))[-2], abs=1e-12)
        assert abs(np.corrcoef(found.eci, expected)[0, 1]) == pytest.approx(1, abs=1e-12)


@many
@given(present=presences(), seed=st.integers(0, 99))
def test_an_orientation_sets_the_high_end(present: Floats, seed: int) -> None:
    orientation = np.random.default_rng(seed).normal(size=len(present))
    orientation[0] = np.nan
    by_diversity, oriented = complexity(present), complexity(present, orientation)
    assert by_diversity.orientation_correlation is None
    assert oriented.orientation_correlation is not None
    assert oriented.orientation_correlation >= -1e-6
    assert by_diversity.diversity_correlation >= -1e-6
    same = np.isclose(oriented.eci, by_diversity.eci, atol=1e-9, equal_nan=True).all()
    sign = 1.0 if same else -1.0
    np.testing.assert_allclose(oriented.eci, sign * by_diversity.eci, atol=1e-9)
    np.testing.assert_allclose(oriented.pci, sign * by_diversity.pci, atol=1e-9)
    with pytest.raises(InputError, match="orientation does not have"):
        complexity(present, orientation[1:])


def test_parts_that_share_nothing_are_said() -> None:
    one = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=float)
    present = np.zeros((6, 6))
    present[:3, :3], present[3, 3], present[4, 4] = one, 1, 1
    found = complexity(present)
    assert found.components == 3
    np.testing.assert_allclose(found.eci[:3], complexity(one).eci, atol=1e-12)
    assert np.isnan(found.eci[3:]).all()
    assert np.isnan(found.pci[3:]).all()


@many
@given(present=presences())
def test_fitness_is_positive_and_scaled(present: Floats) -> None:
    found = fitness(present, most_iterations=50)
    has = present == 1
    for values, there in ((found.fitness, has.any(1)), (found.complexity, has.any(0))):
        assert np.isnan(values[~there]).all()
        assert np.all(values[there] >= 0)
        if there.any():
            assert values[there].mean() == pytest.approx(1)


def test_a_place_with_more_of_everything_is_fitter() -> None:
    nested = np.tril(np.ones((6, 6)))
    found = fitness(nested, most_iterations=20)
    assert np.all(np.diff(found.fitness) > 0)
    assert np.all(np.diff(found.complexity) > 0)


@many
@given(table=tables(), groups=st.integers(1, 4), seed=st.integers(0, 99))
def test_variety_adds_up_and_is_entropy_within_sections(
    table: Floats, groups: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    section = ["ABCD"[random.integers(groups)] for _ in range(table.shape[1])]
    found = variety(table, section)
    np.testing.assert_allclose(found.related + found.unrelated, entropy(table, 2), atol=1e-9)
    np.testing.assert_allclose(found.total, entropy(table, 2), atol=1e-9)
    total = table.sum(axis=1)
    within = np.where(total > 0, 0.0, np.nan)
    for name in set(section):
        part = table[:, [other == name for other in section]]
        share = np.divide(part.sum(1), total, out=np.zeros_like(total), where=total > 0)
        some = part.sum(1) > 0
        within[some] += share[some] * entropy(part[some], 2)
    np.testing.assert_allclose(found.related, within, atol=1e-9)


def test_one_section_and_a_section_an_industry() -> None:
    table = np.array([[1.0, 1, 2, 4]])
    one, each = variety(table, ["A"] * 4), variety(table, list("ABCD"))
    assert (one.unrelated[0], one.related[0]) == (0.0, pytest.approx(1.75))
    assert (each.unrelated[0], each.related[0]) == (pytest.approx(1.75), 0.0)
    assert np.isnan(variety([[1.0, np.nan]], ["A", "B"]).total[0])


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(InputError, match="says yes or no"):
        proximity([[1.0, 0.5]])
    with pytest.raises(InputError, match="industries of the table"):
        relatedness_density([[1.0, 0.0]], np.zeros((3, 3)))
    with pytest.raises(InputError, match="zero or more"):
        revealed_advantage([[1.0, -2.0]])
    with pytest.raises(InputError, match="table of places"):
        revealed_advantage([1.0, 2.0])
    with pytest.raises(InputError, match="its section"):
        variety([[1.0, 2.0]], ["A"])
    with pytest.raises(InputError, match="needs an iteration"):
        fitness([[1.0]], most_iterations=0)


def test_a_rounding_error_does_not_decide_what_is_present() -> None:
    even = np.full((3, 7), 103.12842383)
    assert np.all(presence(revealed_advantage(even)) == 1)
    np.testing.assert_array_equal(presence([[0.999, 1.001, np.nan]]), [[0, 1, np.nan]])


def test_what_is_not_known_is_not_absent() -> None:
    table = np.array([[8.0, 2, 0], [2, np.nan, 3], [0, 0, 0]])
    present = presence(revealed_advantage(table))
    assert np.isnan(present[1, 1])
    assert np.isnan(present[2]).all()
    density = relatedness_density(present, proximity(present))
    assert np.isnan(density[2]).all()
