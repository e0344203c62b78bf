"""Loading by a recipe: read, map, check everything, then commit all of it or nothing.

Mapped rows wait in Parquet files of a temporary folder while they are checked, so that they need
not all be in memory at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from placewise.data.changes import codes_in_force
from placewise.data.faults import (
    MOST,
    Faults,
    doubled_rows,
    mixed_vintages,
    replaced_rows,
    row_faults,
    schema_rules,
    unknown_codes,
)
from placewise.data.mapping import UNREADABLE, map_rows
from placewise.data.readers import ROW, read_file
from placewise.data.recipe import DatasetMap, Recipe, TableMap, read_recipe
from placewise.data.sums import SUM_SCHEMA, SumsChecked, known_totals
from placewise.data.workspace import Load, Workspace
from placewise.errors import FaultyTableError, RecipeError
from placewise.model.words import Provenance

AREA_COLUMNS = {
    "industry_values": ("area",),
    "plants": ("area",),
    "indicators": ("area",),
    "boundaries": ("area",),
    "area_members": ("whole", "member"),
}
"""Columns that must hold known areas. Flows may leave the country; gazetteers may be older."""

LEFT_OUT_SCHEMA = pl.Schema({"dataset": pl.String(), "area": pl.String(), "rows": pl.Int64()})

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Mapped:
    """One table of a recipe with the rows that its file gave."""

    dataset: DatasetMap
    table: TableMap
    rows: pl.LazyFrame


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        recipe: the recipe.
        rows: one row a dataset and table: dataset, table, rows.
        sums: one row a check of parts against their wholes: dataset, table, check, agree,
            unchecked (sums that could not be checked, because a part or the whole is missing),
            largest_difference.
        left_out: one row an area that no table knows, where the recipe leaves such out: dataset,
            area (code or name as in the file), rows.
    """

    recipe: str
    rows: pl.DataFrame
    sums: pl.DataFrame
    left_out: pl.DataFrame


def load(
    recipe_name: str,
    folder: Path,
    workspace: Workspace,
    *,
    replace: bool = False,
    wait: float = 60.0,
    progress: Progress = lambda _: None,
) -> LoadReport:
    """Load every dataset of a recipe, or none.

    Args:
        recipe_name: a recipe that ships, or a TOML file.
        folder: where the files are.
        workspace: where the tables go.
        replace: replace datasets that are loaded already.
        wait: seconds to wait for another writer.
        progress: called with the name of each dataset.

    Raises:
        RecipeError: the recipe or a file cannot be read.
        FaultyTableError: rows break a rule; carries the table of all faults.
        InputError: a dataset is loaded already.
    """
    recipe = read_recipe(recipe_name)
    with TemporaryDirectory(prefix="placewise-") as scratch:
        mapped: list[Mapped] = []
        hashes: dict[str, str] = {}
        for dataset in recipe.datasets:
            progress(dataset.name)
            path = _file_of(folder, dataset)
            source = read_file(path, dataset.options)
            hashes[dataset.name] = _sha256(path)
            for table in dataset.tables:
                rest = Path(scratch) / f"{len(mapped)}.parquet"
                table = _with_names(table, mapped, workspace)
                mapped.append(Mapped(dataset, table, _spooled(source, table, dataset, rest)))
        changes = codes_in_force(_changes(mapped, workspace))
        mapped = _without_replaced(mapped, changes)
        mapped, left_out = _without_unknown(mapped, workspace, changes)
        progress("checks")
        sums = _checked(recipe, mapped, workspace, changes)
        loads = _loads(recipe, mapped, hashes, sums, left_out)
        workspace.commit(loads, replace=replace, wait=wait)
    done = workspace.rows_of([load.dataset for load in loads])
    return LoadReport(recipe.name, done, sums, left_out)


def _file_of(folder: Path, dataset: DatasetMap) -> Path:
    found = sorted(folder.glob(dataset.file))
    if len(found) > 1:
        raise RecipeError(
            f"{len(found)} files fit {dataset.file!r}",
            where=", ".join(path.name for path in found[:5]),
            action="Make the name in the recipe fit one of them.",
        )
    return found[0] if found else folder / dataset.file


def _spooled(
    source: pl.LazyFrame, table: TableMap, dataset: DatasetMap, rest: Path
) -> pl.LazyFrame:
    """Map rows into a file, streaming, and return them lazily."""
    try:
        map_rows(source, table, dataset).sink_parquet(rest, compression="lz4")
    except pl.exceptions.PolarsError as error:
        raise RecipeError(
            f"The file {dataset.file} cannot be mapped: {str(error).splitlines()[0]}",
            where=f"dataset {dataset.name!r}, table {table.into!r}",
        ) from error
    rows = pl.scan_parquet(rest)
    if not rows.select(pl.len()).collect().item():
        raise RecipeError(
            f"The file {dataset.file} gives no row for the table {table.into!r}",
            where=f"dataset {dataset.name!r}",
            action="Check the where conditions and whether the file holds rows.",
        )
    return rows


def _checked(
    recipe: Recipe, mapped: list[Mapped], workspace: Workspace, changes: dict[str, str]
) -> pl.DataFrame:
    """Check the rows of all tables together; return what was found of their sums.

    Raises:
        FaultyTableError: rows break a rule.
    """
    known = {
        "area": _known(mapped, workspace, "areas") | set(changes),
        "industry": _known(mapped, workspace, "industries"),
    }
    tree = _gathered(mapped, workspace, "industries", "classification", "code", "parent")
    members = _gathered(mapped, workspace, "area_members", "whole", "member")
    found: list[Faults] = []
    sums = [pl.DataFrame(schema=SUM_SCHEMA)]
    for part in mapped:
        into = part.table.into
        rules = [*schema_rules(part.rows, into)]
        rules += [
            unknown_codes(column, known["area"], "area") for column in AREA_COLUMNS.get(into, ())
        ]
        if into in {"industry_values", "plants"}:
            rules.append(unknown_codes("industry", known["industry"], "industry"))
        checked = SumsChecked.of(part.table, part.rows, tree, members)
        faults = [
            *row_faults(part.rows, into, rules),
            *doubled_rows(part.rows, into),
            *mixed_vintages(part.rows, into, changes),
            *known_totals(part.table, part.rows),
            *checked.faults,
        ]
        told = pl.format("{}: {}", pl.lit(part.dataset.name), pl.col("table"))
        found += [Faults(f.listed.with_columns(table=told), f.count) for f in faults]
        sums.append(checked.summary.with_columns(dataset=pl.lit(part.dataset.name)))
    if found:
        raise _refused(recipe, found)
    return pl.concat(sums)


def _gathered(
    mapped: list[Mapped], workspace: Workspace, table: str, *columns: str
) -> pl.LazyFrame:
    """Return columns of one table over the workspace and this load."""
    parts = [workspace.table(table).select(columns)]
    parts += [part.rows.select(columns) for part in mapped if part.table.into == table]
    return pl.concat(parts).unique()


def _known(mapped: list[Mapped], workspace: Workspace, table: str) -> set[str]:
    """Return the codes of the workspace and of this load."""
    return set(_gathered(mapped, workspace, table, "code").collect()["code"])


def _changes(mapped: list[Mapped], workspace: Workspace) -> dict[str, str]:
    """Return the code that replaced each old code; those of this load count."""
    pairs = dict(workspace.table("area_changes").select("old_code", "code").collect().iter_rows())
    for part in mapped:
        if part.table.into == "area_changes":
            pairs |= dict(part.rows.select("old_code", "code").collect().iter_rows())
    return pairs


def _without_replaced(mapped: list[Mapped], changes: dict[str, str]) -> list[Mapped]:
    """Drop figures under old codes where the code in force has them, if the recipe says so."""
    kept = []
    for part in mapped:
        rows = part.rows
        if part.table.drop_replaced:
            replaced = replaced_rows(rows, changes).select(ROW, "area")
            rows = rows.join(replaced, on=[ROW, "area"], how="anti")
        kept.append(Mapped(part.dataset, part.table, rows))
    return kept


def _with_names(table: TableMap, mapped: list[Mapped], workspace: Workspace) -> TableMap:
    """Let columns with ``named`` turn names of areas into codes; a name that two share into none.

    What ``map`` gives for a name is a name too. A name that no area has stays, and is then a fault
    or left out as an unknown area.
    """
    columns = dict(table.columns)
    for column, spec in table.columns.items():
        if isinstance(spec, dict) and "named" in spec:
            areas = _gathered(mapped, workspace, "areas", "code", "name", "kind").collect()
            codes: dict[str, str] = {}
            for kind in reversed(spec["named"]):
                single = areas.filter(pl.col("kind") == kind).filter(pl.len().over("name") == 1)
                codes |= dict(single.select("name", "code").iter_rows())
            mended = {old: codes.get(new, new) for old, new in spec.get("map", {}).items()}
            columns[column] = spec | {"map": codes | mended}
    return replace_fields(table, columns=columns)


def _without_unknown(
    mapped: list[Mapped], workspace: Workspace, changes: dict[str, str]
) -> tuple[list[Mapped], pl.DataFrame]:
    """Leave out rows of areas that no table knows, if the recipe says so, and list the areas."""
    known = list(_known(mapped, workspace, "areas") | set(changes))
    kept, lists = [], [pl.DataFrame(schema=LEFT_OUT_SCHEMA)]
    for part in mapped:
        rows = part.rows
        if part.table.leave_out_unknown:
            unknown = ~pl.col("area").is_in(known)
            lost = rows.filter(unknown).group_by("area").agg(rows=pl.len()).sort("area").collect()
            lists.append(
                lost.select(pl.lit(part.dataset.name).alias("dataset"), "area", "rows").cast(
                    LEFT_OUT_SCHEMA
                )
            )
            rows = rows.filter(~unknown | pl.col("area").is_null())
        kept.append(Mapped(part.dataset, part.table, rows))
    together = pl.concat(lists).group_by("dataset", "area", maintain_order=True)
    return kept, together.agg(pl.col("rows").sum())


def _refused(recipe: Recipe, found: list[Faults]) -> FaultyTableError:
    """Return the error that names every kind of fault and carries the table of faults."""
    found = sorted(found, key=lambda faults: -faults.count)
    lines = []
    for faults in found[:10]:
        table, column, rule = faults.listed.select("table", "column", "rule").row(0)
        several = "row" if faults.count == 1 else "rows"
        lines.append(f"- {table}: {column} {rule} ({faults.count:,} {several})")
    if len(found) > 10:
        lines.append(f"- and {len(found) - 10} kinds of fault more")
    total = sum(faults.count for faults in found)
    listed = pl.concat([faults.listed for faults in found])
    cut = any(faults.count > faults.listed.height for faults in found)
    return FaultyTableError(
        f"{total:,} {'fault' if total == 1 else 'faults'}, nothing was loaded:\n"
        + "\n".join(lines),
        listed,
        where=f"recipe {recipe.name}",
        action=(
            f"The table of faults gives the first {MOST:,} rows of each kind"
            if cut
            else "The table of faults gives every row"
        )
        + "; correct the file or the recipe.",
    )


def _loads(
    recipe: Recipe,
    mapped: list[Mapped],
    hashes: dict[str, str],
    sums: pl.DataFrame,
    left_out: pl.DataFrame,
) -> list[Load]:
    """Gather the tables of each dataset; two maps into one table are put together."""
    loads: dict[str, Load] = {}
    for part in mapped:
        name, into, source = part.dataset.name, part.table.into, part.dataset.source
        tables = dict(loads[name].tables) if name in loads else {}
        tidy = part.rows.drop(ROW, pl.selectors.starts_with(UNREADABLE))
        tables[into] = pl.concat([tables[into].lazy(), tidy]) if into in tables else tidy
        checks = (
            sums.filter(pl.col("dataset") == name)["sentence"].unique(maintain_order=True).to_list()
        )
        lost = left_out.filter(pl.col("dataset") == name)["area"].to_list()
        if lost:
            checks = [*checks, f"left out, as no table knows these areas: {', '.join(lost)}"]
        provenance = Provenance(
            dataset=name,
            source=str(source["title"]),
            publisher=str(source["publisher"]),
            licence=str(source["licence"]),
            vintage=str(source["vintage"]),
            retrieved=str(source.get("retrieved", "")),
            sha256=hashes[name],
            transformations=(*source.get("transformations", ()), *checks),
        )
        loads[name] = Load(name, tables, provenance, recipe.name)
    return list(loads.values())


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
