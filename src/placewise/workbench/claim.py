"""The job of a claim: find the industry that is meant, and judge it in one sentence."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.diagnose.sentences import claim_sentence
from placewise.diagnose.specialisms import RIVAL_TYPES, rival_rows, specialism_rows
from placewise.errors import UnknownNameError
from placewise.model.diagnosis import ClaimVerdict, DiagnosisSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.assessments import Assessments

SYNONYMS = {
    "digital": "Information and communication",
    "tech": "Information and communication",
    "technology": "Information and communication",
    "finance": "Financial and insurance activities",
    "financial services": "Financial and insurance activities",
    "professional services": "Professional, scientific and technical activities",
    "logistics": "Transportation and storage",
    "health": "Health and social work",
    "tourism": "Accommodation and food services",
    "visitor economy": "Accommodation and food services",
    "hospitality": "Accommodation and food services",
    "retail": "Retail trade",
    "public services": "Public administration and defence",
    "farming": "Agriculture, forestry and fishing",
    "energy": "Electricity, gas and steam supply",
    "culture": "Arts, entertainment and recreation",
}
"""Words of strategies for industries of the classification; a fuller concordance comes later."""


def judge_claim(
    store: Store, assessments: Assessments, place: Place, claim: str, settings: DiagnosisSettings
) -> ClaimVerdict:
    """Judge one claimed specialism.

    Args:
        store: where the tables are.
        assessments: its tables, assessed as far as they were needed.
        place: the place that makes the claim.
        claim: an industry, by title, code or a common word for it.
        settings: what is asked.

    Raises:
        UnknownNameError: no industry is called so.
        NotAvailableError: no table adds up to the place.
    """
    codes, name = find_industry(store, claim)
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


def find_industry(store: Store, words: str) -> tuple[list[str], str]:
    """Return the codes and the title of the industry that some words mean.

    Code, title and synonym are tried in this order, then titles that hold the words.

    Raises:
        UnknownNameError: nothing fits, with the nearest titles.
    """
    industries = store.table("industries").filter(pl.col("level") != "total").collect()
    wanted = SYNONYMS.get(words.strip().casefold(), words).strip().casefold()
    fold = pl.col("name").str.to_lowercase()
    for test in (
        pl.col("code").str.to_lowercase() == wanted,
        fold == wanted,
        fold.str.starts_with(wanted),
        fold.str.contains(wanted, literal=True),
    ):
        found = industries.filter(test).sort(pl.col("code").str.len_chars(), "code")
        if found.height:
            name = str(found["name"][0])
            same = found.filter(pl.col("name") == name)
            return same["code"].to_list(), name
    raise UnknownNameError.among(
        "industry", words, [*industries["name"].to_list(), *SYNONYMS],
        action="Give a title or a code of the classification; `placewise data show industries` "
        "lists them.",
    )  # fmt: skip


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
