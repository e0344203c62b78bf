"""The tables of a plan: one row an option, what was left out, and what the money goes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from placewise.model.appraisal import Appraisal
from placewise.model.evidence import EvidenceEntry
from placewise.model.options import BarrierFound, Gated
from placewise.model.plan import MIX, OPTIONS
from placewise.model.portfolio import Booleans, Portfolio, Rules
from placewise.model.wording import capital
from placewise.plan.appraisal_lines import ratio
from placewise.plan.candidates import Candidates
from placewise.plan.drawing import NeedShares
from placewise.plan.entering import BUDGET, FIT, Refused, by_title
from placewise.workbench.industries import Whole

LEFT_OUT = {
    "name": pl.String, "title": pl.String, "what": pl.String, "step": pl.String,
    "reason": pl.String,
}  # fmt: skip
"""Columns of what is not in a plan."""
OFFER = "offer"
"""The step at which a standard option is left that cannot be sized for a place."""
ENDS = (0.1, 0.9)
"""Quantiles over draws that the table of options shows."""
NO_EVIDENCE = "No evaluation of it was collected here: what it does is unknown, not nothing."


@dataclass(frozen=True, slots=True)
class Entry:
    """One option with everything that its row shows.

    Attributes:
        gated: the option with its steps through the gate.
        appraisal: its arithmetic.
        evidence: records that it rests on.
        origin: ``standard`` or ``own``.
        status: what its figures rest on.
    """

    gated: Gated
    appraisal: Appraisal
    evidence: tuple[EvidenceEntry, ...]
    origin: str
    status: str


def option_rows(
    entries: Sequence[Entry],
    found: Mapping[str, BarrierFound],
    shares: Mapping[str, NeedShares],
    portfolio: Portfolio | None,
    wholes: Mapping[str, Whole],
) -> pl.DataFrame:
    """Return one row an option, columns :data:`placewise.model.plan.OPTIONS`.

    Args:
        entries: every option.
        found: what the diagnosis says of each barrier.
        shares: of barriers of which it is known how likely they are.
        portfolio: the plan; None without one.
        wholes: residents, jobs and firms of the place, where they are known.
    """
    at = {} if portfolio is None else {key: n for n, key in enumerate(portfolio.options)}
    rows = [_row(one, found, shares, portfolio, at.get(one.gated.option.key), wholes)
            for one in entries]  # fmt: skip
    frame = pl.DataFrame(rows, schema=OPTIONS, orient="row")
    return frame.sort(
        "chosen", "inclusion_probability", descending=True, nulls_last=True, maintain_order=True
    )


def _row(
    one: Entry,
    found: Mapping[str, BarrierFound],
    shares: Mapping[str, NeedShares],
    portfolio: Portfolio | None,
    at: int | None,
    wholes: Mapping[str, Whole],
) -> tuple[object, ...]:
    option, appraisal = one.gated.option, one.appraisal
    barrier, share = found.get(option.barrier), shares.get(option.barrier)
    public, private = appraisal.public_cost, appraisal.private_cost
    # Ranges are skewed: what plans compare is the expectation, not the central value as stated.
    net = float(appraisal.drawn.net_effect.mean())
    chosen = False
    inclusion: tuple[float | None, ...] = (None, None, None)
    if portfolio is not None and at is not None:
        chosen = bool(portfolio.chosen.selected[at])
        inclusion = (
            float(portfolio.inclusion[at]), float(portfolio.inclusion_lower[at]),
            float(portfolio.inclusion_upper[at]),
        )  # fmt: skip
    return (
        option.key, option.title, option.intervention, option.policy_area, option.barrier,
        barrier.title if barrier else option.barrier,
        barrier.outcome if barrier else "cannot tell",
        None if share is None else min(1.0, share.binding + share.contributing), option.failure,
        option.kind, "; ".join(option.sectors), one.gated.standing, " ".join(one.gated.reasons),
        chosen, *inclusion, public, private, *_net_cost(appraisal), option.effect_unit,
        net, *_ends(appraisal, "net"), ratio(public, net), *_ends(appraisal, "cost_per_unit"),
        appraisal.value("unit_years"), *_per_pound(appraisal),
        *(
            None if (count := getattr(option.reach, what)) is None or what not in wholes
            else min(1.0, count / wholes[what].count)
            for what in ("residents", "jobs", "firms")
        ),
        evidence_words(one.evidence), appraisal.strength, one.origin, one.status,
    )  # fmt: skip


def evidence_words(evidence: Sequence[EvidenceEntry]) -> str:
    """Return what evaluations found, a sentence each; that there are none is said."""
    if not evidence:
        return NO_EVIDENCE
    return " ".join(
        f"{capital(entry.record.intervention)}: {entry.sentence.rstrip('.')}." for entry in evidence
    )


def _ends(appraisal: Appraisal, key: str) -> tuple[float | None, float | None]:
    row = appraisal.lines.row(by_predicate=pl.col("line") == key, named=True)
    return row["low"], row["high"]


def _per_pound(appraisal: Appraisal) -> tuple[float | None, float | None, float | None]:
    """Return what a pound of public cost is expected to bring, less what others pay."""
    benefit = appraisal.drawn.benefit
    if benefit is None or appraisal.public_cost <= 0:
        return None, None, None
    net = appraisal.expected("net_benefit_per_pound")
    return None if net is None else net + 1, *_ends(appraisal, "benefit_per_pound")


def _net_cost(appraisal: Appraisal) -> tuple[float | None, float | None, float | None]:
    """Return the cost to the public and others less what the benefit is expected to be worth."""
    benefit = appraisal.drawn.benefit
    if benefit is None:
        return None, None, None
    net = appraisal.public_cost + appraisal.private_cost - benefit
    low, high = np.quantile(net, ENDS)
    return float(net.mean()), float(low), float(high)


def left_out_rows(
    gated: Sequence[Gated],
    refused: Iterable[Refused],
    portfolio: Portfolio | None,
    advice: Candidates,
    not_offered: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return everything that is not in a plan, with the reason, columns :data:`LEFT_OUT`."""
    options = [one.option for one in gated]
    title = {option.key: option.title for option in options}
    rows: list[tuple[str, str, str, str, str]] = [
        (one.option, title[one.option], "option", one.step, one.reason) for one in refused
    ]
    rows += [
        (one.option, title[one.option], "option", BUDGET if one.fits else FIT,
         capital(by_title(one.reason, options)) + ".")
        for one in (portfolio.left_out if portfolio is not None else ())
    ]  # fmt: skip
    rows += [
        (row["intervention"], row["title"], "option", OFFER, row["reason"])
        for row in (() if not_offered is None else not_offered.iter_rows(named=True))
    ]
    rows += [
        (row["intervention"], row["title"], "advice", "advice", row["reason"])
        for row in advice.avoid.unique("intervention", keep="first", maintain_order=True)
        .iter_rows(named=True)
    ]  # fmt: skip
    rows += [
        (row["barrier"], row["barrier_title"], "barrier", "barrier", row["reason"])
        for row in advice.left_out.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=LEFT_OUT, orient="row")


def mix_rows(
    entries: Sequence[Entry], rules: Rules, chosen: Booleans, best: Booleans
) -> pl.DataFrame:
    """Return what a plan spends on each area of policy, columns :data:`placewise.model.plan.MIX`.

    Args:
        entries: of the options in the portfolio, in its order.
        rules: of the plan.
        chosen: (N,) the plan.
        best: (D, N) the best plans of draws.
    """
    options = [one.gated.option for one in entries]
    cost = rules.cost.sum(axis=1)
    total, each = float(cost @ chosen), best @ cost
    rows = []
    for area, kind in dict.fromkeys((one.policy_area, one.kind) for one in options):
        of = np.array([(one.policy_area, one.kind) == (area, kind) for one in options])
        spent = float(cost @ (chosen & of))
        drawn = np.divide((best & of) @ cost, each, out=np.zeros(each.size), where=each > 0)
        ends = np.quantile(drawn, ENDS) if drawn.size else (np.nan, np.nan)
        rows.append((
            area, kind, spent, spent / total if total > 0 else 0.0, float(ends[0]),
            float(ends[1]), int((chosen & of).sum()),
        ))  # fmt: skip
    frame = pl.DataFrame(rows, schema=MIX, orient="row")
    return frame.sort("spent", descending=True, maintain_order=True)
