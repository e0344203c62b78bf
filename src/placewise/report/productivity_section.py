"""Productivity on the page: the identity, mix and within, drivers, own parts, is it skills."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.answer import Answer
from placewise.report.answer_charts import range_bars, stacked_shares, waterfall
from placewise.report.numbers import MISSING, interval, number
from placewise.report.page import Table
from placewise.report.section import Block, Section

Row = dict[str, Any]

MINUS = "\N{MINUS SIGN}"
MOST_INDUSTRIES = 10
"""Bars of industries, half for each end; the table has all of them."""
SKILLS_PARTS = (
    {"key": "skills", "name": "Qualifications"},
    {"key": "others", "name": "Other drivers"},
    {"key": "rest", "name": "None of them"},
)


def productivity_section(answer: Answer) -> Section:
    """Return productivity as a section of a report."""
    blocks = [
        block
        for block in (
            _identity(answer), _mix(answer), _industries(answer), _drivers(answer),
            _own_parts(answer), _skills(answer), _skills_shares(answer), _sensitivity(answer),
            _evidence(answer),
        )
        if block is not None
    ]  # fmt: skip
    return Section(
        key="productivity",
        question=answer.question,
        sentences=answer.headline,
        blocks=tuple(blocks),
        cannot_tell=tuple(answer.cannot_tell.iter_rows(named=True)),
        notes=answer.notes,
    )


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
            {"name": _capital(total["comparator_name"]), "value": total["comparator_value"],
             "kind": "start", "note": f"{total['comparator_value']:,.0f}"},
            *({"name": row["title"], "value": row["amount"], "kind": "step",
               "note": _signed(row["amount"])} for row in steps),
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
        (row["comparator_name"], row["title"], _level(row["value"]),
         _level(row["comparator_value"]), f"{_signed(row['per_cent'])} %",
         _signed(row["amount"]), _share(row["share_of_gap"]))
        for row in whole.to_dicts()
    ]  # fmt: skip
    table = Table(
        "All ratios against all comparators",
        f"{year}; the last two columns add up within a comparator",
        ("Comparator", "Ratio", "Here", "There", "Difference", unit, "Of the gap"),
        cells, [row["factor"] == "total" for row in whole.to_dicts()], text=2,
    )  # fmt: skip
    return Block(
        _question(answer, "identity"), chart,
        "The four steps multiply to GVA per head; in this unit they add up exactly.",
        table, _source(answer, "identity", f"{year}; no interval is published"),
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
    several = totals["comparator"].n_unique() > 1
    chart = range_bars(
        "mix-within",
        [
            {"name": words[row["part"]] + (f", {row['comparator_name']}" if several else ""),
             "value": row["value"], "lower": row["lower"], "upper": row["upper"],
             "strong": row["part"] == "gap"}
            for row in rows
        ],
        title=f"Within industries {_signed(within['value'])}, their mix {_signed(mix['value'])}",
        subtitle=f"Output per job less that of the comparator, {unit}, {year}; "
        "bars cover the rounding of the tables",
        alt="; ".join(f"{words[row['part']]} {row['value']:,.0f}" for row in rows) + f" {unit}.",
        unit=unit,
    )  # fmt: skip
    cells = [
        (row["comparator_name"], words[row["part"]], _signed(row["value"]),
         interval(row["lower"], row["upper"]), _share(row["share_of_gap"]),
         _share(row["covered_output"]))
        for row in rows
    ]  # fmt: skip
    table = Table(
        "Mix and within against all comparators", f"{unit}, {year}",
        ("Comparator", "Part", "Value", "Rounding", "Of the gap", "Output covered"),
        cells, [row["part"] == "gap" for row in rows], text=2,
    )  # fmt: skip
    jobs_year = rows[0]["jobs_year"]
    return Block(
        _question(answer, "mix_within"), chart, _sentence(answer, "mix_within"), table,
        _source(answer, "mix_within",
                f"output {year}, jobs {jobs_year}, by {rows[0]['level']}; rounding covered"),
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
    lowest, highest = within.row(0, named=True), within.row(-1, named=True)
    chart = range_bars(
        "within-industries",
        [
            {"name": row["industry_name"], "value": row["value"], "lower": row["lower"],
             "upper": row["upper"]}
            for row in ends.to_dicts()
        ],
        title=f"{lowest['industry_name']} takes most away inside industries",
        subtitle=f"What output per job inside each industry adds to the gap, {unit}, {year}",
        alt=f"From {lowest['value']:,.0f} ({lowest['industry_name']}) to "
        f"{highest['value']:,.0f} ({highest['industry_name']}) {unit}.",
        unit=unit,
    )  # fmt: skip
    mix = {row["industry"]: row for row in first.filter(pl.col("part") == "mix").to_dicts()}
    cells = [
        (row["industry_name"], _share(row["jobs_share"]), _share(row["comparator_jobs_share"]),
         _level(row["output_per_job"]), _level(row["comparator_output_per_job"]),
         _signed(mix[row["industry"]]["value"]), _signed(row["value"]))
        for row in within.to_dicts()
    ]  # fmt: skip
    table = Table(
        f"All {within.height} industries", f"{unit}, {year}, against {first['comparator_name'][0]}",
        ("Industry", "Jobs here", "Jobs there", "Output here", "Output there", "Mix", "Within"),
        cells, [False] * len(cells),
    )  # fmt: skip
    return Block(
        "Which industries does it lie in?", chart,
        "Left of zero, a job in the industry yields less here than it does in the comparator.",
        table, _source(answer, "mix_within", f"{year}; rounding covered"),
    )  # fmt: skip


def _drivers(answer: Answer) -> Block | None:
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
         interval(100 * row["lower"], 100 * row["upper"]), _three(row["coefficient"]),
         _three_interval(row["coefficient_lower"], row["coefficient_upper"]),
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
        _question(answer, "drivers"), chart, _sentence(answer, "drivers"), table,
        _source(answer, "drivers", "intervals cover the choice of places"),
    )  # fmt: skip


def _own_parts(answer: Answer) -> Block | None:
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
             **({"note": _signed(100 * row["log_part"], 1)} if row["lower"] is None else {})}
            for row in shown
        ],
        title=f"{parts[0]['title']}: {_signed(parts[0]['per_cent'])} %",
        subtitle=f"What goes with the distance from the mean of the places, {gap['year']}; "
        "hundredths of the logarithm, which add up",
        alt="; ".join(f"{row['title']} {100 * row['log_part']:+.1f}" for row in shown) + ".",
        unit="Hundredths of the logarithm, nearly per cent",
    )  # fmt: skip
    cells = [
        (row["title"], _level(row["value"]), _level(row["mean"]), _three(row["deviations"]),
         f"{_signed(row['per_cent'], 1)} %",
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
        _question(answer, "own_parts"), chart, _sentence(answer, "own_parts"), table,
        _source(answer, "own_parts", "associations across places, not causes"),
    )  # fmt: skip


def _skills(answer: Answer) -> Block | None:
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
        _question(answer, "is_it_skills"), chart, _sentence(answer, "is_it_skills"), table,
        _source(answer, "is_it_skills", "intervals cover the choice of places"),
    )  # fmt: skip


def _skills_shares(answer: Answer) -> Block | None:
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
        _source(answer, "is_it_skills", "without intervals: the chart above has them"),
    )  # fmt: skip


def _sensitivity(answer: Answer) -> Block | None:
    whole = answer.table("sensitivity")
    if whole.is_empty():
        return None
    cells = [
        (row["title"], row["left_out"], row["kind"], f"{100 * row['share']:.1f} %",
         f"{100 * row['share_without']:.1f} %", _signed(100 * row["change"], 1))
        for row in whole.to_dicts()
    ]  # fmt: skip
    table = Table(
        "Shares with regions and places left out",
        "Change in percentage points; of places, the three that move each share most",
        ("Driver", "Left out", "Kind", "With", "Without", "Change"),
        cells, [False] * len(cells), text=3,
    )  # fmt: skip
    return Block(
        _question(answer, "sensitivity"), None, _sentence(answer, "sensitivity"), table,
        _source(answer, "sensitivity", "each left out in turn"),
    )  # fmt: skip


def _evidence(answer: Answer) -> Block | None:
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
        _question(answer, "evidence"), None, _sentence(answer, "evidence"), table,
        "Published studies; the status says whether the source itself was seen",
    )  # fmt: skip


def _question(answer: Answer, key: str) -> str:
    finding = answer.finding(key)
    return finding.question if finding else ""


def _sentence(answer: Answer, key: str) -> str:
    finding = answer.finding(key)
    return finding.sentence if finding else ""


def _source(answer: Answer, key: str, covers: str) -> str:
    """Return publishers and years in one line."""
    finding = answer.finding(key)
    sources = (finding.provenance if finding else ()) or answer.provenance
    named = dict.fromkeys(f"{source.source} ({source.publisher})" for source in sources)
    return "; ".join([*named, covers])


def _signed(value: float | None, digits: int = 0) -> str:
    return MISSING if value is None else f"{value:+,.{digits}f}".replace("-", MINUS)


def _level(value: float | None) -> str:
    if value is None:
        return MISSING
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"


def _share(value: float | None) -> str:
    return MISSING if value is None else f"{100 * value:.0f} %".replace("-", MINUS)


def _three(value: float | None) -> str:
    return MISSING if value is None else f"{value:.3f}".replace("-", MINUS)


def _three_interval(lower: float | None, upper: float | None) -> str:
    return MISSING if lower is None else f"{_three(lower)} to {_three(upper)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
