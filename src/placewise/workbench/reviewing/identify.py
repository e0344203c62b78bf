"""Would you know the place: every masking level, and every passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.document import Document
from placewise.model.masking import MaskedText
from placewise.model.place_names import PlaceNamesOfOneCountry
from placewise.model.reuse import DocumentReuse
from placewise.model.review import TABLES
from placewise.review.facts import FactEvidence
from placewise.review.masking import mask
from placewise.review.standing import (
    Evidence,
    PassageFinding,
    identification_rows,
    passage_rows,
)
from placewise.workbench.reviewing.facts import Candidates

Floats = NDArray[np.float64]

WordsOf = Callable[[str, int], Floats | None]
"""From a masked text and its level to (R,) calibrated log-likelihoods; None if it is too short."""

LOCAL_KINDS = frozenset({"organisation", "institution", "road", "water"})
"""Kinds of names that, several together, only a reader who knows the place would know."""
NAMED_HERE = 0.6
"""Share of the place names of a strategy that are taken to be names of its own place."""
CAPITALISED = re.compile(r"\b[A-Z][\w'’-]*")
BRACKETED = re.compile(r"\[[a-z ]+\]")


@dataclass(frozen=True, slots=True)
class Identified:
    """Who the document could be about.

    Attributes:
        identification: as ``Review.identification``.
        candidates: as ``Review.candidates``.
        passages: as ``Review.passages``.
        masked: as ``Review.masked``.
        texts: the masked text of each level.
    """

    identification: pl.DataFrame
    candidates: pl.DataFrame
    passages: pl.DataFrame
    masked: pl.DataFrame
    texts: dict[int, MaskedText]


def identified(
    document: Document,
    names: PlaceNamesOfOneCountry,
    candidates: Candidates,
    facts: Sequence[FactEvidence],
    words: WordsOf,
    found: DocumentReuse | None,
) -> Identified:
    """Read a document at every masking level, and ask what each tells.

    Args:
        document: the document.
        names: place names of its country.
        candidates: the places it could be about.
        facts: what its facts say; masking does not hide them.
        words: what words say, against other documents.
        found: what a corpus knows of its passages; None without one.
    """
    place = candidates.places[candidates.own]
    texts = {level: mask(document.text, names, place, level) for level in range(4)}
    told = np.sum([fact.log_likelihood for fact in facts], axis=0) if facts else None
    levels = {
        level: Evidence(
            facts=told,
            words=words(text.text, level),
            names=_names_said(document.text, texts[1], candidates) if level == 0 else None,
        )
        for level, text in texts.items()
    }
    levels[4] = Evidence(facts=told, words=words(without_capitals(texts[2].text), 4))
    identification, ranking = identification_rows(levels, candidates.names, candidates.own)
    findings = _passage_findings(document, texts, facts, words, found)
    passages = passage_rows(document, findings, len(candidates.places), candidates.own)
    return Identified(identification, ranking, passages, _masked_rows(document, texts[3]), texts)


def without_capitals(text: str) -> str:
    """Return a masked text without its placeholders and without any capitalised word."""
    return CAPITALISED.sub(" ", BRACKETED.sub(" ", text))


def _names_said(text: str, own: MaskedText, candidates: Candidates) -> Floats:
    """Return what the names of candidates that a text mentions say of each of them.

    The true place counts with all its names (localities, adjectives, abbreviations); the others
    with their official name, which is what an outsider would look for.
    """
    counts = np.array(
        [len(re.findall(rf"\b{re.escape(name)}\b", text)) for name in candidates.names], dtype=float
    )
    counts[candidates.own] = len(own.spans)
    others = max(len(candidates.names) - 1, 1)
    return np.asarray(counts * np.log(NAMED_HERE * others / (1 - NAMED_HERE)))


def _passage_findings(
    document: Document,
    texts: dict[int, MaskedText],
    facts: Sequence[FactEvidence],
    words: WordsOf,
    found: DocumentReuse | None,
) -> dict[int, PassageFinding]:
    """Return what is known of each passage: its facts, its words, its local names, its reuse."""
    by_passage: dict[int, list[FactEvidence]] = {}
    for fact in facts:
        by_passage.setdefault(fact.passage, []).append(fact)
    local: dict[int, dict[str, None]] = {}
    localities: dict[int, set[str]] = {}
    for span in texts[3].spans:
        passage = document.passage_at(span.start)
        name = " ".join(span.text.split())
        if passage is None:
            continue
        if span.kind == "own locality":
            localities.setdefault(passage.number, set()).add(name)
        if span.kind == "own locality" or _is_telling(span.kind, name):
            local.setdefault(passage.number, {})[name] = None
    reuse = {row["passage"]: row for row in found.passages.iter_rows(named=True)} if found else {}
    findings = {}
    for passage in document.passages:
        own = by_passage.get(passage.number, [])
        masked = texts[2].text[texts[2].to_masked(passage.start) : texts[2].to_masked(passage.end)]
        row = reuse.get(passage.number)
        known = row is not None and row["verdict"] != "too short"
        findings[passage.number] = PassageFinding(
            evidence=Evidence(
                facts=np.sum([fact.log_likelihood for fact in own], axis=0) if own else None,
                words=words(masked, 2),
            ),
            reasons=tuple(fact.words for fact in own),
            local_names=tuple(local.get(passage.number, ())),
            localities=len(localities.get(passage.number, ())),
            reused_share=float(row["share"] or 0.0) if row and known else None,
            reused_from=int(row["places"] or 0) if row and known else None,
        )
    return findings


def _is_telling(kind: str, name: str) -> bool:
    """Is a name more than the generic word for its kind: two words, or a number as in A63?"""
    return kind in LOCAL_KINDS and (" " in name or any(letter.isdigit() for letter in name))


def _masked_rows(document: Document, masked: MaskedText) -> pl.DataFrame:
    rows = []
    for span in masked.spans:
        passage = document.passage_at(span.start)
        rows.append(
            (
                span.start, span.end, " ".join(span.text.split()), span.kind, span.level,
                span.reason, passage.page if passage else None,
                passage.number if passage else None,
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["masked"], orient="row")
