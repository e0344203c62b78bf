"""Concepts: what an analyst asks of a place, whatever a country's publisher calls it."""

from __future__ import annotations

from dataclasses import dataclass

from placewise.model.figures import TableOfSubject

DIRECTIONS = ("better", "worse", "neither")
"""What a higher value of a concept means for a place."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One quantity of a place, with the tables that can give it.

    Attributes:
        key: a stable word for it, such as ``employment rate``.
        title: as a page writes it, such as ``Employment rate, 16 to 64``.
        unit: of the value, such as ``per cent`` or ``GBP per hour``.
        higher_is: ``better``, ``worse`` or ``neither``.
        tables: where it may be had, best first, in the unit of the concept.
        average_by: the level indicator by which a rate is averaged over the areas of a place where
            no table gives it for the place itself; None where it must stay missing.
        exact_average: is that indicator the denominator of the rate, so that the average is the
            rate of the whole? Otherwise a page says that it is an approximation.
    """

    key: str
    title: str
    unit: str
    higher_is: str
    tables: tuple[TableOfSubject, ...]
    average_by: str | None = None
    exact_average: bool = False
