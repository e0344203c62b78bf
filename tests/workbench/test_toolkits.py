"""Toolkits: every policy area has one, and everything in it says what it rests on."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from placewise.data.barriers import read_barriers
from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.data.evidence.records import shipped_records, write_template
from placewise.data.evidence.toolkits import parse_toolkit_texts, read_toolkit_texts
from placewise.errors import InputError, UnknownNameError
from placewise.model.evidence import RECORD_STATUSES, STATUSES
from placewise.model.plan import Toolkit
from placewise.model.toolkits import COST, DESIGN, EVALUATE, FOUND, RULES, STEPS
from placewise.workbench.evidence import EvidenceBase, open_evidence
from placewise.workbench.toolkits import find_toolkit, toolkit_areas, toolkits_for


@pytest.fixture(scope="module")
def base() -> EvidenceBase:
    return open_evidence()


@pytest.fixture(scope="module")
def toolkits(base: EvidenceBase) -> tuple[Toolkit, ...]:
    return toolkits_for(toolkit_areas(base), base)


def test_every_area_of_rules_and_records_has_a_written_toolkit(base: EvidenceBase) -> None:
    rules = read_candidate_rules({barrier.key for barrier in read_barriers()})
    asked = [rule.policy_area for rule in rules] + [record.area for record in shipped_records()]
    for toolkit in toolkits_for(asked, base):
        assert toolkit.area in {text.area for text in read_toolkit_texts()}
        assert len(toolkit.rationale) >= 2
        assert any("wrong answer" in sentence for sentence in toolkit.rationale), toolkit.area
        assert set(toolkit.evaluate["step"]) == set(STEPS)


def test_everything_says_what_it_rests_on(toolkits: tuple[Toolkit, ...]) -> None:
    known = {*STATUSES, *RECORD_STATUSES}
    for toolkit in toolkits:
        assert len(toolkit.rests_on) == len(toolkit.rationale)
        for sentence, basis in zip(toolkit.rationale, toolkit.rests_on, strict=True):
            status, _, source = basis.partition(": ")
            assert status in known
            assert source or not re.search(r"\d", sentence), sentence
        tables = {"found": FOUND, "cost": COST, "design": DESIGN, "evaluate": EVALUATE}
        for name, columns in tables.items():
            table = getattr(toolkit, name)
            assert dict(table.schema) == columns
            assert set(table["status"]) <= known, (toolkit.area, name)
        # Figures, whether a column holds them or words do, have a source.
        assert toolkit.found.filter(pl.col("source") == "").is_empty()
        assert toolkit.cost.filter(pl.col("source") == "").is_empty()
        for table, words in ((toolkit.design, "found"), (toolkit.evaluate, "how")):
            figured = table.filter(pl.col(words).str.contains(r"\d"))
            assert figured.filter(pl.col("source") == "").is_empty(), figured
        if toolkit.rules is not None:
            assert dict(toolkit.rules.schema) == RULES


def test_every_record_is_on_a_toolkit(toolkits: tuple[Toolkit, ...]) -> None:
    shown = {key for toolkit in toolkits for key in toolkit.found["key"]}
    assert shown == {record.key for record in shipped_records()}


def test_found_repeats_the_base(base: EvidenceBase) -> None:
    toolkit = find_toolkit("broadband", base)
    row = toolkit.found.row(by_predicate=pl.col("kept") == 16, named=True)
    entry = base.find(row["key"])
    assert entry.share is not None
    assert (row["share"], row["lower"], row["upper"]) == (
        entry.share.value, entry.share.lower, entry.share.upper,
    )  # fmt: skip
    assert row["positive"] == 14
    other = toolkit.found.filter(pl.col("key") != row["key"])
    assert other["share"].to_list() == [None]
    assert other["positive"].to_list() == [None]
    assert "unknown of the others, never nought" in toolkit.headline[0]
    assert "no probability" in " ".join(toolkit.headline)


def test_nothing_collected_is_no_absence_of_an_effect(base: EvidenceBase) -> None:
    toolkit = find_toolkit("institutions", base)
    assert toolkit.found.is_empty()
    assert "not the same as no effect" in toolkit.headline[0]


def test_costs_are_those_of_records_and_of_appraisal(base: EvidenceBase) -> None:
    cost = find_toolkit("Area based initiatives", base).cost
    fund = cost.row(by_predicate=pl.col("what") == "Regional Growth Fund", named=True)
    benchmark = read_appraisal_evidence().benchmarks[0]
    assert (fund["value"], fund["low"], fund["high"]) == (
        benchmark.value, benchmark.low, benchmark.high,
    )  # fmt: skip
    displaced = cost.row(by_predicate=pl.col("what").str.starts_with("Displacement"), named=True)
    assert displaced["value"] == 0.375
    assert displaced["status"] == "secondary"
    site = find_toolkit("housing and land", base).cost
    assert 0.24 in site.filter(pl.col("unit") == "share added to costs")["value"].to_list()


def test_rules_of_an_area_stand_on_it(base: EvidenceBase) -> None:
    rules = find_toolkit("access to finance", base).rules
    assert rules is not None
    assert rules["advice"].to_list() == ["consider", "consider", "avoid"]
    assert "asymmetric information" in rules["failures"][0]


def test_an_area_of_ones_own_gets_what_its_records_say(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    write_template(file)
    text = file.read_text(encoding="utf-8").replace("business advice", "markets")
    file.write_text(text, encoding="utf-8")
    own = open_evidence(file)
    assert "markets" in toolkit_areas(own)
    toolkit = find_toolkit("Markets", own)
    assert toolkit.found["key"].to_list() == ["example-advice-jobs"]
    assert toolkit.rests_on == ("proposal",)
    assert toolkit.evaluate.is_empty()


def test_an_unknown_area_is_named_for_a_reader_and_empty_for_a_plan(base: EvidenceBase) -> None:
    with pytest.raises(UnknownNameError, match="transport"):
        find_toolkit("transprot", base)
    (toolkit,) = toolkits_for(["drones", "Drones"], base)
    assert toolkit.found.is_empty()
    assert "Nobody has written down" in toolkit.rationale[0]


FAULTY = """
[[toolkit]]
area = "x"
title = "X"
rationale = [{ text = "Twelve of 14.", status = "seen" }, { text = "Read.", status = "direct" }]
evaluate = [{ step = "design", text = "A lot.", status = "proposal" }, { step = "luck", text = "", status = "memory", maryland = 3 }]
"""  # noqa: E501


def test_faults_are_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        parse_toolkit_texts(FAULTY, "own.toml")
    message = str(told.value)
    for words in (
        'rationale 1: status "seen" is none of', "rationale 1: what was read, and every figure",
        "rationale 2: what was read", "evaluate 1: a design has a level", 'step "luck" is none of',
        "evaluate 2: a design has a level", "- and 2 more",
    ):  # fmt: skip
        assert words in message
    with pytest.raises(InputError, match="Cannot read"):
        parse_toolkit_texts("[[", "own.toml")
    with pytest.raises(InputError, match="there is no"):
        parse_toolkit_texts("", "own.toml")
