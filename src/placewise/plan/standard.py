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
    PlaceFacts,
    Specialism,
    StandardOption,
    StandardOptionBase,
    StandardOptions,
    Tranches,
)
from placewise.model.wording import listed

DIGITS = 4
"""Significant digits of what is scaled: more would be pretended."""
MONEY_WORDS = {"GBP": "pounds", "USD": "dollars", "EUR": "euros"}
SHARES = ("deadweight", "displacement", "leakage", "substitution")


@dataclass(frozen=True, slots=True)
class Scaled:
    """A standard option at the size of a place, before it is cut into tranches.

    Attributes:
        counted: how many there are at the place.
        served: how many of them are served over the whole plan.
        year: of the oldest count behind it.
        dataset: where the counts were published.
        sectors: specialisms that it is for; none where it is horizontal.
        yearly_cost: public and private cost of a year.
        public_cost: over all years, with the ends of the cost of one.
        effect: gross jobs.
    """

    counted: float
    served: float
    year: int
    dataset: str
    sectors: tuple[Specialism, ...]
    yearly_cost: float
    public_cost: Span
    effect: Span


def standard_options(
    base: StandardOptionBase,
    rules: Sequence[CandidateRule],
    facts: PlaceFacts,
    *,
    years: int,
    considered: Collection[str] | None = None,
) -> StandardOptions:
    """Return the standard options of a place.

    Args:
        base: figures for each one served.
        rules: from barriers to interventions; they give the policy area and whether an option is
            for sectors. What they do not advise to consider is no option.
        facts: what is known of the place.
        years: of the plan; money is spent in equal parts a year.
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
        scaled = _scaled(standard, rule, facts, base.currency, years)
        if isinstance(scaled, str):
            named = (standard.intervention, standard.title, standard.barrier)
            not_offered.append((*named, scaled))
            continue
        parts = _tranches(_option(standard, rule, scaled, facts.kind, years), base.tranches)
        money = (base.tranches.money, 1 - base.tranches.money)
        options += parts
        sizes += [_size(standard, part, scaled, share)
                  for part, share in zip(parts, money, strict=True)]  # fmt: skip
    return StandardOptions(
        options=tuple(options),
        sizes=pl.DataFrame(sizes, schema=OPTION_NOTES, orient="row"),
        not_offered=pl.DataFrame(not_offered, schema=NOT_OFFERED, orient="row"),
        currency=base.currency, price_year=base.price_year,
        notes=(*base.notes, *_approximate(base, options, facts.counts)),
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


def money_words(currency: str) -> str:
    """Return a currency as a sentence writes it, such as ``pounds``."""
    return MONEY_WORDS.get(currency, currency)


def weakest_status(standard: StandardOption) -> str:
    """Return the status of the figure of an option that rests on least."""
    return max((one.status for one in standard.figures.values()), key=STATUSES.index, default="")


def _approximate(
    base: StandardOptionBase, options: Sequence[Option], counts: Mapping[str, PlaceCount]
) -> tuple[str, ...]:
    """Return a note on counts that are averages over areas without their own denominator."""
    used = {one.intervention for one in options}
    names = {
        name
        for standard in base.options
        if standard.intervention in used
        for name in (standard.counted.concept, standard.counted.per_cent)
        if name in counts and counts[name].approximate
    }
    if not names:
        return ()
    return (f"Averaged over the areas of the place, so approximate: {listed(sorted(names))}.",)


def _rule(standard: StandardOption, rules: Sequence[CandidateRule]) -> CandidateRule | None:
    """Return the rule that leads to an intervention; None where the user's own rules do not."""
    for rule in rules:
        named = (rule.intervention, rule.barrier) == (standard.intervention, standard.barrier)
        if named and rule.advice == "consider":
            return rule
    return None


def _scaled(
    standard: StandardOption, rule: CandidateRule, facts: PlaceFacts, money: str, years: int
) -> Scaled | str:
    """Return an option at the size of a place, or why it is not offered there."""
    fitting = _fitting(standard, facts.specialisms) if rule.kind == "sector" else ()
    if reason := _reason(standard, rule, facts, fitting, money):
        return reason
    counted, year, dataset = _count(standard.counted, facts.counts, fitting)
    figure = {name: one.span for name, one in standard.figures.items()}
    served = counted * figure["take-up"].central
    if served <= 0:
        return f"There is nobody to serve at this place: of {standard.counted.words}, none."
    each_year = served / years if standard.spending == "rolling" else served
    whole = each_year * years
    cost, jobs = figure["public cost"], figure["jobs"]
    return Scaled(
        counted, served, year, dataset, fitting,
        yearly_cost=significant(each_year * (cost.central + figure["private cost"].central)),
        public_cost=Span(whole * cost.low, whole * cost.central, whole * cost.high),
        effect=Span(
            significant(served * jobs.low), significant(served * jobs.central),
            significant(served * jobs.high),
        ),
    )  # fmt: skip


def _reason(
    standard: StandardOption, rule: CandidateRule, facts: PlaceFacts,
    fitting: Sequence[Specialism], money: str,
) -> str:  # fmt: skip
    """Return why an option is not offered here; "" where it is."""
    if standard.no_size:
        return standard.no_size
    if facts.currency != money:
        of_place = (
            f"the place counts in {money_words(facts.currency)}"
            if facts.currency
            else "its tables do not name one currency"
        )
        return (
            f"Costs of standard options are known in {money_words(money)} only, and {of_place}: "
            "give your own options."
        )
    if rule.kind == "sector" and not facts.specialisms:
        return "It is for sectors, and no specialism of the place can be demonstrated."
    if rule.kind == "sector" and not fitting:
        shown = listed([one.name for one in facts.specialisms])
        return (
            f"It is for {standard.sections_words}, and no demonstrated specialism of the place "
            f"is one: {shown}."
        )
    wanted = (standard.counted.concept, standard.counted.per_cent)
    missing = [name for name in wanted if name not in (*facts.counts, SPECIALISED_JOBS, "")]
    if missing:
        return f"No table at hand counts what it is scaled by at this place: {listed(missing)}."
    return ""


def _fitting(standard: StandardOption, specialisms: Sequence[Specialism]) -> tuple[Specialism, ...]:
    """Return the specialisms that an option for sectors is for."""
    return tuple(
        one for one in specialisms if not standard.sections or one.section in standard.sections
    )


def _count(
    counted: Counted, counts: Mapping[str, PlaceCount], specialisms: Sequence[Specialism]
) -> tuple[float, int, str]:
    """Return how many are counted at a place, in which year, and where that was published."""
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
    standard: StandardOption, rule: CandidateRule, scaled: Scaled, kind: str, years: int
) -> Option:
    """Return the whole of an option, before it is cut."""
    figure = {name: one.span for name, one in standard.figures.items()}
    public, private = figure["public cost"].central, figure["private cost"].central
    lag = int(figure["lag"].central)
    rolling = standard.spending == "rolling"
    power, lead = _power(standard, kind)
    return Option(
        key=standard.intervention, title=standard.title, intervention=standard.intervention,
        policy_area=rule.policy_area, barrier=standard.barrier, failure=standard.failure,
        kind=rule.kind, costs=(scaled.yearly_cost,) * years, effect_unit=JOBS,
        effect=scaled.effect,
        # Those served one after the other begin, on average, in the middle of the spending.
        years_to_effect=lag + (years // 2 if rolling else 0),
        duration=int(figure["duration"].central) if rolling else years,
        sectors=tuple(_sector(one.name) for one in scaled.sectors),
        reach=Reach(**{name: significant(scaled.served * each)
                       for name, each in standard.reach.items()}),
        private_share=round(private / (public + private), 6),
        loss_bearer=standard.loss_bearer, lead=lead, powers=standard.powers, power=power,
        counterfactual=standard.counterfactual,
        adjustments=Adjustments(**{name: figure[name] for name in SHARES}),
        decay=figure["decay"].central, project_type=standard.project_type,
        evidence=standard.evidence, conditions=standard.conditions, sunset=standard.sunset,
    )  # fmt: skip


def _power(standard: StandardOption, kind: str) -> tuple[str, str]:
    """Return whether the lead of a place of a kind holds the powers, and who leads."""
    if kind in standard.held:
        return "held", f"the {kind}"
    if kind in standard.shared:
        return "shared", f"the {kind} with {standard.with_whom}"
    # A region or a statistical area has nobody of its own who could lead.
    return "not known", f"the councils of the place with {standard.with_whom}"


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
    standard: StandardOption, part: Option, scaled: Scaled, money: float
) -> tuple[object, ...]:
    """Return the row of :data:`OPTION_NOTES` of one tranche."""
    costs = (scaled.public_cost.low, scaled.public_cost.central, scaled.public_cost.high)
    return (
        part.key, part.title, part.intervention, significant(scaled.served * money),
        standard.unit, significant(scaled.counted), standard.counted.words, scaled.year,
        scaled.dataset, *(significant(cost * money) for cost in costs),
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
