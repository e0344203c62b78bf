"""The job of a corpus: add documents, index their words once, find what is anyone's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from placewise.data.corpus import Corpus
from placewise.data.corpus_sources import Naming, Source, file_sha256, rows_of, sources_in
from placewise.data.places import all_places
from placewise.errors import DocumentError, InputError
from placewise.model.corpus import Array, Entry, Indexing, Joined, Segment
from placewise.model.document import Document
from placewise.model.reuse import Changes, DocumentReuse, IndexedWords, Words
from placewise.model.store import Store
from placewise.review.plain_text import plain_document
from placewise.review.reuse.changes import changes_between
from placewise.review.reuse.fingerprints import fingerprint_index
from placewise.review.reuse.names import own_name_spans
from placewise.review.reuse.reuse import reuse_in
from placewise.review.reuse.words import words_of
from placewise.workbench.reading import open_document

TABLE_SUFFIXES = (".parquet", ".csv")

Ignoring = Callable[[str, str], Sequence[tuple[int, int]]]
"""From a text and the name of its place to the spans that are no evidence of difference."""
TableOf = Callable[[Document, Entry], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class AddedToCorpus:
    """What became of the documents that were to be added.

    Attributes:
        documents: names of those that were added.
        known: for each that was there already: its file, and the place it is kept under.
        failed: for each that could not be read: its file, and why.
    """

    documents: tuple[str, ...]
    known: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]


def words_indexing(
    ignoring: Ignoring = own_name_spans,
    name: str = "words without the own name, 1",
    tables: Mapping[str, TableOf] | None = None,
) -> Indexing:
    """Return what is computed when a document is added: its words, and further tables.

    Args:
        ignoring: the spans of a text that are left out of its words.
        name: a name of all this, that changes when any function does.
        tables: further tables, by name, that the corpus keeps with each document.
    """

    def arrays(document: Document, entry: Entry) -> dict[str, Array]:
        words = words_of(document.text, ignoring(document.text, entry.place))
        return {"hashes": words.hashes, "starts": words.starts, "lengths": words.lengths}

    return Indexing(name, arrays, _index, tables or {})


def _index(arrays: Mapping[str, Joined]) -> dict[str, Array]:
    hashes, positions = fingerprint_index(arrays["hashes"].values, arrays["hashes"].bounds)
    return {"fingerprints": hashes, "positions": positions}


def indexed_words(segment: Segment) -> IndexedWords:
    """Return a segment of a corpus as the words and fingerprints of its documents."""
    arrays, index = segment.arrays, segment.index
    return IndexedWords(
        documents=tuple(segment.documents["document"]),
        places=tuple(segment.documents["place"]),
        words=Words(arrays["hashes"].values, arrays["starts"].values, arrays["lengths"].values),
        bounds=np.asarray(arrays["hashes"].bounds, dtype=np.int64),
        hashes=index["fingerprints"],
        positions=index["positions"],
    )


def naming_of(store: Store) -> Naming:
    """Return what tells which place of a store a name means."""
    by_name: dict[str, tuple[str, str]] = {}
    for place in all_places(store):
        by_name.setdefault(place.name.casefold(), (place.name, place.kind))
    return lambda name: by_name.get(name.strip().casefold())


def add_to_corpus(
    corpus: Corpus,
    source: Path,
    indexing: Indexing,
    naming: Naming,
    *,
    listed: Path | None = None,
    wait: float = 60.0,
    progress: Callable[[str], None] = lambda _: None,
) -> AddedToCorpus:
    """Add the documents of a folder, or the texts of a table, to a corpus.

    A document that cannot be read stops nothing: the answer names it with the reason.

    Raises:
        InputError: the places of some documents are not known, or nothing is there.
    """
    failed: list[tuple[str, str]] = []
    passed: list[tuple[str, str]] = []
    if source.is_file():
        if source.suffix.lower() not in TABLE_SUFFIXES:
            raise InputError(
                "A single file must be a table of texts",
                where=str(source),
                allowed="a folder of documents, or a Parquet or CSV file with columns place and "
                "text",
            )
        documents = _of_table(source)
    else:
        sources = sources_in(source, listed, naming)
        documents = _of_files(corpus, sources, passed, failed)
    added = corpus.add(documents, indexing, wait=wait, progress=progress)
    return AddedToCorpus(added.documents, (*passed, *added.known), tuple(failed))


def _of_table(path: Path) -> Iterator[tuple[Entry, Document]]:
    for entry, text, sha256 in rows_of(path):
        yield entry, plain_document(text, path.name, entry.title, sha256)


def _of_files(
    corpus: Corpus,
    sources: Sequence[Source],
    known: list[tuple[str, str]],
    failed: list[tuple[str, str]],
) -> Iterator[tuple[Entry, Document]]:
    """Read the files one by one; those that are there already are not read again."""
    for source in sources:
        place = corpus.holds(file_sha256(source.path))
        if place is not None:
            known.append((source.path.name, place))
            continue
        try:
            yield source.entry, open_document(source.path)
        except DocumentError as error:
            failed.append((source.path.name, error.what))


def reuse_of(
    document: Document,
    place: str,
    corpus: Corpus,
    ignoring: Ignoring = own_name_spans,
) -> DocumentReuse:
    """Find the passages of a document that stand in other places' documents of a corpus.

    The document itself may be in the corpus: documents of the same place are not looked at, nor
    is the same file under another place.

    Args:
        document: the document.
        place: its place, as the corpus writes it.
        corpus: the corpus.
        ignoring: what the corpus was indexed with.
    """
    words = words_of(document.text, ignoring(document.text, place))
    segments = [indexed_words(segment) for segment in corpus.segments()]
    same = corpus.documents().filter(pl.col("sha256") == document.sha256)["document"]
    return reuse_in(words, _spans(document), segments, place, tuple(same))


def changes_since(
    document: Document, earlier: Document, place: str, ignoring: Ignoring = own_name_spans
) -> Changes:
    """Say what a place changed since an earlier plan of its own."""
    return changes_between(
        words_of(earlier.text, ignoring(earlier.text, place)), _spans(earlier),
        words_of(document.text, ignoring(document.text, place)), _spans(document),
    )  # fmt: skip


def earlier_plans(corpus: Corpus, place: str, sha256: str) -> pl.DataFrame:
    """Return the other documents of a place that a corpus holds, the latest last."""
    rows = corpus.documents()
    return rows.filter(
        (pl.col("place").str.to_lowercase() == place.lower()) & (pl.col("sha256") != sha256)
    ).sort("year", "title")


def _spans(document: Document) -> list[tuple[int, int]]:
    return [(passage.start, passage.end) for passage in document.passages]
