"""What a strategy shows of the facts that principles ask for, with the passage or number behind it.

Three kinds of evidence: what the review has judged already (claims, figures, reach); words that say
something, by rules whose finds were read by hand; and broad words, without any of which a document
can hardly say it. A rule that was too often wrong decides nothing, and neither does a rule that
finds nothing while broad words are there: the interval then reaches over the bound, and the
checklist says that it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from placewise.model.claims import ClaimLexicon
from placewise.model.document import Passage
from placewise.model.principles import RELIABLE, Observation, Saying
from placewise.model.review import Review
from placewise.model.wording import listed
from placewise.review.claims.rules import in_small_letters, rules_of
from placewise.review.observed_words import (
    comparisons,
    counted_parts,
    said_in_words,
    years_ahead,
)
from placewise.review.observing import Context, own_facts, short
from placewise.review.sayings import Said, Searched

ACTS = ("commitment", "target")
TRUE_STRENGTHS = 0.7
"""Share of strengths found that are strengths, where it was measured: 0.71."""
NEIGHBOURS = 1
"""Passages on either side in which a barrier may be named."""
FAILURE = re.compile(
    r"failure|\bfails?\b|externalit|spill-?over|co-?ordinat|asymmetr|information|public goods?|"
    r"monopol|market power|under-?invest|poach|free.rid|who(?:m|ever)? pays|paid for"
)
"""Broad words of market and government failures: a case without any names none."""
ECONOMY = re.compile(
    r"\b(?:gva|gross value added|gdp|econom\w+|productivity|jobs|employment rate|wages?|growth)\b"
)
MIX = re.compile(r"(?:share|proportion|per cent|percent|%) of (?:\w+ ){0,4}(?:jobs|employment|gva)")
COMPARES = re.compile(
    r"compar|\bthan\b|average|\brank|national|\babove\b|\bbelow\b|highest|lowest|median|\bof \d+ "
)
"""Broad words of comparison: a figure without any of them near has no comparator."""


def strategy_observations(
    review: Review, sayings: Sequence[Saying], lexicon: ClaimLexicon
) -> tuple[Observation, ...]:
    """Return what a strategy shows of the facts of the checklist.

    Args:
        review: the review, whole but for its principles.
        sayings: rules on words.
        lexicon: the words for barriers.
    """
    searched = Searched(review.document)
    finds = {(one.fact, one.part): searched.finds(one) for one in sayings}
    context = Context(review, searched, sayings, finds)
    return tuple(
        seen
        for part in (
            _known(review), _claims(context), _figures(context), comparisons(context),
            _targets(context), _priorities(context, lexicon), _reach(review), years_ahead(context),
            counted_parts(context), said_in_words(context),
        )
        for seen in part
    )  # fmt: skip


def _known(review: Review) -> Iterator[Observation]:
    """Yield the probability of the own place with place names masked."""
    for row in review.identification.filter(pl.col("level") == 2).iter_rows(named=True):
        if row["rank"] is not None and row["probability"] is not None:
            yield Observation(
                "own place recognised", row["probability"],
                f"identification with all place names masked, by its {row['basis']}",
                f"{row['probability']:.0%}, rank {row['rank']} of {row['places_considered']}",
            )  # fmt: skip


def _claims(context: Context) -> Iterator[Observation]:
    """Yield whether claimed sectors are demonstrated, and say how many others could claim them."""
    judged = context.review.claims.filter(pl.col("verdict").is_not_null())
    sectors = judged.unique("sector", keep="first", maintain_order=True)
    if sectors.is_empty():
        return
    by = {
        verdict: sectors.filter(pl.col("verdict") == verdict)
        for verdict in ("supported", "not supported", "contradicted", "not measurable")
    }
    many = sectors.height
    blind = by["not measurable"].height
    said = [
        f"{listed(rows['sector_title'].to_list(), 8)}: {verdict}"
        for verdict, rows in by.items() if rows.height
    ]  # fmt: skip
    share = by["supported"].height / many
    failed = pl.concat([by["not supported"], by["contradicted"]]).head(1)
    first = (failed if failed.height else sectors.head(1)).row(0, named=True)
    yield Observation(
        "claims demonstrated", share, f"verdicts on {many} claimed sectors", "; ".join(said),
        lower=share,
        # Three in ten strengths that are found may be none (docs/explanation/claims.md).
        upper=min(1.0, (by["supported"].height + blind) / (TRUE_STRENGTHS * many)),
        page=first["page"], number=first["passage"],
    )  # fmt: skip
    compared = {
        row["sector"] for row in judged.select("sector", "passage").iter_rows(named=True)
        if COMPARES.search(in_small_letters(context.passages[row["passage"]].text))
    }  # fmt: skip
    rivals = len(compared)
    looked = f"passages of {many} claimed sectors"
    if not rivals:
        yield Observation(
            "claims with rivals", 0, looked, "no word of comparison stands beside any"
        )
    else:
        yield Observation(
            "claims with rivals", None, looked,
            f"{rivals} of {many} have a word of comparison beside them, which need be no count",
            0, rivals / many,
        )  # fmt: skip


def _figures(context: Context) -> Iterator[Observation]:
    """Yield the share of figures beside which a comparator stands."""
    figures = own_facts(context.review)
    if figures.is_empty():
        return
    compared = [
        one for part in ("wider", "alike")
        for one in context.finds.get(("comparisons with places alike", part), [])
    ]  # fmt: skip
    pairs = context.review.figures.filter(pl.col("subject").is_not_null())
    sure, maybe, bare = 0, 0, None
    for row in figures.iter_rows(named=True):
        passage = context.passages[row["passage"]]
        if _has_comparator(row, pairs, compared, passage):
            sure += 1
        elif COMPARES.search(in_small_letters(passage.text)):
            maybe += 1
        elif bare is None:
            bare = (row, passage)
    many = figures.height
    said = f"{sure} of {many} figures on the place have a comparator in their sentence"
    if bare:
        said += f"; the first without any near is “{short(bare[0]['text'])}”"
    yield Observation(
        "figures with comparator", sure / many, f"{many} figures of the place", said,
        lower=sure / many,
        # One in five figures that are found may be none (docs/explanation/claims.md).
        upper=min(1.0, (sure + maybe) / (RELIABLE * many)),
        page=bare[0]["page"] if bare else None, number=bare[1].number if bare else None,
    )  # fmt: skip


def _has_comparator(
    row: dict[str, Any], pairs: pl.DataFrame, compared: list[Said], passage: Passage
) -> bool:
    """Does a comparison stand in a figure's sentence, or the same subject elsewhere beside it?"""
    if row["subject"] is not None:
        other = pairs.filter(
            (pl.col("passage") == row["passage"])
            & (pl.col("subject") == row["subject"])
            & (
                pl.col("place").ne_missing(pl.lit(row["place"], pl.String))
                | pl.col("year").ne_missing(pl.lit(row["year"], pl.Int64))
            )
        )
        if other.height:
            return True
    return any(
        one.passage.number == passage.number and row["text"].strip() in one.sentence
        for one in compared
    )


def _targets(context: Context) -> Iterator[Observation]:
    """Yield what may be targets for the economy as a whole, or for the mix of sectors."""
    targets = context.review.claims.filter(pl.col("kind") == "target")
    asked = (
        ("overall numeric targets", pl.col("sector").is_null(), ECONOMY),
        ("targets for mix", pl.col("sector").is_not_null(), MIX),
    )
    for fact, which, words in asked:
        rows = [
            row for row in targets.filter(which).iter_rows(named=True)
            if words.search(in_small_letters(row["text"]))
        ]  # fmt: skip
        where = f"{targets.height} targets that were found"
        if rows:
            yield Observation(
                fact, None, where, f"may be one: “{short(rows[0]['text'])}”", 0, len(rows),
                page=rows[0]["page"], number=rows[0]["passage"],
            )  # fmt: skip
        else:
            # Two in five targets are missed (docs/explanation/claims.md).
            yield Observation(fact, None, where, "none of them; some are missed", 0, 1)


def _priorities(context: Context, lexicon: ClaimLexicon) -> Iterator[Observation]:
    """Yield what stands near the sectors that the strategy acts on.

    Which sectors those are is found too rarely right to decide (12 of 20 that were read): a reader
    sees where to look, and it cannot be told.
    """
    where = _acted_on(context.review)
    if not where:
        return
    near = {
        sector: " ".join(
            in_small_letters(context.passages[at].text)
            for number in numbers
            for at in range(max(0, number - NEIGHBOURS), number + NEIGHBOURS + 1)
            if at < len(context.passages)
        )
        for sector, numbers in where.items()
    }
    known = set(context.review.figures["sector"].drop_nulls().to_list())
    barriers = rules_of(lexicon).barriers
    lacking = (
        ("priorities with barrier", "no word of a barrier",
         [key for key in where if not barriers.search(near[key])]),
        ("priorities with failure", "no word of a market or government failure",
         [key for key in where if not FAILURE.search(near[key])]),
        ("priorities with reach", "no figure of its own and no number",
         [key for key in where if key not in known and not re.search(r"\d", near[key])]),
    )  # fmt: skip
    for fact, words, without in lacking:
        first = context.passages[where[(without or list(where))[0]][0]]
        yield Observation(
            fact, None, f"passages near {len(where)} sectors that it may act on",
            f"{words} near {listed(without, 6)}" if without else "such words are near each of them",
            0, 1, page=first.page, number=first.number,
        )  # fmt: skip


def _acted_on(review: Review) -> dict[str, list[int]]:
    """Return the sectors of the focus that the strategy may act on, with their passages."""
    table = review.sector_against_horizontal
    if table is None:
        return {}
    focus = set(table.filter(pl.col("kind") == "sector")["name"])
    rows = review.claims.filter(
        pl.col("sector").is_in(list(focus))
        & (pl.col("kind").is_in(ACTS) | pl.col("passage").is_in(review.case["passage"].to_list()))
    )
    where: dict[str, list[int]] = {}
    for sector, number in rows.select("sector", "passage").iter_rows():
        where.setdefault(sector, []).append(number)
    return where


def _reach(review: Review) -> Iterator[Observation]:
    """Yield whether anything acts across sectors, and whether that could reach as many."""
    across = review.reach.filter(pl.col("kind") == "horizontal")
    single = review.reach.filter(pl.col("kind") == "sector")
    if across.is_empty() and single.is_empty():
        return
    table = review.sector_against_horizontal
    if table is None:
        return
    jobs = table.filter((pl.col("of") == "jobs") & (pl.col("name") == "sector"))
    row = jobs.row(0, named=True) if jobs.height else {}
    low = row.get("lower") or row.get("share") or 0.0
    high = row.get("upper") or row.get("share") or 1.0
    named = listed(across["field"].to_list(), 9)
    if across.height:
        # Of the actions that were read, 9 of 16 were actions of their field.
        yield Observation(
            "supply side", None, "actions across sectors", f"passages act on {named}", 0, 1
        )
    if across.is_empty():
        yield Observation(
            "reach of horizontal", None if row.get("share") is None else -row["share"],
            "sector against horizontal",
            "no action across sectors was found", -high, -low,
        )  # fmt: skip
    elif single.is_empty():
        yield Observation(
            "reach of horizontal", None, "sector against horizontal",
            f"no sector is acted on; {named} are open to all", 0, 1,
        )  # fmt: skip
    else:
        yield Observation(
            "reach of horizontal", None, "sector against horizontal",
            f"{named} could reach all jobs at most; how many they do reach is not said", -high,
            1 - low,
        )  # fmt: skip
