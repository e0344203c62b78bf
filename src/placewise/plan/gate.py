"""The gate before appraisal: is there a barrier, a failure, a power, and would it happen anyway?

All four questions are asked of every option, so that everything that is wrong is known at once.
What cannot be told makes an option conditional; it is never counted as passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from placewise.model.barriers import CYCLICAL, FAILURES
from placewise.model.options import STEPS, BarrierFound, Gated, GateStep, Option, Span
from placewise.model.wording import capital, chance

GATE_TABLE = {
    "option": pl.String, "title": pl.String, "standing": pl.String, "step": pl.String,
    "verdict": pl.String, "reason": pl.String,
}  # fmt: skip
"""Columns of the table of the gate: one row an option and step."""


@dataclass(frozen=True, slots=True)
class GateLimits:
    """The choices of the step on additionality.

    Attributes:
        least_kept: an option of which even the best case keeps less than this share of the gross
            effect fails; one of which only the worst case does is conditional. A proposal.
    """

    least_kept: float = 0.1


def gate(
    option: Option, found: Mapping[str, BarrierFound], limits: GateLimits | None = None
) -> Gated:
    """Take one option through the gate.

    Args:
        option: the option.
        found: what the diagnosis says of every barrier, by key.
        limits: the choices of the gate.
    """
    barrier = found.get(option.barrier)
    verdicts = (
        _barrier(option, barrier),
        _failure(option, barrier),
        _power(option, barrier),
        _additionality(option, limits or GateLimits()),
    )
    return Gated(
        option,
        tuple(GateStep(step, *verdict) for step, verdict in zip(STEPS, verdicts, strict=True)),
    )


def gate_table(gated: Iterable[Gated]) -> pl.DataFrame:
    """Return the steps of options as a table, columns :data:`GATE_TABLE`."""
    return pl.DataFrame(
        [
            (one.option.key, one.option.title, one.standing, step.step, step.verdict, step.reason)
            for one in gated
            for step in one.steps
        ],
        schema=GATE_TABLE,
        orient="row",
    )


def share_kept(option: Option, end: str) -> float | None:
    """Return the share of the gross effect that is left, taking one end of every range.

    Args:
        option: the option; adjustments that it does not state are left out.
        end: ``best`` (every loss at its low end) or ``worst``.

    Returns:
        None where deadweight is not stated: then nothing is known of what would come anyway.
    """
    adjustments = option.adjustments
    if adjustments.deadweight is None:
        return None
    loss, gain = ("low", "high") if end == "best" else ("high", "low")
    kept = getattr(adjustments.multiplier or Span(1, 1, 1), gain)
    for span in (
        adjustments.deadweight, adjustments.displacement, adjustments.leakage,
        adjustments.substitution,
    ):  # fmt: skip
        kept *= 1 - getattr(span, loss) if span is not None else 1.0
    return float(kept)


def _barrier(option: Option, barrier: BarrierFound | None) -> tuple[str, str]:
    if barrier is None:
        return "failed", f'The diagnosis knows no barrier "{option.barrier}".'
    name = f"‘{barrier.title}’"
    sure = "" if barrier.probability is None else f": {chance(barrier.probability)}"
    if barrier.outcome == "binding":
        return "passed", f"{name} binds here{sure}."
    if barrier.outcome == "contributing":
        return (
            "passed",
            f"{name} adds to what holds the place back{sure}. That it binds is not shown: "
            "relaxing it alone may not move activity.",
        )
    if barrier.outcome == "not a barrier here":
        return "failed", f"{name} is not a barrier here{sure}."
    settle = f" What would settle it: {'; '.join(barrier.settles)}." if barrier.settles else ""
    return (
        "could not tell",
        f"It cannot be told whether {name} is a barrier here: conditional on that.{settle}",
    )


def _failure(option: Option, barrier: BarrierFound | None) -> tuple[str, str]:
    if option.failure == CYCLICAL:
        return "failed", "What passes with the cycle is no failure that lasts."
    if option.failure not in FAILURES:
        return "failed", "It names no failure of markets or governments that it corrects."
    if barrier is None:
        return (
            "could not tell",
            f"{capital(option.failure)}: there is no barrier to set it against.",
        )
    if CYCLICAL in barrier.failures:
        return (
            "failed",
            f"‘{barrier.title}’ passes with the cycle: no lasting failure stands behind it.",
        )
    if option.failure not in barrier.failures:
        named = ", ".join(barrier.failures) or "none"
        return (
            "could not tell",
            f"It corrects {option.failure}, the diagnosis names {named} behind "
            f"‘{barrier.title}’: conditional on showing why.",
        )
    if option.failure == "government failure":
        return "passed", "Government failure stands behind it: a reform may do better than money."
    return "passed", f"{capital(option.failure)} stands behind it."


def _power(option: Option, barrier: BarrierFound | None) -> tuple[str, str]:
    who = option.lead or "the lead"
    needs = f" ({option.powers})" if option.powers else ""
    if option.power == "held":
        return "passed", f"{capital(who)} holds the powers that it needs{needs}."
    if option.power == "not held":
        return "failed", f"{capital(who)} does not hold the powers that it needs{needs}."
    if option.power == "shared":
        return (
            "could not tell",
            f"The powers that it needs are shared{needs}: conditional on the others' consent.",
        )
    holders = "; ".join(barrier.holders) if barrier else ""
    known = f" Those who may act locally: {holders}." if holders else ""
    return (
        "could not tell",
        f"It is not known whether {who} holds the powers that it needs{needs}: "
        f"conditional on that.{known}",
    )


def _additionality(option: Option, limits: GateLimits) -> tuple[str, str]:
    best, worst = share_kept(option, "best"), share_kept(option, "worst")
    silent = "" if option.counterfactual else "what would happen without it"
    if best is None or worst is None:
        silent = " nor ".join(filter(None, [silent, "how much would come anyway (deadweight)"]))
        return "could not tell", f"It does not say {silent}: conditional on that."
    what = "of the gross effect adds to the place"
    if best < limits.least_kept:
        return "failed", f"Even at best {100 * best:.0f} % {what}."
    if silent:
        return "could not tell", f"It does not say {silent}: conditional on that."
    if worst < limits.least_kept:
        return (
            "could not tell",
            f"At worst only {100 * worst:.0f} % {what}, at best {100 * best:.0f} %: "
            "conditional on narrowing that.",
        )
    return "passed", f"From {100 * worst:.0f} % to {100 * best:.0f} % {what}."
