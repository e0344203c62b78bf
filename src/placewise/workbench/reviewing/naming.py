"""How a document may name sectors and places, and which industry codes its figures are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from placewise.data.places import KIND_ORDER, Territories, all_places
from placewise.diagnose.industry_codes import sights
from placewise.model.claims import Concordance
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.review.figures.find import Names
from placewise.workbench.facts import SectorCodes

WHOLE = 0.95
"""Share of a sector's jobs that codes must hold, and must not exceed, to stand for its figures."""

NATIONAL = {
    "uk": "United Kingdom", "the uk": "United Kingdom", "gb": "Great Britain",
    "national": "the nation", "nationally": "the nation", "national average": "the nation",
    "regional average": "the region", "regionally": "the region", "elsewhere": "elsewhere",
}  # fmt: skip
"""Words for larger places, as texts write them."""

WIDER_KINDS = ("country", "nation", "region", "state", "ITL1")


def names_of(
    store: Store, place: Place, concordance: Concordance, localities: Iterable[str]
) -> Names:
    """Return the words by which a document of one place names sectors and other places.

    Own names stand for itself. Of other places all nations and regions, those of its kind, and
    districts outside it count, and so do the localities inside it: a figure of a town is none of
    its district.

    Args:
        store: where the places are.
        place: the place of the document.
        concordance: the sectors.
        localities: names of towns, wards and districts within the place that the document uses.
    """
    territories = Territories(store)
    own = territories.of_place(place)
    home = {place.name.casefold()}
    places: dict[str, str] = dict(NATIONAL) | {name.casefold(): name for name in localities}
    kinds = {*WIDER_KINDS, place.kind, "district", "county", "combined authority"}
    order = {kind: at for at, kind in enumerate(KIND_ORDER)}
    known = [other for other in all_places(store) if other.kind in kinds]
    for other in sorted(known, key=lambda one: -order.get(one.kind, len(order))):
        name = other.name.casefold()
        if name == place.name.casefold():
            continue
        if other.kind not in WIDER_KINDS and territories.of_place(other) <= own:
            continue
        places[name] = other.name
    sectors = {term: sector.key for sector in concordance.sectors for term in sector.terms}
    return Names(sectors, {n: p for n, p in places.items() if n not in home}, frozenset(home))


def places_beside(
    store: Store, candidates: Sequence[Place], mentioned: Sequence[str]
) -> tuple[Place, ...]:
    """Return the candidates, and the other places that figures are said of."""
    wanted = set(mentioned) - {place.name for place in candidates}
    kept: dict[str, Place] = {}
    for place in all_places(store):
        if place.name in wanted and (place.kind in WIDER_KINDS or place.name not in kept):
            kept[place.name] = place
    return (*candidates, *kept.values())


def sector_codes(store: Store, concordance: Concordance, wanted: set[str]) -> SectorCodes:
    """Return the sets of industry codes that stand for some sectors in the tables of a store.

    Args:
        store: where the tables are.
        concordance: the sectors.
        wanted: keys of the sectors.
    """
    if not wanted:
        return {}
    kept = replace(concordance, sectors=tuple(s for s in concordance.sectors if s.key in wanted))
    coded = (
        store.table("industry_values")
        .select("classification", "dataset", "industry")
        .unique()
        .join(
            store.table("industries").select("classification", industry="code", level="level"),
            on=["classification", "industry"],
        )
        .collect()
    )
    found: dict[str, dict[tuple[str, ...], None]] = {s.key: {} for s in kept.sectors}
    groups = coded.sort("industry").group_by("classification", "dataset", "level")
    # Many datasets have the same codes: each set of them is compared once, the finest first.
    sets = {(str(key[0]), tuple(rows["industry"])) for key, rows in groups}
    for classification, codes in sorted(sets, key=lambda one: (-len(one[1]), one)):
        seen = sights(kept, list(codes), classification)
        for key, sight in seen.items():
            if sight.seen >= WHOLE and sight.purity >= WHOLE:
                found[key][sight.industries] = None
    return {key: tuple(sets) for key, sets in found.items()}
