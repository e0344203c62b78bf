"""Lists of adjectives, abbreviations and other names of places: TOML, shipped or a user's own.

[[place]]
name = "Greater Manchester"
adjectives = ["Mancunian", "Mancunians"]
abbreviations = ["GM", "GMCA"]
also = ["Cottonopolis"]

[[landscape]]
name = "Chilterns"
also = ["Chiltern Hills"]

A landscape lies across areas: it need not be known to the store, and belongs to no place alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.errors import InputError, nearest_names, with_faults

FORM_OF_KEY = {
    "adjectives": "adjective",
    "abbreviations": "abbreviation",
    "also": "other name",
}
"""Keys of a place, and the form of name that they list."""
PLACE_KEYS = {"name", *FORM_OF_KEY}
TABLES = ("place", "landscape")
EVERY_CODE = ""


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """What a list says of one place.

    Attributes:
        name: its name or code in the store.
        names: form of name -> names.
        codes: regular expression that its code must match, so that the list of one country does
            not touch another.
        landscape: whether it lies across areas, so that the store need not know it.
    """

    name: str
    names: Mapping[str, tuple[str, ...]]
    codes: str = EVERY_CODE
    landscape: bool = False


@cache
def shipped_name_lists() -> tuple[ListedPlace, ...]:
    """Return the lists that ship."""
    found: list[ListedPlace] = []
    folder = files("placewise.data") / "names"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            found += _places(tomllib.loads(entry.read_text(encoding="utf-8")), entry.name)
    return tuple(found)


def read_name_list(path: Path) -> tuple[ListedPlace, ...]:
    """Read a list.

    Raises:
        InputError: no such file, no TOML, or keys and values that are not understood; every fault
            is named.
    """
    try:
        return _places(tomllib.loads(path.read_text(encoding="utf-8")), str(path))
    except OSError as error:
        raise InputError(
            f"The list of names cannot be read: {error.strerror}",
            where=str(path),
            action="Name a TOML file with --names.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"The list of names is not valid TOML: {error}",
            where=str(path),
            allowed='[[place]] or [[landscape]] with name = "...", adjectives, abbreviations, also',
        ) from error


def _places(raw: Mapping[str, Any], where: str) -> tuple[ListedPlace, ...]:
    known = {"codes", *TABLES}
    faults = [_unknown(key, known, "the file") for key in raw if key not in known]
    found: list[ListedPlace] = []
    for table in TABLES:
        entries = raw.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            faults.append(f"{table}s are written as [[{table}]]")
            continue
        for number, entry in enumerate(entries, start=1):
            label = f"{table} {number}" + (f" ({entry['name']})" if "name" in entry else "")
            wrong = _faults(entry, label)
            faults += wrong
            if not wrong:
                names = {form: tuple(entry.get(key, ())) for key, form in FORM_OF_KEY.items()}
                codes = raw.get("codes", EVERY_CODE)
                found.append(ListedPlace(entry["name"].strip(), names, codes, table == "landscape"))
    if not any(raw.get(table) for table in TABLES):
        faults.append("there is no [[place]]")
    if faults:
        raise InputError(
            with_faults("The list of names is not as it should be", faults),
            where=where,
            allowed='[[place]] or [[landscape]] with name = "...", and lists: adjectives, '
            "abbreviations, also",
            action="docs/how-to/mask-a-document.md shows one.",
        )
    return tuple(found)


def _faults(entry: Mapping[str, Any], label: str) -> list[str]:
    faults = [_unknown(key, PLACE_KEYS, label) for key in entry if key not in PLACE_KEYS]
    if not isinstance(entry.get("name"), str) or not entry["name"].strip():
        return [*faults, f"{label}: the key 'name' is missing or no text"]
    for key in FORM_OF_KEY:
        values = entry.get(key, [])
        fine = isinstance(values, list) and all(
            isinstance(value, str) and len(value.strip()) >= 2 for value in values
        )
        if not fine:
            faults.append(f"{label}: {key!r} is a list of texts of two letters or more")
    return faults


def _unknown(key: str, known: set[str], label: str) -> str:
    near = nearest_names(key, known)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known))}"
    return f"{label}: unknown key {key!r}; {hint}"
