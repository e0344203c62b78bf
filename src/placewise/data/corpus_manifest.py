"""The manifest of a corpus: read, checked, replaced in one step; what it does not name goes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from placewise.data.manifest_file import flush
from placewise.errors import WorkspaceError, WorkspaceVersionError
from placewise.model.corpus import Indexing

SCHEMA_VERSION = 1
"""Version of the layout of a corpus."""
LARGEST_MERGE = 150_000_000
"""Characters of the largest segment that comes of a merge: it is indexed in memory."""

Manifest = dict[str, Any]


def empty_manifest() -> Manifest:
    """Return the manifest of a corpus without documents."""
    return {"schema_version": SCHEMA_VERSION, "indexing": None, "next": 1, "segments": []}


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest that counts now.

    Raises:
        WorkspaceError: no corpus there, or its manifest is damaged.
        WorkspaceVersionError: it was written by another version.
    """
    path = folder / "manifest.json"
    try:
        manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        version, _ = manifest["schema_version"], manifest["segments"]
    except FileNotFoundError:
        raise WorkspaceError(
            "There is no corpus here",
            where=str(folder),
            action="Make one with `placewise corpus add DIR --corpus FOLDER`.",
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"The manifest of the corpus cannot be read: {error}",
            where=str(path),
            action="Add its documents to a new corpus.",
        ) from error
    if version != SCHEMA_VERSION:
        raise WorkspaceVersionError(
            f"The corpus has schema version {version}",
            where=str(path),
            allowed=f"version {SCHEMA_VERSION}",
            action="Add its documents to a new corpus.",
        )
    return manifest


def check_indexing(folder: Path, manifest: Manifest, indexing: Indexing) -> None:
    """Check that the index was made by these functions, or that there is none yet.

    Raises:
        WorkspaceVersionError: it was made by others.
    """
    if manifest["indexing"] not in (None, indexing.version):
        raise WorkspaceVersionError(
            f'The corpus was indexed by "{manifest["indexing"]}"',
            where=str(folder),
            allowed=f'"{indexing.version}"',
            action="Add its documents to a new corpus.",
        )


def next_name(manifest: Manifest) -> str:
    """Return the name of a new segment; none is used twice once a manifest has named it."""
    name = f"{manifest['next']:06d}"
    manifest["next"] += 1
    return name


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what no manifest names: what a killed process or a merge left behind."""
    named = {segment["name"]: segment for segment in manifest["segments"]}
    for path in (folder / "segments").iterdir():
        if path.name not in named:
            shutil.rmtree(path)
            continue
        files = {path / file for file in named[path.name]["tables"].values()}
        for table in (path / "tables").iterdir():
            if table not in files:
                table.unlink()


def flush_segment(folder: Path) -> None:
    """Have the disk hold a segment before a manifest counts on it."""
    for path in sorted(folder.rglob("*")):
        flush(path)
    flush(folder)
    flush(folder.parent)


def segments_to_merge(characters: Sequence[int]) -> int:
    """Return how many segments at the end are to become one; 1 if none.

    A segment is merged with the one before while it is at least half as large, so that sizes fall
    by halves and there are few; the outcome is never larger than can be indexed in memory.
    """
    count, size = 1, characters[-1]
    while (
        count < len(characters)
        and 2 * size >= characters[-count - 1]
        and size + characters[-count - 1] <= LARGEST_MERGE
    ):
        size += characters[-count - 1]
        count += 1
    return count


@contextmanager
def disk(folder: Path, what: str) -> Iterator[None]:
    """Turn a refusal of the disk into an error of placewise.

    Raises:
        WorkspaceError: the disk refuses; says what could not be done.
    """
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            f"{what}: {error.strerror or error}; nothing has changed", where=str(folder)
        ) from error
