"""What a place changed since its earlier plan: passages kept, altered, new and dropped."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from placewise.model.reuse import Changes, IndexedWords, Words
from placewise.review.reuse.fingerprints import SHORTEST_RUN, fingerprint_index
from placewise.review.reuse.passages import (
    IN_PART,
    WHOLE,
    Bounds,
    passage_bounds,
    passage_matches,
)
from placewise.review.reuse.runs import common_runs

Spans = Sequence[tuple[int, int]]


def index_of(words: Words, document: str = "", place: str = "") -> IndexedWords:
    """Index one document."""
    bounds = np.array([0, len(words.hashes)], dtype=np.int64)
    hashes, positions = fingerprint_index(words.hashes, bounds)
    return IndexedWords((document,), (place,), words, bounds, hashes, positions)


def changes_between(
    earlier: Words, earlier_spans: Spans, newer: Words, newer_spans: Spans
) -> Changes:
    """Say of each passage of the newer plan whether it was kept, altered or is new.

    Kept: all its words stand in the earlier plan in one place; altered: at least half of them;
    dropped: less than half of an earlier passage's words are left anywhere in the newer plan.
    """
    bounds = passage_bounds(newer, newer_spans)
    found = _found(newer, bounds, earlier)
    passages = (
        pl.DataFrame({"passage": np.arange(len(bounds.words)), "words": bounds.words})
        .join(found.drop("document", "place"), on="passage", how="left")
        .with_columns(pl.col("share").fill_null(0.0), _change().alias("change"))
        .sort("passage")
    )
    before = passage_bounds(earlier, earlier_spans)
    left = _found(earlier, before, newer)
    dropped = (
        pl.DataFrame({"passage": np.arange(len(before.words)), "words": before.words})
        .filter(pl.col("words") >= SHORTEST_RUN)
        .join(left.select("passage", "share"), on="passage", how="left")
        .filter(pl.col("share").is_null())
        .sort("passage")
    )
    told = passages.filter(pl.col("change") != "too short")
    shares = {
        change: _part(told.filter(pl.col("change") == change), told)
        for change in ("kept", "altered", "new")
    }
    long = before.words[before.words >= SHORTEST_RUN].sum()
    return Changes(
        passages.drop("words"), dropped.select("passage", "words"), shares["kept"],
        shares["altered"], shares["new"], float(dropped["words"].sum() / long) if long else 0.0,
    )  # fmt: skip


def _found(words: Words, bounds: Bounds, other: Words) -> pl.DataFrame:
    index = index_of(other)
    return passage_matches(words, bounds, common_runs(words.hashes, index), index)


def _change() -> pl.Expr:
    return (
        pl.when(pl.col("words") < SHORTEST_RUN).then(pl.lit("too short"))
        .when(pl.col("share") >= WHOLE).then(pl.lit("kept"))
        .when(pl.col("share") >= IN_PART).then(pl.lit("altered"))
        .otherwise(pl.lit("new"))
    )  # fmt: skip


def _part(rows: pl.DataFrame, of: pl.DataFrame) -> float:
    """Return the share of words; 0 where there are none."""
    words = int(of["words"].sum())
    return int(rows["words"].sum()) / words if words else 0.0
