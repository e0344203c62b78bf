"""Barriers on the page: chances first, then indicators beside both comparators, then every step."""

from __future__ import annotations

import polars as pl

from placewise.model.answer import Answer
from placewise.model.wording import (
    capital,
    in_sentence,
    listed,
    number_in_words,
    whole_per_cent,
)
from placewise.report.bar_charts import stacked_shares
from placewise.report.charts import Row
from placewise.report.numbers import interval, number, per_cent
from placewise.report.page import Table
from placewise.report.scatter_charts import scatter
from placewise.report.section import Block, Section, section_from, source_line

PARTS = (
    {"key": "binding", "name": "Binding"},
    {"key": "contributing", "name": "Contributing"},
    {"key": "not", "name": "Not a barrier here"},
)

MOST_LETTERS = 95
"""Letters of a list of names in a sentence of two lines."""


def barriers_section(answer: Answer) -> Section:
    """Return barriers as a section of a report."""
    blocks = (_outcomes(answer), _indicators(answer), _gate(answer), _own(answer))
    return section_from(answer, blocks)


def _outcomes(answer: Answer) -> Block | None:
    rows = answer.table("barriers")
    if rows.is_empty():
        return None
    chart = stacked_shares(
        "barrier-outcomes",
        [
            {
                "name": row["title"],
                "shares": {
                    "binding": row["p_binding"], "contributing": row["p_contributing"],
                    "not": row["p_not"],
                },
                "strong": row["outcome"] == "binding",
                "note": row["outcome"],
            }
            for row in rows.iter_rows(named=True)
        ],
        title=_title(rows),
        subtitle="How often each outcome came out over draws of what the indicators truly are; "
        "an empty bar: too little is known",
        alt="; ".join(f"{row['title']}: {row['outcome']}" for row in rows.iter_rows(named=True)),
        parts=PARTS,
        unit="Per cent of draws",
        chances=True,
    )  # fmt: skip
    cells = [
        (
            row["title"], row["outcome"], row["worst"], row["failure"], row["status"],
            row["levers"], row["holders"], row["powers_status"], row["what_would_settle_it"],
            per_cent(row["probability"]), per_cent(row["p_binding"]),
            per_cent(row["p_binding_again"]),
            str(row["independent_known"]),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "All barriers, their failures, and who could act",
        "The chance of a barrier that contributes is that it contributes or binds; found again is "
        "the chance that it would bind in figures measured again. What the "
        "wording of a failure, and who may act, rest on stands beside them",
        ("Barrier", "Outcome", "Falls short in", "Failure", "Rests on", "What could be done",
         "By whom", "Rests on", "What would settle it", "Chance", "Binds",
         "Found again", "Independent indicators"),
        cells, [row == "binding" for row in rows["outcome"]], text=9,
    )  # fmt: skip
    return Block(
        "Which barriers bind?", chart, _how_to_read(rows), table, _source(answer),
    )  # fmt: skip


def _how_to_read(rows: pl.DataFrame) -> str:
    """Say what a bar means whose word beside it is not that of its longest part."""
    almost = rows.drop_nulls("why_not_binding").to_dicts()
    if len(almost) == 1:
        row = almost[0]
        return (
            f"{_quoted(row)} contributes, though its bar says binding: new figures would show that "
            f"again in only {whole_per_cent(row['p_binding_again'])} of 100 cases."
        )
    if almost:
        return (
            f"{listed([_quoted(row) for row in almost], 3)} contribute, though their bars say "
            "binding: new figures might not show that again (table)."
        )
    divided = rows.filter((pl.col("outcome") == "cannot tell") & (pl.col("p_not") >= 0.8))
    if divided.height == 1:
        return (
            f"{_quoted(divided.row(0, named=True))} cannot be told, though its bar says no "
            "barrier: the place falls short of one of the two comparators."
        )
    if divided.height:
        return (
            f"{capital(number_in_words(divided.height))} barriers cannot be told, though their "
            "bars say no barrier: in each, the place falls short of one of the two comparators."
        )
    return (
        "Contributing: both filled parts together reach 80 %. Binding: the first alone does, and "
        "new figures would show that again."
    )


def _quoted(row: Row) -> str:
    return f"\N{LEFT SINGLE QUOTATION MARK}{row['title']}\N{RIGHT SINGLE QUOTATION MARK}"


def _title(rows: pl.DataFrame) -> str:
    counts = dict(rows.group_by("outcome").len().iter_rows())
    binding, adding, open_ = (
        counts.get(outcome, 0) for outcome in ("binding", "contributing", "cannot tell")
    )
    return (
        f"{capital(number_in_words(binding))} of {rows.height} barriers "
        f"{'is' if binding < 2 else 'are'} shown to bind, {number_in_words(adding)} to contribute; "
        f"{number_in_words(open_)} cannot be told"
    )


def _indicators(answer: Answer) -> Block | None:
    rows = answer.table("indicators")
    wide = _beside(rows) if not rows.is_empty() else rows
    points = wide.filter(pl.col("role") == "shortfall") if not wide.is_empty() else wide
    chart, names = None, []
    if not points.is_empty():
        short = points.filter((pl.col("nation") >= 0.8) & (pl.col("similar") >= 0.8))
        names = short["title"].unique(maintain_order=True).to_list()
        chart = scatter(
            "barrier-indicators",
            [_point(row) for row in points.unique(
                ["title", "bad"], keep="first", maintain_order=True).iter_rows(named=True)],
            title=f"{len(names) or 'None'} of {points['title'].n_unique()} indicators "
            f"{'falls' if len(names) < 2 else 'fall'} short of both comparators",
            subtitle="Chance that the place falls short of each comparator's median, one point an "
            "indicator; a barrier needs two independent ones in the upper right corner",
            alt=f"Short of both with 80 per cent or more: {', '.join(names) or 'none'}.",
            x_title="Short of all others of its kind, per cent",
            y_title="Short of similar places, per cent",
            lines=[{"axis": "x", "at": 80}, {"axis": "y", "at": 80}],
            corners={"top right": "short of both"},
        )  # fmt: skip
    if wide.is_empty():
        return None
    cells = [
        (
            row["title"] + (" (averaged)" if row["approximate"] else ""), row["barrier"],
            row["role"], number(row["value"], row["lower"], row["upper"]),
            interval(row["lower"], row["upper"]), number(row["nation_value"], None, None),
            number(row["similar_value"], None, None), per_cent(row["nation"]),
            per_cent(row["similar"]), row["unit"], str(row["year"]), row["error_basis"],
        )
        for row in wide.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"All {wide.height} indicators and signals",
        "Chances are those of lying on the side that counts, beyond the comparator's median by "
        "more than the margin. No interval: the publisher gives none",
        ("Indicator", "Barrier", "Role", "Value", "95 % interval", "Others", "Similar",
         "Beyond others", "Beyond similar", "Unit", "Year", "Error from"),
        cells, [False] * len(cells), text=3,
    )  # fmt: skip
    return Block(
        "Where does the place fall short, and of whom?", chart,
        f"Short of both: {_some([in_sentence(name) for name in names])}. Short of one alone is no "
        "barrier.",
        table, _source(answer),
    )  # fmt: skip


def _some(names: list[str]) -> str:
    """Return as many names as two lines hold, and how many more there are."""
    most = next((n for n in range(len(names), 0, -1) if len(listed(names, n)) <= MOST_LETTERS), 2)
    return listed(names, most)


def _beside(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a barrier and indicator, both comparators beside each other."""
    keys = ("barrier", "role", "title", "bad", "value", "lower", "upper", "unit", "year",
            "error_basis", "approximate")  # fmt: skip

    def of(comparator: str, column: str) -> pl.Expr:
        return pl.col(column).filter(pl.col("comparator") == comparator).first()

    return rows.group_by(*keys, maintain_order=True).agg(
        nation=of("nation", "probability"), similar=of("similar", "probability"),
        nation_value=of("nation", "comparator_value"),
        similar_value=of("similar", "comparator_value"),
    )  # fmt: skip


def _point(row: Row) -> Row:
    both = (row["nation"], row["similar"])
    known = None not in both
    short = known and min(both) >= 0.8
    return {
        "x": None if row["nation"] is None else 100 * row["nation"],
        "y": None if row["similar"] is None else 100 * row["similar"],
        "name": row["title"],
        "label": False,
        "strong": False,
        "shape": "full" if short else "hollow",
        "note": row["barrier"],
    }


def _gate(answer: Answer) -> Block | None:
    rows = answer.table("gate")
    if rows.is_empty():
        return None
    cells = [
        (row["title"], row["step"], row["result"], row["detail"],
         per_cent(row["probability"]))
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Every step of every barrier",
        "A step is passed at a chance of 80 per cent or more, failed at 20 or less; the last needs "
        "what stands beside it",
        ("Barrier", "Step", "Result", "Detail", "Chance"), cells,
        [row == "failed" for row in rows["result"]], text=4,
    )  # fmt: skip
    finding = answer.finding("gate")
    return Block(
        "Which steps does each barrier pass?", None, finding.sentence if finding else "", table,
        "Mechanism, failure and powers: barriers as they ship, or as given.",
    )  # fmt: skip


def _own(answer: Answer) -> Block | None:
    finding = answer.finding("own_evidence")
    if finding is None:
        return None
    cells = [
        (
            row["statement"], row["title"], row["role"], row["standing"], row["source"],
            row["date"], row["method"], row["outcome_before"], row["outcome_after"],
            per_cent(row["probability"]), per_cent(row["p_binding_before"]),
            per_cent(row["p_binding_after"]),
            "not given" if row["sample_size"] is None else str(row["sample_size"]),
        )
        for row in finding.table.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Evidence of your own",
        "What interested parties say is shown as claimed and does not count",
        ("Statement", "Barrier", "Role", "Standing", "Source", "Date", "Method", "Before", "Now",
         "Chance", "Binds, before", "Binds, now", "Sample"),
        cells, [row == "counted" for row in finding.table["standing"]], text=9,
    )  # fmt: skip
    return Block(
        finding.question, None, finding.sentence, table, "Evidence as given by its author."
    )


def _source(answer: Answer) -> str:
    named = source_line(answer.provenance)
    return f"{named}. Intervals are the publishers', 95 %." if named else "No table is known."
