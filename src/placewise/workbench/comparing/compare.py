"""The job of a comparison: the plans of all places of a kind, and whether they should differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from placewise.data.barriers import read_barriers
from placewise.data.evidence.comparing import read_comparing_evidence
from placewise.data.evidence.growth import read_growth_evidence
from placewise.data.evidence.standard_options import read_standard_options
from placewise.errors import InputError, NotAvailableError
from placewise.model.comparison import WRITTEN, ComparingEvidence, PlannedPlace
from placewise.model.plan import Comparison, PlanSettings
from placewise.model.wording import listed, money, number_in_words, plural
from placewise.model.words import Check, Finding, Place
from placewise.plan.comparison_sentences import (
    cluster_sentence,
    common_sentence,
    differ_sentence,
    gate_sentence,
    mantel_sentence,
    south_sentence,
    unplanned_sentence,
    written_sentence,
)
from placewise.plan.mixes import Clusters
from placewise.plan.place_distances import known_distances
from placewise.plan.standard import money_words
from placewise.workbench.bench import Workbench
from placewise.workbench.comparing import rows
from placewise.workbench.comparing.around import Around, around
from placewise.workbench.comparing.arrays import Plans, plans_of
from placewise.workbench.comparing.distances import INDEPENDENT, NEEDS, Test, mantel_rows, tested
from placewise.workbench.comparing.planned import PlanOf
from placewise.workbench.comparing.solving import Progress, kept_plans, solve_places
from placewise.workbench.comparing.south import SOUTHERN, South, south
from placewise.workbench.comparing.written import FEWEST as FEWEST_WRITTEN
from placewise.workbench.comparing.written import Texts, words_apart, written_rows
from placewise.workbench.planning.standard import currency_of

FEWEST_PLACES = 5
WORDS = "written strategies against needs"
Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared.

    Attributes:
        kind: kind of the places.
        settings: of every plan; ``budget`` is that per head.
        names: places to compare, by name or code; None for all of the kind.
        corpus: folder of a corpus of written strategies; None without one.
        listed: file that the names were read from, for the command that repeats it; None where
            they were not.
    """

    kind: str
    settings: PlanSettings
    names: tuple[str, ...] | None = None
    corpus: Path | None = None
    listed: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What written strategies say beside diagnoses; empty without a corpus."""

    table: pl.DataFrame
    tests: pl.DataFrame
    sentence: str


def compare_places(
    bench: Workbench,
    asked: Asked,
    *,
    processes: int = 1,
    cache: Path | None = None,
    progress: Progress | None = None,
    stage: Stage = lambda _: None,
    plan_of: PlanOf | None = None,
) -> Comparison:
    """Plan every place under the same budget per head, and compare the plans.

    Args:
        bench: the tables.
        asked: what is compared.
        processes: how many may plan at once.
        cache: where plans are kept; the user's cache unless given.
        progress: called with the number of places that are planned, and of all.
        stage: called with what is done next.
        plan_of: what plans a place; the job of plans unless given.

    Raises:
        InputError: settings out of range, or too few places.
        UnknownNameError: no such kind or place.
        NotAvailableError: the tables know of too few places what they need.
    """
    places = _places(bench, asked)
    if plan_of is None:
        _priced(bench)
    # Read first: who names a folder that is no corpus should not wait for hundreds of plans.
    texts = None
    if asked.corpus is not None:
        texts = words_apart(asked.corpus, [place.name for place in places])
    population = bench.shelf.latest("population", places)
    people = dict(population.select("place", "value").drop_nulls().iter_rows())
    stage("plans")
    planned = solve_places(
        bench, places, people, asked.settings,
        kept_plans(bench.store, places[0].kind, asked.settings, cache),
        processes=processes, progress=progress, plan_of=plan_of,
    )  # fmt: skip
    stage("what places are like")
    evidence = _evidence(bench)
    plans = plans_of(planned, evidence)
    _enough(plans, planned, places)
    seed = asked.settings.seed
    about = around(bench.shelf, places, evidence, read_barriers(), seed)
    stage("tests")
    return put_together(bench, asked, places, planned, plans, about, evidence, texts)


def _places(bench: Workbench, asked: Asked) -> tuple[Place, ...]:
    everyone = bench.places(asked.kind)
    if asked.settings.budget <= 0:
        raise InputError("A budget per head must be above 0", where="--per-head")
    if asked.names is None:
        places = everyone
    else:
        wanted = {bench.place(name, everyone[0].kind) for name in asked.names}
        places = tuple(place for place in everyone if place in wanted)
    if len(places) < FEWEST_PLACES:
        raise InputError(
            f"{number_in_words(len(places)).capitalize()} places are too few to compare",
            allowed=f"{FEWEST_PLACES} places or more of one kind",
        )
    return places


def _priced(bench: Workbench) -> None:
    """Refuse tables whose money is not that of standard options, before places are planned.

    Raises:
        NotAvailableError: the tables count in another currency.
    """
    known, here = read_standard_options().currency, currency_of(bench.shelf)
    if here in (None, known):
        return
    raise NotAvailableError(
        "Places of these tables cannot be compared: plans of many places are made of standard "
        f"options, whose costs are known in {money_words(known)} only",
        where=f"{bench.store.label}, which counts in {money_words(here)}",
        allowed=f"tables with money in {money_words(known)}",
        action="`placewise plan PLACE --options FILE --evidence FILE` plans one place with "
        "options and evidence of your own.",
    )


def _evidence(bench: Workbench) -> ComparingEvidence:
    return read_comparing_evidence(
        bench.shelf.concepts, [barrier.key for barrier in read_barriers()],
        [side.key for side in read_growth_evidence().sides],
    )  # fmt: skip


def _enough(plans: Plans, planned: Sequence[PlannedPlace], places: Sequence[Place]) -> None:
    """Refuse to compare what nothing is known of.

    Raises:
        NotAvailableError: fewer than five places have a plan.
    """
    if int(plans.planned.sum()) >= FEWEST_PLACES:
        return
    why = [one.why_not for one in planned if one.why_not]
    most = max(set(why), key=why.count) if why else ""
    raise NotAvailableError(
        f"{int(plans.planned.sum())} of {len(planned)} {plural(places[0].kind)} have a plan: too "
        "few to compare",
        where=f"most others: {most}" if most else "",
        allowed=f"{FEWEST_PLACES} places or more with a plan",
        action="Load tables that tell which barriers there are; `placewise barriers PLACE` shows "
        "what is lacking.",
    )


def put_together(
    bench: Workbench, asked: Asked, places: tuple[Place, ...], planned: Sequence[PlannedPlace],
    plans: Plans, about: Around, evidence: ComparingEvidence, texts: Texts | None = None,
) -> Comparison:  # fmt: skip
    """Return everything that can be said of places of which the plans are known.

    Args:
        bench: the tables, for the map and the sources.
        asked: what is compared.
        places: the places.
        planned: their plans.
        plans: the same as arrays.
        about: what is known of them besides.
        evidence: what counts as what.
        texts: which places have a written strategy, and how far apart their words are.
    """
    seed, kinds = asked.settings.seed, plural(places[0].kind)
    groups = rows.clusters_of(plans, seed)
    clusters = rows.cluster_rows(plans, groups)
    growth = south(plans, about, seed)
    written = _written(asked, plans, texts)
    mantel = pl.concat([mantel_rows(plans, about, seed), written.tests])
    table = rows.place_rows(planned, plans, about, groups, growth.high_cost, written.table)
    gate = rows.gate_rows(plans)
    differs, common = rows.differ_rows(plans), rows.common_rows(plans)
    by_test = {row["test"]: row for row in mantel.iter_rows(named=True)}
    unknown = int((~plans.known).sum())
    sentences = {
        "differs": differ_sentence(
            differs, _money(planned, asked.settings), kinds, int(plans.planned.sum()), len(places)
        ),
        "mantel": mantel_sentence(by_test.get(NEEDS), by_test.get(INDEPENDENT), kinds),
        "gate": gate_sentence(gate, table, kinds),
        "clusters": cluster_sentence(
            rows.group_words(plans, groups), told=groups is not None and groups.told,
            plural=kinds, unknown=unknown,
        ),
        "south": south_sentence(
            growth.tests, growth.groups, growth.none, SOUTHERN
        ),
        "places": unplanned_sentence(table, kinds),
        "common": common_sentence(common),
        "written": written.sentence,
    }  # fmt: skip
    findings = _findings(sentences, differs, mantel, gate, rows.bin_rows(plans, about), clusters,
                         common, growth, written, table)  # fmt: skip
    needs = rows.need_rows(planned)
    return Comparison(
        kind=places[0].kind, settings=replace(asked.settings, currency=_currency(planned)),
        headline=tuple(sentences[key] for key in HEADLINES),
        places=table, mixes=rows.mix_rows(plans), needs=needs, common=common, mantel=mantel,
        clusters=clusters, findings=findings, checks=_checks(plans, mantel, groups),
        provenance=bench.shelf.sources(about.datasets.union(*(one.datasets for one in planned))),
        notes=_notes(about, evidence, written), command=command_of(bench, asked),
        map=bench.shelf.assessments.map_of(bench.store, places),
    )  # fmt: skip


HEADLINES = ("differs", "mantel", "gate", "clusters", "south")


def _findings(
    said: dict[str, str], differs: pl.DataFrame, mantel: pl.DataFrame,
    gate: pl.DataFrame, bins: pl.DataFrame,
    clusters: pl.DataFrame, common: pl.DataFrame, growth: South, written: Written,
    places: pl.DataFrame,
) -> tuple[Finding, ...]:  # fmt: skip
    found = [
        Finding("differs", "What differs between plans?", said["differs"], differs),
        Finding("mantel", "Do plans differ where needs do?", said["mantel"], mantel),
        Finding("bins", "How far apart are the mixes of places whose diagnoses are alike?", "",
                bins),
        Finding("gate", "What decides a mix?", said["gate"], gate),
        Finding("clusters", "Which places need the same?", said["clusters"], clusters),
        Finding("common", "What do plans have in common?", said["common"], common),
        Finding("south", "Do southern, high-cost places come out with managing the costs of "
                "growth?", said["south"], growth.tests),
        Finding("groups", "How much do they spend on it?", "", growth.groups),
        Finding("exceptions", "Which places come out against that?", "", growth.exceptions),
        Finding("written", "Are written strategies as far apart as their places' needs?",
                said["written"], written.table),
        Finding("places", "What does each place come out with?", said["places"], places),
    ]  # fmt: skip
    return tuple(one for one in found if one.key in ("places", "south") or one.table.height)


def _written(asked: Asked, plans: Plans, texts: Texts | None) -> Written:
    if texts is None:
        return Written(pl.DataFrame(schema=WRITTEN), tested(iter(()), asked.settings.seed), "")
    have, apart = texts
    kept = [at for at, place in enumerate(have) if plans.known[place]]
    if len(kept) < FEWEST_WRITTEN:
        raise NotAvailableError(
            f"{len(kept)} of the places have a document in the corpus and needs that are known",
            where=str(asked.corpus),
            allowed=f"{FEWEST_WRITTEN} or more",
            action="Add strategies with `placewise corpus add`, or leave --corpus out.",
        )
    names = [plans.names[have[at]] for at in kept]
    words = apart[np.ix_(kept, kept)]
    at = np.array([have[one] for one in kept], np.intp)
    needs = known_distances(plans.need[at])
    seed = asked.settings.seed
    table, line = written_rows(names, words, needs, seed)
    tests = tested(iter([Test(WORDS, at, words, needs, None, "words: one less the cosine")]), seed)
    return Written(table, tests, written_sentence(table, tests.row(0, named=True), line.r_squared))


def _currency(planned: Sequence[PlannedPlace]) -> str:
    return next(one.currency for one in planned if one.planned)


def _money(planned: Sequence[PlannedPlace], settings: PlanSettings) -> str:
    years = "one year" if settings.years == 1 else f"{number_in_words(settings.years)} years"
    amount = money(settings.budget, _currency(planned)).removesuffix(".00")
    return f"{amount} a head over {years}"


def _checks(plans: Plans, mantel: pl.DataFrame, groups: Clusters | None) -> tuple[Check, ...]:
    planned, known = int(plans.planned.sum()), int(plans.known.sum())
    everyone = len(plans.names)
    checks = [
        Check("Every place has a plan", planned == everyone, f"{planned:,} of {everyone:,}."),
        Check("Needs of every place are known well enough to be compared", known == everyone,
              f"Half of the {len(plans.barriers)} barriers that tables tell of, of {known:,} of "
              f"{everyone:,} places."),
    ]  # fmt: skip
    by = {row["test"]: row for row in mantel.iter_rows(named=True)}
    plain, held = by.get(NEEDS), by.get(f"{NEEDS}, distance in space held")
    if plain and held and None not in (plain["statistic"], held["statistic"]):
        moved = abs(plain["statistic"] - held["statistic"])
        checks.append(
            Check("Distance in space does not explain it", moved < 0.1,
                  f"With it taken off, the correlation moves by {moved:.2f}.")
        )  # fmt: skip
    if groups is not None:
        best = float(groups.silhouette.max())
        checks.append(
            Check("Groups of places are told apart and found again", groups.told,
                  f"The widest mean silhouette is {best:.2f}, the least stable group is found "
                  f"again with a similarity of {float(groups.stability.min()):.2f}.")
        )  # fmt: skip
    return tuple(checks)


def _notes(about: Around, evidence: ComparingEvidence, written: Written) -> tuple[str, ...]:
    notes = [
        "Plans are made of standard options with illustrative sizes: mixes show how rules, needs "
        "and costs work together, not what places will do.",
        "The needs are part of the plans, so that mixes go with them in part by construction. The "
        "second test uses other indicators: " + listed(list(about.titles), 12) + ".",
        "Where neighbours are alike, the p-value of a Mantel test comes out too small (Guillot and "
        "Rousset 2013); the intervals leave out one place at a time and know nothing of it either.",
        f"Managing the costs of growth: {evidence.managing_why}. High cost: above the median of "
        f"{about.cost_title.lower()}; {evidence.cost_why}.",
        "The interval and the p-value of the test of the South leave out one block of neighbours "
        "at a time (jackknife over ITL2 regions); a difference is an association.",
        "Equal needs may give equal plans, and nothing here rewards novelty.",
    ]  # fmt: skip
    if about.used_by_gate:
        notes.append(f"Left out since the gate uses them: {listed(list(about.used_by_gate), 12)}.")
    if written.table.height:
        notes.append(
            "Words are all words of the documents with their names; how far a text is from others "
            "also has to do with its length and style."
        )
    return tuple(notes)


def command_of(bench: Workbench, asked: Asked) -> str:
    """Return the command that asks the same again."""
    settings = asked.settings
    parts = ["placewise compare"]
    listed = "FILE" if asked.listed is None else f'"{asked.listed}"'
    parts.append("--all" if asked.names is None else f"--places {listed}")
    parts.append(f'--kind "{asked.kind}" --per-head {settings.budget:.15g}')
    parts.append(f"--years {settings.years} --draws {settings.draws} --seed {settings.seed}")
    if not settings.conditional:
        parts.append("--no-conditional")
    if bench.store.label != "the sample":
        parts.append(f'--workspace "{bench.store.label}"')
    if asked.corpus is not None:
        parts.append(f'--corpus "{asked.corpus}"')
    return " ".join(parts)
