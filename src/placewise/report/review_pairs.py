"""Passages side by side with those of another document, the words that differ set apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import polars as pl

MOST_PAIRS = 12
MOST_WORDS = 220
"""Words of each side; longer passages are cut."""

Side = list[tuple[str, bool]]
"""Stretches of text, each with whether it stands on this side alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages side by side.

    Attributes:
        title: where the other one stands, and how much they share.
        left_title: where this one stands.
        right_title: where the other one stands.
        left: this passage.
        right: the other passage.
        link: where this one stands in the text.
    """

    title: str
    left_title: str
    right_title: str
    left: Side
    right: Side
    link: str


def reuse_pairs(reuse: pl.DataFrame) -> list[Pair]:
    """Return the longest passages that stand elsewhere, each beside the one most like it."""
    rows = (
        reuse.sort("share", descending=True, maintain_order=True)
        .unique("passage", keep="first", maintain_order=True)
        .sort(pl.col("share") * pl.col("text").str.len_chars(), descending=True)
        .head(MOST_PAIRS)
    )
    pairs = []
    for row in rows.iter_rows(named=True):
        places = row["places"] or 1
        others = "one other place" if places == 1 else f"{places} other places"
        alike = "The same but for names" if row["names_differ"] else f"{row['share']:.0%} the same"
        where = f"{row['document']} ({row['place']}){_page(row['other_page'])}"
        pairs.append(
            _pair(
                f"{alike.replace('%', ' %')}; it stands in documents of {others}",
                f"This document{_page(row['page'])}", where, row["text"], row["other_text"],
                f"#p{row['passage']}",
            )
        )  # fmt: skip
    return pairs


def altered_pairs(changes: pl.DataFrame) -> list[Pair]:
    """Return passages that were altered since the earlier plan, the most altered first."""
    rows = changes.filter(
        (pl.col("standing") == "altered") & pl.col("earlier_text").is_not_null()
    ).sort("share", maintain_order=True)
    return [
        _pair(
            f"{row['share']:.0%} of it stood in the earlier plan".replace("%", " %"),
            f"This document{_page(row['page'])}",
            f"The earlier plan{_page(row['earlier_page'])}",
            row["text"], row["earlier_text"], f"#p{row['passage']}",
        )
        for row in rows.head(MOST_PAIRS).iter_rows(named=True)
    ]  # fmt: skip


def _page(page: int | None) -> str:
    return "" if page is None else f", page {page}"


def _pair(title: str, left_title: str, right_title: str, left: str, right: str, link: str) -> Pair:
    ours, theirs = differences(left or "", right or "")
    return Pair(title, left_title, right_title, ours, theirs, link)


def differences(left: str, right: str) -> tuple[Side, Side]:
    """Return two texts in stretches, with whether each stands on one side alone."""
    a, b = _words(left), _words(right)
    matcher = SequenceMatcher(None, [_bare(word) for word in a], [_bare(word) for word in b],
                              autojunk=False)  # fmt: skip
    ours: Side = []
    theirs: Side = []
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        alone = kind != "equal"
        if a1 > a0:
            ours.append((" ".join(a[a0:a1]), alone))
        if b1 > b0:
            theirs.append((" ".join(b[b0:b1]), alone))
    return ours, theirs


def _words(text: str) -> list[str]:
    words = text.split()
    return words if len(words) <= MOST_WORDS else [*words[:MOST_WORDS], "…"]


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).casefold() or word
