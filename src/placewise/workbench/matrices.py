"""Tidy rows into matrices of areas and industries, and areas into places."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.words import Place

Floats = NDArray[np.float64]


def as_matrix(rows: pl.DataFrame, areas: list[str], codes: list[str], column: str) -> Floats:
    """Return (A, I) values of a tidy table; NaN where there is no row or no value."""
    matrix = np.full((len(areas), len(codes)), np.nan)
    at_area = {area: index for index, area in enumerate(areas)}
    at_code = {code: index for index, code in enumerate(codes)}
    here = rows.filter(pl.col("area").is_in(areas) & pl.col("industry").is_in(codes))
    row = here["area"].replace_strict(at_area, return_dtype=pl.Int64).to_numpy()
    col = here["industry"].replace_strict(at_code, return_dtype=pl.Int64).to_numpy()
    matrix[row, col] = here[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return matrix


def variance_of(rows: pl.DataFrame, areas: list[str], codes: list[str]) -> Floats:
    """Return (A, I) variances from rounding (a twelfth of the unit squared) and sampling."""
    with_variance = rows.with_columns(
        variance=pl.col("rounding") ** 2 / 12 + pl.col("deviation") ** 2
    )
    return as_matrix(with_variance, areas, codes, "variance")


def covers_of(rows: pl.DataFrame) -> tuple[str, ...]:
    """Say what the intervals of a table cover."""
    covers = ["lumpiness of plants"]
    if (rows["rounding"] > 0).any():
        covers.append("rounding")
    if (rows["deviation"] > 0).any():
        covers.append("sampling")
    return tuple(covers)


def weights_of(membership: pl.DataFrame, places: tuple[Place, ...], areas: list[str]) -> Floats:
    """Return (R, A): 1 where an area is part of a place."""
    weights = np.zeros((len(places), len(areas)))
    at_place = {place.name: index for index, place in enumerate(places)}
    at_area = {area: index for index, area in enumerate(areas)}
    for place, area in membership.iter_rows():
        weights[at_place[place], at_area[area]] = 1.0
    return weights


def sum_over(weights: Floats, values: Floats) -> Floats:
    """Add up areas to places; a sum with a part that is not known is not known."""
    known = np.isfinite(values)
    sums = weights @ np.where(known, values, 0.0)
    return np.asarray(np.where(weights @ (~known).astype(np.float64) > 0, np.nan, sums))
