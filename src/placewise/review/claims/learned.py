"""Claims by rules, weighed by what was learned of the words around them.

A logistic regression over the features of :mod:`placewise.review.claims.features` and the hits of
the rules: its weights are a table that ships. It drops what a rule finds in words that seldom
claim, and adds what no rule finds in words that mostly do. Sectors, numbers and years stay the
rules'.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from placewise.model.claims import Claim, ClaimLexicon, ClaimWeights, Concordance
from placewise.review.claims.features import (
    chains,
    features_of_a_sector,
    may_claim_a_strength,
    may_set_a_target,
    strength_features,
    target_features,
    words_of,
)
from placewise.review.claims.finder import RuleClaimFinder, claim_of
from placewise.review.claims.rules import Rules, clause_before, in_small_letters, other_place
from placewise.review.claims.sectors import Mention, mentions
from placewise.review.claims.strengths import sectors_named
from placewise.review.claims.targets import quantities, target_year
from placewise.review.sentences import Sentence

MOST_REASONS = 3
"""Features named for a claim, and as many against it."""
LETTER = re.compile(r"[a-z]")
"""A reason has one; marks count too, but tell a reader nothing."""
LEARNED = "words"
"""The name of the rule of a claim that no rule found."""


class LearnedClaimFinder(RuleClaimFinder):
    """Claims by rules, with strengths and targets weighed by their words."""

    def __init__(
        self,
        lexicon: ClaimLexicon,
        concordance: Concordance,
        weights: Mapping[str, ClaimWeights],
        own_names: Sequence[str] = (),
        other_names: Sequence[str] = (),
    ) -> None:
        """Prepare rules and weights.

        Args:
            lexicon: the cues.
            concordance: the sectors and their words.
            weights: for each kind, what was learned of it.
            own_names: names of the plan's place.
            other_names: names of other places, to tell their strengths from its own.
        """
        super().__init__(lexicon, concordance, own_names, other_names)
        self._of_strengths, self._of_targets = weights["sector strength"], weights["target"]

    def _strengths(self, sentence: Sentence) -> Iterator[Claim]:
        named = sectors_named(sentence.text, self._rules, self._index)
        if not named:
            return
        by_rule = {claim.sector: claim for claim in self._by_rule(sentence, named)}
        small = in_small_letters(sentence.text)
        best: dict[str, tuple[float, frozenset[str], Mention]] = {}
        for mention, found in strength_candidates(sentence.text, small, named, self._rules):
            claim = by_rule.get(mention.sector)
            odds = log_odds(self._of_strengths, found, None if claim is None else claim.stands)
            if mention.sector not in best or odds > best[mention.sector][0]:
                best[mention.sector] = (odds, found, mention)
        for sector in dict.fromkeys(mention.sector for mention in named):
            claim = by_rule.get(sector)
            if sector not in best:
                yield from () if claim is None or claim.stands else (claim,)
                continue
            odds, found, mention = best[sector]
            likely = odds >= self._of_strengths.threshold
            if not likely and (claim is None or claim.stands):
                continue
            if claim is None:
                before = clause_before(small, mention.start)
                place = other_place(before, "", self._rules, self._own, self._other)
                words = sentence.text[mention.start : mention.end]
                claim = claim_of(sentence, "sector strength", sector, LEARNED,
                                 "is called a strength by the words around it", words,
                                 place=place)  # fmt: skip
            elif likely and claim.place is None:
                claim = replace(claim, hedged=False, negated=False)
            yield replace(claim, why=f"{claim.why}; {reasons(self._of_strengths, found, odds)}")

    def _targets(self, sentence: Sentence) -> Iterator[Claim]:
        by_rule = next(super()._targets(sentence), None)
        small = in_small_letters(sentence.text)
        if not may_set_a_target(small):
            return
        found = target_features(sentence.text, small, words_of(sentence.text), self._rules)
        odds = log_odds(self._of_targets, found, True if by_rule is not None else None)
        if odds < self._of_targets.threshold:
            return
        claim = self._target_by_words(sentence) if by_rule is None else by_rule
        yield replace(claim, why=f"{claim.why}; {reasons(self._of_targets, found, odds)}")

    def _target_by_words(self, sentence: Sentence) -> Claim:
        """Return the target of a sentence in which no rule found it: its first quantity."""
        counted = quantities(sentence.text)
        first = counted[0] if counted else None
        words = sentence.text[first.start : first.end] if first else ""
        named = mentions(sentence.text, self._index)
        return claim_of(
            sentence, "target", named[0].sector if named else None, LEARNED,
            "is set as an aim by the words around it", words,
            number=first.quantity if first else None,
            unit=(first.counted or first.unit) if first else "", year=target_year(sentence.text),
        )  # fmt: skip


def strength_candidates(
    sentence: str, small: str, named: Sequence[Mention], rules: Rules
) -> Iterator[tuple[Mention, frozenset[str]]]:
    """Return the sectors of a sentence that it may call strengths, with their features.

    Args:
        sentence: the sentence.
        small: the same in small letters.
        named: the sectors that it names.
        rules: the compiled lexicon.
    """
    if not may_claim_a_strength(small):
        return
    words = words_of(sentence, named)
    for chain in chains(sentence, named):
        around = strength_features(small, words, chain, rules)
        for mention in chain:
            yield mention, around | features_of_a_sector(sentence, small, mention, rules)


def log_odds(weights: ClaimWeights, found: frozenset[str], stands: bool | None) -> float:
    """Return the log-odds of a claim.

    Args:
        weights: what was learned of its kind.
        found: its features.
        stands: does a rule find it, said outright (True) or weakened (False)? None: none does.
    """
    by_rule = 0.0 if stands is None else weights.stands if stands else weights.weakened
    return weights.intercept + by_rule + math.fsum(weights.words.get(one, 0.0) for one in found)


def reasons(weights: ClaimWeights, found: frozenset[str], odds: float) -> str:
    """Say how likely a claim is, and the features that speak most for and against it."""
    weighed = sorted(
        (weights.words[one], one)
        for one in found
        if one in weights.words and LETTER.search(one.partition(": ")[2] or one)
    )
    parts = [f"{1 / (1 + math.exp(-odds)):.0%} likely"]
    for said, most in (
        ("for it", [one for weight, one in weighed[::-1][:MOST_REASONS] if weight > 0]),
        ("against it", [one for weight, one in weighed[:MOST_REASONS] if weight < 0]),
    ):
        if most:
            parts.append(f"{said}: " + ", ".join(most))
    return "; ".join(parts)
