"""GVA, hours, jobs and residents of places, in one year, as far as they add up."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

LEVELS = ("gva", "hours", "jobs", "working_age", "population")
PUBLISHED = {
    "gva": "gva", "hours": "hours", "jobs": "filled jobs", "working_age": "people 16 to 64",
    "population": "population",
}  # fmt: skip
"""Levels and the concepts that give them."""
RATES = {"hours": "gva per hour", "jobs": "gva per job"}
"""Levels that follow from GVA and a published rate where no table has them."""
NEARLY_ALL = 0.9
"""Share of the places that is as good as all of them."""
APART = 1
"""Years by which residents may be apart from output where no year has both."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of some places in one year.

    Attributes:
        rows: columns place and :data:`LEVELS`; GVA in full currency, one row a place that is
            known in full.
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


def levels_of(shelf: Shelf, rows: pl.DataFrame) -> Levels | None:
    """Return the levels of places in the latest year that most of them have in full.

    Args:
        shelf: says what the levels are measured in.
        rows: what :func:`yearly` found.
    """
    for apart in range(APART + 1):
        found = _in_one_year(_residents_beside(rows, apart))
        if found is not None:
            chosen, year = found
            here = chosen.select("place", *LEVELS)
            return Levels(
                rows=here,
                year=year,
                residents_year=year - apart,
                currency=shelf.concepts["gva"].unit.split()[0].rstrip(","),
                datasets=frozenset(
                    name for names in chosen["datasets"] for name in names if name is not None
                ),
            )
    return None


def yearly(shelf: Shelf, places: tuple[Place, ...]) -> pl.DataFrame:
    """Return the levels of every place and year: columns place, year, levels, datasets.

    Places that consist of several areas take them from their smallest ones, added up, so that all
    of them are measured alike: hours and jobs are GVA over the published rate of each area where
    no table has them. Nothing is added up with a part missing. Where more places can be had from
    what is published for the places themselves, that counts.
    """
    if all(len(shelf.territories.of_place(place)) == 1 for place in places):
        return _read(shelf, places)
    summed = _summed(shelf, places)
    if _complete(summed) >= NEARLY_ALL * len(places):
        return summed
    published = _read(shelf, places)
    return summed if _complete(summed) >= _complete(published) else published


def _complete(rows: pl.DataFrame) -> int:
    """Return how many places have GVA, hours and jobs in some year."""
    return rows.drop_nulls(["gva", "hours", "jobs"])["place"].n_unique()


def _read(shelf: Shelf, places: tuple[Place, ...]) -> pl.DataFrame:
    """Return the levels that tables give for these places, hours and jobs from rates if need be."""
    names = {"place": pl.String, "year": pl.Int32}
    table = pl.DataFrame(schema=names)
    sources = []
    for column, concept in (PUBLISHED | {f"{k}_rate": c for k, c in RATES.items()}).items():
        if concept not in shelf.concepts:
            rows = pl.DataFrame(schema=names | {column: pl.Float64, f"{column}_from": pl.String})
        else:
            scale = _scale(shelf.concepts[concept].unit)
            # An average of rates would not be GVA over hours.
            # Of two tables that both have a place, the first counts.
            found = (
                shelf.concept(concept, places)
                .filter(~pl.col("approximate"))
                .unique(["place", "year"], keep="first", maintain_order=True)
            )
            rows = found.select(
                "place", "year", (pl.col("value") * scale).alias(column),
                pl.col("dataset").alias(f"{column}_from"),
            )  # fmt: skip
        sources.append(f"{column}_from")
        table = table.join(rows, on=["place", "year"], how="full", coalesce=True)
    for level in RATES:
        rate = pl.when(pl.col(f"{level}_rate") > 0).then(pl.col("gva") / pl.col(f"{level}_rate"))
        table = table.with_columns(pl.coalesce(level, rate).alias(level))
    return table.select("place", "year", *LEVELS, datasets=pl.concat_list(sources)).with_columns(
        pl.when(pl.col(level) > 0).then(pl.col(level)).alias(level) for level in LEVELS
    )


def _summed(shelf: Shelf, places: tuple[Place, ...]) -> pl.DataFrame:
    """Return the levels of places as sums over the smallest areas that they consist of."""
    members = pl.DataFrame(
        [
            (place.name, code, len(codes))
            for place in places
            for codes in (shelf.territories.of_place(place),)
            for code in sorted(codes)
        ],
        schema={"whole": pl.String, "place": pl.String, "wanted": pl.Int64},
        orient="row",
    )
    added = (
        pl.when((pl.len() == pl.col("wanted").first()) & pl.col(level).is_not_null().all())
        .then(pl.col(level).sum())
        .alias(level)
        for level in LEVELS
    )
    return (
        members.join(_read(shelf, all_parts(shelf)), on="place")
        .group_by(place="whole", year="year")
        .agg(
            *added,
            datasets=pl.col("datasets")
            .list.explode(keep_nulls=False, empty_as_null=False)
            .unique(),
        )
    )


def all_parts(shelf: Shelf) -> tuple[Place, ...]:
    """Return the smallest areas of a store, as places named by their codes.

    All of them, whatever is asked for: what is read for one kind of place serves the next.
    """
    codes = shelf.store.table("areas").select("code").collect()["code"]
    smallest = {small for code in codes for small in shelf.territories.of_area(code)}
    return tuple(Place(code, "part", (code,), code) for code in sorted(smallest))


def _residents_beside(rows: pl.DataFrame, apart: int) -> pl.DataFrame:
    """Put residents of some years before beside the output of each year."""
    if apart == 0:
        return rows
    before = rows.select(
        "place", pl.col("year") + apart, earlier="working_age", earlier_all="population"
    )
    return rows.join(before, on=["place", "year"], how="left").with_columns(
        working_age=pl.coalesce("working_age", "earlier"),
        population=pl.coalesce("population", "earlier_all"),
    )


def _in_one_year(rows: pl.DataFrame) -> tuple[pl.DataFrame, int] | None:
    """Return the complete rows of the latest year that most places have."""
    complete = rows.drop_nulls(list(LEVELS))
    if complete.is_empty():
        return None
    counts = complete.group_by("year").len().sort("year", descending=True)
    year = int(counts.filter(pl.col("len") >= NEARLY_ALL * pl.col("len").max())["year"][0])
    return complete.filter(pl.col("year") == year), year


def _scale(unit: str) -> float:
    """Return what one unit of a concept is: ``GBP million`` is a million."""
    return 1e6 if "million" in unit else 1e3 if "thousand" in unit else 1.0
