"""What is wrong with the records of an evidence base: every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from placewise.errors import nearest_names
from placewise.model.evidence import DIRECTIONS, MARYLAND_LEVELS, PARTS, RECORD_STATUSES

COLUMNS: Mapping[str, str] = {
    "key": "a stable word of small letters, digits and hyphens, such as roads-employment",
    "intervention": "text: what was done",
    "area": "text: policy area, written the same in every record of it",
    "outcome": "text: what it was to change",
    "considered": "whole number: studies that the source looked at; empty where not stated",
    "kept": "whole number: studies that were good enough for it; empty where not stated",
    "positive": "whole number: of those kept, with a positive effect; empty where not stated",
    "zero": "whole number: with none that could be told from chance; empty where not stated",
    "negative": "whole number: with a harmful one; empty where not stated",
    "mixed": "whole number: with findings that point both ways; empty where not stated",
    "direction": "one of " + ", ".join(DIRECTIONS),
    "effect": "text: its size, in words; or empty",
    "effect_value": "number: the central figure; or empty",
    "effect_low": "number: lower end of its range; or empty",
    "effect_high": "number: upper end; or empty",
    "effect_unit": "text: of the figures; empty only where there are none",
    "effect_covers": "number between 0 and 1: share that the range covers (0.95); empty if unknown",
    "effect_error": "number above 0: standard error of the value; or empty",
    "cost": "text: what it cost, in words; or empty",
    "cost_value": "number: the central figure; or empty",
    "cost_low": "number: lower end of its range; or empty",
    "cost_high": "number: upper end; or empty",
    "cost_unit": "text: of the figures, such as pounds per job; empty only where there are none",
    "maryland_least": "whole number 0 to 5: lowest level of method behind it; or empty",
    "maryland_most": "whole number 0 to 5: highest level; or empty",
    "lesson": "text: which choices of design mattered; or empty",
    "scope": "text: where and of whom; or empty",
    "source": "text: who says so",
    "url": "an address that begins with https:// or http://; empty only where status is not direct",
    "status": "one of " + ", ".join(RECORD_STATUSES),
    "note": "text: what a reader must know; or empty",
    "supersedes": "key of the record that this one takes the place of; or empty",
    "history": "one change or more, oldest first: day as YYYY-MM-DD, and the reason",
}
"""Columns of a record, with what may stand in them."""

NEEDED = ("key", "intervention", "area", "outcome", "direction", "source", "status")
COUNTS = ("considered", "kept", *PARTS)
LEVELS = ("maryland_least", "maryland_most")
EFFECTS = ("effect_value", "effect_low", "effect_high", "effect_covers", "effect_error")
COSTS = ("cost_value", "cost_low", "cost_high")
NUMBERS = (*EFFECTS, *COSTS)
TEXTS = tuple(
    name for name in COLUMNS if name not in {*COUNTS, *LEVELS, *NUMBERS, "history"}
)  # fmt: skip
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_STUDIES = 1_000_000
LARGEST_NUMBER = 1e15
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it was read: where it stands, and its cells. An empty cell is left out."""

    place: str
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: entry and line, or row.
        key: of the record, as it stands.
        column: the column it concerns.
        what: what is wrong with it.
        allowed: what may stand there.
    """

    place: str
    key: str
    column: str
    what: str
    allowed: str

    def sentence(self) -> str:
        """Return the fault as one line."""
        key = f' "{self.key}"' if self.key else ""
        stop = "" if self.what.endswith("?") else "."
        return f"{self.place}{key}, {self.column}: {self.what}{stop} Allowed: {self.allowed}."


def entry_faults(entry: Entry) -> list[Fault]:
    """Return what is wrong with a record by itself."""
    cells = entry.cells
    wrong = _wrong_kinds(cells)
    if not set(wrong) & {*COUNTS, "direction"}:
        wrong |= _wrong_counts(cells)
    for name, figures in (("effect", EFFECTS), ("cost", COSTS)):
        if not set(wrong) & {*figures, f"{name}_unit"}:
            wrong |= _wrong_amount(name, cells)
    if not set(wrong) & set(LEVELS):
        least, most = (cells.get(name) for name in LEVELS)
        if least is not None and most is not None and least > most:
            wrong["maryland_least"] = "lies above maryland_most"
    if cells.get("status") == "direct" and "url" not in cells:
        wrong["url"] = "is missing, though status is direct"
    wrong |= _wrong_history(cells.get("history"))
    for name in sorted(set(cells) - set(COLUMNS)):
        wrong[name] = "is no known column" + _hint(name)
    return [_fault(entry, column, what) for column, what in wrong.items()]


def base_faults(entries: Sequence[Entry], known: Iterable[str]) -> list[Fault]:
    """Return what is wrong with records taken together.

    Args:
        entries: of the file.
        known: keys of another base, which records may supersede.
    """
    faults: list[Fault] = []
    first: dict[str, str] = {}
    successors: dict[str, str] = {}
    keys = [_text(entry, "key") for entry in entries]
    allowed = {*keys, *known}
    for entry, key in zip(entries, keys, strict=True):
        if key and key in first:
            faults.append(_fault(entry, "key", f"is that of {first[key]} as well"))
        first.setdefault(key, entry.place)
        older = _text(entry, "supersedes")
        if not older:
            continue
        if older == key:
            faults.append(_fault(entry, "supersedes", "names the record itself"))
        elif older not in allowed:
            faults.append(_fault(entry, "supersedes", f'"{older}" is no known key'))
        elif older in successors:
            faults.append(
                _fault(entry, "supersedes", f'"{older}" is superseded by {successors[older]} too')
            )
        successors.setdefault(older, entry.place)
    return faults + _circles(entries)


def _circles(entries: Sequence[Entry]) -> list[Fault]:
    """Return a fault for each record that supersedes itself by way of others."""
    older = {_text(entry, "key"): _text(entry, "supersedes") for entry in entries}
    done: set[str] = set()
    circling: set[str] = set()
    for start in older:
        path: dict[str, None] = {}
        at = start
        while at and at not in path and at not in done:
            path[at] = None
            at = older.get(at, "")
        if at in path:
            walked = list(path)
            circling |= set(walked[walked.index(at) :])
        done |= set(path)
    return [
        _fault(entry, "supersedes", "records supersede each other in a circle")
        for entry in entries
        if _text(entry, "key") in circling and older[_text(entry, "key")] != _text(entry, "key")
    ]


def _wrong_kinds(cells: Mapping[str, Any]) -> dict[str, str]:
    """Return cells that are not of their kind, or outside what their column allows."""
    wrong = {name: "is missing" for name in NEEDED if name not in cells}
    for name, cell in cells.items():
        for holds, fits, kind in _KINDS:
            if name in holds and not fits(cell):
                wrong[name] = f"{_shown(cell)} is no {kind}"
    for name, rule in (("key", KEY), ("url", ADDRESS)):
        if name in cells and name not in wrong and not rule.fullmatch(cells[name]):
            wrong[name] = f"{_shown(cells[name])} is not of this form"
    for name, among in (("direction", DIRECTIONS), ("status", RECORD_STATUSES)):
        if name in cells and name not in wrong and cells[name] not in among:
            wrong[name] = f"{_shown(cells[name])} is not known"
    return wrong


@lru_cache(maxsize=256)
def _hint(column: str) -> str:
    near = nearest_names(column, COLUMNS, 1)
    return f"; did you mean {near[0]}?" if near else ""


def _wrong_counts(cells: Mapping[str, Any]) -> dict[str, str]:
    """Return counts that contradict one another or the direction."""
    kept, considered = cells.get("kept"), cells.get("considered")
    parts = [cells[part] for part in PARTS if part in cells]
    direction = cells.get("direction")
    if kept is None:
        return {"kept": "is missing, though parts of it are given"} if parts else {}
    if considered is not None and kept > considered:
        return {"kept": f"{kept} is more than the {considered} considered"}
    given = " and ".join(part for part in PARTS if part in cells)
    given += " together" if len(parts) > 1 else ""
    if sum(parts) > kept:
        return {"kept": f"{kept} is less than {given} ({sum(parts)})"}
    if len(parts) == len(PARTS) and sum(parts) < kept:
        return {"kept": f"{kept} is more than {given} ({sum(parts)})"}
    if (kept == 0) != (direction == "no studies"):
        return {"direction": f'must be "no studies" just where kept is 0; here kept is {kept}'}
    if direction == "not tested":
        return {"direction": "is not tested, though studies were kept"}
    return {}


def _wrong_amount(name: str, cells: Mapping[str, Any]) -> dict[str, str]:
    """Return figures of an effect or a cost that contradict one another."""
    value, low, high = (cells.get(f"{name}_{part}") for part in ("value", "low", "high"))
    covers, error = cells.get(f"{name}_covers"), cells.get(f"{name}_error")
    wrong = {}
    if (low is None) != (high is None):
        wrong[f"{name}_low"] = "a range needs both ends"
    order = [number for number in (low, value, high) if number is not None]
    if order != sorted(order):
        wrong[f"{name}_value"] = "low, value and high are out of order"
    if order and f"{name}_unit" not in cells:
        wrong[f"{name}_unit"] = "is missing, though figures are given"
    if covers is not None and (low is None or not 0 < covers < 1):
        wrong[f"{name}_covers"] = f"{covers:g} covers no range, or is no share"
    if error is not None and (value is None or error <= 0):
        wrong[f"{name}_error"] = f"{error:g} is not above 0, or has no value"
    return wrong


def _wrong_history(history: Any) -> dict[str, str]:
    if not isinstance(history, list) or not history:
        return {"history": "is missing, or is no list of changes"}
    days: list[str] = []
    for number, change in enumerate(history, 1):
        if not isinstance(change, Mapping) or set(change) != {"date", "reason"}:
            return {"history": f"change {number} is not a date and a reason"}
        if not isinstance(change["reason"], str) or not change["reason"].strip():
            return {"history": f"change {number} has no reason"}
        if not _is_day(change["date"]):
            return {"history": f"change {number}: {_shown(change['date'])} is no day"}
        days.append(change["date"])
    return {} if days == sorted(days) else {"history": "changes are not in the order of their days"}


def _is_day(text: Any) -> bool:
    if not isinstance(text, str) or not DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_STUDIES


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and -LARGEST_NUMBER < value < LARGEST_NUMBER  # not NaN


_KINDS: tuple[tuple[tuple[str, ...], Callable[[Any], bool], str], ...] = (
    (TEXTS, lambda cell: isinstance(cell, str) and "\0" not in cell, "text"),
    (COUNTS, _is_count, f"whole number from 0 to {MOST_STUDIES:,}"),
    (LEVELS, lambda cell: type(cell) is int and cell in MARYLAND_LEVELS, "level of the scale"),
    (NUMBERS, _is_number, "number"),
)
"""Columns, whether a cell is of their kind, and how that kind is called."""


def _shown(value: Any, most: int = 60) -> str:
    text = (
        str(value) if not isinstance(value, int) or abs(value) < LARGEST_NUMBER else "a huge number"
    )
    return f'"{text[:most]}{"..." if len(text) > most else ""}"'


def _text(entry: Entry, column: str) -> str:
    value = entry.cells.get(column, "")
    return value if isinstance(value, str) else ""


def _fault(entry: Entry, column: str, what: str) -> Fault:
    allowed = COLUMNS.get(column, "the columns " + ", ".join(COLUMNS))
    return Fault(entry.place, _text(entry, "key"), column, what, allowed)
