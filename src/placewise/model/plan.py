"""A plan of one place and the plans of all: what was asked, and what a page reads off."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from placewise.model.appraisal import Appraisal
from placewise.model.options import BarrierFound, Gated
from placewise.model.plan_rules import NO_RULES, PlanRules
from placewise.model.portfolio import BreakEven, BudgetStep, Portfolio, WeightFlip
from placewise.model.principles import Judged, Principle
from placewise.model.words import Check, Finding, Place, Provenance

PLAN_SCHEMA_VERSION = "1.0"
"""Version of the JSON that ``placewise plan --json`` and ``placewise compare --json`` write."""

OPTIONS = {
    "option": pl.String, "title": pl.String, "intervention": pl.String, "policy_area": pl.String,
    "barrier": pl.String, "barrier_title": pl.String, "outcome": pl.String,
    "barrier_probability": pl.Float64, "failure": pl.String, "kind": pl.String,
    "sectors": pl.String, "gate": pl.String, "gate_reason": pl.String, "chosen": pl.Boolean,
    "inclusion_probability": pl.Float64, "inclusion_lower": pl.Float64,
    "inclusion_upper": pl.Float64, "public_cost": pl.Float64, "private_cost": pl.Float64,
    "net_cost": pl.Float64, "net_cost_lower": pl.Float64, "net_cost_upper": pl.Float64,
    "effect_unit": pl.String, "net_effect": pl.Float64, "net_effect_lower": pl.Float64,
    "net_effect_upper": pl.Float64, "cost_per_unit": pl.Float64, "cost_per_unit_lower": pl.Float64,
    "cost_per_unit_upper": pl.Float64, "unit_years": pl.Float64, "benefit_per_pound": pl.Float64,
    "benefit_per_pound_lower": pl.Float64, "benefit_per_pound_upper": pl.Float64,
    "reach_residents": pl.Float64, "reach_jobs": pl.Float64, "reach_firms": pl.Float64,
    "evidence": pl.String, "strength": pl.Int64, "origin": pl.String, "status": pl.String,
}  # fmt: skip
"""Columns of the options, one row each. ``gate`` is the standing; ``public_cost`` and
``private_cost`` are present values raised for optimism bias; ``barrier_probability`` is that the
barrier binds or contributes, missing where nothing says how likely it is. ``net_effect``,
``cost_per_unit``, ``benefit_per_pound`` and ``net_cost`` hold where the barrier is there and rest
on the mean of draws, which plans compare, not on central values as an option states them.
``unit_years`` are the discounted years for which a unit of effect is there; ``net_cost`` is what
the public and others pay less what the benefit is worth, missing where nobody says what a unit is
worth; reach is a share of the place's residents, jobs and firms; ``evidence`` says what evaluations
found, in words; ``strength`` is on the Maryland scale; ``origin`` is ``standard`` or ``own``;
``status`` is what its figures rest on. An option that failed the gate is not in the portfolio: its
``chosen`` is false and its inclusion is missing. All intervals hold 80 % of draws but that of the
inclusion, which is 95 %."""
REACH = {
    "name": pl.String, "title": pl.String, "kind": pl.String, "sectors": pl.String,
    "policy_area": pl.String, "of": pl.String, "count": pl.Float64, "total": pl.Float64,
    "share": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "year": pl.Int64,
    "dataset": pl.String, "equal_sectors": pl.Float64, "gini": pl.Float64,
    "largest_sector": pl.String, "largest_share": pl.Float64, "diversification": pl.Float64,
}  # fmt: skip
"""Columns of sector against horizontal: one row a thing (an option, ``sector``, ``horizontal`` or
``plan``, or a focus of a strategy) and ``of`` (residents, jobs, firms). Shares are of the place's
total; ``lower`` and ``upper`` are missing where a note says why. The last five are the same on the
rows of one thing: how many sectors of equal size its benefit is as concentrated as, the Gini
coefficient of the benefit per job, the sector that gains most and its share, and the change of the
Herfindahl index of the place's jobs over sectors (below 0: more diverse)."""
MIX = {
    "policy_area": pl.String, "kind": pl.String, "spent": pl.Float64, "share": pl.Float64,
    "share_lower": pl.Float64, "share_upper": pl.Float64, "options": pl.Int64,
}  # fmt: skip
"""Columns of a mix: what the chosen plan spends on each area of policy, and the share of it with
the middle 80 % over the best plans of draws."""


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """Everything that, with the same tables, gives the same plan again.

    Attributes:
        budget: public money in total, in money of one price year.
        years: over how many years it is spent, in equal parts unless rules say otherwise.
        seed: of every draw of the plan; its diagnosis has a seed of its own.
        draws: how many draws are solved.
        schedule: of discounting.
        conditional: take options in whose barrier or power could not be told, where a probability
            is known; what rests on that is marked. False leaves them out, with the reason.
        currency: of all money in the plan, as ISO 4217 codes it.
        price_year: whose prices all money is in; None where the options do not say.
        rules: money by year, shares and capacities; those of a file where one is given.
    """

    budget: float
    years: int = 10
    seed: int = 20260101
    draws: int = 15_000
    schedule: str = "standard"
    conditional: bool = True
    currency: str = "GBP"
    price_year: int | None = None
    rules: PlanRules = NO_RULES


@dataclass(frozen=True, slots=True)
class Toolkit:
    """One area of policy on one page.

    Attributes:
        area: name of the policy area.
        title: as a heading.
        rationale: which failure it answers, and when it is the wrong answer; sentences.
        found: what evaluations found, columns :data:`placewise.model.toolkits.FOUND`.
        cost: what is known of costs, columns :data:`placewise.model.toolkits.COST`.
        design: choices of design that mattered, columns :data:`placewise.model.toolkits.DESIGN`.
        evaluate: how to evaluate it, columns :data:`placewise.model.toolkits.EVALUATE`.
        example: name of the worked example in the docs, or "".
        headline: what the records together say, sentences with their uncertainty.
        rests_on: of each sentence of the rationale its status, with the source where one exists.
        rules: which interventions the candidate rules name, columns
            :data:`placewise.model.toolkits.RULES`; None without any.
        areas: policy areas of the records that it shows.
    """

    area: str
    title: str
    rationale: tuple[str, ...]
    found: pl.DataFrame
    cost: pl.DataFrame
    design: pl.DataFrame
    evaluate: pl.DataFrame
    example: str = ""
    headline: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    rules: pl.DataFrame | None = None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a place might do with a budget, and how sure that is.

    Attributes:
        place: the place.
        settings: what was asked.
        compared_with: the comparators that barriers were told by, in words.
        headline: up to five plain sentences, each with its uncertainty.
        barriers: every barrier as the diagnosis found it.
        options: one row an option, columns :data:`OPTIONS`, chosen ones first, then by inclusion.
        gated: every option with its steps through the gate, in the order of ``options``.
        appraisals: of the options in the portfolio, in the order of ``portfolio.options``.
        portfolio: the plan, its inclusion probabilities and regret; None where no option passed.
        left_out: everything that is not in the plan, with the reason: options that failed the
            gate, that a rule or the budget kept out, what rules advise to leave alone, and barriers
            that lead to nothing. Columns: name, title, what (``option``, ``advice`` or
            ``barrier``), step (the step of the gate, ``offer`` of standard options that no size can
            be given of here, ``comparison`` of what cannot be compared with the others, ``fit``
            of what no plan could take, ``budget`` of what others outbid, ``advice`` or
            ``barrier``), reason.
        budget_steps: the best plan with more or less money.
        break_evens: at which effect each option would enter or leave.
        weight_flips: which weight or need would change the plan.
        objectives: names of the objectives in the order of their numbers in ``weight_flips``.
        benefit_unit: what ``portfolio``, ``budget_steps`` and ``break_evens`` count benefit in, as
            it stands after a number, such as ``job-years of present value, by need``.
        reach: sector against horizontal, columns :data:`REACH`.
        mix: columns :data:`MIX`.
        findings: tidy tables with their sentences, as the page lays them out, in order.
        toolkits: of the policy areas of its options.
        principles: the checklist.
        judged: what is said of each principle, in the same order.
        checks: checks on the tables and the method.
        provenance: every table that was used.
        notes: what a reader must know, one sentence each.
        command: the command that makes this plan again.
        rules: which rules of a user's own it keeps, sentences that stand in the notes as well.
    """

    place: Place
    settings: PlanSettings
    compared_with: str
    headline: tuple[str, ...]
    barriers: tuple[BarrierFound, ...]
    options: pl.DataFrame
    gated: tuple[Gated, ...]
    appraisals: tuple[Appraisal, ...]
    portfolio: Portfolio | None
    left_out: pl.DataFrame
    budget_steps: tuple[BudgetStep, ...] = ()
    break_evens: tuple[BreakEven, ...] = ()
    weight_flips: tuple[WeightFlip, ...] = ()
    objectives: tuple[str, ...] = ()
    benefit_unit: str = ""
    reach: pl.DataFrame | None = None
    mix: pl.DataFrame | None = None
    findings: tuple[Finding, ...] = ()
    toolkits: tuple[Toolkit, ...] = ()
    principles: tuple[Principle, ...] = ()
    judged: tuple[Judged, ...] = ()
    checks: tuple[Check, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    notes: tuple[str, ...] = ()
    command: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plans of all places of a kind under equal budgets per head.

    Attributes:
        kind: kind of the places.
        settings: of every plan; ``budget`` is that per head.
        headline: up to five plain sentences.
        places: one row a place, columns :data:`placewise.model.comparison.PLACES`.
        mixes: one row a place and policy area, columns :data:`placewise.model.comparison.MIXES`.
        needs: one row a place and barrier, columns :data:`placewise.model.comparison.NEEDS`.
        common: one row a policy area, columns :data:`placewise.model.comparison.COMMON`.
        mantel: one row a test, columns :data:`placewise.model.comparison.MANTEL`.
        clusters: one row a cluster, columns :data:`placewise.model.comparison.CLUSTERS`.
        findings: tidy tables with their sentences, as the page lays them out.
        checks: checks.
        provenance: every table that was used.
        notes: what a reader must know.
        command: the command that makes this comparison again.
        map: where the places lie on a page, as in ``Diagnosis.map``; None without a map.
    """

    kind: str
    settings: PlanSettings
    headline: tuple[str, ...]
    places: pl.DataFrame
    mixes: pl.DataFrame
    needs: pl.DataFrame
    common: pl.DataFrame
    mantel: pl.DataFrame
    clusters: pl.DataFrame
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    notes: tuple[str, ...] = ()
    command: str = ""
    map: pl.DataFrame | None = None

    def finding(self, key: str) -> Finding | None:
        """Return the finding of a key; None where the comparison has none."""
        return next((finding for finding in self.findings if finding.key == key), None)
