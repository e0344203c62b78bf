"""Barriers in plain sentences: which bind, which only add, and what cannot be told."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.wording import (
    capital,
    chance,
    in_sentence,
    listed,
    listed_within,
    number_in_words,
    per_cent,
    whole_per_cent,
)
from placewise.model.words import Place

Row = dict[str, Any]

MOST_LETTERS = 110
"""Letters of a list of barriers: more would not fit on two lines of a page."""


def headline(place: Place, barriers: pl.DataFrame, against: str) -> tuple[str, ...]:
    """Return up to four sentences: what binds, what comes nearest, what adds, what stays open.

    Args:
        place: the place.
        barriers: the finding ``barriers``.
        against: both comparators in words.
    """
    of = {name: barriers.filter(pl.col("outcome") == name).to_dicts()
          for name in barriers["outcome"].unique()}  # fmt: skip
    sentences = _binding(place, of.get("binding", []), barriers, against)
    adding = [row for row in of.get("contributing", []) if not _said(row, sentences)]
    if adding:
        verb = "contributes, but is" if len(adding) == 1 else "contribute, but are"
        sentences.append(f"{capital(_named(adding))} {verb} not shown to bind.")
    open_ones, ruled_out = of.get("cannot tell", []), of.get("not a barrier here", [])
    ending = f"; {number_in_words(len(ruled_out))} can be ruled out" if ruled_out else ""
    if open_ones:
        sentences.append(
            f"Of {number_in_words(barriers.height)} barriers, "
            f"{number_in_words(len(open_ones))} cannot be told either way with these "
            f"tables{ending}."
        )
    elif ruled_out:
        sentences.append(
            f"{capital(number_in_words(len(ruled_out)))} of {number_in_words(barriers.height)} "
            "barriers can be ruled out."
        )
    return tuple(sentences)


def _binding(place: Place, rows: list[Row], barriers: pl.DataFrame, against: str) -> list[str]:
    if rows:
        verb = "binds" if len(rows) == 1 else "bind"
        return [f"{capital(_named(rows))} {verb} in {place.in_text} against {against}."]
    none = f"No barrier is shown to bind in {place.in_text} against {against}."
    likely = barriers.filter(pl.col("p_binding") > 0).sort("p_binding", descending=True)
    return [none] if likely.is_empty() else [none, _nearest(likely.row(0, named=True))]


def _nearest(row: Row) -> str:
    name = _name(row)
    if row["why_not_binding"] is None:
        return f"{name} comes nearest to binding: {chance(row['p_binding'])}."
    return f"{name} contributes: {row['why_not_binding']}."


def _said(row: Row, sentences: list[str]) -> bool:
    """Has a sentence said already that a barrier contributes?"""
    return f"{_name(row)} contributes" in sentences[-1]


def why_not_binding(binding: float, again: float | None, needed: float) -> str | None:
    """Return why a barrier that probably binds is not called so; None of any other.

    Args:
        binding: probability that it binds.
        again: probability that new figures would show it again; None where the question does not
            arise.
        needed: what ``again`` must reach.
    """
    if again is None or again >= needed:
        return None
    return (
        f"it binds on these figures ({per_cent(binding)}); new ones would show that in "
        f"{whole_per_cent(again)} of 100 cases, and {whole_per_cent(needed)} are needed"
    )


def _named(rows: list[Row]) -> str:
    """Return as many barriers with their chances as a short sentence holds, at least one."""
    named = [f"{_name(row)} ({_chance(row['probability'])})" for row in rows]
    return listed_within(named, MOST_LETTERS)


def _chance(probability: float) -> str:
    """Return a chance for use between brackets: ``likely, 80 %``."""
    return chance(probability).replace(" (", ", ").rstrip(")")


def _name(row: Row) -> str:
    return f"\N{LEFT SINGLE QUOTATION MARK}{row['title']}\N{RIGHT SINGLE QUOTATION MARK}"


def barriers_sentence(barriers: pl.DataFrame) -> str:
    """Return what the table of barriers says, in one sentence."""
    counts = dict(barriers.group_by("outcome").len().iter_rows())
    said = [f"{number_in_words(counts[name])} {word}"
            for name, word in (("binding", "binding"), ("contributing", "contributing"),
                               ("not a barrier here", "ruled out"), ("cannot tell", "open"))
            if name in counts]  # fmt: skip
    return f"Of {number_in_words(barriers.height)} barriers: {listed(said)}."


def worst_sentence(rows: list[Row]) -> str:
    """Return the indicators of a barrier that fall short most surely, in words.

    Args:
        rows: title, comparator_name, probability of falling short of it; one row a comparator.
    """
    unknown = {row["title"] for row in rows if row["probability"] is None}
    sure: dict[str, float] = {}
    for row in rows:
        if row["title"] not in unknown:
            sure[row["title"]] = min(sure.get(row["title"], 1.0), row["probability"])
    short = sorted((item for item in sure.items() if item[1] >= 0.5), key=lambda item: -item[1])
    if not sure:
        return "no indicator known for the place and both comparators"
    if not short:
        return "none falls short of both comparators"
    return listed([f"{in_sentence(title)} ({_chance(p)})" for title, p in short[:2]])


def indicators_sentence(indicators: pl.DataFrame) -> str:
    """Return how many indicators fall short of both comparators."""
    shortfalls = indicators.filter(pl.col("role") == "shortfall")
    if shortfalls.is_empty():
        return "No indicator of any barrier is known for this place."
    least = shortfalls.group_by("barrier", "concept", "given").agg(
        pl.when(pl.col("probability").is_null().any()).then(None)
        .otherwise(pl.col("probability").min()).alias("probability")
    )  # fmt: skip
    sure = int((least["probability"] >= 0.8).sum())
    verb = "falls" if sure == 1 else "fall"
    return (
        f"Of {number_in_words(least.height)} indicators, {number_in_words(sure)} {verb} short of "
        "both comparators with a probability of 80 % or more."
    )


def own_sentence(rows: pl.DataFrame) -> str:
    """Return what evidence of an analyst changes."""
    counted = rows.filter(pl.col("standing") == "counted")
    claimed = rows.height - counted.height
    moved = rows.filter(pl.col("outcome_before") != pl.col("outcome_after"))
    changed = [
        f"{row['title']}: {row['outcome_before']}, now {row['outcome_after']}"
        for row in moved.unique("barrier", maintain_order=True).to_dicts()
    ]
    ending = (
        f" {capital(number_in_words(claimed))} from interested parties "
        f"{'stays' if claimed == 1 else 'stay'} claimed and {'does' if claimed == 1 else 'do'} "
        "not count."
        if claimed
        else ""
    )
    said = listed(changed) if changed else "no outcome changes"
    plural = "" if counted.height == 1 else "s"
    return (
        f"With {number_in_words(counted.height) if counted.height else 'no'} piece{plural} of "
        f"evidence of your own, {said}.{ending}"
    )
