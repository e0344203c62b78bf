"""Masking by level: the place's own names, every place name, every proper noun."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from placewise.errors import InputError
from placewise.model.masking import LEVELS, MaskedText
from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.words import Place
from placewise.review.masking.abbreviations import definitions, find_abbreviations
from placewise.review.masking.context import THRESHOLD, judge, surroundings
from placewise.review.masking.folding import Folded, fold, fold_name
from placewise.review.masking.lexicons import GIVEN_NAMES, TITLES
from placewise.review.masking.matching import (
    CompiledNames,
    Match,
    compile_names,
    matches,
    squashed_matches,
    written_as_a_name,
)
from placewise.review.masking.own_names import OwnNames, ordinary, own_names
from placewise.review.masking.proper_nouns import add_proper_nouns
from placewise.review.masking.spans import Cover, with_placeholders

WEB = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w&])[@#][A-Za-z]\w{2,}|"
    r"\b(?:[a-z0-9-]+\.)+(?:uk|com|org|net|gov|us|info|eu|co|edu)\b(?:/[^\s<>\"')]*)?"
)
POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?[ \u00a0]?\d[ABD-HJLNP-UW-Z]{2}\b|\b[A-Z]{2},? ?\d{5}(?:-\d{4})?\b"
)
LOWER_WORD = re.compile(r"(?<![^\W\d_])[a-z]{3,}(?![^\W\d_])")
NAME_BEFORE = re.compile(r"([^\W\d_]+)\.?[ \n]+$")

OWN_PRIOR = 1.0
SEVERAL_WORDS_PRIOR = 1.0
ARTICLE_PRIOR = -3.0
SMALL_PLACE_PRIOR = -2.0
SMALL_PLACES = frozenset({"ward", "msoa (HoC Library name)", "parish"})
"""Kinds of places that are so many and so small that an ordinary word is seldom one of them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """A text read once: what every level needs of it."""

    text: str
    folded: Folded
    found: list[Match]
    lower_words: frozenset[str]
    names_begin: frozenset[int]
    names_end: frozenset[int]


def mask(text: str, names: PlaceNamesOfOneCountry, place: Place, level: int) -> MaskedText:
    """Hide names in a text.

    What is hidden at one level is hidden at every higher one.

    Args:
        text: the text.
        names: the place names of its country.
        place: the place that the text is about.
        level: 0 nothing; 1 the place's own names, abbreviations and adjectives, and the names of
            districts and localities within it; 2 every place name of the country; 3 organisations,
            institutions, roads, rivers, people and all other proper nouns.

    Raises:
        InputError: no such level.
    """
    if level not in LEVELS:
        raise InputError(
            f"There is no masking level {level}",
            where="--level",
            allowed="0 nothing, 1 own names, 2 every place name, 3 every proper noun",
        )
    cover = Cover(text)
    if level == 0 or not text:
        return with_placeholders(text, (), level)
    compiled, own = compile_names(names), own_names(names, place)
    reading = _read(text, names, compiled, own)
    _hide_own(cover, reading, names, own)
    if level >= 2:
        _hide_places(cover, reading, names, compiled)
    if level >= 3:
        add_proper_nouns(cover, reading.lower_words, names.common_words)
        for found in WEB.finditer(text):
            cover.add(found.start(), found.end(), "web address", 3, "web address")
    return with_placeholders(text, cover.spans, level)


def _read(
    text: str, names: PlaceNamesOfOneCountry, compiled: CompiledNames, own: OwnNames
) -> _Reading:
    folded = fold(text)
    found = matches(text, folded, compiled.automaton)
    if len(own.automaton):
        found = sorted(
            {*found, *matches(text, folded, own.automaton)},
            key=lambda match: (match.start, -match.end),
        )
    lower_words = frozenset(LOWER_WORD.findall(text))
    sure = [
        match
        for match in found
        if not ordinary(match.key, names.common_words)
        and match.key not in lower_words
        and written_as_a_name(text, match, names.common_words)
    ]
    return _Reading(
        text,
        folded,
        found,
        lower_words,
        frozenset(match.start for match in sure),
        frozenset(match.end for match in sure),
    )


def _hide_own(
    cover: Cover, reading: _Reading, names: PlaceNamesOfOneCountry, own: OwnNames
) -> None:
    """Hide what is the place's own, at level 1."""
    text = reading.text
    for found in WEB.finditer(text):
        squashed = fold_name(found.group()).replace(" ", "")
        if any(key.replace(" ", "") in squashed for key in own.squashable):
            cover.add(found.start(), found.end(), "web address", 1, "holds an own name")
    for match in reading.found:
        if match.key not in own.kinds or not cover.free(match.start, match.end):
            continue
        if match.key in own.unmistakable:
            kind, reason = own.kinds[match.key], "listed name"
            if len(match.key) < 4 and not text[match.start].isupper():
                continue
            cover.add(match.start, match.end, kind, 1, reason)
            continue
        official = own.kinds[match.key] == "own name"
        prior = OWN_PRIOR if official else SMALL_PLACE_PRIOR
        meant, reason = _place_is_meant(reading, match, names, prior)
        if meant:
            cover.add(match.start, match.end, own.kinds[match.key], 1, reason)
    for match in squashed_matches(reading.folded, own.squashable):
        written = text[match.start : match.end]
        if written[0].isupper() or written.isalnum():
            cover.add(match.start, match.end, own.kinds[match.key], 1, "listed name, spaces apart")
    _hide_own_abbreviations(cover, text, own)


def _hide_own_abbreviations(cover: Cover, text: str, own: OwnNames) -> None:
    occurring = any(span.kind == "own name" for span in cover.spans)
    shorts = {
        short: "initials of its name" if needs_name else "listed abbreviation"
        for short, needs_name in own.abbreviations.items()
        if occurring or not needs_name
    }
    for definition in definitions(text):
        if cover.touches(definition.start, definition.end):
            shorts[definition.short] = "defined in the text"
    for start, end, short in find_abbreviations(text, shorts):
        cover.add(start, end, "own abbreviation", 1, shorts[short])


def _hide_places(
    cover: Cover, reading: _Reading, names: PlaceNamesOfOneCountry, compiled: CompiledNames
) -> None:
    """Hide every place name of the country, at level 2."""
    text, before = reading.text, len(cover.spans)
    behind = 0
    for match, entries, reason in _with_neighbours(reading, names, compiled):
        if match.start >= behind:
            cover.add(match.start, match.end, _kind(entries), 2, reason)
            behind = match.end
    for found in POSTCODE.finditer(text):
        cover.add(found.start(), found.end(), "postcode", 2, "postcode")
    shorts = {
        name.text: "listed abbreviation" for name in names.names if name.form == "abbreviation"
    }
    hidden = cover.spans[before:]
    if hidden:
        for definition in definitions(text):
            if cover.touches(definition.start, definition.end):
                shorts[definition.short] = "defined in the text"
    for start, end, short in find_abbreviations(text, shorts):
        cover.add(start, end, "abbreviation of a place", 2, shorts[short])


def _with_neighbours(
    reading: _Reading, names: PlaceNamesOfOneCountry, compiled: CompiledNames
) -> list[tuple[Match, tuple[PlaceName, ...], str]]:
    """Return the matches that mean a place.

    Ordinary words are looked at twice: the second time those that were found to be places count as
    neighbours in a list (``Deal and Sandwich``).
    """
    meant: list[tuple[Match, tuple[PlaceName, ...], str]] = []
    doubtful: list[tuple[Match, tuple[PlaceName, ...]]] = []
    for match in reading.found:
        entries = compiled.by_key.get(match.key, ())
        if not entries or not written_as_a_name(reading.text, match, names.common_words):
            continue
        if ordinary(match.key, names.common_words) or match.key in reading.lower_words:
            doubtful.append((match, entries))
        elif not _is_a_person(reading.text, match):
            meant.append((match, entries, "listed name"))
    for again in (True, False):
        rest = []
        for match, entries in doubtful:
            yes, reason = _place_is_meant(reading, match, names, _prior(match.key, entries))
            if yes:
                meant.append((match, entries, reason))
            else:
                rest.append((match, entries))
        if again:
            begin = reading.names_begin | {match.start for match, *_ in meant}
            end = reading.names_end | {match.end for match, *_ in meant}
            reading = replace(reading, names_begin=begin, names_end=end)
            doubtful = rest
    return sorted(meant, key=lambda found: (found[0].start, -found[0].end))


def _prior(key: str, entries: tuple[PlaceName, ...]) -> float:
    several = SEVERAL_WORDS_PRIOR if " " in key and not key.startswith("the ") else 0.0
    article = ARTICLE_PRIOR if key.startswith("the ") else 0.0
    small = all(entry.kind in SMALL_PLACES for entry in entries)
    return several + article + (SMALL_PLACE_PRIOR if small else 0.0)


def _kind(entries: tuple[PlaceName, ...]) -> str:
    adjective = all(entry.form == "adjective" for entry in entries)
    return "adjective of a place" if adjective else "place name"


def _place_is_meant(
    reading: _Reading, match: Match, names: PlaceNamesOfOneCountry, prior: float
) -> tuple[bool, str]:
    """Say whether a name that is an ordinary word is meant as a place, and why."""
    if not written_as_a_name(reading.text, match, names.common_words):
        return False, "lower case"
    around = surroundings(
        reading.text, match.start, match.end, reading.names_begin, reading.names_end
    )
    score, reason = judge(match.key, around, prior)
    return score >= THRESHOLD, reason


def _is_a_person(text: str, match: Match) -> bool:
    """Say whether a title or a given name stands before a name of one word."""
    if " " in match.key:
        return False
    before = NAME_BEFORE.search(text[max(0, match.start - 25) : match.start])
    if not before or not before.group(1)[0].isupper():
        return False
    return before.group(1).lower() in TITLES - {"mayor", "bishop"} | GIVEN_NAMES
