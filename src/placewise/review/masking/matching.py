"""Every place in a text where a name of a gazetteer stands, by one pass over the folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick  # type: ignore[import-not-found]

from placewise.model.place_names import PlaceName, PlaceNamesOfOneCountry
from placewise.review.masking.folding import Folded, fold_line_ends, fold_name

APOSTROPHE_WORDS = re.compile(r"\b(king|queen|bishop|abbot|prince|earl|monk|friar|canon)s\b")
SAINT = re.compile(r"\bsaint\b")
FIRST_ST = re.compile(r"^st\b")
WORD = re.compile(r"[^\W_]+")
SHORTEST_APART = 6
"""Letters that a name must have to be looked for with its spaces elsewhere than usual."""
SMALL_IN_NAMES = frozenset(
    ["under", "upon", "with", "next", "near", "juxta", "beyond", "within", "between", "below"]
)
"""Words that a name writes in lower case."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text.

    Attributes:
        start: offset in the original text.
        end: offset behind it.
        key: the folded name.
    """

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class CompiledNames:
    """A gazetteer compiled for matching.

    Attributes:
        automaton: of all folded names, each between spaces.
        by_key: the names that fold to a key.
        squashed: automaton of the long names without their spaces.
    """

    automaton: Any
    by_key: dict[str, tuple[PlaceName, ...]]
    squashed: Any


@lru_cache(maxsize=4)
def compile_names(names: PlaceNamesOfOneCountry) -> CompiledNames:
    """Compile the names of a country; kept for the next text."""
    by_key: dict[str, list[PlaceName]] = {}
    for name in names.names:
        if name.form == "abbreviation":
            continue  # matched in their own case, see abbreviations.py
        for key in keys_of(name.text):
            by_key.setdefault(key, []).append(name)
    long = [key for key in by_key if len(key.replace(" ", "")) >= SHORTEST_APART]
    return CompiledNames(
        automaton_of(by_key),
        {key: tuple(found) for key, found in by_key.items()},
        squashed_automaton(key for key in long if not set(key.split()) <= names.common_words),
    )


def automaton_of(keys: Iterable[str]) -> Any:
    """Return an automaton that finds folded names between spaces."""
    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(f" {key} ", key)
    if len(automaton):
        automaton.make_automaton()
    return automaton


def keys_of(name: str) -> set[str]:
    """Return the folded ways to write a name: and or &, Saint or St, with or without apostrophe."""
    key = fold_name(name)
    keys = {key} if key else set()
    if "&" in name:
        keys.add(fold_name(name.replace("&", " and ")))
    if "'" in name or "\u2019" in name:
        keys.add(fold_name(name.replace("'", "").replace("\u2019", "")))
    keys |= {key.replace(" and ", " ") for key in keys if " and " in key}
    keys |= {APOSTROPHE_WORDS.sub(r"\1 s", key) for key in keys if "s" in key}
    keys |= {SAINT.sub("st", key) for key in keys if "saint" in key}
    return keys | {FIRST_ST.sub("saint", key) for key in keys if key.startswith("st")}


def matches(text: str, folded: Folded, automaton: Any) -> list[Match]:
    """Return every match in a text, overlapping ones too, by start and longest first."""
    if not len(automaton):
        return []
    found = {*_of(folded, automaton), *_of(fold_line_ends(text), automaton)}
    return sorted(found, key=lambda match: (match.start, -match.end))


def _of(folded: Folded, automaton: Any) -> Iterator[Match]:
    for end, key in automaton.iter(folded.text):
        start, behind = folded.original_span(end - len(key), end)
        yield Match(start, behind, key)


def squashed_automaton(keys: Iterable[str]) -> Any:
    """Return an automaton that finds folded names written without their spaces."""
    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(key.replace(" ", ""), key)
    if len(automaton):
        automaton.make_automaton()
    return automaton


def squashed_matches(folded: Folded, automaton: Any) -> Iterator[Match]:
    """Return matches of names whose spaces are elsewhere than usual: ``F E N``, ``GreaterHull``.

    Names and text are compared without any separator; a match begins where a word begins and ends
    where one ends.
    """
    if not len(automaton):
        return
    squashed, positions, starts, ends = _squash(folded)
    for last, key in automaton.iter(squashed):
        first = last - len(key.replace(" ", "")) + 1
        if starts[first] and ends[last]:
            start, behind = folded.original_span(int(positions[first]), int(positions[last]) + 1)
            yield Match(start, behind, key)


def _squash(folded: Folded) -> tuple[str, Any, Any, Any]:
    """Take the spaces out; say where each letter stood, and whether a word began or ended there."""
    import numpy as np

    codes = np.frombuffer(folded.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    positions = np.flatnonzero(codes != 32)
    starts = codes[np.maximum(positions - 1, 0)] == 32
    ends = codes[np.minimum(positions + 1, len(codes) - 1)] == 32
    return folded.text.replace(" ", ""), positions, starts, ends


def written_as_a_name(text: str, match: Match, common_words: frozenset[str]) -> bool:
    """Say whether a match begins with a capital, and so does each ordinary word in it.

    An article before it may be small, then the name itself needs the capital: ``the Fens``.
    """
    words = WORD.findall(text[match.start : match.end])
    if words[:1] == ["the"]:
        words = words[1:]
    if not words or not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    return all(
        not word[0].islower()
        or len(word) <= 4
        or word in SMALL_IN_NAMES
        or word not in common_words
        for word in words[1:]
    )
