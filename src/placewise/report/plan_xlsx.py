"""A plan as one workbook: its tables, and the appraisal and the portfolio with live formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from placewise.model.appraisal import Appraisal
from placewise.model.plan import Plan
from placewise.report.appraisal_xlsx import layout, sheet_name, write_appraisals
from placewise.report.axes import known
from placewise.report.plan_cells import (
    ILLUSTRATIVE,
    amount,
    any_standard,
    own_options_command,
    titles_by_key,
    unit_of,
)
from placewise.report.plan_tables import plan_frames
from placewise.report.tables import harmless, whole_workbook

SHEETS = {
    "options": "options",
    "appraisal": "appraisal",
    "portfolio": "portfolio",
    "budget_steps": "budget steps",
    "break_evens": "break-evens",
    "weight_flips": "weights",
    "reach": "reach",
    "mix": "mix",
    "gate": "gate",
    "left_out": "left out",
    "barriers": "barriers",
    "principles": "principles",
    "checks": "checks",
    "sources": "sources",
}
"""Names of the sheets by that of their table, in the order of the workbook."""
WHAT = {
    "options": "one row an option: gate, inclusion, cost, effect, reach, evidence",
    "appraisal": "what each comes to, live, from the sheets of single options at the end",
    "portfolio": "what is taken and what that costs, live: write 1 or 0 into the second column",
    "budget_steps": "the best plan with more or less money",
    "break_evens": "at which effect an option would enter or leave",
    "weight_flips": "which weight or need would change the plan",
    "reach": "sector against horizontal: whom it touches, how the benefit falls",
    "mix": "what is spent by area of policy",
    "gate": "every option at every step of the gate",
    "left_out": "what is not in the plan, and why",
    "barriers": "what the diagnosis says of each barrier",
    "principles": "the checklist, with the number behind each",
    "checks": "checks on the tables and the method",
    "sources": "every table that was used",
}
MONEY = frozenset({"cost", "spent", "change"})
"""Columns with one of these words hold money."""
SHARES = frozenset({"probability", "inclusion", "share", "gini"})
WORDY = frozenset({"reason", "why", "rule", "detail", "evidence", "settles", "text", "note"})


def write_plan_workbook(plan: Plan, path: Path) -> None:
    """Write a plan as a workbook whose appraisal and portfolio follow a changed input.

    Headings carry units, are frozen and can be filtered; what is missing is blank. The file is
    there whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    frames = plan_frames(plan)
    with whole_workbook(path) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _readme(book, plan, frames)
        for key, name in SHEETS.items():
            if key == "appraisal" and plan.appraisals:
                summary = book.add_worksheet(name)
            elif key == "portfolio" and plan.portfolio is not None:
                _portfolio(book, plan)
            elif _plain(key, frames):
                _table(book, name, frames[key], plan.settings.currency, wrap)
        if plan.appraisals:
            write_appraisals(book, summary, plan.appraisals, plan.settings.currency)


def _plain(key: str, frames: Mapping[str, pl.DataFrame]) -> bool:
    """Is this a table that is written as it is, and does it have rows?"""
    return key not in {"appraisal", "portfolio"} and frames[key].height > 0


def _readme(book: Any, plan: Plan, frames: Mapping[str, pl.DataFrame]) -> None:
    """Say what the workbook holds, what was asked, and what came out."""
    sheet = book.add_worksheet("readme")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    asked = plan.settings
    prices = f", prices of {asked.price_year}" if asked.price_year else ""
    rows = [
        ("Plan for", f"{plan.place.name} ({plan.place.kind})"),
        ("Asked", f"{amount(asked.budget, asked.currency)} over {asked.years} years{prices}; "
         f"{asked.draws:,} draws, seed {asked.seed}, discounting: {asked.schedule}"),
        ("Compared with", plan.compared_with),
        *(("Answer" if not at else "", line) for at, line in enumerate(plan.headline)),
        ("Benefit counts", plan.benefit_unit),
        ("Money", f"All in {asked.currency}{prices}; costs are present values raised for optimism "
         "bias unless a heading says otherwise"),
        ("Ranges", "lower and upper hold 80 % of draws, those of the inclusion 95 %; what is "
         "missing is blank, never nought"),
    ]  # fmt: skip
    if any_standard(plan.options):
        rows.append(("Origin: standard", f"{ILLUSTRATIVE}: {own_options_command(plan)}"))
    there = [key for key in SHEETS if frames[key].height]
    rows += [(f"Sheet: {SHEETS[key]}", WHAT[key]) for key in there]
    rows += [("Note", note) for note in plan.notes]
    rows.append(("Made again by", plan.command))
    for at, (name, text) in enumerate((name, text) for name, text in rows if text):
        sheet.write_string(at, 0, name, bold)
        sheet.write_string(at, 1, text, wrap)
    sheet.freeze_panes(0, 1)


def _table(book: Any, name: str, frame: pl.DataFrame, currency: str, wrap: Any) -> None:
    """Write one table as a sheet that can be filtered, its headings with their units."""
    titles = {column: heading(column, currency) for column in frame.columns}
    wide = [titles[column] for column in frame.columns if WORDY & set(column.split("_"))]
    harmless(frame).rename(titles).write_excel(
        book,
        name,
        table_style="Table Style Light 1",
        column_formats=dict.fromkeys(wide, wrap),
        column_widths={title: 380 if title in wide else 130 for title in titles.values()},
        dtype_formats={pl.Float64: "#,##0.####", pl.Int64: "0"},
        freeze_panes=(1, 1),
    )


def heading(column: str, currency: str) -> str:
    """Return the name of a column as a heading, with its unit where the name does not say it."""
    words = set(column.split("_"))
    title = column.replace("_", " ").replace(" per pound", f" per {currency} 1")
    title = f"{title[:1].upper()}{title[1:]}"
    if "pound" not in words and MONEY & words:
        return f"{title} ({currency})"
    if SHARES & words or column.startswith("reach_"):
        return f"{title} (share, 0 to 1)"
    return {"strength": "Strength (Maryland scale, 1 to 5)"}.get(column, title)


def _portfolio(book: Any, plan: Plan) -> None:
    """Write what is taken with its costs as formulas, the totals of it, and each person's plan."""
    made, currency = plan.portfolio, plan.settings.currency
    if made is None:
        return
    sheet = book.add_worksheet(SHEETS["portfolio"])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    entry = book.add_format({"bg_color": "#FFF6D5"})
    share = book.add_format({"num_format": "0.000"})
    figure = book.add_format({"num_format": "#,##0.00"})
    several = len(made.people) > 1
    titles = [
        "Option", "Taken (1) or not (0): may be changed", "In the best plans (share, 0 to 1)",
        "95 % interval, lower", "95 % interval, upper", f"Public cost, present value ({currency})",
        f"Public cost over all years, not discounted ({currency})", "Net effect", "Unit of effect",
        *(f"{person}: {what}" for person in made.people if several
          for what in ("in the best plans (share)", "takes it (1) or not (0)")),
    ]  # fmt: skip
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, bold)
    names, cells = titles_by_key(plan), _linked(plan.appraisals)
    for at, key in enumerate(made.options):
        row = at + 1
        sheet.write_string(row, 0, names.get(key, key))
        sheet.write_number(row, 1, int(made.chosen.selected[at]), entry)
        ends = (made.inclusion, made.inclusion_lower, made.inclusion_upper)
        _figures(sheet, row, 2, [float(end[at]) for end in ends], share)
        for column, (formula, value) in enumerate(cells.get(key, ()), 5):
            sheet.write_formula(row, column, formula, figure, value)
        sheet.write_string(row, 8, _unit(plan, key))
        if several:
            for one in range(len(made.people)):
                shown = [float(made.inclusion_by_person[one, at]),
                         float(made.chosen_by_person[one, at])]  # fmt: skip
                _figures(sheet, row, 9 + 2 * one, shown, share)
    last = len(made.options)
    sheet.autofilter(0, 0, last, len(titles) - 1)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(titles) - 1, 18)
    _totals(sheet, plan, last, (bold, figure))


def _linked(appraisals: Sequence[Appraisal]) -> dict[str, list[tuple[str, float]]]:
    """Return of each option the formulas of its costs and effect, with the values that we have."""
    found = {}
    for at, one in enumerate(appraisals, 1):
        where, sheet = layout(one), sheet_name(at, one.option.key)
        found[one.option.key] = [
            (f"='{sheet}'!{where.lines['public_cost']}", one.public_cost),
            (f"=SUM('{sheet}'!{where.column('F')})", float(one.years["public_cost"].sum())),
            (f"='{sheet}'!{where.lines['net']}", one.value("net") or 0.0),
        ]
    return found


def _totals(sheet: Any, plan: Plan, last: int, formats: tuple[Any, Any]) -> None:
    """Write what is taken in all below the options, and how much of the budget that leaves."""
    bold, figure = formats
    made = plan.portfolio
    cells = _linked(plan.appraisals)
    taken = [
        [value for _, value in cells.get(key, ())]
        for key, chosen in zip(made.options, made.chosen.selected, strict=True) if chosen
    ] if made is not None else []  # fmt: skip
    sums = [sum(known(one[at] for one in taken if one)) for at in range(3)]
    sheet.write_string(last + 2, 0, "What is taken, in all", bold)
    alike = unit_of(plan.options.filter(pl.col("option").is_in(list(cells))))
    for letter, value in zip("FGH" if alike else "FG", sums, strict=False):
        formula = f"=SUMPRODUCT($B$2:$B${last + 1},{letter}2:{letter}{last + 1})"
        sheet.write_formula(f"{letter}{last + 3}", formula, figure, value)
    sheet.write_string(last + 3, 0, "Budget", bold)
    sheet.write_number(f"G{last + 4}", plan.settings.budget, figure)
    sheet.write_string(last + 4, 0, "Left over", bold)
    sheet.write_formula(
        f"G{last + 5}", f"=G{last + 4}-G{last + 3}", figure, plan.settings.budget - sums[1]
    )
    sheet.write_string(
        last + 5, 0, "The budget has to hold in every year; other rules are not in this sheet."
    )


def _unit(plan: Plan, key: str) -> str:
    found = plan.options.filter(pl.col("option") == key)["effect_unit"].to_list()
    return (found[0] or "") if found else ""


def _figures(sheet: Any, row: int, column: int, values: Sequence[float], style: Any) -> None:
    """Write figures side by side, those that are missing blank."""
    for at, value in enumerate(values, column):
        if known([value]):
            sheet.write_number(row, at, value, style)
