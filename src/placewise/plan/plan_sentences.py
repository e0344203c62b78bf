"""A plan in up to five plain sentences; every number in them stands in its tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from placewise.model.options import JOBS
from placewise.model.plan import Plan
from placewise.model.portfolio import BudgetStep
from placewise.model.standard_options import EXTENSION
from placewise.model.wording import capital, listed, money, number_in_words

MOST = 5
NAMED = 3
"""Options that a sentence names."""
STANDS_OUT = 0.5
"""An option that is left but is in more than this share of best plans is named."""


def plan_headline(plan: Plan) -> tuple[str, ...]:
    """Return up to five sentences on a plan, the first of which is its summary.

    Args:
        plan: with all its tables; its own headline is not read.
    """
    sentences = _with_plan(plan) if _chosen(plan).height else _without_plan(plan)
    return tuple(sentences)[:MOST]


def totals_of(plan: Plan) -> dict[str, dict[str, Any]]:
    """Return what a plan comes to, by key; empty without a portfolio."""
    table = next((one.table for one in plan.findings if one.key == "totals"), pl.DataFrame())
    return {row["what"]: row for row in table.iter_rows(named=True)}


def totals_sentence(plan: Plan) -> str:
    """Return what a plan is expected to bring and cost."""
    found, currency = totals_of(plan), plan.settings.currency
    spent, paid = found["spent"], found["paid"]
    cost = (
        f"{money(spent['value'], currency)} of public money planned "
        f"({money(spent['lower'], currency)} to {money(spent['upper'], currency)} as costs turn "
        f"out; paid in full, year by year, in {_share(paid['value'])} of draws)"
    )
    effect, benefit = found.get("effect"), found.get("benefit")
    worth = ""
    if benefit is not None:
        worth = (
            f"benefits worth {money(benefit['value'], currency)} of present value, less what firms "
            f"and people pay ({money(benefit['lower'], currency)} to "
            f"{money(benefit['upper'], currency)})"
        )
    if effect is None:
        if worth:
            return f"It is expected to bring {worth}, for {cost}."
        return f"It takes {cost}; effects are in units that cannot be added up."
    unit = "net additional jobs" if effect["unit"] == JOBS else f"of {effect['unit']}, net"
    return (
        f"It is expected to bring {_round(effect['value'], effect)} {unit} "
        f"({_round(effect['lower'], effect)} to {_round(effect['upper'], effect)} in four fifths "
        f"of draws){f' and {worth}' if worth else ''}, for {cost}."
    )


def _with_plan(plan: Plan) -> Iterator[str]:
    chosen = _chosen(plan).sort("inclusion_probability", descending=True, maintain_order=True)
    yield _first_sentence(plan, chosen)
    yield totals_sentence(plan)
    yield _closest_calls(plan, chosen)
    yield _money_sentence(plan)
    yield _left_sentence(plan, chosen)


def _first_sentence(plan: Plan, chosen: pl.DataFrame) -> str:
    """Return what a plan takes and how sure that is, or that nothing is likely to help."""
    found, settings = totals_of(plan), plan.settings
    given = f"With {money(settings.budget, settings.currency)} over {_years(settings.years)}"
    count, weighed = int(found["options"]["value"]), int(found["weighed"]["value"])
    takes = _all(count) if count == weighed else f"{count} of {weighed} options"
    most = float(chosen["inclusion_probability"][0])
    if most <= STANDS_OUT:
        return (
            f"{given}, nothing is more likely than not to help {plan.place.in_text}: the plan of "
            f"greatest expected benefit takes {takes} that the gate let through, and none is in "
            f"more than {_share(most)} of best plans."
        )
    first = _leading(plan, chosen)
    some = first.height > NAMED
    named = [_in(row, "of best plans" if at == 0 else "") for at, row in _rows(first.head(NAMED))]
    follows = "; most benefit is expected of" if some or count > first.height else ":"
    return (
        f"{given}, the best plan for {plan.place.in_text} takes {takes} that may help"
        f"{follows} {listed(named)}."
    )


def _all(count: int) -> str:
    """Return ``the only option``, ``both options``, ``all five options``."""
    if count == 1:
        return "the only option"
    return "both options" if count == 2 else f"all {number_in_words(count)} options"


def _leading(plan: Plan, chosen: pl.DataFrame) -> pl.DataFrame:
    """Return the chosen options that extend no other, those of which most is expected first."""
    benefit = {one.option: one.benefit for one in plan.break_evens}
    keys = set(chosen["option"])
    extending = [one.option.key for one in plan.gated if keys & set(one.option.requires)]
    leading = chosen.filter(~pl.col("option").is_in(extending))
    order = sorted(range(leading.height), key=lambda at: -benefit.get(leading["option"][at], 0.0))
    return leading[order]


def _closest_calls(plan: Plan, chosen: pl.DataFrame) -> str:
    """Return how sure the least sure option is, and what came nearest to it."""
    out = plan.options.filter(~pl.col("chosen") & pl.col("inclusion_probability").is_not_null())
    last = chosen.row(-1, named=True)
    said = f"The least sure part is {_in(last, 'of best plans', ends=True)}"
    if out.is_empty():
        return f"{said}; nothing else that may help is left out."
    nearest = out.sort("inclusion_probability", descending=True, maintain_order=True).row(
        0, named=True
    )
    if nearest["inclusion_probability"] > STANDS_OUT:
        return (
            f"{said}; left out though in most best plans, since it does not fit beside what brings "
            f"more, is {_in(nearest, '', ends=True)}."
        )
    return f"{said}; the nearest that is left out is {_in(nearest, '', ends=True)}."


def _money_sentence(plan: Plan) -> str:
    """Return what more or less money would change."""
    if not plan.budget_steps:
        return "What more or less money would change was not worked out."
    less = next((step for step in plan.budget_steps if step.factor < 1), None)
    more = next((step for step in plan.budget_steps if step.factor > 1), None)
    if less is None or more is None:
        return _one_way(plan, less, more)
    left = totals_of(plan)["left over"]["value"]
    if not (_changes(less) or _changes(more)):
        return (
            f"A tenth more or less money changes nothing at expected costs: "
            f"{money(left, plan.settings.currency)} is left over."
        )
    amount = money(more.change, plan.settings.currency)
    return (
        f"A tenth more money ({amount}) would {_change(plan, more)}; a tenth less would "
        f"{_change(plan, less)}."
    )


def _one_way(plan: Plan, less: BudgetStep | None, more: BudgetStep | None) -> str:
    """Return what money would change where least shares cannot be kept with more or less of it."""
    if less is not None:
        return (
            f"A tenth less money would {_change(plan, less)}; with a tenth more no plan keeps all "
            "rules on shares."
        )
    if more is not None:
        amount = money(more.change, plan.settings.currency)
        return (
            f"A tenth more money ({amount}) would {_change(plan, more)}; with a tenth less no plan "
            "keeps all rules."
        )
    return "With a tenth more or less money no plan keeps all rules."


def _changes(step: BudgetStep) -> bool:
    return bool(step.enters or step.leaves)


def _change(plan: Plan, step: BudgetStep) -> str:
    """Return what a step does to the benefit and to the options, which it names if they are few."""
    if not _changes(step):
        return "change nothing"
    before = step.value - step.gain
    parts = []
    if before > 0:
        share, more = _share(abs(step.gain) / before), "more" if step.gain > 0 else "less"
        parts.append(f"bring {share} {more} benefit")
    title = dict(plan.options.select("option", "title").iter_rows())
    for words, some in (("take in", step.enters), ("drop", step.leaves)):
        if len(some) in (1, 2):
            parts.append(f"{words} {listed([f'‘{title[one]}’' for one in some])}")
        elif some:
            parts.append(f"{words} {number_in_words(len(some))} options")
    return listed(parts)


def _left_sentence(plan: Plan, chosen: pl.DataFrame) -> str:
    """Return what a plan rests on that could not be told, and what could not be looked at."""
    conditional = chosen.filter(pl.col("gate") == "conditional").height
    parts = []
    if conditional:
        count = number_in_words(chosen.height)
        of = f"{number_in_words(conditional)} of its {count} options"
        if conditional == chosen.height:
            of = "its only option"
            if conditional > 1:
                of = "both its options" if conditional == 2 else f"all its {count} options"
        parts.append(f"{of} {_are(conditional)} conditional on what could not be told at the gate")
    untold = _untold(plan)
    if untold:
        parts.append(
            f"of {_barriers(untold)} nothing says how likely {_they(untold)} "
            f"({_quoted(untold)}), so options against {'it' if len(untold) == 1 else 'them'} "
            "stay out"
        )
    weighed = plan.options.filter(pl.col("inclusion_probability").is_not_null())["option"]
    out = plan.left_out.filter(
        (pl.col("what") == "option") & ~pl.col("name").is_in(weighed.to_list())
    )
    if not parts:
        if out.is_empty():
            return "Every option was weighed; none was kept out before."
        many = out.height
        return (
            f"{capital(number_in_words(many))} option{'' if many == 1 else 's'} "
            f"{'was' if many == 1 else 'were'} kept out before the rest was weighed; the reasons "
            "are listed."
        )
    return f"{capital('; '.join(parts))}."


def _without_plan(plan: Plan) -> Iterator[str]:
    """Yield why there is no plan."""
    money_words = money(plan.settings.budget, plan.settings.currency)
    years, place = _years(plan.settings.years), plan.place.in_text
    weighed = plan.options.filter(pl.col("inclusion_probability").is_not_null())
    if weighed.height:
        yield (
            f"With {money_words} over {years}, the best plan for {place} takes none of "
            f"{number_in_words(weighed.height)} option{'' if weighed.height == 1 else 's'} that "
            f"may help: {_why_none(plan)}."
        )
    else:
        why = "no option passes the gate" if plan.options.height else "there is no option"
        yield f"There is no plan for {money_words} over {years} in {place}: {why}."
    offer = plan.left_out.filter(pl.col("step") == "offer")
    if plan.options.is_empty() and offer.height:
        count, reason = (
            offer.group_by("reason", maintain_order=True)
            .len()
            .sort("len", descending=True, maintain_order=True)
            .select("len", "reason")
            .row(0)
        )
        yield (
            f"Of {number_in_words(offer.height)} standard options none is offered here, of "
            f"{number_in_words(count)} for one reason: {reason}"
        )
    none = [one.title for one in plan.barriers if one.outcome == "not a barrier here"]
    here = [one.title for one in plan.barriers if one.outcome in ("binding", "contributing")]
    if here:
        yield f"What holds the place back is told: {_quoted(here)}."
    elif none:
        yield (
            f"No barrier was found that holds the place back for certain; "
            f"{number_in_words(len(none))} {_are(len(none))} none here."
        )
    untold = _untold(plan)
    if untold:
        yield (
            f"Of {_barriers(untold)} nothing says how likely {_they(untold)} "
            f"({_quoted(untold)}): evidence of your own would bring options in."
        )
    yield "Every option and barrier is listed with the reason why it leads to nothing."


def _why_none(plan: Plan) -> str:
    """Return why a plan takes nothing of what was weighed."""
    fit = [one.fits for one in plan.portfolio.left_out] if plan.portfolio is not None else []
    if not any(fit):
        return "none fits the money of a year and the rules, alone or with what it requires"
    return "no benefit is expected" + ("" if all(fit) else " of those that fit the money there is")


def _barriers(titles: Sequence[str]) -> str:
    return f"{number_in_words(len(titles))} barrier{'' if len(titles) == 1 else 's'}"


def _they(titles: Sequence[str]) -> str:
    return "it is" if len(titles) == 1 else "they are"


def _quoted(titles: Sequence[str]) -> str:
    return listed([f"‘{title}’" for title in titles], NAMED)


def _untold(plan: Plan) -> list[str]:
    """Return titles of barriers of which nothing says how likely they are."""
    about = plan.options.filter(pl.col("barrier_probability").is_null())["barrier"].unique()
    return [one.title for one in plan.barriers if one.key in set(about)]


def _chosen(plan: Plan) -> pl.DataFrame:
    return plan.options.filter("chosen")


def _rows(frame: pl.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    return enumerate(frame.iter_rows(named=True))


def _in(row: dict[str, Any], of: str, *, ends: bool = False) -> str:
    """Return ``‘Title’ (in 97 % of best plans, 96 to 98 %)``."""
    share = f"in {_share(row['inclusion_probability'])}" + (f" {of}" if of else "")
    if ends:
        share += f"; {_bare(row['inclusion_lower'])} to {_share(row['inclusion_upper'])}"
    return f"‘{row['title']}’ ({share})"


def _share(value: float) -> str:
    return f"{_bare(value)} %"


def _bare(value: float) -> str:
    return f"{100 * value:.0f}"


def _round(value: float, row: dict[str, Any]) -> str:
    """Return a count with as many digits as its range deserves: two of its width."""
    width = row["upper"] - row["lower"]
    digits = 0 if width <= 0 else min(1, 1 - math.floor(math.log10(width)))
    return f"{round(value, digits) + 0.0:,.{max(0, digits)}f}"


def _years(years: int) -> str:
    return f"{number_in_words(years)} year{'' if years == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def plan_notes(
    plan: Plan, people: Sequence[str], unheard: Sequence[str], need_of_contributing: float
) -> tuple[str, ...]:
    """Return what a reader must know of any plan, one sentence each.

    Args:
        plan: the plan.
        people: names of those whose weights count; empty where everyone weighs barriers alike.
        unheard: names of those whose weights are of barriers that no option here is about.
        need_of_contributing: need of a barrier that contributes.
    """
    notes = [
        f"A best plan is that of one of {plan.settings.draws:,} draws of need, effect, cost and "
        "weights; the share of draws whose best plan takes an option says how sure its place is, "
        "not how well it works.",
        f"Need is 1 where a barrier binds, {need_of_contributing:g} where it only contributes and "
        "0 where it is none, drawn by how likely each is: the second is a proposal.",
        "Costs are those of the public, raised for optimism bias, "
        f"{'in budgets by year' if plan.settings.rules.budgets else 'in equal budgets a year'}; "
        "what is left over in a year is not carried on, and money saved is not counted as a "
        "benefit.",
        *plan.rules,
        "Equal problems may give equal plans; nothing here rewards being different from others.",
    ]
    if people:
        notes.append(
            f"Weights are those of {listed(list(people), 6)}: each draw takes one person's, and "
            "nobody's are averaged."
        )
    else:
        notes.append("All barriers have equal weights; a file of weights changes that.")
    if unheard:
        notes.append(
            f"Weights of {listed(list(unheard), 6)} do not count: they are of barriers that no "
            "option in this plan is about."
        )
    if any(one.option.key.endswith(EXTENSION) for one in plan.gated):
        notes.append(
            "A standard option is cut in two: the first part has the best of it, and its extension "
            "brings less for its money and needs the first."
        )
    if plan.options.filter(pl.col("gate") == "conditional").height:
        notes.append(
            "A conditional option is in with the probability of its barrier where that is known; "
            "`--no-conditional` leaves it out."
        )
    return tuple(notes)
