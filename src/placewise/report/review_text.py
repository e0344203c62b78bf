"""A review on the terminal: the five answers, and a table of at most ten rows."""

from __future__ import annotations

import polars as pl

from placewise.model.review import Review
from placewise.report.numbers import interval, number
from placewise.report.principles import counts_sentence
from placewise.report.text import MOST_ROWS, aligned, cut, wrapped


def review_text(review: Review, report: str) -> str:
    """Return the summary of a review, with where the full report lies."""
    title = review.document.title or review.document.name
    judged = review.claims.filter(pl.col("verdict").is_not_null()).unique(
        "sector", maintain_order=True
    )
    table = [
        [
            cut(row["sector_title"], 40),
            row["verdict"],
            number(row["lq"], row["lower"], row["upper"]),
            interval(row["lower"], row["upper"]),
            "" if row["places_claiming"] is None
            else f"{row['places_claiming']} / {row['places_demonstrating']}",
        ]
        for row in judged.head(MOST_ROWS).iter_rows(named=True)
    ]  # fmt: skip
    head = ["Strength claimed", "Verdict", "LQ", "95 % interval", "Claim / show"]
    levels = [
        [
            row["label"],
            row["basis"],
            f"{row['anonymity_set']:.1f} of {row['places_considered']}",
            "" if row["rank"] is None else str(row["rank"]),
        ]
        for row in review.identification.iter_rows(named=True)
    ]
    parts = [
        wrapped(f"{title}, reviewed for {review.place.name}")[2:],
        "",
        *(wrapped(answer) for answer in review.answers),
        "",
        *aligned([["Read", "Basis", "Could be about", "Rank"], *levels]),
        *(["", *aligned([head, *table])] if table else []),
        "",
        *([wrapped(counts_sentence(review.judged))[2:]] if review.judged else []),
        f"What cannot be told: {review.cannot_tell.height} questions, in the report.",
        f"Report: {report}",
    ]
    return "\n".join(parts)
