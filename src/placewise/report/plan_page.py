"""A plan as one self-contained page: what comes first, why, what would change it, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from placewise.model.glossary import Term
from placewise.model.plan import Plan
from placewise.model.wording import listed
from placewise.model.words import Finding
from placewise.report.answer_page import with_terms
from placewise.report.marked import printable
from placewise.report.page import Table
from placewise.report.plan_cells import (
    ILLUSTRATIVE,
    MARK,
    all_standard,
    amount,
    any_standard,
    own_options_command,
    ranked,
    titles_by_key,
    together,
)
from placewise.report.plan_change import (
    break_even_table,
    budget_sentence,
    budget_table,
    cannot_tell,
    flip_table,
    left_out_blocks,
    people_sentence,
    people_table,
    robustness_sentences,
)
from placewise.report.plan_charts import (
    cost_chart,
    inclusion_chart,
    mix_chart,
    outcome_chart,
    reach_chart,
)
from placewise.report.plan_rows import (
    TOTALS,
    appraisal_tables,
    concentration_table,
    cost_table,
    mix_table,
    priority_table,
    reach_table,
    totals_table,
)
from placewise.report.plan_why import MOST_TOLD, gate_table, reasons, toolkit_sections
from placewise.report.principles import counts_sentence, principle_blocks
from placewise.report.review_cells import MOST_ROWS, cell, many

MOST_SENTENCES = 5
MOST_OPEN = 12
"""What one step left out is folded when there is more of it."""
SECTIONS = (
    "priorities", "cost", "why", "mix", "reach", "appraisal", "change", "left_out",
)  # fmt: skip
"""Findings whose sentence opens the section of that name; any other gets a section of its own."""


def plan_page(plan: Plan, glossary: Sequence[Term] = (), workbook: str = "") -> str:
    """Return the plan of one place as a page of HTML that needs no script and asks for no file.

    Args:
        plan: the plan.
        glossary: terms of which those that stand on the page are explained at its end.
        workbook: where its workbook lies beside the page, as a link; "" where none was written.
    """
    appraised = appraisal_tables(plan)
    told = reasons(plan)
    return printable(with_terms(
        "plan.html",
        glossary,
        d=plan,
        asked=_asked(plan),
        headline=plan.headline[:MOST_SENTENCES],
        sentences=_sentences(plan),
        standard=any_standard(plan.options),
        all_standard=all_standard(plan.options),
        mark=MARK,
        illustrative=ILLUSTRATIVE,
        own_command=own_options_command(plan),
        inclusion=inclusion_chart(plan),
        robustness=robustness_sentences(plan),
        totals=totals_table(plan),
        priorities=priority_table(plan),
        outcome=outcome_chart(plan),
        cost=cost_chart(plan),
        costs=cost_table(plan),
        reasons=told,
        not_told=_not_told(len(told)),
        toolkits=toolkit_sections(plan),
        gate=gate_table(plan),
        mix=mix_chart(plan),
        mixes=mix_table(plan),
        reach=reach_chart(plan),
        reached=reach_table(plan),
        concentration=concentration_table(plan),
        kinds=_kinds(plan),
        appraisals=[table for table, taken in appraised if taken],
        other_appraisals=[table for table, taken in appraised if not taken],
        more_sums=max(0, len(plan.appraisals) - len(appraised)),
        assumed=_assumed(plan),
        workbook=workbook,
        budget=budget_table(plan),
        budget_sentence=budget_sentence(plan),
        evens=break_even_table(plan),
        flips=flip_table(plan),
        people=people_table(plan),
        people_sentence=people_sentence(plan),
        further=[_further(one) for one in plan.findings if one.key not in (*SECTIONS, TOTALS)],
        left=left_out_blocks(plan),
        most_open=MOST_OPEN,
        principle_blocks=principle_blocks(plan.principles, plan.judged),
        principle_counts=counts_sentence(plan.judged),
        cannot_tell=cannot_tell(plan),
    ))  # fmt: skip


def _asked(plan: Plan) -> str:
    """Say what was asked: money, years, prices."""
    asked = plan.settings
    parts = "by year as the rules say" if asked.rules.budgets else "equal parts a year"
    years = "1 year" if asked.years == 1 else f"{asked.years} years, {parts}"
    prices = f" in prices of {asked.price_year}" if asked.price_year else ""
    return f"{amount(asked.budget, asked.currency)} of public money{prices} over {years}"


def _sentences(plan: Plan) -> dict[str, str]:
    """Return the sentence that opens each section, unless the top of the page has said it."""
    said = {one.key: one.sentence for one in plan.findings if one.sentence not in plan.headline}
    return {key: said.get(key, "") for key in SECTIONS}


def _kinds(plan: Plan) -> str:
    """Say where all options that were weighed are of one kind: there is nothing to set apart."""
    kinds = set(ranked(plan)["kind"].drop_nulls())
    if kinds == {"horizontal"}:
        return "Every option that was weighed is for all who have the barrier, none for a sector."
    return "Every option that was weighed is for named sectors." if kinds == {"sector"} else ""


def _not_told(told: int) -> str:
    if told < MOST_TOLD:
        return ""
    return f"The first {told} are told here; the tables and the workbook have all options."


def _assumed(plan: Plan) -> list[tuple[str, str]]:
    """Return what appraisals assumed, each note once, with the options that it is about."""
    titles = titles_by_key(plan)
    notes: dict[str, list[str]] = {}
    for one in plan.appraisals:
        for note in one.notes:
            notes.setdefault(note, []).append(titles.get(one.option.key, one.option.title))
    return [
        (note, "every option" if len(about) == len(plan.appraisals) else listed(together(about), 6))
        for note, about in notes.items()
    ]


def _further(finding: Finding) -> dict[str, Any]:
    """Return a finding that no section of the page is made for, with its table as it is."""
    frame = finding.table.head(MOST_ROWS)
    table = None
    if frame.height and frame.width:
        words = [name for name, kind in frame.schema.items() if kind == pl.String]
        ordered = [*words, *(name for name in frame.columns if name not in words)]
        table = Table(
            many(finding.table.height, "row"), finding.question,
            tuple(name.replace("_", " ").capitalize() for name in ordered),
            [tuple(_cell(value) for value in row) for row in frame.select(ordered).iter_rows()],
            [False] * frame.height, text=max(1, len(words)),
        )  # fmt: skip
    return {"key": f"more-{finding.key}", "question": finding.question,
            "sentence": finding.sentence, "table": table}  # fmt: skip


def _cell(value: object) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else cell(value)
