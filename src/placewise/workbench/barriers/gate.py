"""One barrier at one place, through the gate: indicators, signals, power, outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.barriers import (
    Called,
    Shares,
    beyond,
    binding_again,
    called,
    called_of_little,
    groups_short,
    held_to,
    median_of,
    shares,
    unless_divided,
)
from placewise.model.barriers import OWN_GROUP, Barrier, OwnEvidence, Shortfall, Signal
from placewise.workbench.barriers.measured import Measured, Measures

Booleans = NDArray[np.bool_]
Floats = NDArray[np.float64]
Added = tuple[str, str, Booleans]
"""What an analyst adds: role, group, and in which draws it is so."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator or signal of a place against its comparators.

    Attributes:
        part: the shortfall or signal.
        measured: what was measured of all places.
        at: position of the place.
        medians: of each comparator the median, shape (draws,), by its key.
        beyond: in which draws the place lies beyond each comparator, by its key.
        both: in which draws it lies beyond all of them; None where one of two is not known.
        margin: how far beyond a median counts.
    """

    part: Shortfall | Signal
    measured: Measured
    at: int
    medians: dict[str, Floats]
    beyond: dict[str, Booleans]
    both: Booleans | None
    margin: float


@dataclass(frozen=True, slots=True)
class Gated:
    """One barrier at one place.

    Attributes:
        barrier: the barrier.
        shortfalls: its indicators that are known in part at least.
        signals: its signals that are known in part at least.
        groups: how many independent indicators are known.
        short_of: probability that two independent indicators fall short, by comparator, and of all
            comparators under ``both``; None where fewer than two are known.
        signal: probability that some signal holds; None where none is known.
        kind: the kind of place that powers are looked up for.
        power: may somebody act locally? None where nothing is said of such places.
        found: the shares of draws; None where too little is known for them.
        called: what is said.
        again: probability that it would reach the probability of a call again if everything were
            measured again; None where it does not reach it now.
    """

    barrier: Barrier
    shortfalls: tuple[Compared, ...]
    signals: tuple[Compared, ...]
    groups: int
    short_of: dict[str, float | None]
    signal: float | None
    kind: str
    power: bool | None
    found: Shares | None
    called: Called
    again: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Whom a place is compared with.

    Attributes:
        key: key of the comparator.
        name: as a sentence writes it.
        members: their positions; None for all others of the kind.
    """

    key: str
    name: str
    members: NDArray[np.intp] | None


def gate(
    barrier: Barrier,
    measures: Measures,
    at: int,
    sides: Sequence[Side],
    kinds: frozenset[str],
    own: Sequence[OwnEvidence] = (),
) -> Gated:
    """Put a barrier through the gate for one place.

    Args:
        barrier: the barrier.
        measures: its indicators for all places.
        at: position of the place.
        sides: two comparators.
        kinds: kinds of place that some power of some barrier is about.
        own: evidence of a local analyst; what interested parties say is left out.
    """
    settings = measures.settings
    shortfalls = _compared(barrier.shortfalls, measures, at, sides)
    signals = _compared(barrier.signals, measures, at, sides)
    counted = [one for one in own if one.barrier == barrier.key and not one.interested]
    added = [
        (one.role, OWN_GROUP + one.source, _claim(one, measures, number))
        for number, one in enumerate(counted)
    ]
    short = _by_group([(one, one.both) for one in shortfalls], added)
    signs = _signs([(one, one.both) for one in signals], added)
    holds = np.logical_or.reduce(signs) if signs else np.zeros(settings.draws, bool)
    count = groups_short(short, settings.draws)
    place_kind = measures.places[at].kind
    kind = place_kind if place_kind in kinds else measures.places[0].kind
    power = bool(barrier.holders(kind)) if kind in kinds else None
    declared = {part.group for part in barrier.shortfalls}
    lacking = _lacking(len(short), bool(signs), power, cyclical=barrier.cyclical)
    found = shares(count, holds, can_bind=bool(power) and not barrier.cyclical)
    again = None
    if not lacking and found.binding >= held_to(settings.called):
        again = _again(shortfalls, signals, added, measures, sides)
    said = (
        called_of_little(
            count, holds, signal_known=bool(signs), why=lacking, settings=settings,
            unknown_groups=max(len(declared - set(short)), 2 - len(short), 0),
        )
        if lacking
        else called(found, settings, again)
    )  # fmt: skip
    alone = {side.key: _two_short(shortfalls, side.key, settings.draws) for side in sides}
    said = unless_divided(said, {side.name: alone[side.key] for side in sides}, settings.called)
    return Gated(
        barrier, shortfalls, signals, len(short),
        alone | {"both": float((count >= 2).mean()) if len(short) >= 2 else None},
        float(holds.mean()) if signs else None, kind, power,
        None if lacking else found, said, again,
    )  # fmt: skip


def _lacking(groups: int, signal: bool, power: bool | None, *, cyclical: bool) -> str:
    """Return what is lacking for an outcome, in words; "" where nothing is."""
    if groups < 2:
        known = "none" if groups == 0 else "only one"
        return f"of its independent indicators, {known} is known for such places; two are needed"
    if not signal and not cyclical:
        return "nothing that is known would show that it binds"
    if power is None and not cyclical:
        return "it is not known who may act in such places"
    return ""


def _compared(
    parts: Sequence[Shortfall | Signal], measures: Measures, at: int, sides: Sequence[Side]
) -> tuple[Compared, ...]:
    found = []
    for part in parts:
        measured = measures.of(part.concept, part.given)
        if measured is None or not np.isfinite(measured.values[at]):
            continue
        side = part.bad if isinstance(part, Shortfall) else part.when
        margin = measures.settings.margin * measured.spread
        medians = {}
        told = bool(np.isfinite(measured.draws[:, at]).all())
        for one in sides:
            median = _median(measured, at, one)
            if told and median is not None:
                medians[one.key] = median
        worse = {
            key: beyond(measured.draws[:, at], median, margin, side)
            for key, median in medians.items()
        }
        all_known = len(worse) == len(sides) >= 2
        both = np.logical_and.reduce(list(worse.values())) if all_known else None
        found.append(Compared(part, measured, at, medians, worse, both, margin))
    return tuple(found)


def _median(measured: Measured, at: int, side: Side) -> Floats | None:
    if side.members is None:
        others = measured.others[:, at]
        return others if np.isfinite(others).all() else None
    return median_of(measured.draws, side.members)


def _by_group(
    compared: Iterable[tuple[Compared, Booleans | None]], added: Sequence[Added] = ()
) -> dict[str, list[Booleans]]:
    """Return in which draws indicators fall short, by group; what is not known is left out."""
    groups: dict[str, list[Booleans]] = {}
    for one, holds in compared:
        if holds is not None and isinstance(one.part, Shortfall):
            groups.setdefault(one.part.group, []).append(holds)
    for role, group, holds in added:
        if role == "shortfall":
            groups.setdefault(group, []).append(holds)
    return groups


def _signs(
    compared: Iterable[tuple[Compared, Booleans | None]], added: Sequence[Added]
) -> list[Booleans]:
    """Return in which draws each signal holds; what is not known is left out."""
    known = [holds for _, holds in compared if holds is not None]
    return known + [holds for role, _, holds in added if role == "signal"]


def _again(
    shortfalls: Sequence[Compared],
    signals: Sequence[Compared],
    added: Sequence[Added],
    measures: Measures,
    sides: Sequence[Side],
) -> float:
    """Return the probability that binding would be likely enough if all were measured again."""
    short = _by_group(((one, _beyond_again(one, measures, sides)) for one in shortfalls), added)
    signs = _signs(((one, _beyond_again(one, measures, sides)) for one in signals), added)
    count = groups_short(short, measures.settings.draws)
    return binding_again(count, reduce(np.logical_or, signs), measures.settings)


def _beyond_again(one: Compared, measures: Measures, sides: Sequence[Side]) -> Booleans | None:
    """Say in which draws a place lies beyond both comparators after each new measurement.

    The median of all others of the kind stays as it is: hundreds of errors cancel in it.

    Returns:
        Shape (rounds, draws); None where one of two comparators is not known.
    """
    if one.both is None:
        return None
    word = one.part.bad if isinstance(one.part, Shortfall) else one.part.when
    here = measures.again(one.measured, np.array([one.at]))[..., 0]
    worse = []
    for side in sides:
        median = one.medians[side.key]
        if side.members is not None:
            known = side.members[np.isfinite(one.measured.draws[:, side.members]).all(axis=0)]
            median = np.median(measures.again(one.measured, known), axis=-1)
        worse.append(beyond(here, median, one.margin, word))
    return np.asarray(np.logical_and.reduce(worse))


def _two_short(compared: Sequence[Compared], key: str, draws: int) -> float | None:
    groups = _by_group((one, one.beyond.get(key)) for one in compared)
    return float((groups_short(groups, draws) >= 2).mean()) if len(groups) >= 2 else None


def _claim(one: OwnEvidence, measures: Measures, number: int) -> Booleans:
    """Draw whether what an analyst adds is so."""
    draw = np.random.default_rng([measures.seed, number])
    return np.asarray(draw.random(measures.settings.draws) < one.probability)
