"""Standard options of a place: figures for each one served, scaled by what is counted there.

Those who are served one after the other (``rolling``) are shown as jobs that begin in the middle of
the spending and last their time, so that job-years are right; the number of jobs at one moment is
lower where the spending takes longer than a job lasts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, log10

import polars as pl

from placewise.errors import InputError
from placewise.model.evidence import STATUSES
from placewise.model.options import JOBS, Adjustments, CandidateRule, Option, Reach, Span
from placewise.model.standard_options import (
    EXTENSION,
    NOT_OFFERED,
    OPTION_NOTES,
    SPECIALISED_JOBS,
    Counted,
    PlaceCount,
    Specialism,
    StandardOption,
    StandardOptionBase,
    StandardOptions,
    Tranches,
)

DIGITS = 4
"""Significant digits of what is scaled: more would be pretended."""
SHARES = ("deadweight", "displacement", "leakage", "substitution")


@dataclass(frozen=True, slots=True)
class Scaled:
    """A standard option at the size of a place, before it is cut into tranches.

    Attributes:
        counted: how many there are at the place.
        served: how many of them are served over the whole plan.
        year: of the oldest count behind it.
        dataset: where the counts were published.
        yearly_cost: public and private cost of a year.
        cost_low: public cost of a year at the low end of that of one; ``cost_high`` at the high.
        cost_high: see ``cost_low``.
        public_cost: public cost of a year.
        effect: gross jobs.
    """

    counted: float
    served: float
    year: int
    dataset: str
    yearly_cost: float
    cost_low: float
    public_cost: float
    cost_high: float
    effect: Span


def standard_options(
    base: StandardOptionBase,
    rules: Sequence[CandidateRule],
    counts: Mapping[str, PlaceCount],
    specialisms: Sequence[Specialism],
    kind: str,
    *,
    years: int,
    currency: str | None,
    considered: Collection[str] | None = None,
) -> StandardOptions:
    """Return the standard options of a place.

    Args:
        base: figures for each one served.
        rules: from barriers to interventions; they give the policy area and whether an option is
            for sectors.
        counts: what is published of the place, by key of the concept.
        specialisms: industries that it is demonstrably specialised in.
        kind: of the place, which tells who holds the powers.
        years: of the plan; money is spent in equal parts a year.
        currency: of the place's own tables, such as ``GBP``; None where they do not say.
        considered: interventions that the rules advise to consider here; None for all.

    Raises:
        InputError: the plan has no year.
    """
    if years < 1:
        raise InputError(f"A plan of {years} years", allowed="one year at least")
    options: list[Option] = []
    sizes: list[tuple[object, ...]] = []
    not_offered: list[tuple[str, str, str, str]] = []
    for standard in base.options:
        rule = _rule(standard, rules)
        if rule is None or (considered is not None and standard.intervention not in considered):
            continue
        found = _reason(standard, rule, counts, specialisms, base.currency, currency)
        scaled = found or _scaled(standard, counts, specialisms, years)
        if isinstance(scaled, str):
            row = (standard.intervention, standard.title, standard.barrier, scaled)
            not_offered.append(row)
            continue
        whole = _option(standard, rule, scaled, specialisms, kind, years)
        parts = _tranches(whole, base.tranches)
        options += parts
        money = (base.tranches.money, 1 - base.tranches.money)
        sizes += [_size(standard, part, scaled, share, years)
                  for part, share in zip(parts, money, strict=True)]  # fmt: skip
    return StandardOptions(
        options=tuple(options),
        sizes=pl.DataFrame(sizes, schema=OPTION_NOTES, orient="row"),
        not_offered=pl.DataFrame(not_offered, schema=NOT_OFFERED, orient="row"),
        currency=base.currency, price_year=base.price_year, notes=base.notes,
    )  # fmt: skip


def counted_concepts(base: StandardOptionBase) -> tuple[str, ...]:
    """Return the concepts that standard options are scaled by, each once."""
    names = [
        name
        for option in base.options
        for name in (option.counted.concept, option.counted.per_cent)
        if name and name != SPECIALISED_JOBS
    ]
    return tuple(dict.fromkeys(names))


def weakest_status(standard: StandardOption) -> str:
    """Return the status of the figure of an option that rests on least."""
    return max((one.status for one in standard.figures.values()), key=STATUSES.index, default="")


def _rule(standard: StandardOption, rules: Sequence[CandidateRule]) -> CandidateRule | None:
    """Return the rule that leads to an intervention; None where the user's own rules do not."""
    for rule in rules:
        named = (rule.intervention, rule.barrier) == (standard.intervention, standard.barrier)
        if named and rule.advice == "consider":
            return rule
    return None


def _reason(
    standard: StandardOption, rule: CandidateRule, counts: Mapping[str, PlaceCount],
    specialisms: Sequence[Specialism], money: str, currency: str | None,
) -> str:  # fmt: skip
    """Return why an option is not offered here; "" where it is."""
    if standard.no_size:
        return standard.no_size
    if currency != money:
        tables = f"those of the place are in {currency}" if currency else "its tables name none"
        return (
            f"Costs of standard options are known in {money} only, and {tables}: "
            "give your own options."
        )
    if rule.kind == "sector" and not specialisms:
        return "It is for sectors, and no specialism of the place can be demonstrated."
    missing = _missing(standard.counted, counts, specialisms)
    if missing:
        return f"No table at hand counts what it is scaled by at this place: {missing}."
    return ""


def _missing(
    counted: Counted, counts: Mapping[str, PlaceCount], specialisms: Sequence[Specialism]
) -> str:
    if counted.concept == SPECIALISED_JOBS:
        return "" if specialisms else SPECIALISED_JOBS
    wanted = filter(None, (counted.concept, counted.per_cent))
    return " and ".join(name for name in wanted if name not in counts)


def _scaled(
    standard: StandardOption, counts: Mapping[str, PlaceCount],
    specialisms: Sequence[Specialism], years: int,
) -> Scaled | str:  # fmt: skip
    """Scale an option to a place; says why where there is nobody to serve."""
    counted, year, dataset = _count(standard.counted, counts, specialisms)
    figure = {name: one.span for name, one in standard.figures.items()}
    served = counted * figure["take-up"].central
    if served <= 0:
        return f"There is nobody to serve at this place: {standard.counted.words} are none."
    each_year = served / years if standard.spending == "rolling" else served
    cost, jobs = figure["public cost"], figure["jobs"]
    return Scaled(
        counted, served, year, dataset,
        yearly_cost=significant(each_year * (cost.central + figure["private cost"].central)),
        cost_low=each_year * cost.low, public_cost=each_year * cost.central,
        cost_high=each_year * cost.high,
        effect=Span(
            significant(served * jobs.low), significant(served * jobs.central),
            significant(served * jobs.high),
        ),
    )  # fmt: skip


def _count(
    counted: Counted, counts: Mapping[str, PlaceCount], specialisms: Sequence[Specialism]
) -> tuple[float, int, str]:
    if counted.concept == SPECIALISED_JOBS:
        jobs = sum(one.jobs for one in specialisms)
        return jobs, min(one.year for one in specialisms), SPECIALISED_JOBS
    whole = counts[counted.concept]
    if not counted.per_cent:
        return whole.value, whole.year, whole.dataset
    rate = counts[counted.per_cent]
    datasets = "; ".join(dict.fromkeys((whole.dataset, rate.dataset)))
    return whole.value * rate.value / 100, min(whole.year, rate.year), datasets


def _option(
    standard: StandardOption, rule: CandidateRule, scaled: Scaled,
    specialisms: Sequence[Specialism], kind: str, years: int,
) -> Option:  # fmt: skip
    """Return the whole of an option, before it is cut."""
    figure = {name: one.span for name, one in standard.figures.items()}
    public, private = figure["public cost"].central, figure["private cost"].central
    lag = int(figure["lag"].central)
    rolling = standard.spending == "rolling"
    power = "held" if kind in standard.held else "shared" if kind in standard.shared else (
        "not known"
    )  # fmt: skip
    lead = f"the {kind}" if power == "held" else f"the {kind} with {standard.with_whom}"
    return Option(
        key=standard.intervention, title=standard.title, intervention=standard.intervention,
        policy_area=rule.policy_area, barrier=standard.barrier, failure=standard.failure,
        kind=rule.kind, costs=(scaled.yearly_cost,) * years, effect_unit=JOBS,
        effect=scaled.effect,
        # Those served one after the other begin, on average, in the middle of the spending.
        years_to_effect=lag + (years // 2 if rolling else 0),
        duration=int(figure["duration"].central) if rolling else years,
        sectors=tuple(_sector(one.name) for one in specialisms) if rule.kind == "sector" else (),
        reach=Reach(**{name: significant(scaled.served * each)
                       for name, each in standard.reach.items()}),
        private_share=round(private / (public + private), 6),
        loss_bearer=standard.loss_bearer, lead=lead, powers=standard.powers, power=power,
        counterfactual=standard.counterfactual,
        adjustments=Adjustments(**{name: figure[name] for name in SHARES}),
        decay=figure["decay"].central, project_type=standard.project_type,
        evidence=standard.evidence, conditions=standard.conditions, sunset=standard.sunset,
    )  # fmt: skip


def _tranches(whole: Option, cut: Tranches) -> tuple[Option, Option]:
    """Cut an option in two: the main tranche brings most of the effect for less of the money."""
    main = _part(whole, cut.money, cut.effect)
    extension = _part(whole, 1 - cut.money, 1 - cut.effect)
    return main, replace(
        extension, key=whole.key + EXTENSION, title=whole.title + EXTENSION, requires=(whole.key,)
    )


def _part(whole: Option, money: float, effect: float) -> Option:
    """Return a part of an option; the whole has few digits, so that parts add up to it."""
    span, reach = whole.effect, whole.reach
    counts = (reach.residents, reach.jobs, reach.firms)
    return replace(
        whole,
        costs=tuple(_clean(cost * money) for cost in whole.costs),
        effect=Span(
            _clean(span.low * effect), _clean(span.central * effect), _clean(span.high * effect)
        ),
        reach=Reach(*(None if one is None else _clean(one * money) for one in counts)),
    )


def _size(
    standard: StandardOption, part: Option, scaled: Scaled, money: float, years: int
) -> tuple[object, ...]:
    costs = (scaled.cost_low, scaled.public_cost, scaled.cost_high)
    return (
        part.key, part.title, part.intervention, significant(scaled.served * money),
        standard.unit, significant(scaled.counted), standard.counted.words, scaled.year,
        scaled.dataset, *(significant(cost * money * years) for cost in costs),
        part.effect.low, part.effect.central, part.effect.high, standard.gains, standard.pays,
        weakest_status(standard),
    )  # fmt: skip


def _sector(title: str) -> str:
    """Return the title of an industry without the mark that parts sectors in a spreadsheet."""
    return title.replace(";", ",")


def significant(value: float) -> float:
    """Return a value with four significant digits."""
    if value == 0:
        return 0.0
    return round(value, DIGITS - 1 - floor(log10(abs(value))))


def _clean(value: float) -> float:
    """Return a product without what only binary arithmetic added to it."""
    return float(f"{value:.12g}")
