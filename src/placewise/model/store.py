"""What a workspace and the sample have in common, so that a job never asks which one it reads."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from placewise.model.words import Place, Provenance


class Store(Protocol):
    """A set of tables in the schemas of :mod:`placewise.model.schemas`."""

    @property
    def label(self) -> str:
        """A short name for messages: the folder of a workspace, or ``the sample``."""
        ...

    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables that hold rows."""
        ...

    def table(self, name: str) -> pl.LazyFrame:
        """Return a table of :data:`placewise.model.schemas.TABLES`; empty if nothing is loaded."""
        ...

    def provenance(self) -> tuple[Provenance, ...]:
        """Return where each dataset came from, sorted by dataset."""
        ...

    def tiles(self) -> pl.DataFrame:
        """Return the tile-grid map that ships with the store: kind, area, column, row, short."""
        ...

    def own_places(self) -> tuple[Place, ...]:
        """Return the places that the user has put together."""
        ...
