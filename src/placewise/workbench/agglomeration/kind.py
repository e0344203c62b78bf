"""Everything about the places of one kind that is worked out once for all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.commuting import Commuting
from placewise.diagnose.market_access import market_access, reach
from placewise.diagnose.standing import percentiles
from placewise.model.evidence import GrowthEvidence, PressureSign
from placewise.model.words import Place
from placewise.workbench.agglomeration.balance import Balance, draw_balance
from placewise.workbench.agglomeration.masses import Atlas, Masses, atlas, masses, mixes
from placewise.workbench.commuting import Flows, commuting_of
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

ALL = "all"


@dataclass(frozen=True, slots=True)
class Access:
    """Market access of R places by one decay.

    Attributes:
        key: of the group of sectors, or ``all``.
        name: as a page writes it.
        exponent: of distance.
        values: (R,) jobs over kilometres to the exponent; NaN where not known.
    """

    key: str
    name: str
    exponent: float
    values: Floats


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of pressure of R places.

    Attributes:
        sign: what it is.
        title: as a page writes it.
        unit: of the values.
        rows: the values: place, year, value, lower, upper, dataset, approximate.
        mark: (R,) percentile of pressure, 0 to 1; NaN where not known.
    """

    sign: PressureSign
    title: str
    unit: str
    rows: pl.DataFrame
    mark: Floats


@dataclass(frozen=True, slots=True)
class OfKind:
    """What is known of R places that are compared with each other.

    Attributes:
        places: the R places.
        masses: jobs by group of sectors; None where no table has them.
        atlas: distances; None where no outlines are known.
        mix: (R, G) shares of jobs.
        access: by group of sectors, and for all jobs first.
        commuting: None without flows.
        people: (R,) in the city of each.
        by_reach: are those the people within reach, or those of the place alone?
        signs: of pressure.
        balance: of gains and costs.
        datasets: everything that was read.
    """

    places: tuple[Place, ...]
    masses: Masses | None
    atlas: Atlas | None
    mix: Floats
    access: tuple[Access, ...]
    commuting: Commuting | None
    people: Floats
    by_reach: bool
    signs: tuple[Sign, ...]
    balance: Balance
    datasets: frozenset[str]


def of_kind(
    shelf: Shelf,
    evidence: GrowthEvidence,
    flows: Flows | None,
    places: tuple[Place, ...],
    seed: int,
) -> OfKind:
    """Work out everything about places that are compared with each other."""
    found = masses(shelf, evidence.groups, places)
    lies = None if found is None else atlas(shelf, found)
    mix = np.full((len(places), len(evidence.groups)), np.nan)
    weights = np.zeros((len(places), 0))
    if found is not None:
        mix, weights = mixes(shelf, found, places)
    access: tuple[Access, ...] = ()
    population = shelf.latest("population", places)
    used = set(population["dataset"])
    people = _in_order(population, places)
    if found is not None and lies is not None:
        access = _access(evidence, found, lies, weights)
        people, more = _within_reach(shelf, evidence, found, lies, weights)
        used |= more | {lies.dataset}
    moves = None if flows is None else commuting_of(shelf, flows, places)
    signs = tuple(_sign(shelf, sign, places, flows, moves) for sign in evidence.signs)
    marks = np.column_stack([sign.mark for sign in signs])
    used |= set() if found is None else set(found.datasets)
    used |= set() if flows is None else {flows.dataset}
    for sign in signs:
        used |= set(sign.rows["dataset"])
    return OfKind(
        places=places, masses=found, atlas=lies, mix=mix, access=access, commuting=moves,
        people=people, by_reach=lies is not None, signs=signs,
        balance=draw_balance(evidence, mix, people, marks, seed),
        datasets=frozenset(used),
    )  # fmt: skip


def _in_order(rows: pl.DataFrame, places: tuple[Place, ...]) -> Floats:
    """Return the values of places in their order, NaN where there is none."""
    values = dict(rows.select("place", "value").iter_rows())
    given = [values.get(place.name) for place in places]
    return np.array([np.nan if value is None else value for value in given], dtype=np.float64)


def _spread_over(found: Masses, lies: Atlas, weights: Floats, values: Floats) -> Floats:
    """Return means of places over their areas by jobs; NaN where an area has no outline."""
    at = {area: index for index, area in enumerate(lies.areas)}
    whole = np.full(len(found.areas), np.nan)
    for index, area in enumerate(found.areas):
        if area in at:
            whole[index] = values[at[area]]
    holes = (weights > 0) @ np.isnan(whole).astype(float) > 0
    jobs = weights.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = weights @ np.nan_to_num(whole) / jobs
    return np.asarray(np.where(holes | (jobs <= 0), np.nan, means))


def _access(
    evidence: GrowthEvidence, found: Masses, lies: Atlas, weights: Floats
) -> tuple[Access, ...]:
    index = {area: at for at, area in enumerate(found.areas)}
    mass = found.total[[index[area] for area in lies.areas]]
    named = [
        (group.key, group.name, evidence.elasticities[group.decay].value, at)
        for at, group in enumerate(evidence.groups)
        if group.decay is not None
    ]
    told = [(key, name, float(e), at) for key, name, e, at in named if e is not None]
    # No exponent was measured for all sectors: the mean over those measured, by jobs.
    jobs = np.array([found.jobs[:, at].sum() for *_, at in told])
    mean = float(np.average([exponent for _, _, exponent, _ in told], weights=jobs))
    return tuple(
        Access(
            key, name, exponent,
            _spread_over(found, lies, weights, market_access(mass, lies.kilometres, exponent)),
        )
        for key, name, exponent in [(ALL, "All sectors", mean), *(each[:3] for each in told)]
    )  # fmt: skip


def _within_reach(
    shelf: Shelf, evidence: GrowthEvidence, found: Masses, lies: Atlas, weights: Floats
) -> tuple[Floats, set[str]]:
    """Return the people of the city around each place: a geometric mean over its areas by jobs."""
    parts = tuple(Place(code, found.kind, (code,), code) for code in lies.areas)
    rows = shelf.latest("population", parts)
    people = _in_order(rows, parts)
    within = reach(np.nan_to_num(people), lies.kilometres, evidence.cost.reach)
    with np.errstate(divide="ignore"):
        logs = np.where(np.isfinite(people), np.log(within), np.nan)
    return np.exp(_spread_over(found, lies, weights, logs)), set(rows["dataset"])


def _sign(
    shelf: Shelf,
    sign: PressureSign,
    places: tuple[Place, ...],
    flows: Flows | None,
    moves: Commuting | None,
) -> Sign:
    if sign.concept:
        concept = shelf.concepts[sign.concept]
        title, unit, rows = concept.title, concept.unit, shelf.latest(sign.concept, places)
    else:
        title, unit = COMMUTING[sign.commuting], "per cent"
        rows = _commuting_rows(sign, places, flows, moves)
    values = _in_order(rows, places)
    mark = percentiles(values if sign.towards == "more" else -values) / 100
    return Sign(sign, title, unit, rows, mark)


COMMUTING = {
    "in_commuting": "Workers who live elsewhere",
    "out_commuting": "Residents who work elsewhere",
}


def _commuting_rows(
    sign: PressureSign, places: tuple[Place, ...], flows: Flows | None, moves: Commuting | None
) -> pl.DataFrame:
    schema = {
        "place": pl.String, "year": pl.Int32, "value": pl.Float64, "lower": pl.Float64,
        "upper": pl.Float64, "dataset": pl.String, "approximate": pl.Boolean,
    }  # fmt: skip
    if flows is None or moves is None:
        return pl.DataFrame(schema=schema)
    stay = moves.demand_side if sign.commuting == "in_commuting" else moves.supply_side
    return pl.DataFrame(
        [
            (place.name, flows.year, 100 * (1 - share), None, None, flows.dataset, False)
            for place, share in zip(places, stay, strict=True)
            if np.isfinite(share)
        ],
        schema=schema,
        orient="row",
    )
