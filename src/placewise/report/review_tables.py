"""The tables of a review: one workbook for Excel, or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from placewise.model.review import Review
from placewise.report.principles import principles_table
from placewise.report.tables import add_sheet, sources_table, whole_workbook, write_csv_folder

SHEETS = (
    "claims", "figures", "identification", "passages", "reuse", "changes", "case", "reach",
    "sector_against_horizontal", "principles", "similarity", "masked", "cannot_tell",
)  # fmt: skip
"""Tables in the order of the workbook; those without rows are left out."""

WIDE = {"text", "sentence", "why", "reason", "other_text", "earlier_text", "what_it_reaches",
        "what_would_settle_it", "question", "rule", "note", "where"}  # fmt: skip


def review_frames(review: Review) -> dict[str, pl.DataFrame]:
    """Return the answers, every table that has rows, and the sources."""
    answers = pl.DataFrame({"answer": list(review.answers)})
    made = {
        "principles": principles_table(review.principles, review.judged),
        "sector_against_horizontal": review.sector_against_horizontal,
    }
    tables = {name: made[name] if name in made else getattr(review, name) for name in SHEETS}
    kept = {name: table for name, table in tables.items() if table is not None and table.height}
    return {"answers": answers} | kept | {"sources": sources_table(review.provenance)}


def write_review_csv(review: Review, folder: Path) -> list[Path]:
    """Write every table of a review into a folder.

    Raises:
        InputError: the folder cannot be written.
    """
    return write_csv_folder(review_frames(review), folder)


def write_review_workbook(review: Review, path: Path) -> None:
    """Write every table of a review as a sheet of one workbook.

    Numbers stay numbers, headings are frozen and can be filtered, long texts are wrapped. The file
    is there whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    with whole_workbook(path) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in review_frames(review).items():
            add_sheet(book, name, frame, wrap, {"answer", *WIDE})
