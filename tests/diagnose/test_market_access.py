"""Market access against direct loops, known distances and centres."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.diagnose.market_access import (
    centroid,
    distances,
    great_circle,
    market_access,
    own_distance,
    reach,
)
from placewise.errors import InputError

SIDE = st.integers(min_value=2, max_value=12)


@given(places=SIDE, seed=st.integers(0, 10_000), exponent=st.floats(0.0, 3.0))
def test_it_is_the_double_sum(places: int, seed: int, exponent: float) -> None:
    rng = np.random.default_rng(seed)
    mass, east, north = rng.random(places) * 1e5, rng.random(places) * 8, 50 + rng.random(places)
    area = 1 + rng.random(places) * 1000
    got = market_access(mass, distances(east, north, area), exponent)
    own = [2 / 3 * math.sqrt(size / math.pi) for size in area]
    for i in range(places):
        total = 0.0
        for j in range(places):
            apart = own[i]
            if i != j:
                # The spherical law of cosines: another form than the one that is tested.
                f, g = math.radians(north[i]), math.radians(north[j])
                cosine = math.sin(f) * math.sin(g) + math.cos(f) * math.cos(g) * math.cos(
                    math.radians(east[i] - east[j])
                )
                apart = max(6371.0088 * math.acos(min(1.0, cosine)), own[i], own[j])
            total += mass[j] / apart**exponent
        assert got[i] == pytest.approx(total, rel=1e-6)


def test_the_distance_inside_a_circle_is_the_mean_distance_to_its_centre() -> None:
    points = np.random.default_rng(1).uniform(-1, 1, (400_000, 2))
    inside = np.hypot(*points.T)
    mean = inside[inside <= 1].mean()  # radius 1, area pi; standard error 0.0004
    assert own_distance([math.pi])[0] == pytest.approx(mean, abs=0.002)


def test_known_distances() -> None:
    # London to Paris between their centres is 344 km by great circle (within 1 km).
    apart = great_circle([-0.1278, 2.3522], [51.5074, 48.8566])
    assert apart[0, 1] == pytest.approx(343.6, abs=1.0)
    assert apart[0, 0] == 0.0
    # A quarter of the equator.
    assert great_circle([0, 90], [0, 0])[0, 1] == pytest.approx(math.pi / 2 * 6371.0088)


def test_nothing_is_nearer_than_the_place_itself_and_reach_has_own_mass() -> None:
    apart = distances([0.0, 0.001], [51.0, 51.0], [900.0, 4.0])
    assert apart[0, 1] == apart[0, 0] == pytest.approx(own_distance([900.0])[0])
    assert reach([3.0, 4.0], apart, 1.0).tolist() == [3.0, 4.0]
    assert reach([3.0, 4.0], apart, 50.0).tolist() == [7.0, 7.0]


def test_the_centre_is_that_of_the_area_not_of_the_corners() -> None:
    square = [[0, 0], [1, 0], [1, 1], [0.5, 1], [0.25, 1], [0, 1], [0, 0]]
    text = json.dumps({"type": "Polygon", "coordinates": [square]})
    assert centroid(text) == pytest.approx((0.5, 0.5), abs=1e-12)
    hole = [[0.5, 0], [1, 0], [1, 1], [0.5, 1], [0.5, 0]]
    text = json.dumps({"type": "Polygon", "coordinates": [square, hole]})
    assert centroid(text) == pytest.approx((0.25, 0.5), abs=1e-12)
    other = [[3, 0], [4, 0], [4, 1], [3, 1], [3, 0]]
    text = json.dumps({"type": "MultiPolygon", "coordinates": [[square], [other[::-1]]]})
    assert centroid(text) == pytest.approx((2.0, 0.5), abs=1e-12)


def test_what_has_no_distance_is_refused() -> None:
    with pytest.raises(InputError, match="zero or less"):
        own_distance([0.0])
    with pytest.raises(InputError, match="distances above zero"):
        market_access([1.0], [[0.0]], 1.0)
    flat = json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]})
    with pytest.raises(InputError, match="no centre"):
        centroid(flat)
