"""Concepts as they ship: TOML files of this folder, with a user's own beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.data.figure_subjects import table_of_subject
from placewise.errors import InputError
from placewise.model.concepts import DIRECTIONS, Concept, TableOfConcept
from placewise.model.figures import TableOfSubject

ALLOWED = {
    "key", "title", "unit", "higher_is", "tables", "average_by", "exact_average", "sum_of",
}  # fmt: skip
NEEDED = {"key", "title", "unit", "higher_is", "tables"}


def read_concepts(own: Path | None = None) -> dict[str, Concept]:
    """Return the concepts by key: those that ship, with a user's own added or in their place.

    Args:
        own: a TOML file of the same form.

    Raises:
        InputError: the file cannot be read, or an entry is not as it should be; says which.
    """
    shipped = sorted(
        (
            file
            for file in files("placewise.data.concepts").iterdir()
            if file.name.endswith(".toml")
        ),
        key=lambda file: file.name,
    )
    concepts: dict[str, Concept] = {}
    for file in shipped:
        for concept in _parsed(file.read_text(encoding="utf-8"), file.name):
            if concept.key in concepts:
                raise InputError("Two concepts that ship have one key", where=concept.key)
            concepts[concept.key] = concept
    if own is not None:
        try:
            text = own.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"Cannot read the concepts: {error}", where=str(own), allowed="a TOML file in UTF-8"
            ) from error
        concepts |= {concept.key: concept for concept in _parsed(text, str(own))}
    _check_references(concepts)
    return concepts


def _check_references(concepts: Mapping[str, Concept]) -> None:
    """Every concept that another is made of must be there, and none may be made of itself.

    Raises:
        InputError: one is not known, or a circle.
    """
    made_of = {
        key: {
            name
            for table in concept.tables
            if isinstance(table, TableOfConcept) and table.kind in {"concepts", "growth"}
            for name in (table.name, table.denominator)
            if name
        }
        | ({concept.sum_of} if concept.sum_of else set())
        for key, concept in concepts.items()
    }
    for key, names in made_of.items():
        for name in sorted(names - set(concepts)):
            raise InputError(f'The concept "{key}" is made of "{name}", which is none', where=key)
    try:
        tuple(TopologicalSorter(made_of).static_order())
    except CycleError as error:
        raise InputError("Concepts are made of one another in a circle",
                         where=" of ".join(error.args[1])) from error  # fmt: skip


def _parsed(text: str, name: str) -> Iterable[Concept]:
    try:
        entries = tomllib.loads(text).get("concept", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The concepts are no TOML: {error}", where=name) from error
    return [_concept(entry, f"{name}, concept {at}") for at, entry in enumerate(entries, 1)]


def _concept(entry: Mapping[str, Any], where: str) -> Concept:
    """Return one entry as a concept, or say what is wrong with it."""
    faults = [f"{key} is not known" for key in sorted(set(entry) - ALLOWED)]
    faults += [f"{key} is missing" for key in sorted(NEEDED - set(entry))]
    if entry.get("higher_is", DIRECTIONS[0]) not in DIRECTIONS:
        faults.append(f"higher_is is none of {', '.join(DIRECTIONS)}")
    if faults:
        raise InputError(
            "A concept is not as it should be",
            where=f"{where}: {', '.join(faults)}",
            allowed=", ".join(sorted(ALLOWED)),
        )
    return Concept(
        key=str(entry["key"]),
        title=str(entry["title"]),
        unit=str(entry["unit"]),
        higher_is=str(entry["higher_is"]),
        tables=tuple(_table(table, where) for table in entry["tables"]),
        average_by=entry.get("average_by"),
        exact_average=bool(entry.get("exact_average", False)),
        sum_of=entry.get("sum_of"),
    )


def _table(table: Mapping[str, Any], where: str) -> TableOfSubject | TableOfConcept:
    """Return one table of a concept, or say what is wrong with it."""
    match table:
        case {"concepts": [str(above), str(below)], **rest} if not set(rest) - {
            "scale",
            "constant",
        }:
            return TableOfConcept(
                "concepts", above, float(rest.get("scale", 1.0)), below,
                bool(rest.get("constant", False)),
            )  # fmt: skip
        case {"growth": str(of), "years": int(years), **rest} if not rest and years > 0:
            return TableOfConcept("growth", of, years=years)
        case {"industry_share": str(measure), "of": str(code), **rest} if not rest:
            return TableOfConcept("industry share", measure, denominator=code)
        case {"outline": str(what), **rest} if not rest:
            return TableOfConcept("outline", what)
    if {"concepts", "growth", "industry_share", "outline"} & set(table):
        raise InputError(
            "A table of a concept is not as it should be",
            where=f"{where}: {dict(table)}",
            allowed='{ concepts = ["gva", "population"], scale = 1e6 }, '
            '{ growth = "population", years = 5 }, { industry_share = "jobs", of = "C" } or '
            '{ outline = "land" }',
        )
    return table_of_subject(table, where)
