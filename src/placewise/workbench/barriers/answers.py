"""Which barriers bind at a place: every barrier through the gate, for one place at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from placewise.data.barriers import read_barriers
from placewise.diagnose.barrier_sentences import (
    barriers_sentence,
    headline,
    indicators_sentence,
    own_sentence,
)
from placewise.model.answer import UNSETTLED, Answer
from placewise.model.barriers import Barrier, GateSettings, OwnEvidence
from placewise.model.comparators import HasComparators
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import capital, number_in_words, plural, whole_per_cent
from placewise.model.words import Check, Finding, Place
from placewise.workbench.barriers.gate import Gated, Side, gate
from placewise.workbench.barriers.measured import ASSUMED, OWN_YEARS, Measures
from placewise.workbench.barriers.rows import barrier_rows, gate_rows, indicator_rows, own_rows
from placewise.workbench.shelf import Shelf

KEY = "barriers"
QUESTION = "What holds this place back, and does it bind?"
AGAINST = ("nation", "similar")
"""Keys of the two comparators; both must be fallen short of."""
MOST_LETTERS = 68
"""Letters of a place and its comparators that leave a first sentence at four lines on a phone."""


class BarriersAnswers:
    """The answers on barriers of one store; what all places of a kind share is done once."""

    def __init__(
        self,
        shelf: Shelf,
        comparators: HasComparators,
        gate_settings: GateSettings | None = None,
        barriers: Sequence[Barrier] | None = None,
    ) -> None:
        """Prepare for the places of a store.

        Args:
            shelf: the tables.
            comparators: whom places are compared with.
            gate_settings: the choices of the gate; those that ship unless given.
            barriers: a user's own barriers; those that ship unless given.
        """
        self._shelf = shelf
        self._comparators = comparators
        self.settings = gate_settings or GateSettings()
        self.barriers = tuple(barriers) if barriers is not None else read_barriers()
        self._kinds = frozenset(
            kind for barrier in self.barriers for power in barrier.powers for kind in power.kinds
        )
        self._measures: dict[tuple[tuple[Place, ...], int], Measures] = {}

    def of(
        self, place: Place, settings: DiagnosisSettings, own: Sequence[OwnEvidence] | None = None
    ) -> Answer:
        """Answer for one place.

        Args:
            place: the place.
            settings: the seed of the draws is taken from them.
            own: evidence of a local analyst; the answer then says what it changes.
        """
        measures = self.measures(place, settings.seed)
        sides = self._sides(place, measures)
        before = self.gated(place, measures, sides)
        own = tuple(own or ())
        gated = self.gated(place, measures, sides, own) if own else before
        indicators = indicator_rows(gated, sides)
        barriers = barrier_rows(gated, indicators, self.settings)
        steps = gate_rows(gated, sides, self.settings)
        against = " and ".join(side.name for side in sides) or "nobody: no comparator is known"
        counted = ", evidence of your own counted" if own else ""
        sentences = headline(place, barriers, _in_short(against, place, measures) + counted)
        datasets = set(indicators["dataset"].drop_nulls())
        sources = self._shelf.sources(datasets)
        checks = self._checks(gated, sides)
        findings = [
            Finding("barriers", QUESTION, barriers_sentence(barriers), barriers, checks, sources),
            Finding("indicators", "Where does the place fall short, and of whom?",
                    indicators_sentence(indicators), indicators, (), sources),
            Finding("gate", "Which steps does each barrier pass?",
                    "A barrier binds only if it passes every step. One low figure alone, such as "
                    "few qualifications, is not enough.", steps, (), sources),
        ]  # fmt: skip
        if own:
            table = own_rows(own, before, gated)
            findings.append(
                Finding("own_evidence", "What does evidence of your own change?",
                        own_sentence(table), table)
            )  # fmt: skip
        return Answer(
            key=KEY, place=place, question=QUESTION, compared_with=against, headline=sentences,
            findings=tuple(findings), cannot_tell=_unsettled(barriers), checks=checks,
            provenance=sources, notes=self._notes(indicators, place, gated),
            command=f'placewise barriers "{place.name}" --kind "{place.kind}"',
        )  # fmt: skip

    def measures(self, place: Place, seed: int) -> Measures:
        """Return the indicators of all places that one is compared with."""
        places = self._shelf.compared(place)
        if (places, seed) not in self._measures:
            self._measures[places, seed] = Measures(self._shelf, places, self.settings, seed)
        return self._measures[places, seed]

    def gated(
        self,
        place: Place,
        measures: Measures,
        sides: Sequence[Side] | None = None,
        own: Sequence[OwnEvidence] = (),
    ) -> tuple[Gated, ...]:
        """Put every barrier through the gate for a place, with some measures of all places."""
        if sides is None:
            sides = self._sides(place, measures)
        at = measures.position[place.name]
        return tuple(
            gate(barrier, measures, at, sides, self._kinds, own) for barrier in self.barriers
        )

    def _sides(self, place: Place, measures: Measures) -> tuple[Side, ...]:
        found = {one.key: one for one in self._comparators.of(place)}
        sides = []
        for key in AGAINST:
            if key not in found:
                continue
            names = [other.name for other in found[key].places if other.name in measures.position]
            members = np.array([measures.position[name] for name in names], np.intp)
            everyone = len(names) == len(measures.places) - 1
            sides.append(Side(key, found[key].name, None if everyone else members))
        return tuple(sides)

    def _checks(self, gated: Sequence[Gated], sides: Sequence[Side]) -> tuple[Check, ...]:
        told = sum(one.found is not None for one in gated)
        return (
            Check(
                "Two comparators are known", len(sides) == 2 or None,
                f"Known: {', '.join(side.name for side in sides) or 'none'}.",
            ),
            Check(
                "Two independent indicators and a signal are known", told == len(gated) or None,
                f"Of {told} of {len(gated)} barriers.",
            ),
        )  # fmt: skip

    def _notes(
        self, indicators: pl.DataFrame, place: Place, gated: Sequence[Gated]
    ) -> tuple[str, ...]:
        choice = self.settings
        notes = [
            f"Short of a comparator means worse than its median by more than {choice.margin:g} "
            "robust standard deviations of the spread over places: a choice.",
            f"An outcome is called at a probability of {whole_per_cent(choice.called)} % or more, "
            f"from {choice.draws:,} draws of what indicators truly are.",
            "Binding is called only where the same figures, measured again, would reach that again "
            f"at {whole_per_cent(choice.again)} % or more; else it contributes.",
            "Which indicators stand for a barrier, and what shows that it binds, is a proposal; "
            "who may act is from memory and not checked.",
        ]
        basis = set(indicators["error_basis"])
        if OWN_YEARS in basis:
            notes.append(
                "Where the publisher gives no interval, the error is the scatter of the last "
                f"years, up to {choice.most_years}, about their trend."
            )
        if ASSUMED in basis:
            notes.append(
                "Where there are fewer than "
                f"{choice.least_years} years either, the error is assumed: {choice.assumed_error:g}"
                " robust standard deviations of the spread over places."
            )
        if indicators["approximate"].any():
            notes.append("Some rates are averages over smaller areas, where none is published.")
        without = indicators["comparator_value"].null_count()
        if without:
            notes.append(
                f"{capital(number_in_words(without))} of {indicators.height} comparisons could not "
                "be made: too few of the places compared have the indicator, or nothing tells its "
                "error."
            )
        if any(one.power is None for one in gated):
            notes.append(f"Who may act is not known for {place.kind} places.")
        return tuple(notes)


def barriers_answers(
    shelf: Shelf,
    comparators: HasComparators,
    gate_settings: GateSettings | None = None,
    barriers: Sequence[Barrier] | None = None,
) -> BarriersAnswers:
    """Return what answers for the places of a store."""
    return BarriersAnswers(shelf, comparators, gate_settings, barriers)


def _in_short(against: str, place: Place, measures: Measures) -> str:
    """Return comparators with their kind named once, or left to the heading if they are long."""
    kind = f" {plural(measures.places[0].kind)}"
    once = against.removesuffix(kind) if against.count(kind) > 1 else against
    return once if len(once) + len(place.in_text) <= MOST_LETTERS else once.replace(kind, "")


def _unsettled(barriers: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (f"Is this a barrier here: {row['title']}?", row["why_open"], row["what_would_settle_it"])
        for row in barriers.filter(pl.col("outcome") == "cannot tell").to_dicts()
    ]
    return pl.DataFrame(rows, schema=UNSETTLED, orient="row")
