"""The charts of a plan: how sure each option is, what money brings, cost, mix and reach."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from placewise.model.options import JOBS
from placewise.model.plan import Plan
from placewise.model.wording import capital, in_sentence, listed, number_in_words
from placewise.report.answer_charts import range_bars, ring, scatter
from placewise.report.axes import known
from placewise.report.charts import Chart, Row
from placewise.report.plan_cells import (
    Money,
    amount,
    at_least,
    for_whom,
    inclusion,
    ranked,
    share_cell,
    sharp,
    titles_by_key,
    with_mark,
)

MOST_LANES, MOST_POINTS = 16, 60
"""Options on one chart; of more, those that are taken and those most often in a best plan."""
PER = 1e6
"""Money for which the outcome is drawn."""
FAR = 20
"""From this ratio of the dearest to the cheapest on, costs are drawn by their ratios."""
SURE = 0.8
"""From this share of the best plans on an option is called robust."""


def inclusion_chart(plan: Plan) -> Chart | None:
    """Draw in how many of the best plans each option is."""
    rows = ranked(plan)
    if rows.is_empty() or plan.portfolio is None:
        return None
    shown, names = rows.head(MOST_LANES), titles_by_key(plan)
    sure = rows.filter(pl.col("chosen") & (pl.col("inclusion_probability") >= SURE)).height
    taken = int(rows["chosen"].sum())
    told = [f"{row['title']} {share_cell(*inclusion(row))}" for row in _rows(shown)]
    return range_bars(
        "plan-inclusion",
        [
            {"name": names[row["option"]], "value": 100 * row["inclusion_probability"],
             "lower": None if row["inclusion_lower"] is None else 100 * row["inclusion_lower"],
             "upper": None if row["inclusion_upper"] is None else 100 * row["inclusion_upper"],
             "strong": row["chosen"]}
            for row in _rows(shown)
        ],
        title=f"{_taken(taken, rows.height)} taken; {number_in_words(sure)} of these "
        f"{'is' if sure == 1 else 'are'} in at least {100 * SURE:.0f} % of the best plans",
        subtitle=with_mark(
            f"Share of {plan.portfolio.draws - plan.portfolio.unsolved:,} draws of what is not "
            "known whose best plan has the option, with its 95 % interval. Bold: taken"
            + _cut(rows, MOST_LANES), plan,
        ),
        alt=f"In the best plans: {'; '.join(told)}.",
        unit="Per cent of best plans", ends=(0, 100),
    )  # fmt: skip


def _taken(taken: int, options: int) -> str:
    """Say how many of the options are taken, up to the verb."""
    if taken == options > 1:
        return f"All {number_in_words(options)} options are"
    verb = "is" if taken == 1 else "are"
    return f"{capital(number_in_words(taken))} of {number_in_words(options)} options {verb}"


def outcome_chart(plan: Plan) -> Chart | None:
    """Draw what a million of public money brings, of the options whose effect is counted alike."""
    rows = ranked(plan).filter(
        (pl.col("public_cost") > 0) & pl.col("net_effect").is_not_null()
        & pl.col("unit_years").is_not_null()
    )  # fmt: skip
    if rows.is_empty():
        return None
    common = rows["effect_unit"].mode().sort()[0]
    rows, names = rows.filter(pl.col("effect_unit") == common), titles_by_key(plan)
    values = sorted(
        (_per_million(row, names) for row in _rows(rows.head(MOST_LANES))),
        key=lambda value: -value["value"],
    )
    best = values[0]
    money = amount(PER, plan.settings.currency)
    years = "job-years" if common == JOBS else f"{common} for a year"
    return range_bars(
        "plan-outcome",
        values,
        title=f"‘{best['name']}’ is expected to bring most for the money",
        subtitle=with_mark(
            f"Net {years}, discounted, for each {money} of public cost (present value), with the "
            "range that holds 80 % of draws: what lasts counts for as long as it lasts. Bold: taken"
            + _cut(rows, MOST_LANES), plan,
        ),
        alt=f"Net {years} for each {money}: "
        + "; ".join(f"{value['name']} {value['value']:.3g}" for value in values) + ".",
        unit=f"Net {years} for {money}",
    )  # fmt: skip


def _per_million(row: Row, names: Mapping[str, str]) -> Row:
    ends = ("net_effect", "net_effect_lower", "net_effect_upper")
    value, lower, upper = (
        None if row[end] is None else PER * row[end] * row["unit_years"] / row["public_cost"]
        for end in ends
    )
    return {"name": names[row["option"]], "value": value, "lower": lower, "upper": upper,
            "strong": row["chosen"]}  # fmt: skip


def cost_chart(plan: Plan) -> Chart | None:
    """Draw how often each option is in the best plans against what it costs."""
    rows = ranked(plan).filter(pl.col("public_cost").is_not_null())
    if rows.is_empty():
        return None
    shown, names = rows.head(MOST_POINTS), titles_by_key(plan)
    unit = Money.of(plan.settings.currency, shown["public_cost"])
    costs = known(shown["public_cost"])
    far = min(costs) > 0 and max(costs) > FAR * min(costs)
    points = [
        {"x": row["public_cost"] / unit.divisor, "y": 100 * row["inclusion_probability"],
         "name": names[row["option"]], "strong": row["chosen"], "label": True,
         "shape": "full" if row["chosen"] else "hollow",
         "note": f"{unit.sign} {unit.cell(row['public_cost'])} {unit.word}, "
         f"{share_cell(*inclusion(row))} of best plans"}
        for row in _rows(shown)
    ]  # fmt: skip
    return scatter(
        "plan-cost",
        points,
        title=_sure_money(plan, rows),
        subtitle=with_mark(
            "Share of best plans that have an option against its public cost (present value, "
            "raised for optimism bias). Filled: taken; hollow: not. Names that would meet are "
            "left to the table" + _cut(rows, MOST_POINTS), plan,
        ),
        alt="; ".join(f"{point['name']}: {point['note']}" for point in points) + ".",
        x_title=f"Public cost, {unit.unit}" + (" (equal steps are equal ratios)" if far else ""),
        y_title="Per cent of best plans", ratios=far,
    )  # fmt: skip


def _sure_money(plan: Plan, rows: pl.DataFrame) -> str:
    """Say how much of the plan's cost is for options that nearly every best plan has."""
    taken = rows.filter("chosen")
    cost = float(taken["public_cost"].sum())
    if not cost:
        return "What each option costs, and how often it is chosen"
    sure = taken.filter(pl.col("inclusion_probability") >= SURE)["public_cost"].sum()
    currency = plan.settings.currency
    held = amount(float(sure), currency) if sure else "None"
    return (
        f"{held} of the plan’s {amount(cost, currency)} (present value) is for options in at least "
        f"{100 * SURE:.0f} % of the best plans"
    )


def mix_chart(plan: Plan) -> Chart | None:
    """Draw the areas of policy that the plan spends on as a ring."""
    if plan.mix is None or plan.mix["share"].drop_nulls().sum() <= 0:
        return None
    rows = plan.mix.drop_nulls("share").sort("share", descending=True, maintain_order=True)
    twice = set(rows.filter(pl.col("policy_area").is_duplicated())["policy_area"])
    parts = [
        {
            "name": capital(row["policy_area"])
            + (f" ({for_whom(row)})" if row["policy_area"] in twice else ""),
            "share": row["share"],
            "striped": row["kind"] == "sector",
            "note": _mix_note(row),
        }
        for row in rows.iter_rows(named=True)
    ]
    spent = amount(float(plan.mix["spent"].sum()), plan.settings.currency)
    largest = parts[0]
    return ring(
        "plan-mix",
        parts,
        title=f"{100 * largest['share']:.0f} % of what the plan spends goes to "
        f"{in_sentence(largest['name'])}",
        subtitle=f"Areas of policy as shares of the {spent} that the plan spends, in brackets the "
        "middle 80 % over the best plans of draws. Filled: for all sectors; striped: for named "
        "sectors.",
        alt="Shares of the mix: "
        + "; ".join(f"{part['name']} {part['note']}" for part in parts) + ".",
        middle=spent,
    )  # fmt: skip


def _mix_note(row: Row) -> str:
    """Return a share with its range in whole per cent; the table has more digits."""
    share, low, high = (
        None if row[end] is None else f"{100 * row[end]:.0f}"
        for end in ("share", "share_lower", "share_upper")
    )
    return f"{share} %" if low is None or high is None else f"{share} % ({low} to {high})"


def reach_chart(plan: Plan) -> Chart | None:
    """Draw how much of the place sector options, horizontal ones and the whole plan reach."""
    if plan.reach is None:
        return None
    rows = plan.reach.filter(
        pl.col("name").is_in(["sector", "horizontal", "plan"]) & pl.col("share").is_not_null()
    )
    if {"sector", "horizontal"} - set(plan.reach["name"]):
        rows = rows.filter(pl.col("name") == "plan")  # all of one kind: it says the same
    if rows.is_empty():
        return None
    values = [
        {"name": f"{row['title']}: {row['of']}", "value": 100 * row["share"],
         "lower": None if row["lower"] is None else 100 * row["lower"],
         "upper": None if row["upper"] is None else 100 * row["upper"],
         "strong": row["name"] == "plan",
         "note": f"at least {share_cell(row['share'])}" if at_least(row)
         else share_cell(row["share"]) if sharp(row) else ""}
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    whole = rows.filter(pl.col("name") == "plan").to_dicts()
    told = [
        f"{'at least ' if at_least(row) else ''}"
        f"{share_cell(row['share'], row['lower'], row['upper'])} of {row['of']}"
        for row in whole
    ]
    return range_bars(
        "plan-reach",
        values,
        title=f"The plan could reach {listed(told)}" if told
        else "How much of the place the options could reach",
        subtitle="Shares of the place’s residents, jobs and firms that are touched, helped or not, "
        "with the range over draws. Bold: the whole plan",
        alt="; ".join(f"{value['name']} {value['value']:.1f} %" for value in values) + ".",
        unit="Per cent of the place", zero=True,
    )  # fmt: skip


def _rows(frame: pl.DataFrame) -> list[Row]:
    return frame.to_dicts()


def _cut(rows: pl.DataFrame, most: int) -> str:
    """Say how many options a chart leaves to the table."""
    left = rows.height - most
    return f". {left} more {'is' if left == 1 else 'are'} in the table" if left > 0 else ""
