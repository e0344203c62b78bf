"""Which names of a country are a place's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.words import Place
from placewise.review.masking.abbreviations import initials_of_name
from placewise.review.masking.lexicons import INSTITUTIONS, ORGANISATIONS, ROADS, WATER
from placewise.review.masking.matching import (
    automaton_of,
    compile_names,
    keys_of,
    squashed_automaton,
)

PARTS_OF_NAMES = ROADS | WATER | INSTITUTIONS | ORGANISATIONS
"""Words that make no name alone, however seldom prose writes them in lower case."""
SHORTEST_SQUASHED = 6
"""Letters that a name must have to be found where its spaces are elsewhere than usual."""
KIND_OF_FORM = {
    "name": "own name",
    "short form": "own name",
    "other name": "own name",
    "adjective": "own adjective",
    "abbreviation": "own abbreviation",
}


@dataclass(frozen=True, slots=True, eq=False)
class OwnNames:
    """The names of one place.

    Attributes:
        kinds: folded name -> kind of span.
        automaton: of those folded names that the gazetteer does not hold.
        abbreviations: abbreviation -> whether it counts only where the full name occurs.
        squashable: folded names that are found without their spaces.
        squashed: automaton of these.
        unmistakable: folded names that are no ordinary words.
    """

    kinds: dict[str, str]
    automaton: Any
    abbreviations: dict[str, bool]
    squashable: frozenset[str]
    squashed: Any
    unmistakable: frozenset[str]


@lru_cache(maxsize=512)
def own_names(names: PlaceNamesOfOneCountry, place: Place) -> OwnNames:
    """Return the names of a place: its own, and those of the places within it.

    A name of the gazetteer is a place's own when all of its areas lie within the place.
    """
    compiled = compile_names(names)
    wanted = keys_of(place.name)
    territory = _territory(names, place, wanted)
    kinds = dict.fromkeys(wanted, "own name")
    abbreviations: dict[str, bool] = dict.fromkeys(initials_of_name(place.name), True)
    for name in names.names:
        if not _is_own(name, territory):
            continue
        kind = KIND_OF_FORM[name.form]
        if kind == "own name" and not _names_the_whole(name, place, territory):
            kind = "own locality"
        if name.form == "abbreviation":
            abbreviations[name.text] = False
            continue
        if kind == "own name" and name.form == "name":
            for short in initials_of_name(name.text):
                abbreviations.setdefault(short, True)
        for key in keys_of(name.text):
            if kinds.get(key) != "own name":
                kinds[key] = kind
    unmistakable = frozenset(key for key in kinds if not ordinary(key, names.common_words))
    squashable = frozenset(
        key for key in unmistakable if len(key.replace(" ", "")) >= SHORTEST_SQUASHED
    )
    return OwnNames(
        kinds,
        automaton_of(key for key in kinds if key not in compiled.by_key),
        abbreviations,
        squashable,
        squashed_automaton(squashable),
        unmistakable,
    )


def ordinary(key: str, common_words: frozenset[str]) -> bool:
    """Say whether a folded name consists of ordinary words alone."""
    return all(word in common_words or word in PARTS_OF_NAMES for word in key.split())


def _territory(names: PlaceNamesOfOneCountry, place: Place, wanted: set[str]) -> frozenset[str]:
    """Return the smallest areas of a place; by its name where it has no areas."""
    codes = place.areas or ((place.code,) if place.code else ())
    if codes:
        return frozenset().union(*(names.territories.get(code, {code}) for code in codes))
    by_key = compile_names(names).by_key
    same = [name for key in wanted for name in by_key.get(key, ()) if name.form == "name"]
    return same[0].areas if same else frozenset()


def _is_own(name: PlaceName, territory: frozenset[str]) -> bool:
    return bool(name.areas) and name.areas <= territory


def _names_the_whole(name: PlaceName, place: Place, territory: frozenset[str]) -> bool:
    """Say whether a name is that of the place, not of a part of it.

    An area that consists of several districts is the whole when it consists of all of them; a
    parish lies in one district as a district lies in itself, so there the code decides.
    """
    if name.place in {place.name, place.code, *place.areas} or name.text == place.name:
        return True
    return len(territory) > 1 and name.areas == territory
