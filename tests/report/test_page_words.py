"""What the pages of the diagnosis say: units, sources, sentences said once, values at an edge."""

from __future__ import annotations

import re

import polars as pl
import pytest

from placewise.model.answer import Answer
from placewise.model.words import Finding, Place, Provenance
from placewise.report.bar_charts import range_bars
from placewise.report.charts import Chart
from placewise.report.drawing import draw
from placewise.report.line_drawing import _lines
from placewise.report.numbers import number, whole, with_unit
from placewise.report.page import whole_sentence
from placewise.report.productivity_drivers import skills_shares_block
from placewise.report.section import Block, section_from, source_line

HERE = Place("Here", "district", ("x",))


def _table(title: str, publisher: str) -> Provenance:
    return Provenance(title, title, publisher, "open", "2025")


def _bars(values: list[float], subtitle: str = "What is drawn") -> Chart:
    rows = [{"name": f"row {n}", "value": value} for n, value in enumerate(values)]
    return range_bars(
        "bars", rows, title="Finding", subtitle=subtitle, alt="Words.", unit="GBP", zero=False
    )


@pytest.mark.parametrize(
    ("text", "unit", "written"),
    [
        ("41.5", "GBP per hour, current prices", "£41.5"),
        ("+1,125", "GBP per job", "+£1,125"),
        ("-1,125", "USD per job", "\N{MINUS SIGN}$1,125"),
        ("74.7", "per cent of residents", "74.7 %"),
        ("6.7", "times earnings", "6.7"),
    ],
)
def test_a_number_carries_the_sign_of_its_unit(text: str, unit: str, written: str) -> None:
    assert with_unit(text, unit) == written


def test_what_cannot_be_told_is_said_in_whole_sentences() -> None:
    assert whole_sentence("two are needed") == "Two are needed."
    assert whole_sentence("Why is it so?") == "Why is it so?"
    assert whole_sentence("") == ""


def test_a_line_of_sources_names_each_publisher_once_and_counts_the_rest() -> None:
    tables = [_table(f"Table {n}", "Office") for n in range(3)]
    assert source_line(tables) == "Table 0, Table 1, Table 2 (Office)"
    assert source_line([*tables, _table("Other", "Bureau"), *tables]) == (
        "Table 0, Table 1, Table 2 (Office); Other (Bureau)"
    )
    many = [_table(f"Table {n}", "Office") for n in range(7)]
    assert source_line(many) == (
        "Table 0, Table 1, Table 2 (Office); and four more, listed under ‘How we know’"
    )


def test_a_sentence_at_the_top_of_a_section_is_not_said_again_below_a_chart() -> None:
    answer = Answer("state", HERE, "What?", "two districts", ("Said above.",), ())
    drawn = Block("Drawn", _bars([1.0]), "Said above.", None, "source")
    plain = Block("No chart", None, "Said above.", None, "source")
    own = Block("Own words", _bars([1.0]), "Said here alone.", None, "source")
    section = section_from(answer, [drawn, None, plain, own])
    assert [block.sentence for block in section.blocks] == ["", "Said above.", "Said here alone."]


def test_a_long_value_at_the_edge_of_an_axis_stays_on_a_narrow_page() -> None:
    drawn = draw(_bars([28_100.0, 34_900.0, 36_000.0]))
    ticks = re.findall(r'<text([^>]*) y="14">([^<]+)<', drawn)
    assert (' class="begin" x="0%"', "28,000") in ticks
    assert (' class="finish" x="100%"', "36,000") in ticks
    assert [place for place, words in ticks if words == "32,000"] == [' x="49.4%"']
    crowded = draw(_bars([-6_100.0, 3_500.0]))
    assert 'class="begin"' not in crowded, "the next value leaves no room"
    low = draw(_bars([0.0, 1.0]))
    assert 'class="begin"' not in low, "a short value is centred below its line"


def test_a_subtitle_says_once_that_there_is_no_interval() -> None:
    assert _bars([1.0]).subtitle.endswith("Hollow: no interval is known.")
    said = "Ranks; no interval: each is a rank."
    assert _bars([1.0], said).subtitle == said


@pytest.mark.parametrize(
    ("explained", "title"),
    [
        ({"district": 0.4, "ITL2": 0.73}, "27 to 60 % is left unexplained, by unit"),
        ({"county": 0.11}, "89 % is left unexplained"),
    ],
)
def test_what_is_left_unexplained_follows_from_the_table(
    explained: dict[str, float], title: str
) -> None:
    rows = [
        {"unit": unit, "outcome": "gva per hour", "outcome_title": "GVA per hour worked",
         "skills_of": "residents", "places": 300, "share": 0.1, "lower": 0.05, "upper": 0.2,
         "r_squared": whole, "year": 2023}
        for unit, whole in explained.items()
    ]  # fmt: skip
    finding = Finding("is_it_skills", "Is it skills?", "Words.", pl.DataFrame(rows), ())
    answer = Answer("productivity", HERE, "Why?", "others", (), (finding,))
    block = skills_shares_block(answer)
    assert block is not None
    assert block.chart is not None
    assert block.table is not None
    assert block.chart.title == title
    assert [row[0] for row in block.table.rows] == list(explained)
    assert "kind" not in block.sentence


def test_names_at_the_ends_of_lines_take_the_room_that_their_words_need() -> None:
    assert _lines("West Midlands", strong=True) == 2, "thirteen bold letters do not fit on a line"
    assert _lines("all places", strong=False) == 1
    assert _lines("the ten most similar districts", strong=False) == 3
    assert _lines("", strong=False) == 1


def test_a_number_below_zero_has_a_true_minus_and_zero_none() -> None:
    assert number(-0.3, -0.6, 0.5) == "\N{MINUS SIGN}0.3"
    assert number(-0.01, -0.6, 0.5) == "0.0"


def test_without_an_interval_a_figure_has_three_digits_or_those_before_the_point() -> None:
    assert [number(value) for value in (949.0, -5327.44, 44.5, 9.996, 0.1512, -0.2, None)] == [
        "949", "−5,327", "44.5", "10.0", "0.15", "−0.20", "–",
    ]  # fmt: skip
    assert whole(-8.2) == "−8"
