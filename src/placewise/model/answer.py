"""One question of a full diagnosis, answered: sentences, tidy tables, checks, sources."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from placewise.model.words import Check, Finding, Place, Provenance

UNSETTLED = {"question": pl.String, "why": pl.String, "what_would_settle_it": pl.String}
"""Columns of the table of what cannot be told."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one question about one place.

    Attributes:
        key: a stable word for it, such as ``productivity``: the topic of ``placewise explain``.
        place: the place.
        question: the question in words, as a section title.
        compared_with: the comparators in words, such as ``15 combined authorities``.
        headline: up to four plain sentences, each with uncertainty and comparator; the first is
            the one that a summary of one page shows.
        findings: tidy tables with their sentences, in the order they are read. The key of each
            names its table in JSON and CSV; its columns are documented where it is made.
        cannot_tell: one row a question. Columns: question, why, what_would_settle_it.
        checks: checks on the tables and the method.
        provenance: every table that was used.
        notes: what a reader must know about the tables, one sentence each.
        command: the command that makes this answer again.
        map: where the places compared lie on a page, as in ``Diagnosis.map``; None without a map.
    """

    key: str
    place: Place
    question: str
    compared_with: str
    headline: tuple[str, ...]
    findings: tuple[Finding, ...]
    cannot_tell: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNSETTLED))
    checks: tuple[Check, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    notes: tuple[str, ...] = ()
    command: str = ""
    map: pl.DataFrame | None = None

    def finding(self, key: str) -> Finding | None:
        """Return the finding of a key, None where the answer has none."""
        return next((finding for finding in self.findings if finding.key == key), None)

    def table(self, key: str) -> pl.DataFrame:
        """Return the table of a finding; without columns where the answer has none."""
        finding = self.finding(key)
        return pl.DataFrame() if finding is None else finding.table
