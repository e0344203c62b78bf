"""From the barriers of a place to interventions that may help, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from placewise.model.options import BarrierFound, CandidateRule

ORDER = {"binding": 0, "contributing": 1, "cannot tell": 2}
"""Outcomes that lead to candidates, in the order in which they are listed."""
CANDIDATES: dict[str, pl.DataType | type[pl.DataType]] = {
    "barrier": pl.String, "barrier_title": pl.String, "outcome": pl.String,
    "probability": pl.Float64, "conditional": pl.Boolean, "intervention": pl.String,
    "title": pl.String, "policy_area": pl.String, "kind": pl.String, "reason": pl.String,
    "evidence": pl.List(pl.String), "source": pl.String, "status": pl.String,
}  # fmt: skip
"""Columns of candidates and of what to leave alone: one row a barrier and intervention."""
LEFT_OUT = {
    "barrier": pl.String,
    "barrier_title": pl.String,
    "outcome": pl.String,
    "reason": pl.String,
}
"""Columns of barriers without candidates."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the rules say for one place.

    Attributes:
        consider: what may help, columns :data:`CANDIDATES`; binding barriers first, the surest
            first among them, then the order of the rules. ``conditional`` where it cannot be told
            whether the barrier is one here.
        avoid: what to leave alone, same columns and order.
        left_out: barriers that lead to nothing, with the reason, columns :data:`LEFT_OUT`.
    """

    consider: pl.DataFrame
    avoid: pl.DataFrame
    left_out: pl.DataFrame


def candidates(found: Sequence[BarrierFound], rules: Sequence[CandidateRule]) -> Candidates:
    """Apply rules to the barriers of a place.

    A barrier that is none here leads to nothing, and is listed with that reason. One of which it
    cannot be told leads to conditional candidates.

    Args:
        found: what the diagnosis says of every barrier.
        rules: from barriers to interventions.
    """
    told = [barrier for barrier in found if barrier.outcome in ORDER]
    told.sort(key=lambda one: (ORDER[one.outcome], -(one.probability or 0.0)))
    left_out = [
        (one.key, one.title, one.outcome, "It is not a barrier here.")
        for one in found
        if one.outcome not in ORDER
    ]
    left_out += [
        (one.key, one.title, one.outcome, "No rule leads from it to an intervention.")
        for one in told
        if not any(rule.barrier == one.key and rule.advice == "consider" for rule in rules)
    ]
    return Candidates(
        consider=_table(told, rules, "consider"),
        avoid=_table(told, rules, "avoid"),
        left_out=pl.DataFrame(left_out, schema=LEFT_OUT, orient="row"),
    )


def _table(
    told: Sequence[BarrierFound], rules: Sequence[CandidateRule], advice: str
) -> pl.DataFrame:
    rows = [
        (
            one.key, one.title, one.outcome, one.probability, one.outcome == "cannot tell",
            rule.intervention, rule.title, rule.policy_area, rule.kind, rule.reason,
            list(rule.evidence), rule.source, rule.status,
        )
        for one in told
        for rule in rules
        if rule.barrier == one.key and rule.advice == advice
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=CANDIDATES, orient="row")
