"""How stable the word could be by any rule: the bound, and what is measured again of what."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scripts.barrier_limits import (
    New,
    Partly,
    Sharper,
    YearBefore,
    by_barrier,
    could_be_called,
    everything,
    in_parts,
    least_flips,
    probabilities,
)
from tests.workbench.barrier_country import BINDS, PLACES, YEARS, Chosen, Country, barrier

from placewise.model.diagnosis import DiagnosisSettings
from placewise.workbench.barriers.answers import BarriersAnswers
from placewise.workbench.barriers.measured import Measured, Measures

Floats = NDArray[np.float64]
SEED = DiagnosisSettings().seed
JOB = BarriersAnswers(Country().shelf, Chosen(), barriers=[barrier()])


def measures() -> Measures:
    now = JOB.measures(BINDS, SEED)
    JOB.gated(BINDS, now)
    return now


def schooling(some: Measures) -> Measured:
    found = some.of("schooling")
    assert found is not None
    return found


@settings(deadline=None)
@given(st.floats(0.0, 0.999))
def test_of_half_the_places_the_bound_is_the_angle_of_two_half_planes(correlation: float) -> None:
    # Sheppard 1899: the chance that two normal figures lie on different sides of their mean.
    assert least_flips(0.5, correlation) == pytest.approx(math.acos(correlation) / math.pi)


@settings(deadline=None)
@given(st.floats(0.01, 0.9))
def test_the_bound_is_nothing_without_error_and_everything_without_truth(share: float) -> None:
    assert least_flips(share, 1.0) == 0.0
    assert least_flips(share, 0.0) == pytest.approx(1 - share)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(0.3, 0.95))
def test_no_rule_flips_less_than_the_bound(seed: int, correlation: float) -> None:
    random = np.random.default_rng(seed)
    first, fresh = random.standard_normal((2, 20_000, 3))
    second = correlation * first + math.sqrt(1 - correlation**2) * fresh
    middle, weights = random.normal(size=3), random.normal(size=3)
    rules: tuple[Callable[[Floats], NDArray[np.bool_]], ...] = (
        lambda x: np.less(((x - middle) ** 2).sum(axis=1), 2.0),
        lambda x: np.greater(x, middle / 2).min(axis=1),
        lambda x: np.greater(x @ weights, np.abs(weights).sum() / 2),
        lambda x: np.greater(np.sin(3 * x @ weights), 0.5),
    )
    for rule in rules:
        called, again = rule(first), rule(second)
        if called.sum() < 100:
            continue
        flips = 1 - float(again[called].mean())
        noise = math.sqrt(flips * (1 - flips) / called.sum() + 1e-4)
        assert flips > least_flips(float(called.mean()), correlation) - 5 * noise


def test_pairs_are_ordered_by_one_half_and_counted_in_the_other() -> None:
    stays = np.ones((20, 4), bool)
    stays[:10, 1:] = [True, True, False]
    stays[10:12, 1] = False
    stays[10:, 3] = False
    # 0, 20 and 0 % of the first three are lost: 0, 10 and 7 % together; then all of the fourth.
    assert could_be_called(stays, 0.1) == 3
    assert could_be_called(np.zeros((20, 4), bool), 0.1) == 0


def test_one_place_alone_is_measured_again_or_all_others() -> None:
    now = measures()
    later, pair = now.redrawn(1), everything(JOB, "district", now).pairs[0]
    at, others = pair[1], np.arange(len(PLACES)) != pair[1]
    before, after = schooling(now), schooling(later)
    ways: tuple[tuple[New, tuple[bool, bool]], ...] = (
        (lambda _, __: (True, False), (True, False)),
        (lambda _, __: (False, True), (False, True)),
    )
    for way, new in ways:
        mixed = schooling(Partly.of_both(now, later, pair, way))
        place, rest = (after if new[0] else before), (after if new[1] else before)
        np.testing.assert_array_equal(mixed.draws[:, at], place.draws[:, at])
        np.testing.assert_array_equal(mixed.draws[:, others], rest.draws[:, others])
        np.testing.assert_array_equal(mixed.others[:, at], rest.others[:, at])


def test_what_lies_far_out_stays_whatever_is_measured_again() -> None:
    now = measures()
    called = everything(JOB, "district", now).at(0.999)
    assert [PLACES[at] for _, at, _ in called.pairs] == [BINDS]
    for found in in_parts(called.pairs, JOB, now, now.redrawn(1), 1).values():
        assert found[0] > 0.95


def test_probabilities_are_parted_by_barrier() -> None:
    pairs = [(barrier(key), 0, ()) for key in ("b", "a", "b")]
    found = by_barrier(pairs, [np.array([0.1, 0.2, 0.3]), np.array([0.4, 0.5, 0.6])])
    assert {key: some.tolist() for key, some in found.items()} == {
        "a": [[0.2], [0.5]], "b": [[0.1, 0.3], [0.4, 0.6]],
    }  # fmt: skip
    assert by_barrier((), []) == {}


def test_with_smaller_errors_a_new_measurement_moves_less() -> None:
    moved = []
    for factor in (1.0, 0.1):
        finer = Sharper(Country().shelf, PLACES, JOB.settings, SEED)
        finer.factor = factor
        pairs = everything(JOB, "district", finer).pairs
        again = probabilities(pairs, JOB, finer.redrawn(1))
        moved.append(np.abs(again - probabilities(pairs, JOB, finer)).mean())
    assert moved[1] < moved[0]


def test_figures_of_the_year_before_are_those_of_the_year_before() -> None:
    country = Country()
    before = schooling(YearBefore(country.shelf, PLACES, JOB.settings, SEED))
    rows = country.concept("schooling", PLACES)
    assert before.published.year == YEARS[-2]
    expected = rows.filter(rows["year"] == YEARS[-2])["value"].to_numpy()
    np.testing.assert_array_equal(before.values, expected)
