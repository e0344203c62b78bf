"""The whole assessment of a table."""

from __future__ import annotations

import numpy as np
import pytest

from placewise.diagnose.specialisation import assess
from placewise.errors import InputError


def a_table(places: int = 30, industries: int = 6, seed: int = 1) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    size = rng.lognormal(9, 1, places)
    theta = rng.lognormal(0, 0.5, (places, industries))
    values = size[:, None] * rng.dirichlet(np.ones(industries)) * theta
    herfindahl = np.geomspace(1e-5, 1e-2, industries)
    return values, values.sum(axis=1), values.sum(axis=0), herfindahl


def test_every_number_has_the_shape_of_the_table_and_lies_in_its_range() -> None:
    values, place_totals, industry_totals, herfindahl = a_table()
    found = assess(values, place_totals, industry_totals, values.sum(), herfindahl)
    for column in (found.lq, found.shrunk, found.probability, found.q_value):
        assert column.shape == values.shape
        assert np.isfinite(column).all()
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
    assert (found.lower <= found.lq).all()
    assert (found.lq <= found.upper).all()
    assert (found.shrunk_lower <= found.shrunk).all()
    assert (found.shrunk <= found.shrunk_upper).all()


def test_rivals_are_counted_for_claims_unless_others_are_asked_for() -> None:
    values, place_totals, industry_totals, herfindahl = a_table()
    found = assess(values, place_totals, industry_totals, values.sum(), herfindahl)
    np.testing.assert_array_equal(np.isfinite(found.rivals), found.claims())
    wanted = np.zeros(values.shape, dtype=bool)
    wanted[3, 2] = True
    one = assess(values, place_totals, industry_totals, values.sum(), herfindahl, rivals_of=wanted)
    np.testing.assert_array_equal(np.isfinite(one.rivals), wanted)


def test_a_claim_is_not_yet_a_demonstration() -> None:
    values, place_totals, industry_totals, herfindahl = a_table()
    sure = assess(values, place_totals, industry_totals, values.sum(), herfindahl * 1e-3)
    lumpy = assess(values, place_totals, industry_totals, values.sum(), np.full(6, 0.01))
    np.testing.assert_array_equal(sure.claims(), lumpy.claims())
    assert sure.demonstrates().sum() > lumpy.demonstrates().sum()
    assert lumpy.demonstrates().sum() < 0.2 * lumpy.claims().sum()


def test_an_industry_of_unknown_lumpiness_has_a_quotient_and_nothing_more() -> None:
    values, place_totals, industry_totals, herfindahl = a_table()
    herfindahl[2] = np.nan
    found = assess(values, place_totals, industry_totals, values.sum(), herfindahl)
    assert np.isfinite(found.lq[:, 2]).all()
    for column in (found.lower, found.shrunk, found.probability, found.q_value, found.rivals):
        assert np.isnan(column[:, 2]).all()
    assert np.isfinite(found.probability[:, [0, 1, 3, 4, 5]]).all()


def test_nothing_known_anywhere() -> None:
    found = assess([[np.nan, np.nan]], [10], [4, 6], 10, [0.1, 0.1])
    for column in (found.lq, found.shrunk, found.probability, found.rivals):
        assert np.isnan(column).all()
    assert not found.claims().any()
    assert not found.demonstrates().any()


def test_a_threshold_moves_the_probability_and_not_the_estimate() -> None:
    values, place_totals, industry_totals, herfindahl = a_table()
    low, high = (
        assess(values, place_totals, industry_totals, values.sum(), herfindahl, threshold=t)
        for t in (1.0, 2.0)
    )
    np.testing.assert_array_equal(low.shrunk, high.shrunk)
    assert (low.probability >= high.probability - 1e-6).all()
    assert low.claims().sum() > high.claims().sum()


def test_same_input_gives_the_same_bytes() -> None:
    values, place_totals, industry_totals, herfindahl = a_table()
    one, two = (
        assess(values, place_totals, industry_totals, values.sum(), herfindahl) for _ in range(2)
    )
    assert one.probability.tobytes() == two.probability.tobytes()
    assert one.rivals.tobytes() == two.rivals.tobytes()


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="do not fit together"):
        assess([[1.0, 2.0]], [3], [1, 2, 3], 6, [0.1, 0.1])
