"""Differences within a place: how far apart its own areas are, and whether that is much."""

from __future__ import annotations

import numpy as np
import polars as pl

from placewise.diagnose.standing import FEWEST, percentile
from placewise.model.wording import two_lines
from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

CONCEPTS = (
    "gva per hour", "gdp per head", "employment rate", "unemployment rate", "median weekly pay",
    "disposable income", "household income", "share qualified to level 4", "share with a degree",
    "children in poverty",
)  # fmt: skip
WITHIN = {
    "concept": pl.String, "title": pl.String, "unit": pl.String, "year": pl.Int64,
    "areas": pl.Int64, "highest": pl.String, "highest_value": pl.Float64, "lowest": pl.String,
    "lowest_value": pl.Float64, "ratio": pl.Float64, "theil": pl.Float64,
    "percentile": pl.Float64, "others": pl.Int64,
}  # fmt: skip


class Within:
    """The areas of places, with what is known of each; read once for a set of places."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: dict[tuple[Place, ...], dict[str, pl.DataFrame]] = {}

    def rows(self, place: Place, places: tuple[Place, ...]) -> pl.DataFrame:
        """Return one row a concept, for a place of several areas; none for one of a single area.

        The Theil index weighs areas by their population, so that a small area at an end counts
        little; the ratio of the ends does not.
        """
        if len(self._shelf.territories.of_place(place)) < 2:
            return pl.DataFrame(schema=WITHIN)
        found = [
            table.filter(pl.col("whole") == place.name)
            .with_columns(
                percentile=pl.lit(_beside(table, place.name), pl.Float64),
                others=pl.lit(table.height - 1, pl.Int64),
            )
            .select(*WITHIN)
            for table in self._tables(places).values()
        ]
        return pl.concat([pl.DataFrame(schema=WITHIN), *found])

    def sentence(self, rows: pl.DataFrame, place: Place) -> str:
        """Say between which areas the first concept differs most, and whether that is much."""
        if rows.is_empty():
            return ""
        first = rows.row(0, named=True)
        spread = (
            f"{first['title']} is {first['ratio']:.2f} times as high in {first['highest']} as in "
            f"{first['lowest']}, of {first['areas']} areas of {place.in_text} ({first['year']})"
        )
        if first["percentile"] is None:
            return two_lines(spread)
        return two_lines(
            spread,
            f"the spread is wider than in {first['percentile']:.0f} % of {first['others']} others",
        )

    def _tables(self, places: tuple[Place, ...]) -> dict[str, pl.DataFrame]:
        """Return spread by place for each concept; places of several areas only."""
        if places not in self._kept:
            territories = self._shelf.territories
            names = dict(self._shelf.store.table("areas").select("code", "name").collect()
                         .iter_rows())  # fmt: skip
            members = pl.DataFrame(
                [(one.name, code) for one in places for code in sorted(territories.of_place(one))],
                schema={"whole": pl.String, "place": pl.String}, orient="row",
            ).filter(pl.len().over("whole") > 1)  # fmt: skip
            codes = sorted(set(members["place"]) & set(names))
            parts = tuple(Place(code, "part", (code,), code) for code in codes)
            self._kept[places] = {
                key: spread
                for key in CONCEPTS
                if parts and (spread := self._spread(key, parts, members, names)).height
            }
        return self._kept[places]

    def _spread(
        self, key: str, parts: tuple[Place, ...], members: pl.DataFrame, names: dict[str, str]
    ) -> pl.DataFrame:
        concept = self._shelf.concepts[key]
        rows = self._shelf.latest(key, parts).select("place", "year", "value")
        people = self._shelf.latest("population", parts).select("place", people="value")
        known = (
            members.join(rows.filter(pl.col("value") > 0), on="place")
            .join(people, on="place")
            .sort("whole", "value")
        )
        share = pl.col("people") / pl.col("people").sum()
        relative = pl.col("value") / (pl.col("value") * share).sum()
        return (
            known.group_by("whole", maintain_order=True)
            .agg(
                pl.col("year").first().cast(pl.Int64), areas=pl.len().cast(pl.Int64),
                highest=pl.col("place").last(), highest_value=pl.col("value").last(),
                lowest=pl.col("place").first(), lowest_value=pl.col("value").first(),
                ratio=pl.col("value").last() / pl.col("value").first(),
                theil=(share * relative * relative.log()).sum(),
            )
            .filter(pl.col("areas") > 1)
            .with_columns(
                pl.col("highest", "lowest").replace(names),
                concept=pl.lit(key), title=pl.lit(concept.title), unit=pl.lit(concept.unit),
            )
        )  # fmt: skip


def _beside(table: pl.DataFrame, name: str) -> float | None:
    """Return the percentile of the Theil index of a place among the others."""
    own = table.filter(pl.col("whole") == name)["theil"]
    others = table.filter(pl.col("whole") != name)["theil"].to_numpy()
    if own.is_empty() or np.isfinite(others).sum() < FEWEST:
        return None
    return percentile(float(own[0]), others)
