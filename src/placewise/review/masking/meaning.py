"""Which of the matches in a text mean a place: sure names at once, ordinary words by context."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.review.masking.context import THRESHOLD, judge, surroundings
from placewise.review.masking.folding import Folded, fold
from placewise.review.masking.lexicons import GIVEN_NAMES, TITLES
from placewise.review.masking.matching import (
    CompiledNames,
    Match,
    matches,
    written_as_a_name,
)
from placewise.review.masking.own_names import OwnNames, ordinary

LOWER_WORD = re.compile(r"(?<![\w./@#-])[a-z]{3,}(?![\w/@]|\.\w)")
NAME_BEFORE = re.compile(r"([^\W\d_]+)\.? +$")

OWN_PRIOR = 1.0
SEVERAL_WORDS_PRIOR = 1.0
ARTICLE_PRIOR = -3.0
SMALL_PLACE_PRIOR = -2.0
SMALL_PLACES = frozenset({"ward", "msoa (HoC Library name)", "parish"})
"""Kinds of places that are so many and so small that an ordinary word is seldom one of them."""
OFTEN_PRIOR = 1.5
CONFIDENT = 3.0
OFTEN, OFTEN_SHARE = 2, 0.2
"""A word that is surely a place at least twice, and in a fifth of its mentions, mostly is one."""
LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text read once: what every level needs of it.

    Attributes:
        text: the text.
        folded: the text folded.
        found: every match of a name, by start and longest first.
        lower_words: words that the text itself writes in lower case.
    """

    text: str
    folded: Folded
    found: list[Match]
    lower_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Meant:
    """A match that means a place.

    Attributes:
        match: where it stands.
        entries: the names of the gazetteer that are written so.
        reason: why it was taken for the place, in a few words.
    """

    match: Match
    entries: tuple[PlaceName, ...]
    reason: str


def read_text(text: str, compiled: CompiledNames, own: OwnNames) -> Reading:
    """Find every name in a text."""
    folded = fold(text)
    found = set(matches(text, folded, compiled.automaton))
    if len(own.automaton):
        found |= set(matches(text, folded, own.automaton))
    ordered = sorted(found, key=lambda match: (match.start, -match.end))
    return Reading(text, folded, ordered, frozenset(LOWER_WORD.findall(text)))


def places_meant(
    reading: Reading, names: PlaceNamesOfOneCountry, compiled: CompiledNames, own: OwnNames
) -> list[Meant]:
    """Return the matches that mean a place, by start and longest first.

    Ordinary words are looked at twice. The second time, those that were found to be places count
    as neighbours in a list (``Deal and Sandwich``), and a word that mostly was a place is more
    likely one in doubt (headings that say just ``March``).
    """
    meant: list[Meant] = []
    doubtful: list[tuple[Match, tuple[PlaceName, ...], float]] = []
    for match in reading.found:
        entries = compiled.by_key.get(match.key, ())
        if not written_as_a_name(reading.text, match, names.common_words):
            continue
        if _is_doubtful(match.key, reading, names, own):
            doubtful.append((match, entries, prior_of(match.key, entries, own)))
        elif match.key in own.kinds or not (
            is_a_person(reading.text, match) or is_an_acronym(reading.text, match)
        ):
            meant.append(Meant(match, entries, "listed name"))
    mentions: Counter[str] = Counter(match.key for match, *_ in doubtful)
    confident: Counter[str] = Counter()
    for first in (True, False):
        begins = frozenset(one.match.start for one in meant)
        ends = frozenset(one.match.end for one in meant)
        rest = []
        for match, entries, prior in doubtful:
            around = surroundings(reading.text, match.start, match.end, begins, ends)
            often = confident[match.key] >= max(OFTEN, OFTEN_SHARE * mentions[match.key])
            score, reason = judge(match.key, around, prior + (OFTEN_PRIOR if often else 0.0))
            if score >= THRESHOLD:
                meant.append(Meant(match, entries, reason))
            else:
                rest.append((match, entries, prior))
            if first and score >= CONFIDENT:
                confident[match.key] += 1
        doubtful = rest
    return sorted(meant, key=lambda one: (one.match.start, -one.match.end))


def _is_doubtful(key: str, reading: Reading, names: PlaceNamesOfOneCountry, own: OwnNames) -> bool:
    """Say whether a name is also an ordinary word, of prose or of this text."""
    if key in own.kinds:
        # ``Mountain View``: two capitals of the place's own name are no chance.
        whole = " " in key and own.kinds[key] == "own name"
        return not whole and key not in own.unmistakable
    return ordinary(key, names.common_words) or key in reading.lower_words


def prior_of(key: str, entries: tuple[PlaceName, ...], own: OwnNames) -> float:
    """Return what speaks for the place before looking at the context."""
    article = key.startswith("the ")
    prior = ARTICLE_PRIOR if article else SEVERAL_WORDS_PRIOR if " " in key else 0.0
    if own.kinds.get(key) == "own name":
        return prior + OWN_PRIOR
    small = bool(entries) and all(entry.kind in SMALL_PLACES for entry in entries)
    return prior + (SMALL_PLACE_PRIOR if small else 0.0)


def is_a_person(text: str, match: Match) -> bool:
    """Say whether a title or a given name stands before a name of one word."""
    if " " in match.key:
        return False
    before = NAME_BEFORE.search(text[max(0, match.start - 25) : match.start])
    if not before or not before.group(1)[0].isupper():
        return False
    return before.group(1).lower() in (TITLES - {"mayor", "bishop"}) | GIVEN_NAMES


def is_an_acronym(text: str, match: Match) -> bool:
    """Say whether a short name in capitals stands among words that are not in capitals."""
    written = text[match.start : match.end]
    if len(written) > LONGEST_ACRONYM or not written.isupper():
        return False
    around = text[max(0, match.start - 30) : match.start] + text[match.end : match.end + 30]
    return sum(letter.islower() for letter in around) > 5
