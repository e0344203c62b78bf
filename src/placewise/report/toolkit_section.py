"""A toolkit on the page: why, what evaluations found, cost, design, and how to evaluate it."""

from __future__ import annotations

from placewise.model.plan import Toolkit
from placewise.model.wording import in_sentence
from placewise.report.bar_charts import range_bars
from placewise.report.charts import Row
from placewise.report.numbers import MISSING
from placewise.report.page import Table
from placewise.report.section import Block, Section

UNKNOWN = "?"
"""A count that its source does not state: never nought."""


def toolkit_section(toolkit: Toolkit) -> Section:
    """Return a toolkit as a section of a report; a part of which nothing is known says so."""
    return Section(
        key="toolkit-" + toolkit.area.replace(" ", "-"),
        question=f"What is known of {in_sentence(toolkit.title)}?",
        sentences=toolkit.headline,
        blocks=(_rationale(toolkit), _found(toolkit), _cost(toolkit), _design(toolkit),
                _evaluate(toolkit)),
        notes=(
            f"A worked example stands in the documentation: worked-examples/{toolkit.example}.md.",
        ) if toolkit.example else (),
    )  # fmt: skip


def figures(value: float | None, low: float | None, high: float | None) -> str:
    """Return a figure of a source with its range, in the digits in which it was stated."""
    ends = [f"{end:,g}" for end in (low, high) if end is not None]
    middle = "" if value is None else f"{value:,g}"
    spread = " to ".join(ends)
    if middle and spread:
        return f"{middle} ({spread})"
    return middle or spread or MISSING


def counts(row: Row) -> str:
    """Return evaluations with a positive effect of those that were kept."""
    if row["kept"] is None:
        return UNKNOWN
    positive = row["positive"] if row["positive"] is not None else UNKNOWN if row["kept"] else 0
    return f"{positive} of {row['kept']}"


def share(row: Row) -> str:
    """Return the share of evaluations with a positive effect and its interval."""
    if row["share"] is None:
        return UNKNOWN
    return f"{100 * row['share']:.0f} % ({100 * row['lower']:.0f} to {100 * row['upper']:.0f} %)"


def _rationale(toolkit: Toolkit) -> Block:
    reasons = list(zip(toolkit.rationale, toolkit.rests_on, strict=True))
    cells = [("Why, and when not", *pair) for pair in reasons]
    if toolkit.rules is not None:
        cells += [
            (f"{row['advice'].capitalize()} against: {row['barrier_title']}",
             f"{row['title']}. {row['reason']}",
             f"{row['status']}: {row['source']}" if row["source"] else row["status"])
            for row in toolkit.rules.iter_rows(named=True)
        ]  # fmt: skip
    table = Table(
        "Failures, rules, and what each sentence rests on",
        "Direct: read at the source; secondary: through a third party; derived, memory (not "
        "checked) and proposal (our own) are not established",
        ("About", "What is said", "Rests on"), cells, [False] * len(cells), text=3,
    )  # fmt: skip
    return Block(
        "Which failure does it answer, and when is it the wrong answer?", None,
        " ".join(f"{text} ({basis.partition(':')[0]})" for text, basis in reasons), table,
        "Toolkits and rules as they ship.",
    )  # fmt: skip


def _found(toolkit: Toolkit) -> Block:
    rows = toolkit.found.to_dicts()
    counted = [row for row in rows if row["share"] is not None]
    chart = None
    if counted:
        chart = range_bars(
            f"toolkit-{toolkit.area.replace(' ', '-')}-shares",
            [
                {"name": f"{row['intervention']}: {row['outcome']}", "value": 100 * row["share"],
                 "lower": 100 * row["lower"], "upper": 100 * row["upper"], "note": counts(row)}
                for row in counted
            ],
            title=f"{len(counted)} of {len(rows)} records state how many evaluations found a "
            "positive effect",
            subtitle="Share of evaluations like these that found one, with its 95 % interval; no "
            "probability that it works",
            alt="; ".join(f"{row['intervention']}, {row['outcome']}: {share(row)}"
                          for row in counted),
            unit="Per cent of evaluations", ends=(0, 100),
        )  # fmt: skip
    cells = [
        (f"{row['intervention']}: {row['outcome']}", row["sentence"], row["effect"] or MISSING,
         row["strength"], row["source"], row["status"], counts(row), share(row))
        for row in rows
    ]  # fmt: skip
    table = Table(
        f"All {len(rows)} records", "A count that the source does not state is unknown (?)",
        ("What was tried, and for what", "Finding", "Effect as stated", "Maryland scale", "Source",
         "Status", "Positive", "Share"),
        cells, [False] * len(cells), text=6,
    )  # fmt: skip
    return Block(
        "What did evaluations find?", chart,
        "Wide bars rest on few evaluations." if counted
        else "No record states how many evaluations found a positive effect: unknown, not none.",
        table if rows else None, "Evidence base, facts in our own words.",
    )  # fmt: skip


def _cost(toolkit: Toolkit) -> Block:
    cells = [
        (row["what"], row["unit"] or MISSING, row["note"] or MISSING, row["source"], row["status"],
         figures(row["value"], row["low"], row["high"]))
        for row in toolkit.cost.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Costs, and what an appraisal takes where nothing is stated",
        "The price years differ: compare no two of them without care",
        ("What", "Unit", "In words", "Source", "Status", "Figure"), cells, [False] * len(cells),
        text=5,
    )  # fmt: skip
    return Block(
        "What does it cost?", None,
        "What was paid elsewhere is no price here: state costs of your own.", table,
        "Records and official figures as they ship.",
    )  # fmt: skip


def _design(toolkit: Toolkit) -> Block:
    cells = [
        (row["choice"], row["found"], row["source"] or MISSING, row["status"])
        for row in toolkit.design.iter_rows(named=True)
    ]  # fmt: skip
    table = Table(
        "Choices of design", "Lessons of the records first", ("Choice", "What is known", "Source",
        "Status"), cells, [False] * len(cells), text=4,
    )  # fmt: skip
    first = toolkit.design.head(1).to_dicts()
    return Block(
        "Which choices of design mattered?", None,
        f"{first[0]['found']} ({first[0]['status']})" if first
        else "No source that was collected says which choices mattered.",
        table if cells else None, "Records and toolkits as they ship.",
    )  # fmt: skip


def _evaluate(toolkit: Toolkit) -> Block:
    cells = [
        (row["step"].capitalize(), row["how"],
         f"{row['status']}: {row['source']}" if row["source"] else row["status"],
         MISSING if row["maryland"] is None else str(row["maryland"]))
        for row in toolkit.evaluate.iter_rows(named=True)
    ]  # fmt: skip
    designs = toolkit.evaluate.drop_nulls("maryland").sort("maryland", descending=True)
    best = designs.row(0, named=True) if designs.height else None
    table = Table(
        "How to evaluate it", "Level: what the design can reach on the Maryland scale if it is "
        "carried out well", ("Step", "How", "Rests on", "Level"), cells,
        [best is not None and level == best["maryland"] for level in
         toolkit.evaluate["maryland"]], text=3,
    )  # fmt: skip
    return Block(
        "How can it be evaluated?", None,
        f"A well-made design can reach level {best['maryland']} of 5. {best['how']} "
        f"({best['status']})" if best is not None
        else "Nobody has written down yet how it can be evaluated.",
        table if cells else None, "Toolkits as they ship.",
    )  # fmt: skip
