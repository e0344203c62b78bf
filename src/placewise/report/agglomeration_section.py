"""Growth on the page: gains against costs, the balance of all places, pressure, commuting."""

from __future__ import annotations

import polars as pl

from placewise.model.answer import Answer
from placewise.model.wording import capital, share_of_others
from placewise.report.bar_charts import range_bars
from placewise.report.charts import Chart, Row
from placewise.report.maps import class_map
from placewise.report.numbers import MISSING, interval, number, per_cent, whole, written
from placewise.report.page import Table
from placewise.report.scatter_charts import scatter
from placewise.report.section import Block, Section, section_from, source_line

MOST_LINKS = 8
HIGH = 80
"""Percentile of pressure from which a sign counts as strong."""
CLASSES = (
    {"key": "manage costs", "name": "manage the costs of growth (80 % or more)"},
    {"key": "cannot tell", "name": "cannot tell"},
    {"key": "build growth", "name": "build growth (80 % or more)"},
)


def agglomeration_section(answer: Answer, map_frame: pl.DataFrame | None = None) -> Section:
    """Return gains and costs of growth as a section of a report.

    Args:
        answer: of the topic ``agglomeration``.
        map_frame: where the places of the kind lie, as in ``Diagnosis.map``; None draws no map.
    """
    blocks = (
        _balance(answer, map_frame), _gains(answer), _pressure(answer), _commuting(answer),
        _catchment(answer), _access(answer), _sensitivity(answer), _exceptions(answer),
    )  # fmt: skip
    return section_from(answer, blocks)


def _block(answer: Answer, key: str, chart: Chart | None, table: Table | None) -> Block:
    finding = next(finding for finding in answer.findings if finding.key == key)
    held = finding.table
    years = sorted(set(held["year"].drop_nulls())) if "year" in held.columns else []
    datasets = sorted(set(held["dataset"].drop_nulls())) if "dataset" in held.columns else []
    source = source_line(table for table in answer.provenance if table.dataset in datasets)
    source = source or "Draws of elasticities and of weights, see the notes"
    if years and not source.endswith(str(years[-1])):
        source += f", {years[0]}" if len(years) == 1 else f", {years[0]} to {years[-1]}"
    return Block(finding.question, chart, finding.sentence, table, f"{source}.")


def _balance(answer: Answer, map_frame: pl.DataFrame | None) -> Block | None:
    rows = answer.table("balance")
    if rows.is_empty():
        return None
    counts = {entry["key"]: rows.filter(pl.col("class") == entry["key"]).height
              for entry in CLASSES}  # fmt: skip
    told = sum(counts.values())
    chart = None
    if map_frame is not None:
        chart = class_map(
            "balance",
            [{"place": row["place"], "class_key": row["class"], "here": row["here"]}
             for row in rows.iter_rows(named=True)],
            map_frame,
            title=f"{counts['manage costs'] or 'None'} of {told} places "
            f"{'is' if counts['manage costs'] < 2 else 'are'} to manage costs, "
            f"{counts['build growth'] or 'none'} to build growth; for the others the evidence "
            "cannot tell",
            subtitle="By the probability over draws of elasticities and weights.",
            alt="Map of places: " + ", ".join(f"{n} {name}" for name, n in counts.items()),
            classes=CLASSES,
        )  # fmt: skip
    ordered = rows.sort("here", "probability", descending=True, nulls_last=True)
    cells = [
        (
            row["place"], per_cent(row["probability"]),
            row["class"] or "not told",
            number(row["pressure"], row["pressure_lower"], row["pressure_upper"]),
            interval(row["pressure_lower"], row["pressure_upper"]), str(row["signs_known"]),
        )
        for row in ordered.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"All {rows.height} places",
        "Probability that costs of growth are to be managed rather than growth built; pressure "
        "from 0 to 100 with the 80 % range of draws of its weights",
        ("Place", "Manage costs", "Class", "Pressure", "80 % range", "Signs known"),
        cells, list(ordered["here"]), text=1,
    )  # fmt: skip
    return _block(answer, "balance", chart, table)


def _gains(answer: Answer) -> Block | None:
    rows = answer.table("gains_and_costs")
    if rows.is_empty():
        return None
    ends = pl.concat([rows.sort("gains").head(2), rows.sort("gains").tail(2)])["place"]
    own = rows.filter("here")
    gains, costs = rows["gains"].to_list(), rows["costs"].to_list()
    points: list[Row] = [
        {
            "x": row["gains"], "y": row["costs"], "name": row["place"], "strong": row["here"],
            "label": row["here"] or row["place"] in ends,
            "shape": "full" if row["here"] else "hollow",
            "ellipse": {key: row[key] for key in ("rx", "ry", "angle")} if row["here"] else None,
        }
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    unit = "per cent for 10 % more density"
    where = capital(answer.place.in_text)
    title = (
        f"{where}: gains of {own['gains'][0]:.2f} %, costs of {own['costs'][0]:.2f} %"
        if own.height
        else f"Gains and costs of {rows.height} places; not known for {answer.place.in_text}"
    )
    chart = scatter(
        "gains-and-costs", points, title=title,
        subtitle="Medians of draws; the ellipse holds 80 % of those of the place.",
        alt=f"{rows.height} places: gains from {min(gains):.2f} to {max(gains):.2f}, costs from "
        f"{min(costs):.2f} to {max(costs):.2f} per cent.",
        x_title=f"Gains in productivity, {unit}", y_title=f"Costs of living, {unit}",
        diagonal=True, corners={"bottom right": "gains exceed costs",
                                "top left": "costs exceed gains"},
    )  # fmt: skip
    shown = rows.sort("here", "gains", descending=True)
    cells = [
        (
            row["place"],
            number(row["gains"], row["gains_lower"], row["gains_upper"]),
            interval(row["gains_lower"], row["gains_upper"]),
            number(row["costs"], row["costs_lower"], row["costs_upper"]),
            interval(row["costs_lower"], row["costs_upper"]),
            number(row["costs_by_size"]), number(row["costs_by_rents"]),
            whole(row["city_people"]),
        )
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"All {rows.height} places", f"In {unit}; 80 % ranges of draws",
        ("Place", "Gains", "80 % range", "Costs", "80 % range", "Costs by size", "By rents",
         "People within reach"),
        cells, list(shown["here"]), text=1,
    )  # fmt: skip
    return _block(answer, "gains_and_costs", chart, table)


def _pressure(answer: Answer) -> Block | None:
    rows = answer.table("pressure")
    if rows.is_empty():
        return None
    ordered = rows.sort("pressure", descending=True, nulls_last=True)
    chart = range_bars(
        "pressure",
        [{"name": row["title"], "value": row["pressure"],
          "note": "not known" if row["pressure"] is None else f"{row['pressure']:.0f}"}
         for row in ordered.iter_rows(named=True)],
        title=_strains(ordered, answer.place.in_text),
        subtitle="Percentile of pressure among places of its kind; no interval: each is a rank.",
        alt="Percentiles of pressure: " + ", ".join(
            f"{row['indicator']} {number(row['pressure'])}" for row in ordered.to_dicts()),
        unit="Percentile of pressure (100 = most)", ends=(0, 100),
        lines=[{"at": 50, "name": "middle"}],
    )  # fmt: skip
    cells = [
        (
            row["title"], row["unit"], number(row["value"], row["lower"], row["upper"]),
            interval(row["lower"], row["upper"]),
            MISSING if row["year"] is None else str(row["year"]),
            MISSING if row["pressure"] is None else f"{row['pressure']:.0f}",
            str(row["places"]), f"{row['towards']}: {row['why']}",
        )
        for row in ordered.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Signs of pressure", "Interval as published, where there is one",
        ("Sign", "Unit", "Value", "Interval", "Year", "Percentile", "Places", "Pressure if"),
        cells, [False] * len(cells), text=2,
    )  # fmt: skip
    return _block(answer, "pressure", chart, table)


def _strains(ordered: pl.DataFrame, place: str) -> str:
    """Say in how many signs the place is under more pressure than four in five others."""
    known = ordered.drop_nulls("pressure")["pressure"]
    high = int((known >= HIGH).sum())
    return (
        f"{high or 'None'} of {known.len()} signs {'puts' if high < 2 else 'put'} {place} among "
        "the fifth of places under most pressure"
    )


def _commuting(answer: Answer) -> Block | None:
    rows = answer.table("commuting")
    if rows.is_empty():
        return None
    shares = rows.filter(pl.col("unit").str.starts_with("per cent"))
    chart = range_bars(
        "commuting",
        [{"name": row["name"], "value": row["value"], "note": f"{written(row['value'], 0)} %"}
         for row in shares.iter_rows(named=True)],
        title=f"{shares['value'][0]:.0f} % of commuters who live in {answer.place.in_text} work "
        "there",
        subtitle=f"Per cent of residents or workers, {rows['year'][0]}; counts, without interval.",
        alt="; ".join(f"{row['name']} {row['value']:.0f} per cent" for row in shares.to_dicts()),
        unit="Per cent",
    )  # fmt: skip
    cells = [
        (
            row["name"], row["unit"],
            whole(row["value"]) if row["unit"] == "commuters" else written(row["value"], 1),
            MISSING if row["percentile"] is None else f"{row['percentile']:.0f}",
            str(row["places"]),
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Commuting", f"{rows['year'][0]}; percentile among places of its kind",
        ("Measure", "Unit", "Value", "Percentile", "Places"), cells, [False] * len(cells), text=2,
    )  # fmt: skip
    return _block(answer, "commuting", chart, table)


def _catchment(answer: Answer) -> Block | None:
    rows = answer.table("catchment")
    if rows.is_empty():
        return None
    parts = [
        rows.filter((pl.col("direction") == direction) & ~pl.col("inside")).head(MOST_LINKS)
        for direction in ("from", "to")
    ]
    cells = [
        ("live there, work here" if row["direction"] == "from" else "live here, work there",
         row["area_name"], whole(row["commuters"]), f"{row['share']:.1f} %")
        for part in parts
        for row in part.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        f"The {MOST_LINKS} largest links each way",
        "Share of all who work here, or of all who live here; the files of --csv have every link",
        ("Direction", "Area", "Commuters", "Share"), cells, [False] * len(cells), text=2,
    )  # fmt: skip
    return _block(answer, "catchment", None, table)


def _access(answer: Answer) -> Block | None:
    rows = answer.table("market_access")
    if rows.is_empty():
        return None
    chart = range_bars(
        "market-access",
        [{"name": row["name"], "value": row["percentile"], "strong": row["sector"] == "all",
          "note": f"{row['percentile']:.0f}"}
         for row in rows.drop_nulls("percentile").iter_rows(named=True)],
        title=_reach(rows["percentile"][0]),
        subtitle=f"Percentile of market access, jobs of {rows['year'][0]}; no interval is known.",
        alt="; ".join(f"{row['name']} {number(row['percentile'])}" for row in rows.to_dicts()),
        unit="Percentile among places of its kind", ends=(0, 100),
    )  # fmt: skip
    cells = [
        (row["name"], f"{row['exponent']:.2f}", f"{row['value']:,.0f}",
         number(row["percentile"], 0, 100), str(row["places"]))
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Market access by group of sectors", "Jobs over kilometres to the power of the exponent",
        ("Sector", "Exponent", "Access", "Percentile", "Places"), cells, [False] * len(cells),
    )  # fmt: skip
    return _block(answer, "market_access", chart, table)


def _reach(percentile: float | None) -> str:
    """Say how many of the other places have less within reach."""
    if percentile is None:
        return "How much lies within reach is not known"
    verb = "has" if percentile in {0.0, 100.0} else "have"
    return f"{capital(share_of_others(percentile))} {verb} less within reach"


def _sensitivity(answer: Answer) -> Block | None:
    rows = answer.table("sensitivity")
    if rows.is_empty():
        return None
    cells = [
        (row["change"].capitalize(), per_cent(row["probability"]), row["class"] or MISSING,
         f"{row['classes_changed']:.0f} % of {row['places']}")
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "What each change to the method would make of it",
        "Probability that costs are to be managed, and how many places would change class",
        ("Change", "Manage costs", "Class", "Places that change"), cells, [False] * len(cells),
        text=1,
    )  # fmt: skip
    return _block(answer, "sensitivity", None, table)


def _exceptions(answer: Answer) -> Block | None:
    rows = answer.table("exceptions")
    if rows.is_empty():
        return None
    cells = [
        (row["place"], row["region"], row["class"], row["expected"], per_cent(row["probability"]))
        for row in rows.iter_rows(named=True)
    ]
    table = Table(
        "Exceptions", "Places whose class is the opposite of what their side of the country leads "
        "one to expect",
        ("Place", "Region", "Comes out as", "Expected", "Manage costs"), cells, list(rows["here"]),
        text=4,
    )  # fmt: skip
    return _block(answer, "exceptions", None, table)
