"""A plan as JSON: options with their gate, portfolio, what was left out, what would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from placewise.model.options import Gated
from placewise.model.plan import PLAN_SCHEMA_VERSION, Plan
from placewise.model.portfolio import Booleans, Portfolio
from placewise.report.json import place_json, provenance_json, rows_json
from placewise.report.principles import principles_json

REACHED = ("residents", "jobs", "firms")
SIGNIFICANT = 6
QUANTILES = (0.1, 0.5, 0.9)


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data; what is not known is None."""
    gated = {one.option.key: one for one in plan.gated}
    return {
        "schema_version": PLAN_SCHEMA_VERSION,
        "place": place_json(plan.place),
        "compared_with": plan.compared_with,
        "settings": asdict(plan.settings),
        "headline": list(plan.headline),
        "barriers": [asdict(one) for one in plan.barriers],
        "options": [_option(row, gated[row["option"]]) for row in rows_json(plan.options)],
        "portfolio": None if plan.portfolio is None else _portfolio(plan.portfolio),
        "benefit_unit": plan.benefit_unit or None,
        "left_out": rows_json(plan.left_out),
        "budget_steps": _plain([asdict(one) for one in plan.budget_steps]),
        "break_evens": _plain([asdict(one) for one in plan.break_evens]),
        "weight_flips": _plain([
            asdict(one) | {"objective": plan.objectives[one.objective]}
            for one in plan.weight_flips
        ]),
        "objectives": list(plan.objectives),
        "sector_against_horizontal": None if plan.reach is None else rows_json(plan.reach),
        "mix": None if plan.mix is None else rows_json(plan.mix),
        "findings": {
            one.key: {"question": one.question, "sentence": one.sentence,
                      "rows": rows_json(one.table)}
            for one in plan.findings
        },
        "toolkits": [one.area for one in plan.toolkits],
        "principles": principles_json(plan.principles, plan.judged),
        "checks": [asdict(check) for check in plan.checks],
        "notes": list(plan.notes),
        "provenance": provenance_json(plan.provenance),
        "command": plan.command,
    }  # fmt: skip


def _option(row: dict[str, Any], gated: Gated) -> dict[str, Any]:
    """Return one option: its row, with the gate step by step and its reach in one object."""
    option = gated.option
    moved = {"gate", "gate_reason", *(f"reach_{of}" for of in REACHED)}
    return {
        **{name: value for name, value in row.items() if name not in moved},
        "sectors": list(option.sectors),
        "gate": {"standing": gated.standing, "steps": [asdict(step) for step in gated.steps]},
        "reach": {of: row[f"reach_{of}"] for of in REACHED},
        "costs": list(option.costs),
        "lead": option.lead, "powers": option.powers, "power": option.power,
        "loss_bearer": option.loss_bearer, "counterfactual": option.counterfactual,
        "conditions": option.conditions, "sunset": option.sunset,
        "requires": list(option.requires), "excludes": list(option.excludes),
        "rests_on": list(option.evidence),
    }  # fmt: skip


def _portfolio(found: Portfolio) -> dict[str, Any]:
    """Return the plan and how sure it is; regret in quantiles, not draw by draw."""
    names = found.options
    regret = found.known_shares_missed
    ends = np.quantile(regret, QUANTILES) if regret.size else [None] * len(QUANTILES)
    by_person = zip(
        found.people, found.chosen_by_person, found.inclusion_by_person, found.regret_by_person,
        strict=True,
    )  # fmt: skip
    whole: dict[str, Any] = _plain({
        "chosen": _named(names, found.chosen.selected),
        "value": found.chosen.value, "bound": found.chosen.bound, "gap": found.chosen.gap,
        "draws": found.draws, "unsolved": found.unsolved, "affordable": found.affordable,
        "largest_gap": found.largest_gap,
        "inclusion": [
            {"option": name, "probability": share, "lower": low, "upper": high}
            for name, share, low, high in zip(
                names, found.inclusion.tolist(), found.inclusion_lower.tolist(),
                found.inclusion_upper.tolist(), strict=True,
            )
        ],
        "relative_regret": {
            "mean": float(regret.mean()) if regret.size else None,
            **{f"p{round(100 * at)}": end for at, end in zip(QUANTILES, ends, strict=True)},
        },
        "by_person": [
            {"person": who, "chosen": _named(names, chosen),
             "inclusion": dict(zip(names, inclusion.tolist(), strict=True)),
             "mean_regret": float(regret_of)}
            for who, chosen, inclusion, regret_of in by_person
        ],
    })  # fmt: skip
    return whole


def _named(names: Sequence[str], which: Booleans) -> list[str]:
    return [name for name, one in zip(names, which, strict=True) if one]


def _plain(value: Any) -> Any:
    """Return plain data with numbers of six digits; what is not finite is None."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return float(f"{value:.{SIGNIFICANT}g}") if np.isfinite(value) else None
    return value
