"""A comparison of many places in plain sentences; every number in them stands in its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from placewise.model.wording import capital, in_sentence, listed, number_in_words

Row = dict[str, Any]
CLEAR = 0.05
"""A p-value below this is called clear."""
SOUTH_HIGH = "South, high cost"
FEW_PAIRS = 10
"""Of fewer pairs of places nothing is said."""
NAMED = 3


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
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "\N{MINUS SIGN}")


def differ_sentence(
    differs: pl.DataFrame, asked: str, plural: str, planned: int, everyone: int
) -> str:
    """Say how many places have a plan, and how much of the money two plans put elsewhere.

    Args:
        differs: columns :data:`placewise.model.comparison.DIFFERS`.
        asked: what every place gets, such as ``£500 a head over ten years``.
        plural: kind of the places.
        planned: how many have a plan.
        everyone: how many there are.
    """
    by = {row["what"]: row for row in differs.iter_rows(named=True)}
    mix, alike = by["mix"], by["alike"]
    have = f"all {everyone:,} {plural}" if planned == everyone else (
        f"{planned:,} of {everyone:,} {plural}"
    )  # fmt: skip
    return (
        f"With {asked}, {have} have a plan, and the plans of two of them differ on average in "
        f"where {per_cent(mix['value'])} of the money goes, by area of policy ({_ends(mix)}); "
        f"{per_cent(alike['value'])} of pairs have plans that are alike."
    )


def _ends(row: Row) -> str:
    if row["lower"] is None:
        return "no interval"
    return f"{per_cent(row['lower'])} to {per_cent(row['upper'])}"


STRENGTHS = ((0.5, ""), (0.3, ", in part"), (0.1, ", but only weakly"), (0.0, ", but hardly"))
"""How a correlation of distances is said, from its value on; the bounds are a proposal."""


def mantel_sentence(needs: Row | None, independent: Row | None, plural: str) -> str:
    """Say whether plans that differ go with diagnoses that differ, built in and not."""
    if needs is None:
        return "Too few places have a plan and known needs to say whether plans go with diagnoses."
    if needs["statistic"] is None:
        return "All plans, or all needs, are equally far apart: nothing can go with anything."
    more = f"The more the needs of two {plural} differ, the more their mixes do"
    opening = (
        f"{more}{_strength(needs)}"
        if _is_clear(needs)
        else f"It is not shown that mixes of two {plural} differ more the more their needs do"
    )
    first = (
        f"{opening}: the correlation of distances (0: none, 1: complete) is {correlation(needs)}, "
        "part of it built in, "
        "since plans are made of needs"
    )
    if independent is None or independent["statistic"] is None:
        return f"{first}; indicators that plans do not use are not known for enough places."
    clear = _is_clear(independent)
    other = f"it holds too{_strength(independent)}" if clear else "it is not shown"
    return f"{first}. With indicators that no plan uses {other}: {correlation(independent)}."


def _strength(row: Row) -> str:
    return next(word for least, word in STRENGTHS if row["statistic"] >= least)


def _is_clear(row: Row) -> bool:
    """Return whether both the test and the interval tell a correlation from none."""
    lower = row["lower"] if row["lower"] is not None else row["statistic"]
    return bool(row["p_value"] < CLEAR and lower > 0)


def gate_sentence(gate: pl.DataFrame, places: pl.DataFrame, plural: str) -> str:
    """Say how far the mix follows from which barriers stay open at the gate.

    Args:
        gate: columns :data:`placewise.model.comparison.GATE`.
        places: columns :data:`placewise.model.comparison.PLACES`.
        plural: kind of the places.
    """
    told = places.filter(pl.col("planned"))
    loose = told.filter(pl.col("takes_all")).height
    count = f"all {loose:,}" if loose == told.height else f"{loose:,} of {told.height:,}"
    money = f"{count} plans take every option that may be chosen"
    by = {row["pairs_of"]: row for row in gate.iter_rows(named=True)}
    same, other = by.get("same"), by.get("other")
    if same is None or other is None or min(same["pairs"], other["pairs"]) < FEW_PAIRS:
        return f"{capital(money)}: money is no limit there."
    decides = same["median"] < other["quartile"]
    opening = (
        "What decides a mix is which barriers can be ruled out" if decides
        else "Which barriers can be ruled out does not decide a mix"
    )  # fmt: skip
    return (
        f"{opening}: {plural} for which the same ones stay open have mixes {same['median']:.2f} "
        f"apart in the median ({same['pairs']:,} pairs; 0 is the same, 1 nothing in common), "
        f"others {other['median']:.2f}; and {money}: money is no limit there."
    )


def cluster_sentence(
    groups: Sequence[tuple[int, str, str]], *, told: bool, plural: str, unknown: int
) -> str:
    """Say whether there are groups of places with the same needs, and what they get.

    Args:
        groups: how many places, what they need most, and what most of their money goes to.
        told: whether groups are far enough apart and found again.
        plural: kind of the places.
        unknown: how many places' needs are not known well enough.
    """
    more = f" Of {unknown:,} more too few needs are known." if unknown else ""
    if not told:
        return (
            f"By their needs {plural} do not fall into groups that would be found again: they "
            f"differ by degrees.{more}"
        )
    named = [f"{count:,} with {needs} ({mix})" for count, needs, mix in groups[:NAMED]]
    rest = f"; and {len(groups) - NAMED} more groups" if len(groups) > NAMED else ""
    return (
        f"By their needs {plural} fall into {number_in_words(len(groups))} groups that are found "
        f"again in samples: {'; '.join(named)}{rest}.{more}"
    )


def south_sentence(tests: pl.DataFrame, groups: pl.DataFrame, none: int, name: str) -> str:
    """Say whether southern, high-cost places come out with managing the costs of growth.

    Args:
        tests: columns :data:`placewise.model.comparison.SOUTH`, the main test first.
        groups: columns :data:`placewise.model.comparison.GROUPS`.
        none: how many southern, high-cost places spend nothing on it.
        name: of the main test.
    """
    main = next((row for row in tests.iter_rows(named=True) if row["test"] == name), None)
    here = next((row for row in groups.iter_rows(named=True) if row["group"] == SOUTH_HIGH), None)
    if main is None or here is None:
        return (
            "Whether southern, high-cost places come out with managing the costs of growth cannot "
            "be tested: too few places on one side of the country have a plan and a known cost."
        )
    ends = (
        f"{_points(main['lower'])} to {_points(main['upper'])}; {chance(main['p_value'])}, "
        "neighbours left out together"
        if main["lower"] is not None
        else f"{chance(main['p_shuffled'])} by shuffling places"
    )
    p = main["p_value"] if main["p_value"] is not None else main["p_shuffled"]
    answer = (
        "do not come out clearly otherwise than others" if p >= CLEAR
        else "come out more" if main["value"] > 0 else "come out less"
    )  # fmt: skip
    return (
        f"Southern, high-cost places {answer} with managing the costs of growth: it takes "
        f"{per_cent(here['mean'])} of their plans' money, {_points(main['value'])} percentage "
        f"points against all others of the country ({ends}), in part by construction; "
        f"{none:,} of {here['places']:,} spend nothing on it."
    )


def _points(share: float) -> str:
    return f"{100 * share:+.0f}".replace("-", "−")


def unplanned_sentence(places: pl.DataFrame, plural: str) -> str:
    """Say how many places have no plan, and why most of them have none."""
    without = places.filter(~pl.col("planned"))
    if without.is_empty():
        return f"All {places.height:,} {plural} have a plan."
    reasons = without.group_by("why_not").len().sort("len", "why_not", descending=True)
    said = f"{without.height:,} of {places.height:,} {plural} have no plan"
    if reasons.height == 1:
        return f"{said}, because {reasons['why_not'][0]}."
    return f"{said}; of {reasons['len'][0]:,} because {reasons['why_not'][0]}."


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
        f" Further from others than the diagnosis leads one to expect: "
        f"{number_in_words(further.height)}, closer: {number_in_words(closer.height)}"
    )
    names = listed(further["place"].head(3).to_list()) if further.height else ""
    ends = f" (furthest: {names})" if names else ""
    caution = "" if clear else "; that is then a matter of style, not of needs"
    return said + who + ends + caution + "."
