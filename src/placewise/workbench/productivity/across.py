"""What goes with productivity across places, and a place's own parts of it."""

from __future__ import annotations

import numpy as np
import polars as pl

from placewise.diagnose.drivers import COLLINEAR
from placewise.model.productivity import (
    DENSITY,
    INSTEAD,
    MIX,
    RESIDENTS_SKILLS,
    WORKERS_SKILLS,
    ProductivitySettings,
)
from placewise.model.wording import Clause, listed, plural, share_per_cent, signed, two_lines
from placewise.model.words import Check, Finding, Place
from placewise.workbench.productivity.drivers import Analysis, KindDrivers, Series
from placewise.workbench.productivity.parts import Found
from placewise.workbench.productivity.words import per_cent_of, share_sentence

DRIVER_TYPES = {
    "outcome": pl.String, "driver": pl.String, "title": pl.String, "share": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "share_of_explained": pl.Float64,
    "coefficient": pl.Float64, "coefficient_lower": pl.Float64, "coefficient_upper": pl.Float64,
    "inflation": pl.Float64, "places": pl.Int64, "drawn_by": pl.String, "unit": pl.String,
    "year": pl.Int64, "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``drivers``: one row a driver and outcome. ``share`` is the share of the
variance of the logarithm of the outcome across places that goes with the driver (Shapley value of
R squared), with its bootstrap interval; driver ``rest`` is what goes with none. ``coefficient`` is
the change of the logarithm that goes with one standard deviation more, with its interval robust
to unequal variance and, where regions were drawn, to regions that move together.
``inflation`` above 5 means that the driver can hardly be told from others."""

PART_TYPES = {
    "outcome": pl.String, "driver": pl.String, "title": pl.String, "value": pl.Float64,
    "mean": pl.Float64, "deviations": pl.Float64, "log_part": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "per_cent": pl.Float64, "unit": pl.String, "year": pl.Int64,
    "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``own_parts``: what the distance of each driver of the place from the
mean of the places goes with, in logs of the outcome. Driver ``rest`` is what no driver goes with
and ``gap`` the whole; parts and rest add up to it. The interval is that of the coefficient; rest
and gap have none of their own. ``mean`` is the geometric mean where a driver is in logarithms."""

SENSITIVITY_TYPES = {
    "outcome": pl.String, "driver": pl.String, "title": pl.String, "left_out": pl.String,
    "kind": pl.String, "share": pl.Float64, "share_without": pl.Float64, "change": pl.Float64,
    "place_rank": pl.Int64, "lower": pl.Float64, "upper": pl.Float64, "year": pl.Int64,
    "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``sensitivity``: the share of each driver with one region, or one place,
left out. Kind is ``region`` (all of them) or ``place`` (the three that move the share most)."""

OWN_GAP = "The gap itself and what no driver goes with have no interval: only the coefficients do."
MOST_INFLUENTIAL = 3


def across_findings(place: Place, drivers: KindDrivers, settings: ProductivitySettings) -> Found:
    """Return drivers, own parts and sensitivity for the first outcome that can be had."""
    question = "What goes with productivity across places?"
    analysis, reason = None, "no outcome is known"
    for outcome in settings.outcomes:
        found = drivers.analysis(outcome)
        if not isinstance(found, str):
            analysis = found
            break
        reason = found if reason == "no outcome is known" else reason
    if analysis is None:
        return Found(
            unsettled=(
                (question, f"There is no regression across {plural(drivers.kind)}: {reason}.",
                 "An outcome and its drivers for fifteen places and more."),
            )
        )  # fmt: skip
    named = _named(analysis)
    sentence = share_sentence(
        kinds=plural(analysis.kind), places=len(analysis.places),
        outcome=analysis.outcome.words, named=named, rest=analysis.shares.rest,
    )  # fmt: skip
    checks = _checks(analysis)
    findings = [
        Finding("drivers", question, sentence, driver_rows(analysis), checks),
    ]
    headline = [sentence]
    unsettled = [
        (f"What goes with {title[:1].lower()}{title[1:]}?",
         f"It is left out of the regression across {plural(analysis.kind)}: {why}.",
         f"A table of it for nearly all {plural(analysis.kind)}.")
        for title, why in analysis.left_out
    ]  # fmt: skip
    if len(analysis.places) < len(drivers.places) / 2:
        unsettled.append(
            (f"What goes with {analysis.outcome.words} in the other {plural(analysis.kind)}?",
             f"It is known for {len(analysis.places):,} of {len(drivers.places):,}, which need not "
             "be like the others.",
             f"{analysis.outcome.words} of all of them."),
        )  # fmt: skip
    if place.name in analysis.places:
        own = _own_sentence(place, analysis)
        headline.append(own)
        findings.append(
            Finding("own_parts", "Which of its own traits go with the gap?", own,
                    own_rows(place, analysis))
        )  # fmt: skip
    else:
        unsettled.append(
            ("Which of its own traits go with the gap?",
             f"{analysis.outcome.words} or a driver is not known for {place.in_text}.",
             f"{listed([series.title for series in analysis.drivers])} for it."),
        )  # fmt: skip
    sensitive, said = _sensitivity(analysis)
    findings.append(
        Finding("sensitivity", "Does the answer hang on a few places?", said, sensitive)
    )
    return Found(
        headline=tuple(headline),
        findings=tuple(findings),
        unsettled=tuple(unsettled),
        checks=checks,
        notes=(
            "A regression across places says what goes together, not what causes what; "
            "the intervals cover the choice of places, not what is left out.",
            *([OWN_GAP] if place.name in analysis.places else []),
            "Shares without a place or a region have no interval: hold them against the interval "
            "of the share over all places.",
        ),
        datasets=analysis.datasets,
    )


def short(series: Series) -> str:
    """Return a driver as sentences name it."""
    if series.key in (RESIDENTS_SKILLS, WORKERS_SKILLS, *INSTEAD[RESIDENTS_SKILLS]):
        return "qualifications"
    if series.key == MIX:
        return "the mix of industries"
    if series.key == DENSITY:
        return "density"
    return series.title[:1].lower() + series.title[1:]


def _named(analysis: Analysis) -> list[tuple[str, float, float, float]]:
    """Return drivers with their shares, largest first."""
    shares = analysis.shares
    order = np.argsort(-shares.shares, kind="stable")
    return [
        (short(analysis.drivers[at]), float(shares.shares[at]), float(shares.lower[at]),
         float(shares.upper[at]))
        for at in order
    ]  # fmt: skip


def driver_rows(analysis: Analysis) -> pl.DataFrame:
    """Return the finding ``drivers`` as rows of :data:`DRIVER_TYPES`."""
    shares, fit = analysis.shares, analysis.fit
    drawn = "regions" if shares.clusters else "places"
    explained = float(shares.shares.sum())
    rows: list[tuple[object, ...]] = [
        (analysis.outcome.concept, driver.key, driver.title, float(shares.shares[n]),
         float(shares.lower[n]), float(shares.upper[n]),
         float(shares.shares[n]) / explained if explained > 0 else None,
         float(fit.coefficients[n]), float(fit.lower[n]), float(fit.upper[n]),
         float(fit.inflation[n]), len(analysis.places), drawn, driver.unit, driver.year,
         _dataset(driver))
        for n, driver in enumerate(analysis.drivers)
    ]  # fmt: skip
    rows.append(
        (analysis.outcome.concept, "rest", "None of these drivers", shares.rest,
         shares.rest_lower, shares.rest_upper, *(None,) * 5, len(analysis.places), drawn, None,
         analysis.outcome_series.year, _dataset(analysis.outcome_series))
    )  # fmt: skip
    return pl.DataFrame(rows, schema=DRIVER_TYPES, orient="row")


def own_rows(place: Place, analysis: Analysis) -> pl.DataFrame:
    """Return the finding ``own_parts`` of one place as rows of :data:`PART_TYPES`."""
    at = analysis.places.index(place.name)
    parts, key = analysis.parts, analysis.outcome.concept
    rows: list[tuple[object, ...]] = []
    for n, driver in enumerate(analysis.drivers):
        values = driver.of(list(analysis.places))
        mean, value = float(values.mean()), float(values[at])
        if driver.logs:
            mean, value = float(np.exp(mean)), float(np.exp(value))
        part = float(parts.parts[at, n])
        rows.append(
            (key, driver.key, driver.title, value, mean, float(analysis.fit.standardised[at, n]),
             part, float(parts.lower[at, n]), float(parts.upper[at, n]),
             100 * float(np.expm1(part)), driver.unit, driver.year, _dataset(driver))
        )  # fmt: skip
    explained = analysis.outcome_series
    outcome = np.exp(explained.of(list(analysis.places)))
    mean = float(np.exp(analysis.fit.mean))
    for name, title, part in (
        ("rest", "What no driver goes with", float(parts.rest[at])),
        ("gap", f"{explained.title}, from the mean of the places", float(parts.gap[at])),
    ):
        whole = name == "gap"
        rows.append(
            (key, name, title, float(outcome[at]) if whole else None, mean if whole else None,
             None, part, None, None, 100 * float(np.expm1(part)), explained.unit, explained.year,
             _dataset(explained))
        )  # fmt: skip
    return pl.DataFrame(rows, schema=PART_TYPES, orient="row")


def _own_sentence(place: Place, analysis: Analysis) -> str:
    """Say how far a place is from the mean, and which driver goes with most of it."""
    at = analysis.places.index(place.name)
    parts = analysis.parts
    gap, rest = float(parts.gap[at]), float(parts.rest[at])
    largest = int(np.argmax(np.abs(parts.parts[at])))
    ends = sorted(
        100 * float(np.expm1(end)) for end in (parts.lower[at, largest], parts.upper[at, largest])
    )
    value = 100 * float(np.expm1(parts.parts[at, largest]))
    parted = (
        f"{short(analysis.drivers[largest])} {_goes(analysis.drivers[largest])} with "
        f"{signed(value, 0)} % ({signed(ends[0], 0)} to {signed(ends[1], 0)}), "
        f"{signed(100 * float(np.expm1(rest)), 0)} % goes with no driver"
    )
    return two_lines(
        f"{analysis.outcome.words} in {place.in_text} is {per_cent_of(gap)} the mean of the "
        f"{len(analysis.places):,} {plural(analysis.kind)}",
        Clause(parted, ": "),
    )


def _goes(series: Series) -> str:
    return "go" if short(series).endswith("s") and series.key != MIX else "goes"


def _sensitivity(analysis: Analysis) -> tuple[pl.DataFrame, str]:
    """Return shares with regions and places left out, and the largest change in words."""
    shares = analysis.shares
    rows: list[tuple[object, ...]] = []
    for n, driver in enumerate(analysis.drivers):
        share = float(shares.shares[n])
        source = (driver.year, _dataset(driver))
        named = (analysis.outcome.concept, driver.key, driver.title)
        for region, without in analysis.region_shares.items():
            if np.isfinite(without[n]):
                rows.append(
                    (*named, region, "region", share, float(without[n]),
                     float(without[n]) - share, None, None, None, *source)
                )  # fmt: skip
        order = np.argsort(-np.abs(analysis.swings[:, n]), kind="stable")[:MOST_INFLUENTIAL]
        for rank, at in enumerate(order, 1):
            change = float(analysis.swings[at, n])
            rows.append(
                (*named, analysis.places[at], "place", share, share + change, change, rank, None,
                 None, *source)
            )  # fmt: skip
    table = pl.DataFrame(rows, schema=SENSITIVITY_TYPES, orient="row")
    first = int(np.argmax(shares.shares))
    key, name = analysis.drivers[first].key, short(analysis.drivers[first])
    of_driver = table.filter(pl.col("driver") == key).sort(pl.col("change").abs(), descending=True)
    regions = of_driver.filter(pl.col("kind") == "region")
    most = (regions if regions.height else of_driver).row(0, named=True)
    places = of_driver.filter(pl.col("kind") == "place").sort("place_rank")["left_out"].to_list()
    return table, two_lines(
        f"Without {most['left_out']} the share of {name} is "
        f"{share_per_cent(most['share_without'])} instead of {share_per_cent(most['share'])}",
        f"the places that move it most are {listed(places)}",
    )


def _checks(analysis: Analysis) -> tuple[Check, ...]:
    fit = analysis.fit
    worst = int(np.argmax(fit.inflation))
    missed = float(
        np.abs(analysis.parts.parts.sum(axis=1) + analysis.parts.rest - analysis.parts.gap).max()
    )
    top = int(np.argmax(analysis.shares.shares))
    turned = [
        region
        for region, shares in analysis.region_shares.items()
        if np.isfinite(shares).all() and int(np.argmax(shares)) != top
    ]
    checks = [
        Check(
            "The drivers can be told apart", bool(fit.inflation[worst] < COLLINEAR),
            f"The largest variance inflation is {fit.inflation[worst]:.1f}, of "
            f"{short(analysis.drivers[worst])}.",
        ),
        Check(
            "Own parts and rest add up to the gap", missed < 1e-9,
            f"They miss it by {missed:.1e} at most.",
        ),
        Check(
            "Shares add up to R squared",
            abs(float(analysis.shares.shares.sum()) - fit.r_squared) < 1e-9,
            f"R squared is {fit.r_squared:.3f}, {fit.adjusted_r_squared:.3f} adjusted for the "
            "number of drivers.",
        ),
    ]  # fmt: skip
    if analysis.region_shares:
        checks.append(
            Check(
                "The largest driver is the same without any one region", not turned,
                "It changes without " + listed(turned) + "." if turned
                else f"It stays {short(analysis.drivers[top])}.",
            )
        )  # fmt: skip
    return tuple(checks)


def _dataset(series: Series) -> str | None:
    """Return the datasets of a driver; names are joined as the findings split them."""
    return "; ".join(sorted(set(series.rows["dataset"].drop_nulls()))) or None
