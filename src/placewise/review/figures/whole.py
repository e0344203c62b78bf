"""Is a count said of the whole place, or of something in it: a site, a town, a group of people?

A document of a place states many counts, and most of them are of parts: the jobs at a business
park, the people of a town, the firms of one sector. What the words say of it decides how much such
a count tells of the place (``placewise.review.facts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

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

A_GROUP = (
    "homeless", "disabled", "disabilities", "senior*", "elderly", "older", "student*", "daytime",
    "age", "ages", "white", "black", "asian", "hispanic", "latino", "speak*", "born", "employed",
    "unemployed", "working age", "working-age", "sphere of influence", "planning area",
    "increase* by", "grew by", "grow by", "rose by", "fell by", "decline* by",
)  # fmt: skip
"""Words for a group of a place's people, for another area than its own, or for a change."""

PEOPLE = r"(?:people|residents|inhabitants|persons)"
BETWEEN = (
    r"(?:(?:around|about|approximately|some|over|nearly|almost|more than|just over|just under|"
    r"roughly|estimated|an estimated|currently|now|to be|at|as of|was|were|is|are|stands|stood|"
    r"reached|grew|grown|had|has|increased|risen|rose|to|of|in|by|census|the|mid-?|\d{1,2},|"
    r"january|april|june|july|\d{4},?)\s+)*"
)
"""What may stand between the words for a population and its number."""

HowSaid = Literal["plainly", "of the whole", "otherwise"]
"""How the words tie a count to the place: as its population in so many words, by naming the place
or all of it, or not at all."""


def counts_things(subject: Subject) -> bool:
    """Is a subject the number of things in a place, so that a part of the place has fewer?"""
    return subject.unit in COUNTED or any(table.kind == "industry" for table in subject.tables)


def how_said(figure: Figure, home: Iterable[str]) -> HowSaid:
    """Say how the words of a sentence tie a count to the document's own place.

    Of the whole are counts whose sentence names the place, or says that they are of all of it, and
    does not speak of a part. Plainly said are those that it gives as the population of the place:
    "X is home to 95,000 people", "the population of X was 95,000".

    Args:
        figure: the figure.
        home: names of the document's own place.
    """
    if figure.place != HOME or words_pattern(A_PART).search(figure.sentence):
        return "otherwise"
    names = [*home]
    named = phrase_pattern(names)
    whole = words_pattern(THE_PLACE).search(figure.sentence)
    if not whole and (named is None or not named.search(figure.sentence)):
        return "otherwise"
    if figure.subject == "population" and _given_as_population(figure, names):
        return "plainly"
    return "of the whole"


def _given_as_population(figure: Figure, home: list[str]) -> bool:
    """Is a number, by the words right before and behind it, the population of the place?"""
    before, number, behind = figure.sentence.partition(figure.text.strip())
    if not number or words_pattern(A_GROUP).search(figure.sentence):
        return False
    place = "|".join(
        [*(rf"(?:(?:city|town|county|district|borough)\s+of\s+)?{re.escape(h)}" for h in home),
         r"(?:the|our)\s+(?:city|town|district|borough|county|region|area)"]
    )  # fmt: skip
    of_people = re.search(PEOPLE, number) or re.match(rf"\s*{PEOPLE}", behind)
    leads = [
        rf"(?:{place})['’]?s?\s+(?:\w+\s+){{0,3}}population,?\s+(?:\([^)]*\)\s+)?{BETWEEN}$",
        rf"population\s+(?:of|in|for)\s+(?:{place}),?\s+{BETWEEN}$",
        rf"(?:{place}),?(?:\s+\w+){{0,3}}\s+(?:has|had|with)\s+an?\s+(?:\w+\s+)?population\s+"
        rf"{BETWEEN}$",
        rf"our\s+(?:\w+\s+)?population\s+{BETWEEN}$",
    ]
    if of_people:
        leads += [
            rf"(?:{place})\b.*\bhome\s+to\s+{BETWEEN}$",
            rf"(?:{place})\s+has\s+{BETWEEN}$",
        ]
        living = rf"\s*(?:{PEOPLE})?\s*,?\s*(?:live|lived|living)\s+in\s+(?:{place})"
        if re.match(living, behind, re.IGNORECASE):
            return True
    return any(re.search(lead, f"{before.rstrip()} ", re.IGNORECASE) for lead in leads)
