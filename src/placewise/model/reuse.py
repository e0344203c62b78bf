"""What is anyone's in a document: words, runs in common, passages reused, what changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, those ignored left out.

    Attributes:
        hashes: a number for each word; equal words have equal numbers.
        starts: offset of the first character of each word.
        lengths: characters of each word.
    """

    hashes: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class IndexedWords:
    """The words of many documents, and the fingerprints that find them.

    Attributes:
        documents: names of the documents, as many as there are.
        places: the place of each document.
        words: the words of all documents, one behind the other; offsets are those of each text.
        bounds: where each document begins in ``words``, and the number of all words.
        hashes: fingerprints in ascending order.
        positions: the word that each fingerprint begins with.
    """

    documents: tuple[str, ...]
    places: tuple[str, ...]
    words: Words
    bounds: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    positions: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of words that two texts have in common, as long as they can be, in arrays of one length.

    Attributes:
        first: the word of the document asked about that a run begins with.
        other: the word of the indexed documents that it begins with.
        length: words of the run.
        document: number of the indexed document.
    """

    first: NDArray[np.int64]
    other: NDArray[np.int64]
    length: NDArray[np.int64]
    document: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DocumentReuse:
    """Which passages of a document stand in other places' documents.

    Attributes:
        passages: one row a passage: passage (its number), words (those compared), places and
            documents (how many others hold at least half of it), share (of its words, in the
            document that holds most), anyones (share of its words that stand in at least
            five other places' documents), verdict: ``the same`` (all words), ``nearly the same``
            (at least 0.8), ``in part`` (at least 0.5), ``its own``, or ``too short`` to tell.
        matches: one row a passage and document that holds at least half of it, the most alike
            first: passage, document, place, share, start, end, other_start, other_end (offsets in
            the two texts), spans (offsets of every stretch of equal words: start, end,
            other_start, other_end).
        words: number of words compared.
        boilerplate: share of the words that stand, in a run of eight or more, in documents of at
            least one other place.
        boilerplate_five: the same for at least five other places.
        places: number of other places that were compared.
    """

    passages: pl.DataFrame
    matches: pl.DataFrame
    words: int
    boilerplate: float
    boilerplate_five: float
    places: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two plans of one place.

    Attributes:
        passages: one row a passage of the newer plan: passage, change (``kept``, ``altered``,
            ``new``, ``too short``), share of its words found in the earlier plan, start, end,
            other_start, other_end, spans as in :class:`DocumentReuse`.
        dropped: one row a passage of the earlier plan of which less than half is left: passage,
            words.
        kept: share of the newer plan's words in passages kept.
        altered: the same for passages altered.
        new: the same for passages that are new.
        dropped_share: share of the earlier plan's words in passages dropped.
    """

    passages: pl.DataFrame
    dropped: pl.DataFrame
    kept: float
    altered: float
    new: float
    dropped_share: float
