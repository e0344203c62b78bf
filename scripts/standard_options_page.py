"""Write docs/explanation/standard-options.md: every figure of every standard option.

python -m scripts.standard_options_page
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
from scripts.toolkits_page import table

from placewise import Workbench
from placewise.data.barriers import read_barriers
from placewise.data.evidence.appraisal import read_appraisal_evidence
from placewise.data.evidence.candidates import read_candidate_rules
from placewise.data.evidence.standard_options import read_standard_options
from placewise.model.evidence import STATUSES
from placewise.model.options import Span
from placewise.model.standard_options import (
    SPECIALISED_JOBS,
    StandardFigure,
    StandardOption,
    StandardOptionBase,
)
from placewise.model.wording import listed
from placewise.plan.standard import money_words
from placewise.workbench.planning.standard import StandardOptionsJob

EXAMPLE = ("Tees Valley", "combined authority")
PAGE = Path(__file__).parents[1] / "docs/explanation/standard-options.md"
SHARES = ("deadweight", "displacement", "leakage", "substitution")
FIGURE = ("Figure", "Low", "Central", "High", "Status", "Source", "Why")
MONEY = ("public cost", "private cost", "cost per net job")
YEARS = ("lag", "duration")


def page() -> str:
    """Return the page."""
    base = read_standard_options()
    sized = [one for one in base.options if not one.no_size]
    unsized = [one for one in base.options if one.no_size]
    lines = [
        *_head(base, sized),
        *_overview(base, sized),
        *_elsewhere(),
        *_at_one_place(),
        *_without(unsized),
        *_shared(base),
    ]
    for option in sized:
        lines += _details(option, base)
    return "\n".join([*lines, *LIMITS, *FROM_PYTHON]) + "\n"


def _head(base: StandardOptionBase, sized: list[StandardOption]) -> list[str]:
    # A figure that several options share counts once.
    different = {figure for one in sized for figure in one.figures.values()}
    counts = Counter(figure.status for figure in different)
    total = sum(counts.values())
    said = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    cut = base.tranches
    return [
        "# Standard options", "",
        "Written by `python -m scripts.standard_options_page`; a test holds it.", "",
        "A plan needs options before anybody has written any. Standard options are **illustrative "
        "sizes** that stand in until you give your own (`placewise plan PLACE --options FILE`). "
        "There is one for each intervention that the rules advise to consider against a barrier, "
        "scaled to the place by a published count.", "",
        f"**Most of their figures are not measured.** Of {total} different figures, {said}. "
        "*Secondary* was read through a third party, *derived* follows from what is named, "
        "*memory* was not checked, *proposal* is our own guess, with a range that is meant to be "
        "wide (a source beside it is where a number was taken from). A plan made of them says "
        "where the argument would have to be made, not what to spend. The file is "
        "`data/evidence/standard_options.toml`. Money is in "
        f"{base.currency}, prices of {base.price_year}.", "",
        "## How an option is scaled", "",
        "    served = count of the place times take-up",
        "    public cost of a year = served times public cost of one / years of the plan",
        "    gross jobs = served times jobs for each one",
        "    net jobs = gross jobs, less deadweight, displacement, leakage and substitution", "",
        "- The count is the latest that a table of the store has for the place. Where none counts "
        "it, the option is not offered, with that reason: nothing is guessed.",
        "- Those served one after the other cost equal parts in every year. Their jobs are shown "
        "as though all began in the middle of the spending and lasted their time: job-years are "
        "right, the number of jobs at one moment is lower where a job lasts for less time than "
        "the spending takes. A *service* (buses) costs each year what it costs a year, and its "
        "effect lasts as long as it is paid for.",
        "- Options for sectors are for industries that the place is *demonstrably* specialised "
        "in, and bringing in firms only for those that sell elsewhere. Without one they are not "
        "offered.",
        "- Who holds the power follows the kind of place. Powers that are shared, and places "
        "without a body of their own such as regions, make an option conditional.",
        f"- Costs are known in {money_words(base.currency)} only. A place whose tables are in "
        "another currency gets no standard option, since an exchange rate would pretend that "
        "prices are alike.",
        "- Four significant digits are kept. Costs are then raised for "
        "[optimism bias](appraisal.md) by the class named below, which is our choice.", "",
        "## Two tranches", "",
        f"Each option comes as a main tranche, {100 * cut.money:.0f} % of the money for "
        f"{100 * cut.effect:.0f} % of the effect, and an extension that requires it, with the "
        f"rest. *{cut.status}: {cut.source}.* {cut.why}", "",
    ]  # fmt: skip


def _overview(base: StandardOptionBase, sized: list[StandardOption]) -> list[str]:
    rows = [
        (one.title, one.unit, _scaled_by(one), _central(one, "take-up"),
         _central(one, "public cost"), _central(one, "jobs"), _per_net_job(one),
         _per_job_year(one))
        for one in sized
    ]  # fmt: skip
    return [
        "## All at a glance", "",
        "Central values. Public money for a net job follows from them; it is before optimism bias "
        "and discounting, and before the cut into tranches. A year of a job is the better measure "
        "between options of different duration; what is lost a year (decay) is counted.", "",
        *table(
            ("Option", "Serves", "Scaled by", "Take-up", f"Public cost of one, {base.currency}",
             "Gross jobs for each one", f"Public {base.currency} for a net job",
             f"Public {base.currency} for a year of one"), rows,
        ), "",
    ]  # fmt: skip


def _elsewhere() -> list[str]:
    """Return what a job cost in programmes that were counted, to hold these figures against."""
    rows = [
        (one.programme, f"{one.value:,.0f}",
         f"{one.low:,.0f} to {one.high:,.0f}" if one.low and one.high else "", one.currency,
         one.status, one.source, one.note)
        for one in read_appraisal_evidence().benchmarks
    ]  # fmt: skip
    return [
        "What a job cost elsewhere, as stated there:", "",
        *table(("Programme", "For a job", "Range", "Currency", "Status", "Source", "Note"), rows),
        "",
    ]  # fmt: skip


def _at_one_place() -> list[str]:
    """Return what the options come to at one place of the sample."""
    bench = Workbench.open("sample")
    rules = read_candidate_rules([barrier.key for barrier in read_barriers()])
    made = StandardOptionsJob(bench.shelf, rules).of(bench.place(*EXAMPLE), years=10)
    ends = (
        "public_cost_low",
        "public_cost",
        "public_cost_high",
        "gross_low",
        "gross",
        "gross_high",
    )
    whole = made.sizes.group_by("intervention", maintain_order=True).agg(
        pl.col("title", "unit", "counted", "count", "year").first(),
        pl.col("served", *ends).sum(),
    )
    rows = [
        (row["title"], f"{row['counted']:,.0f} {row['count']} ({row['year']})",
         f"{row['served']:,.0f} {row['unit']}",
         *(f"{row[name + '_low'] / by:,.{digits}f} to {row[name + '_high'] / by:,.{digits}f} "
           f"({row[name] / by:,.{digits}f})"
           for name, by, digits in (("public_cost", 1e6, 1), ("gross", 1, 0))))
        for row in whole.iter_rows(named=True)
    ]  # fmt: skip
    return [
        f"## At one place: {EXAMPLE[0]}", "",
        "Both tranches together, over ten years, on the sample that ships: from low to high, and "
        "in brackets the central value. The range of costs is that of the cost of one; jobs are "
        "gross. What is not offered there says why:", "",
        *(f"- {row['title']}: {row['reason']}" for row in made.not_offered.iter_rows(named=True)),
        "",
        *table(("Option", "Counted", "Served", f"Public cost, {made.currency} million",
                "Gross jobs"), rows), "",
    ]  # fmt: skip


def _without(unsized: list[StandardOption]) -> list[str]:
    return [
        "## Without a size", "",
        *(f"- **{one.title}**: {one.no_size}" for one in unsized), "",
    ]  # fmt: skip


def _shared(base: StandardOptionBase) -> list[str]:
    """Return the shares from gross to net that options have in common."""
    lines = [
        "## Shares that options have in common", "",
        "Of the gross jobs, what would have come anyway, what others in the place lose, what goes "
        "elsewhere, and what the helped drop for it. An option names the group it belongs to, and "
        "what it states itself stands in its own table.", "",
    ]  # fmt: skip
    groups = [figure for group in base.shares.values() for figure in group.values()]
    rests = dict.fromkeys(f"*{one.status}: {one.source}.* {one.why}" for one in groups)
    rows = [
        (name, *(f"{central} ({low} to {high})" for low, central, high in map(_ends, some)))
        for name, group in base.shares.items()
        if (some := [group[share] for share in SHARES])
    ]
    return [*lines, *table(("Group", *SHARES), rows), "", *rests, ""]


def _details(option: StandardOption, base: StandardOptionBase) -> list[str]:
    common = base.shares[option.shares].values()
    rows = [
        (_name(option, figure), *_ends(figure), figure.status, figure.source or "none", figure.why)
        for figure in option.figures.values()
        if figure not in common
    ]
    own = [name for name in SHARES if option.figures[name] not in common]
    but = f", but for {listed(own)}" if own else ""
    held = ", ".join(option.held) or "none"
    shared = ", ".join(option.shared) or "none"
    return [
        f"## {option.title}", "",
        f"Against *{option.barrier}* ({option.failure}). Served: {option.unit}, of "
        f"{option.counted.words}. Spending: {option.spending}. Class of optimism bias: "
        f"{option.project_type} (proposal).", "",
        *table(FIGURE, rows), "",
        f"- From gross to net: the shares of *{option.shares}*{but}.",
        f"- Power: {option.powers} (*{option.power_status}*). Held by: {held}. Shared: {shared}, "
        f"with {option.with_whom}.",
        f"- Gains: {option.gains}. Pays: {option.pays}. Bears the loss: {option.loss_bearer} "
        f"(*{option.words_status}*).",
        f"- Without it: {option.counterfactual} (*{option.words_status}*)",
        f"- Condition: {option.conditions} {option.sunset} (*{option.words_status}*)",
        f"- Evidence: {', '.join(f'`{key}`' for key in option.evidence) or 'none was collected'}.",
        "",
    ]  # fmt: skip


def _scaled_by(option: StandardOption) -> str:
    """Return the concepts by which an option is scaled."""
    if option.counted.concept == SPECIALISED_JOBS:
        return SPECIALISED_JOBS
    rate = f" times {option.counted.per_cent}" if option.counted.per_cent else ""
    return option.counted.concept + rate


def _name(option: StandardOption, figure: StandardFigure) -> str:
    """Return the name of a figure with its unit."""
    if figure.name in MONEY:
        each = "" if figure.name == "cost per net job" else f" for each of the {option.unit}"
        year = " and year" if option.spending == "service" and each else ""
        return f"{figure.name}{each}{year}"
    return {
        "jobs": f"gross jobs for each of the {option.unit}", "lag": "years until an effect",
        "duration": "years that it lasts", "decay": "lost each year",
    }.get(figure.name, figure.name)  # fmt: skip


def _ends(figure: StandardFigure) -> tuple[str, str, str]:
    """Return low, central and high; the central value alone where no range is stated."""
    span = figure.span
    low, central, high = (_number(figure.name, end) for end in (span.low, span.central, span.high))
    return ("", central, "") if span.low == span.high else (low, central, high)


def _number(name: str, value: float) -> str:
    """Return a figure as its kind is written: money in full, shares in per cent."""
    if name in MONEY:
        return f"{value:,.0f}"
    if name in YEARS:
        return f"{value:.0f}"
    if name == "jobs":
        return f"{value:.3g}"
    return f"{100 * value:.3g} %"


def _central(option: StandardOption, name: str) -> str:
    return _number(name, option.figures[name].span.central)


def _net_jobs(option: StandardOption) -> float:
    """Return the net jobs for each one served, from central values."""
    figure = {name: one.span for name, one in option.figures.items()}
    net = figure["jobs"].central
    for name in SHARES:
        net *= 1 - figure[name].central
    return net


def _per_net_job(option: StandardOption) -> str:
    if option.spending == "service":
        return "as long as it is paid for"
    return _roughly(option.figures["public cost"].span.central / _net_jobs(option))


def _per_job_year(option: StandardOption) -> str:
    figure = {name: one.span for name, one in option.figures.items()}
    years = 1.0
    if option.spending != "service":
        decay: Span = figure["decay"]
        duration = int(figure["duration"].central)
        years = sum((1 - decay.central) ** year for year in range(duration))
    return _roughly(figure["public cost"].central / (_net_jobs(option) * years))


def _roughly(value: float) -> str:
    """Return money with two digits: what follows from guesses has no more."""
    return f"{float(f'{value:.2g}'):,.0f}"


LIMITS = (
    "## Limits", "",
    "- Effects are counted in jobs alone. Much of what skills, homes and transport do is in pay, "
    "productivity and lives, of which these figures say nothing: they look worse than they are.",
    "- The cost of a job of the Regional Growth Fund was a forecast by those who wanted the "
    "money; the range reaches down to a third of it, as the enterprise zones of 2011 fared.",
    "- Prices of figures whose source names no year are taken as they stand.",
    "- Firms without fast broadband are not counted: it is assumed that they lack it as often as "
    "all premises do.",
    "- Take-up is a choice of policy, not a forecast: it sets the size that is considered.",
)  # fmt: skip


FROM_PYTHON = (
    "", "## From Python", "",
    "```python",
    "from placewise import Workbench",
    "from placewise.data.barriers import read_barriers",
    "from placewise.data.evidence.candidates import read_candidate_rules",
    "from placewise.workbench.planning.standard import StandardOptionsJob",
    "",
    "bench = Workbench.open(\"sample\")",
    "rules = read_candidate_rules([barrier.key for barrier in read_barriers()])",
    "job = StandardOptionsJob(bench.shelf, rules)",
    "made = job.of(bench.place(\"Tees Valley\"), years=10)",
    "print(made.sizes.select(\"title\", \"served\", \"unit\", \"public_cost\", \"gross\").head(3))",
    "```", "",
    "`read_standard_options(Path(...))` reads a file of the same form in the place of the one that "
    "ships, in another currency if need be; `write_option_template(file, barriers, made.options, "
    "made.sizes)` writes the options of a place as [a spreadsheet to edit]"
    "(../how-to/own-options.md), and `read_options` makes the same of it again.",
)  # fmt: skip


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
