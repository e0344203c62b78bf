"""Growth of one place by shift-share: in Dunn's, Esteban-Marquillas's and the dynamic form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.shift_share import dynamic_shift_share, esteban_marquillas, shift_share
from placewise.diagnose.standing import percentile
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
    "industries": pl.Int64, "left_out": pl.Int64,
}  # fmt: skip
"""Columns of the finding ``shift_share_total``: each part of each form, in its unit and in per cent
of what the industries of that form had before. ``percentile`` as in
:func:`placewise.diagnose.standing.percentile` among ``places``, the place itself included;
``industries`` are those that the form is told from, ``left_out`` the others of the table."""
Parts = tuple[tuple[str, Floats], ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth of one place.

    Attributes:
        measure: what grew.
        total: columns of ``TOTALS``.
        industries: columns of ``INDUSTRIES``.
        largest_gap: by how much the parts miss the change at most, as a share of it.
        notes: what a reader must know.
        lacks: names of industries that the table lacks.
    """

    measure: str
    total: pl.DataFrame
    industries: pl.DataFrame
    largest_gap: float
    notes: tuple[str, ...]
    lacks: tuple[str, ...]


def growth_of(
    series: Series, place: Place, since: int | None = None, until: int | None = None
) -> Growth | None:
    """Return the growth of a place; None where an end of the series is not known for it.

    Args:
        series: the table over years, for all places that are compared.
        place: one of its places.
        since: one of its years to start from; None for ten years before the last, or the first
            there is.
        until: one of its years to end with; None for the last.
    """
    if place not in series.places:
        return None
    at = series.places.index(place)
    last = until if until is not None else series.years[-1]
    begin = since if since is not None else max(series.years[0], last - PERIOD)
    chosen = [i for i, year in enumerate(series.years) if begin <= year <= last]
    values, nation = series.values[chosen], series.nation[chosen]
    columns = _usable(values, nation)
    values, nation = values[:, :, columns], nation[:, columns]
    if len(chosen) < 2 or not np.isfinite(values[[0, -1], at]).all(axis=0).any():
        return None
    # GVA may be negative where subsidies exceed output: a growth rate from there means nothing.
    values = np.where(values < 0, np.nan, values)
    names = [i for i, keep in zip(series.industries, columns, strict=True) if keep]
    years = series.years[chosen[0]], series.years[chosen[-1]]
    dunn = shift_share(values[0], values[-1], nation[0], nation[-1])
    split = esteban_marquillas(values[0], values[-1], nation[0], nation[-1])
    dynamic = dynamic_shift_share(values, nation)
    forms: list[tuple[str, Parts]] = [
        ("Dunn", (("national", dunn.national), ("mix", dunn.mix), ("local", dunn.local))),
        ("Esteban-Marquillas", (("national", split.national), ("mix", split.mix),
                                ("competitive", split.competitive),
                                ("allocation", split.allocation))),
        ("dynamic", (("national", dynamic.national), ("mix", dynamic.mix),
                     ("local", dynamic.local))),
    ]  # fmt: skip
    total = _totals(forms, values, at, series, years)
    return Growth(
        measure=series.family.measure,
        total=total,
        industries=_industries(dunn.change, forms[0][1], values, at, names, series, years),
        largest_gap=_gap(dunn.change[at], [part[at] for _, part in forms[0][1]]),
        notes=_notes(series, total, len(chosen) - 1),
        lacks=series.lacks,
    )


def _usable(values: Floats, nation: Floats) -> NDArray[np.bool_]:
    """Say of which industries the nation has a growth rate in every one of the years.

    An industry that the nation lacks in a year has none from there if some place has it all the
    same: the nation is the sum of the areas that are known throughout, and a place may have more.
    """
    with np.errstate(invalid="ignore"):
        known = np.isfinite(nation).all(axis=0) & (np.nan_to_num(nation) >= 0).all(axis=0)
        beyond = (nation == 0) & (values > 0).any(axis=1)
    return np.asarray(known & ~beyond[:-1].any(axis=0))


def _totals(
    forms: Sequence[tuple[str, Parts]],
    values: Floats,
    at: int,
    series: Series,
    years: tuple[int, int],
) -> pl.DataFrame:
    rows = []
    for form, parts in forms:
        # Each form is told from the industries that have all of its parts, and from their base.
        told = np.logical_and.reduce([np.isfinite(cells) for _, cells in parts])
        before = np.where(told, values[0], 0.0).sum(axis=1)
        unknown = ~told.any(axis=1) | (before <= 0)
        used = int(told[at].sum())
        for part, cells in (("change", sum(cells for _, cells in parts)), *parts):
            sums = np.where(told, cells, 0.0).sum(axis=1)
            share = np.where(unknown, np.nan, 100 * sums / np.where(unknown, 1.0, before))
            others = np.delete(share, at)
            rows.append(
                (
                    form, part, float(sums[at]) if used else np.nan, float(share[at]), *years,
                    series.family.measure, series.unit, float(before[at]) if used else np.nan,
                    percentile(float(share[at]), others), int(np.isfinite(share).sum()), used,
                    len(series.industries) - used,
                )
            )  # fmt: skip
    return pl.DataFrame(rows, schema=TOTALS, orient="row").with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )


def _industries(
    change: Floats,
    parts: Parts,
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


def _notes(series: Series, total: pl.DataFrame, steps: int) -> tuple[str, ...]:
    notes = [
        "Shift-share sorts growth by how the same industries grew elsewhere; it does not say why.",
    ]
    if "gva" in series.family.measure:
        notes.append("GVA is in current prices: what grew may be prices, and they differ by "
                     "industry. Its publisher gives no interval.")  # fmt: skip
    left = dict(total.select("form", "left_out").unique().iter_rows())
    every, throughout = left["Dunn"], left["dynamic"]
    of = f"{len(series.industries)} industries"
    if every:
        notes.append(
            f"Growth leaves out {every} of {of}: those not known in both years for the place or "
            "the nation, and those below zero."
        )
    if throughout > every:
        notes.append(
            f"The dynamic form adds up {steps} steps and needs every year between: it leaves out "
            f"{throughout} of {of}, so that its change is that of the others alone."
        )
    if left["Esteban-Marquillas"] > every:
        notes.append(
            "The form of Esteban-Marquillas needs every industry of the place before, and is "
            f"told from {len(series.industries) - left['Esteban-Marquillas']} of {of}."
        )
    return tuple(notes)
