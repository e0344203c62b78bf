"""Findings as marks on the text, so that each is shown where it stands."""

from __future__ import annotations

import polars as pl

from placewise.model.review import TABLES

FIGURES = {
    "agrees": "figure agrees",
    "close": "figure agrees",
    "agrees with another year": "figure differs",
    "differs": "figure differs",
    "fits another place": "figure differs",
    "not checkable": "figure not checkable",
}
"""Kind of mark for each verdict on a figure."""


def marks_of(
    passages: pl.DataFrame,
    claims: pl.DataFrame,
    figures: pl.DataFrame,
    reuse: pl.DataFrame,
    case: pl.DataFrame,
    masked: pl.DataFrame,
) -> pl.DataFrame:
    """Return the marks on a document, in the order they begin; arguments as in ``Review``.

    Figures that could not be checked and of which nothing is known are left out: a mark on every
    number would say nothing.
    """
    telling = passages.filter(pl.col("standing").is_in(["gives the place away", "anyone's"]))
    judged = claims.filter(pl.col("verdict").is_not_null())
    known = figures.filter((pl.col("verdict") != "not checkable") | pl.col("subject").is_not_null())
    parts = [
        telling.select("start", "end", kind="standing", label="standing", reason="why"),
        judged.select(
            "start", "end", kind=pl.lit("claim ") + pl.col("verdict"),
            label=pl.col("sector_title"), reason="sentence",
        ),
        known.select(
            "start", "end", kind=pl.col("verdict").replace_strict(FIGURES),
            label=pl.col("verdict"), reason="sentence",
        ),
        reuse.select(
            "start", "end", kind=pl.lit("reused"), label=pl.lit("stands elsewhere"),
            reason=pl.format(
                "{} % of this passage stands in {} ({}){}",
                (100 * pl.col("share")).round(0).cast(pl.Int64), "document", "place",
                pl.when(pl.col("places") > 1)
                .then(pl.format(", and in {} more", pl.col("places") - 1))
                .otherwise(pl.lit("")),
            ),
        ).unique(["start", "end"], keep="first", maintain_order=True),
        case.select(
            "start", "end", kind=pl.lit("strength without a barrier"),
            label=pl.lit("a strength as the reason"), reason="why",
        ),
        masked.filter(pl.col("level") <= 2).select(
            "start", "end", kind=pl.lit("masked name"), label="kind", reason="reason",
        ),
    ]  # fmt: skip
    together = pl.concat(part.cast(pl.Schema(TABLES["marks"])) for part in parts)
    return together.sort("start", pl.col("end") - pl.col("start"), descending=[False, True],
                         maintain_order=True)  # fmt: skip
