"""Measured relations of the literature, with their source and how far each was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STATUSES = ("direct", "secondary", "derived", "memory", "proposal")
"""Read at the source; known through a third party; follows from another figure of the source; not
checked; an assumption of our own. Shown next to every figure."""


@dataclass(frozen=True, slots=True)
class Elasticity:
    """One measured relation: by how much an outcome goes with a driver.

    Attributes:
        key: a stable word for it.
        relation: in words.
        outcome: what changes.
        driver: what it goes with.
        unit: ``elasticity`` (per cent of the outcome a per cent of the driver) or another.
        value: the central figure; None where the source gives none.
        low: lower end of the source's range; None where it gives none.
        high: upper end of the source's range; None where it gives none.
        scope: where and of whom it was measured.
        source: authors and year.
        source_url: where it can be read, or "".
        status: one of :data:`STATUSES`.
        note: what a reader must know of it, or "".
    """

    key: str
    relation: str
    outcome: str
    driver: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    scope: str
    source: str
    source_url: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class SectorGroup:
    """Industries that share an elasticity.

    Attributes:
        key: a stable word for it.
        name: as a page writes it.
        productivity: key of its elasticity of productivity.
        decay: key of its exponent of distance; None where none was measured.
        codes: of each classification its industries, which do not overlap.
    """

    key: str
    name: str
    productivity: str
    decay: str | None
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CostOfGrowth:
    """What the costs of growth are told from.

    Attributes:
        small: key of the elasticity of urban costs in a small city.
        large: key of that in a very large one.
        sizes: people in the two.
        reach: kilometres within which people count to one city.
        rents: key of the elasticity of rents to density.
        housing_share: low, middle and high share of spending that housing takes.
        notes: what is assumed, with its status.
    """

    small: str
    large: str
    sizes: tuple[float, float]
    reach: float
    rents: str
    housing_share: tuple[float, float, float]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PressureSign:
    """One sign that a place strains under its growth.

    Attributes:
        key: a stable word for it.
        concept: the concept that gives it; "" where commuting does.
        commuting: ``in_commuting`` or ``out_commuting``; "" where a concept gives it.
        towards: ``more`` or ``less`` of it means more pressure.
        why: in words.
    """

    key: str
    concept: str
    commuting: str
    towards: str
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """Regions of which a country expects one answer.

    Attributes:
        key: a stable word for it.
        name: as a sentence writes it.
        expected: the class that is expected there.
        regions: their names.
        why: where the division comes from, with its status.
    """

    key: str
    name: str
    expected: str
    regions: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class GrowthEvidence:
    """Everything but places that the balance of gains and costs rests on.

    Attributes:
        elasticities: by key.
        groups: of sectors, without overlap.
        spread: half an 80 % range over its centre, for elasticities without a range.
        spread_from: key of the elasticity it is taken from.
        cost: of growth.
        signs: of pressure.
        sides: of countries.
    """

    elasticities: Mapping[str, Elasticity]
    groups: tuple[SectorGroup, ...]
    spread: float
    spread_from: str
    cost: CostOfGrowth
    signs: tuple[PressureSign, ...]
    sides: tuple[Side, ...]
