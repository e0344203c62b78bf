"""The job of a document's claims: find them, judge them, and say how far their focus reaches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from placewise.diagnose.industry_codes import LEAST_PURITY, LEAST_SEEN, sight
from placewise.model.claims import (
    Action,
    Claim,
    Concordance,
    JudgedClaim,
    Reach,
    Sector,
    SectorVerdict,
)
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.sectors import SectorAssessments, judge_sector, sector_share

NOUNS = r"(?:sectors?|industr(?:y|ies)|clusters?|firms|businesses|companies|employers)"
"""Words that make the name of a sector one beyond doubt."""
OPEN_TO_ALL = "open to every job and firm of the place; who takes part depends on its design"


def sectors_claimed(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the sectors that a document claims as strengths, outright and of its own place."""
    return frozenset(
        claim.sector
        for claim in claims
        if claim.kind == "sector strength" and claim.sector is not None and claim.stands
    )


def judge_claims(
    sectors: SectorAssessments,
    place: Place,
    claims: Iterable[Claim],
    settings: DiagnosisSettings,
    strategies: Mapping[str, int] | None = None,
) -> tuple[JudgedClaim, ...]:
    """Judge the strengths that a document claims for its own place.

    Args:
        sectors: the tables by sector.
        place: the place.
        claims: the claims of the document; those that are no strengths of its own have no verdict.
        settings: what is asked.
        strategies: how many strategies of a corpus claim each sector; None without a corpus.
    """
    verdicts: dict[str, SectorVerdict] = {}
    judged = []
    for claim in claims:
        sector = sectors.concordance.sector(claim.sector) if claim.sector else None
        own = claim.kind == "sector strength" and claim.place is None and not claim.negated
        if sector is not None and own and sector.key not in verdicts:
            said = None if strategies is None else strategies.get(sector.key, 0)
            verdicts[sector.key] = judge_sector(
                sectors, place, sector, settings, said, without_tables=True
            )
        judged.append(JudgedClaim(claim, verdicts[sector.key] if sector and own else None))
    return tuple(judged)


def reach_of_focus(
    store: Store,
    sectors: SectorAssessments,
    place: Place,
    claims: Iterable[Claim],
    actions: Iterable[Action],
    settings: DiagnosisSettings,
) -> tuple[Reach, ...]:
    """Return how far each sector of a document's focus reaches, beside its actions across sectors.

    Args:
        store: where the tables are.
        sectors: the tables by sector.
        place: the place.
        claims: the claims of the document.
        actions: its actions across sectors.
        settings: what is asked.
    """
    named: dict[str, set[int]] = {}
    for claim in in_focus(claims, sectors.concordance):
        named.setdefault(str(claim.sector), set()).add(claim.passage)
    reach = []
    for key, passages in sorted(named.items(), key=lambda item: -len(item[1])):
        sector = sectors.concordance.sector(key)
        if sector is not None:
            share, note, datasets = sector_share(
                sectors, place, sector, settings, without_tables=True
            )
            firms = firm_share(store, sectors.concordance, place, sector)
            reach.append(Reach(key, False, len(passages), share, firms, note, datasets))
    across = [
        Reach(action.kind, True, len(action.passages), 1.0, 1.0, OPEN_TO_ALL)
        for action in actions
        if action.passages
    ]
    return (*reach, *across)


def in_focus(claims: Iterable[Claim], concordance: Concordance) -> tuple[Claim, ...]:
    """Return the claims that put a sector into the focus of a document.

    A strength of its own place does, and so does a commitment or a target that calls a sector one
    ("the space sector"). Other commitments hold words of sectors in other senses, such as transport
    costs or open space.
    """
    called = {sector.key: _called(sector) for sector in concordance.sectors}
    return tuple(
        one
        for one in claims
        if one.sector in called
        and one.place is None
        and not one.negated
        and (
            one.kind == "sector strength"
            or (
                one.kind in {"commitment", "target"}
                and called[one.sector].search(one.text.casefold())
            )
        )
    )


def _called(sector: Sector) -> re.Pattern[str]:
    """Return the pattern of words that call something a sector."""
    terms = "|".join(re.escape(term) for term in sector.terms)
    own = "|".join(re.escape(term) for term in sector.terms if re.search(rf"{NOUNS}$", term))
    return re.compile(rf"\b(?:{terms})\s+{NOUNS}\b" + (rf"|\b(?:{own})\b" if own else ""))


def firm_share(
    store: Store, concordance: Concordance, place: Place, sector: Sector
) -> float | None:
    """Return the share of a place's enterprises that belong to a sector; None where not known."""
    counted = firms_in(store, concordance, place, sector)
    return counted.inside / counted.total if counted else None


@dataclass(frozen=True, slots=True)
class FirmsCounted:
    """Enterprises of a place.

    Attributes:
        inside: those of a sector, or all of them.
        total: all of them.
        year: the year they were counted.
        datasets: where they were counted.
    """

    inside: float
    total: float
    year: int
    datasets: frozenset[str]


def firms_in(
    store: Store, concordance: Concordance, place: Place, sector: Sector | None
) -> FirmsCounted | None:
    """Count the enterprises of a place that belong to a sector; None where not known.

    Args:
        store: where the tables are.
        concordance: the sectors.
        place: the place.
        sector: the sector; None for all enterprises.
    """
    if sector is not None and sector.judged == "not measurable":
        return None
    areas = [place.code] if place.code else list(place.areas)
    rows = (
        store.table("plants")
        .filter(pl.col("area").is_in(areas) & (pl.col("unit_kind") == "enterprise"))
        .filter(pl.col("year") == pl.col("year").max())
        .group_by("classification", "industry")
        .agg(pl.col("plants").sum(), pl.col("year").max(), pl.col("dataset").unique())
        .collect()
    )
    for (classification,), part in rows.group_by("classification", maintain_order=True):
        total = float(part["plants"].sum())
        name = str(classification)
        taken = part
        if sector is not None:
            seen = sight(sector, part["industry"].to_list(), name, concordance.jobs.get(name, {}))
            if seen.seen < LEAST_SEEN or seen.purity < LEAST_PURITY:
                continue
            taken = part.filter(pl.col("industry").is_in(seen.industries))
        if total > 0:
            return FirmsCounted(
                float(taken["plants"].sum()), total, int(part["year"][0]),
                frozenset(part["dataset"].explode()),
            )  # fmt: skip
    return None
