"""Area, place, industry, estimate, provenance, check, finding: the words everyone shares."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

ARTICLE_BEFORE = (
    "Isle of ",
    "Isles of ",
    "Vale of ",
    "City of ",
    "Forest of ",
    "West of ",
    "Heart of ",
)
ARTICLE_BEFORE_NAMES = frozenset({
    "Black Country", "Cotswolds", "East Midlands", "Humber", "New Forest", "North East",
    "North West", "Orkney Islands", "Scottish Borders", "Shetland Islands", "South East",
    "South West", "United Kingdom", "West Midlands",
})  # fmt: skip
"""Names of places that English text gives an article."""


@dataclass(frozen=True, slots=True)
class Area:
    """A statistical area as its publisher codes it.

    Attributes:
        code: the publisher's code, such as ``E08000003`` or ``01001``.
        name: the official name.
        kind: one of :data:`placewise.model.schemas.AREA_KINDS`, such as ``district``.
        parent: the code of the area that contains it, where there is exactly one.
    """

    code: str
    name: str
    kind: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A named set of areas: what a strategy is written for.

    Attributes:
        name: the name readers use.
        kind: the kind of place, which is also the set it is compared with: ``combined authority``,
            ``local enterprise partnership``, ``ITL2``, ``district``, ``county``, ``own``.
        areas: codes of the areas that make it up, sorted; for a published area its own code.
        code: the publisher's code of the place itself, where it has one.
    """

    name: str
    kind: str
    areas: tuple[str, ...]
    code: str | None = None

    @property
    def in_text(self) -> str:
        """The name inside a sentence: the Black Country, the Isle of Wight, but South Yorkshire."""
        article = self.name.startswith(ARTICLE_BEFORE) or self.name in ARTICLE_BEFORE_NAMES
        return f"the {self.name}" if article else self.name


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of a classification.

    Attributes:
        code: the code as published, such as ``C``, ``30`` or ``336411``.
        name: the title.
        classification: ``SIC 2007`` or ``NAICS 2017``.
        level: the classification's own word for the level: ``section``, ``division``, ``group``,
            ``class``, ``subclass``; ``sector``, ``subsector``, ``industry group``,
            ``NAICS industry``, ``national industry``.
        parent: the code one level up, where there is one.
    """

    code: str
    name: str
    classification: str
    level: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, and what that interval covers.

    Attributes:
        value: the estimate.
        lower: lower end of the interval.
        upper: upper end of the interval.
        level: the probability the interval is built for, 0.95 unless said.
        covers: what the interval covers: any of ``sampling``, ``rounding``, ``suppression``,
            ``lumpiness of plants``, ``choice among many``.
    """

    value: float
    lower: float
    upper: float
    level: float = 0.95
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table came from.

    Attributes:
        dataset: the name it has in the workspace or the sample.
        source: the title its publisher gives it.
        publisher: who published it.
        licence: under which terms.
        vintage: the period or release it describes.
        retrieved: the date it was retrieved, as YYYY-MM-DD, or "" where unknown.
        sha256: hash of the file it was read from, or "".
        transformations: what was done to it on the way, in order.
    """

    dataset: str
    source: str
    publisher: str
    licence: str
    vintage: str
    retrieved: str = ""
    sha256: str = ""
    transformations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check behind a finding.

    Attributes:
        name: what was checked.
        passed: True, False, or None where it could not be told.
        detail: one sentence with the number behind it.
    """

    name: str
    passed: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A tidy table, the sentence that states it, the checks behind it, and where it came from.

    Attributes:
        key: a stable word for it, such as ``specialisms``.
        question: the question it answers, as a section title.
        sentence: the answer with its uncertainty.
        table: one row an observation; numbers stay numbers.
        checks: the checks behind it.
        provenance: the tables it rests on.
    """

    key: str
    question: str
    sentence: str
    table: pl.DataFrame
    checks: tuple[Check, ...] = ()
    provenance: tuple[Provenance, ...] = field(default_factory=tuple)
