"""What hangs on the largest industry: multipliers, what they rest on, and what is not known."""

import polars as pl
import pytest

from placewise.data.evidence import read_elasticities
from placewise.data.evidence.multipliers import parse_multipliers, read_multipliers
from placewise.diagnose.path_sentences import multiplier_sentence, unsettled
from placewise.errors import InputError, UnknownNameError
from placewise.model.answer import Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.report.answer_page import answer_page
from placewise.report.paths_section import paths_section
from placewise.workbench.bench import Workbench
from placewise.workbench.paths import paths_answers
from placewise.workbench.paths.concentration import CONCENTRATION, FIGURES

ENTRY = """
[[multiplier]]
key = "made"
name = "made things"
low = ["LOW"]
high = ["manufacturing jobs and local jobs"]
status = "proposal"
note = "a note"
codes = { "SIC 2007" = ["C"] }
"""


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    bench = Workbench.open("sample")
    job = paths_answers(bench.shelf)
    return [job.of(place, DiagnosisSettings()) for place in bench.places("combined authority")]


def test_multipliers_are_the_published_figures_added_up() -> None:
    known = {one.key: one.factors for one in read_multipliers()}
    assert known["manufacturing"] == pytest.approx((1.73, 2.6))
    assert known["traded services"] == pytest.approx((1.73, 3.5))
    assert known["public services"] == pytest.approx((1 + 0.5 - 0.4, 1.5))


def test_what_is_wrong_with_multipliers_is_said() -> None:
    figures = read_elasticities()
    good = ENTRY.replace("LOW", "input-output multiplier")
    assert parse_multipliers(good, figures)[0].codes == {"SIC 2007": ("C",)}
    with pytest.raises(UnknownNameError, match="nothing at all"):
        parse_multipliers(ENTRY.replace("LOW", "nothing at all"), figures)
    with pytest.raises(InputError, match="jobs a job"):
        parse_multipliers(ENTRY.replace("LOW", "density and population"), figures)
    with pytest.raises(InputError, match="out of order"):
        parse_multipliers(ENTRY.replace("LOW", "skilled jobs and local jobs"), figures)
    with pytest.raises(InputError, match="share an industry"):
        parse_multipliers(good + good.replace('"made"', '"again"'), figures)
    with pytest.raises(InputError, match="not as it should be"):
        parse_multipliers(good.replace('note = "a note"', ""), figures)


def test_the_loss_with_multipliers_is_the_direct_loss_times_the_range(
    answers: list[Answer],
) -> None:
    told = 0
    for answer in answers:
        if answer.finding("concentration") is None:
            continue
        table, figures = answer.table("concentration"), answer.table("local_multipliers")
        assert dict(table.schema) == CONCENTRATION
        assert dict(figures.schema) == FIGURES
        for row in table.iter_rows(named=True):
            if row["multiplier_of"] is None:
                assert figures.is_empty()
                assert row["total_low"] is row["total_high"] is None
                assert any("would follow" in asked for asked in answer.cannot_tell["question"])
                continue
            told += 1
            for end, total, factor in (
                ("smaller", "total_low", "multiplier_low"),
                ("larger", "total_high", "multiplier_high"),
            ):
                added = figures.filter(pl.col("end") == end)["value"].sum()
                assert row[factor] == pytest.approx(1 + added)
                assert row[total] == pytest.approx(min(100, row["lost"] * row[factor]))
            assert figures["source"].null_count() == figures["status"].null_count() == 0
            assert "an assumption, not a forecast" in answer.headline[-1]
            assert any("is assumed" in note for note in answer.notes)
    assert told > 0


def test_the_page_shows_loss_range_and_sources(answers: list[Answer]) -> None:
    answer = next(one for one in answers if one.table("local_multipliers").height)
    block = next(b for b in paths_section(answer).blocks if b.title.startswith("What if"))
    assert block.chart is not None
    assert block.table is not None
    assert len(block.chart.spec["datasets"]["rows"]) == 3
    written = " ".join(cell for row in block.table.rows for cell in row)
    for one in answer.table("local_multipliers").iter_rows(named=True):
        assert one["source"] in written
        assert one["status"] in written
    assert "Directly" in answer_page(answer, [paths_section(answer)])


def test_where_no_study_is_about_the_industry_nothing_is_made_up() -> None:
    row = dict.fromkeys(CONCENTRATION) | {"industry_name": "Retail trade", "lost": 2.0}
    table = pl.DataFrame([row], schema=CONCENTRATION)
    assert "not known" in multiplier_sentence(table)
    asked = [what for what, _, _ in unsettled(Place("Here", "district", ("x",)), True, table)]
    assert asked[0] == "What would follow locally if retail trade shrank?"
    assert multiplier_sentence(table.clear()) == ""
