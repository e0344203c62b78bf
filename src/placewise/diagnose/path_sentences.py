"""Growth and paths in plain sentences: number, comparator, uncertainty, consequence."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from placewise.model.wording import (
    TWO_LINES,
    Clause,
    capital,
    in_sentence,
    listed,
    number_in_words,
    share_of_others,
    signed,
    the_table_lacks,
    two_lines,
    without,
)
from placewise.model.words import Place

MEASURES = {"gva": "GVA in current prices", "jobs": "jobs", "employees": "employees"}
SHORT = {"gva": "GVA", "jobs": "jobs", "employees": "employees"}
STANDS = 0.5
"""An option is named if it stands in at least this share of the draws."""
MOST_NAMED = 2


def growth_sentence(
    place: Place, total: pl.DataFrame, measure: str, lacks: Sequence[str] = ()
) -> str:
    """Return how a place grew against the nation, by Dunn's parts.

    Args:
        place: the place.
        total: the parts of each form.
        measure: what grew.
        lacks: names of industries that the table lacks, so that it is not all that grew.
    """
    parts = {
        row["part"]: row for row in total.filter(pl.col("form") == "Dunn").iter_rows(named=True)
    }
    change, mix, local = parts["change"], parts["mix"], parts["local"]
    if change["per_cent"] is None:
        return f"How {MEASURES[measure]} grew in {place.in_text} is not known."
    made_up = (
        f"{signed(mix['per_cent'])} points go with its mix of industries, "
        f"{signed(local['per_cent'])} with itself"
    )
    difference = Clause(made_up, opening="of the difference, ")

    def grew(lacking: str) -> str:
        return (
            f"From {change['from']} to {change['to']} {MEASURES[measure]}{lacking} in "
            f"{place.in_text} changed by {signed(change['per_cent'])} %, in the nation by "
            f"{signed(parts['national']['per_cent'])} %"
        )

    if len(grew(without(lacks))) < TWO_LINES:  # the full stop is still to come
        return two_lines(grew(without(lacks)), difference)
    return two_lines(grew(""), difference, the_table_lacks(lacks))


def options_sentence(place: Place, options: pl.DataFrame, skill: pl.DataFrame, level: str) -> str:
    """Return the industries near at hand, and how far such nearness has been a guide."""
    found = options.filter(pl.col("is_option"))
    if found["stands"].is_not_null().any():
        found = found.filter(pl.col("stands") >= STANDS)
    names = [in_sentence(name) for name in found["industry_name"].head(MOST_NAMED)]
    if not names:
        first = (
            f"Of {level}, none is absent from {place.in_text}, near to what it has and more "
            "complex in at least half of the draws"
        )
    else:
        first = _near_at_hand(place, names, found.height)
        if len(first) >= TWO_LINES:
            first = _near_at_hand(place, names[:1], found.height)
    guide = skill.filter(pl.col("score") == "relatedness density")
    if guide.is_empty():
        return two_lines(first, "whether such nearness foretells entry could not be measured here")
    row = guide.row(0, named=True)
    naive = skill.filter(pl.col("score") != "relatedness density").row(0, named=True)
    return (
        f"{first}. Nearness foretold entry from {row['from']} to {row['to']} in "
        f"{100 * row['within']:.0f} % of pairs ({100 * row['within_lower']:.0f} to "
        f"{100 * row['within_upper']:.0f}), how common an industry is in "
        f"{100 * naive['within']:.0f} %, chance in 50 %."
    )


def _near_at_hand(place: Place, named: list[str], options: int) -> str:
    rest = options - len(named)
    more = f", and {number_in_words(rest)} more" if rest else ""
    return f"Near at hand for {place.in_text}: {listed(named)}{more}"


def concentration_sentence(place: Place, concentration: pl.DataFrame) -> str:
    """Return what a place would lose if its largest industry shrank."""
    if concentration.is_empty():
        return f"Which industry of {place.in_text} is the largest is not known."
    row = concentration.row(0, named=True)
    name, largest = (
        in_sentence(row["industry_name"]),
        f"the largest of {row['industries']} industries",
    )
    shrank = f"shrank by {row['shrinks_by']:.0f} %"
    lost = f"would lose {row['lost']:.1f} % of its {SHORT[row['measure']]} directly"
    others = f"{share_of_others(row['percentile'])} would lose less"
    # Where the table mixes levels, a reader must know how broad the largest is.
    article = "an" if row["level"][0] in "aeiou" else "a"
    aside = f" ({article} {row['level']}; levels are mixed)" if row["levels"] > 1 else ""
    together = f"If {name}{aside}, {largest}, {shrank}, {place.in_text} {lost}"
    if len(together) < TWO_LINES:
        return two_lines(together, others)
    it = f"this {row['level']}" if aside else "it"
    return f"{capital(largest)} of {place.in_text} is {name}. " + two_lines(
        f"If {it} {shrank}, the place {lost}", others
    )


def multiplier_sentence(concentration: pl.DataFrame) -> str:
    """Return what might go with that loss, by studies elsewhere; "" where nothing is known."""
    if concentration.is_empty():
        return ""
    row = concentration.row(0, named=True)
    if row["multiplier_of"] is None:
        return (
            "What would follow locally is not known: no study that ships is about such an "
            "industry, whose customers may stay and buy elsewhere in the place."
        )
    sources, statuses = (row[f"multiplier_{of}"].split("; ") for of in ("source", "status"))
    named = "; ".join(
        f"{source.replace('(', '').replace(')', '')}, {status}"
        for source, status in zip(sources, statuses, strict=True)
    )
    return (
        f"With local multipliers from elsewhere ({named}) it would be {row['total_low']:.1f} to "
        f"{row['total_high']:.1f} %: an assumption, not a forecast."
    )


def unsettled(
    place: Place, growth: bool, concentration: pl.DataFrame | None
) -> list[tuple[str, str, str]]:
    """Return what the tables cannot tell of growth and paths.

    Args:
        place: the place.
        growth: is it known how it grew?
        concentration: its largest industry; None where no table relates its industries.
    """
    rows = []
    if not growth:
        rows.append(
            (
                f"How did {place.in_text} grow?",
                "No table of jobs or GVA with two years covers the country and adds up to it.",
                "A table of the same measure by industry for two years.",
            )
        )
    if concentration is not None and concentration["multiplier_of"].null_count():
        name = in_sentence(concentration["industry_name"][0])
        rows.append(
            (
                f"What would follow locally if {name} shrank?",
                "No study that ships is about such an industry; its customers may stay and buy "
                "elsewhere in the place.",
                "A study of jobs lost in such an industry and of the jobs around them.",
            )
        )
    if concentration is None:
        rows.append(
            (
                f"What are the industries of {place.in_text} near to?",
                "No table of at least 20 areas adds up to it.",
                "Jobs by fine industry for many areas, of which some make up the place.",
            )
        )
    rows.append(
        (
            "Would an option pay, and for whom?",
            "Nearness says what is feasible by analogy; it says nothing of wages, land or demand.",
            "A look at each option with firms and training providers, and the evidence on what "
            "helps entry.",
        )
    )
    return rows
