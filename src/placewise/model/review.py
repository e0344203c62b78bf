"""What a review hands to the report: answers, tidy tables, marks on the text, sources."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import polars as pl

from placewise.model.document import Document
from placewise.model.plan import REACH
from placewise.model.principles import Judged, Principle
from placewise.model.words import Check, Place, Provenance

SCHEMA_VERSION = "1.0"
"""Version of the JSON that ``placewise review --json`` writes; documented in docs/reference."""

MASKING_LEVELS = (
    (0, "as written"),
    (1, "its own names masked"),
    (2, "all place names masked"),
    (3, "all proper nouns masked"),
    (4, "all capitalised words removed"),
)
"""Levels of masking that a document is read at. The last is no masking but the honest floor."""

PASSAGE_STANDINGS = ("gives the place away", "anyone's", "in between", "too short to tell")
"""What a passage tells of its place once all place names are masked."""

MARK_KINDS = (
    "gives the place away",
    "anyone's",
    "reused",
    "claim supported",
    "claim not supported",
    "claim contradicted",
    "claim not measurable",
    "figure agrees",
    "figure differs",
    "figure not checkable",
    "strength without a barrier",
    "masked name",
)
"""Kinds of mark on the text of a document."""

SECTOR_AGAINST_HORIZONTAL: dict[str, pl.DataType | type[pl.DataType]] = {
    **REACH, "passages": pl.Int64, "note": pl.String,
}  # fmt: skip
"""Columns of sector against horizontal: those of a plan, in how many passages the focus stands, and
what a reader must know of the row. ``name`` is ``sector`` or ``horizontal`` where all are put
together. Of an action across sectors the share is not known: ``upper`` is all who could be touched,
and ``lower`` is missing. ``diversification`` is told for one per cent more jobs where the focus
lies, every job of it gaining alike."""


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """Everything that, with the same document and tables, gives the same review again.

    Attributes:
        kind: kind of the places that the document is compared with; None for the place's own.
        year: the year of the document; None where it is not known.
        threshold: the location quotient that a claimed strength must pass.
        confidence: probability above which a claim counts as demonstrable.
        seed: seed of every random draw.
    """

    kind: str | None = None
    year: int | None = None
    threshold: float = 1.25
    confidence: float = 0.95
    seed: int = 20260101


@dataclass(frozen=True, slots=True)
class Review:
    """A strategy document, reviewed.

    Attributes:
        document: the document as read.
        place: the place it is about.
        compared_with: the candidates in words, such as ``15 combined authorities``.
        settings: what was asked.
        answers: the five answers in plain sentences, in this order: would you know the place,
            what is anyone's, do the claims stand up, do the figures agree, does it make a case
            for what it proposes.
        identification: one row a masking level. Columns: level, label, basis (``facts``, ``words``
            or ``words and facts``), rank (of the true place; null where nothing tells),
            probability (of the true place), anonymity_set (the number of places that the text
            could be about: the exponential of the entropy), credible_set (places in the 90 % set),
            in_credible_set, most_likely (place), places_considered.
        candidates: one row a level and candidate, most likely first. Columns: level, place,
            probability, is_place.
        passages: one row a passage. Columns: number, kind, page, start, end, heading, words,
            standing (one of :data:`PASSAGE_STANDINGS`), anonymity_set (null where too short),
            probability (of the true place), why, reused_share (null below a half, which is not
            measured), reused_from (number of other places that hold half or more).
        masked: one row a masked span. Columns: start, end, text, kind, level, reason, page,
            passage.
        reuse: one row a pair of matching passages. Columns: passage, page, start, end, text,
            place, document, other_page, other_text, share, places (how many other places have
            it), names_differ.
        changes: one row a passage of this document or of the place's earlier plan. Columns:
            standing (``kept``, ``altered``, ``new``, ``dropped``), passage, page, text,
            earlier_page, earlier_text, share.
        claims: one row a claim. Columns: text, start, end, passage, page, kind, sector,
            sector_title, industries (codes, comma-separated), classification, measured_share,
            verdict, sentence, measure, level, industry_year, lq, lower, upper,
            probability_above_threshold, rivals_expected, rivals_lower, rivals_upper,
            places_considered, places_claiming, places_demonstrating, strategies_claiming (other
            documents of the corpus that claim the sector; null without a corpus), why.
        figures: one row a figure. Columns: text, start, end, passage, page, quantity, upper, unit,
            subject, sector, place, year, nature, verdict, table_value, table_lower, table_upper,
            table_year, table_place, dataset, difference, allowed, elsewhere, sentence, why.
        rivals: one row a claimed sector and place, as ``Diagnosis.rivals`` with a column sector.
        case: one row a passage in which a strength stands as the reason for an intervention
            without a barrier or a failure. Columns: passage, page, start, end, text, sector, why.
        reach: one row a sector or horizontal field that the document acts on. Columns: field,
            kind (``sector`` or ``horizontal``), actions, jobs_share, jobs_lower, jobs_upper,
            firms_share, what_it_reaches.
        similarity: one row another document of the corpus. Columns: place, document, similarity,
            expected, lower, upper, residual, standing.
        marks: one row a mark on the text. Columns: start, end, kind (one of
            :data:`MARK_KINDS`), label, reason.
        cannot_tell: one row a question. Columns: question, why, what_would_settle_it.
        checks: checks on the document, the tables and the method.
        provenance: every table that was used.
        notes: what a reader must know, one sentence each.
        command: the command that makes this review again.
        sector_against_horizontal: what its focus could touch, columns
            :data:`SECTOR_AGAINST_HORIZONTAL`; None where it was not asked.
        principles: the checklist; empty where it was not asked.
        judged: what is said of each principle, in the same order.
    """

    document: Document
    place: Place
    compared_with: str
    settings: ReviewSettings
    answers: tuple[str, ...]
    identification: pl.DataFrame
    candidates: pl.DataFrame
    passages: pl.DataFrame
    masked: pl.DataFrame
    reuse: pl.DataFrame
    changes: pl.DataFrame
    claims: pl.DataFrame
    figures: pl.DataFrame
    rivals: pl.DataFrame
    case: pl.DataFrame
    reach: pl.DataFrame
    similarity: pl.DataFrame
    marks: pl.DataFrame
    cannot_tell: pl.DataFrame
    checks: tuple[Check, ...]
    provenance: tuple[Provenance, ...]
    notes: tuple[str, ...]
    command: str
    sector_against_horizontal: pl.DataFrame | None = None
    principles: tuple[Principle, ...] = ()
    judged: tuple[Judged, ...] = ()

    def _repr_html_(self) -> str:
        """Show the answers and the judged claims in a notebook."""
        listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.answers)
        shown = self.claims.select("text", "sector_title", "verdict", "lq", "lower", "upper")
        title = escape(f"{self.document.title or self.document.name}, {self.place.name}")
        return f"<div><h3>{title}</h3><ul>{listed}</ul>{shown.head(10)._repr_html_()}</div>"


TABLES: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "identification": {
        "level": pl.Int64, "label": pl.String, "basis": pl.String, "rank": pl.Int64,
        "probability": pl.Float64, "anonymity_set": pl.Float64, "credible_set": pl.Int64,
        "in_credible_set": pl.Boolean, "most_likely": pl.String, "places_considered": pl.Int64,
    },
    "candidates": {
        "level": pl.Int64, "place": pl.String, "probability": pl.Float64, "is_place": pl.Boolean,
    },
    "passages": {
        "number": pl.Int64, "kind": pl.String, "page": pl.Int64, "start": pl.Int64,
        "end": pl.Int64, "heading": pl.String, "words": pl.Int64, "standing": pl.String,
        "anonymity_set": pl.Float64, "probability": pl.Float64, "why": pl.String,
        "reused_share": pl.Float64, "reused_from": pl.Int64,
    },
    "masked": {
        "start": pl.Int64, "end": pl.Int64, "text": pl.String, "kind": pl.String,
        "level": pl.Int64, "reason": pl.String, "page": pl.Int64, "passage": pl.Int64,
    },
    "reuse": {
        "passage": pl.Int64, "page": pl.Int64, "start": pl.Int64, "end": pl.Int64,
        "text": pl.String, "place": pl.String, "document": pl.String, "other_page": pl.Int64,
        "other_text": pl.String, "share": pl.Float64, "places": pl.Int64,
        "names_differ": pl.Boolean,
    },
    "changes": {
        "standing": pl.String, "passage": pl.Int64, "page": pl.Int64, "text": pl.String,
        "earlier_page": pl.Int64, "earlier_text": pl.String, "share": pl.Float64,
    },
    "claims": {
        "text": pl.String, "start": pl.Int64, "end": pl.Int64, "passage": pl.Int64,
        "page": pl.Int64, "kind": pl.String, "sector": pl.String, "sector_title": pl.String,
        "industries": pl.String, "classification": pl.String, "measured_share": pl.Float64,
        "verdict": pl.String, "sentence": pl.String, "measure": pl.String, "level": pl.String,
        "industry_year": pl.Int64, "lq": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
        "probability_above_threshold": pl.Float64, "rivals_expected": pl.Float64,
        "rivals_lower": pl.Float64, "rivals_upper": pl.Float64, "places_considered": pl.Int64,
        "places_claiming": pl.Int64, "places_demonstrating": pl.Int64,
        "strategies_claiming": pl.Int64, "why": pl.String,
    },
    "figures": {
        "text": pl.String, "start": pl.Int64, "end": pl.Int64, "passage": pl.Int64,
        "page": pl.Int64, "quantity": pl.Float64, "upper": pl.Float64, "unit": pl.String,
        "subject": pl.String, "sector": pl.String, "place": pl.String, "year": pl.Int64,
        "nature": pl.String, "verdict": pl.String, "table_value": pl.Float64,
        "table_lower": pl.Float64, "table_upper": pl.Float64, "table_year": pl.Int64,
        "table_place": pl.String, "dataset": pl.String, "difference": pl.Float64,
        "allowed": pl.Float64, "elsewhere": pl.String, "sentence": pl.String, "why": pl.String,
    },
    "case": {
        "passage": pl.Int64, "page": pl.Int64, "start": pl.Int64, "end": pl.Int64,
        "text": pl.String, "sector": pl.String, "why": pl.String,
    },
    "reach": {
        "field": pl.String, "kind": pl.String, "actions": pl.Int64, "jobs_share": pl.Float64,
        "jobs_lower": pl.Float64, "jobs_upper": pl.Float64, "firms_share": pl.Float64,
        "what_it_reaches": pl.String,
    },
    "similarity": {
        "place": pl.String, "document": pl.String, "similarity": pl.Float64,
        "expected": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "residual": pl.Float64,
        "standing": pl.String,
    },
    "marks": {
        "start": pl.Int64, "end": pl.Int64, "kind": pl.String, "label": pl.String,
        "reason": pl.String,
    },
    "cannot_tell": {"question": pl.String, "why": pl.String, "what_would_settle_it": pl.String},
}  # fmt: skip
"""Columns and types of the tables of a review, all but ``rivals``."""
