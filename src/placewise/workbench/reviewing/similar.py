"""How alike a strategy is to others, beside how alike its place is to theirs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from placewise.errors import NotAvailableError
from placewise.model.diagnosis import DiagnosisSettings
from placewise.model.document import Document
from placewise.model.review import TABLES
from placewise.model.words import Place
from placewise.review.identification.features import terms_of
from placewise.review.identification.profiles import WordProfiles
from placewise.review.likeness import SingleWords, likeness_of_mixes, similarity_of_words
from placewise.review.similarity import FEWEST, expected_similarity
from placewise.workbench.tables import Tables


def similarity_rows(
    document: Document,
    place: Place,
    profiles: WordProfiles,
    tables: Tables,
    single_words: Callable[[WordProfiles], SingleWords] = SingleWords.of,
) -> tuple[pl.DataFrame, str]:
    """Return one row another place with a document, and a note on what they rest on.

    Args:
        document: the document.
        place: its place.
        profiles: the words of the other documents, by place; its own place is left out.
        tables: the tables of the store, for the mix of industries of every place.
        single_words: what gives the single words of profiles, where they are kept.
    """
    empty = pl.DataFrame(schema=TABLES["similarity"])
    others = profiles.only({name: name for name in profiles.places if name != place.name})
    known = _shares(place, tables)
    named = [name for name in others.places if name in known]
    if place.name not in known or len(named) + 1 < FEWEST:
        return empty, (
            "How alike this strategy should be to others cannot be told: "
            f"{len(named)} other places have a document and a known mix of industries, "
            f"{FEWEST - 1} are needed."
        )
    others = others.only({name: name for name in named})
    similarity = similarity_of_words(terms_of(document.text), single_words(others))
    shares = np.array([known[name] for name in (place.name, *others.places)])
    found = expected_similarity(similarity, likeness_of_mixes(shares))
    rows = [
        {
            "place": name, "document": None, "similarity": float(similarity[0, at]),
            "expected": float(found.expected[0, at]), "lower": float(found.lower[0, at]),
            "upper": float(found.upper[0, at]), "residual": float(found.residual[0, at]),
            "standing": "as expected"
            if found.lower[0, at] <= similarity[0, at] <= found.upper[0, at]
            else "more alike than the places are" if found.residual[0, at] > 0
            else "less alike than the places are",
        }
        for at, name in enumerate(others.places, 1)
    ]  # fmt: skip
    rank = 1 + int(np.sum(found.own[1:] > found.own[0]))
    return pl.DataFrame(rows, schema=TABLES["similarity"], orient="row").sort(
        "residual", descending=True
    ), (
        f"Of {len(rows) + 1} strategies this one is number {rank} in how much it is like all "
        "others, given how alike the places are in their mix of industries. No likeness is good "
        "or bad in itself."
    )


def _shares(place: Place, tables: Tables) -> dict[str, list[float]]:
    """Return the mix of industries of every place of a kind, by the broadest table of jobs."""
    try:
        entries, _ = tables.choose(place, None, None)
    except NotAvailableError:
        return {}
    entry = next((e for e in entries if e.measure == "jobs"), entries[0])
    table = tables.build(entry, place, DiagnosisSettings().against)
    shares = table.values / table.place_totals[:, None]
    return {
        one.name: row.tolist()
        for one, row in zip(table.places, shares, strict=True)
        if np.isfinite(row).any()
    }
