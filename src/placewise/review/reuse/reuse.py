"""What is anyone's in a document: its passages in other places' documents, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.model.reuse import DocumentReuse, IndexedWords, Runs, Words
from placewise.review.reuse.boilerplate import boilerplate_share, places_of_words
from placewise.review.reuse.fingerprints import SHORTEST_RUN
from placewise.review.reuse.passages import (
    IN_PART,
    MATCHES,
    NEARLY,
    WHOLE,
    Bounds,
    passage_bounds,
    passage_matches,
)
from placewise.review.reuse.runs import common_runs

MANY_PLACES = 5
"""So many other places' documents make a passage anyone's."""


def reuse_in(
    words: Words,
    spans: Sequence[tuple[int, int]],
    segments: Sequence[IndexedWords],
    place: str,
    leave_out: Sequence[str] = (),
) -> DocumentReuse:
    """Find the passages of a document that stand in documents of other places.

    Args:
        words: the words of the document, names of places ignored.
        spans: first character and the one behind the last of each passage, in order.
        segments: the indexed documents.
        place: the place of the document; documents of the same place are not looked at.
        leave_out: names of further documents that are not looked at.
    """
    bounds = passage_bounds(words, spans)
    names = sorted({other for segment in segments for other in segment.places})
    others = {name: number for number, name in enumerate(names) if not _same(name, place)}
    matches, runs, of_place = [pl.DataFrame(schema=MATCHES)], [], []
    for segment in segments:
        numbers = np.array(
            [
                -1 if document in leave_out else others.get(of, -1)
                for document, of in zip(segment.documents, segment.places, strict=True)
            ],
            dtype=np.int64,
        )
        found = common_runs(words.hashes, segment, numbers >= 0)
        matches.append(passage_matches(words, bounds, found, segment))
        runs.append(found)
        of_place.append(numbers[found.document])
    counts = places_of_words(_all(runs), _flat(of_place), len(words.hashes))
    table = pl.concat(matches).sort(
        ["passage", "share", "place", "document"], descending=[False, True, False, False]
    )
    return DocumentReuse(
        passages=_passages(table, bounds, counts),
        matches=table,
        words=len(words.hashes),
        boilerplate=boilerplate_share(counts, 1),
        boilerplate_five=boilerplate_share(counts, MANY_PLACES),
        places=len(others),
    )


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()


def _flat(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _all(parts: Sequence[Runs]) -> Runs:
    """Put the runs of all segments together; documents are numbered within each segment."""
    return Runs(
        _flat([part.first for part in parts]), _flat([part.other for part in parts]),
        _flat([part.length for part in parts]), _flat([part.document for part in parts]),
    )  # fmt: skip


def _passages(matches: pl.DataFrame, bounds: Bounds, counts: NDArray[np.int64]) -> pl.DataFrame:
    """Return the row of each passage: how much of it stands elsewhere, in how many places."""
    many = np.concatenate([[0], np.cumsum(counts >= MANY_PLACES)])
    words = bounds.words
    table = pl.DataFrame(
        {
            "passage": np.arange(len(words)),
            "words": words,
            "anyones": (many[bounds.end] - many[bounds.first]) / np.maximum(words, 1),
        }
    )
    best = matches.group_by("passage").agg(
        pl.col("place").n_unique().alias("places"),
        pl.col("document").n_unique().alias("documents"),
        pl.col("share").max(),
    )
    verdict = (
        pl.when(pl.col("words") < SHORTEST_RUN).then(pl.lit("too short"))
        .when(pl.col("share") >= WHOLE).then(pl.lit("the same"))
        .when(pl.col("share") >= NEARLY).then(pl.lit("nearly the same"))
        .when(pl.col("share") >= IN_PART).then(pl.lit("in part"))
        .otherwise(pl.lit("its own"))
    )  # fmt: skip
    return (
        table.join(best, on="passage", how="left")
        .sort("passage")
        .with_columns(
            pl.col("places", "documents").fill_null(0).cast(pl.Int64),
            pl.col("share").fill_null(0.0),
        )
        .select("passage", "words", "places", "documents", "share", "anyones",
                verdict.alias("verdict"))
    )  # fmt: skip
