"""The tables of an answer as CSV files that open in Excel."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from placewise.model.answer import Answer
from placewise.report.tables import sources_table, write_csv_folder


def answer_tables(answer: Answer) -> dict[str, pl.DataFrame]:
    """Return every table of an answer by the name of its file."""
    return {
        **{finding.key: finding.table for finding in answer.findings},
        "cannot_tell": answer.cannot_tell,
        "sources": sources_table(answer.provenance),
    }


def write_answer_csv(answer: Answer, folder: Path) -> list[Path]:
    """Write every table of an answer, and its sources, into a folder.

    Raises:
        InputError: the folder cannot be written.
    """
    return write_csv_folder(answer_tables(answer), folder)
