"""What the parts of the answer on productivity hand to the whole."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from placewise.model.answer import UNSETTLED
from placewise.model.words import Check, Finding


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of one part, with what could not be told.

    Attributes:
        headline: sentences for the top of the answer.
        findings: the tables.
        unsettled: question, why, what would settle it.
        checks: checks on tables and method.
        notes: what a reader must know.
        datasets: what was used.
    """

    headline: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    unsettled: tuple[tuple[str, str, str], ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    datasets: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def together(cls, *parts: Found) -> Found:
        """Return all parts as one, in their order."""
        return cls(
            headline=tuple(sentence for part in parts for sentence in part.headline),
            findings=tuple(finding for part in parts for finding in part.findings),
            unsettled=tuple(row for part in parts for row in part.unsettled),
            checks=tuple(check for part in parts for check in part.checks),
            notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
            datasets=frozenset().union(*(part.datasets for part in parts)),
        )

    def cannot_tell(self) -> pl.DataFrame:
        """Return what could not be told as a table."""
        return pl.DataFrame(list(self.unsettled), schema=UNSETTLED, orient="row")
