"""Concepts: what an analyst asks of a place, whatever a country's publisher calls it."""

from __future__ import annotations

from dataclasses import dataclass

from placewise.model.figures import TableOfSubject

DIRECTIONS = ("better", "worse", "neither")
"""What a higher value of a concept means for a place."""


@dataclass(frozen=True, slots=True)
class TableOfConcept:
    """A value that follows from other concepts, or from the outlines of a store.

    Attributes:
        kind: ``concepts`` (one over another), ``growth`` (of one, a year), ``industry share`` (of
            one, by its code) or ``outline`` (the land inside the outlines of the areas).
        name: the concept above the line, the one that grows, the measure of an industry table,
            or a word for the outlines.
        scale: what the quotient is multiplied by.
        denominator: the concept below the line, or the code of the industry.
        constant: does the concept below the line, known for one year, stand for every year?
        years: over how many years growth is measured.
    """

    kind: str
    name: str
    scale: float = 1.0
    denominator: str = ""
    constant: bool = False
    years: int = 0


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
        sum_of: the concept that is the numerator of a rate; the rate of a place is then the sum of
            numerators over the sum of numerator / rate of its areas. Always an approximation, since
            numerator and rate may be of different vintages.
    """

    key: str
    title: str
    unit: str
    higher_is: str
    tables: tuple[TableOfSubject | TableOfConcept, ...]
    average_by: str | None = None
    exact_average: bool = False
    sum_of: str | None = None
