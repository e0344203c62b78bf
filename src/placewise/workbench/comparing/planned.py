"""What is kept of the plan of one place, and how it comes back from the cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from placewise.errors import NotAvailableError
from placewise.model.comparison import NEED_KEPT, OPTION_KEPT, PlannedPlace
from placewise.model.plan import Plan, PlanSettings
from placewise.model.words import Place
from placewise.plan.drawing import NeedShares, public_costs

PlanOf = Callable[[Place, PlanSettings], tuple[Plan, Mapping[str, NeedShares]]]
"""From a place and what is asked to its plan and the needs that it rests on."""
NO_PEOPLE = "how many people live there is not known, so that it has no budget"
NOTHING_PASSED = "no option against a barrier of which anything is known may be chosen"
NOTHING_TAKEN = "the budget pays for none of the options that may be chosen"


def plan_place(
    place: Place, population: float | None, settings: PlanSettings, plan_of: PlanOf
) -> PlannedPlace:
    """Plan one place under a budget per head.

    Args:
        place: the place.
        population: its people; None where that is not known.
        settings: ``budget`` is that per head.
        plan_of: what plans.
    """
    if not population:
        return _without(place, 0.0, 0.0, NO_PEOPLE)
    budget = settings.budget * population
    try:
        plan, shares = plan_of(place, replace(settings, budget=budget))
    except NotAvailableError as error:
        return _without(place, population, budget, error.what)
    cost = {one.option.key: float(public_costs(one).sum()) for one in plan.appraisals}
    options = plan.options.with_columns(
        cost=pl.col("option").replace_strict(cost, default=None, return_dtype=pl.Float64)
    ).select(list(OPTION_KEPT))
    found = PlannedPlace(
        place.name,
        place.code or "",
        population,
        budget,
        options,
        _needs(plan, shares),
        currency=plan.settings.currency,
        datasets=tuple(sorted({source.dataset for source in plan.provenance})),
    )
    if found.planned:
        return found
    why = NOTHING_PASSED if plan.portfolio is None else NOTHING_TAKEN
    return replace(found, why_not=why)


def _without(place: Place, population: float, budget: float, why: str) -> PlannedPlace:
    return PlannedPlace(
        place.name, place.code or "", population, budget, pl.DataFrame(schema=OPTION_KEPT),
        pl.DataFrame(schema=NEED_KEPT), why,
    )  # fmt: skip


def _needs(plan: Plan, shares: Mapping[str, NeedShares]) -> pl.DataFrame:
    rows = [
        (one.key, one.title, shares[one.key].expected if one.key in shares else None,
         one.outcome, one.probability)
        for one in plan.barriers
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=NEED_KEPT, orient="row")


def as_plain(one: PlannedPlace) -> dict[str, Any]:
    """Return what is kept of a plan as plain data."""
    return {
        "place": one.place, "code": one.code, "population": one.population, "budget": one.budget,
        "options": one.options.rows(), "needs": one.needs.rows(), "why_not": one.why_not,
        "currency": one.currency, "datasets": list(one.datasets),
    }  # fmt: skip


def from_plain(kept: Any) -> PlannedPlace | None:
    """Return what was kept; None where it is not what :func:`as_plain` made."""
    try:
        return PlannedPlace(
            kept["place"], kept["code"], float(kept["population"]), float(kept["budget"]),
            pl.DataFrame(kept["options"], schema=OPTION_KEPT, orient="row"),
            pl.DataFrame(kept["needs"], schema=NEED_KEPT, orient="row"),
            kept["why_not"], kept["currency"], tuple(kept["datasets"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
        return None
