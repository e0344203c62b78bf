"""What the answer on productivity is asked: outcomes, drivers, units, and how they are measured."""

from __future__ import annotations

from dataclasses import dataclass

MIX = "mix of industries"
"""The driver that is computed: output per job if every industry were as productive as elsewhere."""
DENSITY = "density"
"""The driver that is computed from outlines where no table has it."""
SKILLS = ("share qualified to level 4", "share of workers qualified to level 4")
"""Skills of those who live in a place, and of those who work there: the drivers in question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to measure how productive or well paid a place is.

    Attributes:
        concept: the concept that measures it.
        basis: ``workplace`` (what is produced there) or ``residence`` (what its residents earn,
            wherever they work).
        words: as a sentence writes it.
    """

    concept: str
    basis: str
    words: str


@dataclass(frozen=True, slots=True)
class ProductivitySettings:
    """How the answer on productivity is computed.

    Attributes:
        drivers: concepts (or :data:`MIX`) that the regression across places is asked with; None
            for the usual ones, as far as enough places have them.
        outcomes: what is explained, the first of them everywhere but in the table of skills.
        units: kinds of place at which the question of skills is asked.
        fewest_places: kinds with fewer places are not regressed.
        least_known: share of the places with an outcome that must have a driver before it is used
            without being asked for.
        draws: bootstrap samples.
    """

    drivers: tuple[str, ...] | None = None
    outcomes: tuple[Outcome, ...] = (
        Outcome("gva per hour", "workplace", "GVA per hour"),
        Outcome("gva per job", "workplace", "GVA per job"),
        Outcome("median weekly pay", "residence", "median weekly pay"),
        Outcome("pay of residents per head", "residence", "pay of employees per resident"),
        Outcome("gdp per resident in the labour force", "workplace", "GDP per resident at work"),
        Outcome("median household income", "residence", "median household income"),
    )
    units: tuple[str, ...] = (
        "district", "ITL3", "ITL2", "combined authority", "local enterprise partnership", "county",
        "metropolitan or micropolitan area",
    )  # fmt: skip
    fewest_places: int = 15
    least_known: float = 0.9
    draws: int = 1000


USUAL_DRIVERS = (SKILLS[0], DENSITY, MIX, "travel time to work")
"""Drivers that are used unless others are asked for."""
