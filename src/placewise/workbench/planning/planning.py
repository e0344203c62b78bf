"""The job of a plan: barriers, options, gate, appraisal and portfolio of one place after another.

What all places share - rules, evidence, official figures, indicators of barriers - is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.data.options import read_options
from placewise.data.own_evidence import read_own_evidence
from placewise.data.weights import read_weights
from placewise.errors import InputError
from placewise.model.answer import Answer
from placewise.model.appraisal import AppraisalSettings
from placewise.model.comparators import HasComparators
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.options import BarrierFound, Option
from placewise.model.plan import Plan, PlanSettings
from placewise.model.portfolio import Booleans, Draws, Portfolio, Rules
from placewise.model.words import Place
from placewise.plan.appraisal import appraise
from placewise.plan.candidates import candidates
from placewise.plan.drawing import NeedShares, draws_of, rules_of, unit_of_comparison
from placewise.plan.entering import (
    Refused,
    refused_after,
    refused_at_gate,
    refused_in_comparison,
)
from placewise.plan.gate import gate
from placewise.plan.portfolio import choose, expected_over_draws, solve_draws, summarise
from placewise.plan.sensitivity import break_evens, budget_steps, weight_flips
from placewise.workbench.appraising import barriers_found, evidence_behind, strength
from placewise.workbench.barriers.answers import barriers_answers
from placewise.workbench.comparators import Comparators
from placewise.workbench.evidence import open_evidence
from placewise.workbench.planning.files import PlanFiles
from placewise.workbench.planning.judging import judge_plan
from placewise.workbench.planning.quiet import quiet_output
from placewise.workbench.planning.rows import Entry, left_out_rows, mix_rows, option_rows
from placewise.workbench.shelf import Shelf
from placewise.workbench.toolkits import toolkits_for

TOLERANCE = 1e-6
"""Share of the benefit that a search may miss: which of two plans is best must not hang on it."""
OWN = "as the file of options states them"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """A portfolio with what it was chosen from.

    Attributes:
        rules: what a plan may hold.
        draws: what is not known.
        portfolio: the plan.
        best: (D, N) the best plans of draws that have one.
    """

    rules: Rules
    draws: Draws
    portfolio: Portfolio
    best: Booleans


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
        self._totals: dict[tuple[Place, ...], dict[str, dict[str, float]]] = {}

    def of(self, place: Place, settings: PlanSettings, progress: Progress | None = None) -> Plan:
        """Return the plan of one place.

        Args:
            place: the place.
            settings: what is asked.
            progress: called with the number of draws that are solved, and of all.

        Raises:
            InputError: settings out of range.
        """
        checked(settings)
        answer = self._answers.of(place, DiagnosisSettings(seed=settings.seed), self._said)
        found = barriers_found(answer, self._barriers)
        shares = need_shares(answer)
        advice = candidates(tuple(found.values()), self._advice)
        entries = [self._entry(option, found, settings) for option in self._own]
        refused, entering = entered(entries, shares, settings)
        solved = self._solved(entering, shares, settings, progress) if entering else None
        portfolio = solved.portfolio if solved else None
        options = option_rows(entries, found, shares, portfolio, self.totals(place))
        order = {key: at for at, key in enumerate(options["option"])}
        entries.sort(key=lambda one: order[one.gated.option.key])
        gated = tuple(one.gated for one in entries)
        plan = Plan(
            place=place, settings=settings, compared_with=answer.compared_with, headline=(),
            barriers=tuple(found.values()), options=options, gated=gated,
            appraisals=tuple(one.appraisal for one in entering), portfolio=portfolio,
            left_out=left_out_rows(gated, refused, portfolio, advice),
            mix=mix_rows(entering, solved.rules, solved.portfolio.chosen.selected, solved.best)
            if solved else None,
            objectives=tuple(objectives_of(entering, shares)), checks=answer.checks,
            provenance=answer.provenance,
        )  # fmt: skip
        if solved is not None:
            plan = with_sensitivity(plan, solved)
        areas = list(dict.fromkeys(one.option.policy_area for one in gated))
        plan = replace(plan, toolkits=toolkits_for(areas, self._evidence))
        principles, judged = judge_plan(plan)
        return replace(plan, principles=principles, judged=judged)

    def totals(self, place: Place) -> dict[str, float]:
        """Return the residents, jobs and firms of a place, those that are known."""
        places = self._shelf.compared(place)
        if places not in self._totals:
            self._totals[places] = {
                what: dict(self._shelf.latest(concept, places).select("place", "value").iter_rows())
                for what, concept in COUNTED.items()
            }
        return {
            what: float(of[place.name])
            for what, of in self._totals[places].items()
            if of.get(place.name) is not None
        }

    def _entry(
        self, option: Option, found: Mapping[str, BarrierFound], settings: PlanSettings
    ) -> Entry:
        evidence = evidence_behind(option, self._evidence)
        asked = AppraisalSettings(settings.schedule, settings.draws, settings.seed)
        return Entry(
            gate(option, found), appraise(option, self._figures, asked, strength(evidence)),
            evidence, "own", OWN,
        )  # fmt: skip

    def _solved(
        self,
        entering: Sequence[Entry],
        shares: Mapping[str, NeedShares],
        settings: PlanSettings,
        progress: Progress | None,
    ) -> Solved:
        appraisals = [one.appraisal for one in entering]
        unit = unit_of_comparison([one.option for one in appraisals])
        rules = rules_of(appraisals, settings.budget, settings.years)
        draws = draws_of(
            appraisals, objectives_of(entering, shares), unit, self._weights, settings.draws,
            settings.seed,
        )  # fmt: skip
        with quiet_output():
            return solve(rules, draws, progress)


COUNTED = {"residents": "population", "jobs": "jobs", "firms": "active businesses"}
"""Concepts that reach is a share of."""


def solve(rules: Rules, draws: Draws, progress: Progress | None = None) -> Solved:
    """Return the plan of greatest expected benefit with the best plans of all draws."""
    chosen = choose(rules, expected_over_draws(draws), tolerance=TOLERANCE)
    solved, done, total = [], 0, draws.need.shape[0]
    for batch in solve_draws(rules, draws, chosen.selected, tolerance=TOLERANCE):
        solved.append(batch)
        done += batch.draw.size
        if progress is not None:
            progress(done, total)
    selected = np.concatenate([part.selected for part in solved])
    told = np.isfinite(np.concatenate([part.value for part in solved]))
    return Solved(rules, draws, summarise(rules, draws, chosen, solved), selected[told])


def entered(
    entries: Sequence[Entry], shares: Mapping[str, NeedShares], settings: PlanSettings
) -> tuple[list[Refused], list[Entry]]:
    """Return the options that may not be chosen, with the reason, and those that may."""
    refused, passed = [], []
    for one in entries:
        why = refused_at_gate(one.gated, shares, conditional=settings.conditional)
        if why is None:
            passed.append(one)
        else:
            refused.append(why)
    unit = unit_of_comparison([one.gated.option for one in passed])
    entering = []
    for one in passed:
        why = refused_in_comparison(one.gated.option, unit) or refused_after(
            one.appraisal, settings.years
        )
        if why is None:
            entering.append(one)
        else:
            refused.append(why)
    return refused, entering


def need_shares(answer: Answer) -> dict[str, NeedShares]:
    """Return how likely each barrier is, by key; those of which nothing is known are left out."""
    return {
        row["barrier"]: NeedShares(row["p_binding"], row["p_contributing"])
        for row in answer.table("barriers").iter_rows(named=True)
        if row["p_binding"] is not None
    }


def objectives_of(
    entering: Sequence[Entry], shares: Mapping[str, NeedShares]
) -> dict[str, NeedShares]:
    """Return the barriers that some option in a portfolio is about, by key."""
    about = {one.gated.option.barrier for one in entering}
    return {key: share for key, share in shares.items() if key in about}


def with_sensitivity(plan: Plan, solved: Solved) -> Plan:
    """Return a plan with what would change it."""
    benefit = expected_over_draws(solved.draws)
    with quiet_output():
        return replace(
            plan,
            budget_steps=budget_steps(solved.rules, benefit, tolerance=TOLERANCE),
            break_evens=tuple(break_evens(solved.rules, benefit, tolerance=TOLERANCE)),
            weight_flips=weight_flips(solved.rules, solved.draws, tolerance=TOLERANCE),
        )


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
    return settings
