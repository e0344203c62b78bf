"""The template of a spreadsheet of options, as CSV and as XLSX with lists to choose from."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from placewise.data.option_columns import (
    CHOICES,
    COLUMNS,
    COST,
    ENDS,
    EXAMPLES,
    SHARES,
    TEMPLATE_YEARS,
)
from placewise.data.options import SHEET
from placewise.errors import InputError

ROWS = 500
"""Rows of the sheet that have lists to choose from."""
HEADER = (*COLUMNS, *(f"{COST}{year}" for year in range(TEMPLATE_YEARS)))


def option_template_csv() -> str:
    """Return a CSV with all columns and two made-up options."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(EXAMPLES)
    return text.getvalue()


def option_template_xlsx(barriers: Collection[str]) -> bytes:
    """Return a workbook with the same, lists to choose from, and what stands in each column.

    Args:
        barriers: keys of the barriers to choose from.
    """
    import xlsxwriter

    made = io.BytesIO()
    lists = {**CHOICES, "barrier": tuple(barriers)}
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(HEADER) - 1, 16)
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name, bold)
            sheet.write_comment(0, column, COLUMNS.get(name, "full cost of that year"))
        for row, example in enumerate(EXAMPLES, 1):
            for column, name in enumerate(HEADER):
                _write(sheet, row, column, example.get(name, ""))
        meaning = book.add_worksheet("columns")
        meaning.set_column(0, 0, 26)
        meaning.set_column(1, 1, 100)
        meaning.write_row(0, 0, ["column", "what stands in it"], bold)
        for row, name in enumerate(HEADER, 1):
            meaning.write_row(row, 0, [name, COLUMNS.get(name, "full cost of that year")], wrapped)
        offered = book.add_worksheet("lists")
        for column, (name, values) in enumerate(lists.items()):
            offered.write_column(0, column, [name, *values])
            letter = chr(ord("A") + column)
            sheet.data_validation(1, HEADER.index(name), ROWS, HEADER.index(name), {
                "validate": "list", "source": f"=lists!${letter}$2:${letter}${len(values) + 1}",
                "error_message": f"Choose a {name.replace('_', ' ')} from the list.",
            })  # fmt: skip
        shares = ["private_share", "mitigation", "decay"]
        shares += [f"{name}_{end}" for name in SHARES for end in ENDS]
        for name in shares:
            at = HEADER.index(name)
            sheet.data_validation(1, at, ROWS, at, {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1,
                "error_message": "A share from 0 to 1, such as 0.25.",
            })  # fmt: skip
    return made.getvalue()


def write_option_template(file: Path, barriers: Collection[str]) -> None:
    """Write the template as the ending of the file says: ``.csv`` or ``.xlsx``.

    Raises:
        InputError: the ending is another, or the file cannot be written.
    """
    if file.suffix.lower() == ".csv":
        made = option_template_csv().encode("utf-8-sig")
    elif file.suffix.lower() == ".xlsx":
        made = option_template_xlsx(barriers)
    else:
        raise InputError(
            f'A template cannot be written as "{file.suffix}"', where=str(file),
            allowed=".csv or .xlsx",
        )  # fmt: skip
    try:
        file.write_bytes(made)
    except OSError as error:
        raise InputError(
            f"Cannot write the template: {error.strerror}", where=str(file),
            action="Name a file that you may write.",
        ) from error  # fmt: skip


def _write(sheet: object, row: int, column: int, text: str) -> None:
    """Write a number as a number, so that a spreadsheet can check it."""
    try:
        sheet.write_number(row, column, float(text))  # type: ignore[attr-defined]
    except ValueError:
        sheet.write_string(row, column, text)  # type: ignore[attr-defined]
