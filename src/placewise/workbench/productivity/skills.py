"""Is it skills? The share that goes with qualifications, by unit, outcome and who is counted."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from placewise.data.places import places_of_kind
from placewise.model.productivity import (
    INSTEAD,
    RESIDENTS_SKILLS,
    USUAL_DRIVERS,
    WORKERS_SKILLS,
    Outcome,
    ProductivitySettings,
)
from placewise.model.wording import plural, share_per_cent, two_lines
from placewise.model.words import Finding, Place
from placewise.workbench.productivity.drivers import Analysis, KindDrivers
from placewise.workbench.productivity.parts import Found
from placewise.workbench.shelf import Shelf

QUESTION = "Is it skills?"

SKILLS_TYPES = {
    "unit": pl.String, "outcome": pl.String, "outcome_title": pl.String,
    "outcome_basis": pl.String, "skills_of": pl.String, "places": pl.Int64, "share": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "share_of_explained": pl.Float64,
    "r_squared": pl.Float64, "adjusted_r_squared": pl.Float64, "coefficient": pl.Float64,
    "coefficient_lower": pl.Float64, "coefficient_upper": pl.Float64, "drivers": pl.String,
    "drawn_by": pl.String, "year": pl.Int64, "skills_year": pl.Int64, "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``is_it_skills``: one row a kind of place, outcome, and whether the
qualifications are those of ``residents`` or of ``workers`` (the residents of the places that a
place's workers come from). Share, interval and coefficient are those of ``drivers``. What cannot be
had has no row and is listed among what cannot be told."""

OF = {RESIDENTS_SKILLS: "residents", WORKERS_SKILLS: "workers"}
SKILLS = {*OF, *INSTEAD[RESIDENTS_SKILLS]}
"""Drivers that measure skills."""


class SkillsQuestion:
    """The table that is the same for every place of a store, made once."""

    def __init__(
        self,
        shelf: Shelf,
        drivers_of: Callable[[tuple[Place, ...]], KindDrivers],
        settings: ProductivitySettings,
    ) -> None:
        self._shelf = shelf
        self._drivers_of = drivers_of
        self._settings = settings
        self._made: tuple[pl.DataFrame, tuple[tuple[str, str, str], ...], frozenset[str]] | None
        self._made = None

    def found(self, kind: str) -> Found:
        """Return the table with the sentence for the kind of one place."""
        if self._made is None:
            self._made = self._make()
        table, unsettled, datasets = self._made
        if table.is_empty():
            return Found(unsettled=unsettled)
        sentence = _sentence(table, kind)
        return Found(
            findings=(Finding("is_it_skills", QUESTION, sentence, table),),
            unsettled=unsettled,
            notes=(
                "Qualifications of workers are those of all residents of the places they come "
                "from: who commutes may be better qualified than that.",
            )
            if "workers" in set(table["skills_of"])
            else (),
            datasets=datasets,
        )

    def _make(self) -> tuple[pl.DataFrame, tuple[tuple[str, str, str], ...], frozenset[str]]:
        kinds = set(self._shelf.store.table("areas").select("kind").collect()["kind"])
        rows: list[tuple[object, ...]] = []
        missing: dict[tuple[str, str], list[str]] = {}
        datasets: set[str] = set()
        for unit in self._settings.units:
            if unit not in kinds:
                continue
            places = places_of_kind(self._shelf.store, unit)
            if len(places) < self._settings.fewest_places:
                missing.setdefault(("", f"only {len(places)} places"), []).append(unit)
                continue
            drivers = self._drivers_of(places)
            for outcome in self._settings.outcomes:
                for skills in OF:
                    found = self._analysis(drivers, outcome, skills)
                    if isinstance(found, str):
                        # What a country does not publish for anybody is not worth a word.
                        if skills == RESIDENTS_SKILLS and drivers.series(outcome.concept):
                            missing.setdefault((outcome.words, found), []).append(unit)
                    elif found.drivers[0].key in (skills, *INSTEAD.get(skills, ())):
                        rows.append(_row(unit, found, OF[skills]))
                        datasets |= found.datasets
        unsettled = tuple(
            (f"{QUESTION} In {words or 'any outcome'}, across "
             f"{' and '.join(plural(unit) for unit in units)}",
             f"It cannot be asked: {why}.", "Tables of it for more of these places.")
            for (words, why), units in missing.items()
        )  # fmt: skip
        table = pl.DataFrame(rows, schema=SKILLS_TYPES, orient="row")
        return table, (*unsettled, *self._absent(table)), frozenset(datasets)

    def _absent(self, table: pl.DataFrame) -> list[tuple[str, str, str]]:
        """Name the measures that no kind of place has, and whose qualifications are not known."""
        had = {
            (outcome.measures, outcome.basis)
            for outcome in self._settings.outcomes
            if outcome.concept in set(table["outcome"])
        }
        wanted = {(one.measures, one.basis) for one in self._settings.outcomes}
        rows = [
            (f"{QUESTION} In {measures} by {basis}",
             f"No table has {measures} by {basis} for enough places.",
             f"A table of {measures} by {basis}, by area.")
            for measures, basis in sorted(wanted - had)
        ]  # fmt: skip
        if "workers" not in set(table["skills_of"]):
            rows.append(
                (f"{QUESTION} Those of people who work there",
                 "No table says where the workers of enough places live.",
                 "Commuting flows between areas, or qualifications by place of work.")
            )  # fmt: skip
        return rows

    def _analysis(self, drivers: KindDrivers, outcome: Outcome, skills: str) -> Analysis | str:
        asked = self._settings.drivers or USUAL_DRIVERS
        others = tuple(key for key in asked if key not in SKILLS)
        if skills == RESIDENTS_SKILLS and asked == (skills, *others):
            return drivers.analysis(outcome)
        return drivers.analysis(outcome, (skills, *others))


def _row(unit: str, found: Analysis, skills_of: str) -> tuple[object, ...]:
    shares, fit = found.shares, found.fit
    datasets = sorted(set(found.outcome_series.rows["dataset"].drop_nulls()))
    explained = float(shares.shares.sum())
    return (
        unit, found.outcome.concept, found.outcome_series.title, found.outcome.basis,
        skills_of, len(found.places), float(shares.shares[0]),
        float(shares.lower[0]), float(shares.upper[0]),
        float(shares.shares[0]) / explained if explained > 0 else None, fit.r_squared,
        fit.adjusted_r_squared, float(fit.coefficients[0]), float(fit.lower[0]),
        float(fit.upper[0]), ", ".join(driver.key for driver in found.drivers),
        "regions" if shares.clusters else "places", found.outcome_series.year,
        found.drivers[0].year, "; ".join(datasets),
    )  # fmt: skip


def _sentence(table: pl.DataFrame, kind: str) -> str:
    """Say between which shares the answer moves, and what it is for one kind of place."""
    low, high = (table.sort("share").row(at, named=True) for at in (0, -1))
    here = table.filter((pl.col("unit") == kind) & (pl.col("skills_of") == "residents"))
    first = (here if here.height else table).row(0, named=True)
    return two_lines(
        f"Qualifications go with {share_per_cent(first['share'])} ({100 * first['lower']:.0f} to "
        f"{100 * first['upper']:.0f}) of the differences in {_lower(first['outcome_title'])} "
        f"across {plural(first['unit'])}",
        f"the answer runs from {share_per_cent(low['share'])} "
        f"({_lower(low['outcome_title'])}, {plural(low['unit'])}) to "
        f"{share_per_cent(high['share'])} ({_lower(high['outcome_title'])}, "
        f"{plural(high['unit'])})",
    )


def _lower(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
