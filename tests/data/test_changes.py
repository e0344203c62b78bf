"""Codes that were replaced: chains, mergers, and tables that hold only some of what was merged."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data.example_country import JOBS, write_country

from placewise import DiagnosisSettings, Workbench
from placewise.data.changes import codes_in_force, parts_of_codes
from placewise.data.load import load
from placewise.data.places import Territories
from placewise.data.workspace import Workspace
from placewise.errors import PlacewiseError
from placewise.model.words import Place

# Somerset: two districts became one in 2019, and that one with three others in 2023.
SOMERSET = {
    "Mendip": "Somerset", "Sedgemoor": "Somerset", "South Somerset": "Somerset",
    "Taunton Deane": "West and Taunton", "West Somerset": "West and Taunton",
    "West and Taunton": "Somerset", "Somerset": "Somerset",
}  # fmt: skip

CHANGES = """
[[dataset]]
name = "changes"
file = "changes.csv"
[dataset.source]
title = "Changes"
publisher = "Royal Mapping Office"
licence = "CC BY 4.0"
vintage = "2023"
[[dataset.table]]
into = "area_changes"
[dataset.table.columns]
old_code = "old"
code = "new"
"""


def test_chains_are_followed_to_the_code_in_force() -> None:
    assert set(codes_in_force(SOMERSET).values()) == {"Somerset"}


@pytest.mark.parametrize(
    ("held", "whole"),
    [
        (["Mendip", "Sedgemoor", "South Somerset", "Taunton Deane", "West Somerset"], True),
        (["Mendip", "Sedgemoor", "South Somerset", "West and Taunton"], True),
        (["Somerset"], True),
        (["Mendip", "Sedgemoor", "South Somerset", "Taunton Deane"], False),
        (["Mendip"], False),
        (["Somerset", "Mendip"], False),
    ],
)
def test_codes_of_any_year_make_up_a_merged_district_or_do_not(
    held: list[str], whole: bool
) -> None:
    parts = parts_of_codes(SOMERSET)
    assert (sum(parts[code] for code in held) == pytest.approx(1)) == whole


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30), max_size=30))
def test_any_changes_end_and_their_oldest_codes_make_up_one_whole(pairs: dict[int, int]) -> None:
    changes = {str(old): str(old + new + 1) for old, new in pairs.items()}
    parts, in_force = parts_of_codes(changes), codes_in_force(changes)
    oldest = {code for code in changes if code not in changes.values()}
    for last in set(in_force.values()):
        together = sum(parts[code] for code in oldest if in_force[code] == last)
        assert together == pytest.approx(1)


def test_a_loop_of_changes_ends() -> None:
    assert set(codes_in_force({"A": "B", "B": "A"})) == {"A", "B"}
    assert set(parts_of_codes({"A": "B", "B": "A"})) == {"A", "B"}


def merged(folder: Path, jobs: str) -> Workbench:
    """Return a country in which the provinces Q1 and Q2 became P1."""
    recipe = write_country(folder / "files")
    text = recipe.read_text(encoding="utf-8") + CHANGES
    text = text.replace("expect = 8480", "expect = 8480\nwithin = 3000").replace(
        "within = 50\n", ""
    )
    recipe.write_text(text, encoding="utf-8")
    (recipe.parent / "changes.csv").write_text("old,new\nQ1,P1\nQ2,P1\n", encoding="utf-8")
    (recipe.parent / "jobs.csv").write_text(jobs, encoding="cp1252")
    load(str(recipe), recipe.parent, Workspace.create(folder / "w"))
    return Workbench.open(folder / "w")


FULL = JOBS.replace("Strelsau (P1),100,2000,1000", "East (Q1),60,1500,400\nWest (Q2),40,500,600")


def test_all_districts_of_a_merger_add_up(tmp_path: Path) -> None:
    bench = merged(tmp_path, FULL)
    rows = bench.diagnose("Strelsau", settings=DiagnosisSettings(against="Zenda")).specialisms
    assert sorted(rows["value"]) == [100, 1000, 2000]


def test_some_districts_of_a_merger_are_missing_and_not_a_partial_sum(tmp_path: Path) -> None:
    bench = merged(tmp_path, FULL.replace("West (Q2),40,500,600\n", ""))
    with pytest.raises(PlacewiseError, match="no table of jobs or GVA that adds up to Strelsau"):
        bench.diagnose("Strelsau")
    notes = " ".join(bench.diagnose("Zenda", settings=DiagnosisSettings(against="Ölberg")).notes)
    assert "only some of the districts that were merged into Strelsau" in notes


def test_one_industry_of_one_district_missing_leaves_that_sum_missing(tmp_path: Path) -> None:
    bench = merged(tmp_path, FULL.replace("West (Q2),40,", "West (Q2),-,"))
    rows = bench.diagnose("Strelsau", settings=DiagnosisSettings(against="Zenda")).specialisms
    values = dict(rows.select("industry", "value").iter_rows())
    assert values["B"] == 2000
    assert values["M"] is None


def test_old_codes_of_a_merger_are_kept_together_for_a_place(tmp_path: Path) -> None:
    territories = Territories(merged(tmp_path, FULL).store)
    place = Place("Strelsau and Zenda", "own", ("P1", "P2"))
    full = territories.membership([place], ["Q1", "Q2", "P2"])
    assert sorted(full["area"]) == ["P2", "Q1", "Q2"]
    assert territories.membership([place], ["Q1", "P2"]).equals(pl.DataFrame(schema=full.schema))
