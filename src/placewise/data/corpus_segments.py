"""Files of one segment of a corpus: written once, then only read, merged or left.

segments/<number>/
  documents.parquet          one row a document
  passages.parquet           one row a passage: document, kind, start, end, page, heading, level
  texts.parquet              the text of each document, a row group of its own or of a few
  arrays/<name>.npy          arrays of all documents, one behind the other; <name>.bounds.npy
  index/<name>.npy           arrays of the segment
  tables/<name>-<n>.parquet  tables attached to its documents
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from placewise.model.corpus import Array, Entry, Indexing, Joined, Segment
from placewise.model.document import Document, Passage

DOCUMENTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "document": pl.String, "place": pl.String, "kind": pl.String, "year": pl.String,
    "title": pl.String, "name": pl.String, "format": pl.String, "sha256": pl.String,
    "pages": pl.Int64, "characters": pl.Int64, "passages": pl.Int64,
    "scanned_pages": pl.List(pl.Int64), "notes": pl.List(pl.String),
}  # fmt: skip
PASSAGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "document": pl.String, "number": pl.Int64, "kind": pl.String, "start": pl.Int64,
    "end": pl.Int64, "page": pl.Int64, "heading": pl.String, "level": pl.Int64,
}  # fmt: skip
GROUP_CHARACTERS = 500_000
"""Text that is unpacked at once when a document is read."""

Named = tuple[str, Entry, Document]
"""The name of a document in the corpus, what is known of it, and its text."""


def write_segment(folder: Path, documents: Sequence[Named], indexing: Indexing) -> dict[str, str]:
    """Write a segment of new documents.

    Returns:
        The file of each table, in the segment's folder.
    """
    arrays: dict[str, list[Array]] = {}
    tables: dict[str, list[pl.DataFrame]] = {}
    for name, entry, document in documents:
        for key, values in indexing.arrays(document, entry).items():
            arrays.setdefault(key, []).append(np.asarray(values))
        for key, function in indexing.tables.items():
            table = function(document, entry)
            tables.setdefault(key, []).append(
                table.select(pl.lit(name).alias("document"), pl.all().exclude("document"))
            )
    _write(
        folder,
        pl.DataFrame([_row(*named) for named in documents], schema=DOCUMENTS, orient="row"),
        pl.DataFrame(
            [
                (name, p.number, p.kind, p.start, p.end, p.page, p.heading, p.level)
                for name, _, document in documents
                for p in document.passages
            ],
            schema=PASSAGES, orient="row",
        ),
        pl.DataFrame(
            {
                "document": [name for name, _, _ in documents],
                "text": [document.text for _, _, document in documents],
            },
            schema={"document": pl.String, "text": pl.String},
        ),
    )  # fmt: skip
    joined = {
        key: Joined(np.concatenate(parts), _bounds([len(part) for part in parts]))
        for key, parts in arrays.items()
    }
    _write_arrays(folder, joined, indexing)
    return {key: write_table(folder, key, 0, pl.concat(parts)) for key, parts in tables.items()}


def _row(name: str, entry: Entry, document: Document) -> tuple[object, ...]:
    return (
        name, entry.place, entry.kind, entry.year, entry.title or document.title, document.name,
        document.format, document.sha256, document.pages, len(document.text),
        len(document.passages), list(document.scanned_pages), list(document.notes),
    )  # fmt: skip


def _bounds(lengths: Iterable[int]) -> Array:
    return np.concatenate([[0], np.cumsum(list(lengths), dtype=np.int64)]).astype(np.int64)


def _write(
    folder: Path, documents: pl.DataFrame, passages: pl.DataFrame, texts: pl.DataFrame
) -> None:
    folder.mkdir(parents=True)
    mean = documents["characters"].sum() / max(documents.height, 1)
    documents.write_parquet(folder / "documents.parquet")
    passages.write_parquet(folder / "passages.parquet", compression="zstd")
    texts.write_parquet(
        folder / "texts.parquet", compression="zstd", compression_level=1,
        row_group_size=max(1, int(GROUP_CHARACTERS / max(mean, 1))),
    )  # fmt: skip


def _write_arrays(folder: Path, arrays: Mapping[str, Joined], indexing: Indexing) -> None:
    for part in ("arrays", "index", "tables"):
        (folder / part).mkdir()
    for key, joined in arrays.items():
        np.save(folder / "arrays" / f"{key}.npy", joined.values)
        np.save(folder / "arrays" / f"{key}.bounds.npy", joined.bounds)
    for key, values in indexing.index(arrays).items():
        np.save(folder / "index" / f"{key}.npy", values)


def write_table(folder: Path, name: str, number: int, table: pl.DataFrame) -> str:
    """Write a table of a segment under a name that no earlier one has."""
    file = f"tables/{name}-{number}.parquet"
    table.write_parquet(folder / file, compression="zstd")
    return file


def read_segment(folder: Path) -> Segment:
    """Return a segment; its arrays stay on disk until they are looked at."""
    arrays = {
        path.name.removesuffix(".npy"): Joined(
            _mapped(path), np.load(path.with_name(path.name.removesuffix(".npy") + ".bounds.npy"))
        )
        for path in sorted((folder / "arrays").glob("*.npy"))
        if not path.name.endswith(".bounds.npy")
    }
    index = {
        path.name.removesuffix(".npy"): _mapped(path)
        for path in sorted((folder / "index").glob("*.npy"))
    }
    return Segment(pl.read_parquet(folder / "documents.parquet"), arrays, index)


def _mapped(path: Path) -> Array:
    """Return an array that is read from disk where it is looked at; an empty one is read."""
    try:
        mapped: Array = np.load(path, mmap_mode="r")
    except ValueError:
        mapped = np.load(path)
    return mapped


def read_document(folder: Path, row: int) -> Document:
    """Return one document; what was left out of its passages is not kept."""
    about = pl.scan_parquet(folder / "documents.parquet").slice(row, 1).collect().row(0, named=True)
    text = read_text(folder, row)
    passages = (
        pl.scan_parquet(folder / "passages.parquet")
        .filter(pl.col("document") == about["document"])
        .sort("number")
        .collect()
    )
    return Document(
        name=about["name"], format=about["format"], title=about["title"], text=text,
        passages=tuple(
            Passage(number, kind, text[start:end], start, end, page, heading, level)
            for _, number, kind, start, end, page, heading, level in passages.iter_rows()
        ),
        pages=about["pages"], scanned_pages=tuple(about["scanned_pages"]),
        sha256=about["sha256"], notes=tuple(about["notes"]),
    )  # fmt: skip


def read_text(folder: Path, row: int) -> str:
    """Return the text of one document."""
    text: str = (
        pl.scan_parquet(folder / "texts.parquet").select("text").slice(row, 1).collect().item()
    )
    return text


def merge_segments(
    folder: Path,
    sources: Sequence[tuple[Path, Mapping[str, str]]],
    keep: Callable[[str], bool],
    indexing: Indexing,
) -> dict[str, str]:
    """Write one segment of the documents of several.

    Args:
        folder: the new segment.
        sources: folder and table files of each segment.
        keep: whether a document goes along.
        indexing: what makes the index.

    Returns:
        The file of each table, in the new segment's folder.
    """
    kept = [
        [keep(name) for name in pl.read_parquet(source / "documents.parquet")["document"]]
        for source, _ in sources
    ]

    def rows(file: str) -> pl.DataFrame:
        return pl.concat(
            [
                pl.read_parquet(source / file).filter(pl.Series(flags))
                for (source, _), flags in zip(sources, kept, strict=True)
            ]
        )

    passages = pl.concat([pl.read_parquet(source / "passages.parquet") for source, _ in sources])
    documents = rows("documents.parquet")
    names = documents["document"].implode()
    _write(
        folder, documents, passages.filter(pl.col("document").is_in(names)), rows("texts.parquet")
    )
    segments = [read_segment(source) for source, _ in sources]
    joined = {
        key: _joined([(segment.arrays[key], flags)
                      for segment, flags in zip(segments, kept, strict=True)])
        for key in segments[0].arrays
    }  # fmt: skip
    _write_arrays(folder, joined, indexing)
    found = {}
    for key in sorted({key for _, tables in sources for key in tables}):
        parts = [pl.read_parquet(source / tables[key]) for source, tables in sources
                 if key in tables]  # fmt: skip
        table = pl.concat(parts).filter(pl.col("document").is_in(names))
        found[key] = write_table(folder, key, 0, table)
    return found


def _joined(parts: Sequence[tuple[Joined, Sequence[bool]]]) -> Joined:
    """Put the arrays of those documents together that go along."""
    pieces = [
        joined.values[joined.bounds[at] : joined.bounds[at + 1]]
        for joined, flags in parts
        for at, flag in enumerate(flags)
        if flag
    ]
    empty = parts[0][0].values[:0]
    return Joined(np.concatenate([empty, *pieces]), _bounds(len(piece) for piece in pieces))
