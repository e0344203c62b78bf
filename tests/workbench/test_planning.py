"""The job of a plan on the sample: what comes out, and what a reader is told of it."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from placewise import Workbench
from placewise.data.option_template import option_rows, option_template_csv
from placewise.errors import InputError
from placewise.model.plan import MIX, OPTIONS, REACH, Plan, PlanSettings
from placewise.model.wording import money
from placewise.plan.drawing import draws_of, rules_of
from placewise.plan.portfolio import expected_over_draws
from placewise.report.plan_text import plan_text
from placewise.workbench.planning.files import PlanFiles

PLACE = "South Yorkshire"
BINDING = PlanSettings(40e6, draws=200)
"""A budget below what all options cost."""
NUMBER = re.compile(r"(?<![\w’])(\d[\d,]*(?:\.\d+)?)(?:\s*(million|billion|%))?")
UNITS = {"": 1.0, "million": 1e6, "billion": 1e9, "%": 0.01}


@pytest.fixture(scope="module")
def plan(bench: Workbench) -> Plan:
    return bench.plan(PLACE, BINDING)


@pytest.fixture(scope="module")
def own_file(bench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four options that stay when most of the standard ones are deleted."""
    offered = bench.planning().offered(bench.place(PLACE), BINDING)
    kept = [one for one in offered.options if one.barrier in ("skills", "apprenticeships")][:4]
    file = tmp_path_factory.mktemp("plan") / "own.csv"
    file.write_text(option_template_csv(option_rows(kept)), encoding="utf-8")
    return file


def test_a_plan_has_all_its_parts(plan: Plan) -> None:
    assert plan.portfolio is not None
    assert plan.options.schema == OPTIONS
    assert plan.reach is not None
    assert plan.reach.schema == REACH
    assert plan.mix is not None
    assert plan.mix.schema == MIX
    assert [one.option.key for one in plan.gated] == plan.options["option"].to_list()
    assert tuple(one.option.key for one in plan.appraisals) == plan.portfolio.options
    assert 1 <= len(plan.headline) <= 5
    assert plan.toolkits
    assert len(plan.principles) == len(plan.judged) > 0
    assert {"totals", "sizes"} <= {one.key for one in plan.findings}
    assert plan.settings.currency == "GBP"
    assert "--budget 40000000" in plan.command
    assert plan.provenance


def test_figures_of_options_are_means_of_the_draws_that_plans_compare(plan: Plan) -> None:
    rows = {row["option"]: row for row in plan.options.to_dicts()}
    for one in plan.appraisals:
        row, net = rows[one.option.key], one.drawn.net_effect
        assert row["net_effect"] == pytest.approx(net.mean())
        assert row["net_effect_lower"] == pytest.approx(np.quantile(net, 0.1))
        assert row["cost_per_unit"] == pytest.approx(one.public_cost / net.mean())
        assert row["unit_years"] == pytest.approx(one.value("unit_years"))
    extensions = [one for one in plan.appraisals if one.option.requires]
    assert extensions
    for one in extensions:
        # Nine tenths of the effect for three quarters of the money: a third of its worth.
        main = rows[one.option.requires[0]]["cost_per_unit"]
        assert rows[one.option.key]["cost_per_unit"] == pytest.approx(3 * main, rel=0.01)


def test_nothing_is_dropped_in_silence(plan: Plan) -> None:
    assert plan.portfolio is not None
    chosen = set(plan.options.filter("chosen")["option"])
    left = plan.left_out.filter(pl.col("what") == "option")
    assert chosen.isdisjoint(left["name"])
    assert chosen | set(left["name"]) >= set(plan.options["option"])
    assert all(len(reason) > 10 for reason in left["reason"])
    assert left["reason"].str.contains("where the plan leaves").any()
    # What the portfolio did not weigh has no inclusion, and what it weighed has.
    weighed = plan.options.filter(pl.col("inclusion_probability").is_not_null())
    assert set(weighed["option"]) == set(plan.portfolio.options)


def test_the_plan_keeps_its_budget_and_its_links(plan: Plan) -> None:
    assert plan.mix is not None
    spent = plan.mix["spent"].sum()
    assert 0 < spent <= BINDING.budget * (1 + 1e-6)
    assert plan.mix["share"].sum() == pytest.approx(1)
    chosen = set(plan.options.filter("chosen")["option"])
    for one in plan.gated:
        if one.option.key in chosen:
            assert set(one.option.requires) <= chosen


def test_every_number_of_the_headline_stands_in_the_tables(plan: Plan) -> None:
    known = np.array([value for value in _numbers(plan) if math.isfinite(value)])
    for sentence in plan.headline:
        bare = re.sub("‘[^’]*’", "", sentence)
        bare = re.sub(r"(\d+) to (\d+ %)", r"\1 % to \2", bare)
        for text, unit in NUMBER.findall(bare):
            value = float(text.replace(",", "")) * UNITS[unit]
            # As written: a unit of its last digit, or three digits that count.
            step = max(UNITS[unit] * 0.5 * (0.1 if "." in text else 1), 0.006 * abs(value))
            if unit == "" and value % 10 == 0:
                step = max(step, 5.0)
            assert np.abs(known - value).min() <= step * 1.01, (sentence, text, unit)


def _numbers(plan: Plan) -> Iterator[float]:
    """Give every number of the tables, and counts of their rows."""
    yield from (plan.settings.budget, plan.settings.years)
    for one in plan.findings:
        if one.key == "totals":
            for name in ("value", "lower", "upper"):
                yield from one.table[name].drop_nulls()
    for name in ("inclusion_probability", "inclusion_lower", "inclusion_upper"):
        yield from plan.options[name].drop_nulls()
    for step in plan.budget_steps:
        yield from (abs(step.change), abs(step.gain) / (step.value - step.gain))
        yield from (len(step.enters), len(step.leaves))
    yield from (plan.options.filter("chosen").height, len(plan.barriers))
    untold = plan.options.filter(pl.col("barrier_probability").is_null())
    for less in range(untold["barrier"].n_unique()):
        yield untold["barrier"].n_unique() - less


def test_it_is_the_same_again_and_another_seed_moves_it_little(
    bench: Workbench, plan: Plan
) -> None:
    again = bench.plan(PLACE, BINDING)
    assert again.headline == plan.headline
    assert again.options.equals(plan.options)
    other = bench.plan(PLACE, replace(BINDING, seed=5))
    assert plan.portfolio is not None
    assert other.portfolio is not None
    # 200 draws: four standard errors of free draws at most, of the difference of two.
    assert np.abs(plan.portfolio.inclusion - other.portfolio.inclusion).max() < 4 * 0.05


def test_a_small_plan_is_the_best_of_all(bench: Workbench, own_file: Path) -> None:
    files = PlanFiles(options=own_file, only_own=True)
    settings = replace(BINDING, budget=8e6)
    small = bench.plan(PLACE, settings, files=files)
    assert small.portfolio is not None
    assert set(small.options["origin"]) == {"own"}
    _, shares = bench.planning(files).chosen(small.place, settings)
    about = {one.option.barrier for one in small.appraisals}
    draws = draws_of(
        small.appraisals, {key: share for key, share in shares.items() if key in about}, "jobs",
        {}, settings.draws, settings.seed,
    )  # fmt: skip
    benefit = expected_over_draws(draws)
    rules = rules_of(small.appraisals, settings.budget, settings.years)
    best = 0.0
    for bits in itertools.product([False, True], repeat=benefit.size):
        taken = np.array(bits)
        names = {name for name, one in zip(rules.options, taken, strict=True) if one}
        fits = (rules.cost.T @ taken <= rules.budget).all()
        if fits and all(second in names for first, second in rules.requires if first in names):
            best = max(best, float(benefit @ taken))
    assert small.portfolio.chosen.value == pytest.approx(best, rel=1e-6)


def test_a_budget_for_all_takes_all_that_may_help(bench: Workbench) -> None:
    rich = bench.plan(PLACE, replace(BINDING, budget=5e9))
    assert rich.portfolio is not None
    assert rich.portfolio.chosen.selected.all()
    assert rich.portfolio.affordable == 1
    assert "changes nothing" in rich.headline[3]


def test_a_budget_for_nothing_says_so(bench: Workbench) -> None:
    poor = bench.plan(PLACE, replace(BINDING, budget=1e4))
    assert poor.portfolio is not None
    assert not poor.portfolio.chosen.selected.any()
    assert "takes none" in poor.headline[0]
    assert "none fits the money of a year" in poor.headline[0]
    weighed = poor.left_out.filter(pl.col("name").is_in(list(poor.portfolio.options)))
    assert set(weighed["step"]) == {"fit"}
    assert weighed["reason"].str.contains("where 1,000 is there").any()


def test_what_cannot_fit_is_told_apart_from_what_is_outbid(plan: Plan) -> None:
    assert plan.portfolio is not None
    fits = {one.option: one.fits for one in plan.portfolio.left_out}
    assert any(fits.values())
    steps = dict(plan.left_out.filter(pl.col("what") == "option").select("name", "step").rows())
    assert {key: steps[key] for key in fits} == {
        key: "budget" if fit else "fit" for key, fit in fits.items()
    }


def test_the_options_of_which_most_benefit_is_expected_come_first(plan: Plan) -> None:
    benefit = {one.option: one.benefit for one in plan.break_evens}
    chosen = plan.options.filter("chosen")
    keys = set(chosen["option"])
    extending = {one.option.key for one in plan.gated if keys & set(one.option.requires)}
    first = max(keys - extending, key=lambda key: benefit[key])
    title = dict(chosen.select("option", "title").rows())[first]
    assert plan.headline[0].split("most benefit is expected of ")[1].startswith(f"‘{title}’")


def test_a_plan_of_two_options_takes_both_and_its_costs_add_up(
    bench: Workbench, own_file: Path
) -> None:
    rows = list(csv.DictReader(own_file.read_text("utf-8-sig").splitlines()))[:2]
    file = own_file.with_name("two.csv")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(row | {
            "value_per_unit_low": "80000", "value_per_unit_central": "140000",
            "value_per_unit_high": "200000",
        } for row in rows)  # fmt: skip
    plan = bench.plan(
        PLACE, replace(BINDING, budget=5e9), files=PlanFiles(options=file, only_own=True)
    )
    assert "takes both options" in plan.headline[0]
    assert "benefits worth £" in plan.headline[1]
    totals = {row["what"]: row for row in plan.findings[0].table.iter_rows(named=True)}
    assert plan.portfolio is not None
    assert totals["benefit"]["value"] == pytest.approx(plan.portfolio.chosen.value, rel=1e-9)
    text = " ".join(plan_text(plan).split())
    assert "Benefit per £1" in text
    present = money(float(plan.options.filter("chosen")["public_cost"].sum()), "GBP")
    spent = money(totals["spent"]["value"], "GBP")
    assert f"comes to {present}, before discounting to {spent}." in text


def test_without_conditional_options_what_is_open_stays_out(bench: Workbench) -> None:
    strict = bench.plan(PLACE, replace(BINDING, conditional=False))
    weighed = strict.options.filter(pl.col("inclusion_probability").is_not_null())
    assert set(weighed["gate"]) == {"passed"}
    assert strict.left_out["reason"].str.contains("Conditional options were not asked").any()
    assert "--no-conditional" in strict.command


def test_own_options_take_the_place_of_their_namesakes(
    bench: Workbench, plan: Plan, own_file: Path
) -> None:
    both = bench.plan(PLACE, BINDING, files=PlanFiles(options=own_file))
    assert set(both.options["option"]) == set(plan.options["option"])
    assert (both.options["origin"] == "own").sum() == 4


def test_weights_of_several_people_are_carried(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "weights.csv"
    file.write_text(
        "person,barrier,weight\nAnn,skills,1\nBob,apprenticeships,1\nCleo,low demand,1\n",
        encoding="utf-8",
    )
    weighed = bench.plan(PLACE, BINDING, files=PlanFiles(weights=file))
    assert weighed.portfolio is not None
    assert weighed.portfolio.people == ("Ann", "Bob")
    about = {one.option.key: one.option.barrier for one in weighed.gated}
    for person, barrier in enumerate(("skills", "apprenticeships")):
        for at, name in enumerate(weighed.portfolio.options):
            if about[name] != barrier:
                assert weighed.portfolio.inclusion_by_person[person, at] == 0
    assert any("Cleo" in note and "do not count" in note for note in weighed.notes)
    file.write_text("person,barrier,weight\nCleo,low demand,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="Nobody gives a weight"):
        bench.plan(PLACE, replace(BINDING, seed=9), files=PlanFiles(weights=file, only_own=False))


def test_own_evidence_brings_options_in(bench: Workbench, plan: Plan) -> None:
    evidence = Path(__file__).parents[2] / "examples/worked/access-to-finance-evidence.csv"
    shown = bench.plan(PLACE, BINDING, files=PlanFiles(evidence=evidence))
    finance = pl.col("barrier") == "finance"
    assert plan.options.filter(finance)["inclusion_probability"].null_count() > 0
    assert shown.options.filter(finance)["inclusion_probability"].null_count() == 0


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        (PlanSettings(0.0), "--budget"), (PlanSettings(math.nan), "--budget"),
        (PlanSettings(1e6, years=0), "--years"), (PlanSettings(1e6, draws=10), "--draws"),
        (PlanSettings(1e6, seed=-1), "--seed"),
    ],
)  # fmt: skip
def test_settings_out_of_range_are_refused(
    bench: Workbench, settings: PlanSettings, where: str
) -> None:
    with pytest.raises(InputError) as error:
        bench.plan(PLACE, settings)
    assert where in str(error.value)


def test_only_own_needs_options(bench: Workbench) -> None:
    with pytest.raises(InputError, match="there are none"):
        bench.plan(PLACE, BINDING, files=PlanFiles(only_own=True))
