"""Masking by level: the place's own names, every place name, every proper noun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from placewise.errors import InputError
from placewise.model.masking import LEVELS, MaskedText
from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.model.words import Place
from placewise.review.masking.abbreviations import definitions, find_abbreviations, initials
from placewise.review.masking.folding import fold_name
from placewise.review.masking.matching import compile_names, squashed_matches
from placewise.review.masking.meaning import Meant, Reading, places_meant, read_text
from placewise.review.masking.own_names import OwnNames, own_names
from placewise.review.masking.proper_nouns import add_proper_nouns
from placewise.review.masking.spans import Cover, with_placeholders
from placewise.review.masking.web import web_addresses

COUNCIL_BEHIND = re.compile(
    r"\s+(?:(?:Metropolitan|Royal)\s+)?(?:District|Borough|City|County|Town)\s+Council\b|"
    r"\s+Combined\s+Authority\b"
)
"""What makes a council of a name; its initials (FDC) have three letters then."""
POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?[ \u00a0]?\d[ABD-HJLNP-UW-Z]{2}\b|\b[A-Z]{2},? ?\d{5}(?:-\d{4})?\b"
)


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
    reading = read_text(text, compiled, own)
    meant = places_meant(reading, names, compiled, own)
    _hide_own(cover, reading, meant, own)
    if level >= 2:
        _hide_places(cover, reading, meant, names)
    if level >= 3:
        for start, end in web_addresses(text):
            cover.add(start, end, "web address", 3, "web address")
        add_proper_nouns(cover, reading.lower_words, names.common_words)
    return with_placeholders(text, cover.spans, level)


def _hide_own(cover: Cover, reading: Reading, meant: list[Meant], own: OwnNames) -> None:
    """Hide what is the place's own, at level 1."""
    text = reading.text
    squashable = [key.replace(" ", "") for key in own.squashable]
    for start, end in web_addresses(text):
        squashed = fold_name(text[start:end]).replace(" ", "")
        if any(key in squashed for key in squashable):
            cover.add(start, end, "web address", 1, "holds an own name")
    for start, end, key, reason in _own_matches(reading, meant, own):
        if cover.free(start, end):
            cover.add(start, end, own.kinds[key], 1, reason)
    for match in squashed_matches(reading.folded, own.squashed):
        written = text[match.start : match.end]
        if written[0].isupper() or written.isalnum() or own.kinds[match.key] == "own name":
            cover.add(match.start, match.end, own.kinds[match.key], 1, "listed name, spaces apart")
    _hide_own_abbreviations(cover, text, own)


def _own_matches(
    reading: Reading, meant: list[Meant], own: OwnNames
) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, key and reason of own names, by start and longest first.

    A name that is no ordinary word counts in lower case too.
    """
    found = {
        (match.start, match.end, match.key, "listed name")
        for match in reading.found
        if match.key in own.unmistakable
        and (len(match.key) > 3 or reading.text[match.start].isupper())
    }
    found |= {
        (one.match.start, one.match.end, one.match.key, one.reason)
        for one in meant
        if one.match.key in own.kinds and one.match.key not in own.unmistakable
    }
    yield from sorted(found, key=lambda one: (one[0], -one[1]))


def _hide_own_abbreviations(cover: Cover, text: str, own: OwnNames) -> None:
    occurring = any(span.kind == "own name" for span in cover.spans)
    shorts = {
        short: "initials of its name" if needs_name else "listed abbreviation"
        for short, needs_name in own.abbreviations.items()
        if occurring or not needs_name
    }
    for span in cover.spans:
        council = COUNCIL_BEHIND.match(text, span.end) if span.kind == "own name" else None
        if council:
            words = re.findall(r"[^\W_]+", span.text + council.group())
            for short in initials(words):
                shorts.setdefault(short, "initials of its council")
    for definition in definitions(text):
        if cover.touches(definition.start, definition.end):
            shorts[definition.short] = "defined in the text"
    for start, end, short in find_abbreviations(text, shorts):
        cover.add(start, end, "own abbreviation", 1, shorts[short])


def _hide_places(
    cover: Cover, reading: Reading, meant: list[Meant], names: PlaceNamesOfOneCountry
) -> None:
    """Hide every place name of the country, at level 2."""
    text, behind = cover.text, 0
    for one in meant:
        if one.match.start >= behind:
            cover.add(one.match.start, one.match.end, _kind(one.entries), 2, one.reason)
            behind = one.match.end
    compiled = compile_names(names)
    for match in squashed_matches(reading.folded, compiled.squashed):
        if _torn_or_glued(text[match.start : match.end], match.key, names.common_words):
            kind, reason = _kind(compiled.by_key[match.key]), "listed name, spaces apart"
            cover.add(match.start, match.end, kind, 2, reason)
    for found in POSTCODE.finditer(text):
        cover.add(found.start(), found.end(), "postcode", 2, "postcode")
    shorts = {
        name.text: "listed abbreviation" for name in names.names if name.form == "abbreviation"
    }
    for definition in definitions(text):
        if cover.touches(definition.start, definition.end):
            shorts[definition.short] = "defined in the text"
    for start, end, short in find_abbreviations(text, shorts):
        cover.add(start, end, "abbreviation of a place", 2, shorts[short])


def _torn_or_glued(written: str, key: str, common_words: frozenset[str]) -> bool:
    """Say whether a name stands with its spaces elsewhere: ``LosAngeles``, ``Los Angel es``.

    Pieces that are all ordinary words (``Wood bridge``) are taken for these words.
    """
    pieces = fold_name(written).split()
    if not written[0].isupper() or pieces == key.split():
        return False
    return written.isupper() or not set(pieces) <= common_words


def _kind(entries: tuple[PlaceName, ...]) -> str:
    adjective = all(entry.form == "adjective" for entry in entries)
    return "adjective of a place" if adjective else "place name"
