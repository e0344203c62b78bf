"""One table assessed for all its places: done once, then read off for each of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.field_of_rivals import POINTS, posterior_points
from placewise.diagnose.lumpiness import effective_plants
from placewise.diagnose.one_plant import location_quotients_without_one_plant
from placewise.diagnose.posterior import GridPosterior
from placewise.diagnose.prior import Prior
from placewise.diagnose.ranks import rank_sets_counts
from placewise.diagnose.specialisation import (
    Specialisation,
    assess,
    industry_posteriors,
    pooled_prior,
)
from placewise.model.economy import IndustryTable

Floats = NDArray[np.float64]

MOST_KEPT = 200
"""Industries whose posteriors and rows are kept for the next place; about a megabyte each."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A table, what it says of every place, and what is needed to ask it more.

    Attributes:
        table: the table.
        result: location quotients, intervals, probabilities and rivals, all (R, I).
        without_one_plant: (R, I) location quotients after one average plant has closed.
        shared_rows: what all places could say of an industry, by industry, threshold and
            confidence; filled in when the first place asks.
    """

    table: IndustryTable
    result: Specialisation
    without_one_plant: Floats
    _kept: dict[int, list[GridPosterior]] = field(default_factory=dict, compare=False, repr=False)
    shared_rows: dict[tuple[int, float, float], pl.DataFrame] = field(
        default_factory=dict, compare=False, repr=False
    )

    def posteriors(self, industry: int) -> list[GridPosterior]:
        """Return the posterior of every known place in one industry."""
        if industry not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[industry] = industry_posteriors(
                self.result.plants, industry, self.result.pooled
            )
        return self._kept[industry]

    def rank_set(self, place: int, industry: int, level: float = 0.95) -> tuple[int, int] | None:
        """Return the ranks that a place may have in an industry; None where it is not known."""
        k, e = self.result.plants.net(industry)
        known = np.flatnonzero(np.isfinite(k) & (e > 0))
        here = np.flatnonzero(known == place)
        if not here.size:
            return None
        sets = rank_sets_counts(k[known], e[known], level=level, place=int(here[0]))
        return int(sets.lower[0]), int(sets.upper[0])

    def share_draws(self, place: int, draws: int, seed: int) -> Floats:
        """Draw the industry shares of one place from what is known of it.

        Each draw takes theta of every industry from its posterior and scales the shares to add up
        to one.

        Args:
            place: index of the place.
            draws: number of draws, D.
            seed: seed of the draws.

        Returns:
            (D, I) shares; an industry that is not known is NaN in every draw.
        """
        base = self.table.industry_totals / self.table.total
        picks = np.random.default_rng(seed).integers(0, POINTS, size=(draws, base.size))
        theta = np.full((draws, base.size), np.nan)
        for industry in range(base.size):
            points = posterior_points(self.posteriors(industry), place)
            if points is not None:
                theta[:, industry] = np.exp(points)[picks[:, industry]]
        shares = theta * base
        return np.asarray(shares / np.nansum(shares, axis=1, keepdims=True))


def assess_table(table: IndustryTable, threshold: float, pooled: Prior | None = None) -> Assessment:
    """Assess every place of a table in every industry, rivals of every known cell included.

    Args:
        table: the table.
        threshold: the location quotient that a claim must pass.
        pooled: the prior of all industries together, where the industries of this table are joined
            from those of another; None to fit it to this table.
    """
    known = np.isfinite(table.values)
    result = assess(
        table.values,
        table.place_totals,
        table.industry_totals,
        table.total,
        table.plants.herfindahl,
        inequality=table.plants.inequality,
        variance=table.variance,
        threshold=threshold,
        rivals_of=known,
        pooled=pooled,
    )
    without = location_quotients_without_one_plant(
        table.values,
        table.place_totals,
        table.industry_totals,
        table.total,
        table.plants.herfindahl,
    )
    return Assessment(table, result, without)


def prior_of_table(table: IndustryTable) -> Prior | None:
    """Fit the prior of all industries of a table together; None where nothing is known."""
    return pooled_prior(
        effective_plants(
            table.values,
            table.place_totals,
            table.industry_totals,
            table.total,
            table.plants.herfindahl,
            inequality=table.plants.inequality,
            variance=table.variance,
        )
    )
