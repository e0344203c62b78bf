"""Sector against horizontal on the page of a review: one sentence, and the whole table."""

from __future__ import annotations

import polars as pl

from placewise.model.wording import capital, listed, number_in_words, two_lines
from placewise.report.charts import Row
from placewise.report.numbers import MISSING, number, share_in_tenths, whole
from placewise.report.page import Table
from placewise.report.review_cells import cell, many, without_empty

TOGETHER = ("sector", "horizontal")
"""Names of the rows that put all sectors, and all actions across sectors, together."""


def against_sentence(against: pl.DataFrame | None) -> str:
    """Say how many sectors and actions across sectors there are, and whom they could touch."""
    if against is None or against.is_empty():
        return ""
    parts = []
    focus = against.filter((pl.col("kind") == "sector") & ~pl.col("name").is_in(TOGETHER))
    if focus.height:
        named = focus["name"].n_unique()
        jobs = focus.filter((pl.col("of") == "jobs") & pl.col("share").is_not_null())
        parts.append(
            f"It acts on or claims {number_in_words(named)} "
            f"{'sector' if named == 1 else 'sectors'}, of which the tables measure the jobs of "
            f"{number_in_words(jobs.height)}"
        )
    across = against.filter(pl.col("name") == "horizontal")
    if across.height:
        touched = [
            f"{row['count']:,.0f} {row['of']}"
            for row in across.filter(pl.col("count").is_not_null()).iter_rows(named=True)
        ]
        if touched:
            parts.append(
                f"its actions across sectors could touch {listed(touched)} at the very most"
            )
            parts.append("how many take part depends on their design")
    return two_lines(capital(parts[0]), *parts[1:]) if parts else ""


def against_table(against: pl.DataFrame) -> Table | None:
    """Return whom each focus could touch, and how its benefit would fall on industries."""
    if against.is_empty():
        return None
    rows = [row for row in against.iter_rows(named=True) if row["of"] in _measured(against)]
    focuses = against.filter(~pl.col("name").is_in(TOGETHER))["name"].n_unique()
    return without_empty(Table(
        many(focuses, "focus, sector against horizontal", "focuses, sector against horizontal"),
        "Shares of residents, jobs and firms. Of an action across sectors only an upper "
        "bound is known: all who could be touched. Concentration, if every job of the focus gained "
        "alike: as many sectors of equal size, and the Gini coefficient of the benefit per job (0 "
        "where all gain the same). Diversification: change of the Herfindahl index of jobs, times "
        "10,000, with one per cent more jobs in the focus; below 0 the place becomes more diverse. "
        "Passages are found by rules: of 16 actions across sectors that were read, 9 were ones",
        ("Focus", "Kind", "Of", "Passages", "Count", "Share", "95 % interval", "Year",
         "Equal sectors", "Gini", "Largest sector", "Diversification"),
        [
            (
                row["title"], row["kind"], row["of"], whole(row["passages"]),
                MISSING if row["count"] is None else f"{row['count']:,.0f}", _share(row),
                _interval(row), cell(row["year"]), number(row["equal_sectors"]),
                number(row["gini"]), _largest(row),
                MISSING if row["diversification"] is None
                else f"{10_000 * row['diversification']:+.1f}",
            )
            for row in rows
        ],
        [row["name"] in TOGETHER for row in rows],
        text=3,
    ))  # fmt: skip


def _measured(against: pl.DataFrame) -> set[str]:
    """Return what at least one row has a number of: of the rest the files alone say so."""
    known = against.filter(pl.col("count").is_not_null() | pl.col("share").is_not_null())
    return set(known["of"])


def _share(row: Row) -> str:
    """Return a share, or the most that it could be."""
    if row["share"] is not None:
        return share_in_tenths(row["share"])
    if row["kind"] == "horizontal" and row["upper"] is not None:
        return f"at most {share_in_tenths(row['upper'])}"
    return "not measured" if row["lower"] is None else MISSING


def _largest(row: Row) -> str:
    """Return the industry that would gain most, and its part of the benefit."""
    if row["largest_sector"] is None:
        return MISSING
    return f"{row['largest_sector']}, {share_in_tenths(row['largest_share'])}"


def _interval(row: Row) -> str:
    low, high = row["lower"], row["upper"]
    if row["kind"] == "horizontal" or low is None:
        return MISSING
    if high is None:
        return f"at least {share_in_tenths(low)}"
    return f"{100 * low:.1f} to {100 * high:.1f} %"
