"""Distances between places: against another program, by exact permutations, and in recovery."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform
from scipy.stats import kstest, pearsonr
from sklearn.metrics import silhouette_score

from placewise.errors import InputError
from placewise.model.portfolio import Draws, Rules
from placewise.plan.mantel import mantel
from placewise.plan.mixes import (
    _cut,
    mix_distances,
    same_needs,
    shares,
    variation,
    written_likeness,
)
from placewise.plan.portfolio import portfolio

ORACLE = Path(__file__).parents[1] / "oracles" / "mantel_scikit_bio.json"


@pytest.mark.parametrize("case", json.loads(ORACLE.read_text(encoding="utf-8")))
def test_scikit_bio_finds_the_same(case: dict[str, Any]) -> None:
    random = np.random.default_rng(case["seed"])
    truth = random.normal(size=(case["places"], 3))
    noisy = truth + case["noise"] * random.normal(size=truth.shape)
    one, other = squareform(pdist(truth)), squareform(pdist(noisy, "cityblock"))
    found = mantel(
        one, other, seed=1, method=case["method"], alternative=case["alternative"],
        permutations=19_999,
    )  # fmt: skip
    assert found.correlation == pytest.approx(case["r"], abs=1e-10)
    # Both are shares of random orders: 0.02 is more than five standard errors of the difference.
    assert found.p == pytest.approx(case["p"], abs=0.02)


def test_chance_is_that_of_all_orders() -> None:
    random = np.random.default_rng(3)
    one, other = (squareform(pdist(random.normal(size=(6, 2)))) for _ in range(2))
    upper = np.triu_indices(6, 1)
    seen = np.corrcoef(one[upper], other[upper])[0, 1]
    every = [
        np.corrcoef(one[np.ix_(o, o)][upper], other[upper])[0, 1]
        for o in map(list, permutations(range(6)))
    ]
    exact = np.mean(np.array(every) >= seen - 1e-12)
    found = mantel(one, other, seed=2, permutations=9_999)
    assert found.p_lower <= exact <= found.p_upper


def test_p_is_uniform_where_nothing_goes_together() -> None:
    random = np.random.default_rng(8)
    found = [
        mantel(*(squareform(pdist(random.normal(size=(12, 2)))) for _ in range(2)), seed=s,
               permutations=199).p
        for s in range(300)
    ]  # fmt: skip
    assert kstest(found, "uniform").pvalue > 0.01


def test_the_partial_test_takes_the_third_off() -> None:
    random = np.random.default_rng(4)
    third, own, free = (squareform(pdist(random.normal(size=(40, 2)))) for _ in range(3))
    one, other = third + 0.3 * own, third + 0.3 * free
    upper = np.triu_indices(40, 1)

    def left(table: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        line = np.polyfit(third[upper], table[upper], 1)
        return np.asarray(table[upper] - np.polyval(line, third[upper]))

    plain = mantel(one, other, seed=1, permutations=999)
    partial = mantel(one, other, seed=1, permutations=999, given=third)
    assert plain.p == 0.001
    assert partial.correlation == pytest.approx(pearsonr(left(one), left(other)).statistic)
    assert partial.p > 0.01


def test_what_does_not_vary_has_no_correlation() -> None:
    equal = np.ones((5, 5)) - np.eye(5)
    random = np.random.default_rng(1)
    other = squareform(pdist(random.normal(size=(5, 2))))
    assert np.isnan(mantel(equal, other, seed=1, permutations=9).p)
    with pytest.raises(InputError, match="not symmetric"):
        mantel(other + np.triu(other), other, seed=1)
    with pytest.raises(InputError, match="different places"):
        mantel(other, other[:4, :4], seed=1)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(places=st.integers(2, 8), areas=st.integers(1, 6), seed=st.integers(0, 1000))
def test_distances_of_mixes_are_distances(places: int, areas: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    spent = random.gamma(0.5, 1.0, (places, areas)) + 1e-9
    for found in (mix_distances(spent), mix_distances(spent, "bray-curtis")):
        assert ((found >= 0) & (found <= 1 + 1e-12)).all()
        np.testing.assert_allclose(found, found.T, atol=1e-12)
        assert (found[:, None, :] <= found[:, :, None] + found[None] + 1e-12).all()
    np.testing.assert_allclose(mix_distances(spent * 7.0), mix_distances(spent), atol=1e-7)
    scipy = squareform(pdist(shares(spent), "braycurtis"))
    np.testing.assert_allclose(mix_distances(spent, "bray-curtis"), scipy, atol=1e-12)


def test_nothing_in_common_is_one() -> None:
    spent = np.array([[1.0, 0.0], [0.0, 3.0]])
    for measure in ("hellinger", "bray-curtis"):
        assert mix_distances(spent, measure)[0, 1] == 1.0
    assert variation(spent).part.tolist() == [0.5, 0.5]
    with pytest.raises(InputError, match="spend nothing"):
        shares(np.zeros((1, 2)))


def test_groups_that_are_there_are_found_and_others_are_not_told() -> None:
    random = np.random.default_rng(1)
    truth = np.repeat([0, 1, 2], 20)
    middle = np.array([[0, 0], [6, 0], [0, 6]])
    table = squareform(pdist(middle[truth] + random.normal(size=(60, 2))))
    found = same_needs(table, seed=1, samples=50)
    assert found.told
    assert found.number == 3
    for group in range(3):
        assert np.unique(truth[found.label == group]).size == 1
    assert found.number_share[found.tried == 3] > 0.9
    labels, widths = _cut(table, found.tried)
    for label, width in zip(labels, widths, strict=True):
        assert width == pytest.approx(silhouette_score(table, label, metric="precomputed"))
    none = same_needs(squareform(pdist(random.normal(size=(60, 6)))), seed=1, samples=50)
    assert not none.told
    assert none.number == 1


def test_a_copied_strategy_is_closer_than_warranted() -> None:
    random = np.random.default_rng(2)
    needs = random.normal(size=(20, 3))
    diagnoses = squareform(pdist(needs))
    words = needs + 0.1 * random.normal(size=needs.shape)
    odd = int((needs**2).sum(axis=1).argmax())
    words[odd] = words.mean(axis=0)  # a place of its own that says what everybody says
    found = written_likeness(squareform(pdist(words)), diagnoses, seed=1, samples=200)
    assert found.place.argmin() == odd
    assert found.upper[odd] < 0
    words = needs + 0.1 * random.normal(size=needs.shape)
    words[3] += 4.0  # says what nobody says
    found = written_likeness(squareform(pdist(words)), diagnoses, seed=1, samples=200)
    assert found.place.argmax() == 3
    assert found.lower[3] > 0
    assert found.slope > 0
    residual = found.residual[np.triu_indices(20, 1)]
    assert np.mean(residual) == pytest.approx(0.0, abs=1e-10)
    assert np.corrcoef(residual, pdist(needs))[0, 1] == pytest.approx(0.0, abs=1e-10)


def plan_of(need: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return what the plan of a place spends on each of four areas, three options in each."""
    names = tuple(f"{area}{size}" for area in "abcd" for size in "123")
    cost = np.tile([1.0, 2.0, 3.0], 4)[:, None]
    rules = Rules(names, cost, np.array([6.0]), ("2026",))
    area = np.repeat(np.eye(4), 3, axis=0) * cost
    random = np.random.default_rng(1)
    draws = Draws(
        need=need * random.lognormal(0, 0.1, (40, 4)),
        effect=np.broadcast_to(area, (40, 12, 4)),
        cost_factor=np.ones((40, 12)),
        weights=np.ones((1, 4)),
    )
    found = portfolio(rules, draws)
    return np.asarray((found.inclusion[:, None] * area).sum(axis=0))


def test_known_needs_get_the_mixes_that_they_should() -> None:
    """Recovery: places differ in what they need, and plans differ as needs do."""
    random = np.random.default_rng(3)
    kinds = np.array([[4.0, 1, 1, 1], [1, 4, 1, 1], [1, 1, 4, 1]])
    truth = np.repeat([0, 1, 2], 6)
    needs = kinds[truth] * random.lognormal(0, 0.05, (18, 4))
    spent = np.array([plan_of(need) for need in needs])
    np.testing.assert_array_equal(spent.argmax(axis=1), truth)
    found = mantel(mix_distances(spent), squareform(pdist(needs)), seed=1, permutations=999)
    assert found.correlation > 0.9
    assert found.p == 0.001
    assert same_needs(mix_distances(spent), seed=1, samples=30).number == 3


def test_equal_needs_give_equal_mixes() -> None:
    spent = np.array([plan_of(np.array([2.0, 1.0, 3.0, 1.0])) for _ in range(4)])
    assert mix_distances(spent).max() == 0.0
    assert np.isnan(variation(spent).part).all()
