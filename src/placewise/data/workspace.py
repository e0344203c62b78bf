"""A workspace: a folder of Parquet files, a manifest, and a DuckDB file that shows them as tables.

    workspace/
      manifest.json              what is loaded: the one file that decides
      tables/<table>/*.parquet   rows, one file a dataset and table, never changed once written
      workspace.duckdb           views over the Parquet files, for any DuckDB client
      writer.lock                who is writing

A load writes new files beside the old ones and then replaces the manifest in one step, so that a
process that is killed at any moment leaves the workspace as it was before or as it is after. Files
that no manifest names are leftovers and go at the next write. The DuckDB file is made again from
the manifest and is never read by placewise itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from placewise.data.empty import empty_table
from placewise.data.lock import writing
from placewise.data.manifest_file import Checkpoint, flush, replace_manifest
from placewise.data.places import check_own_place
from placewise.errors import (
    InputError,
    UnknownNameError,
    WorkspaceError,
    WorkspaceVersionError,
)
from placewise.model.words import Place, Provenance

SCHEMA_VERSION = 1
"""Version of the layout above and of the table schemas."""

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """One dataset to be loaded.

    Attributes:
        dataset: its name.
        tables: rows for each table, lazy or not; their ``dataset`` column is set to the name.
        provenance: where it came from.
        recipe: the recipe that read it.
    """

    dataset: str
    tables: Mapping[str, pl.DataFrame | pl.LazyFrame]
    provenance: Provenance
    recipe: str


class Workspace:
    """Tables of any country, loaded by recipes. Open it with :meth:`open` or :meth:`create`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self._manifest = manifest

    @classmethod
    def create(cls, folder: Path) -> Workspace:
        """Create an empty workspace.

        Raises:
            WorkspaceError: the folder exists and holds something, or cannot be made.
        """
        if folder.exists() and not folder.is_dir():
            raise WorkspaceError(
                "This is a file, and a folder is needed",
                where=str(folder),
                action="Name a new folder.",
            )
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceError(
                "The folder is not empty",
                where=str(folder),
                action="Name a new folder, or open the workspace that is there.",
            )
        try:
            (folder / "tables").mkdir(parents=True, exist_ok=True)
            manifest: Manifest = {"schema_version": SCHEMA_VERSION, "datasets": {}, "places": {}}
            replace_manifest(folder, manifest)
        except OSError as error:
            raise WorkspaceError(
                f"Cannot create the workspace: {error.strerror}", where=str(folder)
            ) from error
        _show_in_duckdb(folder, manifest)
        return cls(folder, manifest)

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open a workspace as it is now; a load that happens later is not seen.

        Raises:
            WorkspaceError: no workspace there, or its manifest is damaged.
            WorkspaceVersionError: it was written by another version.
        """
        return cls(folder, _read_manifest(folder))

    @property
    def label(self) -> str:
        """Return the folder, as messages name it."""
        return str(self.folder)

    def tables(self) -> tuple[str, ...]:
        """Return the names of the tables that hold rows."""
        return tuple(sorted({t for d in self._manifest["datasets"].values() for t in d["files"]}))

    def table(self, name: str) -> pl.LazyFrame:
        """Return one table over all datasets; empty with the right columns if nothing is loaded.

        Raises:
            UnknownNameError: there is no such table.
            WorkspaceError: a file that the manifest names is gone.
        """
        paths = [
            self.folder / data["files"][name]
            for data in self._manifest["datasets"].values()
            if name in data["files"]
        ]
        if not paths:
            return empty_table(name)
        lost = [str(path) for path in paths if not path.exists()]
        if lost:
            raise WorkspaceError(
                "A file of the workspace is gone",
                where=", ".join(lost[:3]),
                action="Load its dataset again with --replace.",
            )
        return pl.scan_parquet(paths)

    def tiles(self) -> pl.DataFrame:
        """Return no tiles: a workspace lays them out from its boundaries."""
        return pl.DataFrame(
            schema={
                "kind": pl.String, "area": pl.String, "column": pl.Int64, "row": pl.Int64,
                "short": pl.String,
            }
        )  # fmt: skip

    def provenance(self) -> tuple[Provenance, ...]:
        """Return where each dataset came from, sorted by dataset."""
        datasets = self._manifest["datasets"]
        return tuple(_provenance(datasets[name]["provenance"]) for name in sorted(datasets))

    def own_places(self) -> tuple[Place, ...]:
        """Return the places that the user has put together, sorted by name."""
        places = self._manifest["places"]
        return tuple(Place(name, "own", tuple(places[name])) for name in sorted(places))

    def datasets(self) -> pl.DataFrame:
        """Return one row a dataset: what it is, its rows, where it came from."""
        rows = [
            (name, data["provenance"]["source"], data["provenance"]["vintage"],
             sum(data["rows"].values()), ", ".join(sorted(data["rows"])), data["recipe"])
            for name, data in sorted(self._manifest["datasets"].items())
        ]  # fmt: skip
        schema = ["dataset", "source", "vintage", "rows", "tables", "recipe"]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def rows_of(self, datasets: Sequence[str]) -> pl.DataFrame:
        """Return one row a dataset and table: dataset, table, rows."""
        found = self._manifest["datasets"]
        rows = [(name, table, n) for name in datasets for table, n in found[name]["rows"].items()]
        schema = {"dataset": pl.String, "table": pl.String, "rows": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def commit(
        self,
        loads: Sequence[Load],
        *,
        replace: bool = False,
        wait: float = 60.0,
        checkpoint: Checkpoint = lambda _: None,
    ) -> None:
        """Load some datasets: all of them, or none.

        Args:
            loads: the datasets, their rows valid.
            replace: replace datasets of the same names.
            wait: seconds to wait for another writer.
            checkpoint: called with the name of each step, for tests that kill the process there.

        Raises:
            InputError: a dataset is loaded already and ``replace`` is not given.
            WorkspaceBusyError: another process is still writing.
            WorkspaceError: the disk refuses.
        """
        with writing(self.folder, wait):
            manifest = _read_manifest(self.folder)
            known = [load.dataset for load in loads if load.dataset in manifest["datasets"]]
            if known and not replace:
                raise InputError(
                    f"Loaded already: {', '.join(known)}",
                    where=self.label,
                    action="Replace what is there with --replace.",
                )
            _sweep(self.folder, manifest)
            checkpoint("swept")
            try:
                for load in loads:
                    manifest["datasets"][load.dataset] = self._written(load)
                    checkpoint(f"wrote {load.dataset}")
                self._switch(manifest, checkpoint)
            except OSError as error:
                raise WorkspaceError(
                    f"The load could not be written: {error.strerror}; nothing has changed",
                    where=self.label,
                ) from error

    def remove(self, dataset: str, *, wait: float = 60.0) -> None:
        """Remove a dataset.

        Raises:
            UnknownNameError: there is no such dataset.
        """
        with writing(self.folder, wait):
            manifest = _read_manifest(self.folder)
            if dataset not in manifest["datasets"]:
                raise UnknownNameError.among("dataset", dataset, manifest["datasets"])
            del manifest["datasets"][dataset]
            self._switch(manifest, lambda _: None)

    def add_place(self, name: str, areas: Sequence[str], *, wait: float = 60.0) -> Place:
        """Add a place of the user's own; it survives every load.

        Raises:
            InputError: the name is taken, or the areas are none or doubled.
            UnknownNameError: an area is not known.
        """
        with writing(self.folder, wait):
            self._manifest = manifest = _read_manifest(self.folder)
            place = check_own_place(self, name, areas)
            manifest["places"][place.name] = list(place.areas)
            self._switch(manifest, lambda _: None)
            return place

    def remove_place(self, name: str, *, wait: float = 60.0) -> None:
        """Remove a place of the user's own.

        Raises:
            UnknownNameError: there is no such place.
        """
        with writing(self.folder, wait):
            manifest = _read_manifest(self.folder)
            if name not in manifest["places"]:
                raise UnknownNameError.among("place of your own", name, manifest["places"])
            del manifest["places"][name]
            self._switch(manifest, lambda _: None)

    def _written(self, load: Load) -> Manifest:
        """Write the rows of one dataset under new names, and return its entry in the manifest."""
        files, rows = {}, {}
        for table, frame in load.tables.items():
            wanted = empty_table(table).collect_schema()
            tidy = frame.lazy().with_columns(dataset=pl.lit(load.dataset))
            tidy = tidy.select(pl.col(name).cast(kind) for name, kind in wanted.items())
            folder = self.folder / "tables" / table
            folder.mkdir(parents=True, exist_ok=True)
            mark = hashlib.sha256(f"{load.dataset}{os.urandom(16).hex()}".encode()).hexdigest()[:16]
            path = folder / f"{mark}.parquet"
            tidy.sink_parquet(path, compression="zstd")
            flush(path)
            files[table] = str(path.relative_to(self.folder))
            rows[table] = int(pl.scan_parquet(path).select(pl.len()).collect().item())
        return {
            "files": files,
            "rows": rows,
            "recipe": load.recipe,
            "provenance": asdict(load.provenance),
        }

    def _switch(self, manifest: Manifest, checkpoint: Checkpoint) -> None:
        """Make a manifest the one that counts, then clear up behind it."""
        replace_manifest(self.folder, manifest, checkpoint)
        self._manifest = manifest
        checkpoint("switched")
        _sweep(self.folder, manifest)
        _show_in_duckdb(self.folder, manifest)


def _read_manifest(folder: Path) -> Manifest:
    path = folder / "manifest.json"
    try:
        manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        version = manifest["schema_version"]
    except FileNotFoundError:
        raise WorkspaceError(
            "There is no workspace here",
            where=str(folder),
            action="Create one with `placewise data create FOLDER`, or leave --workspace away to "
            "use the sample.",
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"The manifest of the workspace cannot be read: {error}", where=str(path)
        ) from error
    if version != SCHEMA_VERSION:
        raise WorkspaceVersionError(
            f"The workspace has schema version {version}",
            where=str(path),
            allowed=f"version {SCHEMA_VERSION}",
            action="Load its tables again into a new workspace.",
        )
    return manifest


def _sweep(folder: Path, manifest: Manifest) -> None:
    """Remove Parquet files that no manifest names: what a killed or replaced load left behind."""
    named = {file for data in manifest["datasets"].values() for file in data["files"].values()}
    for path in (folder / "tables").glob("*/*.parquet"):
        if str(path.relative_to(folder)) not in named:
            path.unlink(missing_ok=True)


def _show_in_duckdb(folder: Path, manifest: Manifest) -> None:
    """Make the DuckDB file again: a view a table, and the manifest as a table.

    A client that has the file open keeps its old one; failing to replace it changes no data.
    """
    import duckdb

    part = folder / "workspace.duckdb.part"
    part.unlink(missing_ok=True)
    with duckdb.connect(str(part)) as connection:
        connection.execute(
            "create table manifest (dataset text, source text, publisher text, licence text, "
            "vintage text, retrieved text, sha256 text, transformations text, recipe text, "
            "row_count bigint)"
        )
        for name, data in sorted(manifest["datasets"].items()):
            source = data["provenance"]
            connection.execute(
                "insert into manifest values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    name, source["source"], source["publisher"], source["licence"],
                    source["vintage"], source["retrieved"], source["sha256"],
                    "; ".join(source["transformations"]), data["recipe"],
                    sum(data["rows"].values()),
                ],
            )  # fmt: skip
        connection.execute("create table schema_version as select ? as version", [SCHEMA_VERSION])
        for table in sorted({t for d in manifest["datasets"].values() for t in d["files"]}):
            paths = [
                str((folder / data["files"][table]).absolute()).replace("'", "''")
                for data in manifest["datasets"].values()
                if table in data["files"]
            ]
            listed = ", ".join(f"'{path}'" for path in paths)
            connection.execute(f'create view "{table}" as select * from read_parquet([{listed}])')  # noqa: S608
    with contextlib.suppress(OSError):
        part.replace(folder / "workspace.duckdb")


def _provenance(fields: Mapping[str, Any]) -> Provenance:
    return Provenance(**{**fields, "transformations": tuple(fields["transformations"])})
