"""The arithmetic of an appraisal, line by line: value, range over draws, formula in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.appraisal import LINES, Drawn, Inputs
from placewise.model.options import JOBS, Option

Floats = NDArray[np.float64]
ENDS = (0.1, 0.5, 0.9)
"""Quantiles over draws that are shown."""
LOSSES = {
    "deadweight": ("after_deadweight", "would have come anyway"),
    "displacement": ("after_displacement", "others in the place lose"),
    "leakage": ("after_leakage", "goes elsewhere"),
    "substitution": ("after_substitution", "the helped drop themselves"),
}


@dataclass(frozen=True, slots=True)
class PresentValues:
    """Present values of one option; every figure for a net effect of one unit.

    Attributes:
        public_cost: what the public pays, raised for optimism bias.
        private_cost: what firms and people pay.
        unit_years: discounted years for which one unit is there.
        years: from central values, columns :data:`placewise.model.appraisal.YEARS`.
    """

    public_cost: float
    private_cost: float
    unit_years: float
    years: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it stands in the table.

    Attributes:
        line: a stable key.
        name: as a page writes it.
        value: from central values; None where it cannot be told.
        ends: low, middle and high over draws, None each where not drawn or not to be told.
        unit: of the value.
        how: the formula in words.
    """

    line: str
    name: str
    value: float | None
    ends: tuple[float | None, ...]
    unit: str
    how: str


NOT_DRAWN: tuple[float | None, ...] = (None, None, None)


def appraisal_lines(
    option: Option, inputs: Inputs, drawn: Drawn, net: float, present: PresentValues
) -> pl.DataFrame:
    """Return the lines of an appraisal, columns :data:`placewise.model.appraisal.LINES`.

    Args:
        option: the option.
        inputs: what it is computed from.
        drawn: results over draws.
        net: net effect at central values.
        present: present values at central values.
    """
    lines = [
        *_net_lines(option, inputs, drawn),
        *_cost_lines(option, present),
        *_unit_lines(option, net, drawn, present),
        *_benefit_lines(inputs, net, drawn, present),
    ]
    rows = [
        (at, one.line, one.name, one.value, *one.ends, one.unit, one.how)
        for at, one in enumerate(lines, 1)
    ]
    return pl.DataFrame(rows, schema=LINES, orient="row")


def _net_lines(option: Option, inputs: Inputs, drawn: Drawn) -> Iterator[Line]:
    """Give the lines from the gross to the net effect."""
    unit, spans = option.effect_unit, inputs.spans
    left = spans["effect"].central
    yield Line("gross", "Gross effect", left, NOT_DRAWN, unit, "as the option states it")
    for name, (key, where) in LOSSES.items():
        left *= 1 - spans[name].central
        yield Line(
            key, f"After {name}", left, NOT_DRAWN, unit,
            f"the line above, less the {100 * spans[name].central:.1f} % of it that {where}",
        )  # fmt: skip
    factor = spans["multiplier"].central
    yield Line(
        "multiplier", "Multiplier", factor, NOT_DRAWN, "factor",
        "what follows by suppliers and spending",
    )  # fmt: skip
    yield Line(
        "net", "Net additional effect", left * factor, quantiles(drawn.net_effect), unit,
        "what is left, times the multiplier",
    )  # fmt: skip


def _cost_lines(option: Option, present: PresentValues) -> Iterator[Line]:
    yield Line(
        "stated_cost", "Costs as stated", float(sum(option.costs)), NOT_DRAWN, "money",
        "sum over the years, not discounted",
    )  # fmt: skip
    yield Line(
        "public_cost", "Present value of public cost", present.public_cost, NOT_DRAWN, "money",
        "costs raised for optimism bias, times the public share, times the discount factor, summed",
    )  # fmt: skip
    yield Line(
        "private_cost", "Present value of private cost", present.private_cost, NOT_DRAWN, "money",
        "the same with the private share",
    )  # fmt: skip


def _unit_lines(option: Option, net: float, drawn: Drawn, present: PresentValues) -> Iterator[Line]:
    """Give cost per unit and per unit and year; jobs are called jobs."""
    public, unit_years = present.public_cost, present.unit_years
    what = "job" if option.effect_unit == JOBS else f"unit of {option.effect_unit}"
    yield Line(
        "unit_years", "Discounted years of effect", unit_years, NOT_DRAWN, "years",
        "share of the effect that is there each year, times the discount factor, summed",
    )  # fmt: skip
    yield Line(
        "cost_per_unit", f"Public cost per net {what}", ratio(public, net),
        cost_quantiles(public, drawn.net_effect), "money",
        "present value of public cost, divided by the net effect",
    )  # fmt: skip
    yield Line(
        "cost_per_unit_year", f"Public cost per net {what} and year",
        ratio(public, net * unit_years), cost_quantiles(public, drawn.net_effect * unit_years),
        "money", "the same, divided by the discounted years of effect",
    )  # fmt: skip


def _benefit_lines(
    inputs: Inputs, net: float, drawn: Drawn, present: PresentValues
) -> Iterator[Line]:
    """Give benefits and what is left of them; None where nobody says what a unit is worth."""
    value, gains = inputs.spans.get("value_per_unit"), drawn.benefit
    benefit = None if value is None else net * value.central * present.unit_years
    public, private = present.public_cost, present.private_cost
    yield Line(
        "benefit", "Present value of benefits", benefit, quantiles(gains), "money",
        "net effect, times the value of a unit, times the discounted years of effect",
    )  # fmt: skip
    yield Line(
        "net_present_value", "Net present value",
        None if benefit is None else benefit - private - public,
        quantiles(None if gains is None else gains - private - public), "money",
        "benefits less private and public cost",
    )  # fmt: skip
    told = benefit is not None and gains is not None and public > 0
    each = (benefit - private) / public if told and benefit is not None else None
    drawn_each = (gains - private) / public if told and gains is not None else None
    yield Line(
        "benefit_per_pound", "Benefit per pound of public cost", each, quantiles(drawn_each),
        "per pound", "benefits less private cost, divided by public cost",
    )  # fmt: skip
    yield Line(
        "net_benefit_per_pound", "Net benefit per pound of public cost",
        None if each is None else each - 1,
        quantiles(None if drawn_each is None else drawn_each - 1), "per pound",
        "the line above, less one",
    )  # fmt: skip


def ratio(cost: float, effect: float) -> float | None:
    """Return a cost per unit; None where there is no positive effect to divide by."""
    return cost / effect if effect > 0 else None


def quantiles(values: Floats | None) -> tuple[float | None, ...]:
    """Return the quantiles :data:`ENDS`; None each without values."""
    if values is None:
        return NOT_DRAWN
    return tuple(float(end) for end in np.quantile(values, ENDS))


def cost_quantiles(cost: float, effects: Floats) -> tuple[float | None, ...]:
    """Return quantiles of the cost per unit.

    They are read off the quantiles of effects, best first: a draw without an effect costs more per
    unit than any other, so that an end without bound is None.
    """
    return tuple(ratio(cost, float(end)) for end in np.quantile(effects, ENDS)[::-1])
