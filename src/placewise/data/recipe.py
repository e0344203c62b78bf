"""Recipes: TOML files that say which file becomes which table, without programming.

docs/how-to/bring-your-own-tables.md explains every key with examples that run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from placewise.errors import RecipeError, UnknownNameError, nearest_names

RECIPE_KEYS = {"title", "include", "dataset"}
DATASET_KEYS = {"name", "file", "format", "sheet", "separator", "encoding", "header_row", "source",
                "table", "missing"}  # fmt: skip
SOURCE_KEYS = {"title", "publisher", "licence", "vintage", "retrieved", "transformations"}
TABLE_KEYS = {"into", "where", "unpivot", "columns", "distinct", "sum", "rounding", "half_width",
              "flag", "total", "adds_up", "replaced_codes"}  # fmt: skip
COLUMN_KEYS = {"column", "value", "map", "extract", "replace", "slice", "prefix", "pad", "multiply",
               "strip", "join", "year_of", "otherwise"}  # fmt: skip
WHERE_KEYS = {"column", "is", "is_not", "matches", "matches_not", "present"}
UNPIVOT_KEYS = {"columns", "name", "value"}
TOTAL_KEYS = {"where", "column", "expect", "within"}
ADDS_UP_KEYS = {"where", "column", "whole", "parts", "within", "within_share", "absent"}


@dataclass(frozen=True, slots=True)
class TableMap:
    """How the rows of a file become rows of one table; keys as in the recipe."""

    into: str
    columns: Mapping[str, Any]
    where: tuple[Mapping[str, Any], ...] = ()
    unpivot: Mapping[str, Any] | None = None
    distinct: bool = False
    sum: bool = False
    rounding: float | tuple[tuple[float, float], ...] | None = None
    half_width: str | None = None
    flag: Mapping[str, Any] | None = None
    totals: tuple[Mapping[str, Any], ...] = ()
    adds_up: tuple[Mapping[str, Any], ...] = ()
    drop_replaced: bool = False


@dataclass(frozen=True, slots=True)
class DatasetMap:
    """One file, and the tables it becomes."""

    name: str
    file: str
    source: Mapping[str, Any]
    tables: tuple[TableMap, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as read: its title and its datasets, those of included files first."""

    name: str
    title: str
    datasets: tuple[DatasetMap, ...]


def shipped_recipes() -> dict[str, str]:
    """Return the recipes that ship: name and title."""
    folder = files("placewise.data") / "recipes"
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            name = entry.name.removesuffix(".toml")
            found[name] = str(tomllib.loads(entry.read_text(encoding="utf-8")).get("title", ""))
    return found


def read_recipe(name: str) -> Recipe:
    """Read a recipe that ships, or a TOML file.

    Raises:
        UnknownNameError: no such recipe or file.
        RecipeError: the file is no TOML, or has keys or values that are not understood; all
            faults are named at once.
    """
    path = Path(name)
    if path.suffix == ".toml":
        if not path.is_file():
            raise RecipeError("There is no such recipe file", where=name)
        texts = {path.stem: path.read_text(encoding="utf-8")}
        beside = {p.stem: p for p in path.parent.glob("*.toml")}
        loader = {key: beside[key].read_text(encoding="utf-8") for key in beside}
    else:
        shipped = shipped_recipes()
        if name not in shipped:
            raise UnknownNameError.among("recipe", name, shipped, action="Or name a .toml file.")
        folder = files("placewise.data") / "recipes"
        loader = {key: (folder / f"{key}.toml").read_text(encoding="utf-8") for key in shipped}
        texts = {name: loader[name]}
    stem, text = next(iter(texts.items()))
    faults: list[str] = []
    raw = _parsed(text, name)
    datasets = _datasets(raw, loader, stem, faults, seen={stem})
    if faults:
        raise RecipeError(
            f"The recipe has {len(faults)} faults:\n" + "\n".join(f"- {f}" for f in faults),
            where=name,
            action="docs/how-to/bring-your-own-tables.md explains every key.",
        )
    return Recipe(stem, str(raw.get("title", stem)), datasets)


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"The recipe is not valid TOML: {error}", where=where) from error


def _datasets(
    raw: Mapping[str, Any],
    loader: Mapping[str, str],
    where: str,
    faults: list[str],
    seen: set[str],
) -> tuple[DatasetMap, ...]:
    """Return the datasets of a recipe, those of included recipes first."""
    _check_keys(raw, RECIPE_KEYS, where, faults)
    found: list[DatasetMap] = []
    for name in raw.get("include", []):
        if name in seen:
            continue
        if name not in loader:
            faults.append(f"{where}: includes {name!r}, which is not beside it")
            continue
        seen.add(name)
        found += _datasets(_parsed(loader[name], name), loader, name, faults, seen)
    for number, dataset in enumerate(raw.get("dataset", []), start=1):
        place = f"{where}, dataset {dataset.get('name', number)!r}"
        before = len(faults)
        _check_keys(dataset, DATASET_KEYS, place, faults)
        _need(dataset, ("name", "file", "source", "table"), place, faults)
        _check_keys(dataset.get("source", {}), SOURCE_KEYS, f"{place}, source", faults)
        _need(dataset.get("source", {}), ("title", "publisher", "licence", "vintage"),
              f"{place}, source", faults)  # fmt: skip
        tables = [_table(table, place, faults) for table in dataset.get("table", [])]
        if len(faults) == before:
            options = {k: v for k, v in dataset.items() if k not in {"name", "file", "source"}}
            options.pop("table")
            found.append(
                DatasetMap(
                    dataset["name"], dataset["file"], dataset["source"],
                    tuple(table for table in tables if table), options,
                )
            )  # fmt: skip
    return tuple(found)


def _table(raw: Mapping[str, Any], place: str, faults: list[str]) -> TableMap | None:
    from placewise.model.schemas import TABLES

    before = len(faults)
    _check_keys(raw, TABLE_KEYS, place, faults)
    _need(raw, ("into", "columns"), f"{place}, table", faults)
    into = raw.get("into", "")
    where = f"{place}, table {into!r}"
    if into not in TABLES:
        near = nearest_names(into, TABLES)
        faults.append(f"{where}: no such table; did you mean {' or '.join(near) or 'another'}?")
    else:
        _check_keys(raw.get("columns", {}), set(TABLES[into].column_names()), where, faults)
    for name, column in raw.get("columns", {}).items():
        if isinstance(column, dict):
            _check_keys(column, COLUMN_KEYS, f"{where}, column {name!r}", faults)
    for condition in raw.get("where", []):
        _check_keys(condition, WHERE_KEYS, f"{where}, where", faults)
    for total in raw.get("total", []):
        _check_keys(total, TOTAL_KEYS, f"{where}, total", faults)
        _need(total, ("expect", "within"), f"{where}, total", faults)
    for check in raw.get("adds_up", []):
        _check_adds_up(check, into, f"{where}, adds_up", faults)
    _check_keys(raw.get("unpivot", {}), UNPIVOT_KEYS, f"{where}, unpivot", faults)
    if len(faults) > before:
        return None
    rounding = raw.get("rounding")
    return TableMap(
        into=into,
        columns=raw["columns"],
        where=tuple(raw.get("where", [])),
        unpivot=raw.get("unpivot"),
        distinct=bool(raw.get("distinct", False)),
        sum=bool(raw.get("sum", False)),
        rounding=tuple((float(a), float(b)) for a, b in rounding)
        if isinstance(rounding, list)
        else rounding,
        half_width=raw.get("half_width"),
        flag=raw.get("flag"),
        totals=tuple(raw.get("total", [])),
        adds_up=tuple(raw.get("adds_up", [])),
        drop_replaced=raw.get("replaced_codes") == "drop",
    )


def _check_adds_up(check: Mapping[str, Any], into: str, where: str, faults: list[str]) -> None:
    """Refuse a check of sums that could not be made."""
    _check_keys(check, ADDS_UP_KEYS, where, faults)
    _need(check, ("column", "whole"), where, faults)
    if into not in {"industry_values", "plants", "indicators"}:
        faults.append(f"{where}: only industry_values, plants and indicators add up")
    allowed = ("area",) if into == "indicators" else ("area", "industry")
    if check.get("column", "area") not in allowed:
        faults.append(f"{where}: column is one of {', '.join(allowed)}")
    if check.get("whole") != "parent" and "parts" not in check:
        faults.append(f"{where}: the key 'parts' is missing: a pattern of the codes to add up")
    if check.get("absent", "missing") not in {"missing", "zero"}:
        faults.append(f"{where}: absent is 'missing' or 'zero'")
    if "within" not in check and "within_share" not in check:
        faults.append(f"{where}: state the rounding of the source: within, within_share, or both")


def _check_keys(raw: Mapping[str, Any], known: set[str], where: str, faults: list[str]) -> None:
    for key in raw:
        if key not in known:
            near = nearest_names(key, known)
            hint = (
                f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(known))}"
            )
            faults.append(f"{where}: unknown key {key!r}{hint}")


def _need(raw: Mapping[str, Any], keys: tuple[str, ...], where: str, faults: list[str]) -> None:
    faults += [f"{where}: the key {key!r} is missing" for key in keys if key not in raw]
