"""Standard options as they ship: one for every rule, every figure with what it rests on."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from tests.plan.standard import BARRIERS, BASE, RULES, facts

from placewise.data.concepts import read_concepts
from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.evidence.records import shipped_records
from placewise.data.evidence.standard_options import (
    parse_standard_options,
    read_standard_options,
)
from placewise.errors import InputError
from placewise.model.evidence import STATUSES
from placewise.model.standard_options import SPECIALISED_JOBS
from placewise.plan.standard import standard_options

TEXT = (files("placewise.data.evidence") / "standard_options.toml").read_text(encoding="utf-8")
SIZED = [one for one in BASE.options if not one.no_size]
BY_KEY = {one.intervention: one for one in BASE.options}
RECORDS = {record.key: record for record in shipped_records()}


def test_every_intervention_to_consider_has_one_and_none_is_superfluous() -> None:
    advised = [(rule.intervention, rule.barrier) for rule in RULES if rule.advice == "consider"]
    assert sorted((one.intervention, one.barrier) for one in BASE.options) == sorted(advised)


def test_every_figure_says_what_it_rests_on() -> None:
    for option in SIZED:
        for figure in option.figures.values():
            where = f"{option.intervention}, {figure.name}"
            assert figure.status in STATUSES, where
            assert figure.why, where
            assert figure.source or figure.status == "proposal", where
            assert 0 <= figure.span.low <= figure.span.central <= figure.span.high, where
    assert [one.intervention for one in BASE.options if one.no_size] == [
        "demand management", "joint commissioning",
    ]  # fmt: skip


def test_what_an_option_names_is_known() -> None:
    concepts = {*read_concepts(), SPECIALISED_JOBS, ""}
    bias = read_appraisal_evidence().optimism
    for option in SIZED:
        assert {option.counted.concept, option.counted.per_cent} <= concepts, option.intervention
        assert set(option.evidence) <= set(RECORDS), option.intervention
        assert option.failure in BARRIERS[option.barrier].failures, option.intervention
        assert option.project_type in {*bias, "revenue programme"}


def test_options_for_sectors_are_scaled_by_specialisms_and_others_are_not() -> None:
    kinds = {rule.intervention: rule.kind for rule in RULES}
    for option in SIZED:
        scaled = option.counted.concept == SPECIALISED_JOBS
        assert scaled == (kinds[option.intervention] == "sector"), option.intervention


def test_figures_of_the_regional_growth_fund_are_those_of_its_record() -> None:
    record = RECORDS["regional-growth-fund-jobs"]
    figure = BY_KEY["inward investment"].figures["cost per net job"]
    taken_over = BY_KEY["loan guarantees"].figures["cost per net job"]
    # The fund gave grants to firms: what it tells of loans is a proposal.
    assert (figure.status, taken_over.status) == ("derived", "proposal")
    assert figure.span == taken_over.span
    span = figure.span
    assert span.central == pytest.approx(1.39 * (record.cost.value or 0))
    assert "75 per cent of the cost (26,000 each)" in record.cost.text
    assert span.low == pytest.approx(1.39 * 26_000)
    # Enterprise zones of 2011 reached 18,000 at most of the 54,000 jobs first forecast.
    zones = RECORDS["enterprise-zones-2011-forecast"]
    assert span.high == pytest.approx(1.39 * 33_000 * 54_000 / (zones.effect.high or 0))
    assert (BASE.tranches.money, BASE.tranches.effect) == (0.75, 0.9)


def test_figures_of_employment_programmes_are_those_of_their_record() -> None:
    cost = RECORDS["employment-programmes-benchmark"].cost
    figures = BY_KEY["support into work"].figures
    each = figures["public cost"].span
    assert "500 to 15,000 pounds a participant (3,000 in the middle)" in cost.text
    assert (each.low, each.central, each.high) == (500, 3_000, 15_000)
    assert figures["jobs"].span.central == each.central / (cost.value or 0)
    assert figures["jobs"].span.low == each.central / (cost.high or 0)


def test_gross_jobs_follow_from_the_cost_of_a_net_job() -> None:
    for option in SIZED:
        figures = option.figures
        if "cost per net job" not in figures:
            continue
        kept = 1.0
        for name in ("deadweight", "displacement", "leakage", "substitution"):
            kept *= 1 - figures[name].span.central
        net = figures["jobs"].span.central * kept
        assert figures["public cost"].span.central / net == pytest.approx(
            figures["cost per net job"].span.central
        )


@pytest.mark.shared
def test_shares_are_the_published_presets(shared: Path) -> None:
    text = (shared / "evidence" / "appraisal.yaml").read_text(encoding="utf-8")
    assert "optimistic: {deadweight: 0.10, displacement: 0.10, leakage: 0.05" in text
    assert "conservative: {deadweight: 0.35, displacement: 0.40, leakage: 0.20" in text
    for area, option in (("employment_skills: [0.20,0.15,0.10]", "in-firm training"),
                         ("housing: [0.275,0.20,0.15]", "housing supply"),
                         ("regeneration_local_growth: [0.275,0.375,0.175]", "site assembly"),
                         ("transport: [0.15,0.175,0.10]", "bus services")):  # fmt: skip
        assert area in text
        figures = BY_KEY[option].figures
        names = ("deadweight", "displacement", "leakage")
        central = [figures[name].span.central for name in names]
        assert central == [float(one) for one in area.split("[")[1].rstrip("]").split(",")]
        assert [figures[name].span.low for name in names] == [0.10, 0.10, 0.05]
        assert [figures[name].span.high for name in names] == [0.35, 0.40, 0.20]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('status = "proposal", source = "", why = "One job in twenty',
         'status = "guess", source = "", why = "One job in twenty',
         'option 1, take-up: status "guess" is none of'),
        ('status = "secondary", source = "econstack-data, notes on displacement"',
         'status = "direct", source = ""', "names its source"),
        ("low = 0.02, central = 0.05, high = 0.1", "low = 0.06, central = 0.05, high = 0.1",
         "option 1, take-up: low, central and high are out of order"),
        ("low = 0.02, central = 0.05, high = 0.1", "low = 0.02, central = 0.05, high = 1.1",
         "option 1, take-up: is no share from 0 to 1"),
        ('spending = "service"', 'spending = "rolling"', "what is rolling has a duration"),
        ('failure = "equity"', 'failure = "envy"', 'failure "envy" is none of'),
        ('cost_per_net_job = "Regional Growth Fund"', 'cost_per_net_job = "Another Fund"',
         'cost_per_net_job "Another Fund" is no figure under [figures]'),
        ('intervention = "rail"', 'intervention = "roads"', 'two options are of "roads"'),
        ("reach = { residents = 1, jobs = 1 }", "reach = { cats = 1 }",
         "reach is no table of residents, jobs and firms"),
        ("low = 0.02, central = 0.05, high = 0.1", "low = 0.02",
         "option 1, take_up: central is missing"),
        ("low = 0.02, central = 0.05, high = 0.1", "central = 'much'",
         "option 1, take_up: central is no number"),
        ("low = 0.02, central = 0.05, high = 0.1", "central = nan",
         "option 1, take_up: central is no number"),
        ("leakage = { low = 0.05, central = 0.25, high = 0.5", "leakage = { central = 1.0",
         "nothing is left of its gross jobs"),
        ('duration = { central = 5, status = "proposal", source = "", why = "Skills',
         'duration = { central = 0, status = "proposal", source = "", why = "Skills',
         "option 1, duration: is not a year at least"),
        ('held = ["combined authority"]', 'held = "combined authority"',
         "held is no list of texts"),
        ('unit = "people trained"', "unit = 3", "option 1: unit is no text"),
        ('decay = "no decay"', "decay = 0.1", "decay is no figure"),
        ("money = 0.75", "money = 1.75", "tranches are no shares"),
        ('shares = "housing"', 'shares = "boats"', 'shares "boats" is none of'),
        ("central = 0.10\n", "central = 1.0\n", "is not below 1"),
    ],
)  # fmt: skip
def test_every_fault_is_told(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(InputError) as error:
        parse_standard_options(TEXT.replace(old, new), "own.toml")
    assert said in str(error.value)


@pytest.mark.parametrize("text", ["option = 3", "[[option]", "currency = 'GBP'"])
def test_what_cannot_be_read_says_so(text: str) -> None:
    with pytest.raises(InputError, match="standard options cannot be read"):
        parse_standard_options(text, "own.toml")


def test_a_file_of_ones_own_may_be_in_another_currency(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(TEXT.replace('currency = "GBP"', 'currency = "USD"'), encoding="utf-8")
    base = read_standard_options(file)
    assert (base.currency, base.options) == ("USD", BASE.options)
    made = standard_options(base, RULES, facts(currency="USD", kind="county"), years=10)
    assert len(made.options) == 50
    assert made.currency == "USD"


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot read the standard options"):
        read_standard_options(tmp_path / "nothing.toml")
