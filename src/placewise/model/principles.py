"""Principles of good local strategies: what each asks, what it rests on, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = ("met", "not met", "cannot tell")
"""What may be said of a principle. They are never added up."""
FORMS = ("yes", "part", "some", "years", "comparator")
"""What a passage found by words shows: that a question is answered; one of the parts that are
counted; that something is said of some, never of all; a number of years; or what a comparison is
made with."""
RELIABLE = 0.8
"""Share of a rule's finds that must have been right when they were read, for it to decide."""
SUBJECTS = ("plan", "strategy")
"""What the checklist is run over: a plan that was computed, or a strategy under review."""
STATUSES = ("direct", "secondary", "derived", "memory", "proposal")
"""What a principle or a bound rests on: read at the source; in an excerpt or a third party; worked
out; remembered; or made by this project."""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that a principle asks for. It holds from ``least`` to ``most``.

    Attributes:
        fact: a stable word for the fact, with which observations are matched.
        asks: what is counted or measured, in words with its unit. Yes is 1, no is 0.
        least: least value with which it holds; None for no bound.
        most: greatest value with which it holds; None for no bound.
        bound_status: what the bounds rest on, one of :data:`STATUSES`.
        settles: what would settle it where it cannot be told, one sentence.
    """

    fact: str
    asks: str
    least: float | None
    most: float | None
    bound_status: str
    settles: str = ""

    @property
    def bounds(self) -> str:
        """Return the bounds in words."""
        if self.least is not None and self.least == self.most:
            return f"{self.least:g}"
        parts = [
            f"at least {self.least:g}" if self.least is not None else "",
            f"at most {self.most:g}" if self.most is not None else "",
        ]
        return " and ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle of the checklist.

    Attributes:
        key: a stable word for it.
        group: the heading it stands under.
        rule: what it asks of a strategy, one sentence.
        source: who says so, and where.
        source_url: where it can be read, or "".
        status: how far the source was read, one of :data:`STATUSES`.
        questions: facts that decide on it; all must hold.
        note: what a reader must know of it, or "".
    """

    key: str
    group: str
    rule: str
    source: str
    source_url: str
    status: str
    questions: tuple[Question, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one fact in a plan or a strategy.

    What was looked for and not found is an observation too: value 0, and where it was looked for.
    What nobody looked for has no observation.

    Attributes:
        fact: the word of the fact.
        value: what was counted or measured; None where it was looked for but cannot be counted, and
            the interval alone is known.
        where: the passage's page, or the table and the row of the number, or what was searched.
        passage: the words of the passage, or the number in words; "" where nothing was found.
        lower: lower end of the value's interval; None where it is exact.
        upper: upper end.
        page: the page of the passage; None where there are no pages or there is no passage.
        number: the number of the passage in its document; None where there is no passage.
    """

    fact: str
    value: float | None
    where: str
    passage: str = ""
    lower: float | None = None
    upper: float | None = None
    page: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """Words by which a strategy says what a principle asks for.

    Attributes:
        fact: the word of the fact.
        part: the part of the fact, such as ``skills``; "" where the fact is whole.
        form: one of :data:`FORMS`.
        says: patterns that say it within one passage.
        about: broad patterns: a document without any of them can hardly say it.
        read: how many of its finds were read by hand.
        right: how many of them said it.
    """

    fact: str
    part: str
    form: str
    says: tuple[str, ...]
    about: tuple[str, ...]
    read: int
    right: int

    @property
    def reliable(self) -> bool:
        """Were enough of its finds right for it to decide anything?"""
        return self.read > 0 and self.right >= RELIABLE * self.read


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one question or, put together, of a principle.

    Attributes:
        principle: key of the principle.
        outcome: one of :data:`OUTCOMES`.
        why: why, one sentence without the final stop for each question.
        support: the observations behind it, those that decided first.
        settles: where it cannot be told, what would settle it, one sentence for each such question.
    """

    principle: str
    outcome: str
    why: tuple[str, ...]
    support: tuple[Observation, ...]
    settles: tuple[str, ...] = ()
