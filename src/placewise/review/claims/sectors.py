"""Words of strategies into sectors of the concordance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from placewise.errors import UnknownNameError
from placewise.model.claims import Concordance, Sector

WORD = re.compile(r"[A-Za-z0-9]+|&")
"""What counts as a word: hyphens and stops part words."""
SECTOR_NOUNS = {("sector",), ("industry",), ("cluster",), ("business",), ("economy",), ("firm",)}
"""Words behind the name of a sector that add nothing to it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean a sector.

    Attributes:
        sector: key of the sector.
        start: offset of the first character.
        end: offset behind the last.
    """

    sector: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SectorIndex:
    """The terms of a concordance by their first word, longest first."""

    terms: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Return a word without case and plural, so that ``Industries`` is ``industry``."""
    folded = word.casefold()
    if folded == "&":
        return "and"
    if len(folded) > 4 and folded.endswith("ies"):
        return f"{folded[:-3]}y"
    if folded.endswith(("sses", "shes", "ches", "xes")):
        return folded[:-2]
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        return folded[:-1]
    return folded


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without case and plural."""
    return tuple(plain(match.group()) for match in WORD.finditer(text))


@lru_cache(maxsize=8)
def _index_of(sectors: tuple[Sector, ...]) -> SectorIndex:
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for sector in sectors:
        for term in sector.terms:
            words = plain_words(term)
            found.setdefault(words[0], {}).setdefault(words, sector.key)
    return SectorIndex(
        {
            first: tuple(sorted(terms.items(), key=lambda item: -len(item[0])))
            for first, terms in found.items()
        }
    )


def sector_index(concordance: Concordance) -> SectorIndex:
    """Return the terms of a concordance, ready to be looked for."""
    return _index_of(concordance.sectors)


def mentions(text: str, index: SectorIndex) -> list[Mention]:
    """Return the sectors that a text names, longest terms first, in the order they stand."""
    matches = list(WORD.finditer(text))
    words = [plain(match.group()) for match in matches]
    found = []
    position = 0
    while position < len(words):
        step = 1
        for terms, key in index.terms.get(words[position], ()):
            if tuple(words[position : position + len(terms)]) == terms:
                last = matches[position + len(terms) - 1]
                found.append(Mention(key, matches[position].start(), last.end()))
                step = len(terms)
                break
        position += step
    return found


def sector_named(concordance: Concordance, words: str) -> Sector | None:
    """Return the sector that some words mean; None if they mean none.

    A word such as ``sector`` or ``industry`` behind the name is passed over.
    """
    index = sector_index(concordance)
    wanted = plain_words(words)
    for sector in concordance.sectors:
        if wanted in {plain_words(sector.key), plain_words(sector.name)}:
            return sector
    for asked in (wanted, wanted[:-1] if wanted[-1:] in SECTOR_NOUNS else ()):
        for terms, key in index.terms.get(asked[0], ()) if asked else ():
            if terms == asked:
                return concordance.sector(key)
    return None


def find_sector(concordance: Concordance, words: str) -> Sector:
    """Return the sector that some words mean.

    Raises:
        UnknownNameError: they mean none, with the nearest names.
    """
    found = sector_named(concordance, words)
    if found is None:
        names = [name for s in concordance.sectors for name in (s.name, *s.terms)]
        raise UnknownNameError.among(
            "sector", words, names, action="`placewise sectors` lists them."
        )
    return found
