"""Concepts that follow from other tables: averages, rebuilt rates, growth, land inside outlines."""

import json
import math
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.data.concepts import read_concepts
from placewise.errors import InputError
from placewise.workbench.concept_tables import (
    CONCEPT_TYPES,
    EARTH_RADIUS,
    average_over_areas,
    growth,
    square_kilometres,
)


def weighed(rows: list[tuple[float | None, float | None, float | None]]) -> pl.DataFrame:
    """Build areas of one whole from value, half-width and weight."""
    return pl.DataFrame(
        [
            ("A", "kind", str(at), 2020, value,
             None if half is None or value is None else value - half,
             None if half is None or value is None else value + half,
             None if value is None else "table", weight)
            for at, (value, half, weight) in enumerate(rows)
        ],
        schema={"whole": pl.String, "whole_kind": pl.String, "place": pl.String, "year": pl.Int32,
                "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
                "dataset": pl.String, "weight": pl.Float64},
        orient="row",
    )  # fmt: skip


def test_a_rate_is_averaged_by_its_denominator() -> None:
    rows = average_over_areas(weighed([(70.0, 3.0, 300.0), (80.0, 4.0, 100.0)]), exact=True)
    assert rows["value"][0] == pytest.approx((210 + 80) / 400 * 100)
    # Half-widths of independent samples: the root of (3 * 3/4)^2 + (4 * 1/4)^2.
    assert rows["upper"][0] - rows["value"][0] == pytest.approx(math.hypot(2.25, 1.0))
    assert not rows["approximate"][0]


def test_a_small_area_without_the_rate_is_left_out_and_a_large_one_is_not() -> None:
    small = average_over_areas(weighed([(70.0, 3.0, 99.0), (None, None, 1.0)]), exact=True)
    assert small["value"].to_list() == [70.0]
    assert small["approximate"].to_list() == [True]
    large = average_over_areas(weighed([(70.0, 3.0, 90.0), (None, None, 10.0)]), exact=True)
    assert large.is_empty()
    unweighed = average_over_areas(weighed([(70.0, 3.0, 90.0), (60.0, 3.0, None)]), exact=True)
    assert unweighed.is_empty()


@given(
    st.lists(st.tuples(st.floats(1, 100), st.none(), st.floats(1, 1000)), min_size=1, max_size=20)
)
def test_an_average_lies_between_the_areas(
    rows: list[tuple[float | None, float | None, float | None]],
) -> None:
    value = average_over_areas(weighed(rows), exact=False)["value"][0]
    values = [row[0] for row in rows if row[0] is not None]
    assert min(values) - 1e-9 <= value <= max(values) + 1e-9


def test_growth_is_a_year_and_compounded() -> None:
    rows = pl.DataFrame(
        [("A", "kind", 2010, 100.0), ("A", "kind", 2015, 100 * 1.02**5), ("A", "kind", 2016, 1.0)],
        schema={"place": pl.String, "kind": pl.String, "year": pl.Int32, "value": pl.Float64},
        orient="row",
    ).with_columns(
        lower=pl.lit(None, pl.Float64), upper=pl.lit(None, pl.Float64),
        dataset=pl.lit("table"), approximate=pl.lit(False),
    )  # fmt: skip
    grown = growth(rows.select(*CONCEPT_TYPES), 5)
    assert grown["year"].to_list() == [2015]
    assert grown["value"][0] == pytest.approx(2.0)


def test_land_inside_an_outline_is_that_of_the_sphere() -> None:
    octant = {"type": "Polygon", "coordinates": [[[0, 0], [90, 0], [90, 90], [0, 90], [0, 0]]]}
    assert square_kilometres(json.dumps(octant)) == pytest.approx(math.pi * EARTH_RADIUS**2 / 2)
    outer = [[0, 50], [2, 50], [2, 52], [0, 52], [0, 50]]
    hole = [[0.5, 50.5], [0.5, 51], [1, 51], [1, 50.5], [0.5, 50.5]]
    whole = square_kilometres(json.dumps({"type": "Polygon", "coordinates": [outer]}))
    inside = square_kilometres(json.dumps({"type": "Polygon", "coordinates": [hole]}))
    both = {"type": "MultiPolygon", "coordinates": [[outer, hole]]}
    assert square_kilometres(json.dumps(both)) == pytest.approx(whole - inside)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{ concepts = ["gva", "nothing"] }', "which is none"),
        ('{ concepts = ["own", "gva"] }', "circle"),
        ("{ growth = 5 }", "not as it should be"),
    ],
)
def test_concepts_made_of_others_are_checked(tmp_path: Path, text: str, fault: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[concept]]\nkey = "own"\ntitle = "t"\nunit = "u"\nhigher_is = "better"\n'
        f"tables = [{text}]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=fault):
        read_concepts(own)
