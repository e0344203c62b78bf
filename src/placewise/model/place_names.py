"""The names of the places of one country, as masking needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMS = ("name", "short form", "adjective", "abbreviation", "other name")
"""What a name is to its place: the name itself, a short form, an adjective or demonym, an
abbreviation, or (from a list of the user's) any other name that gives it away."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of one place.

    Attributes:
        text: the name as it is written, such as ``Stockton-on-Tees``.
        form: one of :data:`FORMS`.
        kind: the kind of place, such as ``district``, ``parish`` or ``county``.
        areas: codes of the smallest areas that the place consists of or lies in.
        place: code or name of the place itself.
    """

    text: str
    form: str
    kind: str
    areas: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class PlaceNamesOfOneCountry:
    """Every place name of a country: a gazetteer with short forms, adjectives and abbreviations.

    Two objects are the same only if they are one object, so that what is compiled from one is kept.

    Attributes:
        country: a label for messages.
        names: the names; a text may occur several times, for several places.
        territories: code of a place or area -> codes of the smallest areas it consists of.
        common_words: lower-case words of ordinary prose. A name that is one of them (Reading,
            Deal) is told from the word by its context.
    """

    country: str
    names: tuple[PlaceName, ...]
    territories: Mapping[str, frozenset[str]] = field(default_factory=dict)
    common_words: frozenset[str] = frozenset()
