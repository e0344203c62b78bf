"""Places of one's own making, for tests of standard options."""

from __future__ import annotations

from placewise.data.barriers import read_barriers
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.data.evidence.standard_options import read_standard_options
from placewise.model.standard_options import PlaceCount, PlaceFacts, Specialism, StandardOptions
from placewise.plan.standard import counted_concepts, standard_options

BARRIERS = {one.key: one for one in read_barriers()}
RULES = read_candidate_rules(BARRIERS)
BASE = read_standard_options()
RATES = ("near a railway station", "slow broadband", "business births", "claimant count")
MAKERS = (Specialism("Repair; installation", "33", 2000.0, 2024, "C"),)


def counts(size: float = 100_000.0, rate: float = 10.0) -> dict[str, PlaceCount]:
    return {
        key: PlaceCount(rate if key in RATES else size, 2024, "a table")
        for key in counted_concepts(BASE)
    }


def facts(
    size: float = 100_000.0,
    *,
    kind: str = "combined authority",
    specialisms: tuple[Specialism, ...] = MAKERS,
    currency: str | None = "GBP",
    without: tuple[str, ...] = (),
) -> PlaceFacts:
    known = {key: one for key, one in counts(size).items() if key not in without}
    return PlaceFacts(kind, known, specialisms, currency)


def made(of: PlaceFacts | None = None, *, years: int = 10) -> StandardOptions:
    return standard_options(BASE, RULES, of or facts(), years=years)
