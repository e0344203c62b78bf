"""Words of a comparison of many places: what is kept of a plan, and columns of its tables."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

OPTION_KEPT = {
    "option": pl.String, "intervention": pl.String, "policy_area": pl.String,
    "barrier": pl.String, "kind": pl.String, "gate": pl.String, "chosen": pl.Boolean,
    "inclusion_probability": pl.Float64, "cost": pl.Float64,
}  # fmt: skip
"""Columns that a comparison needs of every option. ``cost`` is the expected public cost over all
years, raised for optimism bias and not discounted, which is what the budget is held to; missing
where the option may not be chosen."""
NEED_KEPT = {
    "barrier": pl.String, "title": pl.String, "need": pl.Float64, "outcome": pl.String,
    "probability": pl.Float64,
}  # fmt: skip
"""Columns of the needs of one place; ``need`` is missing where no table tells of the barrier."""

PLACES = {
    "place": pl.String, "code": pl.String, "population": pl.Float64, "budget": pl.Float64,
    "spent": pl.Float64, "takes_all": pl.Boolean, "planned": pl.Boolean, "why_not": pl.String,
    "cluster": pl.Int64, "cluster_stability": pl.Float64, "largest_area": pl.String,
    "largest_share": pl.Float64, "manages_growth": pl.Float64, "growth_outcome": pl.String,
    "growth_probability": pl.Float64, "region": pl.String, "south": pl.Boolean,
    "cost": pl.Float64, "high_cost": pl.Boolean, "residual": pl.Float64,
    "residual_lower": pl.Float64, "residual_upper": pl.Float64,
}  # fmt: skip
"""``spent`` is the expected cost of the chosen plan, ``takes_all`` whether it takes every option
that may be chosen, so that money is no limit. ``cluster`` counts from 1 and is missing where too
little is known; ``cluster_stability`` is the share of samples in which the place stays with most of
its group; ``manages_growth`` is the share of the mix; ``south`` is missing outside the country that
the test is about, and ``cost`` is of the indicator of high cost."""
MIXES = {
    "place": pl.String, "policy_area": pl.String, "spent": pl.Float64, "share": pl.Float64,
}  # fmt: skip
NEEDS = {
    "place": pl.String, "barrier": pl.String, "need": pl.Float64, "outcome": pl.String,
    "probability": pl.Float64,
}  # fmt: skip
COMMON = {
    "policy_area": pl.String, "mean": pl.Float64, "deviation": pl.Float64, "part": pl.Float64,
    "present": pl.Float64,
}  # fmt: skip
"""Mean and standard deviation of shares over places, part of the variance of all areas, and share
of places whose plan has anything in it."""
MANTEL = {
    "test": pl.String, "statistic": pl.Float64, "p_value": pl.Float64, "permutations": pl.Int64,
    "lower": pl.Float64, "upper": pl.Float64, "places": pl.Int64, "note": pl.String,
}  # fmt: skip
"""``lower`` and ``upper`` are the 95 % jackknife interval over places of the correlation."""
BINS = {
    "against": pl.String, "pairs": pl.Int64, "from": pl.Float64, "to": pl.Float64,
    "mean": pl.Float64, "median": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
}  # fmt: skip
"""Pairs of places in bins of the distance of diagnoses (``from``, ``to`` and ``mean``), with median
and middle 80 % of the distance of their mixes."""
GATE = {
    "pairs_of": pl.String, "pairs": pl.Int64, "median": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "quartile": pl.Float64, "patterns": pl.Int64,
}  # fmt: skip
"""Distance of the mixes of pairs of places: ``same`` are those for which the same barriers stay
open, ``other`` all others. Median, middle 80 %, lower quartile, and how many sets of open barriers
there are."""
CLUSTERS = {
    "cluster": pl.Int64, "places": pl.Int64, "stability": pl.Float64, "needs": pl.String,
    "mix": pl.String, "members": pl.String,
}  # fmt: skip
"""Largest first; ``stability`` is the mean Jaccard similarity of a group with its likeness in
samples. A single row where groups are not told."""
DIFFERS = {
    "what": pl.String, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
    "places": pl.Int64,
}  # fmt: skip
"""Means over pairs of places, from 0 to 1, with the 95 % jackknife interval over places."""
SOUTH = {
    "test": pl.String, "statistic": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "p_value": pl.Float64, "p_shuffled": pl.Float64, "places": pl.Int64,
    "blocks": pl.Int64,
}  # fmt: skip
"""Tests of who comes out with managing the costs of growth. ``p_value`` and interval leave out one
block of neighbours at a time, ``p_shuffled`` shuffles places as if they had no neighbours."""
GROUPS = {
    "group": pl.String, "places": pl.Int64, "mean": pl.Float64, "median": pl.Float64,
    "with_any": pl.Float64,
}  # fmt: skip
"""What places of a group spend on managing growth: mean and median share of the mix, and the share
of places that spend anything on it."""
EXCEPTIONS = {
    "place": pl.String, "region": pl.String, "cost": pl.Float64, "manages_growth": pl.Float64,
    "kind": pl.String,
}  # fmt: skip
"""``kind`` says against which expectation a place comes out."""
WRITTEN = {
    "place": pl.String, "residual": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
    "standing": pl.String,
}  # fmt: skip
"""Mean distance of a written strategy to all others, less what the distance of diagnoses leads one
to expect, with the 90 % interval; ``standing`` says where nought lies outside it."""


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """What is kept of the plan of one place.

    Attributes:
        place: its name.
        code: its code, or "".
        population: people.
        budget: public money in total.
        options: columns :data:`OPTION_KEPT`, the order of the plan.
        needs: columns :data:`NEED_KEPT`, one row a barrier.
        why_not: why there is no plan; "" where there is one.
        currency: of all money.
        datasets: tables that the plan was made from.
    """

    place: str
    code: str
    population: float
    budget: float
    options: pl.DataFrame
    needs: pl.DataFrame
    why_not: str = ""
    currency: str = "GBP"
    datasets: tuple[str, ...] = ()

    @property
    def takes_all(self) -> bool:
        """Return whether the plan takes every option that may be chosen: money is no limit."""
        may = self.options.drop_nulls("cost")
        return self.planned and bool(may["chosen"].all())

    @property
    def planned(self) -> bool:
        """Return whether the plan spends anything."""
        chosen = self.options.filter(pl.col("chosen"))
        return not self.why_not and float(chosen["cost"].sum()) > 0


@dataclass(frozen=True, slots=True)
class ComparingEvidence:
    """What a comparison counts as what.

    Attributes:
        independent: concepts by which diagnoses are compared beside the needs.
        managing_barriers: options that answer one of these manage the costs of growth.
        managing_interventions: and so do these interventions.
        managing_wider: interventions that some would count too.
        managing_why: in words.
        cost: concept that says how much living costs.
        cost_why: in words.
        side: key of the side of :class:`placewise.model.evidence.GrowthEvidence` that is tested.
    """

    independent: tuple[str, ...]
    managing_barriers: tuple[str, ...]
    managing_interventions: tuple[str, ...]
    managing_wider: tuple[str, ...]
    managing_why: str
    cost: str
    cost_why: str
    side: str
