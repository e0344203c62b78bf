"""What each masking level and each passage tells of the place: posteriors as tidy rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from placewise.model.document import Document
from placewise.model.identification import Posterior
from placewise.model.review import MASKING_LEVELS, TABLES

AWAY = 0.5
"""Probability of the true place from which a passage gives it away by its facts or words."""
ANYONES = 0.8
"""Share of all candidates from which on a passage could be about any of them."""
SEVERAL = 2
"""Names of organisations, roads and waters that together give a place away; one alone is shared."""
SHORTEST = 8
"""Words below which a passage is too short to tell."""


def identification_rows(
    levels: Mapping[int, Posterior], place: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return one row a masking level, and one row a level and candidate.

    Args:
        levels: who the text could be about, by masking level.
        place: name of the true place.

    Returns:
        The tables ``identification`` and ``candidates`` of a review.
    """
    rows: list[dict[str, Any]] = []
    candidates: list[dict[str, Any]] = []
    labels = dict(MASKING_LEVELS)
    for level, posterior in sorted(levels.items()):
        order = posterior.order()
        basis = basis_of(posterior)
        told = basis != "nothing"
        inside = posterior.credible_set()
        rows.append(
            {
                "level": level, "label": labels[level], "basis": basis,
                "rank": int(np.ceil(posterior.rank(place))) if told else None,
                "probability": posterior.probability_of(place),
                "anonymity_set": posterior.anonymity_set, "credible_set": len(inside),
                "in_credible_set": place in inside,
                "most_likely": posterior.places[int(order[0])] if told else None,
                "places_considered": len(posterior.places),
            }
        )  # fmt: skip
        candidates += [
            {"level": level, "place": posterior.places[int(at)],
             "probability": float(posterior.probability[at]),
             "is_place": posterior.places[int(at)] == place}
            for at in order
        ]  # fmt: skip
    return (
        pl.DataFrame(rows, schema=TABLES["identification"], orient="row"),
        pl.DataFrame(candidates, schema=TABLES["candidates"], orient="row"),
    )


def basis_of(posterior: Posterior) -> str:
    """Return what a posterior rests on, in words; evidence that tells nothing is left out."""
    said = [
        evidence.name
        for evidence in posterior.evidence
        if evidence.weight > 0 and np.ptp(evidence.log_likelihoods) > 0
    ]
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]])) if said else "nothing"


@dataclass(frozen=True, slots=True)
class PassageFinding:
    """What is known of one passage.

    Attributes:
        posterior: who it could be about by its facts and words, all place names masked.
        reasons: the facts and words that tilt it, strongest first.
        local_names: names that a reader who knows the place would know: localities within it,
            organisations, institutions, roads and waters.
        localities: how many of them are localities within the place.
        reused_share: share of its words that stand in another document; None without a corpus.
        reused_from: other places whose documents hold it; None without a corpus.
    """

    posterior: Posterior
    reasons: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()
    localities: int = 0
    reused_share: float | None = None
    reused_from: int | None = None


def passage_rows(
    document: Document, findings: Mapping[int, PassageFinding], place: str
) -> pl.DataFrame:
    """Return one row a passage: does it give the place away, or could anyone have written it?

    Args:
        document: the document.
        findings: what is known of each passage, by number.
        place: name of the true place.
    """
    rows = []
    for passage in document.passages:
        found = findings[passage.number]
        words = len(passage.text.split())
        size = found.posterior.anonymity_set
        probability = found.posterior.probability_of(place)
        standing, why = _standing(found, words, probability)
        if passage.kind == "heading":
            standing, why = "too short to tell", "a heading"
        rows.append(
            {
                "number": passage.number, "kind": passage.kind, "page": passage.page,
                "start": passage.start, "end": passage.end, "heading": passage.heading,
                "words": words, "standing": standing,
                "anonymity_set": size if words >= SHORTEST else None,
                "probability": probability if words >= SHORTEST else None,
                "why": why, "reused_share": found.reused_share,
                "reused_from": found.reused_from,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["passages"], orient="row")


def _standing(found: PassageFinding, words: int, probability: float) -> tuple[str, str]:
    """Return where a passage stands, and why in a few words."""
    places, size = len(found.posterior.places), found.posterior.anonymity_set
    if words < SHORTEST:
        return "too short to tell", f"{words} words"
    if probability >= AWAY:
        tilted = "; ".join(found.reasons[:3])
        return "gives the place away", f"with all place names masked: {tilted}"
    if found.localities or len(found.local_names) >= SEVERAL:
        named = ", ".join(found.local_names[:4])
        more = f" and {len(found.local_names) - 4} more" if len(found.local_names) > 4 else ""
        return "gives the place away", f"by its names: {named}{more}"
    if size >= ANYONES * places:
        if found.reused_from:
            others = "another place" if found.reused_from == 1 else (
                f"{found.reused_from} other places")  # fmt: skip
            return "anyone's", f"it stands in documents of {others}"
        return "anyone's", f"without names it could be about {size:.0f} of {places} places"
    return "in between", "; ".join(found.reasons[:2])
