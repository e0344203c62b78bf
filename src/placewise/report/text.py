"""A diagnosis on the terminal: the same first sentences, and a table of at most ten rows."""

from __future__ import annotations

import textwrap
from collections.abc import Container
from typing import Any

import polars as pl

from placewise.model.diagnosis import ClaimVerdict, Diagnosis, one_of_a_name
from placewise.report.numbers import interval, measure_words, number, per_cent

BEFORE = ("state", "productivity", "skills")
"""Topics that are read before specialisation; the others come after it."""
MOST_ROWS = 10
LINE = 96


def diagnosis_text(diagnosis: Diagnosis, report: str) -> str:
    """Return the summary of a diagnosis, with where the full report lies."""
    known = diagnosis.specialisms.filter(pl.col("lower").is_not_null())
    strongest = known.sort(
        "probability_above_threshold", "lq", descending=True, maintain_order=True
    )  # fmt: skip
    rows = one_of_a_name(strongest, "measure").head(MOST_ROWS)
    table = [
        [
            cut(f"{row['industry_name']} ({measure_words(row['measure'])})", 44),
            number(row["lq"], row["lower"], row["upper"]),
            interval(row["lower"], row["upper"]),
            per_cent(row["probability_above_threshold"]),
            f"{row['places_claiming']} / {row['places_demonstrating']}",
        ]
        for row in rows.iter_rows(named=True)
    ]
    head = [
        "Industry", "LQ", "95 % interval",
        f"P(above {diagnosis.settings.threshold:g})", "Claim / show",
    ]  # fmt: skip
    parts = [
        f"{diagnosis.place.name} ({diagnosis.place.kind}), compared with {diagnosis.compared_with}",
        "",
        *(wrapped(sentence) for sentence in summary(diagnosis)),
        "",
        *aligned([head, *table]),
        "",
        f"What cannot be told: {diagnosis.cannot_tell.height} questions, in the report.",
        f"Report: {report}",
    ]
    return "\n".join(parts)


def summary(diagnosis: Diagnosis) -> list[str]:
    """Return the answer on one page: the first sentence of every topic, as they are read.

    Without other topics, all sentences on specialisation.
    """
    if not diagnosis.answers:
        return list(diagnosis.headline)
    return [sentence for _, sentence in summary_by_topic(diagnosis)]


def summary_by_topic(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """Return the first sentence of every topic; specialisation, which has no key, has ``""``."""
    first = [("", diagnosis.headline[0])]
    first += [(answer.key, answer.headline[0]) for answer in diagnosis.answers if answer.headline]
    order = {key: at for at, key in enumerate((*BEFORE, ""))}
    return sorted(first, key=lambda pair: order.get(pair[0], len(order)))


def claim_text(verdict: ClaimVerdict) -> str:
    """Return the verdict on one claim, and the places that could say the same."""
    lines = [wrapped(verdict.sentence)]
    for (measure, level, year), part in verdict.rivals.group_by(
        "measure", "level", "year", maintain_order=True
    ):
        could = part.filter(pl.col("standing").is_in(["demonstrates", "could claim"]))
        if could.is_empty():
            continue
        lines += [
            "",
            f"Could say the same by {measure_words(str(measure))} ({level} level, {year}):",
        ]
        table = [
            [
                cut(row["place"], 44) + (" *" if row["is_place"] else ""),
                number(row["lq"], row["lower"], row["upper"]),
                interval(row["lower"], row["upper"]),
                row["standing"],
            ]
            for row in could.iter_rows(named=True)
        ]
        lines += aligned([["Place", "LQ", "95 % interval", "Standing"], *table])
    return "\n".join(lines)


def wrapped(sentence: str) -> str:
    """Return a sentence as an item of a list, folded at the width of a terminal.

    A number and its per cent sign stay on one line.
    """
    joined = sentence.replace(" %", "\N{NO-BREAK SPACE}%")
    folded = textwrap.fill(joined, LINE, initial_indent="- ", subsequent_indent="  ")
    return folded.replace("\N{NO-BREAK SPACE}%", " %")


def cut(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def aligned(rows: list[list[Any]], words: Container[int] = (0,)) -> list[str]:
    """Return rows with their columns aligned: columns of words left, those of numbers right."""
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            str(cell).ljust(width) if column in words else str(cell).rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
