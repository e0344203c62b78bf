"""Spreadsheets of options: the template with examples, or options that a place has already."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from placewise.data.option_columns import (
    CHOICES,
    COLUMNS,
    COST,
    ENDS,
    EXAMPLES,
    LISTS,
    NUMBERS,
    SHAPED,
    SHARES,
    SPANS,
    TEMPLATE_YEARS,
    TEXTS,
)
from placewise.data.options import SHEET
from placewise.data.sheets import csv_text, write_new
from placewise.errors import InputError
from placewise.model.options import Option

ROWS = 500
"""Rows of the sheet that have lists to choose from."""
HEADER = (*COLUMNS, *(f"{COST}{year}" for year in range(TEMPLATE_YEARS)))
Row = Mapping[str, str]


def option_template_csv(rows: Sequence[Row] = EXAMPLES) -> str:
    """Return a CSV with all columns and options, two made-up ones unless others are given."""
    return csv_text(_header(rows), rows)


def option_template_xlsx(
    barriers: Collection[str], rows: Sequence[Row] = EXAMPLES, beside: pl.DataFrame | None = None
) -> bytes:
    """Return a workbook with the same, lists to choose from, and what stands in each column.

    Args:
        barriers: keys of the barriers to choose from.
        rows: options, as :func:`option_rows` writes them.
        beside: a table for a sheet of its own, which tells what they rest on; it is not read back.
    """
    import xlsxwriter

    made = io.BytesIO()
    lists = {**CHOICES, "barrier": tuple(barriers)}
    header = _header(rows)
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(header) - 1, 16)
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
            sheet.write_comment(0, column, COLUMNS.get(name, "full cost of that year"))
        for row, option in enumerate(rows, 1):
            for column, name in enumerate(header):
                _write(sheet, row, column, option.get(name, ""))
        meaning = book.add_worksheet("columns")
        meaning.set_column(0, 0, 26)
        meaning.set_column(1, 1, 100)
        meaning.write_row(0, 0, ["column", "what stands in it"], bold)
        for row, name in enumerate(header, 1):
            meaning.write_row(row, 0, [name, COLUMNS.get(name, "full cost of that year")], wrapped)
        offered = book.add_worksheet("lists")
        for column, (name, values) in enumerate(lists.items()):
            offered.write_column(0, column, [name, *values])
            letter = chr(ord("A") + column)
            sheet.data_validation(1, header.index(name), ROWS, header.index(name), {
                "validate": "list", "source": f"=lists!${letter}$2:${letter}${len(values) + 1}",
                "error_message": f"Choose a {name.replace('_', ' ')} from the list.",
            })  # fmt: skip
        shares = ["private_share", "mitigation", "decay"]
        shares += [f"{name}_{end}" for name in SHARES for end in ENDS]
        for name in shares:
            at = header.index(name)
            sheet.data_validation(1, at, ROWS, at, {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
                "error_message": "A share from 0 to 1, such as 0.25.",
            })  # fmt: skip
        if beside is not None:
            _write_table(book.add_worksheet("what they rest on"), beside, bold)
    return made.getvalue()


def option_rows(options: Sequence[Option]) -> list[dict[str, str]]:
    """Return options as rows of the template; :func:`read_options` makes the same of them again.

    What an option does not state is left empty, so that whoever edits it sees what is missing.
    """
    return [_option_row(option) for option in options]


def write_option_template(
    file: Path,
    barriers: Collection[str],
    options: Sequence[Option] | None = None,
    beside: pl.DataFrame | None = None,
) -> None:
    """Write options to edit as the ending of the file says: ``.csv`` or ``.xlsx``.

    Args:
        file: where to.
        barriers: keys of the barriers to choose from.
        options: of a place; two made-up examples where None.
        beside: a table that tells what they rest on, for a sheet of its own; a CSV has no room.

    Raises:
        InputError: the ending is another, or the file is there already or cannot be written.
    """
    rows = EXAMPLES if options is None else option_rows(options)
    if file.suffix.lower() == ".csv":
        made = option_template_csv(rows).encode("utf-8-sig")
    elif file.suffix.lower() == ".xlsx":
        made = option_template_xlsx(barriers, rows, beside)
    else:
        raise InputError(
            f'A template cannot be written as "{file.suffix}"', where=str(file),
            allowed=".csv or .xlsx",
        )  # fmt: skip
    write_new(file, made)


def _header(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the columns that rows need: as many years of cost as the longest, ten at least."""
    years = {name for row in rows for name in row if name.startswith(COST)}
    longest = max((int(name[len(COST) :]) + 1 for name in years), default=0)
    return (*COLUMNS, *(f"{COST}{year}" for year in range(max(longest, TEMPLATE_YEARS))))


def _option_row(option: Option) -> dict[str, str]:
    row = {name: "; ".join(getattr(option, name)) for name in LISTS}
    shapes = {f"{name}_shape" for name in SHAPED}
    row |= {name: getattr(option, name) for name in TEXTS if name not in row and name not in shapes}
    for name in NUMBERS:
        holder = option.reach if name.startswith("reach_") else option
        row[name] = _number(getattr(holder, name.removeprefix("reach_")))
    for name in SPANS:
        span = getattr(option, name, None) or getattr(option.adjustments, name, None)
        if span is not None:
            row |= {f"{name}_{end}": _number(getattr(span, end)) for end in ENDS}
            if name in SHAPED:
                row[f"{name}_shape"] = span.shape
    return row | {f"{COST}{year}": _number(cost) for year, cost in enumerate(option.costs)}


def _number(value: float | None) -> str:
    """Return a number in the digits that it has; "" where it is not known."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(float(value))


def _write(sheet: Any, row: int, column: int, text: str) -> None:
    """Write a number as a number, so that a spreadsheet can check it."""
    try:
        sheet.write_number(row, column, float(text))
    except ValueError:
        sheet.write_string(row, column, text)


def _write_table(sheet: Any, table: pl.DataFrame, bold: Any) -> None:
    """Write a table as it stands; what is missing stays empty."""
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, table.width - 1, 16)
    sheet.write_row(0, 0, [name.replace("_", " ") for name in table.columns], bold)
    for row, values in enumerate(table.rows(), 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)
