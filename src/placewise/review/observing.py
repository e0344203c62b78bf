"""A review as principles are read off it: its document searched once, its passages quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from placewise.model.document import Passage
from placewise.model.principles import Saying
from placewise.model.review import Review
from placewise.review.sayings import Said, Searched

QUOTE = 240
"""Characters of a passage that are kept."""


@dataclass(frozen=True, slots=True)
class Context:
    """A review with what its facts are read off.

    Attributes:
        review: the review.
        searched: its document, prepared for rules.
        finds: what each rule found.
        sayings: the rules.
    """

    review: Review
    searched: Searched
    sayings: Sequence[Saying]
    finds: dict[tuple[str, str], list[Said]]

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the document."""
        return self.review.document.passages

    @property
    def all_passages(self) -> str:
        """Where was looked."""
        return f"all {len(self.passages):,} passages"

    def at(self, passage: Passage, words: str = "") -> dict[str, Any]:
        """Return a passage as an observation names it."""
        page = f"page {passage.page}" if passage.page else f"passage {passage.number + 1}"
        return {
            "where": page, "passage": short(words or passage.text), "page": passage.page,
            "number": passage.number,
        }  # fmt: skip


def short(text: str) -> str:
    """Return a quotation of bounded length."""
    joined = " ".join(text.split())
    return joined if len(joined) <= QUOTE else f"{joined[: QUOTE - 1].rsplit(' ', 1)[0]}…"


def own_facts(review: Review) -> pl.DataFrame:
    """Return the figures that a document states as facts of its own place."""
    return review.figures.filter(
        (pl.col("nature") == "fact") & (pl.col("place") == review.place.name)
    )
