"""What several people hold to be important: a CSV of weights of barriers."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from placewise.data.entries import faults_of_missing, finite_number, meanings_of, no_barrier
from placewise.data.unreadable import why_unreadable
from placewise.errors import InputError, with_faults

COLUMNS = {
    "person": "whose weight it is, such as Mayor",
    "barrier": "key of a barrier, such as skills",
    "weight": "a number of at least 0; only the proportions of one person's weights count",
}
"""Columns of the file, with their meaning."""


def read_weights(file: Path, barriers: Collection[str]) -> dict[str, dict[str, float]]:
    """Return each person's weights of barriers, in the order of the file.

    A barrier that a person does not name has no weight for that person.

    Args:
        file: a CSV in UTF-8, columns :data:`COLUMNS`.
        barriers: keys of the barriers that may be weighed.

    Raises:
        InputError: the file cannot be read, or rows are faulty; lists all of them.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"Cannot read the weights: {why_unreadable(error)}",
            where=str(file),
            allowed="a CSV in UTF-8",
        ) from error
    names = list(rows[0]) if rows else []
    faults = faults_of_missing([name for name in COLUMNS if rows and name not in names])
    faults += [f'column "{name}" is not known' for name in names if name and name not in COLUMNS]
    if not rows:
        faults.append("there is no weight in it")
    weights: dict[str, dict[str, float]] = {}
    if not faults:
        faults = _faults(rows, barriers)
    if not faults:
        for row in rows:
            person = row["person"].strip()
            weights.setdefault(person, {})[row["barrier"].strip()] = float(row["weight"])
        faults = [
            f"{person} gives no barrier a weight above 0"
            for person, given in weights.items()
            if not any(given.values())
        ]
    if faults:
        raise InputError(
            with_faults("The weights are not as they should be", faults),
            where=str(file),
            allowed=meanings_of(
                COLUMNS | {"barrier": f"one of {', '.join(sorted(barriers))}"}, faults
            ),
            action="Correct these rows.",
        )
    return weights


def _faults(rows: Sequence[Mapping[str, str | None]], barriers: Collection[str]) -> list[str]:
    """Return what is wrong with rows, each with its number in the file."""
    faults, seen = [], set()
    for number, row in enumerate(rows, 2):
        person, barrier, weight = ((row[name] or "").strip() for name in COLUMNS)
        value = finite_number(weight)
        if None in row:
            faults.append(f"row {number}: more cells than columns")
        if not person:
            faults.append(f"row {number}, column person: is empty")
        if barrier not in barriers:
            faults.append(f"row {number}, column barrier: {no_barrier(barrier, barriers)}")
        if value is None or value < 0:
            faults.append(f'row {number}, column weight: "{weight}" is no number of at least 0')
        if (person, barrier) in seen:
            faults.append(f'row {number}: {person} weighs "{barrier}" in another row as well')
        seen.add((person, barrier))
    return faults
