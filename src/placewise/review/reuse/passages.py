"""Which passages of a document stand, the same or nearly so, in other documents, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.reuse import IndexedWords, Runs, Words
from placewise.review.reuse.alignment import Block, aligned_blocks, with_moved
from placewise.review.reuse.fingerprints import SHINGLE, SHORTEST_RUN
from placewise.review.reuse.runs import joined_lengths

Ints = NDArray[np.int64]

IN_PART, NEARLY, WHOLE = 0.5, 0.8, 1.0
"""Share of a passage's words from which it stands elsewhere in part, nearly the same, the same."""
WORTH_ALIGNING = 0.2
"""Share of a passage in common runs below which an alignment cannot lift it to ``IN_PART``."""
SLACK = 8
"""Words beyond its own length that a passage may take up in the other document, at each end."""

SPANS = pl.List(
    pl.Struct({"start": pl.Int64, "end": pl.Int64, "other_start": pl.Int64, "other_end": pl.Int64})
)
MATCHES: dict[str, pl.DataType | type[pl.DataType]] = {
    "passage": pl.Int64, "document": pl.String, "place": pl.String, "share": pl.Float64,
    "start": pl.Int64, "end": pl.Int64, "other_start": pl.Int64, "other_end": pl.Int64,
    "spans": SPANS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """First word and the word behind the last of each passage, in arrays of one length."""

    first: Ints
    end: Ints

    @property
    def words(self) -> Ints:
        """Return the number of words of each passage."""
        return self.end - self.first


def passage_bounds(words: Words, spans: Sequence[tuple[int, int]]) -> Bounds:
    """Return which words each passage holds.

    Args:
        words: the words of the document.
        spans: first character and the one behind the last of each passage, in order.
    """
    offsets = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Bounds(
        np.searchsorted(words.starts, offsets[:, 0], "left"),
        np.searchsorted(words.starts, offsets[:, 1], "left"),
    )


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Parts of runs inside one passage each, with the locus in the other document they lie in."""

    passage: Ints
    document: Ints
    first: Ints
    other: Ints
    length: Ints
    locus: Ints


def passage_matches(words: Words, bounds: Bounds, runs: Runs, index: IndexedWords) -> pl.DataFrame:
    """Return each passage and document that holds at least half of it in one place.

    The share of a passage is that of its words in stretches of two or more words that stand
    in the other document, aligned exactly; a stretch that was moved counts where it is a run of
    five or more. All of it must stand in one part of the other document, about as long as the
    passage.

    Returns:
        The columns of ``DocumentReuse.matches``; one row a passage and document, in their order.
    """
    pieces = _loci(_pieces(runs, bounds), bounds)
    rows: list[tuple[int, int, float]] = []
    blocks: list[Block] = []
    counts: list[int] = []
    for start, end in _best(pieces, bounds):
        piece = list(
            zip(
                pieces.first[start:end].tolist(), pieces.other[start:end].tolist(),
                pieces.length[start:end].tolist(), strict=True,
            )
        )  # fmt: skip
        number, document = int(pieces.passage[start]), int(pieces.document[start])
        low, high = int(bounds.first[number]), int(bounds.end[number])
        found = _blocks(words, low, high, piece, index, document)
        share = sum(length for _, _, length in found) / (high - low)
        if share >= IN_PART:
            rows.append((number, document, share))
            blocks += found
            counts.append(len(found))
    return _table(rows, _spans(words, index.words, blocks, counts), index)


def _table(
    rows: Sequence[tuple[int, int, float]], spans: pl.DataFrame, index: IndexedWords
) -> pl.DataFrame:
    """Put the rows and their spans together."""
    documents = [document for _, document, _ in rows]
    table = pl.DataFrame(
        {
            "passage": [passage for passage, _, _ in rows],
            "document": [index.documents[document] for document in documents],
            "place": [index.places[document] for document in documents],
            "share": [share for _, _, share in rows],
        },
        schema={name: MATCHES[name] for name in ("passage", "document", "place", "share")},
    )
    return table.hstack(spans).select(list(MATCHES)).sort("passage", "document")


def _pieces(runs: Runs, bounds: Bounds) -> _Pieces:
    """Cut runs at the ends of passages; parts of fewer than five words are left out."""
    end = runs.first + runs.length
    low = np.searchsorted(bounds.end, runs.first, "right")
    count = np.maximum(np.searchsorted(bounds.first, end, "left") - low, 0)
    run = np.repeat(np.arange(len(low)), count)
    passage = low[run] + np.arange(len(run)) - np.repeat(np.cumsum(count) - count, count)
    first = np.maximum(runs.first[run], bounds.first[passage])
    length = np.minimum(end[run], bounds.end[passage]) - first
    long = (length >= SHINGLE) & (bounds.words[passage] >= SHORTEST_RUN)
    run, passage, first, length = run[long], passage[long], first[long], length[long]
    other = runs.other[run] + first - runs.first[run]
    return _Pieces(passage, runs.document[run], first, other, length, np.zeros_like(run))


def _loci(pieces: _Pieces, bounds: Bounds) -> _Pieces:
    """Number the loci: pieces of one passage and document that lie less than its length apart."""
    order = np.lexsort((pieces.other, pieces.document, pieces.passage))
    passage, document = pieces.passage[order], pieces.document[order]
    other, length = pieces.other[order], pieces.length[order]
    apart = np.ones(len(order), dtype=bool)
    apart[1:] = (
        (np.diff(passage) != 0)
        | (np.diff(document) != 0)
        | (other[1:] - (other + length)[:-1] > bounds.words[passage[1:]])
    )
    return _Pieces(passage, document, pieces.first[order], other, length, np.cumsum(apart) - 1)


def _best(pieces: _Pieces, bounds: Bounds) -> list[tuple[int, int]]:
    """Return the pieces, from and to, of the best locus of each passage and document.

    Loci whose runs cover too little to be lifted to half of the passage are left out.
    """
    if not len(pieces.locus):
        return []
    locus, start, end = joined_lengths(pieces.locus, pieces.first, pieces.first + pieces.length)
    count = int(pieces.locus[-1]) + 1
    covered = np.bincount(locus, weights=end - start, minlength=count)
    begin = np.searchsorted(pieces.locus, np.arange(count + 1))
    passage, document = pieces.passage[begin[:-1]], pieces.document[begin[:-1]]
    share = covered / bounds.words[passage]
    order = np.lexsort((-share, document, passage))
    first = np.ones(count, dtype=bool)
    first[1:] = (np.diff(passage[order]) != 0) | (np.diff(document[order]) != 0)
    chosen = np.sort(order[first & (share[order] >= WORTH_ALIGNING)])
    return [(int(begin[at]), int(begin[at + 1])) for at in chosen]


def _blocks(
    words: Words, low: int, high: int, runs: list[Block], index: IndexedWords, document: int
) -> list[Block]:
    """Align one passage with one locus; blocks in words of the two texts."""
    whole = [run for run in runs if run[2] == high - low]
    if whole:
        return whole[:1]
    floor, ceiling = int(index.bounds[document]), int(index.bounds[document + 1])
    start = min(other - (first - low) for first, other, _ in runs) - SLACK
    end = max(other + (high - first) for first, other, _ in runs) + SLACK
    start, end = max(start, floor), min(end, ceiling)
    found = aligned_blocks(words.hashes[low:high], index.words.hashes[start:end])
    aligned = [(first + low, other + start, length) for first, other, length in found]
    return with_moved(aligned, runs)


def _spans(
    words: Words, others: Words, blocks: Sequence[Block], counts: Sequence[int]
) -> pl.DataFrame:
    """Turn blocks into offsets of the two texts: the hull in each, and every stretch.

    Args:
        words: the words of the document.
        others: the words of the indexed documents.
        blocks: the blocks of all rows, one row behind the other.
        counts: how many blocks each row has.
    """
    first, other, length = np.array(blocks, dtype=np.int64).reshape(-1, 3).T
    flat = pl.DataFrame(
        {
            "row": np.repeat(np.arange(len(counts)), counts),
            "start": words.starts[first].astype(np.int64),
            "end": _ends(words, first + length - 1),
            "other_start": others.starts[other].astype(np.int64),
            "other_end": _ends(others, other + length - 1),
        }
    )
    return (
        flat.group_by("row", maintain_order=True)
        .agg(
            pl.col("start").min(), pl.col("end").max(),
            pl.col("other_start").min(), pl.col("other_end").max(),
            pl.struct(pl.col("start", "end", "other_start", "other_end")).alias("spans"),
        )
        .drop("row")
        .cast({"spans": SPANS})
    )  # fmt: skip


def _ends(words: Words, last: Ints) -> Ints:
    """Return the offset behind each of some words."""
    return words.starts[last].astype(np.int64) + words.lengths[last]
