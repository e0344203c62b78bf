"""The job of paths: growth split, options with the skill of their forecast, and concentration."""

from __future__ import annotations

import polars as pl

from placewise.diagnose.path_sentences import (
    concentration_sentence,
    growth_sentence,
    multiplier_sentence,
    options_sentence,
    unsettled,
)
from placewise.model.answer import UNSETTLED, Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import plural
from placewise.model.words import Check, Finding, Place
from placewise.workbench.paths.growth import Growth, growth_of
from placewise.workbench.paths.relations import Relations, RelationsOf
from placewise.workbench.paths.tables import PathTables
from placewise.workbench.shelf import Shelf


class PathsAnswers:
    """Growth and paths of places; what all places of a kind share is computed once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._tables = PathTables(shelf)
        self._relations = RelationsOf(self._tables)

    def of(self, place: Place, settings: DiagnosisSettings) -> Answer:
        """Say how a place grew, and which industries lie near those that it has.

        Args:
            place: the place.
            settings: the seed of the draws, and the years of growth.

        Raises:
            NotAvailableError: no table of growth has the years that were asked for.
        """
        since, until = settings.since, settings.until
        series = self._tables.growth(place, since, until)
        growth = None if series is None else growth_of(series, place, since, until)
        relations = self._relations.of(place, settings.seed)
        findings = [*_growth_findings(growth, place), *_relation_findings(relations, place)]
        used = {series.family.dataset} if growth is not None and series is not None else set()
        if relations is not None:
            used.add(relations.dataset)
        sources = self._shelf.sources(used)
        findings = [
            Finding(f.key, f.question, f.sentence, f.table, f.checks, sources) for f in findings
        ]
        peers = self._shelf.compared(place)
        return Answer(
            key="paths",
            place=place,
            question="How has it grown, and where could it go?",
            compared_with=f"{len(peers):,} {plural(peers[0].kind)}",
            headline=tuple(f.sentence for f in findings if f.key in HEADLINES and f.table.height)
            or (f"No table tells how {place.in_text} grew or what its industries are near to.",),
            findings=tuple(findings),
            cannot_tell=pl.DataFrame(
                unsettled(
                    place, growth is not None,
                    None if relations is None else relations.concentration.table,
                ),
                schema=UNSETTLED, orient="row",
            ),
            checks=tuple(check for f in findings for check in f.checks),
            provenance=sources,
            notes=(*(growth.notes if growth else ()), *(relations.notes if relations else ()),
                   *_multiplier_notes(relations)),
        )  # fmt: skip


HEADLINES = ("shift_share_total", "options", "concentration", "local_multipliers")
"""Findings whose sentences answer first."""


def _multiplier_notes(relations: Relations | None) -> tuple[str, ...]:
    if relations is None or relations.concentration.figures.is_empty():
        return ()
    return (
        "Local multipliers were measured where jobs were added, in other places and years, and "
        "count jobs: that they hold where jobs are lost, and for GVA, is assumed.",
    )


def _growth_findings(growth: Growth | None, place: Place) -> list[Finding]:
    if growth is None:
        return []
    checks = (
        Check(
            "The parts add up to the change",
            growth.largest_gap < 1e-9,
            f"They miss it by {growth.largest_gap:.1g} of the change at most.",
        ),
    )
    sentence = growth_sentence(place, growth.total, growth.measure, growth.lacks)
    return [
        Finding("shift_share_total", "Did it grow with the nation, with its mix, or by itself?",
                sentence, growth.total, checks),
        Finding("shift_share", "Which industries made the difference?", sentence,
                growth.industries),
    ]  # fmt: skip


def _relation_findings(relations: Relations | None, place: Place) -> list[Finding]:
    if relations is None:
        return []
    sentence = options_sentence(place, relations.options, relations.skill, relations.level)
    concentration = relations.concentration.table
    return [
        Finding("options", "Which industries lie near those that it has?", sentence,
                relations.options),
        Finding("skill", "How far has nearness foretold what places entered?", sentence,
                relations.skill),
        Finding("complexity", "How complex and how varied is its economy?", sentence,
                relations.measures),
        Finding("concentration", "What if its largest industry shrank by a fifth?",
                concentration_sentence(place, concentration), concentration),
        Finding("local_multipliers", "And what would follow locally, by studies elsewhere?",
                multiplier_sentence(concentration), relations.concentration.figures),
    ]  # fmt: skip
