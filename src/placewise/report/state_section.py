"""The state of an economy on the page: levels, trends, breaks, differences within, comparators."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.answer import Answer
from placewise.model.wording import capital
from placewise.report.answer_charts import range_bars, time_lines
from placewise.report.numbers import MISSING, interval, number, signed, with_unit, written
from placewise.report.page import Table
from placewise.report.section import (
    Block,
    Section,
    question,
    section_from,
    sentence,
    source_line,
)

Row = dict[str, Any]

MOST_PANELS = 6
ROLES = {"similar": "similar places", "nation": "all places"}
"""Comparators beside a line, where there is little room; the subtitle names them in full."""


def state_section(answer: Answer) -> Section:
    """Return the state of an economy as a section of a report."""
    blocks = (_levels(answer), _trends(answer), _changes(answer), _breaks(answer),
              _within(answer), _comparators(answer))  # fmt: skip
    return section_from(answer, blocks)


def _levels(answer: Answer) -> Block | None:
    rows = answer.table("levels").to_dicts()
    if not rows:
        return None
    drawn = [row for row in rows if row["percentile"] is not None]
    big = sum(row["size"] not in {"ordinary", "cannot be told"} for row in drawn)
    chart = range_bars(
        "state-levels",
        [
            {"name": _short(row["title"]), "value": row["percentile"],
             "lower": row["percentile_lower"], "upper": row["percentile_upper"],
             "strong": row["size"] in {"very high", "very low"},
             "note": f"{with_unit(_value(row), row['unit'])} ({row['year']}): {row['size']}"}
            for row in drawn
        ],
        title=f"{big or 'None'} of {len(drawn)} numbers of {answer.place.in_text} "
        f"{'stands' if big < 2 else 'stand'} out",
        subtitle=f"Per cent of {answer.compared_with} with a lower value; bars are 95 % intervals "
        "where the publisher gives one, hollow points have none",
        alt="; ".join(f"{_short(row['title'])} {row['percentile']:.0f}" for row in drawn) + ".",
        unit="Percentile", zero=False, ends=(0.0, 100.0), lines=({"at": 50.0, "name": "middle"},),
    ) if drawn else None  # fmt: skip
    cells = [
        (_short(row["title"]), row["unit"], str(row["year"]), _value(row),
         interval(row["lower"], row["upper"]), _plain(row["nation_median"]),
         _plain(row["similar_median"]), _percentile(row), row["size"])
        for row in rows
    ]  # fmt: skip
    table = Table(
        "All values", "Medians are of all other places of the kind and of the similar ones",
        ("Concept", "Unit", "Year", "Here", "95 % interval", "Middle of others",
         "Middle of similar", "Percentile", "Is it big?"),
        cells, [row["size"] in {"very high", "very low"} for row in rows], text=2,
    )  # fmt: skip
    return Block(question(answer, "levels"), chart, sentence(answer, "levels"), table,
                 _source(answer, rows))  # fmt: skip


def _trends(answer: Answer) -> Block | None:
    table = answer.table("trends")
    if table.is_empty():
        return None
    concepts = table["concept"].unique(maintain_order=True).to_list()
    # Broad series first, and no more panels than a reader takes in.
    shown = sorted(concepts, key=lambda one: -table.filter(pl.col("concept") == one).height)
    kept = [one for one in concepts if one in shown[:MOST_PANELS]]
    compared = (
        table.filter(pl.col("role") != "place").select("role", "series").unique(maintain_order=True)
    )
    full: dict[str, str] = dict(compared.iter_rows())
    panels = [_panel(table.filter(pl.col("concept") == one)) for one in kept]
    years = table.filter(pl.col("concept").is_in(kept))["year"]
    chart = time_lines(
        "state-trends", panels,
        title=_moved(panels, answer.place.in_text, next(iter(full.values()), "")),
        subtitle="The place in colour with the interval that its publisher gives; medians of "
        f"{' and of '.join(full.values()) or 'other places'} in grey, {int(years.sort()[0])} to "
        f"{int(years.sort()[-1])}",
        alt="; ".join(
            f"{panel['name']}: {_end(panel['series'][0]['points'])}" for panel in panels
        ) + ".",
        unit="", shared=False,
    )  # fmt: skip
    cells = [
        (_short(row["title"]), row["series"], str(row["year"]), _plain(row["value"]),
         interval(row["lower"], row["upper"]))
        for row in table.filter(pl.col("concept").is_in(kept)).to_dicts()
    ]  # fmt: skip
    numbers = Table("All years", "Values of the place and medians of others",
                    ("Concept", "Series", "Year", "Value", "95 % interval"), cells,
                    [False] * len(cells), text=2)  # fmt: skip
    said = "Lines that run side by side moved alike, however far apart they lie."
    return Block(question(answer, "trends"), chart, said, numbers,
                 _source(answer, table.drop_nulls("dataset").to_dicts()))  # fmt: skip


def _panel(rows: pl.DataFrame) -> Row:
    """Return one concept as a panel: the place first, then its comparators."""
    series = []
    for name in rows["series"].unique(maintain_order=True):
        own = rows.filter(pl.col("series") == name)
        series.append({
            "name": ROLES.get(own["role"][0], name), "strong": own["role"][0] == "place",
            "points": own.select("year", "value", "lower", "upper").to_dicts(),
        })  # fmt: skip
    return {"name": _short(rows["title"][0]), "unit": rows["unit"][0], "series": series}


def _moved(panels: list[Row], place: str, than: str) -> str:
    """Say in how many panels the place lies above its first comparator, in their last year."""
    above = compared = 0
    for panel in panels:
        own, *others = panel["series"]
        usual = {point["year"]: point["value"] for point in others[0]["points"]} if others else {}
        both = [point for point in own["points"] if usual.get(point["year"]) is not None
                and point["value"] is not None]  # fmt: skip
        compared += bool(both)
        above += bool(both) and both[-1]["value"] > usual[both[-1]["year"]]
    if not compared:
        return f"How {place} moved; no place is known to compare it with"
    return f"{capital(place)} lies above {than} in {above or 'none'} of {compared} series"


def _changes(answer: Answer) -> Block | None:
    rows = answer.table("changes").to_dicts()
    if not rows:
        return None
    cells = [
        (_short(row["title"]), f"{row['from_year']} to {row['year']}", row["unit"],
         signed(row["change"], 1), signed(row["usual"], 1), signed(row["difference"], 1),
         f"{signed(row['lower'], 1)} to {signed(row['upper'], 1)}", f"{row['percentile']:.0f}")
        for row in rows
    ]  # fmt: skip
    table = Table(
        "Changes over five and ten years",
        f"Beside {rows[0]['comparator_name']}; four in five of them lie in the usual range",
        ("Concept", "Years", "Unit", "Here", "Usual", "Difference", "Usual range", "Percentile"),
        cells, [not row["lower"] <= row["difference"] <= row["upper"] for row in rows],
    )  # fmt: skip
    return Block(question(answer, "changes"), None, sentence(answer, "changes"), table,
                 "From the series above; no interval of a change is published")  # fmt: skip


def _breaks(answer: Answer) -> Block | None:
    rows = answer.table("breaks").to_dicts()
    if not rows:
        return None
    cells = [
        (_short(row["title"]), str(row["year"]), row["unit"], signed(row["shift"], 1),
         signed(row["trend_before"], 2), signed(row["trend_after"], 2), f"{row['p_adjusted']:.3f}",
         "yes" if row["found"] else "not shown")
        for row in rows
    ]  # fmt: skip
    table = Table(
        "Largest shift of each series", f"Against the middle of {rows[0]['comparator_name']}; "
        f"p after {rows[0]['tests']} tests (Holm)",
        ("Concept", "From", "Unit", "Shift", "Trend before", "Trend after", "p", "Break?"),
        cells, [row["found"] for row in rows],
    )  # fmt: skip
    return Block(question(answer, "breaks"), None, sentence(answer, "breaks"), table,
                 "p: how often series that carry over from year to year shift as much without a "
                 "break")  # fmt: skip


def _within(answer: Answer) -> Block | None:
    rows = answer.table("within").to_dicts()
    if not rows:
        return None
    cells = [
        (_short(row["title"]), str(row["year"]), f"{row['highest']} {_plain(row['highest_value'])}",
         f"{row['lowest']} {_plain(row['lowest_value'])}", f"{row['ratio']:.2f}",
         f"{row['theil']:.4f}",
         MISSING if row["percentile"] is None else f"{row['percentile']:.0f}")
        for row in rows
    ]  # fmt: skip
    table = Table(
        "Highest and lowest areas", f"{rows[0]['areas']} areas; the Theil index weighs them by "
        "population, its percentile is among places of several areas",
        ("Concept", "Year", "Highest", "Lowest", "Ratio", "Theil", "Percentile"),
        cells, [False] * len(cells), text=4,
    )  # fmt: skip
    return Block(question(answer, "within"), None, sentence(answer, "within"), table,
                 "Values of areas as published; the ends of few areas are noisy")  # fmt: skip


def _comparators(answer: Answer) -> Block | None:
    rows = answer.table("comparators").to_dicts()
    if not rows:
        return None
    chart = range_bars(
        "state-comparators",
        [{"name": row["place"], "value": row["distance"], "lower": None, "upper": None,
          "note": f"{row['distance']:.2f}"} for row in rows],
        title=f"{rows[0]['place']} is most like {answer.place.in_text}",
        subtitle="Distance by indicators and mix of industries; 1 is that of the median pair",
        alt="; ".join(f"{row['place']} {row['distance']:.2f}" for row in rows) + ".",
        unit="Distance",
    )  # fmt: skip
    cells = [
        (row["place"], f"{row['distance']:.2f}", str(row["indicators_shared"]),
         row["nearest_in"], row["farthest_in"])
        for row in rows
    ]  # fmt: skip
    table = Table("Why each is near", "The three indicators most and least alike",
                  ("Place", "Distance", "Indicators", "Most alike in", "Least alike in"),
                  cells, [False] * len(cells))  # fmt: skip
    return Block(question(answer, "comparators"), chart, sentence(answer, "comparators"), table,
                 f"{_source(answer, answer.table('levels').to_dicts())}; weights are ours; "
                 "no interval")  # fmt: skip


def _source(answer: Answer, rows: list[Row]) -> str:
    """Return the datasets of some rows with their publishers, each once."""
    used = {row["dataset"] for row in rows}
    named = source_line(one for one in answer.provenance if one.dataset in used)
    return f"Sources: {named}" if named else "Sources: as listed"


def _short(title: str) -> str:
    return title.split(", ")[0]


def _value(row: Row) -> str:
    if row["lower"] is None:
        return _plain(row["value"])
    return number(row["value"], row["lower"], row["upper"])


def _plain(value: float | None) -> str:
    """Return a number without interval to three figures or whole."""
    if value is None:
        return MISSING
    return written(value, 0 if abs(value) >= 100 else 1)


def _percentile(row: Row) -> str:
    if row["percentile"] is None:
        return MISSING
    ends = (row["percentile_lower"], row["percentile_upper"])
    between = "" if ends[0] is None else f" ({ends[0]:.0f} to {ends[1]:.0f})"
    return f"{row['percentile']:.0f}{between}"


def _end(points: list[Row]) -> str:
    last = points[-1]
    return f"{_plain(last['value'])} in {last['year']}"
