"""The job of a claim: find the industry that is meant, and judge it in one sentence."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.diagnose.sentences import claim_sentence
from placewise.diagnose.specialisms import RIVAL_TYPES, rival_rows, specialism_rows
from placewise.errors import UnknownNameError
from placewise.model.claims import Concordance, Sector
from placewise.model.diagnosis import ClaimVerdict, DiagnosisSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.review.claims.sectors import sector_named
from placewise.workbench.assessments import Assessments
from placewise.workbench.sectors import SectorAssessments, judge_sector


def judge_claim(
    store: Store,
    assessments: Assessments,
    sectors: SectorAssessments,
    place: Place,
    claim: str,
    settings: DiagnosisSettings,
) -> ClaimVerdict:
    """Judge one claimed specialism.

    Args:
        store: where the tables are.
        assessments: its tables, assessed as far as they were needed.
        sectors: the same by sector of the concordance.
        place: the place that makes the claim.
        claim: an industry by title or code, or a sector as strategies name it.
        settings: what is asked.

    Raises:
        UnknownNameError: no industry or sector is called so.
        NotAvailableError: no table adds up to the place.
    """
    meant = find_industry(store, sectors.concordance, claim)
    if isinstance(meant, Sector):
        return _of_sector(store, sectors, place, claim, meant, settings)
    codes, name = meant
    entries, _ = assessments.tables.choose(place, settings.year, settings.industry_level)
    rows, rivals = [], []
    for entry in entries:
        assessment = assessments.of(entry, place, settings)
        here = [i.code for i in assessment.table.industries if i.code in codes]
        if here:
            every = specialism_rows(assessment, place, settings)
            rows.append(every.filter(pl.col("industry").is_in(here)))
            rivals.append(rival_rows(assessment, place, here, settings))
    evidence = pl.concat(rows) if rows else None
    best = _surest(evidence) if evidence is not None else None
    verdict = _verdict(best, settings)
    return ClaimVerdict(
        place=place,
        claim=claim,
        industry=best["industry"] if best else codes[0],
        industry_name=name,
        verdict=verdict,
        sentence=claim_sentence(place, name, verdict, best, settings),
        evidence=evidence if evidence is not None else pl.DataFrame(),
        rivals=pl.concat(rivals) if rivals else pl.DataFrame(schema=RIVAL_TYPES),
        settings=settings,
        provenance=store.provenance(),
    )


def _of_sector(
    store: Store,
    sectors: SectorAssessments,
    place: Place,
    claim: str,
    sector: Sector,
    settings: DiagnosisSettings,
) -> ClaimVerdict:
    """Return the verdict on a sector in the words of the verdict on an industry."""
    judged = judge_sector(sectors, place, sector, settings)
    verdict = "demonstrated" if judged.verdict == "supported" else judged.verdict
    return ClaimVerdict(
        place=place,
        claim=claim,
        industry=sector.key,
        industry_name=sector.name,
        verdict="could be claimed" if judged.point_value_only else verdict,
        sentence=judged.sentence,
        evidence=judged.evidence,
        rivals=judged.rivals,
        settings=settings,
        provenance=store.provenance(),
    )


def find_industry(
    store: Store, concordance: Concordance, words: str
) -> tuple[list[str], str] | Sector:
    """Return the industry, by codes and title, or the sector that some words mean.

    A code or a title comes first, then a sector of the concordance, then titles that hold the
    words.

    Raises:
        UnknownNameError: nothing fits, with the nearest names.
    """
    industries = store.table("industries").filter(pl.col("level") != "total").collect()
    wanted = words.strip().casefold()
    fold = pl.col("name").str.to_lowercase()
    exact = (pl.col("code").str.to_lowercase() == wanted, fold == wanted)
    partly = (fold.str.starts_with(wanted), fold.str.contains(wanted, literal=True))
    found = _first(industries, exact)
    if found is not None:
        return found
    meant = sector_named(concordance, words) or _first(industries, partly)
    if meant is None:
        known = [*industries["name"].to_list(), *(s.name for s in concordance.sectors)]
        raise UnknownNameError.among(
            "industry", words, known,
            action="Give a title or a code of the classification, or a sector; `placewise data "
            "show industries` and `placewise sectors` list them.",
        )  # fmt: skip
    return meant


def _first(industries: pl.DataFrame, tests: tuple[pl.Expr, ...]) -> tuple[list[str], str] | None:
    """Return codes and title of the first industry that passes the first test that any passes."""
    for test in tests:
        found = industries.filter(test).sort(pl.col("code").str.len_chars(), "code")
        if found.height:
            name = str(found["name"][0])
            return found.filter(pl.col("name") == name)["code"].to_list(), name
    return None


def _surest(evidence: pl.DataFrame) -> dict[str, Any] | None:
    """Return the row with an interval that speaks most for the claim; jobs before GVA on ties."""
    known = evidence.filter(pl.col("probability_above_threshold").is_not_null())
    if known.is_empty():
        return None
    return known.sort("probability_above_threshold", descending=True, maintain_order=True).row(
        0, named=True
    )


def _verdict(best: dict[str, Any] | None, settings: DiagnosisSettings) -> str:
    if best is None:
        return "not measurable"
    if best["demonstrable"]:
        return "demonstrated"
    lq = best["lq"]
    return (
        "could be claimed"
        if isinstance(lq, float) and lq >= settings.threshold
        else "not supported"
    )
