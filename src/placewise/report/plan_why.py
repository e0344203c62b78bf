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
    marked_title,
    share_cell,
    share_range,
)
from placewise.report.review_cells import MOST_ROWS, many
from placewise.report.section import Section
from placewise.report.toolkit_section import toolkit_section

MOST_TOLD = 30
"""Reasons told one by one; of further options the tables and the files tell."""
MOST_LESSONS = 3
"""Lessons of design beside an option; its toolkit has all."""
NO_EVIDENCE = "No evaluation is named for it: unknown, not none."
POWERS = {
    "held": "which holds the powers that it needs",
    "shared": "which shares the powers that it needs with others",
    "not held": "which does not hold the powers that it needs",
    "not known": "of which it is not known whether it holds the powers that it needs",
}


def reasons(plan: Plan) -> list[dict[str, Any]]:
    """Return why each intervention that is taken is in the plan, tranches of one told together."""
    gated = {one.option.key: one for one in plan.gated}
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in plan.options.filter("chosen").iter_rows(named=True):
        same = (row["intervention"], row["barrier"], row["failure"], row["sectors"], row["origin"])
        groups.setdefault(same, []).append(row)
    return [_reason(rows, gated, plan) for rows in list(groups.values())[:MOST_TOLD]]


def _reason(rows: list[Row], gated: dict[str, Gated], plan: Plan) -> dict[str, Any]:
    first = rows[0]
    one = gated.get(first["option"])
    toolkit = toolkit_of(plan, first["policy_area"])
    return {
        "title": listed([marked_title(row) for row in rows], 10),
        "standard": first["origin"] == STANDARD,
        "status": first["status"],
        "sure": "; ".join(
            f"{'' if len(rows) == 1 else row['title'] + ' '}in {share_cell(*inclusion(row))} of "
            f"the best plans ({share_range(*inclusion(row)[1:])})"
            for row in rows if row["inclusion_probability"] is not None
        ),
        "facts": [(name, text) for name, text in _facts(first, one) if text],
        "open": list(one.reasons) if one is not None and one.standing == "conditional" else [],
        "lessons": [] if toolkit is None else _lessons(toolkit),
        "link": "" if toolkit is None else toolkit_section(toolkit).key,
        "area": first["policy_area"],
    }  # fmt: skip


def _facts(row: Row, one: Gated | None) -> list[tuple[str, str]]:
    """Return what stands behind an option, as pairs of a name and a sentence."""
    facts = [
        ("Barrier", _barrier(row)),
        ("Failure", whole_sentence(row["failure"] or "")),
        ("For", _for_whom(row)),
    ]
    if one is not None:
        made = one.option
        facts += [
            ("Who decides", _who(one)),
            ("Without it", whole_sentence(made.counterfactual)),
            ("It needs", whole_sentence(made.conditions)),
            ("Loss borne by", whole_sentence(made.loss_bearer)),
            ("Ends", whole_sentence(made.sunset)),
        ]
    level = "" if row["strength"] is None else f" Level {row['strength']} of 5 at best."
    facts.append(("Evidence", whole_sentence(row["evidence"] or NO_EVIDENCE) + level))
    return facts


def _barrier(row: Row) -> str:
    sure = row["barrier_probability"]
    told = "" if sure is None else f", {chance(sure)}"
    outcome = row["outcome"] or "cannot tell"
    if outcome == "cannot tell":
        return f"{row['barrier_title']}: whether it is one here cannot be told{told}."
    return f"{row['barrier_title']}: {outcome}{told}."


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


def _lessons(toolkit: Toolkit) -> list[tuple[str, str]]:
    rows = toolkit.design.head(MOST_LESSONS).to_dicts()
    return [
        (whole_sentence(row["found"]), "; ".join(filter(None, [row["status"], row["source"]])))
        for row in rows
    ]


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
    rows = {row["option"]: row for row in plan.options.iter_rows(named=True)}
    cells = [
        (
            marked_title(rows[one.option.key]) if one.option.key in rows else one.option.title,
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
