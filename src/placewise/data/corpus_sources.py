"""What is to be added to a corpus: files with their places, or a table that holds the texts."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from placewise.errors import InputError
from placewise.model.corpus import Entry

SUFFIXES = (".pdf", ".docx", ".odt", ".html", ".htm", ".md", ".markdown", ".txt")
"""Files of a folder that are taken for documents."""
LISTS = ("corpus.csv", "corpus.toml")
"""Lists looked for in a folder."""
SHOWN = 10

Naming = Callable[[str], tuple[str, str] | None]
"""From a name to the place that is called so, and its kind; None if there is none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be added, with what is known of it."""

    path: Path
    entry: Entry


def sources_in(folder: Path, listed: Path | None, naming: Naming) -> tuple[Source, ...]:
    """Return the documents of a folder and below, each with its place.

    A list beside the files (``corpus.csv`` or ``corpus.toml``: file, place, and if known kind,
    year, title) says which place a document is about. A document that is not listed belongs to
    the place that its file, or the folder that holds it, is named after.

    Args:
        folder: where the files are.
        listed: a list elsewhere.
        naming: says which place a name means.

    Raises:
        InputError: the folder or a listed file is missing, nothing is there, the list is faulty,
            or the place of some documents is not known; the message names them all.
    """
    if not folder.is_dir():
        raise InputError(
            "There is no such folder", where=str(folder),
            allowed="a folder of documents, or a Parquet or CSV file with columns place and text",
        )  # fmt: skip
    path = listed or next((folder / name for name in LISTS if (folder / name).is_file()), None)
    entries = _read_list(path) if path else {}
    missing = [name for name in entries if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"The list names {len(missing)} files that are not there",
            where=f"{path}: {_some(missing)}",
            action="Give each file as it is called from the folder on.",
        )
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.is_file()
        and (file.suffix.lower() in SUFFIXES or str(file.relative_to(folder)) in entries)
    )
    if not files:
        raise InputError(
            "The folder holds no document", where=str(folder), allowed=", ".join(SUFFIXES)
        )
    found, unknown = [], []
    for file in files:
        name = str(file.relative_to(folder))
        entry = entries.get(name) or _named_after(file, folder, naming)
        if entry:
            found.append(Source(file, entry))
        else:
            unknown.append(name)
    if unknown:
        raise InputError(
            f"The place of {len(unknown)} documents is not known",
            where=_some(unknown),
            allowed="a file or folder that is named after a place, or a line of corpus.csv: "
            "file,place,kind,year,title",
            action=f"Write them into {folder / 'corpus.csv'}, or name a list with --list.",
        )
    return tuple(found)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _named_after(file: Path, folder: Path, naming: Naming) -> Entry | None:
    """Return the place that a file or a folder above it is named after."""
    above = file.relative_to(folder).parents
    for name in (file.stem, *(parent.name for parent in above if parent.name), folder.name):
        words = name.replace("_", " ").replace("-", " ").split()
        years = [word for word in words if word.isdigit() and len(word) == 4]
        for tried in (name, " ".join(words), " ".join(w for w in words if w not in years)):
            place = naming(tried) if tried else None
            if place:
                return Entry(place[0], place[1], years[-1] if years else "")
    return None


def _read_list(path: Path) -> dict[str, Entry]:
    """Return the entry of each listed file."""
    try:
        if path.suffix.lower() == ".toml":
            rows: Sequence[Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get(
                "document", []
            )
        else:
            rows = pl.read_csv(path, infer_schema=False).to_dicts()
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"The list cannot be read: {str(error).splitlines()[0]}",
            where=str(path),
            allowed="CSV with columns file, place, kind, year, title; or TOML with [[document]]",
        ) from error
    entries = {}
    for number, row in enumerate(rows, 1):
        fields = {key: str(value or "").strip() for key, value in row.items()}
        if not fields.get("file") or not fields.get("place"):
            raise InputError(
                f"Entry {number} of the list has no file or no place",
                where=str(path),
                allowed="columns file and place in every line; kind, year and title if known",
            )
        entries[fields["file"]] = Entry(
            fields["place"], *(fields.get(key, "") for key in ("kind", "year", "title"))
        )
    return entries


def file_sha256(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rows_of(path: Path) -> Iterator[tuple[Entry, str, str]]:
    """Iterate over the texts of a table: entry, text, sha256 of the text.

    Args:
        path: Parquet or CSV with columns place and text, and if known kind, year and title.

    Raises:
        InputError: the table cannot be read, or has no such columns, or a row lacks one of them.
    """
    scan = pl.scan_parquet if path.suffix.lower() == ".parquet" else _scan_csv
    try:
        table = scan(path)
        columns = table.collect_schema().names()
        if not {"place", "text"} <= set(columns):
            raise InputError(
                "The table has no columns place and text",
                where=f"{path}: {', '.join(columns[:SHOWN])}",
                allowed="columns place, text; kind, year and title if known",
            )
        chosen = [name for name in ("place", "kind", "year", "title", "text") if name in columns]
        rows = table.select(pl.col(chosen).cast(pl.String).fill_null("")).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"The table cannot be read: {str(error).splitlines()[0]}", where=str(path)
        ) from error
    empty = rows.with_row_index("row", 1).filter(
        (pl.col("place").str.strip_chars() == "") | (pl.col("text").str.strip_chars() == "")
    )
    if empty.height:
        raise InputError(
            f"{empty.height} rows have no place or no text",
            where=f"{path}: rows {_some([str(row) for row in empty['row']])}",
        )
    for row in rows.iter_rows(named=True):
        entry = Entry(*(row.get(name, "") for name in ("place", "kind", "year", "title")))
        yield entry, row["text"], hashlib.sha256(row["text"].encode()).hexdigest()


def _scan_csv(path: Path) -> pl.LazyFrame:
    return pl.scan_csv(path, infer_schema=False)
