"""A file of rules: read as it stands, or one error that lists all that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from placewise.data.plan_rules import read_plan_rules
from placewise.errors import InputError
from placewise.model.plan_rules import CapacityRule, PlanRules, ShareRule, Use, YearMoney

BARRIERS = {"skills": "Too few skills", "housing": "Homes cost too much"}
AREAS = ("skills", "housing and land")
HEADER = "rule,of,option,amount"
LINES = (
    "budget,2,,£6m", "budget,1,,2000000", "Least share,Housing and land,,10%",
    "greatest share,housing and land,,0.5", "greatest share,Too few skills,,20 %",
    "least share,policy area: skills,,5%", "greatest share,sector,,0.4",
    'capacity,planning officers,,"1,040"', "use,Planning officers,a site,3",
    "use,planning officers,a road,4.5",
)  # fmt: skip
READ = PlanRules(
    (YearMoney(1, 2e6), YearMoney(2, 6e6)),
    (
        ShareRule("policy area", "housing and land", 0.1, 0.5),
        ShareRule("policy area", "skills", 0.05, 1.0),
        ShareRule("barrier", "skills", 0.0, 0.2),
        ShareRule("kind", "sector", 0.0, 0.4),
    ),
    (CapacityRule("planning officers", 1040.0, (Use("a site", 3.0), Use("a road", 4.5))),),
    "GBP",
)


def written(folder: Path, *lines: str) -> Path:
    file = folder / "rules.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_rules_are_read_as_they_stand(tmp_path: Path) -> None:
    assert read_plan_rules(written(tmp_path, HEADER, *LINES), BARRIERS, AREAS) == READ


def test_a_workbook_says_the_same_and_its_numbers_are_numbers(tmp_path: Path) -> None:
    file = tmp_path / "rules.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("rules")
        per_cent = book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["rule", "of", "amount"])
        sheet.write_row(1, 0, ["budget", 1, 2_000_000])
        sheet.write_row(2, 0, ["least share", "housing and land"])
        sheet.write_number(2, 2, 0.1, per_cent)
    assert read_plan_rules(file, BARRIERS, AREAS) == PlanRules(
        (YearMoney(1, 2e6),), (ShareRule("policy area", "housing and land", 0.1),)
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "the file is empty"),
        ((HEADER,), "there is no rule in it"),
        (("rule;of;amount",), "separated by semicolons"),
        (("rule,of", "budget,1"), "column amount is missing"),
        (("rule,of,amount,why", "budget,1,2m,x"), 'column "why" is not known'),
        (("rule,of,amount,of", "budget,1,2m,x"), 'column "of" stands twice'),
        ((HEADER, "budget,1,,2m,x"), "row 2: more cells than columns"),
        ((HEADER, "buget,1,,2m"), 'row 2, column rule: "buget" is none of budget, least share'),
        ((HEADER, "budget,,,2m"), "row 2, column of: is empty"),
        ((HEADER, "budget,1,,"), "row 2, column amount: is empty"),
        ((HEADER, "budget,0,,2m"), 'row 2, column of: "0" is no number of a year'),
        ((HEADER, "budget,1,,-2m"), 'row 2, column amount: "-2m" is no amount'),
        ((HEADER, "budget,1,,2m", "budget,year 1,,3m"), "row 3, column of: says the same rule"),
        ((HEADER, "budget,1,,£2m", "budget,2,,$2m"), "row 2 in GBP, row 3 in USD"),
        ((HEADER, "least share,roads,,2%"), '"roads" is no policy area, no barrier'),
        ((HEADER, "least share,skills,,2%"),
         'write "policy area: skills" or "barrier: skills"'),
        ((HEADER, "least share,housing,,20"), '"20" is no share such as 20% or 0.2'),
        ((HEADER, "least share,housing,,120%"), "is no share"),
        ((HEADER, "least share,housing,,30%", "greatest share,Homes cost too much,,20%"),
         "row 2, column amount: 30% at least is more than the 20% at most of row 3"),
        ((HEADER, "least share,housing,road,30%"), 'row 2, column option: belongs to rows "use"'),
        ((HEADER, "capacity,officers,,nan"), '"nan" is no number of at least 0'),
        ((HEADER, "capacity,officers,,4"), 'no row "use" says which options use "officers"'),
        ((HEADER, "use,officers,road,4"), 'there is no row "capacity" of "officers"'),
        ((HEADER, "capacity,officers,,4", "use,officers,,4"), "row 3, column option: is empty"),
    ],
)  # fmt: skip
def test_every_fault_is_said(tmp_path: Path, lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=r"rules") as error:
        read_plan_rules(written(tmp_path, *lines), BARRIERS, AREAS)
    assert said in error.value.what
    assert error.value.where == str(tmp_path / "rules.csv")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot read the rules: there is no such file"):
        read_plan_rules(tmp_path / "none.csv", BARRIERS, AREAS)
    with pytest.raises(InputError, match="Cannot read the rules"):
        read_plan_rules(tmp_path / "none.xlsx", BARRIERS, AREAS)


@given(st.permutations(LINES))
def test_the_order_of_rows_does_not_matter_to_what_is_allowed(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    file = written(tmp_path_factory.mktemp("rules"), HEADER, *lines)
    found = read_plan_rules(file, BARRIERS, AREAS)
    assert found.budgets == READ.budgets
    assert set(found.shares) == set(READ.shares)
    assert {(c.name, c.limit, frozenset(c.uses)) for c in found.capacities} == {
        (c.name, c.limit, frozenset(c.uses)) for c in READ.capacities
    }
