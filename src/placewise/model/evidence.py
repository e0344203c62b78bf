"""What is known from elsewhere: measured relations, and what evaluations of interventions found.

Each figure has its source, and says how far it was checked there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STATUSES = ("direct", "secondary", "derived", "memory", "proposal")
"""Read at the source; known through a third party; follows from another figure of the source; not
checked; an assumption of our own. Shown next to every figure."""


@dataclass(frozen=True, slots=True)
class Elasticity:
    """One measured relation: by how much an outcome goes with a driver.

    Attributes:
        key: a stable word for it.
        relation: in words.
        outcome: what changes.
        driver: what it goes with.
        unit: ``elasticity`` (per cent of the outcome a per cent of the driver) or another.
        value: the central figure; None where the source gives none.
        low: lower end of the source's range; None where it gives none.
        high: upper end of the source's range; None where it gives none.
        scope: where and of whom it was measured.
        source: authors and year.
        source_url: where it can be read, or "".
        status: one of :data:`STATUSES`.
        note: what a reader must know of it, or "".
    """

    key: str
    relation: str
    outcome: str
    driver: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    scope: str
    source: str
    source_url: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class LocalMultiplier:
    """What studies elsewhere found to go locally with a job in some industries.

    Attributes:
        key: a stable word for them.
        name: as a sentence writes them.
        codes: of each classification the broadest industries that are meant.
        low: the figures that add up to the smaller end, in jobs for each job.
        high: those of the larger end.
        status: what rests on: that these figures are taken for these industries.
        note: what a reader must know.
    """

    key: str
    name: str
    codes: Mapping[str, tuple[str, ...]]
    low: tuple[Elasticity, ...]
    high: tuple[Elasticity, ...]
    status: str
    note: str

    @property
    def factors(self) -> tuple[float, float]:
        """The total for each one lost directly, smaller and larger."""
        low, high = (sum(one.value or 0.0 for one in end) for end in (self.low, self.high))
        return 1.0 + low, 1.0 + high


@dataclass(frozen=True, slots=True)
class SectorGroup:
    """Industries that share an elasticity.

    Attributes:
        key: a stable word for it.
        name: as a page writes it.
        productivity: key of its elasticity of productivity.
        decay: key of its exponent of distance; None where none was measured.
        codes: of each classification its industries, which do not overlap.
    """

    key: str
    name: str
    productivity: str
    decay: str | None
    codes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CostOfGrowth:
    """What the costs of growth are told from.

    Attributes:
        small: key of the elasticity of urban costs in a small city.
        large: key of that in a very large one.
        sizes: people in the two.
        reach: kilometres within which people count to one city.
        rents: key of the elasticity of rents to density.
        housing_share: low, middle and high share of spending that housing takes.
        notes: what is assumed, with its status.
    """

    small: str
    large: str
    sizes: tuple[float, float]
    reach: float
    rents: str
    housing_share: tuple[float, float, float]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PressureSign:
    """One sign that a place strains under its growth.

    Attributes:
        key: a stable word for it.
        concept: the concept that gives it; "" where commuting does.
        commuting: ``in_commuting`` or ``out_commuting``; "" where a concept gives it.
        towards: ``more`` or ``less`` of it means more pressure.
        why: in words.
    """

    key: str
    concept: str
    commuting: str
    towards: str
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """Regions of which a country expects one answer.

    Attributes:
        key: a stable word for it.
        name: as a sentence writes it.
        expected: the class that is expected there.
        regions: their names.
        why: where the division comes from, with its status.
    """

    key: str
    name: str
    expected: str
    regions: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class GrowthEvidence:
    """Everything but places that the balance of gains and costs rests on.

    Attributes:
        elasticities: by key.
        groups: of sectors, without overlap.
        spread: half an 80 % range over its centre, for elasticities without a range.
        spread_from: key of the elasticity it is taken from.
        cost: of growth.
        signs: of pressure.
        sides: of countries.
    """

    elasticities: Mapping[str, Elasticity]
    groups: tuple[SectorGroup, ...]
    spread: float
    spread_from: str
    cost: CostOfGrowth
    signs: tuple[PressureSign, ...]
    sides: tuple[Side, ...]


RECORD_STATUSES = ("direct", "secondary", "partial", "memory")
"""Read at the source; known through a third party; read in part; not checked."""

DIRECTIONS = (
    "positive", "mixed", "none", "negative", "inconclusive", "no studies", "not tested",
)  # fmt: skip
"""What the source concludes, in one word. ``none``: studies found no effect. ``no studies``: a
search found no study that could tell, which is not the same. ``not tested``: a forecast, a
benchmark or a rule of design, and no finding of an evaluation."""

MARYLAND_LEVELS: Mapping[int, str] = {
    0: "not on the scale: a survey of beneficiaries, a forecast or a model",
    1: "treated against untreated once, or before and after of the treated alone",
    2: "the same with controls or matching",
    3: "before and after, of the treated and of a comparison group that is shown to be alike",
    4: "an instrument, a threshold or another natural experiment",
    5: "a randomised controlled trial",
}
"""Maryland scientific methods scale, as the United Kingdom's reviews of local growth apply it."""

PARTS = ("positive", "zero", "negative", "mixed")
"""What the studies that were kept are divided into."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a record: the day (YYYY-MM-DD), and why."""

    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An effect or a cost as its source states it.

    Attributes:
        text: in words; "" where nothing is stated.
        value: the central figure; None where none is stated.
        low: lower end of the range; None where none is stated.
        high: upper end.
        unit: of the figures, such as ``jobs per public job``; "" where there are none.
        covers: share that the range covers (0.95 for a 95 % interval); None where not stated.
        error: standard error of the value; None where not stated.
    """

    text: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    covers: float | None = None
    error: float | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """What one source found of one intervention and one outcome.

    Every count may be None: then the source does not state it. None is never nought.

    Attributes:
        key: a stable word for it.
        intervention: what was done.
        area: policy area, within which counts are pooled.
        outcome: what it was to change.
        considered: studies that the source looked at.
        kept: studies that were good enough for it.
        positive: of those, with a positive effect (the effect that was wished for).
        zero: with none that could be told from chance.
        negative: with a harmful one.
        mixed: with findings that point both ways.
        direction: what the source concludes: one of :data:`DIRECTIONS`.
        effect: its size.
        cost: what it cost.
        maryland_least: lowest level of method behind it, of :data:`MARYLAND_LEVELS`; None where
            not stated.
        maryland_most: highest level.
        lesson: which choices of design mattered, or "".
        scope: where and of whom, or "".
        source: who says so.
        url: where it can be read, or "".
        status: how far it was checked: one of :data:`RECORD_STATUSES`.
        note: what a reader must know of it, or "".
        supersedes: key of the record that this one takes the place of, or "".
        history: changes, oldest first; the first says how the record came in.
    """

    key: str
    intervention: str
    area: str
    outcome: str
    considered: int | None
    kept: int | None
    positive: int | None
    zero: int | None
    negative: int | None
    mixed: int | None
    direction: str
    effect: Amount
    cost: Amount
    maryland_least: int | None
    maryland_most: int | None
    lesson: str
    scope: str
    source: str
    url: str
    status: str
    note: str
    supersedes: str
    history: tuple[Change, ...]

    @property
    def most_positive(self) -> int | None:
        """Return how many evaluations can at most have found a positive effect, if that is known.

        It is known where the positive ones are not stated, but some others are.
        """
        others = [getattr(self, part) for part in PARTS[1:]]
        if self.kept is None or self.positive is not None or all(n is None for n in others):
            return None
        return self.kept - sum(n or 0 for n in others)


@dataclass(frozen=True, slots=True)
class PositiveShare:
    """Share of evaluations that found a positive effect: no probability that something works.

    Attributes:
        value: posterior mean of the share among evaluations like those that were counted.
        lower: lower end of its interval.
        upper: upper end of its interval.
        level: share of cases that the interval covers.
        basis: ``counts`` of the record itself, pooled with its policy area; or ``area``: what
            another intervention of the area may have, of which nothing is known.
        records: records of the policy area whose counts are known.
    """

    value: float
    lower: float
    upper: float
    level: float
    basis: str
    records: int


@dataclass(frozen=True, slots=True)
class PooledEffect:
    """Effects of several studies of one intervention and outcome, by random effects.

    Attributes:
        unit: of the figures.
        keys: of the records it was made of, one a study.
        mean: of the true effects.
        lower: lower limit of the mean (Hartung and Knapp).
        upper: upper limit.
        prediction_lower: lower limit for the true effect of another study; None with two studies.
        prediction_upper: upper limit.
        level: that the limits cover.
        tau2: variance of true effects between studies, in the unit squared.
        i2: share of the variation between estimates that is no sampling error.
    """

    unit: str
    keys: tuple[str, ...]
    mean: float
    lower: float
    upper: float
    prediction_lower: float | None
    prediction_upper: float | None
    level: float
    tau2: float
    i2: float


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """A record, and what can be said of it.

    Attributes:
        record: as the base has it.
        share: of evaluations with a positive effect; None where its counts are not known.
        pooled: its effect together with those of other studies; None where there are no two with
            an error in the same unit.
        sentence: the finding in words, with its uncertainty.
        strength: of the methods behind it, in words.
        superseded_by: key of the record that took its place, or "".
    """

    record: EvidenceRecord
    share: PositiveShare | None
    pooled: PooledEffect | None
    sentence: str
    strength: str
    superseded_by: str
