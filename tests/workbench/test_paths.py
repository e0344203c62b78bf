"""The job of paths: which table tells growth, which relates industries, and what is said of it."""

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.path_sentences import concentration_sentence, options_sentence
from placewise.model.answer import Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.workbench.bench import Workbench
from placewise.workbench.paths import paths_answers
from placewise.workbench.paths.relations import below_zero
from placewise.workbench.paths.tables import finest_codes

SETTINGS = DiagnosisSettings()


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    bench = Workbench.open("sample")
    job = paths_answers(bench.shelf)
    return {p.name: job.of(p, SETTINGS) for p in bench.places("combined authority")}


def test_a_code_is_split_only_where_every_part_can_be_seen() -> None:
    parents: dict[str, str | None] = {"C": None, "10": "C", "11": "C", "F": None, "41": "F"}
    assert finest_codes({"C": True, "10": True, "11": True}, parents) == ["10", "11"]
    assert finest_codes({"C": True, "10": True, "11": False}, parents) == ["C"]
    assert finest_codes({"C": False, "10": True, "11": False, "F": True}, parents) == ["F"]


def test_parts_between_two_levels_of_the_table_are_found() -> None:
    parents: dict[str, str | None] = {"C": None, "10-12": "C", "10": "10-12", "101": "10"}
    assert finest_codes({"C": True, "101": True}, parents) == ["101"]


def test_the_sample_relates_industries_but_has_one_year(answers: dict[str, Answer]) -> None:
    answer = answers["Greater Manchester"]
    assert [finding.key for finding in answer.findings] == [
        "options", "skill", "complexity", "concentration", "local_multipliers",
    ]  # fmt: skip
    assert answer.table("skill").is_empty()
    assert any("grow" in question for question in answer.cannot_tell["question"])


def test_options_are_absent_near_and_more_complex(answers: dict[str, Answer]) -> None:
    found = 0
    for answer in answers.values():
        rows = answer.table("options")
        if rows.is_empty():
            continue
        absent, here = rows.filter(~pl.col("present")), rows.filter(pl.col("present"))
        for row in rows.filter(pl.col("is_option")).iter_rows(named=True):
            assert row["present"] is False
            assert row["density_measured"] > absent["density_measured"].mean()
            assert row["complexity_measured"] > here["complexity_measured"].mean()
            found += 1
    assert found > 0


def test_what_is_shown_lies_within_its_interval(answers: dict[str, Answer]) -> None:
    """The measured value need not; before, it stood beside the interval of the corrected one."""
    held = corrected = 0
    for answer in answers.values():
        options = answer.table("options")
        if options.is_empty():
            continue
        for name in ("density", "complexity"):
            known = options.drop_nulls([name, f"{name}_lower"])
            low, high = known[f"{name}_lower"], known[f"{name}_upper"]
            assert known[name].is_between(low, high).all()
            held += known.height
            corrected += int((known[name] != known[f"{name}_measured"]).sum())
        known = answer.table("complexity").drop_nulls(["value", "lower"])
        assert known["value"].is_between(known["lower"], known["upper"]).all()
    assert held > 0
    assert corrected > 0


def test_what_has_no_interval_says_so(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        said = " ".join(answer.notes)
        measures = answer.table("complexity")
        if measures.is_empty():
            continue
        assert "Fitness and the number of industries above their usual share have no" in said
        if measures.filter(key="related")["value"].null_count():
            assert "Variety needs every industry" in said or "Variety stands as measured" in said


def test_the_largest_industry_is_the_one_with_the_largest_share(answers: dict[str, Answer]) -> None:
    bench = Workbench.open("sample")
    row = answers["Greater Manchester"].table("concentration").row(0, named=True)
    code = bench.place("Greater Manchester").code
    values = (
        bench.store.table("industry_values")
        .filter((pl.col("area") == code) & (pl.col("measure") == row["measure"]))
        .collect()
    )
    value = values.filter(pl.col("industry") == row["industry"])["value"][0]
    total = values.filter(pl.col("industry") == "Total")["value"][0]
    assert row["share"] == pytest.approx(100 * value / total)
    assert row["lost"] == pytest.approx(0.2 * row["share"])


def test_every_sentence_says_how_good_the_guide_was() -> None:
    options = pl.DataFrame(
        {"is_option": [True], "stands": [0.9], "industry_name": ["Ship building"]}
    )
    skill = pl.DataFrame(
        {
            "score": ["relatedness density", "ubiquity (naive)"], "within": [0.66, 0.61],
            "within_lower": [0.64, 0.58], "within_upper": [0.68, 0.63],
            "from": [2015, 2015], "to": [2021, 2021],
        }
    )  # fmt: skip
    said = options_sentence(Place("Here", "district", ("x",)), options, skill, "47 industries")
    assert "ship building" in said
    for part in ("66 % of pairs (64 to 68)", "in 61 %", "chance in 50 %"):
        assert part in said


@pytest.mark.parametrize(
    ("levels", "words"),
    [(1, "If hotels, the largest"), (3, "If hotels (an industry group; levels are mixed), the")],
)
def test_the_largest_industry_says_how_broad_it_is_where_levels_are_mixed(
    levels: int, words: str
) -> None:
    row = {
        "industry_name": "Hotels", "level": "industry group", "levels": levels, "industries": 67,
        "shrinks_by": 20.0, "lost": 2.4, "measure": "jobs", "percentile": 0.0,
    }  # fmt: skip
    said = concentration_sentence(Place("Here", "district", ("x",)), pl.DataFrame([row]))
    assert said.startswith(words)
    assert "no other place would lose less" in said.lower()


@pytest.mark.shared
def test_growth_of_every_combined_authority_adds_up(uk_bench: Workbench) -> None:
    job = paths_answers(uk_bench.shelf)
    for place in uk_bench.places("combined authority"):
        total = job.of(place, SETTINGS).table("shift_share_total")
        for form in ("Dunn", "Esteban-Marquillas"):
            rows = dict(total.filter(pl.col("form") == form).select("part", "value").iter_rows())
            change = rows.pop("change")
            assert sum(rows.values()) == pytest.approx(change, rel=1e-9)
            assert np.isfinite(change)


def test_figures_below_zero_are_said_to_count_as_absent() -> None:
    assert below_zero(np.array([[1.0, np.nan], [0.0, 3.0]])) == []
    (said,) = below_zero(np.array([[1.0, -2.0], [-0.5, 3.0]]))
    assert said.startswith("2 figures")
    assert "absent" in said
