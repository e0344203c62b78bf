"""The words by which a strategy says what principles ask for, as they ship."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from placewise.data.entries import check_entries, faults_of_names
from placewise.model.principles import FORMS, Saying

NEEDED = frozenset({"fact", "form", "says", "about"})
OPTIONAL = frozenset({"part", "read", "right"})
NAME = "principle_words.toml"


def read_sayings() -> tuple[Saying, ...]:
    """Return the rules that ship.

    Raises:
        InputError: entries are not as they should be; lists all faults.
    """
    text = (files("placewise.data") / "lexicons" / NAME).read_text("utf-8")
    entries = tomllib.loads(text)["saying"]
    check_entries(entries, _faults, one="saying", many="sayings", where=NAME)
    return tuple(
        Saying(
            fact=entry["fact"], part=entry.get("part", ""), form=entry["form"],
            says=tuple(entry["says"]), about=tuple(entry["about"]), read=entry.get("read", 0),
            right=entry.get("right", 0),
        )
        for entry in entries
    )  # fmt: skip


def _faults(entry: Mapping[str, Any], where: str) -> list[str]:
    faults = faults_of_names(entry, NEEDED, OPTIONAL, where)
    if entry.get("form") not in FORMS:
        faults.append(f"{where}: form is none of {', '.join(FORMS)}")
    if entry.get("right", 0) > entry.get("read", 0):
        faults.append(f"{where}: more finds were right than were read")
    for pattern in [*entry.get("says", []), *entry.get("about", [])]:
        try:
            re.compile(pattern)
        except re.error as error:
            faults.append(f"{where}: {pattern!r} is no pattern: {error}")
    return faults
