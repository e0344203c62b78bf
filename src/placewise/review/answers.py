"""The five answers of a review in plain sentences, and what could not be told."""

from __future__ import annotations

import polars as pl

from placewise.model.review import TABLES
from placewise.model.wording import (
    Clause,
    capital,
    chance,
    listed,
    number_in_words,
    ordinal,
    per_cent,
    said_in_corpus,
    share_in_tenths,
    two_lines,
)
from placewise.model.words import Place

LIKELY = 0.33
"""Probability below which a chance is put beside that of a draw by lot."""


def five_answers(
    place: Place,
    compared: str,
    identification: pl.DataFrame,
    passages: pl.DataFrame,
    claims: pl.DataFrame,
    figures: pl.DataFrame,
    case: pl.DataFrame,
    reach: pl.DataFrame,
    boilerplate: tuple[float, int] | None,
) -> tuple[str, ...]:
    """Return the answers in the order of ``Review.answers``.

    Args:
        place: the place.
        compared: the candidates in words, such as ``15 combined authorities``.
        identification: as in ``Review``.
        passages: as in ``Review``.
        claims: as in ``Review``.
        figures: as in ``Review``.
        case: as in ``Review``.
        reach: as in ``Review``.
        boilerplate: share of the words that stand in other places' documents, and how many places
            were compared; None without a corpus.
    """
    return (
        _known_by(place, compared, identification),
        _anyones(passages, boilerplate),
        _claims(claims),
        _figures(figures),
        _case(case, reach),
    )


def _known_by(place: Place, compared: str, identification: pl.DataFrame) -> str:
    """Say how many places it could be about once every place name is masked."""
    row = identification.filter(pl.col("level") == 2).row(0, named=True)
    if row["rank"] is None:
        return (
            "Nothing in it but names tells which place it is about: with place names masked it "
            f"could be about any of the {compared}."
        )
    size = row["anonymity_set"]
    many = "one place alone" if size < 1.5 else f"about {size:.0f} of the {compared}"
    first = (
        f"{place.in_text} comes first"
        if row["rank"] == 1
        else f"{place.in_text} comes only {ordinal(row['rank'])}, behind {row['most_likely']}"
    )
    # Among hundreds of places a small chance may still be many times that of a draw by lot.
    probability, by_lot = row["probability"], 1 / row["places_considered"]
    small = per_cent(probability) if probability >= 0.01 else share_in_tenths(probability)
    sure = (
        f"that it is meant is {chance(probability)}"
        if probability >= LIKELY
        else f"with a chance of {small}, where a draw by lot has {share_in_tenths(by_lot)}"
    )
    joined = ", and " if probability >= LIKELY else ", "
    return two_lines(
        f"With every place name masked, its {row['basis']} fit {many}", f"{first}{joined}{sure}"
    )


def _anyones(passages: pl.DataFrame, boilerplate: tuple[float, int] | None) -> str:
    """Say how much of it could stand in any strategy."""
    told = passages.filter(pl.col("standing") != "too short to tell")
    if told.is_empty():
        return "It has no passage long enough to tell whether anyone could have written it."
    anyones = told.filter(pl.col("standing") == "anyone's")
    share = int(anyones["words"].sum()) / int(told["words"].sum())
    sentence = (
        f"{capital(number_in_words(anyones.height))} of its {told.height:,} passages "
        f"({100 * share:.0f} % of the words) could stand in anyone's strategy"
    )
    if boilerplate is None:
        return two_lines(
            sentence, "whether they do cannot be told without other strategies beside it"
        )
    elsewhere, places = boilerplate
    others = "the one other place" if places == 1 else f"the {places:,} other places"
    return two_lines(
        sentence,
        f"{share_in_tenths(elsewhere)} of all its words stand, in runs of eight or more, in "
        f"strategies of {others} at hand",
    )


def _claims(claims: pl.DataFrame) -> str:
    """Say how many claimed strengths the tables bear out, and who else could say the same."""
    judged = claims.filter(pl.col("verdict").is_not_null()).unique("sector", maintain_order=True)
    if judged.is_empty():
        return "It claims no sector as a strength of the place."
    counts = dict(judged.group_by("verdict").len().iter_rows())
    said = [
        f"{number_in_words(counts[verdict])} {verdict}"
        for verdict in ("supported", "not supported", "contradicted", "not measurable")
        if verdict in counts
    ]
    strengths = "strength" if judged.height == 1 else "strengths"
    sentence = f"Of {number_in_words(judged.height)} {strengths} that it claims, {listed(said, 5)}"
    known = judged.filter(pl.col("places_claiming").is_not_null())
    if known.is_empty():
        return f"{sentence}."
    most = known.sort("places_claiming", descending=True, maintain_order=True).row(0, named=True)
    could, show = most["places_claiming"], most["places_demonstrating"]
    strategies = most["strategies_claiming"]
    say = "" if strategies is None else f", and {said_in_corpus(strategies)}"
    return two_lines(
        sentence,
        f"the one that most places could make is {most['sector_title'].lower()}: "
        f"{number_in_words(could)} of {most['places_considered']:,} could, "
        f"{number_in_words(show or 0)} can demonstrate it{say}",
    )


def _figures(figures: pl.DataFrame) -> str:
    """Say how many figures could be checked, and how they came out."""
    facts = figures.filter(pl.col("nature") == "fact")
    checked = facts.filter(pl.col("verdict") != "not checkable")
    if checked.is_empty():
        return (
            f"None of its {facts.height:,} figures that state a fact could be checked with the "
            "tables at hand."
        )
    counts = dict(checked.group_by("verdict").len().iter_rows())
    words = {
        "agrees": ("agrees with the tables", "agree with the tables"),
        "close": ("is close", "are close"),
        "agrees with another year": ("is that of another year", "are those of another year"),
        "fits another place": ("fits another place", "fit another place"),
        "differs": ("differs", "differ"),
    }
    said = [
        f"{number_in_words(counts[verdict])} {how[counts[verdict] > 1]}"
        for verdict, how in words.items()
        if verdict in counts
    ]
    of_all = (
        f"All {number_in_words(facts.height)} figures that state a fact"
        if checked.height == facts.height
        else f"{capital(number_in_words(checked.height))} of the {facts.height:,} figures that "
        "state a fact"
    )
    return two_lines(f"{of_all} could be checked", Clause(listed(said, 5), ": "))


def _case(case: pl.DataFrame, reach: pl.DataFrame) -> str:
    """Say where a strength stands in for a case, and how many jobs its actions reach."""
    if case.is_empty():
        sentence = "Nowhere is a strength given as the reason to act without a barrier beside it"
    else:
        passages = "passage gives" if case.height == 1 else "passages give"
        sentence = (
            f"{capital(number_in_words(case.height))} {passages} a strength as the reason to act "
            "and no barrier, which is no case for intervention"
        )
    sectors = reach.filter((pl.col("kind") == "sector") & pl.col("jobs_share").is_not_null())
    across = reach.filter(pl.col("kind") == "horizontal")
    parts = []
    if sectors.height:
        widest = sectors.sort("jobs_share", descending=True).row(0, named=True)
        parts.append(
            f"of the sectors it backs, {widest['field'].lower()} is the widest with "
            f"{share_in_tenths(widest['jobs_share'])} of local jobs"
        )
    if across.height:
        parts.append(f"its actions on {listed(across['field'].to_list())} are open to all")
    return two_lines(sentence, *parts)


def unanswered(
    identification: pl.DataFrame,
    claims: pl.DataFrame,
    figures: pl.DataFrame,
    corpus_documents: int | None,
    scanned: int,
) -> pl.DataFrame:
    """Return what could not be told, why, and what would settle it; never empty.

    Args:
        identification: as in ``Review``.
        claims: as in ``Review``.
        figures: as in ``Review``.
        corpus_documents: documents of the corpus; None without one.
        scanned: pages from which nothing could be read.
    """
    rows: list[tuple[str, str, str]] = []
    if corpus_documents is None:
        rows.append(
            (
                "Do its passages stand in other strategies, and would its words give it away?",
                "No other strategies were at hand to compare it with.",
                "Add strategies of this and other places with `placewise corpus add`, and name the "
                "corpus with --corpus.",
            )
        )
    if scanned:
        rows.append(
            (
                f"What do the {scanned:,} scanned pages say?",
                "They hold pictures without a text layer.",
                "A copy of the document with text, or one run through text recognition.",
            )
        )
    blind = claims.filter(pl.col("verdict") == "not measurable").unique(
        "sector", maintain_order=True
    )
    rows += [
        (
            f"Is {row['sector_title'].lower()} a strength?",
            row["sentence"],
            "Data that see the sector: a register of its firms, or finer industry codes by area.",
        )
        for row in blind.iter_rows(named=True)
    ]
    unchecked = figures.filter(
        (pl.col("verdict") == "not checkable") & (pl.col("nature") == "fact")
    )
    if unchecked.height:
        known = unchecked["subject"].drop_nulls().unique(maintain_order=True).to_list()
        about = f", about {listed(known)}" if known else ""
        rows.append(
            (
                f"Are the other {unchecked.height:,} figures right?",
                f"Their words name no subject that we know, or no table at hand has it{about}.",
                "A workspace with the table, and a line in a file of subjects (--subjects).",
            )
        )
    if identification.filter(pl.col("level") == 2)["rank"][0] is None:
        rows.append(
            (
                "Would its facts give the place away?",
                "It states no figure and claims no sector that the tables could be asked about.",
                "Figures with place and year, or a workspace with more tables.",
            )
        )
    if not rows:
        rows.append(
            (
                "Would what it proposes work?",
                "A review looks at what a document says, not at what evaluations found.",
                "The evidence on each kind of intervention.",
            )
        )
    return pl.DataFrame(rows, schema=TABLES["cannot_tell"], orient="row")
