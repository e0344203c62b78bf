"""The job of masking: names from a store, a text, and what was hidden in it as a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from placewise.data.gazetteer import place_names
from placewise.model.document import Document
from placewise.model.masking import MaskedText
from placewise.model.place_names import PlaceNamesOfOneCountry
from placewise.model.review import TABLES
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.review.masking import mask

COLUMNS = ("span", "kind", "level", "reason", "page", "start", "end", "count")
"""Columns of the table of what was masked."""


def names_for(store: Store, lists: Iterable[Path] = ()) -> PlaceNamesOfOneCountry:
    """Return the names of the country that a store describes; build them once and keep them.

    Args:
        store: a workspace or the sample.
        lists: files of names of the user's.
    """
    return place_names(store, lists)


def mask_document(
    document: Document, names: PlaceNamesOfOneCountry, place: Place, level: int
) -> MaskedText:
    """Mask the text of a document; offsets are those of ``Document.text``."""
    return mask(document.text, names, place, level)


def masked_rows(document: Document, masked: MaskedText) -> pl.DataFrame:
    """Return a row for each span that was masked, in reading order, as ``Review.masked``."""
    rows = []
    for span in masked.spans:
        passage = document.passage_at(span.start)
        rows.append(
            (
                span.start, span.end, " ".join(span.text.split()), span.kind, span.level,
                span.reason, passage.page if passage else None,
                passage.number if passage else None,
            )
        )  # fmt: skip
    return pl.DataFrame(rows, schema=TABLES["masked"], orient="row")


def masked_table(masked: MaskedText, document: Document) -> pl.DataFrame:
    """Return what was masked: a row for each span in reading order.

    ``count`` says how often the same text was masked as the same kind in the whole document;
    ``page`` is missing where the format has no pages.
    """
    rows = masked_rows(document, masked).rename({"text": "span"})
    return rows.with_columns(count=pl.len().over("span", "kind").cast(pl.Int64)).select(COLUMNS)
