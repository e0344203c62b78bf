"""The tables of barriers, from what went through the gate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from placewise.diagnose.barrier_sentences import why_not_binding, worst_sentence
from placewise.diagnose.barriers import held_to, step_passed
from placewise.model.barriers import OUTCOMES, GateSettings, OwnEvidence, Shortfall
from placewise.model.wording import per_cent, whole_per_cent
from placewise.workbench.barriers.gate import Compared, Gated, Side

BARRIERS = {
    "barrier": pl.String, "title": pl.String, "outcome": pl.String, "probability": pl.Float64,
    "p_binding": pl.Float64, "p_contributing": pl.Float64, "p_not": pl.Float64,
    "p_binding_again": pl.Float64, "why_not_binding": pl.String, "indicators_known": pl.Int64,
    "independent_known": pl.Int64, "worst": pl.String,
    "mechanism": pl.String, "failures": pl.String, "failure": pl.String, "status": pl.String,
    "source": pl.String, "levers": pl.String, "holders": pl.String,
    "can_act_locally": pl.Boolean, "powers_status": pl.String,
    "what_would_settle_it": pl.String, "why_open": pl.String,
}  # fmt: skip
"""Columns of the finding ``barriers``, one row a barrier. ``probability``: of ``binding`` and
``not a barrier here`` that of the outcome, of ``contributing`` that it contributes or binds, null
where it cannot be told. ``p_binding``, ``p_contributing`` and ``p_not`` add up to one; null where
too little is known for them. ``p_binding_again`` is the probability that ``p_binding`` would reach
what a call needs again if everything were measured again, null where it does not reach it now;
``why_not_binding`` says in words what follows where that is too little, null elsewhere.
``status`` is what the wording of the failure rests on, ``powers_status`` that of the powers."""
INDICATORS = {
    "barrier": pl.String, "role": pl.String, "concept": pl.String, "given": pl.String,
    "title": pl.String, "group": pl.String, "form": pl.String, "bad": pl.String,
    "comparator": pl.String, "comparator_name": pl.String, "value": pl.Float64,
    "lower": pl.Float64, "upper": pl.Float64, "comparator_value": pl.Float64,
    "margin": pl.Float64, "probability": pl.Float64, "unit": pl.String, "year": pl.Int32,
    "standard_error": pl.Float64, "error_basis": pl.String, "approximate": pl.Boolean,
    "dataset": pl.String,
}  # fmt: skip
"""Columns of the finding ``indicators``, one row a barrier, indicator and comparator.

``value``, and ``lower`` and ``upper`` at 95 % where the publisher gives them; of what is left given
another concept, the distance to the line. ``comparator_value`` is the comparator's median,
``probability`` that the place lies beyond it by more than ``margin`` on the ``bad`` side."""
GATE = {
    "barrier": pl.String, "title": pl.String, "step": pl.String, "result": pl.String,
    "probability": pl.Float64, "detail": pl.String,
}  # fmt: skip
"""Columns of the finding ``gate``, one row a barrier and step. ``result`` is ``passed``, ``failed``
or ``could not tell``; ``probability`` is null where a step is a matter of fact."""
OWN = {
    "barrier": pl.String, "title": pl.String, "role": pl.String, "statement": pl.String,
    "standing": pl.String, "probability": pl.Float64, "source": pl.String, "date": pl.String,
    "method": pl.String, "sample_size": pl.Int64, "note": pl.String,
    "outcome_before": pl.String, "outcome_after": pl.String, "p_binding_before": pl.Float64,
    "p_binding_after": pl.Float64, "p_not_before": pl.Float64, "p_not_after": pl.Float64,
}  # fmt: skip
"""Columns of the finding ``own_evidence``, one row a piece of evidence; ``probability`` that it
shows what it is about, ``standing`` ``counted`` or ``claimed``."""


def indicator_rows(gated: Sequence[Gated], sides: Sequence[Side]) -> pl.DataFrame:
    """Return the indicators of every barrier against each comparator."""
    rows = [
        _indicator(one.barrier.key, compared, side)
        for one in gated
        for compared in (*one.shortfalls, *one.signals)
        for side in sides
    ]
    return pl.DataFrame(rows, schema=INDICATORS, orient="row").with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )


def _indicator(barrier: str, one: Compared, side: Side) -> tuple[object, ...]:
    part, measured, published, at = one.part, one.measured, one.measured.published, one.at
    shortfall = isinstance(part, Shortfall)
    value = float(measured.values[at])
    moved = value - float(published.values[at])
    median = one.medians.get(side.key)
    worse = one.beyond.get(side.key)
    return (
        barrier, "shortfall" if shortfall else "signal", part.concept, part.given or None,
        measured.title, part.group if isinstance(part, Shortfall) else None,
        None if isinstance(part, Shortfall) else part.form,
        part.bad if isinstance(part, Shortfall) else part.when, side.key, side.name, value,
        float(published.lower[at]) + moved, float(published.upper[at]) + moved,
        None if median is None else float(np.median(median)), one.margin,
        None if worse is None else float(worse.mean()), published.concept.unit, published.year,
        float(published.errors[at]), str(published.basis[at]), bool(published.approximate[at]),
        published.dataset[at],
    )  # fmt: skip


def barrier_rows(
    gated: Sequence[Gated], indicators: pl.DataFrame, settings: GateSettings
) -> pl.DataFrame:
    """Return one row a barrier: those that bind first, then by how likely they bind."""
    shortfalls = indicators.filter(pl.col("role") == "shortfall")
    of = {str(key[0]): rows.to_dicts() for key, rows in shortfalls.group_by("barrier")}
    rows = []
    for one in gated:
        barrier, found, said = one.barrier, one.found, one.called
        local = [power for power in barrier.powers if one.kind in power.kinds]
        powers = local or barrier.powers
        rows.append(
            (
                barrier.key, barrier.title, said.outcome, said.probability,
                found.binding if found else None, found.contributing if found else None,
                found.not_here if found else None, one.again,
                why_not_binding(found.binding, one.again, held_to(settings.again))
                if found else None,
                len(one.shortfalls), one.groups,
                worst_sentence(of.get(barrier.key, [])), barrier.mechanism,
                ", ".join(barrier.failures), barrier.failure, barrier.status,
                barrier.source or None, "; ".join(power.lever for power in powers),
                "; ".join(dict.fromkeys(power.holder for power in powers)), one.power,
                ", ".join(sorted({power.status for power in powers})),
                "; ".join(barrier.settles), said.why or None,
            )
        )  # fmt: skip
    order = pl.col("outcome").replace_strict(
        {outcome: at for at, outcome in enumerate(OUTCOMES)}, return_dtype=pl.Int64
    )
    frame = pl.DataFrame(rows, schema=BARRIERS, orient="row")
    return frame.sort(
        order, pl.col("p_binding").fill_null(-1) * -1, pl.col("p_not").fill_null(2),
        maintain_order=True,
    )  # fmt: skip


def gate_rows(
    gated: Sequence[Gated], sides: Sequence[Side], settings: GateSettings
) -> pl.DataFrame:
    """Return every step of the gate for every barrier."""
    rows = [
        (one.barrier.key, one.barrier.title, *step)
        for one in gated
        for step in _steps(one, sides, settings)
    ]
    return pl.DataFrame(rows, schema=GATE, orient="row")


def _steps(
    one: Gated, sides: Sequence[Side], settings: GateSettings
) -> list[tuple[str, str, float | None, str]]:
    """Return the steps of one barrier: step, result, probability, detail."""
    barrier, two = one.barrier, "two independent indicators or more"
    against = [(side.name, one.short_of.get(side.key)) for side in sides]
    against.append(("both comparators", one.short_of["both"]))
    enough = "passed" if one.groups >= 2 else "could not tell"
    power = {True: "passed", False: "failed", None: "could not tell"}[one.power]
    return [
        ("two independent indicators are known", enough, None, f"{one.groups} known"),
        *((f"falls short of {name}", *_step(p, settings, two)) for name, p in against),
        ("a signal shows that it binds", *_step(one.signal, settings, _signals_in_words(one))),
        ("a mechanism", "passed", None, barrier.mechanism),
        ("a failure by name", "failed" if barrier.cyclical else "passed", None,
         ", ".join(barrier.failures)),
        ("somebody can act locally", power, None,
         "; ".join(barrier.holders(one.kind)) or "nobody is known"),
        *_measured_again(one, settings),
    ]  # fmt: skip


def _measured_again(one: Gated, settings: GateSettings) -> list[tuple[str, str, float | None, str]]:
    """Return the last step, of barriers that bind with enough probability; no row of others."""
    if one.again is None:
        return []
    passed = "passed" if one.called.outcome == "binding" else "failed"
    detail = f"{whole_per_cent(settings.again)} % are needed"
    return [("would be found again if everything were measured again", passed, one.again, detail)]


def _step(
    probability: float | None, settings: GateSettings, what: str
) -> tuple[str, float | None, str]:
    detail = "not known" if probability is None else what
    return step_passed(probability, settings), probability, detail


def _signals_in_words(one: Gated) -> str:
    said = [
        f"{signal.part.says} ({per_cent(float(signal.both.mean()))})"
        for signal in one.signals
        if signal.both is not None and not isinstance(signal.part, Shortfall)
    ]
    return "; ".join(said) or "own evidence"


def own_rows(
    own: Sequence[OwnEvidence], before: Sequence[Gated], after: Sequence[Gated]
) -> pl.DataFrame:
    """Return what an analyst added, with outcomes before and after."""
    rows = []
    was = {one.barrier.key: one for one in before}
    now = {one.barrier.key: one for one in after}
    for one in own:
        old, new = was[one.barrier], now[one.barrier]
        rows.append(
            (
                one.barrier, old.barrier.title, one.role, one.statement, one.standing,
                one.probability, one.source, one.date, one.method, one.sample_size,
                one.note or None, old.called.outcome, new.called.outcome,
                old.found.binding if old.found else None,
                new.found.binding if new.found else None,
                old.found.not_here if old.found else None,
                new.found.not_here if new.found else None,
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=OWN, orient="row")
