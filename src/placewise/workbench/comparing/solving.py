"""The plans of many places: each kept when it is done, so that whoever is stopped goes on later."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path

from placewise.data.kept import Kept, tables_version
from placewise.model.comparison import PlannedPlace
from placewise.model.plan import PlanSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.workbench.bench import Workbench
from placewise.workbench.comparing.planned import PlanOf, as_plain, from_plain, plan_place

JOB = "compare"
FEW_PLACES = 24
"""Up to as many places, a second process costs more than it saves."""
SHARE = 4
"""Places handed to a process at a time."""
Progress = Callable[[int, int], None]
Task = tuple[Place, float | None]


def kept_plans(store: Store, kind: str, settings: PlanSettings, cache: Path | None = None) -> Kept:
    """Return where the plans of places are kept: for these tables and settings alone.

    Plans of single places are compared with all of their kind, so the kind belongs to the question;
    which of its places are wanted does not.
    """
    asked = [f"store {store.label}", f"kind {kind}", f"{settings!r}",
             f"tables {tables_version(store)}"]  # fmt: skip
    return Kept.of(JOB, asked, cache)


def solve_places(
    bench: Workbench,
    places: Sequence[Place],
    population: Mapping[str, float],
    settings: PlanSettings,
    kept: Kept,
    *,
    processes: int = 1,
    progress: Progress | None = None,
    plan_of: PlanOf | None = None,
) -> list[PlannedPlace]:
    """Return the plans of places in their order; those that are kept are not made again.

    Args:
        bench: the tables.
        places: the places.
        population: people by name of the place.
        settings: ``budget`` is that per head.
        kept: where plans are kept, place by place.
        processes: how many may work at once.
        progress: called with the number of places that are done, and of all.
        plan_of: what plans; the job of plans of the bench unless given, which then works alone.
    """
    found: dict[str, PlannedPlace] = {}
    for place in places:
        held = from_plain(kept.read(_name(place)))
        if held is not None:
            found[_name(place)] = held
    left = [(place, population.get(place.name)) for place in places if _name(place) not in found]
    if progress is not None:
        progress(len(found), len(places))
    many = processes > 1 and plan_of is None and len(left) > FEW_PLACES
    made = (
        _at_once(bench.store.label, left, settings, kept, processes)
        if many
        else _one_by_one(plan_of or bench.planning().chosen, left, settings, kept)
    )
    for name, one in made:
        found[name] = one
        if progress is not None:
            progress(len(found), len(places))
    return [found[_name(place)] for place in places]


def _name(place: Place) -> str:
    return f"{place.kind}/{place.code or ''}/{place.name}"


def _one_by_one(
    plan_of: PlanOf, tasks: Sequence[Task], settings: PlanSettings, kept: Kept
) -> Iterator[tuple[str, PlannedPlace]]:
    for place, people in tasks:
        one = plan_place(place, people, settings, plan_of)
        kept.write(_name(place), as_plain(one))
        yield _name(place), one


def _at_once(
    workspace: str, tasks: Sequence[Task], settings: PlanSettings, kept: Kept, processes: int
) -> Iterator[tuple[str, PlannedPlace]]:
    """Share places among processes; leaving early ends them, and what they finished is kept."""
    # Started afresh, not forked: threads of Polars do not survive a fork.
    with get_context("spawn").Pool(processes, _begin, (workspace, settings, kept)) as pool:
        yield from pool.imap_unordered(_work, tasks, SHARE)


_at_hand: dict[str, tuple[PlanOf, PlanSettings, Kept]] = {}


def _begin(workspace: str, settings: PlanSettings, kept: Kept) -> None:
    """Open the tables in a process of its own, once; the parent alone answers an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source = "sample" if workspace == "the sample" else workspace
    _at_hand["work"] = Workbench.open(source).planning().chosen, settings, kept


def _work(task: Task) -> tuple[str, PlannedPlace]:
    plan_of, settings, kept = _at_hand["work"]
    return next(_one_by_one(plan_of, [task], settings, kept))
