"""What files of entries have in common: keys that are there once, all faults in one error."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from placewise.errors import InputError, did_you_mean, with_faults
from placewise.model.wording import listed

Entry = Mapping[str, Any]


def check_entries(
    entries: Sequence[Entry],
    faults_of: Callable[[Entry, str], list[str]],
    *,
    one: str,
    many: str,
    where: str,
) -> None:
    """Refuse entries of which one is faulty, two have one key, or none is there.

    Args:
        entries: as they stand in the file.
        faults_of: what is wrong with one entry, given where it stands.
        one: what an entry is called, such as ``barrier``; also the name of its table in the file.
        many: its plural.
        where: the file.

    Raises:
        InputError: lists all faults.
    """
    faults = [
        fault for at, entry in enumerate(entries, 1) for fault in faults_of(entry, f"{one} {at}")
    ]
    keys = [entry.get("key") for entry in entries]
    doubled = sorted({key for key in keys if isinstance(key, str) and keys.count(key) > 1})
    faults += [f'two {many} have the key "{key}"' for key in doubled]
    if not entries:
        faults.append(f"there is no [[{one}]]")
    refuse(faults, many, where)


def faults_of_names(
    entry: Entry, needed: frozenset[str], optional: frozenset[str], where: str
) -> list[str]:
    """Return which names an entry lacks, and which it has that nobody knows."""
    return [f"{where}: {name} is missing" for name in sorted(needed - set(entry))] + [
        f"{where}: {name} is not known" for name in sorted(set(entry) - needed - optional)
    ]


def refuse(faults: Sequence[str], many: str, where: str) -> None:
    """Raise one error that lists all faults of a file; nothing without any.

    Raises:
        InputError: there is a fault.
    """
    if faults:
        raise InputError(
            with_faults(f"The {many} are not as they should be", faults),
            where=where,
            allowed=f"the form described at the head of the {many} that ship",
        )


def no_barrier(word: str, barriers: Collection[str]) -> str:
    """Return that a word is the key of no barrier, with the one that it looks like."""
    return f'"{word}" is no barrier{did_you_mean(word, barriers)}'


MOST_MEANINGS = 8
"""Columns whose meaning a message tells; of more it gives the names, and the template the rest."""


def faults_of_missing(names: Sequence[str]) -> list[str]:
    """Return that columns are missing, as one fault; none without any."""
    several = "column {} is" if len(names) == 1 else "columns {} are"
    return [several.format(listed(list(names), len(names))) + " missing"] if names else []


def meanings_of(columns: Mapping[str, str], faults: Sequence[str]) -> str:
    """Return what the columns mean that faults are about, and no others; all where none is named.

    Args:
        columns: every column with its meaning.
        faults: such as ``row 2, column weight: "x" is no number``.
    """
    told = [fault.partition(":")[0] for fault in faults if "column" in fault]
    concerned = {
        name: meaning
        for name, meaning in columns.items()
        if any(re.search(rf"\b{re.escape(name)}\b", where) for where in told)
    }
    if len(concerned) > MOST_MEANINGS:
        return f"the columns {', '.join(columns)}"
    return "; ".join(f"{name}: {meaning}" for name, meaning in (concerned or columns).items())


def finite_number(text: str) -> float | None:
    """Return the number that a cell of a table holds; None where it is none, or not finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
