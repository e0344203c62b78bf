"""Standard options of places: counts from the tables of a store, and what is scaled by them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from placewise.data.evidence.standard_options import read_standard_options
from placewise.diagnose.industry_codes import SECTIONS, prefixes
from placewise.diagnose.specialisms import specialism_rows, with_shown
from placewise.errors import NotAvailableError
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.options import CandidateRule
from placewise.model.standard_options import (
    PlaceCount,
    PlaceFacts,
    Specialism,
    StandardOptionBase,
    StandardOptions,
)
from placewise.model.words import Place
from placewise.plan.standard import counted_concepts, standard_options
from placewise.workbench.shelf import Shelf

CURRENCIES = {"GBP": r"£|\bGBP\b", "USD": r"\$|\bUSD\b", "EUR": r"€|\bEUR\b"}
"""How units of tables name a currency."""


class StandardOptionsJob:
    """The standard options of any place of a store; counts are read once for all of a kind.

    Args:
        shelf: what they are read from.
        rules: from barriers to interventions.
        base: figures for each one served; those that ship unless given.
    """

    def __init__(
        self,
        shelf: Shelf,
        rules: Sequence[CandidateRule],
        base: StandardOptionBase | None = None,
    ) -> None:
        self._shelf = shelf
        self._rules = tuple(rules)
        self._base = base or read_standard_options()
        self._currency = currency_of(shelf)
        self._counts: dict[tuple[Place, ...], dict[str, dict[str, PlaceCount]]] = {}

    def of(
        self,
        place: Place,
        specialisms: Sequence[Specialism] = (),
        *,
        years: int = 10,
        considered: Collection[str] | None = None,
    ) -> StandardOptions:
        """Return the standard options of one place.

        Args:
            place: the place.
            specialisms: what it is demonstrably specialised in.
            years: of the plan.
            considered: interventions that the rules advise to consider here; None for all.
        """
        facts = PlaceFacts(place.kind, self.counts(place), tuple(specialisms), self._currency)
        made = standard_options(self._base, self._rules, facts, years=years, considered=considered)
        used = {name for row in made.sizes["dataset"].unique() for name in row.split("; ")}
        return replace(made, provenance=self._shelf.sources(used))

    def counts(self, place: Place) -> Mapping[str, PlaceCount]:
        """Return what is published of a place, by concept; what is not known is left out."""
        places = self._shelf.compared(place)
        if places not in self._counts:
            self._counts[places] = counts_of(self._shelf, places, counted_concepts(self._base))
        return self._counts[places].get(place.name, {})


def counts_of(
    shelf: Shelf, places: tuple[Place, ...], concepts: Collection[str]
) -> dict[str, dict[str, PlaceCount]]:
    """Return the latest known value of concepts, by name of the place and concept.

    Each place has its own latest year, since a size needs no other place to compare with.
    """
    found: dict[str, dict[str, PlaceCount]] = {place.name: {} for place in places}
    for concept in concepts:
        rows = shelf.concept(concept, places)
        latest = rows.filter(pl.col("value").is_finite() & (pl.col("value") >= 0)).sort("year")
        for row in latest.unique("place", keep="last").iter_rows(named=True):
            found[row["place"]][concept] = PlaceCount(
                row["value"], row["year"], row["dataset"], bool(row["approximate"])
            )
    return found


def currency_of(shelf: Shelf) -> str | None:
    """Return the currency of the money in a store's tables; None where none or several are there.

    It is read from the units of tables, since a place has money in no other currency than its own.
    """
    units = [
        shelf.store.table(table).select("unit").unique().collect()["unit"].drop_nulls().to_list()
        for table in ("industry_values", "indicator_definitions", "indicators")
        if "unit" in shelf.store.table(table).collect_schema().names()
    ]
    named = {
        currency
        for unit in (one for some in units for one in some)
        for currency, pattern in CURRENCIES.items()
        if re.search(pattern, unit)
    }
    return named.pop() if len(named) == 1 else None


def demonstrated(specialisms: pl.DataFrame) -> tuple[Specialism, ...]:
    """Return the industries whose jobs show a demonstrated specialism, largest first.

    An industry counts once, at the level where it can be demonstrated; what stands inside another
    is left to that.

    Args:
        specialisms: rows of a place, columns as ``Diagnosis.specialisms``.
    """
    rows = specialisms.filter(
        (pl.col("measure") == "jobs")
        & pl.col("demonstrable")
        & (pl.col("shown_for") == pl.col("industry"))
        & pl.col("value").is_not_null()
    ).sort("value", descending=True)
    return tuple(
        Specialism(
            row["industry_name"],
            row["industry"],
            row["value"],
            row["year"],
            section_of(row["industry"], row["classification"]),
        )
        for row in rows.iter_rows(named=True)
    )


def section_of(code: str, classification: str) -> str:
    """Return the section of SIC 2007 that all of an industry lies in; "" where there is none.

    Examples:
        >>> section_of("CH", "SIC 2007"), section_of("56.1", "SIC 2007")
        ('C', 'I')
    """
    if classification != "SIC 2007":
        return ""
    held = {prefix[:2] for prefix in prefixes(code, classification)}
    for letter, (first, last) in SECTIONS.items():
        if held <= {f"{number:02d}" for number in range(first, last + 1)}:
            return letter
    return ""


def demonstrated_at(
    shelf: Shelf, place: Place, settings: DiagnosisSettings
) -> tuple[Specialism, ...]:
    """Return the same from the tables of jobs alone, without the rest of a diagnosis.

    The tables are assessed once for all places of a kind. Nothing where none adds up to the place.
    """
    tables = shelf.assessments.tables
    try:
        entries, _ = tables.choose(place, settings.year, settings.industry_level)
    except NotAvailableError:
        return ()
    rows = [
        specialism_rows(shelf.assessments.of(entry, place, settings), place, settings)
        for entry in entries
        if entry.measure == "jobs"
    ]
    if not rows:
        return ()
    return demonstrated(with_shown(pl.concat(rows), tables.parents(), settings.threshold))
