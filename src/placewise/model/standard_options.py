"""Standard options: what an intervention costs and brings for each one it serves, with sources.

They are illustrative sizes, to be replaced by an analyst's own options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from placewise.model.options import Option, Span
from placewise.model.words import Provenance

STANDARD = "standard"
"""Where an option comes from that a user did not give."""
EXTENSION = " (extension)"
"""What the key of an extension adds to that of the main tranche it requires."""
SPECIALISED_JOBS = "jobs in demonstrated specialisms"
"""A count that no table has: jobs of a place in the industries it is demonstrably specialised in.
It scales options for sectors."""
FIGURES = (
    "take-up", "public cost", "private cost", "jobs", "cost per net job", "deadweight",
    "displacement", "leakage", "substitution", "lag", "duration", "decay",
)  # fmt: skip
"""Figures of a standard option, by name: the share of those counted that are served; money for each
one served; gross jobs for each one served, or public money per net additional job, from which the
gross jobs follow; from gross to net; years until an effect, years that it lasts, share lost each
year."""
SPENDING = ("rolling", "service")
"""How money is spent: those served come one after the other, equal parts in every year of the plan;
or all of them are served in every year, and the effect lasts as long as that."""
OPTION_NOTES = {
    "option": pl.String, "title": pl.String, "intervention": pl.String, "served": pl.Float64,
    "unit": pl.String, "counted": pl.Float64, "count": pl.String, "year": pl.Int64,
    "dataset": pl.String, "public_cost_low": pl.Float64, "public_cost": pl.Float64,
    "public_cost_high": pl.Float64, "gross_low": pl.Float64, "gross": pl.Float64,
    "gross_high": pl.Float64, "gains": pl.String, "pays": pl.String, "status": pl.String,
}  # fmt: skip
"""Columns of what stands beside the standard options of a place, one row an option: how many are
served, of how many that are counted, in which year and dataset; public cost over all years with the
ends of the cost of one; gross jobs; who gains and who pays; the weakest status among its
figures."""
NOT_OFFERED = {"intervention": pl.String, "title": pl.String, "barrier": pl.String,
               "reason": pl.String}  # fmt: skip
"""Columns of standard options that a place is not offered."""


@dataclass(frozen=True, slots=True)
class StandardFigure:
    """A figure of a standard option, and what it rests on.

    Attributes:
        name: one of :data:`FIGURES`.
        span: the figure; low and high are the central value where no range is stated.
        status: one of :data:`placewise.model.evidence.STATUSES`.
        source: where it was read; of a proposal, where a number was taken from, or "".
        why: what a reader must know of it: how it was worked out, or why it was chosen.
    """

    name: str
    span: Span
    status: str
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Which published count of a place scales an option.

    Attributes:
        concept: key of a concept that is a level, or :data:`SPECIALISED_JOBS`.
        per_cent: key of a concept in per cent of it, such as a rate; "" for all of them.
        words: what is counted, in plain words.
    """

    concept: str
    per_cent: str
    words: str


@dataclass(frozen=True, slots=True)
class StandardOption:
    """One intervention with the figures from which an option for any place is scaled.

    Attributes:
        intervention: key of the intervention, as the candidate rules name it.
        barrier: key of the barrier that it addresses.
        title: in plain words.
        unit: what is served, in the plural, such as ``firms``.
        counted: what scales it.
        figures: by name; empty where no honest size can be given.
        no_size: why no size can be given; "" where one is.
        reach: of residents, jobs and firms, how many each one served stands for; what is missing
            is not known.
        shares: the group from which it has the shares from gross to net that it does not state.
        failure: the failure that it corrects.
        spending: one of :data:`SPENDING`.
        project_type: class of optimism bias, one of :data:`placewise.model.options.PROJECT_TYPES`.
        held: kinds of place of which the lead holds the powers that it needs.
        shared: kinds of place of which the lead shares them.
        with_whom: with whom they are shared, or who else must agree.
        powers: the powers, in words.
        power_status: what is said of powers rests on this.
        counterfactual: what would happen without it, and how that could be known.
        loss_bearer: who bears the loss if it fails.
        gains: who gains first.
        pays: who pays.
        conditions: what must hold for it to work.
        sunset: when and on what test it ends.
        evidence: keys of records of evidence.
        words_status: what texts such as ``counterfactual`` rest on.
        sections: sections whose industries an option for sectors is for; empty for all.
        sections_words: which these are, in words.
    """

    intervention: str
    barrier: str
    title: str
    unit: str
    counted: Counted
    figures: Mapping[str, StandardFigure]
    no_size: str
    reach: Mapping[str, float]
    shares: str
    failure: str
    spending: str
    project_type: str
    held: tuple[str, ...]
    shared: tuple[str, ...]
    with_whom: str
    powers: str
    power_status: str
    counterfactual: str
    loss_bearer: str
    gains: str
    pays: str
    conditions: str
    sunset: str
    evidence: tuple[str, ...]
    words_status: str
    sections: tuple[str, ...] = ()
    sections_words: str = ""


@dataclass(frozen=True, slots=True)
class Tranches:
    """How a standard option is cut in two: the main tranche has the best of it.

    Attributes:
        money: share of the money of the main tranche.
        effect: share of the effect that it brings.
        status: what these rest on.
        source: where they were read.
        why: how they follow.
    """

    money: float
    effect: float
    status: str
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class StandardOptionBase:
    """All standard options, and what they share.

    Attributes:
        currency: of all money, such as ``GBP``.
        price_year: of all money.
        tranches: how each is cut in two.
        shares: by name of a group, the shares from gross to net that its options have in common.
        options: one an intervention.
        notes: what a reader must know, one sentence each.
    """

    currency: str
    price_year: int
    tranches: Tranches
    shares: Mapping[str, Mapping[str, StandardFigure]]
    options: tuple[StandardOption, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A published count of a place.

    Attributes:
        value: the count, or per cent.
        year: when.
        dataset: where it was published.
        approximate: was it averaged over areas without its own denominator?
    """

    value: float
    year: int
    dataset: str
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Specialism:
    """An industry that a place is demonstrably specialised in.

    Attributes:
        name: title of the industry.
        code: of the industry.
        jobs: of the place in it.
        year: of the jobs.
        section: letter of the section that it lies in; "" where that is not known.
    """

    name: str
    code: str
    jobs: float
    year: int
    section: str = ""


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What the tables of a store say of a place, as far as standard options ask.

    Attributes:
        kind: of the place; tells who holds the powers.
        counts: what is published of it, by key of the concept; what is not known is left out.
        specialisms: industries that it is demonstrably specialised in.
        currency: of its tables, such as ``GBP``; None where they do not say, or name several.
    """

    kind: str
    counts: Mapping[str, PlaceCount]
    specialisms: tuple[Specialism, ...]
    currency: str | None


@dataclass(frozen=True, slots=True)
class StandardOptions:
    """The standard options of one place.

    Attributes:
        options: the main tranche and the extension of each, in the order of the file.
        sizes: what they were scaled from, columns :data:`OPTION_NOTES`, in the same order.
        not_offered: columns :data:`NOT_OFFERED`.
        currency: of all money.
        price_year: of all money.
        notes: what a reader must know, one sentence each.
        provenance: tables that the counts come from.
    """

    options: tuple[Option, ...]
    sizes: pl.DataFrame
    not_offered: pl.DataFrame
    currency: str
    price_year: int
    notes: tuple[str, ...]
    provenance: tuple[Provenance, ...] = ()
