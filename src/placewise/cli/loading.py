"""What the commands on tables and places print."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from placewise.data.load import load
from placewise.data.recipe import shipped_recipes
from placewise.data.workspace import Workspace
from placewise.errors import FaultyTableError, UnknownNameError
from placewise.model.store import Store
from placewise.workbench.bench import Workbench

FAULTS_SHOWN = 20


def create_workspace(folder: Path) -> None:
    """Create an empty workspace and say so."""
    Workspace.create(folder)
    print(f"Created an empty workspace in {folder}.")
    print(f"Next: placewise data load uk --from FOLDER --workspace {folder}")


def load_recipe(recipe: str, source: Path, folder: Path, replace: bool, wait: float) -> None:
    """Load by a recipe; on faults print the first of them and write all of them to a file."""
    from rich.console import Console
    from rich.status import Status

    known = (folder / "manifest.json").exists()
    workspace = Workspace.open(folder) if known else Workspace.create(folder)
    try:
        with Status("Reading", console=Console(stderr=True)) as status:
            report = load(
                recipe, source, workspace, replace=replace, wait=wait,
                progress=lambda name: status.update(f"Reading {name}"),
            )  # fmt: skip
    except FaultyTableError as error:
        _show_faults(error, Path(f"{Path(recipe).stem}-faults.csv"))
        raise
    for dataset, table, rows in report.rows.iter_rows():
        print(f"{rows:>12,}  {table:<22}{dataset}")
    for dataset, sentence in report.sums.select("dataset", "sentence").unique(
        maintain_order=True
    ).iter_rows():  # fmt: skip
        print(f"Checked: {dataset}: {sentence}.")
    for (dataset,), areas in report.left_out.group_by("dataset", maintain_order=True):
        print(
            f"Left out: {dataset}: {areas['rows'].sum():,} rows of {areas.height} areas that no "
            f"table knows: {', '.join(areas['area'].head(10))}"
            + (f" and {areas.height - 10} more" if areas.height > 10 else "")
            + "."
        )
    print(f"Loaded {report.rows['dataset'].n_unique()} datasets into {folder}.")


def _show_faults(error: FaultyTableError, path: Path) -> None:
    faults: pl.DataFrame = error.faults
    faults.write_csv(path, include_bom=True)
    for row in faults.head(FAULTS_SHOWN).iter_rows(named=True):
        at = f"row {row['row']}" if row["row"] is not None else "all rows"
        print(f"{row['table']}, {at}: {row['column']} {row['rule']} ({row['value']})",
              file=sys.stderr)  # fmt: skip
    print(f"{faults.height:,} faults are listed in {path}.", file=sys.stderr)


def list_all(workspace: str) -> None:
    """Print one line a dataset."""
    store = Workbench.open(workspace).store
    sources = store.provenance()
    if not sources:
        print(f"{store.label} holds no dataset yet.")
        return
    for source in sources:
        print(f"{source.dataset}: {source.source} ({source.vintage}). {source.licence}.")


def show_one(name: str, workspace: str) -> None:
    """Print what is known of one dataset or table."""
    store = Workbench.open(workspace).store
    sources = {source.dataset: source for source in store.provenance()}
    if name in store.tables():
        _show_table(name, store.table(name).collect())
        return
    if name not in sources:
        raise UnknownNameError.among("dataset or table", name, [*sources, *store.tables()])
    source = sources[name]
    print(f"{name}\n  {source.source}\n  {source.publisher}, {source.licence}")
    print(f"  vintage {source.vintage}; retrieved {source.retrieved or 'not noted'}")
    if source.sha256:
        print(f"  sha256 {source.sha256}")
    for step in filter(None, source.transformations):
        print(f"  {step}")
    _show_rows_of(store, name)


def _show_rows_of(store: Store, dataset: str) -> None:
    for table in store.tables():
        rows = store.table(table).filter(pl.col("dataset") == dataset).collect()
        if rows.height:
            _show_table(table, rows)


def _show_table(name: str, rows: pl.DataFrame) -> None:
    years = f", years {_span(rows)}" if "year" in rows else ""
    print(f"\n{name}: {rows.height:,} rows{years}")
    for column, kind in rows.schema.items():
        missing = rows[column].null_count()
        print(f"  {column:<16}{kind!s:<10}" + (f"{missing:,} missing" if missing else ""))
    with pl.Config(tbl_rows=5, tbl_cols=12, tbl_hide_dataframe_shape=True, fmt_str_lengths=24):
        print(rows.head(5))


def _span(rows: pl.DataFrame) -> str:
    first, last = rows.select(pl.col("year").min(), last=pl.col("year").max()).row(0)
    return f"{first} to {last}"


def list_recipes() -> None:
    """Print the recipes that ship."""
    for name, title in shipped_recipes().items():
        print(f"{name:<22}{title}")


def add_place(name: str, areas: str, folder: Path) -> None:
    """Add a place of the user's own and say what it consists of."""
    separator = ";" if ";" in areas else ","
    place = Workspace.open(folder).add_place(name, areas.split(separator))
    print(f'Added "{place.name}": {len(place.areas)} areas.')


def remove_place(name: str, folder: Path) -> None:
    """Remove a place of the user's own."""
    Workspace.open(folder).remove_place(name)
    print(f'Removed "{name}".')
