"""The words of a corpus, place by place: computed once, kept beside it, and grown with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from placewise.data.corpus import Corpus
from placewise.data.derived import read_derived, write_derived
from placewise.model.document import Document
from placewise.review.identification.features import terms_of
from placewise.review.identification.identify import Candidates as WordCandidates
from placewise.review.identification.profiles import WordProfiles
from placewise.review.identification.shipped import CALIBRATIONS
from placewise.review.likeness import SingleWords
from placewise.workbench.reviewing.facts import Candidates

NAME = "words of places"
SINGLE = "single words of places"
MADE_OF = "made_of"
"""Name of the array that lists the documents which profiles were made of."""

Progress = Callable[[str], None]


def word_profiles(corpus: Corpus, progress: Progress = lambda _: None) -> WordProfiles:
    """Return the words of every place of a corpus.

    What was kept is extended by the documents that came since; if one of its documents was removed,
    all are read again.

    Args:
        corpus: the corpus.
        progress: called with the place of each document that is read.
    """
    wanted = corpus.documents()["document"].to_list()
    kept = read_derived(corpus.folder, NAME)
    have = set(kept[MADE_OF].tolist()) if kept is not None and MADE_OF in kept else set()
    if kept is None or not have <= set(wanted):
        profiles, have = WordProfiles.build([]), set()
    else:
        profiles = WordProfiles.from_arrays({k: v for k, v in kept.items() if k != MADE_OF})
    if have == set(wanted):
        return profiles

    def new() -> list[tuple[str, str]]:
        found = []
        for place, name, text in corpus.texts():
            if name not in have:
                progress(place)
                found.append((place, text))
        return found

    grown = profiles.extended(new())
    made_of = np.array(sorted(wanted), dtype=np.str_)
    write_derived(corpus.folder, NAME, grown.to_arrays() | {MADE_OF: made_of})
    return grown


def kept_single_words(corpus: Corpus, profiles: WordProfiles) -> SingleWords:
    """Return the single words of all places of a corpus: computed once, and kept beside it.

    Args:
        corpus: the corpus.
        profiles: the words of every place of it.
    """
    made_of = np.array(sorted(corpus.documents()["document"]), dtype=np.str_)
    kept = read_derived(corpus.folder, SINGLE)
    wanted = {MADE_OF, *SingleWords.__slots__}
    if kept is not None and set(kept) == wanted and np.array_equal(kept[MADE_OF], made_of):
        return SingleWords.from_arrays(kept)
    words = SingleWords.of(profiles)
    write_derived(corpus.folder, SINGLE, words.to_arrays() | {MADE_OF: made_of})
    return words


def profiles_beside(
    profiles: WordProfiles, documents: pl.DataFrame, document: Document, candidates: Candidates
) -> WordProfiles:
    """Return the words of the other documents of the candidates.

    The document itself is taken out of the words of its place: no text should be known by itself.

    Args:
        profiles: the words of every place of the corpus.
        documents: the documents of the corpus.
        document: the document under review.
        candidates: the places it could be about; other places of the corpus are left out.
    """
    same = documents.filter(pl.col("sha256") == document.sha256)
    for place in same["place"]:
        profiles = profiles.without(place, terms_of(document.text))
    known = {name.casefold(): name for name in candidates.names}
    return profiles.only({p: known[p.casefold()] for p in profiles.places if p.casefold() in known})


def words_at(
    profiles: WordProfiles, candidates: Candidates
) -> Callable[[int], WordCandidates] | None:
    """Return the candidates with the words of their documents, for each masking level.

    Returns:
        None where no candidate has a document.
    """
    if not profiles.places:
        return None

    def at(level: int) -> WordCandidates:
        return WordCandidates(tuple(candidates.names), profiles, CALIBRATIONS[level])

    return at
