"""A made-up country of which is known what each place needs, planned by the real optimiser."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl

from placewise.model.comparison import ComparingEvidence, PlannedPlace
from placewise.model.options import BarrierFound
from placewise.model.plan import OPTIONS, Plan, PlanSettings
from placewise.model.portfolio import Draws, Rules
from placewise.model.words import Place
from placewise.plan.drawing import NeedShares, drawn_needs
from placewise.plan.portfolio import portfolio
from placewise.workbench.comparing.around import Around
from placewise.workbench.comparing.planned import PlanOf, plan_place

AREAS = ("housing", "skills", "transport")
SETTINGS = PlanSettings(budget=100.0, years=1, draws=100)
EVIDENCE = ComparingEvidence((), ("housing",), (), (), "why", "affordability ratio", "why", "south")
Binding = Mapping[str, float]


def option_names() -> list[tuple[str, str, float]]:
    """Return name, barrier and cost of three options against each of three barriers."""
    return [(f"{area} {size}", area, float(size)) for area in AREAS for size in (1, 2, 3)]


def plan_of(binding: Callable[[Place], Binding]) -> PlanOf:
    """Return what plans places of which is known how likely each barrier binds.

    Options bring what they cost, so that need alone tells them apart; the budget pays for six of
    eighteen units.
    """
    names = option_names()
    cost = np.array([price for _, _, price in names])
    about = np.array([[area == one for one in AREAS] for _, area, _ in names], float)

    def of(place: Place, settings: PlanSettings) -> tuple[Plan, dict[str, NeedShares]]:
        shares = {key: NeedShares(p, 0.0) for key, p in binding(place).items()}
        rules = Rules(tuple(n for n, _, _ in names), cost[:, None], np.array([6.0]), ("2026",))
        draws = settings.draws
        found = portfolio(
            rules,
            Draws(
                need=drawn_needs(shares, draws, settings.seed),
                effect=np.broadcast_to(about * cost[:, None], (draws, 9, 3)),
                cost_factor=np.ones((draws, 9)), weights=np.ones((1, 3)),
            ),
        )  # fmt: skip
        rows = [
            dict.fromkeys(OPTIONS) | {
                "option": name, "intervention": name, "policy_area": area, "barrier": area,
                "kind": "horizontal", "gate": "passed",
                "chosen": bool(found.chosen.selected[at]),
                "inclusion_probability": float(found.inclusion[at]),
            }
            for at, (name, area, _) in enumerate(names)
        ]  # fmt: skip
        plan = Plan(
            place=place, settings=settings, compared_with="", headline=(),
            barriers=tuple(BarrierFound(key, key, "contributing", p) for key, p in
                           binding(place).items()),
            options=pl.DataFrame(rows, schema=OPTIONS, orient="row"), gated=(), appraisals=(),
            portfolio=found, left_out=pl.DataFrame(),
        )  # fmt: skip
        return plan, shares

    return of


def planned(binding: Callable[[Place], Binding], places: list[Place]) -> list[PlannedPlace]:
    """Return the plans of places; costs are those of the options, which have no appraisals here."""
    price = {name: cost for name, _, cost in option_names()}
    made = [plan_place(place, 10.0, SETTINGS, plan_of(binding)) for place in places]
    return [
        PlannedPlace(
            one.place, one.code, one.population, one.budget,
            one.options.with_columns(cost=pl.col("option").replace_strict(price)), one.needs,
        )
        for one in made
    ]  # fmt: skip


def country(places: int) -> list[Place]:
    return [Place(f"P{at:02}", "district", (f"D{at:02}",), f"D{at:02}") for at in range(places)]


KINDS = ({"housing": 0.9, "skills": 0.1, "transport": 0.1},
         {"housing": 0.1, "skills": 0.9, "transport": 0.1},
         {"housing": 0.1, "skills": 0.1, "transport": 0.9})  # fmt: skip


def needs_of(place: Place) -> Binding:
    """Return needs of one of three kinds, a little different from place to place."""
    at = int(place.name[1:])
    return {key: value + 0.004 * (at // 3) for key, value in KINDS[at % 3].items()}


def nothing_known(places: int) -> Around:
    """Return what is known of places of which nothing is known besides their needs."""
    missing = np.full(places, np.nan)
    return Around(
        titles=(), indicators=np.empty((places, 0)), used_by_gate=(), longitude=missing,
        latitude=missing, people=missing, region=(None,) * places, south=(None,) * places, side="",
        block=tuple(f"B{at}" for at in range(places)), cost=missing, cost_title="cost",
        growth=missing, growth_class=(None,) * places, datasets=frozenset(),
    )  # fmt: skip
