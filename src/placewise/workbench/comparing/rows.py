"""The tables of a comparison, from arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.comparison import (
    BINS,
    CLUSTERS,
    COMMON,
    DIFFERS,
    GATE,
    MIXES,
    NEEDS,
    PLACES,
    PlannedPlace,
)
from placewise.model.wording import in_sentence, listed
from placewise.plan.comparison_sentences import per_cent
from placewise.plan.mixes import Clusters, mix_distances, same_needs, variation
from placewise.plan.place_distances import known_distances
from placewise.plan.what_differs import by_distance, what_differs
from placewise.workbench.comparing.around import Around
from placewise.workbench.comparing.arrays import Plans
from placewise.workbench.comparing.distances import apart_by_indicators

Floats = NDArray[np.float64]

NEEDED = 0.25
"""A group needs what its places need by this much on average."""
FEWEST = 5
"""Fewest places that groups are looked for among."""
NO_NEED = "no need that stands out"


def mix_rows(plans: Plans) -> pl.DataFrame:
    """Return what each plan spends on each area, areas without spending included."""
    share = plans.share
    rows = [
        (plans.names[at], area, float(plans.spent[at, number]), float(share[at, number]))
        for at in np.flatnonzero(plans.planned)
        for number, area in enumerate(plans.areas)
    ]
    return pl.DataFrame(rows, schema=MIXES, orient="row")


def need_rows(planned: Sequence[PlannedPlace]) -> pl.DataFrame:
    """Return the needs of every place."""
    frames = [one.needs.select(pl.lit(one.place).alias("place"), *list(NEEDS)[1:])
              for one in planned if one.needs.height]  # fmt: skip
    return pl.concat(frames) if frames else pl.DataFrame(schema=NEEDS)


def common_rows(plans: Plans) -> pl.DataFrame:
    """Return what is common to plans, and what varies; areas nobody spends on are left out."""
    if not plans.planned.any():
        return pl.DataFrame(schema=COMMON)
    found = variation(plans.spent[plans.planned])
    rows = [
        (area, float(found.mean[at]), float(found.deviation[at]),
         float(found.part[at]) if np.isfinite(found.part[at]) else None, float(found.present[at]))
        for at, area in enumerate(plans.areas)
        if found.present[at] > 0
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=COMMON, orient="row").sort("mean", descending=True)


def differ_rows(plans: Plans) -> pl.DataFrame:
    """Return what differs between the plans of two places; no rows below two plans."""
    rows = np.flatnonzero(plans.planned)
    if rows.size < 2:
        return pl.DataFrame(schema=DIFFERS)
    found = what_differs(plans.by_intervention[rows], plans.area_of, plans.first[rows])
    table = []
    for what in ("mix", "design", "priority", "alike"):
        one = getattr(found, what)
        told = np.isfinite(one.lower)
        ends = (max(0.0, one.lower), min(1.0, one.upper)) if told else (None, None)
        table.append((what, one.value, *ends, int(rows.size)))
    return pl.DataFrame(table, schema=DIFFERS, orient="row")


def bin_rows(plans: Plans, about: Around) -> pl.DataFrame:
    """Return distances of mixes by distances of diagnoses, for the chart."""
    rows = plans.tested
    if rows.size < FEWEST:
        return pl.DataFrame(schema=BINS)
    mixes = mix_distances(plans.spent[rows])
    told = [("needs", known_distances(plans.need[rows]), mixes)]
    kept, indicators = apart_by_indicators(about, rows)
    if kept.size >= FEWEST:
        told.append(("indicators that plans do not use", indicators, mixes[np.ix_(kept, kept)]))
    table = [
        (against, one.pairs, one.least, one.most, one.mean, one.median, one.lower, one.upper)
        for against, x, y in told
        for one in by_distance(x, y)
    ]
    return pl.DataFrame(table, schema=BINS, orient="row")


def gate_rows(plans: Plans) -> pl.DataFrame:
    """Return how far apart mixes are where the same barriers stay open, and where not."""
    at = plans.tested
    if at.size < FEWEST:
        return pl.DataFrame(schema=GATE)
    mixes = mix_distances(plans.spent[at])
    alike = np.array([(plans.open[at] == row).all(axis=1) for row in plans.open[at]])
    upper = np.triu(np.ones(mixes.shape, np.bool_), 1)
    patterns = np.unique(plans.open[at], axis=0).shape[0]
    table: list[tuple[object, ...]] = []
    for name, which in (("same", alike & upper), ("other", ~alike & upper)):
        found = mixes[which]
        ends: list[float | None] = [None] * 4
        if found.size:
            ends = [float(v) for v in np.quantile(found, [0.5, 0.1, 0.9, 0.25])]
        table.append((name, int(found.size), *ends, patterns))
    return pl.DataFrame(table, schema=GATE, orient="row")


def clusters_of(plans: Plans, seed: int) -> Clusters | None:
    """Return groups of places with the same needs; None of too few places."""
    rows = np.flatnonzero(plans.known)
    if rows.size < FEWEST:
        return None
    return same_needs(known_distances(plans.need[rows]), seed=seed)


def cluster_rows(plans: Plans, found: Clusters | None) -> pl.DataFrame:
    """Return one row a group: what its places need, and what their plans spend on."""
    if found is None:
        return pl.DataFrame(schema=CLUSTERS)
    rows = np.flatnonzero(plans.known)
    share = plans.share
    table = []
    for number in range(found.number):
        members = rows[found.label == number]
        stability = float(found.stability[number]) if found.told else None
        table.append(
            (number + 1, members.size, stability, needs_in_words(plans, members),
             mix_in_words(plans.areas, share[members]),
             "; ".join(plans.names[at] for at in members))
        )  # fmt: skip
    return pl.DataFrame(table, schema=CLUSTERS, orient="row")


def group_words(plans: Plans, found: Clusters | None) -> list[tuple[int, str, str]]:
    """Return of each group how many places, what they need most, and where most money goes."""
    if found is None:
        return []
    rows = np.flatnonzero(plans.known)
    words = []
    for number in range(found.number):
        members = rows[found.label == number]
        mix = mix_in_words(plans.areas, plans.share[members], 1)
        words.append((members.size, needs_in_words(plans, members, 2, figures=False), mix))
    return words


def needs_in_words(
    plans: Plans, members: NDArray[np.intp], most: int = 3, *, figures: bool = True
) -> str:
    """Return what some places need most, with the mean need of each."""
    need = plans.need[members]
    count = np.isfinite(need).sum(axis=0)
    mean = np.divide(np.nansum(need, axis=0), count, out=np.zeros(count.size), where=count > 0)
    order = [int(at) for at in np.argsort(-mean, kind="stable") if mean[at] >= NEEDED]
    named = [f"‘{plans.titles[at]}’" + (f" {mean[at]:.1f}" if figures else "") for at in order]
    return listed(named[:most]) if named else NO_NEED


def mix_in_words(areas: Sequence[str], share: Floats, most: int = 3) -> str:
    """Return what the plans of some places spend most on, on average."""
    told = np.isfinite(share).all(axis=1)
    if not told.any():
        return "no plan"
    mean = share[told].mean(axis=0)
    order = [int(at) for at in np.argsort(-mean, kind="stable")[:most] if mean[at] >= 0.05]
    return listed([f"{per_cent(float(mean[at]))} {in_sentence(areas[at])}" for at in order])


def place_rows(
    planned: Sequence[PlannedPlace],
    plans: Plans,
    about: Around,
    found: Clusters | None,
    high_cost: Sequence[bool | None],
    written: pl.DataFrame,
) -> pl.DataFrame:
    """Return one row a place, columns :data:`placewise.model.comparison.PLACES`."""
    group: dict[int, tuple[int, float]] = {}
    if found is not None:
        for at, row in enumerate(np.flatnonzero(plans.known)):
            group[int(row)] = int(found.label[at]) + 1, float(found.together[at])
    share = plans.share
    rows = []
    for at, one in enumerate(planned):
        largest = int(np.argmax(share[at])) if one.planned else None
        cluster = group.get(at, (None, None))
        rows.append((
            one.place, one.code or None, one.population or None, one.budget or None,
            float(plans.spent[at].sum()), one.takes_all, one.planned, one.why_not or None, *cluster,
            None if largest is None else plans.areas[largest],
            None if largest is None else float(share[at, largest]),
            _number(plans.managing[at]), about.growth_class[at], _number(about.growth[at]),
            about.region[at], about.south[at], _number(about.cost[at]), high_cost[at],
            None, None, None,
        ))  # fmt: skip
    frame = pl.DataFrame(rows, schema=PLACES, orient="row")
    words = written.select("place", own="residual", low="lower", high="upper")
    return (
        frame.join(words, on="place", how="left", maintain_order="left")
        .with_columns(
            residual=pl.col("own"), residual_lower=pl.col("low"), residual_upper=pl.col("high")
        )
        .select(list(PLACES))
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
