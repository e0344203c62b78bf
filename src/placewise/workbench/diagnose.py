"""The job of a diagnosis: choose the tables, assess them, read off one place."""

from __future__ import annotations

import numpy as np
import polars as pl

from placewise.diagnose.assessment import Assessment
from placewise.diagnose.sentences import cannot_tell_rows, headline
from placewise.diagnose.specialisms import (
    RIVAL_TYPES,
    ROW_TYPES,
    rival_rows,
    specialism_rows,
    with_shown,
)
from placewise.diagnose.structure_rows import TYPES as STRUCTURE_TYPES
from placewise.diagnose.structure_rows import structure_rows
from placewise.model.diagnosis import Diagnosis, DiagnosisSettings, one_of_a_name
from placewise.model.economy import IndustryTable
from placewise.model.store import Store
from placewise.model.wording import plural
from placewise.model.words import Check, Finding, Place, Provenance
from placewise.workbench.assessments import Assessments
from placewise.workbench.catalogue import COVERS
from placewise.workbench.tables import Tables

MOST_CLAIMS = 12
"""Claims whose rivals are listed one by one in a diagnosis; every row has its counts."""


def diagnose_place(
    store: Store, assessments: Assessments, place: Place, settings: DiagnosisSettings
) -> Diagnosis:
    """Say what is true of one place, how sure that is, and who else could say it.

    Args:
        store: where the tables are.
        assessments: the tables of that store, assessed as far as they were needed.
        place: the place.
        settings: what is asked.

    Raises:
        NotAvailableError: no table adds up to the place.
    """
    entries, missing = assessments.tables.choose(place, settings.year, settings.industry_level)
    found = [assessments.of(entry, place, settings) for entry in entries]
    specialisms = _specialisms(assessments.tables, found, place, settings)
    rivals = _rivals(found, place, specialisms, settings)
    structure = _structure(found, place, settings)
    cannot_tell = cannot_tell_rows(place, specialisms, missing)
    krugman = structure.filter(pl.col("key") == "krugman")
    sentences = headline(
        place, specialisms, settings, krugman.row(0, named=True) if krugman.height else None
    )
    provenance = _provenance(store, assessments, found)
    checks = _checks(found, place)
    return Diagnosis(
        place=place,
        compared_with=f"{max(len(a.table.places) for a in found):,} {plural(place.kind)}",
        settings=settings,
        headline=sentences,
        specialisms=specialisms,
        rivals=rivals,
        structure=structure,
        cannot_tell=cannot_tell,
        map=assessments.map_of(store, max((a.table.places for a in found), key=len)),
        findings=_findings(sentences, specialisms, rivals, structure, checks, provenance),
        checks=checks,
        provenance=provenance,
        notes=tuple(dict.fromkeys(n for a in found for n in (*a.table.notes, a.table.plants.note))),
        command=_command(store, place, settings),
    )


def _specialisms(
    tables: Tables, found: list[Assessment], place: Place, settings: DiagnosisSettings
) -> pl.DataFrame:
    """Return the rows of all tables, with the level at which each specialism is shown."""
    rows = [specialism_rows(assessment, place, settings) for assessment in found]
    together = pl.concat(rows) if rows else pl.DataFrame(schema=ROW_TYPES)
    return with_shown(together, tables.parents(), settings.threshold)


def _rivals(
    found: list[Assessment], place: Place, rows: pl.DataFrame, settings: DiagnosisSettings
) -> pl.DataFrame:
    """Return every place beside this one, for the claims that a reader would look at."""
    known = rows.filter(pl.col("probability_above_threshold").is_not_null())
    claims = known.filter(
        (pl.col("lq") >= settings.threshold)
        | pl.col("demonstrable")
        | (pl.col("probability_above_threshold") >= 0.5)
    )
    if claims.is_empty():
        claims = known
    by_table = {(a.table.measure, a.table.level, a.table.year): a for a in found}
    claims = claims.sort("probability_above_threshold", "lq", descending=True)
    claims = one_of_a_name(claims, "measure").head(MOST_CLAIMS)
    frames = [
        rival_rows(by_table[measure, level, year], place, [industry], settings)
        for measure, level, year, industry in claims.select(
            "measure", "level", "year", "industry"
        ).iter_rows()
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=RIVAL_TYPES)


def _structure(found: list[Assessment], place: Place, settings: DiagnosisSettings) -> pl.DataFrame:
    """Return the structure at the broadest level of each measure that makes up the whole."""
    broadest: dict[str, Assessment] = {}
    for assessment in found:
        measure = assessment.table.measure
        if measure not in broadest or covered(broadest[measure].table) < COVERS:
            broadest[measure] = max(
                broadest.get(measure, assessment), assessment, key=lambda a: covered(a.table)
            )
    frames = [structure_rows(a, place, settings.seed) for a in broadest.values()]
    return pl.concat(frames) if frames else pl.DataFrame(schema=STRUCTURE_TYPES)


def covered(table: IndustryTable) -> float:
    """Return the share of the base that the industries of a table hold: some levels leave out."""
    return float(np.nansum(table.industry_totals) / table.total)


def _provenance(
    store: Store, assessments: Assessments, found: list[Assessment]
) -> tuple[Provenance, ...]:
    """Return the sources of the tables and of the plant counts behind them."""
    used = {source.dataset for a in found for source in a.table.provenance}
    if any(basis != "none" for a in found for basis in a.table.plants.basis):
        used |= assessments.datasets_of(store, "plants")
    used |= assessments.datasets_of(store, "areas")
    return tuple(source for source in store.provenance() if source.dataset in used)


def _checks(found: list[Assessment], place: Place) -> tuple[Check, ...]:
    """Return checks on the tables: do parts add up, is every cell known, are plants known."""
    checks = []
    for assessment in found:
        table = assessment.table
        row = [candidate.name for candidate in table.places].index(place.name)
        name = f"{table.measure} by {table.level}, {table.year}"
        known = int(sum(table.values[row] == table.values[row]))
        checks.append(
            Check(
                f"Every industry is known ({name})",
                known == len(table.industries),
                f"{known} of {len(table.industries)} industries have a value for {place.name}.",
            )
        )
        with_plants = sum(basis != "none" for basis in table.plants.basis)
        checks.append(
            Check(
                f"Plants are known ({name})",
                None if with_plants == 0 else with_plants == len(table.industries),
                f"{with_plants} of {len(table.industries)} industries have an estimate of how "
                "unequal their plants are; the others have no interval.",
            )
        )
    return tuple(checks)


def _findings(
    sentences: tuple[str, ...],
    specialisms: pl.DataFrame,
    rivals: pl.DataFrame,
    structure: pl.DataFrame,
    checks: tuple[Check, ...],
    provenance: tuple[Provenance, ...],
) -> tuple[Finding, ...]:
    """Return the tables with their questions, in the order they are read."""
    return (
        Finding(
            "specialisms", "Which specialisms can it demonstrate?", sentences[0], specialisms,
            checks, provenance,
        ),
        Finding(
            "rivals", "Who else could say this?", sentences[min(1, len(sentences) - 1)], rivals,
            (), provenance,
        ),
        Finding(
            "structure", "How special is its mix of industries?", sentences[-1], structure,
            (), provenance,
        ),
    )  # fmt: skip


def year_options(settings: DiagnosisSettings) -> list[str]:
    """Return the options of the years of growth, as they were given."""
    asked = {"--since": settings.since, "--until": settings.until}
    return [f"{option} {year}" for option, year in asked.items() if year is not None]


def _command(store: Store, place: Place, settings: DiagnosisSettings) -> str:
    """Return the command that makes the diagnosis again."""
    parts = [f'placewise diagnose "{place.name}"', f'--kind "{place.kind}"']
    if store.label != "the sample":
        parts.append(f'--workspace "{store.label}"')
    if settings.against is not None:
        parts.append(f'--against "{settings.against}"')
    if settings.year is not None:
        parts.append(f"--year {settings.year}")
    if settings.industry_level is not None:
        parts.append(f'--industry-level "{settings.industry_level}"')
    parts += [f"--threshold {settings.threshold:g}", f"--seed {settings.seed}"]
    return " ".join([*parts, *year_options(settings)])
