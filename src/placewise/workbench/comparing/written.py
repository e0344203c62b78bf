"""Written strategies of many places: how far apart their words are, beside their diagnoses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.data.corpus import Corpus
from placewise.model.comparison import WRITTEN
from placewise.plan.mixes import WrittenLikeness, written_likeness
from placewise.workbench.reviewing.beside import strategy_indexing
from placewise.workbench.reviewing.words import kept_single_words, word_profiles

Floats = NDArray[np.float64]
Texts = tuple[list[int], Floats]
"""Positions of the places that have a strategy, and how far apart their words are."""

FEWEST = 5
"""Fewest places with a strategy and a diagnosis that can be compared."""
LEVEL = 0.9
CLOSER, FURTHER, AS_EXPECTED = "closer", "further", "as the diagnosis leads one to expect"
"""What may be said of the words of a place beside its diagnosis."""


def words_apart(corpus: Path, names: Sequence[str]) -> Texts:
    """Return which places have a strategy in a corpus, and how far apart their words are.

    Args:
        corpus: its folder.
        names: of places.

    Returns:
        Positions of the N places that have one, and (N, N) one less the cosine of weighted single
        words.

    Raises:
        WorkspaceError: there is no corpus.
    """
    opened = Corpus.open(corpus).indexed_by(strategy_indexing())
    profiles = word_profiles(opened)
    words = kept_single_words(opened, profiles)
    row = {name.casefold(): at for at, name in enumerate(profiles.places)}
    have = [at for at, name in enumerate(names) if name.casefold() in row]
    rows = [row[names[at].casefold()] for at in have]
    norm = words.norm[rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = words.products[np.ix_(rows, rows)] / np.outer(norm, norm)
    apart = np.clip(1.0 - np.where(np.isfinite(cosine), cosine, 0.0), 0.0, None)
    np.fill_diagonal(apart, 0.0)
    return have, (apart + apart.T) / 2


def written_rows(
    names: Sequence[str], texts: Floats, diagnoses: Floats, seed: int
) -> tuple[pl.DataFrame, WrittenLikeness]:
    """Return columns :data:`placewise.model.comparison.WRITTEN`, furthest first, and the line."""
    found = written_likeness(texts, diagnoses, seed=seed, level=LEVEL)
    rows = [
        (name, float(found.place[at]), float(found.lower[at]), float(found.upper[at]),
         FURTHER if found.lower[at] > 0 else CLOSER if found.upper[at] < 0 else AS_EXPECTED)
        for at, name in enumerate(names)
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema=WRITTEN, orient="row")
    return table.sort("residual", descending=True), found
