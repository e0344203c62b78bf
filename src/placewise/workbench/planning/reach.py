"""Sector against horizontal: whom options touch, and on which industries their benefit falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from placewise.diagnose.industry_codes import parts_of
from placewise.model.claims import Concordance
from placewise.model.options import JOBS, Option
from placewise.model.plan import REACH
from placewise.model.portfolio import Booleans, Floats
from placewise.plan.reach import concentration, diversification
from placewise.review.claims.sectors import sector_named
from placewise.workbench.industries import Industries, Whole
from placewise.workbench.planning.rows import Entry

TOUCHED = ("residents", "jobs", "firms")
ROUNDING = 1e-12
"""Values of an index below which only the arithmetic moved."""
TOGETHER = {
    "sector": "All options for sectors",
    "horizontal": "All options across sectors",
    "plan": "The whole plan",
}


def reach_rows(
    entries: Sequence[Entry],
    chosen: Booleans,
    wholes: Mapping[str, Whole],
    industries: Industries | None,
    concordance: Concordance,
) -> pl.DataFrame:
    """Return sector against horizontal, columns :data:`placewise.model.plan.REACH`.

    The benefit of an option for sectors falls on the jobs of those sectors alike, that of an option
    across sectors on all jobs alike. Of the options of a plan together, the count is that of
    everybody whom at least one touches if it is chance who takes part: from the largest of them
    (all touch the same people) to their sum (none does).

    Args:
        entries: of the options in the portfolio, in its order.
        chosen: (N,) the plan.
        wholes: all residents, jobs and firms of the place, those that are known.
        industries: the jobs of the place; None where they are not known.
        concordance: sectors as strategies name them.
    """
    options = [one.gated.option for one in entries]
    net = [_net_jobs(one) for one in entries]
    gains = None
    if industries is not None and industries.jobs.sum() > 0:
        gains = [falls_on(option, industries, concordance) for option in options]
    rows: list[dict[str, Any]] = []
    for at, option in enumerate(options):
        base = {
            "name": option.key, "title": option.title, "kind": option.kind,
            "sectors": "; ".join(option.sectors), "policy_area": option.policy_area,
        } | _concentrated(gains, industries, [at], net)  # fmt: skip
        rows += [base | _counted(option, of, wholes) for of in TOUCHED]
    for name, title in TOGETHER.items():
        inside = [
            at for at, option in enumerate(options)
            if chosen[at] and name in (option.kind, "plan")
        ]  # fmt: skip
        if not inside:
            continue
        base = {"name": name, "title": title, "kind": None if name == "plan" else name}
        base |= _concentrated(gains, industries, inside, net)
        rows += [base | _together([options[at] for at in inside], of, wholes) for of in TOUCHED]
    whole = [dict.fromkeys(REACH) | row for row in rows]
    return pl.DataFrame(whole, schema=REACH, orient="row")


def falls_on(option: Option, industries: Industries, concordance: Concordance) -> Floats | None:
    """Return (I,) the jobs of the place that an option falls on; None where no industry is its own.

    A sector is an industry by its title, or else a sector as strategies name it.
    """
    jobs = industries.jobs.astype(np.float64)
    if option.kind != "sector":
        return jobs
    titles = [title.casefold() for title in industries.titles]
    national = concordance.jobs.get(industries.classification, {})
    inside = np.zeros(jobs.size)
    for name in option.sectors:
        if name.casefold() in titles:
            inside[titles.index(name.casefold())] = 1.0
        elif (sector := sector_named(concordance, name)) is not None:
            held = parts_of(sector, industries.codes, industries.classification, national)
            inside = np.maximum(inside, np.array(held))
    gain = jobs * inside
    return gain if gain.sum() > 0 else None


def _net_jobs(one: Entry) -> float | None:
    """Return the net jobs that are expected of an option; None where it counts something else."""
    if one.gated.option.effect_unit != JOBS:
        return None
    return one.appraisal.expected("net")


def _counted(option: Option, of: str, wholes: Mapping[str, Whole]) -> dict[str, Any]:
    count, whole = getattr(option.reach, of), wholes.get(of)
    row: dict[str, Any] = {"of": of, "count": count}
    if whole is not None and whole.count > 0:
        row |= {"total": whole.count, "year": whole.year, "dataset": whole.dataset}
        row |= {"share": None if count is None else min(1.0, count / whole.count)}
    return row


def _together(options: Sequence[Option], of: str, wholes: Mapping[str, Whole]) -> dict[str, Any]:
    rows = [_counted(option, of, wholes) for option in options]
    row: dict[str, Any] = rows[0] | {"count": None, "share": None}
    shares = [one["share"] for one in rows if one.get("share") is not None]
    if not shares:
        return row
    most = min(1.0, sum(shares))
    share = float(np.clip(1 - np.prod([1 - one for one in shares]), max(shares), most))
    told = len(shares) == len(rows)
    return row | {
        "share": share, "count": share * row["total"], "lower": max(shares),
        # What some options do not say may be anything: there is no upper end then.
        "upper": most if told else None,
    }  # fmt: skip


def _concentrated(
    gains: Sequence[Floats | None] | None,
    industries: Industries | None,
    inside: Sequence[int],
    net: Sequence[float | None],
) -> dict[str, Any]:
    """Return how concentrated the benefit of some options is, and how it changes the place's mix.

    Several options count by the jobs that they add; where one of them does not say, nothing can be
    told of them together.
    """
    if gains is None or industries is None:
        return {}
    falls = [gains[at] for at in inside]
    added = [net[at] for at in inside]
    known = all(one is not None and one > 0 for one in added)
    if any(one is None for one in falls) or (len(inside) > 1 and not known):
        return {}
    size = np.array(added, np.float64) if known else np.ones(1)
    jobs = industries.jobs.astype(np.float64)
    gain = sum(
        (each / each.sum() * n for each, n in zip(falls, size, strict=True) if each is not None),
        start=np.zeros(jobs.size),
    )
    found = concentration(gain, jobs)
    change = float(diversification(jobs, gain).change[0]) if known else None
    return {
        "equal_sectors": float(found.equal_sectors[0]), "gini": _rounded(float(found.gini[0])),
        "largest_sector": industries.titles[int(np.argmax(gain))],
        "largest_share": float(found.largest[0]),
        "diversification": None if change is None else _rounded(change),
    }  # fmt: skip


def _rounded(value: float) -> float:
    return value if abs(value) > ROUNDING else 0.0
