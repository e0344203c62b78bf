"""Sector against horizontal for a strategy: whom each focus could touch, and how it would fall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from placewise.diagnose.industry_codes import parts_of
from placewise.model.claims import Concordance, Reach, Sector
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.figures import Subject, TableOfSubject
from placewise.model.review import SECTOR_AGAINST_HORIZONTAL
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.plan.reach import concentration, diversification
from placewise.workbench.document_claims import firms_in
from placewise.workbench.facts import FactTables
from placewise.workbench.industries import Industries, Whole, industries_of
from placewise.workbench.sectors import SectorAssessments, sector_jobs

RESIDENTS, WORKING_AGE, JOBS, FIRMS = "residents", "residents 16 to 64", "jobs", "firms"
TOUCHES = {
    "skills": (WORKING_AGE, JOBS),
    "transport": (RESIDENTS, JOBS, FIRMS),
    "land": (JOBS, FIRMS),
    "housing": (RESIDENTS,),
    "business support": (JOBS, FIRMS),
    "finance": (JOBS, FIRMS),
    "innovation": (JOBS, FIRMS),
    "digital": (RESIDENTS, JOBS, FIRMS),
    "health and work": (WORKING_AGE, JOBS),
}
"""Whom each kind of action across sectors could touch; those of a user's own could touch all."""
EVERYONE = (RESIDENTS, JOBS, FIRMS)
UPPER_BOUND = "An upper bound: all who could be touched; how many take part depends on the design."
GROWTH = 0.01
"""Growth of the place's jobs that diversification is told for, where the focus lies."""
ROUNDING = 1e-12
"""Values of an index below which only the arithmetic moved."""
PEOPLE_16_TO_64 = (
    TableOfSubject("indicator", "people 16 to 64", adds_up=True),
    TableOfSubject("sum", "", parts=tuple(f"population aged {age}" for age in range(16, 65))),
)


def sector_against_horizontal(
    store: Store,
    sectors: SectorAssessments,
    place: Place,
    reach: Sequence[Reach],
    subjects: Mapping[str, Subject],
    tables: FactTables,
    settings: DiagnosisSettings,
) -> pl.DataFrame:
    """Return whom each focus of a strategy could touch, one row a focus and what is counted.

    Args:
        store: where the tables are.
        sectors: the tables by sector.
        place: the place.
        reach: sectors of the focus and actions across sectors, with their passages.
        subjects: what figures may be about, for the population.
        tables: where it is looked up.
        settings: what is asked.

    Returns:
        Columns :data:`placewise.model.review.SECTOR_AGAINST_HORIZONTAL`, then one row ``sector``
        for all sectors together and one ``horizontal`` for all actions across sectors.
    """
    industries = industries_of(sectors.tables, place, settings)
    wholes = _wholes(store, sectors.concordance, place, subjects, tables, industries)
    focus = [one for one in reach if not one.across]
    across = [one for one in reach if one.across]
    rows, parts = [], []
    for one in focus:
        sector = sectors.concordance.sector(one.focus)
        if sector is None:
            continue
        falls = _falls(sectors.concordance, [sector], industries)
        parts.append(_sector_rows(store, sectors, place, sector, one, settings))
        rows += [row | falls for row in parts[-1]]
    if focus:
        named = [s for one in focus if (s := sectors.concordance.sector(one.focus))]
        falls = _falls(sectors.concordance, named, industries)
        rows += [row | falls for row in _together(parts, named)]
    falls = _falls(sectors.concordance, None, industries)
    for one in across:
        title = one.focus[:1].upper() + one.focus[1:]
        rows += [
            _open_row(one.focus, title, wholes, of, one.passages) | falls
            for of in TOUCHES.get(one.focus, EVERYONE)
        ]
    if across:
        touched = {of for one in across for of in TOUCHES.get(one.focus, EVERYONE)}
        if RESIDENTS in touched:
            touched -= {WORKING_AGE}
        passages = sum(one.passages for one in across)
        rows += [
            _open_row("horizontal", "All actions across sectors", wholes, of, passages) | falls
            for of in (RESIDENTS, WORKING_AGE, JOBS, FIRMS)
            if of in touched
        ]
    whole = [dict.fromkeys(SECTOR_AGAINST_HORIZONTAL) | row for row in rows]
    return pl.DataFrame(whole, schema=SECTOR_AGAINST_HORIZONTAL, orient="row")


def _sector_rows(
    store: Store,
    sectors: SectorAssessments,
    place: Place,
    sector: Sector,
    focus: Reach,
    settings: DiagnosisSettings,
) -> list[dict[str, Any]]:
    """Return the reach of one sector among jobs and firms."""
    row, datasets = sector_jobs(sectors, place, sector, settings, without_tables=True)
    base = {
        "name": sector.key, "title": sector.name, "kind": "sector", "sectors": sector.key,
        "passages": focus.passages,
    }  # fmt: skip
    jobs: dict[str, Any] = base | {"of": JOBS}
    if row is None:
        jobs["note"] = "No table of jobs at hand measures the sector."
    else:
        share = float(row["share"])
        jobs |= {
            "count": float(row["value"]), "total": float(row["value"]) / share if share else None,
            "share": share, "year": row["year"], "dataset": "; ".join(sorted(datasets)),
        }  # fmt: skip
        if row["lower"] is not None and row["lq"]:
            # The base counts as exact, so that the share has the relative interval of its quotient.
            jobs |= {
                "lower": share * row["lower"] / row["lq"],
                "upper": min(1.0, share * row["upper"] / row["lq"]),
            }
        else:
            jobs["note"] = "No interval: the table does not say how sure its cells are."
    counted = firms_in(store, sectors.concordance, place, sector)
    firms: dict[str, Any] = base | {"of": FIRMS}
    if counted is None:
        firms["note"] = "No table of firms at hand measures the sector."
    else:
        firms |= {
            "count": counted.inside, "total": counted.total,
            "share": counted.inside / counted.total,
            "year": counted.year, "dataset": "; ".join(sorted(counted.datasets)),
            "note": "No interval: firms are counted, and rounded by the publisher.",
        }  # fmt: skip
    return [jobs, firms]


def _together(parts: Sequence[list[dict[str, Any]]], named: list[Sector]) -> list[dict[str, Any]]:
    """Return the reach of all sectors: their sum, or bounds where they share industries."""
    apart = _apart(named)
    rows = []
    for at, of in enumerate((JOBS, FIRMS)):
        shares = [row[at].get("share") for row in parts]
        known = [share for share in shares if share is not None]
        row: dict[str, Any] = {
            "name": "sector", "title": "All sectors named", "kind": "sector", "of": of,
            "sectors": ", ".join(sector.key for sector in named),
            "passages": sum(one[at]["passages"] for one in parts),
        }  # fmt: skip
        missing = len(shares) - len(known)
        notes = []
        if known and apart and not missing:
            row |= {"share": min(1.0, sum(known))}
            ends = [(one[at].get("lower"), one[at].get("upper")) for one in parts]
            if all(low is not None for low, _ in ends):
                # Ends are added as they stand: wider than the interval of the sum.
                row |= {
                    "lower": sum(low for low, _ in ends if low is not None),
                    "upper": min(1.0, sum(high for _, high in ends if high is not None)),
                }
                notes.append("Ends are added up, which is wider than the interval of the sum.")
        elif known:
            row |= {"lower": max(known), "upper": None if missing else min(1.0, sum(known))}
            most = "" if missing else "; at most their sum, since some share industries"
            notes.append(f"At least the largest of them{most}.")
        if missing:
            notes.append(f"{missing} of {len(shares)} are not measured.")
        first = next((one[at] for one in parts if one[at].get("share") is not None), {})
        row |= {name: first.get(name) for name in ("year", "dataset")}
        rows.append(row | {"note": " ".join(notes)})
    return rows


def _apart(named: list[Sector]) -> bool:
    """Do sectors share no code in any classification?"""
    for codes in ([s.sic for s in named], [s.naics for s in named]):
        flat = [(at, code) for at, some in enumerate(codes) for code in some]
        if any(
            one != other and (a.startswith(b) or b.startswith(a))
            for one, a in flat
            for other, b in flat
        ):
            return False
    return True


def _open_row(
    name: str, title: str, wholes: Mapping[str, Whole], of: str, passages: int
) -> dict[str, Any]:
    """Return how many an action across sectors could touch at most."""
    row: dict[str, Any] = {
        "name": name, "title": title, "kind": "horizontal", "policy_area": name, "of": of,
        "passages": passages, "note": UPPER_BOUND,
    }  # fmt: skip
    every = wholes.get(RESIDENTS) if of == WORKING_AGE else wholes.get(of)
    here = wholes.get(of)
    if here is None:
        return row | {"note": f"{UPPER_BOUND} No table at hand counts the {of}."}
    if every and every.year != here.year:
        row["note"] = f"{UPPER_BOUND} All residents are those of {every.year}."
    return row | {
        "count": here.count, "total": every.count if every else None,
        "upper": min(1.0, here.count / every.count) if every and every.count > 0 else None,
        "year": here.year, "dataset": here.dataset,
    }  # fmt: skip


def _wholes(
    store: Store,
    concordance: Concordance,
    place: Place,
    subjects: Mapping[str, Subject],
    tables: FactTables,
    industries: Industries | None,
) -> dict[str, Whole]:
    """Return all residents, jobs and firms of a place, as far as they are known."""
    found: dict[str, Whole] = {}
    population = subjects.get("population")
    # Each table is read only where those before it have no value.
    people: dict[str, Iterable[pl.DataFrame]] = {
        RESIDENTS: [tables.of(population, None, (place,))] if population else [],
        WORKING_AGE: (tables.of_table(table, (place,)) for table in PEOPLE_16_TO_64),
    }
    for of, answers in people.items():
        latest = _latest(answers)
        if latest is not None:
            found[of] = latest
    if industries is not None:
        found[JOBS] = industries.whole
    firms = firms_in(store, concordance, place, None)
    if firms is not None:
        found[FIRMS] = Whole(firms.total, firms.year, "; ".join(sorted(firms.datasets)))
    return found


def _latest(answers: Iterable[pl.DataFrame]) -> Whole | None:
    """Return the latest value of the first table that has one."""
    for table in answers:
        known = table.filter(pl.col("value").is_not_null()).sort("year")
        if known.height:
            row = known.row(-1, named=True)
            return Whole(float(row["value"]), int(row["year"]), str(row["dataset"]))
    return None


def _falls(
    concordance: Concordance, named: list[Sector] | None, industries: Industries | None
) -> dict[str, Any]:
    """Return how a focus would fall on the industries of a place, every job in it gaining alike.

    Args:
        concordance: national jobs, for the part of an industry that belongs to a sector.
        named: the sectors; None for all jobs.
        industries: the jobs of the place.
    """
    if industries is None or industries.jobs.sum() <= 0:
        return {}
    gain = industries.jobs.astype(np.float64)
    if named is not None:
        national = concordance.jobs.get(industries.classification, {})
        inside = np.zeros(gain.size)
        for sector in named:
            held = parts_of(sector, industries.codes, industries.classification, national)
            inside = np.maximum(inside, np.array(held))
        gain = gain * inside
    if gain.sum() <= 0:
        return {}
    found = concentration(gain, industries.jobs)
    added = gain / gain.sum() * GROWTH * industries.jobs.sum()
    spread = diversification(industries.jobs, added)
    return {
        "equal_sectors": float(found.equal_sectors[0]), "gini": _rounded(float(found.gini[0])),
        "largest_sector": industries.titles[int(np.argmax(gain))],
        "largest_share": float(found.largest[0]),
        "diversification": _rounded(float(spread.change[0])),
    }  # fmt: skip


def with_intervals(reach: pl.DataFrame, against: pl.DataFrame) -> pl.DataFrame:
    """Return the reach of a focus as ``Review.reach``, with the intervals of its shares of jobs."""
    ends = against.filter(
        (pl.col("of") == "jobs") & (pl.col("kind") == "sector") & (pl.col("name") != "sector")
    ).select("kind", "lower", "upper", field="title")
    return (
        reach.join(ends, on=["field", "kind"], how="left", maintain_order="left")
        .with_columns(jobs_lower="lower", jobs_upper="upper")
        .select(reach.columns)
    )


def _rounded(value: float) -> float:
    """Return a value, 0 where only the arithmetic moved it."""
    return value if abs(value) > ROUNDING else 0.0


def datasets_of(against: pl.DataFrame) -> frozenset[str]:
    """Return the datasets that the table rests on."""
    named = against["dataset"].drop_nulls()
    return frozenset(name for listed in named for name in listed.split("; "))
