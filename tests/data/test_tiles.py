"""The layout of tile maps: one place a cell, neighbours where people expect them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.data.sample import Sample
from placewise.data.tiles import lay_out_tiles, short_labels
from placewise.errors import InputError

DEGREES = st.tuples(st.floats(-10, 10), st.floats(45, 60))


@settings(deadline=None, max_examples=50)
@given(st.lists(DEGREES, min_size=1, max_size=60))
def test_every_place_has_a_cell_of_its_own(points: list[tuple[float, float]]) -> None:
    longitude, latitude = zip(*points, strict=True)
    columns, rows = lay_out_tiles(longitude, latitude)
    assert len(set(zip(columns.tolist(), rows.tolist(), strict=True))) == len(points)
    assert columns.min() == 0
    assert rows.min() == 0


def test_a_grid_stays_a_grid() -> None:
    east, north = np.meshgrid(np.arange(4.0), np.arange(4.0))
    columns, rows = lay_out_tiles(east.ravel(), north.ravel(), slack=1.0)
    assert columns.tolist() == east.ravel().astype(int).tolist()
    assert rows.tolist() == (3 - north.ravel()).astype(int).tolist()


def test_no_places_make_an_empty_map() -> None:
    columns, rows = lay_out_tiles([], [])
    assert columns.size == rows.size == 0


@pytest.mark.parametrize(
    ("longitude", "latitude"), [([0.0, 1.0], [50.0]), ([float("nan")], [50.0])]
)
def test_a_place_without_coordinates_is_refused(
    longitude: list[float], latitude: list[float]
) -> None:
    with pytest.raises(InputError, match="longitude and a latitude"):
        lay_out_tiles(longitude, latitude)


def test_labels_are_short_and_differ() -> None:
    labels = short_labels(["West Yorkshire", "West Yorkshire", "Kent", "Kentish", "Hull-on-Sea"])
    assert labels[0] == "WY"
    assert len(set(labels)) == len(labels)
    assert all(1 <= len(label) <= 4 for label in labels)


@pytest.fixture(scope="module")
def cells() -> dict[tuple[str, str], tuple[int, int]]:
    """Column and row by kind and name."""
    areas = Sample().table("areas").select(area="code", name="name").collect()
    tiles = Sample().tiles().join(areas, on="area")
    return {
        (row["kind"], row["name"]): (row["column"], row["row"])
        for row in tiles.iter_rows(named=True)
    }


def test_every_strategy_area_has_a_tile(cells: dict[tuple[str, str], tuple[int, int]]) -> None:
    kinds = [kind for kind, _ in cells]
    assert kinds.count("combined authority") == 15
    assert kinds.count("local enterprise partnership") == 38
    assert kinds.count("ITL2") == 36


@pytest.mark.parametrize(
    ("kind", "northern", "southern"),
    [
        ("combined authority", "North East", "Tees Valley"),
        ("combined authority", "West Yorkshire", "South Yorkshire"),
        ("combined authority", "Greater Manchester", "West Midlands"),
        ("combined authority", "West Midlands", "West of England"),
        ("combined authority", "West of England", "Devon and Torbay"),
        ("local enterprise partnership", "Tees Valley", "Sheffield City Region"),
        ("local enterprise partnership", "Hertfordshire", "London"),
        ("local enterprise partnership", "London", "Coast to Capital"),
        ("ITL2", "Lancashire", "Merseyside"),
        ("ITL2", "Norfolk", "Essex"),
        ("ITL2", "Essex", "Kent"),
    ],
)
def test_north_is_above_south(
    cells: dict[tuple[str, str], tuple[int, int]], kind: str, northern: str, southern: str
) -> None:
    assert cells[kind, northern][1] < cells[kind, southern][1]


@pytest.mark.parametrize(
    ("kind", "western", "eastern"),
    [
        ("combined authority", "Liverpool City Region", "Greater Manchester"),
        ("combined authority", "Greater Manchester", "South Yorkshire"),
        ("combined authority", "East Midlands", "Greater Lincolnshire"),
        ("local enterprise partnership", "Cornwall and Isles of Scilly", "Dorset"),
        ("local enterprise partnership", "West of England", "London"),
        ("local enterprise partnership", "Thames Valley Berkshire", "London"),
        ("local enterprise partnership", "The Marches", "New Anglia"),
        ("ITL2", "Cumbria", "Tees Valley"),
        ("ITL2", "Merseyside", "Greater Manchester"),
        ("ITL2", "Devon", "Kent"),
    ],
)
def test_west_is_left_of_east(
    cells: dict[tuple[str, str], tuple[int, int]], kind: str, western: str, eastern: str
) -> None:
    assert cells[kind, western][0] < cells[kind, eastern][0]


def test_cornwall_is_at_the_bottom_left(cells: dict[tuple[str, str], tuple[int, int]]) -> None:
    for kind in ("local enterprise partnership", "ITL2"):
        column, row = cells[kind, "Cornwall and Isles of Scilly"]
        assert column == 0
        assert row == max(cell[1] for (other, _), cell in cells.items() if other == kind)
