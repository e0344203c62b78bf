"""A corpus of strategies: what is known of each document, and what is computed when it is added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from numpy.typing import NDArray

from placewise.model.document import Document

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a corpus must know of a document beside its text.

    Attributes:
        place: name of the place that the document is about.
        kind: kind of the place, "" where unknown.
        year: the year of the document, as written; "" where unknown.
        title: its title, "" where unknown.
    """

    place: str
    kind: str = ""
    year: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """An array of each document of a segment, one behind the other.

    Attributes:
        values: all of them.
        bounds: where the array of each document begins, and the length of all: one more than
            there are documents.
    """

    values: Array
    bounds: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Indexing:
    """What is computed once when a document is added, by functions that the workbench passes in.

    Attributes:
        version: a name that changes when any function gives another result; a corpus that was
            indexed under another name must be indexed again.
        arrays: from a document to named arrays, kept for each document.
        index: from the arrays of all documents of a segment to named arrays of the segment.
        tables: by name, from a document to a table with the same columns for every document.
    """

    version: str
    arrays: Callable[[Document, Entry], Mapping[str, Array]]
    index: Callable[[Mapping[str, Joined]], Mapping[str, Array]]
    tables: Mapping[str, Callable[[Document, Entry], pl.DataFrame]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a corpus, indexed together.

    Attributes:
        documents: one row a document: document, place, kind, year, title, name, format, sha256,
            pages, characters, passages.
        arrays: the arrays of its documents.
        index: the arrays of the segment.
    """

    documents: pl.DataFrame
    arrays: Mapping[str, Joined]
    index: Mapping[str, Array]
