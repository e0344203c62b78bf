"""How lumpy each industry is, from what plants a store knows of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.lumpiness import (
    herfindahl_from_establishments,
    herfindahl_from_size_bands,
)
from placewise.model.economy import PlantEvidence
from placewise.model.store import Store
from placewise.model.words import Industry

Floats = NDArray[np.float64]

BANDS_NOTE = (
    "Plants are counted as enterprises at their head office, by size band; a large firm with many "
    "plants counts as one, so industries look lumpier than they are and intervals are wide rather "
    "than narrow."
)
CELLS_NOTE = (
    "Plants are establishments per area; how unequal they are is estimated from the spread of mean "
    "sizes between areas."
)
NONE_NOTE = "Nothing is known of plants, so these industries have no interval."


@dataclass(frozen=True, slots=True)
class Bands:
    """National plant counts by size band: one list of bands for each industry group."""

    counts: Mapping[str, pl.DataFrame]
    year: int


def evidence_from_cells(jobs: Floats, plants: Floats) -> PlantEvidence:
    """Return lumpiness from establishment counts of the same cells as the jobs.

    Args:
        jobs: (A, I) jobs of areas.
        plants: (A, I) establishments of the same areas.
    """
    found = herfindahl_from_establishments(jobs, plants)
    basis = tuple("establishments" if np.isfinite(h) else "none" for h in found.herfindahl)
    return PlantEvidence(found.herfindahl, found.inequality, basis, CELLS_NOTE)


def read_bands(store: Store, classification: str) -> Bands | None:
    """Return national size bands of a classification, of the latest year; None without any.

    A country's own row is used where there is one; otherwise the kind of area with most areas is
    added up.
    """
    bands = (
        store.table("plants")
        .filter(pl.col("classification") == classification)
        .filter(pl.col("year") == pl.col("year").max())
        .join(store.table("areas").select(area="code", kind="kind"), on="area", how="left")
        .collect()
    )
    if bands.is_empty() or bands["size_to"].is_null().all():
        return None
    countries = bands.filter(pl.col("kind") == "country")
    if countries.height:
        totals = countries.group_by("area").agg(pl.col("plants").sum()).sort("plants")
        here = countries.filter(pl.col("area") == totals["area"][-1])
    else:
        kinds = bands.group_by("kind").agg(pl.col("area").n_unique()).sort("area")
        here = bands.filter(pl.col("kind").eq_missing(kinds["kind"][-1]))
    summed = here.group_by("industry", "size_from", "size_to").agg(pl.col("plants").sum())
    counts = {str(code): part for (code,), part in summed.group_by("industry")}
    return Bands(counts, int(here["year"][0]))


def evidence_from_bands(
    bands: Bands,
    industries: Sequence[Industry],
    totals: Floats,
    jobs: Mapping[str, float],
    parents: Mapping[str, str | None],
) -> PlantEvidence:
    """Return lumpiness from national size bands.

    An industry that is finer than the bands is taken to have plants like those of the group it
    lies in: the same effective plants for each job.

    Args:
        bands: counts by group.
        industries: the I industries asked for.
        totals: (I,) their base totals, in jobs or GVA.
        jobs: base jobs by section code.
        parents: parent of every code.
    """
    value: dict[str, float] = {}
    for industry, total in zip(industries, totals, strict=True):
        value[industry.code] = float(total)
        section = _section_of(industry.code, parents)
        if section and section != industry.code and np.isfinite(total):
            value[section] = value.get(section, 0.0) + float(total)
    herfindahl, inequality, basis = [], [], []
    for industry in industries:
        found = _lumpiness_of(industry.code, bands, jobs, parents, value)
        herfindahl.append(found[0])
        inequality.append(found[1])
        basis.append("size bands" if np.isfinite(found[0]) else "none")
    return PlantEvidence(np.array(herfindahl), np.array(inequality), tuple(basis), BANDS_NOTE)


def _lumpiness_of(
    code: str,
    bands: Bands,
    jobs: Mapping[str, float],
    parents: Mapping[str, str | None],
    value: Mapping[str, float],
) -> tuple[float, float]:
    """Return Herfindahl and inequality of one industry; NaN where the bands cannot tell."""
    nan = (float("nan"), float("nan"))
    section = _section_of(code, parents)
    if section is None:
        return nan
    sections = list(section) if section.isalpha() and len(section) == 2 else [section]
    groups = [group for group in bands.counts if _meets(group, sections, parents)]
    covered = sorted({s for group in groups for s in group.split("+") if s in jobs} | set(sections))
    total = sum(jobs.get(s, 0.0) for s in covered)
    if not groups or not total > 0:
        return nan
    together = pl.concat([bands.counts[group] for group in groups])
    sums = together.group_by("size_from", "size_to").agg(pl.col("plants").sum()).sort("size_from")
    found = herfindahl_from_size_bands(
        sums["plants"].to_numpy(),
        sums["size_from"].to_numpy(),
        sums["size_to"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        total,
    )
    part = sum(jobs.get(s, 0.0) for s in sections) / total
    if code != section:
        whole = value.get(section, float("nan"))
        part *= value[code] / whole if np.isfinite(whole) and whole > 0 else float("nan")
    if not part > 0:
        return nan
    return min(1.0, float(found.herfindahl[0]) / part), float(found.inequality[0])


def _section_of(code: str, parents: Mapping[str, str | None]) -> str | None:
    """Return the top of the tree above a code; None for a total."""
    if code == "Total":
        return None
    top = code
    while (above := parents.get(top)) is not None:
        top = above
    return top


def _meets(group: str, sections: Sequence[str], parents: Mapping[str, str | None]) -> bool:
    """Does a group of enterprises lie in, or hold, one of the sections?"""
    tops = {_section_of(part, parents) for part in group.split("+")}
    return not tops.isdisjoint(sections)
