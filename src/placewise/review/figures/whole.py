"""Is a count said of the whole place, or of something in it: a site, a town, a group of people?

A document of a place states many counts, and most of them are of parts: the jobs at a business
park, the people of a town, the firms of one sector. What the words say of it decides how much such
a count tells of the place (``placewise.review.facts``).
"""

from __future__ import annotations

from collections.abc import Iterable

from placewise.model.figures import HOME, Figure, Subject
from placewise.review.figures.find import phrase_pattern, words_pattern

COUNTED = frozenset({"people", "jobs", "firms", "homes"})
"""Units of subjects that are counts of the things in a place."""

THE_PLACE = (
    "the district", "the borough", "the county", "the city", "the region", "the area",
    "our district", "our borough", "our county", "our city", "our region", "our area",
    "the city region", "the combined authority area", "our population",
    "total population", "in total", "as a whole", "overall", "altogether",
)  # fmt: skip
"""Words for the document's own place, and for all of it."""

A_PART = (
    "who", "whose", "whom", "aged", "site*", "park*", "estate*", "station*", "campus*", "centre*",
    "center*", "village*", "town*", "ward*", "parish*", "neighbourhood*", "neighborhood*",
    "settlement*", "corridor*", "household*", "hamlet*", "catchment", "per", "each", "additional",
    "new", "company", "companies", "employer*", "factory", "scheme", "development*",
)  # fmt: skip
"""Words for a part of a place, or of its people."""


def counts_things(subject: Subject) -> bool:
    """Is a subject the number of things in a place, so that a part of the place has fewer?"""
    return subject.unit in COUNTED or any(table.kind == "industry" for table in subject.tables)


def said_of_whole(figure: Figure, home: Iterable[str]) -> bool:
    """Do the words say that a figure is of all of the document's own place?

    Its sentence must name the place, or say that it is of all of it, and must not speak of a part.

    Args:
        figure: the figure.
        home: names of the document's own place.
    """
    if figure.place != HOME or words_pattern(A_PART).search(figure.sentence):
        return False
    named = phrase_pattern([*home])
    return bool(
        words_pattern(THE_PLACE).search(figure.sentence)
        or (named is not None and named.search(figure.sentence))
    )
