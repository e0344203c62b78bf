"""What a local analyst adds: a CSV of surveys, interviews and figures of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import NormalDist

from placewise.data.entries import faults_of_missing, finite_number, meanings_of, no_barrier
from placewise.data.sheets import csv_text, write_new
from placewise.data.unreadable import why_unreadable
from placewise.errors import InputError, with_faults
from placewise.model.barriers import SIDES, Barrier, OwnEvidence

COLUMNS = {
    "barrier": "key of the barrier, such as skills",
    "role": "shortfall or signal",
    "statement": "what it says, one sentence",
    "says": "yes or no: does it show the shortfall, or the signal? Empty where a value is given",
    "probability": "that this answer is right, from 0.5 to 1; empty where a value is given",
    "value": "a figure of the place; empty where says is given",
    "lower": "lower end of its 95 % interval",
    "upper": "upper end of its 95 % interval",
    "comparator_value": "the same figure of the places that it is compared with",
    "bad": "low or high: on which side of the comparator the shortfall (or the signal) lies",
    "source": "where it comes from; rows of one source count as one indicator",
    "date": "when it was gathered, as YYYY-MM-DD",
    "method": "how it was gathered, such as survey or interviews",
    "sample_size": "how many answered; empty where that does not apply",
    "interested": "yes or no: does the source gain from what follows?",
    "note": "anything else",
}
"""Columns of the file, with what stands in them."""
ROLES = ("shortfall", "signal")
FIGURES = ("value", "lower", "upper", "comparator_value")


def read_own_evidence(file: Path, barriers: Sequence[Barrier]) -> tuple[OwnEvidence, ...]:
    """Return the rows of an analyst's own evidence.

    Args:
        file: a CSV with the columns of :data:`COLUMNS`, in UTF-8.
        barriers: those that rows may be about.

    Raises:
        InputError: the file cannot be read, or rows are faulty; lists every row and column.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read the evidence: {why_unreadable(error)}",
            where=str(file),
            allowed="a CSV in UTF-8",
        ) from error
    reader = csv.DictReader(io.StringIO(text))
    names = reader.fieldnames or []
    faults = faults_of_missing([name for name in COLUMNS if name not in names])
    faults += [f'column "{name}" is not known' for name in names if name not in COLUMNS]
    rows: list[OwnEvidence] = []
    keys = {barrier.key for barrier in barriers}
    if not faults:
        for number, raw in enumerate(reader, 2):
            row = {name: (raw.get(name) or "").strip() for name in COLUMNS}
            wrong = _wrong(row, keys)
            if None in raw:
                wrong["note"] = "more cells than columns: put quotes around text with commas"
            faults += [f"row {number}, column {name}: {what}" for name, what in wrong.items()]
            if not wrong:
                rows.append(_evidence(row))
    if faults:
        raise InputError(
            with_faults("The evidence is not as it should be", faults),
            where=str(file),
            allowed=meanings_of(COLUMNS | {"barrier": f"one of {', '.join(sorted(keys))}"}, faults),
            action="Correct these cells. `placewise barriers --template FILE` writes a file to "
            "begin with.",
        )
    return tuple(rows)


def write_evidence_template(file: Path) -> None:
    """Write a CSV with the columns and two made-up rows that show both forms.

    Raises:
        InputError: the file is there already, or cannot be written.
    """
    examples: tuple[dict[str, str], ...] = (
        {
            "barrier": "skills", "role": "signal", "says": "yes", "probability": "0.9",
            "statement": "Example: more than half of employers could not fill a skilled vacancy",
            "source": "Example: employer survey", "date": "2025-05-01", "method": "survey",
            "sample_size": "120", "interested": "no", "note": "Delete the examples",
        },
        {
            "barrier": "finance", "role": "shortfall", "value": "31", "lower": "24",
            "upper": "38", "comparator_value": "19", "bad": "high",
            "statement": "Example: firms refused a loan, per cent of those that asked",
            "source": "Example: chamber of commerce", "date": "2025-05-01", "method": "survey",
            "sample_size": "170", "interested": "yes", "note": "Delete the examples",
        },
    )  # fmt: skip
    write_new(file, csv_text(COLUMNS, examples).encode())


def _wrong(row: dict[str, str], barriers: set[str]) -> dict[str, str]:
    """Return what is wrong with a row, by column."""
    wrong = {name: "is empty" for name in ("statement", "source", "method") if not row[name]}
    if row["barrier"] not in barriers:
        wrong["barrier"] = no_barrier(row["barrier"], barriers)
    if row["role"] not in ROLES:
        wrong["role"] = f'"{row["role"]}" is none of {", ".join(ROLES)}'
    if row["interested"] not in ("yes", "no"):
        wrong["interested"] = f'"{row["interested"]}" is neither yes nor no'
    try:
        date.fromisoformat(row["date"])
    except ValueError:
        wrong["date"] = f'"{row["date"]}" is no date as YYYY-MM-DD'
    if row["sample_size"] and not row["sample_size"].isdecimal():
        wrong["sample_size"] = f'"{row["sample_size"]}" is no whole number'
    return wrong | (_wrong_answer(row) if row["says"] else _wrong_figures(row))


def _wrong_answer(row: dict[str, str]) -> dict[str, str]:
    wrong = {name: "must be empty where says is given" for name in FIGURES if row[name]}
    if row["says"] not in ("yes", "no"):
        wrong["says"] = f'"{row["says"]}" is neither yes nor no'
    probability = finite_number(row["probability"])
    if probability is None or not 0.5 <= probability <= 1:
        wrong["probability"] = f'"{row["probability"]}" is no number from 0.5 to 1'
    return wrong


def _wrong_figures(row: dict[str, str]) -> dict[str, str]:
    figures = {name: finite_number(row[name]) for name in FIGURES}
    if all(row[name] == "" for name in FIGURES):
        return {"says": "is empty, and so is value: give one of them"}
    wrong = {name: f'"{row[name]}" is no number' for name, at in figures.items() if at is None}
    if row["probability"]:
        wrong["probability"] = "must be empty where a value is given"
    if row["bad"] not in SIDES:
        wrong["bad"] = f'"{row["bad"]}" is none of {", ".join(SIDES)}'
    value, lower, upper = figures["value"], figures["lower"], figures["upper"]
    if None not in (value, lower, upper) and not (lower <= value <= upper and lower < upper):  # type: ignore[operator]
        wrong["value"] = "does not lie within its interval"
    return wrong


def _evidence(row: dict[str, str]) -> OwnEvidence:
    return OwnEvidence(
        barrier=row["barrier"], role=row["role"], statement=row["statement"],
        probability=_probability(row), source=row["source"], date=row["date"],
        method=row["method"], sample_size=int(row["sample_size"]) if row["sample_size"] else None,
        interested=row["interested"] == "yes", note=row["note"],
    )  # fmt: skip


def _probability(row: dict[str, str]) -> float:
    """Return the probability that a row shows what it is about.

    A figure is taken as normal with its interval, the comparator as known; no margin is asked for,
    since its spread over places is not known.
    """
    if row["says"]:
        given = float(row["probability"])
        return given if row["says"] == "yes" else 1 - given
    value, lower, upper, other = (float(row[name]) for name in FIGURES)
    error = (upper - lower) / (2 * NormalDist().inv_cdf(0.975))
    below = NormalDist(value, error).cdf(other)
    return below if row["bad"] == "low" else 1 - below
