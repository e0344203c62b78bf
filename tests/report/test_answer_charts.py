"""The charts of answers: where Vega puts their marks, gaps left open, what is missing said."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report import vega
from tests.report.reviews import Page

from placewise.errors import InputError
from placewise.model.wording import chance
from placewise.report.answer_charts import (
    class_map,
    range_bars,
    scatter,
    stacked_shares,
    time_lines,
    waterfall,
)
from placewise.report.axes import linear_axis, round_ticks
from placewise.report.charts import WIDTH, Chart
from placewise.report.drawing import draw
from placewise.report.numbers import per_cent, share_per_cent
from placewise.report.render import chart_svg

WORDS: dict[str, Any] = {"title": "Finding", "subtitle": "What is drawn", "alt": "Finding & range"}
HOSTILE = "<script>alert('1')</script>\"><img src=http://x.example/ onerror=y> &lt; \u202e"
ROUNDING = 0.051
"""Positions of lanes are written with one decimal."""
FINE = 0.0051
"""Others with two."""

DRIVERS: list[dict[str, Any]] = [
    {"name": "Degrees", "value": 2.4, "lower": 1.1, "upper": 3.6, "strong": True},
    {"name": "Capital", "value": 0.7, "lower": None, "upper": None},
    {"name": "Travel time", "value": -1.4, "lower": -2.9, "upper": 0.1},
    {"name": "Broadband", "value": None},
]
GAP: list[dict[str, Any]] = [
    {"name": "Britain", "value": 38.2, "kind": "start"},
    {"name": "Mix", "value": -1.25, "lower": -1.6, "upper": -0.9, "kind": "step"},
    {"name": "Within", "value": -2.95, "kind": "step"},
    {"name": "Interaction", "value": 0.2, "lower": -0.1, "upper": 0.5, "kind": "step"},
    {"name": "Here", "value": 34.2, "lower": 33.1, "upper": 35.3, "kind": "total"},
]
PARTS = [{"key": key, "name": key.upper()} for key in "abc"]

LEVELS = r'<rect class="fall level" x="([\d.]+)%" width="([\d.]+)%"'


def _found(pattern: str, text: str) -> list[Any]:
    found = re.findall(pattern, text)
    return [tuple(map(float, f)) if isinstance(f, tuple) else float(f) for f in found]


def _notes(drawn: str) -> list[str]:
    return [re.sub("<br>", "", note) for note in re.findall(r'"note">(.*?)</span>', drawn)]


def _drivers(rows: list[dict[str, Any]] = DRIVERS, **more: Any) -> Chart:
    return range_bars("drivers", rows, unit="£ per hour", **(WORDS | more))


def _gap(rows: list[dict[str, Any]] = GAP, **more: Any) -> Chart:
    return waterfall("gap", rows, unit="£ per hour", **(WORDS | more))


def _shares(rows: list[dict[str, Any]], parts: list[dict[str, str]] = PARTS) -> Chart:
    return stacked_shares("shares", rows, parts=parts, **WORDS)


def test_range_bars_lie_where_vega_draws_them() -> None:
    chart = _drivers()
    drawn, svg = draw(chart), chart_svg(chart.spec)
    ours = _found(r'<circle [^>]*cx="([\d.]+)%"', drawn)
    theirs = [100 * x / WIDTH for x, _ in vega.symbols(svg)]
    assert len(ours) == 3
    np.testing.assert_allclose(ours, theirs, atol=ROUNDING)
    lines = r'<line class="(?:stem|span \w+)" x1="([\d.]+)%" x2="([\d.]+)%"'
    level = sorted(tuple(sorted(ends)) for ends in _found(lines, drawn))
    assert len(level) == 5, "three stems from zero, two intervals"
    np.testing.assert_allclose(
        level, sorted(map(tuple, 100 * np.array(vega.rules(svg)) / WIDTH)), atol=ROUNDING
    )


def test_a_value_without_interval_is_hollow_and_says_so() -> None:
    drawn = draw(_drivers())
    assert re.findall(r'class="name">([^<]*)', drawn)[:4] == [row["name"] for row in DRIVERS]
    assert _notes(drawn)[:4] == [
        "2.4 (1.1 to 3.6)", "0.7, no interval", "−1.4 (−2.9 to 0.1)", "not known",
    ]  # fmt: skip
    assert re.findall(r'<circle class="([^"]*)"', drawn) == [
        "point strong", "point usual hollow", "point usual",
    ]  # fmt: skip
    assert drawn.count('class="one"') == 4, "a line at zero in every lane"
    assert 'class="one"' not in draw(_drivers(zero=False))
    assert 'class="stem"' not in draw(_drivers(zero=False))
    assert _drivers().subtitle == "What is drawn. Hollow: no interval is known."
    assert _drivers(DRIVERS[:1]).subtitle == "What is drawn"
    assert _drivers(subtitle="Hollow: none.").subtitle == "Hollow: none."
    chance = draw(_drivers([{"name": "Low demand", "value": 61.0}], intervals=False))
    assert "hollow" not in chance
    assert _notes(chance)[0] == "61.00"
    half = _drivers([{"name": "a", "value": 1.0, "lower": 0.5, "upper": None}])
    assert "no interval" in draw(half)
    assert 'class="span' not in draw(half)


def test_lines_are_named_above_and_an_axis_may_have_ends() -> None:
    rows = [{"name": "Pay", "value": 23.0, "lower": 15.0, "upper": 31.0, "note": "23rd"}]
    drawn = draw(_drivers(rows, zero=False, ends=(0, 100), lines=[{"at": 50, "name": "middle"}]))
    assert '<text x="50.0%" y="13">middle</text>' in drawn
    assert 'cx="23.0%"' in drawn
    assert ">23rd</span>" in drawn


@pytest.mark.parametrize("zero", [True, False])
def test_waterfalls_lie_where_vega_draws_them(*, zero: bool) -> None:
    chart = _gap(zero=zero)
    drawn, svg = draw(chart), chart_svg(chart.spec)
    ours = _found(r'<rect class="fall \w+" x="([\d.]+)%" width="([\d.]+)%"', drawn)
    theirs = 100 * np.array(vega.bars(svg)) / WIDTH
    assert len(ours) == len(GAP)
    widths = theirs[:, 1] > 1  # Vega gives a bar of no width a quarter of a pixel
    np.testing.assert_allclose(np.array(ours)[widths], theirs[widths], atol=FINE)
    whiskers = _found(r'<line class="whisker" x1="([\d.]+)%" x2="([\d.]+)%"', drawn)
    np.testing.assert_allclose(whiskers, 100 * np.array(vega.rules(svg)) / WIDTH, atol=FINE)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=8), st.floats(-100, 100))
def test_a_waterfall_adds_up_visibly(steps: list[float], start: float) -> None:
    rows = [{"name": "from", "value": start, "kind": "start"}]
    rows += [{"name": f"step {n}", "value": v, "kind": "step"} for n, v in enumerate(steps)]
    rows.append({"name": "to", "value": math.fsum([start, *steps]), "kind": "total"})
    records = _gap(rows).spec["datasets"]["rows"]
    for before, after in itertools.pairwise(records[:-1]):
        assert after["from"] == before["to"]
    assert records[-1]["to"] == pytest.approx(records[-2]["to"], abs=1e-3)
    drawn = draw(_gap(rows))
    arrives = re.findall(r'class="lead" x1="([\d.]+)%" x2="[\d.]+%" y2="50%"', drawn)
    leaves = re.findall(r'class="lead" x1="([\d.]+)%" x2="[\d.]+%" y1="50%"', drawn)
    assert len(arrives) == len(rows) - 1
    assert [float(x) for x in leaves] == pytest.approx([float(x) for x in arrives], abs=0.011)


def test_a_waterfall_that_does_not_add_up_is_refused() -> None:
    wrong = [*GAP[:-1], GAP[-1] | {"value": 34.3}]
    with pytest.raises(InputError, match=r"lead to 34\.2, the total says 34\.3"):
        _gap(wrong)
    with pytest.raises(InputError, match="Mix is not known"):
        _gap([GAP[0], GAP[1] | {"value": None}])


def test_an_axis_without_zero_has_marks_instead_of_bars_for_levels() -> None:
    low, _ = _gap().spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low > 30, "steps that are small beside the levels are seen from near"
    assert [w for _, w in _found(LEVELS, draw(_gap()))] == [0.0, 0.0]
    near = [GAP[0] | {"value": 4.2}, *GAP[1:4], GAP[4] | {"value": 0.2, "lower": -1, "upper": 1}]
    assert all(w > 1 for _, w in _found(LEVELS, draw(_gap(near))))


def test_a_step_says_its_sign_and_its_interval() -> None:
    assert _notes(draw(_gap()))[:5] == [
        "38.2", "−1.25 (−1.60 to −0.90)", "−3.0, no interval", "+0.20 (−0.10 to 0.50)",
        "34.2 (33.1 to 35.3)",
    ]  # fmt: skip
    kinds = re.findall(r'class="fall (\w+)"', draw(_gap()))
    assert kinds == ["level", "down", "down", "up", "level"]


def test_shares_lie_where_vega_draws_them() -> None:
    chart = _shares(
        [
            {"name": "one", "shares": {"a": 0.5, "b": 0.3, "c": 0.2}},
            {"name": "two", "shares": {"a": 0.1, "b": None, "c": 0.3}},
            {"name": "three", "shares": {"a": None, "b": None, "c": None}},
        ]
    )
    drawn = draw(chart)
    ours = _found(r'<rect class="part-\w" x="([\d.]+)%" width="([\d.]+)%"', drawn)
    theirs = 100 * np.array(vega.bars(chart_svg(chart.spec))) / WIDTH
    np.testing.assert_allclose(sorted(ours), sorted(map(tuple, theirs)), atol=FINE)
    assert _notes(drawn)[:3] == ["", "B not known", "not known"]
    assert re.findall(r'class="on-\w"[^>]*>([^<]*)', drawn) == ["50 %", "30 %", "20 %", "30 %"]


def test_shares_that_are_no_parts_of_a_whole_are_refused() -> None:
    with pytest.raises(InputError, match="no parts of one whole"):
        _shares([{"name": "one", "shares": {"a": 0.7, "b": 0.4}}])
    with pytest.raises(InputError, match="no parts of one whole"):
        _shares([{"name": "one", "shares": {"a": -0.1}}])
    with pytest.raises(InputError, match="7 parts"):
        _shares([], [{"key": str(n), "name": str(n)} for n in range(7)])


MAP = pl.DataFrame(
    {"place": ["Aa", "Bb", "Cc", "Dd"], "column": [0, 1, 0, None], "row": [0, 0, 1, None],
     "short": ["A", "B", "C", "D"], "geometry": [None] * 4},
    schema_overrides={"geometry": pl.String},
)  # fmt: skip
THREE = [{"key": key, "name": name} for key, name in (("b", "build"), ("m", "manage"), ("?", "?"))]


def _map(rows: list[dict[str, Any]], key: str = "map", places: pl.DataFrame = MAP) -> Chart | None:
    return class_map(key, rows, places, classes=THREE, **WORDS)


def test_classes_of_a_map_are_full_striped_and_empty() -> None:
    rows: list[dict[str, Any]] = [
        {"place": "Aa", "class_key": "b", "here": True}, {"place": "Bb", "class_key": "m"},
        {"place": "Dd", "class_key": "?"}, {"place": "Elsewhere", "class_key": "?"},
    ]  # fmt: skip
    chart = _map(rows)
    assert chart is not None
    assert "1 place has no tile. 1 place has no place on the map." in chart.subtitle
    drawn = draw(chart)
    tiles = re.findall(r'<rect class="([^"]*)" x="\d+" y="\d+" width="60"', drawn)
    assert tiles == ["striped", "unknown", "full framed"]
    assert "<strong>Not known (1)</strong>" in drawn
    assert "mark-rect" in chart_svg(chart.spec)
    assert _map(rows, places=MAP.head(0)) is None
    with pytest.raises(InputError, match="Classes of a map"):
        _map([{"place": "Aa", "class_key": "other"}])


def test_maps_and_shares_of_one_page_have_patterns_of_their_own() -> None:
    rows: list[dict[str, Any]] = [{"place": "Aa", "class_key": "m", "here": True}]
    maps = [_map(rows, key) for key in ("one", "two")]
    drawn = "".join(draw(chart) for chart in maps if chart)
    drawn += draw(_shares([{"name": "a", "shares": {"a": 0.4, "b": 0.5}}]))
    page = Page(f"<main>{drawn}</main>")
    assert len(page.ids) == len(set(page.ids)) == 5
    assert set(re.findall(r"url\(#([^)]*)\)", drawn)) == set(page.ids)


def _hostile() -> list[Chart]:
    words: dict[str, Any] = dict.fromkeys(("title", "subtitle", "alt"), HOSTILE)
    point = {"name": HOSTILE, "x": 1.0, "y": 2.0, "strong": True, "note": HOSTILE}
    line = {"name": HOSTILE, "points": [{"year": y, "value": 1.0} for y in (1, 2)], "strong": True}
    placed = class_map(
        HOSTILE, [{"place": HOSTILE, "class_key": "b", "here": True}],
        MAP.with_columns(place=pl.lit(HOSTILE), short=pl.lit(HOSTILE)).head(1),
        classes=[{"key": "b", "name": HOSTILE}], **words,
    )  # fmt: skip
    assert placed is not None
    return [
        placed,
        range_bars("d", [{"name": HOSTILE, "value": 1.0, "note": HOSTILE}], unit=HOSTILE,
                   lines=[{"at": 1, "name": HOSTILE}], **words),
        _gap([{"name": HOSTILE, "value": 1.0, "kind": "start", "note": HOSTILE}], **words),
        stacked_shares(HOSTILE, [{"name": HOSTILE, "shares": {"a": 1.0}, "note": HOSTILE}],
                       parts=[{"key": "a", "name": HOSTILE}], unit=HOSTILE, **words),
        time_lines("y", [{"name": HOSTILE, "series": [line]}], unit=HOSTILE, **words),
        scatter("f", [point], x_title=HOSTILE, y_title=HOSTILE, corners={"top left": HOSTILE},
                **words),
    ]  # fmt: skip


def test_hostile_words_stay_words() -> None:
    for chart in _hostile():
        drawn = draw(chart)
        Page(f"<main>{drawn}</main>")
        assert "<script" not in drawn
        assert "<img" not in drawn


def test_charts_say_their_words_and_vega_reads_them() -> None:
    line = {"name": "a", "points": [{"year": 2010, "value": 1.0}]}
    charts = [
        _drivers(), _gap(), _shares([{"name": "a", "shares": {"a": 0.4}}]),
        time_lines("y", [{"name": "p", "series": [line]}], unit="u", **WORDS),
        time_lines("y", [], unit="u", **WORDS), _drivers([]),
        scatter("f", [{"name": "a", "x": 1.0, "y": 1.0}], x_title="x", y_title="y", **WORDS),
        scatter("f", [], x_title="x", y_title="y", **WORDS),
    ]  # fmt: skip
    for chart in charts:
        assert 'role="img" aria-label="Finding &amp; range"' in draw(chart)
        assert "NaN" not in chart_svg(chart.spec)
        assert "NaN" not in draw(chart)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_round_few_and_inside(low: float, span: float) -> None:
    ticks = round_ticks(low, low + span)
    assert 2 <= len(ticks) <= 7
    steps = np.diff(ticks)
    least = max(1e-9 * steps[0], 1e-9)  # so much further out still counts as the end itself
    assert all(low - least <= tick <= low + span + least for tick in ticks)
    assert np.allclose(steps, steps[0])
    assert float(f"{steps[0]:.3g}") == pytest.approx(steps[0])


@given(st.lists(st.one_of(st.none(), st.floats(-1e5, 1e5)), max_size=6), st.booleans())
def test_an_axis_holds_all_its_values(values: list[float | None], zero: bool) -> None:
    low, high = linear_axis(values, "", zero=zero)["scale"]["domain"]
    assert low < high
    assert all(low <= value <= high for value in values if value is not None)
    assert not zero or low <= 0 <= high


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_bar_a_cell_and_a_sentence_say_the_same_chance(one: float, cut: float) -> None:
    shares = {"a": one * cut, "b": one * (1 - cut), "c": 1 - one}
    for chances, cell in ((True, per_cent), (False, share_per_cent)):
        chart = stacked_shares(
            "shares", [{"name": "one", "shares": shares}], parts=PARTS, chances=chances, **WORDS
        )
        pieces = {piece["part"]: piece["words"] for piece in chart.spec["datasets"]["pieces"]}
        assert pieces == {
            part["name"]: cell(shares[part["key"]]) for part in PARTS if shares[part["key"]]
        }
    assert chance(one).endswith(f"({per_cent(one)})")


@pytest.mark.parametrize(
    ("share", "as_chance", "as_share"),
    [
        (0.9761, "97 %", "98 %"), (0.4249, "43 %", "42 %"), (0.996, "above 99 %", "100 %"),
        (0.004, "below 1 %", "0 %"), (-0.034, None, "\N{MINUS SIGN}3 %"),
        (-0.004, None, "0 %"), (None, "–", "–"),
    ],
)  # fmt: skip
def test_chances_are_rounded_towards_50_and_shares_to_the_nearest(
    share: float | None, as_chance: str | None, as_share: str
) -> None:
    assert share_per_cent(share) == as_share
    if as_chance is not None:
        assert per_cent(share) == as_chance
