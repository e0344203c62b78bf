"""The job of a plan: barriers, options, gate, appraisal and portfolio of one place after another.

What all places share - rules, evidence, official figures, indicators of barriers - is read once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import polars as pl

from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.data.lexicons import read_concordance
from placewise.data.options import read_options
from placewise.data.own_evidence import read_own_evidence
from placewise.data.plan_rules import read_plan_rules
from placewise.data.weights import read_weights
from placewise.errors import InputError
from placewise.model.amounts import check_currency
from placewise.model.answer import Answer
from placewise.model.appraisal import AppraisalSettings
from placewise.model.comparators import HasComparators
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.options import BarrierFound, Option
from placewise.model.plan import Plan, PlanSettings, Toolkit
from placewise.model.plan_rules import NO_RULES, PlanRules
from placewise.model.standard_options import STANDARD, Specialism, StandardOptions
from placewise.model.words import Finding, Place, Provenance
from placewise.plan.appraisal import appraise, drawn_with
from placewise.plan.candidates import Candidates, candidates
from placewise.plan.drawing import (
    NEED_OF_CONTRIBUTING,
    NeedShares,
)
from placewise.plan.gate import gate
from placewise.plan.plan_rules import (
    budget_by_year,
    check_users,
    rules_sentences,
    stated_total,
)
from placewise.plan.plan_sentences import plan_headline, plan_notes
from placewise.workbench.appraising import barriers_found, evidence_behind, strength
from placewise.workbench.barriers.answers import barriers_answers
from placewise.workbench.comparators import Comparators
from placewise.workbench.evidence import open_evidence
from placewise.workbench.industries import Whole, industries_of
from placewise.workbench.planning.files import PlanFiles
from placewise.workbench.planning.judging import judge_plan
from placewise.workbench.planning.reach import reach_rows
from placewise.workbench.planning.rows import Entry, left_out_rows, option_rows
from placewise.workbench.planning.solving import (
    Progress,
    Solved,
    entered,
    mix_of,
    need_shares,
    objectives_of,
    solved,
    with_sensitivity,
)
from placewise.workbench.planning.standard import (
    StandardOptionsJob,
    currency_of,
    demonstrated_at,
)
from placewise.workbench.shelf import Shelf
from placewise.workbench.toolkits import toolkits_for

DIAGNOSIS = DiagnosisSettings()
"""A plan rests on the probabilities that ``placewise barriers`` shows, whatever its own seed."""
SIZES_QUESTION = "What were standard options scaled from?"
OWN = "as the file of options states them"


class Planning:
    """The plans of one store."""

    def __init__(
        self,
        shelf: Shelf,
        comparators: HasComparators | None = None,
        files: PlanFiles | None = None,
    ) -> None:
        """Prepare for the places of a store, and read a user's files.

        Args:
            shelf: the tables.
            comparators: whom places are compared with; the usual ones unless given.
            files: of the user.

        Raises:
            InputError: a file cannot be read or is faulty.
        """
        self._shelf = shelf
        self._files = files or PlanFiles()
        if self._files.only_own and self._files.options is None:
            raise InputError(
                "Only options of your own were asked for, and there are none",
                where="--only-own",
                allowed="--only-own together with --options FILE",
            )
        self._answers = barriers_answers(shelf, comparators or Comparators(shelf))
        self._barriers = {barrier.key: barrier for barrier in self._answers.barriers}
        self._advice = read_candidate_rules(self._barriers)
        self._evidence = open_evidence()
        self._figures = read_appraisal_evidence()
        own, weights, said = self._files.options, self._files.weights, self._files.evidence
        self._own = read_options(own, self._barriers) if own is not None else ()
        self._weights = read_weights(weights, self._barriers) if weights is not None else {}
        self._said = read_own_evidence(said, self._answers.barriers) if said is not None else ()
        self._concordance = read_concordance()
        self._wholes: dict[tuple[Place, ...], dict[str, dict[str, Whole]]] = {}
        self._standard = StandardOptionsJob(shelf, self._advice)
        self._toolkits: dict[str, Toolkit] = {}
        self._rules = self._read_rules()

    def _read_rules(self) -> PlanRules | None:
        """Return the rules of a user's file; None without one.

        Raises:
            InputError: it cannot be read, is faulty, or is in another currency than the tables.
        """
        file = self._files.rules
        if file is None:
            return None
        areas = {one.policy_area for one in self._advice} | {one.policy_area for one in self._own}
        rules = read_plan_rules(file, {key: b.title for key, b in self._barriers.items()}, areas)
        check_currency(
            "The rules are", rules.currency, self.currency, where=str(file), allowed="amounts"
        )
        return rules

    def stated_budget(self, years: int) -> float | None:
        """Return the sum of the budgets that the rules state; None unless they state every year."""
        return stated_total(self._rules or NO_RULES, years)

    def of(self, place: Place, settings: PlanSettings, progress: Progress | None = None) -> Plan:
        """Return the plan of one place.

        Args:
            place: the place.
            settings: what is asked.
            progress: called with the number of draws that are solved, and of all.

        Raises:
            InputError: settings out of range.
        """
        plan, entering, found, _ = self._chosen(place, settings, progress)
        if found is not None:
            plan = with_sensitivity(plan, found)
            plan = replace(plan, reach=self._reach(place, entering, found))
        people = found.draws.people if found is not None and self._weights else ()
        unheard = tuple(who for who in self._weights if people and who not in people)
        plan = replace(plan, rules=rules_sentences(plan.settings))
        notes = plan_notes(plan, people, unheard, NEED_OF_CONTRIBUTING)
        command = self._command(place, settings)
        plan = replace(plan, notes=(*notes, *plan.notes), command=command)
        plan = replace(plan, headline=plan_headline(plan))
        plan = replace(plan, toolkits=self._toolkits_of(plan))
        principles, judged = judge_plan(plan)
        return replace(plan, principles=principles, judged=judged)

    def _toolkits_of(self, plan: Plan) -> tuple[Toolkit, ...]:
        """Return the toolkits of a plan's areas of policy, each made once for all places."""
        areas = dict.fromkeys(one.option.policy_area for one in plan.gated)
        for area in areas:
            if area not in self._toolkits:
                self._toolkits[area] = toolkits_for([area], self._evidence)[0]
        # Two spellings of one area have one toolkit.
        found = {self._toolkits[area].title: self._toolkits[area] for area in areas}
        return tuple(found.values())

    def chosen(self, place: Place, settings: PlanSettings) -> tuple[Plan, dict[str, NeedShares]]:
        """Return what a plan takes, without what would change it, and the needs it rests on.

        For many places at once: the options are those of :meth:`of` with the same settings.
        """
        plan, _, _, shares = self._chosen(place, settings, None)
        return plan, shares

    def _chosen(
        self, place: Place, settings: PlanSettings, progress: Progress | None
    ) -> tuple[Plan, list[Entry], Solved | None, dict[str, NeedShares]]:
        if self._rules is not None:
            settings = replace(settings, rules=self._rules)
        checked(settings)
        answer = self._answers.of(place, DIAGNOSIS, self._said)
        found = barriers_found(answer, self._barriers)
        shares = need_shares(answer)
        advice = candidates(tuple(found.values()), self._advice)
        standard = None if self._files.only_own else self._offered(place, advice, settings)
        asked = replace(settings, currency=self.currency or settings.currency)
        if standard is not None and standard.options:
            asked = replace(asked, price_year=standard.price_year)
        entries = self._entries(standard, found, settings)
        check_users(settings.rules, {one.gated.option.key for one in entries})
        refused, entering = entered(entries, shares, settings)
        about = objectives_of(entering, shares)
        found_plan = None
        if entering:
            found_plan = solved(entering, about, self._heard(about), settings, progress)
        portfolio = found_plan.portfolio if found_plan else None
        options = option_rows(entries, found, shares, portfolio, self.wholes(place))
        order = {key: at for at, key in enumerate(options["option"])}
        entries.sort(key=lambda one: order[one.gated.option.key])
        gated = tuple(one.gated for one in entries)
        plan = Plan(
            place=place, settings=asked, compared_with=answer.compared_with, headline=(),
            barriers=tuple(found.values()), options=options, gated=gated,
            appraisals=tuple(one.appraisal for one in entering), portfolio=portfolio,
            left_out=left_out_rows(
                gated, refused, portfolio, advice, standard.not_offered if standard else None
            ),
            mix=None if found_plan is None else mix_of(entering, found_plan),
            objectives=tuple(found[key].title for key in about),
            findings=_sizes(standard), checks=answer.checks,
            provenance=self._sources(answer, standard), notes=standard.notes if standard else (),
        )  # fmt: skip
        return plan, entering, found_plan, shares

    def _sources(self, answer: Answer, standard: StandardOptions | None) -> tuple[Provenance, ...]:
        """Return the sources of barriers, of sizes, and of what reach is a share of."""
        counted = self._shelf.sources(whole.dataset for whole in self.wholes(answer.place).values())
        sized = standard.provenance if standard is not None else ()
        return tuple(dict.fromkeys((*answer.provenance, *sized, *counted)))

    def wholes(self, place: Place) -> dict[str, Whole]:
        """Return the residents, jobs and firms of a place, those that are known."""
        places = self._shelf.compared(place)
        if places not in self._wholes:
            self._wholes[places] = {
                what: {
                    row["place"]: Whole(float(row["value"]), row["year"], row["dataset"])
                    for row in self._shelf.latest(concept, places).iter_rows(named=True)
                    if row["value"] is not None
                }
                for what, concept in COUNTED.items()
            }
        found = self._wholes[places]
        return {what: of[place.name] for what, of in found.items() if place.name in of}

    def _reach(self, place: Place, entering: Sequence[Entry], found: Solved) -> pl.DataFrame:
        return reach_rows(
            entering, found.portfolio.chosen.selected, self.wholes(place),
            industries_of(self._shelf.assessments.tables, place, DIAGNOSIS),
            self._concordance,
        )  # fmt: skip

    def _heard(self, objectives: Collection[str]) -> dict[str, dict[str, float]]:
        """Return the weights of those who weigh a barrier that some option is about.

        Raises:
            InputError: nobody does.
        """
        heard = {
            who: given
            for who, given in self._weights.items()
            if any(given.get(key, 0.0) > 0 for key in objectives)
        }
        if self._weights and not heard:
            raise InputError(
                "Nobody gives a weight to a barrier that an option of this plan is about",
                where=str(self._files.weights),
                allowed=f"a weight above 0 of one of {', '.join(objectives)}",
                action="Weigh one of these, or plan without weights.",
            )
        return heard

    def _command(self, place: Place, settings: PlanSettings) -> str:
        """Return the command that makes a plan again."""
        files, store = self._files, self._shelf.store
        parts = [f'placewise plan "{place.name}"', f'--kind "{place.kind}"']
        parts += [f"--budget {settings.budget:.15g}", f"--years {settings.years}"]
        if store.label != "the sample":
            parts.append(f'--workspace "{store.label}"')
        for name in ("options", "weights", "evidence", "rules"):
            if getattr(files, name) is not None:
                parts.append(f'--{name} "{getattr(files, name)}"')
        parts += ["--only-own"] if files.only_own else []
        parts += [] if settings.conditional else ["--no-conditional"]
        parts += [] if settings.schedule == "standard" else [f"--schedule {settings.schedule}"]
        return " ".join([*parts, f"--draws {settings.draws} --seed {settings.seed}"])

    @cached_property
    def currency(self) -> str | None:
        """The currency of the tables; None where they name none, or several."""
        return currency_of(self._shelf)

    def offered(self, place: Place, settings: PlanSettings) -> StandardOptions:
        """Return the standard options that a plan of a place would weigh."""
        found = barriers_found(self._answers.of(place, DIAGNOSIS, self._said), self._barriers)
        advice = candidates(tuple(found.values()), self._advice)
        return self._offered(place, advice, settings)

    def _offered(self, place: Place, advice: Candidates, settings: PlanSettings) -> StandardOptions:
        """Return the standard options against the barriers of a place."""
        specialisms: tuple[Specialism, ...] = ()
        if (advice.consider["kind"] == "sector").any():
            specialisms = demonstrated_at(self._shelf, place, DIAGNOSIS)
        return self._standard.of(
            place, specialisms, years=settings.years,
            considered=frozenset(advice.consider["intervention"]),
        )  # fmt: skip

    def _entries(
        self,
        standard: StandardOptions | None,
        found: Mapping[str, BarrierFound],
        settings: PlanSettings,
    ) -> list[Entry]:
        """Return standard options, and a user's own, which take the place of their namesakes."""
        own = {option.key for option in self._own}
        status = (
            {} if standard is None else dict(standard.sizes.select("option", "status").iter_rows())
        )
        kept = [
            option
            for option in (() if standard is None else standard.options)
            if option.key not in own and option.intervention not in own
        ]
        shared = drawn_with([*kept, *self._own])
        asked = AppraisalSettings(settings.schedule, settings.draws, settings.seed)

        def entry(option: Option, origin: str, rests_on: str) -> Entry:
            evidence = evidence_behind(option, self._evidence)
            drawn_as = shared.get(option.key, "")
            return Entry(
                gate(option, found),
                appraise(option, self._figures, asked, strength(evidence), drawn_as),
                evidence, origin, rests_on,
            )  # fmt: skip

        return [
            *(entry(option, STANDARD, status[option.key]) for option in kept),
            *(entry(option, "own", OWN) for option in self._own),
        ]


COUNTED = {"residents": "population", "jobs": "jobs", "firms": "active businesses"}
"""Concepts that reach is a share of."""


def checked(settings: PlanSettings) -> PlanSettings:
    """Return settings, or say which of them is out of range."""
    allowed = {
        "--budget": (np.isfinite(settings.budget) and settings.budget > 0, "an amount above 0"),
        "--years": (1 <= settings.years <= 60, "from 1 to 60 years"),
        "--draws": (settings.draws >= 100, "100 draws or more"),
        "--seed": (settings.seed >= 0, "zero or a positive whole number"),
    }
    wrong = {name: said for name, (good, said) in allowed.items() if not good}
    if wrong:
        raise InputError(
            "Settings of the plan are out of range",
            where=", ".join(wrong), allowed="; ".join(f"{n}: {said}" for n, said in wrong.items()),
        )  # fmt: skip
    budget_by_year(settings.rules, settings.budget, settings.years)
    return settings


def _sizes(standard: StandardOptions | None) -> tuple[Finding, ...]:
    """Return what standard options were scaled from, as a finding; nothing without any."""
    if standard is None or standard.sizes.is_empty():
        return ()
    sentence = (
        f"{standard.sizes.height} options have illustrative sizes, in {standard.currency} of "
        f"{standard.price_year}: how many are served of how many that are counted."
    )
    return (Finding("sizes", SIZES_QUESTION, sentence, standard.sizes, (), standard.provenance),)
