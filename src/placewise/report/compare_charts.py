"""The charts of a comparison of places: how far apart plans are, and what that goes with."""

from __future__ import annotations

import polars as pl

from placewise.model.plan import Comparison
from placewise.model.wording import capital, in_sentence, plural
from placewise.report.answer_charts import range_bars, ring, scatter
from placewise.report.charts import Chart, Row
from placewise.report.maps import class_map

MOST_RINGS = 6
MOST_WRITTEN = 10
"""Places drawn at each end of written strategies."""
LEAST_PIECE = 0.005
"""Smaller shares are left to the tables."""
DIFFERS = {
    "mix": "money that goes to other areas of policy",
    "design": "more that goes to other interventions of the same area",
    "priority": "pairs whose surest intervention is another one",
    "alike": "pairs with plans that are alike (below 5 % of the money would move)",
}
"""What differs between plans, as a chart names it."""


def table_of(comparison: Comparison, key: str) -> pl.DataFrame:
    """Return the table of a finding; without columns where there is none."""
    found = comparison.finding(key)
    return pl.DataFrame() if found is None else found.table


def differs_chart(comparison: Comparison) -> Chart | None:
    """Draw what differs between the plans of two places."""
    table = table_of(comparison, "differs")
    if table.is_empty():
        return None
    rows = [
        {"name": DIFFERS[row["what"]], "strong": row["what"] == "mix",
         **{end: _hundred(row[end]) for end in ("value", "lower", "upper")}}
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    mix = rows[0]["value"]
    return range_bars(
        "compare-differs", rows,
        title=f"On average {mix:.0f} % of the money would have to move to turn one plan into "
        "another, area by area",
        subtitle=f"Means over all pairs of {table['places'][0]} plans, with the 95 % interval that "
        "leaves out one place at a time",
        alt="; ".join(f"{row['name']}: {row['value']:.0f} %" for row in rows) + ".",
        unit="Per cent", ends=(0, 100),
    )  # fmt: skip


def mantel_chart(comparison: Comparison) -> Chart | None:
    """Draw the correlations of distances."""
    table = comparison.mantel.drop_nulls("statistic")
    if table.is_empty():
        return None
    rows = [
        {"name": row["test"], "value": row["statistic"], "lower": row["lower"],
         "upper": row["upper"], "strong": at < 2}
        for at, row in enumerate(table.iter_rows(named=True))
    ]  # fmt: skip
    first = table.row(0, named=True)
    # Variants of a test are not held against it.
    plain = table.filter(
        pl.col("test").str.starts_with("mixes against") & ~pl.col("test").str.ends_with("held")
    )
    most = (plain if plain.height else table).sort("statistic", descending=True).row(0, named=True)
    more = f"; largest is that of {most['test']}, {most['statistic']:.2f}"
    return range_bars(
        "compare-mantel", rows,
        title=f"The correlation of {first['test']} is {first['statistic']:.2f}"
        + (more if most["test"] != first["test"] else ""),
        subtitle="Correlation of distances of pairs of places, with the 95 % interval that leaves "
        "out one place at a time. Bold: the two main tests",
        alt="; ".join(f"{row['name']} {row['value']:.2f}" for row in rows) + ".",
        unit="Correlation of distances", ends=(min(-0.2, _least(rows)), 1.0),
    )  # fmt: skip


def _least(rows: list[Row]) -> float:
    return min(float(row["lower"] if row["lower"] is not None else row["value"]) for row in rows)


def bins_chart(comparison: Comparison, against: str) -> Chart | None:
    """Draw how far apart mixes are, by how far apart diagnoses are."""
    table = table_of(comparison, "bins")
    table = table if table.is_empty() else table.filter(pl.col("against") == against)
    if table.height < 2:
        return None
    rows = [
        {"name": f"{row['from']:.2f} to {row['to']:.2f}", "value": row["median"],
         "lower": row["lower"], "upper": row["upper"]}
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    near, far = table.row(0, named=True), table.row(-1, named=True)
    return range_bars(
        f"compare-bins-{against.split()[0]}", rows,
        title=f"Places that are nearest by {against} have mixes {near['median']:.2f} apart in the "
        f"median, those farthest {far['median']:.2f}",
        subtitle=f"Distance of mixes (Hellinger: 0 the same, 1 nothing in common) of pairs of "
        f"places by the distance of their {against}, about {table['pairs'][0]:,} pairs a line: "
        "median and middle 80 %",
        alt="; ".join(f"{row['name']}: {row['value']:.2f}" for row in rows) + ".",
        unit="Distance of mixes", ends=(0, 1),
    )  # fmt: skip


def place_map(comparison: Comparison, groups_told: bool) -> Chart | None:
    """Draw which group each place is in; where there are no groups, where most money goes."""
    if comparison.map is None:
        return None
    kinds = plural(comparison.kind)
    column = "cluster" if groups_told else "largest_area"
    counts = comparison.places.drop_nulls(column)[column].value_counts(sort=True)
    names = counts[column].to_list()
    if not names:
        return None
    shown = names if len(names) <= 3 else names[:2]
    other = "another"
    known = set(comparison.map["place"])
    rows = [
        {"place": row["place"], "class_key": None if row[column] is None
         else str(row[column]) if row[column] in shown else other}
        for row in comparison.places.iter_rows(named=True)
        if row["place"] in known
    ]  # fmt: skip
    word = "group" if groups_told else "area"
    numbers = dict(counts.iter_rows())
    title = (
        f"{capital(kinds)} with the same needs: "
        + ", ".join(f"{numbers[name]} in group {name}" for name in shown)
        if groups_told
        else "Most of the money goes to "
        + ", to ".join(f"{in_sentence(name)} in {numbers[name]} {kinds}" for name in shown)
    )
    classes: list[Row] = [
        {"key": str(name), "name": f"group {name}" if groups_told else in_sentence(str(name))}
        for name in shown
    ]
    if len(names) > len(shown):
        classes.append({"key": other, "name": f"another {word}"})
    return class_map(
        "compare-map", rows, comparison.map, title=title,
        subtitle="The largest groups are told apart."
        if groups_told
        else "The largest areas are told apart; a place without a plan is drawn as not known.",
        alt=f"Map of {len(rows)} {kinds}: "
        + ", ".join(f"{count} {word} {name}" for name, count in counts.iter_rows()) + ".",
        classes=classes,
    )  # fmt: skip


def cluster_rings(comparison: Comparison) -> list[Chart]:
    """Draw the mean mix of each group of places as a ring."""
    areas = comparison.mixes.join(
        comparison.places.select("place", "cluster"), on="place"
    ).drop_nulls("cluster")
    found = []
    for row in comparison.clusters.head(MOST_RINGS).iter_rows(named=True):
        part = areas.filter(pl.col("cluster") == row["cluster"])
        if part.is_empty():
            continue
        mean = part.group_by("policy_area").agg(pl.col("share").mean()).sort("policy_area")
        found.append(
            ring(
                f"compare-ring-{row['cluster']}",
                [{"name": in_sentence(area), "share": min(1.0, share),
                  "note": f"{100 * share:.0f} %"}
                 for area, share in mean.iter_rows() if share >= LEAST_PIECE],
                title=f"Group {row['cluster']}: {row['places']} "
                f"{'place' if row['places'] == 1 else 'places'} with {row['needs']}",
                subtitle="Mean share of the money of their plans by area of policy",
                alt=f"Group {row['cluster']}: {row['mix']}.",
                middle=str(row["cluster"]),
            )
        )  # fmt: skip
    return found


def south_chart(comparison: Comparison) -> Chart | None:
    """Draw how much of each plan manages the costs of growth, against the cost of living."""
    told = comparison.places.drop_nulls(["manages_growth", "cost", "south"])
    if told.height < 3:
        return None
    points = [
        {"x": row["cost"], "y": 100 * row["manages_growth"], "name": row["place"],
         "shape": "full" if row["south"] else "hollow",
         "note": f"{row['region'] or 'several regions'}"}
        for row in told.iter_rows(named=True)
    ]  # fmt: skip
    middle = float(comparison.places.filter(pl.col("high_cost").not_())["cost"].max() or 0)  # type: ignore[arg-type]
    groups = table_of(comparison, "groups")
    said = "; ".join(f"{row['group']}: {100 * row['mean']:.0f} %"
                     for row in groups.iter_rows(named=True))  # fmt: skip
    return scatter(
        "compare-south", points,
        title=f"Mean share of the plan on the costs of growth: {said}",
        subtitle="Each mark is a place: filled in the South, hollow in the rest of the country. "
        "The upright line is the median of all places",
        alt=f"Share of the plan on the costs of growth against the cost of living. {said}.",
        x_title="House price over yearly earnings", y_title="Per cent of the plan",
        lines=[{"axis": "x", "at": middle}],
    )  # fmt: skip


def written_chart(comparison: Comparison) -> Chart | None:
    """Draw whose words are furthest from others', and closest, beside their diagnoses."""
    table = table_of(comparison, "written")
    if table.is_empty():
        return None
    few = table.height <= 2 * MOST_WRITTEN
    shown = table if few else pl.concat([table.head(MOST_WRITTEN), table.tail(MOST_WRITTEN)])
    rows = [
        {"name": row["place"], "strong": row["standing"] in ("further", "closer"),
         **{end: 100 * row[key] for end, key in
            (("value", "residual"), ("lower", "lower"), ("upper", "upper"))}}
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    beyond = table.filter(pl.col("standing").is_in(["further", "closer"])).height
    return range_bars(
        "compare-written", rows,
        title=f"{beyond} of {table.height} written strategies are further from others, or closer, "
        "than their diagnosis leads one to expect",
        subtitle="Mean distance of a strategy's words to all others less what needs lead one to "
        "expect, with the 90 % interval (places drawn with putting back). Bold: zero lies outside"
        + ("" if few else f". The {MOST_WRITTEN} at each end"),
        alt="; ".join(f"{row['name']} {row['value']:+.1f}" for row in rows) + ".",
        unit="Distance of words (0 to 100) beyond what is expected",
    )  # fmt: skip


def _hundred(value: float | None) -> float | None:
    return None if value is None else 100 * value
