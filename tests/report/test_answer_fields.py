"""Charts over years and of points: where Vega puts their marks, gaps left open, names apart."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import vega

from placewise.report.answer_charts import scatter, time_lines
from placewise.report.axes import logarithmic_axis
from placewise.report.charts import WIDTH, Chart
from placewise.report.drawing import draw
from placewise.report.line_charts import PANEL_HEIGHT, PANEL_WIDTH
from placewise.report.line_drawing import HEIGHT as PANEL
from placewise.report.line_drawing import _apart
from placewise.report.render import chart_svg
from placewise.report.scatter_charts import HEIGHT
from placewise.report.scatter_drawing import LETTER, LINE, NARROW, lines_of

WORDS: dict[str, Any] = {"title": "Finding", "subtitle": "What is drawn", "alt": "Finding & range"}
FINE = 0.0051
"""Positions are written with two decimals of a per cent."""
ROUNDING = 0.051
"""Radii with one decimal of a pixel."""


def _found(pattern: str, text: str) -> list[Any]:
    found = re.findall(pattern, text)
    return [tuple(map(float, f)) if isinstance(f, tuple) else float(f) for f in found]


def _lines(*panels: dict[str, Any], **more: Any) -> Chart:
    return time_lines("years", panels, unit="£ per hour", **(WORDS | more))


def _series(name: str, years: Mapping[int, float | None], **more: Any) -> dict[str, Any]:
    return {"name": name, "points": [{"year": y, "value": v} for y, v in years.items()], **more}


def _field(points: list[dict[str, Any]], **more: Any) -> Chart:
    return scatter("field", points, x_title="Gains", y_title="Costs", **(WORDS | more))


def test_lines_lie_where_vega_draws_them() -> None:
    banded = [
        {"year": year, "value": value, "lower": value - 1, "upper": value + 1}
        for year, value in zip(range(2015, 2020), (3.0, 4.0, 3.5, 5.0, 6.0), strict=True)
    ]
    chart = _lines(
        {"name": "Pay", "series": [{"name": "Here", "strong": True, "points": banded}]},
        {"name": "Jobs", "series": [_series("There", {2015: 2.0, 2016: 2.5, 2019: 8.0})]},
    )
    drawn, svg = draw(chart), chart_svg(chart.spec)
    scale = np.array([100 / PANEL_WIDTH, 100 / PANEL_HEIGHT])
    dots = _found(r'<circle [^>]*cx="([\d.]+)%" cy="([\d.]+)%"', drawn)
    theirs = np.array(vega.symbols(svg)) * scale
    np.testing.assert_allclose(sorted(dots), sorted(map(tuple, theirs)), atol=FINE)
    ways = [
        np.array([[float(n) for n in corner.split()] for corner in way.split("L")])
        for way in re.findall(r'class="course \w+" d="M([^"]*)"', drawn)
    ]
    lines = [np.array(line) * scale for line in vega.corners(svg, "line") if len(line) > 1]
    assert len(ways) == len(lines) == 2
    for ours, line in zip(ways, lines, strict=True):
        np.testing.assert_allclose(ours, line, atol=FINE)
    band = re.search(r'class="band" d="M([^"z]*)z"', drawn)
    assert band
    edge = {tuple(map(float, corner.split())) for corner in band[1].split("L")}
    area = vega.corners(svg, "area")[0]
    np.testing.assert_allclose(sorted(edge), sorted(map(tuple, np.array(area) * scale)), atol=FINE)


def test_a_missing_year_leaves_a_gap_and_ten_years_between_censuses_do_not() -> None:
    def paths(years: Mapping[int, float | None]) -> int:
        return draw(_lines({"name": "p", "series": [_series("a", years)]})).count('class="course')

    whole = {year: float(year % 7) for year in range(2010, 2020)}
    assert paths(whole) == 1
    assert paths({year: value for year, value in whole.items() if year != 2014}) == 2
    assert paths(whole | {2014: None}) == 2
    assert paths(whole | {2014: math.nan}) == 2
    assert paths({1991: 1.0, 2001: 2.0, 2011: 3.0, 2021: 4.0}) == 1
    alone = draw(_lines({"name": "p", "series": [_series("a", whole | {2012: None, 2014: None})]}))
    assert alone.count('class="course') == 2
    assert alone.count("<circle") == 1, "a year that stands alone is a dot"


def test_a_panel_without_data_says_so_and_many_comparators_have_no_names() -> None:
    many = [_series(f"Other {n}", {2010: n, 2011: n + 1.0}) for n in range(6)]
    here = _series("Here", {2010: 3.5, 2011: 4.0}, strong=True)
    drawn = draw(_lines({"name": "none", "series": []}, {"name": "many", "series": [*many, here]}))
    assert drawn.count("not known") == 1
    assert re.findall(r"<span[^>]*>([^<]*)</span>", drawn) == ["Here"]
    assert drawn.count("<title>Other") == 6, "each says its name when it is pointed at"
    assert drawn.index("course strong") > drawn.rindex("course usual"), "the place lies on top"


def test_panels_share_one_scale_or_have_their_own() -> None:
    low = {"name": "low", "series": [_series("a", {2010: 0.0, 2011: 1.0})], "unit": "per cent"}
    high = {"name": "high", "series": [_series("a", {2010: 50.0, 2011: 100.0})]}
    one, other = _domains(_lines(low, high))
    assert one == other
    one, other = _domains(_lines(low, high, shared=False))
    assert one[1] < 2 < 40 < other[0]
    assert 'class="unit">per cent' in draw(_lines(low, high))
    assert _domains(_lines(high, zero=True))[0][0] == 0


def _domains(chart: Chart) -> list[tuple[float, float]]:
    return [
        tuple(panel["layer"][-1]["encoding"]["y"]["scale"]["domain"])
        for panel in chart.spec["concat"]
    ]


@given(st.lists(st.tuples(st.floats(-10, PANEL), st.sampled_from([17, 34])), max_size=4))
def test_names_at_the_ends_of_lines_do_not_meet(wanted: list[tuple[float, int]]) -> None:
    wanted.sort()
    tops, heights = [top for top, _ in wanted], [height for _, height in wanted]
    placed = _apart(tops, heights)
    for (one, height), other in zip(zip(placed, heights, strict=True), placed[1:], strict=False):
        assert one + height <= other + 1e-9
    assert not placed or placed[-1] + heights[-1] <= PANEL + 1e-9


def test_points_and_ellipses_lie_where_vega_draws_them() -> None:
    ellipse = {"rx": 1.0, "ry": 0.4, "angle": 30}
    chart = _field(
        [
            {"name": "Here", "x": 1.0, "y": 2.0, "strong": True, "ellipse": ellipse},
            {"name": "There", "x": 4.0, "y": -1.0, "size": 0.5, "shape": "hollow"},
            {"name": "Lost", "x": None, "y": 1.0},
        ],
        lines=[{"axis": "x", "at": 2.0}, {"axis": "y", "at": 0.0}],
        diagonal=True,
    )
    assert chart.subtitle.endswith("1 of 3 is left out: one of the two is not known.")
    drawn, svg = draw(chart), chart_svg(chart.spec)
    scale = np.array([100 / WIDTH, 100 / HEIGHT])
    ours = _found(r'<circle class="point[^>]*cx="([\d.]+)%" cy="([\d.]+)%"', drawn)
    np.testing.assert_allclose(
        sorted(ours), sorted(map(tuple, np.array(vega.symbols(svg)) * scale)), atol=FINE
    )
    diagonal, around = (np.array(line) * scale for line in vega.corners(svg, "line"))
    way = re.search(r'class="ellipse strong" d="M([^z"]*)z"', drawn)
    assert way
    outline = [[float(n) for n in corner.split()] for corner in way[1].split("L")]
    np.testing.assert_allclose(outline, around[: len(outline)], atol=FINE)
    equal = _found(r'x1="([\d.]+)%" y1="([\d.]+)%" x2="([\d.]+)%" y2="([\d.]+)%"', drawn)
    np.testing.assert_allclose(np.reshape(equal, (2, 2)), diagonal, atol=FINE)
    radii = _found(r'<circle [^>]*r="([\d.]+)"', drawn)
    vega_radii = _found(r'd="M([\d.]+),0A', svg)
    np.testing.assert_allclose(sorted(radii), sorted(vega_radii), atol=ROUNDING)
    assert drawn.count('class="one"') == 2


@given(st.floats(0.1, 9), st.floats(0.1, 9), st.floats(-180, 180))
def test_the_corners_of_an_ellipse_fulfil_its_equation(rx: float, ry: float, angle: float) -> None:
    point = {"name": "a", "x": 3.0, "y": -2.0, "ellipse": {"rx": rx, "ry": ry, "angle": angle}}
    corners = _field([point]).spec["datasets"]["ellipses"]
    turn = complex(math.cos(math.radians(angle)), math.sin(math.radians(angle)))
    for corner in corners:
        back = complex(corner["x"] - 3.0, corner["y"] + 2.0) / turn
        assert (back.real / rx) ** 2 + (back.imag / ry) ** 2 == pytest.approx(1)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=25, unique=True))
def test_names_of_points_do_not_meet_on_a_narrow_page(at: list[tuple[float, float]]) -> None:
    points = [
        {"name": f"Place {n}", "x": x, "y": y, "label": True, "strong": n == 0}
        for n, (x, y) in enumerate(at)
    ]
    drawn = draw(_field(points))
    assert re.search(r'class="mark-name \w+ strong"[^>]*><tspan[^>]*>Place 0<', drawn), (
        "always named"
    )
    boxes = []
    for x, y, anchor, dx, dy, name in re.findall(
        r'<svg class="over(?: close)?" x="([\d.]+)%" y="([\d.]+)%">(?:<path[^>]*>)?'
        r'<text class="mark-name (\w+)(?: strong)?"><tspan x="(-?[\d.]+)" y="(-?[\d.]+)">([^<]*)',
        drawn,
    ):  # fmt: skip
        long = LETTER * len(name)
        left = NARROW * float(x) / 100 + float(dx)
        left -= {"begin": 0, "middle": long / 2, "finish": long}[anchor]
        middle = HEIGHT * float(y) / 100 + float(dy)
        boxes.append((left, left + long, middle))
    for (left, right, middle), (other_left, other_right, other) in itertools.combinations(boxes, 2):
        assert right <= other_left + 1 or other_right <= left + 1 or abs(middle - other) > LINE - 1
    assert boxes
    assert all(left >= -0.2 and right <= NARROW + 0.2 for left, right, _ in boxes)


def test_a_name_without_room_beside_its_mark_is_led_to_it() -> None:
    crowd = [
        {"name": "", "x": 1 + n / 50, "y": 1 + m / 50} for n in range(-5, 6) for m in range(-2, 3)
    ]
    ends = [{"name": "", "x": at, "y": at} for at in (0.0, 2.0)]
    drawn = draw(_field([{"name": "Here", "x": 1.0, "y": 1.0, "label": True}, *crowd, *ends]))
    assert '<path class="leader"' in drawn
    alone = draw(_field([{"name": "Here", "x": 1.0, "y": 1.0, "label": True}]))
    assert "leader" not in alone


def test_a_long_name_takes_three_lines_and_no_more() -> None:
    name = "Manufacture of computer, electronic and optical products and of much else"
    assert lines_of(name) == [
        "Manufacture of computer,", "electronic and optical", "products and of much…",
    ]  # fmt: skip
    drawn = draw(_field([{"name": name, "x": 1.0, "y": 1.0, "label": True}]))
    assert drawn.count("<tspan") == 6, "once for a narrow page, once for a wide one"
    assert (drawn.count("over close"), drawn.count("over roomy")) == (1, 1)
    assert f"<title>{name}</title>" in drawn
    assert lines_of("") == [""]


@given(st.lists(st.floats(1e-6, 1e9), min_size=1, max_size=20))
def test_an_axis_of_ratios_holds_its_values_with_few_round_ticks(values: list[float]) -> None:
    axis = logarithmic_axis(values, "Cost")
    low, high = axis["scale"]["domain"]
    ticks = axis["axis"]["values"]
    assert 0 < low < min(values) <= max(values) < high
    assert ticks == sorted(set(ticks))
    assert all(low <= tick <= high for tick in ticks)
    if high / low >= 10:
        assert ticks
    assert len(ticks) <= max(6, math.log10(high / low) + 1)


def test_points_lie_where_their_ratios_are() -> None:
    points = [{"name": name, "x": x, "y": 1.0} for name, x in (("a", 1), ("b", 10), ("c", 100))]
    drawn = draw(
        scatter(
            "s", points, title="t", subtitle="s", alt="a", x_title="x", y_title="y", ratios=True
        )
    )
    at = [float(x) for x in re.findall(r'<circle[^>]*cx="([\d.]+)%"', drawn)]
    assert at[1] - at[0] == pytest.approx(at[2] - at[1], abs=0.02)
