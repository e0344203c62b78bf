"""The charts of a review: Vega-Lite specifications as plain data, with title and alt text."""

from __future__ import annotations

import dataclasses
import math

import polars as pl

from placewise.model.review import Review
from placewise.model.wording import number_in_words, ordinal
from placewise.report.charts import (
    BLUE,
    GREY,
    HIGHLIGHT,
    WIDTH,
    Chart,
    Row,
    Spec,
    specification,
    strip_chart,
)
from placewise.report.numbers import per_cent, share_in_tenths
from placewise.report.review_parts import Part

COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
MOST_DOCUMENTS = 12
"""Other documents drawn; of more, those that are furthest from what was expected."""


def level_chart(review: Review) -> Chart | None:
    """Draw the number of places that it could be about, by masking level."""
    rows = list(review.identification.sort("level").iter_rows(named=True))
    if not rows:
        return None
    most = max(2, *(row["places_considered"] for row in rows))
    values = [
        {
            "label": _capital(row["label"]),
            "size": max(row["anonymity_set"], 1.0),
            "first": row["rank"] == 1,
            "strong": row["level"] == 2,
            "text": _level_words(row),
        }
        for row in rows
    ]
    x = {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [1, most], "nice": False, "clamp": True},
        "axis": {"title": "Number of places it could be about (equal steps are equal ratios)",
                 "values": [*(tick for tick in COUNTS if tick < most / 1.3), most],
                 "format": "~g"},
    }  # fmt: skip
    y = {"field": "label", "type": "nominal", "sort": [value["label"] for value in values],
         "axis": {"title": None}}  # fmt: skip
    fill = {"condition": {"test": "datum.first", "value": BLUE}, "value": "white"}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 2, "color": BLUE},
         "encoding": {"y": y, "x": {"field": "size", **x}, "x2": {"datum": 1}}},
        {"mark": {"type": "point", "size": 110, "stroke": BLUE, "strokeWidth": 2, "filled": True,
                  "opacity": 1},
         "encoding": {"y": y, "x": {"field": "size", **x}, "fill": fill}},
    ]  # fmt: skip
    place = review.place.in_text
    middle = next((row for row in rows if row["level"] == 2), rows[0])
    size = middle["anonymity_set"]
    many = "one place alone fits" if size < 1.5 else f"about {size:.0f} of {most} places fit"
    told = "; ".join(f"{value['label']}: {value['text']}" for value in values)
    return Chart(
        key="levels",
        form="levels",
        title=f"Without its place names, {many}",
        subtitle=f"Each line is one way to read the document, with more of its names hidden as you "
        f"go down; 1 is on the left. Filled: {place} comes first; hollow: it does not.",
        alt=f"Chart of {len(values)} masking levels, from 1 to {most} places. {told}.",
        spec=specification({"levels": values}, layers, width=WIDTH, height={"step": 40}),
    )


def _level_words(row: Row) -> str:
    if row["rank"] is None:
        return f"any of {row['places_considered']}, nothing tells"
    return (
        f"{row['anonymity_set']:.1f} of {row['places_considered']}, "
        f"{ordinal(row['rank'])} at {per_cent(row['probability'])}"
    )


def claim_strips(review: Review, most: int) -> Chart | None:
    """Draw one strip a claimed sector: every place a mark, this one in colour."""
    if review.rivals.is_empty():
        return None
    claimed = review.claims.filter(pl.col("verdict").is_not_null()).unique(
        "sector", maintain_order=True
    )
    rows = claimed.select(
        "measure", "level", "places_claiming", "places_demonstrating", industry="sector",
        industry_name="sector_title", demonstrable=pl.col("verdict") == "supported",
    )  # fmt: skip
    rivals = (
        review.rivals.drop("level")
        .with_columns(industry="sector")
        .join(
            rows.select("industry", "level", "measure"), on=["industry", "measure"],
            maintain_order="left",
        )
    )  # fmt: skip
    if rivals.is_empty():
        return None
    place = review.place.name
    chart = strip_chart(rows, rivals, place, review.settings.threshold, most)
    drawn = len(chart.spec["datasets"]["counts"])
    shown = sum(row["sure"] for row in chart.spec["datasets"]["counts"])
    sectors = "sector" if drawn == 1 else "sectors"
    title = (
        f"{place} can demonstrate {number_in_words(shown)} of the {number_in_words(drawn)} "
        f"{sectors} drawn here"
    )
    return dataclasses.replace(chart, title=title)


def reach_chart(reach: pl.DataFrame, place: str) -> Chart | None:
    """Draw the share of local jobs in each sector that is acted on, beside what is open to all."""
    known = reach.filter(pl.col("jobs_share").is_not_null() | (pl.col("kind") == "horizontal"))
    if known.is_empty() or not (known["kind"] == "sector").any():
        return None
    sectors = known.filter(pl.col("kind") == "sector").sort("jobs_share", descending=True)
    across = known.filter(pl.col("kind") == "horizontal")
    values = [_reach_row(row) for row in pl.concat([sectors, across]).iter_rows(named=True)]
    x = {
        "type": "quantitative",
        "scale": {"type": "linear", "domain": [0, 100], "nice": False, "clamp": True},
        "axis": {"title": f"Per cent of the jobs of {place}", "values": [0, 25, 50, 75, 100]},
    }
    y = {"field": "field", "type": "nominal", "sort": [value["field"] for value in values],
         "axis": {"title": None}}  # fmt: skip
    fill = {"condition": {"test": "datum.open", "value": "#D5D5D5"}, "value": BLUE}
    layers: list[Spec] = [
        {"mark": {"type": "bar", "height": 16},
         "encoding": {"y": y, "x": {"field": "share", **x}, "color": fill}},
        {"transform": [{"filter": "datum.lower != null"}],
         "mark": {"type": "rule", "strokeWidth": 2, "color": HIGHLIGHT},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"}}},
    ]  # fmt: skip
    widest = sectors.row(0, named=True)
    return Chart(
        key="reach",
        form="bars",
        title=f"Its widest sector, {widest['field'].lower()}, holds "
        f"{share_in_tenths(widest['jobs_share'])} of local jobs",
        subtitle="Filled: share of local jobs in a sector that the document acts on, with its "
        "interval. Hatched: actions across sectors, which are open to all.",
        alt=f"Bar chart of {len(values)} fields of action. "
        + "; ".join(f"{value['field']}: {value['text']}" for value in values) + ".",
        spec=specification({"fields": values}, layers, width=WIDTH, height={"step": 28}),
    )  # fmt: skip


def _reach_row(row: Row) -> Row:
    share = row["jobs_share"]
    everyone = row["kind"] == "horizontal" and (share is None or share >= 1)
    times = "1 passage" if row["actions"] == 1 else f"{row['actions']} passages"
    held = "open to all" if everyone else share_in_tenths(share)
    return {
        "field": _capital(row["field"]) + (" (all sectors)" if row["kind"] == "horizontal" else ""),
        "share": 100.0 if everyone else 100 * share,
        "lower": None if row["jobs_lower"] is None else 100 * row["jobs_lower"],
        "upper": None if row["jobs_upper"] is None else 100 * row["jobs_upper"],
        "open": everyone,
        "text": f"{held}; {times}",
    }


def similarity_chart(similarity: pl.DataFrame) -> Chart | None:
    """Draw how alike other documents are beside how alike they should be, the places given."""
    known = similarity.drop_nulls(["similarity", "lower", "upper", "residual"])
    if known.is_empty():
        return None
    drawn = known.sort(pl.col("residual").abs(), descending=True).head(MOST_DOCUMENTS)
    values = [
        {
            "label": f"{row['place']}: {row['document']}",
            "similarity": row["similarity"],
            "lower": row["lower"],
            "upper": row["upper"],
            "outside": not row["lower"] <= row["similarity"] <= row["upper"],
            "text": f"{row['similarity']:.2f}, expected {row['lower']:.2f} to {row['upper']:.2f}",
        }
        for row in drawn.sort("residual", descending=True).iter_rows(named=True)
    ]
    ends = [value[name] for value in values for name in ("similarity", "lower", "upper")]
    low, high = min(0.0, *ends), max(*ends, 0.1)
    step = next((step for step in STEPS if (high - low) / step <= 6), 1.0)
    ticks = [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
    x = {
        "type": "quantitative",
        "scale": {"type": "linear", "domain": [low, high * 1.03], "nice": False},
        "axis": {"title": "Similarity of the words (1 = the same)",
                 "values": [round(tick, 6) for tick in ticks]},
    }  # fmt: skip
    y = {"field": "label", "type": "nominal", "sort": [value["label"] for value in values],
         "axis": {"title": None}}  # fmt: skip
    fill = {"condition": {"test": "datum.outside", "value": BLUE}, "value": "white"}
    layers: list[Spec] = [
        {"mark": {"type": "rule", "strokeWidth": 8, "color": GREY, "opacity": 0.5},
         "encoding": {"y": y, "x": {"field": "lower", **x}, "x2": {"field": "upper"}}},
        {"mark": {"type": "point", "filled": True, "stroke": BLUE, "size": 90, "opacity": 1},
         "encoding": {"y": y, "x": {"field": "similarity", **x}, "fill": fill}},
    ]  # fmt: skip
    outside = sum(
        not lower <= value <= upper
        for value, lower, upper in known.select("similarity", "lower", "upper").iter_rows()
    )
    return Chart(
        key="similarity",
        form="ranges",
        title=f"Of {known.height:,} other {'document' if known.height == 1 else 'documents'}, "
        f"{number_in_words(outside)} {'is' if outside == 1 else 'are'} more or less alike than "
        "the places would have it",
        subtitle="Broad line: the similarity to expect, given how alike the places are. Dot: what "
        "is; filled where it lies outside."
        + (f" The {len(values)} furthest from it." if len(values) < known.height else ""),
        alt=f"Chart of {len(values)} other documents. "
        + "; ".join(f"{value['label']}: {value['text']}" for value in values) + ".",
        spec=specification({"documents": values}, layers, width=WIDTH, height={"step": 28}),
    )  # fmt: skip


LANES = ("Gives the place away", "Anyone’s", "Checked")


def parts_chart(parts: list[Part], unit: str) -> Chart | None:
    """Draw the whole document, page by page.

    Args:
        parts: its pages, or twentieths where it has none.
        unit: ``page`` or ``part``.
    """
    if not parts:
        return None
    busiest = max(1, *(part.holds + part.fails for part in parts))
    values: list[Row] = []
    for at, part in enumerate(parts):
        held = part.holds / busiest
        columns = (
            (LANES[0], 0.0, part.away, True, f"{per_cent(part.away)} gives the place away"),
            (LANES[1], 0.0, part.anyones, False, f"{per_cent(part.anyones)} is anyone’s"),
            (LANES[2], 0.0, held, True, f"{part.holds} borne out"),
            (LANES[2], held, held + part.fails / busiest, False, f"{part.fails} not borne out"),
        )
        values += [
            {"lane": lane, "from": at + 0.5, "to": at + 1.5, "low": low, "high": high,
             "full": full, "says": f"{_capital(unit)} {part.number}: {says}"}
            for lane, low, high, full, says in columns
            if high > low
        ]  # fmt: skip
    last = parts[-1].number
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200) if last / step <= 12), 500)
    x = {
        "type": "quantitative",
        "scale": {"type": "linear", "domain": [0.5, last + 0.5], "nice": False},
        "axis": {"title": "Page" if unit == "page" else f"Part of the document, {last} in all",
                 "values": [1, *range(step, last + 1, step)] if step > 1
                 else [*range(1, last + 1)]},
    }  # fmt: skip
    y = {"field": "low", "type": "quantitative", "scale": {"domain": [0, 1]},
         "axis": {"title": None, "labels": False, "ticks": False}}  # fmt: skip
    fill = {"condition": {"test": "datum.full", "value": BLUE}, "value": "white"}
    layer: Spec = {
        "mark": {"type": "rect", "stroke": BLUE},
        "encoding": {"x": {"field": "from", **x}, "x2": {"field": "to"}, "y": y,
                     "y2": {"field": "high"}, "fill": fill},
    }  # fmt: skip
    title, notes = _parts_words(parts, unit)
    whole = specification({"parts": values}, [layer], usermeta={"notes": notes})
    inner = {"layer": whole.pop("layer"), "width": WIDTH, "height": 44}
    facet = {"row": {"field": "lane", "type": "nominal", "sort": list(LANES), "title": None}}
    return Chart(
        key="parts",
        form="parts",
        title=title,
        subtitle=f"The whole document, one column a {unit}. Upper two lanes: share of its words, "
        "from none to all. Lowest: claims and figures that were checked; filled: borne out, "
        "hollow: not.",
        alt=f"Three lanes of {len(parts)} columns. {title}. "
        + "; ".join(f"{name}: {note}" for name, note in notes.items()) + ".",
        spec={**whole, "facet": facet, "spec": inner},
    )  # fmt: skip


def _parts_words(parts: list[Part], unit: str) -> tuple[str, dict[str, str]]:
    """Return the finding of the bar of the document, and the note beside each lane."""
    words = max(1, sum(part.words for part in parts))
    away = sum(part.away * part.words for part in parts) / words
    anyones = sum(part.anyones * part.words for part in parts) / words
    holds, fails = sum(part.holds for part in parts), sum(part.fails for part in parts)
    told = sum(part.away > 0 for part in parts)
    title = (
        f"On {told or 'none'} of its {len(parts)} {unit}s something gives the place away"
        if len(parts) > 1
        else f"{per_cent(away)} of its words give the place away"
    )
    notes = {
        LANES[0]: f"{per_cent(away)} of its words",
        LANES[1]: f"{per_cent(anyones)} of its words",
        LANES[2]: f"{holds} borne out, {fails} not",
    }
    return title, notes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
