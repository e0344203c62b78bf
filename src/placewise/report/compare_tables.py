"""The tables of a comparison: one workbook for Excel, or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from placewise.model.plan import Comparison
from placewise.report.compare_json import TABLES
from placewise.report.tables import add_sheet, sources_table, whole_workbook, write_csv_folder

WIDE = {"sentence", "note", "needs", "mix", "members", "why_not", "test"}


def compare_frames(comparison: Comparison) -> dict[str, pl.DataFrame]:
    """Return the answer, every table that has rows, and the sources."""
    found = {one.key: one.table for one in comparison.findings}
    tables = {
        "answer": pl.DataFrame({"sentence": list(comparison.headline)}),
        "places": comparison.places, "mantel": comparison.mantel,
        "clusters": comparison.clusters, "mixes": comparison.mixes, "needs": comparison.needs,
        "common": comparison.common, **{key: found[key] for key in TABLES if key in found},
    }  # fmt: skip
    kept = {key: table for key, table in tables.items() if table.height}
    return kept | {"sources": sources_table(comparison.provenance)}


def write_compare_csv(comparison: Comparison, folder: Path) -> list[Path]:
    """Write every table of a comparison into a folder.

    Raises:
        InputError: the folder cannot be written.
    """
    return write_csv_folder(compare_frames(comparison), folder)


def write_compare_workbook(comparison: Comparison, path: Path) -> None:
    """Write every table of a comparison as a sheet of one workbook.

    Raises:
        InputError: the file cannot be written.
    """
    with whole_workbook(path) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in compare_frames(comparison).items():
            add_sheet(book, name, frame, wrap, WIDE)
