"""Skills on the page: three shortfalls with their chances, and every indicator beside its peers."""

from __future__ import annotations

import polars as pl

from placewise.model.answer import Answer
from placewise.report.bar_charts import range_bars
from placewise.report.numbers import interval, number, per_cent
from placewise.report.page import Table
from placewise.report.section import Block, Section, section_from, sources

ASPECTS = {
    "supply": "What it supplies",
    "demand": "What is asked of it",
    "flows": "Who stays, where they work",
}
BY_CHANCE = 100 / 3
"""Per cent of places that are among the lowest third by chance alone."""


def skills_section(answer: Answer) -> Section:
    """Return skills as a section of a report."""
    return section_from(answer, (_kinds(answer), _indicators(answer)))


def _kinds(answer: Answer) -> Block | None:
    rows = answer.table("kinds")
    if rows.is_empty():
        return None
    most = rows.sort("probability", descending=True).row(0, named=True)
    chart = range_bars(
        "skill-shortfalls",
        [
            {"name": row["kind"].capitalize(), "value": 100 * row["probability"],
             "strong": row["probability"] >= 0.8, "note": per_cent(row["probability"])}
            for row in rows.iter_rows(named=True)
        ],
        title=f"{most['kind'].capitalize()} is the likeliest shortfall: "
        f"{per_cent(most['probability'])}"
        if 100 * most["probability"] > BY_CHANCE
        else "No shortfall is likelier here than by chance",
        subtitle="Chance of being among the lowest third of the places compared",
        alt="; ".join(
            f"{row['kind']} {per_cent(row['probability'])}" for row in rows.iter_rows(named=True)
        ),
        unit="Per cent",
        intervals=False,
        ends=(0, 100),
        lines=[{"at": BY_CHANCE, "name": "by chance"}],
    )  # fmt: skip
    cells = [
        (
            row["kind"].capitalize(), row["told_from"], per_cent(row["probability"]),
            number(row["value"], None, None), number(row["median"], None, None), str(row["year"]),
            str(row["places"]),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "What each is told from", "Value and middle place are those of the first indicator named",
        ("Shortfall", "Told from", "Chance", "Value", "Middle place", "Year", "Places"),
        cells, [row >= 0.8 for row in rows["probability"]], text=2,
    )  # fmt: skip
    return Block(
        "Low supply, low demand or leakage?", chart,
        "Being among the lowest third is no barrier yet: that takes a second shortfall and a "
        "signal that it binds (see barriers).",
        table, _source(answer, "kinds"),
    )  # fmt: skip


def _indicators(answer: Answer) -> Block | None:
    rows = answer.table("indicators")
    if rows.is_empty():
        return None
    ranked = rows.filter(pl.col("concept") != "net commuting in").with_columns(
        place=pl.when(pl.col("higher_is") == "worse")
        .then(100 - pl.col("percentile"))
        .otherwise(pl.col("percentile"))
    )
    lowest = ranked.sort("place").row(0, named=True)
    chart = range_bars(
        "skill-indicators",
        [
            {"name": row["title"], "value": row["place"], "note": f"{row['place']:.0f} %"}
            for row in ranked.sort("place").iter_rows(named=True)
        ],
        title=f"Weakest, of {ranked.height}: {in_title(lowest['title'])}; "
        f"{lowest['place']:.0f} % of places do worse"
        if ranked.height > 1
        else f"{lowest['place']:.0f} % of places do worse in {in_title(lowest['title'])}",
        subtitle="Per cent of the places compared that do worse, weakest first; ranks, so no "
        "interval is drawn: the table has those of the values",
        alt=f"{rows.height} indicators; the weakest is {lowest['title']}, better than "
        f"{lowest['place']:.0f} per cent of places.",
        unit="Per cent of places that do worse",
        intervals=False,
        ends=(0, 100),
    )  # fmt: skip
    cells = [
        (
            row["title"] + (" (averaged)" if row["approximate"] else ""), ASPECTS[row["aspect"]],
            number(row["value"], row["lower"], row["upper"]), interval(row["lower"], row["upper"]),
            number(row["median"], None, None), row["unit"], str(row["year"]), str(row["places"]),
            per_cent(row["probability_lowest_third"]),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"All {rows.height} indicators" if rows.height > 1 else "The indicator",
        "No interval: the publisher gives none. Measures of demand are ranked given how many are "
        "qualified",
        ("Indicator", "Tells", "Value", "95 % interval", "Middle place", "Unit", "Year", "Places",
         "Worst third"),
        cells, [False] * len(cells), text=2,
    )  # fmt: skip
    return Block(
        "What does each indicator say?", chart,
        "Each point counts the places that do worse, so that to the right is good whatever the "
        "indicator.",
        table, _source(answer, "indicators"),
    )  # fmt: skip


def in_title(title: str) -> str:
    """Return a title inside a sentence; what begins with two capitals stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _source(answer: Answer, key: str) -> str:
    return f"{sources(answer, key)}. Intervals are the publishers', 95 %."
