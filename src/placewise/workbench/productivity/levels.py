"""GVA, hours, jobs and residents of places, in one year, and the smallest areas of a store."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

LEVELS = {
    "gva": "gva", "hours": "hours", "jobs": "filled jobs", "working_age": "people 16 to 64",
    "population": "population",
}  # fmt: skip
"""Levels of the identity and the concepts that give them."""
RATE = "gva per hour"
"""What gives GVA where only hours are known for a year."""
NEARLY_ALL = 0.9
"""Share of the places that is as good as all of them."""
APART = 1
"""Years by which residents may be apart from output where no year has both."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of some places in one year.

    Attributes:
        rows: columns place and those of :data:`LEVELS`, in full currency and people; one row a
            place that is known in full.
        year: the year.
        residents_year: the year of residents, where no year has both.
        currency: such as ``GBP``.
        datasets: where they came from.
    """

    rows: pl.DataFrame
    year: int
    residents_year: int
    currency: str
    datasets: frozenset[str]


def levels_of(shelf: Shelf, places: tuple[Place, ...]) -> Levels | None:
    """Return the levels of places in the latest year that most of them have in full.

    None where no place has all of them, as in a country that publishes no hours.
    """
    if not {RATE, *LEVELS.values()} <= set(shelf.concepts):
        return None
    rows = _yearly(shelf, places)
    for apart in range(APART + 1):
        complete = _residents_beside(rows, apart).drop_nulls(list(LEVELS))
        if complete.is_empty():
            continue
        counts = complete.group_by("year").len().sort("year", descending=True)
        year = int(counts.filter(pl.col("len") >= NEARLY_ALL * pl.col("len").max())["year"][0])
        chosen = complete.filter(pl.col("year") == year)
        return Levels(
            rows=chosen.select("place", *LEVELS),
            year=year,
            residents_year=year - apart,
            currency=shelf.concepts["gva"].unit.split()[0].rstrip(","),
            datasets=frozenset(
                name for names in chosen["datasets"] for name in names if name is not None
            ),
        )
    return None


def all_parts(shelf: Shelf) -> tuple[Place, ...]:
    """Return the smallest areas of a store, as places named by their codes.

    All of them, whatever is asked for: what is read for one kind of place serves the next.
    """
    codes = shelf.store.table("areas").select("code").collect()["code"]
    smallest = {small for code in codes for small in shelf.territories.of_area(code)}
    return tuple(Place(code, "part", (code,), code) for code in sorted(smallest))


def _yearly(shelf: Shelf, places: tuple[Place, ...]) -> pl.DataFrame:
    """Return the levels of every place and year: columns place, year, levels, datasets."""
    table = pl.DataFrame(schema={"place": pl.String, "year": pl.Int32})
    for level, concept in (*LEVELS.items(), ("rate", RATE)):
        scale = _scale(shelf.concepts[concept].unit)
        value = pl.col("value") * scale
        # What is not above zero has no logarithm.
        rows = shelf.concept(concept, places).select(
            "place", "year", pl.when(value > 0).then(value).alias(level),
            pl.col("dataset").alias(f"{level}_from"),
        )  # fmt: skip
        table = table.join(rows, on=["place", "year"], how="full", coalesce=True)
    # A table of GVA by industry may be of another year than hours and their rate.
    return table.with_columns(
        gva=pl.coalesce("gva", pl.col("hours") * pl.col("rate")),
        datasets=pl.concat_list([f"{level}_from" for level in (*LEVELS, "rate")]),
    )


def _residents_beside(rows: pl.DataFrame, apart: int) -> pl.DataFrame:
    """Put residents of some years before beside output that has none of its own year."""
    if apart == 0:
        return rows
    before = rows.select(
        "place", pl.col("year") + apart, earlier="working_age", earlier_all="population"
    )
    return rows.join(before, on=["place", "year"], how="left").with_columns(
        working_age=pl.coalesce("working_age", "earlier"),
        population=pl.coalesce("population", "earlier_all"),
    )


def _scale(unit: str) -> float:
    """Return what one unit of a concept is: ``GBP million`` is a million."""
    return 1e6 if "million" in unit else 1e3 if "thousand" in unit else 1.0
