"""Which options a portfolio may choose from, and why the others may not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from placewise.model.appraisal import Appraisal
from placewise.model.options import JOBS, Gated, Option
from placewise.model.wording import capital
from placewise.plan.drawing import MONEY, costs_after

COMPARISON = "comparison"
"""The step at which an option is left that cannot be compared with the others."""
FIT = "fit"
"""The step of what no plan could take: it costs more than there is, or breaks a rule."""
BUDGET = "budget"
"""The step of what could be taken, and others outbid."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An option that a portfolio may not choose.

    Attributes:
        option: its key.
        step: a step of the gate, :data:`COMPARISON` or :data:`FIT`.
        reason: why, in sentences.
    """

    option: str
    step: str
    reason: str


def refused_at_gate(one: Gated, known: Collection[str], *, conditional: bool) -> Refused | None:
    """Return why the gate keeps an option out of a portfolio; None where it does not.

    What could not be told keeps it out only where nothing says how likely its barrier is, or where
    conditional options are not wanted.

    Args:
        one: the option with its steps.
        known: keys of barriers of which it is known how likely they are.
        conditional: take conditional options in.
    """
    option = one.option
    failed = [step for step in one.steps if step.verdict == "failed"]
    if failed:
        return Refused(option.key, failed[0].step, " ".join(step.reason for step in failed))
    open_ones = [step for step in one.steps if step.verdict == "could not tell"]
    if option.barrier not in known:
        first = one.steps[0]
        return Refused(
            option.key, first.step,
            f"{first.reason} No figure says how likely it is: show first that it is a barrier "
            "here, with evidence of your own.",
        )  # fmt: skip
    if open_ones and not conditional:
        reasons = " ".join(step.reason for step in open_ones)
        return Refused(
            option.key, open_ones[0].step, f"Conditional options were not asked for. {reasons}"
        )
    return None


def refused_in_comparison(option: Option, unit: str) -> Refused | None:
    """Return why an option cannot be compared in a unit; None where it can."""
    if unit == MONEY or option.effect_unit == unit:
        return None
    what = "jobs" if unit == JOBS else unit
    return Refused(
        option.key, COMPARISON,
        f"{capital(option.effect_unit)} cannot be compared with {what}: not every option says what "
        "a unit of its effect is worth.",
    )  # fmt: skip


def refused_after(appraisal: Appraisal, years: int) -> Refused | None:
    """Return why an option outlasts the money of a plan; None where it does not."""
    if costs_after(appraisal, years) <= 0:
        return None
    return Refused(
        appraisal.option.key, FIT,
        f"It costs money for {len(appraisal.option.costs)} years, and the plan pays for {years}.",
    )  # fmt: skip


def by_title(reason: str, options: Sequence[Option]) -> str:
    """Return a reason with options by their titles, where it names their keys in quotes."""
    for option in options:
        reason = reason.replace(f'"{option.key}"', f"‘{option.title}’")
    return reason
