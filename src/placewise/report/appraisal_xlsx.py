"""Appraisals as a workbook whose formulas are live: change an input and every line follows."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placewise.model.appraisal import LINES, Appraisal

UNTOLD = "cannot be told"
SPARE_YEARS = 20
"""Years more than the appraisal needs, so that an effect may be made to last longer."""
FIRST_INPUT = 5
RATES = ("H", "I")
"""Columns of the table of discount rates."""
SPANS = {
    "effect": "Gross effect", "deadweight": "Deadweight", "displacement": "Displacement",
    "leakage": "Leakage", "substitution": "Substitution", "multiplier": "Multiplier",
    "value_per_unit": "Value of a unit, money a year",
}  # fmt: skip
FIXED = {
    "private_share": "Share of costs that firms and people pay",
    "costs_raised": "Share added to costs for optimism bias",
    "time_raised": "Share added to the time to an effect",
    "years_to_effect": "Years to an effect, as stated",
    "duration": "Years for which it lasts",
    "decay": "Share of the effect lost each year",
}
YEAR_TITLES = (
    "Year", "Rate", "Discount factor", "Cost as stated", "Cost raised", "Public cost",
    "Private cost", "Share of effect there", "Net effect", "Benefit", "Present public cost",
    "Present private cost", "Present benefit",
)  # fmt: skip
YEAR_COLUMNS = (
    "year", "rate", "factor", "cost", "raised_cost", "public_cost", "private_cost", "active",
    "effect", "benefit", "present_public_cost", "present_private_cost", "present_benefit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands on the sheet of one option; rows as a spreadsheet counts them.

    Attributes:
        inputs: cell of every input, and of ``first_year``.
        lines: cell of every line.
        rates: ranges of the first years and of the rates of discount bands.
        years: first and last row of the years.
    """

    inputs: Mapping[str, str]
    lines: Mapping[str, str]
    rates: tuple[str, str]
    years: tuple[int, int]

    def column(self, letter: str) -> str:
        """Return the range of a column of the years."""
        return f"${letter}${self.years[0]}:${letter}${self.years[1]}"


def appraisal_workbook(appraisals: Sequence[Appraisal]) -> bytes:
    """Return a workbook: a summary, then a sheet for each option with inputs, lines and years.

    Every line and every year is a formula on the inputs of its sheet; ranges over draws are
    figures, and marked so. The strength of the evidence stands beside every benefit per pound.
    """
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        write_appraisals(book, book.add_worksheet("summary"), appraisals)
    return made.getvalue()


def write_appraisals(
    book: Any, summary: Any, appraisals: Sequence[Appraisal], money: str = "money"
) -> None:
    """Write appraisals into a workbook: the summary into a sheet, and a new sheet an option.

    Args:
        book: an open workbook of xlsxwriter.
        summary: the sheet of it that the summary goes into.
        appraisals: the options, in the order of their sheets.
        money: how amounts of money are called.
    """
    formats = {
        "bold": book.add_format({"bold": True}),
        "input": book.add_format({"bg_color": "#FFF6D5", "num_format": "#,##0.0###"}),
        "figure": book.add_format({"num_format": "#,##0.00"}),
        "factor": book.add_format({"num_format": "0.0000"}),
    }
    names = [sheet_name(at, one.option.key) for at, one in enumerate(appraisals, 1)]
    layouts = [layout(one) for one in appraisals]
    _summary(summary, appraisals, names, layouts, formats, money)
    for one, name, where in zip(appraisals, names, layouts, strict=True):
        _option(book.add_worksheet(name), one, where, formats, money)


def sheet_name(number: int, key: str) -> str:
    """Return a name that a sheet may have: 31 signs at most, without those that are not allowed."""
    plain = re.sub(r"[^\w .-]", " ", key)
    return f"{number} {plain}"[:31].strip()


def layout(appraisal: Appraisal) -> Layout:
    """Say where everything stands on the sheet of an option."""
    keys = (*SPANS, *FIXED, "first_year")
    inputs = {key: f"$B${FIRST_INPUT + at}" for at, key in enumerate(keys)}
    first_line = FIRST_INPUT + len(keys) + 3
    names = appraisal.lines["line"].to_list()
    lines = {key: f"$B${first_line + at}" for at, key in enumerate(names)}
    last_rate = FIRST_INPUT + len(appraisal.inputs.bands) - 1
    first, rate = RATES
    rates = (f"${first}${FIRST_INPUT}:${first}${last_rate}",
             f"${rate}${FIRST_INPUT}:${rate}${last_rate}")  # fmt: skip
    start = first_line + len(names) + 4
    return Layout(inputs, lines, rates, (start, start + appraisal.years.height + SPARE_YEARS - 1))


def line_formulas(where: Layout) -> dict[str, str]:
    """Return the formula of every line by its key."""
    at, line = where.inputs, where.lines
    told = f'"{UNTOLD}"'
    years = f"{line['net']}*{line['unit_years']}"
    return {
        "gross": f"={at['effect']}",
        "after_deadweight": f"={line['gross']}*(1-{at['deadweight']})",
        "after_displacement": f"={line['after_deadweight']}*(1-{at['displacement']})",
        "after_leakage": f"={line['after_displacement']}*(1-{at['leakage']})",
        "after_substitution": f"={line['after_leakage']}*(1-{at['substitution']})",
        "multiplier": f"={at['multiplier']}",
        "net": f"={line['after_substitution']}*{line['multiplier']}",
        "stated_cost": f"=SUM({where.column('D')})",
        "public_cost": f"=SUM({where.column('K')})",
        "private_cost": f"=SUM({where.column('L')})",
        "unit_years": f"=SUMPRODUCT({where.column('H')},{where.column('C')})",
        "cost_per_unit": f"=IF({line['net']}>0,{line['public_cost']}/{line['net']},{told})",
        "cost_per_unit_year": f"=IF({years}>0,{line['public_cost']}/({years}),{told})",
        "benefit": f"=IF(ISNUMBER({at['value_per_unit']}),{years}*{at['value_per_unit']},{told})",
        "net_present_value": (
            f"=IF(ISNUMBER({line['benefit']}),"
            f"{line['benefit']}-{line['private_cost']}-{line['public_cost']},{told})"
        ),
        "benefit_per_pound": (
            f"=IF(AND(ISNUMBER({line['benefit']}),{line['public_cost']}>0),"
            f"({line['benefit']}-{line['private_cost']})/{line['public_cost']},{told})"
        ),
        "net_benefit_per_pound": (
            f"=IF(ISNUMBER({line['benefit_per_pound']}),{line['benefit_per_pound']}-1,{told})"
        ),
    }


def year_formulas(where: Layout, row: int) -> dict[str, str]:
    """Return the formula of every column of a year but the year and the cost, by its letter."""
    at, first = where.inputs, where.inputs["first_year"]
    value = at["value_per_unit"]
    return {
        "B": f"=LOOKUP(A{row},{where.rates[0]},{where.rates[1]})",
        "C": "=1" if row == where.years[0] else f"=C{row - 1}/(1+B{row})",
        "E": f"=D{row}*(1+{at['costs_raised']})",
        "F": f"=E{row}*(1-{at['private_share']})",
        "G": f"=E{row}*{at['private_share']}",
        "H": (
            f"=IF(AND(A{row}>={first},A{row}<{first}+{at['duration']}),"
            f"(1-{at['decay']})^(A{row}-{first}),0)"
        ),
        "I": f"={where.lines['net']}*H{row}",
        "J": f'=IF(ISNUMBER({value}),I{row}*{value},"{UNTOLD}")',
        "K": f"=F{row}*C{row}",
        "L": f"=G{row}*C{row}",
        "M": f'=IF(ISNUMBER(J{row}),J{row}*C{row},"{UNTOLD}")',
    }


def _option(
    sheet: Any, one: Appraisal, where: Layout, formats: Mapping[str, Any], money: str
) -> None:
    """Write the sheet of one option."""
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 12, 17)
    sheet.write_string("A1", one.option.title, formats["bold"])
    sheet.write_string("A2", f"Strength of evidence, Maryland scale: {strength_text(one)}")
    _inputs(sheet, one, where, formats)
    _lines(sheet, one, where, formats, money)
    _years(sheet, one, where, formats)
    for at, note in enumerate(one.notes, where.years[1] + 2):
        sheet.write_string(f"A{at}", note)


def _inputs(sheet: Any, one: Appraisal, where: Layout, formats: Mapping[str, Any]) -> None:
    head = FIRST_INPUT - 1
    titles = ("Input (change the coloured cells)", "Central", "Low", "High", "Shape", "From")
    for column, title in enumerate(titles):
        sheet.write_string(head - 1, column, title, formats["bold"])
    sheet.write_string(f"{RATES[0]}{head}", "From year", formats["bold"])
    sheet.write_string(f"{RATES[1]}{head}", "Discount rate", formats["bold"])
    for at, band in enumerate(one.inputs.bands, FIRST_INPUT):
        sheet.write_number(f"{RATES[0]}{at}", band.first)
        sheet.write_number(f"{RATES[1]}{at}", band.rate, formats["factor"])
    for row, (key, title) in enumerate(SPANS.items(), FIRST_INPUT):
        span = one.inputs.spans.get(key)
        sheet.write_string(f"A{row}", title)
        if span is None:
            sheet.write_string(where.inputs[key], "not stated", formats["input"])
            continue
        sheet.write_number(where.inputs[key], span.central, formats["input"])
        sheet.write_number(f"C{row}", span.low)
        sheet.write_number(f"D{row}", span.high)
        sheet.write_string(f"E{row}", span.shape)
        sheet.write_string(f"F{row}", "stated" if key in one.inputs.stated else "assumed")
    values = {key: getattr(one.option, key) for key in FIXED if not key.endswith("raised")}
    values |= {"costs_raised": one.inputs.costs_raised, "time_raised": one.inputs.time_raised}
    for row, (key, title) in enumerate(FIXED.items(), FIRST_INPUT + len(SPANS)):
        sheet.write_string(f"A{row}", title)
        sheet.write_number(where.inputs[key], values[key], formats["input"])
    cells = where.inputs
    sheet.write_string(f"A{FIRST_INPUT + len(SPANS) + len(FIXED)}", "First year with an effect")
    sheet.write_formula(
        cells["first_year"],
        f"=ROUNDUP(ROUND({cells['years_to_effect']}*(1+{cells['time_raised']}),6),0)",
        None, one.inputs.first_year,
    )  # fmt: skip


def _lines(
    sheet: Any, one: Appraisal, where: Layout, formats: Mapping[str, Any], money: str
) -> None:
    formulas = line_formulas(where)
    first = int(where.lines["gross"].rsplit("$", 1)[1])
    titles = ("Line", "Central (live)", "10 % of draws below", "Half of draws below",
              "90 % of draws below", "Unit", "How")  # fmt: skip
    for column, title in enumerate(titles):
        sheet.write_string(first - 2, column, title, formats["bold"])
    for number, row in enumerate(one.lines.select(*LINES).iter_rows(named=True), first):
        sheet.write_string(f"A{number}", row["name"])
        value = UNTOLD if row["value"] is None else row["value"]
        sheet.write_formula(f"B{number}", formulas[row["line"]], formats["figure"], value)
        for letter, end in zip("CDE", ("low", "middle", "high"), strict=True):
            if row[end] is not None:
                sheet.write_number(f"{letter}{number}", row[end], formats["figure"])
        sheet.write_string(f"F{number}", money if row["unit"] == "money" else row["unit"])
        sheet.write_string(f"G{number}", row["how"])
    after = first + one.lines.height
    end = f"{where.inputs['first_year']}+{where.inputs['duration']}"
    sheet.write_string(f"A{after}", "Do the years below cover the effect?")
    sheet.write_formula(
        f"B{after}", f'=IF({end}<=A{where.years[1]}+1,"yes","no: add years")', None, "yes"
    )


def _years(sheet: Any, one: Appraisal, where: Layout, formats: Mapping[str, Any]) -> None:
    start, last = where.years
    for column, title in enumerate(YEAR_TITLES):
        sheet.write_string(start - 2, column, title, formats["bold"])
    known = {row["year"]: row for row in one.years.iter_rows(named=True)}
    letters = dict(zip("ABCDEFGHIJKLM", YEAR_COLUMNS, strict=True))
    for number in range(start, last + 1):
        year = number - start
        values = known.get(year, {})
        sheet.write_number(f"A{number}", year)
        sheet.write_number(f"D{number}", values.get("cost", 0.0), formats["input"])
        for letter, formula in year_formulas(where, number).items():
            value = values.get(letters[letter])
            style = formats["factor" if letter in "BC" else "figure"]
            # A spare year has no figure of ours: the spreadsheet computes it when it opens.
            shown = (UNTOLD if values else 0) if value is None else value
            sheet.write_formula(f"{letter}{number}", formula, style, shown)


def _summary(
    sheet: Any, appraisals: Sequence[Appraisal], names: Sequence[str], layouts: Sequence[Layout],
    formats: Mapping[str, Any], money: str,
) -> None:  # fmt: skip
    shown = {
        "net": "Net effect", "public_cost": f"Present value of public cost ({money})",
        "cost_per_unit": f"Public cost per net unit ({money})",
        "benefit_per_pound": "Benefit per pound",
        "net_benefit_per_pound": "Net benefit per pound",
    }  # fmt: skip
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(shown) + 4, 20)
    titles = ("Option", "Unit of effect", *shown, "Evidence, Maryland scale",
              "Value for money, as appraised")  # fmt: skip
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, formats["bold"])
    for row, (one, name, where) in enumerate(zip(appraisals, names, layouts, strict=True), 1):
        sheet.write_string(row, 0, one.option.title)
        sheet.write_string(row, 1, one.option.effect_unit)
        for column, key in enumerate(shown, 2):
            value = one.value(key)
            sheet.write_formula(
                row, column, f"='{name}'!{where.lines[key]}", formats["figure"],
                UNTOLD if value is None else value,
            )  # fmt: skip
        sheet.write_string(row, 2 + len(shown), strength_text(one))
        sheet.write_string(row, 3 + len(shown), one.value_band or UNTOLD)
    sheet.autofilter(0, 0, len(appraisals), len(titles) - 1)


def strength_text(one: Appraisal) -> str:
    """Return the level of the evidence as a reader sees it."""
    return "not known" if one.strength is None else f"level {one.strength} of 5"
