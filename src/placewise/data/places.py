"""Places: any named set of areas, and which areas of a table add up to one exactly."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from placewise.data.changes import codes_in_force, parts_of_codes
from placewise.errors import InputError, UnknownNameError
from placewise.model.store import Store
from placewise.model.words import Place

KIND_ORDER = (
    "own",
    "combined authority",
    "local enterprise partnership",
    "ITL2",
    "district",
    "county",
    "metropolitan or micropolitan area",
    "upper-tier authority",
    "local skills improvement plan area",
    "ITL3",
    "ITL1",
    "state",
    "region",
    "nation",
    "country",
)
"""Which place is meant when several kinds share a name: the first of these."""

SHORT_KINDS = {
    "CA": "combined authority",
    "LEP": "local enterprise partnership",
    "LAD": "district",
    "LSIP": "local skills improvement plan area",
    "metro": "metropolitan or micropolitan area",
}
"""Short forms that may stand in brackets after a name: ``Greater Manchester (LEP)``."""


def all_places(store: Store) -> tuple[Place, ...]:
    """Return every published area as a place, and the user's own places, in the order of kinds."""
    areas = store.table("areas").select("code", "name", "kind").collect()
    places = [Place(name, kind, (code,), code) for code, name, kind in areas.iter_rows()]
    order = {kind: position for position, kind in enumerate(KIND_ORDER)}
    return tuple(
        sorted(
            (*store.own_places(), *places),
            key=lambda place: (order.get(place.kind, len(order)), place.kind, place.name),
        )
    )


def find_place(store: Store, name: str, kind: str | None = None) -> Place:
    """Return the place of this name or code.

    A name shared by several kinds means the first of ``KIND_ORDER``; ``kind``, or the kind in
    brackets after the name (``Greater Manchester (LEP)``), picks another. A code of digits may lack
    its leading zeros, which spreadsheets take away.

    Raises:
        UnknownNameError: no such place or kind; the message offers the nearest names.
    """
    wanted, kind = _split_kind(name.strip(), kind)
    every = all_places(store)
    places = [place for place in every if kind is None or place.kind == kind]
    if kind is not None and not places:
        raise UnknownNameError.among("kind of place", kind, {place.kind for place in every})
    fold = wanted.casefold()
    for place in places:
        if place.name.casefold() == fold or (place.code or "").casefold() == fold:
            return place
    without_zeros = [place for place in places if (place.code or "").lstrip("0") == wanted]
    if wanted.isdigit() and len(without_zeros) == 1:
        return without_zeros[0]
    known = [place.name for place in places]
    what = kind or "place"
    raise UnknownNameError.among(
        what, name, known, action="List them with `placewise places`, or load a table with areas."
    )


def _split_kind(name: str, kind: str | None) -> tuple[str, str | None]:
    """Split ``Name (kind)`` into its parts."""
    if kind is not None:
        return name, SHORT_KINDS.get(kind, kind)
    if name.endswith(")") and " (" in name:
        before, inside = name[:-1].rsplit(" (", 1)
        if inside in SHORT_KINDS or inside in KIND_ORDER:
            return before, SHORT_KINDS.get(inside, inside)
    return name, None


def places_of_kind(store: Store, kind: str) -> tuple[Place, ...]:
    """Return all places of one kind, sorted by code.

    Raises:
        UnknownNameError: the store has no place of that kind.
    """
    kind = SHORT_KINDS.get(kind, kind)
    places = all_places(store)
    found = [place for place in places if place.kind == kind]
    if not found:
        raise UnknownNameError.among("kind of place", kind, {place.kind for place in places})
    return tuple(sorted(found, key=lambda place: (place.code or "", place.name)))


def check_own_place(store: Store, name: str, areas: Iterable[str]) -> Place:
    """Return a place of the user's own, every area checked against the store.

    Args:
        store: where the areas are.
        name: a name that no place has yet.
        areas: codes or names of areas.

    Raises:
        InputError: the name is taken, no area is given, or an area is given twice.
        UnknownNameError: an area is not known.
    """
    name = name.strip()
    if not name or any(place.name.casefold() == name.casefold() for place in all_places(store)):
        raise InputError(
            f'The name "{name}" is taken or empty', action="Give the place a name of its own."
        )
    codes = [find_place(store, area).code or "" for area in areas if area.strip()]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    if not codes or doubled:
        raise InputError(
            "A place needs at least one area, and each area once",
            where=f"given twice: {', '.join(doubled)}" if doubled else "no area given",
        )
    return Place(name, "own", tuple(sorted(codes)))


class Territories:
    """What every place and area consists of, in districts (or counties), old codes made new.

    Built once for a store; afterwards looking up a territory is a dictionary access.
    """

    def __init__(self, store: Store) -> None:
        changes = store.table("area_changes").select("old_code", "code").collect()
        pairs = dict(changes.iter_rows())
        self._in_force = codes_in_force(pairs)
        self._part = parts_of_codes(pairs)
        members = store.table("area_members").select("whole", "member").collect()
        self._members: dict[str, set[str]] = {}
        for whole, member in members.iter_rows():
            self._members.setdefault(whole, set()).add(self.in_force(member))
        self._cache: dict[str, frozenset[str]] = {}

    def in_force(self, code: str) -> str:
        """Return the code in force for a code that may have been replaced."""
        return str(self._in_force.get(code, code))

    def part(self, code: str) -> float:
        """Return which part of its area in force a code stands for: 1 unless it was merged."""
        return self._part.get(code, 1.0)

    def of_area(self, code: str) -> frozenset[str]:
        """Return the smallest areas that one area consists of; itself if nothing is below it."""
        if code not in self._cache:
            self._cache[code] = frozenset()  # ends a loop in the membership
            below = self._members.get(code)
            found = (
                frozenset({self.in_force(code)})
                if not below
                else frozenset().union(*(self.of_area(member) for member in below))
            )
            self._cache[code] = found
        return self._cache[code]

    def of_place(self, place: Place) -> frozenset[str]:
        """Return the smallest areas that a place consists of."""
        return frozenset().union(*(self.of_area(code) for code in place.areas))

    def membership(self, places: Iterable[Place], areas: Iterable[str]) -> pl.DataFrame:
        """Say which of the areas of a table add up to each place exactly.

        Args:
            places: the places.
            areas: the area codes of the table, of one kind (they do not overlap).

        Returns:
            Columns place (name) and area; a place that cannot be built exactly has no rows.
        """
        codes = set(areas)
        by_small: dict[str, list[str]] = {}
        for code in sorted(codes):
            for small in self.of_area(code):
                by_small.setdefault(small, []).append(code)
        rows = []
        for place in places:
            if set(place.areas) <= codes:
                rows += [(place.name, code) for code in place.areas]
                continue
            wanted = self.of_place(place)
            parts = {code for small in wanted for code in by_small.get(small, [])}
            inside = {code for code in parts if self.of_area(code) <= wanted}
            kept = self._once_each(inside)
            covered = frozenset().union(*(self.of_area(code) for code in kept))
            if kept and covered == wanted:
                rows += [(place.name, code) for code in sorted(kept)]
        return pl.DataFrame(rows, schema={"place": pl.String, "area": pl.String}, orient="row")

    def _once_each(self, codes: set[str]) -> list[str]:
        """Keep the codes that make up each territory once.

        An old and a new code of one district are one area: one is kept. Districts that were merged
        are kept together, and only if none of them is missing or counted twice.
        """
        by_territory: dict[frozenset[str], list[str]] = {}
        for code in sorted(codes, key=lambda code: (self.in_force(code) != code, code)):
            by_territory.setdefault(self.of_area(code), []).append(code)
        kept: list[str] = []
        for same in by_territory.values():
            whole = [code for code in same if self._part.get(code, 1.0) == 1.0]
            together = sum(self._part.get(code, 1.0) for code in same)
            if whole:
                kept.append(whole[0])
            elif abs(together - 1) < 1e-9:
                kept += same
        return kept
