"""What a plan shows of the facts that principles ask for, each with the number behind it.

What no plan holds, such as who picks projects or how agencies fared before, has no observation
here: the checklist then says that it cannot be told.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from placewise.model.options import Gated, Option
from placewise.model.plan import Plan
from placewise.model.principles import Observation
from placewise.model.wording import listed

DRIVERS = {
    "skills": ("skills", "graduate leakage", "apprenticeships"),
    "capital": ("finance",),
    "innovation": ("research",),
    "enterprise and competition": ("entry and growth of firms", "management"),
    "land": ("land and premises", "housing"),
}
"""Barriers that look at each of the five drivers of productivity."""
GROWTH_COSTS = ("housing", "connectivity")
"""Barriers that are costs of growth: dear homes and jobs that are hard to reach."""
SPILLOVERS = frozenset({"externality", "public good", "coordination failure"})
"""Failures by which others gain from what is supported."""
WITH_FIRMS = frozenset({"business advice", "business support", "access to finance", "innovation"})
"""Areas of policy whose support goes to firms."""
SUPPLY = frozenset({
    "skills", "employment training", "transport", "broadband", "housing and land", "housing",
    "estate renewal", "access to finance", "business advice", "business support", "innovation",
    "institutions",
})  # fmt: skip
"""Areas of policy that change what firms and people can do, rather than what is bought of them."""
ALIKE = "most similar"
"""Words by which the comparators of a diagnosis name places alike, who stand beside all others."""
MOST_NAMES = 6
"""Options named in a passage; of more, their count."""

Holds = Callable[[Gated], bool | None]
"""Says of an option whether it holds; None where the plan does not know."""


def plan_observations(plan: Plan) -> tuple[Observation, ...]:
    """Return what a plan shows of the facts of the checklist.

    Shares are of the options that the plan takes. Where the plan does not know of some whether they
    hold, the interval reaches from all of them failing to all of them holding.

    Args:
        plan: the plan; its own ``judged`` is not read.
    """
    chosen = chosen_options(plan)
    return tuple(
        seen
        for part in (
            _asked(plan), _aims(plan, chosen), _case(chosen), _evidence(plan, chosen),
            _reach(plan, chosen), _sectors(plan, chosen), _doing(chosen),
            _learning(plan, chosen), _portfolio(plan, chosen),
        )
        for seen in part
    )  # fmt: skip


def chosen_options(plan: Plan) -> tuple[Gated, ...]:
    """Return the options that a plan takes, with their steps through the gate."""
    taken = set(plan.options.filter("chosen")["option"])
    return tuple(one for one in plan.gated if one.option.key in taken)


def _share(
    fact: str, rows: Sequence[Gated], holds: Holds, where: str, lacking: str
) -> Iterator[Observation]:
    """Yield the share of options that hold, naming those that do not; nothing of no options."""
    if not rows:
        return
    told = [(one.option.title, holds(one)) for one in rows]
    sure = [title for title, held in told if held]
    not_known = [title for title, held in told if held is None]
    failed = [title for title, held in told if held is False]
    said = [f"{len(sure)} of {len(told)} options"]
    said += [f"{lacking}: {_named(failed)}"] if failed else []
    said += [f"not known of {_named(not_known)}"] if not_known else []
    value = len(sure) / len(told)
    upper = (len(sure) + len(not_known)) / len(told)
    yield Observation(
        fact, value, where, "; ".join(said),
        *((value, upper) if not_known else ()),
    )  # fmt: skip


def _named(titles: Sequence[str]) -> str:
    return listed(list(titles), MOST_NAMES) if len(titles) <= MOST_NAMES else f"{len(titles)}"


def _step(name: str) -> Holds:
    """Return what the gate says of one step."""
    verdict = {"passed": True, "could not tell": None, "failed": False}
    return lambda one: next((verdict[s.verdict] for s in one.steps if s.step == name), None)


def _asked(plan: Plan) -> Iterator[Observation]:
    """Yield what was asked of the plan, and what its diagnosis looked at."""
    years = plan.settings.years
    yield Observation("years ahead", years, "the question asked", f"{years} years")
    told = {one.key for one in plan.barriers if one.outcome != "cannot tell"}
    seen = [driver for driver, keys in DRIVERS.items() if told & set(keys)]
    missing = [driver for driver in DRIVERS if driver not in seen]
    if told:
        alike = ALIKE in plan.compared_with
        yield Observation(
            "comparisons with places alike", 0.5 if alike else 0, "comparators of the diagnosis",
            f"every barrier that could be told is compared with {plan.compared_with}",
        )  # fmt: skip
    if plan.barriers:
        yield Observation(
            "drivers looked at", len(seen), "barriers of the diagnosis that could be told",
            (f"looked at: {listed(seen, 5)}" if seen else "none looked at")
            + (f"; no data on {listed(missing, 5)}" if missing else ""),
        )  # fmt: skip


def _aims(plan: Plan, chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield how many aims there are, and whether they are problems rather than targets."""
    if not plan.objectives:
        return
    names = {one.key for one in plan.barriers} | {one.title for one in plan.barriers}
    keys = {one.title: one.key for one in plan.barriers}
    aims = {keys.get(name, name) for name in plan.objectives}
    behind = [name for name in plan.objectives if name in names]
    others = [name for name in plan.objectives if name not in names]
    where = "objectives of the portfolio"
    yield Observation("overall aims", len(aims), where, listed(list(plan.objectives), MOST_NAMES))
    yield Observation(
        "aims with problem", len(behind) / len(plan.objectives), where,
        f"{len(behind)} of {len(plan.objectives)} are barriers that were looked for",
    )  # fmt: skip
    if not others:
        told = "every objective is a barrier to be removed"
        yield Observation("overall numeric targets", 0, where, f"{told}; none is a target")
        yield Observation("targets for mix", 0, where, f"{told}; none is a share of a sector")
    yield from _share(
        "programmes with aim", chosen, lambda one: one.option.barrier in aims, where,
        "serves none of the objectives",
    )  # fmt: skip


def _case(chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield what stands behind each option that is taken."""
    barrier, failure = _step("barrier"), _step("failure")
    gate = "the gate of every option taken"
    yield from _share("priorities with barrier", chosen, barrier, gate, "no barrier found")
    yield from _share("priorities with failure", chosen, failure, gate, "no failure found")
    if not chosen:
        return
    bare = [
        one.option.title for one in chosen if barrier(one) is False and failure(one) is False
    ]  # fmt: skip
    yield Observation(
        "priorities for being distinctive", len(bare), gate,
        f"neither barrier nor failure: {_named(bare)}" if bare
        else "every option taken answers a barrier or a failure; nothing rewards being different",
    )  # fmt: skip
    yield from _share(
        "support with spillover", chosen, lambda one: one.option.failure in SPILLOVERS,
        "the failure that each option names", "names no spillover",
    )  # fmt: skip
    interventions = list(dict.fromkeys(one.option.intervention for one in chosen))
    yield Observation(
        "priorities", len(interventions), "interventions of the options taken",
        listed(interventions, MOST_NAMES) if len(interventions) <= MOST_NAMES
        else f"{len(interventions)} interventions, {len(chosen)} options",
    )  # fmt: skip
    areas = sorted({one.option.policy_area for one in chosen} & SUPPLY)
    yield Observation(
        "supply side", 1 if areas else 0, "areas of policy of the options taken",
        f"what firms and people can do is changed by {listed(areas, MOST_NAMES)}" if areas
        else "no option changes what firms and people can do",
    )  # fmt: skip


def _evidence(plan: Plan, chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield what the effects rest on."""
    binding = [one for one in plan.barriers if one.outcome == "binding"]
    if binding:
        shown = [one for one in binding if one.probability is not None]
        yield Observation(
            "binding with signal", len(shown) / len(binding), "barriers of the diagnosis",
            f"{len(shown)} of {len(binding)} with a probability: {_named([b.title for b in shown])}"
            if shown else "none with a probability",
        )  # fmt: skip
    elif any(one.outcome != "cannot tell" for one in plan.barriers):
        yield Observation(
            "binding with signal", 1, "barriers of the diagnosis", "no barrier is called binding"
        )
    if not chosen:
        return
    appraised = {one.option.key for one in plan.appraisals}
    bare = [
        one.option.title for one in chosen
        if one.option.key not in appraised or not one.option.evidence
    ]  # fmt: skip
    yield Observation(
        "effects unexplained", len(bare), "appraisals and evidence of the options taken",
        f"no arithmetic or no evidence named: {_named(bare)}" if bare
        else "the arithmetic of each is open, and each names evidence",
    )  # fmt: skip
    strength = dict(plan.options.select("option", "strength").iter_rows())
    yield from _share(
        "priorities with evidence", chosen, lambda one: strength[one.option.key] is not None,
        "strength of evidence, Maryland scale", "no study with a known strength",
    )  # fmt: skip


def _reach(plan: Plan, chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield whether reach is told, and that of all sectors less that of single ones."""
    yield from _share(
        "priorities with reach", chosen, lambda one: _reached(one.option),
        "residents, jobs and firms of each option", "reach not told",
    )  # fmt: skip
    if plan.reach is None:
        return
    jobs = plan.reach.filter(pl.col("of") == "jobs")
    rows = {
        row["name"]: row for row in jobs.filter(pl.col("share").is_not_null()).to_dicts()
        if row["name"] in {"sector", "horizontal"}
    }  # fmt: skip
    kinds = {one.option.kind for one in chosen}
    if not rows or any(kind not in rows for kind in kinds):
        return
    ends = {
        kind: [_end(row, "share"), _end(row, "lower"), _end(row, "upper")]
        for kind, row in rows.items()
    }
    across, single = ends.get("horizontal", [0.0] * 3), ends.get("sector", [0.0] * 3)
    value = across[0] - single[0]
    # Ends that were computed apart from the share may miss it by a rounding error.
    yield Observation(
        "reach of horizontal", value, "reach of the plan among jobs",
        f"all sectors {across[0]:.1%} of jobs, single sectors {single[0]:.1%}",
        min(value, across[1] - single[2]), max(value, across[2] - single[1]),
    )  # fmt: skip


def _end(row: dict[str, float | None], name: str) -> float:
    """Return an end of an interval, the share itself where the interval is not known."""
    value = row[name] if row[name] is not None else row["share"]
    return float(value or 0.0)


def _reached(option: Option) -> bool:
    reach = option.reach
    return any(count is not None for count in (reach.residents, reach.jobs, reach.firms))


def _sectors(plan: Plan, chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield what is tied to sectors, and whether the costs of growth are answered."""
    if plan.mix is not None and plan.mix.height and plan.mix["spent"].sum() > 0:
        tied = float(plan.mix.filter(pl.col("kind") == "sector")["spent"].sum())
        share = tied / float(plan.mix["spent"].sum())
        yield Observation(
            "money by sector", share, "mix of the plan",
            f"{share:.0%} of what it spends is for named sectors",
        )  # fmt: skip
    if chosen and all(one.option.kind == "horizontal" for one in chosen):
        yield Observation(
            "clusters with costs", 1, "options taken", "no option is for a cluster or a sector"
        )
    costs = [one for one in plan.barriers if one.key in GROWTH_COSTS]
    pressed = [one for one in costs if one.outcome == "binding"]
    answered = {one.option.barrier for one in chosen}
    left = [one.title for one in pressed if one.key not in answered]
    if pressed:
        yield Observation(
            "pressure answered", 0 if left else 1, "barriers that are costs of growth",
            f"binding and unanswered: {listed(left)}" if left
            else f"binding and answered: {listed([one.title for one in pressed])}",
        )  # fmt: skip
    elif costs and all(one.outcome != "cannot tell" for one in costs):
        yield Observation(
            "pressure answered", 1, "barriers that are costs of growth", "none of them binds"
        )


def _doing(chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield who leads, what options depend on, and who bears losses."""
    power = _step("power")
    yield from _share(
        "actions with lead", chosen, lambda one: power(one) if one.option.lead else False,
        "lead and powers of every option taken", "no lead, or one without the powers",
    )  # fmt: skip
    yield from _share(
        "actions with dependencies", chosen,
        lambda one: bool(one.option.requires or one.option.excludes or one.option.conditions),
        "conditions, requires and excludes of every option taken", "says nothing of it",
    )  # fmt: skip
    yield from _share(
        "actions with budget", chosen, lambda one: sum(one.option.costs) > 0,
        "costs and private share of every option taken", "no cost told",
    )  # fmt: skip
    firms = [
        one for one in chosen
        if one.option.policy_area in WITH_FIRMS or one.option.private_share > 0
    ]  # fmt: skip
    yield from _share(
        "private share", firms,
        lambda one: one.option.private_share > 0 and bool(one.option.loss_bearer),
        "options that support firms or that they pay for",
        "no private share, or nobody named who bears a loss",
    )  # fmt: skip


def _learning(plan: Plan, chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield how options end, what would show success or failure, and how they are evaluated."""
    staged = {key for one in plan.gated for key in one.option.requires}
    yield from _share(
        "sunset", chosen, lambda one: bool(one.option.sunset), "end of every option taken",
        "no end told",
    )  # fmt: skip
    yield from _share(
        "stop rules", chosen,
        lambda one: bool(
            one.option.sunset or one.option.requires or one.option.key in staged
        ),
        "ends and tranches of the options taken", "neither a stage nor a rule to end it",
    )  # fmt: skip
    marks = {one.option for one in plan.break_evens if math.isfinite(one.needed)}
    if marks:
        yield from _share(
            "benchmarks", chosen, lambda one: one.option.key in marks,
            "appraised effect, and the effect below which an option would leave the plan",
            "no such effect known",
        )  # fmt: skip
    areas = {one.area for one in plan.toolkits if one.evaluate.height}
    yield from _share(
        "programmes with evaluation", chosen, lambda one: one.option.policy_area in areas,
        "how to evaluate each area of policy", "no evaluation named",
    )  # fmt: skip


def _portfolio(plan: Plan, chosen: Sequence[Gated]) -> Iterator[Observation]:
    """Yield whether the money suffices, and how often the best plans agree."""
    if plan.portfolio is None or not chosen:
        return
    kept = plan.portfolio.affordable
    yield Observation(
        "plan affordable", kept, "draws of costs", f"paid as a whole in {kept:.0%} of draws"
    )
    wide = plan.options.filter("chosen").sort("inclusion_probability").row(0, named=True)
    if wide["inclusion_probability"] is not None:
        yield Observation(
            "least sure priority", wide["inclusion_probability"], "draws of need, effect and cost",
            f"{wide['title']} is in {wide['inclusion_probability']:.0%} of the best plans",
            wide["inclusion_lower"], wide["inclusion_upper"],
        )  # fmt: skip
