"""Tables on the terminal: names first, numbers with their units, nothing wider than a line."""

import polars as pl
import pytest

from placewise.model.answer import Answer
from placewise.model.words import Finding, Place
from placewise.report.answer_text import LAYOUTS, answer_text
from placewise.report.text import LINE, wrapped
from placewise.workbench.bench import Workbench
from placewise.workbench.topics import TOPICS

HERE = Place("Here", "district", ("x",))


def shown(key: str, table: pl.DataFrame) -> list[str]:
    finding = Finding(key, "What?", "Words.", table, ())
    answer = Answer("topic", HERE, "What?", "others", ("Said.",), (finding,))
    lines = answer_text(answer).splitlines()
    return lines[lines.index("- Said.") + 2 : lines.index("What cannot be told: no questions.") - 1]


def test_words_come_first_then_the_number_with_its_unit_and_no_key_beside_its_name() -> None:
    table = pl.DataFrame(
        {"key": ["a"], "value": [12.0], "lower": [11.0], "upper": [14.0], "unit": ["GBP per hour"],
         "title": ["Output"], "year": [2021], "place": ["There"]}
    )  # fmt: skip
    head, row = shown("anything", table)
    assert head.split() == ["Title", "Place", "Value", "Interval", "Unit", "Year"]
    assert row.split() == [
        "Output", "There", "£12.0", "11.0", "to", "14.0", "GBP", "per", "hour", "2021",
    ]  # fmt: skip


def test_a_number_without_an_interval_has_about_three_digits_and_a_true_minus() -> None:
    table = pl.DataFrame(
        {"title": ["A", "B"], "value": [-53222.2148, 71.5], "unit": ["GBP", "per cent"],
         "lower": [None, 69.0], "upper": [None, 74.0]},
        schema_overrides={"lower": pl.Float64, "upper": pl.Float64},
    )  # fmt: skip
    _, first, second = shown("anything", table)
    assert first.split() == ["A", "\N{MINUS SIGN}£53,222", "–", "GBP"]
    assert second.split()[:3] == ["B", "71.5", "%"]


def test_rows_beside_one_comparator_are_shown_and_the_others_counted() -> None:
    table = pl.DataFrame(
        {"comparator_name": ["all others", "all others", "similar places"],
         "title": ["Hours", "Jobs", "Hours"], "value": [1.0, 2.0, 3.0], "unit": ["hours"] * 3}
    )  # fmt: skip
    lines = shown("identity", table)
    assert lines[0] == "Beside all others:"
    assert len(lines) == 5
    assert lines[-1] == "and 1 more row"


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_shows_a_table_that_begins_with_a_name(bench: Workbench, topic: str) -> None:
    for place in bench.places("combined authority")[:3]:
        answer = bench.explain(place, topic)
        assert max(map(len, answer_text(answer).splitlines()[1:])) <= LINE
        table = next((f for f in answer.findings if f.table.height), None)
        if table is None:
            continue
        if table.key in LAYOUTS:
            layout = LAYOUTS[table.key]
            names = [name for name, _ in layout.columns]
            assert set(names) <= set(table.table.columns)
            assert table.table.schema[names[0]] == pl.String
        first = shown(table.key, table.table)[-1]
        assert not first.lstrip("\N{MINUS SIGN}£$")[0].isdigit()


def test_a_number_and_its_per_cent_sign_stay_on_one_line() -> None:
    for length in range(60, 110):
        folded = wrapped(f"{'w ' * (length // 2)}grew by +53.6 % more")
        assert "+53.6 %" in folded.splitlines()[-1] or "+53.6 %" in folded.splitlines()[0]


def test_of_a_table_of_all_places_the_one_asked_for_is_shown_first() -> None:
    table = pl.DataFrame(
        {"place": [f"P{number}" for number in range(14)],
         "here": [number == 12 for number in range(14)],
         "probability": [0.5] * 14}
    )  # fmt: skip
    lines = shown("balance", table)
    assert [line.split()[0] for line in lines[1:4]] == ["P12", "P0", "P1"]


def test_rows_of_industries_carry_the_name_of_the_industry() -> None:
    table = pl.DataFrame(
        {"comparator_name": ["all others"] * 2, "part": ["gap", "mix"],
         "industry_name": ["", "Manufacturing"], "value": [-17_201.6, 342.0],
         "unit": ["USD per job"] * 2, "year": [2021] * 2}
    )  # fmt: skip
    head, _, _, mix = shown("mix_within", table)
    assert head == "Beside all others:"
    assert "Manufacturing" in mix
