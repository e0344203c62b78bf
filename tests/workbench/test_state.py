"""The state of an economy: every number says whether it is big, and the page shows it."""

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.standing import SIZES
from placewise.diagnose.state_sentences import amount, level_sentence
from placewise.model.answer import Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.report.answer_page import answer_page
from placewise.report.state_section import state_section
from placewise.workbench.bench import Workbench
from placewise.workbench.comparators import Comparators
from placewise.workbench.state import state_answers
from placewise.workbench.state_panels import middle_of


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench.open("sample")


@pytest.fixture(scope="module")
def answer(bench: Workbench) -> Answer:
    job = state_answers(bench.shelf, Comparators(bench.shelf))
    return job.of(bench.place("South Yorkshire", "combined authority"), DiagnosisSettings())


def test_every_number_says_whether_it_is_big(answer: Answer) -> None:
    levels = answer.table("levels")
    assert levels.height >= 5
    assert set(levels["size"]) <= set(SIZES)
    assert levels["percentile"].is_between(0, 100).all()
    with_interval = levels.drop_nulls("percentile_lower")
    assert (with_interval["percentile_lower"] <= with_interval["percentile_upper"]).all()


def test_levels_are_those_of_the_tables(bench: Workbench, answer: Answer) -> None:
    row = answer.table("levels").filter(pl.col("concept") == "gva per hour").row(0, named=True)
    values = bench.shelf.latest("gva per hour", bench.places("combined authority"))
    own = values.filter(pl.col("place") == "South Yorkshire")["value"][0]
    others = values.filter(pl.col("place") != "South Yorkshire")["value"].to_numpy()
    assert row["value"] == own
    assert row["percentile"] == pytest.approx(100 * np.mean(others < own))
    assert row["nation_median"] == pytest.approx(np.median(others))


def test_what_is_missing_is_said(answer: Answer) -> None:
    questions = " ".join(answer.cannot_tell["question"])
    assert "How different are its" in questions
    assert answer.finding("within") is None


def test_all_places_of_the_sample_are_answered(bench: Workbench) -> None:
    job = state_answers(bench.shelf, Comparators(bench.shelf))
    for kind in ("combined authority", "local enterprise partnership", "ITL2"):
        for place in bench.places(kind):
            found = job.of(place, DiagnosisSettings())
            assert found.headline[0]
            assert found.provenance


def test_the_page_shows_charts_and_tables(answer: Answer) -> None:
    section = state_section(answer)
    assert section.blocks[0].title == "Is that a big number?"
    html = answer_page(answer, (section,))
    for name in ("Tees Valley", "GVA per hour worked", "Percentile"):
        assert name in html


def test_amounts_carry_sign_and_unit() -> None:
    assert amount(33.77, "GBP per hour, current prices") == "£33.8"
    assert amount(-1234.0, "USD, current prices") == "\N{MINUS SIGN}$1,234"
    assert amount(71.7, "per cent") == "71.7 %"
    row = {"title": "Employment rate, 16 to 64", "value": 71.7, "lower": 69.5, "upper": 73.9,
           "unit": "per cent", "year": 2023, "percentile": 10.0, "percentile_lower": 0.0,
           "percentile_upper": 57.0, "others": 14, "size": "cannot be told"}  # fmt: skip
    said = level_sentence(row, "South Yorkshire", "combined authorities")
    assert "71.7 % (69.5 % to 73.9 %)" in said
    assert "lower than in 90 % of the other 14 combined authorities (43 to 100 % of them)" in said
    lowest = level_sentence({**row, "percentile": 0.0}, "South Yorkshire", "places")
    assert "the lowest of 15 places" in lowest


def test_every_series_has_its_source(bench: Workbench) -> None:
    job = state_answers(bench.shelf, Comparators(bench.shelf))
    for place in bench.places("ITL2")[::6]:
        found = job.of(place, DiagnosisSettings())
        named = found.table("trends").filter(role="place")["dataset"]
        assert named.null_count() == 0
        assert set(named) <= {source.dataset for source in found.provenance}


def test_medians_need_most_of_the_places() -> None:
    values = np.array([[1.0, 2, 3, 4, np.nan], [1, np.nan, np.nan, 4, 5]])
    middle = middle_of(values)
    assert middle[0] == 2.5
    assert np.isnan(middle[1])
