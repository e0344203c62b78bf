"""What is known of places besides their needs: indicators, where they lie, cost, growth, region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.evidence.growth import read_growth_evidence
from placewise.diagnose.market_access import centroid
from placewise.model.barriers import Barrier
from placewise.model.comparison import ComparingEvidence
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place
from placewise.plan.place_distances import standardised
from placewise.workbench.agglomeration.answer import AgglomerationAnswers
from placewise.workbench.agglomeration.tables import regions_of
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

REGION = "region"
WIDER = ("nation", "state")
"""Kinds of area that are shown as region of places in none."""
BLOCKS = ("ITL2", REGION, "state")
"""Kinds of area that are taken for a block of neighbours, the first that a place lies in."""
LEAST_PLACES = 0.5
"""An indicator of fewer of the places is left out."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of R places.

    Attributes:
        titles: (K,) of the independent indicators.
        indicators: (R, K) of them, mean 0 and standard deviation 1; NaN where not known.
        used_by_gate: titles of indicators that were left out since the gate uses them.
        longitude: (R,) of centres; NaN without an outline.
        latitude: (R,) likewise.
        people: (R,) NaN where not known.
        region: (R,) names; None where a place lies in none as a whole.
        south: (R,) is it on the side that is tested? None outside the country.
        side: name of that side as a sentence writes it, or "".
        block: (R,) block of neighbours that a place belongs to.
        cost: (R,) NaN where not known.
        cost_title: what it is.
        growth: (R,) probability that costs of growth are to be managed; NaN where not told.
        growth_class: (R,) what is told of it; None where nothing is.
        datasets: everything that was read.
    """

    titles: tuple[str, ...]
    indicators: Floats
    used_by_gate: tuple[str, ...]
    longitude: Floats
    latitude: Floats
    people: Floats
    region: tuple[str | None, ...]
    south: tuple[bool | None, ...]
    side: str
    block: tuple[str, ...]
    cost: Floats
    cost_title: str
    growth: Floats
    growth_class: tuple[str | None, ...]
    datasets: frozenset[str]


def around(
    shelf: Shelf,
    places: tuple[Place, ...],
    evidence: ComparingEvidence,
    barriers: tuple[Barrier, ...],
    seed: int,
) -> Around:
    """Read what is known of places besides their needs."""
    used: set[str] = set()
    of_gate = concepts_of(barriers)
    columns, titles = [], []
    for key in evidence.independent:
        if key in of_gate:
            continue
        column = _column(shelf, key, places, used)
        if np.isfinite(column).sum() >= LEAST_PLACES * len(places) and np.nanstd(column) > 0:
            columns.append(column)
            titles.append(shelf.concepts[key].title)
    table = np.column_stack(columns) if columns else np.empty((len(places), 0))
    east, north = _centres(shelf, places, used)
    growth, classes = _growth(shelf, places, seed, used)
    region = _inside(shelf, places, REGION)
    shown = [_inside(shelf, places, kind) for kind in (REGION, *WIDER)]
    south, side = _side(shelf, places, evidence.side, region)
    return Around(
        titles=tuple(titles),
        indicators=standardised(table),
        used_by_gate=tuple(shelf.concepts[key].title for key in evidence.independent
                           if key in of_gate),
        longitude=east, latitude=north,
        people=_column(shelf, "population", places, used),
        region=tuple(next((name for name in names if name), None)
                     for names in zip(*shown, strict=True)),
        south=south, side=side,
        block=_blocks(shelf, places),
        cost=_column(shelf, evidence.cost, places, used),
        cost_title=shelf.concepts[evidence.cost].title,
        growth=growth, growth_class=classes,
        datasets=frozenset(used),
    )  # fmt: skip


def concepts_of(barriers: tuple[Barrier, ...]) -> frozenset[str]:
    """Return the concepts that the gate of barriers uses."""
    found: set[str] = set()
    for barrier in barriers:
        found |= {name for part in barrier.shortfalls for name in (part.concept, part.given)}
        found |= {name for part in barrier.signals for name in (part.concept, part.given)}
    return frozenset(found - {""})


def _column(shelf: Shelf, key: str, places: tuple[Place, ...], used: set[str]) -> Floats:
    """Return a concept of places in their order, NaN where it is not known."""
    rows = shelf.latest(key, places)
    used |= set(rows["dataset"].drop_nulls())
    known = dict(rows.select("place", "value").iter_rows())
    return np.array(
        [np.nan if known.get(place.name) is None else known[place.name] for place in places],
        np.float64,
    )


def _centres(shelf: Shelf, places: tuple[Place, ...], used: set[str]) -> tuple[Floats, Floats]:
    """Return the centres of places: of their own outline, else the mean of their areas'."""
    smalls = {place.name: shelf.territories.of_place(place) for place in places}
    wanted = {place.code for place in places if place.code}.union(*smalls.values())
    outlines = (
        shelf.store.table("boundaries").filter(pl.col("area").is_in(sorted(wanted))).collect()
        .unique("area", keep="last", maintain_order=True)
    )  # fmt: skip
    used |= set(outlines["dataset"])
    centre = {row["area"]: centroid(row["geometry"]) for row in outlines.iter_rows(named=True)}
    found = np.full((len(places), 2), np.nan)
    for at, place in enumerate(places):
        own = centre.get(place.code or "")
        parts = [centre[code] for code in smalls[place.name] if code in centre]
        if own is not None:
            found[at] = own
        elif parts and len(parts) == len(smalls[place.name]):
            found[at] = np.mean(parts, axis=0)
    return found[:, 0], found[:, 1]


def _inside(shelf: Shelf, places: tuple[Place, ...], kind: str) -> tuple[str | None, ...]:
    """Return the area of a kind in which each place lies as a whole; None where in none."""
    areas = shelf.store.table("areas").filter(pl.col("kind") == kind).collect()
    wholes = {name: shelf.territories.of_area(code) for code, name in
              areas.select("code", "name").sort("code").iter_rows()}  # fmt: skip
    found: list[str | None] = []
    for place in places:
        smalls = shelf.territories.of_place(place)
        inside = [name for name, whole in wholes.items() if smalls and smalls <= whole]
        found.append(inside[0] if inside else None)
    return tuple(found)


def _blocks(shelf: Shelf, places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return the block of neighbours of each place; one in none is a block of its own."""
    found = [place.name for place in places]
    for kind in reversed(BLOCKS):
        for at, name in enumerate(_inside(shelf, places, kind)):
            found[at] = f"{kind} {name}" if name is not None else found[at]
    return tuple(found)


def _side(
    shelf: Shelf, places: tuple[Place, ...], key: str, region: tuple[str | None, ...]
) -> tuple[tuple[bool | None, ...], str]:
    """Return which places are on a side of their country; None of those outside its regions."""
    areas = shelf.store.table("areas").select("code", "name", "kind").collect()
    side = next(side for side in read_growth_evidence().sides if side.key == key)
    known = set(areas.filter(pl.col("kind") == REGION)["name"])
    if not known & set(side.regions):
        return (None,) * len(places), ""
    on = regions_of(shelf.territories, areas, places, side)
    everywhere = frozenset().union(
        *(
            shelf.territories.of_area(code)
            for code in areas.filter(pl.col("kind") == REGION)["code"]
        )
    )
    found: list[bool | None] = []
    for place, name in zip(places, region, strict=True):
        inside = name is not None or shelf.territories.of_place(place) <= everywhere
        found.append(place.name in on if inside else None)
    return tuple(found), side.name


def _growth(
    shelf: Shelf, places: tuple[Place, ...], seed: int, used: set[str]
) -> tuple[Floats, tuple[str | None, ...]]:
    """Return what the topic of growth says: probability to manage its costs, and the class."""
    answer = AgglomerationAnswers(shelf).of(places[0], DiagnosisSettings(seed=seed))
    table = answer.table("balance")
    if table.is_empty():
        return np.full(len(places), np.nan), (None,) * len(places)
    used |= {source.dataset for source in answer.provenance}
    chance = dict(table.select("place", "probability").iter_rows())
    said = dict(table.select("place", "class").iter_rows())
    found = [chance.get(place.name) for place in places]
    return (
        np.array([np.nan if one is None else one for one in found], np.float64),
        tuple(said.get(place.name) for place in places),
    )
