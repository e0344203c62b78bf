"""The facts of a document against the data of every candidate place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.errors import NotAvailableError
from placewise.model.claims import Claim, Concordance
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.figures import HOME, Figure, FigureVerdict, Subject
from placewise.model.words import Place
from placewise.review.facts import (
    CHALLENGE_SLOPE,
    DOUBTS,
    SECTOR_SLOPE,
    Doubts,
    FactEvidence,
    claim_log_likelihoods,
    figure_log_likelihood,
)
from placewise.review.figures.check import check_figure
from placewise.review.figures.find import words_pattern
from placewise.review.figures.whole import counts_things, how_said
from placewise.workbench.facts import FactTables
from placewise.workbench.sectors import SectorAssessments

Floats = NDArray[np.float64]

LEAST_RATE = 0.02
"""Share of strategies taken to claim a sector that no known strategy claims."""

CHALLENGES = {
    "share qualified to level 4": -1.0,
    "share without qualifications": 1.0,
    "gva per hour": -1.0,
    "employment rate": -1.0,
    "inactivity rate": 1.0,
    "unemployment rate": 1.0,
    "weekly pay": -1.0,
    "affordability ratio": 1.0,
    "child poverty": 1.0,
    "gigabit coverage": -1.0,
}
"""Subjects that a challenge may be about, and the direction in which the data would show it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places that a document could be about.

    Attributes:
        places: the R candidates, the true place among them.
        own: position of the true place.
    """

    places: tuple[Place, ...]
    own: int

    @property
    def names(self) -> list[str]:
        """Names of the candidates."""
        return [place.name for place in self.places]


def checked_figures(
    figures: Sequence[Figure],
    subjects: Mapping[str, Subject],
    tables: FactTables,
    places: tuple[Place, ...],
    home: Place,
    latest: int | None,
) -> list[FigureVerdict]:
    """Hold every figure to the tables.

    Args:
        figures: the figures of the document.
        subjects: subjects by key.
        tables: where values come from.
        places: the places whose values a figure may fit.
        home: the place that the document is about.
        latest: the year of the document, None where it is not known.
    """
    empty = tables.nothing
    verdicts = []
    for figure in figures:
        subject = subjects.get(figure.subject or "")
        table = empty if subject is None else tables.of(subject, figure.sector, places)
        verdicts.append(check_figure(figure, subject, table, home.name, latest=latest))
    return verdicts


def figure_evidence(
    figures: Sequence[Figure],
    subjects: Mapping[str, Subject],
    tables: FactTables,
    candidates: Candidates,
    latest: int | None,
    doubts: Doubts = DOUBTS,
) -> list[FactEvidence]:
    """Return what each stated fact of the document's own place says of every candidate.

    A figure that is stated several times counts once.

    Args:
        figures: the figures of the document.
        subjects: subjects by key.
        tables: where values come from.
        candidates: the places that the document could be about.
        latest: the year of the document, None where it is not known.
        doubts: how often a figure is not the value of its place.
    """
    home = [candidates.names[candidates.own]]
    seen: set[tuple[str | None, str | None, int | None, float]] = set()
    found = []
    for figure in figures:
        subject = subjects.get(figure.subject or "")
        key = (figure.subject, figure.sector, figure.year, figure.quantity)
        if figure.nature != "fact" or figure.place != HOME or subject is None or key in seen:
            continue
        seen.add(key)
        table = tables.of(subject, figure.sector, candidates.places)
        counts = counts_things(subject)
        likelihood = figure_log_likelihood(
            figure, table, candidates.names, latest,
            false=doubts.false_count if counts else doubts.false_rate,
            part=doubts.part(how_said(figure, home)) if counts else 0.0,
        )  # fmt: skip
        if likelihood is not None:
            words = f"{figure.text.strip()} ({subject.title})"
            found.append(
                FactEvidence(
                    "figure", words, figure.start, figure.end, figure.passage, likelihood
                )
            )  # fmt: skip
    return found


def sector_strengths(
    sectors: SectorAssessments, place: Place, candidates: Candidates, settings: DiagnosisSettings
) -> tuple[list[str], Floats, frozenset[str]]:
    """Return the sectors that the tables see, and the log of the shrunk quotient of every place.

    Of several tables of a sector the one that sees most of it counts, jobs before GVA.

    Returns:
        Keys of S sectors, (R, S), NaN where not known, and the datasets that they come from.
    """
    try:
        entries, _ = sectors.tables.choose(place, settings.year, settings.industry_level)
    except NotAvailableError:
        return [], np.empty((len(candidates.places), 0)), frozenset()
    best: dict[str, tuple[float, Floats, frozenset[str]]] = {}
    row_of = {name: row for row, name in enumerate(candidates.names)}
    for entry in entries:
        seen = sectors.of(entry, place, settings)
        if seen is None:
            continue
        table = seen.assessment.table
        for column, industry in enumerate(table.industries):
            sight = seen.sights[industry.code]
            worth = sight.seen * sight.purity + (0.001 if entry.measure == "jobs" else 0.0)
            if industry.code in best and best[industry.code][0] >= worth:
                continue
            strength = np.full(len(candidates.places), np.nan)
            for at, other in enumerate(table.places):
                value = seen.assessment.result.shrunk[at, column]
                if other.name in row_of and value > 0:
                    strength[row_of[other.name]] = np.log(value)
            best[industry.code] = (worth, strength, seen.datasets)
    keys = sorted(best)
    strengths = np.empty((len(candidates.places), len(keys)))
    for at, key in enumerate(keys):
        strengths[:, at] = best[key][1]
    return keys, strengths, frozenset().union(*(datasets for _, _, datasets in best.values()))


def sector_evidence(
    claims: Sequence[Claim],
    keys: list[str],
    strengths: Floats,
    rates: Mapping[str, float],
    concordance: Concordance,
) -> list[FactEvidence]:
    """Return what each sector that is claimed, and all that are not, say of every candidate.

    Args:
        claims: the claims of the document.
        keys: the S sectors that the tables see.
        strengths: (R, S) standing of every candidate.
        rates: share of strategies that claim a sector.
        concordance: the sectors, for their names.
    """
    if not keys:
        return []
    rate = np.array([min(max(rates.get(key, 0.0), LEAST_RATE), 1 - LEAST_RATE) for key in keys])
    named, unnamed = claim_log_likelihoods(strengths, rate, SECTOR_SLOPE)
    first: dict[str, Claim] = {}
    for claim in claims:
        if claim.kind == "sector strength" and claim.sector in keys and claim.stands:
            first.setdefault(str(claim.sector), claim)
    found = []
    for key, claim in first.items():
        sector = concordance.sector(key)
        words = f"{sector.name if sector else key} named as a strength"
        found.append(
            FactEvidence(
                "sector strength", words, claim.start, claim.end, claim.passage,
                named[:, keys.index(key)],
            )
        )  # fmt: skip
    if first:
        absent = [column for column, key in enumerate(keys) if key not in first]
        found.append(
            FactEvidence(
                "sector strength", f"{len(absent)} sectors not named as strengths", -1, -1, -1,
                unnamed[:, absent].sum(axis=1),
            )
        )  # fmt: skip
    return found


def challenge_evidence(
    claims: Sequence[Claim],
    subjects: Mapping[str, Subject],
    tables: FactTables,
    candidates: Candidates,
) -> list[FactEvidence]:
    """Return what each challenge that is named says of every candidate.

    The standing of a place is its value in the latest year, in standard deviations between the
    candidates, in the direction that the challenge speaks of.
    """
    found, done = [], set()
    for claim in claims:
        if claim.kind != "challenge" or not claim.stands:
            continue
        for key, direction in CHALLENGES.items():
            subject = subjects.get(key)
            if (
                subject is None
                or key in done
                or not words_pattern(subject.words).search(claim.text)
            ):
                continue
            standing = _standing(tables.of(subject, None, candidates.places), candidates.names)
            if standing is None:
                continue
            done.add(key)
            named, _ = claim_log_likelihoods(
                direction * standing[:, None], np.array([0.5]), CHALLENGE_SLOPE
            )
            found.append(
                FactEvidence(
                    "challenge", f"{subject.title} named as a challenge", claim.start, claim.end,
                    claim.passage, named[:, 0],
                )
            )  # fmt: skip
    return found


def _standing(table: pl.DataFrame, names: list[str]) -> Floats | None:
    """Return values of the latest year in standard deviations; None for fewer than three places."""
    if table.is_empty():
        return None
    latest = table.filter(pl.col("year") == pl.col("year").max())
    values = dict(latest.select("place", "value").iter_rows())
    z = np.array([values.get(name, np.nan) for name in names], dtype=np.float64)
    if np.isfinite(z).sum() < 3 or not np.nanstd(z) > 0:
        return None
    return np.asarray((z - np.nanmean(z)) / np.nanstd(z))
