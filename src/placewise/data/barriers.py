"""Barriers as they ship, or from a user's own file of the same form."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.data.entries import check_entries, faults_of_names
from placewise.errors import InputError
from placewise.model.barriers import (
    FAILURES,
    FORMS,
    SIDES,
    STATUSES,
    Barrier,
    Power,
    Shortfall,
    Signal,
)

PARTS: dict[str, tuple[frozenset[str], frozenset[str], dict[str, tuple[str, ...]]]] = {
    "shortfall": (
        frozenset({"concept", "bad", "group"}), frozenset({"given"}), {"bad": SIDES},
    ),
    "signal": (
        frozenset({"concept", "when", "form", "says"}), frozenset({"given"}),
        {"when": SIDES, "form": FORMS},
    ),
    "power": (
        frozenset({"lever", "holder", "kinds", "status"}), frozenset(), {"status": STATUSES},
    ),
}  # fmt: skip
"""Of each part of a barrier: what it needs, what it may have, and what values are allowed."""
NEEDED = frozenset(
    {"key", "title", "mechanism", "failures", "failure", "status", "source", "settles"}
)


def read_barriers(own: Path | None = None) -> tuple[Barrier, ...]:
    """Return the barriers that ship, or those of a user's own file in their place.

    Args:
        own: a TOML file of the same form.

    Raises:
        InputError: the file cannot be read, or entries are not as they should be; lists all faults.
    """
    if own is None:
        text = (files("placewise.data") / "evidence" / "barriers.toml").read_text("utf-8")
        name = "barriers.toml"
    else:
        name = str(own)
        try:
            text = own.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"Cannot read the barriers: {error}", where=name, allowed="a TOML file in UTF-8"
            ) from error
    try:
        entries = tomllib.loads(text).get("barrier", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The barriers are no TOML: {error}", where=name) from error
    check_entries(entries, _faults, one="barrier", many="barriers", where=name)
    return tuple(_barrier(entry) for entry in entries)


def _faults(entry: Mapping[str, Any], where: str) -> list[str]:
    """Return what is wrong with one entry, all of it."""
    faults = faults_of_names(entry, NEEDED, frozenset(PARTS), where)
    for name in ("failures", "settles"):
        faults += _faults_of_list(entry, name, where)
    failures = entry.get("failures", [])
    if isinstance(failures, list):
        faults += [
            f'{where}: failure "{failure}" is none of {", ".join(FAILURES)}'
            for failure in failures
            if failure not in FAILURES
        ]
    faults += _faults_of_values(entry, {"status": STATUSES}, where)
    for part, (needed, optional, allowed) in PARTS.items():
        for at, given in enumerate(entry.get(part, []), 1):
            here = f"{where}, {part} {at}"
            faults += faults_of_names(given, needed, optional, here)
            faults += _faults_of_values(given, allowed, here)
            faults += _faults_of_list(given, "kinds", here) if part == "power" else []
    return faults


def _faults_of_values(
    entry: Mapping[str, Any], allowed: Mapping[str, tuple[str, ...]], where: str
) -> list[str]:
    return [
        f'{where}: {name} "{entry[name]}" is none of {", ".join(values)}'
        for name, values in allowed.items()
        if name in entry and entry[name] not in values
    ]


def _faults_of_list(entry: Mapping[str, Any], name: str, where: str) -> list[str]:
    values = entry.get(name, [""])
    good = isinstance(values, list) and values and all(isinstance(value, str) for value in values)
    return [] if good else [f"{where}: {name} is no list of words"]


def _barrier(entry: Mapping[str, Any]) -> Barrier:
    return Barrier(
        key=str(entry["key"]), title=str(entry["title"]), mechanism=str(entry["mechanism"]),
        failures=tuple(entry["failures"]), failure=str(entry["failure"]),
        status=str(entry["status"]), source=str(entry["source"]),
        shortfalls=tuple(Shortfall(**part) for part in entry.get("shortfall", [])),
        signals=tuple(Signal(**part) for part in entry.get("signal", [])),
        powers=tuple(
            Power(**(part | {"kinds": tuple(part["kinds"])})) for part in entry.get("power", [])
        ),
        settles=tuple(entry["settles"]),
    )  # fmt: skip
