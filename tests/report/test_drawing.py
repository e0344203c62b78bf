"""Charts as the page draws them: the same positions as Vega, nothing left out, nothing cut."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import vega

from placewise import Diagnosis, Workbench
from placewise.report.charts import WIDTH, Chart, interval_chart, strip_chart
from placewise.report.drawing import draw
from placewise.report.lanes import Scale
from placewise.report.maps import CLASSES, rival_map
from placewise.report.outlines import Outlines, on_grid
from placewise.report.render import chart_png, chart_svg


@pytest.fixture(scope="module")
def diagnosis(bench: Workbench) -> Diagnosis:
    return bench.diagnose("Hull and East Yorkshire")


@pytest.fixture(scope="module")
def intervals(diagnosis: Diagnosis) -> Chart:
    jobs = diagnosis.specialisms.filter(pl.col("measure") == "jobs")
    return interval_chart(jobs, diagnosis.place.name, 1.25)


@pytest.fixture(scope="module")
def strips(diagnosis: Diagnosis) -> Chart:
    return strip_chart(diagnosis.specialisms, diagnosis.rivals, diagnosis.place.name, 1.25)


def _vega_marks(svg: str, width: float) -> list[float]:
    """Return where Vega put its point marks, in per cent of the width, sorted."""
    return sorted(100 * x / width for x, _ in vega.symbols(svg))


def test_intervals_lie_where_vega_draws_them(intervals: Chart) -> None:
    ours = sorted(float(x) for x in re.findall(r'<circle [^>]*cx="([\d.]+)%"', draw(intervals)))
    theirs = _vega_marks(chart_svg(intervals.spec), WIDTH)
    assert len(theirs) == 19
    np.testing.assert_allclose(ours, theirs, atol=0.051)  # written with one decimal


def test_strips_lie_where_vega_draws_them(strips: Chart) -> None:
    drawn = draw(strips)
    ours = sorted(
        float(x)
        for x in re.findall(r'<circle [^>]*cx="([\d.]+)%"', drawn)
        + re.findall(r'<svg x="([\d.]+)%" y="[\d.]+" class="over">', drawn)
    )
    theirs = _vega_marks(chart_svg(strips.spec), WIDTH - 40)
    assert len(theirs) == len(strips.spec["datasets"]["places"])
    np.testing.assert_allclose(ours, theirs, atol=0.051)


def test_every_place_of_a_strip_is_a_mark_that_says_its_name(
    strips: Chart, diagnosis: Diagnosis
) -> None:
    names = Counter(re.findall(r"<title>([^<]*) [\d.]+</title>", draw(strips)))
    claims = len(strips.spec["datasets"]["counts"])
    assert names[diagnosis.place.name] == claims
    assert sum(names.values()) == len(strips.spec["datasets"]["places"])


def test_marks_stay_inside_their_strip(strips: Chart) -> None:
    heights = [float(y) for y in re.findall(r'<circle [^>]*cy="([\d.]+)"', draw(strips))]
    assert heights
    assert min(heights) >= 5
    assert max(heights) <= 41


@given(st.floats(0.05, 200), st.floats(0.05, 200))
def test_a_scale_keeps_order_and_stays_on_the_page(one: float, other: float) -> None:
    scale = Scale(0.1, 20, (1,), "")
    assert 0 <= scale.at(one) <= 100
    assert (scale.at(one) <= scale.at(other)) or one > other
    assert scale.at(0.1) == 0
    assert scale.at(20) == pytest.approx(100)


def test_tiles_name_the_places_of_each_class(diagnosis: Diagnosis) -> None:
    claim = diagnosis.rivals.head(15)
    chart = rival_map(claim, diagnosis.map, diagnosis.place.name, "Manufacturing")
    assert chart is not None
    assert chart.form == "tiles"
    drawn = draw(chart)
    assert drawn.count("<title>") == 15
    assert drawn.count("framed") == 1
    shows = claim.filter(pl.col("standing") == "demonstrates")["place"].to_list()
    assert f"Demonstrates ({len(shows)})</strong>: {'; '.join(sorted(shows))}" in drawn
    assert chart_png(chart.spec).startswith(b"\x89PNG")


def _square(x: float, y: float, side: float = 1.0) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def _polygon(*rings: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": rings})


def _country() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return four places with outlines, and where each stands."""
    names = ["Aa", "Bb", "Cc", "Tiny"]
    corners = [_square(0, 50), _square(1, 50), _square(0, 51), _square(1.4, 51.4, 0.05)]
    places = pl.DataFrame(
        {"place": names, "geometry": [_polygon(ring) for ring in corners]}
    ).with_columns(column=pl.lit(0), row=pl.lit(0), short=pl.lit("x"))
    rivals = pl.DataFrame(
        {"place": names[1:], "standing": list(CLASSES[:3]), "lq": [2.0, 1.5, 0.4]}
    )
    return places, rivals


def test_outlines_are_drawn_where_every_place_has_one() -> None:
    places, rivals = _country()
    chart = rival_map(rivals, places, "Tiny", "Clocks & watches")
    assert chart is not None
    assert chart.form == "outlines"
    assert "1 of 3 places can demonstrate it, 1 more could" in chart.title
    drawn = draw(chart)
    classes = re.findall(r'<path class="(\w+)"', drawn)
    assert classes == ["unknown", "full", "striped", "empty", "framed"]
    assert "what is around it" in drawn, "a place that is hardly seen is drawn again"
    assert chart_svg(chart.spec).count("<path") >= 5
    big = rival_map(rivals, places, "Aa", "Clocks")
    assert big is not None
    assert "what is around it" not in draw(big)


def test_without_every_outline_tiles_are_drawn_and_without_tiles_no_map() -> None:
    places, rivals = _country()
    some = places.with_columns(geometry=pl.when(pl.col("place") != "Aa").then("geometry"))
    chart = rival_map(rivals, some, "Bb", "Clocks")
    assert chart is not None
    assert chart.form == "tiles"
    none = some.with_columns(column=pl.lit(None, pl.Int64))
    assert rival_map(rivals, none, "Bb", "Clocks") is None
    assert rival_map(rivals, places.head(0), "Bb", "Clocks") is None


def _grid(border: list[tuple[float, float]], cells: int) -> Outlines:
    """Return two places that share a jagged border, west and east of it, on a grid."""
    line = [[x, y] for x, y in border]
    west = [[-10.0, 0.0], *line, [-10.0, 10.0], [-10.0, 0.0]]
    east = [[10.0, 0.0], *line, [10.0, 10.0], [10.0, 0.0]]
    return on_grid((_polygon(west), _polygon(east), None), cells)


@given(st.lists(st.floats(-8, 8), min_size=2, max_size=30), st.integers(40, 600))
def test_neighbours_keep_their_common_border(jags: list[float], cells: int) -> None:
    heights = np.linspace(0.5, 9.5, len(jags))
    outlines = _grid(list(zip(jags, heights.tolist(), strict=True)), cells)
    west, east, nothing = outlines.rings
    assert nothing == ()
    # Where the border ends, a corner that lies on a straight line of one of them may be left out.
    step = 20 * np.cos(np.radians(5)) / cells
    inside = range(int(0.5 / step) + 2, int(9.5 / step) - 1)
    border = [
        {p for ring in place for p in ring if 0 < p[0] < outlines.width and p[1] in inside}
        for place in (west, east)
    ]
    assert border[0] == border[1]
    for ring in (*west, *east):
        assert ring[0] == ring[-1]
        assert all(0 <= x <= outlines.width and 0 <= y <= outlines.height for x, y in ring)
        assert all(one != other for one, other in itertools.pairwise(ring))


def test_a_place_smaller_than_a_cell_is_still_there() -> None:
    island = _polygon(_square(5, 5, 0.001))
    mainland = _polygon(_square(0, 0, 10))
    outlines = on_grid((island, mainland), 100)
    assert len(outlines.rings[0]) == 1
    assert max(outlines.width, outlines.height) == 100
    assert len(outlines.rings[1][0]) == 5
