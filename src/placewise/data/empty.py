"""Tables without rows, with the columns that their schema gives them."""

from __future__ import annotations

import polars as pl

from placewise.errors import UnknownNameError


def empty_table(name: str) -> pl.LazyFrame:
    """Return a table of the workspace with no rows.

    Raises:
        UnknownNameError: there is no such table.
    """
    from placewise.model.schemas import TABLES

    if name not in TABLES:
        raise UnknownNameError.among("table", name, TABLES)
    return TABLES[name].create_empty().lazy()
