"""The official figures of appraisal, as they ship."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from placewise.errors import InputError, with_faults
from placewise.model.appraisal import (
    AppraisalEvidence,
    Benchmark,
    DiscountBand,
    OptimismBias,
    ValueBand,
)
from placewise.model.evidence import STATUSES
from placewise.model.options import PROJECT_TYPES, Span

ADJUSTMENTS = ("deadweight", "displacement", "leakage", "substitution", "multiplier")


@lru_cache(maxsize=1)
def read_appraisal_evidence() -> AppraisalEvidence:
    """Return the figures of appraisal that ship."""
    text = (files("placewise.data.evidence") / "appraisal.toml").read_text(encoding="utf-8")
    return parse_appraisal_evidence(text, "appraisal.toml")


def parse_appraisal_evidence(text: str, name: str) -> AppraisalEvidence:
    """Return the figures of a TOML text of the form of those that ship.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        InputError: it is no TOML, or figures are not as they should be; lists all faults.
    """
    try:
        given = tomllib.loads(text)
        schedules = {key: _bands(rows) for key, rows in given["discounting"].items()}
        evidence = AppraisalEvidence(
            discounting=schedules,
            optimism={entry["project_type"]: _optimism(entry) for entry in given["optimism"]},
            ranges={key: Span(row[0], row[1], row[2]) for key, row in given["ranges"].items()},
            central=given["central"],
            bands=tuple(ValueBand(band["name"], band.get("least")) for band in given["band"]),
            benchmarks=tuple(_benchmark(entry) for entry in given["benchmark"]),
            notes=tuple(given["notes"]),
            sources=given["sources"],
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"The figures of appraisal cannot be read: {error!r}",
            where=name,
            allowed="the form of the file that ships",
        ) from error
    faults = _faults(evidence)
    if faults:
        raise InputError(
            with_faults("The figures of appraisal are not as they should be", faults),
            where=name,
            allowed="the form of the file that ships",
        )
    return evidence


def _bands(rows: Sequence[Sequence[float]]) -> tuple[DiscountBand, ...]:
    """Return bands; the last has no last year."""
    return (
        *(DiscountBand(int(first), int(last), rate) for first, last, rate in rows[:-1]),
        DiscountBand(int(rows[-1][0]), None, rows[-1][1]),
    )


def _optimism(entry: Mapping[str, Any]) -> OptimismBias:
    return OptimismBias(
        float(entry["costs"]), float(entry["time"]), entry["source"], entry["status"]
    )


def _benchmark(entry: Mapping[str, Any]) -> Benchmark:
    return Benchmark(
        programme=entry["programme"], value=float(entry["value"]), currency=entry["currency"],
        low=entry.get("low"), high=entry.get("high"), source=entry["source"],
        status=entry["status"], note=entry.get("note", ""),
    )  # fmt: skip


def _faults(evidence: AppraisalEvidence) -> list[str]:
    faults = []
    for name, bands in evidence.discounting.items():
        starts = [0, *(band.last + 1 for band in bands if band.last is not None)]
        if [band.first for band in bands] != starts:
            faults.append(f"the bands of {name} leave years out or count them twice")
        if any(band.rate <= -1 for band in bands):
            faults.append(f"a rate of {name} is -1 or less")
    faults += [
        f'project type "{kind}" is none of {", ".join(PROJECT_TYPES)}'
        for kind in evidence.optimism
        if kind not in PROJECT_TYPES
    ]
    if set(evidence.ranges) != set(ADJUSTMENTS):
        faults.append(f"ranges are needed of {', '.join(ADJUSTMENTS)}")
    faults += [
        f"low, central and high of {name} are out of order"
        for name, span in evidence.ranges.items()
        if not span.low <= span.central <= span.high
    ]
    faults += [
        f"the central {name} of {area} lies outside its range, or is not known"
        for area, central in evidence.central.items()
        for name, value in central.items()
        if name not in evidence.ranges
        or not evidence.ranges[name].low <= value <= evidence.ranges[name].high
    ]
    statuses = [bias.status for bias in evidence.optimism.values()]
    statuses += [benchmark.status for benchmark in evidence.benchmarks]
    faults += [f'status "{status}" is not known' for status in statuses if status not in STATUSES]
    least = [band.least for band in evidence.bands[1:]]
    if evidence.bands[0].least is not None or None in least or least != sorted(least):  # type: ignore[type-var]
        faults.append("bands of value for money are out of order")
    return faults
