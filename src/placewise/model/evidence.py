"""Measured relations of the literature, with their source and how far each was checked."""

from __future__ import annotations

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
