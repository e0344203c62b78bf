"""``placewise plan --rules``: each kind of rule against looking at every plan."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from placewise.cli.app import run
from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.model.portfolio import Floats

PLACE = "South Yorkshire"
ASKED = ("--years", "3", "--draws", "120", "--only-own")
COSTS = ((4, 1, 1), (1, 5, 0), (2, 2, 2), (0, 3, 4), (6, 0, 0), (1, 1, 1))
"""Millions in each year: no two options cost the same."""
HEADER = "rule,of,option,amount\n"


@dataclass
class Case:
    """A file of six own options, and what is known of them without any rule."""

    file: Path
    rows: list[dict[str, str]]
    cost: Floats
    benefit: Floats

    def best(self, budget: Floats, keeps: Any) -> set[str]:
        """Return the best of all plans within a budget of each year that keep a rule."""
        best, value = None, -np.inf
        for bits in product((False, True), repeat=len(self.rows)):
            taken = np.array(bits)
            fits = (self.cost[taken].sum(axis=0) <= budget * (1 + 1e-9)).all()
            if fits and keeps(taken) and float(self.benefit @ taken) > value:
                best, value = taken, float(self.benefit @ taken)
        assert best is not None
        return {row["key"] for row, one in zip(self.rows, best, strict=True) if one}

    def share(self, taken: np.ndarray, column: str, value: str, total: float) -> float:
        """Return the share of a budget that goes to options with a value in a column."""
        of = np.array([row[column] == value for row in self.rows])
        return float(self.cost[taken & of].sum()) / total


def planned(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    run(["plan", PLACE, *ASKED, *arguments, "--json", "-"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("rules")
    run(["plan", PLACE, "--template", str(folder / "all.csv")])
    lines = csv.DictReader((folder / "all.csv").read_text("utf-8-sig").splitlines())
    known = ("skills", "apprenticeships", "inactivity and deprivation", "graduate leakage",
             "entry and growth of firms")  # fmt: skip
    rows = [row for row in lines if row["barrier"] in known and not row["requires"]][:6]
    for row, costs in zip(rows, COSTS, strict=True):
        row |= {name: "" for name in row if name.startswith("cost_year_")}
        row |= {f"cost_year_{year}": f"{cost}000000" for year, cost in enumerate(costs)}
        row["project_type"] = "standard building"
    file = folder / "options.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    raised = read_appraisal_evidence().optimism["standard building"].costs
    cost = np.array([
        [
            cost * 1e6 * (1 - float(row["private_share"] or 0))
            * (1 + raised * (1 - float(row["mitigation"] or 0)))
            for cost in costs
        ]
        for row, costs in zip(rows, COSTS, strict=True)
    ])  # fmt: skip
    run(["plan", PLACE, *ASKED, "--options", str(file), "--budget", "300m",
         "--json", str(folder / "plan.json"), "--out", str(folder / "plan.html")])  # fmt: skip
    told = json.loads((folder / "plan.json").read_text("utf-8"))
    benefit = {one["option"]: one["benefit"] for one in told["break_evens"]}
    return Case(file, rows, cost, np.array([benefit[row["key"]] for row in rows]))


def test_budgets_of_every_year_are_the_budget(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.csv"
    rules.write_text(HEADER + "budget,1,,9m\nbudget,2,,5m\nbudget,3,,£2m\n", "utf-8")
    told = planned(capsys, "--options", str(case.file), "--rules", str(rules))
    budget = np.array([9e6, 5e6, 2e6])
    assert told["settings"]["budget"] == budget.sum()
    assert [one["amount"] for one in told["settings"]["rules"]["budgets"]] == budget.tolist()
    assert set(told["portfolio"]["chosen"]) == case.best(budget, lambda _: True)
    # In equal parts the same money buys something else: the rule is not idle.
    assert case.best(np.full(3, budget.mean()), lambda _: True) != case.best(budget, lambda _: True)
    assert f'--rules "{rules}"' in told["command"]
    assert any("£9 million in year 1, £5 million in year 2" in note for note in told["notes"])
    assert not any("equal budgets" in note for note in told["notes"])


def test_years_that_are_not_stated_share_the_rest(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.csv"
    rules.write_text("rule,of,amount\nbudget,1,10m\n", "utf-8")
    told = planned(capsys, "--options", str(case.file), "--rules", str(rules), "--budget", "20m")
    budget = np.array([10e6, 5e6, 5e6])
    assert set(told["portfolio"]["chosen"]) == case.best(budget, lambda _: True)


def test_shares_hold(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    free = case.best(np.full(3, 7e6), lambda _: True)
    barrier = next(row["barrier"] for row in case.rows if row["key"] in free)
    out = next(row for row in case.rows if row["key"] not in free)
    rules = tmp_path / "rules.csv"
    rules.write_text(
        HEADER + f"greatest share,barrier: {barrier},,20%\n"
        f"least share,policy area: {out['policy_area']},,0.15\n", "utf-8",
    )  # fmt: skip
    told = planned(capsys, "--options", str(case.file), "--rules", str(rules), "--budget", "21m")

    def keeps(taken: np.ndarray) -> bool:
        return (
            case.share(taken, "barrier", barrier, 21e6) <= 0.2
            and case.share(taken, "policy_area", out["policy_area"], 21e6) >= 0.15
        )

    best = case.best(np.full(3, 7e6), keeps)
    assert best != free
    assert set(told["portfolio"]["chosen"]) == best
    assert any(f"at most 20 % for barrier {barrier}" in note for note in told["notes"])


def test_a_capacity_holds_and_is_named_where_it_keeps_an_option_out(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plenty = np.full(3, 100e6)
    uses = np.array([4, 3, 2, 5, 6, 20])
    rules = tmp_path / "rules.csv"
    rules.write_text(
        HEADER + "capacity,planning officers,,9\n"
        + "".join(f"use,planning officers,{row['key']},{use}\n"
                  for row, use in zip(case.rows, uses, strict=True)), "utf-8",
    )  # fmt: skip
    told = planned(capsys, "--options", str(case.file), "--rules", str(rules), "--budget", "300m")
    best = case.best(plenty, lambda taken: uses[taken].sum() <= 9)
    assert set(told["portfolio"]["chosen"]) == best
    reasons = {row["name"]: row for row in told["left_out"] if row["what"] == "option"}
    for row, use in zip(case.rows, uses, strict=True):
        if row["key"] not in best:
            reason = reasons[row["key"]]
            assert reason["step"] == ("fit" if use > 9 else "budget")
            assert f'ses {use} of "planning officers", ' in reason["reason"]


@pytest.mark.parametrize(
    ("lines", "extra", "said"),
    [
        ("budget,4,,9m\n", (), "A budget is stated of year 4, and the plan has 3"),
        ("budget,1,,9m\n", ("--budget", "5m"), "add up to 9,000,000"),
        ("budget,1,,1m\nbudget,2,,1m\nbudget,3,,1m\n", ("--budget", "5m"), "add up to 3,000,000"),
        ("budget,1,,$9m\n", (), "The rules are in USD"),
        ("least share,broadband,,20%\n", (), 'be chosen of "policy area broadband"'),
        ("capacity,team,,4\nuse,team,a castle,2\n", (), 'No option has the key "a castle"'),
        ("least share,policy area: skills,,2%\ngreatest share,horizontal,,1%\n", (),
         'where "horizontal options" may take at most 1%'),
        ("least share,policy area: skills,,9%\ngreatest share,horizontal,,8%\n", (),
         'these contradict one another: at least 9% of the budget for "policy area skills"; at '
         'most 8% of the budget for "horizontal options"'),
        ("least share,horizontal,,99.9%\n", (), "this one cannot be kept: at least 99.9%"),
        ("lest share,horizontal,,99.9%\n", (), 'row 2, column rule: "lest share" is none of'),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_kept_are_named(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, lines: str, extra: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("rules.csv").write_text(HEADER + lines, "utf-8")
    with pytest.raises(SystemExit):
        run(["plan", PLACE, *ASKED, "--options", str(case.file), "--rules", "rules.csv", *extra])
    assert said in " ".join(capsys.readouterr().err.split())
    assert [one.name for one in tmp_path.iterdir()] == ["rules.csv"]
