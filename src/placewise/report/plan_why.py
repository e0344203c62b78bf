"""Why each option is in a plan: barrier, failure, who decides, evidence, and how to design it."""

from __future__ import annotations

from typing import Any

from placewise.model.options import STEPS, Gated
from placewise.model.plan import Plan, Toolkit
from placewise.model.wording import capital, chance, listed
from placewise.report.charts import Row
from placewise.report.numbers import MISSING
from placewise.report.page import Table, whole_sentence
from placewise.report.plan_cells import (
    STANDARD,
    inclusion,
    share_cell,
    share_range,
    titles_by_key,
)
from placewise.report.review_cells import MOST_ROWS, many
from placewise.report.section import Section
from placewise.report.toolkit_section import toolkit_section

MOST_TOLD = 30
"""Reasons told one by one; of further options the tables and the files tell."""
ALIKE = 0.01
"""Probabilities that differ by less are not both told."""
MOST_LESSONS = 3
"""Lessons of design beside an option; its toolkit has all."""
NO_EVIDENCE = "No evaluation is named for it: unknown, not none."
POWERS = {
    "held": "which holds the powers that it needs",
    "shared": "which shares the powers that it needs with others",
    "not held": "which does not hold the powers that it needs",
    "not known": "of which it is not known whether it holds the powers that it needs",
}


STATUSES = {
    "direct": "read at the source", "secondary": "read in an excerpt or elsewhere",
    "derived": "worked out from the source", "memory": "remembered, not checked",
    "proposal": "a proposal of this project",
}  # fmt: skip
"""What figures rest on, in words; an own option says it in its own."""
OPEN = {
    "barrier": "whether it is a barrier here",
    "failure": "whether that failure stands behind it",
    "power": "whether those who share the powers agree",
    "additionality": "what it would add",
}
"""What is open where a step of the gate could not be told."""
FAILURES = {
    "externality": "others gain from it without paying, so that too little of it is done",
    "asymmetric information": "one side cannot tell what it would get, and so holds back",
    "coordination failure": "it pays for nobody to go first, though it would pay for all together",
    "public good": "nobody can be kept from using it, so that nobody sells it",
    "market power": "one side can set its price",
    "incomplete markets": "what is needed is not on offer, whatever one would pay",
    "equity": "some are left behind whom the market does not reach",
    "government failure": "rules or offices stand in the way",
}
"""What each failure means, in plain words."""


def reasons(plan: Plan) -> list[dict[str, Any]]:
    """Return why each intervention that is taken is in the plan, tranches of one told together."""
    gated = {one.option.key: one for one in plan.gated}
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in plan.options.filter("chosen").iter_rows(named=True):
        same = (row["intervention"], row["barrier"], row["failure"], row["sectors"], row["origin"])
        groups.setdefault(same, []).append(row)
    said: set[str] = set()
    return [_reason(rows, gated, plan, said) for rows in list(groups.values())[:MOST_TOLD]]


def _reason(rows: list[Row], gated: dict[str, Gated], plan: Plan, said: set[str]) -> dict[str, Any]:
    """Return why the tranches of one intervention are taken; no lesson is said twice."""
    first, names = rows[0], titles_by_key(plan)
    one = gated.get(first["option"])
    toolkit = toolkit_of(plan, first["policy_area"])
    tranches = [_tranche(row["title"], first["title"]) for row in rows]
    return {
        "title": listed([names[first["option"]], *tranches[1:]], 10),
        "standard": first["origin"] == STANDARD,
        "status": STATUSES.get(first["status"], first["status"]),
        "sure": "; ".join(
            f"{name + ' ' if at else ''}in {share_cell(*inclusion(row))} of the best plans "
            f"({share_range(*inclusion(row)[1:])})"
            for at, (row, name) in enumerate(zip(rows, tranches, strict=True))
            if row["inclusion_probability"] is not None
        ),
        "facts": [(name, text) for name, text in _facts(first, one, plan) if text],
        "open": _open(one),
        "lessons": [] if toolkit is None else _lessons(toolkit, one, said),
        "link": "" if toolkit is None else toolkit_section(toolkit).key,
        "area": first["policy_area"],
    }  # fmt: skip


def _tranche(title: str, first: str) -> str:
    """Return a further tranche by what its title adds to that of the first: ``the extension``."""
    added = title.removeprefix(first).strip()
    if title != first and added.startswith("(") and added.endswith(")"):
        return f"the {added[1:-1]}"
    return f"‘{title}’"


def _open(one: Gated | None) -> str:
    """Say which steps of the gate could not be told; why stands where all that is open stands."""
    if one is None or one.standing != "conditional":
        return ""
    open_ones = [OPEN[step.step] for step in one.steps if step.verdict == "could not tell"]
    return f"Conditional: {listed(open_ones)} could not be told."


def _facts(row: Row, one: Gated | None, plan: Plan) -> list[tuple[str, str]]:
    """Return what stands behind an option, as pairs of a name and a sentence."""
    facts = [
        ("Barrier", _barrier(row, plan)),
        ("Failure", _failure(row["failure"])),
        ("For", _for_whom(row)),
    ]
    if one is not None:
        made = one.option
        facts += [
            ("Who decides", _who(one)),
            ("Without it", whole_sentence(made.counterfactual)),
            ("Condition", whole_sentence(made.conditions)),
            ("Loss borne by", whole_sentence(made.loss_bearer)),
            ("End", whole_sentence(made.sunset)),
        ]
    level = (
        "" if row["strength"] is None
        else f" The best of it reaches level {row['strength']} of 5 on the Maryland scale."
    )  # fmt: skip
    facts.append(("Evidence", whole_sentence(row["evidence"] or NO_EVIDENCE) + level))
    return facts


def _barrier(row: Row, plan: Plan) -> str:
    """Return what is known of a barrier: its outcome, and that it holds the place back at all."""
    found = next((one for one in plan.barriers if one.key == row["barrier"]), None)
    sure = None if found is None else found.probability
    outcome = row["outcome"] or "cannot tell"
    told = "whether it is a barrier here cannot be told"
    if outcome != "cannot tell":
        told = f"{outcome}{'' if outcome.endswith('here') else ' here'}"
        told += "" if sure is None else f", {chance(sure)}"
    at_all = row["barrier_probability"]
    if at_all is not None and (sure is None or abs(at_all - sure) >= ALIKE):
        told += f"; that it holds the place back at all is {chance(at_all)}"
    return f"{row['barrier_title']}: {told}."


def _failure(name: str | None) -> str:
    words = FAILURES.get(name or "", "")
    return whole_sentence(f"{name}: {words}" if words else name or "")


def _for_whom(row: Row) -> str:
    if row["kind"] == "sector":
        return f"The sector {row['sectors']}." if row["sectors"] else "Named sectors."
    return "All who have the barrier, whatever their sector."


def _who(one: Gated) -> str:
    made = one.option
    needs = f" ({made.powers})" if made.powers else ""
    if not made.lead:
        return f"Nobody is named to lead it{needs}."
    return f"{capital(made.lead)}, {POWERS.get(made.power, POWERS['not known'])}{needs}."


def _lessons(toolkit: Toolkit, one: Gated | None, said: set[str]) -> list[tuple[str, str]]:
    """Return what matters in the design: lessons of its own records, then general ones.

    Lessons of other interventions of the same area stand in the toolkit alone.
    """
    rests_on = set(one.option.evidence) if one is not None else set()
    tried = {row["key"]: row["intervention"].casefold() for row in toolkit.found.to_dicts()}
    own = {tried[key] for key in rests_on if key in tried}
    lessons: list[tuple[str, str]] = []
    for general in (False, True):
        for row in toolkit.design.iter_rows(named=True):
            about, text = (row["choice"] or "").casefold(), whole_sentence(row["found"])
            fits = about not in tried.values() if general else about in own
            if fits and text not in said and len(lessons) < MOST_LESSONS:
                said.add(text)
                basis = "; ".join(filter(None, [row["status"], row["source"]]))
                lessons.append((text, basis))
    return lessons


def toolkit_of(plan: Plan, area: str | None) -> Toolkit | None:
    """Return the toolkit of a policy area: that of its name, else one that shows its records."""
    named = next((one for one in plan.toolkits if one.area == area), None)
    return named or next((one for one in plan.toolkits if area in one.areas), None)


def toolkit_sections(plan: Plan) -> list[Section]:
    """Return what is known of each area of policy of the options that are taken."""
    taken = dict.fromkeys(plan.options.filter("chosen")["policy_area"])
    found = (toolkit_of(plan, area) for area in taken)
    by_area = {one.area: one for one in found if one is not None}
    return [toolkit_section(one) for one in by_area.values()]


def gate_table(plan: Plan) -> Table | None:
    """Return the way of every option through the gate, with the reason at each step."""
    if not plan.gated:
        return None
    names = titles_by_key(plan)
    cells = [
        (
            names.get(one.option.key, one.option.title),
            one.standing,
            *(_step(one, step) for step in STEPS),
        )
        for one in plan.gated[:MOST_ROWS]
    ]
    return Table(
        f"{many(len(plan.gated), 'option')} at the gate",
        "At each step: passed (●), could not tell (?), failed (✕), and why. One failed step keeps "
        "an option out; one that could not be told makes it conditional",
        ("Option", "Gate", *(capital(step) for step in STEPS)),
        cells, [one.standing == "passed" for one in plan.gated[:MOST_ROWS]], text=6,
    )  # fmt: skip


SIGNS = {"passed": "●", "could not tell": "?", "failed": "✕"}


def _step(one: Gated, name: str) -> str:
    step = next((step for step in one.steps if step.step == name), None)
    return MISSING if step is None else f"{SIGNS[step.verdict]} {step.reason}"
