"""Commuting flows of a store as a matrix, and the places that it covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.commuting import (
    Commuting,
    commuting,
    destinations_of_residents,
    sources_of_workers,
)
from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

KIND = "commuters"
LINKS = {
    "direction": pl.String, "area": pl.String, "area_name": pl.String, "inside": pl.Boolean,
    "commuters": pl.Float64, "share": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
    "year": pl.Int32, "unit": pl.String, "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``catchment``: where those who work here live (``from``) and where those
who live here work (``to``), with the share of all of them in per cent; largest first."""


@dataclass(frozen=True, slots=True)
class Flows:
    """Commuters between areas.

    Attributes:
        dataset: where they come from.
        year: when they were counted.
        origins: (O,) codes in force.
        destinations: (D,) codes in force.
        values: (O, D); NaN where the publisher gives none, 0 where nobody is counted.
        caveat: what the publisher's table suffers from, in words, or "".
    """

    dataset: str
    year: int
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    values: Floats
    caveat: str


def read_flows(shelf: Shelf) -> Flows | None:
    """Return the latest commuting table of a store; None where it has none."""
    rows = shelf.store.table("flows").filter(pl.col("kind") == KIND).collect()
    if rows.is_empty():
        return None
    last = rows.filter(pl.col("year") == pl.col("year").max())
    last = last.filter(pl.col("dataset") == last["dataset"].sort()[0])
    in_force = shelf.territories.in_force
    now = last.with_columns(
        pl.col(end).map_elements(in_force, return_dtype=pl.String)
        for end in ("origin", "destination")
    )
    origins, destinations = (tuple(now[end].unique().sort()) for end in ("origin", "destination"))
    at_origin = {code: at for at, code in enumerate(origins)}
    at_destination = {code: at for at, code in enumerate(destinations)}
    values = np.zeros((len(origins), len(destinations)))
    for origin, destination, value in now.select("origin", "destination", "value").iter_rows():
        # Districts that were merged come as several rows, which add up.
        cell = at_origin[origin], at_destination[destination]
        values[cell] += np.nan if value is None else value
    dataset = str(last["dataset"][0])
    caveats = [text for source in shelf.sources([dataset]) for text in source.transformations]
    return Flows(
        dataset, int(last["year"][0]), origins, destinations, values, caveats[0] if caveats else ""
    )


def members(shelf: Shelf, flows: Flows, places: tuple[Place, ...]) -> tuple[Floats, Floats]:
    """Return which origins (R, O) and destinations (R, D) make up each place.

    A place of which an area is no origin has no row: its residents are not in the table.
    """
    at_origin = {code: at for at, code in enumerate(flows.origins)}
    at_destination = {code: at for at, code in enumerate(flows.destinations)}
    lives = np.zeros((len(places), len(flows.origins)))
    works = np.zeros((len(places), len(flows.destinations)))
    for row, place in enumerate(places):
        areas = shelf.territories.of_place(place)
        if areas <= at_origin.keys():
            lives[row, [at_origin[area] for area in areas]] = 1.0
            works[row, [at_destination[area] for area in areas if area in at_destination]] = 1.0
    return lives, works


def commuting_of(shelf: Shelf, flows: Flows, places: tuple[Place, ...]) -> Commuting:
    """Return the commuting of places; NaN for those that the table does not cover."""
    return commuting(flows.values, *members(shelf, flows, places))


def links(shelf: Shelf, flows: Flows, place: Place, names: dict[str, str]) -> pl.DataFrame:
    """Return where the workers of a place live and its residents work; columns of ``LINKS``."""
    lives, works = (found[0] > 0 for found in members(shelf, flows, (place,)))
    if not lives.any():
        return pl.DataFrame(schema=LINKS)
    inside = shelf.territories.of_place(place)
    rows = []
    for direction, codes, counts in (
        ("from", flows.origins, sources_of_workers(flows.values, works)),
        ("to", flows.destinations, destinations_of_residents(flows.values, lives)),
    ):
        total = counts.sum()
        order = np.argsort(-np.nan_to_num(counts), kind="stable")
        rows += [
            (direction, codes[at], names.get(codes[at], codes[at]), codes[at] in inside,
             float(counts[at]), float(100 * counts[at] / total), None, None, flows.year,
             "commuters", flows.dataset)
            for at in order
            if counts[at] > 0 and total > 0
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=LINKS, orient="row")
