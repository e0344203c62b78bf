"""Terms of the field in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the field.

    Attributes:
        term: as a page writes it.
        meaning: one or two sentences that a councillor understands.
        forms: other forms of the term, such as its plural or abbreviation, by which a page uses it.
    """

    term: str
    meaning: str
    forms: tuple[str, ...] = ()
