"""What hangs on the largest industry of a place: directly, and by what studies elsewhere found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.evidence.multipliers import read_multipliers
from placewise.diagnose.concentration_risk import concentration_risk
from placewise.model.economy import IndustryTable
from placewise.model.evidence import LocalMultiplier

Floats = NDArray[np.float64]

SHRINKS = 0.2
"""Part of its largest industry that a place is supposed to lose."""
CONCENTRATION = {
    "industry": pl.String, "industry_name": pl.String, "share": pl.Float64, "lost": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "percentile": pl.Float64, "places": pl.Int64,
    "industries": pl.Int64, "measure": pl.String, "year": pl.Int32, "shrinks_by": pl.Float64,
    "multiplier_of": pl.String, "multiplier_low": pl.Float64, "multiplier_high": pl.Float64,
    "total_low": pl.Float64, "total_high": pl.Float64, "multiplier_source": pl.String,
    "multiplier_status": pl.String, "level": pl.String, "levels": pl.Int64,
}  # fmt: skip
"""Columns of the finding ``concentration``: per cent of the place's total. ``level`` is that of the
largest industry in its classification, of ``levels`` that the table mixes. ``industries`` is how
many the table tells apart: a sector that it splits may be larger as a whole. ``lost`` is the direct
loss, its interval that of rounding and sampling, missing where the table states neither.
``total_low`` and ``total_high`` are ``lost`` times the multipliers, at most 100: what would go with
it if jobs lost here went with others as studies found for jobs added elsewhere. They are an
assumption, no interval; missing where no study that ships is about such industries.
``multiplier_status`` is what the figures of each source rest on, in the order of
``multiplier_source``."""
FIGURES = {
    "end": pl.String, "key": pl.String, "relation": pl.String, "value": pl.Float64,
    "unit": pl.String, "scope": pl.String, "source": pl.String, "source_url": pl.String,
    "status": pl.String, "note": pl.String, "used_for": pl.String, "use_status": pl.String,
}  # fmt: skip
"""Columns of the finding ``local_multipliers``: the figures that either end adds up, with what each
rests on (``status``), and what rests on taking it for this industry (``use_status``)."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """What a place would lose if its largest industry shrank.

    Attributes:
        table: columns of ``CONCENTRATION``; no row where it is not known.
        figures: columns of ``FIGURES``; no row where no study is about such an industry.
    """

    table: pl.DataFrame
    figures: pl.DataFrame


def concentration_of(
    table: IndustryTable, at: int, peers: NDArray[np.bool_], sections: Sequence[str]
) -> Concentration:
    """Return what a place loses if its largest industry shrinks, beside its peers.

    Args:
        table: industries that do not overlap, of all places.
        at: position of the place.
        peers: which places it is compared with, itself among them.
        sections: the broadest code that each industry lies in.
    """
    values = _parts_of_a_whole(table.values, table.place_totals)
    risk = concentration_risk(
        values[peers], table.place_totals[peers], variance=table.variance[peers],
        multipliers=(1.0, 1.0), fall=SHRINKS,
    )  # fmt: skip
    here = int(peers[:at].sum())
    if not np.isfinite(risk.direct[here]):
        return Concentration(pl.DataFrame(schema=CONCENTRATION), pl.DataFrame(schema=FIGURES))
    largest = int(risk.industry[here])
    industry = table.industries[largest]
    exact = not table.variance[at].any()
    lost = 100 * float(risk.direct[here])
    follows = _multiplier(industry.classification, sections[largest])
    row = (
        industry.code, industry.name, 100 * risk.share[here], lost,
        None if exact else 100 * risk.direct_lower[here],
        None if exact else 100 * risk.direct_upper[here],
        risk.percentile[here], int(np.isfinite(risk.direct).sum()), len(table.industries),
        table.measure, table.year,
        100 * SHRINKS, *_totals(lost, follows), industry.level,
        len({one.level for one in table.industries}),
    )  # fmt: skip
    return Concentration(
        pl.DataFrame([row], schema=CONCENTRATION, orient="row"), _figure_rows(follows)
    )


def _multiplier(classification: str, section: str) -> LocalMultiplier | None:
    return next(
        (one for one in read_multipliers() if section in one.codes.get(classification, ())), None
    )


def _totals(lost: float, follows: LocalMultiplier | None) -> tuple[object, ...]:
    if follows is None:
        return (None,) * 7
    low, high = follows.factors
    status = {one.source: one.status for one in (*follows.low, *follows.high)}
    return (
        follows.name, low, high, min(low * lost, 100.0), min(high * lost, 100.0),
        "; ".join(status), "; ".join(status.values()),
    )  # fmt: skip


def _figure_rows(follows: LocalMultiplier | None) -> pl.DataFrame:
    if follows is None:
        return pl.DataFrame(schema=FIGURES)
    rows = [
        (end, one.key, one.relation, one.value, one.unit, one.scope, one.source,
         one.source_url or None, one.status, one.note or None, follows.name, follows.status)
        for end, figures in (("smaller", follows.low), ("larger", follows.high))
        for one in figures
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


def _parts_of_a_whole(values: Floats, totals: Floats) -> Floats:
    """Return values with NaN for what is no part of its place's total.

    Output can be below zero; where it is so far below that another industry is larger than the
    total, no industry of the place has a share, and the whole row is left out.
    """
    kept = np.where(values < 0, np.nan, values)
    beyond = np.nanmax(np.where(np.isnan(kept), -np.inf, kept), axis=1) > totals * (1 + 1e-9)
    return np.where(beyond[:, None], np.nan, kept)
