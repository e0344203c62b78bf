"""Other strategies beside a document: what a corpus knows of its words, passages and claims."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import polars as pl

from placewise.data.claim_rates import rates_of, read_rates
from placewise.data.corpus import Corpus
from placewise.data.lexicons import read_claim_lexicon, read_concordance
from placewise.model.corpus import Entry, Indexing
from placewise.model.document import Document
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.identification.profiles import WordProfiles
from placewise.review.likeness import SingleWords
from placewise.review.reuse.names import own_name_spans
from placewise.workbench.corpus import words_indexing
from placewise.workbench.document_claims import sectors_claimed
from placewise.workbench.reviewing.facts import Candidates
from placewise.workbench.reviewing.review import OtherStrategies
from placewise.workbench.reviewing.similar import similarity_rows
from placewise.workbench.reviewing.standing import reused
from placewise.workbench.reviewing.words import (
    kept_single_words,
    profiles_beside,
    word_profiles,
    words_at,
)
from placewise.workbench.tables import Tables

CLAIMS = "claims"
"""Name of the table of claimed sectors that a corpus keeps with each document."""
FEW_STRATEGIES = 12
"""Strategies below which their own rates of claims say less than those that ship."""


def strategy_indexing() -> Indexing:
    """Return what is computed of every strategy of a corpus: its words, and what it claims."""
    lexicon, concordance = read_claim_lexicon(), read_concordance()

    def claims(document: Document, entry: Entry) -> pl.DataFrame:
        finder = RuleClaimFinder(lexicon, concordance, [entry.place])
        keys = sorted(sectors_claimed(finder.strengths(document)))
        return pl.DataFrame({"sector": keys}, schema={"sector": pl.String})

    return words_indexing(
        own_name_spans, "words without the own name and claimed sectors, 2", {CLAIMS: claims}
    )


class StrategiesBeside:
    """A corpus, opened once for many reviews."""

    def __init__(self, folder: Path) -> None:
        self._corpus = Corpus.open(folder).indexed_by(strategy_indexing())
        self._documents = self._corpus.documents()
        self._claims = (
            self._corpus.attached(CLAIMS).collect() if self._documents.height else pl.DataFrame(
                schema={"document": pl.String, "sector": pl.String}
            )
        )  # fmt: skip

    @cached_property
    def _words(self) -> WordProfiles:
        return word_profiles(self._corpus)

    @cached_property
    def _single(self) -> SingleWords:
        return kept_single_words(self._corpus, self._words)

    def _single_words(self, profiles: WordProfiles) -> SingleWords:
        """Return the single words of profiles: those that are kept if no place was left out."""
        return self._single if profiles is self._words else SingleWords.of(profiles)

    def prepare(self) -> None:
        """Read the words of the corpus."""
        _ = self._words

    def of(self, document: Document, candidates: Candidates, tables: Tables) -> OtherStrategies:
        """Return what the corpus says of one document; the document itself is left out."""
        place = candidates.places[candidates.own]
        others = self._documents.filter(pl.col("sha256") != document.sha256)
        profiles = profiles_beside(self._words, self._documents, document, candidates)
        similarity, note = similarity_rows(document, place, profiles, tables, self._single_words)
        elsewhere = others.filter(pl.col("place").str.to_lowercase() != place.name.casefold())
        claiming = self._claiming(elsewhere)
        rates = (
            rates_of(claiming, elsewhere.height)
            if elsewhere.height >= FEW_STRATEGIES
            else read_rates()
        )
        return OtherStrategies(
            documents=elsewhere.height,
            words=words_at(profiles, candidates),
            similarity=similarity,
            reused=reused(document, place.name, self._corpus, own_name_spans),
            claiming=claiming,
            rates=rates,
            notes=(
                f"The corpus holds {elsewhere.height:,} documents of "
                f"{elsewhere['place'].n_unique():,} other places.",
                note,
            ),
        )

    def _claiming(self, documents: pl.DataFrame) -> Mapping[str, int]:
        """Return how many of some documents claim each sector."""
        rows = self._claims.join(documents.select("document"), on="document")
        counts = rows.unique(["document", "sector"]).group_by("sector").len()
        return dict(counts.iter_rows())
