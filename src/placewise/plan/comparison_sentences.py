"""A comparison of many places in plain sentences; every number in them stands in its tables."""

from __future__ import annotations

from typing import Any

import polars as pl

from placewise.model.wording import capital, in_sentence, listed, number_in_words

Row = dict[str, Any]
CLEAR = 0.05
"""A p-value below this is called clear."""
SPENDS_ALL = 0.999
NAMED = 4


def per_cent(value: float) -> str:
    """Return a share as whole per cent, a true nought apart from one that rounds to it."""
    shown = round(100 * value)
    if shown == 0 and value > 0:
        return "below 1 %"
    if shown == 100 and value < 1:
        return "above 99 %"
    return f"{shown} %"


def chance(p: float, permutations: int | None = None) -> str:
    """Return a p-value, and where it can be no smaller, of how many orders."""
    if permutations is not None and p <= 1.001 / (permutations + 1):
        return f"p = {p:.2g}, the least that {permutations:,} orders can show"
    return "p below 0.001" if p < 0.001 else f"p = {p:.2g}"


def correlation(row: Row) -> str:
    """Return a correlation of distances with its interval and p-value."""
    return (
        f"{_signed(row['statistic'])} ({_signed(row['lower'])} to {_signed(row['upper'])}; "
        f"{chance(row['p_value'], row['permutations'])})"
        if row["lower"] is not None
        else f"{_signed(row['statistic'])} ({chance(row['p_value'], row['permutations'])})"
    )


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def differ_sentence(differs: pl.DataFrame, asked: str, plural: str) -> str:
    """Say how much of the money two places' plans put elsewhere.

    Args:
        differs: columns :data:`placewise.model.comparison.DIFFERS`.
        asked: what every place gets, such as ``£500 a head over ten years``.
        plural: kind of the places.
    """
    by = {row["what"]: row for row in differs.iter_rows(named=True)}
    mix, alike = by["mix"], by["alike"]
    return (
        f"With {asked}, the plans of two {plural} differ on average in where "
        f"{per_cent(mix['value'])} of the money goes, by area of policy ({_ends(mix)}); "
        f"{per_cent(alike['value'])} of pairs have plans that are alike."
    )


def _ends(row: Row) -> str:
    if row["lower"] is None:
        return "no interval"
    low, high = max(0.0, row["lower"]), min(1.0, row["upper"])
    return f"{per_cent(low)} to {per_cent(high)}"


def mantel_sentence(needs: Row | None, independent: Row | None) -> str:
    """Say whether plans that differ go with diagnoses that differ, built in and not."""
    if needs is None:
        return "Too few places have a plan and known needs to say whether plans go with diagnoses."
    if needs["statistic"] is None:
        return "All plans, or all needs, are equally far apart: nothing can go with anything."
    built = "which is in part built in, since plans are made of needs"
    first = (
        f"Mixes differ as needs do: the correlation of distances is {correlation(needs)}, {built}"
    )
    if independent is None or independent["statistic"] is None:
        return f"{first}; indicators that plans do not use are not known for enough places."
    clear = independent["p_value"] < CLEAR and independent["statistic"] > 0
    other = "They also differ as indicators do that no plan uses" if clear else (
        "With indicators that no plan uses it is not shown"
    )  # fmt: skip
    return f"{first}. {other}: {correlation(independent)}."


def cluster_sentence(clusters: pl.DataFrame, told: bool, plural: str, unknown: int) -> str:
    """Say whether there are groups of places with the same needs, and what they get."""
    more = f" Of {unknown:,} more too few needs are known." if unknown else ""
    if not told:
        return (
            f"By their needs {plural} do not fall into groups that would be found again: they "
            f"differ by degrees.{more}"
        )
    rows = clusters.to_dicts()
    named = [f"{row['places']:,} with {row['needs']} ({row['mix']})" for row in rows[:NAMED]]
    rest = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return (
        f"By their needs {plural} fall into {number_in_words(len(rows))} groups that are found "
        f"again in samples: {'; '.join(named)}{rest}.{more}"
    )


def south_sentence(tests: pl.DataFrame, groups: pl.DataFrame, exceptions: int, name: str) -> str:
    """Say whether southern, high-cost places come out with managing the costs of growth.

    Args:
        tests: columns :data:`placewise.model.comparison.SOUTH`, the main test first.
        groups: columns :data:`placewise.model.comparison.GROUPS`.
        exceptions: how many places come out otherwise.
        name: of the main test.
    """
    main = next((row for row in tests.iter_rows(named=True) if row["test"] == name), None)
    if main is None or groups.is_empty():
        return (
            "Whether southern, high-cost places come out with managing the costs of growth cannot "
            "be tested: too few places on one side of the country have a plan and a known cost."
        )
    by = {row["group"]: row for row in groups.iter_rows(named=True)}
    here = by.get("South, high cost")
    points = f"{100 * main['value']:+.0f} percentage points".replace("-", "\N{MINUS SIGN}")
    ends = (
        f" ({100 * main['lower']:+.0f} to {100 * main['upper']:+.0f}; {chance(main['p_value'])} "
        "with neighbours left out together)".replace("-", "\N{MINUS SIGN}")
        if main["lower"] is not None
        else f" ({chance(main['p_shuffled'])} by shuffling places)"
    )
    p = main["p_value"] if main["p_value"] is not None else main["p_shuffled"]
    answer = (
        "do not come out clearly otherwise" if p >= CLEAR
        else "do come out more" if main["value"] > 0 else "come out less"
    )  # fmt: skip
    held = f"{per_cent(here['mean'])} of their plans' money, " if here else ""
    return (
        f"Southern, high-cost places {answer} with managing the costs of growth: {held}{points} "
        f"against all others of the country{ends}; {exceptions:,} are exceptions."
    )


def unplanned_sentence(places: pl.DataFrame, plural: str) -> str:
    """Say how many places have no plan, and for how many money is no limit."""
    without = places.filter(~pl.col("planned"))
    told = places.filter(pl.col("planned"))
    loose = told.filter(pl.col("spent") < 0.9 * pl.col("budget")).height
    none = f"{without.height:,} of {places.height:,} {plural} have no plan" if without.height else (
        f"All {places.height:,} {plural} have a plan"
    )  # fmt: skip
    reasons = without.group_by("why_not").len().sort("len", descending=True)
    why = f", mostly since {reasons['why_not'][0]}" if reasons.height else ""
    return (
        f"{none}{why}. In {loose:,} of {told.height:,} plans less than nine tenths of the budget "
        "is spent: there the gate decides the mix, not the money."
    )


def common_sentence(common: pl.DataFrame) -> str:
    """Say what plans have in common, and what varies most."""
    if common.is_empty():
        return "No plan spends anything."
    often = common.sort("present", descending=True).row(0, named=True)
    said = (
        f"Most common is {in_sentence(often['policy_area'])}, in {per_cent(often['present'])} of "
        f"plans and {per_cent(often['mean'])} of the money on average"
    )
    varied = common.drop_nulls("part").sort("part", descending=True)
    if varied.is_empty():
        return f"{said}; all mixes are equal."
    most = varied.row(0, named=True)
    return (
        f"{said}; {in_sentence(most['policy_area'])} varies most, "
        f"{per_cent(most['part'])} of all variance."
    )


def written_sentence(written: pl.DataFrame, row: Row | None, share: float) -> str:
    """Say whether words go with diagnoses, and whose words go their own way.

    Args:
        written: columns :data:`placewise.model.comparison.WRITTEN`.
        row: the Mantel test of texts against needs.
        share: part of the differences between texts that goes with needs.
    """
    if row is None or row["statistic"] is None:
        return "Written strategies cannot be held to diagnoses: too few places have both."
    further = written.filter(pl.col("standing") == "further")
    closer = written.filter(pl.col("standing") == "closer")
    clear = row["p_value"] < CLEAR and row["statistic"] > 0
    goes = "go with" if clear else "do not show that they go with"
    said = (
        f"Words of {written.height:,} written strategies {goes} needs: the correlation of "
        f"distances is {correlation(row)}, {per_cent(max(0.0, share))} of the differences between "
        "texts."
    )
    who = (
        f" {capital(number_in_words(further.height))} are further from others than their diagnosis "
        f"leads one to expect, {number_in_words(closer.height)} closer"
    )
    names = listed(further["place"].head(3).to_list()) if further.height else ""
    ends = f" (furthest: {names})" if names else ""
    caution = "" if clear else "; that is then a matter of style, not of needs"
    return said + who + ends + caution + "."
