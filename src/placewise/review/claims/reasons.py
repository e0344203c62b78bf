"""Strengths that stand as reasons to intervene, and what a plan would do across sectors.

A strength says nothing by itself about a case for intervention; a barrier with a failure behind it
does. So a passage that promises to act on a strength, and names no barrier nearby, is pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from placewise.model.claims import Action, Claim, ClaimLexicon, StrengthAsReason
from placewise.model.document import Document, Passage
from placewise.model.wording import Clause, listed, two_lines
from placewise.review.claims.rules import Rules, in_small_letters, rules_of
from placewise.review.sentences import WORDS_OF_CLAIMS, split

NEIGHBOURS = 1
"""Passages before and behind in which a barrier would count."""


def strengths_as_reasons(
    document: Document, claims: Iterable[Claim], lexicon: ClaimLexicon
) -> tuple[StrengthAsReason, ...]:
    """Return the passages in which a strength is the only reason for what would be done.

    Args:
        document: the document.
        claims: its claims.
        lexicon: the words for barriers and interventions.
    """
    rules = rules_of(lexicon)
    claimed: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.kind == "sector strength" and claim.place is None and not claim.negated:
            claimed.setdefault(claim.passage, []).append(claim)
    kept = [p for p in document.passages if p.kind in WORDS_OF_CLAIMS]
    found = (
        _reason(kept, index, claimed[passage.number], rules)
        for index, passage in enumerate(kept)
        if passage.number in claimed
    )
    return tuple(reason for reason in found if reason is not None)


def _reason(
    passages: list[Passage], index: int, strengths: list[Claim], rules: Rules
) -> StrengthAsReason | None:
    """Return the finding for one passage; None if nothing is promised or a barrier is named."""
    passage = passages[index]
    promise = _promise(passage, rules)
    near = passages[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
    if promise is None or any(rules.barriers.search(in_small_letters(p.text)) for p in near):
        return None
    sectors = tuple(dict.fromkeys(claim.sector for claim in strengths if claim.sector))
    return StrengthAsReason(
        passage=passage.number,
        page=passage.page,
        start=passage.start,
        end=passage.end,
        sectors=sectors,
        strength=strengths[0].why,
        intervention=promise,
        reason=two_lines(
            f'A strength in {listed(list(sectors))} stands as the reason to act ("{promise}")',
            Clause(
                "neither this passage nor its neighbours name a barrier or a failure that action "
                "would remove",
                ", and ",
            ),
        ),
    )


def _promise(passage: Passage, rules: Rules) -> str | None:
    """Return the words that promise to act; None without any."""
    for sentence in split(passage):
        match = rules.interventions.search(in_small_letters(sentence.text))
        if match:
            return " ".join(sentence.text[match.start() : match.end()].split())
    return None


def horizontal_actions(document: Document, lexicon: ClaimLexicon) -> tuple[Action, ...]:
    """Return what a plan would do across sectors, kind by kind, with the passages.

    A passage counts where one sentence both promises to act and names the kind of action.
    """
    rules = rules_of(lexicon)
    passages: dict[str, list[int]] = {kind: [] for kind in rules.horizontal}
    for kind, number in _promised(document, rules):
        if passages[kind][-1:] != [number]:
            passages[kind].append(number)
    return tuple(Action(kind, tuple(numbers)) for kind, numbers in passages.items())


def _promised(document: Document, rules: Rules) -> Iterator[tuple[str, int]]:
    for passage in document.passages:
        if passage.kind not in WORDS_OF_CLAIMS:
            continue
        for sentence in split(passage):
            text = in_small_letters(sentence.text)
            if rules.interventions.search(text):
                kinds: list[tuple[str, re.Pattern[str]]] = list(rules.horizontal.items())
                yield from ((k, passage.number) for k, words in kinds if words.search(text))
