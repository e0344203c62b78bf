"""How each kind of mark is told apart: a word of the style sheet, a symbol, a meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of mark as the page shows it.

    Attributes:
        kind: one of :data:`placewise.model.review.MARK_KINDS`.
        code: its class in ``templates/review.css``, where its line and symbol are drawn.
        group: what it speaks of.
        meaning: what it says, in a few words.
        whole: is it about whole passages, and drawn at their edge?
    """

    kind: str
    code: str
    group: str
    meaning: str
    whole: bool = False


SIGNS = (
    Sign("gives the place away", "aw", "Passages", "a reader would know the place", True),
    Sign("anyone's", "an", "Passages", "it could stand in any strategy", True),
    Sign("reused", "re", "Passages", "it stands in another document"),
    Sign("strength without a barrier", "sb", "Passages", "a strength as the reason to act", True),
    Sign("claim supported", "cs", "Claims", "the tables bear it out"),
    Sign("claim not supported", "cn", "Claims", "the tables do not bear it out"),
    Sign("claim contradicted", "cc", "Claims", "the tables say the opposite"),
    Sign("claim not measurable", "cm", "Claims", "the tables cannot see it"),
    Sign("figure agrees", "fa", "Figures", "within rounding of the table"),
    Sign("figure differs", "fd", "Figures", "not what the table says"),
    Sign("figure not checkable", "fn", "Figures", "no table at hand has it"),
    Sign("masked name", "mn", "Names", "hidden when the document is read without names"),
)
"""The signs, in the order of the filter."""

BY_KIND = {sign.kind: sign for sign in SIGNS}
