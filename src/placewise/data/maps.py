"""Where places lie on a page: tiles for all of them, outlines where the store has boundaries."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import polars as pl

from placewise.data.tiles import lay_out_tiles, short_labels
from placewise.model.store import Store
from placewise.model.words import Place

MAP_TYPES: dict[str, type[pl.DataType]] = {
    "place": pl.String,
    "place_code": pl.String,
    "column": pl.Int64,
    "row": pl.Int64,
    "short": pl.String,
    "geometry": pl.String,
}


def place_map(store: Store, places: Sequence[Place]) -> pl.DataFrame:
    """Return one row a place: its tile, its label, and its outline where there is one.

    Tiles that the store ships are used; otherwise they are laid out from the centres of the
    outlines. A place without an outline has no tile, and the report lists it beside the map.

    Returns:
        Columns of ``MAP_TYPES``.
    """
    named = pl.DataFrame(
        {"place": [p.name for p in places], "place_code": [p.code for p in places]},
        schema={"place": pl.String, "place_code": pl.String},
    )
    shipped = store.tiles()
    kind = places[0].kind if places else ""
    here = shipped.filter(pl.col("kind") == kind)
    if not here.is_empty():
        tiles = here.select(place_code="area", column="column", row="row", short="short")
        joined = named.join(tiles, on="place_code", how="left")
        return _as_map(joined.with_columns(geometry=pl.lit(None, pl.String)))
    outlines = (
        store.table("boundaries")
        .filter(pl.col("area").is_in([p.code for p in places if p.code]))
        .select(place_code="area", geometry="geometry")
        .unique("place_code")
        .collect()
    )
    joined = named.join(outlines, on="place_code", how="left", maintain_order="left")
    return _as_map(_with_tiles(joined))


def _with_tiles(rows: pl.DataFrame) -> pl.DataFrame:
    """Lay out tiles for the rows that have an outline."""
    known = rows.filter(pl.col("geometry").is_not_null())
    if known.is_empty():
        return rows.with_columns(
            column=pl.lit(None, pl.Int64), row=pl.lit(None, pl.Int64), short=pl.lit(None, pl.String)
        )
    centres = np.array([_centre(text) for text in known["geometry"]])
    column, row = lay_out_tiles(centres[:, 0], centres[:, 1])
    tiles = pl.DataFrame(
        {
            "place": known["place"],
            "column": column,
            "row": row,
            "short": short_labels(known["place"].to_list()),
        }
    )
    return rows.join(tiles, on="place", how="left", maintain_order="left")


def _centre(geometry: str) -> tuple[float, float]:
    """Return the mean longitude and latitude of the longest ring of an outline."""
    shape = json.loads(geometry)
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    ring = np.asarray(max((polygon[0] for polygon in polygons), key=len), dtype=np.float64)
    return float(ring[:, 0].mean()), float(ring[:, 1].mean())


def _as_map(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(kind) for name, kind in MAP_TYPES.items())
