"""Standard options: scaled in proportion, cut at 75 and 90, through the gate, honest on gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.standard import BARRIERS, BASE, MAKERS, RULES, counts, facts, made

from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.errors import InputError
from placewise.model.appraisal import AppraisalSettings
from placewise.model.options import BarrierFound, Option
from placewise.model.standard_options import EXTENSION, PlaceFacts, Specialism, StandardOption
from placewise.plan.appraisal import appraise
from placewise.plan.gate import gate
from placewise.plan.standard import significant, standard_options, weakest_status

SHARED_POWERS = {
    "school improvement", "rail", "export promotion", "inward investment", "support into work",
}  # fmt: skip
"""What no combined authority can do by itself: schools, the railway, the national services."""
SIZED = [one for one in BASE.options if not one.no_size]


def by_key(options: tuple[Option, ...]) -> dict[str, Option]:
    return {one.key: one for one in options}


def pairs(options: tuple[Option, ...]) -> list[tuple[Option, Option]]:
    return list(zip(options[::2], options[1::2], strict=True))


def test_every_intervention_comes_as_a_main_tranche_and_an_extension_that_requires_it() -> None:
    options = made().options
    assert [one.intervention for one in options[::2]] == [one.intervention for one in SIZED]
    for main, extension in pairs(options):
        assert (main.requires, extension.requires) == ((), (main.key,))
        assert extension.key == main.key + EXTENSION


@given(st.floats(1_000, 5_000_000), st.integers(1, 30))
@settings(max_examples=25, deadline=None)
def test_three_quarters_of_the_money_bring_nine_tenths_of_the_effect(
    size: float, years: int
) -> None:
    for main, extension in pairs(made(facts(size), years=years).options):
        whole = sum(main.costs) + sum(extension.costs)
        assert sum(main.costs) == pytest.approx(0.75 * whole, rel=1e-9)
        for end in ("low", "central", "high"):
            most, rest = getattr(main.effect, end), getattr(extension.effect, end)
            assert most == pytest.approx(0.9 * (most + rest), rel=1e-9, abs=1e-12)


@given(st.floats(1_000, 1_000_000), st.floats(1.1, 50))
@settings(max_examples=25, deadline=None)
def test_scaling_is_in_proportion_to_what_is_counted(size: float, factor: float) -> None:
    small, large = made(facts(size)).options, made(facts(size * factor)).options
    for one, other in zip(small, large, strict=True):
        times = 1.0 if one.kind == "sector" else factor  # specialisms have jobs of their own
        # Four digits are kept on each side.
        assert sum(other.costs) == pytest.approx(times * sum(one.costs), rel=2e-3)
        assert other.effect.central == pytest.approx(times * one.effect.central, rel=2e-3)
        for name in ("residents", "jobs", "firms"):
            before, reached = getattr(one.reach, name), getattr(other.reach, name)
            assert (reached is None) == (before is None)
            assert reached is None or reached == pytest.approx(times * before, rel=2e-3)


@given(st.floats(1_000, 5_000_000))
@settings(max_examples=20, deadline=None)
def test_ranges_of_cost_and_effect_are_in_order(size: float) -> None:
    found = made(facts(size))
    for row in found.sizes.iter_rows(named=True):
        assert 0 < row["public_cost_low"] <= row["public_cost"] <= row["public_cost_high"]
        assert 0 <= row["gross_low"] <= row["gross"] <= row["gross_high"]
        assert 0 < row["served"] < row["counted"]
    public = {one.key: sum(one.costs) * (1 - one.private_share) for one in found.options}
    for row in found.sizes.iter_rows(named=True):
        assert row["public_cost"] == pytest.approx(public[row["option"]], rel=2e-3)


def test_a_size_worked_out_by_hand() -> None:
    option = by_key(made().options)["support into work"]
    # 100,000 people, 10 % of them claim, 15 % of these are served at 3,000 each; three quarters
    # of the money; 0.375 jobs each, nine tenths of them.
    assert sum(option.costs) == pytest.approx(0.75 * 100_000 * 0.10 * 0.15 * 3_000)
    assert option.effect.central == pytest.approx(0.9 * 1_500 * 0.375, rel=1e-3)
    assert option.reach.residents == pytest.approx(0.75 * 1_500)
    assert (option.years_to_effect, option.duration) == (1 + 5, 5)


def test_a_service_costs_every_year_and_lasts_as_long_as_the_plan() -> None:
    ten, twenty = (by_key(made(years=years).options)["bus services"] for years in (10, 20))
    assert ten.costs[0] == twenty.costs[0]
    assert (ten.duration, twenty.duration) == (10, 20)
    assert ten.years_to_effect == twenty.years_to_effect == 1
    assert ten.effect == twenty.effect


@given(st.integers(1, 40))
@settings(max_examples=20, deadline=None)
def test_those_served_one_after_the_other_cost_the_same_however_long_it_takes(years: int) -> None:
    once, spread = by_key(made(years=1).options), by_key(made(years=years).options)
    for key, option in once.items():
        if key.removesuffix(EXTENSION) != "bus services":
            assert sum(spread[key].costs) == pytest.approx(sum(option.costs), rel=2e-3)
            assert spread[key].effect == option.effect


@pytest.mark.parametrize("standard", SIZED, ids=lambda one: one.intervention)
def test_a_standard_option_passes_the_gate_where_its_barrier_binds(
    standard: StandardOption,
) -> None:
    option = by_key(made().options)[standard.intervention]
    barrier = BARRIERS[option.barrier]
    found = BarrierFound.of(barrier, "binding", 0.95, "combined authority")
    steps = {step.step: step for step in gate(option, {barrier.key: found}).steps}
    assert steps["barrier"].verdict == steps["failure"].verdict == "passed"
    assert steps["additionality"].verdict == "passed", steps["additionality"].reason
    if option.intervention in SHARED_POWERS:
        assert steps["power"].verdict == "could not tell"
        assert "shared" in steps["power"].reason
        assert option.lead.startswith("the combined authority with ")
    else:
        assert steps["power"].verdict == "passed"


@pytest.mark.parametrize("standard", SIZED, ids=lambda one: one.intervention)
def test_powers_are_held_only_where_the_barrier_says_that_something_can_be_done(
    standard: StandardOption,
) -> None:
    held = set(standard.held)
    powers = BARRIERS[standard.barrier].powers
    assert held <= {kind for power in powers for kind in power.kinds}


def test_a_region_has_nobody_of_its_own_who_leads() -> None:
    options = made(facts(kind="region")).options
    assert {one.power for one in options} == {"not known"}
    assert all(one.lead.startswith("the councils of the place with ") for one in options)


def test_net_jobs_of_the_benchmark_come_out_at_its_cost() -> None:
    """The National Audit Office's 33,000 a net job of 2012, at prices of 2024."""
    option = by_key(made().options)["loan guarantees"]
    appraisal = appraise(option, read_appraisal_evidence(), AppraisalSettings(draws=100))
    net = appraisal.value("net")
    assert net is not None
    # Of a tranche with 75 % of the money and 90 % of the jobs.
    assert sum(option.costs) / net == pytest.approx(33_000 * 1.39 * 0.75 / 0.9, rel=1e-3)


def test_what_is_not_counted_is_not_offered_and_says_so() -> None:
    found = made(facts(without=("slow broadband", "population")))
    reasons = dict(found.not_offered.select("intervention", "reason").rows())
    missing = "No table at hand counts what it is scaled by at this place"
    assert reasons["broadband vouchers"] == f"{missing}: slow broadband."
    assert reasons["density near transport"] == f"{missing}: population."
    offered = {one.intervention for one in found.options}
    assert "broadband vouchers" not in offered
    assert offered | set(reasons) == {one.intervention for one in BASE.options}


def test_nobody_to_serve_is_a_reason() -> None:
    known = counts() | {"slow broadband": replace(counts()["slow broadband"], value=0.0)}
    found = made(PlaceFacts("district", known, MAKERS, "GBP"))
    reason = found.not_offered.filter(intervention="broadband vouchers")["reason"][0]
    assert reason.startswith("There is nobody to serve at this place")


def test_pounds_are_not_dollars() -> None:
    for currency, said in (("USD", "the place counts in dollars"), (None, "do not name one")):
        found = made(facts(currency=currency))
        assert found.options == ()
        reasons = dict(found.not_offered.select("intervention", "reason").rows())
        assert "known in pounds only" in reasons["roads"]
        assert said in reasons["roads"]
        assert "give your own options" in reasons["roads"]


def test_options_for_sectors_are_for_demonstrated_specialisms() -> None:
    options = by_key(made().options)
    assert options["inward investment"].sectors == ("Repair, installation",)
    without = made(facts(specialisms=())).not_offered.filter(intervention="inward investment")
    assert "no specialism of the place can be demonstrated" in without["reason"][0]
    hotels = (Specialism("Hotels", "55", 500.0, 2023, "I"),)
    only_local = made(facts(specialisms=hotels))
    reason = only_local.not_offered.filter(intervention="inward investment")["reason"][0]
    assert reason == (
        "It is for industries that sell elsewhere, and no demonstrated specialism of the place "
        "is one: Hotels."
    )
    subsidy = by_key(only_local.options)["employer subsidy"]
    assert subsidy.sectors == ("Hotels",)
    both = made(facts(specialisms=MAKERS + hotels)).options
    assert by_key(both)["inward investment"].sectors == ("Repair, installation",)


def test_only_what_is_advised_to_consider_here_is_offered() -> None:
    some = standard_options(
        BASE, RULES, facts(), years=5, considered=["roads", "demand management"]
    )
    assert [one.key for one in some.options] == ["roads", "roads" + EXTENSION]
    assert some.not_offered["intervention"].to_list() == ["demand management"]
    fewer = [rule for rule in RULES if rule.intervention != "roads"]
    assert "roads" not in by_key(standard_options(BASE, fewer, facts(), years=5).options)


def test_a_place_names_counts_that_are_approximate() -> None:
    rough = counts() | {"claimant count": replace(counts()["claimant count"], approximate=True)}
    notes = made(PlaceFacts("district", rough, (), "GBP")).notes
    assert notes[-1] == "Averaged over the areas of the place, so approximate: claimant count."
    assert made().notes == BASE.notes


def test_the_weakest_figure_gives_the_status() -> None:
    assert {weakest_status(one) for one in SIZED} == {"proposal"}
    figures = {name: replace(one, status="direct") for name, one in SIZED[0].figures.items()}
    assert weakest_status(replace(SIZED[0], figures=figures)) == "direct"


def test_a_plan_without_years_is_refused() -> None:
    with pytest.raises(InputError, match="0 years"):
        made(years=0)


@given(st.floats(1e-6, 1e12))
@settings(deadline=None)
def test_four_digits_are_kept(value: float) -> None:
    assert significant(value) == pytest.approx(value, rel=5.001e-4)
    assert significant(significant(value)) == significant(value)
    assert significant(0.0) == 0.0
