"""Productivity on the page: the identity, mix and within, drivers, own parts, is it skills."""

from __future__ import annotations

import polars as pl

from placewise.model.answer import Answer
from placewise.model.wording import capital, in_sentence
from placewise.report.answer_charts import range_bars, waterfall
from placewise.report.charts import Row
from placewise.report.numbers import interval, signed, with_unit
from placewise.report.page import Table
from placewise.report.productivity_cells import (
    level,
    share,
    source,
)
from placewise.report.productivity_drivers import (
    drivers_block,
    evidence_block,
    own_parts_block,
    sensitivity_block,
    skills_block,
    skills_shares_block,
)
from placewise.report.section import Block, Section, question, section_from, sentence

OUTPUT_WORDS = {"gva": "GVA per job", "payroll": "Pay per job"}
LEFT_OF_ZERO = {
    "gva": "a job in the industry yields less",
    "payroll": "a job in the industry pays less",
}
MOST_COMPARATORS = 2
"""Comparators whose gap is drawn; the table has all of them."""
MOST_INDUSTRIES = 10
"""Bars of industries, half for each end; the table has all of them."""


def productivity_section(answer: Answer) -> Section:
    """Return productivity as a section of a report."""
    blocks = (
        _identity(answer), _mix(answer), _industries(answer), drivers_block(answer),
        own_parts_block(answer), skills_block(answer), skills_shares_block(answer),
        sensitivity_block(answer), evidence_block(answer),
    )  # fmt: skip
    return section_from(answer, blocks)


def _identity(answer: Answer) -> Block | None:
    whole = answer.table("identity")
    if whole.is_empty():
        return None
    first = whole.filter(pl.col("comparator") == whole["comparator"][0])
    rows = first.to_dicts()
    total = next(row for row in rows if row["factor"] == "total")
    year, unit = total["year"], total["unit"]
    steps = [row for row in rows if row["factor"] != "total"]
    largest = max(steps, key=lambda row: abs(row["amount"]))
    chart = waterfall(
        "identity",
        [
            {"name": capital(total["comparator_name"]), "value": total["comparator_value"],
             "kind": "start", "note": f"{total['comparator_value']:,.0f}"},
            *({"name": row["title"], "value": row["amount"], "kind": "step",
               "note": signed(row["amount"])} for row in steps),
            {"name": answer.place.name, "value": total["value"], "kind": "total",
             "note": f"{total['value']:,.0f}"},
        ],
        title=f"{largest['title']} makes most of the difference in GVA per head",
        subtitle=f"GVA per head, {unit}, {year}; the publisher gives no interval",
        alt=f"From {total['comparator_value']:,.0f} to {total['value']:,.0f} {unit}: "
        + ", ".join(f"{row['title']} {row['amount']:+,.0f}" for row in steps) + ".",
        unit=unit,
    )  # fmt: skip
    cells = [
        (row["comparator_name"], row["title"], level(row["value"]),
         level(row["comparator_value"]), f"{signed(row['per_cent'])} %",
         signed(row["amount"]), share(row["share_of_gap"]))
        for row in whole.to_dicts()
    ]  # fmt: skip
    table = Table(
        "All ratios against all comparators",
        f"{year}; the last two columns add up within a comparator",
        ("Comparator", "Ratio", "Here", "There", "Difference", unit, "Of the gap"),
        cells, [row["factor"] == "total" for row in whole.to_dicts()], text=2,
    )  # fmt: skip
    return Block(
        question(answer, "identity"), chart,
        "The four steps multiply to GVA per head; in this unit they add up exactly.",
        table, source(answer, "identity", f"{year}; no interval is published"),
    )  # fmt: skip


def _mix(answer: Answer) -> Block | None:
    whole = answer.table("mix_within")
    if whole.is_empty():
        return None
    totals = whole.filter(pl.col("industry") == "")
    rows = totals.to_dicts()
    unit, year = rows[0]["unit"], rows[0]["year"]
    mix, within = (next(r for r in rows if r["part"] == part) for part in ("mix", "within"))
    words = {"gap": "Gap", "mix": "Mix of industries", "within": "Within industries"}
    kept = totals["comparator"].unique(maintain_order=True).to_list()
    several = len(kept) > 1
    words_of = OUTPUT_WORDS[rows[0]["measure"]]
    chart = range_bars(
        "mix-within",
        [
            {"name": words[row["part"]] + (f", {row['comparator_name']}" if several else ""),
             "value": row["value"], "lower": row["lower"], "upper": row["upper"],
             "strong": row["part"] == "gap", **_note(row)}
            for row in rows
            if row["comparator"] in kept[:MOST_COMPARATORS]
        ],
        title=f"{_adds('The mix of industries', mix['value'], unit)}, "
        f"{_adds('what happens inside them', within['value'], unit)}",
        subtitle=f"{words_of} less that of the comparator, {unit}, {year}; "
        + ("no interval: the tables are not rounded" if within["lower"] is None
           else "bars cover the rounding of the tables")
        + (f"; {MOST_COMPARATORS} of {len(kept)} comparators, the table has all"
           if len(kept) > MOST_COMPARATORS else ""),
        alt="; ".join(f"{words[row['part']]} {row['value']:,.0f}" for row in rows) + f" {unit}.",
        unit=unit,
    )  # fmt: skip
    cells = [
        (row["comparator_name"], words[row["part"]], signed(row["value"]),
         interval(row["lower"], row["upper"]), share(row["share_of_gap"]),
         share(row["covered_output"]))
        for row in rows
    ]  # fmt: skip
    table = Table(
        "Mix and within against all comparators", f"{unit}, {year}",
        ("Comparator", "Part", "Value", "Rounding", "Of the gap", "Output covered"),
        cells, [row["part"] == "gap" for row in rows], text=2,
    )  # fmt: skip
    jobs_year = rows[0]["jobs_year"]
    return Block(
        question(answer, "mix_within"), chart, sentence(answer, "mix_within"), table,
        source(answer, "mix_within",
               f"{'output' if rows[0]['measure'] == 'gva' else 'pay'} {year}, jobs {jobs_year}, "
               f"by {rows[0]['level']}; {_covered(within)}"),
    )  # fmt: skip


def _industries(answer: Answer) -> Block | None:
    whole = answer.table("mix_within")
    if whole.is_empty():
        return None
    first = whole.filter(
        (pl.col("comparator") == whole["comparator"][0]) & (pl.col("industry") != "")
    )
    within = first.filter(pl.col("part") == "within").sort("value")
    if within.is_empty():
        return None
    half = MOST_INDUSTRIES // 2
    ends = (
        within
        if within.height <= MOST_INDUSTRIES
        else pl.concat([within.head(half), within.tail(half)])
    )
    unit, year = within["unit"][0], within["year"][0]
    words_of = OUTPUT_WORDS[within["measure"][0]]
    lowest, highest = within.row(0, named=True), within.row(-1, named=True)
    chart = range_bars(
        "within-industries",
        [
            {"name": row["industry_name"], "value": row["value"], "lower": row["lower"],
             "upper": row["upper"], **_note(row)}
            for row in ends.to_dicts()
        ],
        title=_farthest(lowest, highest),
        subtitle=f"What {words_of[:1].lower() if words_of[1:2].islower() else words_of[:1]}"
        f"{words_of[1:]} inside each industry adds to the gap, {unit}, {year}"
        + ("; no interval: the tables are not rounded" if lowest["lower"] is None else ""),
        alt=f"From {lowest['value']:,.0f} ({lowest['industry_name']}) to "
        f"{highest['value']:,.0f} ({highest['industry_name']}) {unit}.",
        unit=unit,
    )  # fmt: skip
    mix = {row["industry"]: row for row in first.filter(pl.col("part") == "mix").to_dicts()}
    cells = [
        (row["industry_name"], share(row["jobs_share"]), share(row["comparator_jobs_share"]),
         level(row["output_per_job"]), level(row["comparator_output_per_job"]),
         signed(mix[row["industry"]]["value"]), signed(row["value"]))
        for row in within.to_dicts()
    ]  # fmt: skip
    table = Table(
        f"All {within.height} industries", f"{unit}, {year}, against {first['comparator_name'][0]}",
        ("Industry", "Jobs here", "Jobs there", f"{words_of} here", f"{words_of} there", "Mix",
         "Within"),
        cells, [False] * len(cells),
    )  # fmt: skip
    return Block(
        "Which industries does it lie in?", chart,
        f"Left of zero, {LEFT_OF_ZERO[within['measure'][0]]} here than in the comparator.",
        table, source(answer, "mix_within", f"{year}; {_covered(lowest)}"),
    )  # fmt: skip


def _note(row: Row) -> Row:
    """Return what stands at the right of a value that has no interval, as the subtitle says."""
    return {"note": signed(row["value"])} if row["lower"] is None else {}


def _adds(what: str, value: float, unit: str) -> str:
    """Return a part of a gap as ``the mix of industries adds £1,620``."""
    return f"{what} {'adds' if value >= 0 else 'takes'} {with_unit(f'{abs(value):,.0f}', unit)}"


def _farthest(lowest: Row, highest: Row) -> str:
    """Name the industry that moves output per job most, and which way."""
    down = -lowest["value"] >= highest["value"]
    row = lowest if down else highest
    amount = with_unit(signed(row["value"]), row["unit"])
    return (
        f"Most is {'taken away' if down else 'added'} inside {in_sentence(row['industry_name'])}: "
        f"{amount}"
    )


def _covered(row: Row) -> str:
    return "rounding covered" if row["lower"] is not None else "the tables are not rounded"
