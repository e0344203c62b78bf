"""The diagnosis in plain sentences: number, comparator, uncertainty, consequence."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.diagnosis import DiagnosisSettings, one_of_a_name
from placewise.model.wording import (
    TWO_LINES,
    Clause,
    capital,
    chance,
    in_sentence,
    listed,
    number_in_words,
    plural,
    quotient,
    two_lines,
)
from placewise.model.words import Place

Row = dict[str, Any]

MEASURE_WORDS = {"gva": "GVA", "jobs": "jobs", "employees": "employees"}
ADJECTIVES = {"Great Britain": "British", "United Kingdom": "UK", "England": "English"}


def headline(
    place: Place, rows: pl.DataFrame, settings: DiagnosisSettings, krugman: Row | None
) -> tuple[str, ...]:
    """Return three to six sentences that answer first.

    Args:
        place: the place.
        rows: its specialisms, ``shown_for`` filled in.
        settings: threshold and confidence.
        krugman: the row of ``Diagnosis.structure`` on the distance to the base, if there is one.
    """
    known = rows.filter(pl.col("probability_above_threshold").is_not_null())
    shown = known.filter(pl.col("shown_for") == pl.col("industry"))
    # Rows come table by table; what is nearest, or most in doubt, is so among all tables.
    surest = known.sort("probability_above_threshold", descending=True, maintain_order=True)
    doubtful = surest.filter(
        (pl.col("lq") >= settings.threshold) & ~pl.col("demonstrable")
    )  # fmt: skip
    counted = with_figure(rows)
    sentences = [
        specialism_sentence(row, place, counted[row["measure"], row["year"]])
        for row in one_of_a_name(most_behind(shown)).head(2).iter_rows(named=True)
    ]
    if not sentences:
        sentences.append(_nothing_shown(place, surest, settings))
    sentences.append(_count_sentence(place, known, settings))
    if doubtful.height and shown.height:  # without any shown, the first sentence has said it
        sentences.append(_doubtful_sentence(doubtful.row(0, named=True), settings))
    if krugman is not None and krugman["value"] is not None:
        same = (pl.col("measure") == krugman["measure"]) & (pl.col("year") == krugman["year"])
        bases = rows.filter(same)["base"]
        if bases.len():
            sentences.append(_krugman_sentence(place, krugman, bases[0]))
    return tuple(sentences)


def most_behind(rows: pl.DataFrame) -> pl.DataFrame:
    """Return specialisms by how much stands behind them: their share above that of the base.

    A quotient of 900 may be forty jobs. What a place has beyond the base is what a reader asks for
    first, and, being a share, can be held beside that of another measure.
    """
    return rows.sort(
        pl.col("share") - pl.col("base_share"), descending=True, nulls_last=True,
        maintain_order=True,
    )  # fmt: skip


def with_figure(rows: pl.DataFrame) -> dict[tuple[str, int], int]:
    """Return, by measure and year, how many places have a figure for the industry most have."""
    most = rows.group_by("measure", "year").agg(pl.col("places_considered").max())
    return {(measure, year): places for measure, year, places in most.iter_rows()}


def specialism_sentence(row: Row, place: Place, places: int | None = None) -> str:
    """State one demonstrable specialism with its interval and who else could say it.

    Args:
        row: the specialism.
        place: the place.
        places: how many places have a figure for the industry that most have one for; where fewer
            have one for this industry, the sentence says that its places are those with a figure.
    """
    few = places is not None and row["places_considered"] < places
    first, *rest = _has(row, place)
    return two_lines(first, *rest, _others(row, place, " with a figure" if few else ""))


def _has(row: Row, place: Place) -> list[str]:
    """Say how many times the share of the base a place has, the industry first if it is long."""
    name = in_sentence(row["industry_name"])

    def has(industry: str) -> str:
        share = _share_of(row, industry)
        return f"{capital(place.in_text)} has {_times(row)} {share} ({row['year']})"

    if len(has(name)) < TWO_LINES:  # the full stop is still to come
        return [has(name)]
    return [f"{capital(name)} stands out", has("it")]


def _share_of(row: Row, industry: str) -> str:
    """Return ``the British share of jobs in manufacturing``."""
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    part = f"share of {measure} in {industry}"
    nation = ADJECTIVES.get(row["base"].removeprefix("the "))
    if nation:
        return f"the {nation} {part}"
    base = in_text(row["base"])
    return f"the {part} that {base} {'have' if base.startswith('all ') else 'has'}"


def _others(row: Row, place: Place, known: str) -> str:
    """Say how many places could claim as much, and how many can demonstrate it."""
    claiming, showing = row["places_claiming"], row["places_demonstrating"]
    if claiming == 1:
        return f"no other of the {_considered(row, place)}{known} could claim it"
    if showing == 1:
        rest = "but no other can demonstrate it"
    elif showing == claiming:
        rest = "and all of them can demonstrate it"
    else:
        rest = f"and {number_in_words(showing)} can demonstrate it"
    if claiming == 2 == row["places_considered"]:
        return f"both {plural(place.kind)}{known} could claim as much, {rest}"
    of_the = f"{number_in_words(claiming)} of the {_considered(row, place)}{known}"
    return f"{of_the} could claim as much, {rest}"


def _considered(row: Row, place: Place) -> str:
    return f"{row['places_considered']:,} {plural(place.kind)}"


def in_text(base: str) -> str:
    """Return the name of a base as a sentence needs it: with its article, and not too long."""
    return f"the {base}" if base.startswith("United") else base.removesuffix(" of the table")


def _times(row: Row) -> str:
    number, interval = quotient(row["lq"], row["lower"], row["upper"]).split(" ", 1)
    return f"{number} times {interval}"


def _nothing_shown(place: Place, known: pl.DataFrame, settings: DiagnosisSettings) -> str:
    if known.is_empty():
        return f"No specialism of {place.in_text} could be measured with the tables at hand."
    top = known.row(0, named=True)
    nearest = (
        f"nearest is {in_sentence(top['industry_name'])}, location quotient "
        f"{quotient(top['lq'], top['lower'], top['upper'])} by "
        f"{MEASURE_WORDS.get(top['measure'], top['measure'])} in {top['year']}"
    )
    return two_lines(
        f"{capital(place.in_text)} can demonstrate no specialism",
        Clause(nearest, ": "),
        f"that it truly passes {settings.threshold:g} is "
        f"{chance(top['probability_above_threshold'])}",
    )


def _count_sentence(place: Place, known: pl.DataFrame, settings: DiagnosisSettings) -> str:
    """Count what strategies would claim on beside what can be shown."""
    if known.is_empty():
        return f"Nothing is known of how sure the specialisms of {place.in_text} are."
    tables = [
        f"{MEASURE_WORDS.get(measure, measure)} {year}"
        for measure, year in known.select("measure", "year").unique(maintain_order=True).iter_rows()
    ]
    passing = int((known["lq"] >= settings.threshold).sum())
    surely = int(known["demonstrable"].sum())
    return two_lines(
        f"Of {known.height:,} industry figures looked at ({listed(tables, 6)}), "
        f"{number_in_words(passing)} {'passes' if passing == 1 else 'pass'} a location quotient of "
        f"{settings.threshold:g}, on which strategies usually claim",
        f"{number_in_words(surely)} can be demonstrated",
    )


def _doubtful_sentence(row: Row, settings: DiagnosisSettings) -> str:
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    number = quotient(row["lq"], row["lower"], row["upper"])
    passes = (
        f"that it truly passes {settings.threshold:g} is "
        f"{chance(row['probability_above_threshold'])}"
    )
    return two_lines(
        f"{capital(in_sentence(row['industry_name']))} could be claimed but not demonstrated",
        Clause(f"its location quotient by {measure} is {number}", ": "),
        Clause(passes, ", and "),
    )


def _krugman_sentence(place: Place, row: Row, base: str) -> str:
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    interval = (
        ""
        if row["lower"] is None
        else f" ({100 * row['lower'] / 2:.0f} to {100 * row['upper'] / 2:.0f})"
    )
    nation = ADJECTIVES.get(base.removeprefix("the "))
    mix = f"the {nation} mix of industries" if nation else f"the industries of {in_text(base)}"
    return two_lines(
        f"To match {mix}, {100 * row['value'] / 2:.0f} %{interval} of the {measure} "
        f"of {place.in_text} would have to be in other industries",
        _differing(row),
    )


def _differing(row: Row) -> str:
    """Say how many of the places compared differ more from the base."""
    rank, places = row["rank"], row["places_considered"]
    if rank is None:
        return "how other places compare is not known"
    if rank == 1:
        return f"none of the other {places - 1} places compared differs more"
    if rank == places:
        return f"all of the other {places - 1} places compared differ more"
    verb = "differs" if rank == 2 else "differ"
    return f"{number_in_words(rank - 1)} of the other {places - 1} places compared {verb} more"


def claim_sentence(
    place: Place, name: str, verdict: str, row: Row | None, settings: DiagnosisSettings
) -> str:
    """State the verdict on one claim with the numbers behind it."""
    if row is None:
        return two_lines(
            f"Whether {place.in_text} is specialised in {name} cannot be told",
            Clause("no loaded table measures it for this place", ": "),
        )
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    number = (
        f"its location quotient by {measure} is {quotient(row['lq'], row['lower'], row['upper'])} "
        f"in {row['year']} against {in_text(row['base'])}"
    )
    sure = (
        f"that it truly passes {settings.threshold:g} is "
        f"{chance(row['probability_above_threshold'])}"
    )
    others = (
        f"{number_in_words(row['places_claiming'])} of the {_considered(row, place)} could "
        "claim it, "
        f"{number_in_words(row['places_demonstrating'])} can demonstrate it"
    )
    opening = {
        "demonstrated": f"{capital(place.in_text)} can demonstrate a specialism in {name}",
        "could be claimed": f"{capital(place.in_text)} could claim a specialism in {name}, but "
        "cannot demonstrate it",
        "not supported": f"The tables do not support a specialism of {place.in_text} in {name}",
    }[verdict]
    return two_lines(opening, Clause(number, ": "), Clause(sure, ", and "), others)


def cannot_tell_rows(
    place: Place, rows: pl.DataFrame, missing_levels: list[tuple[str, str]]
) -> pl.DataFrame:
    """Return what the tables could not settle, and what would settle it. Never empty.

    Args:
        place: the place.
        rows: its specialisms.
        missing_levels: tables that exist but cannot be added up to the place, with the reason.
    """
    records = []
    doubtful = rows.filter(pl.col("probability_above_threshold").is_between(0.2, 0.95))
    if doubtful.height:
        names = [in_sentence(name) for name in one_of_a_name(doubtful)["industry_name"]]
        records.append(
            (
                f"Is {place.in_text} specialised in {listed(names, 5)}?",
                "The interval reaches both sides of the threshold: too few plants, or figures too "
                "rounded, to tell a specialism from chance.",
                "Plant counts by size for these industries in the place, or the same figures over "
                "several years.",
            )
        )
    suppressed = rows.filter(pl.col("value").is_null())
    if suppressed.height:
        names = [in_sentence(name) for name in one_of_a_name(suppressed)["industry_name"]]
        records.append(
            (
                f"What is the size of {listed(names, 5)} in {place.in_text}?",
                "The publisher suppresses at least one cell, so the sum is not known.",
                "The publisher's secure data service, or a table for the whole place.",
            )
        )
    records.extend(
        (f"What does the {level} level show?", reason, "A table published for these areas, or for "
         "smaller ones that add up to the place.")
        for level, reason in missing_levels
    )  # fmt: skip
    records.append(
        (
            "Is a specialism a reason to intervene?",
            "No: a strength says nothing by itself about a case for intervention. Only a barrier "
            "with a named market failure does.",
            "The part on barriers: what holds the place back, and does it bind?",
        )
    )
    return pl.DataFrame(records, schema=["question", "why", "what_would_settle_it"], orient="row")
