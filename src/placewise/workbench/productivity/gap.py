"""How far a place is from its comparators, and how the gap adds up: identity, and mix or within."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.mix_within import MixWithin, mix_within, mix_within_intervals
from placewise.diagnose.productivity_identity import FACTORS, Identity, identity, identity_gap
from placewise.model.comparators import Comparator
from placewise.model.wording import share_per_cent
from placewise.model.words import Check, Finding, Place
from placewise.workbench.productivity.levels import LEVELS, Levels, levels_of
from placewise.workbench.productivity.parts import Found
from placewise.workbench.productivity.tables import IndustryPair, IndustryPairs
from placewise.workbench.productivity.words import identity_sentence, mix_sentence
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

EXACT = 1e-9
EXACT_TABLES = (
    "Mix and within have no interval: the tables of jobs and output are not rounded, and state no "
    "error."
)
FEWEST_INDUSTRIES = 2
"""One industry has no mix."""
DRAWS = 400
"""Draws of rounded jobs; their quantiles move by a few per cent of the interval."""

IDENTITY_TYPES = {
    "comparator": pl.String, "comparator_name": pl.String, "places": pl.Int64,
    "factor": pl.String, "title": pl.String, "unit": pl.String, "value": pl.Float64,
    "comparator_value": pl.Float64, "log_part": pl.Float64, "amount": pl.Float64,
    "per_cent": pl.Float64, "share_of_gap": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "year": pl.Int64, "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``identity``: four ratios and their product (factor ``total``) for each
comparator. ``log_part`` adds up to that of the total exactly; ``per_cent`` is the same as a
percentage, which does not add up, and ``amount`` the same in GVA per head, which does. ``places``
counts the comparator's places that are known; lower and upper are null because the publishers of
GVA and hours give no interval."""

MIX_TYPES = {
    "comparator": pl.String, "comparator_name": pl.String, "places": pl.Int64, "part": pl.String,
    "industry": pl.String, "industry_name": pl.String, "value": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "unit": pl.String, "share_of_gap": pl.Float64, "jobs_share": pl.Float64,
    "comparator_jobs_share": pl.Float64, "output_per_job": pl.Float64,
    "comparator_output_per_job": pl.Float64, "covered_jobs": pl.Float64,
    "covered_output": pl.Float64, "measure": pl.String, "level": pl.String, "year": pl.Int64,
    "jobs_year": pl.Int64, "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``mix_within``: part ``gap``, ``mix`` and ``within`` without industry are
the totals, the others what each industry adds. The interval covers the rounding of jobs and
output; null where the tables are not rounded. ``covered_jobs`` is the share of the comparator's
jobs in industries that are known on both sides."""

TITLES = {
    "gva per hour": "GVA per hour worked",
    "hours per job": "Hours per job and year",
    "jobs per resident of working age": "Jobs per resident of working age",
    "working-age share": "Share of residents of working age",
}


class GapTables:
    """Levels and industry tables of the places compared with one another."""

    def __init__(self, shelf: Shelf, pairs: IndustryPairs, places: tuple[Place, ...]) -> None:
        self._shelf = shelf
        self._pairs = pairs
        self._places = places

    @cached_property
    def levels(self) -> Levels | None:
        """The levels of the identity."""
        return levels_of(self._shelf, self._places)

    @cached_property
    def _level_rows(self) -> dict[str, Floats]:
        if self.levels is None:
            return {}
        rows = self.levels.rows.select("place", *LEVELS)
        return {row[0]: np.array(row[1:], dtype=np.float64) for row in rows.iter_rows()}

    def of(self, place: Place, comparators: Sequence[Comparator], seed: int) -> Found:
        """Return identity and mix of one place against each comparator."""
        return Found.together(
            self._identity(place, comparators), self._mix(place, comparators, seed)
        )

    def _identity(self, place: Place, comparators: Sequence[Comparator]) -> Found:
        question = "Is it output per hour, hours, jobs or the age of residents?"
        here = self._level_rows.get(place.name)
        if self.levels is None or here is None:
            return Found(
                unsettled=(
                    (
                        question,
                        f"Output, hours, jobs and residents of {place.in_text} are not all in the "
                        "tables for one year.",
                        "Tables of output per hour, output per job and residents by age for its "
                        "areas.",
                    ),
                )
            )
        own = identity(*here)
        rows, sentence, worst = [], "", 0.0
        for comparator in comparators:
            known = [self._level_rows[p.name] for p in comparator.places
                     if p.name in self._level_rows]  # fmt: skip
            if not known:
                continue
            them = identity(*np.sum(known, axis=0))
            gap = identity_gap(own, them)
            worst = max(worst, abs(float(gap.parts[0].sum() - gap.total[0])))
            rows += self._identity_rows(comparator, len(known), own, them)
            sentence = sentence or identity_sentence(
                place.in_text, _named(comparator, len(known)), self.levels.year,
                float(gap.total[0]), list(zip(FACTORS, gap.parts[0].tolist(), strict=True)),
            )  # fmt: skip
        if not rows:
            return Found()
        table = pl.DataFrame(rows, schema=IDENTITY_TYPES, orient="row")
        check = Check(
            "The parts of the identity add up", worst < EXACT,
            f"The logs of the four ratios miss that of GVA per head by {worst:.1e} at most.",
        )  # fmt: skip
        notes = [
            "Hours and jobs follow from GVA and the published GVA per hour and per job where no "
            "table has them.",
            "The publishers of GVA and hours give no interval, and the parts of GVA per head have "
            "none.",
        ]
        if self.levels.residents_year != self.levels.year:
            notes.append(
                f"Residents of {self.levels.residents_year} stand beside output of "
                f"{self.levels.year} where no year has both."
            )
        return Found(
            headline=(sentence,),
            findings=(Finding("identity", question, sentence, table, (check,)),),
            checks=(check,),
            notes=tuple(notes),
            datasets=self.levels.datasets,
        )

    def _identity_rows(
        self, comparator: Comparator, known: int, own: Identity, them: Identity
    ) -> list[tuple[object, ...]]:
        levels = self.levels
        assert levels is not None  # noqa: S101 - the caller has looked
        gap = identity_gap(own, them)
        total = float(gap.total[0])
        dataset = "; ".join(sorted(levels.datasets))
        units = (f"{levels.currency} per hour", "hours a year", "jobs per resident", "share")
        lines = [
            (key, TITLES[key], unit, float(v), float(v0), float(part), float(amount))
            for key, unit, v, v0, part, amount in zip(
                FACTORS,
                units,
                own.factors[0],
                them.factors[0],
                gap.parts[0],
                gap.amounts[0],
                strict=True,
            )
        ]
        lines.append(
            ("total", "GVA per head", f"{levels.currency} per resident",
             float(own.per_head[0]), float(them.per_head[0]), total,
             float(own.per_head[0] - them.per_head[0]))
        )  # fmt: skip
        return [
            (comparator.key, comparator.name, known, key, title, unit, value, theirs, part, amount,
             100 * float(np.expm1(part)), part / total if abs(total) > EXACT else None,
             None, None, levels.year, dataset)
            for key, title, unit, value, theirs, part, amount in lines
        ]  # fmt: skip

    def _mix(self, place: Place, comparators: Sequence[Comparator], seed: int) -> Found:
        question = "Is it the mix of industries or what happens inside them?"
        pair = self._pairs.of(place, self._places)
        if pair is None:
            return Found(
                unsettled=(
                    (
                        question,
                        f"No tables of output and jobs by industry, at most a year apart, add up "
                        f"to {place.in_text} and to places like it.",
                        "Jobs by industry for its areas in a year for which GVA by industry is "
                        "published.",
                    ),
                )
            )
        at = {p.name: n for n, p in enumerate(pair.places)}
        rows: list[tuple[object, ...]] = []
        sentence, checks = "", []
        for comparator in comparators:
            others = [at[p.name] for p in comparator.places if p.name in at]
            if not others:
                continue
            base = _pooled(pair, others)
            row = at[place.name]
            found = mix_within(pair.jobs[row], pair.output[row], *base)
            if not np.isfinite(found.gap[0]) or np.isfinite(found.mix).sum() < FEWEST_INDUSTRIES:
                continue
            lines, interval = self._mix_rows(pair, row, base, found, comparator, len(others), seed)
            rows += lines
            if not sentence:
                sentence = mix_sentence(
                    words="GVA per job" if pair.measure == "gva" else "Pay per job",
                    comparator=_named(comparator, len(others)), gap=float(found.gap[0]),
                    mix=interval[0], within=interval[1], currency=pair.currency,
                    industries=int(np.isfinite(found.mix).sum()), year=pair.output_year,
                    lacks=pair.lacks,
                )  # fmt: skip
                checks = _mix_checks(found)
        if not rows:
            return Found(
                unsettled=(
                    (
                        question,
                        f"Fewer than two industries of {place.in_text} are known by jobs and by "
                        f"{'GVA' if pair.measure == 'gva' else 'pay'}.",
                        "The same tables without suppressed cells.",
                    ),
                )
            )
        table = pl.DataFrame(rows, schema=MIX_TYPES, orient="row")
        return Found(
            headline=(sentence,),
            findings=(Finding("mix_within", question, sentence, table, tuple(checks)),),
            checks=tuple(checks),
            notes=pair.notes if table["lower"].is_not_null().all() else (*pair.notes, EXACT_TABLES),
            datasets=pair.datasets,
        )

    def _mix_rows(
        self,
        pair: IndustryPair,
        row: int,
        base: tuple[Floats, Floats],
        found: MixWithin,
        comparator: Comparator,
        known: int,
        seed: int,
    ) -> tuple[list[tuple[object, ...]], tuple[tuple[float, float, float], ...]]:
        """Return the rows of one comparator, and mix and within with their intervals."""
        rounded = bool((pair.jobs_rounding[row] > 0).any() or (pair.output_rounding[row] > 0).any())
        drawn = mix_within_intervals(
            pair.jobs[row], pair.output[row], *base, jobs_rounding=pair.jobs_rounding[row],
            output_rounding=pair.output_rounding[row], draws=DRAWS, seed=seed,
        )  # fmt: skip
        gap = float(found.gap[0])
        s, y = _shares_and_rates(pair.jobs[row], pair.output[row], found)
        s0, y0 = _shares_and_rates(base[0], base[1], found)
        mix, within = float(np.nansum(found.mix[0])), float(np.nansum(found.within[0]))

        def line(
            part: str, value: float, ends: Floats, industry: int | None = None
        ) -> tuple[object, ...]:
            lower, upper = (float(end) for end in ends) if rounded else (None, None)
            of = industry
            return (
                comparator.key, comparator.name, known, part,
                "" if of is None else pair.codes[of], "" if of is None else pair.names[of],
                value, lower, upper, f"{pair.currency} per job",
                value / gap if abs(gap) > EXACT else None,
                *((None,) * 4 if of is None else (s[of], s0[of], y[of], y0[of])),
                float(found.covered_jobs[0]), float(found.covered_output[0]), pair.measure,
                pair.level, pair.output_year, pair.jobs_year, "; ".join(sorted(pair.datasets)),
            )  # fmt: skip

        rows = [
            line("gap", gap, drawn.gap),
            line("mix", mix, drawn.mix),
            line("within", within, drawn.within),
        ]
        for n in range(len(pair.codes)):
            if np.isfinite(found.mix[0, n]):
                rows.append(line("mix", float(found.mix[0, n]), drawn.mix_by_industry[:, n], n))
                rows.append(
                    line("within", float(found.within[0, n]), drawn.within_by_industry[:, n], n)
                )
        if not rounded:
            return rows, ((mix, mix, mix), (within, within, within))
        return rows, (
            (mix, float(drawn.mix[0]), float(drawn.mix[1])),
            (within, float(drawn.within[0]), float(drawn.within[1])),
        )


def _named(comparator: Comparator, known: int) -> str:
    """Return a comparator, with how many of its places the tables have where some are missing.

    A few missing places of hundreds change nothing that is said.
    """
    wanted = len(comparator.places)
    if known >= 0.9 * wanted:
        return comparator.name
    return f"{comparator.name} ({known} of {wanted} known)"


def _pooled(pair: IndustryPair, others: list[int]) -> tuple[Floats, Floats]:
    """Return jobs and output of several places together.

    A cell that one of them hides is left out of both sums; an industry that all hide is not known.
    """
    jobs, output = pair.jobs[others], pair.output[others]
    known = np.isfinite(jobs) & np.isfinite(output)
    some = known.any(axis=0)
    return (
        np.where(some, np.where(known, jobs, 0.0).sum(axis=0), np.nan),
        np.where(some, np.where(known, output, 0.0).sum(axis=0), np.nan),
    )


def _shares_and_rates(
    jobs: Floats, output: Floats, found: MixWithin
) -> tuple[list[float | None], list[float | None]]:
    """Return shares in jobs and output per job of the industries that are known."""
    known = np.isfinite(found.mix[0])
    total = float(jobs[known].sum())
    shares = [float(x / total) if k else None for x, k in zip(jobs, known, strict=True)]
    rates = [
        float(v / x) if k and x > 0 else None for x, v, k in zip(jobs, output, known, strict=True)
    ]
    return shares, rates


def _mix_checks(found: MixWithin) -> list[Check]:
    missed = abs(float(np.nansum(found.mix[0] + found.within[0]) - found.gap[0]))
    scale = max(1.0, abs(float(found.gap[0])))
    covered = float(found.covered_output[0])
    without = float(found.without_jobs[0])
    return [
        Check("Mix and within add up to the gap", missed <= EXACT * scale,
              f"They miss it by {missed:.1e}."),
        Check("The industries are known", covered > 0.95,
              f"{share_per_cent(covered)} of the comparator's output is in industries known on "
              f"both sides; {without:,.0f} of the place's output per job lies where the table "
              "has no jobs."),
    ]  # fmt: skip
