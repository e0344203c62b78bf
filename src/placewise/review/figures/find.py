"""From quantities to figures: what each is about, of which place and year, and how it is used.

The rules are plain: the nearest cue words of the sentence decide, and they are kept with the figure
so that a reader sees why it was taken as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from placewise.model.document import Document
from placewise.model.figures import HOME, Figure, Subject
from placewise.review.quantities import Quantity, find_quantities
from placewise.review.sentences import Sentence, sentences_and_rows

ACCEPTS = {
    "people": {"people", "number"},
    "people per square kilometre": {"people", "number"},
    "jobs": {"jobs", "people", "number"},
    "firms": {"firms", "number"},
    "homes": {"homes", "number"},
    "times": {"times", "number"},
}
"""Units of a quantity that a subject's unit accepts, beside its own."""

SAME_WORD = 400
"""Characters around a quantity in which its cue words are looked for, inside its sentence."""

_CLAUSE = re.compile(
    r"[;:]|,\s(?=(?:while|whereas|compared|against|but|up|down|"
    r"and\s(?:the|a|an|by|in|over|under|our|its)|and\s(?:[£$€]|\d[\d.,]*)|"
    r"(?:(?:well|far|just|slightly|significantly)\s)?(?:above|below|higher|lower))\b)|"
    r"\s(?=(?:compared\s(?:to|with)|whereas|while|against|versus|relative\sto|than)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d,.£$€])(?P<year>(?:19|20)\d\d)(?:[/\u2013-](?P<to>\d{2}(?:\d\d)?))?(?![\d,%])"
)
_BY_YEAR = re.compile(r"\b(?:by|until|before|to)\s+(?:\w+\s+){0,2}?(?:20[2-9]\d)\b", re.IGNORECASE)
_TARGET = re.compile(
    r"\b(?:will|shall|aims?\s+to|aim\s+is|target(?:s|ed)?|goal|ambition|aspir\w+|commit\w*|create|"
    r"deliver|plan(?:s|ned)?\s+to|seeks?\s+to|objective|raise|reduce|increase\s+(?:the|our)|"
    r"over\s+the\s+next|double|halve)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:gr(?:ew|own|owing)|growth\s+(?:of|rate)|increas(?:ed|e|ing)|decreas(?:ed|e|ing)|r(?:ose|isen|ise|ising)|"
    r"f(?:ell|allen|all|alling)|declin(?:ed|e|ing)|dropp?(?:ed)?|expanded|shrank|up\s+by|down\s+by|"
    r"more\s+than\s+doubled)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"^\s*(?:lower|higher|more|less|fewer|above|below|greater|smaller|faster|slower)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"^[;:,]?\s*(?:(?:well|far|just|slightly|significantly)\s+)?(?:compared|against|versus|relative|than|"
    r"above|below|higher|lower|whereas|while|up|down)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:must|shall|(?:sites?|proposals?|developments?|schemes?|applications?)\s+(?:of|for|over|"
    r"above|with|that)|threshold|maximum|minimum|at\s+a\s+ratio|no\s+more\s+than|required)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\b(?:to|from|at|of|was|were|is|are|stood\s+at|stands\s+at)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Names:
    """Words by which a text names sectors and other places.

    Attributes:
        sectors: phrase in lower case -> key of the sector.
        places: name in lower case -> name of the place, other than the document's own.
        home: names of the document's own place, lower case.
    """

    sectors: Mapping[str, str]
    places: Mapping[str, str]
    home: frozenset[str] = frozenset()


def find_figures(
    document: Document, subjects: Sequence[Subject], names: Names
) -> tuple[Figure, ...]:
    """Return the figures of a document, in order.

    Args:
        document: the document as read.
        subjects: what figures may be about.
        names: how sectors and places are named.
    """
    sectors, places = phrase_pattern(names.sectors), phrase_pattern([*names.places, *names.home])
    found: list[Figure] = []
    for passage in document.passages:
        if passage.kind == "heading":
            continue
        for sentence in sentences_and_rows(passage):
            before: Figure | None = None
            words = _Words(sentence.text, sectors, places)
            for quantity in find_quantities(sentence.text):
                around = _Around(words, quantity, names)
                before = _figure(sentence, around, subjects, before)
                # A bare number that nothing names (a heading's, a list's) states no figure.
                named = before.subject is not None or before.unit != "number"
                if named or quantity.counts or quantity.cell:
                    found.append(before)
    return tuple(found)


def phrase_pattern(phrases: Sequence[str] | Mapping[str, str]) -> re.Pattern[str] | None:
    """Return a pattern for any of the phrases, longest first; None for none at all."""
    ordered = sorted({phrase for phrase in phrases if phrase}, key=lambda p: (-len(p), p))
    if not ordered:
        return None
    return re.compile(r"\b(?:" + "|".join(re.escape(p) for p in ordered) + r")\b", re.IGNORECASE)


_Hits = list[tuple[int, int, str]]
"""Start, end and words of what was found."""


class _Words:
    """The cue words of a sentence, looked for once however many quantities it holds."""

    def __init__(
        self, sentence: str, sectors: re.Pattern[str] | None, places: re.Pattern[str] | None
    ) -> None:
        self.sentence = sentence
        self.sectors, self.places = sectors, places
        self._found: dict[tuple[re.Pattern[str], int, int], _Hits] = {}
        self._cuts: list[int] | None = None

    @property
    def cuts(self) -> list[int]:
        """Where the clauses of the sentence begin and end."""
        if self._cuts is None:
            inside = (cut.start() for cut in _CLAUSE.finditer(self.sentence))
            self._cuts = [0, *inside, len(self.sentence)]
        return self._cuts

    def hits(self, pattern: re.Pattern[str], start: int, end: int) -> _Hits:
        """Return what a pattern finds in a part of the sentence, read by itself."""
        key = (pattern, start, end)
        if key not in self._found:
            self._found[key] = [
                (hit.start() + start, hit.end() + start, hit.group())
                for hit in pattern.finditer(self.sentence[start:end])
            ]
        return self._found[key]


class _Around:
    """A quantity and the words around it."""

    def __init__(self, words: _Words, quantity: Quantity, names: Names) -> None:
        self.sentence, self.quantity, self.names = words.sentence, quantity, names
        self._words = words
        self.clause_start = max(cut for cut in words.cuts if cut <= quantity.start)
        self.clause_end = min(cut for cut in words.cuts if cut >= quantity.end)
        self.clause = self.sentence[self.clause_start : self.clause_end]

    def distance(self, start: int, end: int) -> int:
        """Return how many characters lie between the quantity and a span of the sentence."""
        return max(start - self.quantity.end, self.quantity.start - end, 0)

    def subject(self, subjects: Sequence[Subject], *, inside: bool) -> tuple[Subject | None, str]:
        """Return the subject whose cue words are nearest, and the cue words.

        Of cues as near, the longer one says more.

        Args:
            subjects: what figures may be about.
            inside: look in the quantity's own clause alone, and not elsewhere in the sentence.
        """
        best: tuple[float, Subject, str] | None = None
        for subject in subjects:
            if self.quantity.unit not in ACCEPTS.get(subject.unit, set()) | {subject.unit}:
                continue
            if subject.not_words and self._in_clause(words_pattern(subject.not_words)):
                continue
            if subject.sector and self.sector() is None:
                continue
            cues = self._words.hits(words_pattern(subject.words), 0, len(self.sentence))
            for start, end, cue in cues:
                away = self.distance(start, end)
                outside = not self.clause_start <= start < self.clause_end
                if away > SAME_WORD or (outside and (inside or subject.unit == "people")):
                    continue
                cost = away - 3.0 * len(cue)
                if best is None or cost < best[0]:
                    best = (cost, subject, cue)
        return (best[1], best[2]) if best else (None, "")

    def _in_clause(self, pattern: re.Pattern[str] | None) -> _Hits:
        """Return what a pattern finds in the clause of the quantity."""
        if pattern is None:
            return []
        return self._words.hits(pattern, self.clause_start, self.clause_end)

    def _nearest(self, pattern: re.Pattern[str] | None) -> str | None:
        """Return the words that a pattern finds nearest to the quantity in its clause."""
        hits = self._in_clause(pattern)
        return min(hits, key=lambda hit: self.distance(*hit[:2]))[2] if hits else None

    def sector(self) -> str | None:
        """Return the sector named nearest to the quantity in its clause."""
        nearest = self._nearest(self._words.sectors)
        return None if nearest is None else self.names.sectors[nearest.casefold()]

    def place(self) -> str:
        """Return the place that the quantity is said of."""
        nearest = self._nearest(self._words.places)
        name = None if nearest is None else nearest.casefold()
        return HOME if name is None or name in self.names.home else self.names.places[name]

    def year(self) -> int | None:
        """Return the year nearest to the quantity, of its clause or else of its sentence."""
        for text, offset in ((self.clause, self.clause_start), (self.sentence, 0)):
            years = [
                (self.distance(hit.start() + offset, hit.end() + offset), int(hit["year"]))
                for hit in _YEAR.finditer(text)
                if not self.quantity.start <= hit.start() + offset < self.quantity.end
            ]
            if years:
                return min(years)[1]
        return None

    def nature(self) -> tuple[str, str]:
        """Return how the quantity is used, and the words that say so."""
        before = self.sentence[self.clause_start : self.quantity.start]
        if rule := _RULE.search(self.clause):
            return "threshold", rule.group()
        by = _BY_YEAR.search(self.sentence)
        if by and _TARGET.search(self.sentence):
            return "target", by.group()
        if target := _TARGET.search(before):
            return "target", target.group()
        if compared := _COMPARED.match(self.sentence[self.quantity.end :]):
            return "change", compared.group().strip()
        changed = _CHANGE.search(self.clause)
        if changed and self.quantity.unit in {
            "per cent",
            "percentage points",
            "times",
            "GBP",
            "number",
        }:
            reached = _FROM_TO.search(before) and not re.search(r"\bby\s*$", before)
            if not reached or self.quantity.unit == "percentage points":
                return "change", changed.group()
        return "fact", ""


@lru_cache(maxsize=512)
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for cue words, in which ``*`` stands for the rest of a word."""
    parts = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words]
    return re.compile(r"\b(?:" + "|".join(sorted(parts, key=len, reverse=True)) + r")(?!\w)",
                      re.IGNORECASE)  # fmt: skip


def _figure(
    sentence: Sentence,
    around: _Around,
    subjects: Sequence[Subject],
    before: Figure | None,
) -> Figure:
    """Return the figure of a quantity; compared with the one before, it shares its subject."""
    quantity = around.quantity
    if quantity.cell:  # the words around it are those of other columns
        subjects, before = (), None
    subject, cue = around.subject(subjects, inside=True)
    compared = before is not None and before.unit == quantity.unit
    if subject is None and before and compared and _COMPARISON.match(around.clause):
        key, sector, cue = before.subject, before.sector, before.why
    else:
        if subject is None:
            subject, cue = around.subject(subjects, inside=False)
        key = subject.key if subject else None
        sector = around.sector() if subject and (subject.sector or key in _WITH_SECTOR) else None
    year = around.year()
    nature, because = ("fact", "") if quantity.cell else around.nature()
    return Figure(
        text=around.sentence[quantity.start : quantity.end],
        start=sentence.start + quantity.start,
        end=sentence.start + quantity.end,
        passage=sentence.passage.number,
        page=sentence.passage.page,
        sentence=around.sentence,
        quantity=quantity.quantity,
        upper=quantity.upper,
        unit=quantity.unit,
        precision=quantity.precision,
        subject=key,
        sector=sector,
        place=around.place(),
        year=year,
        nature=nature,
        why="; ".join(words for words in (cue, because) if words),
    )  # fmt: skip


_WITH_SECTOR = {"jobs", "gva"}
"""Subjects that may be of one sector or of all."""
