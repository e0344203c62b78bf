"""The place names of a store: gazetteer, areas, own places, short forms and listed names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from placewise.data.name_lists import ListedPlace, read_name_list, shipped_name_lists
from placewise.data.places import Territories
from placewise.errors import InputError, NotAvailableError
from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.store import Store
from placewise.model.wording import listed as listed_words

NO_PLACE_NAMES = frozenset({"country", "other"})
"""Kinds of areas whose name is no name of a place within the country."""
AREAS_OF_PAPER = frozenset({"ITL1", "ITL2", "ITL3", "NUTS1 2016", "NUTS2 2016", "NUTS3 2016"})
"""Statistical areas: their names are made of others, and are taken apart no further."""


def _words(text: str) -> list[str]:
    return text.split()


BRACKET = re.compile(r"\s*\([^)]*\)")
STATE_BEHIND = re.compile(r",\s+(?:[A-Z]{2}(?:-[A-Z]{2})*|[A-Z][a-z]+(?: [A-Z][a-z]+)*)$")
FRAME_BEFORE = re.compile(
    r"^(?:The |City and County of |City of |County of |Royal Borough of |London Borough of |"
    r"Borough of |Town Of |Town of |Isle of |Isles of )",
)
FRAME_BEHIND = re.compile(
    r",? (?:City of|County of|City Region|Combined Authority|City|County|Parish|Borough|"
    r"Census Area|Municipality|Town)$"
)
ON_A_RIVER = re.compile(r"^(\w[\w' ]+?)[ -](?:upon|on|under|by|le|in)[ -](?:the[ -])?\w.*$", re.I)
PARTS = re.compile(r"\s*(?:,|&|/|;|\band\b)\s*")
TRAILING_WORDS = frozenset(
    _words(
        "north south east west central town north-east south-east north-west south-west centre "
        "village northeast northwest southeast southwest upper lower inner outer "
    )
)
EMPTY_WORDS = frozenset(
    _words(
        "north south east west central centre town city county district village park road street "
        "the of and to high upper lower inner outer old new business hospital university college "
        "station green mid rural urban out area common hill church castle abbey bridge northern "
        "southern eastern western market valley coast coastal lane end side isle isles heart "
        "gateway "
    )
)
"""Words that make no name of a place by themselves: ``Town Centre``, ``East Central``."""


Known = dict[str, list[PlaceName]]
"""Places by their names and codes, in small letters."""


def place_names(
    store: Store, lists: Iterable[Path] = (), *, country: str = ""
) -> PlaceNamesOfOneCountry:
    """Build the names of a country from what a store holds.

    Names come from ``place_names``, ``areas`` and the user's own places; short forms are made by
    rule (``Newcastle`` of ``Newcastle upon Tyne``, ``Killay`` of the ward ``Dunvant & Killay``);
    adjectives and abbreviations come from the lists that ship and from those of the user.

    Args:
        store: a workspace or the sample.
        lists: files of the user's, see docs/how-to/mask-a-document.md.
        country: a label; else that of the store.

    Raises:
        NotAvailableError: the store holds no names at all.
        InputError: a list cannot be read; all faults are named.
    """
    territories = Territories(store)
    codes: dict[str, frozenset[str]] = {}
    names: dict[PlaceName, None] = {}
    for text, kind, code, areas in _rows(store, territories):
        codes.setdefault(code, areas)
        form = {"demonym": "adjective", "abbreviation": "abbreviation"}.get(kind, "name")
        names[PlaceName(text, form, kind, areas, code)] = None
        if form == "name":
            for short in short_forms(text, kind):
                names[PlaceName(short, "short form", kind, areas, code)] = None
    if not names:
        raise NotAvailableError(
            "There are no names of places to mask",
            where=store.label,
            action="Load a gazetteer into place_names, or areas: docs/how-to/mask-a-document.md.",
        )
    known = _by_name(names)
    described: dict[str, bool] = {}
    for listed in shipped_name_lists():
        if listed.codes not in described:
            described[listed.codes] = any(re.match(listed.codes, name.place) for name in names)
        if described[listed.codes]:
            names.update(dict.fromkeys(_listed(listed, known)))
    for path in lists:
        names.update(dict.fromkeys(_of_user(path, known)))
    return PlaceNamesOfOneCountry(country or store.label, tuple(names), codes, common_words())


def _rows(store: Store, territories: Territories) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Yield name, kind, code and smallest areas of every named place."""
    areas = store.table("areas").select("name", "kind", "code").collect()
    for name, kind, code in areas.iter_rows():
        if kind not in NO_PLACE_NAMES and clean_name(name).lower() not in EMPTY_WORDS:
            yield clean_name(name), kind, code, territories.of_area(code)
    for place in store.own_places():
        yield place.name, place.kind, place.name, territories.of_place(place)
    changes = store.table("area_changes").select("old_name", "old_code").collect().drop_nulls()
    for old_name, old_code in changes.iter_rows():
        yield clean_name(old_name), "former area", old_code, territories.of_area(old_code)
    # A town that lies in several districts has a row for each.
    gazetteer = (
        store.table("place_names")
        .group_by("name", "kind", "code", maintain_order=True)
        .agg("area")
        .collect()
    )
    for name, kind, code, areas_of in gazetteer.iter_rows():
        cleaned = clean_name(name)
        if cleaned and not _empty(cleaned):
            where = frozenset().union(*(territories.of_area(area) for area in areas_of))
            yield cleaned, kind, code, where


def clean_name(name: str) -> str:
    """Return a name without brackets, underscores of codes, and the state behind it."""
    name = name.replace("_", " ")
    if "(" in name:
        name = BRACKET.sub("", name)
    name = name.strip()
    if "," not in name:
        return name
    return STATE_BEHIND.sub("", name) if not PARTS.search(name.replace(",", "")) else name


def short_forms(name: str, kind: str) -> tuple[str, ...]:
    """Return what a name is shortened to, and the names it is put together of."""
    if name.isalpha():
        return ()  # half of a gazetteer are single words
    found: dict[str, None] = {}
    bare = STATE_BEHIND.sub("", name)
    for form in (bare, FRAME_BEFORE.sub("", bare), FRAME_BEHIND.sub("", bare)):
        found[form] = None
    river = ON_A_RIVER.match(name)
    if river:
        found[river.group(1)] = None
    if kind == "metropolitan or micropolitan area":
        found.update(dict.fromkeys(re.split(r"-|/", bare)))
    elif kind not in AREAS_OF_PAPER and PARTS.search(name):
        found.update(dict.fromkeys(_part(part) for part in PARTS.split(name)))
    elif kind.startswith(("ward", "msoa")):
        found[_part(name)] = None
    return tuple(form for form in found if form and form != name and not _empty(form))


def _part(part: str) -> str:
    """Return a part of a compound name without the directions and ``Town`` behind it."""
    words = FRAME_BEFORE.sub("", part.strip()).split()
    while len(words) > 1 and words[-1].lower() in TRAILING_WORDS:
        words.pop()
    return " ".join(words)


def _empty(name: str) -> bool:
    if name.isalpha():
        return len(name) < 3 or name.lower() in EMPTY_WORDS
    words = re.findall(r"[^\W_]+", name.lower())
    return len(name) < 3 or all(word in EMPTY_WORDS or word.isdigit() for word in words)


def _by_name(names: Iterable[PlaceName]) -> Known:
    """Return the places of a store by their names and codes, in small letters."""
    found: Known = {}
    for name in names:
        if name.form == "name":
            for key in {name.text.casefold(), name.place.casefold()}:
                found.setdefault(key, []).append(name)
    return found


def _listed(listed: ListedPlace, known: Known) -> Iterator[PlaceName]:
    """Yield the names that a list gives to a place that the store knows, or to a landscape."""
    if listed.landscape:
        yield PlaceName(listed.name, "name", "landscape", frozenset(), listed.name)
        for form, texts in listed.names.items():
            for text in texts:
                yield PlaceName(text, form, "landscape", frozenset(), listed.name)
        return
    for name in known.get(listed.name.casefold(), ()):
        if not re.match(listed.codes, name.place):
            continue
        for form, texts in listed.names.items():
            for text in texts:
                yield PlaceName(text, form, name.kind, name.areas, name.place)


def _of_user(path: Path, known: Known) -> Iterator[PlaceName]:
    """Yield the names of a user's list.

    Raises:
        InputError: the list names places that the store does not know, or has other faults.
    """
    unknown = []
    for listed in read_name_list(path):
        found = list(_listed(listed, known))
        if not found and any(listed.names.values()):
            unknown.append(listed.name)
        yield from found
    if unknown:
        raise InputError(
            f"The list of names has places that are not known: {listed_words(unknown, 11)}",
            where=str(path),
            allowed="the name or code of a place, as `placewise places --kind KIND` lists it",
            action="Correct the name, or open the workspace that holds the place.",
        )


@cache
def common_words() -> frozenset[str]:
    """Return the lower-case words of ordinary prose that ship."""
    text = (files("placewise.data") / "names" / "common-words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
