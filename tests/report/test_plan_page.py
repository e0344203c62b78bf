"""The page of a plan: what stands on it, what is said of what is missing, and hostile words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.report.plans import (
    COMMAND,
    hostile,
    many_options,
    no_option,
    no_portfolio,
    portfolio_of,
    sample_plan,
)
from tests.report.reviews import Page

from placewise.model.glossary import Term
from placewise.model.plan import OPTIONS, Plan
from placewise.model.words import Finding
from placewise.report.drawing import draw
from placewise.report.plan_cells import ILLUSTRATIVE, MARK, Money, amount, together
from placewise.report.plan_change import (
    left_out_blocks,
    people_sentence,
    people_table,
    regret_sentence,
)
from placewise.report.plan_charts import (
    cost_chart,
    inclusion_chart,
    mix_chart,
    outcome_chart,
    reach_chart,
)
from placewise.report.plan_json import plan_json
from placewise.report.plan_page import plan_page
from placewise.report.plan_rows import cost_table, mix_table, priority_table, reach_table
from placewise.report.plan_why import reasons
from placewise.report.render import chart_svg

CHARTS = (inclusion_chart, outcome_chart, cost_chart, mix_chart, reach_chart)


def without_intervals() -> Plan:
    plan = sample_plan()
    ends = [name for name in OPTIONS if name.endswith(("_lower", "_upper"))]
    return replace(plan, options=plan.options.with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in ends
    ))  # fmt: skip


def with_long_names() -> Plan:
    plan = sample_plan()
    return replace(plan, options=plan.options.with_columns(
        title=pl.col("title") + " for all who may need it, whatever they do" * 6
    ))  # fmt: skip


def all_left_out() -> Plan:
    plan = sample_plan()
    return replace(plan, options=plan.options.with_columns(chosen=pl.lit(False)), mix=None,
                   reach=None, toolkits=())  # fmt: skip


def own_only() -> Plan:
    plan = sample_plan()
    return replace(plan, options=plan.options.with_columns(origin=pl.lit("own")))


def standard_only() -> Plan:
    plan = sample_plan()
    return replace(plan, options=plan.options.with_columns(origin=pl.lit("standard")))


def in_kronor() -> Plan:
    plan = sample_plan()
    return replace(plan, settings=replace(plan.settings, currency="SEK"))


def with_persons() -> Plan:
    return sample_plan(portfolio=portfolio_of(("the mayor", "the college", "the chamber")))


def without_reach() -> Plan:
    plan = sample_plan(reach=None)
    reach = [name for name in OPTIONS if name.startswith("reach_")]
    return replace(plan, options=plan.options.with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in reach
    ))  # fmt: skip


ALL: dict[str, Callable[[], Plan]] = {
    "whole": sample_plan, "no portfolio": no_portfolio, "no option": no_option,
    "nothing taken": all_left_out, "no reach": without_reach, "no intervals": without_intervals,
    "own options": own_only, "standard options": standard_only, "kronor": in_kronor,
    "persons": with_persons, "long names": with_long_names, "hostile": lambda: hostile("<b>&"),
}  # fmt: skip


def words(html: str) -> str:
    """Return the text of a page as a reader has it."""
    body = re.sub(r"<style.*?</style>", " ", html, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]*>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", text.replace("\N{WORD JOINER}", ""))


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_the_page_is_well_formed_and_stands_alone(made: Callable[[], Plan]) -> None:
    plan = made()
    text = plan_page(plan, [Term("gate", "what an option has to pass", ("gates",))])
    page = Page(text)
    assert page.tags.count("h1") == 1
    for landmark in ("header", "main", "footer"):
        assert page.tags.count(landmark) == 1
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption") == page.tags.count("thead")
    assert len(page.ids) == len(set(page.ids))
    assert "<script" not in text
    assert "nan" not in words(text).lower().split()
    assert "None" not in words(text).replace("None of", "")
    links = [str(attributes["href"]) for tag, attributes in page.attributes if tag == "a"]
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(page.ids)
    assert not [1 for _, attributes in page.attributes if "src" in attributes]
    assert not re.search(r"url\((?!#)|@import", text)
    assert len(text.encode()) < 2_000_000
    for finding in plan.headline:
        assert " ".join(finding.split()) in words(text)
    assert "what an option has to pass" in text


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_charts_are_drawn_from_specifications_that_vega_reads(made: Callable[[], Plan]) -> None:
    plan = made()
    for chart in (make(plan) for make in CHARTS):
        if chart is not None:
            assert "<svg" in draw(chart)
            assert "nan" not in draw(chart).lower()
            assert "NaN" not in chart_svg(chart.spec)


def test_what_a_reader_asks_is_answered_in_its_order() -> None:
    text = plan_page(sample_plan())
    keys = re.findall(r'<h2 id="([\w-]+)"', text)
    assert keys == [
        "answer", "priorities", "cost", "why", "mix", "reach", "appraisal", "change", "left",
        "principles", "unknown", "method",
    ]  # fmt: skip
    said = words(text)
    assert "Weak skills: binding here, very likely (91 %)" in said
    assert "The authority, which holds the powers that it needs (the adult skills fund)." in said
    assert "the share of evaluations that found a positive effect" in said
    assert "Training in firms did better than in classrooms." in said
    assert "That is no probability that an option works here." in said
    assert "equal problems may give equal plans" in said
    assert "Jobs by industry (2023). An office, Open licence." in said
    assert said.count("Passed: seeds.") == said.count("Could not tell: costs.") == 1
    assert COMMAND in said


def numbers(cell: str) -> list[float]:
    found = re.findall(r"−?[\d,]+(?:\.\d+)?", cell)
    return [float(one.replace("−", "-").replace(",", "")) for one in found]


def close(shown: float, value: float | None, unit: float = 1.0) -> bool:
    """Is a figure on the page that of the table, as far as its digits go?"""
    assert value is not None
    return abs(shown - value / unit) <= max(0.5, 0.006 * abs(value / unit))


def test_figures_on_the_page_are_those_of_the_json() -> None:
    plan = sample_plan()
    written = plan_json(plan)
    rows = {row["title"]: row for row in written["options"]}
    table = priority_table(plan)
    assert table is not None
    assert table.columns[6] == "Public cost per net job (£ thousand)"
    for cells in table.rows:
        row = rows[cells[0].removesuffix(f" {MARK}")]
        assert cells[1] == ("taken" if row["chosen"] else "not taken")
        assert numbers(cells[3]) == [pytest.approx(100 * row["inclusion_probability"], abs=0.06)]
        low, high = numbers(cells[4])
        assert low == pytest.approx(100 * row["inclusion_lower"], abs=0.06)
        assert high == pytest.approx(100 * row["inclusion_upper"], abs=0.06)
        assert close(numbers(cells[5])[0], row["net_effect"])
        assert close(numbers(cells[5])[1], row["net_effect_lower"])
        assert close(numbers(cells[6])[0], row["cost_per_unit"], 1e3)
        assert close(numbers(cells[6])[1], row["cost_per_unit_lower"], 1e3)
        assert close(numbers(cells[7])[0], row["cost_per_unit"] / row["unit_years"], 1e3)
        assert close(numbers(cells[7])[1], row["cost_per_unit_lower"] / row["unit_years"], 1e3)
        if row["benefit_per_pound"] is None:
            assert cells[8] == "–"
        else:
            assert numbers(cells[8])[0] == pytest.approx(row["benefit_per_pound"], abs=0.006)
    costs = cost_table(plan)
    assert costs is not None
    for cells in costs.rows:
        row = rows[cells[0].removesuffix(f" {MARK}")]
        assert numbers(cells[3]) == [pytest.approx(row["public_cost"] / 1e6, abs=0.06)]
    mix = mix_table(plan)
    assert mix is not None
    by_area = {row["policy_area"]: row for row in written["mix"]}
    for cells in mix.rows:
        told = by_area[cells[0].lower()]
        assert numbers(cells[2]) == [pytest.approx(told["spent"] / 1e6, abs=0.06)]
        assert numbers(cells[3]) == [pytest.approx(100 * told["share"], abs=0.06)]
    said = words(plan_page(plan))
    regret = written["portfolio"]["relative_regret"]
    assert (
        f"misses {100 * regret['mean']:.0f} % of the benefit that the best plan of a draw would "
        f"bring ({100 * regret['p10']:.0f} to {100 * regret['p90']:.0f} % in four fifths" in said
    )
    for row in written["left_out"]:
        assert row["title"] in said
        assert row["reason"].rstrip(".") in said or row["reason"][1:].rstrip(".") in said
    for row in written["sector_against_horizontal"]:
        assert row["count"] is None or f"{row['count']:,.0f}" in said
    assert [cells[4] for cells in mix.rows] == ["41 to 62 %", "0 to 36 %", "0 to 27 %"]


def test_every_chart_draws_the_figures_of_the_plan() -> None:
    plan = sample_plan()
    by_name = {row["title"]: row for row in plan.options.to_dicts()}
    chart = inclusion_chart(plan)
    outcome = outcome_chart(plan)
    cost = cost_chart(plan)
    assert chart is not None
    assert outcome is not None
    assert cost is not None
    for row in chart.spec["datasets"]["rows"]:
        told = by_name[row["name"].removesuffix(f" {MARK}")]
        assert row["value"] == pytest.approx(100 * told["inclusion_probability"])
        assert row["strong"] == told["chosen"]
    for row in outcome.spec["datasets"]["rows"]:
        told = by_name[row["name"].removesuffix(f" {MARK}")]
        assert row["value"] == pytest.approx(1e6 * told["unit_years"] / told["cost_per_unit"])
    assert {row["name"].removesuffix(f" {MARK}"): row["x"]
            for row in cost.spec["datasets"]["points"]} == {
        title: pytest.approx(row["public_cost"] / 1e6) for title, row in by_name.items()
        if row["inclusion_probability"] is not None
    }  # fmt: skip


def test_a_standard_size_is_always_said_to_be_one() -> None:
    mixed = plan_page(sample_plan())
    assert f"Advice for firms, main tranche {MARK}" in words(mixed)
    assert f"Shared test bench for metal products {MARK}" not in words(mixed)
    assert f"{COMMAND} --options FILE.xlsx --only-own" in words(mixed)
    assert f"{COMMAND} --template FILE.xlsx" in words(mixed)
    standard = words(plan_page(standard_only()))
    assert MARK not in standard, "where all sizes are, the mark tells nothing"
    assert f"size of every option here, and with it the cost, is {ILLUSTRATIVE}" in standard
    for chart in (inclusion_chart, outcome_chart, cost_chart):
        drawn = chart(standard_only())
        assert drawn is not None
        assert ILLUSTRATIVE in drawn.subtitle
    own = words(plan_page(own_only()))
    assert MARK not in own
    assert "illustrative" not in own


def test_what_is_missing_is_said_and_not_drawn() -> None:
    nothing = words(plan_page(no_option()))
    assert "There is no option to choose from." in nothing
    assert "Nothing was left out." in nothing
    failed = words(plan_page(no_portfolio()))
    assert "no option came through the gate" in failed
    assert "It is not a barrier here." in failed
    unreached = words(plan_page(without_reach()))
    assert "Whom the options reach is not known." in unreached
    assert reach_chart(without_reach()) is None
    bare = inclusion_chart(without_intervals())
    assert bare is not None
    assert "no interval" in bare.subtitle
    assert "No option is taken." in words(plan_page(all_left_out()))


def test_money_is_in_the_currency_of_the_options() -> None:
    text = words(plan_page(in_kronor()))
    assert "SEK 100 million of public money in prices of 2025" in text
    assert "Public cost (SEK million)" in text
    assert "£" not in words(plan_page(replace(in_kronor(), headline=(), toolkits=())))
    assert amount(-1_250_000, "USD") == "−$1.2 million"
    assert amount(950, "GBP") == "£950"
    assert amount(0, "GBP") == "£0"
    assert Money.of("GBP", []).unit == "£"
    assert Money.of("GBP", [5e6]).cell(float("inf")) == "–"


def test_persons_who_disagree_are_not_averaged() -> None:
    plan = with_persons()
    table = people_table(plan)
    assert table is not None
    assert table.columns[2:] == ("the mayor", "the college", "the chamber")
    assert table.rows[0][0].startswith("Advice for firms")
    assert table.rows[0][1:] == (
        "they differ", "81 %, taken", "81 %, taken", "21 %, not taken"
    )  # fmt: skip
    assert "differ on ‘Advice for firms, main tranche †’" in people_sentence(plan)
    assert people_table(sample_plan()) is None
    assert people_sentence(sample_plan()) == ""


def test_what_would_change_the_choice() -> None:
    text = words(plan_page(sample_plan()))
    assert (
        "Counted in job-years of present value, by need, the last £10 million brings 22.0, and "
        "£10 million more would bring 17.8." in text
    )
    assert "it leaves if its effect is below 92 % of what is expected" in text
    assert "it enters from 2.50 times the effect that is expected" in text
    assert "it stays whatever its effect: rules or other options need it" in text
    assert "Weak skills Training at work, extension † Shared test bench" in text


def test_one_reason_of_several_is_told_once() -> None:
    plan = sample_plan()
    rows = [
        ("a", "One", "option", "power", "Nobody may."), ("b", "Two", "option", "power",
                                                         "Nobody may."),
        ("c", "Three", "option", "offer", "No size."), ("d", "Four", "thing", "new", "So."),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=plan.left_out.schema, orient="row")
    blocks = left_out_blocks(replace(plan, left_out=frame))
    assert [block["title"] for block in blocks] == [
        "Options for which nobody here holds the power", "What is not offered here as an option",
        "Thing: new",
    ]  # fmt: skip
    assert blocks[0]["rows"] == [("One and Two", "Nobody may.")]
    assert blocks[0]["count"] == 2


def test_tranches_of_one_intervention_are_told_together() -> None:
    plan = sample_plan()
    options = plan.options.with_columns(
        chosen=pl.col("inclusion_probability").is_not_null(),
        title=pl.when(pl.col("option") == "training-more")
        .then(pl.lit("Training at work, main tranche (extension)"))
        .otherwise(pl.col("title")),
        origin=pl.lit("standard"),
    )
    told = reasons(replace(plan, options=options))
    assert [one["title"] for one in told] == [
        "Training at work, main tranche and the extension", "Advice for firms, main tranche",
        "Shared test bench for metal products",
    ]  # fmt: skip
    assert told[0]["sure"] == (
        "in 97.4 % of the best plans (96.2 to 98.2 %); the extension in 9.4 % of the best plans "
        "(7.7 to 11.4 %)"
    )
    assert told[2]["open"].startswith("Conditional: whether it is a barrier here and whether those")


def test_a_finding_that_no_section_is_made_for_gets_one() -> None:
    table = pl.DataFrame({"what": ["a"], "value": [2.5]})
    extra = Finding("extra", "What else?", "Something else.", table)
    text = words(plan_page(sample_plan(findings=(extra,))))
    assert "What else? Something else." in text
    assert "a 2.5" in text
    totals = pl.DataFrame({
        "what": ["spent", "paid", "options"], "title": ["Spent", "Paid", "Options in the plan"],
        "value": [36.5e6, 0.883, 3.0], "lower": [33e6, None, None], "upper": [40e6, None, None],
        "unit": ["GBP", "share", "options"],
    })  # fmt: skip
    found = Finding("totals", "What does the plan come to?", "Much.", totals)
    text = words(plan_page(sample_plan(findings=(found,))))
    assert "Spent 36.5 33.0 to 40.0 £ million" in text
    assert "Paid 88.3 – per cent" in text
    assert "Options in the plan 3 – options" in text
    assert "Much." not in text


def test_a_workbook_that_was_written_is_linked() -> None:
    text = plan_page(sample_plan(), workbook="plan.xlsx")
    assert '<a href="plan.xlsx">The workbook</a>' in text
    assert "--xlsx" not in words(text)
    assert f"{COMMAND} --xlsx plan.xlsx" in words(plan_page(sample_plan()))


HOSTILE = "<script>alert('1')</script>\"><img src=http://x.example/ onerror=y> \u202e &lt; 5 % \x00"


def test_hostile_text_stays_text() -> None:
    text = plan_page(hostile(HOSTILE), workbook='"><script>')
    page = Page(text)
    assert "<script" not in text
    assert "img" not in page.tags
    assert "\x00" not in text
    assert "onerror" not in [name for _, attributes in page.attributes for name in attributes]
    assert text.encode()


def test_reach_puts_the_plan_first_and_leaves_blank_what_is_not_known() -> None:
    table = reach_table(sample_plan())
    assert table is not None
    assert [row[0] for row in table.rows][:3] == [
        "The whole plan", "All horizontal options together", "All sector options together",
    ]  # fmt: skip
    whole: tuple[Any, ...] = table.rows[0]
    assert whole[-2:] == ("29 % (23 to 35 %; 61,110)", "13.3 % (10.6 to 16.0 %; 2,394)")
    assert table.rows[2][-3] == "–"


def test_a_further_tranche_is_told_with_the_first() -> None:
    assert together([f"A {MARK}", "B", f"A (extension) {MARK}", "B (extension)", "C"]) == [
        f"A with its extension {MARK}", "B with its extension", "C"
    ]  # fmt: skip
    assert together(["A (extension)"]) == ["A (extension)"]
    assert together([]) == []


def test_a_page_of_many_options_stays_small() -> None:
    plan = many_options(125)
    text = plan_page(plan)
    Page(text)
    assert plan.options.height == 500
    assert len(text.encode()) < 2_000_000
    said = words(text)
    assert "484 more are in the table" in said
    assert "All 500 options, the first 300 shown" in said
    assert "The arithmetic of 440 more is in the workbook." in said


def test_regret_beside_next_to_nothing_is_told_in_money() -> None:
    plan = sample_plan()
    made = plan.portfolio
    assert made is not None
    assert "%" in regret_sentence(plan, made)
    near_nothing = replace(
        made,
        regret=np.full(made.regret.shape, 2.5e6),
        relative_regret=np.full(made.relative_regret.shape, 40.0),
    )
    unknown = replace(made, relative_regret=np.full(made.relative_regret.shape, np.nan))
    told = made.shares_missed_tell, near_nothing.shares_missed_tell, unknown.shares_missed_tell
    assert told == (True, False, False)
    assert regret_sentence(plan, unknown) == ""
    said = regret_sentence(replace(plan, benefit_unit="GBP of present value"), near_nothing)
    assert "misses £2.5 million of what the best plan" in said
    assert "(£2.5 million to £2.5 million in four fifths" in said
    assert "%" not in said
    in_jobs = regret_sentence(replace(plan, benefit_unit="job-years, by need"), near_nothing)
    assert "misses 2,500,000 job-years of what" in in_jobs
