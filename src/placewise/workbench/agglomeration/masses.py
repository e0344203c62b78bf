"""Jobs by group of sectors, and where the areas lie that have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.market_access import centroid, distances
from placewise.model.evidence import SectorGroup
from placewise.model.words import Place
from placewise.workbench.catalogue import Catalogue, Entry
from placewise.workbench.concept_tables import square_kilometres
from placewise.workbench.matrices import as_matrix, weights_of
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

MEASURES = ("jobs", "employees")


@dataclass(frozen=True, slots=True)
class Masses:
    """Jobs of A areas in G groups of sectors.

    Attributes:
        datasets: where they come from.
        kind: of the areas.
        year: of the jobs.
        unit: of the jobs.
        areas: (A,) codes.
        jobs: (A, G) in each group; sectors that the table does not list for an area count nothing.
        total: (A,) all jobs; NaN where a sector is listed but not known.
        unlisted: does the table leave out sectors of some areas?
    """

    datasets: tuple[str, ...]
    kind: str
    year: int
    unit: str
    areas: tuple[str, ...]
    jobs: Floats
    total: Floats
    unlisted: bool


@dataclass(frozen=True, slots=True)
class Atlas:
    """Areas whose outline and jobs are known.

    Attributes:
        dataset: the outlines.
        areas: (N,) codes.
        kilometres: (N, N) between centres, inside each on the diagonal.
    """

    dataset: str
    areas: tuple[str, ...]
    kilometres: Floats


def masses(shelf: Shelf, groups: Sequence[SectorGroup], places: tuple[Place, ...]) -> Masses | None:
    """Return jobs by group in the areas that most of the places are made of; None without any.

    Of the tables that show every group, the one that most places add up from counts; then the one
    with most areas; then the latest.
    """
    reader: Catalogue = shelf.assessments.tables.reader
    best: tuple[tuple[float, int, int], Masses] | None = None
    for entries in _families(reader.entries):
        found = _read(reader, entries, groups)
        if found is None:
            continue
        built = shelf.territories.membership(places, found.areas)["place"].n_unique()
        rank = (round(built / len(places), 2), len(found.areas), found.year)
        if built and (best is None or rank > best[0]):
            best = rank, found
    return None if best is None else best[1]


def _families(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return tables of jobs that differ in level or dataset alone, the latest year of each."""
    families: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.measure in MEASURES:
            key = (entry.measure, entry.classification, entry.area_kind)
            families.setdefault(key, []).append(entry)
    latest = []
    for family in families.values():
        year = max(entry.year for entry in family)
        latest.append([entry for entry in family if entry.year == year])
    return latest


def _read(
    reader: Catalogue, entries: Sequence[Entry], groups: Sequence[SectorGroup]
) -> Masses | None:
    wanted = {
        code: at
        for at, group in enumerate(groups)
        for code in group.codes.get(entries[0].classification, ())
    }
    parts, used = [], []
    for entry in entries:
        rows = reader.rows(entry).filter(pl.col("industry").is_in(list(wanted))).collect()
        if not rows.is_empty():
            parts.append(rows)
            used.append(entry)
    if not parts:
        return None
    # Two datasets may have one sector: a known value comes before one that is not.
    rows = (
        pl.concat(parts).sort("value", nulls_last=True).unique(["area", "industry"], keep="first")
    )
    if set(rows["industry"]) != set(wanted):
        return None
    areas, codes = sorted(set(rows["area"])), sorted(wanted)
    cells = as_matrix(rows, areas, codes, "value")
    into = np.zeros((len(codes), len(groups)))
    into[np.arange(len(codes)), [wanted[code] for code in codes]] = 1.0
    hidden = np.isin(areas, rows.filter(pl.col("value").is_null())["area"].to_numpy())
    return Masses(
        datasets=tuple(sorted({entry.dataset for entry in used})),
        kind=entries[0].area_kind,
        year=entries[0].year,
        unit=str(rows["unit"][0]),
        areas=tuple(areas),
        jobs=np.nan_to_num(cells) @ into,
        total=np.where(hidden, np.nan, np.nansum(cells, axis=1)),
        unlisted=rows.height < len(areas) * len(codes),
    )


def mixes(shelf: Shelf, found: Masses, places: tuple[Place, ...]) -> tuple[Floats, Floats]:
    """Return the mix of each place (R, G) and how its areas weigh in it (R, A), both by jobs.

    NaN in the mix where the areas do not add up to the place, or jobs of one are not known.
    """
    membership = shelf.territories.membership(places, found.areas)
    weights = weights_of(membership, places, list(found.areas))
    jobs = weights @ found.jobs
    known = jobs.sum(axis=1)
    told = (known > 0) & (weights @ np.isnan(found.total).astype(float) == 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mix = np.where(told[:, None], jobs / known[:, None], np.nan)
    return mix, weights * np.nan_to_num(found.total)


def atlas(shelf: Shelf, found: Masses) -> Atlas | None:
    """Return the distances between the areas that have an outline and jobs; None below two."""
    known = [area for area, total in zip(found.areas, found.total, strict=True) if total > 0]
    outlines = (
        shelf.store.table("boundaries")
        .filter(pl.col("area").is_in(known) & (pl.col("kind") == found.kind))
        .collect()
        .sort("year", "area", descending=[True, False])
        .unique("area", keep="first", maintain_order=True)
        .sort("area")
    )
    if outlines.height < 2:
        return None
    centres = np.array([centroid(text) for text in outlines["geometry"]])
    size = np.array([square_kilometres(text) for text in outlines["geometry"]])
    return Atlas(
        dataset=str(outlines["dataset"][0]),
        areas=tuple(outlines["area"]),
        kilometres=distances(centres[:, 0], centres[:, 1], size),
    )
