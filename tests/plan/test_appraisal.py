"""Net effects, present values and ranges: worked by hand, by published figures, by properties."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import lognorm, triang
from tests.plan.examples import option

from placewise.data.evidence.appraisal import parse_appraisal_evidence, read_appraisal_evidence
from placewise.errors import InputError, UnknownNameError
from placewise.model.appraisal import AppraisalSettings
from placewise.model.options import Adjustments, Span
from placewise.plan.additionality import adjusted, net_additional, net_of_reference_case
from placewise.plan.appraisal import appraise, appraise_all, drawn_with, value_band
from placewise.plan.discounting import discount_factors
from placewise.plan.spans import drawn_span, span_quantiles

EVIDENCE = read_appraisal_evidence()
STANDARD = EVIDENCE.discounting["standard"]
SHARE = st.floats(0, 1)


@pytest.mark.parametrize(
    ("year", "published"), [(0, 1.0), (10, 0.7089), (20, 0.5026), (40, 0.2651), (125, 0.0274)]
)
def test_factors_are_those_of_the_green_book(year: int, published: float) -> None:
    # As another implementation (py_wlc 0.x, test_discount.py) holds them against the Green Book.
    assert round(discount_factors(126, STANDARD)[year], 4) == published


def test_factors_of_bands_multiply() -> None:
    factors = discount_factors(302, STANDARD)
    assert factors[75] == pytest.approx(1.035**-30 * 1.03**-45, rel=1e-12)
    assert factors[301] == pytest.approx(
        1.035**-30 * 1.03**-45 * 1.025**-50 * 1.02**-75 * 1.015**-100 / 1.01, rel=1e-12
    )
    health = discount_factors(32, EVIDENCE.discounting["health"])
    assert health[31] == pytest.approx(1.015**-30 / 1.0129, rel=1e-12)


@given(st.integers(1, 400))
def test_factors_fall_from_one_and_do_not_depend_on_how_many_there_are(years: int) -> None:
    factors = discount_factors(years, STANDARD)
    assert factors[0] == 1
    assert (np.diff(factors) < 0).all()
    np.testing.assert_array_equal(factors, discount_factors(400, STANDARD)[:years])


@pytest.mark.parametrize(
    ("shares", "published"),
    [
        ((0.20, 0.25, 0.10, 0.00), 0.54),
        ((0.35, 0.40, 0.20, 0.05), 0.296),
        ((0.10, 0.10, 0.05, 0.00), 0.769),
    ],
)
def test_net_shares_are_the_published_ones(
    shares: tuple[float, float, float, float], published: float
) -> None:
    # econstack-data, additionality.json: presets with their net share, to three digits.
    assert float(net_additional(1, *shares, 1)) == pytest.approx(published, abs=6e-4)


@given(st.floats(0, 1e6), SHARE, SHARE, SHARE, SHARE, st.floats(0, 3))
def test_both_forms_of_the_official_method_agree(
    gross: float, dead: float, displaced: float, leaked: float, swapped: float, factor: float
) -> None:
    rest = (displaced, leaked, swapped, factor)
    short = net_additional(gross, dead, *rest)
    long = net_of_reference_case(adjusted(gross, *rest), adjusted(gross * dead, *rest))
    np.testing.assert_allclose(short, long, rtol=1e-9, atol=1e-6)
    assert 0 <= short <= gross * factor + 1e-9


@pytest.mark.parametrize("span", [Span(2, 5, 11), Span(2, 2, 11), Span(0, 1, 1), Span(3, 3, 3)])
def test_triangular_ranges_have_the_quantiles_of_scipy(span: Span) -> None:
    at = np.array([0.001, 0.1, 1 / 3, 0.5, 0.9, 0.999])
    width = span.high - span.low
    shape = (span.central - span.low) / width if width else 0
    wanted = triang.ppf(at, shape, span.low, width) if width else np.full(at.size, 3.0)
    np.testing.assert_allclose(span_quantiles(span, at), wanted, rtol=1e-12)


def test_lognormal_ranges_hold_four_fifths() -> None:
    span = Span(50, 100, 200, "lognormal")
    low, middle, high = span_quantiles(span, np.array([0.1, 0.5, 0.9]))
    assert (low, middle, high) == pytest.approx((50, 100, 200), rel=1e-9)
    spread = np.log(4) / (lognorm.ppf(0.9, 1) and 2 * np.log(lognorm.ppf(0.9, 1)))
    at = np.array([0.01, 0.3, 0.99])
    np.testing.assert_allclose(
        span_quantiles(span, at), lognorm.ppf(at, spread, scale=100), rtol=1e-9
    )


@pytest.mark.parametrize("span", [Span(2, 1, 3), Span(0, 1, 2, "lognormal"), Span(1, 2, 3, "box")])
def test_ranges_out_of_order_are_refused(span: Span) -> None:
    with pytest.raises(InputError):
        span_quantiles(span, np.array([0.5]))


def test_draws_have_the_mean_of_their_range_and_depend_on_seed_and_words_alone() -> None:
    span = Span(0, 1, 5)
    drawn = drawn_span(span, 1000, 1, "a", "effect")
    assert drawn.mean() == pytest.approx(2.0, abs=0.01)
    np.testing.assert_array_equal(drawn, drawn_span(span, 1000, 1, "a", "effect"))
    other = drawn_span(span, 1000, 1, "a", "leakage")
    assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.15
    assert (drawn_span(span, 1000, 2, "a", "effect") != drawn).any()


def test_an_option_worked_by_hand() -> None:
    found = appraise(option(), EVIDENCE)
    # 10 jobs * 0.8 * 0.75 * 0.9 = 5.4; years 1 to 3 are worth 1/1.035 + 1/1.035^2 + 1/1.035^3.
    years = 1 / 1.035 + 1 / 1.035**2 + 1 / 1.035**3
    cost = 100 + 50 / 1.035
    wanted = {
        "net": 5.4, "stated_cost": 150, "public_cost": 0.8 * cost, "private_cost": 0.2 * cost,
        "unit_years": years, "cost_per_unit": 0.8 * cost / 5.4,
        "cost_per_unit_year": 0.8 * cost / 5.4 / years, "benefit": 54 * years,
        "net_present_value": 54 * years - cost,
        "benefit_per_pound": (54 * years - 0.2 * cost) / (0.8 * cost),
        "net_benefit_per_pound": (54 * years - cost) / (0.8 * cost),
    }  # fmt: skip
    assert {line: found.value(line) for line in wanted} == pytest.approx(wanted, rel=1e-12)
    assert found.value_band == "low"
    assert found.strength is None
    with pytest.raises(UnknownNameError, match="happiness"):
        found.value("happiness")


def test_optimism_bias_raises_costs_and_time_and_says_so() -> None:
    found = appraise(
        option(project_type="standard civil engineering", years_to_effect=3, mitigation=0.5),
        EVIDENCE,
    )
    assert found.inputs.costs_raised == pytest.approx(0.22)
    # 3 years and 10 %: the effect begins in the fourth year.
    assert found.inputs.first_year == 4
    assert found.value("public_cost") == pytest.approx(0.8 * 1.22 * (100 + 50 / 1.035))
    assert any(
        "22 %" in note and "upper bound" in note and "less 50 %" in note for note in found.notes
    )
    plain = appraise(option(), EVIDENCE)
    assert any("No optimism bias is published" in note for note in plain.notes)


def test_a_delay_of_whole_years_is_not_rounded_up_for_an_error_in_the_last_digit() -> None:
    found = appraise(option(project_type="standard building", years_to_effect=25), EVIDENCE)
    assert found.inputs.first_year == 26


def test_what_nobody_states_is_taken_from_general_ranges_and_named() -> None:
    found = appraise(
        option(adjustments=Adjustments(), policy_area="transport", value_per_unit=None), EVIDENCE
    )
    assert found.inputs.spans["displacement"] == Span(0, 0.175, 0.75)
    assert found.inputs.stated == {"effect"}
    assert found.value("net") == pytest.approx(10 * 0.85 * 0.825 * 0.9)
    for line in ("benefit", "net_present_value", "benefit_per_pound", "net_benefit_per_pound"):
        assert found.value(line) is None
    assert found.value_band == ""
    assert found.drawn.benefit is None
    assert any("deadweight, displacement" in note for note in found.notes)


def test_a_cost_per_job_without_an_effect_cannot_be_told() -> None:
    found = appraise(option(effect=Span(-9, -2, 4)), EVIDENCE)
    row = found.lines.filter(line="cost_per_unit").row(0, named=True)
    assert row["value"] is None
    assert row["low"] is not None
    assert (row["middle"], row["high"]) == (None, None)


def test_a_public_that_pays_nothing_has_no_benefit_per_pound() -> None:
    found = appraise(option(private_share=1.0), EVIDENCE)
    assert found.value("benefit_per_pound") is None
    assert any("pays nothing" in note for note in found.notes)


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 100), st.floats(0.1, 10), st.floats(0, 0.5))
def test_costs_and_effects_scale(effect: float, times: float, decay: float) -> None:
    span = Span(effect * 0.5, effect, effect * 2)
    bigger = Span(span.low * times, span.central * times, span.high * times)
    one = appraise(option(effect=span, decay=decay), EVIDENCE)
    two = appraise(
        option(effect=bigger, decay=decay, costs=tuple(c * times for c in option().costs)),
        EVIDENCE,
    )
    for line in ("cost_per_unit", "benefit_per_pound"):
        for column in ("value", "low", "middle", "high"):
            pair = [found.lines.filter(line=line)[column][0] for found in (one, two)]
            assert pair[0] == pytest.approx(pair[1], rel=1e-9)


def test_lines_and_years_add_up() -> None:
    found = appraise(option(decay=0.1), EVIDENCE)
    assert found.years["present_benefit"].sum() == pytest.approx(found.value("benefit"))
    assert found.years["present_public_cost"].sum() == pytest.approx(found.public_cost)
    assert found.drawn.benefit is not None
    ends = found.lines.filter(line="benefit").select("low", "middle", "high").row(0)
    assert ends == pytest.approx(tuple(np.quantile(found.drawn.benefit, (0.1, 0.5, 0.9))))


def test_an_option_is_appraised_the_same_beside_others() -> None:
    alone = appraise(option(), EVIDENCE)
    beside = appraise_all([option(key="other"), option()], EVIDENCE, strength={"advice": 3})
    assert beside[1].lines.equals(alone.lines)
    assert (beside[0].strength, beside[1].strength) == (None, 3)
    assert not np.array_equal(beside[0].drawn.net_effect, beside[1].drawn.net_effect)


def test_an_extension_is_drawn_with_what_it_extends() -> None:
    main = option(key="advice")
    more = option(key="more", requires=("advice",), effect=Span(4, 5, 7))
    yet_more = option(key="yet more", requires=("more",), effect=Span(4, 5, 7))
    apart = option(key="apart", requires=("advice",), intervention="another")
    assert drawn_with([main, more, yet_more, apart]) == {"more": "advice", "yet more": "advice"}
    first, second, third, other = appraise_all([main, more, yet_more, apart], EVIDENCE)
    half = first.drawn.net_effect / 2
    assert second.drawn.net_effect == pytest.approx(half)
    assert third.drawn.net_effect == pytest.approx(half)
    assert not np.allclose(other.drawn.net_effect, first.drawn.net_effect)


def test_options_that_require_each_other_share_one_order_of_draws() -> None:
    one, two = option(key="a", requires=("b",)), option(key="b", requires=("a",))
    assert drawn_with([one, two]) == {"b": "a"}
    assert drawn_with([one]) == {}


def test_ranges_are_those_of_free_draws_by_another_library() -> None:
    def free(span: Span) -> NDArray[np.float64]:
        width = span.high - span.low
        shape = (span.central - span.low) / width
        return np.asarray(triang.rvs(shape, span.low, width, size=400_000, random_state=generator))

    generator = np.random.default_rng(7)
    one = option()
    spans = (one.adjustments.deadweight, one.adjustments.displacement, one.adjustments.leakage)
    net = free(one.effect)
    for span in spans:
        assert span is not None
        net = net * (1 - free(span))
    row = appraise(one, EVIDENCE, AppraisalSettings(draws=20_000)).lines.filter(line="net")
    wanted = np.quantile(net, (0.1, 0.5, 0.9))
    np.testing.assert_allclose(row.select("low", "middle", "high").row(0), wanted, rtol=0.01)


def test_ranges_are_steady_between_seeds() -> None:
    ends = [
        appraise(option(), EVIDENCE, AppraisalSettings(seed=seed)).lines.filter(line="net")
        for seed in range(1, 6)
    ]
    for column in ("low", "middle", "high"):
        values = np.array([one[column][0] for one in ends])
        assert np.ptp(values) / values.mean() < 0.06


@pytest.mark.parametrize(
    ("value", "band"),
    [(-0.1, "very poor"), (0, "poor"), (1, "low"), (1.5, "medium"), (2, "high"),
     (3.999, "high"), (4, "very high"), (None, "")],
)  # fmt: skip
def test_a_value_on_a_boundary_belongs_to_the_higher_band(value: float | None, band: str) -> None:
    assert value_band(value, EVIDENCE.bands) == band


def test_what_cannot_be_appraised_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="standard"):
        appraise(option(), EVIDENCE, AppraisalSettings(schedule="standrad"))
    wrong = {
        "costs": (0.0, 0.0), "private_share": 1.2, "duration": 0,
        "adjustments": Adjustments(leakage=Span(0, 0.5, 1.5)),
    }  # fmt: skip
    with pytest.raises(InputError) as raised:
        appraise(option(**wrong), EVIDENCE)
    for fault in ("no costs", "private_share is no share", "lasts no year", "leakage is no share"):
        assert fault in str(raised.value)
    with pytest.raises(InputError, match="cannot be read"):
        parse_appraisal_evidence("[discounting]\nstandard = 3", "own.toml")
    with pytest.raises(InputError, match="0 years"):
        discount_factors(0, STANDARD)


def test_what_is_expected_over_draws_lies_within_what_they_span() -> None:
    """The figure from central values need not: here displacement reaches far to the bad side."""
    one = option(
        effect=Span(100, 500, 600), value_per_unit=Span(9_000, 14_000, 20_000),
        adjustments=Adjustments(displacement=Span(0.3, 0.5, 0.8)),
    )  # fmt: skip
    found = appraise(one, EVIDENCE)
    assert found.drawn.benefit is not None
    for line in ("net", "cost_per_unit", "net_benefit_per_pound"):
        row = found.lines.row(by_predicate=pl.col("line") == line, named=True)
        expected = found.expected(line)
        assert expected is not None
        assert row["low"] < expected < row["high"]
    row = found.lines.row(by_predicate=pl.col("line") == "net", named=True)
    assert row["value"] > row["high"]
    assert found.expected("net") == pytest.approx(found.drawn.net_effect.mean())
    worth = found.drawn.benefit.mean() - found.private_cost - found.public_cost
    assert found.expected("net_benefit_per_pound") == pytest.approx(worth / found.public_cost)
    unpriced = appraise(replace(one, value_per_unit=None), EVIDENCE)
    assert unpriced.expected("net_benefit_per_pound") is None
    with pytest.raises(UnknownNameError):
        found.expected("public_cost")
