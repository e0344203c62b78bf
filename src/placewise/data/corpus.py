"""A corpus: a folder of strategies with their places, indexed once, that grows without a rebuild.

    corpus/
      manifest.json         which segments count: the one file that decides
      segments/<number>/    some documents, their texts, arrays and index, never changed
      writer.lock           who is writing

Documents that are added become a new segment; a segment that is at least half as large as the one
before is merged with it, so that there are few of them and each document is written again only
a few times (Bentley and Saxe, "Decomposable searching problems I", Journal of Algorithms 1980).
As in a workspace the manifest is replaced in one step: a process that is killed at any moment
leaves the corpus as it was before or as it is after.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from placewise.data.corpus_manifest import (
    Manifest,
    check_indexing,
    disk,
    empty_manifest,
    flush_segment,
    next_name,
    read_manifest,
    segments_to_merge,
    sweep,
)
from placewise.data.corpus_segments import (
    DOCUMENTS,
    Named,
    merge_segments,
    read_document,
    read_segment,
    read_text,
    write_segment,
    write_table,
)
from placewise.data.lock import writing
from placewise.data.manifest_file import Checkpoint, replace_manifest
from placewise.errors import InputError, UnknownNameError, WorkspaceError
from placewise.model.corpus import Entry, Indexing, Segment
from placewise.model.document import Document

BATCH_CHARACTERS = 20_000_000
"""Text that is held in memory before it is written."""
BATCH_SECONDS = 60.0
"""Time after which what has been read is written, so that a killed process loses little."""
NAME_DIGITS = 16
"""Digits of a file's sha256 that name the document."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the documents that were to be added.

    Attributes:
        documents: names of those that were added, in the order they came in.
        known: for each that was there already: the file's name, and the place it is kept under.
    """

    documents: tuple[str, ...]
    known: tuple[tuple[str, str], ...]


class Corpus:
    """Strategies of many places. Open it with :meth:`open` or :meth:`create`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self._manifest = manifest

    @classmethod
    def create(cls, folder: Path) -> Corpus:
        """Create an empty corpus.

        Raises:
            WorkspaceError: the folder exists and holds something, or cannot be made.
        """
        if folder.exists() and not folder.is_dir():
            raise WorkspaceError(
                "This is a file, and a folder is needed",
                where=str(folder),
                action="Name a new folder with --corpus.",
            )
        if folder.exists() and any(folder.iterdir()):
            raise WorkspaceError(
                "The folder is not empty and holds no corpus",
                where=str(folder),
                action="Name a new folder with --corpus.",
            )
        manifest = empty_manifest()
        try:
            (folder / "segments").mkdir(parents=True, exist_ok=True)
            replace_manifest(folder, manifest)
        except OSError as error:
            raise WorkspaceError(
                f"Cannot create the corpus: {error.strerror}", where=str(folder)
            ) from error
        return cls(folder, manifest)

    @classmethod
    def open(cls, folder: Path) -> Corpus:
        """Open a corpus as it is now; what is added later is not seen.

        Raises:
            WorkspaceError: no corpus there, or its manifest is damaged.
            WorkspaceVersionError: it was written by another version.
        """
        return cls(folder, read_manifest(folder))

    def indexed_by(self, indexing: Indexing) -> Corpus:
        """Return the corpus if its index was made by these functions.

        Raises:
            WorkspaceVersionError: it was made by others.
        """
        check_indexing(self.folder, self._manifest, indexing)
        return self

    def documents(self) -> pl.DataFrame:
        """Return one row a document, sorted by place, year, title and name.

        Columns: document (its name here), place, kind, year, title, name (of the file), format,
        sha256, pages, characters, passages, scanned_pages, notes.
        """
        parts = [pl.read_parquet(path / "documents.parquet") for path in self._folders()]
        rows = pl.concat([pl.DataFrame(schema=DOCUMENTS), *parts])
        return rows.sort("place", "year", "title", "document")

    def places(self) -> tuple[str, ...]:
        """Return the places that have a document, sorted."""
        return tuple(self.documents()["place"].unique().sort().to_list())

    def document(self, name: str) -> Document:
        """Return a document as it was read, without what was left out of its passages.

        Raises:
            UnknownNameError: there is no such document.
        """
        return read_document(*self._find(name))

    def text(self, name: str) -> str:
        """Return the text of a document.

        Raises:
            UnknownNameError: there is no such document.
        """
        return read_text(*self._find(name))

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Iterate over place, document and text, one document in memory at a time."""
        for folder in self._folders():
            about = pl.read_parquet(folder / "documents.parquet", columns=["place", "document"])
            for row, (place, name) in enumerate(about.iter_rows()):
                yield place, name, read_text(folder, row)

    def segments(self) -> tuple[Segment, ...]:
        """Return the segments; their arrays stay on disk until they are looked at."""
        return tuple(read_segment(folder) for folder in self._folders())

    def attached(self, name: str) -> pl.LazyFrame:
        """Return a table that was attached to the documents, with a column document.

        Raises:
            UnknownNameError: no document has such a table.
        """
        parts = [
            self.folder / "segments" / segment["name"] / segment["tables"][name]
            for segment in self._manifest["segments"]
            if name in segment["tables"]
        ]
        if not parts:
            known = {key for segment in self._manifest["segments"] for key in segment["tables"]}
            raise UnknownNameError.among("table of the corpus", name, known)
        return pl.scan_parquet(parts)

    def holds(self, sha256: str) -> str | None:
        """Return the place under which a file is kept; None if it is not there."""
        name = sha256[:NAME_DIGITS]
        for segment in self._manifest["segments"]:
            if name in segment["documents"]:
                return str(segment["documents"][name])
        return None

    def add(
        self,
        documents: Iterable[tuple[Entry, Document]],
        indexing: Indexing,
        *,
        wait: float = 60.0,
        progress: Progress = lambda _: None,
        checkpoint: Checkpoint = lambda _: None,
    ) -> Added:
        """Add documents; a file that is there already is passed over.

        They are written in batches, each as a whole. If reading them is interrupted, those read
        before are kept.

        Args:
            documents: what is known of each document, and the document; read one by one.
            indexing: what is computed of each.
            wait: seconds to wait for another writer.
            progress: called with the name of each file that has been read.
            checkpoint: called with the name of each step, for tests that kill the process there.

        Raises:
            InputError: a document has no place or no sha256.
            WorkspaceBusyError: another process is still writing.
            WorkspaceVersionError: the corpus was indexed by other functions.
            WorkspaceError: the disk refuses.
        """
        check_indexing(self.folder, self._manifest, indexing)
        added: list[str] = []
        known: list[tuple[str, str]] = []
        batch: list[Named] = []
        since = time.monotonic()

        def write() -> None:
            names, there = self._commit(batch, indexing, wait, checkpoint)
            added.extend(names)
            known.extend(there)
            batch.clear()

        try:
            for entry, document in documents:
                batch.append(_named(entry, document))
                progress(document.name)
                if (
                    sum(len(document.text) for _, _, document in batch) >= BATCH_CHARACTERS
                    or time.monotonic() - since > BATCH_SECONDS
                ):
                    write()
                    since = time.monotonic()
        finally:
            if batch:
                write()
        return Added(tuple(added), tuple(known))

    def remove(self, name: str, indexing: Indexing, *, wait: float = 60.0) -> None:
        """Remove a document; its text is gone from the disk afterwards.

        Raises:
            UnknownNameError: there is no such document.
        """
        with writing(self.folder, wait, "corpus"):
            manifest = self._ready(indexing)
            at = next(
                (n for n, part in enumerate(manifest["segments"]) if name in part["documents"]),
                None,
            )
            if at is None:
                raise UnknownNameError.among("document", name, self.documents()["document"])
            with disk(self.folder, "The document could not be removed"):
                del manifest["segments"][at]["documents"][name]
                if manifest["segments"][at]["documents"]:
                    manifest["segments"][at] = self._merged(
                        manifest, [manifest["segments"][at]], indexing
                    )
                else:
                    del manifest["segments"][at]
                self._switch(manifest, lambda _: None)

    def attach(self, name: str, table: pl.DataFrame, *, wait: float = 60.0) -> None:
        """Attach a table to documents that are there; it replaces an earlier one of that name.

        Args:
            name: its name.
            table: rows with a column document.
            wait: seconds to wait for another writer.

        Raises:
            UnknownNameError: a row names no document of the corpus.
        """
        with writing(self.folder, wait, "corpus"):
            self._manifest = manifest = read_manifest(self.folder)
            names = {n for segment in manifest["segments"] for n in segment["documents"]}
            for document in table["document"].unique():
                if document not in names:
                    raise UnknownNameError.among("document", str(document), names)
            with disk(self.folder, "The table could not be attached"):
                for segment in manifest["segments"]:
                    rows = table.filter(pl.col("document").is_in(list(segment["documents"])))
                    file = write_table(
                        self.folder / "segments" / segment["name"], name, manifest["next"], rows
                    )
                    segment["tables"][name] = file
                    flush_segment(self.folder / "segments" / segment["name"])
                manifest["next"] += 1
                self._switch(manifest, lambda _: None)

    def _folders(self) -> list[Path]:
        folders = [self.folder / "segments" / s["name"] for s in self._manifest["segments"]]
        lost = [str(path) for path in folders if not (path / "documents.parquet").exists()]
        if lost:
            raise WorkspaceError(
                "A part of the corpus is gone",
                where=", ".join(lost[:3]),
                action="If it is being added to, open it again; else add its documents to a new "
                "corpus.",
            )
        return folders

    def _find(self, name: str) -> tuple[Path, int]:
        for folder, segment in zip(self._folders(), self._manifest["segments"], strict=True):
            if name in segment["documents"]:
                names = pl.read_parquet(folder / "documents.parquet", columns=["document"])
                return folder, names["document"].to_list().index(name)
        raise UnknownNameError.among("document", name, self.documents()["document"])

    def _ready(self, indexing: Indexing) -> Manifest:
        """Return the manifest that counts now, leftovers swept away; the lock must be held."""
        self._manifest = manifest = read_manifest(self.folder)
        check_indexing(self.folder, manifest, indexing)
        sweep(self.folder, manifest)
        return manifest

    def _commit(
        self, batch: Sequence[Named], indexing: Indexing, wait: float, checkpoint: Checkpoint
    ) -> tuple[list[str], list[tuple[str, str]]]:
        """Write some documents as a segment; return those that were new, and the others."""
        with writing(self.folder, wait, "corpus"):
            manifest = self._ready(indexing)
            checkpoint("swept")
            new: dict[str, Named] = {}
            known = []
            for named in batch:
                kept = self.holds(named[0]) or (new[named[0]][1].place if named[0] in new else None)
                if kept is None:
                    new[named[0]] = named
                else:
                    known.append((named[2].name, kept))
            if new:
                with disk(self.folder, "The documents could not be written"):
                    self._append(manifest, list(new.values()), indexing, checkpoint)
            return list(new), known

    def _append(
        self,
        manifest: Manifest,
        documents: Sequence[Named],
        indexing: Indexing,
        checkpoint: Checkpoint,
    ) -> None:
        """Write a segment, merge it with those before it that are not much larger, switch."""
        name = next_name(manifest)
        tables = write_segment(self.folder / "segments" / name, documents, indexing)
        flush_segment(self.folder / "segments" / name)
        checkpoint("wrote")
        segments = manifest["segments"]
        segments.append(
            {
                "name": name,
                "documents": {name: entry.place for name, entry, _ in documents},
                "characters": sum(len(document.text) for _, _, document in documents),
                "tables": tables,
            }
        )
        count = segments_to_merge([segment["characters"] for segment in segments])
        if count > 1:
            segments[-count:] = [self._merged(manifest, segments[-count:], indexing)]
            checkpoint("merged")
        manifest["indexing"] = indexing.version
        self._switch(manifest, checkpoint)

    def _merged(
        self, manifest: Manifest, segments: Sequence[dict[str, Any]], indexing: Indexing
    ) -> dict[str, Any]:
        """Write one segment of the documents that some segments name."""
        name = next_name(manifest)
        documents = {key: place for part in segments for key, place in part["documents"].items()}
        folder = self.folder / "segments" / name
        sources = [(self.folder / "segments" / s["name"], s["tables"]) for s in segments]
        tables = merge_segments(folder, sources, documents.__contains__, indexing)
        flush_segment(folder)
        characters = pl.read_parquet(folder / "documents.parquet", columns=["characters"])
        return {
            "name": name, "documents": documents, "tables": tables,
            "characters": int(characters["characters"].sum()),
        }  # fmt: skip

    def _switch(self, manifest: Manifest, checkpoint: Checkpoint) -> None:
        """Make a manifest the one that counts, then clear up behind it."""
        replace_manifest(self.folder, manifest, checkpoint)
        self._manifest = manifest
        checkpoint("switched")
        sweep(self.folder, manifest)


def _named(entry: Entry, document: Document) -> Named:
    if not entry.place.strip() or not document.sha256:
        raise InputError(
            "A document of a corpus needs a place and the sha256 of its file",
            where=document.name,
        )
    return document.sha256[:NAME_DIGITS], entry, document
