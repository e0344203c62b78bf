"""What each masking level and each passage tells of the place: posteriors as tidy rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import softmax

from placewise.model.document import Document
from placewise.model.review import MASKING_LEVELS, TABLES

Floats = NDArray[np.float64]

CREDIBLE = 0.9
"""Probability that the credible set of places holds."""
AWAY = 0.5
"""Probability of the true place from which a passage gives it away by its facts or words."""
ANYONES = 0.8
"""Share of all candidates from which on a passage could be about any of them."""
SEVERAL = 2
"""Names of organisations, roads and waters that together give a place away; one alone is shared."""
SHORTEST = 8
"""Words below which a passage is too short to tell."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one reading of a text says of R candidate places.

    Attributes:
        facts: (R,) log-likelihood of its figures, sectors and challenges; None without any.
        words: (R,) calibrated log-likelihood of its words; None without other documents.
        names: (R,) log-likelihood of the names it mentions; None where names are masked.
    """

    facts: Floats | None = None
    words: Floats | None = None
    names: Floats | None = None

    @property
    def basis(self) -> str:
        """What there is, in words."""
        said = [
            word
            for word, part in (("names", self.names), ("words", self.words), ("facts", self.facts))
            if part is not None
        ]
        return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]])) if said else "nothing"

    def posterior(self, places: int) -> Floats:
        """Return (R,) probabilities, every place as likely as any other beforehand."""
        total = np.zeros(places)
        for part in (self.facts, self.words, self.names):
            if part is not None:
                total = total + part
        return np.asarray(softmax(total))


def anonymity_set(probability: Floats) -> float:
    """Return the number of places that a text could be about: the exponential of the entropy.

    It is R where nothing tells, and 1 where the place is certain.
    """
    known = probability[probability > 0]
    return float(np.exp(-np.sum(known * np.log(known))))


def credible_set(probability: Floats, level: float = CREDIBLE) -> NDArray[np.int64]:
    """Return the smallest set of candidates that holds a probability, most likely first."""
    order = np.argsort(-probability, kind="stable")
    reached = np.cumsum(probability[order])
    return order[: int(np.searchsorted(reached, level - 1e-12)) + 1]


def identification_rows(
    levels: dict[int, Evidence], names: Sequence[str], own: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return one row a masking level, and one row a level and candidate.

    Args:
        levels: evidence by masking level.
        names: names of the R candidates.
        own: position of the true place.

    Returns:
        The tables ``identification`` and ``candidates`` of a review.
    """
    rows: list[dict[str, Any]] = []
    candidates: list[dict[str, Any]] = []
    labels = dict(MASKING_LEVELS)
    for level, evidence in sorted(levels.items()):
        probability = evidence.posterior(len(names))
        inside = credible_set(probability)
        order = np.argsort(-probability, kind="stable")
        told = evidence.basis != "nothing"
        rows.append(
            {
                "level": level, "label": labels[level], "basis": evidence.basis,
                "rank": 1 + int(np.sum(probability > probability[own])) if told else None,
                "probability": float(probability[own]),
                "anonymity_set": anonymity_set(probability), "credible_set": int(inside.size),
                "in_credible_set": bool(own in inside),
                "most_likely": names[int(order[0])] if told else None,
                "places_considered": len(names),
            }
        )  # fmt: skip
        candidates += [
            {"level": level, "place": names[int(at)], "probability": float(probability[at]),
             "is_place": int(at) == own}
            for at in order
        ]  # fmt: skip
    return (
        pl.DataFrame(rows, schema=TABLES["identification"], orient="row"),
        pl.DataFrame(candidates, schema=TABLES["candidates"], orient="row"),
    )


@dataclass(frozen=True, slots=True)
class PassageFinding:
    """What is known of one passage.

    Attributes:
        evidence: what its facts and words say, all place names masked.
        reasons: the facts and words that tilt it, strongest first.
        local_names: names that a reader who knows the place would know: localities within it,
            organisations, institutions, roads and waters.
        localities: how many of them are localities within the place.
        reused_share: share of its words that stand in another document; None without a corpus.
        reused_from: other places whose documents hold it; None without a corpus.
    """

    evidence: Evidence
    reasons: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()
    localities: int = 0
    reused_share: float | None = None
    reused_from: int | None = None


def passage_rows(
    document: Document, findings: dict[int, PassageFinding], places: int, own: int
) -> pl.DataFrame:
    """Return one row a passage: does it give the place away, or could anyone have written it?

    Args:
        document: the document.
        findings: what is known of each passage, by number.
        places: number of candidates.
        own: position of the true place.
    """
    rows = []
    for passage in document.passages:
        found = findings.get(passage.number, PassageFinding(Evidence()))
        probability = found.evidence.posterior(places)
        words = len(passage.text.split())
        size = anonymity_set(probability)
        standing, why = _standing(found, words, float(probability[own]), size, places)
        if passage.kind == "heading":
            standing, why = "too short to tell", "a heading"
        rows.append(
            {
                "number": passage.number, "kind": passage.kind, "page": passage.page,
                "start": passage.start, "end": passage.end, "heading": passage.heading,
                "words": words, "standing": standing,
                "anonymity_set": size if words >= SHORTEST else None,
                "probability": float(probability[own]) if words >= SHORTEST else None,
                "why": why, "reused_share": found.reused_share,
                "reused_from": found.reused_from,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["passages"], orient="row")


def _standing(
    found: PassageFinding, words: int, probability: float, size: float, places: int
) -> tuple[str, str]:
    """Return where a passage stands, and why in a few words."""
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
            return "anyone's", f"it stands in documents of {found.reused_from} other places"
        return "anyone's", f"without names it could be about {size:.0f} of {places} places"
    return "in between", "; ".join(found.reasons[:2])
