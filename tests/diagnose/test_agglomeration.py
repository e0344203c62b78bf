"""Gains, costs, pressure and the balance of both, against closed forms and simulation."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.agglomeration import (
    class_of,
    draw_elasticity,
    draw_pressure,
    effect_of_rise,
    ellipses,
    gains,
    manages,
    monte_carlo_error,
    urban_cost_elasticity,
)
from placewise.diagnose.agglomeration_sentences import access_sentence
from placewise.errors import InputError
from placewise.model.words import Place


def test_draws_have_the_range_of_the_source() -> None:
    normal = np.random.default_rng(3).standard_normal(200_000)
    skew = draw_elasticity(0.03, 0.01, 0.06, 0.4, normal)
    assert np.quantile(skew, [0.1, 0.5, 0.9]) == pytest.approx([0.01, 0.03, 0.06], abs=4e-4)
    lone = draw_elasticity(0.04, None, None, 0.5, normal)
    assert np.quantile(lone, [0.1, 0.5, 0.9]) == pytest.approx([0.02, 0.04, 0.06], abs=4e-4)
    middle = draw_elasticity(None, 0.04, 0.07, 0.5, normal)
    assert np.median(middle) == pytest.approx(0.055, abs=4e-4)
    with pytest.raises(InputError, match="without value"):
        draw_elasticity(None, None, None, 0.5, normal)


def test_gains_by_hand() -> None:
    # An elasticity of 0.08: 1.1 ** 0.08 = 1.007654; of 0.02: 1.001908.
    assert effect_of_rise(0.08) == pytest.approx(0.7654, abs=1e-4)
    half = gains([[0.5, 0.5], [np.nan, np.nan]], [[0.08, 0.02]])
    assert half[0, 0] == pytest.approx((0.7654 + 0.1908) / 2, abs=1e-4)
    assert np.isnan(half[0, 1])


def test_urban_costs_lie_between_the_two_cities_that_were_measured() -> None:
    people = [1e4, 1e5, math.sqrt(1e5 * 12e6), 12e6, 5e7, np.nan]
    got = urban_cost_elasticity(people, [0.03], [0.08], (1e5, 12e6))[0]
    assert got[:5] == pytest.approx([0.03, 0.03, 0.055, 0.08, 0.08])
    assert np.isnan(got[5])


def test_pressure_is_a_mean_and_what_is_missing_widens_it() -> None:
    marks = np.array([[0.2, 0.2, 0.2], [1.0, 0.0, 0.5], [1.0, np.nan, 0.5]])
    drawn = draw_pressure(marks, [1, 1, 1], np.random.default_rng(5), 40_000)
    assert drawn[:, 0] == pytest.approx(np.full(40_000, 0.2))
    assert drawn.mean(axis=0)[1:] == pytest.approx([0.5, 2 / 3], abs=0.01)
    # Flat Dirichlet of three: a weight has variance 1/18, two have covariance -1/36.
    assert drawn[:, 1].var() == pytest.approx((1 + 0.25) / 18 - 2 * 0.5 / 36, rel=0.05)
    certain = draw_pressure([[1.0, 0.5, 0.5]], [1, 1, 1], np.random.default_rng(5), 40_000)
    assert drawn[:, 2].std() > certain[:, 0].std()
    left_out = draw_pressure(marks, [1, 0, 1], np.random.default_rng(5), 40_000)
    assert left_out.mean(axis=0)[2] == pytest.approx(0.75, abs=0.01)


def test_the_share_of_draws_is_the_probability_and_its_error_is_right() -> None:
    rng = np.random.default_rng(7)
    gain = np.full((500, 400), 0.4)
    cost = np.full((500, 400), 0.4)
    pressure = rng.random((500, 400))
    found = manages(gain, cost, pressure)  # cost x 2 x pressure > gain in half of the draws
    assert found.mean() == pytest.approx(0.5, abs=0.01)
    assert found.std() == pytest.approx(float(monte_carlo_error(0.5, 500)), rel=0.15)
    assert np.isnan(manages([[np.nan]], [[1.0]], [[1.0]])[0])
    assert manages([[0.1]], [[0.4]], [[0.0]])[0] == 0.0
    assert monte_carlo_error(0.0, 500) > 0


def test_the_ellipse_holds_eighty_in_a_hundred_draws() -> None:
    rng = np.random.default_rng(11)
    cloud = rng.multivariate_normal([0.4, 0.5], [[0.04, 0.02], [0.02, 0.09]], 50_000)
    found = ellipses(cloud[:, :1], cloud[:, 1:])
    turn = math.radians(found.angle[0])
    moved = cloud - cloud.mean(axis=0)
    along = moved @ [math.cos(turn), math.sin(turn)] / found.rx[0]
    across = moved @ [-math.sin(turn), math.cos(turn)] / found.ry[0]
    assert (along**2 + across**2 <= 1).mean() == pytest.approx(0.8, abs=0.01)


def test_no_class_without_a_probability_that_is_sure_enough() -> None:
    assert [class_of(p) for p in (0.8, 0.79, 0.2, None, math.nan)] == [
        "manage costs", "cannot tell", "build growth", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (0.0, "Hull has the lowest market access of all 948 areas"),
        (0.2, "Hull has the market access of the 1st percentile of 948 areas"),
        (99.9, "Hull has the market access of the 99th percentile of 948 areas"),
        (100.0, "Hull has the highest market access of all 948 areas"),
    ],
)
def test_lowest_and_highest_of_all_are_said_in_words(percentile: float, words: str) -> None:
    access = pl.DataFrame({"percentile": [percentile] * 2, "places": [948] * 2, "year": [2024] * 2})
    said = access_sentence(Place("Hull", "area", ("h",)), access, "areas")
    assert said.startswith(words)
    assert "0th" not in said
