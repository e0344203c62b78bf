"""The tables of a plan's page: priorities, costs, mix, reach and the arithmetic."""

from __future__ import annotations

from typing import Any

from placewise.model.appraisal import Appraisal
from placewise.model.options import JOBS
from placewise.model.plan import Plan
from placewise.model.wording import SIGNS, capital
from placewise.report.charts import Row
from placewise.report.numbers import MISSING, interval, number, whole, written
from placewise.report.page import Table
from placewise.report.plan_cells import (
    Money,
    at_least,
    for_whom,
    inclusion,
    ranked,
    share_cell,
    share_range,
    sharp,
    titles_by_key,
    unit_of,
    with_mark,
)
from placewise.report.review_cells import MOST_ROWS, many, without_empty

WHOLES = ("residents", "jobs", "firms")
TOGETHER = ("plan", "horizontal", "sector")
"""Names of the rows that put options together."""
MOST_SUMS = 60
"""Options whose arithmetic stands on the page; the workbook and the CSV have that of all."""
UNIT_MONEY = "money"
TOTALS = "totals"
"""Key of the finding that says what the plan comes to."""


def priority_table(plan: Plan) -> Table | None:
    """Return how sure each option is and what it brings, the chosen ones first."""
    frame = ranked(plan)
    rows = frame.head(MOST_ROWS).to_dicts()
    if not rows:
        return None
    unit, names = unit_of(frame), titles_by_key(plan)
    # One option with next to no effect must not make the cost of all others round to nothing.
    usual = [float(value) for value in frame["cost_per_unit"].drop_nulls().sort()]
    money = Money.of(plan.settings.currency, usual[len(usual) // 2 :][:1])
    one = "job" if unit == JOBS else unit or "unit"
    cells = [
        (
            names[row["option"]], "taken" if row["chosen"] else "not taken", row["gate"],
            share_cell(*inclusion(row)), share_range(*inclusion(row)[1:]),
            _inside(_effect(row, with_unit=not unit), _range(row, "net_effect")),
            _inside(
                money.cell(*_ends(row, "cost_per_unit")),
                money.range(row["cost_per_unit_lower"], row["cost_per_unit_upper"]),
            ),
            _for_a_year(row, money),
            _inside(number(*_ends(row, "benefit_per_pound")), _range(row, "benefit_per_pound")),
        )
        for row in rows
    ]  # fmt: skip
    worth = "" if frame["benefit_per_pound"].drop_nulls().is_empty() else (
        f". Benefit per {money.sign}: present value of benefits less private cost, for each of "
        "public cost"
    )  # fmt: skip
    return without_empty(Table(
        many(frame.height, "option"),
        with_mark(
            "In the best plans: share of draws whose best plan has the option. For a year: the "
            "same cost, divided by the years, discounted, for which the effect lasts. Effects are "
            "those where the barrier binds; what the plan comes to counts how much each is "
            "needed. Figures are means of draws, and the ranges in brackets hold 80 % of draws"
            f"{worth}", plan,
        ),
        ("Option", "Plan", "Gate", "In the best plans", "95 % interval",
         f"Net effect ({unit})" if unit else "Net effect",
         f"Public cost per net {one} ({money.unit})",
         f"Public cost per net {one} for a year ({money.unit})", f"Benefit per {money.sign}"),
        cells, [bool(row["chosen"]) for row in rows], text=3,
    ))  # fmt: skip


def cost_table(plan: Plan) -> Table | None:
    """Return what each option costs, whoever pays."""
    frame = ranked(plan)
    rows = frame.head(MOST_ROWS).to_dicts()
    if not rows:
        return None
    names = titles_by_key(plan)
    columns = ("public_cost", "private_cost", "net_cost", "net_cost_lower", "net_cost_upper")
    money = Money.of(
        plan.settings.currency, [amount for name in columns for amount in frame[name]]
    )  # fmt: skip
    cells = [
        (
            names[row["option"]], "taken" if row["chosen"] else "not taken",
            share_cell(*inclusion(row)), money.cell(row["public_cost"]),
            money.cell(row["private_cost"]),
            money.cell(*_ends(row, "net_cost")),
            money.range(row["net_cost_lower"], row["net_cost_upper"]),
        )
        for row in rows
    ]  # fmt: skip
    prices = f", prices of {plan.settings.price_year}" if plan.settings.price_year else ""
    net = "" if frame["net_cost"].drop_nulls().is_empty() else (
        ". Net cost: public and private cost less what the benefit is worth, where anybody says "
        "what a unit is worth"
    )  # fmt: skip
    return without_empty(Table(
        f"Costs of {'the option' if frame.height == 1 else f'all {frame.height:,} options'}",
        with_mark(
            f"Present values{prices}, raised for optimism bias{net}", plan,
        ),
        ("Option", "Plan", "In the best plans", f"Public cost ({money.unit})",
         f"Private cost ({money.unit})", f"Net cost ({money.unit})", "80 % range"),
        cells, [bool(row["chosen"]) for row in rows], text=2,
    ))  # fmt: skip


def totals_table(plan: Plan) -> Table | None:
    """Return what the plan comes to in all; nothing where no finding says so."""
    found = next((one for one in plan.findings if one.key == TOTALS), None)
    if found is None or found.table.is_empty():
        return None
    return Table(
        found.question, "Ranges hold 80 % of draws",
        ("What", "Value", "80 % range", "Unit"),
        [
            (row["title"], *_total(row, plan.settings.currency))
            for row in found.table.iter_rows(named=True)
        ],
        [False] * found.table.height,
    )  # fmt: skip


def _total(row: Row, currency: str) -> tuple[str, str, str]:
    value, lower, upper = row["value"], row["lower"], row["upper"]
    if row["unit"] == currency:
        money = Money.of(currency, [value])
        # As the sentence has it: a cost that is planned is known better than how it turns out.
        return money.cell(value), money.range(lower, upper), money.unit
    if row["unit"] == "share":
        span = share_range(lower, upper).removesuffix(" %")
        return share_cell(value, lower, upper).removesuffix(" %"), span, "per cent"
    exact = lower is None and value is not None and float(value).is_integer()
    told = whole(value) if exact else number(value, lower, upper)
    return told, interval(lower, upper), row["unit"] or MISSING


def mix_table(plan: Plan) -> Table | None:
    """Return the mix, an area of policy a row."""
    if plan.mix is None or plan.mix.is_empty():
        return None
    money = Money.of(plan.settings.currency, plan.mix["spent"])
    rows = plan.mix.sort("share", descending=True, nulls_last=True, maintain_order=True).to_dicts()
    return Table(
        "The mix as a table",
        "What the plan spends by area of policy; the range is the middle 80 % over the best plans "
        "of draws",
        ("Area of policy", "For", f"Spent ({money.unit})", "Share", "80 % range", "Options"),
        [
            (capital(row["policy_area"]),
             for_whom(row), money.cell(row["spent"]), share_cell(row["share"]),
             share_range(row["share_lower"], row["share_upper"]), whole(row["options"]))
            for row in rows
        ],
        [False] * len(rows), text=2,
    )  # fmt: skip


def reach_table(plan: Plan) -> Table | None:
    """Return whom each thing touches, with a column for residents, jobs and firms."""
    if plan.reach is None or plan.reach.is_empty():
        return None
    things = _things(plan)
    cells = [
        (
            _thing(plan, rows),
            rows[0]["kind"] or MISSING,
            rows[0]["sectors"] or MISSING,
            *(_reached(next((row for row in rows if row["of"] == of), None)) for of in WHOLES),
        )
        for rows in things
    ]
    years = sorted({row["year"] for rows in things for row in rows if row["year"] is not None})
    told = f", {', '.join(map(str, years))}" if years else ""
    return without_empty(Table(
        "Whom each option could touch",
        with_mark(
            f"Shares of the place’s residents, jobs and firms{told}, and the range over draws; "
            "touched is not helped. At least: of "
            "some options it is not known", plan,
        ),
        ("Option", "Kind", "Sectors", *(capital(of) for of in WHOLES)),
        cells, [rows[0]["name"] in TOGETHER for rows in things], text=6,
    ))  # fmt: skip


def concentration_table(plan: Plan) -> Table | None:
    """Return how the benefit of each thing falls on sectors, and what that does to the place."""
    if plan.reach is None or plan.reach["equal_sectors"].drop_nulls().is_empty():
        return None
    things = [rows for rows in _things(plan) if rows[0]["equal_sectors"] is not None]
    cells = [
        (_thing(plan, rows), written(rows[0]["equal_sectors"], 1), number(rows[0]["gini"]),
         rows[0]["largest_sector"] or MISSING, share_cell(rows[0]["largest_share"]),
         MISSING if rows[0]["diversification"] is None
         else f"{'+' if rows[0]['diversification'] > 0 else ''}"
         f"{written(1e4 * rows[0]['diversification'], 2)}")
        for rows in things
    ]  # fmt: skip
    return Table(
        "How the benefit falls on sectors",
        "Equal sectors: the benefit is as concentrated as on so many sectors of equal size. Gini: "
        "of the benefit per job, 0 where every job gains the same. Diversification: change of the "
        "Herfindahl index of jobs over sectors, times 10,000; below 0 the place becomes more "
        "diverse",
        ("Option", "Equal sectors", "Gini", "Gains most", "Its share", "Diversification"),
        cells, [rows[0]["name"] in TOGETHER for rows in things],
    )  # fmt: skip


def _thing(plan: Plan, rows: list[Row]) -> str:
    return titles_by_key(plan).get(rows[0]["name"]) or rows[0]["title"]


def appraisal_tables(plan: Plan) -> list[tuple[Table, bool]]:
    """Return the arithmetic of each option line by line, and whether the plan takes it."""
    titles, taken = titles_by_key(plan), set(plan.options.filter("chosen")["option"])
    order = {key: at for at, key in enumerate(plan.options["option"])}
    ordered = sorted(plan.appraisals, key=lambda one: order.get(one.option.key, len(order)))
    return [
        (_lines(one, titles.get(one.option.key, one.option.title), plan), one.option.key in taken)
        for one in ordered[:MOST_SUMS]
    ]


def _lines(one: Appraisal, title: str, plan: Plan) -> Table:
    sign = SIGNS.get(plan.settings.currency, plan.settings.currency)
    rows = one.lines.to_dicts()
    band = f"; value for money at central values: {one.value_band}" if one.value_band else ""
    return Table(
        title,
        "Central values, and the range that holds 80 % of draws where a line is drawn" + band,
        ("Line", "How", "Unit", "Central", "80 % range"),
        [
            (row["name"], row["how"], sign if row["unit"] == UNIT_MONEY else row["unit"],
             *_figure(row))
            for row in rows
        ],
        [row["line"] in {"net", "public_cost", "benefit_per_pound"} for row in rows], text=3,
    )  # fmt: skip


def _figure(row: Row) -> tuple[str, str]:
    """Return value and range of a line; what cannot be told says so."""
    low, high = row["low"], row["high"]
    digits = 0 if row["unit"] == UNIT_MONEY and abs(row["value"] or 0) >= 100 else 2
    span = MISSING
    if low is not None and high is not None:
        span = f"{written(low, digits)} to {written(high, digits)}"
    elif low is not None:
        span = f"{written(low, digits)} upwards"
    return "cannot be told" if row["value"] is None else written(row["value"], digits), span


def _things(plan: Plan) -> list[list[Row]]:
    """Return the rows of each thing: the whole plan first, then options in the plan's order."""
    groups: dict[Any, list[Row]] = {}
    for row in plan.reach.iter_rows(named=True) if plan.reach is not None else ():
        groups.setdefault(row["name"], []).append(row)
    if "sector" not in groups or "horizontal" not in groups:
        # All of one kind: the whole plan says the same.
        groups.pop("sector", None)
        groups.pop("horizontal", None)
    order = [*TOGETHER, *plan.options["option"]]
    return [groups[name] for name in sorted(groups, key=lambda name: _place(order, name))]


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _reached(row: Row | None) -> str:
    if row is None or (row["share"] is None and row["count"] is None):
        return MISSING
    count = "" if row["count"] is None else f"{whole(row['count'])}"
    if row["share"] is None:
        return count
    span = MISSING if sharp(row) else share_range(row["lower"], row["upper"])
    told = share_cell(row["share"], row["lower"], row["upper"])
    if at_least(row):
        told = f"at least {told}"
    inside = "; ".join(part for part in ("" if span == MISSING else span, count) if part)
    return f"{told} ({inside})" if inside else told


def _inside(told: str, span: str) -> str:
    """Return a figure with its range in brackets."""
    return told if told == MISSING or span == MISSING else f"{told} ({span})"


def _for_a_year(row: Row, money: Money) -> str:
    """Return the cost of one unit of effect for one year, and its range."""
    value, lower, upper = (
        None if row[end] is None or not row["unit_years"] else row[end] / row["unit_years"]
        for end in ("cost_per_unit", "cost_per_unit_lower", "cost_per_unit_upper")
    )
    return _inside(money.cell(value, lower, upper), money.range(lower, upper))


def _effect(row: Row, *, with_unit: bool) -> str:
    told = number(*_ends(row, "net_effect"))
    return f"{told} {row['effect_unit']}" if with_unit and told != MISSING else told


def _range(row: Row, name: str) -> str:
    return interval(row[f"{name}_lower"], row[f"{name}_upper"])


def _ends(row: Row, name: str) -> tuple[float | None, float | None, float | None]:
    return row[name], row[f"{name}_lower"], row[f"{name}_upper"]
