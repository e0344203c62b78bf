"""The job of evidence: a base of records, what is made of them, and how one is found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path
from statistics import NormalDist

import numpy as np

from placewise.data.evidence.records import read_records, shipped_records
from placewise.errors import InputError, UnknownNameError
from placewise.model.evidence import EvidenceEntry, EvidenceRecord, PooledEffect, PositiveShare
from placewise.plan.evidence_sentences import finding_sentence, strength_words
from placewise.plan.meta_analysis import FEWEST_TO_PREDICT, meta_analysis
from placewise.plan.synthesis import Shares, pool_shares, shares

SEARCHED = {
    "intervention": 3.0, "area": 2.0, "outcome": 2.0, "key": 1.0, "lesson": 1.0, "scope": 1.0,
    "note": 0.5, "source": 0.5,
}  # fmt: skip
"""Fields that are searched, and how much a word in each counts."""
ALIKE = 0.8
"""How alike a misspelt word must be to count as meant."""
SHORTEST_BEGINNING = 3
WORD = re.compile(r"[^\W_]+")
SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"})


@dataclass(frozen=True, slots=True)
class EvidenceMatch:
    """An entry that a search found, and how well it fits; best is largest."""

    entry: EvidenceEntry
    score: float


@dataclass(frozen=True)
class EvidenceBase:
    """Records of evidence with what is made of them.

    Attributes:
        entries: in the order of the files, superseded ones among them.
        area_shares: by policy area, the share that another intervention of it may have; areas
            without a record that has counts are left out.
        within: how alike shares are within an area: intraclass correlation, 0 all alike.
        between: how alike the means of areas are.
    """

    entries: tuple[EvidenceEntry, ...]
    area_shares: Mapping[str, PositiveShare]
    within: float
    between: float

    @property
    def areas(self) -> tuple[str, ...]:
        """Return the policy areas, in the order of the files."""
        return tuple(dict.fromkeys(entry.record.area for entry in self.entries))

    def find(self, key: str) -> EvidenceEntry:
        """Return the entry of a key, superseded or not.

        Raises:
            UnknownNameError: there is none.
        """
        for entry in self.entries:
            if entry.record.key == key:
                return entry
        raise UnknownNameError.among(
            "record of evidence", key, [entry.record.key for entry in self.entries],
            action="`placewise evidence list` shows all keys, `evidence search` finds them.",
        )  # fmt: skip

    def select(self, area: str | None = None, outcome: str | None = None) -> list[EvidenceEntry]:
        """Return the entries in force.

        Args:
            area: of this policy area alone.
            outcome: with these words in the outcome alone.

        Raises:
            UnknownNameError: no record is of that area, or of that outcome.
        """
        found = [entry for entry in self.entries if not entry.superseded_by]
        if area is not None:
            meant = [name for name in self.areas if name.casefold() == area.casefold().strip()]
            if not meant:
                raise UnknownNameError.among("policy area", area, self.areas)
            found = [entry for entry in found if entry.record.area == meant[0]]
        if outcome is not None:
            wanted = outcome.casefold().split()
            outcomes = {entry.record.outcome for entry in found}
            found = [
                entry for entry in found
                if all(word in entry.record.outcome.casefold() for word in wanted)
            ]  # fmt: skip
            if not found:
                raise UnknownNameError.among("outcome", outcome, outcomes)
        return found

    def search(self, words: str, most: int = 10) -> list[EvidenceMatch]:
        """Return the entries in force that fit some words best.

        Words may be misspelt or be beginnings. Entries that fit all of them, or else as many as any
        entry does, are ranked: rare words count for more, and so does the name of the intervention.

        Args:
            words: what is looked for.
            most: how many are returned at most.

        Raises:
            InputError: there is no word to look for, or none may be returned.
        """
        asked = [word for word in _words(words) if word not in SMALL_WORDS]
        if not asked or most < 1:
            raise InputError(
                "There is no word to look for" if not asked else "No record may be shown",
                where=f'words "{words}", at most {most}',
                allowed="one word or more that says something, and at least one record",
                action="`placewise evidence list` shows all records.",
            )
        meant = [self._meant(word) for word in asked]
        found = []
        for entry, fields in self._fields:
            scores = [_score(likeness, fields, self._rarity) for likeness in meant]
            fitting = sum(score > 0 for score in scores)
            if fitting:
                found.append((fitting, sum(scores), entry))
        best = max((fitting for fitting, _, _ in found), default=0)
        ranked = sorted((-score, at) for at, (fit, score, _) in enumerate(found) if fit == best)
        return [EvidenceMatch(found[at][2], -score) for score, at in ranked[:most]]

    @cached_property
    def _fields(self) -> list[tuple[EvidenceEntry, dict[str, float]]]:
        """Return the words of each entry in force, with the weight of the field they stand in."""
        found = []
        for entry in self.select():
            weights: dict[str, float] = {}
            for field, weight in SEARCHED.items():
                for word in _words(getattr(entry.record, field)):
                    weights[word] = max(weight, weights.get(word, 0.0))
            found.append((entry, weights))
        return found

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(word for _, fields in self._fields for word in fields)
        return {word: log(1 + len(self._fields) / count) for word, count in counts.items()}

    def _meant(self, word: str) -> dict[str, float]:
        """Return the words of the base that a word may mean; misspellings only if it is unknown."""
        known = self._rarity
        begun = [other for other in known if other.startswith(word)]
        if word in known or (begun and len(word) >= SHORTEST_BEGINNING):
            return {other: 1.0 if other == word else 0.9 for other in begun}
        from rapidfuzz import fuzz, process

        near = process.extract(
            word, list(known), scorer=fuzz.ratio, score_cutoff=100 * ALIKE, limit=5
        )
        return {str(other): likeness / 100 for other, likeness, _ in near}


def open_evidence(own: Path | None = None) -> EvidenceBase:
    """Return the evidence that ships, with that of a file added.

    Args:
        own: TOML or CSV of records; one with the key of a shipped record takes its place.

    Raises:
        InputError: the file cannot be read.
        FaultyTableError: its records are faulty.
    """
    records = shipped_records()
    if own is not None:
        added = read_records(own, [record.key for record in records])
        keys = {record.key for record in added}
        records = (*(record for record in records if record.key not in keys), *added)
    return evidence_of(records)


def evidence_of(records: Sequence[EvidenceRecord]) -> EvidenceBase:
    """Return what is made of records: shares, effects, sentences.

    A record without counts gets no share. That of its area knows nothing of what its source
    concludes, and many such records compare two ways of doing a thing: it stands by the area alone.
    """
    successors = {record.supersedes: record.key for record in records if record.supersedes}
    current = [record for record in records if record.key not in successors]
    pooled = _pooled_effects(current)
    own, areas, alike = _pooled_shares(current)
    entries = []
    for record in records:
        share = own.get(record.key)
        entries.append(
            EvidenceEntry(
                record,
                share,
                pooled.get(record.key),
                finding_sentence(record, share),
                strength_words(record),
                successors.get(record.key, ""),
            )
        )
    return EvidenceBase(tuple(entries), areas, *alike)


def _pooled_shares(
    records: Iterable[EvidenceRecord],
) -> tuple[dict[str, PositiveShare], dict[str, PositiveShare], tuple[float, float]]:
    """Return shares by key, those of areas, and how alike they are within and between areas."""
    counted = [record for record in records if record.positive is not None and record.kept]
    if not counted:
        return {}, {}, (float("nan"), float("nan"))
    areas = list(dict.fromkeys(record.area for record in counted))
    positive = np.array([record.positive for record in counted])
    kept = np.array([record.kept for record in counted])
    area = np.array([areas.index(record.area) for record in counted])
    pool = pool_shares(positive, kept, area, len(areas))
    known = Counter(record.area for record in counted)
    own = shares(pool, positive, kept, area)
    none = np.zeros(len(areas), dtype=np.int64)
    another = shares(pool, none, none, np.arange(len(areas)))
    return (
        {
            record.key: _share(own, at, "counts", known[record.area])
            for at, record in enumerate(counted)
        },
        {name: _share(another, at, "area", known[name]) for at, name in enumerate(areas)},
        (pool.within, pool.between),
    )


def _share(found: Shares, at: int, basis: str, records: int) -> PositiveShare:
    return PositiveShare(
        float(found.mean[at]), float(found.lower[at]), float(found.upper[at]), found.level,
        basis, records,
    )  # fmt: skip


def _pooled_effects(records: Iterable[EvidenceRecord]) -> dict[str, PooledEffect]:
    """Return, by key, the effects of records of one study each that share an error and a unit."""
    groups: dict[tuple[str, str, str], list[tuple[EvidenceRecord, float, float]]] = defaultdict(
        list
    )
    for record in records:
        value, error = record.effect.value, _error(record)
        if value is not None and error is not None and record.kept == 1:
            group = (record.intervention, record.outcome, record.effect.unit)
            groups[group].append((record, value, error))
    found: dict[str, PooledEffect] = {}
    for (_, _, unit), studies in groups.items():
        if len(studies) > 1:
            keys = tuple(record.key for record, _, _ in studies)
            made = meta_analysis([value for _, value, _ in studies], [e for _, _, e in studies])
            predicted = len(studies) >= FEWEST_TO_PREDICT
            pooled = PooledEffect(
                unit=unit, keys=keys, mean=made.mean, lower=made.lower, upper=made.upper,
                prediction_lower=made.prediction_lower if predicted else None,
                prediction_upper=made.prediction_upper if predicted else None,
                level=made.level, tau2=made.tau2, i2=made.i2,
            )  # fmt: skip
            found |= dict.fromkeys(keys, pooled)
    return found


def _error(record: EvidenceRecord) -> float | None:
    """Return the standard error of an effect: as stated, or from a range of stated cover."""
    effect = record.effect
    if effect.error is not None:
        return effect.error
    if effect.covers is None or effect.low is None or effect.high is None:
        return None
    error = (effect.high - effect.low) / (2 * NormalDist().inv_cdf((1 + effect.covers) / 2))
    return error if error > 0 else None


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _score(
    likeness: Mapping[str, float], fields: Mapping[str, float], rarity: Mapping[str, float]
) -> float:
    """Return how well the words that one may mean fit those of an entry."""
    return max(
        (alike * fields[word] * rarity[word] for word, alike in likeness.items() if word in fields),
        default=0.0,
    )
