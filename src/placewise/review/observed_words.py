"""What a strategy says of principles in words: by rules, by figures, and by what it never names."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from placewise.model.document import Passage
from placewise.model.principles import RELIABLE, Observation, Saying
from placewise.model.wording import listed
from placewise.review.observing import Context, own_facts, short

FUNDAMENTALS, DRIVERS = "fundamentals looked at", "drivers looked at"
FIGURES_SHOW = {
    (FUNDAMENTALS, "output"): ("gva", "share of gva"),
    (FUNDAMENTALS, "productivity"): ("gva per hour", "gva per job"),
    (FUNDAMENTALS, "labour market"): (
        "jobs", "share of jobs", "employment rate", "inactivity rate", "unemployment rate",
        "claimant rate", "weekly pay",
    ),
    (DRIVERS, "skills"): (
        "share qualified to level 4", "share qualified to level 3", "share without qualifications",
    ),
    (DRIVERS, "enterprise and competition"): ("business survival", "active businesses"),
}  # fmt: skip
"""Subjects of figures that show that a part of a fact is looked at."""
FEW_COMPARISONS = 5
"""Comparisons below which their share decides nothing."""


def comparisons(context: Context) -> Iterator[Observation]:
    """Yield the share of comparisons that are with similar places."""
    fact = "comparisons with places alike"
    alike = context.finds.get((fact, "alike"), [])
    wider = context.finds.get((fact, "wider"), [])
    if not alike and not wider:
        yield Observation(fact, None, context.all_passages, "no comparison was found", 0, 1)
        return
    a, w = len(alike), len(wider)
    # One in five finds of either rule may be wrong; a few of them tell nothing of a share.
    few = a + w < FEW_COMPARISONS
    lower = 0.0 if few else RELIABLE * a / (RELIABLE * a + w)
    upper = 1.0 if few else a / (a + RELIABLE * w)
    first = (alike or wider)[0]
    yield Observation(
        fact, a / (a + w),
        f"comparisons found: {a + w}, {a} with places alike and {w} with a wider area",
        f"the first: “{short(first.sentence)}”", lower, upper,
        page=first.passage.page, number=first.passage.number,
    )  # fmt: skip


def years_ahead(context: Context) -> Iterator[Observation]:
    """Yield how many years the strategy covers; of several statements the range."""
    found = [one for one in context.finds.get(("years ahead", ""), []) if one.years is not None]
    rule = next((one for one in context.sayings if one.form == "years"), None)
    if rule is None:
        return
    if not found:
        yield Observation(
            "years ahead", None, context.all_passages, "no statement of how long it runs", 0, 60
        )
        return
    years = [one.years for one in found if one.years is not None]
    low, high = min(years), max(years)
    first = found[0]
    sure = rule.reliable and low == high
    yield Observation(
        "years ahead", first.years if rule.reliable else None,
        lower=None if sure else low if rule.reliable else 0,
        upper=None if sure else high if rule.reliable else 60,
        **context.at(first.passage, first.sentence),
    )  # fmt: skip


def counted_parts(context: Context) -> Iterator[Observation]:
    """Yield facts that count parts: sure ones by reliable rules and figures, others by words."""
    rules: dict[str, list[Saying]] = {}
    for one in context.sayings:
        if one.form == "part":
            rules.setdefault(one.fact, []).append(one)
    subjects = own_facts(context.review).filter(pl.col("subject").is_not_null())
    for fact, parts in rules.items():
        sure: dict[str, Passage] = {}
        maybe: list[str] = []
        absent: list[str] = []
        for rule in parts:
            finds = context.finds[fact, rule.part]
            shown = subjects.filter(
                pl.col("subject").is_in(FIGURES_SHOW.get((fact, rule.part), ()))
            )
            if finds and rule.reliable:
                sure[rule.part] = finds[0].passage
            elif shown.height:
                sure[rule.part] = context.passages[shown["passage"][0]]
            elif finds or context.searched.near(rule):
                maybe.append(rule.part)
            else:
                absent.append(rule.part)
        said = [
            f"{part} ({context.at(passage)['where']})" for part, passage in sure.items()
        ]  # fmt: skip
        told = [f"found: {listed(said, 6)}"] if said else []
        if maybe:
            told.append(
                f"words of {listed(maybe, 6)} stand there, but nothing that a reliable rule takes "
                "for it"
            )
        told += [f"not a word of {listed(absent, 6)}"] if absent else []
        first = next(iter(sure.values()), None)
        yield Observation(
            fact, len(sure), context.all_passages, "; ".join(told),
            lower=len(sure) if maybe else None, upper=len(sure) + len(maybe) if maybe else None,
            page=first.page if first else None, number=first.number if first else None,
        )  # fmt: skip


def said_in_words(context: Context) -> Iterator[Observation]:
    """Yield facts that one passage answers, and those of which a passage shows only some."""
    for rule in context.sayings:
        if rule.form not in {"yes", "some"}:
            continue
        finds = context.finds[rule.fact, rule.part]
        near = None if finds else context.searched.near(rule)
        if finds:
            at = context.at(finds[0].passage, finds[0].sentence)
            if rule.form == "yes" and rule.reliable:
                yield Observation(rule.fact, 1, **at)
            else:
                many = "" if len(finds) == 1 else f", one of {len(finds)} passages"
                yield Observation(
                    rule.fact, None, lower=0, upper=1, **at | {"where": at["where"] + many}
                )
        elif near:
            at = context.at(*near)
            yield Observation(
                rule.fact, None, lower=0, upper=1,
                **at | {"where": f"{at['where']}, which has a word of it but does not say it"},
            )  # fmt: skip
        else:
            yield Observation(
                rule.fact, 0, context.all_passages, "not a word of it was found"
            )  # fmt: skip
