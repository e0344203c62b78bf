"""Appraisal of an option: net effect, costs raised for optimism bias, present values, ranges.

The public cost is what the public pays, in full whatever the outcome. Benefit per pound is the
present value of benefits, less what firms and people pay themselves, for each pound of public cost;
net benefit per pound is that less one. Following the Green Book, costs and benefits are in constant
prices and discounted to year 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.errors import InputError, UnknownNameError, with_faults
from placewise.model.appraisal import (
    YEARS,
    Appraisal,
    AppraisalEvidence,
    AppraisalSettings,
    Drawn,
    Inputs,
    ValueBand,
)
from placewise.model.options import Option, Span
from placewise.plan.additionality import net_additional
from placewise.plan.appraisal_lines import PresentValues, appraisal_lines
from placewise.plan.discounting import discount_factors, discount_rates
from placewise.plan.spans import drawn_span

Floats = NDArray[np.float64]
ADJUSTMENTS = ("deadweight", "displacement", "leakage", "substitution", "multiplier")


def appraise(
    option: Option, evidence: AppraisalEvidence, settings: AppraisalSettings | None = None,
    strength: int | None = None, drawn_as: str = "",
) -> Appraisal:  # fmt: skip
    """Appraise one option.

    Args:
        option: the option.
        evidence: official figures, for what the option does not state itself.
        settings: schedule of discounting, draws, seed.
        strength: best level of the evidence behind it on the Maryland scale; None where unknown.
        drawn_as: key of the option that it is drawn with (:func:`drawn_with`); its own where empty.

    Raises:
        UnknownNameError: there is no such schedule of discounting.
        InputError: the option has no costs, or a range is out of order.
    """
    chosen = settings or AppraisalSettings()
    inputs, notes = filled(option, evidence, chosen)
    draws = {
        name: drawn_span(span, chosen.draws, chosen.seed, drawn_as or option.key, name)
        for name, span in inputs.spans.items()
    }
    net = net_additional(draws["effect"], *(draws[name] for name in ADJUSTMENTS))
    central = {name: span.central for name, span in inputs.spans.items()}
    central_net = float(net_additional(central["effect"], *(central[name] for name in ADJUSTMENTS)))
    value = central.get("value_per_unit")
    present = present_values(option, inputs, central_net, value)
    benefit = net * draws["value_per_unit"] * present.unit_years if value is not None else None
    drawn = Drawn(net, benefit)
    lines = appraisal_lines(option, inputs, drawn, central_net, present)
    per_pound = lines.filter(pl.col("line") == "benefit_per_pound")["value"][0]
    return Appraisal(
        option, inputs, lines, present.years, drawn, present.public_cost, present.private_cost,
        strength, value_band(per_pound, evidence.bands), notes, drawn_as,
    )  # fmt: skip


def appraise_all(
    options: Iterable[Option], evidence: AppraisalEvidence,
    settings: AppraisalSettings | None = None, strength: Mapping[str, int] | None = None,
) -> tuple[Appraisal, ...]:  # fmt: skip
    """Appraise several options; of the others a result knows only which it extends.

    Args:
        options: the options.
        evidence: official figures.
        settings: schedule of discounting, draws, seed.
        strength: best level of evidence by key of the option, where it is known.
    """
    known, listed = strength or {}, tuple(options)
    shared = drawn_with(listed)
    return tuple(
        appraise(one, evidence, settings, known.get(one.key), shared.get(one.key, ""))
        for one in listed
    )


def drawn_with(options: Iterable[Option]) -> dict[str, str]:
    """Return, of every option that extends another, the key of the one whose draws it shares.

    An option extends one of the same intervention that it requires: it is more of one thing, so
    what is not known of the one is not known of the other. Drawn apart, the two would make up for
    each other, and a plan with both would look surer than it is.

    Args:
        options: all of them. An extension of an extension shares the draws of the first; options
            that require each other share those of the first by key.
    """
    by_key = {option.key: option for option in options}
    extends = {
        option.key: other
        for option in by_key.values()
        for other in option.requires
        if other in by_key and by_key[other].intervention == option.intervention
    }
    return {key: first for key in extends if (first := _first(extends, key)) != key}


def _first(extends: Mapping[str, str], key: str) -> str:
    """Return where a chain of extensions begins."""
    chain = [key]
    while (following := extends.get(chain[-1])) is not None:
        if following in chain:
            return min(chain[chain.index(following) :])
        chain.append(following)
    return chain[-1]


def filled(
    option: Option, evidence: AppraisalEvidence, settings: AppraisalSettings
) -> tuple[Inputs, tuple[str, ...]]:
    """Return everything that an appraisal is computed from, and what was assumed for it."""
    if settings.schedule not in evidence.discounting:
        raise UnknownNameError.among("schedule", settings.schedule, evidence.discounting)
    _refuse(option)
    stated = {
        name: span
        for name in ADJUSTMENTS
        if (span := getattr(option.adjustments, name)) is not None
    }
    spans = {"effect": option.effect}
    if option.value_per_unit is not None:
        spans["value_per_unit"] = option.value_per_unit
    for name in ADJUSTMENTS:
        spans[name] = stated[name] if name in stated else _assumed(name, option, evidence)
    bias = evidence.optimism.get(option.project_type)
    kept = 1 - option.mitigation
    costs_raised = kept * bias.costs if bias else 0.0
    time_raised = kept * bias.time if bias else 0.0
    inputs = Inputs(
        spans=spans, stated=frozenset({*stated, *(set(spans) - set(ADJUSTMENTS))}),
        costs_raised=costs_raised, time_raised=time_raised,
        # Rounded first: 25 years raised by 4 % are 26 years, not 27 for an error in the 16th digit.
        first_year=math.ceil(round(option.years_to_effect * (1 + time_raised), 6)),
        bands=evidence.discounting[settings.schedule],
    )  # fmt: skip
    return inputs, _notes(option, inputs, evidence)


def _refuse(option: Option) -> None:
    """Refuse what no appraisal can be made of; ranges are looked at where they are drawn.

    Raises:
        InputError: lists all that is wrong.
    """
    faults = []
    if not option.costs or min(option.costs) < 0 or sum(option.costs) <= 0:
        faults.append("it has no costs, or costs below 0")
    faults += [
        f"{name} is no share from 0 to 1"
        for name in ("private_share", "mitigation")
        if not 0 <= getattr(option, name) <= 1
    ]
    if not 0 <= option.decay < 1:
        faults.append("decay is no share from 0 to below 1")
    if option.years_to_effect < 0 or option.duration < 1:
        faults.append("its effect lasts no year, or begins before year 0")
    for name in ADJUSTMENTS:
        span = getattr(option.adjustments, name)
        if span and (span.low < 0 or (name != "multiplier" and span.high > 1)):
            faults.append(f"{name} is no share from 0 to 1, or a multiplier below 0")
    if faults:
        raise InputError(
            with_faults(f'The option "{option.key}" cannot be appraised', faults),
            allowed="an amount above 0 in some year, shares from 0 to 1, a year of effect or more",
        )


def _assumed(name: str, option: Option, evidence: AppraisalEvidence) -> Span:
    span = evidence.ranges[name]
    central = evidence.central.get(option.policy_area, {}).get(name, span.central)
    return Span(span.low, central, span.high)


def present_values(
    option: Option, inputs: Inputs, net_effect: float, value: float | None
) -> PresentValues:
    """Return costs and benefits over the years, and their present values.

    Args:
        option: the option.
        inputs: what the appraisal is computed from.
        net_effect: in units of the effect, for the table of years.
        value: of a unit, money a year; None where nobody says.
    """
    count = max(len(option.costs), inputs.first_year + option.duration)
    year = np.arange(count)
    factor = discount_factors(count, inputs.bands)
    cost = np.zeros(count)
    cost[: len(option.costs)] = option.costs
    raised = cost * (1 + inputs.costs_raised)
    private, public = raised * option.private_share, raised * (1 - option.private_share)
    since = year - inputs.first_year
    active = np.where(
        (since >= 0) & (since < option.duration), (1 - option.decay) ** np.maximum(since, 0), 0.0
    )
    effect = net_effect * active
    benefit = effect * value if value is not None else [None] * count
    years = pl.DataFrame(
        {
            "year": year, "rate": discount_rates(count, inputs.bands), "factor": factor,
            "cost": cost, "raised_cost": raised, "public_cost": public, "private_cost": private,
            "active": active, "effect": effect, "benefit": benefit,
            "present_public_cost": public * factor, "present_private_cost": private * factor,
            "present_benefit": benefit * factor if value is not None else benefit,
        },
        schema=YEARS,
    )  # fmt: skip
    return PresentValues(
        float(public @ factor), float(private @ factor), float(active @ factor), years
    )


def value_band(benefit_per_pound: float | None, bands: Iterable[ValueBand]) -> str:
    """Return the word for a benefit per pound; a value on a boundary belongs to the higher band."""
    if benefit_per_pound is None:
        return ""
    held = [band.name for band in bands if band.least is None or benefit_per_pound >= band.least]
    return held[-1]


def _notes(option: Option, inputs: Inputs, evidence: AppraisalEvidence) -> tuple[str, ...]:
    """Return what was assumed and what cannot be told, one sentence each."""
    notes = []
    assumed = [name for name in ADJUSTMENTS if name not in inputs.stated]
    if assumed:
        notes.append(
            f"The option does not state {', '.join(assumed)}: general ranges were taken "
            f"({evidence.sources['additionality']})."
        )
    bias = evidence.optimism.get(option.project_type)
    if bias is None:
        notes.append(
            f"No optimism bias is published for a {option.project_type}: its costs stand as stated."
        )
    else:
        dealt_with = (
            f", less {100 * option.mitigation:.0f} % that was shown to be dealt with"
            if option.mitigation
            else ""
        )
        notes.append(
            f"Costs were raised by {100 * inputs.costs_raised:.0f} % and the time to an effect by "
            f"{100 * inputs.time_raised:.0f} %: the upper bound for {option.project_type} "
            f"({bias.source}; {bias.status}){dealt_with}."
        )
    if option.value_per_unit is None:
        notes.append(
            f"Nobody says what {option.effect_unit} are worth to society: a benefit per pound "
            "cannot be told."
        )
    if option.private_share == 1:
        notes.append("The public pays nothing: there is no benefit per pound of public cost.")
    return tuple(notes)
