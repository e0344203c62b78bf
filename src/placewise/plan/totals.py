"""What a plan comes to: options taken, money, effect by need, and how sure it is."""

from __future__ import annotations

import numpy as np
import polars as pl

from placewise.model.options import JOBS
from placewise.model.portfolio import Booleans, Draws, Portfolio, Rules
from placewise.plan.drawing import MONEY
from placewise.plan.portfolio import benefits

TOTALS = {
    "what": pl.String, "title": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "unit": pl.String,
}  # fmt: skip
"""Columns of what a plan comes to: ends hold 80 % of draws; missing where a figure has none."""
ENDS = (0.1, 0.9)


def totals(
    rules: Rules,
    draws: Draws,
    portfolio: Portfolio,
    net: np.ndarray,
    unit: str,
    currency: str,
    *,
    in_money: bool = False,
) -> pl.DataFrame:
    """Return what a plan comes to, columns :data:`TOTALS`.

    Args:
        rules: what it was chosen by.
        draws: what is not known.
        portfolio: the plan.
        net: (D, N) draws of the net effect of each option where its barrier binds.
        unit: that all effects are counted in; "" where they are not alike.
        currency: of the money.
        in_money: whether options are compared by what their benefit is worth.
    """  # fmt: skip
    chosen = portfolio.chosen.selected
    spent = float(rules.cost.sum(axis=1) @ chosen)
    budget = float(rules.budget.sum())
    rows: list[tuple[object, ...]] = [
        ("options", "Options in the plan", int(chosen.sum()), None, None, "options"),
        ("weighed", "Options weighed", len(rules.options), None, None, "options"),
        ("budget", "Budget", budget, None, None, currency),
        (
            "spent", "Public cost planned, raised for optimism bias", spent,
            *_ends((draws.cost_factor * rules.cost.sum(axis=1)) @ chosen), currency,
        ),
        ("left over", "Budget that is not planned", budget - spent, None, None, currency),
        (
            "paid", "Share of draws in which the whole plan can be paid year by year",
            portfolio.affordable, None, None, "share",
        ),
    ]  # fmt: skip
    if unit:
        effect = (net * _need_of(draws)) @ chosen
        rows.append((
            "effect", f"Net additional {unit}, by need", float(effect.mean()), *_ends(effect), unit,
        ))  # fmt: skip
        title = f"Public cost per net {'job' if unit == JOBS else f'unit of {unit}'}, by need"
        if effect.mean() > 0:
            rows.append(
                ("cost per unit", title, spent / float(effect.mean()), None, None, currency)
            )
    if in_money:
        worth = benefits(draws) @ chosen
        rows.append((
            "benefit", "Present value of benefits by need, less all private cost",
            float(worth.mean()), *_ends(worth), currency,
        ))  # fmt: skip
    if portfolio.shares_missed_tell:
        regret = portfolio.known_shares_missed
        rows.append((
            "regret", "Share of the best benefit that the plan misses", float(regret.mean()),
            *_ends(regret), "share",
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=TOTALS, orient="row", strict=False)


def benefit_words(unit: str, currency: str) -> str:
    """Return what benefits are counted in, as it stands after a number."""
    if unit == MONEY:
        return f"{currency} of present value by need, less all private cost"
    one = "job" if unit == JOBS else f"unit ({unit})"
    return f"{one}-years of present value, by need"


def _need_of(draws: Draws) -> np.ndarray:
    """Return (D, N) the need of the barrier that each option is about."""
    about = (draws.effect != 0).any(axis=0)
    return np.asarray(draws.need @ about.T)


def _ends(values: Booleans | np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values, ENDS)
    return float(low), float(high)
