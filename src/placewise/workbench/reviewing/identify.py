"""Would you know the place: every masking level, and every passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.gazetteer import common_words
from placewise.model.document import Document, Passage
from placewise.model.identification import (
    Evidence,
    LevelIdentification,
    PassageIdentification,
    Posterior,
)
from placewise.model.masking import MaskedText
from placewise.model.place_names import PlaceNamesOfOneCountry
from placewise.model.reuse import DocumentReuse
from placewise.model.words import Place
from placewise.review.facts import FactEvidence
from placewise.review.identification.features import MASK
from placewise.review.identification.identify import Candidates as WordCandidates
from placewise.review.identification.identify import identify
from placewise.review.identification.posterior import WEIGHT_OF_FACTS, combined
from placewise.review.masking import mask
from placewise.review.masking.own_names import ordinary
from placewise.review.standing import (
    SHORTEST,
    PassageFinding,
    identification_rows,
    passage_rows,
)
from placewise.workbench.masking import masked_rows
from placewise.workbench.reviewing.facts import Candidates

Floats = NDArray[np.float64]

WordsAt = Callable[[int], WordCandidates]
"""From a masking level to the candidates with the words of their other documents."""

LOCAL_KINDS = frozenset({"organisation", "institution", "road", "water"})
"""Kinds of names that, several together, only a reader who knows the place would know."""
NATIONWIDE = frozenset(
    ("england", "english", "wales", "welsh", "scotland", "scottish", "ireland", "irish", "britain",
     "british", "uk", "europe", "european", "american", "ordnance", "competent")
)  # fmt: skip
"""Words that beside ordinary ones name a body of a whole nation: Ordnance Survey, Sport England."""
NAMED_HERE = 0.6
"""Share of the place names of a strategy that are taken to be names of its own place."""
PASSAGE_LEVEL = 2
"""Masking level at which passages are judged: all place names hidden."""
FLOOR = 4
"""The level below masking: every capitalised word taken out."""
CAPITALISED = re.compile(r"\b[A-Z][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Identified:
    """Who the document could be about.

    Attributes:
        identification: as ``Review.identification``.
        candidates: as ``Review.candidates``.
        passages: as ``Review.passages``.
        masked: as ``Review.masked``.
    """

    identification: pl.DataFrame
    candidates: pl.DataFrame
    passages: pl.DataFrame
    masked: pl.DataFrame


def masked_texts(text: str, names: PlaceNamesOfOneCountry, place: Place) -> dict[int, MaskedText]:
    """Return a text masked at every level."""
    return {level: mask(text, names, place, level) for level in range(FLOOR)}


def own_localities(own: MaskedText) -> frozenset[str]:
    """Return the names of localities within the place that a text uses, from its first level."""
    return frozenset(" ".join(s.text.split()) for s in own.spans if s.kind == "own locality")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the words of a document say of each candidate.

    Attributes:
        levels: by masking level; none where no candidate has a document.
        passages: by number of the passage, those that are long enough.
        documented: the candidates with a document.
    """

    levels: Mapping[int, LevelIdentification]
    passages: Mapping[int, PassageIdentification]
    documented: tuple[str, ...]


def recognised(
    document: Document,
    texts: Mapping[int, MaskedText],
    candidates: Candidates,
    words: WordsAt | None,
) -> Recognised:
    """Compare the words of a document, at every masking level, with those of all candidates.

    Args:
        document: the document.
        texts: its text, masked at every level.
        candidates: the places it could be about.
        words: candidates with the words of their other documents; None without any.
    """
    if words is None:
        return Recognised({}, {}, ())
    place = candidates.places[candidates.own].name
    hidden = {level: _blotted(document.text, text) for level, text in texts.items()}
    hidden[FLOOR] = CAPITALISED.sub(lambda word: " " * len(word.group()), hidden[PASSAGE_LEVEL])
    long = [p for p in document.passages if len(p.text.split()) >= SHORTEST]
    spans = [(p.start, p.end) for p in long]
    levels = {
        level: identify(
            text, place, words(level), level=level,
            passages=spans if level == PASSAGE_LEVEL else (),
        )
        for level, text in hidden.items()
    }  # fmt: skip
    alone = zip(long, levels[PASSAGE_LEVEL].passages, strict=True)
    return Recognised(
        levels, {p.number: of for p, of in alone}, words(PASSAGE_LEVEL).profiles.places
    )


def identified(
    document: Document,
    texts: Mapping[int, MaskedText],
    candidates: Candidates,
    facts: Sequence[FactEvidence],
    words: Recognised,
    found: DocumentReuse | None,
) -> Identified:
    """Say at every masking level, and of every passage, which places it could be about.

    Args:
        document: the document.
        texts: its text, masked at every level.
        candidates: the places it could be about.
        facts: what its facts say; masking does not hide them.
        words: what its words say.
        found: what a corpus knows of its passages; None without one.
    """
    place = candidates.places[candidates.own]
    told = _sum_of(facts, len(candidates.places))
    levels: dict[int, Posterior] = {}
    for level in (*texts, FLOOR):
        evidence = [told]
        if level == 0:
            evidence.append(_names_said(document.text, texts[1], candidates))
        one = words.levels.get(level)
        if one is None:
            levels[level] = combined(candidates.names, evidence)
            continue
        levels[level] = combined(
            candidates.names, [*one.posterior.evidence, *evidence], words.documented,
            set_mass=one.posterior.set_mass,
        )  # fmt: skip
    identification, ranking = identification_rows(levels, place.name)
    findings = _passage_findings(document, texts[3], candidates, facts, words.passages, found)
    return Identified(
        identification, ranking, passage_rows(document, findings, place.name),
        masked_rows(document, texts[3]),
    )  # fmt: skip


def _blotted(text: str, masked: MaskedText) -> str:
    """Return a text of the same length in which hidden names are blotted out."""
    parts, at = [], 0
    for span in masked.spans:
        parts += [text[at : span.start], MASK * (span.end - span.start)]
        at = span.end
    return "".join([*parts, text[at:]])


def _sum_of(facts: Iterable[FactEvidence], places: int) -> Evidence:
    """Return what several facts say together."""
    total = np.zeros(places)
    for fact in facts:
        total = total + fact.log_likelihood
    return Evidence("facts", total, WEIGHT_OF_FACTS)


def _names_said(text: str, own: MaskedText, candidates: Candidates) -> Evidence:
    """Return what the names of candidates that a text mentions say of each of them.

    The true place counts with all its names (localities, adjectives, abbreviations); the others
    with their official name, which is what an outsider would look for.
    """
    longest_first = sorted(candidates.names, key=len, reverse=True)
    said = re.findall(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", text)
    mentioned = Counter(said)
    counts = np.array([mentioned[name] for name in candidates.names], dtype=float)
    counts[candidates.own] = len(own.spans)
    others = max(len(candidates.names) - 1, 1)
    return Evidence("names", counts * np.log(NAMED_HERE * others / (1 - NAMED_HERE)), 1.0)


def _passage_findings(
    document: Document,
    masked: MaskedText,
    candidates: Candidates,
    facts: Sequence[FactEvidence],
    alone: Mapping[int, PassageIdentification],
    found: DocumentReuse | None,
) -> dict[int, PassageFinding]:
    """Return what is known of each passage: its facts, its words, its local names, its reuse."""
    local, localities = _local_names(document, masked)
    reuse = {row["passage"]: row for row in found.passages.iter_rows(named=True)} if found else {}
    findings = {}
    for passage in document.passages:
        own = [fact for fact in facts if fact.passage == passage.number]
        told = _sum_of(own, len(candidates.places))
        words = alone.get(passage.number)
        row = reuse.get(passage.number)
        known = row is not None and row["verdict"] != "too short"
        findings[passage.number] = PassageFinding(
            posterior=combined(
                candidates.names, [*(words.posterior.evidence if words else ()), told]
            ),
            reasons=_reasons(own, words),
            local_names=tuple(local.get(passage.number, ())),
            localities=localities.get(passage.number, 0),
            # A share below a half is not measured: it stays missing, and is no nought.
            reused_share=float(row["share"]) if row and known and row["places"] else None,
            reused_from=int(row["places"] or 0) if row and known else None,
        )
    return findings


def _reasons(facts: Sequence[FactEvidence], words: PassageIdentification | None) -> tuple[str, ...]:
    """Return the facts and the words that tilt a passage."""
    said = [fact.words for fact in facts]
    if words and words.telling:
        telling = ", ".join(f"“{one.text}”" for one in words.telling[:3])
        said.append(f"words such as {telling}")
    return tuple(said)


def _local_names(
    document: Document, masked: MaskedText
) -> tuple[dict[int, dict[str, None]], dict[int, int]]:
    """Return the local names of each passage, and how many of them are localities of the place."""
    local: dict[int, dict[str, None]] = {}
    localities: dict[int, int] = {}
    for span in masked.spans:
        passage: Passage | None = document.passage_at(span.start)
        if passage is None:
            continue
        name = " ".join(span.text.split())
        if span.kind == "own locality":
            localities[passage.number] = localities.get(passage.number, 0) + 1
        if span.kind == "own locality" or _is_telling(span.kind, name):
            local.setdefault(passage.number, {})[name] = None
    return local, localities


def _is_telling(kind: str, name: str) -> bool:
    """Would a name tell a reader who knows the place: River Nene and A63, not Highways Agency?

    A name of ordinary words alone, or of those and a nation's, is that of a body or a thing that
    every place has.
    """
    if kind not in LOCAL_KINDS:
        return False
    if any(letter.isdigit() for letter in name):
        return True
    words = re.findall(r"\w+", name.casefold())
    return len(words) > 1 and not ordinary(
        " ".join(word for word in words if word not in NATIONWIDE), common_words()
    )
