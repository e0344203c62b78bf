"""Loading by a recipe: read, map, check everything, then commit all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from placewise.data.faults import (
    MOST,
    mixed_vintages,
    no_faults,
    replaced_rows,
    row_faults,
    total_faults,
    unknown_codes,
)
from placewise.data.mapping import map_rows
from placewise.data.readers import ROW, read_file
from placewise.data.recipe import DatasetMap, Recipe, TableMap, read_recipe
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

Progress = Callable[[str], None]
Mapped = tuple[DatasetMap, TableMap, pl.DataFrame]
"""One table of a recipe with the rows that its file gave."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        recipe: the recipe.
        rows: one row a dataset and table: dataset, table, rows.
    """

    recipe: str
    rows: pl.DataFrame


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
    mapped: list[Mapped] = []
    hashes: dict[str, str] = {}
    for dataset in recipe.datasets:
        progress(dataset.name)
        path = _file_of(folder, dataset)
        source = read_file(path, dataset.options)
        hashes[dataset.name] = _sha256(path)
        for table in dataset.tables:
            mapped.append((dataset, table, _collected(source, table, dataset)))  # noqa: PERF401
    mapped = _without_replaced(mapped, _changes(mapped, workspace))
    faults = _faults(mapped, workspace)
    if faults.height:
        raise _refused(recipe, faults)
    loads = _loads(recipe, mapped, hashes)
    workspace.commit(loads, replace=replace, wait=wait)
    rows = [(load.dataset, t, f.height) for load in loads for t, f in load.tables.items()]
    return LoadReport(
        recipe.name, pl.DataFrame(rows, schema=["dataset", "table", "rows"], orient="row")
    )


def _file_of(folder: Path, dataset: DatasetMap) -> Path:
    found = sorted(folder.glob(dataset.file))
    if len(found) > 1:
        raise RecipeError(
            f"{len(found)} files fit {dataset.file!r}",
            where=", ".join(path.name for path in found[:5]),
            action="Make the name in the recipe fit one of them.",
        )
    return found[0] if found else folder / dataset.file


def _collected(source: pl.LazyFrame, table: TableMap, dataset: DatasetMap) -> pl.DataFrame:
    """Map and collect, streaming, so that a file larger than memory passes through."""
    try:
        frame = map_rows(source, table, dataset).collect(engine="streaming")
    except pl.exceptions.PolarsError as error:
        raise RecipeError(
            f"The file {dataset.file} cannot be mapped: {str(error).splitlines()[0]}",
            where=f"dataset {dataset.name!r}, table {table.into!r}",
        ) from error
    if frame.is_empty():
        raise RecipeError(
            f"The file {dataset.file} gives no row for the table {table.into!r}",
            where=f"dataset {dataset.name!r}",
            action="Check the where conditions and whether the file holds rows.",
        )
    return frame


def _faults(mapped: list[Mapped], workspace: Workspace) -> pl.DataFrame:
    """Return the faults of all tables together."""
    areas = _known(mapped, workspace, "areas", "code")
    changes = _changes(mapped, workspace)
    areas |= set(changes)
    industries = _known(mapped, workspace, "industries", "code")
    found = [no_faults()]
    for dataset, table, rows in mapped:
        parts = [row_faults(rows, table.into), total_faults(rows, table)]
        parts += [
            unknown_codes(rows, table.into, column, areas, "area")
            for column in AREA_COLUMNS.get(table.into, ())
        ]
        if table.into in {"industry_values", "plants"}:
            parts.append(unknown_codes(rows, table.into, "industry", industries, "industry"))
        parts.append(mixed_vintages(rows, table.into, changes))
        together = pl.concat(parts)
        found.append(
            together.with_columns((pl.lit(f"{dataset.name}: ") + pl.col("table")).alias("table"))
        )
    return pl.concat(found)


def _known(
    mapped: list[Mapped],
    workspace: Workspace,
    table: str,
    column: str,
) -> set[str]:
    """Return the codes of the workspace and of this load."""
    known = set(workspace.table(table).select(column).collect()[column])
    for _, mapping, rows in mapped:
        if mapping.into == table:
            known |= set(rows[column])
    return known


def _changes(mapped: list[Mapped], workspace: Workspace) -> dict[str, str]:
    pairs = dict(workspace.table("area_changes").select("old_code", "code").collect().iter_rows())
    for _, mapping, rows in mapped:
        if mapping.into == "area_changes":
            pairs |= dict(rows.select("old_code", "code").iter_rows())
    return pairs


def _without_replaced(mapped: list[Mapped], changes: dict[str, str]) -> list[Mapped]:
    """Drop figures under old codes where the code in force has them, if the recipe says so."""
    return [
        (
            dataset,
            table,
            rows.join(
                replaced_rows(rows, changes).select(ROW, "area"), on=[ROW, "area"], how="anti"
            )
            if table.drop_replaced
            else rows,
        )
        for dataset, table, rows in mapped
    ]


def _refused(recipe: Recipe, faults: pl.DataFrame) -> FaultyTableError:
    counts = faults.group_by("table", "column", "rule").len().sort("len", descending=True)
    lines = [
        f"- {table}: {column} {rule} ({count:,} {'row' if count == 1 else 'rows'})"
        for table, column, rule, count in counts.head(10).iter_rows()
    ]
    return FaultyTableError(
        f"{faults.height:,} faults, nothing was loaded:\n" + "\n".join(lines),
        faults.head(MOST),
        where=f"recipe {recipe.name}",
        action="The table of faults gives every row; correct the file or the recipe.",
    )


def _loads(
    recipe: Recipe,
    mapped: list[Mapped],
    hashes: dict[str, str],
) -> list[Load]:
    """Gather the tables of each dataset; two maps into one table are put together."""
    loads: dict[str, Load] = {}
    for dataset, table, rows in mapped:
        tables = dict(loads[dataset.name].tables) if dataset.name in loads else {}
        tidy = rows.drop(ROW)
        tables[table.into] = pl.concat([tables[table.into], tidy]) if table.into in tables else tidy
        source = dataset.source
        provenance = Provenance(
            dataset=dataset.name,
            source=str(source["title"]),
            publisher=str(source["publisher"]),
            licence=str(source["licence"]),
            vintage=str(source["vintage"]),
            retrieved=str(source.get("retrieved", "")),
            sha256=hashes[dataset.name],
            transformations=tuple(source.get("transformations", ())),
        )
        loads[dataset.name] = Load(dataset.name, tables, provenance, recipe.name)
    return list(loads.values())


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
