"""The tables of a diagnosis as CSV files that open in Excel."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import polars as pl

from placewise.errors import InputError
from placewise.model.diagnosis import Diagnosis
from placewise.model.words import Provenance

TABLES = ("specialisms", "rivals", "structure", "cannot_tell")


def write_diagnosis_csv(diagnosis: Diagnosis, folder: Path) -> list[Path]:
    """Write every table of a diagnosis, and its sources, into a folder.

    Raises:
        InputError: the folder cannot be written.
    """
    frames = {name: getattr(diagnosis, name) for name in TABLES}
    for answer in diagnosis.answers:
        frames |= {
            finding.key if finding.key == answer.key else f"{answer.key}_{finding.key}":
                finding.table
            for finding in answer.findings
        }  # fmt: skip
    return write_csv_folder(frames | {"sources": sources_table(diagnosis.provenance)}, folder)


def sources_table(provenance: tuple[Provenance, ...]) -> pl.DataFrame:
    """Return the sources as a table."""
    return pl.DataFrame(
        [
            (s.dataset, s.source, s.publisher, s.licence, s.vintage, "; ".join(s.transformations))
            for s in provenance
        ],
        schema=["dataset", "source", "publisher", "licence", "vintage", "transformations"],
        orient="row",
    )


def write_csv_folder(frames: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """Write tables as CSV files of a folder.

    UTF-8 with a byte order mark, which Excel needs to read accents. All files are written to a
    hidden folder in it first and moved together.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
        try:
            for name, frame in frames.items():
                harmless(frame).write_csv(beside / f"{name}.csv", include_bom=True)
            return [(beside / f"{name}.csv").replace(folder / f"{name}.csv") for name in frames]
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"Cannot write the tables: {error.strerror}",
            where=str(folder),
            action="Name a folder that you may write to, with --csv.",
        ) from error


@contextmanager
def whole_workbook(path: Path) -> Iterator[Any]:
    """Open a workbook for writing; the file is there whole at the end, or not at all.

    What looks like a formula or a link in a text stays text.

    Raises:
        InputError: the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(part, options) as book:
            yield book
        part.replace(path)
    except (OSError, FileCreateError) as error:
        raise InputError(
            f"Cannot write {path}: {getattr(error, 'strerror', None) or error}",
            action="Name a file in a folder that you may write to, with --xlsx; close it in Excel.",
        ) from error
    finally:
        with suppress(OSError):  # it is not there where it was moved, or where nothing could be
            part.unlink()


def add_sheet(book: Any, name: str, frame: pl.DataFrame, wrap: Any, wide: Collection[str]) -> None:
    """Write one table as a sheet: numbers stay numbers, headings frozen, long texts wrapped.

    Args:
        book: the open workbook.
        name: of the sheet.
        frame: the table.
        wrap: format of long texts.
        wide: columns of long texts.
    """
    harmless(frame).write_excel(
        book,
        name[:31],
        table_style="Table Style Light 1",
        column_formats={column: wrap for column in frame.columns if column in wide},
        column_widths={c: 420 if c in wide else 110 for c in frame.columns},
        dtype_formats={pl.Float64: "0.####", pl.Int64: "0"},
        freeze_panes=(1, 0),
    )


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep spreadsheets from reading a text that starts like a formula as one."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+@\t\r-]"))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )
