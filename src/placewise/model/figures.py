"""Figures that a document states, and what the tables say of them."""

from __future__ import annotations

from dataclasses import dataclass

NATURES = ("fact", "target", "change", "threshold")
"""What a figure is used for: how things are, how they shall be, how they moved, or a rule."""

VERDICTS = (
    "agrees",
    "close",
    "agrees with another year",
    "differs",
    "fits another place",
    "not checkable",
)
"""What the tables say of a figure."""

HOME = ""
"""The place of a figure that names no other: the one that the document is about."""


@dataclass(frozen=True, slots=True)
class TableOfSubject:
    """Where the tables of a store may hold a subject.

    Attributes:
        kind: ``indicator``, ``sum`` (of several level indicators), ``ratio`` (of two levels, or of
            two sums), ``industry`` (jobs or GVA of a sector, or of all of them) or ``industry
            share`` (its share of the place's total).
        name: the indicator, the numerator of a ratio, or the measure (``jobs``, ``gva``).
        scale: the table's unit in units of the figure: 1e6 where the table counts millions.
        denominator: the other level indicator of a ratio.
        parts: the level indicators of a sum, or of the numerator of a ratio of sums; all of them
            must be known.
        denominator_parts: those of the denominator of a ratio of sums.
        adds_up: whether the indicator is a level that may be summed over areas although the store
            has no definition that says so.
    """

    kind: str
    name: str
    scale: float = 1.0
    denominator: str = ""
    adds_up: bool = False
    parts: tuple[str, ...] = ()
    denominator_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that figures are stated about, and the tables that could check it.

    Attributes:
        key: a stable word for it, such as ``population``.
        title: how a sentence names it.
        unit: the unit of its figures, one of those that :mod:`placewise.review.figures` reads.
        words: phrases that name it, lower case; ``*`` stands for the rest of a word.
        tables: where it may be found, best first.
        sector: whether a sector must be named with it (``jobs in manufacturing``).
        not_words: phrases that rule it out.
    """

    key: str
    title: str
    unit: str
    words: tuple[str, ...]
    tables: tuple[TableOfSubject, ...] = ()
    sector: bool = False
    not_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that a document states.

    Attributes:
        text: the words of the figure, such as ``£2.4 billion``.
        start: offset of its first character in ``Document.text``.
        end: offset behind its last character.
        passage: number of the passage it stands in.
        page: the page of that passage, None where there are no pages.
        sentence: the sentence it stands in.
        quantity: the number in full: 2.4e9. For a range, its lower end.
        upper: upper end of a range, None for a single number.
        unit: ``per cent``, ``percentage points``, ``GBP``, ``USD``, ``EUR``, ``jobs``, ``people``,
            ``homes``, ``firms``, ``hectares``, ``acres``, ``square kilometres``, ``square metres``,
            ``square feet``, ``square miles``, ``kilometres``, ``metres``, ``miles``, ``feet``,
            ``inches``, ``years``, ``times``, ``tonnes``, ``megawatts``, ``decibels`` or ``number``.
        precision: half the unit of its last printed digit, wider after "about": what rounding
            alone may take it from the truth.
        subject: key of the subject, None where the words name none that we know.
        sector: key of the sector it is about, None without one.
        place: name of the place that it is said of; :data:`HOME` for the document's own.
        year: the year it describes, None where none is given.
        nature: one of :data:`NATURES`.
        why: the cue words that gave it its subject and nature.
    """

    text: str
    start: int
    end: int
    passage: int
    page: int | None
    sentence: str
    quantity: float
    upper: float | None
    unit: str
    precision: float
    subject: str | None
    sector: str | None
    place: str
    year: int | None
    nature: str
    why: str


@dataclass(frozen=True, slots=True)
class TableValue:
    """What a table says of one subject in one place and year, in the unit of the figure.

    Attributes:
        place: name of the place.
        kind: its kind.
        year: the year.
        value: the value.
        lower: lower end of its interval, published or from rounding; None where neither is known.
        upper: upper end.
        dataset: the dataset it came from.
    """

    place: str
    kind: str
    year: int
    value: float
    lower: float | None
    upper: float | None
    dataset: str


@dataclass(frozen=True, slots=True)
class FigureVerdict:
    """A figure beside the tables.

    Attributes:
        figure: the figure.
        verdict: one of :data:`VERDICTS`.
        table: what the tables say of its place in the year that was compared; None if nothing.
        difference: figure less table value, in the unit of the figure; None without a table.
        allowed: how far apart rounding and the table's interval let them be.
        elsewhere: the other place or year that the figure fits; None if none was sought or found.
        sentence: the verdict in one sentence.
    """

    figure: Figure
    verdict: str
    table: TableValue | None
    difference: float | None
    allowed: float | None
    elsewhere: TableValue | None
    sentence: str
