"""Whom a place is compared with, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class LikenessIndicator:
    """One concept by which places are alike or not.

    Attributes:
        concept: its key.
        weight: how much it counts beside the others.
        logarithm: is its logarithm compared, because it is skewed?
    """

    concept: str
    weight: float
    logarithm: bool = False


@dataclass(frozen=True, slots=True)
class LikenessRule:
    """What makes two places alike.

    Attributes:
        indicators: concepts with their weights; those that a country has no table of take no part.
        mix_weight: weight of the mix of industries, 0 to 1; the indicators have the rest.
        least_shared: part of the weight of the indicators that a pair must share.
        best_by: concepts by which the best fifth is chosen; the first that is known counts.
    """

    indicators: tuple[LikenessIndicator, ...]
    mix_weight: float
    least_shared: float
    best_by: tuple[str, ...]


class HasComparators(Protocol):
    """What says whom a place is compared with."""

    def of(self, place: Place) -> Sequence[Comparator]:
        """Return the comparators of a place."""
        ...
