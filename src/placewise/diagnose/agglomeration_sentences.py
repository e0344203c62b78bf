"""Gains and costs of growth in words: number, comparator, uncertainty, consequence."""

from __future__ import annotations

import math

import polars as pl

from placewise.diagnose.standing import percentile
from placewise.model.wording import (
    Clause,
    capital,
    chance,
    digits_for,
    in_sentence,
    listed,
    number_in_words,
    ordinal,
    two_lines,
    whole_per_cent,
)
from placewise.model.words import Place

ENDS = ("lowest", "highest")
"""What a councillor calls the percentiles 0 and 100."""
PRESSURE = ("weakest", "strongest")
"""The same of a sign of pressure, which may be a low figure: few claimants of benefits."""

Row = tuple[str, str, str]

MOST_NAMED = 4
"""Exceptions that a sentence names, with how many more as the last; the table has them all."""


def balance_sentence(place: Place, balance: pl.DataFrame, peers: str) -> str:
    """Say which comes first and how sure that is."""
    own = balance.filter("here")
    if own.is_empty():
        return ""
    if own["probability"][0] is None:
        return (
            f"Whether {place.in_text} should build growth or manage its costs cannot be told: "
            f"{own['signs_known'][0]} signs of pressure are known, or too little of its jobs."
        )
    probability = float(own["probability"][0])
    told = balance.drop_nulls("probability")
    sure = told.filter(pl.col("class") == "manage costs").height
    build = told.filter(pl.col("class") == "build growth").height
    first = (
        "managing the costs of growth comes first"
        if probability >= 0.5
        else "building growth comes first"
    )
    return two_lines(
        f"In {place.in_text} {first}: {chance(max(probability, 1 - probability))}",
        f"of {told.height:,} {peers}, {number_in_words(sure)} {'is' if sure < 2 else 'are'} to "
        f"manage costs and {number_in_words(build)} to build growth (80 % or more)",
    )


def sensitivity_sentence(place: Place, balance: pl.DataFrame, sensitivity: pl.DataFrame) -> str:
    """Say which change to the method moves the answer most, in the words of the answer."""
    known = sensitivity.drop_nulls("difference")
    if known.is_empty():
        return ""
    own = float(balance.filter("here")["probability"][0])
    change, moved = known.row(0)[:2]
    what, before, after = (
        ("managing costs", own, moved) if own >= 0.5 else ("building growth", 1 - own, 1 - moved)
    )
    return (
        f"The chance that {what} comes first in {place.in_text} moves most {change}: from "
        f"{whole_per_cent(before)} % to {whole_per_cent(after)} %."
    )


def gains_sentence(place: Place, gains: pl.DataFrame) -> str:
    """Say what more density goes with, both as ranges."""
    own = gains.filter("here")
    if own.is_empty():
        if gains.is_empty():
            return ""
        return f"What more density would bring and cost in {place.in_text} is not known."
    row = own.row(0, named=True)
    both = [
        f"{row[what]:.{digits}f} % ({row[f'{what}_lower']:.{digits}f} to "
        f"{row[f'{what}_upper']:.{digits}f})"
        for what in ("gains", "costs")
        for digits in [digits_for(row[f"{what}_lower"], row[f"{what}_upper"])]
    ]
    others = gains.filter(~pl.col("here"))["gains"]
    among = percentile(row["gains"], others.to_numpy())
    at = f" ({_among(among, f'{gains.height:,}')})" if math.isfinite(among) else ""
    return (
        f"Ten per cent more density goes with {both[0]} more productivity in {place.in_text}"
        f"{at}. It goes with {both[1]} higher costs of living: 80 % ranges of what studies found."
    )


def commuting_sentence(place: Place, commuting: pl.DataFrame, peers: str, caveat: str) -> str:
    """Say how far people work where they live."""
    rows = {row["measure"]: row for row in commuting.iter_rows(named=True)}
    if "supply_side" not in rows or "demand_side" not in rows:
        return ""
    stay, live, year = rows["supply_side"], rows["demand_side"], rows["supply_side"]["year"]
    compared = f"{stay['places']:,} {peers}"
    net = rows["net_in_commuting"]["value"]
    way = "more" if net > 0 else "fewer"
    return (
        f"Of those who live in {place.in_text} and go to a workplace, {stay['value']:.0f} % work "
        f"there ({_among(stay['percentile'], compared)}). Of those "
        f"who work there, {live['value']:.0f} % live there. {abs(net):.0f} % {way} work there than "
        f"live there ({year}{_caveat(caveat)})."
    )


def catchment_sentence(place: Place, links: pl.DataFrame, caveat: str) -> str:
    """Name the areas that workers come from and residents go to."""
    if links.is_empty():
        return ""
    outside = links.filter(~pl.col("inside"))
    clauses = []
    for direction, words in (("from", "its workers come most from"), ("to", "its residents go to")):
        rows = outside.filter(pl.col("direction") == direction).head(3)
        named = [f"{row['area_name']} ({row['share']:.1f} %)" for row in rows.to_dicts()]
        if named:
            clauses.append(Clause(f"{words} {listed(named)}", " and "))
    if not clauses:
        return ""
    dated = f"{links['year'][0]}{_caveat(caveat)}"
    said = two_lines(f"Outside {place.in_text}, {clauses[0].text}", *clauses[1:])
    return f"{said} The figures are of {dated}." if caveat else f"{said[:-1]} ({dated})."


def access_sentence(place: Place, access: pl.DataFrame, peers: str) -> str:
    """Say where market access stands among places of the kind."""
    if access.is_empty():
        return ""
    first = access.row(0, named=True)
    others = access.slice(1)["percentile"].drop_nulls().to_list()
    by_group = (
        f" By group of sectors it is from the {_rank(min(others))} to the {_rank(max(others))}."
        if others and _rank(min(others)) != _rank(max(others))
        else " Every group of sectors is at the same."
        if others
        else ""
    )
    counted = f"jobs of {first['year']}, worth less with distance; no interval is published"
    peers = f"{first['places']:,} {peers}"
    end = _end(first["percentile"])
    at = (
        f"the {end} market access of all {peers}"
        if end
        else f"the market access of the {_among(first['percentile'], peers)}"
    )
    said = two_lines(
        f"{capital(place.in_text)} has {at}",
        Clause(counted, " (", "it counts ", ")"),
    )
    return f"{said}{by_group}"


def pressure_sentence(place: Place, pressure: pl.DataFrame, peers: str) -> str:
    """Say which signs of pressure are strongest and weakest, and what is missing."""
    known = pressure.drop_nulls("pressure").sort("pressure", descending=True)
    if known.is_empty():
        return ""
    top, bottom = known.row(0, named=True), known.row(-1, named=True)
    missing = pressure.filter(pl.col("pressure").is_null())["title"].to_list()
    strongest = two_lines(
        f"Of {known.height} signs of pressure in {place.in_text} the strongest is "
        f"{in_sentence(top['title'])}",
        Clause(
            _among(top["pressure"], f"{top['places']:,} {peers}", PRESSURE),
            " (", "it is the " if _end(top["pressure"]) else "it is at the ", ")",
        ),
    )  # fmt: skip
    weakest = (
        f"The weakest is {in_sentence(bottom['title'])} ({_rank(bottom['pressure'], PRESSURE)})."
    )
    return f"{strongest} {weakest}" + (
        f" Not known: {listed([t.lower() for t in missing])}." if missing else ""
    )


def exceptions_sentence(place: Place, exceptions: pl.DataFrame) -> str:
    """Name the places that come out against what is expected of their side of the country."""
    if exceptions.is_empty():
        return ""
    parts = [
        f"in {side}, {listed(rows['place'].to_list(), MOST_NAMED)} come out as places to {found}"
        for (side, found), rows in exceptions.group_by("side", "class", maintain_order=True)
    ]
    here = exceptions.filter("here").height
    text = two_lines(f"Against the pattern (80 % or more): {parts[0]}", *parts[1:])
    return text + (f" {place.name} is one of them." if here else "")


def unsettled(
    place: Place, *, access: bool, commuting: bool, gains: bool, missing: list[str], told: bool
) -> list[Row]:
    """Return what cannot be told, why, and what would settle it."""
    name = place.in_text
    rows = []
    if not access:
        rows.append((
            f"How much of the economy lies within reach of {name}?",
            "No outline of its areas is loaded, or no table has their jobs.",
            "Boundaries in longitude and latitude, and jobs by sector for the same areas.",
        ))  # fmt: skip
    if not commuting:
        rows.append((
            f"Do people in {name} work where they live?",
            "No table of commuting flows covers all of its areas.",
            "Origins and destinations of commuters of the whole country.",
        ))  # fmt: skip
    if not gains:
        rows.append((
            f"What would growth bring in {name}?",
            "No table shows jobs in every group of sectors for it, or too many are suppressed.",
            "Jobs by sector of its areas without gaps.",
        ))  # fmt: skip
    if missing:
        rows.append((
            f"How far does {name} strain under growth?",
            f"Not known for it: {listed([title.lower() for title in missing], 8)}. What other "
            "places have may be anything in the draws, which pulls the probability to the middle.",
            "These indicators for its areas.",
        ))  # fmt: skip
    if not told:
        rows.append((
            f"Should {name} build growth or manage its costs?",
            "Gains, costs or at least half of the signs of pressure are not known.",
            "The tables named above.",
        ))  # fmt: skip
    return rows


def _end(percentile: float, ends: tuple[str, str] = ENDS) -> str:
    """Say whether a place has the lowest or the highest figure of all; "" where it has neither."""
    return {0.0: ends[0], 100.0: ends[1]}.get(percentile, "")


def _rank(percentile: float, ends: tuple[str, str] = ENDS) -> str:
    """Return a percentile as an ordinal; the lowest and the highest of all in words."""
    end = _end(percentile, ends)
    return f"{end} of all" if end else ordinal(min(99, max(1, round(percentile))))


def _among(percentile: float, places: str, ends: tuple[str, str] = ENDS) -> str:
    """Say where a place stands among some: ``63rd percentile of 361 districts``."""
    end = _end(percentile, ends)
    return f"{end} of all {places}" if end else f"{_rank(percentile)} percentile of {places}"


def _caveat(caveat: str) -> str:
    return f", {caveat}" if caveat else ""
