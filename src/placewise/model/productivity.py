"""What the answer on productivity is asked: outcomes, drivers, units, and how they are measured."""

from __future__ import annotations

from dataclasses import dataclass

MIX = "mix of industries"
"""The driver that is computed: output per job if every industry were as productive as elsewhere."""
DENSITY = "density"
RESIDENTS_SKILLS = "share qualified to level 4"
"""Qualifications of those who live in a place: the driver in question."""
WORKERS_SKILLS = "share of workers qualified to level 4"
"""Qualifications of those who work in it, computed from commuting."""
INSTEAD = {RESIDENTS_SKILLS: ("share with a degree",)}
"""What stands for a driver where a country does not have it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to measure how productive or well paid a place is.

    Attributes:
        concept: the concept that measures it.
        measures: ``output`` or ``pay``.
        basis: ``workplace`` (what is produced or paid there) or ``residence`` (what its residents
            earn, wherever they work).
        words: as a sentence writes it.
    """

    concept: str
    measures: str
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
        Outcome("gva per hour", "output", "workplace", "GVA per hour"),
        Outcome("gva per job", "output", "workplace", "GVA per job"),
        Outcome("median weekly pay", "pay", "residence", "median weekly pay"),
        Outcome("pay of residents per head", "pay", "residence", "pay of residents"),
        Outcome("gdp per job", "output", "workplace", "GDP per job"),
        Outcome("payroll per job", "pay", "workplace", "pay per job"),
        Outcome("household income", "pay", "residence", "median household income"),
    )
    units: tuple[str, ...] = (
        "district", "ITL3", "ITL2", "combined authority", "local enterprise partnership", "county",
        "metropolitan or micropolitan area",
    )  # fmt: skip
    fewest_places: int = 15
    least_known: float = 0.9
    draws: int = 1000


USUAL_DRIVERS = (RESIDENTS_SKILLS, DENSITY, MIX, "public transport time to jobs")
"""Drivers that are used unless others are asked for."""

EVIDENCE = (
    "graduates and pay of those who left school",
    "graduates and pay of school leavers",
    "graduates and pay of graduates",
    "schooling of others and pay",
    "pay between areas",
    "pay and mix of sectors",
    "pay and tradable industries",
    "wages and city size, unadjusted",
    "wages and density, advanced economies",
    "productivity, meta-analysis of 2024",
)
"""Elasticities that are shown beside the question of skills, for and against."""
