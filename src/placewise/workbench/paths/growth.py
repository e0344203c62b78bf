"""Growth of one place by shift-share: in Dunn's, Esteban-Marquillas's and the dynamic form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.shift_share import dynamic_shift_share, esteban_marquillas, shift_share
from placewise.model.words import Industry, Place
from placewise.workbench.paths.tables import Series

Floats = NDArray[np.float64]

PERIOD = 10
"""Growth is told over so many years, or as many as there are."""
INDUSTRIES = {
    "industry": pl.String, "industry_name": pl.String, "measure": pl.String, "unit": pl.String,
    "from": pl.Int32, "to": pl.Int32, "before": pl.Float64, "after": pl.Float64,
    "change": pl.Float64, "national": pl.Float64, "mix": pl.Float64, "local": pl.Float64,
}  # fmt: skip
"""Columns of the finding ``shift_share``: Dunn's parts of every industry, in its unit."""
TOTALS = {
    "form": pl.String, "part": pl.String, "value": pl.Float64, "per_cent": pl.Float64,
    "from": pl.Int32, "to": pl.Int32, "measure": pl.String, "unit": pl.String,
    "before": pl.Float64, "percentile": pl.Float64, "places": pl.Int64,
}  # fmt: skip
"""Columns of the finding ``shift_share_total``: each part of each form, in its unit and in per cent
of the total before, with the share of compared places whose part is smaller."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth of one place.

    Attributes:
        measure: what grew.
        total: columns of ``TOTALS``.
        industries: columns of ``INDUSTRIES``.
        largest_gap: by how much the parts miss the change at most, as a share of it.
        notes: what a reader must know.
    """

    measure: str
    total: pl.DataFrame
    industries: pl.DataFrame
    largest_gap: float
    notes: tuple[str, ...]


def growth_of(series: Series, place: Place, first: int | None = None) -> Growth | None:
    """Return the growth of a place; None where an end of the series is not known for it.

    Args:
        series: the table over years, for all places that are compared.
        place: one of its places.
        first: year to start from; None for ten years before the last, or the first there is.
    """
    if place not in series.places:
        return None
    at = series.places.index(place)
    begin = first if first is not None else max(series.years[0], series.years[-1] - PERIOD)
    start = next((i for i, year in enumerate(series.years) if year >= begin), 0)
    columns = np.asarray(np.isfinite(series.nation[start:]).all(axis=0))
    values, nation = series.values[start:][:, :, columns], series.nation[start:][:, columns]
    if not np.isfinite(values[[0, -1], at]).all(axis=0).any():
        return None
    # GVA may be negative where subsidies exceed output: a growth rate from there means nothing.
    values = np.where(values < 0, np.nan, values)
    names = [i for i, keep in zip(series.industries, columns, strict=True) if keep]
    years = series.years[start], series.years[-1]
    dunn = shift_share(values[0], values[-1], nation[0], nation[-1])
    split = esteban_marquillas(values[0], values[-1], nation[0], nation[-1])
    dynamic = dynamic_shift_share(values, nation)
    forms = [
        ("Dunn", (("national", dunn.national), ("mix", dunn.mix), ("local", dunn.local))),
        ("Esteban-Marquillas", (("national", split.national), ("mix", split.mix),
                                ("competitive", split.competitive),
                                ("allocation", split.allocation))),
        ("dynamic", (("national", dynamic.national), ("mix", dynamic.mix),
                     ("local", dynamic.local))),
    ]  # fmt: skip
    return Growth(
        measure=series.family.measure,
        total=_totals(forms, values, at, series, years),
        industries=_industries(dunn.change, forms[0][1], values, at, names, series, years),
        largest_gap=_gap(dunn.change[at], [part[at] for _, part in forms[0][1]]),
        notes=_notes(series, values, at),
    )


def _totals(
    forms: list[tuple[str, tuple[tuple[str, Floats], ...]]],
    values: Floats,
    at: int,
    series: Series,
    years: tuple[int, int],
) -> pl.DataFrame:
    before = np.nansum(np.where(np.isfinite(values[-1]), values[0], np.nan), axis=1)
    rows = []
    for form, parts in forms:
        for part, cells in (("change", sum(cells for _, cells in parts)), *parts):
            sums = np.nansum(cells, axis=1)
            unknown = ~np.isfinite(cells).any(axis=1) | (before <= 0)
            share = np.where(unknown, np.nan, 100 * sums / np.where(unknown, 1.0, before))
            others = share[np.isfinite(share)]
            here = share[at]
            rows.append(
                (
                    form, part, float(sums[at]), here, *years, series.family.measure, series.unit,
                    float(before[at]),
                    100 * float((others < here).sum()) / max(others.size - 1, 1),
                    int(others.size),
                )
            )  # fmt: skip
    return pl.DataFrame(rows, schema=TOTALS, orient="row").with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )


def _industries(
    change: Floats,
    parts: tuple[tuple[str, Floats], ...],
    values: Floats,
    at: int,
    names: list[Industry],
    series: Series,
    years: tuple[int, int],
) -> pl.DataFrame:
    rows = [
        (
            industry.code, industry.name, series.family.measure, series.unit, *years,
            values[0, at, i], values[-1, at, i], change[at, i],
            *(cells[at, i] for _, cells in parts),
        )
        for i, industry in enumerate(names)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=INDUSTRIES, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).sort(
        "local", descending=True, nulls_last=True
    )


def _gap(change: Floats, parts: list[Floats]) -> float:
    """Return by how much the parts miss the change at most, as a share of the largest change."""
    together = np.sum(parts, axis=0)
    known = np.isfinite(change)
    if not known.any():
        return 0.0
    scale = max(float(np.abs(change[known]).max()), 1e-12)
    return float(np.abs(together[known] - change[known]).max()) / scale


def _notes(series: Series, values: Floats, at: int) -> tuple[str, ...]:
    notes = [
        "Shift-share sorts growth by how the same industries grew elsewhere; it does not say why.",
    ]
    if "gva" in series.family.measure:
        notes.append("GVA is in current prices: what grew may be prices, and they differ by "
                     "industry. Its publisher gives no interval.")  # fmt: skip
    hidden = int((~np.isfinite(values[[0, -1], at])).any(axis=0).sum())
    if hidden:
        notes.append(
            f"{hidden} of {values.shape[2]} industries are not known for the place in both years, "
            "and are left out of its growth."
        )
    return tuple(notes)
