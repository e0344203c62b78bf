"""A toolkit on the terminal and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from placewise.model.plan import Toolkit
from placewise.model.wording import capital
from placewise.report.charts import Row
from placewise.report.text import LINE, aligned
from placewise.report.toolkit_section import counts, figures, share


def toolkit_list(toolkits: Sequence[Toolkit]) -> str:
    """Return the policy areas, how much is known of each, and where its worked example lies."""
    rows = [["Policy area", "Records", "With counts", "Rules", "Worked example"]]
    for one in toolkits:
        counted = one.found["share"].drop_nulls().len()
        rules = 0 if one.rules is None else one.rules.height
        rows.append([
            one.area, str(one.found.height), str(counted), str(rules), one.example or "none",
        ])  # fmt: skip
    return "\n".join(
        [*aligned(rows, (0, 4)), "", 'One of them in full: placewise evidence toolkit "AREA"']
    )


def toolkit_text(toolkit: Toolkit) -> str:
    """Return a toolkit as text; every statement ends with what it rests on, in brackets."""
    parts = [toolkit.title, "", *(_item(sentence) for sentence in toolkit.headline)]
    parts += ["", "Why, and when it is the wrong answer"]
    parts += [
        _item(sentence, basis)
        for sentence, basis in zip(toolkit.rationale, toolkit.rests_on, strict=True)
    ]
    for row in _rows(toolkit.rules):
        parts.append(
            _item(f"{row['advice'].capitalize()}, against ‘{row['barrier_title']}’: {row['title']}."
                  f" {row['reason']}", _basis(row))
        )  # fmt: skip
    parts += ["", "What evaluations found", *_found(toolkit)]
    parts += ["", "What it costs"]
    parts += [_item(cost_words(row), _basis(row)) for row in _rows(toolkit.cost)]
    parts += ["", "Choices of design that mattered"]
    parts += [
        _item(f"{row['choice']}: {row['found']}", _basis(row)) for row in _rows(toolkit.design)
    ] or [_item("None is known from what was collected.")]
    parts += ["", "How to evaluate it"]
    parts += [
        _item(f"{row['step'].capitalize()}{level(row)}: {row['how']}", _basis(row))
        for row in _rows(toolkit.evaluate)
    ] or [_item("Nobody has written that down yet.")]
    if toolkit.example:
        parts += ["", f"Worked example: docs/how-to/worked-examples/{toolkit.example}.md"]
    return "\n".join(parts)


def toolkit_data(toolkit: Toolkit) -> dict[str, Any]:
    """Return a toolkit as JSON has it; what is missing is null."""
    rationale = [
        {"sentence": sentence, "rests_on": basis}
        for sentence, basis in zip(toolkit.rationale, toolkit.rests_on, strict=True)
    ]
    return {
        "area": toolkit.area, "title": toolkit.title, "headline": list(toolkit.headline),
        "rationale": rationale, "rules": list(_rows(toolkit.rules)),
        "found": list(_rows(toolkit.found)), "cost": list(_rows(toolkit.cost)),
        "design": list(_rows(toolkit.design)), "evaluate": list(_rows(toolkit.evaluate)),
        "example": toolkit.example, "areas": list(toolkit.areas),
    }  # fmt: skip


def cost_words(row: Row) -> str:
    """Return a cost in one line: figure with unit, or the words of its source."""
    figure = figures(row["value"], row["low"], row["high"])
    stated = row["note"] if row["value"] is None and row["low"] is None else (
        f"{figure} {row['unit']}" + (f" ({row['note']})" if row["note"] else "")
    )  # fmt: skip
    return f"{row['what']}: {stated}"


def level(row: Row) -> str:
    """Return the level that a design can reach, in brackets; nothing where it is no design."""
    return "" if row["maryland"] is None else f" (level {row['maryland']} of 5)"


def _rows(table: Any) -> Iterator[Row]:
    """Return the rows of a table; none where there is no table."""
    return iter(()) if table is None else table.iter_rows(named=True)


def _found(toolkit: Toolkit) -> Iterable[str]:
    for row in _rows(toolkit.found):
        what = f"{capital(row['intervention'])}, {row['outcome']}"
        if row["share"] is not None:
            said = f"{counts(row)} evaluations positive, share {share(row)}"
        elif row["kept"] is None and row["direction"] != "not tested":
            said = f"count not stated; the source concludes: {row['direction']}"
        else:
            said = row["sentence"].rstrip(".")
        effect = f" {row['effect']}" if row["effect"] else ""
        yield _item(f"{what}: {said}.{effect}", f"{row['strength']}; {_basis(row)}")
    if toolkit.found.is_empty():
        yield _item("No record was collected: unknown, not none.")


def _basis(row: Row) -> str:
    return f"{row['status']}: {row['source']}" if row["source"] else str(row["status"])


def _item(text: str, basis: str = "") -> str:
    whole = f"{text} [{basis}]" if basis else text
    return textwrap.fill(whole, LINE, initial_indent="- ", subsequent_indent="  ",
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip
