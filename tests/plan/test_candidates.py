"""Barriers lead to interventions by the rules that ship, with reasons."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.plan.examples import barrier

from placewise.data.barriers import read_barriers
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.errors import InputError
from placewise.model.options import BarrierFound
from placewise.plan.candidates import candidates

KEYS = [one.key for one in read_barriers()]
RULES = read_candidate_rules(KEYS)


def test_every_barrier_has_a_rule_and_only_low_demand_has_none_to_consider() -> None:
    assert {rule.barrier for rule in RULES} == set(KEYS)
    considered = {rule.barrier for rule in RULES if rule.advice == "consider"}
    assert set(KEYS) - considered == {"low demand"}


def test_rules_that_claim_to_be_read_name_a_source() -> None:
    assert [rule.title for rule in RULES if rule.status == "direct" and not rule.source] == []


@pytest.mark.shared
def test_evidence_of_rules_was_collected(shared: Path) -> None:
    with (shared / "evidence" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        known = {row["intervention"] for row in csv.DictReader(file)}
    assert {name for rule in RULES for name in rule.evidence} - known == set()


def test_binding_barriers_come_first_and_what_is_none_is_left_out_with_the_reason() -> None:
    found = [
        barrier(key="finance", title="Finance", outcome="cannot tell", probability=None),
        barrier(key="skills", title="Skills", outcome="contributing", probability=0.9),
        barrier(key="housing", title="Housing", outcome="not a barrier here"),
        barrier(key="management", title="Management", outcome="binding", probability=0.82),
        barrier(key="research", title="Research", outcome="binding", probability=0.97),
        barrier(key="low demand", title="Low demand", outcome="contributing", probability=0.9),
    ]
    made = candidates(found, RULES)
    order = list(dict.fromkeys(made.consider["barrier"].to_list()))
    assert order == ["research", "management", "skills", "finance"]
    conditional = made.consider.filter("conditional")
    assert set(conditional["barrier"].to_list()) == {"finance"}
    assert "low demand" in made.avoid["barrier"].to_list()
    assert "housing" not in made.avoid["barrier"].to_list()
    assert made.left_out.rows() == [
        ("housing", "Housing", "not a barrier here", "It is not a barrier here."),
        ("low demand", "Low demand", "contributing", "No rule leads from it to an intervention."),
    ]


def test_what_is_found_carries_who_may_act_at_a_place_of_the_kind() -> None:
    skills = next(one for one in read_barriers() if one.key == "skills")
    found = BarrierFound.of(skills, "binding", 0.9, "district")
    assert found.failures == ("externality", "asymmetric information")
    assert found.holders == ("councils responsible for education, colleges",)
    assert BarrierFound.of(skills, "binding", 0.9, "county").holders == (
        "workforce boards, colleges and school districts",
    )
    assert BarrierFound.of(skills, "binding", 0.9, "region").holders == ()


def test_faults_of_own_rules_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[candidate]]\nbarrier = "weather"\nintervention = "x"\ntitle = ""\n'
        'policy_area = "p"\nkind = "vertical"\nadvice = "consider"\nreason = "r"\n'
        'evidence = "e"\nsource = ""\nstatus = "proposal"\ncolour = "red"\n'
    )
    with pytest.raises(InputError) as raised:
        read_candidate_rules(KEYS, file)
    for word in ("colour", "title", "evidence", '"weather"', '"vertical"'):
        assert word in str(raised.value)
