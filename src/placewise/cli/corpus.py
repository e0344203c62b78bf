"""What the commands on a corpus print."""

from __future__ import annotations

import sys
from pathlib import Path

from placewise.data.corpus import Corpus
from placewise.errors import DocumentError, InputError
from placewise.workbench.bench import Workbench
from placewise.workbench.corpus import add_to_corpus, naming_of
from placewise.workbench.reviewing.beside import strategy_indexing
from placewise.workbench.reviewing.words import word_profiles

FAILURES_SHOWN = 20


def add_documents(
    source: Path, folder: Path, listed: Path | None, workspace: str, wait: float
) -> None:
    """Add documents to a corpus, which is created if it is not there, and say what was added."""
    from rich.console import Console
    from rich.status import Status

    if not source.exists():  # before a corpus is begun
        raise InputError(
            "There is no such folder or file", where=str(source),
            allowed="a folder of documents, or a Parquet or CSV file with columns place and text",
        )  # fmt: skip
    naming = naming_of(Workbench.open(workspace).store)
    there = (folder / "manifest.json").exists()
    corpus = Corpus.open(folder) if there else Corpus.create(folder)
    read = 0

    with Status("Reading", console=Console(stderr=True)) as status:

        def progress(name: str) -> None:
            nonlocal read
            read += 1
            status.update(f"{read} read, last {name}")

        added = add_to_corpus(
            corpus, source, strategy_indexing(), naming, listed=listed, wait=wait, progress=progress
        )
    with Status("Counting words", console=Console(stderr=True)) as status:
        word_profiles(corpus, lambda place: status.update(f"Counting words: {place}"))
    for name, place in added.known:
        print(f"Already there: {name} ({place}).")
    for name, reason in added.failed[:FAILURES_SHOWN]:
        print(f"Not read: {name}: {reason}.", file=sys.stderr)
    rows = corpus.documents()
    print(
        f"Added {len(added.documents)} documents. {folder} now holds {rows.height} documents of "
        f"{rows['place'].n_unique()} places."
    )
    if added.failed:
        raise DocumentError(
            f"{len(added.failed)} documents could not be read; the others were added",
            where=", ".join(name for name, _ in added.failed[:5]),
            action="See the reasons above; add them again once they are mended.",
        )


def list_documents(folder: Path) -> None:
    """Print one line a document."""
    rows = Corpus.open(folder).documents()
    if rows.is_empty():
        print(f"{folder} holds no document yet.")
        return
    for row in rows.iter_rows(named=True):
        title = f"{row['title'] or row['name']}" + (f" ({row['year']})" if row["year"] else "")
        print(f"{row['document']}  {row['place']}: {title}, {row['characters']:,} characters")
    print(f"{rows.height} documents of {rows['place'].n_unique()} places.")


def remove_document(document: str, folder: Path, wait: float) -> None:
    """Remove a document and say so."""
    Corpus.open(folder).remove(document, strategy_indexing(), wait=wait)
    print(f"Removed {document}.")
