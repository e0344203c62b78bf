"""The tile-grid map of the sample, laid out from centroids of districts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
from scripts.sample_indicators import OLD_CODES

from placewise.data.tiles import lay_out_tiles, short_labels


def tile_table(uk: Path, members: pl.DataFrame) -> pl.DataFrame:
    """Return one tile a strategy area: kind, area, column, row and a short label."""
    centroids = district_centroids(uk / "boundary_lad_2024.geojson")
    people = pl.read_parquet(uk / "panel_english_lad_latest.parquet").select(
        member=pl.col("lad_code").replace(OLD_CODES), people="pop2022"
    )
    weight = pl.col("people").cast(pl.Float64)
    centres = (
        members.join(centroids, on="member")
        .join(people, on="member")
        .group_by("kind", "whole", "name")
        .agg(
            longitude=(pl.col("longitude") * weight).sum() / weight.sum(),
            latitude=(pl.col("latitude") * weight).sum() / weight.sum(),
        )
        .sort("kind", "whole")
    )
    frames = []
    for (kind,), part in centres.group_by("kind", maintain_order=True):
        column, row = lay_out_tiles(part["longitude"], part["latitude"])
        frames.append(
            pl.DataFrame(
                {
                    "kind": [kind] * part.height,
                    "area": part["whole"],
                    "column": column,
                    "row": row,
                    "short": short_labels(part["name"].to_list()),
                }
            )
        )
    return pl.concat(frames)


def district_centroids(path: Path) -> pl.DataFrame:
    """Return the mean of the outline of each district's largest part, by its code in force."""
    rows = []
    for feature in json.loads(path.read_text())["features"]:
        properties = feature["properties"]
        code = next(value for key, value in properties.items() if key.upper().startswith("LAD")
                    and key.upper().endswith("CD"))  # fmt: skip
        geometry = feature["geometry"]
        polygons = (
            [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        )
        ring = np.asarray(max((polygon[0] for polygon in polygons), key=len))
        rows.append((OLD_CODES.get(code, code), *ring[:, :2].mean(axis=0)))
    return pl.DataFrame(rows, schema=["member", "longitude", "latitude"], orient="row")
