"""What must hold of any table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from placewise.diagnose.discovery import CAUTION, q_values
from placewise.diagnose.location_quotient import location_quotients
from placewise.diagnose.lumpiness import effective_plants, plain_interval
from placewise.diagnose.specialisation import Specialisation, assess

Floats = NDArray[np.float64]

COLUMNS = (
    "lq", "lower", "upper", "shrunk", "shrunk_lower", "shrunk_upper", "probability", "q_value",
    "rivals", "rivals_lower", "rivals_upper",
)  # fmt: skip

few = settings(max_examples=15, deadline=None, derandomize=True)
many = settings(max_examples=80, deadline=None, derandomize=True)


@st.composite
def tables(draw: st.DrawFn, least_places: int = 1) -> tuple[Floats, Floats]:
    """Return (R, I) jobs, some of them zero, and (I,) Herfindahl indices."""
    places = draw(st.integers(least_places, 12))
    industries = draw(st.integers(1, 5))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    values = np.round(rng.lognormal(5, 2, (places, industries)))
    values[rng.random(values.shape) < draw(st.sampled_from([0.0, 0.3]))] = 0.0
    values[:, 0] += 10.0  # every place has some jobs
    return values, 10.0 ** rng.uniform(-4, -0.5, industries)


def assessed(values: Floats, herfindahl: Floats, **options: object) -> Specialisation:
    return assess(
        values,
        np.nansum(values, axis=1),
        np.nansum(values, axis=0),
        float(np.nansum(values)),
        herfindahl,
        **options,  # type: ignore[arg-type]
    )


@given(tables())
@many
def test_quotients_weighted_by_the_shares_of_places_are_one(table: tuple[Floats, Floats]) -> None:
    values, _ = table
    quotient = location_quotients(values, values.sum(1), values.sum(0), values.sum())
    some = values.sum(0) > 0
    weighted = (values.sum(1) / values.sum()) @ quotient[:, some]
    np.testing.assert_allclose(weighted, 1.0, rtol=1e-9)


@given(tables(), st.sampled_from([1e-3, 7.0, 1e6]))
@few
def test_the_unit_of_measure_does_not_matter(table: tuple[Floats, Floats], unit: float) -> None:
    values, herfindahl = table
    here, there = assessed(values, herfindahl), assessed(values * unit, herfindahl)
    for column in COLUMNS:
        np.testing.assert_allclose(
            getattr(there, column), getattr(here, column), rtol=2e-3, atol=2e-3, err_msg=column
        )


@given(tables(least_places=2), st.randoms(use_true_random=False))
@few
def test_the_order_of_places_and_industries_does_not_matter(
    table: tuple[Floats, Floats], random: object
) -> None:
    values, herfindahl = table
    rows, columns = list(range(values.shape[0])), list(range(values.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    here = assessed(values, herfindahl)
    there = assessed(values[np.ix_(rows, columns)], herfindahl[columns])
    for column in ("lq", "lower", "upper", "shrunk", "probability", "rivals"):
        np.testing.assert_allclose(
            getattr(there, column),
            getattr(here, column)[np.ix_(rows, columns)],
            rtol=2e-3, atol=2e-3, err_msg=column,
        )  # fmt: skip


@given(tables(least_places=2), st.data())
@few
def test_missing_stays_missing(table: tuple[Floats, Floats], data: st.DataObject) -> None:
    values, herfindahl = table
    row = data.draw(st.integers(0, values.shape[0] - 1))
    column = data.draw(st.integers(0, values.shape[1] - 1))
    holed = values.copy()
    holed[row, column] = np.nan
    found = assess(holed, values.sum(1), values.sum(0), float(values.sum()), herfindahl)
    for name in COLUMNS:
        assert np.isnan(getattr(found, name)[row, column]), name
    assert not found.claims()[row, column]
    assert not found.demonstrates()[row, column]
    whole = assess(values, values.sum(1), values.sum(0), float(values.sum()), herfindahl)
    others = np.ones(values.shape, dtype=bool)
    others[row, column] = False
    np.testing.assert_array_equal(np.isfinite(found.lq)[others], np.isfinite(whole.lq)[others])


@given(tables(), st.floats(0.01, 1.0), st.floats(1.5, 4.0))
@many
def test_worse_measurement_widens_the_plain_interval(
    table: tuple[Floats, Floats], cv: float, factor: float
) -> None:
    values, herfindahl = table
    totals = values.sum(1), values.sum(0), float(values.sum())

    def relative_width(spread: float) -> Floats:
        variance = (spread * values) ** 2
        plants = effective_plants(values, *totals, herfindahl, variance=variance)
        interval = plain_interval(plants)
        return np.where(values > 0, interval.upper - interval.lower, 0.0)

    exact, better, worse = (relative_width(spread) for spread in (0.0, cv, cv * factor))
    assert (better >= exact * (1 - 1e-6)).all() or np.isnan(better).any()
    known = np.isfinite(better)
    assert (worse[known] >= better[known] * (1 - 1e-6)).all()


@given(arrays(np.float64, st.integers(0, 40), elements=st.floats(0, 1) | st.just(np.nan)))
@many
def test_q_values_rise_as_probabilities_fall(probability: Floats) -> None:
    q = q_values(probability)
    np.testing.assert_array_equal(np.isnan(q), np.isnan(probability))
    known = np.isfinite(probability)
    order = np.argsort(-probability[known], kind="stable")
    assert (np.diff(q[known][order]) >= -1e-12).all()
    assert ((q[known] >= 0) & (q[known] <= 1)).all()
    # The share of false finds in a set never exceeds the doubt about its weakest member.
    assert (q[known] <= CAUTION * (1 - probability[known]) + 1e-12).all()


@given(tables(least_places=2))
@few
def test_every_pair_of_places_has_one_winner(table: tuple[Floats, Floats]) -> None:
    # Summed over places, P(j >= r) + P(r >= j) = 1 for each pair: R (R - 1) / 2 rivals in all.
    values, herfindahl = table
    found = assessed(values, herfindahl, rivals_of=np.ones(values.shape, dtype=bool))
    places = values.shape[0]
    for industry in np.flatnonzero(values.sum(0) > 0):
        total = found.rivals[:, industry].sum()
        assert total == pytest.approx(places * (places - 1) / 2, rel=0.02, abs=0.05)


@given(tables(least_places=2))
@few
def test_expected_rivals_lie_within_their_interval(table: tuple[Floats, Floats]) -> None:
    values, herfindahl = table
    found = assessed(values, herfindahl, rivals_of=np.ones(values.shape, dtype=bool))
    known = np.isfinite(found.rivals)
    assert (found.rivals_lower[known] <= found.rivals[known] + 0.5).all()
    assert (found.rivals[known] <= found.rivals_upper[known] + 0.5).all()
    assert (found.rivals_lower[known] >= 0).all()
    assert (found.rivals_upper[known] <= values.shape[0] - 1).all()


def test_a_single_place_is_its_own_base() -> None:
    found = assessed(np.array([[3.0, 7.0]]), np.array([0.1, 0.1]))
    np.testing.assert_allclose(found.lq, 1.0)
    assert not found.demonstrates().any()


def test_a_single_industry_leaves_nothing_to_specialise_in() -> None:
    found = assessed(np.array([[3.0], [70.0], [900.0]]), np.array([0.01]))
    np.testing.assert_allclose(found.lq, 1.0)
    assert not found.claims().any()
    assert not found.demonstrates().any()


def test_an_industry_of_nothing_is_not_known() -> None:
    values = np.array([[3.0, 0.0], [70.0, 0.0]])
    found = assessed(values, np.array([0.01, 0.01]))
    for column in COLUMNS:
        assert np.isnan(getattr(found, column)[:, 1]).all(), column


def test_a_column_of_missing_values_stays_missing_and_the_rest_is_told() -> None:
    values = np.array([[3.0, np.nan], [70.0, np.nan]])
    found = assess(values, [10, 100], [73, 37], 110, [0.01, 0.01])
    assert np.isnan(found.probability[:, 1]).all()
    assert np.isfinite(found.probability[:, 0]).all()
