"""What goes with productivity on the page: drivers, own parts, is it skills, what it hangs on."""

from __future__ import annotations

import re

import polars as pl

from placewise.model.answer import Answer
from placewise.model.productivity import MIX
from placewise.model.wording import in_sentence, plural
from placewise.report.answer_charts import range_bars, stacked_shares
from placewise.report.charts import Row
from placewise.report.numbers import (
    MISSING,
    interval,
    number,
    share_in_tenths,
    share_per_cent,
    signed,
)
from placewise.report.page import Table
from placewise.report.productivity_cells import (
    level,
    source,
    three,
    three_interval,
)
from placewise.report.section import Block, question, sentence

SHORT = {MIX: "the mix of industries"}
"""Drivers whose titles say how they were made, which a title of a chart has no room for."""
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
        title=f"{share_per_cent(largest['share'])} of the differences go with {_short(largest)}",
        subtitle=f"Share of the variance of {_upper(rows[0]['outcome'])} across "
        f"{rows[0]['places']:,} places, with 95 % intervals ({rows[0]['drawn_by']} drawn again)",
        alt="; ".join(f"{row['title']} {100 * row['share']:.0f} per cent" for row in rows) + ".",
        unit="Per cent of the variance",
    )  # fmt: skip
    cells = [
        (row["title"], share_in_tenths(row["share"]),
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
        title=f"{signed(parts[0]['per_cent'])} % goes with {_short(parts[0])}, "
        f"{signed(rest['per_cent'])} % with no driver",
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
    shares = [100 * row["share"] for row in whole.to_dicts()]
    chart = range_bars(
        "is-it-skills",
        [
            {"name": f"{row['outcome_title']}, {row['unit']} ({row['places']:,})",
             "value": 100 * row["share"], "lower": 100 * row["lower"],
             "upper": 100 * row["upper"], "strong": row["unit"] == answer.place.kind}
            for row in rows
        ],
        title=f"Qualifications go with {min(shares):.0f} to {max(shares):.0f} % of the "
        "differences, by unit and outcome",
        subtitle="Share of the variance that goes with residents' qualifications, 95 % intervals; "
        "number of places in brackets"
        + ("; the table has workers' qualifications too" if len(rows) < whole.height else ""),
        alt="; ".join(
            f"{row['outcome_title']}, {row['unit']}: {100 * row['share']:.0f} per cent"
            for row in rows
        ) + ".",
        unit="Per cent of the variance",
    )  # fmt: skip
    cells = [
        (f"{row['outcome_title']}, by {row['outcome_basis']}, {row['year']}", row["unit"],
         row["skills_of"], f"{row['places']:,}", f"{share_per_cent(row['share'])}",
         interval(100 * row["lower"], 100 * row["upper"]), f"{share_per_cent(row['r_squared'])}")
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
        title=_unexplained(rows),
        subtitle=f"Variance of {rows[0]['outcome_title']} by unit, {rows[0]['year']}",
        alt="; ".join(
            f"{row['unit']}: qualifications {100 * row['share']:.0f}, all drivers "
            f"{100 * row['r_squared']:.0f} per cent" for row in rows
        ) + ".",
        parts=SKILLS_PARTS,
        unit="Per cent of the variance",
    )  # fmt: skip
    low, high = (pick(rows, key=lambda row: row["r_squared"]) for pick in (min, max))
    said = f"All drivers go with {_all_drivers(low)}"
    said += f" and with {_all_drivers(high)}." if low is not high else "."
    cells = [
        (row["unit"], f"{row['places']:,}", f"{share_per_cent(row['share'])}",
         interval(100 * row["lower"], 100 * row["upper"]),
         f"{share_per_cent(row['r_squared'] - row['share'])}",
         f"{share_per_cent(1 - row['r_squared'])}")
        for row in rows
    ]  # fmt: skip
    table = Table(
        "What goes with it, by unit", f"Variance of {rows[0]['outcome_title']}, {rows[0]['year']}",
        ("Unit", "Places", "Qualifications", "95 %", "Other drivers", "None of them"),
        cells, [row["unit"] == answer.place.kind for row in rows],
    )  # fmt: skip
    return Block(
        "How much is left unexplained?", chart, said, table,
        source(answer, "is_it_skills", "the interval of qualifications is in the table"),
    )  # fmt: skip


def _all_drivers(row: Row) -> str:
    return f"{share_per_cent(row['r_squared'])} across {row['places']:,} {plural(row['unit'])}"


def _unexplained(rows: list[Row]) -> str:
    """Say how much no driver goes with, from the least to the most by unit."""
    left = [100 * (1 - row["r_squared"]) for row in rows]
    ends = dict.fromkeys(f"{end:.0f}" for end in (min(left), max(left)))
    return f"{' to '.join(ends)} % is left unexplained" + (", by unit" if len(ends) > 1 else "")


def _short(row: Row) -> str:
    """Return a driver as a title of a chart names it."""
    return SHORT.get(row["driver"]) or in_sentence(row["title"])


def _upper(outcome: str) -> str:
    """Return an outcome with GVA and GDP as they are written."""
    return re.sub(r"\b(gva|gdp)\b", lambda found: found[0].upper(), outcome)


def sensitivity_block(answer: Answer) -> Block | None:
    """Return the shares without each region and the places that move them."""
    whole = answer.table("sensitivity")
    if whole.is_empty():
        return None
    cells = [
        (row["title"], row["left_out"], row["kind"], share_in_tenths(row["share"]),
         share_in_tenths(row["share_without"]), signed(100 * row["change"], 1))
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
