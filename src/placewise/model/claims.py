"""What a document claims: sectors and their codes, the cues that find claims, claims, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from placewise.model.words import Place

CLAIM_KINDS = (
    "sector strength",
    "challenge",
    "target",
    "commitment",
    "causal claim",
    "comparison",
)
"""Kinds of claim."""

JUDGED = ("official definition", "close", "partial", "not measurable")
"""How well industry codes measure what a sector means."""

VERDICTS = ("supported", "not supported", "contradicted", "not measurable")
"""What the tables say of a sector that a document claims as a strength."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector as strategies name it, and the industry codes that measure it.

    Attributes:
        key: a stable word for it.
        name: how a reader is told it.
        terms: words of strategies that mean it, in small letters.
        sic: codes of SIC 2007 without dots, none inside another.
        naics: codes of NAICS 2017, none inside another.
        measurable: share of what the words mean that codes can see, from 0 to 1.
        judged: one of :data:`JUDGED`.
        basis: the definition that the codes follow, or the reasoning behind them.
        modern_industrial_strategy: is it one of the eight growth-driving sectors that the United
            Kingdom named in June 2025?
    """

    key: str
    name: str
    terms: tuple[str, ...]
    sic: tuple[str, ...]
    naics: tuple[str, ...]
    measurable: float
    judged: str
    basis: str
    modern_industrial_strategy: bool = False

    def codes(self, classification: str) -> tuple[str, ...]:
        """Return the codes in one classification; none where the concordance has none."""
        return {"SIC 2007": self.sic, "NAICS 2017": self.naics}.get(classification, ())


@dataclass(frozen=True, slots=True)
class Concordance:
    """Sectors and their codes, with the national jobs that say how large each code is.

    Attributes:
        title: what it is called.
        sectors: the sectors.
        jobs: for each classification, national jobs of its finest codes: the weights with which
            a table's industries are compared with a sector.
    """

    title: str
    sectors: tuple[Sector, ...]
    jobs: Mapping[str, Mapping[str, float]]

    def sector(self, key: str) -> Sector | None:
        """Return the sector of a key; None without one."""
        return next((sector for sector in self.sectors if sector.key == key), None)


@dataclass(frozen=True, slots=True)
class Cue:
    """One pattern of words that gives a claim away.

    Attributes:
        name: a stable word for the rule, shown to the reader.
        pattern: a regular expression on a sentence, without regard to case.
        kind: one of :data:`CLAIM_KINDS`.
        says: what the words say, for the reader.
        sectors: where the sectors stand that the cue speaks of: ``after``, ``before`` or ``none``.
        reach: words between the cue and the nearest sector, or the number of a target, at most.
        noun: must a noun such as ``sector`` follow the name of the sector?
        strict: of a strength, must one follow the sectors that are also uses of land, such as
            retail? Of a target, does it hold whatever else the sentence says?
        bare: of a target, how many numbers without a unit must follow, up to the next label
            (``Funding:``); 0 where a number needs a unit, or things that it counts.
        land: of a strength, may the words of a sector also be those of a use of land, such as an
            ``educational centre``, because the cue says that the place is one?
    """

    name: str
    pattern: str
    kind: str
    says: str
    sectors: str = "none"
    reach: int = 8
    noun: bool = False
    strict: bool = False
    bare: int = 0
    land: bool = False


@dataclass(frozen=True, slots=True)
class ClaimLexicon:
    """Everything that finds claims in English prose.

    Attributes:
        title: what it is called.
        cues: the patterns of claims, tried in this order.
        negations: patterns that turn a cue into its opposite.
        hedges: patterns that make a claim an aim, a hope or a possibility.
        elsewhere: patterns that say the claim of another place, the nation or the world.
        not_strengths: patterns of other subjects (noise, land, history): a sentence with one of
            them claims no strength.
        barriers: patterns that name a barrier or a market failure.
        interventions: patterns of what a plan would do.
        horizontal: for each kind of action across sectors, its patterns.
        sector_nouns: words that follow the name of a sector, such as ``cluster``.
        land_nouns: words behind a sector's name that make it no sector: ``retail uses``.
        needs_noun: keys of sectors that are also uses of land or substances.
        alone: words that mean a sector only where no adjective stands before them, as ``space``
            does not in ``open space``.
        not_targets: patterns of standards, forecasts and facts, whose numbers are no targets.
        not_own_targets: patterns of targets that others set, or that were met or missed: no cue
            makes them the plan's own.
    """

    title: str
    cues: tuple[Cue, ...]
    negations: tuple[str, ...]
    hedges: tuple[str, ...]
    elsewhere: tuple[str, ...]
    not_strengths: tuple[str, ...]
    barriers: tuple[str, ...]
    interventions: tuple[str, ...]
    horizontal: Mapping[str, tuple[str, ...]]
    sector_nouns: tuple[str, ...]
    land_nouns: tuple[str, ...]
    needs_noun: tuple[str, ...]
    alone: tuple[str, ...]
    not_targets: tuple[str, ...]
    not_own_targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a document, where it stands, and why it was taken for one.

    Attributes:
        text: the sentence, or the part of it, that makes the claim.
        start: offset of its first character in ``Document.text``.
        end: offset behind its last character.
        passage: number of the passage.
        page: the page, from 1; None where the format has none.
        kind: one of :data:`CLAIM_KINDS`.
        sector: key of the sector it speaks of; None where it speaks of none.
        place: the place it is said of, where that is not the plan's own; None otherwise.
        hedged: is it an aim, a hope or a possibility rather than a statement?
        negated: does it deny what its words would claim?
        why: the rule and the words that found it.
        number: the number of a target or comparison; None without one.
        unit: the unit of that number, ``""`` without one.
        year: the year a target is set for; None without one.
    """

    text: str
    start: int
    end: int
    passage: int
    page: int | None
    kind: str
    sector: str | None
    place: str | None
    hedged: bool
    negated: bool
    why: str
    number: float | None = None
    unit: str = ""
    year: int | None = None

    @property
    def stands(self) -> bool:
        """Is it said outright, of the plan's own place?"""
        return not self.hedged and not self.negated and self.place is None


@dataclass(frozen=True, slots=True)
class SectorSight:
    """How much of a sector one table can see.

    Attributes:
        sector: key of the sector.
        industries: codes of the table that are taken for it, those mostly made of it.
        seen: share of the sector's national jobs that lie in them.
        purity: share of their national jobs that belong to the sector.
    """

    sector: str
    industries: tuple[str, ...]
    seen: float
    purity: float


@dataclass(frozen=True, slots=True)
class SectorVerdict:
    """What the tables say of one place in one sector.

    Attributes:
        place: the place.
        sector: the sector.
        verdict: one of :data:`VERDICTS`.
        point_value_only: it is not supported although its point value passes the threshold.
        sentence: the verdict in one sentence with the numbers behind it.
        sight: what the table could see of the sector; None if no table could.
        evidence: rows of the columns of ``Diagnosis.specialisms``, one a measure, ``industry``
            being the key of the sector.
        rivals: rows of the columns of ``Diagnosis.rivals``.
        probability_below_one: P(theta < 1) of the row the verdict rests on; None without one.
        places_claiming: places whose point value passes the threshold; None where not measurable.
        places_demonstrating: places that can demonstrate it; None where not measurable.
        strategies_claiming: strategies of a corpus that say it; None without a corpus.
        datasets: the datasets that the evidence comes from.
    """

    place: Place
    sector: Sector
    verdict: str
    point_value_only: bool
    sentence: str
    sight: SectorSight | None
    evidence: pl.DataFrame
    rivals: pl.DataFrame
    probability_below_one: float | None
    places_claiming: int | None
    places_demonstrating: int | None
    strategies_claiming: int | None = None
    datasets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StrengthAsReason:
    """A passage that gives a strength as the reason to intervene, and no barrier.

    Attributes:
        passage: number of the passage.
        page: the page; None where the format has none.
        start: offset of the passage in ``Document.text``.
        end: offset behind it.
        sectors: keys of the sectors whose strength is claimed.
        strength: the words that claim it.
        intervention: the words that promise something.
        reason: one sentence for the reader.
    """

    passage: int
    page: int | None
    start: int
    end: int
    sectors: tuple[str, ...]
    strength: str
    intervention: str
    reason: str


@dataclass(frozen=True, slots=True)
class Action:
    """One action across sectors that a document names.

    Attributes:
        kind: such as ``skills`` or ``transport``.
        passages: numbers of the passages that commit to it.
    """

    kind: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many jobs and firms a focus touches.

    Attributes:
        focus: key of the sector, or the kind of an action across sectors.
        across: is it an action across sectors?
        passages: number of passages that commit to it or claim it.
        share_of_jobs: share of the place's jobs in it; None where not known. An action across
            sectors is open to all.
        share_of_firms: share of its firms; None where not known.
        note: what the shares rest on.
        datasets: the datasets that the share of jobs comes from.
    """

    focus: str
    across: bool
    passages: int
    share_of_jobs: float | None
    share_of_firms: float | None
    note: str
    datasets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim of a document with what the tables say of its sector.

    Attributes:
        claim: the claim.
        verdict: of a sector strength that is said of the plan's own place; None for other claims.
    """

    claim: Claim
    verdict: SectorVerdict | None
