"""A plan on the terminal: its sentences, what comes first, and why the rest is left out."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import polars as pl

from placewise.model.options import JOBS
from placewise.model.plan import Plan
from placewise.model.standard_options import EXTENSION
from placewise.model.wording import money, number_in_words
from placewise.report.numbers import MISSING
from placewise.report.text import LINE, MOST_ROWS, aligned, cut, wrapped

MOST_LETTERS = 36
STEP_WORDS = {
    "barrier": "whose barrier was not shown",
    "failure": "behind which no lasting failure stands",
    "power": "for which nobody local has the power",
    "additionality": "that would happen anyway",
    "offer": "of which no size can be given here",
    "comparison": "that cannot be compared with the others",
    "fit": "that cannot fit the money of a year or the rules",
    "budget": "that others outbid",
}
"""Steps at which options are left out, in words that follow any number."""


ONE_BY_ONE = (
    "Effects of single options are expected ones where the barrier binds; that of the plan counts "
    "how much each is needed."
)


def plan_text(plan: Plan, report: str = "") -> str:
    """Return the summary of a plan, ten options at most.

    Args:
        plan: the plan.
        report: where its page lies; "" where none was written.
    """
    parts = [
        textwrap.fill(
            f"Plan for {plan.place.name} ({plan.place.kind}), whose barriers are told by "
            f"comparison with {plan.compared_with}", LINE,
        ),
        "",
        *(wrapped(sentence) for sentence in plan.headline),
    ]  # fmt: skip
    weighed = plan.options.filter(pl.col("inclusion_probability").is_not_null())
    if weighed.height:
        parts += ["", *_table(weighed, plan.settings.currency)]
        parts += _more(weighed.height)
        parts += _costs(plan)
    parts += ["", *(wrapped(line) for line in _left(plan))]
    if (plan.options["origin"] == "standard").any():
        parts += ["", textwrap.fill(
            "Sizes of standard options are illustrative, most of them proposals: replace them with "
            "your own (--template FILE writes them to edit, --options FILE reads them).", LINE,
        )]  # fmt: skip
    if report:
        parts += ["", f"Report: {report}"]
    return "\n".join(parts)


def _costs(plan: Plan) -> list[str]:
    """Return how costs of options come to the plan's, which is not discounted."""
    chosen, currency = plan.options.filter("chosen"), plan.settings.currency
    totals = next((one.table for one in plan.findings if one.key == "totals"), None)
    if chosen.is_empty() or totals is None:
        return []
    spent = float(totals.filter(pl.col("what") == "spent")["value"][0])
    return ["", textwrap.fill(
        f"Public cost in the table is a present value: what the plan takes comes to "
        f"{money(float(chosen['public_cost'].sum()), currency)}, before discounting to "
        f"{money(spent, currency)}.", LINE,
    )]  # fmt: skip


def _more(count: int) -> list[str]:
    return [f"and {count - MOST_ROWS} more"] if count > MOST_ROWS else []


def _table(weighed: pl.DataFrame, currency: str) -> list[str]:
    units = set(weighed["effect_unit"])
    unit = units.pop() if len(units) == 1 else ""
    what = f"Net {unit}" if unit else "Net effect"
    in_money = weighed["benefit_per_pound"].null_count() == 0
    last = f"Per {'job-year' if unit == JOBS else 'unit-year'}"
    if in_money:
        last = f"Benefit per {money(1, currency).removesuffix('.00')}"
    rows = [["Option", "Plan", "Best plans", "Public cost", what, "80 % range", last,
             "Evidence"]]  # fmt: skip
    for row in weighed.head(MOST_ROWS).iter_rows(named=True):
        effect = _count(row["net_effect"]) + ("" if unit else f" {row['effect_unit']}")
        inclusion = f"{100 * row['inclusion_probability']:.0f} %"
        rows.append([
            _option(row), "in" if row["chosen"] else "out", inclusion,
            money(row["public_cost"], currency), effect,
            f"{_count(row['net_effect_lower'])} to {_count(row['net_effect_upper'])}",
            f"{row['benefit_per_pound']:.2f}" if in_money else _for_a_year(row, currency),
            "unknown" if row["strength"] is None else f"level {row['strength']}",
        ])  # fmt: skip
    return aligned(rows, (0, 1, 7))


def _option(row: dict[str, Any]) -> str:
    """Return the title, cut where it is long; an extension still says that it is one."""
    mark = " *" if row["gate"] == "conditional" else ""
    title, end = row["title"], ""
    if title.endswith(EXTENSION):
        title, end = title.removesuffix(EXTENSION), EXTENSION
    return cut(title, MOST_LETTERS - len(end)) + end + mark


def _for_a_year(row: dict[str, Any], currency: str) -> str:
    """Return the public cost of one unit of effect for one year, which plans compare."""
    if row["cost_per_unit"] is None or not row["unit_years"]:
        return MISSING
    return money(row["cost_per_unit"] / row["unit_years"], currency)


def _count(value: float | None) -> str:
    """Return a number of units with two digits that count at least."""
    if value is None or not math.isfinite(value):
        return MISSING
    digits = 0 if abs(value) >= 10 or value == 0 else 1
    return f"{value:,.{digits}f}"


def _left(plan: Plan) -> list[str]:
    """Return how many options are left out at which step, and where the reasons stand."""
    lines = []
    if plan.portfolio is not None:
        lines.append(f"{plan.notes[0]} {ONE_BY_ONE}")
    lines += plan.rules
    if (plan.options.filter("chosen")["gate"] == "conditional").any():
        lines.append("* conditional: something at the gate could not be told.")
    options = plan.left_out.filter(pl.col("what") == "option")
    if options.height:
        counts = options.group_by("step", maintain_order=True).len()
        told = "; ".join(
            f"{number_in_words(count)} {STEP_WORDS.get(step, step)}"
            for step, count in counts.iter_rows()
        )
        lines.append(f"Left out: {told}. Each with its reason in the report.")
    others = plan.left_out.filter(pl.col("what") == "advice").height
    if others:
        lines.append(
            f"{number_in_words(others).capitalize()} kind{'' if others == 1 else 's'} of "
            "intervention should be left alone here, with reasons in the report."
        )
    return lines
