"""A whole diagnosis on the sample: what it says, and that it says it the same way twice."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from placewise import DiagnosisSettings, Workbench
from placewise.diagnose.specialisms import RIVAL_TYPES, ROW_TYPES
from placewise.errors import InputError, NotAvailableError, UnknownNameError
from placewise.model.wording import in_sentence
from placewise.report.json import diagnosis_json
from placewise.workbench.diagnose import covered


def test_columns_are_those_that_are_documented(bench: Workbench) -> None:
    diagnosis = bench.diagnose("South Yorkshire")
    assert dict(diagnosis.specialisms.schema) == ROW_TYPES
    assert dict(diagnosis.rivals.schema) == RIVAL_TYPES


def test_what_is_demonstrable_passes_the_threshold(bench: Workbench) -> None:
    for place in bench.places("combined authority"):
        rows = bench.diagnose(place).specialisms
        shown = rows.filter(pl.col("demonstrable"))
        assert (shown["shrunk"] > 1.25).all()
        assert (shown["lq"] > 1.25).all()
        assert (shown["q_value"] < 0.05).all()
        known = rows.filter(pl.col("lower").is_not_null())
        assert ((known["lower"] <= known["lq"]) & (known["lq"] <= known["upper"])).all()
        assert (known["shrunk_lower"] <= known["shrunk_upper"]).all()
        ranks = known.filter(pl.col("rank_lower").is_not_null())
        assert (
            (ranks["rank_lower"] <= ranks["rank"]) & (ranks["rank"] <= ranks["rank_upper"])
        ).all()
        assert (known["places_demonstrating"] <= known["places_considered"]).all()


def test_structure_is_that_of_a_level_that_makes_up_the_whole(bench: Workbench) -> None:
    diagnosis = bench.diagnose("South Yorkshire")
    for measure, level in diagnosis.structure.select("measure", "level").unique().iter_rows():
        rows = diagnosis.specialisms.filter(measure=measure, level=level)
        assert rows["base_share"].sum() > 0.99


def test_a_level_covers_what_its_industries_hold_of_the_base(bench: Workbench) -> None:
    place = bench.place("South Yorkshire")
    entries, _ = bench._assessments.tables.choose(place, None, "section")
    table = bench._assessments.tables.build(entries[0], place, None)
    half = dataclasses.replace(table, total=2 * table.total)
    assert covered(table) == pytest.approx(1)
    assert covered(half) == pytest.approx(0.5)


def test_missing_stays_missing(bench: Workbench) -> None:
    rows = bench.diagnose("Hertfordshire").specialisms.filter(
        (pl.col("measure") == "gva") & pl.col("industry").is_in(["AB", "DE"])
    )
    assert rows["value"].null_count() == 2
    assert rows["lq"].null_count() == 2
    questions = bench.diagnose("Hertfordshire").cannot_tell["question"].to_list()
    assert any("What is the size of" in question for question in questions)


def test_same_question_same_bytes(bench: Workbench) -> None:
    first = diagnosis_json(bench.diagnose("Tees Valley"))
    again = diagnosis_json(Workbench.open("sample").diagnose("Tees Valley"))
    assert first == again


def test_another_seed_changes_only_what_is_drawn(bench: Workbench) -> None:
    first = bench.diagnose("Tees Valley")
    other = bench.diagnose("Tees Valley", settings=DiagnosisSettings(seed=7))
    assert first.specialisms.equals(other.specialisms)
    assert not first.structure.equals(other.structure)


def test_the_headline_counts_what_the_tables_show(bench: Workbench) -> None:
    diagnosis = bench.diagnose("Hull and East Yorkshire")
    known = diagnosis.specialisms.filter(pl.col("probability_above_threshold").is_not_null())
    sentence = next(text for text in diagnosis.headline if text.startswith("Of "))
    assert f"Of {known.height} industry figures" in sentence
    shown = diagnosis.specialisms.filter(pl.col("shown_for") == pl.col("industry"))
    assert in_sentence(shown["industry_name"][0]) in diagnosis.headline[0]
    assert 3 <= len(diagnosis.headline) <= 6


def test_rivals_have_every_place_once(bench: Workbench) -> None:
    rivals = bench.diagnose("South Yorkshire").rivals
    for _, claim in rivals.group_by("industry", "level", "measure"):
        assert claim.height == 15
        assert claim["place"].n_unique() == 15
        assert claim["is_place"].sum() == 1


def test_against_another_base(bench: Workbench) -> None:
    settings = DiagnosisSettings(against="England")
    rows = bench.diagnose("South Yorkshire", settings=settings).specialisms
    assert rows["base"].unique().to_list() == ["England"]
    own = bench.diagnose(
        "South Yorkshire", settings=DiagnosisSettings(against="South Yorkshire")
    ).specialisms
    known = own.filter(pl.col("lq").is_not_null())
    assert known["lq"].to_list() == pytest.approx([1.0] * known.height)


def test_one_level_one_year(bench: Workbench) -> None:
    settings = DiagnosisSettings(industry_level="section", year=2024)
    rows = bench.diagnose("South Yorkshire", settings=settings).specialisms
    assert rows.select("measure", "level", "year").unique().rows() == [("jobs", "section", 2024)]


def test_names_with_several_kinds(bench: Workbench) -> None:
    assert bench.place("Greater Manchester").kind == "combined authority"
    assert bench.place("Greater Manchester (LEP)").kind == "local enterprise partnership"
    assert bench.place("greater manchester", "ITL2").kind == "ITL2"
    assert bench.place("E47000001").name == "Greater Manchester"


def test_wrong_input_gets_one_clear_error(bench: Workbench) -> None:
    with pytest.raises(UnknownNameError, match='Did you mean "Greater Manchester"'):
        bench.diagnose("Grater Manchester")
    with pytest.raises(InputError, match="threshold of 0 is out of range"):
        bench.diagnose("South Yorkshire", settings=DiagnosisSettings(threshold=0))
    with pytest.raises(NotAvailableError, match="for year 1999"):
        bench.diagnose("South Yorkshire", settings=DiagnosisSettings(year=1999))
    with pytest.raises(NotAvailableError, match="years 2023, 2024"):
        bench.diagnose("South Yorkshire", settings=DiagnosisSettings(industry_level="trade"))
    with pytest.raises(NotAvailableError, match="adds up to Barnsley"):
        bench.diagnose("Barnsley", kind="district")
    with pytest.raises(UnknownNameError, match="kind of place"):
        bench.places("duchy")


def test_claims(bench: Workbench) -> None:
    verdict = bench.claim("Hull and East Yorkshire", "manufacturing")
    assert verdict.industry == "C"
    assert verdict.evidence["lq"].round(2).to_list() == [2.06, 2.19]
    assert (verdict.verdict == "demonstrated") == verdict.evidence["demonstrable"].any()
    assert "2.2 (" in verdict.sentence  # GVA is surer of it than jobs are
    assert "Eight of the 15 combined authorities could claim it" in verdict.sentence
    assert bench.claim("London", "J").verdict == "demonstrated"
    assert bench.claim("London", "C").verdict == "not supported"
    assert bench.claim("Leeds City Region", "manufacturing").verdict == "could be claimed"
    with pytest.raises(UnknownNameError, match="No industry is called"):
        bench.claim("London", "alchemy")


def test_results_are_frozen(bench: Workbench) -> None:
    diagnosis = bench.diagnose("South Yorkshire")
    with pytest.raises(dataclasses.FrozenInstanceError):
        diagnosis.headline = ()  # type: ignore[misc]


def test_a_notebook_shows_the_answer(bench: Workbench) -> None:
    diagnosis = bench.diagnose("South Yorkshire")
    shown = diagnosis._repr_html_()
    assert "<h3>South Yorkshire</h3>" in shown
    assert "Metals and metal products" in shown
    assert "<table" in bench.claim("South Yorkshire", "manufacturing")._repr_html_()
