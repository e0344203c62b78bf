"""What the industries of a place are near to: complexity, variety, options and their skill."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.assessment import assess_table
from placewise.diagnose.complexity import Complexity, complexity, fitness
from placewise.diagnose.diversification import (
    EntrySkill,
    diversification_options,
    entries,
    entry_skill,
)
from placewise.diagnose.path_intervals import PathIntervals, redrawn_paths
from placewise.diagnose.relatedness import (
    presence,
    proximity,
    relatedness_density,
    revealed_advantage,
)
from placewise.diagnose.table_draws import table_draws
from placewise.diagnose.variety import Variety, variety
from placewise.model.economy import IndustryTable
from placewise.model.words import Place
from placewise.workbench.paths.concentration import Concentration, concentration_of
from placewise.workbench.paths.tables import Family, PathTables, section_of

Floats = NDArray[np.float64]

DRAWS = 200
"""Redrawn tables behind each interval."""
MANY_CELLS, FEWER_DRAWS = 20_000, 60
FORETOLD = 8
"""Entry is looked at over so many years at most."""
BANDS = 5
"""Bands of density, equally large, in which entry is counted."""
OPTIONS = {
    "industry": pl.String, "industry_name": pl.String, "section": pl.String, "year": pl.Int32,
    "advantage": pl.Float64, "density": pl.Float64, "density_lower": pl.Float64,
    "density_upper": pl.Float64, "complexity": pl.Float64, "complexity_lower": pl.Float64,
    "complexity_upper": pl.Float64, "is_option": pl.Boolean, "stands": pl.Float64,
    "present": pl.Boolean, "present_share": pl.Float64, "entered_before": pl.Float64,
    "density_measured": pl.Float64, "complexity_measured": pl.Float64,
}  # fmt: skip
"""Columns of the finding ``options``, one row an industry: ``density`` and ``complexity`` are the
measured ones less their usual error, where that is known, and lie within their intervals;
``is_option`` goes by the measured ones; ``stands`` and ``present_share`` are the shares of draws in
which it is an option or present; ``entered_before`` is the share of absent industries in the same
fifth of measured density that places entered over the years of ``skill``."""
MEASURES = {
    "key": pl.String, "name": pl.String, "measured": pl.Float64, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "rank": pl.Int64, "places": pl.Int64,
    "year": pl.Int32,
}  # fmt: skip
"""Columns of the finding ``complexity``: ``value`` is the measured one less its usual error, where
that is known; rank 1 is the highest measured value."""
SKILL = {
    "score": pl.String, "auc": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
    "within": pl.Float64, "within_lower": pl.Float64, "within_upper": pl.Float64,
    "from": pl.Int32, "to": pl.Int32, "could_enter": pl.Int64, "entered": pl.Int64,
    "entered_share": pl.Float64, "places": pl.Int64,
}  # fmt: skip
"""Columns of the finding ``skill``: ``auc`` over all pairs of place and industry, ``within`` over
pairs of the same place; 0.5 is chance."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all places of one table share."""

    family: Family
    table: IndustryTable
    sections: list[str]
    advantage: Floats
    present: Floats
    density: Floats
    complexity: Complexity
    fitness: Floats
    variety: Variety
    options: NDArray[np.bool_]
    drawn: PathIntervals | None
    skill: EntrySkill | None
    between: tuple[int, int]
    bands: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Relations:
    """What is known of one place; the columns of the tables are documented beside this class."""

    dataset: str
    level: str
    options: pl.DataFrame
    measures: pl.DataFrame
    skill: pl.DataFrame
    concentration: Concentration
    notes: tuple[str, ...]


class RelationsOf:
    """Relations of places, each table worked through once."""

    def __init__(self, tables: PathTables) -> None:
        self._tables = tables
        self._kept: dict[tuple[Family, int, str, int], Shared] = {}

    def of(self, place: Place, seed: int) -> Relations | None:
        """Return the relations of one place; None where no table relates its industries."""
        finest = self._tables.finest(place)
        if finest is None:
            return None
        family, year = finest
        kind = place.name if place.kind == "own" else place.kind
        key = (family, year, kind, seed)
        if key not in self._kept:
            self._kept[key] = self._work_through(family, year, place, seed)
        shared = self._kept[key]
        if place not in shared.table.places:
            return None
        at = shared.table.places.index(place)
        peers = np.array([p.kind == place.kind for p in shared.table.places])
        return _read_off(shared, at, peers)

    def _work_through(self, family: Family, year: int, place: Place, seed: int) -> Shared:
        table = self._tables.leaves(family, year, place)
        parents = self._tables.parents(family)
        sections = [section_of(industry.code, parents) for industry in table.industries]
        advantage = _advantage(table)
        present = presence(advantage)
        density = relatedness_density(present, proximity(present))
        orientation = self._tables.productivity(table.places)
        found = complexity(present, orientation)
        skill, between, bands = self._skill(family, year, place, seed)
        return Shared(
            family, table, sections, advantage, present, density, found, fitness(present).fitness,
            variety(table.values, sections),
            diversification_options(present, density, found.pci),
            _redrawn(table, sections, orientation, seed), skill, between, bands,
        )  # fmt: skip

    def _skill(
        self, family: Family, year: int, place: Place, seed: int
    ) -> tuple[EntrySkill | None, tuple[int, int], tuple[Floats, Floats]]:
        """Return how well density told what was entered, and the share entered by band of it."""
        earlier = [y for y in family.years if year - FORETOLD <= y < year]
        nothing = (np.empty(0), np.empty(0))
        if not earlier:
            return None, (year, year), nothing
        before = self._tables.leaves(family, earlier[0], place, areas_alone=True)
        after = self._tables.leaves(family, year, place, areas_alone=True)
        old, new = _aligned(before, after)
        was, now = presence(old), presence(new)
        density = relatedness_density(was, proximity(was))
        changed = entries(was, now)
        could = changed.absent & np.isfinite(density)
        entered = int((changed.entered & could).sum())
        if not 0 < entered < int(could.sum()):
            return None, (earlier[0], year), nothing
        skill = entry_skill(
            density, changed.absent, changed.entered, np.nansum(was, axis=0), seed=seed
        )
        edges = np.quantile(density[could], np.linspace(0, 1, BANDS + 1))
        band = np.clip(np.searchsorted(edges, density[could], "right") - 1, 0, BANDS - 1)
        rates = np.array([changed.entered[could][band == b].mean() for b in range(BANDS)])
        return skill, (earlier[0], year), (edges, rates)


def _advantage(table: IndustryTable) -> Floats:
    return revealed_advantage(
        np.maximum(table.values, 0.0), table.place_totals, table.industry_totals, table.total
    )


def _aligned(before: IndustryTable, after: IndustryTable) -> tuple[Floats, Floats]:
    """Return the advantages of two years for the places and industries of both."""
    places = [p.name for p in before.places if p in after.places]
    codes = {i.code for i in after.industries}
    kept = [i.code for i in before.industries if i.code in codes]

    def pick(table: IndustryTable) -> Floats:
        row = {p.name: at for at, p in enumerate(table.places)}
        column = {i.code: at for at, i in enumerate(table.industries)}
        chosen = _advantage(table)[np.ix_([row[p] for p in places], [column[c] for c in kept])]
        return np.asarray(chosen)

    return pick(before), pick(after)


def _redrawn(
    table: IndustryTable, sections: list[str], orientation: Floats | None, seed: int
) -> PathIntervals | None:
    """Return intervals by redrawing; None where it is not known how lumpy the industries are."""
    if all(basis == "none" for basis in table.plants.basis):
        return None
    draws = DRAWS if table.values.size < MANY_CELLS else FEWER_DRAWS
    assessed = assess_table(table, 1.0)
    return redrawn_paths(
        np.where(np.isnan(table.values), np.nan, np.maximum(table.values, 0.0)),
        table_draws(assessed, draws=draws, seed=seed), draws=draws, sections=sections,
        orientation=orientation,
        place_totals=table.place_totals, industry_totals=table.industry_totals, total=table.total,
    )  # fmt: skip


def _read_off(shared: Shared, at: int, peers: NDArray[np.bool_]) -> Relations:
    options, measures = _option_rows(shared, at), _measure_rows(shared, at, peers)
    concentration = concentration_of(shared.table, at, peers, shared.sections)
    return Relations(
        dataset=shared.family.dataset,
        level=f"{len(shared.table.industries)} industries",
        options=options,
        measures=measures,
        skill=_skill_rows(shared),
        concentration=concentration,
        notes=(*_notes(shared), *_without_interval(options, measures, concentration.table)),
    )


def _without_interval(
    options: pl.DataFrame, measures: pl.DataFrame, concentration: pl.DataFrame
) -> list[str]:
    """Say which figures of a place are not known or have no interval, and why."""
    notes = []
    if options["stands"].is_not_null().any() and options["stands"].is_null().any():
        notes.append(
            f"Of {options['stands'].null_count():,} of {options.height:,} industries it is not "
            "known how lumpy they are, or how large here: whether they are options is not drawn."
        )
    varied = measures.filter(pl.col("key") == "related").row(0, named=True)
    if varied["measured"] is None:
        notes.append("Variety needs every industry of the place, and some are not known.")
    elif varied["value"] is None:
        notes.append(
            "Variety stands as measured and has no interval: it is not known how lumpy every "
            "industry is."
        )
    notes.append("Fitness and the number of industries above their usual share have no interval.")
    if concentration.height and concentration["lower"].null_count():
        notes.append(
            "What hangs on the largest industry has no interval: its table states no error."
        )
    return notes


def _option_rows(shared: Shared, at: int) -> pl.DataFrame:
    drawn, table = shared.drawn, shared.table
    edges, rates = shared.bands
    rows = []
    for i, industry in enumerate(table.industries):
        near = shared.density[at, i]
        present = shared.present[at, i]
        entered = None
        if rates.size and present == 0 and np.isfinite(near):
            band = int(np.clip(np.searchsorted(edges, near, "right") - 1, 0, BANDS - 1))
            entered = float(rates[band])
        rows.append(
            (
                industry.code, industry.name, shared.sections[i], table.year,
                shared.advantage[at, i],
                near if drawn is None else drawn.density.estimate[at, i],
                None if drawn is None else drawn.density.lower[at, i],
                None if drawn is None else drawn.density.upper[at, i],
                shared.complexity.pci[i] if drawn is None else drawn.pci.estimate[i],
                None if drawn is None else drawn.pci.lower[i],
                None if drawn is None else drawn.pci.upper[i],
                bool(shared.options[at, i]),
                None if drawn is None else drawn.option[at, i],
                None if np.isnan(present) else bool(present),
                None if drawn is None else drawn.present[at, i], entered,
                near, shared.complexity.pci[i],
            )
        )  # fmt: skip
    frame = pl.DataFrame(rows, schema=OPTIONS, orient="row", strict=False)
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).sort(
        "is_option", "stands", "density", descending=True, nulls_last=True
    )


def _measure_rows(shared: Shared, at: int, peers: NDArray[np.bool_]) -> pl.DataFrame:
    drawn = shared.drawn
    measures = (
        ("eci", "Economic complexity index", shared.complexity.eci, drawn and drawn.eci),
        ("fitness", "Fitness", shared.fitness, None),
        ("diversity", "Industries with at least the usual share",
         shared.complexity.diversity.astype(np.float64), None),
        ("related", "Related variety, bits", shared.variety.related, drawn and drawn.related),
        ("unrelated", "Unrelated variety, bits", shared.variety.unrelated,
         drawn and drawn.unrelated),
    )  # fmt: skip
    rows = []
    for key, name, values, spread in measures:
        here = values[at]
        known = values[peers & np.isfinite(values)]
        rows.append(
            (
                key, name, here, spread.estimate[at] if spread else here,
                spread.lower[at] if spread else None,
                spread.upper[at] if spread else None,
                1 + int((known > here).sum()) if np.isfinite(here) else None, int(known.size),
                shared.table.year,
            )
        )  # fmt: skip
    frame = pl.DataFrame(rows, schema=MEASURES, orient="row", strict=False)
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _skill_rows(shared: Shared) -> pl.DataFrame:
    skill = shared.skill
    if skill is None:
        return pl.DataFrame(schema=SKILL)
    rows = [
        (
            name, one.auc, one.auc_lower, one.auc_upper, one.within, one.within_lower,
            one.within_upper, *shared.between, skill.cells, skill.entered, skill.base_rate,
            skill.places,
        )
        for name, one in (("relatedness density", skill.density), ("ubiquity (naive)", skill.naive))
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SKILL, orient="row")


def _notes(shared: Shared) -> tuple[str, ...]:
    notes = [
        "Industries are related when the same areas have more than their usual share of both. "
        "Absent means below the usual share, not none at all. An option is absent today, nearer "
        "than most of what is, and more complex than what the place has: feasible by analogy, no "
        "reason for public money by itself.",
        "Complexity tells how rare and varied industries are, not how well they pay.",
    ]
    by = shared.complexity.orientation_correlation
    if by is None or not np.isfinite(by):
        notes.append("Which end of complexity is the high one is told by diversity alone.")
    else:
        notes.append(
            "The high end of complexity is the one that goes with productivity across these areas "
            f"(correlation {by:+.2f}; with diversity "
            f"{shared.complexity.diversity_correlation:+.2f})."
        )
    if shared.drawn is None:
        notes.append(
            "It is not known how lumpy these industries are, so that relatedness, complexity and "
            "variety carry no interval."
        )
    elif shared.drawn.turned > 0.05:
        notes.append(
            f"In {shared.drawn.turned:.0%} of draws complexity pointed the other way: its sign "
            "says little here."
        )
    notes += below_zero(shared.table.values)
    if shared.complexity.components > 1:
        notes.append(
            f"The table falls into {shared.complexity.components} parts that share no industry; "
            "complexity is told within the largest."
        )
    return tuple(notes)


def below_zero(values: Floats) -> list[str]:
    """Return what a reader must know of figures below zero; nothing where there are none."""
    count = int((values < 0).sum())
    return [
        f"{count} figures of the table are below zero, as GVA is where subsidies exceed output: "
        "such an industry counts as absent."
    ] * (count > 0)
