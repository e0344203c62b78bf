"""The tables of a comparison as a page writes them, and mixes as tables of shaded cells."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from placewise.model.plan import Comparison
from placewise.model.wording import capital, in_sentence, money
from placewise.report.charts import Row
from placewise.report.compare_charts import table_of
from placewise.report.numbers import MISSING, interval, number, per_cent, signed, whole
from placewise.report.page import Table

LEAST_EACH = 3
"""With fewer plans in a region on average, means by region say nothing of regions."""
MAIN = "South and high cost against all others of the country"
"""The test of the South that the page is about."""


@dataclass(frozen=True, slots=True)
class Heat:
    """A table whose cells are shaded by their share.

    Attributes:
        caption: what it holds.
        columns: titles.
        rows: heading, and of each column the share (0 to 1) with the words for it.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[float, str], ...]], ...]


def heat_table(comparison: Comparison, by: str) -> Heat | None:
    """Return mean shares of areas of policy by group of places.

    Args:
        comparison: the comparison.
        by: a column of its places: ``cluster`` or ``region``.
    """
    joined = comparison.mixes.join(comparison.places.select("place", by), on="place")
    joined = joined.drop_nulls(by)
    groups, plans = joined[by].n_unique(), joined["place"].n_unique()
    if groups < 2 or (by != "cluster" and plans < LEAST_EACH * groups):
        return None
    areas = comparison.common["policy_area"].to_list()
    mean = joined.group_by(by, "policy_area").agg(pl.col("share").mean(), pl.len())
    rows = []
    for group in sorted(joined[by].unique().to_list()):
        part = mean.filter(pl.col(by) == group)
        shares = dict(part.select("policy_area", "share").iter_rows())
        name = f"Group {group}" if by == "cluster" else str(group)
        cells = tuple((shares[area], _share(shares[area])) for area in areas)
        rows.append((f"{name} ({part['len'][0]})", cells))
    what = "group of places with the same needs" if by == "cluster" else "region"
    return Heat(
        f"Mean share of the money of plans by area of policy and {what}, per cent; in brackets how "
        "many plans",
        tuple(capital(in_sentence(area)) for area in areas), tuple(rows),
    )  # fmt: skip


def mantel_table(comparison: Comparison) -> Table:
    """Return every test of distances."""
    cells = [
        (capital(row["test"]), capital(row["note"]),
         number(row["statistic"], row["lower"], row["upper"]),
         interval(row["lower"], row["upper"]), _p(row["p_value"]), whole(row["places"]))
        for row in comparison.mantel.iter_rows(named=True)
    ]  # fmt: skip
    return Table(
        f"All {len(cells)} tests of distances",
        "Mantel tests: correlation of distances of pairs of places, 95 % jackknife interval over "
        "places, share of shuffled orders with a correlation at least as large",
        ("What is set against what", "Note", "Correlation", "95 % interval", "p", "Places"),
        cells, [at < 2 for at in range(len(cells))], text=2,
    )  # fmt: skip


def cluster_table(comparison: Comparison) -> Table | None:
    """Return every group of places with its needs, mix and members."""
    cells = [
        (f"Group {row['cluster']}", row["needs"], row["mix"], row["members"],
         whole(row["places"]), number(row["stability"]))
        for row in comparison.clusters.iter_rows(named=True)
    ]  # fmt: skip
    if not cells:
        return None
    return Table(
        f"{len(cells)} {'group' if len(cells) == 1 else 'groups'} with all members",
        "Mean need of each barrier (1 where it binds, a half where it contributes); stability: "
        "mean Jaccard similarity with the group found again in samples of places",
        ("Group", "Needs", "Mix of plans", "Members", "Places", "Stability"), cells,
        [False] * len(cells), text=4,
    )  # fmt: skip


def common_table(comparison: Comparison) -> Table | None:
    """Return what is common to plans, and what varies."""
    cells = [
        (capital(in_sentence(row["policy_area"])), _share(row["mean"]), _share(row["deviation"]),
         MISSING if row["part"] is None else _share(row["part"]), _share(row["present"]))
        for row in comparison.common.iter_rows(named=True)
    ]  # fmt: skip
    if not cells:
        return None
    return Table(
        f"Shares of {len(cells)} areas of policy", "Per cent; over all places with a plan",
        ("Area", "Mean share", "Standard deviation", "Part of all variance", "Plans with any"),
        cells, [False] * len(cells),
    )  # fmt: skip


def south_table(comparison: Comparison) -> Table | None:
    """Return every test of who manages the costs of growth."""
    table = table_of(comparison, "south")
    cells = [
        (capital(row["test"]), row["statistic"],
         number(row["value"], row["lower"], row["upper"]), interval(row["lower"], row["upper"]),
         _p(row["p_value"]), _p(row["p_shuffled"]), whole(row["places"]), whole(row["blocks"]))
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    if not cells:
        return None
    return Table(
        f"All {len(cells)} tests of the South and of cost",
        "Shares from 0 to 1. The interval and the first p leave out one block of neighbours at a "
        "time; the second shuffles places as if they had none, and is too small where neighbours "
        "are alike",
        ("Test", "Statistic", "Value", "95 % interval", "p", "p, shuffled", "Places", "Blocks"),
        cells, [test == MAIN for test in table["test"]], text=2,
    )  # fmt: skip


def groups_table(comparison: Comparison) -> Table | None:
    """Return what southern and dear places spend on it, and others."""
    cells = [
        (row["group"], _share(row["mean"]), _share(row["median"]), _share(row["with_any"]),
         whole(row["places"]))
        for row in table_of(comparison, "groups").iter_rows(named=True)
    ]  # fmt: skip
    if not cells:
        return None
    return Table(
        "Share of plans on the costs of growth, by side and cost",
        "Per cent of the plan; high cost is above the median of all places",
        ("Places", "Mean", "Median", "Plans with any", "Places"), cells, [False] * len(cells),
    )  # fmt: skip


def exceptions_table(comparison: Comparison) -> Table | None:
    """Return every place that comes out against the expectation."""
    cells = [
        (row["place"], row["region"] or MISSING, row["kind"], number(row["cost"]),
         _share(row["manages_growth"]))
        for row in table_of(comparison, "exceptions").iter_rows(named=True)
    ]  # fmt: skip
    if not cells:
        return None
    return Table(
        f"All {len(cells)} exceptions", "Places that come out against what is expected of them",
        ("Place", "Region", "Exception", "House price over earnings", "Plan on costs of growth"),
        cells, [False] * len(cells), text=3,
    )  # fmt: skip


def written_table(comparison: Comparison) -> Table | None:
    """Return every written strategy beside its diagnosis."""
    cells = [
        (row["place"], row["standing"], signed(100 * row["residual"], 2),
         interval(100 * row["lower"], 100 * row["upper"]))
        for row in table_of(comparison, "written").iter_rows(named=True)
    ]  # fmt: skip
    if not cells:
        return None
    return Table(
        f"All {len(cells)} written strategies",
        "Mean distance of words to all others (0 to 100) less what needs lead one to expect, 90 % "
        "interval",
        ("Place", "Beside its diagnosis", "Beyond expectation", "90 % interval"), cells,
        [row[1] in ("further", "closer") for row in cells], text=2,
    )  # fmt: skip


def places_table(comparison: Comparison) -> Table:
    """Return every place with what it comes out with."""
    currency = comparison.settings.currency
    cells = [_place(row, currency) for row in comparison.places.sort("place").iter_rows(named=True)]
    return Table(
        f"All {len(cells)} places",
        "Money is expected public cost over all years, raised for optimism bias; the chance is "
        "that costs of growth are to be managed rather than growth built",
        ("Place", "Region", "Most money goes to", "Share", "On costs of growth", "Chance",
         "House price over earnings", "Spent", "Budget", "Group"),
        cells, [False] * len(cells), text=3,
    )  # fmt: skip


def _place(row: Row, currency: str) -> tuple[str, ...]:
    area = row["largest_area"]
    return (
        row["place"], row["region"] or MISSING,
        in_sentence(area) if area else f"no plan: {row['why_not']}",
        _share(row["largest_share"]), _share(row["manages_growth"]),
        per_cent(row["growth_probability"]), number(row["cost"]),
        money(row["spent"], currency) if area else MISSING,
        MISSING if row["budget"] is None else money(row["budget"], currency),
        MISSING if row["cluster"] is None else str(row["cluster"]),
    )  # fmt: skip


def _share(value: float | None) -> str:
    """Return a share as whole per cent; what rounds to nought and is none is a nought."""
    if value is None:
        return MISSING
    return "below 1" if 0 < value < 0.005 else f"{100 * value:.0f}"


def _p(value: float | None) -> str:
    return MISSING if value is None else "below 0.001" if value < 0.001 else f"{value:.2g}"
