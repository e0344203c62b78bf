"""A review as one self-contained page: the five answers, the evidence, the document with marks."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from placewise.model.document import Document
from placewise.model.review import Review
from placewise.model.wording import Clause, chance, listed, number_in_words, ordinal, two_lines
from placewise.report.charts import Row
from placewise.report.marked import printable
from placewise.report.page import page
from placewise.report.principles import counts_sentence, principle_blocks
from placewise.report.review_against import against_sentence, against_table
from placewise.report.review_cells import quoted
from placewise.report.review_charts import (
    claim_strips,
    level_chart,
    parts_chart,
    reach_chart,
    similarity_chart,
)
from placewise.report.review_document import shown_document, signs_shown
from placewise.report.review_judged import claim_table, figure_table, other_claims_table, row_keys
from placewise.report.review_pairs import altered_pairs, reuse_pairs
from placewise.report.review_parts import parts_of
from placewise.report.review_rows import (
    candidate_table,
    change_table,
    level_table,
    masked_table,
    parts_table,
    reach_table,
    rival_table,
    similarity_table,
)

QUESTIONS = (
    "Would you know the place?",
    "What is anyone’s?",
    "Do the claims stand up?",
    "Do the figures agree?",
    "Does it make a case?",
)
"""What each of the five answers answers."""
MOST_STRIPS = 10
MOST_MARKS = 2500
"""Marks on all strips together: of many places, fewer strips are drawn."""
MOST_QUOTES = 6
HERE = "<!-- the document -->"
"""Where the document goes: after everything else, so that nothing touches its text."""


def review_html(review: Review) -> str:
    """Return the report on one document as a page of HTML."""
    keys = row_keys(review)
    document = shown_document(review, keys)
    parts, unit = parts_of(review)
    places = max(1, review.rivals["place"].n_unique())
    against = review.sector_against_horizontal
    written = page(
        "review.html",
        r=review,
        title=_title(review.document),
        size=_size(review),
        answers=_answers(review),
        threshold=f"{review.settings.threshold:g}",
        levels=level_chart(review),
        level_sentences=level_sentences(review),
        level_table=level_table(review),
        candidates=candidate_table(review),
        masked=masked_table(review.masked),
        away=_quotes(review, "gives the place away", longest=False),
        strips=claim_strips(review, min(MOST_STRIPS, max(2, MOST_MARKS // places))),
        rivals=rival_table(review),
        claims=claim_table(review, keys),
        other_claims=other_claims_table(review, keys),
        figures=figure_table(review, keys, checked=True),
        unchecked=figure_table(review, keys, checked=False),
        anyones=_quotes(review, "anyone's", longest=True),
        pairs=reuse_pairs(review.reuse),
        reused=review.reuse["passage"].n_unique(),
        changes=_changes(review.changes),
        altered=altered_pairs(review.changes),
        new=change_table(review.changes, "new"),
        dropped=change_table(review.changes, "dropped"),
        case=[row | {"text": quoted(row["text"], 500)} for row in review.case.to_dicts()],
        reach=reach_chart(review.reach, review.place.in_text),
        reach_table=reach_table(review.reach) if against is None else against_table(against),
        against_sentence=against_sentence(against),
        principle_blocks=principle_blocks(review.principles, review.judged),
        principle_counts=counts_sentence(review.judged),
        similarity=similarity_chart(review.similarity),
        similarity_table=similarity_table(review.similarity),
        parts=parts_chart(parts, unit),
        parts_table=parts_table(parts, unit),
        signs=signs_shown(review.marks),
        shortened=document.note,
        cannot_tell=review.cannot_tell.to_dicts(),
    )
    if document.note:
        written = _without_dead_links(written, document.html)
    return printable(written).replace(HERE, document.html, 1)


def _without_dead_links(written: str, document: str) -> str:
    """Return a page whose links to passages that were left out lead to where the text begins."""
    there = set(re.findall(r" id=(\w+)", document))
    return re.sub(
        r'href="#([gpt]\w*\d)"',
        lambda link: link[0] if link[1] in there else 'href="#text"',
        written,
    )


def _title(document: Document) -> str:
    """Return the title that a document gives itself, else its first heading, else its name."""
    first = next((passage for passage in document.passages[:20] if passage.kind == "heading"), None)
    return document.title or (quoted(first.text, 120) if first else "") or document.name


def _size(review: Review) -> str:
    """Return how long the document is, in words."""
    words = int(review.passages["words"].sum())
    pages = review.document.pages
    paged = "" if pages is None else "1 page, " if pages == 1 else f"{pages:,} pages, "
    return f"{paged}{words:,} words in {len(review.document.passages):,} passages"


def _answers(review: Review) -> list[tuple[str, str]]:
    """Return each answer with the question that it answers."""
    asked = [*QUESTIONS, *[""] * len(review.answers)]
    return list(zip(asked, review.answers, strict=False))


def level_sentences(review: Review) -> list[str]:
    """Say what the masked text tells, and the ceiling and floor beside it."""
    rows = {row["level"]: row for row in review.identification.iter_rows(named=True)}
    openings = (
        (2, "With every place name masked"),
        (0, "As it is written, names and all, which is the most that anyone could know"),
        (4, "With every capitalised word removed, which is the least that words can tell"),
    )
    return [
        _told(opening, rows[level], review.place.in_text)
        for level, opening in openings
        if level in rows
    ]


def _told(opening: str, row: Row, place: str) -> str:
    """Return rank, probability and 90 % set of the true place at one masking level."""
    considered = row["places_considered"]
    if row["rank"] is None:
        return f"{opening}: nothing tells; it could be about any of the {considered} places."
    inside = row["credible_set"]
    behind = "" if row["rank"] == 1 else f", behind {row['most_likely']}"
    held = (
        f"is {place} alone" if inside == 1 and row["in_credible_set"]
        else f"has {number_in_words(inside)} {'place' if inside == 1 else 'places'}"
        + (" with it among them" if row["in_credible_set"] else ", and it is not among them")
    )  # fmt: skip
    ranks = two_lines(
        opening,
        Clause(f"{place} ranks {ordinal(row['rank'])} of {considered}{behind}", ": "),
        f"that it is meant is {chance(row['probability'])}",
        f"the 90 % set {held}",
    )
    return f"{ranks} It rests on {row['basis']}."


def _quotes(review: Review, standing: str, *, longest: bool) -> list[Row]:
    """Return some passages of one standing: the longest, or those that tell most."""
    order = ["words"] if longest else ["probability", "words"]
    rows = review.passages.filter(pl.col("standing") == standing).sort(
        order, descending=True, nulls_last=True, maintain_order=True
    )
    text = review.document.text
    return [
        {
            "number": row["number"],
            "page": row["page"],
            "why": row["why"],
            "text": quoted(text[row["start"] : row["end"]], 320),
        }
        for row in rows.head(MOST_QUOTES).iter_rows(named=True)
    ]


def _changes(changes: pl.DataFrame) -> str:
    """Say how much of the plan stood in the earlier one."""
    counts: dict[str, Any] = dict(changes.group_by("standing").len().iter_rows())
    said = [
        f"{counts[standing]:,} {words}"
        for standing, words in (
            ("kept", "kept as they were"), ("altered", "altered"), ("new", "new"),
            ("dropped", "of the earlier one dropped"),
        )
        if standing in counts
    ]  # fmt: skip
    return f"Of its passages, {listed(said)}." if said else ""
