"""Areas of outlines against shapes whose area is known."""

import json
from math import pi, radians, sin

import pytest

from placewise.data.land import EARTH, square_kilometres


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_a_belt_of_the_sphere() -> None:
    """Between two parallels the area is known exactly: R squared, times angle, times heights."""
    # Many steps, so that the edges follow the parallels.
    west_to_east = [[n / 10, 50.0] for n in range(101)]
    back = [[n / 10, 52.0] for n in range(100, -1, -1)]
    shape = {"type": "Polygon", "coordinates": [[*west_to_east, *back, west_to_east[0]]]}
    exact = EARTH**2 * radians(10) * (sin(radians(52)) - sin(radians(50)))
    assert square_kilometres(json.dumps(shape)) == pytest.approx(exact, rel=1e-9)


def test_holes_are_taken_out_and_islands_added() -> None:
    whole = json.dumps({"type": "Polygon", "coordinates": [ring(0, 0, 2, 2)]})
    hole = json.dumps({"type": "Polygon", "coordinates": [ring(0, 0, 2, 2), ring(0, 0, 1, 2)]})
    two = json.dumps(
        {"type": "MultiPolygon", "coordinates": [[ring(0, 0, 1, 2)], [ring(1, 0, 2, 2)]]}
    )
    assert square_kilometres(hole) == pytest.approx(square_kilometres(whole) / 2, rel=1e-12)
    assert square_kilometres(two) == pytest.approx(square_kilometres(whole), rel=1e-12)


def test_an_octant_is_an_eighth_of_the_sphere() -> None:
    shape = {"type": "Polygon", "coordinates": [ring(0, 0, 90, 90)]}
    assert square_kilometres(json.dumps(shape)) == pytest.approx(4 * pi * EARTH**2 / 8, rel=1e-9)
