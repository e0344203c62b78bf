"""What goes with productivity on the page: drivers, own parts, is it skills, what it hangs on."""

from __future__ import annotations

import polars as pl

from placewise.model.answer import Answer
from placewise.report.answer_charts import range_bars, stacked_shares
from placewise.report.numbers import MISSING, interval, number
from placewise.report.page import Table
from placewise.report.productivity_cells import (
    level,
    signed,
    source,
    three,
    three_interval,
)
from placewise.report.section import Block, question, sentence

SKILLS_PARTS = (
    {"key": "skills", "name": "Qualifications"},
    {"key": "others", "name": "Other drivers"},
    {"key": "rest", "name": "None of them"},
)


def drivers_block(answer: Answer) -> Block | None:
    """Return the shares of the drivers, largest first."""
    whole = answer.table("drivers")
    if whole.is_empty():
        return None
    rows = whole.to_dicts()
    named = [row for row in rows if row["driver"] != "rest"]
    largest = max(named, key=lambda row: row["share"])
    chart = range_bars(
        "drivers",
        [
            {"name": row["title"], "value": 100 * row["share"], "lower": 100 * row["lower"],
             "upper": 100 * row["upper"], "strong": row is largest}
            for row in sorted(rows, key=lambda row: (row["driver"] == "rest", -row["share"]))
        ],
        title=f"{100 * largest['share']:.0f} % of the differences go with: {largest['title']}",
        subtitle=f"Share of the variance of {rows[0]['outcome']} across {rows[0]['places']:,} "
        f"places, with 95 % intervals ({rows[0]['drawn_by']} drawn again)",
        alt="; ".join(f"{row['title']} {100 * row['share']:.0f} per cent" for row in rows) + ".",
        unit="Per cent of the variance",
    )  # fmt: skip
    cells = [
        (row["title"], f"{100 * row['share']:.1f} %",
         interval(100 * row["lower"], 100 * row["upper"]), three(row["coefficient"]),
         three_interval(row["coefficient_lower"], row["coefficient_upper"]),
         number(row["inflation"]), str(row["year"]))
        for row in rows
    ]  # fmt: skip
    table = Table(
        "Shares and coefficients",
        "Coefficient: change of the logarithm with one standard deviation more",
        ("Driver", "Share", "95 %", "Coefficient", "95 %", "Inflation", "Year"),
        cells, [row is largest for row in rows],
    )  # fmt: skip
    return Block(
        question(answer, "drivers"), chart, sentence(answer, "drivers"), table,
        source(answer, "drivers", "intervals cover the choice of places"),
    )  # fmt: skip


def own_parts_block(answer: Answer) -> Block | None:
    """Return what the place's own traits go with."""
    whole = answer.table("own_parts")
    if whole.is_empty():
        return None
    rows = whole.to_dicts()
    gap = next(row for row in rows if row["driver"] == "gap")
    parts = sorted(
        (row for row in rows if row["driver"] not in ("gap", "rest")),
        key=lambda row: -abs(row["log_part"]),
    )
    rest = next(row for row in rows if row["driver"] == "rest")
    shown = [*parts, rest, gap]
    chart = range_bars(
        "own-parts",
        [
            {"name": row["title"], "value": 100 * row["log_part"],
             "lower": None if row["lower"] is None else 100 * row["lower"],
             "upper": None if row["upper"] is None else 100 * row["upper"],
             "strong": row is gap,
             **({"note": signed(100 * row["log_part"], 1)} if row["lower"] is None else {})}
            for row in shown
        ],
        title=f"{parts[0]['title']}: {signed(parts[0]['per_cent'])} %",
        subtitle=f"What goes with the distance from the mean of the places, {gap['year']}; "
        "hundredths of the logarithm, which add up",
        alt="; ".join(f"{row['title']} {100 * row['log_part']:+.1f}" for row in shown) + ".",
        unit="Hundredths of the logarithm, nearly per cent",
    )  # fmt: skip
    cells = [
        (row["title"], level(row["value"]), level(row["mean"]), three(row["deviations"]),
         f"{signed(row['per_cent'], 1)} %",
         MISSING if row["lower"] is None else interval(100 * row["lower"], 100 * row["upper"]),
         row["unit"] or "")
        for row in shown
    ]  # fmt: skip
    table = Table(
        "Its own parts", "Against the mean of the places; intervals are those of the coefficients",
        ("Driver", "Here", "Mean", "Deviations", "Goes with", "95 %, hundredths", "Unit"),
        cells, [row is gap for row in shown],
    )  # fmt: skip
    return Block(
        question(answer, "own_parts"), chart, sentence(answer, "own_parts"), table,
        source(answer, "own_parts", "associations across places, not causes"),
    )  # fmt: skip


def skills_block(answer: Answer) -> Block | None:
    """Return the share of qualifications by unit and outcome."""
    whole = answer.table("is_it_skills")
    if whole.is_empty():
        return None
    rows = whole.filter(pl.col("skills_of") == "residents").to_dicts() or whole.to_dicts()
    low, high = min(r["share"] for r in rows), max(r["share"] for r in rows)
    chart = range_bars(
        "is-it-skills",
        [
            {"name": f"{row['outcome_title']}, {row['unit']} ({row['places']:,})",
             "value": 100 * row["share"], "lower": 100 * row["lower"],
             "upper": 100 * row["upper"], "strong": row["unit"] == answer.place.kind}
            for row in rows
        ],
        title=f"From {100 * low:.0f} to {100 * high:.0f} %, by unit and outcome",
        subtitle="Share of the variance that goes with residents' qualifications, 95 % intervals; "
        "number of places in brackets",
        alt="; ".join(
            f"{row['outcome_title']}, {row['unit']}: {100 * row['share']:.0f} per cent"
            for row in rows
        ) + ".",
        unit="Per cent of the variance",
    )  # fmt: skip
    cells = [
        (f"{row['outcome_title']}, by {row['outcome_basis']}, {row['year']}", row["unit"],
         row["skills_of"], f"{row['places']:,}", f"{100 * row['share']:.0f} %",
         interval(100 * row["lower"], 100 * row["upper"]), f"{100 * row['r_squared']:.0f} %")
        for row in whole.to_dicts()
    ]  # fmt: skip
    table = Table(
        "By unit, outcome, and whose qualifications",
        "Workplace: what is produced there; residence: what residents earn",
        ("Outcome", "Unit", "Qualifications of", "Places", "Share", "95 %", "All drivers"),
        cells, [row["unit"] == answer.place.kind for row in whole.to_dicts()], text=3,
    )  # fmt: skip
    return Block(
        question(answer, "is_it_skills"), chart, sentence(answer, "is_it_skills"), table,
        source(answer, "is_it_skills", "intervals cover the choice of places"),
    )  # fmt: skip


def skills_shares_block(answer: Answer) -> Block | None:
    """Return what qualifications, other drivers and none of them go with, by unit."""
    whole = answer.table("is_it_skills")
    if whole.is_empty():
        return None
    outcome = whole["outcome"][0]
    rows = whole.filter(
        (pl.col("outcome") == outcome) & (pl.col("skills_of") == whole["skills_of"][0])
    ).to_dicts()
    chart = stacked_shares(
        "skills-and-others",
        [
            {"name": f"{row['unit']} ({row['places']:,})",
             "shares": {"skills": row["share"],
                        "others": max(0.0, row["r_squared"] - row["share"]),
                        "rest": max(0.0, 1 - row["r_squared"])},
             "strong": row["unit"] == answer.place.kind}
            for row in rows
        ],
        title="Larger units leave less unexplained",
        subtitle=f"Variance of {rows[0]['outcome_title']} by unit, {rows[0]['year']}",
        alt="; ".join(
            f"{row['unit']}: qualifications {100 * row['share']:.0f}, all drivers "
            f"{100 * row['r_squared']:.0f} per cent" for row in rows
        ) + ".",
        parts=SKILLS_PARTS,
        unit="Per cent of the variance",
    )  # fmt: skip
    largest = max(rows, key=lambda row: row["r_squared"])
    smallest = min(rows, key=lambda row: row["r_squared"])
    if largest["unit"] != smallest["unit"]:
        said = (
            f"All drivers go with {100 * smallest['r_squared']:.0f} % across "
            f"{smallest['places']:,} places of kind {smallest['unit']} and with "
            f"{100 * largest['r_squared']:.0f} % across {largest['places']:,} of kind "
            f"{largest['unit']}: sums of areas even out what is particular to each."
        )
    else:
        said = f"All drivers go with {100 * largest['r_squared']:.0f} %."
    return Block(
        "How much is left unexplained?", chart, said, None,
        source(answer, "is_it_skills", "without intervals: the chart above has them"),
    )  # fmt: skip


def sensitivity_block(answer: Answer) -> Block | None:
    """Return the shares without each region and the places that move them."""
    whole = answer.table("sensitivity")
    if whole.is_empty():
        return None
    cells = [
        (row["title"], row["left_out"], row["kind"], f"{100 * row['share']:.1f} %",
         f"{100 * row['share_without']:.1f} %", signed(100 * row["change"], 1))
        for row in whole.to_dicts()
    ]  # fmt: skip
    table = Table(
        "Shares with regions and places left out",
        "Change in percentage points; of places, the three that move each share most",
        ("Driver", "Left out", "Kind", "With", "Without", "Change"),
        cells, [False] * len(cells), text=3,
    )  # fmt: skip
    return Block(
        question(answer, "sensitivity"), None, sentence(answer, "sensitivity"), table,
        source(answer, "sensitivity", "each left out in turn"),
    )  # fmt: skip


def evidence_block(answer: Answer) -> Block | None:
    """Return what studies found, with how far each figure was checked."""
    whole = answer.table("evidence")
    if whole.is_empty():
        return None
    cells = [
        (row["statement"] + (f" ({row['note']})" if row["note"] else ""),
         MISSING if row["value"] is None else f"{row['value']:g}",
         MISSING if row["lower"] is None else f"{row['lower']:g} to {row['upper']:g}",
         row["unit"], row["scope"], row["source"], row["status"])
        for row in whole.to_dicts()
    ]  # fmt: skip
    table = Table(
        "What studies found", "Status: whether the figure was seen in its source",
        ("Finding", "Value", "Range", "Unit", "Scope", "Source", "Status"),
        cells, [False] * len(cells), text=1,
    )  # fmt: skip
    return Block(
        question(answer, "evidence"), None, sentence(answer, "evidence"), table,
        "Published studies; the status says whether the source itself was seen",
    )  # fmt: skip
