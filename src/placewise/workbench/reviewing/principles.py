"""The checklist of principles, run over a strategy under review."""

from __future__ import annotations

from placewise.data.principle_words import read_sayings
from placewise.data.principles import read_principles
from placewise.model.claims import ClaimLexicon
from placewise.model.principles import Judged, Principle
from placewise.model.review import Review
from placewise.plan.principles import check_principles
from placewise.review.observed import strategy_observations


def judge_strategy(
    review: Review, lexicon: ClaimLexicon
) -> tuple[tuple[Principle, ...], tuple[Judged, ...]]:
    """Return the checklist, and what is said of each principle, from a review alone.

    Args:
        review: the review; its own ``principles`` and ``judged`` are not read.
        lexicon: the words for barriers.
    """
    principles = read_principles()
    seen = strategy_observations(review, read_sayings(), lexicon)
    return principles, check_principles(principles, seen)
