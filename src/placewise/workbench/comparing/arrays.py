"""The plans of many places as arrays: needs, mixes, designs, priorities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.barriers import OUTCOMES
from placewise.model.comparison import ComparingEvidence, PlannedPlace
from placewise.plan.place_distances import comparable

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Booleans = NDArray[np.bool_]

RULED_OUT = OUTCOMES[2]


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of R places; A areas of policy, I interventions, B barriers.

    Attributes:
        names: (R,) of the places.
        barriers: (B,) keys of barriers of which anything is known anywhere.
        titles: (B,) of them.
        need: (R, B) expected need, NaN where no table tells.
        open: (R, B) which barriers are not ruled out, 1 or 0.
        known: (R,) of which places enough needs are known to be compared.
        planned: (R,) which plans spend anything.
        areas: (A,) of policy.
        spent: (R, A) what the chosen plans spend.
        over_draws: (R, A) the same, each option by the share of best plans that take it.
        interventions: (I,) names.
        area_of: (I,) number of the area of each.
        by_intervention: (R, I) what the chosen plans spend.
        first: (R,) number of the intervention that most best plans take; -1 without a plan.
        managing: (R,) share of the chosen plan on the costs of growth; NaN without a plan.
        managing_wider: (R,) the same with interventions that some would count too.
    """

    names: tuple[str, ...]
    barriers: tuple[str, ...]
    titles: tuple[str, ...]
    need: Floats
    open: Floats
    known: Booleans
    planned: Booleans
    areas: tuple[str, ...]
    spent: Floats
    over_draws: Floats
    interventions: tuple[str, ...]
    area_of: Integers
    by_intervention: Floats
    first: Integers
    managing: Floats
    managing_wider: Floats

    @property
    def tested(self) -> Integers:
        """Return positions of places that have both a plan and needs that are known."""
        return np.flatnonzero(self.known & self.planned)

    @property
    def share(self) -> Floats:
        """Return (R, A) shares of the chosen plans; NaN without a plan."""
        total = self.spent.sum(axis=1, keepdims=True)
        nothing = np.full(self.spent.shape, np.nan)
        return np.asarray(np.divide(self.spent, total, out=nothing, where=total > 0))


def plans_of(planned: Sequence[PlannedPlace], evidence: ComparingEvidence) -> Plans:
    """Return the plans of places as arrays."""
    options = _options(planned, evidence)
    shape = len(planned)
    areas = sorted(set(options["policy_area"]))
    pairs = sorted(set(options.select("policy_area", "intervention").iter_rows()))
    chosen = options.filter(pl.col("chosen"))
    weighed = options.drop_nulls("inclusion_probability").with_columns(
        spent=pl.col("cost") * pl.col("inclusion_probability")
    )
    keys = {area: at for at, area in enumerate(areas)}
    numbers = {pair: at for at, pair in enumerate(pairs)}
    spent, over_draws = np.zeros((shape, len(areas))), np.zeros((shape, len(areas)))
    by_intervention = np.zeros((shape, len(pairs)))
    managing, wider = np.zeros(shape), np.zeros(shape)
    for row in chosen.iter_rows(named=True):
        spent[row["row"], keys[row["policy_area"]]] += row["cost"]
        pair = (row["policy_area"], row["intervention"])
        by_intervention[row["row"], numbers[pair]] += row["cost"]
        managing[row["row"]] += row["cost"] if row["managing"] else 0.0
        wider[row["row"]] += row["cost"] if row["managing"] or row["wider"] else 0.0
    for row in weighed.iter_rows(named=True):
        over_draws[row["row"], keys[row["policy_area"]]] += row["spent"]
    total = spent.sum(axis=1)
    has = np.array([one.planned for one in planned], np.bool_)
    barriers, titles, need, still = _needs(planned)
    return Plans(
        names=tuple(one.place for one in planned), barriers=barriers, titles=titles,
        need=need, open=still,
        known=comparable(need) if barriers else np.zeros(shape, np.bool_), planned=has,
        areas=tuple(areas), spent=spent, over_draws=over_draws,
        interventions=tuple(name for _, name in pairs),
        area_of=np.array([keys[area] for area, _ in pairs], np.intp),
        by_intervention=by_intervention, first=_first(options, numbers, shape),
        managing=_part(managing, total), managing_wider=_part(wider, total),
    )  # fmt: skip


def _options(planned: Sequence[PlannedPlace], evidence: ComparingEvidence) -> pl.DataFrame:
    frames = [one.options.with_columns(row=pl.lit(at)) for at, one in enumerate(planned)]
    managing = pl.col("barrier").is_in(evidence.managing_barriers) | pl.col("intervention").is_in(
        evidence.managing_interventions
    )
    wider = pl.col("intervention").is_in(evidence.managing_wider)
    return pl.concat(frames).with_columns(managing=managing, wider=wider)


def _part(some: Floats, total: Floats) -> Floats:
    nothing = np.full(total.shape, np.nan)
    return np.asarray(np.divide(some, total, out=nothing, where=total > 0))


def _needs(
    planned: Sequence[PlannedPlace],
) -> tuple[tuple[str, ...], tuple[str, ...], Floats, Floats]:
    rows = pl.concat([one.needs.with_columns(row=pl.lit(at)) for at, one in enumerate(planned)])
    told = rows.drop_nulls("need")
    titles = dict(told.select("barrier", "title").unique(maintain_order=True).iter_rows())
    keys = sorted(titles)
    number = {key: at for at, key in enumerate(keys)}
    need, still = np.full((len(planned), len(keys)), np.nan), np.zeros((len(planned), len(keys)))
    for row in told.iter_rows(named=True):
        need[row["row"], number[row["barrier"]]] = row["need"]
        still[row["row"], number[row["barrier"]]] = row["outcome"] != RULED_OUT
    return tuple(keys), tuple(titles[key] for key in keys), need, still


def _first(options: pl.DataFrame, numbers: dict[tuple[str, str], int], places: int) -> Integers:
    """Return the intervention of the option that most best plans take; of equals the cheapest."""
    found = np.full(places, -1, np.intp)
    ranked = options.drop_nulls("inclusion_probability").sort(
        ["inclusion_probability", "cost", "intervention"], descending=[True, False, False]
    )
    for row in ranked.unique("row", keep="first", maintain_order=True).iter_rows(named=True):
        found[row["row"]] = numbers[row["policy_area"], row["intervention"]]
    return found
