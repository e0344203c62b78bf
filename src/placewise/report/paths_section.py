"""Growth and paths on the page: growth split, options near at hand, complexity, one industry."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.answer import Answer
from placewise.model.wording import capital, in_sentence, ordinal, share_of_others
from placewise.report.bar_charts import range_bars, waterfall
from placewise.report.numbers import interval, number, per_cent, signed, whole
from placewise.report.page import Table
from placewise.report.rank_charts import rank_chart
from placewise.report.scatter_charts import scatter
from placewise.report.section import Block, Section, section_from, sentence, sources

Row = dict[str, Any]

MEASURES = {"gva": "GVA, current prices", "jobs": "jobs", "employees": "employees"}
MOST_BARS = 8
MOST_LABELS = 5
MOST_ROWS = 60
"""Rows of the table of options; the files of --csv have every industry."""


def paths_section(answer: Answer) -> Section:
    """Return growth and paths as a section of a report."""
    blocks = (
        _growth(answer), _industries(answer), _options(answer), _complexity(answer),
        _concentration(answer),
    )  # fmt: skip
    return section_from(answer, blocks)


def _growth(answer: Answer) -> Block | None:
    total = answer.table("shift_share_total")
    if total.is_empty():
        return None
    dunn = {row["part"]: row for row in total.filter(pl.col("form") == "Dunn").to_dicts()}
    change = dunn["change"]
    if change["per_cent"] is None:
        return None
    years = f"{change['from']} to {change['to']}"
    rows: list[Row] = [
        {
            "name": "As the nation",
            "value": dunn["national"]["per_cent"],
            "kind": "start",
            "note": f"{signed(dunn['national']['per_cent'], 1)} %",
        },
        {
            "name": "Its mix of industries",
            "value": dunn["mix"]["per_cent"],
            "kind": "step",
            "note": f"{signed(dunn['mix']['per_cent'], 1)} points",
        },
        {
            "name": "The place itself",
            "value": dunn["local"]["per_cent"],
            "kind": "step",
            "note": f"{signed(dunn['local']['per_cent'], 1)} points",
        },
        {
            "name": f"Growth of {answer.place.in_text}",
            "value": change["per_cent"],
            "kind": "total",
            "note": f"{signed(change['per_cent'], 1)} %",
        },
    ]
    chart = waterfall(
        "growth", rows,
        title=f"{capital(answer.place.in_text)} changed by {signed(change['per_cent'], 1)} %: "
        f"{signed(dunn['local']['per_cent'], 1)} points go with the place itself",
        subtitle=f"{capital(MEASURES[change['measure']])}, {years}, per cent of {change['from']}; "
        "no interval is published",
        alt=f"Growth of {change['per_cent']:.1f} per cent from {years}: nation "
        f"{dunn['national']['per_cent']:.1f}, mix {dunn['mix']['per_cent']:.1f}, place "
        f"{dunn['local']['per_cent']:.1f}.",
        unit="Per cent",
    )  # fmt: skip
    cells = [
        (
            row["form"], row["part"], signed(row["per_cent"], 1), whole(row["value"]),
            whole(row["percentile"]), f"{row['places']}", f"{row['industries']}",
        )
        for row in total.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "The three forms of shift-share",
        f"{MEASURES[change['measure']]}, {years}; per cent of {change['from']}, and "
        f"{change['unit']}",
        ("Form", "Part", "Per cent", "Level", "Percentile", "Places", "Industries"),
        cells, [row[1] == "change" for row in cells], text=2,
    )  # fmt: skip
    return Block(
        "Did it grow with the nation, with its mix, or by itself?", chart,
        "The local part is what is left when every industry grows as in the nation; the table has "
        "the same by Esteban-Marquillas and year by year.",
        table, _source(answer, "shift_share_total", years),
    )  # fmt: skip


def _industries(answer: Answer) -> Block | None:
    rows = answer.table("shift_share")
    if rows.is_empty():
        return None
    known = rows.drop_nulls("local").sort("local", descending=True)
    if known.is_empty():
        return None
    half = MOST_BARS // 2
    ends = known if known.height <= MOST_BARS else pl.concat([known.head(half), known.tail(half)])
    first = known.row(0, named=True)
    unit = first["unit"]
    chart = range_bars(
        "local-industries",
        [
            {"name": row["industry_name"], "value": row["local"],
             "note": f"{row['local']:+,.0f}".replace("-", "\N{MINUS SIGN}")}
            for row in ends.iter_rows(named=True)
        ],
        title=f"{first['industry_name']} did best against the same industry in the nation",
        subtitle=f"Local part by industry, the most and the least, {first['from']} to "
        f"{first['to']}, {unit}",
        alt=f"Local parts from {first['local']:,.0f} to {known['local'][-1]:,.0f} {unit}.",
        unit=unit,
        intervals=False,
    )  # fmt: skip
    cells = [
        (
            row["industry_name"],
            *(whole(row[key])
              for key in ("before", "after", "change", "national", "mix", "local")),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"All {rows.height} industries", f"In {unit}",
        ("Industry", str(first["from"]), str(first["to"]), "Change", "Nation", "Mix", "Local"),
        cells, [False] * len(cells),
    )  # fmt: skip
    return Block(
        "Which industries made the difference?", chart,
        "Industries above zero grew faster here than in the nation; the others slower.",
        table, _source(answer, "shift_share", f"{first['from']} to {first['to']}"),
    )  # fmt: skip


def _options(answer: Answer) -> Block | None:
    rows = answer.table("options")
    if rows.is_empty():
        return None
    absent = rows.filter(~pl.col("present").fill_null(value=True) & pl.col("density").is_not_null())
    year = rows["year"][0]
    options = rows.filter(pl.col("is_option"))
    named = set(options.head(MOST_LABELS)["industry"])
    points = [
        {
            "x": row["density"], "y": row["complexity"], "name": row["industry_name"],
            "strong": row["is_option"], "label": row["industry"] in named,
            "size": row["stands"] if row["stands"] is not None else 0.3,
            "shape": "full" if row["is_option"] else "hollow",
        }
        for row in absent.iter_rows(named=True)
    ]  # fmt: skip
    for point in points:
        # Only a few names fit; the others are said when a mark is pointed at.
        point["strong"] = point["strong"] and point["label"]
    chart = None
    if points:
        chart = scatter(
            "options", points,
            title=f"{options.height or 'None'} of {absent.height} industries of which "
            f"{answer.place.in_text} has less than usual "
            f"{'lies' if options.height < 2 else 'lie'} near and "
            f"{'is' if options.height < 2 else 'are'} more complex",
            subtitle=f"Industries below their usual share in {year}; filled are options, their "
            "size the share of draws in which they stand",
            alt=f"{absent.height} absent industries by relatedness density, "
            f"{_end(absent, 'density', 0):.2f} to {_end(absent, 'density', -1):.2f}, and by "
            "complexity.",
            x_title="Relatedness density (share of related industries present)",
            y_title="Complexity of the industry",
        )  # fmt: skip
    cells = [
        (
            row["industry_name"], "yes" if row["is_option"] else "",
            number(row["density"], row["density_lower"], row["density_upper"]),
            interval(row["density_lower"], row["density_upper"]),
            number(row["complexity"], row["complexity_lower"], row["complexity_upper"]),
            interval(row["complexity_lower"], row["complexity_upper"]),
            per_cent(row["stands"]), per_cent(row["entered_before"]),
        )
        for row in absent.head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"{'The first ' if absent.height > MOST_ROWS else 'All '}{len(cells)} absent industries",
        f"{year}; stands: share of draws in which it is an option; entered before: of absent "
        "industries as near, the share that places entered",
        ("Industry", "Option", "Density", "95 % interval", "Complexity", "95 % interval", "Stands",
         "Entered before"),
        cells, [cell[1] == "yes" for cell in cells], text=2,
    )  # fmt: skip
    return Block(
        "Which industries lie near those that it has?", chart,
        sentence(answer, "options"),
        table, _source(answer, "options", str(year)),
    )  # fmt: skip


def _measured(row: Row) -> str:
    """Return a measure less its usual error where that is known, else as it was measured."""
    value = _best(row)
    return whole(value) if row["key"] == "diversity" else number(value, row["lower"], row["upper"])


def _complexity(answer: Answer) -> Block | None:
    rows = answer.table("complexity")
    if rows.is_empty():
        return None
    cells = [
        (
            row["name"], _measured(row),
            interval(row["lower"], row["upper"]),
            f"{row['rank']} of {row['places']}" if row["rank"] is not None else "–",
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Complexity, fitness, diversity, variety",
        f"{rows['year'][0]}; rank 1 is the highest", ("Measure", "Value", "95 % interval", "Rank"),
        cells, [False] * len(cells),
    )  # fmt: skip
    first = next((row for row in rows.iter_rows(named=True) if row["rank"] is not None), None)
    chart = rank_chart(
        "complexity", [dict(row) for row in rows.iter_rows(named=True)],
        title="" if first is None else f"{capital(answer.place.in_text)} is "
        f"{ordinal(first['rank'])} of {first['places']:,} by the {in_sentence(first['name'])}",
        what=f"Complexity and variety, {rows['year'][0]}",
    )  # fmt: skip
    return Block(
        "How complex and how varied is its economy?", chart,
        _complexity_words(rows, answer.place.in_text),
        table, _source(answer, "complexity", str(rows["year"][0])),
    )  # fmt: skip


def _complexity_words(rows: pl.DataFrame, place: str) -> str:
    """Say at which rank the place stands by the first measure that has one, and how sure it is."""
    ranked = rows.drop_nulls("rank")
    if ranked.is_empty():
        return f"Where {place} stands among other places is not known."
    row = ranked.row(0, named=True)
    span = "no interval is known"
    if row["lower"] is not None:
        span = f"95 % interval {interval(row['lower'], row['upper'])}"
    return (
        f"{capital(place)} ranks {row['rank']:,} of {row['places']:,} by the "
        f"{in_sentence(row['name'])}: {number(_best(row), row['lower'], row['upper'])} ({span})."
    )


def _best(row: Row) -> float | None:
    """Return a measure less its usual error, or as measured where that error is not known."""
    value: float | None = row["measured"] if row["value"] is None else row["value"]
    return value


def _concentration(answer: Answer) -> Block | None:
    finding = answer.finding("concentration")
    if finding is None or finding.table.is_empty():
        return None
    row = finding.table.row(0, named=True)
    figures = answer.table("local_multipliers")
    bars: list[Row] = [
        {"name": "Directly", "value": row["lost"], "lower": row["lower"], "upper": row["upper"],
         "strong": True, "note": _loss(row["lost"])}
    ]  # fmt: skip
    for end, factor, total in (
        ("smaller", row["multiplier_low"], row["total_low"]),
        ("larger", row["multiplier_high"], row["total_high"]),
    ):
        if total is not None:
            bars.append({"name": f"With the {end} multiplier, {factor:.2f}", "value": total,
                         "note": _loss(total)})  # fmt: skip
    measure = MEASURES[row["measure"]]
    share = f"{row['share']:.1f} %"
    chart = range_bars(
        "concentration", bars,
        title=f"{capital(in_sentence(row['industry_name']))} has {share} of "
        f"{measure.split(',')[0]}: a fifth less is {_loss(row['lost'])}",
        subtitle=f"Loss if it shrank by {row['shrinks_by']:.0f} %, per cent of {measure}, "
        f"{row['year']}{'' if figures.is_empty() else '; with multipliers: an assumption'}",
        alt="; ".join(f"{bar['name']}: {bar['note']}" for bar in bars) + ".",
        unit=f"Per cent of {measure}",
        intervals=row["lower"] is not None,
    )  # fmt: skip
    said = sentence(answer, "local_multipliers")
    return Block(
        finding.question, chart, said, _figures(row, figures),
        _source(answer, "concentration", str(row["year"])),
    )  # fmt: skip


def _loss(value: float) -> str:
    return f"{value:.1f} %"


def _figures(row: Row, figures: pl.DataFrame) -> Table:
    """Return the direct loss and every published figure that either end is made of."""
    cells = [
        ("Directly", f"A fifth of {in_sentence(row['industry_name'])}", "", "", _loss(row["lost"]))
    ]
    for one in figures.iter_rows(named=True):
        note = f"; {one['note']}" if one["note"] else ""
        total = row["total_low"] if one["end"] == "smaller" else row["total_high"]
        cells.append(
            (
                f"With the {one['end']} multiplier", f"{one['relation']}, {one['scope']}",
                f"{one['source']} ({one['status']}{note})",
                f"{signed(one['value'], 2)} {one['unit']}", _loss(total),
            )
        )  # fmt: skip
    return Table(
        "The direct loss, and what the multipliers rest on",
        f"Per cent of {MEASURES[row['measure']]}, {row['year']}; figures of one end are added up. "
        f"Of {row['places'] - 1:,} others, {share_of_others(row['percentile'])} would lose less "
        "directly",
        ("Loss", "From", "Source", "Figure", "Lost"), cells, [True, *[False] * figures.height],
        text=3,
    )  # fmt: skip


def _end(rows: pl.DataFrame, column: str, at: int) -> float:
    """Return the smallest (0) or largest (-1) value of a column."""
    return float(rows[column].sort()[at])


def _source(answer: Answer, key: str, years: str) -> str:
    return f"{sources(answer, key) or 'Tables of the workspace'}, {years}."
