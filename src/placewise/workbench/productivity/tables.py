"""Output and jobs of one set of industries: the finest that both tables of a store give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.common_industries import CommonIndustry, common_industries
from placewise.diagnose.industry_codes import prefixes
from placewise.model.words import Place
from placewise.workbench.catalogue import BASE_KINDS, Entry
from placewise.workbench.matrices import as_matrix, sum_over, weights_of
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

OUTPUTS = ("gva", "payroll")
"""Measures of output, best first: what is produced, or at least what is paid for it."""
JOBS = ("jobs", "employees")
"""Measures of jobs, best first."""
IMPUTED = "imputed rent"
"""Level of rents that owners would pay themselves: output that no job goes with."""
OWN_RENTS = (
    "Rents that owner-occupiers would pay themselves are not in real estate: no job goes with them."
)
APART = 1
"""Years by which jobs and output may be apart."""
LEAST_KNOWN = 0.7
"""Share of cells that a table of jobs must know: one that hides most of itself is no use."""
LEAST_PLACES = 0.5
"""Share of the places compared that a table must have, or there is nobody to compare with."""


@dataclass(frozen=True, slots=True)
class IndustryPair:
    """Jobs and output of the same industries. R places, I industries.

    Attributes:
        places: the places that both tables have.
        codes: (I,) codes in the table of output.
        names: (I,) their titles.
        jobs: (R, I) NaN where not known.
        output: (R, I) in full currency; NaN where not known.
        jobs_rounding: (R, I) the unit that jobs are rounded to, of sums the root of squares.
        output_rounding: (R, I) the same of output.
        measure: ``gva`` or ``payroll``.
        currency: such as ``GBP``.
        jobs_measure: ``jobs`` or ``employees``.
        jobs_year: year of the jobs.
        output_year: year of the output.
        level: the level of the jobs table, in the words of its classification.
        datasets: where both came from.
        notes: what a reader must know, one sentence each.
        lacks: names of industries that the country has and the table of jobs has not.
    """

    places: tuple[Place, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    jobs: Floats
    output: Floats
    jobs_rounding: Floats
    output_rounding: Floats
    measure: str
    currency: str
    jobs_measure: str
    jobs_year: int
    output_year: int
    level: str
    datasets: frozenset[str]
    notes: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two tables that could be brought together."""

    output: Entry
    jobs: Entry
    industries: int
    places: frozenset[str]

    @property
    def order(self) -> tuple[int, ...]:
        """Best last: output over pay, jobs over employees, fine, of one year, wide, and new."""
        return (
            -OUTPUTS.index(self.output.measure),
            -JOBS.index(self.jobs.measure),
            self.industries,
            -abs(self.output.year - self.jobs.year),
            len(self.places),
            self.jobs.year,
        )


class IndustryPairs:
    """The pairs of tables of one store, each built once for the places compared."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._catalogue = shelf.assessments.tables.reader
        self._rows: dict[Entry, pl.DataFrame] = {}
        self._areas_kept: dict[Entry, list[str]] = {}
        self._commons: dict[tuple[Entry, Entry], tuple[CommonIndustry, ...]] = {}
        self._candidates: dict[tuple[Place, ...], tuple[Candidate, ...]] = {}
        self._built: dict[tuple[Candidate, tuple[Place, ...]], IndustryPair] = {}

    def of(self, place: Place, compared: tuple[Place, ...]) -> IndustryPair | None:
        """Return the finest pair that has a place and at least half of those compared."""
        if compared not in self._candidates:
            self._candidates[compared] = tuple(self._find(compared))
        fits = [c for c in self._candidates[compared] if place.name in c.places]
        if not fits:
            return None
        best = max(fits, key=lambda candidate: candidate.order)
        return self._pair(best, compared)

    def widest(self, compared: tuple[Place, ...]) -> IndustryPair | None:
        """Return the pair that has most places, the finest of those that have nearly as many."""
        if compared not in self._candidates:
            self._candidates[compared] = tuple(self._find(compared))
        candidates = self._candidates[compared]
        if not candidates:
            return None
        most = max(len(candidate.places) for candidate in candidates)
        wide = [c for c in candidates if len(c.places) >= 0.95 * most]
        return self._pair(max(wide, key=lambda candidate: candidate.order), compared)

    def _pair(self, candidate: Candidate, compared: tuple[Place, ...]) -> IndustryPair:
        if (candidate, compared) not in self._built:
            self._built[candidate, compared] = self._build(candidate, compared)
        return self._built[candidate, compared]

    def _find(self, compared: tuple[Place, ...]) -> list[Candidate]:
        """Return every pair of tables close in time that has enough of the places compared."""
        entries = [e for e in self._catalogue.entries if e.area_kind not in BASE_KINDS]
        jobs = _latest([e for e in entries if e.measure in JOBS])
        # All levels of a table of output are read together: one entry stands for them.
        outputs = {(e.dataset, e.area_kind, e.year): e for e in entries if e.measure in OUTPUTS}
        found = []
        have: dict[tuple[str, str, int], frozenset[str]] = {}
        for of_jobs, of_output in product(jobs, outputs.values()):
            same = of_jobs.classification == of_output.classification
            if not same or abs(of_jobs.year - of_output.year) > APART:
                continue
            if not self._known_enough(of_jobs):
                continue
            both = frozenset.intersection(
                *(self._have(entry, compared, have) for entry in (of_jobs, of_output))
            )
            if len(both) < LEAST_PLACES * len(compared):
                continue
            industries = len(self._common(of_output, of_jobs))
            if industries > 1:
                found.append(Candidate(of_output, of_jobs, industries, both))
        return found

    def _have(
        self,
        entry: Entry,
        compared: tuple[Place, ...],
        kept: dict[tuple[str, str, int], frozenset[str]],
    ) -> frozenset[str]:
        """Return the places that the areas of a table add up to."""
        key = (entry.dataset, entry.area_kind, entry.year)
        if key not in kept:
            areas = self._areas(entry)
            members = self._shelf.territories.membership(compared, areas)
            kept[key] = frozenset(members["place"])
        return kept[key]

    def _known_enough(self, entry: Entry) -> bool:
        rows = self._of(entry)
        known = rows["value"].is_not_null().sum()
        return known >= LEAST_KNOWN * entry.areas * entry.industries

    def _areas(self, entry: Entry) -> list[str]:
        if entry not in self._areas_kept:
            gaps = self._catalogue.gaps(entry)
            areas = self._of(entry)["area"].unique().sort()
            self._areas_kept[entry] = [area for area in areas if area not in gaps]
        return self._areas_kept[entry]

    def _of(self, entry: Entry) -> pl.DataFrame:
        """Return the rows of an entry; of output, those of all its levels."""
        if entry not in self._rows:
            if entry.measure in JOBS:
                self._rows[entry] = self._catalogue.rows(entry).collect()
            else:
                family = {
                    e.level
                    for e in self._catalogue.entries
                    if replace(e, level="", areas=0, industries=0)
                    == replace(entry, level="", areas=0, industries=0)
                }
                rows = [self._catalogue.rows(entry, level).collect() for level in sorted(family)]
                self._rows[entry] = pl.concat(rows)
        return self._rows[entry]

    def _common(self, output: Entry, jobs: Entry) -> tuple[CommonIndustry, ...]:
        if (output, jobs) not in self._commons:
            first, second = (self._of(e)["industry"].unique().to_list() for e in (output, jobs))
            found = common_industries(first, second, jobs.classification)
            self._commons[output, jobs] = found
        return self._commons[output, jobs]

    def _build(self, candidate: Candidate, compared: tuple[Place, ...]) -> IndustryPair:
        """Bring the two tables to the same places and industries."""
        kept = tuple(place for place in compared if place.name in candidate.places)
        common = self._common(candidate.output, candidate.jobs)
        names = dict(
            self._shelf.store.table("industries")
            .filter(pl.col("classification") == candidate.output.classification)
            .select("code", "name").collect().iter_rows()
        )  # fmt: skip
        second = [code for industry in common for code in industry.second]
        belongs = np.array([[code in i.second for code in second] for i in common], dtype=float)
        jobs, jobs_rounding = self._matrix(candidate.jobs, kept, second)
        output, output_rounding = self._matrix(candidate.output, kept, [i.code for i in common])
        rented, notes = self._imputed(candidate.output, kept, common)
        unit = str(self._of(candidate.output)["unit"][0])
        scale = 1e6 if "million" in unit else 1e3 if "thousand" in unit else 1.0
        left = sorted(set(self._of(candidate.jobs)["industry"]) - set(second))
        if left:
            notes.append(
                "Not in both tables, and left out: "
                f"{', '.join(names.get(code, code) for code in left)}."
            )
        if candidate.jobs.year != candidate.output.year:
            notes.append(
                f"Output is of {candidate.output.year}, jobs of {candidate.jobs.year}: no year has "
                "both at this level."
            )
        return IndustryPair(
            places=kept,
            codes=tuple(industry.code for industry in common),
            names=tuple(names.get(industry.code, industry.code) for industry in common),
            jobs=sum_over(belongs, jobs.T).T,
            output=(output - rented) * scale,
            jobs_rounding=np.sqrt(jobs_rounding**2 @ belongs.T),
            output_rounding=output_rounding * scale,
            measure=candidate.output.measure,
            currency=next((word for word in unit.split() if word.strip(",").isupper()), ""),
            jobs_measure=candidate.jobs.measure,
            jobs_year=candidate.jobs.year,
            output_year=candidate.output.year,
            level=candidate.jobs.level,
            datasets=frozenset({candidate.output.dataset, candidate.jobs.dataset}),
            notes=tuple(notes),
            lacks=self._catalogue.lacks(candidate.jobs),
        )

    def _imputed(
        self, entry: Entry, places: tuple[Place, ...], common: tuple[CommonIndustry, ...]
    ) -> tuple[Floats, list[str]]:
        """Return (R, I) rents that owners would pay themselves, inside the industry they are in."""
        rents = np.zeros((len(places), len(common)))
        levels = self._shelf.store.table("industries").filter(pl.col("level") == IMPUTED).collect()
        rows = self._catalogue.rows(entry, IMPUTED).collect()
        notes = []
        for code, parent in levels.select("code", "parent").iter_rows():
            held = frozenset(prefixes(parent or code, entry.classification))
            # A division beside the rents, inside the same section, holds none of them.
            at = [
                n
                for n, industry in enumerate(common)
                if industry.code == parent or held < industry.divisions
            ]
            whole = frozenset().union(*(industry.divisions for industry in common))
            if not at and held <= whole and code in set(rows["industry"]):
                notes.append(OWN_RENTS)
            if not at:
                continue
            if code in set(rows["industry"]):
                areas = rows["area"].unique().sort().to_list()
                matrix = as_matrix(rows, areas, [code], "value")
                members = self._shelf.territories.membership(places, areas)
                weights = weights_of(members, places, areas)
                found = sum_over(weights, matrix)[:, 0]
                # A place without areas in that table adds up to nothing, which is not zero.
                rents[:, at[0]] = np.where(weights.any(axis=1), found, np.nan)
                notes.append(OWN_RENTS)
            else:
                rents[:, at[0]] = np.nan
                notes.append(
                    "Real estate is left out: the table does not say how much of it are rents that"
                    " owner-occupiers would pay themselves, with which no job goes."
                )
        return rents, notes

    def _matrix(
        self, entry: Entry, places: tuple[Place, ...], codes: list[str]
    ) -> tuple[Floats, Floats]:
        """Return (R, I) values and the unit they are rounded to, areas added up to places."""
        rows = self._of(entry)
        areas = self._areas(entry)
        weights = weights_of(self._shelf.territories.membership(places, areas), places, areas)
        values = as_matrix(rows, areas, codes, "value")
        rounding = np.nan_to_num(as_matrix(rows, areas, codes, "rounding"))
        return sum_over(weights, values), np.sqrt(weights @ rounding**2)


def _latest(entries: list[Entry]) -> list[Entry]:
    """Keep the last year of each table: earlier ones answer another question."""
    last: dict[tuple[str, str, str], Entry] = {}
    for entry in sorted(entries, key=lambda e: e.year):
        last[entry.dataset, entry.area_kind, entry.level] = entry
    return list(last.values())
