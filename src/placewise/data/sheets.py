"""Files that people keep by hand: the cells of a CSV or an XLSX as text, and templates to fill."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from placewise.data.unreadable import why_unreadable
from placewise.errors import InputError

Rows = Iterator[tuple[int, list[str]]]
"""Each row with its number in the file; the header is row 1."""


def read_cells(file: Path, sheet: str) -> tuple[list[str], Rows]:
    """Return the header of a file and its rows, every cell as text without spaces around it.

    Args:
        file: a CSV in UTF-8, or an XLSX.
        sheet: name of the sheet of an XLSX, which is also what the file is called in an error.

    Raises:
        InputError: the file cannot be read.
    """
    reader = _xlsx if file.suffix.lower() in (".xlsx", ".xlsm") else _csv
    lines = reader(file, sheet)
    return (lines[0] if lines else []), iter(list(enumerate(lines, 1))[1:])


def faults_of_form(names: Sequence[str]) -> list[str]:
    """Return what is wrong with a file as a whole, which makes columns not worth looking at."""
    if not any(names):
        return ["the file is empty"]
    if len(names) == 1 and ";" in names[0]:
        return ["cells are separated by semicolons: save it with commas"]
    return []


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as a CSV with a header; what a row lacks is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_new(file: Path, content: bytes) -> None:
    """Write a template to fill in; one that is there may have been filled in, and stays.

    Raises:
        InputError: the file is there already, or cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(content)
    except OSError as error:
        raise InputError(
            f"Cannot write the template: {error.strerror}", where=str(file), allowed="a new file",
            action="Name a file that you may write.",
        ) from error  # fmt: skip


def _csv(file: Path, sheet: str) -> list[list[str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        return [
            [cell.strip() for cell in cells] for cells in csv.reader(io.StringIO(text), strict=True)
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"Cannot read the {sheet}: {why_unreadable(error)}", where=str(file),
            allowed="a CSV in UTF-8",
        ) from error  # fmt: skip


def _xlsx(file: Path, sheet: str) -> list[list[str]]:
    """Return the cells of the sheet as text; the header stands in its first row."""
    import fastexcel

    try:
        book = fastexcel.read_excel(file)
        frame = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except Exception as error:  # the reader has errors of several kinds for a broken file
        raise InputError(
            f"Cannot read the {sheet}: {_why_no_workbook(file, sheet)}",
            where=str(file),
            allowed=f'an XLSX with a sheet "{sheet}", or a CSV',
        ) from error
    return [["" if cell is None else str(cell).strip() for cell in row] for row in frame.rows()]


def _why_no_workbook(file: Path, sheet: str) -> str:
    if file.is_dir():
        return "it is a folder"
    if not file.exists():
        return "there is no such file"
    return f'it is no workbook, or has no sheet "{sheet}"'
