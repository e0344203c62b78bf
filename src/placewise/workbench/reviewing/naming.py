"""How a document may name sectors and places, and which industry codes its figures are about."""

from __future__ import annotations

from collections.abc import Sequence

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


def names_of(store: Store, place: Place, concordance: Concordance) -> Names:
    """Return the words by which a document of one place names sectors and other places.

    Places inside the document's own, and its own names, stand for itself; of other places all
    nations and regions, those of its kind, and districts outside it count.
    """
    territories = Territories(store)
    own = territories.of_place(place)
    places: dict[str, str] = dict(NATIONAL)
    home = {place.name.casefold()}
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


def sector_codes(store: Store, concordance: Concordance) -> SectorCodes:
    """Return the sets of industry codes that stand for each sector in the tables of a store."""
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
    found: dict[str, dict[tuple[str, ...], None]] = {s.key: {} for s in concordance.sectors}
    groups = coded.sort("industry").group_by("classification", "dataset", "level")
    for (classification, _, _), rows in sorted(groups, key=lambda group: -group[1].height):
        seen = sights(concordance, rows["industry"].to_list(), str(classification))
        for key, sight in seen.items():
            if sight.seen >= WHOLE and sight.purity >= WHOLE:
                found[key][sight.industries] = None
    return {key: tuple(sets) for key, sets in found.items()}
