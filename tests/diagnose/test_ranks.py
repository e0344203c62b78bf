"""Rank sets: exactly those of looking at every pair, and what they refuse."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from placewise.diagnose.rank_critical_values import (
    certain_quantile,
    highest_above,
    marginal_critical_values,
    simultaneous_critical_value,
)
from placewise.diagnose.rank_tests import holm_cutoff, p_values
from placewise.diagnose.ranks import RankSets, best_set, rank_sets, rank_sets_counts
from placewise.errors import InputError

Floats = NDArray[np.float64]


def every_difference(noise: Floats, variance: Floats) -> Floats:
    """Return (D, R, R): how far the place of the column is above that of the row."""
    return (noise[:, None, :] - noise[:, :, None]) / np.sqrt(variance[:, None] + variance)


def every_score(value: Floats, variance: Floats) -> Floats:
    score = (value - value[:, None]) / np.sqrt(variance[:, None] + variance)
    np.fill_diagonal(score, np.inf)  # a place is not compared with itself
    return score


def one_of_the_largest(values: Floats, level: float) -> float:
    """Return the smallest draw that one more draw stays below with at least this chance."""
    chance = np.arange(1, values.size + 1) / (values.size + 1)
    enough = np.flatnonzero(chance >= level - 1e-12)
    return float(np.sort(values)[enough[0] if enough.size else -1])


def marginal_by_every_pair(
    value: Floats, variance: Floats, noise: Floats, level: float, step_down: bool
) -> Floats:
    difference, score = every_difference(noise, variance), every_score(value, variance)
    critical = np.empty(value.size)
    for row in range(value.size):
        above = np.arange(value.size) != row
        below = above.copy()
        while True:
            sides = np.concatenate([difference[:, row, above], -difference[:, row, below]], axis=1)
            critical[row] = one_of_the_largest(sides.max(axis=1), level)
            still = above & (score[row] <= critical[row]), below & (score[row] >= -critical[row])
            if not step_down or (still[0].sum(), still[1].sum()) == (above.sum(), below.sum()):
                break
            above, below = still
    return critical


def simultaneous_by_every_pair(
    value: Floats, variance: Floats, noise: Floats, level: float, step_down: bool
) -> float:
    difference, score = every_difference(noise, variance), every_score(value, variance)
    open_ = np.isfinite(score)
    while True:
        critical = one_of_the_largest(difference[:, open_].max(axis=1), level)
        still = open_ & (score <= critical)
        if not step_down or still.sum() == open_.sum():
            return critical
        open_ = still


def example(seed: int) -> tuple[Floats, Floats, Floats]:
    """Return values, variances in order, and draws: sizes, spreads and ties of many kinds."""
    random = np.random.default_rng(seed)
    places = [2, 3, 7, 25, 60, 130][seed % 6]
    value = random.normal(size=places) * random.choice([0.0, 1.0, 10.0])
    if seed % 4 == 0:
        value = np.round(value)
    error = np.sort(np.exp(random.normal(-1, random.choice([0.0, 0.3, 2.0]), size=places)))
    return value, error**2, random.standard_normal((120, places)) * error


@pytest.mark.parametrize("step_down", [False, True])
@pytest.mark.parametrize("seed", range(24))
def test_critical_values_are_those_of_every_pair(seed: int, step_down: bool) -> None:
    value, variance, noise = example(seed)
    level = [0.5, 0.9, 0.95][seed % 3]
    found = marginal_critical_values(value, variance, noise, level, step_down=step_down)
    expected = marginal_by_every_pair(value, variance, noise, level, step_down)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    one = simultaneous_critical_value(value, variance, noise, level, step_down=step_down)
    assert one == pytest.approx(
        simultaneous_by_every_pair(value, variance, noise, level, step_down), rel=1e-12
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_frontier_holds_the_place_that_is_furthest_above(seed: int) -> None:
    _, variance, noise = example(seed)
    highest = highest_above(noise, variance)
    assert np.array_equal(highest.size, every_difference(noise, variance).max(axis=2))


@pytest.mark.parametrize("simultaneous", [False, True])
def test_rank_sets_count_who_is_surely_larger(simultaneous: bool) -> None:
    random = np.random.default_rng(11)
    value, error = random.normal(size=40), np.exp(random.normal(-1.5, 0.5, size=40))
    noise = np.random.default_rng(5).standard_normal((300, 40)) * error
    if simultaneous:
        critical = np.full(40, simultaneous_by_every_pair(value, error**2, noise, 0.9, True))
    else:
        critical = marginal_by_every_pair(value, error**2, noise, 0.9, True)
    score = every_score(value, error**2)
    np.fill_diagonal(score, 0.0)
    sets = rank_sets(value, error, seed=5, level=0.9, simultaneous=simultaneous, draws=300)
    assert sets.lower.tolist() == (1 + (score > critical[:, None]).sum(axis=1)).tolist()
    assert sets.upper.tolist() == (40 - (score < -critical[:, None]).sum(axis=1)).tolist()


def test_marginal_sets_lie_within_simultaneous_ones_and_step_down_tightens() -> None:
    random = np.random.default_rng(2)
    value, error = random.normal(size=80), np.full(80, 0.2)
    marginal, together = (
        rank_sets(value, error, seed=1, simultaneous=simultaneous) for simultaneous in (False, True)
    )
    plain = rank_sets(value, error, seed=1, step_down=False)
    for inner, outer in pairwise((marginal, plain, together)):
        assert np.all((outer.lower <= inner.lower) & (inner.upper <= outer.upper))
    assert (plain.upper - plain.lower).sum() > (marginal.upper - marginal.lower).sum()


def test_well_separated_places_have_their_rank_and_equal_ones_have_all() -> None:
    apart = rank_sets([3.0, 1.0, 2.0], [0.01] * 3, seed=1, simultaneous=True)
    assert (apart.lower.tolist(), apart.upper.tolist()) == ([1, 3, 2], [1, 3, 2])
    equal = rank_sets([1.0] * 5, [1.0] * 5, seed=1)
    assert (equal.lower.tolist(), equal.upper.tolist()) == ([1] * 5, [5] * 5)
    alone = rank_sets([4.0], [1.0], seed=1)
    assert (alone.lower.tolist(), alone.upper.tolist()) == ([1], [1])


def test_the_seed_decides() -> None:
    random = np.random.default_rng(0)
    value, error = random.normal(size=30), np.full(30, 0.3)
    first, again = (rank_sets(value, error, seed=9) for _ in range(2))
    assert first.lower.tolist() == again.lower.tolist()
    assert first.upper.tolist() == again.upper.tolist()


def test_a_quantile_makes_exact_only_what_it_needs() -> None:
    values = np.arange(100.0)
    bound = values + np.where(values < 50, 10.0, 0.5)
    asked: list[int] = []

    def evaluate(positions: NDArray[np.intp]) -> Floats:
        asked.extend(positions.tolist())
        return values[positions]

    quantile, refined = certain_quantile(bound, np.zeros(100, dtype=bool), evaluate, 95)
    assert quantile == 95
    assert len(asked) == len(set(asked)) < 10
    assert np.all(refined >= values)


# Counts


def by_every_test(k: Floats, e: Floats, alpha: float, simultaneous: bool) -> RankSets:
    """Rank sets of whole counts by SciPy's binomial distribution and Holm's procedure in words."""
    places = range(k.size)
    pairs = [(high, low) for high in places for low in places if high != low]
    p = {
        (high, low): stats.binom.sf(k[high] - 1, k[high] + k[low], e[high] / (e[high] + e[low]))
        for high, low in pairs
    }

    def holm(family: list[tuple[int, int]]) -> set[tuple[int, int]]:
        rejected: set[tuple[int, int]] = set()
        for step, pair in enumerate(sorted(family, key=lambda pair: p[pair])):
            if p[pair] > alpha / (len(family) - step):
                break
            rejected.add(pair)
        return rejected

    lower, upper = np.ones(k.size, np.int64), np.full(k.size, k.size)
    for r in places:
        rejected = holm(pairs if simultaneous else [pair for pair in pairs if r in pair])
        lower[r] += sum((j, r) in rejected for j in places)
        upper[r] -= sum((r, j) in rejected for j in places)
    return RankSets(lower, upper, 1 - alpha, simultaneous)


@pytest.mark.parametrize("simultaneous", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_counts_are_tested_as_by_every_binomial(seed: int, simultaneous: bool) -> None:
    random = np.random.default_rng(seed)
    e = random.lognormal(2, 1.5, size=25)
    k = random.poisson(e * random.gamma(1, 1, size=25)).astype(np.float64)
    expected = by_every_test(k, e, 0.05, simultaneous)
    found = rank_sets_counts(k, e, simultaneous=simultaneous)
    assert found.lower.tolist() == expected.lower.tolist()
    assert found.upper.tolist() == expected.upper.tolist()
    for place in (0, 24):
        one = rank_sets_counts(k, e, simultaneous=simultaneous, place=place)
        assert (one.lower[0], one.upper[0]) == (expected.lower[place], expected.upper[place])


def test_a_bound_never_stands_for_a_p_value_above_its_level() -> None:
    random = np.random.default_rng(4)
    k, e = random.gamma(0.7, 20, size=300), random.lognormal(1, 1, size=300)
    row, column = np.arange(300)[:, None], np.arange(300)
    exact, _ = p_values(k, e, row, column, 1e-300)
    quick, _ = p_values(k, e, row, column, 1e-4)
    skipped = (quick == 0) & (exact > 0)
    assert skipped.any()
    assert exact[skipped].max() <= 1e-4
    assert np.array_equal(quick[~skipped], exact[~skipped])


@pytest.mark.parametrize("seed", range(3))
def test_the_hypothesis_that_is_not_tested_could_not_be_rejected(seed: int) -> None:
    # Under the higher rate of j, the chance of a count this low is never small: at real counts too.
    random = np.random.default_rng(seed)
    a, b = random.gamma(0.3, 30, size=(2, 20_000)) + 1e-6
    f, g = random.lognormal(0, 2, size=(2, 20_000))
    higher = a * g > b * f
    low = stats.beta.sf(f / (f + g), a + 1, b)[higher]  # P(count of the first is at most a)
    assert low.min() > 0.3


def test_places_of_which_nothing_is_known_have_every_rank() -> None:
    sets = rank_sets_counts([50.0, 0.0, 1.0], [10.0, 0.0, 10.0])
    assert sets.lower.tolist() == [1, 1, 2]
    assert sets.upper.tolist() == [2, 3, 3]
    assert rank_sets_counts([2.0], [1.0]).upper.tolist() == [1]
    assert rank_sets_counts([2.0], [1.0], simultaneous=True).upper.tolist() == [1]


@pytest.mark.parametrize("simultaneous", [False, True])
def test_equal_rates_tell_nothing(simultaneous: bool) -> None:
    sets = rank_sets_counts([2.0, 4.0, 6.0], [1.0, 2.0, 3.0], simultaneous=simultaneous)
    assert (sets.lower.tolist(), sets.upper.tolist()) == ([1] * 3, [3] * 3)


def test_holm_stops_at_the_first_that_stands() -> None:
    p = np.array([[0.04, 0.001, 0.02, 0.6], [0.001, 0.002, 0.003, 0.004], [0.2, 0.3, 0.4, 0.5]])
    assert holm_cutoff(p, 4, 0.05).tolist() == [0.02, np.inf, 0.2]
    assert holm_cutoff(p, 400, 0.05).tolist() == [0.001, 0.001, 0.2]
    assert holm_cutoff(p[:, :0], 4, 0.05).tolist() == [np.inf] * 3


# What is refused


@pytest.mark.parametrize(
    ("estimate", "error", "message"),
    [
        ([1.0, np.nan], [1.0, 1.0], "place 1: nan"),
        ([1.0, 2.0], [1.0, 0.0], "place 1: 2 with standard error 0"),
        ([1.0, 2.0], [1.0], "one of the estimates"),
        ([], [], "one of the estimates"),
    ],
)
def test_estimates_that_have_no_rank(
    estimate: list[float], error: list[float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        rank_sets(estimate, error, seed=1)


@pytest.mark.parametrize(
    ("count", "exposure", "message"),
    [
        ([1.0, -1.0], [1.0, 1.0], "place 1: count -1"),
        ([1.0, np.nan], [1.0, 1.0], "place 1: count nan"),
        ([1.0, 1.0], [1.0, 0.0], "place 1: count 1, exposure 0"),
        ([1.0], [1.0, 1.0], "one of the counts"),
    ],
)
def test_counts_that_have_no_rank(count: list[float], exposure: list[float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        rank_sets_counts(count, exposure)


def test_settings_that_are_refused() -> None:
    with pytest.raises(InputError, match="level"):
        rank_sets([1.0, 2.0], [1.0, 1.0], seed=1, level=1.0)
    rank_sets([1.0, 2.0], [1.0, 1.0], seed=1, draws=19)
    with pytest.raises(InputError, match=r"18 draws are too few[^?]*Allowed: 19 or more"):
        rank_sets([1.0, 2.0], [1.0, 1.0], seed=1, draws=18)
    with pytest.raises(InputError, match="no place 2"):
        rank_sets_counts([1.0, 2.0], [1.0, 1.0], place=2)
    with pytest.raises(InputError, match="do not hold together"):
        best_set(rank_sets([1.0, 2.0], [1.0, 1.0], seed=1), 1)
    with pytest.raises(InputError, match="best 0"):
        best_set(rank_sets([1.0, 2.0], [1.0, 1.0], seed=1, simultaneous=True), 0)


# Coverage


def true_ranks(theta: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return best and worst true rank; places that are equal share theirs."""
    return 1 + (theta > theta[:, None]).sum(axis=1), theta.size - (theta < theta[:, None]).sum(
        axis=1
    )


@pytest.mark.parametrize("simultaneous", [False, True])
def test_normal_rank_sets_cover_with_unequal_errors_and_ties(simultaneous: bool) -> None:
    random = np.random.default_rng(21)
    theta = np.repeat([0.0, 0.5, 1.0, 3.0], [8, 8, 2, 2])
    error = np.exp(random.normal(-1, 0.7, size=20))
    best, worst = true_ranks(theta)
    covered = []
    for trial in range(400):
        sets = rank_sets(
            random.normal(theta, error), error, seed=trial, draws=400, simultaneous=simultaneous
        )
        covered.append((sets.lower <= best) & (worst <= sets.upper))
    held = np.array(covered)
    rate = held.all(axis=1).mean() if simultaneous else held.mean(axis=0).min()
    assert rate >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / 400)


@pytest.mark.parametrize("simultaneous", [False, True])
def test_rank_sets_of_counts_cover_down_to_one(simultaneous: bool) -> None:
    random = np.random.default_rng(22)
    theta = np.repeat([0.5, 1.0, 2.0, 4.0], [6, 8, 4, 2])
    exposure = random.lognormal(1, 1.2, size=20)
    best, worst = true_ranks(theta)
    covered = []
    for _ in range(400):
        sets = rank_sets_counts(
            random.poisson(theta * exposure), exposure, simultaneous=simultaneous
        )
        covered.append((sets.lower <= best) & (worst <= sets.upper))
    held = np.array(covered)
    rate = held.all(axis=1).mean() if simultaneous else held.mean(axis=0).min()
    assert rate >= 0.95
