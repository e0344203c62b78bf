"""The sample as a store: the tables of a workspace, read from the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import polars as pl

from placewise.model.words import Place, Provenance

TABLES = (
    "area_members",
    "areas",
    "indicator_definitions",
    "indicators",
    "industries",
    "industry_values",
    "place_names",
    "plants",
)
"""Tables that hold rows. The others of a workspace are empty here."""


class Sample:
    """Official figures for the combined authorities, LEPs and ITL2 areas of England.

    A store like a workspace, but read-only; docs/reference/sample.md says what every column is and
    where it came from.
    """

    @property
    def label(self) -> str:
        """Return the name used in messages."""
        return "the sample"

    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables that hold rows."""
        return TABLES

    def table(self, name: str) -> pl.LazyFrame:
        """Return one table; empty with the right columns if the sample does not hold it.

        Raises:
            UnknownNameError: there is no such table in any store.
        """
        if name in TABLES:
            return _read(name).lazy()
        from placewise.data.empty import empty_table

        return empty_table(name)

    def tiles(self) -> pl.DataFrame:
        """Return the tile-grid map: kind, area, column, row, short."""
        return _read("tiles")

    def provenance(self) -> tuple[Provenance, ...]:
        """Return where each dataset came from, sorted by dataset."""
        rows = _read("provenance").sort("dataset").iter_rows(named=True)
        return tuple(
            Provenance(**{**row, "transformations": (row["transformations"],)}) for row in rows
        )

    def own_places(self) -> tuple[Place, ...]:
        """Return no places: those of a user live in a workspace."""
        return ()


@cache
def _read(name: str) -> pl.DataFrame:
    """Return one file of the sample, read once: it cannot change."""
    with as_file(files("placewise.data.sample") / f"{name}.parquet") as path:
        return pl.read_parquet(path)
