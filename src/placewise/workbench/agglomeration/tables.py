"""The tables of the answer on growth; every one is tidy, and its columns stand with it."""

from __future__ import annotations

import numpy as np
import polars as pl

from placewise.data.places import Territories
from placewise.diagnose.agglomeration import (
    class_of,
    ellipses,
    monte_carlo_error,
)
from placewise.diagnose.standing import percentiles
from placewise.model.evidence import Side
from placewise.model.words import Place
from placewise.workbench.agglomeration.balance import DRAWS
from placewise.workbench.agglomeration.kind import OfKind
from placewise.workbench.commuting import Flows

ACCESS = {
    "sector": pl.String, "name": pl.String, "exponent": pl.Float64, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "percentile": pl.Float64, "places": pl.Int64,
    "year": pl.Int32, "unit": pl.String, "dataset": pl.String,
}  # fmt: skip
"""``market_access``: jobs within reach by group of sectors; percentile 0 to 100 among places of the
kind. No interval: the publishers give none for sums of jobs over distance."""
COMMUTING = {
    "measure": pl.String, "name": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "percentile": pl.Float64, "places": pl.Int64, "year": pl.Int32,
    "unit": pl.String, "dataset": pl.String,
}  # fmt: skip
"""``commuting``: residents, workers, both, shares of them and the net, in per cent."""
GAINS = {
    "place": pl.String, "here": pl.Boolean, "gains": pl.Float64, "gains_lower": pl.Float64,
    "gains_upper": pl.Float64, "costs": pl.Float64, "costs_lower": pl.Float64,
    "costs_upper": pl.Float64, "costs_by_size": pl.Float64, "costs_by_rents": pl.Float64,
    "rx": pl.Float64, "ry": pl.Float64, "angle": pl.Float64, "city_people": pl.Float64,
    "level": pl.Float64, "unit": pl.String, "year": pl.Int32, "dataset": pl.String,
}  # fmt: skip
"""``gains_and_costs``: of a rise of density by 10 %, for every place of the kind: medians and 80 %
ranges of draws in per cent, and the ellipse of 80 % of them (half axes, degrees against the
clock)."""
PRESSURE = {
    "indicator": pl.String, "title": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "unit": pl.String, "year": pl.Int32, "dataset": pl.String,
    "pressure": pl.Float64, "places": pl.Int64, "towards": pl.String, "why": pl.String,
    "approximate": pl.Boolean,
}  # fmt: skip
"""``pressure``: one row a sign; pressure is its percentile, 0 to 100, higher is more pressure."""
BALANCE = {
    "place": pl.String, "here": pl.Boolean, "probability": pl.Float64, "error": pl.Float64,
    "class": pl.String, "pressure": pl.Float64, "pressure_lower": pl.Float64,
    "pressure_upper": pl.Float64, "signs_known": pl.Int64,
}  # fmt: skip
"""``balance``: for every place of the kind the probability that costs are to be managed, its Monte
Carlo error, the class (null where not told), and pressure 0 to 100 with its 80 % range of draws."""
SENSITIVITY = {
    "change": pl.String, "probability": pl.Float64, "difference": pl.Float64, "class": pl.String,
    "classes_changed": pl.Float64, "places": pl.Int64,
}  # fmt: skip
"""``sensitivity``: what a change to the method makes of the place, and the share of all places told
(per cent) that would be in another class."""
EXCEPTIONS = {
    "place": pl.String, "here": pl.Boolean, "side": pl.String, "region": pl.String,
    "class": pl.String, "expected": pl.String, "probability": pl.Float64,
}  # fmt: skip
"""``exceptions``: places that come out against what is expected of their side of the country."""


def _null(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def access_table(kind: OfKind, at: int) -> pl.DataFrame:
    """Return ``ACCESS`` of one place; no rows where nothing is known."""
    if kind.masses is None:
        return pl.DataFrame(schema=ACCESS)
    rows = [
        (each.key, each.name, each.exponent, _null(each.values[at]), None, None,
         _null(percentiles(each.values)[at]), int(np.isfinite(each.values).sum()),
         kind.masses.year, f"{kind.masses.unit} over km to the power of {each.exponent:.2f}",
         "; ".join(kind.masses.datasets))
        for each in kind.access
    ]  # fmt: skip
    known = [row for row in rows if row[3] is not None]
    return pl.DataFrame(known, schema=ACCESS, orient="row")


def commuting_table(kind: OfKind, flows: Flows | None, at: int) -> pl.DataFrame:
    """Return ``COMMUTING`` of one place; no rows where it is not covered."""
    moves = kind.commuting
    if moves is None or flows is None:
        return pl.DataFrame(schema=COMMUTING)
    rows = [
        (key, name, _null(scale * values[at]), None, None,
         _null(percentiles(values)[at]), int(np.isfinite(values).sum()), flows.year,
         unit, flows.dataset)
        for key, name, values, scale, unit in (
            ("residents", "Residents who work at a workplace", moves.residents, 1, "commuters"),
            ("workers", "Those who work here", moves.workers, 1, "commuters"),
            ("inside", "Those who live and work here", moves.inside, 1, "commuters"),
            ("supply_side", "Residents who work here", moves.supply_side, 100,
             "per cent of residents"),
            ("demand_side", "Workers who live here", moves.demand_side, 100,
             "per cent of workers"),
            ("net_in_commuting", "Workers beyond residents", moves.net_in_commuting, 100,
             "per cent of residents"),
        )
    ]  # fmt: skip
    known = [row for row in rows if row[2] is not None]
    return pl.DataFrame(known, schema=COMMUTING, orient="row")


def gains_table(kind: OfKind) -> pl.DataFrame:
    """Return ``GAINS`` of every place, ``here`` false."""
    gain, cost, urban = kind.balance.gain, kind.balance.cost, kind.balance.urban
    ends = (0.1, 0.5, 0.9)
    low_g, mid_g, high_g = np.quantile(gain, ends, axis=0)
    low_c, mid_c, high_c = np.quantile(cost, ends, axis=0)
    around = ellipses(gain, cost)
    rent, size = float(np.median(kind.balance.rent)), np.median(urban, axis=0)
    year = None if kind.masses is None else kind.masses.year
    dataset = None if kind.masses is None else "; ".join(kind.masses.datasets)
    return pl.DataFrame(
        [
            (place.name, False, *map(_null, (
                mid_g[i], low_g[i], high_g[i], mid_c[i], low_c[i], high_c[i], size[i])), rent,
             *map(_null, (around.rx[i], around.ry[i], around.angle[i], kind.people[i])), 0.8,
             "per cent for 10 % more density", year, dataset)
            for i, place in enumerate(kind.places)
        ],
        schema=GAINS, orient="row",
    )  # fmt: skip


def balance_table(kind: OfKind) -> pl.DataFrame:
    """Return ``BALANCE`` of every place, ``here`` false."""
    chance = kind.balance.probability
    error = monte_carlo_error(chance, DRAWS)
    low, middle, high = 100 * kind.balance.pressure
    known = np.column_stack([np.isfinite(sign.mark) for sign in kind.signs]).sum(axis=1)
    return pl.DataFrame(
        [
            (place.name, False, _null(chance[i]), _null(error[i]), class_of(float(chance[i])),
             _null(middle[i]), _null(low[i]), _null(high[i]), int(known[i]))
            for i, place in enumerate(kind.places)
        ],
        schema=BALANCE, orient="row",
    )  # fmt: skip


def pressure_table(kind: OfKind, at: int) -> pl.DataFrame:
    """Return ``PRESSURE`` of one place, signs that are not known with null."""
    rows = []
    for each in kind.signs:
        own = each.rows.filter(pl.col("place") == kind.places[at].name)
        first = own.row(0, named=True) if own.height else {}
        rows.append(
            (each.sign.key, each.title, *(first.get(end) for end in ("value", "lower", "upper")),
             each.unit, first.get("year"), first.get("dataset"), _null(100 * each.mark[at]),
             int(np.isfinite(each.mark).sum()), each.sign.towards, each.sign.why,
             first.get("approximate"))
        )  # fmt: skip
    return pl.DataFrame(rows, schema=PRESSURE, orient="row")


def sensitivity_table(kind: OfKind, at: int, changed: dict[str, float]) -> pl.DataFrame:
    """Return ``SENSITIVITY`` of one place, the largest difference first; none where not told."""
    base = float(kind.balance.probability[at])
    if not np.isfinite(base):
        return pl.DataFrame(schema=SENSITIVITY)
    places = int(np.isfinite(kind.balance.probability).sum())
    rows = [
        (change, _null(chance[at]), _null(chance[at] - base), class_of(float(chance[at])),
         changed[change], places)
        for change, chance in kind.balance.changes.items()
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema=SENSITIVITY, orient="row")
    return table.sort(pl.col("difference").abs(), descending=True, nulls_last=True)


def classes_changed(kind: OfKind) -> dict[str, float]:
    """Return for each change to the method the per cent of places told that change class."""
    base = kind.balance.classes(kind.balance.probability)
    told = [i for i, name in enumerate(base) if name is not None]
    found = {}
    for change, chance in kind.balance.changes.items():
        other = kind.balance.classes(chance)
        differ = sum(other[i] != base[i] for i in told)
        found[change] = 100.0 * differ / len(told) if told else 0.0
    return found


def regions_of(
    territories: Territories, areas: pl.DataFrame, places: tuple[Place, ...], side: Side
) -> dict[str, str]:
    """Return the region of a side that each place lies in as a whole, or "several of them"."""
    named = areas.filter((pl.col("kind") == "region") & pl.col("name").is_in(side.regions))
    regions = {name: territories.of_area(code) for code, name in
               named.select("code", "name").iter_rows()}  # fmt: skip
    whole = frozenset().union(*regions.values())
    found = {}
    for place in places:
        areas_of = territories.of_place(place)
        if areas_of and areas_of <= whole:
            inside = [name for name, region in regions.items() if areas_of <= region]
            found[place.name] = inside[0] if inside else "several of them"
    return found


def exceptions_table(
    balance: pl.DataFrame, sides: list[tuple[Side, dict[str, str]]]
) -> pl.DataFrame:
    """Return ``EXCEPTIONS``, ``here`` false, most certain first."""
    against = {"manage costs": "build growth", "build growth": "manage costs"}
    chance = dict(balance.select("place", "probability").iter_rows())
    found = dict(balance.select("place", "class").iter_rows())
    rows = [
        (place, False, side.name, region, found[place], side.expected, chance[place])
        for side, regions in sides
        for place, region in regions.items()
        if found.get(place) == against[side.expected]
    ]
    table = pl.DataFrame(rows, schema=EXCEPTIONS, orient="row")
    return table.sort((pl.col("probability") - 0.5).abs(), descending=True)
