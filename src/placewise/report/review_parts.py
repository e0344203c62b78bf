"""A document part by part: how much of each gives the place away, is anyone's, was checked."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from placewise.model.review import Review

PARTS = 20
"""Parts of a document that has no pages."""

HOLDS = ("claim supported", "figure agrees")
FAILS = ("claim not supported", "claim contradicted", "figure differs")


@dataclass(frozen=True, slots=True)
class Part:
    """One page, or one twentieth where there are no pages.

    Attributes:
        number: from 1.
        passage: number of its first passage; None on a page without text.
        words: words of its passages.
        away: share of them in passages that give the place away.
        anyones: share of them in passages that are anyone's.
        holds: claims and figures on it that the tables bear out.
        fails: claims and figures on it that they do not.
    """

    number: int
    passage: int | None
    words: int
    away: float
    anyones: float
    holds: int
    fails: int


def parts_of(review: Review) -> tuple[list[Part], str]:
    """Return the parts of a document in order, and what one is called: ``page`` or ``part``."""
    passages = review.passages
    if passages.is_empty():
        return [], "part"
    paged = bool(passages["page"].is_not_null().all())
    if paged:
        placed = passages.with_columns(part="page")
        last = max(review.document.pages or 0, int(placed["part"].max()))  # type: ignore[arg-type]
    else:
        before = pl.col("words").cum_sum() - pl.col("words")
        whole = max(1, int(passages["words"].sum()))
        last = min(PARTS, passages.height)
        placed = passages.with_columns(part=before * last // whole + 1).with_columns(
            pl.col("part").clip(1, last)
        )
    checked = _checked(review.marks, placed)
    sums = placed.group_by("part").agg(
        passage=pl.col("number").min(),
        words=pl.col("words").sum(),
        away=pl.col("words").filter(pl.col("standing") == "gives the place away").sum(),
        anyones=pl.col("words").filter(pl.col("standing") == "anyone's").sum(),
    )
    rows = {row["part"]: row for row in sums.iter_rows(named=True)}
    parts = []
    for number in range(1, last + 1):
        row = rows.get(number, {"passage": None, "words": 0, "away": 0, "anyones": 0})
        words = max(1, row["words"])
        holds, fails = checked.get(number, (0, 0))
        parts.append(
            Part(
                number, row["passage"], row["words"], row["away"] / words, row["anyones"] / words,
                holds, fails,
            )
        )  # fmt: skip
    return parts, "page" if paged else "part"


def _checked(marks: pl.DataFrame, placed: pl.DataFrame) -> dict[int, tuple[int, int]]:
    """Return how many marks of each part say that something holds, and that it does not."""
    wanted = marks.filter(pl.col("kind").is_in([*HOLDS, *FAILS])).sort("start")
    if wanted.is_empty():
        return {}
    located = wanted.join_asof(placed.select("start", "part").sort("start"), on="start")
    counts = located.drop_nulls("part").group_by("part").agg(
        holds=pl.col("kind").is_in(HOLDS).sum(), fails=pl.col("kind").is_in(FAILS).sum()
    )  # fmt: skip
    return {part: (holds, fails) for part, holds, fails in counts.iter_rows()}
