"""Lexicons: the sectors of strategies with their codes, and the words that give claims away.

Both are TOML files. One of a user's own adds to what ships, entry by entry, and an entry with the
key or name of a shipped one takes its place; ``replace = true`` at the top leaves the shipped file
out. docs/how-to/own-lexicons.md explains every key.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.errors import RecipeError, with_faults
from placewise.model.claims import CLAIM_KINDS, JUDGED, ClaimLexicon, Concordance, Cue, Sector

SECTOR_KEYS = {"key", "name", "terms", "sic", "naics", "measurable", "judged", "basis",
               "modern_industrial_strategy"}  # fmt: skip
MOST_WORDS = 40
"""The furthest that a cue reaches."""
CUE_KEYS = {"name", "pattern", "kind", "says", "sectors", "reach", "noun",
            "strict", "land", "bare"}  # fmt: skip
LISTS = ("negations", "hedges", "elsewhere", "not_strengths", "barriers", "interventions",
         "sector_nouns", "land_nouns", "needs_noun", "alone", "not_targets",
         "not_own_targets")  # fmt: skip
PLACES_OF_SECTORS = ("after", "before", "none")
GUIDE = "docs/how-to/own-lexicons.md explains every key."


def read_concordance(own: Path | None = None) -> Concordance:
    """Read the concordance of sectors that ships, and one of a user's own over it.

    Raises:
        RecipeError: the file is not there, is no TOML, or has faults; all are named at once.
    """
    shipped = _shipped("sectors.toml")
    mine = _parsed(own) if own is not None else {}
    faults: list[str] = []
    _unknown(mine, {"title", "replace", "sector"}, "at the top", faults)
    kept: dict[str, Sector] = {}
    for raw in [*([] if mine.get("replace") else shipped["sector"]), *_tables(mine, "sector")]:
        sector = _sector(raw, faults)
        kept[sector.key] = sector
    _terms_are_told_apart(kept, faults)
    _stop(faults, own)
    return Concordance(str(mine.get("title", shipped["title"])), tuple(kept.values()), _jobs())


def read_claim_lexicon(own: Path | None = None) -> ClaimLexicon:
    """Read the lexicon of claims that ships, and one of a user's own over it.

    Raises:
        RecipeError: the file is not there, is no TOML, or has faults; all are named at once.
    """
    shipped = _shipped("claims.toml")
    mine = _parsed(own) if own is not None else {}
    faults: list[str] = []
    _unknown(mine, {"title", "replace", "words", "cue", "horizontal", *LISTS}, "at the top", faults)
    words = shipped["words"] | _shared_words(mine, faults)
    alone = bool(mine.get("replace"))
    cues: dict[str, Cue] = {}
    for raw in [*([] if alone else shipped["cue"]), *_tables(mine, "cue")]:
        cue = _cue(raw, words, faults)
        cues[cue.name] = cue
    lists = {
        name: (*([] if alone else shipped[name]), *_words(mine, name, faults)) for name in LISTS
    }
    horizontal = {} if alone else {k: tuple(v) for k, v in shipped["horizontal"].items()}
    for kind in mine.get("horizontal", {}):
        horizontal[kind] = (*horizontal.get(kind, ()), *_words(mine["horizontal"], kind, faults))
    for name, patterns in [*lists.items(), *horizontal.items()]:
        for pattern in patterns:
            _compiles(pattern, name, faults)
    _stop(faults, own)
    title = str(mine.get("title", shipped["title"]))
    return ClaimLexicon(title, tuple(cues.values()), horizontal=horizontal, **lists)


def _shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((files("placewise.data") / "lexicons" / name).read_text(encoding="utf-8"))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecipeError(
            f"The lexicon cannot be read: {error.strerror}", where=str(path)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"The lexicon is not valid TOML: {error}", where=str(path)) from error


def _tables(raw: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = raw.get(key, [])
    return found if isinstance(found, list) else [found]


def _sector(raw: Mapping[str, Any], faults: list[str]) -> Sector:
    """Return one sector, noting what is wrong with it."""
    key = str(raw.get("key", ""))
    where = f'sector "{key}"' if key else "a sector without a key"
    _unknown(raw, SECTOR_KEYS, where, faults)
    if not key:
        faults.append("every [[sector]] needs a key")
    measurable = raw.get("measurable", -1)
    if not isinstance(measurable, int | float) or not 0 <= measurable <= 1:
        faults.append(f"{where}: measurable is a share from 0 to 1")
        measurable = 0
    if raw.get("judged") not in JUDGED:
        faults.append(f"{where}: judged is one of {', '.join(JUDGED)}")
    if not raw.get("basis"):
        faults.append(f"{where}: basis says which definition was followed, or why these codes")
    sic, naics = _words(raw, "sic", faults), _words(raw, "naics", faults)
    for codes in (sic, naics):
        for inner, outer in _nested(codes):
            faults.append(f"{where}: code {inner} lies in {outer} and would be counted twice")
    terms = tuple(term.casefold() for term in _words(raw, "terms", faults))
    if not terms:
        faults.append(f"{where}: terms lists the words that mean it")
    return Sector(
        key, str(raw.get("name", key)), terms, sic, naics, float(measurable),
        str(raw.get("judged", "")), str(raw.get("basis", "")),
        bool(raw.get("modern_industrial_strategy", False)),
    )  # fmt: skip


def _nested(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return codes inside one another, as far as their digits tell."""
    return [
        (inner, outer)
        for i, inner in enumerate(codes)
        for j, outer in enumerate(codes)
        if i != j and inner.startswith(outer)
    ]


def _terms_are_told_apart(sectors: Mapping[str, Sector], faults: list[str]) -> None:
    """Note words that would mean two sectors."""
    meant: dict[str, str] = {}
    for key, sector in sectors.items():
        for term in sector.terms:
            other = meant.setdefault(term, key)
            faults += [f'"{term}" means both {other} and {key}'] if other != key else []


def _shared_words(raw: Mapping[str, Any], faults: list[str]) -> dict[str, str]:
    """Return the words that patterns share, noting those that are no text."""
    found = raw.get("words", {})
    if not isinstance(found, dict):
        faults.append('words is a table: [words], then name = "pattern"')
        return {}
    faults += [f"[words], {name}: a text that is not empty" for name, words in found.items()
               if not isinstance(words, str) or not words]  # fmt: skip
    return {name: words for name, words in found.items() if isinstance(words, str) and words}


def _spelled_out(pattern: str, words: Mapping[str, str], where: str, faults: list[str]) -> str:
    """Return a pattern with the words put in that ``<name>`` stands for, as a group."""
    for name in re.findall(r"(?<!\?P)<([a-z_]+)>", pattern):
        if name not in words:
            faults.append(f"{where}: <{name}> is not under [words]: {', '.join(sorted(words))}")
        pattern = pattern.replace(f"<{name}>", f"(?:{words.get(name, name)})")
    return pattern


def _cue(raw: Mapping[str, Any], words: Mapping[str, str], faults: list[str]) -> Cue:
    name = str(raw.get("name", ""))
    where = f'cue "{name}"' if name else "a cue without a name"
    _unknown(raw, CUE_KEYS, where, faults)
    if not name:
        faults.append("every [[cue]] needs a name")
    kind, sectors = str(raw.get("kind", "")), str(raw.get("sectors", "none"))
    if kind not in CLAIM_KINDS:
        faults.append(f"{where}: kind is one of {', '.join(CLAIM_KINDS)}")
    if sectors not in PLACES_OF_SECTORS:
        faults.append(f"{where}: sectors is one of {', '.join(PLACES_OF_SECTORS)}")
    pattern = str(raw.get("pattern", ""))
    if not pattern:
        faults.append(f"{where}: pattern is a regular expression")
    pattern = _spelled_out(pattern, words, where, faults)
    _compiles(pattern, where, faults)
    if not raw.get("says"):
        faults.append(f"{where}: says tells a reader what the words say")
    return Cue(
        name, pattern, kind, str(raw.get("says", "")), sectors,
        _whole(raw, "reach", 8, where, faults),
        bool(raw.get("noun", False)), bool(raw.get("strict", False)),
        _whole(raw, "bare", 0, where, faults), bool(raw.get("land", False)),
    )  # fmt: skip


def _whole(raw: Mapping[str, Any], key: str, default: int, where: str, faults: list[str]) -> int:
    """Return a whole number from 0 to 40 of a cue."""
    value = raw.get(key, default)
    if isinstance(value, int) and 0 <= value <= MOST_WORDS:
        return value
    faults.append(f"{where}: {key} is a number from 0 to {MOST_WORDS}")
    return default


def _compiles(pattern: str, where: str, faults: list[str]) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        faults.append(f'{where}: "{pattern}" is no regular expression: {error}')
        return
    if compiled.match(""):
        faults.append(f'{where}: "{pattern}" fits everything')


def _words(raw: Mapping[str, Any], key: str, faults: list[str]) -> tuple[str, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        faults.append(f"{key} is a list of words")
        return ()
    return tuple(found)


def _unknown(raw: Mapping[str, Any], known: set[str], where: str, faults: list[str]) -> None:
    faults.extend(
        f'{where}: "{key}" is not known; known are {", ".join(sorted(known))}'
        for key in raw
        if key not in known
    )


def _stop(faults: list[str], own: Path | None) -> None:
    if faults:
        raise RecipeError(
            with_faults("The lexicon is not as it should be", faults),
            where=str(own) if own is not None else "the lexicon that ships",
            action=GUIDE,
        )


def _jobs() -> dict[str, dict[str, float]]:
    """Return national jobs by classification and finest code."""
    text = (files("placewise.data") / "lexicons" / "national_jobs.csv").read_text(encoding="utf-8")
    jobs: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        jobs.setdefault(row["classification"], {})[row["code"]] = float(row["jobs"])
    return jobs
