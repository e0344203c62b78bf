"""Parts that do not add up are found, rounding is allowed for, what cannot be checked is said."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.data.example_country import JOBS, write_country

from placewise.data.load import LoadReport, load
from placewise.data.readers import ROW
from placewise.data.recipe import TableMap, read_recipe
from placewise.data.sums import parts_and_wholes
from placewise.data.workspace import Workspace
from placewise.errors import FaultyTableError, RecipeError

WHOLE = """
[[dataset.table]]
into = "areas"
distinct = true
[dataset.table.columns]
code = { value = "RUR" }
name = { value = "Ruritania" }
kind = { value = "country" }
"""
CHECK = """
[[dataset.table.adds_up]]
column = "area"
whole = "RUR"
parts = "^P[0-9]$"
within = 20
"""


def country(folder: Path, jobs: str = JOBS, check: str = CHECK) -> Path:
    """Write a country whose total is loaded too, with a check of its provinces."""
    recipe = write_country(folder)
    text = recipe.read_text(encoding="utf-8")
    text = text.replace(
        '\n[[dataset]]\nname = "industries"', WHOLE + '\n[[dataset]]\nname = "industries"'
    )
    text = text.replace('where = [{ column = "Province", is_not = "Total" }]\n', "")
    text = text.replace("[[dataset.table.total]]\nexpect = 8480\nwithin = 50\n", check)
    text = text.replace(
        'extract = "\\\\((.*)\\\\)"', 'extract = "(P[0-9]|Total)", map = { Total = "RUR" }'
    )
    recipe.write_text(text, encoding="utf-8")
    (folder / "jobs.csv").write_text(jobs, encoding="cp1252")
    return recipe


def report_of(recipe: Path) -> LoadReport:
    return load(str(recipe), recipe.parent, Workspace.create(recipe.parent / "w"))


def test_provinces_add_up_and_a_suppressed_part_is_said(tmp_path: Path) -> None:
    report = report_of(country(tmp_path / "c"))
    check = report.sums.row(0, named=True)
    assert (check["agree"], check["unchecked"], check["largest_difference"]) == (2, 1, 0.0)
    assert "1 sums have parts that are missing and could not be checked" in check["sentence"]
    stored = Workspace.open(tmp_path / "c" / "w").provenance()
    assert check["sentence"] in {step for source in stored for step in source.transformations}


def test_a_part_too_large_is_a_fault_with_its_numbers(tmp_path: Path) -> None:
    recipe = country(tmp_path / "c", JOBS.replace("Zenda (P2),50,400", "Zenda (P2),50,500"))
    with pytest.raises(FaultyTableError) as caught:
        report_of(recipe)
    fault = caught.value.faults.row(0, named=True)
    assert fault["rule"] == "is not the sum of its parts"
    assert fault["row"] == 6
    assert fault["value"].startswith("3315.0 against 3415.0 in 4 parts, tolerance 20.0: RUR")


def test_known_parts_above_the_whole_are_a_fault_although_one_is_missing(tmp_path: Path) -> None:
    recipe = country(tmp_path / "c", JOBS.replace("Total,1660,3315,3505", "Total,1660,3315,3405"))
    with pytest.raises(FaultyTableError) as caught:
        report_of(recipe)
    assert caught.value.faults["rule"].to_list() == ["is less than the parts of it that are known"]


def test_a_province_without_a_row_leaves_the_sum_unchecked(tmp_path: Path) -> None:
    long = JOBS.replace("Ölberg (P4),10,15,5\n", "Ölberg (P4),10,15,\n")
    missing = report_of(country(tmp_path / "c", long)).sums
    assert missing["unchecked"].to_list() == [1]


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ('column = "area"\nwhole = "RUR"\nwithin = 1', "the key 'parts' is missing"),
        (
            'column = "year"\nwhole = "RUR"\nparts = "P"\nwithin = 1',
            "column is one of area, industry",
        ),
        ('column = "area"\nwhole = "RUR"\nparts = "P"', "state the rounding of the source"),
        ('column = "area"\nwhole = "RUR"\nparts = "P"\nwithin = 1\nabsent = "no"', "absent is"),
        ('column = "area"\nwhole = "RUR"\nparts = "P["\nwithin = 1', "no pattern that can be read"),
    ],
)
def test_a_check_that_cannot_be_made_is_refused(tmp_path: Path, check: str, words: str) -> None:
    recipe = country(tmp_path / "c", check="[[dataset.table.adds_up]]\n" + check + "\n")
    with pytest.raises(RecipeError, match=words):
        read_recipe(str(recipe))


@given(
    st.lists(st.floats(0, 1e6), min_size=2, max_size=30),
    st.integers(1, 1000),
    st.floats(0.51, 5.0),
)
def test_rounded_parts_never_break_the_bound_of_rounding_and_errors_beyond_it_do(
    exact: list[float], unit: int, beyond: float
) -> None:
    """Each figure is off by half a unit at most: n parts and a whole by (n + 1) / 2 units."""

    def rounded(x: float) -> float:
        return float(round(x / unit) * unit)

    bound = (len(exact) + 1) * unit / 2
    parts = [rounded(x) for x in exact]
    for whole, wrong in ((rounded(sum(exact)), False), (sum(parts) + beyond * 2 * bound, True)):
        rows = pl.LazyFrame({
            ROW: range(len(parts) + 1), "measure": "jobs", "classification": "own",
            "area": [*(f"P{n}" for n in range(len(parts))), "W"], "industry": "M", "year": 2023,
            "value": [*parts, whole],
        })  # fmt: skip
        check = {"column": "area", "whole": "W", "parts": "^P", "within": bound}
        table = TableMap("industry_values", {})
        none = pl.LazyFrame(schema={"whole": pl.String, "member": pl.String})
        found = parts_and_wholes(table, rows, check, none, none)
        assert found["complete"].to_list() == [True]
        assert found["differs"].to_list() == [wrong]
