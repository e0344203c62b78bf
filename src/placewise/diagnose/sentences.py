"""The diagnosis in plain sentences: number, comparator, uncertainty, consequence."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.diagnose.words import chance, listed, number_in_words, quotient
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.words import Place

Row = dict[str, Any]

MEASURE_WORDS = {"gva": "GVA", "jobs": "jobs", "employees": "employees"}
PLURALS = {
    "combined authority": "combined authorities",
    "local enterprise partnership": "local enterprise partnerships",
    "district": "districts",
    "county": "counties",
    "metropolitan or micropolitan area": "metropolitan and micropolitan areas",
    "upper-tier authority": "upper-tier authorities",
    "country": "countries",
}


def plural(kind: str) -> str:
    """Return a kind of place in the plural, such as ``combined authorities``."""
    return PLURALS.get(kind, f"{kind} areas" if kind[:3] in {"ITL", "NUT"} else f"{kind}s")


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
    doubtful = known.filter(
        (pl.col("lq") >= settings.threshold) & ~pl.col("demonstrable")
    )  # fmt: skip
    sentences = [specialism_sentence(row, place) for row in best_of_each(shown).head(2)]
    if not sentences:
        sentences.append(_nothing_shown(place, known, settings))
    sentences.append(_count_sentence(place, known, settings))
    if doubtful.height and shown.height:  # without any shown, the first sentence has said it
        sentences.append(_doubtful_sentence(doubtful.row(0, named=True), settings))
    if krugman is not None and krugman["value"] is not None:
        sentences.append(_krugman_sentence(place, krugman))
    return tuple(sentences)


class _Rows(list[Row]):
    def head(self, most: int) -> list[Row]:
        return self[:most]


def best_of_each(rows: pl.DataFrame) -> _Rows:
    """Return one row an industry, the surest measure and level of each, strongest first."""
    seen: set[str] = set()
    best = _Rows()
    for row in rows.iter_rows(named=True):
        if row["industry_name"] not in seen:
            seen.add(row["industry_name"])
            best.append(row)
    return best


def specialism_sentence(row: Row, place: Place) -> str:
    """State one demonstrable specialism with its interval and who else could say it."""
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    claiming, showing = row["places_claiming"], row["places_demonstrating"]
    return (
        f"{place.name} has {_times(row)} the share of {measure} in "
        f"{row['industry_name'].lower()} that {in_text(row['base'])} has ({row['year']}); "
        f"{_of_the(claiming, row, place)} could claim as much on the point value, and "
        f"{number_in_words(showing)} can demonstrate it."
    )


def in_text(base: str) -> str:
    """Return the name of a base as a sentence needs it: with its article."""
    return f"the {base}" if base.startswith("United") else base


def _times(row: Row) -> str:
    number, interval = quotient(row["lq"], row["lower"], row["upper"]).split(" ", 1)
    return f"{number} times {interval}"


def _of_the(count: int, row: Row, place: Place) -> str:
    return f"{number_in_words(count)} of the {row['places_considered']} {plural(place.kind)}"


def _nothing_shown(place: Place, known: pl.DataFrame, settings: DiagnosisSettings) -> str:
    if known.is_empty():
        return f"No specialism of {place.name} could be measured with the tables at hand."
    top = known.row(0, named=True)
    return (
        f"No specialism of {place.name} can be demonstrated: its nearest, "
        f"{top['industry_name']}, has a location quotient of "
        f"{quotient(top['lq'], top['lower'], top['upper'])} in {top['year']}, and that it truly "
        f"passes {settings.threshold:g} is {chance(top['probability_above_threshold'])}."
    )


def _count_sentence(place: Place, known: pl.DataFrame, settings: DiagnosisSettings) -> str:
    """Count what strategies would claim on beside what can be shown."""
    if known.is_empty():
        return f"Nothing is known of how sure the specialisms of {place.name} are."
    tables = [
        f"{part.height} at {level} level by {MEASURE_WORDS.get(str(measure), str(measure))} {year}"
        for (measure, level, year), part in known.group_by(
            "measure", "level", "year", maintain_order=True
        )
    ]
    passing = int((known["lq"] >= settings.threshold).sum())
    surely = int(known["demonstrable"].sum())
    return (
        f"Of {known.height} figures looked at ({listed(tables, 6)}), {number_in_words(passing)} "
        f"pass a location quotient of {settings.threshold:g}, which strategies usually claim on; "
        f"{number_in_words(surely)} can be demonstrated."
    )


def _doubtful_sentence(row: Row, settings: DiagnosisSettings) -> str:
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    return (
        f"{row['industry_name']} could be claimed but not demonstrated: its location quotient by "
        f"{measure} is {quotient(row['lq'], row['lower'], row['upper'])}, and that it truly passes "
        f"{settings.threshold:g} is {chance(row['probability_above_threshold'])}."
    )


def _krugman_sentence(place: Place, row: Row) -> str:
    interval = (
        ""
        if row["lower"] is None
        else f" ({100 * row['lower'] / 2:.0f} to {100 * row['upper'] / 2:.0f})"
    )
    ahead = number_in_words(row["rank"] - 1) if row["rank"] else "it is not known how many"
    return (
        f"To have the mix of industries of its base, {place.name} would have to move "
        f"{100 * row['value'] / 2:.0f}{interval} of every 100 {row['measure']} to another "
        f"industry; {ahead} of the {row['places_considered']} places compared differ more."
    )


def claim_sentence(
    place: Place, name: str, verdict: str, row: Row | None, settings: DiagnosisSettings
) -> str:
    """State the verdict on one claim with the numbers behind it."""
    if row is None:
        return (
            f"Whether {place.name} is specialised in {name} cannot be told: no loaded table "
            "measures it for this place."
        )
    measure = MEASURE_WORDS.get(row["measure"], row["measure"])
    numbers = (
        f"its location quotient by {measure} is {quotient(row['lq'], row['lower'], row['upper'])} "
        f"in {row['year']} against {in_text(row['base'])}, and that it truly passes "
        f"{settings.threshold:g} is {chance(row['probability_above_threshold'])}"
    )
    others = (
        f"{_of_the(row['places_claiming'], row, place)} could claim it on the point value, "
        f"{number_in_words(row['places_demonstrating'])} can demonstrate it"
    )
    opening = {
        "demonstrated": f"{place.name} can demonstrate a specialism in {name}",
        "could be claimed": f"{place.name} could claim a specialism in {name}, but cannot "
        "demonstrate it",
        "not supported": f"The tables do not support a specialism of {place.name} in {name}",
    }[verdict]
    return f"{opening}: {numbers}; {others}."


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
        names = [row["industry_name"] for row in best_of_each(doubtful)]
        records.append(
            (
                f"Is {place.name} specialised in {listed(names, 5)}?",
                "The interval reaches both sides of the threshold: too few plants, or figures too "
                "rounded, to tell a specialism from chance.",
                "Plant counts by size for these industries in the place, or the same figures over "
                "several years.",
            )
        )
    suppressed = rows.filter(pl.col("value").is_null())
    if suppressed.height:
        names = [row["industry_name"] for row in best_of_each(suppressed)]
        records.append(
            (
                f"How large is {listed(names, 5)} in {place.name}?",
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
            "A diagnosis of barriers.",
        )
    )
    return pl.DataFrame(records, schema=["question", "why", "what_would_settle_it"], orient="row")
