"""The job of a sector: the table that sees it best, and what that says of a place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from placewise.diagnose.assessment import Assessment, assess_table, prior_of_table
from placewise.diagnose.composites import joined_table
from placewise.diagnose.industry_codes import sights
from placewise.diagnose.sector_sentences import sector_sentence, sector_verdict, why_blind
from placewise.diagnose.specialisms import RIVAL_TYPES, ROW_TYPES, rival_rows, specialism_rows
from placewise.errors import NotAvailableError
from placewise.model.claims import Concordance, Sector, SectorSight, SectorVerdict
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Industry, Place
from placewise.workbench.catalogue import Entry
from placewise.workbench.tables import Tables

AS_CLEAR = 0.9
"""A measure is heard if its table sees the sector nearly as well as the one that sees it best."""


@dataclass(frozen=True, slots=True)
class SeenTable:
    """One table by sector, assessed, and how well it sees each of them.

    Attributes:
        assessment: the table by sector.
        sights: how well it sees its sectors, by key.
        industries: number of industries of the table it was made from.
    """

    assessment: Assessment
    sights: dict[str, SectorSight]
    industries: int

    @property
    def datasets(self) -> frozenset[str]:
        """The datasets that the table was made from."""
        return frozenset(source.dataset for source in self.assessment.table.provenance)


class SectorAssessments:
    """Tables by sector, assessed once and kept, because all places of a kind share them."""

    def __init__(self, tables: Tables, concordance: Concordance) -> None:
        self.tables = tables
        self.concordance = concordance
        self._kept: dict[tuple[Entry, str, str | None, float], SeenTable | None] = {}
        self._rows: dict[tuple[int, Place, DiagnosisSettings], pl.DataFrame] = {}

    def of(self, entry: Entry, place: Place, settings: DiagnosisSettings) -> SeenTable | None:
        """Return one table by sector; None where it measures none."""
        compared = place.name if place.kind == "own" else place.kind
        key = (entry, compared, settings.against, settings.threshold)
        if key not in self._kept:
            self._kept[key] = self._assess(entry, place, settings)
        return self._kept[key]

    def _assess(self, entry: Entry, place: Place, settings: DiagnosisSettings) -> SeenTable | None:
        table = self.tables.build(entry, place, settings.against)
        codes = [industry.code for industry in table.industries]
        seen = sights(self.concordance, codes, table.classification)
        if not seen:
            return None
        members = [
            (
                Industry(sector.key, sector.name, table.classification, "sector"),
                seen[sector.key].industries,
            )
            for sector in self.concordance.sectors
            if sector.key in seen
        ]
        joined = replace(joined_table(table, members), level=f"sectors by {table.level}")
        return SeenTable(
            assess_table(joined, settings.threshold, prior_of_table(table)), seen, len(codes)
        )

    def rows(self, seen: SeenTable, place: Place, settings: DiagnosisSettings) -> pl.DataFrame:
        """Return the sectors of one table for one place, as columns of ``ROW_TYPES``."""
        key = (id(seen), place, settings)
        if key not in self._rows:
            self._rows[key] = specialism_rows(seen.assessment, place, settings)
        return self._rows[key]

    @cached_property
    def classifications(self) -> set[str]:
        """Classifications of the tables that the concordance has codes for."""
        known = set(self.concordance.jobs)
        return {entry.classification for entry in self.tables.catalogue} & known


def judge_sector(
    sectors: SectorAssessments,
    place: Place,
    sector: Sector,
    settings: DiagnosisSettings,
    strategies_claiming: int | None = None,
    *,
    without_tables: bool = False,
) -> SectorVerdict:
    """Say whether the tables bear out a strength of a place in a sector.

    Args:
        sectors: the tables by sector.
        place: the place.
        sector: the sector.
        settings: what is asked.
        strategies_claiming: strategies of a corpus that claim it, where there is a corpus.
        without_tables: where no table adds up to the place, say that it is not measurable.

    Raises:
        NotAvailableError: no table adds up to the place.
    """
    chosen = _chosen(sectors, place, sector, settings, without_tables=without_tables)
    evidence = [row for _, row in chosen]
    seen, best = _surest(chosen, sector)
    sight = seen.sights[sector.key] if seen else None
    below = _below_one(seen, place, sector) if seen else None
    verdict = sector_verdict(best, sight, below, settings)
    rivals = [rival_rows(table.assessment, place, [sector.key], settings) for table, _ in chosen]
    return SectorVerdict(
        place=place,
        sector=sector,
        verdict=verdict[0],
        point_value_only=verdict[1],
        sentence=sector_sentence(
            place, sector, verdict, best, sight, settings, probability_below_one=below,
            strategies=strategies_claiming,
            blind=why_blind(sector, bool(sectors.classifications)),
        ),
        sight=sight,
        evidence=pl.DataFrame(evidence, schema=ROW_TYPES, orient="row"),
        rivals=pl.concat(rivals) if rivals else pl.DataFrame(schema=RIVAL_TYPES),
        probability_below_one=below,
        places_claiming=best["places_claiming"] if best else None,
        places_demonstrating=best["places_demonstrating"] if best else None,
        strategies_claiming=strategies_claiming,
        datasets=frozenset().union(*(table.datasets for table, _ in chosen)),
    )  # fmt: skip


def sector_share(
    sectors: SectorAssessments,
    place: Place,
    sector: Sector,
    settings: DiagnosisSettings,
    *,
    without_tables: bool = False,
) -> tuple[float | None, str, frozenset[str]]:
    """Return the share of a place's jobs in a sector, the table it rests on, and its datasets.

    Raises:
        NotAvailableError: no table adds up to the place.
    """
    row, datasets = sector_jobs(sectors, place, sector, settings, without_tables=without_tables)
    if row is None:
        return None, "no loaded table of jobs measures the sector", frozenset()
    return float(row["share"]), f"{row['measure']} {row['year']}, {row['level']}", datasets


def sector_jobs(
    sectors: SectorAssessments,
    place: Place,
    sector: Sector,
    settings: DiagnosisSettings,
    *,
    without_tables: bool = False,
) -> tuple[dict[str, Any] | None, frozenset[str]]:
    """Return the row of the table of jobs that sees a sector best, and its datasets.

    Raises:
        NotAvailableError: no table adds up to the place.
    """
    chosen = _chosen(
        sectors, place, sector, settings, need_interval=False, without_tables=without_tables
    )
    for seen, row in chosen:
        if row["measure"] == "jobs" and row["share"] is not None:
            return row, seen.datasets
    return None, frozenset()


def _chosen(
    sectors: SectorAssessments,
    place: Place,
    sector: Sector,
    settings: DiagnosisSettings,
    *,
    need_interval: bool = True,
    without_tables: bool = False,
) -> list[tuple[SeenTable, dict[str, Any]]]:
    """Return for each measure the table that sees the sector best, with the place's row.

    Tables that see it about equally well are told apart by year, then the broader one is taken:
    less of it is suppressed or rounded.
    """
    if sector.judged == "not measurable":
        return []
    try:
        entries, _ = sectors.tables.choose(place, settings.year, settings.industry_level)
    except NotAvailableError:
        if not without_tables:
            raise
        return []
    best: dict[str, tuple[tuple[float, int, int], SeenTable, dict[str, Any]]] = {}
    for entry in entries:
        seen = sectors.of(entry, place, settings)
        if seen is None or sector.key not in seen.sights:
            continue
        found = sectors.rows(seen, place, settings).filter(pl.col("industry") == sector.key)
        row = found.row(0, named=True)
        if row["value"] is None or (need_interval and row["probability_above_threshold"] is None):
            continue
        order = (round(20 * _clearness(seen, sector)) / 20, entry.year, -seen.industries)
        if entry.measure not in best or order > best[entry.measure][0]:
            best[entry.measure] = (order, seen, row)
    return [(seen, row) for _, seen, row in best.values()]


def _surest(
    chosen: list[tuple[SeenTable, dict[str, Any]]], sector: Sector
) -> tuple[SeenTable | None, dict[str, Any] | None]:
    """Return the row that speaks most for the claim, of the tables that see the sector best."""
    views = [(_clearness(seen, sector), seen, row) for seen, row in chosen]
    clearest = max((clear for clear, _, _ in views), default=0.0)
    kept = [(seen, row) for clear, seen, row in views if clear >= AS_CLEAR * clearest]
    return max(
        kept, key=lambda pair: float(pair[1]["probability_above_threshold"]), default=(None, None)
    )


def _clearness(seen: SeenTable, sector: Sector) -> float:
    """Return the share of a sector that a table sees times the share that is of the sector."""
    return seen.sights[sector.key].seen * seen.sights[sector.key].purity


def _below_one(seen: SeenTable, place: Place, sector: Sector) -> float | None:
    """Return P(theta < 1) of a place in a sector."""
    table = seen.assessment.table
    row = [candidate.name for candidate in table.places].index(place.name)
    column = [industry.code for industry in table.industries].index(sector.key)
    for grid in seen.assessment.posteriors(column):
        here = [index for index, candidate in enumerate(grid.rows) if candidate == row]
        if here:
            return float(1 - grid.probability_above(1.0)[here[0]])
    return None
