"""Finding claims: by rules, or by anything else that keeps the same promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from placewise.model.claims import Claim, ClaimLexicon, Concordance
from placewise.model.document import Document
from placewise.review.claims.labelled import opens_a_list
from placewise.review.claims.rules import (
    Rules,
    clause_before,
    in_small_letters,
    is_of_a_town,
    other_place,
    rules_of,
)
from placewise.review.claims.sectors import SectorIndex, mentions, sector_index
from placewise.review.claims.strengths import strengths
from placewise.review.claims.targets import targets
from placewise.review.sentences import Sentence, sentences


class ClaimFinder(Protocol):
    """Whatever finds the claims of a document."""

    def find(self, document: Document) -> tuple[Claim, ...]:
        """Return the claims in the order they stand."""
        ...


class RuleClaimFinder:
    """Claims by the rules of a lexicon: every claim says which rule and words found it."""

    def __init__(
        self,
        lexicon: ClaimLexicon,
        concordance: Concordance,
        own_names: Sequence[str] = (),
        other_names: Sequence[str] = (),
    ) -> None:
        """Prepare the rules.

        Args:
            lexicon: the cues.
            concordance: the sectors and their words.
            own_names: names of the plan's place.
            other_names: names of other places, to tell their strengths from its own.
        """
        self._rules = rules_of(lexicon)
        self._index = sector_index(concordance)
        self._own = frozenset(name.casefold() for name in own_names)
        self._other = frozenset(name.casefold() for name in other_names) - self._own

    def find(self, document: Document) -> tuple[Claim, ...]:
        """Return the claims in the order they stand."""
        of_a_town = is_of_a_town(document.text)
        return tuple(
            claim for sentence, under in _under_labels(document)
            for claim in self._of(sentence, under, of_a_town=of_a_town)
        )  # fmt: skip

    def strengths(self, document: Document) -> tuple[Claim, ...]:
        """Return the sector strengths alone, which is all that a corpus keeps of a document."""
        of_a_town = is_of_a_town(document.text)
        return tuple(
            claim for sentence in sentences(document)
            for claim in self._strengths(sentence, of_a_town=of_a_town)
        )  # fmt: skip

    def _of(self, sentence: Sentence, under: str, *, of_a_town: bool) -> Iterator[Claim]:
        yield from self._strengths(sentence, of_a_town=of_a_town)
        yield from self._targets(sentence, under)
        for kind in ("challenge", "commitment", "causal claim", "comparison"):
            yield from _first_of_kind(kind, sentence, self._rules, self._index)

    def _strengths(self, sentence: Sentence, *, of_a_town: bool) -> Iterator[Claim]:
        for one in strengths(sentence.text, self._rules, self._index):
            before = clause_before(in_small_letters(sentence.text), one.cue_start)
            place = other_place(
                before, one.scope, self._rules, self._own, self._other, of_a_town=of_a_town
            )
            yield _claim(
                sentence, "sector strength", one.sector, one.rule.cue.name, one.rule.cue.says,
                one.cue, place=place, hedged=one.hedged, negated=one.negated,
            )  # fmt: skip

    def _targets(self, sentence: Sentence, under: str) -> Iterator[Claim]:
        for one in targets(sentence.text, self._rules, under):
            named = mentions(sentence.text, self._index)
            quantity = one.quantity
            yield _claim(
                sentence, "target", named[0].sector if named else None, one.rule.cue.name,
                one.rule.cue.says, one.cue,
                number=quantity.quantity if quantity else None,
                unit=(quantity.counted or quantity.unit) if quantity else "", year=one.year,
            )  # fmt: skip


def _under_labels(document: Document) -> Iterator[tuple[Sentence, str]]:
    """Return the sentences, each with the label of the list of objectives that it stands in."""
    under, passage = "", None
    for sentence in sentences(document):
        if sentence.passage is not passage:
            under, passage = "", sentence.passage
        yield sentence, under
        under = opens_a_list(in_small_letters(sentence.text), under)


def _first_of_kind(
    kind: str, sentence: Sentence, rules: Rules, index: SectorIndex
) -> Iterator[Claim]:
    """Return at most one claim of a kind that needs no sector."""
    text = in_small_letters(sentence.text)
    for rule in rules.near(kind, text):
        match = rule.pattern.search(text)
        if match:
            clause = clause_before(text, match.start())
            named = mentions(sentence.text, index)
            yield _claim(
                sentence, kind, named[0].sector if named else None, rule.cue.name, rule.cue.says,
                sentence.text[match.start() : match.end()],
                hedged=kind in {"causal claim", "challenge"} and bool(rules.hedges.search(clause)),
                negated=bool(rules.negations.search(clause[-40:])) and kind != "challenge",
            )  # fmt: skip
            return


def _claim(
    sentence: Sentence,
    kind: str,
    sector: str | None,
    rule: str,
    says: str,
    cue: str,
    *,
    place: str | None = None,
    hedged: bool = False,
    negated: bool = False,
    number: float | None = None,
    unit: str = "",
    year: int | None = None,
) -> Claim:
    words = " ".join(cue.split())
    return Claim(
        text=sentence.text,
        start=sentence.start,
        end=sentence.start + len(sentence.text),
        passage=sentence.passage.number,
        page=sentence.passage.page,
        kind=kind,
        sector=sector,
        place=place,
        hedged=hedged,
        negated=negated,
        why=f'{rule}: "{words}" {says}',
        number=number,
        unit=unit,
        year=year,
    )
