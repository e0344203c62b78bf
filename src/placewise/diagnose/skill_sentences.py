"""Skills in plain sentences: which shortfall, how sure, against whom."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.wording import Clause, capital, chance, chance_parts, listed, two_lines
from placewise.model.words import Place

Row = dict[str, Any]

SURE, UNSURE = 0.8, 0.5
WHAT_SETTLES = {
    "low supply": "A table of qualifications for all places of this kind.",
    "low demand": "A table of occupations or pay for all places of this kind.",
    "leakage": "Population by single year of age, two years apart, for all places of this kind; "
    "better, records of where graduates live and work.",
}


def headline(
    place: Place, indicators: pl.DataFrame, kinds: pl.DataFrame, against: str
) -> tuple[str, ...]:
    """Return what is known of the skills of a place in one to three sentences."""
    if kinds.is_empty():
        return (f"The tables do not tell what skills {place.in_text} has or lacks.",)
    sentences = [_verdict(place, kinds, against)]
    supply = kinds.filter(pl.col("kind") == "low supply")["told_from"]
    qualified = indicators.filter(pl.col("title").is_in(supply.to_list()))
    for row in qualified.iter_rows(named=True):
        between = "" if row["lower"] is None else f" ({row['lower']:.0f} to {row['upper']:.0f})"
        sentences.append(
            two_lines(
                f"{row['title']}: {row['value']:.0f} %{between} in {row['year']}",
                f"half of {against} exceed {row['median']:.0f} %",
            )
        )
    left = kinds.filter(pl.col("kind") == "leakage")
    sentences += [
        f"For 100 at school age eleven years before, {row['value']:.0f} young adults live "
        f"there in {row['year']}, newcomers included; the middle place has "
        f"{row['median']:.0f}."
        for row in left.iter_rows(named=True)
    ]
    return tuple(sentences)


def _verdict(place: Place, kinds: pl.DataFrame, against: str) -> str:
    rows = list(kinds.iter_rows(named=True))
    sure = [row for row in rows if row["probability"] >= SURE]
    leaning = [row for row in rows if UNSURE <= row["probability"] < SURE]
    said = sure or leaning
    if not said:
        most = max(rows, key=lambda row: row["probability"])
        nearest = (
            f"nearest is {most['kind']}, {chance(most['probability'])} to be among the lowest "
            f"third of {against}"
        )
        return two_lines(
            f"No shortfall of skills stands out in {place.in_text}", Clause(nearest, ": ")
        )
    named = listed(
        [f"{row['kind']} ({', '.join(chance_parts(row['probability']))})" for row in said]
    )
    if len(said) > 1:
        return f"{capital(named)}: lowest third of {against} in each."
    by = said[0]["told_from"]
    return two_lines(
        f"{capital(named)}: {place.in_text} is among the lowest third of {against}",
        Clause(f"by {by[:1].lower()}{by[1:]}", " ", "that is "),
    )


def unsettled(place: Place, kinds: pl.DataFrame, missing: list[str]) -> list[tuple[str, str, str]]:
    """Return what the tables cannot tell of the skills of a place."""
    told = kinds["kind"].to_list()
    rows = [
        (f"Is there {kind} of skills?", f"No table tells it for {place.in_text}.", settles)
        for kind, settles in WHAT_SETTLES.items()
        if kind not in told
    ]
    if missing:
        rows.append(
            (
                f"{listed(missing)}: where does {place.in_text} stand?",
                "Published for others of its kind but not for it, or suppressed.",
                "The publisher's table for its areas.",
            )
        )
    rows.append(
        (
            "Where do graduates of local universities and schools go?",
            "Counts by age do not tell who left, who stayed and who came.",
            "Linked records of education and jobs by place of study and of work.",
        )
    )
    return rows
