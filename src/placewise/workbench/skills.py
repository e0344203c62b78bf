"""The job of skills: low supply, low demand or leakage, for every place of a kind at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.skill_sentences import headline, unsettled
from placewise.diagnose.skills import (
    among_the_lowest_third,
    given_supply,
    retention,
    standard_errors,
)
from placewise.diagnose.standing import percentile
from placewise.model.answer import UNSETTLED, Answer
from placewise.model.concepts import Concept
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.wording import plural
from placewise.model.words import Check, Finding, Place
from placewise.workbench.commuting import commuting_of, read_flows
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

QUALIFIED = ("share qualified to level 4", "share with a degree")
"""What low supply is told from: the first of them that is known."""
SUPPLY = (
    *QUALIFIED, "share with a high school diploma", "share without qualifications",
    "english and maths at 16",
    "attainment 8", "share qualified to level 3 by 19", "apprenticeship starts",
    "learners in further education", "not in education, employment or training",
)  # fmt: skip
"""What a place supplies."""
DEMAND = ("managers and professionals", "median weekly pay", "median earnings", "payroll per job")
"""What is asked of the qualified, each given how many there are."""
KEPT = "young people kept"
"""What leakage is told from; commuting stands beside it: where residents use their skills."""
SCHOOL, YOUNG, YEARS = "people of school age", "young adults", 11
"""Two concepts of which the second is the first so many years later."""
INDICATORS = {
    "aspect": pl.String, "concept": pl.String, "title": pl.String, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "unit": pl.String, "year": pl.Int32,
    "median": pl.Float64, "percentile": pl.Float64, "places": pl.Int64,
    "probability_lowest_third": pl.Float64, "higher_is": pl.String, "approximate": pl.Boolean,
    "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``indicators``: ``percentile`` as in
:func:`placewise.diagnose.standing.percentile`, the higher the value, and
``probability_lowest_third`` is that of being among the worst third (the highest, where a higher
value is worse)."""
KINDS = {
    "kind": pl.String, "probability": pl.Float64, "told_from": pl.String, "value": pl.Float64,
    "median": pl.Float64, "unit": pl.String, "year": pl.Int32, "places": pl.Int64,
}  # fmt: skip
"""Columns of the finding ``kinds``: one row each for low supply, low demand and leakage."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator of all places that are compared, in their order."""

    aspect: str
    concept: Concept
    year: int
    values: Floats
    lower: Floats
    upper: Floats
    approximate: NDArray[np.bool_]
    dataset: str
    worst_third: Floats


class SkillsAnswers:
    """Skills of places; what all places of a kind share is computed once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: dict[tuple[tuple[Place, ...], int], list[Measured]] = {}

    def of(self, place: Place, settings: DiagnosisSettings) -> Answer:
        """Say whether a place is short of supply, of demand, or loses its young.

        Args:
            place: the place.
            settings: the seed of the draws is used.
        """
        places = self._shelf.compared(place)
        measured = self._measured(places, settings.seed)
        at = places.index(place)
        indicators = _indicator_rows(measured, at)
        kinds = _kind_rows(measured, at)
        against = f"{len(places):,} {plural(places[0].kind)}"
        sentences = headline(place, indicators, kinds, against)
        sources = self._shelf.sources(m.dataset for m in measured if np.isfinite(m.values[at]))
        missing = [m.concept.title for m in measured if not np.isfinite(m.values[at])]
        return Answer(
            key="skills",
            place=place,
            question="Too few skills, too little use of them, or do they leave?",
            compared_with=against,
            headline=sentences,
            findings=(
                Finding("kinds", "Low supply, low demand or leakage?", sentences[-1], kinds,
                        _checks(kinds), sources),
                Finding("indicators", "What does each indicator say?", sentences[0], indicators,
                        (), sources),
            ),
            cannot_tell=pl.DataFrame(
                unsettled(place, kinds, missing), schema=UNSETTLED, orient="row"
            ),
            checks=_checks(kinds),
            provenance=sources,
            notes=_notes(indicators),
        )  # fmt: skip

    def _measured(self, places: tuple[Place, ...], seed: int) -> list[Measured]:
        if (places, seed) not in self._kept:
            found = [self._one("supply", key, places, seed) for key in SUPPLY]
            known = [one for one in found if one is not None]
            supply = next((m.values for m in known if m.concept.key in QUALIFIED), None)
            for key in DEMAND:
                one = self._one("demand", key, places, seed)
                if one is not None:
                    known.append(one if supply is None else _given(one, supply, seed))
            left = self._retained(places, seed)
            flows = [*([left] if left else []), *self._commuting(places, seed)]
            self._kept[places, seed] = [*known, *flows]
        return self._kept[places, seed]

    def _one(self, aspect: str, key: str, places: tuple[Place, ...], seed: int) -> Measured | None:
        """Return one concept of all places in its latest year; None where it is not known."""
        concept = self._shelf.concepts[key]
        rows = self._shelf.latest(key, places)
        if rows.is_empty():
            return None
        order = pl.DataFrame({"place": [place.name for place in places]})
        aligned = order.join(rows, on="place", how="left", maintain_order="left")
        values, lower, upper = (
            aligned[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
            for name in ("value", "lower", "upper")
        )
        worse = -values if concept.higher_is == "worse" else values
        return Measured(
            aspect, concept, rows["year"][0], values, lower, upper,
            aligned["approximate"].fill_null(value=False).to_numpy(), rows["dataset"][0],
            among_the_lowest_third(worse, standard_errors(values, upper), seed),
        )  # fmt: skip

    def _retained(self, places: tuple[Place, ...], seed: int) -> Measured | None:
        """Return young adults for every hundred of their years of birth at school age."""
        names = pl.DataFrame({"place": [place.name for place in places]})
        school = self._shelf.concept(SCHOOL, places)
        young = self._shelf.concept(YOUNG, places).with_columns(
            born=pl.col("year") - YEARS, later=pl.col("year")
        )
        both = school.join(
            young, left_on=["place", "year"], right_on=["place", "born"], suffix="_y"
        )
        if both.is_empty():
            return None
        latest = both.filter(pl.col("later") == pl.col("later").max())
        aligned = names.join(latest, on="place", how="left", maintain_order="left")
        before, after = (
            aligned[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
            for name in ("value", "value_y")
        )
        values = retention(before, after)
        nothing = np.full(len(places), np.nan)
        concept = Concept(
            KEPT, "Young adults for every 100 of their years of birth at school age",
            f"people aged 24 to 29 for 100 aged 13 to 18 {YEARS} years before", "neither", (),
        )  # fmt: skip
        return Measured(
            "flows", concept, int(latest["later"][0]), values, nothing, nothing,
            np.zeros(len(places), bool), latest["dataset"][0],
            among_the_lowest_third(values, np.zeros(len(places)), seed),
        )  # fmt: skip

    def _commuting(self, places: tuple[Place, ...], seed: int) -> list[Measured]:
        """Return how many residents work inside, and workers for residents; none without flows."""
        flows = read_flows(self._shelf)
        if flows is None:
            return []
        found = commuting_of(self._shelf, flows, places)
        nothing = np.full(len(places), np.nan)
        exact = np.zeros(len(places))
        measures = (
            ("work where they live", "Working residents who work inside the place",
             "per cent of residents with a workplace", 100 * found.supply_side),
            ("net commuting in", "Workers above residents with a workplace",
             "per cent of residents with a workplace", 100 * found.net_in_commuting),
        )  # fmt: skip
        return [
            Measured(
                "flows", Concept(key, title, unit, "neither", ()), flows.year, values, nothing,
                nothing, np.zeros(len(places), bool), flows.dataset,
                among_the_lowest_third(values, exact, seed),
            )
            for key, title, unit, values in measures
            if np.isfinite(values).any()
        ]  # fmt: skip


def skills_answers(shelf: Shelf) -> SkillsAnswers:
    """Return the job of skills on a store."""
    return SkillsAnswers(shelf)


def _given(measured: Measured, supply: Floats, seed: int) -> Measured:
    """Return a measure of demand, ranked by what is left after what its supply goes with."""
    left = given_supply(measured.values, supply)
    errors = standard_errors(measured.values, measured.upper)
    return Measured(
        measured.aspect, measured.concept, measured.year, measured.values, measured.lower,
        measured.upper, measured.approximate, measured.dataset,
        among_the_lowest_third(left.residual, errors, seed),
    )  # fmt: skip


def _indicator_rows(measured: list[Measured], at: int) -> pl.DataFrame:
    rows = []
    for one in measured:
        value = one.values[at]
        if not np.isfinite(value):
            continue
        known = one.values[np.isfinite(one.values)]
        beside = percentile(value, np.delete(one.values, at))
        rows.append(
            (
                one.aspect, one.concept.key, one.concept.title, value, one.lower[at],
                one.upper[at], one.concept.unit, one.year, float(np.median(known)),
                beside, known.size,
                one.worst_third[at], one.concept.higher_is, bool(one.approximate[at]), one.dataset,
            )
        )  # fmt: skip
    frame = pl.DataFrame(rows, schema=INDICATORS, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _kind_rows(measured: list[Measured], at: int) -> pl.DataFrame:
    """Return the three shortfalls; demand is told from the first of its measures that is known."""
    rows = []
    aspects = (("low supply", "supply"), ("low demand", "demand"), ("leakage", "flows"))
    for kind, aspect in aspects:
        told = [m for m in measured if m.aspect == aspect and np.isfinite(m.worst_third[at])]
        if aspect == "supply":
            told = [m for m in told if m.concept.key in QUALIFIED][:1]
        elif aspect == "flows":
            told = [m for m in told if m.concept.key == KEPT]
        if not told:
            continue
        one = told[0]
        known = one.values[np.isfinite(one.values)]
        rows.append(
            (
                kind, float(np.mean([m.worst_third[at] for m in told])),
                "; ".join(
                    m.concept.title + (", given the share qualified" if aspect == "demand" else "")
                    for m in told
                ),
                one.values[at], float(np.median(known)), one.concept.unit, one.year, known.size,
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=KINDS, orient="row")


def _checks(kinds: pl.DataFrame) -> tuple[Check, ...]:
    told = kinds["kind"].to_list()
    return (
        Check(
            "All three shortfalls can be told apart",
            len(told) == 3,
            f"Known: {', '.join(told) or 'none'}.",
        ),
    )


def _notes(indicators: pl.DataFrame) -> tuple[str, ...]:
    notes = [
        "Among the lowest third is said of every third place by chance alone; it ranks, it does "
        "not say how much is missing.",
        "What the qualified do and earn is compared with other places of the same share of "
        "qualified residents: an association across places.",
        "Young adults for every hundred at school age count those who came as well as those who "
        "stayed; population estimates carry no interval.",
    ]
    without = indicators["lower"].null_count()
    if without:
        notes.append(
            f"For {without} of {indicators.height} indicators the publisher gives no interval."
        )
    if "net commuting in" in indicators["concept"].to_list():
        notes.append(
            "Commuting counts those who go to a workplace; the sources below say what the count "
            "suffers from."
        )
    if indicators["approximate"].any():
        notes.append(
            "Rates of schools and training are averaged over smaller areas by population where no "
            "figure is published for the place itself."
        )
    return tuple(notes)
