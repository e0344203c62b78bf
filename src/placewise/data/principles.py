"""The checklist of principles as it ships, or from a user's own file of the same form."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.data.entries import check_entries, faults_of_names
from placewise.errors import InputError
from placewise.model.principles import STATUSES, Principle, Question

NEEDED = frozenset({"key", "group", "rule", "source", "status", "question"})
OPTIONAL = frozenset({"source_url", "note"})
OF_QUESTION = frozenset({"fact", "asks"})
OPTIONAL_OF_QUESTION = frozenset({"least", "most", "bound_status", "settles"})


def read_principles(own: Path | None = None) -> tuple[Principle, ...]:
    """Return the principles that ship, or those of a user's own file in their place.

    Args:
        own: a TOML file of the same form.

    Raises:
        InputError: the file cannot be read, or entries are not as they should be; lists all faults.
    """
    name = "principles.toml" if own is None else str(own)
    try:
        if own is None:
            text = (files("placewise.data") / "principles.toml").read_text("utf-8")
        else:
            text = own.read_text(encoding="utf-8")
        entries = tomllib.loads(text).get("principle", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"Cannot read the principles: {error}", where=name, allowed="a TOML file in UTF-8"
        ) from error
    check_entries(entries, _faults, one="principle", many="principles", where=name)
    return tuple(_principle(entry) for entry in entries)


def _faults(entry: Mapping[str, Any], where: str) -> list[str]:
    faults = faults_of_names(entry, NEEDED, OPTIONAL, where)
    if "status" in entry and entry["status"] not in STATUSES:
        faults.append(f'{where}: status "{entry["status"]}" is none of {", ".join(STATUSES)}')
    for at, question in enumerate(entry.get("question", []), 1):
        here = f"{where}, question {at}"
        faults += faults_of_names(question, OF_QUESTION, OPTIONAL_OF_QUESTION, here)
        bounds = [question[name] for name in ("least", "most") if name in question]
        if not bounds or not all(type(bound) in (int, float) for bound in bounds):
            faults.append(f"{here}: least or most must be given, as numbers")
        elif len(bounds) == 2 and bounds[0] > bounds[1]:
            faults.append(f"{here}: least is above most")
        if question.get("bound_status", "proposal") not in STATUSES:
            faults.append(f"{here}: bound_status is none of {', '.join(STATUSES)}")
    return faults


def _principle(entry: Mapping[str, Any]) -> Principle:
    return Principle(
        key=str(entry["key"]), group=str(entry["group"]), rule=str(entry["rule"]),
        source=str(entry["source"]), source_url=str(entry.get("source_url", "")),
        status=str(entry["status"]), note=str(entry.get("note", "")),
        questions=tuple(
            Question(
                fact=str(one["fact"]), asks=str(one["asks"]), least=one.get("least"),
                most=one.get("most"), bound_status=str(one.get("bound_status", "proposal")),
                settles=str(one.get("settles", "")),
            )
            for one in entry["question"]
        ),
    )  # fmt: skip
