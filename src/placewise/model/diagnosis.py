"""What a diagnosis hands to the report: settings, sentences, tidy tables, checks, sources."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import polars as pl

from placewise.model.answer import Answer
from placewise.model.words import Check, Finding, Place, Provenance

SCHEMA_VERSION = "1.1"
"""Version of the JSON that ``placewise diagnose --json`` writes; documented in docs/reference."""


@dataclass(frozen=True, slots=True)
class DiagnosisSettings:
    """Everything that, with the same tables, gives the same diagnosis again.

    Attributes:
        against: name of the base of the location quotients; None for all areas of the table.
        year: the year asked for; None for the latest of each table.
        industry_level: the level asked for; None for every level.
        threshold: the location quotient that a claim must pass, 1.25 unless said.
        confidence: probability above which a claim counts as demonstrable, 0.95.
        seed: seed of every random draw.
        since: year that growth is told from; None for ten years before its end, or the first.
        until: year that growth is told to; None for the latest.
    """

    against: str | None = None
    year: int | None = None
    industry_level: str | None = None
    threshold: float = 1.25
    confidence: float = 0.95
    seed: int = 20260101
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is true of a place, how sure that is, and who else could say it.

    Attributes:
        place: the place.
        compared_with: in words, such as ``15 combined authorities``.
        settings: what was asked.
        headline: three to six plain sentences, each with uncertainty and comparator.
        specialisms: one row a place's industry and measure, strongest first. Columns:
            industry, industry_name, classification, level, parent, measure, unit, year, base,
            value, share (of the place), base_share, lq, lower, upper, shrunk, shrunk_lower,
            shrunk_upper, probability_above_threshold, demonstrable, q_value, discovered,
            herfindahl, herfindahl_basis, expected_plants (effective plants expected at LQ 1),
            lq_without_one_plant, stands_without_one_plant (the claim still passes the threshold
            as a point value; null where it did not pass), rivals_expected, rivals_lower,
            rivals_upper, rank, rank_lower, rank_upper, places_considered, places_claiming,
            places_demonstrating (the last two count the place itself when it does), shown_for
            (the code of the industry whose specialism this row is part of, at the level where it
            can be demonstrated; null if none). Missing stays null.
        rivals: one row a claim and a place. Columns: industry, level, measure, year, place,
            place_code, kind, lq, lower, upper, shrunk, probability_above_threshold, standing
            (``demonstrates``, ``could claim``, ``neither``, ``not known``), is_place,
            probability_at_least_as_specialised.
        structure: one row a measure of structure. Columns: key, name, level, measure (jobs, gva),
            year, value, lower, upper, rank, places_considered, meaning.
        cannot_tell: one row a question. Columns: question, why, what_would_settle_it.
        map: one row a place of the same kind, drawn as tiles or outlines. Columns: place,
            place_code, column, row (tile position, null without one), short (label of at most
            four letters), geometry (GeoJSON text, null without one).
        findings: the same tables with their sentences, in the order they are read.
        checks: checks on the tables and the method.
        provenance: every table that was used.
        notes: what a reader must know about the tables, one sentence each.
        command: the command that makes this diagnosis again.
        answers: the other topics, in the order in which they are read; none where they were not
            asked for.
    """

    place: Place
    compared_with: str
    settings: DiagnosisSettings
    headline: tuple[str, ...]
    specialisms: pl.DataFrame
    rivals: pl.DataFrame
    structure: pl.DataFrame
    cannot_tell: pl.DataFrame
    map: pl.DataFrame
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    provenance: tuple[Provenance, ...]
    notes: tuple[str, ...]
    command: str
    answers: tuple[Answer, ...] = ()

    def _repr_html_(self) -> str:
        """Show the answer and the strongest rows in a notebook."""
        strongest = self.specialisms.filter(pl.col("lower").is_not_null()).sort(
            "probability_above_threshold", "lq", descending=True
        )
        shown = strongest.select(
            "industry_name", "measure", "level", "year", "lq", "lower", "upper",
            "probability_above_threshold", "demonstrable", "places_claiming",
            "places_demonstrating",
        )  # fmt: skip
        return _for_notebook(self.place.name, self.headline, shown.head(10))


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One claim of one place, given in words and judged.

    What a document claims is a :class:`placewise.model.claims.Claim`, and the verdict on a sector
    a :class:`placewise.model.claims.SectorVerdict`.

    Attributes:
        place: the place.
        claim: the claim in words, as it was given.
        industry: code of the industry, or key of the sector, it was taken to mean.
        industry_name: its title.
        verdict: ``demonstrated``, ``could be claimed``, ``not supported`` or ``not measurable``;
            of a sector also ``contradicted``.
        sentence: the verdict in one sentence with the numbers behind it.
        evidence: the rows of ``Diagnosis.specialisms`` behind it, one a measure and level.
        rivals: the rows of ``Diagnosis.rivals`` behind it.
        settings: what was asked.
        provenance: every table that was used.
    """

    place: Place
    claim: str
    industry: str
    industry_name: str
    verdict: str
    sentence: str
    evidence: pl.DataFrame
    rivals: pl.DataFrame
    settings: DiagnosisSettings
    provenance: tuple[Provenance, ...]

    def _repr_html_(self) -> str:
        """Show the sentence and the places in a notebook."""
        shown = self.rivals.select("place", "measure", "year", "lq", "lower", "upper", "standing")
        return _for_notebook(self.place.name, (self.sentence,), shown.head(20))


def _for_notebook(title: str, sentences: tuple[str, ...], table: pl.DataFrame) -> str:
    """Return a heading, sentences and a table as a fragment of HTML."""
    listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<div><h3>{escape(title)}</h3><ul>{listed}</ul>{table._repr_html_()}</div>"


def one_of_a_name(rows: pl.DataFrame, *apart: str) -> pl.DataFrame:
    """Return the first row of each industry name.

    An industry that is the only part of the one above it bears its name at every level down
    (NAICS 212210, 21221): one industry to a reader, however often it is published.

    Args:
        rows: rows of :attr:`Diagnosis.specialisms`, the one to keep first.
        apart: columns by which rows of one name are still told apart, such as ``measure``.
    """
    return rows.unique(["industry_name", *apart], keep="first", maintain_order=True)
