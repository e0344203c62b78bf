"""How much ground an area covers, from its outline."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.store import Store

EARTH = 6371.0088
"""Mean radius of the earth in kilometres (International Union of Geodesy and Geophysics)."""


def land_areas(store: Store, codes: Iterable[str]) -> dict[str, float]:
    """Return square kilometres by area code, for the areas whose outline the store has.

    An outline that was simplified gives a simplified area; holes are taken out.
    """
    outlines = (
        store.table("boundaries")
        .filter(pl.col("area").is_in(sorted(set(codes))))
        .select("area", "geometry")
        .unique("area", maintain_order=True)
        .collect()
    )
    return {code: square_kilometres(geometry) for code, geometry in outlines.iter_rows()}


def square_kilometres(geometry: str) -> float:
    """Return the area inside a GeoJSON polygon, or several, in degrees on the sphere."""
    shape = json.loads(geometry)
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    total = 0.0
    for polygon in polygons:
        outer, *holes = (_ring(np.asarray(ring, dtype=np.float64)[:, :2]) for ring in polygon)
        total += outer - sum(holes)
    return total


def _ring(points: NDArray[np.float64]) -> float:
    """Return the area of one ring (Chamberlain and Duquette 2007, JPL Publication 07-3)."""
    longitude, latitude = np.radians(points).T
    step = np.diff(longitude, append=longitude[:1])
    height = 2 + np.sin(latitude) + np.sin(np.roll(latitude, -1))
    return abs(float((step * height).sum())) * EARTH**2 / 2
