"""The subjects of figures, read from the lexicon that ships or from a user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.errors import InputError
from placewise.model.figures import Subject, TableOfSubject

ALLOWED = {"key", "title", "unit", "words", "not_words", "sector", "tables"}
TABLE_KEYS = {
    "indicator": "indicator",
    "sum": "sum",
    "ratio": "ratio",
    "industry": "industry",
    "share": "industry share",
}


def figure_subjects(own: Path | None = None) -> tuple[Subject, ...]:
    """Return the subjects that ship, with those of a user's own file added or put in their place.

    Args:
        own: a TOML file of the same form; a subject of the same key replaces the one that ships.

    Raises:
        InputError: the file cannot be read, or an entry is not as it should be; says which.
    """
    text = (files("placewise.data") / "lexicons" / "figures.toml").read_text(encoding="utf-8")
    subjects = {subject.key: subject for subject in _parsed(text, "figures.toml")}
    if own is not None:
        try:
            own_text = own.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"Cannot read the subjects of figures: {error}",
                where=str(own),
                allowed="a TOML file in UTF-8",
            ) from error
        subjects |= {subject.key: subject for subject in _parsed(own_text, str(own))}
    return tuple(subjects.values())


def _parsed(text: str, name: str) -> list[Subject]:
    try:
        entries = tomllib.loads(text).get("subject", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The subjects of figures are no TOML: {error}", where=name) from error
    return [_subject(entry, f"{name}, subject {at}") for at, entry in enumerate(entries, 1)]


def _subject(entry: Mapping[str, Any], where: str) -> Subject:
    """Return one entry as a subject, or say what is wrong with it."""
    unknown = sorted(set(entry) - ALLOWED)
    lacking = sorted({"key", "title", "unit", "words"} - set(entry))
    faults = [f"{name} is not known" for name in unknown]
    faults += [f"{name} is missing" for name in lacking]
    if faults:
        raise InputError(
            "A subject of figures is not as it should be",
            where=f"{where}: {', '.join(faults)}",
            allowed=", ".join(sorted(ALLOWED)),
        )  # fmt: skip
    tables = tuple(table_of_subject(table, where) for table in entry.get("tables", []))
    return Subject(
        key=str(entry["key"]), title=str(entry["title"]), unit=str(entry["unit"]),
        words=tuple(str(word).casefold() for word in entry["words"]), tables=tables,
        sector=bool(entry.get("sector", False)),
        not_words=tuple(str(word).casefold() for word in entry.get("not_words", ())),
    )  # fmt: skip


def table_of_subject(table: Mapping[str, Any], where: str) -> TableOfSubject:
    """Return one table of a subject, or say what is wrong with it."""
    kinds = [key for key in TABLE_KEYS if key in table]
    good = len(kinds) == 1 and not set(table) - {*TABLE_KEYS, "scale", "adds_up"}
    if not good or (kinds[0] in {"ratio", "sum"}) != isinstance(table[kinds[0]], list):
        raise InputError(
            "A table of a subject names one indicator, sum, ratio, industry or share",
            where=f"{where}: {dict(table)}",
            allowed='{ indicator = "population", scale = 1.0 }, { sum = ["aged 24", "aged 25"] } '
            'or { ratio = ["qualified", "people"], scale = 100.0 }',
        )
    named = table[kinds[0]]
    above, below = named if kinds[0] == "ratio" else (named, "")
    return TableOfSubject(
        kind=TABLE_KEYS[kinds[0]],
        name=above if isinstance(above, str) else " + ".join(above),
        scale=float(table.get("scale", 1.0)),
        denominator=below if isinstance(below, str) else " + ".join(below),
        adds_up=bool(table.get("adds_up", False)),
        parts=() if isinstance(above, str) else tuple(above),
        denominator_parts=() if isinstance(below, str) else tuple(below),
    )
