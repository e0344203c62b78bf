"""What stands elsewhere: passages of other places' documents, and the place's own earlier plan."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from placewise.data.corpus import Corpus
from placewise.model.document import Document
from placewise.model.reuse import DocumentReuse
from placewise.model.review import TABLES
from placewise.workbench.corpus import Ignoring, changes_since, earlier_plans, reuse_of

MOST_MATCHES = 3
"""Other documents shown side by side for one passage; every passage has its count."""


@dataclass(frozen=True, slots=True)
class Reused:
    """What a corpus knows of the passages of a document.

    Attributes:
        reuse: as ``Review.reuse``.
        changes: as ``Review.changes``.
        found: the counts behind them; None without a corpus.
        earlier: name of the earlier plan that was compared; None without one.
    """

    reuse: pl.DataFrame
    changes: pl.DataFrame
    found: DocumentReuse | None
    earlier: str | None


def nothing_reused() -> Reused:
    """Return what is known without a corpus."""
    empty = {name: pl.DataFrame(schema=TABLES[name]) for name in ("reuse", "changes")}
    return Reused(empty["reuse"], empty["changes"], None, None)


def reused(document: Document, place: str, corpus: Corpus, ignoring: Ignoring) -> Reused:
    """Look for the passages of a document in a corpus.

    Args:
        document: the document.
        place: its place, as the corpus names it.
        corpus: the corpus.
        ignoring: what the corpus was indexed with.
    """
    found = reuse_of(document, place, corpus, ignoring)
    plans = earlier_plans(corpus, place, document.sha256)
    changes, earlier = pl.DataFrame(schema=TABLES["changes"]), None
    if plans.height:
        row = plans.row(-1, named=True)
        earlier = " ".join(filter(None, [row["title"] or row["name"], row["year"]]))
        changes = _change_rows(document, corpus.document(row["document"]), place, ignoring)
    return Reused(_reuse_rows(document, corpus, found), changes, found, earlier)


def _reuse_rows(document: Document, corpus: Corpus, found: DocumentReuse) -> pl.DataFrame:
    """Return the matches of every passage, the most alike first, with both texts."""
    about = {row["document"]: row for row in corpus.documents().iter_rows(named=True)}
    others: dict[str, Document] = {}
    places = dict(found.passages.select("passage", "places").iter_rows())
    rows = []
    shown: dict[int, int] = {}
    for match in found.matches.iter_rows(named=True):
        number = match["passage"]
        shown[number] = shown.get(number, 0) + 1
        if shown[number] > MOST_MATCHES:
            continue
        name = match["document"]
        other = others.setdefault(name, corpus.document(name))
        there = other.passage_at(match["other_start"])
        text = document.text[match["start"] : match["end"]]
        other_text = other.text[match["other_start"] : match["other_end"]]
        passage = document.passages[number]
        rows.append(
            {
                "passage": number, "page": passage.page, "start": match["start"],
                "end": match["end"], "text": text, "place": match["place"],
                "document": about[name]["title"] or about[name]["name"],
                "other_page": there.page if there else None, "other_text": other_text,
                "share": match["share"], "places": places[number],
                "names_differ": text.casefold().split() != other_text.casefold().split()
                and match["share"] >= 1.0,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["reuse"], orient="row")


def _change_rows(
    document: Document, earlier: Document, place: str, ignoring: Ignoring
) -> pl.DataFrame:
    """Return passages kept, altered and new, and those of the earlier plan that were dropped."""
    changes = changes_since(document, earlier, place, ignoring)
    rows = []
    for row in changes.passages.filter(pl.col("change") != "too short").iter_rows(named=True):
        passage = document.passages[row["passage"]]
        there = earlier.passage_at(row["other_start"]) if row["other_start"] is not None else None
        rows.append(
            (
                row["change"], passage.number, passage.page, passage.text,
                there.page if there else None,
                earlier.text[row["other_start"] : row["other_end"]] if there else None,
                row["share"],
            )
        )  # fmt: skip
    for number in changes.dropped["passage"]:
        passage = earlier.passages[number]
        rows.append(("dropped", None, None, None, passage.page, passage.text, None))
    return pl.DataFrame(rows, schema=TABLES["changes"], orient="row")
