"""The job of growth: what a place gains and loses by growing, and what it should manage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from placewise.data.evidence.growth import read_growth_evidence
from placewise.diagnose.agglomeration_sentences import (
    access_sentence,
    balance_sentence,
    catchment_sentence,
    commuting_sentence,
    exceptions_sentence,
    gains_sentence,
    pressure_sentence,
    sensitivity_sentence,
    unsettled,
)
from placewise.model.answer import UNSETTLED, Answer
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.evidence import GrowthEvidence
from placewise.model.wording import capital, listed, number_in_words, plural
from placewise.model.words import Check, Finding, Place
from placewise.workbench.agglomeration import tables
from placewise.workbench.agglomeration.balance import DRAWS
from placewise.workbench.agglomeration.kind import OfKind, of_kind
from placewise.workbench.commuting import Flows, links, read_flows
from placewise.workbench.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was worked out for all places of a kind, with the tables that they share.

    Attributes:
        kind: the numbers.
        gains: columns of ``tables.GAINS``.
        balance: columns of ``tables.BALANCE``.
        exceptions: columns of ``tables.EXCEPTIONS``.
        changed: per cent of places in another class by each change to the method.
    """

    kind: OfKind
    gains: pl.DataFrame
    balance: pl.DataFrame
    exceptions: pl.DataFrame
    changed: dict[str, float]


class AgglomerationAnswers:
    """Gains and costs of growth; what all places of a kind share is worked out once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._evidence: GrowthEvidence = read_growth_evidence()
        self._flows: Flows | None = read_flows(shelf)
        self._areas = shelf.store.table("areas").select("code", "name", "kind").collect()
        self._names: dict[str, str] = dict(self._areas.select("code", "name").iter_rows())
        self._kinds: dict[tuple[tuple[Place, ...], int], Prepared] = {}

    def of(self, place: Place, settings: DiagnosisSettings) -> Answer:
        """Say what growth brings and costs in a place, and which of the two comes first.

        Args:
            place: the place.
            settings: the seed of the draws is used.
        """
        places = self._shelf.compared(place)
        key = (places, settings.seed)
        if key not in self._kinds:
            self._kinds[key] = self._prepare(places, settings.seed)
        prepared = self._kinds[key]
        kind, at = prepared.kind, places.index(place)
        findings = [finding for finding in self._findings(prepared, place, at)
                    if not finding.table.is_empty()]  # fmt: skip
        by_key = {finding.key: finding.sentence for finding in findings}
        return Answer(
            key="agglomeration",
            place=place,
            question="Should it build growth, or manage what growth costs?",
            compared_with=f"{len(places):,} {plural(places[0].kind)}",
            headline=tuple(by_key[key] for key in HEADLINES if by_key.get(key))
            or (f"No table tells what growth brings or costs in {place.in_text}.",),
            findings=tuple(findings),
            cannot_tell=pl.DataFrame(
                unsettled(
                    place,
                    access=bool(kind.access) and bool(np.isfinite(kind.access[0].values[at])),
                    commuting="commuting" in by_key,
                    gains=bool(np.isfinite(kind.balance.gain[0, at])),
                    missing=[s.title for s in kind.signs if not np.isfinite(s.mark[at])],
                    told=bool(np.isfinite(kind.balance.probability[at])),
                ),
                schema=UNSETTLED, orient="row",
            ),
            checks=tuple(check for finding in findings for check in finding.checks),
            provenance=self._shelf.sources(kind.datasets),
            notes=(*self._notes(kind), *_without_interval(findings)),
        )  # fmt: skip

    def _prepare(self, places: tuple[Place, ...], seed: int) -> Prepared:
        kind = of_kind(self._shelf, self._evidence, self._flows, places, seed)
        balance = tables.balance_table(kind)
        sides = [
            (side, tables.regions_of(self._shelf.territories, self._areas, places, side))
            for side in self._evidence.sides
        ]
        return Prepared(
            kind, tables.gains_table(kind), balance,
            tables.exceptions_table(balance, sides), tables.classes_changed(kind),
        )  # fmt: skip

    def _findings(self, prepared: Prepared, place: Place, at: int) -> list[Finding]:
        kind, name = prepared.kind, place.name
        access = tables.access_table(kind, at)
        commuting = tables.commuting_table(kind, self._flows, at)
        catchment = (
            pl.DataFrame() if self._flows is None
            else links(self._shelf, self._flows, place, self._names)
        )  # fmt: skip
        caveat = "" if self._flows is None else self._flows.caveat
        pressure = tables.pressure_table(kind, at)
        if pressure["value"].is_null().all():
            pressure = pressure.clear()
        gains = _marked(prepared.gains.drop_nulls(["gains", "costs"]), name)
        balance = _marked(prepared.balance, name)
        if balance["probability"].is_null().all():
            balance = balance.clear()
        exceptions = _marked(prepared.exceptions, name)
        sensitivity = tables.sensitivity_table(kind, at, prepared.changed)
        peers = plural(kind.places[0].kind)
        return [
            Finding("balance", "Build growth, or manage what it costs?",
                    balance_sentence(place, balance, peers), balance, _checks(prepared)),
            Finding("gains_and_costs", "What would ten per cent more density bring and cost?",
                    gains_sentence(place, gains), gains),
            Finding("commuting", "Do people work where they live?",
                    commuting_sentence(place, commuting, peers, caveat), commuting),
            Finding("catchment", "Where do its workers come from, and its residents go to?",
                    catchment_sentence(place, catchment, caveat), catchment),
            Finding("market_access", "How much of the economy lies within reach?",
                    access_sentence(place, access, peers), access),
            Finding("pressure", "Does it strain?", pressure_sentence(place, pressure, peers),
                    pressure),
            Finding("sensitivity", "What would change that?",
                    sensitivity_sentence(place, balance, sensitivity), sensitivity),
            Finding("exceptions", "Which places come out against what is expected of their side?",
                    exceptions_sentence(place, exceptions), exceptions),
        ]  # fmt: skip

    def _notes(self, kind: OfKind) -> tuple[str, ...]:
        evidence = self._evidence
        city = evidence.cost.notes[1] if kind.by_reach else (
            "no outlines are known, so that the size of the city is the people of the place alone"
        )  # fmt: skip
        notes = [
            "No place is known for which building growth or managing its costs was the right "
            "choice, so the probabilities cannot be checked against outcomes; they say how far the "
            "answer hangs on elasticities and weights that are not known.",
            "Elasticities are associations measured for other places and times, most in the United "
            "Kingdom, France and the United States; a source without a range is given 80 % within "
            f"{100 * evidence.spread:.0f} per cent of its figure, as in the meta-analysis of 2024.",
            "Costs exceed gains in a draw where cost x 2 x pressure > gain: a proposal of ours. "
            f"{capital(evidence.cost.notes[0])}; {city}; {evidence.cost.notes[2]}.",
        ]
        if kind.masses is not None and kind.masses.unlisted:
            notes.append(
                "Sectors that the table of jobs does not list for an area, because it has none or "
                "too few establishments, count nothing in its mix."
            )
        if kind.access:
            notes.append(
                "No exponent of distance was measured for all sectors: "
                f"{kind.access[0].exponent:.2f} is the mean of those by group, by jobs (derived)."
            )
        if self._flows is not None and self._flows.caveat:
            notes.append(f"{self._flows.dataset}: {self._flows.caveat}.")
        return tuple(notes)


HEADLINES = ("balance", "gains_and_costs", "commuting")
"""Findings whose sentences answer first."""


def _without_interval(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Say which figures have no interval, and why."""
    tables = {finding.key: finding.table for finding in findings}
    names = []
    if "commuting" in tables or "catchment" in tables:
        names.append("counts of commuting")
    if "market_access" in tables:
        names.append("market access")
    if "pressure" in tables:
        known = tables["pressure"].drop_nulls("value")
        without = known["lower"].null_count()
        if without:
            few, all_of_them = number_in_words(without), number_in_words(known.height)
            names.append(f"{few} of the {all_of_them} signs of pressure")
    if not names:
        return ()
    said = f"{capital(listed(names))}: no interval, because none is published of what is behind."
    return (said,)


def _marked(table: pl.DataFrame, name: str) -> pl.DataFrame:
    return table.with_columns(here=pl.col("place") == name)


def _checks(prepared: Prepared) -> tuple[Check, ...]:
    told = prepared.balance.drop_nulls("probability")
    if told.is_empty():
        return ()
    worst = 100 * float(told["error"].max())  # type: ignore[arg-type]
    change, share = max(prepared.changed.items(), key=lambda item: item[1])
    return (
        Check("Enough draws", worst < 1,
              f"The Monte Carlo error of a probability is {worst:.1f} percentage points at most, "
              f"from {DRAWS:,} draws."),
        Check("Classes hold when the method changes", None,
              f"Most places change class {change}: {share:.0f} % of {told.height}."),
    )  # fmt: skip
