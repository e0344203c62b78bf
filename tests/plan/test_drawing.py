"""Rules and draws of a plan: what is drawn holds to the probabilities that it is drawn from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.examples import barrier, option

from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.errors import InputError
from placewise.model.appraisal import Appraisal, AppraisalSettings
from placewise.plan.appraisal import appraise
from placewise.plan.drawing import (
    MONEY,
    NeedShares,
    costs_after,
    drawn_benefit,
    drawn_cost_factor,
    drawn_needs,
    draws_of,
    rules_of,
    unit_of_comparison,
)
from placewise.plan.entering import (
    by_title,
    refused_after,
    refused_at_gate,
    refused_in_comparison,
)
from placewise.plan.gate import gate
from placewise.plan.portfolio import benefits, expected_burden, expected_over_draws

EVIDENCE = read_appraisal_evidence()
DRAWS = 500


def appraised(**changes: object) -> Appraisal:
    return appraise(option(**changes), EVIDENCE, AppraisalSettings(draws=DRAWS, seed=7))


def test_what_is_compared_in() -> None:
    priced, jobs = option(), option(key="b", value_per_unit=None)
    homes = option(key="c", value_per_unit=None, effect_unit="homes")
    assert unit_of_comparison([priced, priced]) == MONEY
    assert unit_of_comparison([priced, jobs]) == "jobs"
    assert unit_of_comparison([homes, homes]) == "homes"
    assert unit_of_comparison([priced, homes]) == "jobs"
    assert refused_in_comparison(homes, "jobs") is not None
    assert refused_in_comparison(priced, "jobs") is None


@settings(max_examples=60, deadline=None)
@given(
    binding=st.floats(0, 1), part=st.floats(0, 1), draws=st.integers(100, 700),
    seed=st.integers(0, 10**6),
)  # fmt: skip
def test_needs_hold_to_their_probabilities_within_one_draw(
    binding: float, part: float, draws: int, seed: int
) -> None:
    share = NeedShares(binding, (1 - binding) * part)
    drawn = drawn_needs({"a": share}, draws, seed)
    assert set(np.unique(drawn)) <= {0.0, 0.5, 1.0}
    # Draws lie in parts of equal probability: a share is off by less than one part.
    assert abs((drawn == 1).mean() - share.binding) <= 1 / draws + 1e-9
    assert abs((drawn == 0.5).mean() - share.contributing) <= 2 / draws + 1e-9
    assert drawn.mean() == pytest.approx(share.expected, abs=2 / draws)


def test_the_needs_of_a_barrier_do_not_hang_on_the_others() -> None:
    a, b = NeedShares(0.3, 0.4), NeedShares(0.2, 0.1)
    alone, both = drawn_needs({"a": a}, 300, 5), drawn_needs({"b": b, "a": a}, 300, 5)
    assert (alone[:, 0] == both[:, 1]).all()
    # Two barriers are not tied to one another.
    assert abs(float(np.corrcoef(both[:, 0], both[:, 1]).ravel()[1])) < 0.2


def test_benefit_is_money_or_years_of_a_unit() -> None:
    one = appraised()
    assert one.drawn.benefit is not None
    assert drawn_benefit(one, MONEY) == pytest.approx(one.drawn.benefit)
    years = one.value("unit_years")
    assert years is not None
    assert drawn_benefit(one, "jobs") == pytest.approx(one.drawn.net_effect * years)
    with pytest.raises(InputError):
        drawn_benefit(appraised(value_per_unit=None), MONEY)


@pytest.mark.parametrize("kind", ["revenue programme", "non-standard civil engineering"])
def test_costs_are_expected_ones_on_average_and_as_stated_at_the_tenth_percentile(
    kind: str,
) -> None:
    one = appraised(project_type=kind)
    factor = drawn_cost_factor(one, 4000, 3)
    assert factor.mean() == pytest.approx(1, abs=0.003)
    raised = max(one.inputs.costs_raised, np.expm1(0.1 * 1.2815515655446004))
    assert np.quantile(factor, 0.1) * (1 + raised) == pytest.approx(np.median(factor), rel=0.01)


def test_rules_are_raised_costs_and_equal_budgets() -> None:
    first = appraised(project_type="standard building")
    more = appraised(key="more", requires=("advice",), excludes=("other", "gone"))
    other = appraised(key="other")
    rules = rules_of([first, more, other], 900.0, 3)
    assert rules.budget.tolist() == [300.0] * 3
    public = 1 - first.option.private_share
    raised = 1 + EVIDENCE.optimism["standard building"].costs
    assert rules.cost[0] == pytest.approx([100 * public * raised, 50 * public * raised, 0])
    assert rules.requires == (("more", "advice"),)
    assert rules.excludes == (("more", "other"),)
    assert costs_after(first, 1) == pytest.approx(rules.cost[0, 1])
    assert refused_after(first, 1) is not None
    assert refused_after(first, 2) is None


def test_others_pay_whatever_the_need() -> None:
    """Of two options alike but for who pays, need cannot make the one that others pay for cheap."""
    half = appraised(key="half", private_share=0.5)
    public = appraised(key="public", private_share=0.0, barrier="skills")
    assert half.private_cost > 0
    shares = {"management": NeedShares(0.1, 0.0), "skills": NeedShares(0.3, 0.4)}
    draws = draws_of([half, public], shares, MONEY, {}, DRAWS, 7)
    each = benefits(draws)
    for at, one in enumerate((half, public)):
        worth = drawn_benefit(one, MONEY) * draws.need[:, at]
        assert each[:, at] == pytest.approx(worth - one.private_cost)
    # Where nothing is needed nothing comes of it, and the fee is paid all the same.
    none = draws.need[:, 0] == 0
    assert none.any()
    assert each[none, 0] == pytest.approx(-half.private_cost)
    people = {"Ann": {"management": 3.0, "skills": 1.0}, "Bob": {"skills": 1.0}}
    weighed = draws_of([half, public], shares, MONEY, people, DRAWS, 7)
    # Two barriers, of which Ann gives the first three quarters and Bob nothing.
    assert benefits(weighed)[::2, 0] == pytest.approx(1.5 * each[::2, 0])
    assert benefits(weighed)[1::2, 0] == pytest.approx(0.0)
    assert expected_over_draws(weighed) == pytest.approx(benefits(weighed).mean(axis=0))
    free = benefits(replace(weighed, burden=None)).mean(axis=0)
    assert expected_burden(weighed) == pytest.approx(free - expected_over_draws(weighed))
    assert draws_of([public], {"skills": shares["skills"]}, MONEY, {}, DRAWS, 7).burden is None
    assert draws_of([half, public], shares, "jobs", {}, DRAWS, 7).burden is None


def test_with_equal_weights_benefit_stands_in_its_unit() -> None:
    some = [appraised(), appraised(key="other", barrier="skills")]
    shares = {"management": NeedShares(0.5, 0.2), "skills": NeedShares(0.1, 0.6)}
    draws = draws_of(some, shares, "jobs", {}, DRAWS, 7)
    expected = expected_over_draws(draws)
    for at, one in enumerate(some):
        alone = drawn_benefit(one, "jobs") * draws.need[:, at]
        assert expected[at] == pytest.approx(alone.mean())
    people = {"Ann": {"skills": 3.0, "management": 1.0}, "Bob": {"management": 2.0}}
    weighed = draws_of(some, shares, "jobs", people, DRAWS, 7)
    assert weighed.people == ("Ann", "Bob")
    assert weighed.weights.tolist() == [[1.0, 3.0], [2.0, 0.0]]


def test_who_may_be_chosen() -> None:
    sure = {"management": barrier()}
    assert refused_at_gate(gate(option(), sure), sure, conditional=False) is None
    shared = gate(option(power="shared"), sure)
    assert refused_at_gate(shared, sure, conditional=True) is None
    refused = refused_at_gate(shared, sure, conditional=False)
    assert refused is not None
    assert refused.step == "power"
    unknown = refused_at_gate(gate(option(), sure), (), conditional=True)
    assert unknown is not None
    assert "evidence of your own" in unknown.reason
    failed = refused_at_gate(gate(option(power="not held"), sure), sure, conditional=True)
    assert failed is not None
    assert (failed.step, "does not hold" in failed.reason) == ("power", True)


def test_reasons_name_options_by_their_titles() -> None:
    assert by_title('requires "advice"', [option()]) == "requires ‘Advice’"
