"""Whom a place is compared with, and why."""

from __future__ import annotations

from dataclasses import dataclass

from placewise.model.words import Place


@dataclass(frozen=True, slots=True)
class Comparator:
    """One set of places that a place is measured against.

    Attributes:
        key: ``nation`` (every other place of the kind), ``similar`` (the nearest by standardised
            indicators and industry mix), ``region`` (the others of its region) or ``best``
            (the best fifth in what is asked).
        name: as a sentence writes it, such as ``the ten most similar districts``.
        places: its members, the place itself not among them.
        why: one sentence on why these, with the names where they are few.
    """

    key: str
    name: str
    places: tuple[Place, ...]
    why: str
