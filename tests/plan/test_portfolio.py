"""Plans under a budget: against every plan, against a second solver, and what is said of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from tests.plan.programmes import brute_force, draws_for, made

from placewise.errors import InputError
from placewise.model.portfolio import Group, Rules
from placewise.plan.left_out import left_out, unfit
from placewise.plan.listing import MOST_LISTED, listed
from placewise.plan.portfolio import (
    benefits,
    choose,
    draws_needed,
    expected_benefits,
    expected_burden,
    portfolio,
    solve_draws,
    summarise,
    wilson,
)
from placewise.plan.programme import best_plan, programme_of
from placewise.plan.sensitivity import break_evens, budget_steps, weight_flips

many = settings(max_examples=60, deadline=None, derandomize=True)
EXACT = 1e-9
ORACLE = Path(__file__).parents[1] / "oracles" / "portfolio_second_solver.json"


@many
@given(options=st.integers(2, 10), years=st.integers(1, 4), seed=st.integers(0, 10_000))
def test_the_best_plan_is_the_best_of_all_plans(options: int, years: int, seed: int) -> None:
    rules, benefit = made(options, years, seed)
    best = brute_force(rules, benefit)
    if best is None:
        with pytest.raises(InputError, match="No plan keeps all rules"):
            choose(rules, benefit)
        return
    found = choose(rules, benefit, tolerance=EXACT)
    assert found.value == pytest.approx(best[0], rel=1e-6, abs=1e-6)
    assert found.bound >= best[0] - 1e-6
    # Whatever the tolerance, the stated bound holds, and so does the gap.
    rough = choose(rules, benefit, tolerance=0.05)
    assert rough.bound >= best[0] - 1e-6
    assert rough.value >= best[0] - rough.gap * abs(rough.bound) - 1e-6


@many
@given(options=st.integers(2, 9), seed=st.integers(0, 10_000))
def test_named_rules_contradict_one_another_and_none_is_idle(options: int, seed: int) -> None:
    rules, benefit = made(options, 2, seed)
    rules = replace(
        rules, groups=(*rules.groups, Group("everything", rules.options[: options // 2 + 1], 0.9))
    )
    if brute_force(rules, benefit) is not None:
        return
    with pytest.raises(InputError) as raised:
        choose(rules, benefit)
    assert "at least" in str(raised.value)


def test_a_contradiction_names_its_rules_alone() -> None:
    rules = Rules(
        ("a", "b"), np.array([[5.0], [5.0]]), np.array([10.0]), ("2026",),
        groups=(Group("first", ("a",), 0.5), Group("second", ("b",), 0.5)),
        excludes=(("a", "b"),),
    )  # fmt: skip
    with pytest.raises(InputError) as raised:
        choose(rules, np.ones(2))
    message = raised.value.what
    assert 'at most one of "a", "b"' in message
    assert 'for "first"' in message
    assert 'for "second"' in message
    assert "budget of 2026" not in message


@pytest.mark.parametrize("case", json.loads(ORACLE.read_text(encoding="utf-8")))
def test_a_second_solver_finds_the_same(case: dict[str, float]) -> None:
    """OR-tools CP-SAT, see scripts/portfolio_second_solver.py for how the values were made."""
    rules, benefit = made(int(case["options"]), int(case["years"]), int(case["seed"]))
    if case["best"] is None:
        with pytest.raises(InputError):
            choose(rules, benefit)
        return
    found = choose(rules, benefit, tolerance=EXACT)
    assert found.value == pytest.approx(case["best"], rel=1e-6)


def test_a_rough_search_keeps_to_its_tolerance() -> None:
    rules, benefit = made(120, 5, 3)
    programme = programme_of(rules)
    allowed = np.array([not why for why in unfit(rules)])
    for tolerance in (0.05, 0.01):
        found = best_plan(programme, benefit, allowed, tolerance)
        assert found is not None
        assert found.gap <= tolerance
        assert programme.holds(found.selected)


def test_without_doubt_all_draws_choose_the_same() -> None:
    rules, benefit = made(8, 2, 4)
    sure = draws_for(rules, benefit, 12, 1)
    sure = replace(
        sure, need=np.ones_like(sure.need), cost_factor=np.ones_like(sure.cost_factor),
        effect=np.broadcast_to(sure.effect[0], sure.effect.shape),
    )  # fmt: skip
    found = portfolio(rules, sure, tolerance=EXACT)
    assert set(found.inclusion) <= {0.0, 1.0}
    np.testing.assert_allclose(found.regret, 0.0, atol=1e-9)
    assert found.affordable == 1.0
    assert found.unsolved == 0


def test_disagreement_is_carried() -> None:
    """Two people who want different things: each option is in half of the draws, not in none."""
    rules = Rules(("a", "b"), np.array([[1.0], [1.0]]), np.array([1.0]), ("2026",))
    draws = draws_for(rules, np.ones(2), 40, 1, people=2)
    effect = np.zeros((40, 2, 2))
    effect[:, 0, 0] = effect[:, 1, 1] = 1.0
    draws = replace(
        draws, effect=effect, need=np.ones((40, 2)), weights=np.eye(2),
        cost_factor=np.ones((40, 2)),
    )  # fmt: skip
    found = portfolio(rules, draws)
    np.testing.assert_array_equal(found.inclusion, [0.5, 0.5])
    np.testing.assert_array_equal(found.inclusion_by_person, np.eye(2))
    np.testing.assert_array_equal(found.chosen_by_person, np.eye(2, dtype=bool))
    assert sorted(found.regret_by_person) == [0.0, 1.0]
    np.testing.assert_allclose(expected_benefits(draws), np.eye(2))


def test_work_can_be_stopped_and_shared() -> None:
    rules, benefit = made(9, 2, 7)
    draws = draws_for(rules, benefit, 60, 2, people=3)
    seen: list[tuple[int, int]] = []
    whole = portfolio(rules, draws, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(25, 60), (50, 60), (60, 60)]
    first = next(iter(solve_draws(rules, draws, whole.chosen.selected)))
    part = summarise(rules, draws, whole.chosen, [first])
    assert part.draws == 25
    with ThreadPoolExecutor(2) as pool:
        shared = portfolio(rules, draws, mapper=pool.map)
    np.testing.assert_array_equal(shared.inclusion, whole.inclusion)
    np.testing.assert_array_equal(shared.regret, whole.regret)


def test_costs_that_run_over_are_counted_not_hidden() -> None:
    rules = Rules(("a", "b"), np.array([[6.0], [4.0]]), np.array([10.0]), ("2026",))
    draws = draws_for(rules, np.ones(2), 2, 1, objectives=1)
    draws = replace(
        draws, need=np.ones((2, 1)), effect=np.array([[[3.0], [1.0]]] * 2),
        cost_factor=np.array([[1.0, 1.0], [1.5, 1.0]]), weights=np.ones((1, 1)),
    )  # fmt: skip
    found = portfolio(rules, draws)
    assert found.affordable == 0.5
    np.testing.assert_allclose(found.regret, [0.0, 0.0])
    np.testing.assert_allclose(found.inclusion, [1.0, 0.5])


def test_what_cannot_fit_has_a_reason() -> None:
    rules = Rules(
        ("dear", "needs", "loop", "back", "fine", "rival"),
        np.array([[20.0], [1.0], [1.0], [1.0], [1.0], [1.0]]), np.array([10.0]), ("2026",),
        requires=(("needs", "gone"), ("loop", "back"), ("back", "loop")),
        excludes=(("fine", "rival"),),
    )  # fmt: skip
    benefit = np.array([9.0, 9.0, 1.0, -2.0, 2.0, 1.0])
    plan = choose(rules, benefit)
    reasons = {row.option: row for row in left_out(rules, benefit, plan.selected)}
    assert "costs 20 in 2026, where 10 is there" in reasons["dear"].reason
    assert reasons["needs"].reason == 'requires "gone", which is not among the options'
    assert not reasons["needs"].fits
    assert reasons["loop"].reason == 'requires "back", which the plan does not take'
    assert reasons["back"].reason == "no benefit is expected of it"
    assert reasons["rival"].reason == 'excluded by "fine", which the plan takes'
    assert set(reasons) == set(rules.options) - {"fine"}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_break_evens_are_where_the_choice_turns(seed: int) -> None:
    rules, benefit = made(7, 2, seed)
    if brute_force(rules, benefit) is None:
        return
    for one in break_evens(rules, benefit, tolerance=EXACT):
        at = rules.options.index(one.option)
        if not np.isfinite(one.needed):
            continue
        for step, taken in ((1e-3, True), (-1e-3, False)):
            other = benefit.copy()
            other[at] = one.needed + step
            best = brute_force(rules, other)
            assert best is not None
            assert bool(best[1][at]) == taken


def test_a_burden_counts_in_every_draw_and_in_what_would_change_the_choice() -> None:
    """Solved draws, means, and flips say what the sum of weight, need and effect less it says."""
    rules, benefit = made(6, 1, 3)
    draws = draws_for(rules, np.abs(benefit) + 1.0, 40, 5, people=2)
    burden = np.zeros((6, 2))
    burden[:3, 0], burden[3:, 1] = 6.0, 3.0
    draws = replace(draws, burden=burden, cost_factor=np.ones((40, 6)))
    weights = draws.weights / draws.weights.sum(axis=1, keepdims=True)
    by_hand = np.array([
        [
            sum(
                weights[at % 2, j] * (draws.need[at, j] * draws.effect[at, n, j] - burden[n, j])
                for j in range(2)
            )
            for n in range(6)
        ]
        for at in range(40)
    ])  # fmt: skip
    assert benefits(draws) == pytest.approx(by_hand)
    assert expected_benefits(draws)[1] == pytest.approx(
        [
            sum(
                weights[1, j] * ((draws.need[:, j] * draws.effect[:, n, j]).mean() - burden[n, j])
                for j in range(2)
            )
            for n in range(6)
        ]
    )
    mean = by_hand.mean(axis=0)
    chosen = choose(rules, mean, tolerance=EXACT)
    solved = list(solve_draws(rules, draws, chosen.selected, tolerance=EXACT))
    value = np.concatenate([part.value for part in solved])
    for at in range(40):
        best = brute_force(rules, by_hand[at])
        assert best is not None
        assert value[at] == pytest.approx(best[0])
    one = next(
        one for one in break_evens(rules, mean, burden=expected_burden(draws), tolerance=EXACT)
        if np.isfinite(one.factor) and np.isfinite(one.needed)
    )  # fmt: skip
    n = rules.options.index(one.option)
    effect = mean[n] + expected_burden(draws)[n]
    assert one.factor * effect - expected_burden(draws)[n] == pytest.approx(one.needed)


def test_money_and_weights_that_change_the_choice() -> None:
    rules = Rules(("small", "large"), np.array([[4.0], [5.2]]), np.array([5.0]), ("2026",))
    steps = budget_steps(rules, np.array([1.0, 3.0]))
    assert [step.factor for step in steps] == [0.9, 1.0, 1.1]
    assert steps[2].enters == ("large",)
    assert steps[2].leaves == ("small",)
    assert steps[2].per_unit == pytest.approx(2.0 / 0.5)
    assert steps[0].gain == 0.0
    draws = draws_for(rules, np.ones(2), 4, 1)
    effect = np.zeros((4, 2, 2))
    effect[:, 0, 0], effect[:, 1, 1] = 1.0, 1.2
    draws = replace(draws, need=np.ones((4, 2)), effect=effect, weights=np.ones((1, 2)))
    rules = replace(rules, cost=np.array([[4.0], [5.0]]))
    flips = {one.objective: one for one in weight_flips(rules, draws)}
    assert flips[0].factor == 1.25
    assert flips[0].enters == ("small",)
    assert flips[1].factor == 0.75
    assert flips[1].sure


def test_a_step_of_money_with_which_no_plan_keeps_the_rules_is_left_out() -> None:
    rules = Rules(
        ("a", "b"), np.array([[5.0], [4.0]]), np.array([10.0]), ("2026",),
        groups=(Group("first", ("a",), 0.5),),
    )  # fmt: skip
    # Of 11 the 5 of "a" are less than half; of 9 they are more.
    assert [step.factor for step in budget_steps(rules, np.ones(2))] == [0.9, 1.0]


def test_faults_are_named_all_at_once() -> None:
    rules, benefit = made(5, 2, 1)
    wrong = replace(rules, budget=-rules.budget, excludes=(("nobody",),))
    with pytest.raises(InputError, match=r'(?s)below 0.*"nobody" is no option'):
        choose(wrong, benefit)
    draws = replace(draws_for(rules, benefit, 3, 1), need=np.ones((2, 2)))
    with pytest.raises(InputError, match="effect has shape"):
        portfolio(rules, draws)


def test_shares_of_draws_have_intervals_that_cover() -> None:
    # Counts come whole, so that coverage goes up and down with the truth: on average it is right.
    count = np.arange(201)
    lower, upper = wilson(count / 200, 200)
    coverage = [
        binom.pmf(count, 200, truth)[(lower <= truth) & (truth <= upper)].sum()
        for truth in np.linspace(0.02, 0.98, 193)
    ]
    assert np.mean(coverage) == pytest.approx(0.95, abs=0.005)
    assert np.min(coverage) > 0.92
    assert draws_needed(0.5) == 4802
    random = np.random.default_rng(6)
    two = random.binomial(draws_needed(0.3), 0.3, (2, 4000)) / draws_needed(0.3)
    assert (np.abs(two[0] - two[1]) < 0.02).mean() == pytest.approx(0.95, abs=0.015)


@many
@given(
    options=st.integers(2, 9),
    years=st.integers(1, 4),
    seed=st.integers(0, 10_000),
)
def test_listing_every_set_finds_what_branch_and_bound_finds(
    options: int, years: int, seed: int
) -> None:
    rules, benefit = made(options, years, seed)
    programme = programme_of(rules)
    allowed = np.random.default_rng(seed).random(options) < 0.9
    dearer = programme.at_cost(np.random.default_rng(seed).lognormal(0, 0.2, options))
    sets = listed(programme, allowed)
    assert sets is not None
    found = sets.best(dearer, benefit, np.zeros(options, np.bool_))
    expected = best_plan(dearer, benefit, allowed, 0.0)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found.value == pytest.approx(expected.value, rel=1e-6, abs=1e-6)
        assert dearer.holds(found.selected)
        assert not (found.selected & ~allowed).any()


def test_of_sets_as_good_the_known_one_is_taken_and_many_options_are_not_listed() -> None:
    rules = Rules(
        options=("one", "other"), cost=np.array([[1.0], [1.0]]), budget=np.array([1.0]),
        years=("year 1",),
    )  # fmt: skip
    programme = programme_of(rules)
    sets = listed(programme, np.ones(2, np.bool_))
    assert sets is not None
    for known in ([True, False], [False, True]):
        found = sets.best(programme, np.ones(2), np.array(known))
        assert found is not None
        assert found.selected.tolist() == known
    assert listed(programme, np.ones(MOST_LISTED + 1, np.bool_)) is None
