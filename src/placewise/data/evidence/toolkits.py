"""What is written by hand of every policy area, as it ships."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from placewise.data.entries import faults_of_names, refuse
from placewise.errors import InputError
from placewise.model.evidence import MARYLAND_LEVELS, STATUSES
from placewise.model.toolkits import STEPS, Statement, ToolkitText

NEEDED = frozenset({"area", "title", "rationale", "evaluate"})
OPTIONAL = frozenset({"example", "areas", "records", "programmes", "project_types", "design"})
ABOUT = {"rationale": None, "design": "choice", "evaluate": "step"}
"""Lists of statements, and the name of what a statement of each is about."""
READ = ("direct", "secondary")
"""Statuses of what was read somewhere: such a statement names where."""
FIGURE = re.compile(r"\d")


@lru_cache(maxsize=1)
def read_toolkit_texts() -> tuple[ToolkitText, ...]:
    """Return what is written by hand of every policy area."""
    file = files("placewise.data.evidence") / "toolkits.toml"
    return parse_toolkit_texts(file.read_text(encoding="utf-8"), "toolkits.toml")


def parse_toolkit_texts(text: str, name: str) -> tuple[ToolkitText, ...]:
    """Return the toolkits of a TOML text of the form of the one that ships.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        InputError: it is no TOML, or toolkits are not as they should be; lists all faults.
    """
    try:
        entries = tomllib.loads(text).get("toolkit", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"Cannot read the toolkits: {error}", where=name, allowed="a TOML file in UTF-8"
        ) from error
    faults = [fault for at, entry in enumerate(entries, 1) for fault in _faults(entry, at)]
    areas = [entry.get("area") for entry in entries]
    faults += [
        f'two toolkits are of "{area}"' for area in dict.fromkeys(areas) if areas.count(area) > 1
    ]
    if not entries:
        faults.append("there is no [[toolkit]]")
    refuse(faults, "toolkits", name)
    return tuple(_toolkit(entry) for entry in entries)


def _toolkit(entry: Mapping[str, Any]) -> ToolkitText:
    def names(key: str) -> tuple[str, ...]:
        return tuple(entry.get(key, ()))

    def statements(key: str) -> tuple[Statement, ...]:
        about = ABOUT[key]
        return tuple(
            Statement(
                about=one[about] if about else "", text=one["text"], status=one["status"],
                source=one.get("source", ""), url=one.get("url", ""),
                maryland=one.get("maryland"),
            )
            for one in entry.get(key, ())
        )  # fmt: skip

    return ToolkitText(
        area=entry["area"], title=entry["title"], example=entry.get("example", ""),
        areas=names("areas"), records=names("records"), programmes=names("programmes"),
        project_types=names("project_types"), rationale=statements("rationale"),
        design=statements("design"), evaluate=statements("evaluate"),
    )  # fmt: skip


def _faults(entry: Mapping[str, Any], at: int) -> list[str]:
    where = f"toolkit {at}"
    faults = faults_of_names(entry, NEEDED, OPTIONAL, where)
    for key, about in ABOUT.items():
        for number, one in enumerate(entry.get(key, ()), 1):
            faults += _faults_of_statement(one, about, f"{where}, {key} {number}")
    steps = {one.get("step") for one in entry.get("evaluate", ())}
    faults += [f"{where}: no step of evaluation is {step}" for step in STEPS if step not in steps]
    return faults


def _faults_of_statement(one: Mapping[str, Any], about: str | None, where: str) -> list[str]:
    needed = frozenset({"text", "status", *([about] if about else [])})
    faults = faults_of_names(one, needed, frozenset({"source", "url", "maryland"}), where)
    if faults:
        return faults
    if one["status"] not in STATUSES:
        faults.append(f'{where}: status "{one["status"]}" is none of {", ".join(STATUSES)}')
    if not one.get("source") and (one["status"] in READ or FIGURE.search(one["text"])):
        faults.append(f"{where}: what was read, and every figure, needs a source")
    if about == "step":
        if one["step"] not in STEPS:
            faults.append(f'{where}: step "{one["step"]}" is none of {", ".join(STEPS)}')
        if (one["step"] == "design") != (one.get("maryland") in MARYLAND_LEVELS):
            faults.append(f"{where}: a design has a level of the Maryland scale, nothing else has")
    return faults
