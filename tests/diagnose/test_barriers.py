"""The gate of barriers: medians, errors, chances and calls, against independent answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scripts.validation.barrier_probabilities import measure_again, simulate

from placewise.diagnose.barrier_sentences import Row, worst_sentence
from placewise.diagnose.barriers import (
    Called,
    Shares,
    believed,
    beyond,
    binding_again,
    called,
    called_of_little,
    drawn,
    groups_short,
    held_to,
    left_after,
    median_of,
    median_of_others,
    moved_by_measuring_again,
    noise_about_trend,
    shares,
    step_passed,
    unless_divided,
)
from placewise.model.barriers import GateSettings

GATE = GateSettings()
seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(4, 40))
def test_the_median_of_others_is_the_median_without_oneself(seed: int, places: int) -> None:
    values = np.random.default_rng(seed).normal(size=(3, places)).round(1)
    values[:, 0] = np.nan
    expected = np.array(
        [np.nanmedian(np.delete(values, at, axis=1), axis=1) for at in range(places)]
    ).T
    found = median_of_others(values)
    known = np.isfinite(found)
    np.testing.assert_allclose(found[known], expected[known])
    assert known[:, 1:].all() == (places - 2 >= 3)


def test_a_comparator_of_too_few_says_nothing() -> None:
    values = np.arange(10.0)[None, :]
    assert median_of(values, np.array([0, 1])) is None
    assert median_of(values, np.array([0, 1, 5])) == pytest.approx([1.0])


@given(seeds, st.integers(3, 10), st.floats(0.5, 3.0))
def test_noise_is_free_of_trends_and_of_years_that_all_share(
    seed: int, years: int, error: float
) -> None:
    draw = np.random.default_rng(seed)
    when = np.arange(2000.0, 2000.0 + years)
    noise = error * draw.normal(size=(200, years))
    trends = draw.normal(size=(200, 1)) * (when - when.mean())
    shocks = 50 * draw.normal(size=years)
    plain = noise_about_trend(when, noise + trends, 3)
    shocked = noise_about_trend(when, noise + trends + shocks, 3)
    np.testing.assert_allclose(shocked, plain, rtol=1e-9)
    assert np.sqrt(np.mean(shocked**2)) == pytest.approx(error, rel=0.35)


def test_noise_needs_years() -> None:
    values = np.array([[1.0, 2.0, np.nan], [1.0, 3.0, 2.0], [2.0, 1.0, 2.0]])
    found = noise_about_trend(np.array([1.0, 2.0, 3.0]), values, 3)
    assert np.isnan(found[0])
    assert np.isfinite(found[1:]).all()
    assert np.isnan(noise_about_trend(np.array([1.0]), np.full((2, 1), np.nan), 3)).all()


@given(seeds)
def test_values_move_to_the_middle_the_more_the_less_they_are_known(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(size=60)
    errors = draw.uniform(0.05, 0.6, 60)
    found = believed(values, errors)
    middle = np.median(values)
    assert (np.abs(found.mean - middle) <= np.abs(values - middle) + 1e-12).all()
    assert (found.error <= errors + 1e-12).all()
    exact = believed(values, np.zeros(60))
    np.testing.assert_allclose(drawn(exact, 5, 1), np.tile(values, (5, 1)))


def test_what_is_nearly_all_error_is_not_known() -> None:
    values = np.random.default_rng(1).normal(size=100)
    errors = np.full(100, 0.3)
    errors[:5] = 20.0
    found = believed(values, errors)
    assert np.isnan(found.mean[:5]).all()
    assert np.isfinite(found.mean[5:]).all()
    assert np.isnan(believed(values, np.full(100, 5.0)).mean).all()


def test_posterior_of_a_normal_prior_is_the_textbook_one() -> None:
    values = np.random.default_rng(3).normal(10.0, 2.0, 100_001)
    found = believed(values, np.full(values.size, 1.0))
    kept = (found.spread**2 - 1) / found.spread**2
    np.testing.assert_allclose(found.error, np.sqrt(kept), rtol=1e-12)
    assert kept == pytest.approx(0.75, abs=0.02)


@given(seeds)
def test_what_is_left_after_a_line_is_that_of_least_squares(seed: int) -> None:
    draw = np.random.default_rng(seed)
    x, y = draw.normal(size=(2, 30))
    y[3] = np.nan
    line = left_after(y, x)
    assert line is not None
    held = np.isfinite(y)
    design = np.column_stack([np.ones(held.sum()), x[held]])
    np.testing.assert_allclose(line, np.linalg.lstsq(design, y[held], rcond=None)[0], atol=1e-9)
    assert left_after(y[:9], x[:9]) is None
    assert left_after(y, np.ones(30)) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=30))
def test_shares_are_counted_as_the_gate_says(rows: list[tuple[int, bool]]) -> None:
    count = np.array([one for one, _ in rows])
    signal = np.array([holds for _, holds in rows])
    found = shares(count, signal, can_bind=True)
    assert found.binding == pytest.approx(np.mean([c >= 2 and s for c, s in rows]))
    assert found.contributing == pytest.approx(
        np.mean([(c >= 2 and not s) or (c == 1 and s) for c, s in rows])
    )
    assert found.binding + found.contributing + found.not_here == pytest.approx(1)
    never = shares(count, signal, can_bind=False)
    assert never.binding == 0
    assert never.not_here == pytest.approx(found.not_here)


@given(seeds)
def test_more_evidence_of_a_shortfall_never_makes_a_barrier_less_likely(seed: int) -> None:
    draw = np.random.default_rng(seed)
    short = {str(group): [draw.random(50) < 0.4] for group in range(3)}
    signal = draw.random(50) < 0.5
    before = shares(groups_short(short, 50), signal, can_bind=True)
    after = shares(
        groups_short(short | {"own": [draw.random(50) < 0.5]}, 50), signal, can_bind=True
    )
    assert after.binding >= before.binding
    assert after.not_here <= before.not_here


def test_two_indicators_of_one_group_count_once() -> None:
    yes = np.ones(4, bool)
    assert groups_short({"schools": [yes, yes]}, 4).tolist() == [1, 1, 1, 1]
    assert groups_short({"schools": [yes], "adults": [yes]}, 4).tolist() == [2, 2, 2, 2]


def test_sides() -> None:
    values = np.array([-1.0, 0.0, 1.0])
    assert beyond(values, np.zeros(3), 0.5, "low").tolist() == [True, False, False]
    assert beyond(values, np.zeros(3), 0.5, "high").tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("found", "outcome", "probability"),
    [
        (Shares(0.8, 0.2, 0.0), "binding", 0.8),
        (Shares(0.79, 0.1, 0.11), "contributing", 0.89),
        (Shares(0.1, 0.1, 0.8), "not a barrier here", 0.8),
        (Shares(0.3, 0.3, 0.4), "cannot tell", None),
    ],
)
def test_an_outcome_is_called_from_80_per_cent(
    found: Shares, outcome: str, probability: float | None
) -> None:
    said = called(found, GATE)
    assert said.outcome == outcome
    assert said.probability == (None if probability is None else pytest.approx(probability))
    assert bool(said.why) == (outcome == "cannot tell")


def _little(count: list[int], signal: list[bool], unknown: int, *, known: bool) -> str:
    counts: NDArray[np.intp] = np.array(count)
    return called_of_little(
        counts, np.array(signal), unknown_groups=unknown, signal_known=known, why="lacking",
        settings=GATE,
    ).outcome  # fmt: skip


def test_little_knowledge_can_rule_out_but_never_accuse() -> None:
    assert _little([3, 3], [True, True], 0, known=False) == "cannot tell"
    assert _little([0, 0], [False, False], 0, known=False) == "not a barrier here"
    assert _little([1, 1], [False, False], 0, known=False) == "cannot tell"
    assert _little([0, 0], [False, False], 1, known=True) == "not a barrier here"
    assert _little([0, 0], [True, True], 1, known=True) == "cannot tell"
    assert _little([0, 0], [False, False], 2, known=True) == "cannot tell"


def test_steps() -> None:
    assert [step_passed(p, GATE) for p in (0.8, 0.5, 0.2, None)] == [
        "passed", "could not tell", "failed", "could not tell",
    ]  # fmt: skip


@pytest.mark.parametrize("correlation", [0.0, 0.4])
def test_chances_are_not_overstated(correlation: float) -> None:
    """A simulation with known truth: what is called binding is so at least as often as said."""
    found = simulate(4, 11, correlation=correlation)
    said, so, number = found.called
    error = np.sqrt(said * (1 - said) / number)
    assert number >= 15
    assert so >= said - 2.5 * error


def test_short_of_one_comparator_is_not_short_of_both() -> None:
    one: Row = {"title": "Pay", "probability": 0.9}
    other: Row = {"title": "Pay", "probability": None}
    assert worst_sentence([one, other]) == "no indicator known for the place and both comparators"
    assert worst_sentence([one, other | {"probability": 0.6}]) == "pay (about even, 60 %)"
    found = worst_sentence([one, other | {"probability": 0.1}])
    assert found == "none falls short of both comparators"


def test_binding_is_called_only_where_it_would_be_found_again() -> None:
    sure = Shares(0.95, 0.05, 0.0)
    assert called(sure, GATE, 0.9).outcome == "binding"
    unsteady = called(sure, GATE, 0.89)
    assert unsteady.outcome == "contributing"
    assert unsteady.probability == pytest.approx(1.0)


def test_rounding_does_not_decide_whether_a_share_is_reached() -> None:
    assert 0.7 + 0.1 < 0.8
    assert held_to(0.8) <= 0.7 + 0.1
    assert held_to(0.8) > 0.798


@given(seeds)
def test_measuring_again_moves_beliefs_by_their_predictive_variance(seed: int) -> None:
    """The new mean is normal about one that lies nearer to the middle: its moments by hand."""
    values = np.random.default_rng(seed).normal(5.0, 2.0, 400)
    errors = np.full(400, 1.0)
    what = believed(values, errors)
    moved = moved_by_measuring_again(what, errors, 400, seed)
    kept = what.kept[0]
    expected = (1 - kept) * (what.middle - what.mean)
    assert np.abs((moved - expected).mean()) < 0.02
    np.testing.assert_allclose(moved.var(axis=0).mean(), kept**2 * (kept + 1.0), rtol=0.03)
    exact = believed(values, np.zeros(400))
    assert not moved_by_measuring_again(exact, np.zeros(400), 3, seed).any()


def test_finding_again_counts_rounds_not_draws() -> None:
    count = np.array([[2, 2, 2, 2, 2], [2, 2, 2, 2, 1], [2, 2, 1, 1, 1]])
    yes = np.ones((3, 5), bool)
    assert binding_again(count, yes, GATE) == pytest.approx(2 / 3)
    assert binding_again(count, ~yes, GATE) == 0


@pytest.mark.parametrize("correlation", [0.0, 0.4])
def test_finding_again_is_not_overstated(correlation: float) -> None:
    """The same truth measured once more: binding is found again as often as was said."""
    said, so, number = measure_again(5, 11, correlation=correlation).of(0.0)
    assert number >= 20
    assert so >= said - 2.5 * np.sqrt(0.25 / number)


def test_what_the_comparators_divide_on_is_not_ruled_out() -> None:
    out = Called("not a barrier here", 0.95)
    divided = unless_divided(out, {"all others": 0.8, "similar places": 0.02}, 0.8)
    assert divided.outcome == "cannot tell"
    assert divided.probability is None
    assert divided.why.endswith("fall short of all others, but not of similar places")
    assert unless_divided(out, {"all others": 0.79, "similar places": None}, 0.8) == out
    adds = Called("contributing", 0.9)
    assert unless_divided(adds, {"all others": 0.99, "similar places": 0.5}, 0.8) == adds
