"""Appraisal: the official figures it rests on, and what comes out, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.errors import UnknownNameError
from placewise.model.evidence import EvidenceEntry
from placewise.model.options import Gated, Option, Span
from placewise.model.words import Place

LINES = {
    "step": pl.Int64, "line": pl.String, "name": pl.String, "value": pl.Float64,
    "low": pl.Float64, "middle": pl.Float64, "high": pl.Float64, "unit": pl.String,
    "how": pl.String,
}  # fmt: skip
"""Columns of the lines: order, stable key, name, the figure from central values, the 10th, 50th
and 90th percentile over draws (missing where the line is not drawn), its unit, and the formula in
words."""
YEARS = {
    "year": pl.Int64, "rate": pl.Float64, "factor": pl.Float64, "cost": pl.Float64,
    "raised_cost": pl.Float64, "public_cost": pl.Float64, "private_cost": pl.Float64,
    "active": pl.Float64, "effect": pl.Float64, "benefit": pl.Float64,
    "present_public_cost": pl.Float64, "present_private_cost": pl.Float64,
    "present_benefit": pl.Float64,
}  # fmt: skip
"""Columns of the years: discount rate and factor, costs as stated and raised by optimism bias, who
pays, the share of the effect that is there, net effect, benefit, and present values."""


@dataclass(frozen=True, slots=True)
class DiscountBand:
    """Years that share a discount rate.

    Attributes:
        first: first year it applies to.
        last: last year, None without end.
        rate: a year, as a share.
    """

    first: int
    last: int | None
    rate: float


@dataclass(frozen=True, slots=True)
class OptimismBias:
    """By how much costs and time of a kind of project are raised.

    Attributes:
        costs: share added to costs.
        time: share added to the time until there is an effect.
        source: where it was read.
        status: one of :data:`placewise.model.evidence.STATUSES`.
    """

    costs: float
    time: float
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a job cost elsewhere.

    Attributes:
        programme: what was paid for.
        value: money per job.
        currency: such as ``GBP``.
        low: lowest value that the source gives, or None.
        high: highest value that the source gives, or None.
        source: where it was read.
        status: one of :data:`placewise.model.evidence.STATUSES`.
        note: what a reader must know, or "".
    """

    programme: str
    value: float
    currency: str
    low: float | None
    high: float | None
    source: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class ValueBand:
    """A word for a range of benefit per pound of public cost; the boundary belongs to the band.

    Attributes:
        name: such as ``medium``.
        least: where it starts, None for the lowest.
    """

    name: str
    least: float | None


@dataclass(frozen=True, slots=True)
class AppraisalEvidence:
    """Figures that appraisal takes where an option says nothing of its own.

    Attributes:
        discounting: bands of the discount rate by name of the schedule.
        optimism: by project type; a type that is missing has no published figure.
        ranges: range of each adjustment that is taken where an option does not say.
        central: of each policy area the central value of adjustments that differ from ``ranges``.
        bands: of value for money, from the lowest.
        benchmarks: what a job cost elsewhere.
        notes: what a reader must know, one sentence each.
        sources: where each group of figures was read, with its status, by name of the group.
    """

    discounting: Mapping[str, tuple[DiscountBand, ...]]
    optimism: Mapping[str, OptimismBias]
    ranges: Mapping[str, Span]
    central: Mapping[str, Mapping[str, float]]
    bands: tuple[ValueBand, ...]
    benchmarks: tuple[Benchmark, ...]
    notes: tuple[str, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AppraisalSettings:
    """The choices of an appraisal.

    Attributes:
        schedule: of discounting, such as ``standard``.
        draws: how many.
        seed: of the draws; an option's draws depend on it and on the option's key alone.
    """

    schedule: str = "standard"
    draws: int = 1000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one appraisal was computed from, filled in.

    Attributes:
        spans: range of effect, value_per_unit and every adjustment, by name; value_per_unit is
            missing where nobody says what a unit is worth.
        stated: names of those that the option itself stated.
        costs_raised: share added to costs for optimism bias.
        time_raised: share added to the time until there is an effect.
        first_year: first year with an effect.
        bands: of the discount rate.
    """

    spans: Mapping[str, Span]
    stated: frozenset[str]
    costs_raised: float
    time_raised: float
    first_year: int
    bands: tuple[DiscountBand, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Results over draws.

    Attributes:
        net_effect: in units of the effect, shape (draws,).
        benefit: present value of benefits, shape (draws,); None without a value of a unit.
    """

    net_effect: NDArray[np.float64]
    benefit: NDArray[np.float64] | None


EXPECTED = ("net", "cost_per_unit", "net_benefit_per_pound")
"""Lines of an appraisal of which it is told what is expected over draws."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One option, appraised.

    Attributes:
        option: the option.
        inputs: what it was computed from.
        lines: the arithmetic from central values with ranges over draws, columns :data:`LINES`.
        years: the same over the years, from central values, columns :data:`YEARS`.
        drawn: results over draws.
        public_cost: present value of what the public pays, raised for optimism bias.
        private_cost: the same of what firms and people pay.
        strength: best level of the evidence behind it on the Maryland scale; None where unknown.
        value_band: word for the benefit per pound at central values; "" where it cannot be told.
        notes: what was assumed, and what cannot be told, one sentence each.
        drawn_as: key of the option whose draws it shares; "" where they are its own.
    """

    option: Option
    inputs: Inputs
    lines: pl.DataFrame
    years: pl.DataFrame
    drawn: Drawn
    public_cost: float
    private_cost: float
    strength: int | None
    value_band: str
    notes: tuple[str, ...]
    drawn_as: str = ""

    def value(self, line: str) -> float | None:
        """Return the figure of a line from central values; None where it cannot be told.

        Raises:
            UnknownNameError: there is no such line.
        """
        row = self.lines.filter(pl.col("line") == line)
        if row.is_empty():
            raise UnknownNameError.among("line", line, self.lines["line"])
        found = row["value"][0]
        return None if found is None else float(found)

    def expected(self, line: str) -> float | None:
        """Return what is expected over draws, which plans compare; None where it cannot be told.

        Ranges are skewed: the figure from central values may lie outside four fifths of draws.

        Args:
            line: one of :data:`EXPECTED`.

        Raises:
            UnknownNameError: nothing is expected of another line.
        """
        net = float(self.drawn.net_effect.mean())
        if line == "net":
            return net
        if line == "cost_per_unit":
            return self.public_cost / net if net > 0 else None
        if line == "net_benefit_per_pound":
            if self.drawn.benefit is None or self.public_cost <= 0:
                return None
            gain = float(self.drawn.benefit.mean()) - self.private_cost
            return gain / self.public_cost - 1
        raise UnknownNameError.among("expected figure", line, EXPECTED)


@dataclass(frozen=True, slots=True)
class AppraisedOptions:
    """The options of one file, through the gate and appraised; none is dropped.

    Attributes:
        place: whose barriers the gate used; None where no place was named.
        compared_with: the comparators that barriers were told by, in words; "" without a place.
        settings: schedule, draws and seed.
        gated: every option with its steps through the gate, in the order of the file.
        appraisals: the same options in the same order, whatever the gate says of them.
        evidence: by key of the option, the records it rests on; empty where it names none.
        notes: what a reader must know, one sentence each.
        command: the command that appraises them again.
    """

    place: Place | None
    compared_with: str
    settings: AppraisalSettings
    gated: tuple[Gated, ...]
    appraisals: tuple[Appraisal, ...]
    evidence: Mapping[str, tuple[EvidenceEntry, ...]]
    notes: tuple[str, ...]
    command: str
