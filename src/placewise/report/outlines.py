"""Outlines of places on a fine grid of the page: small enough to ship, without gaps between them.

All places share one grid, so that neighbours keep their common border: a corner of both falls into
the same cell, and what is left out between two corners is left out of both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = tuple[tuple[int, int], ...]

GRID = 1200
"""Cells along the longer side: half a pixel on a wide screen, a kilometre of Great Britain."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Places drawn on one grid.

    Attributes:
        rings: for each place its closed rings as (x, y) cells, y downwards; empty without outline.
        width: cells across.
        height: cells down.
    """

    rings: tuple[tuple[Ring, ...], ...]
    width: int
    height: int


@lru_cache(maxsize=4)
def on_grid(geometries: tuple[str | None, ...], cells: int = GRID) -> Outlines:
    """Bring outlines in longitude and latitude onto a grid.

    Degrees of longitude are shortened by the cosine of the middle latitude, which keeps shapes true
    for a country that is not much wider than tall. Rings that fall into a point or a line are left
    out, but every place keeps its largest ring, as a square of one cell if need be.

    Args:
        geometries: GeoJSON text of a Polygon or MultiPolygon for each place; None without outline.
        cells: along the longer side.
    """
    shapes = [_rings(text) for text in geometries]
    corners = [ring for shape in shapes for ring in shape]
    if not corners:
        return Outlines(((),) * len(geometries), 0, 0)
    points = np.concatenate(corners)
    low, high = points.min(axis=0), points.max(axis=0)
    squeeze = float(np.cos(np.radians((low[1] + high[1]) / 2)))
    size = np.array([(high[0] - low[0]) * squeeze, high[1] - low[1]])
    step = max(float(size.max()), 1e-9) / cells

    def placed(ring: NDArray[np.float64]) -> NDArray[np.int64]:
        across = np.column_stack([(ring[:, 0] - low[0]) * squeeze, high[1] - ring[:, 1]])
        return np.rint(across / step).astype(np.int64)

    width, height = np.ceil(size / step).astype(int)
    return Outlines(
        tuple(_thinned([placed(ring) for ring in shape]) for shape in shapes),
        int(width),
        int(height),
    )


def _rings(text: str | None) -> list[NDArray[np.float64]]:
    if text is None:
        return []
    shape: dict[str, Any] = json.loads(text)
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [np.asarray(ring, dtype=np.float64)[:, :2] for polygon in polygons for ring in polygon]


def _thinned(rings: list[NDArray[np.int64]]) -> tuple[Ring, ...]:
    """Drop corners that repeat or lie on a straight line, and rings without an area."""
    kept = [ring for ring in map(_corners, rings) if len(ring) >= 4]
    if not kept and rings:
        x, y = (int(middle) for middle in max(rings, key=len).mean(axis=0))
        return (((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)),)
    return tuple(tuple((int(x), int(y)) for x, y in ring) for ring in kept)


def _corners(ring: NDArray[np.int64]) -> NDArray[np.int64]:
    moved = np.append(True, np.any(np.diff(ring, axis=0) != 0, axis=1))
    ring = ring[moved]
    if len(ring) < 4:
        return ring
    step = np.diff(ring, axis=0)
    before, after = step[:-1], step[1:]
    crossed = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turns = (crossed != 0) | (np.sum(before * after, axis=1) < 0)
    kept: NDArray[np.int64] = ring[np.concatenate([[True], turns, [True]])]
    return kept
