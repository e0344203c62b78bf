"""Where a review is prepared: names, subjects, sectors and cues, read once for many documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from placewise.data.claim_rates import read_rates
from placewise.data.figure_subjects import figure_subjects
from placewise.data.lexicons import read_claim_lexicon
from placewise.data.places import all_places, places_of_kind
from placewise.model.claims import ClaimLexicon
from placewise.model.document import Document
from placewise.model.figures import Subject
from placewise.model.place_names import PlaceNamesOfOneCountry
from placewise.model.review import Review, ReviewSettings
from placewise.model.store import Store
from placewise.model.words import Place
from placewise.review.claims.finder import RuleClaimFinder
from placewise.review.masking.matching import compile_names
from placewise.workbench.masking import names_for
from placewise.workbench.reviewing.beside import StrategiesBeside
from placewise.workbench.reviewing.facts import Candidates, sector_strengths
from placewise.workbench.reviewing.review import (
    OtherStrategies,
    Reader,
    diagnosis_settings,
    review_document,
)
from placewise.workbench.sectors import SectorAssessments


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Files of a user's own that are read over those that ship.

    Attributes:
        names: lists of place names, adjectives and abbreviations.
        subjects: subjects of figures.
        claims: cues of claims.
        sectors: sectors and their codes.
    """

    names: tuple[Path, ...] = ()
    subjects: Path | None = None
    claims: Path | None = None
    sectors: Path | None = None


class ReviewDesk:
    """Reads what all reviews of a store share once, and reviews documents one by one."""

    def __init__(
        self, store: Store, sectors: SectorAssessments, own: OwnFiles, corpus: Path | None
    ) -> None:
        self._store = store
        self._sectors = sectors
        self._own = own
        self._corpus = corpus

    @cached_property
    def _names(self) -> PlaceNamesOfOneCountry:
        return names_for(self._store, self._own.names)

    @cached_property
    def _subjects(self) -> tuple[Subject, ...]:
        return figure_subjects(self._own.subjects)

    @cached_property
    def _lexicon(self) -> ClaimLexicon:
        return read_claim_lexicon(self._own.claims)

    @cached_property
    def _beside(self) -> StrategiesBeside | None:
        return None if self._corpus is None else StrategiesBeside(self._corpus)

    @cached_property
    def _place_names(self) -> frozenset[str]:
        return frozenset(place.name for place in all_places(self._store))

    def prepare(self, place: Place, settings: ReviewSettings) -> None:
        """Read and compute what a review needs whatever its document says.

        The names of the country, the words of the corpus, and how all candidates stand in every
        sector.

        Args:
            place: the place that the document is about.
            settings: what is asked.
        """
        _ = (self._subjects, self._lexicon, self._place_names)
        compile_names(self._names)
        if self._beside is not None:
            self._beside.prepare()
        candidates = self.candidates(place, settings.kind)
        sector_strengths(self._sectors, place, candidates, diagnosis_settings(settings))

    def reader(self, place: Place) -> Reader:
        """Return what a document of one place is read with."""
        concordance = self._sectors.concordance
        finder = RuleClaimFinder(
            self._lexicon, concordance, [place.name], sorted(self._place_names - {place.name})
        )
        return Reader(self._names, self._subjects, concordance, finder, self._lexicon)

    def review(
        self, document: Document, place: Place, settings: ReviewSettings, command: str
    ) -> Review:
        """Review one document.

        Args:
            document: the document.
            place: the place it is about.
            settings: what is asked.
            command: the command that makes the review again.

        Raises:
            InputError: there is no other place to compare with.
        """
        candidates = self.candidates(place, settings.kind)

        def others() -> OtherStrategies:
            if self._beside is None:
                return OtherStrategies(rates=read_rates())
            return self._beside.of(document, candidates, self._sectors.tables)

        return review_document(
            self._store, self._sectors, document, candidates, settings, self.reader(place), others,
            command,
        )  # fmt: skip

    def candidates(self, place: Place, kind: str | None) -> Candidates:
        """Return the places that a document could be about: those of one kind, and its own."""
        others: Iterable[Place] = (
            self._store.own_places()
            if place.kind == "own" and kind is None
            else places_of_kind(self._store, kind or place.kind)
        )
        places = tuple(dict.fromkeys([*others, place]))
        return Candidates(places, places.index(place))
