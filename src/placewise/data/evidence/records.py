"""Evidence bases: the one that ships, and those that others keep, in TOML or CSV."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.data.evidence.record_rules import (
    COLUMNS,
    COUNTS,
    LEVELS,
    NUMBERS,
    TEXTS,
    Entry,
    Fault,
    base_faults,
    entry_faults,
)
from placewise.data.sheets import csv_text, write_new
from placewise.errors import FaultyTableError, InputError, with_faults
from placewise.model.evidence import Amount, Change, EvidenceRecord

FORMS = {".toml": "TOML", ".csv": "CSV"}
LARGEST = 20_000_000
"""Bytes of a file that are read at most: some ten thousand records."""
HEADING = re.compile(r"^[ \t]*\[\[[ \t]*record[ \t]*\]\]", re.MULTILINE)
CHANGE = re.compile(r"\s*(\S+?)\s*:\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CheckedBase:
    """A file of evidence, looked at as a whole.

    Attributes:
        records: those without a fault, in the order of the file.
        faults: all that is wrong.
        entries: how many records the file has.
    """

    records: tuple[EvidenceRecord, ...]
    faults: tuple[Fault, ...]
    entries: int


@lru_cache(maxsize=1)
def shipped_records() -> tuple[EvidenceRecord, ...]:
    """Return the records that ship, in the order of the file."""
    name = "interventions.toml"
    text = (files("placewise.data.evidence") / name).read_text(encoding="utf-8")
    return _faultless(check_text(text, name, "TOML"), name)


def read_records(file: Path, known: Iterable[str] = ()) -> tuple[EvidenceRecord, ...]:
    """Return the records of a file.

    Args:
        file: TOML or CSV, by its ending.
        known: keys of another base, which records may supersede.

    Raises:
        InputError: the file cannot be read at all.
        FaultyTableError: records are faulty; carries the table of all faults.
    """
    return _faultless(check_records(file, known), str(file))


def check_records(file: Path, known: Iterable[str] = ()) -> CheckedBase:
    """Return the records of a file and all that is wrong with them.

    Raises:
        InputError: the file cannot be read at all: no such file, too large, neither TOML nor CSV,
            or not in UTF-8.
    """
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise InputError(
            "The evidence is in a form that is not read", where=str(file), allowed="*.toml or *.csv"
        )
    try:
        size = file.stat().st_size
        text = file.read_text(encoding="utf-8-sig") if size <= LARGEST else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read the evidence: {error}", where=str(file), allowed=f"{form} in UTF-8"
        ) from error
    if size > LARGEST:
        raise InputError(
            "The evidence is too large", where=str(file), allowed=f"at most {LARGEST:,} bytes"
        )
    return check_text(text, str(file), form, known)


def check_text(text: str, name: str, form: str, known: Iterable[str] = ()) -> CheckedBase:
    """Return the records of a text and all that is wrong with them.

    Args:
        text: TOML with ``[[record]]`` entries, or CSV with the columns of ``COLUMNS``.
        name: of the file, for messages.
        form: ``TOML`` or ``CSV``.
        known: keys of another base, which records may supersede.

    Raises:
        InputError: it is no TOML, or no table of records.
    """
    entries = _toml_entries(text, name) if form == "TOML" else _csv_entries(text, name)
    faults = [fault for entry in entries for fault in entry_faults(entry)]
    faults += base_faults(entries, known)
    wrong = {fault.place for fault in faults}
    records = tuple(_record(entry.cells) for entry in entries if entry.place not in wrong)
    order = {entry.place: number for number, entry in enumerate(entries)}
    return CheckedBase(
        records, tuple(sorted(faults, key=lambda fault: order[fault.place])), len(entries)
    )


def write_template(file: Path) -> None:
    """Write a CSV with the columns and one made-up record.

    Raises:
        InputError: the file is there already, or cannot be written.
    """
    example = {
        "key": "example-advice-jobs", "intervention": "Example: advice to small firms",
        "area": "business advice", "outcome": "employment", "considered": "40", "kept": "6",
        "positive": "4", "zero": "2", "negative": "0", "mixed": "0", "direction": "positive",
        "effect": "Example: 3 per cent more jobs after two years", "effect_value": "3",
        "effect_low": "1", "effect_high": "5", "effect_unit": "per cent of jobs",
        "effect_covers": "0.95", "cost": "Example: 9,000 pounds a job", "cost_value": "9000",
        "cost_unit": "pounds per job", "maryland_least": "3", "lesson": "Example: keep it short",
        "source": "Example: review of 2026", "url": "https://example.org/review",
        "status": "direct", "note": "Delete the example",
        "history": "2026-11-25: first entered | 2027-02-01: two studies more",
    }  # fmt: skip
    write_new(file, csv_text(COLUMNS, [example]).encode())


def _toml_entries(text: str, name: str) -> list[Entry]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise InputError(
            f"The evidence is no TOML: {error}", where=name,
            allowed='a [[record]] for each, and lines such as kept = 6 or area = "transport"',
            action="Mend that line; no record can be read before.",
        ) from error  # fmt: skip
    found = table.get("record")
    if set(table) != {"record"} or not isinstance(found, list) or not found:
        raise InputError(
            "The file holds no records, or something beside them",
            where=f"{name}: {', '.join(table) or 'empty'}",
            allowed="[[record]] entries alone",
        )
    lines = [text.count("\n", 0, match.start()) + 1 for match in HEADING.finditer(text)]
    told = len(lines) == len(found)  # a heading inside a text would put them out of step
    entries = []
    for number, cells in enumerate(found, 1):
        place = f"entry {number}" + (f" (line {lines[number - 1]})" if told else "")
        if not isinstance(cells, Mapping):
            raise InputError("A record is no table", where=f"{name}, {place}")
        plain = {key: _plain(key, value) for key, value in cells.items()}
        entries.append(Entry(place, {key: cell for key, cell in plain.items() if cell != ""}))
    return entries


def _plain(key: str, value: Any) -> Any:
    """Return a value of TOML with its dates as text."""
    if key == "history" and isinstance(value, list):
        return [_dated(change) if isinstance(change, dict) else change for change in value]
    return value.strip() if isinstance(value, str) else value


def _dated(change: dict[str, Any]) -> dict[str, Any]:
    day = change.get("date")
    plain = isinstance(day, date) and not isinstance(day, datetime)
    return change | {"date": day.isoformat()} if plain else change  # type: ignore[union-attr]


def _csv_entries(text: str, name: str) -> list[Entry]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(f"The evidence is no CSV: {error}", where=name) from error
    header = [cell.strip() for cell in rows[0]] if rows else []
    lost = [column for column in COLUMNS if column not in header]
    doubled = sorted({column for column in header if header.count(column) > 1})
    if lost or doubled:
        raise InputError(
            "The columns are not as they should be",
            where=f"{name}: missing {', '.join(lost) or 'none'}; "
            f"more than once {', '.join(doubled) or 'none'}",
            allowed=", ".join(COLUMNS),
            action="`placewise evidence template FILE.csv` writes a file with all of them.",
        )
    entries = []
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {
            column: _cell(column, cell.strip())
            for column, cell in zip(header, row, strict=False)
            if cell.strip()
        }
        if len(row) != len(header):
            cells[f"a row of {len(row)} cells under {len(header)} columns"] = row
        entries.append(Entry(f"row {number}", cells))
    if not entries:
        raise InputError("The file holds no records", where=name, allowed="a row for each record")
    return entries


def _cell(column: str, text: str) -> Any:
    """Return a cell as what its column holds; the text itself where it cannot be read so."""
    if column == "history":
        return [_change(part) for part in text.split("|")]
    kind = int if column in {*COUNTS, *LEVELS} else float if column in NUMBERS else str
    try:
        return text if "_" in text and kind is not str else kind(text)
    except ValueError:
        return text


def _change(text: str) -> dict[str, str]:
    match = CHANGE.fullmatch(text)
    return {"date": match[1], "reason": match[2]} if match else {"date": text.strip(), "reason": ""}


def _record(cells: Mapping[str, Any]) -> EvidenceRecord:
    texts = {name: cells.get(name, "") for name in TEXTS if not name.startswith(("effect", "cost"))}
    counts: dict[str, Any] = {name: cells.get(name) for name in (*COUNTS, *LEVELS)}
    return EvidenceRecord(
        **texts, **counts,
        effect=_amount("effect", cells), cost=_amount("cost", cells),
        history=tuple(Change(change["date"], change["reason"]) for change in cells["history"]),
    )  # fmt: skip


def _amount(name: str, cells: Mapping[str, Any]) -> Amount:
    numbers = {
        part: float(cells[f"{name}_{part}"]) if f"{name}_{part}" in cells else None
        for part in ("value", "low", "high", "covers", "error")
    }
    return Amount(text=cells.get(name, ""), unit=cells.get(f"{name}_unit", ""), **numbers)


def _faultless(checked: CheckedBase, name: str) -> tuple[EvidenceRecord, ...]:
    if not checked.faults:
        return checked.records
    import polars as pl

    rows = [
        {"table": "evidence", "row": fault.place, "column": fault.column, "rule": fault.what,
         "value": fault.key, "what_to_do": f"Allowed: {fault.allowed}."}
        for fault in checked.faults
    ]  # fmt: skip
    told = [fault.sentence() for fault in checked.faults]
    raise FaultyTableError(
        with_faults("The evidence is not as it should be", told),
        pl.DataFrame(rows), where=name,
        action="Correct these cells; `placewise evidence check FILE` lists every fault.",
    )  # fmt: skip
