"""Recipes: TOML files that say which file becomes which table, without programming.

docs/how-to/bring-your-own-tables.md explains every key with examples that run.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import polars as pl

from placewise.data.recipe_shape import shape_faults
from placewise.errors import RecipeError, UnknownNameError, nearest_names, with_faults

RECIPE_KEYS = {"title", "include", "dataset"}
DATASET_KEYS = {"name", "file", "format", "sheet", "separator", "encoding", "header_row", "source",
                "table", "missing"}  # fmt: skip
SOURCE_KEYS = {"title", "publisher", "licence", "vintage", "retrieved", "transformations"}
TABLE_KEYS = {"into", "where", "unpivot", "columns", "distinct", "sum", "rounding", "half_width",
              "flag", "total", "adds_up", "replaced_codes", "unknown_areas"}  # fmt: skip
COLUMN_KEYS = {"column", "value", "map", "extract", "replace", "slice", "prefix", "pad", "multiply",
               "strip", "join", "year_of", "otherwise", "map_file", "named"}  # fmt: skip
WHERE_KEYS = {"column", "is", "is_not", "matches", "matches_not", "present"}
UNPIVOT_KEYS = {"columns", "name", "value"}
FLAG_KEYS = {"column", "map"}
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
    leave_out_unknown: bool = False


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


class Beside:
    """The files beside a recipe: recipes that it includes, small tables that it carries."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder

    def has(self, name: str) -> bool:
        """Say whether there is such a file."""
        return (self._folder / name).is_file()

    def text(self, name: str) -> str:
        """Return what a file says."""
        return (self._folder / name).read_text(encoding="utf-8-sig")

    def pairs(self, name: str) -> dict[str, str]:
        """Return a CSV file of two columns and a header: the first to the second."""
        rows = [row for row in csv.reader(self.text(name).splitlines()) if row][1:]
        return {row[0]: row[1] for row in rows}


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
        beside = Beside(path.parent)
    else:
        shipped = shipped_recipes()
        if name not in shipped:
            raise UnknownNameError.among("recipe", name, shipped, action="Or name a .toml file.")
        beside = Beside(files("placewise.data") / "recipes")
    stem = path.stem if path.suffix == ".toml" else name
    faults: list[str] = []
    raw = _parsed(beside.text(f"{stem}.toml"), name)
    datasets = _datasets(raw, beside, stem, faults, seen={stem})
    if faults:
        raise RecipeError(
            with_faults("The recipe is not as it should be", faults),
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
    beside: Beside,
    where: str,
    faults: list[str],
    seen: set[str],
) -> tuple[DatasetMap, ...]:
    """Return the datasets of a recipe, those of included recipes first."""
    misshapen = list(shape_faults(raw, where))
    if misshapen:
        faults += misshapen
        return ()
    _check_keys(raw, RECIPE_KEYS, where, faults)
    found: list[DatasetMap] = []
    for name in raw.get("include", []):
        if name in seen:
            continue
        if not beside.has(f"{name}.toml"):
            faults.append(f"{where}: includes {name!r}, which is not beside it")
            continue
        seen.add(name)
        found += _datasets(_parsed(beside.text(f"{name}.toml"), name), beside, name, faults, seen)
    for number, dataset in enumerate(raw.get("dataset", []), start=1):
        place = f"{where}, dataset {dataset.get('name', number)!r}"
        before = len(faults)
        _check_keys(dataset, DATASET_KEYS, place, faults)
        _need(dataset, ("name", "file", "source", "table"), place, faults)
        _check_keys(dataset.get("source", {}), SOURCE_KEYS, f"{place}, source", faults)
        _need(dataset.get("source", {}), ("title", "publisher", "licence", "vintage"),
              f"{place}, source", faults)  # fmt: skip
        tables = [_table(table, place, faults, beside) for table in dataset.get("table", [])]
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


def _table(
    raw: Mapping[str, Any], place: str, faults: list[str], beside: Beside
) -> TableMap | None:
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
            _check_column(column, f"{where}, column {name!r}", faults, beside)
    for condition in raw.get("where", []):
        _check_condition(condition, f"{where}, where", faults)
    _check_checks(raw, into, where, faults)
    _check_keys(raw.get("unpivot", {}), UNPIVOT_KEYS, f"{where}, unpivot", faults)
    if len(faults) > before:
        return None
    rounding = raw.get("rounding")
    return TableMap(
        into=into,
        columns={name: _with_map(column, beside) for name, column in raw["columns"].items()},
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
        leave_out_unknown=raw.get("unknown_areas") == "leave out",
    )


def _check_checks(raw: Mapping[str, Any], into: str, where: str, faults: list[str]) -> None:
    """Refuse flags, known totals and checks of sums that could not be made."""
    from placewise.model.schemas import TABLES

    if "flag" in raw:
        _check_keys(raw["flag"], FLAG_KEYS, f"{where}, flag", faults)
        _need(raw["flag"], ("column", "map"), f"{where}, flag", faults)
    for check in [*raw.get("total", []), *raw.get("adds_up", [])] if into in TABLES else ():
        known = set(TABLES[into].column_names())
        for condition in check.get("where", []):
            _check_condition(condition, f"{where}, where of a check", faults)
            _check_keys(
                {condition.get("column", "value"): None}, known, f"{where}, check", faults
            )  # fmt: skip
    for total in raw.get("total", []):
        _check_keys(total, TOTAL_KEYS, f"{where}, total", faults)
        _need(total, ("expect", "within"), f"{where}, total", faults)
    for check in raw.get("adds_up", []):
        _check_adds_up(check, into, f"{where}, adds_up", faults)


def _check_column(column: Mapping[str, Any], where: str, faults: list[str], beside: Beside) -> None:
    """Refuse a column that cannot be made."""
    _check_keys(column, COLUMN_KEYS, where, faults)
    if not {"column", "value", "join"} & set(column):
        faults.append(f"{where}: name a column, a value, or columns to join")
    name = column.get("map_file")
    if name is None:
        return
    if not beside.has(name):
        faults.append(f"{where}: the file {name!r} is not beside the recipe")
    elif any(len(row) != 2 for row in csv.reader(beside.text(name).splitlines()) if row):
        faults.append(f"{where}: the file {name!r} needs two columns and a header")


def _with_map(column: Any, beside: Beside) -> Any:
    """Return a column with the pairs of its ``map_file`` in its ``map``, whose own pairs win."""
    if not isinstance(column, Mapping) or "map_file" not in column:
        return column
    rest = {key: value for key, value in column.items() if key != "map_file"}
    return rest | {"map": beside.pairs(column["map_file"]) | column.get("map", {})}


def _check_condition(condition: Mapping[str, Any], where: str, faults: list[str]) -> None:
    """Refuse a condition that could not be tested."""
    _check_keys(condition, WHERE_KEYS, where, faults)
    _need(condition, ("column",), where, faults)
    faults += [
        f"{where}: {key} is no pattern that can be read: {condition[key]!r}"
        for key in ("matches", "matches_not")
        if not _is_pattern(condition.get(key, ""))
    ]


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
    if not _is_pattern(check.get("parts", "")):
        faults.append(f"{where}: parts is no pattern that can be read")
    if check.get("absent", "missing") not in {"missing", "zero", "unknown"}:
        faults.append(f"{where}: absent is 'missing', 'zero' or 'unknown'")
    if "within" not in check and "within_share" not in check:
        faults.append(f"{where}: state the rounding of the source: within, within_share, or both")


def _is_pattern(text: str) -> bool:
    """Say whether a regular expression can be read, by the engine that will use it."""
    try:
        pl.Series([""]).str.contains(text)
    except pl.exceptions.ComputeError:
        return False
    return True


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
