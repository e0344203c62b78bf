"""Proper nouns by rule: capitals, suffixes, titles, and the text's own lower case.

A capitalised word is ordinary when the text, or ordinary prose, also writes it in lower case. So is
an acronym that the text defines by ordinary words alone, and the code of a policy or a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from placewise.review.masking.abbreviations import definitions, find_abbreviations
from placewise.review.masking.lexicons import (
    GENERAL_ACRONYMS,
    GENERIC,
    GIVEN_NAMES,
    INSTITUTION_OF,
    INSTITUTIONS,
    LEADING_HILLS,
    LEADING_WATER,
    NATIONAL_BODIES,
    ORGANISATIONS,
    ROADS,
    SITES,
    TITLES,
    WATER,
)
from placewise.review.masking.plain_words import PlainWords, Token, plain_words
from placewise.review.masking.spans import Cover

RAISED = "\u00b2\u00b3\u00b9\u2070-\u2079"
"""Raised numbers of footnotes: no part of the word before them."""
CAPITAL = re.compile(
    rf"(?<![^\W_])[^\W\d_a-z{RAISED}][^\W_{RAISED}]*(?:['\u2019.&/-][^\W_{RAISED}]+)*"
)
JOINT = re.compile(
    r"(?:[ \u00a0]*\n?[ \u00a0]*|[ \n]+(?:of|of the|the|for|de|la|del|upon|on|&)[ \n]+)$"
)
NUMBER_OF_PARAGRAPH = re.compile(
    r"(?:\A|\n)[ \t]*(?:[" + RAISED + r"]+|\d+(?:\.\d+)+\.?|\(?[A-Z]{0,4}\d{1,3}[a-z]?[.)]|"
    r"\(?(?:[a-z]|[ivx]+)[.)])[ \t\u00a0]+$"
)
"""What numbers a paragraph at the begin of its line: ``2.59.26``, ``HO4a)``, ``(b)``."""
POSSESSIVE = re.compile(r"['\u2019]s?$")
ROAD_NUMBER = re.compile(
    r"\b(?:[AB]\d{2,4}|M\d{1,2}|A\d{1,2}\(M\)|(?<=the )A\d)(?![\w-]|\(\d)|"
    r"\b(?:Interstate|Highway|Route|State Route|US|SR|I|Hwy|HWY)"
    r"[ -]?\d{1,3}\b"
)
TELEPHONE = re.compile(r"\(?\b0\d{2,4}\)?[ -]?\d{3}[ -]?\d{3,4}\b|\(\d{3}\) ?\d{3}-\d{4}\b")
NATIONAL_BODY = tuple(
    re.compile(re.escape(name).replace(r"\ ", r"\s+") + r"\b") for name in NATIONAL_BODIES
)
"""A pattern each: those that begin with plain letters are found several times faster so."""
NO_MORE_THAN_KIND = {
    "road": ROADS | WATER,
    "water": ROADS | WATER,
    "other proper noun": SITES | ROADS | WATER,
}
"""Words that add nothing to a name of such a kind."""
SENTENCE_BREAK = frozenset(".!?:\u2022\uf0b7\u25cf*\t|;\u2013\u2014")
SHORT_FORMS = frozenset(["st", "mt", "dr", "mr", "mrs", "ms", "no", "u.s", "e.g", "i.e"])


def add_proper_nouns(
    cover: Cover, lower_words: frozenset[str], common_words: frozenset[str]
) -> None:
    """Cover roads, water, institutions, organisations, people, other proper nouns: level 3."""
    text = cover.text
    defined = list(definitions(text))
    plain = plain_words(text, lower_words | common_words, defined)
    for body in NATIONAL_BODY:
        for found in body.finditer(text):
            cover.add(found.start(), found.end(), "organisation", 3, "body of the whole country")
    for pattern, kind, reason in (
        (ROAD_NUMBER, "road", "number of a road"),
        (TELEPHONE, "telephone number", "telephone number"),
    ):
        for found in pattern.finditer(text):
            cover.add(found.start(), found.end(), kind, 3, reason)
    for phrase in _phrases(text):
        for run in _between_acronyms(text, phrase, plain):
            _add_phrase(cover, run, plain)
    # An acronym that the text defines is a name where something of its full name was hidden.
    shorts = {
        definition.short: "defined in the text"
        for definition in defined
        if definition.short not in GENERAL_ACRONYMS
        and cover.touches(definition.start, definition.end)
    }
    for start, end, short in find_abbreviations(text, shorts):
        cover.add(start, end, "organisation", 3, shorts[short])


def _phrases(text: str) -> Iterator[list[Token]]:
    """Yield runs of capitalised words that belong together."""
    run: list[Token] = []
    for found in CAPITAL.finditer(text):
        start, end = found.span()
        word = POSSESSIVE.sub("", found.group())
        token = Token(start, start + len(word), word.lower(), _begins_sentence(text, start))
        if (run and not (JOINT.match(text[run[-1].end : start]) and start - run[-1].end < 12)) or (
            run and token.initial and "\n" in text[run[-1].end : start]
        ):
            yield run
            run = []
        run.append(token)
        if end != token.end:
            yield run
            run = []
    if run:
        yield run


def _begins_sentence(text: str, start: int) -> bool:
    """Say whether a word begins a sentence, a line after a blank one, or a list item."""
    before = text[max(0, start - 12) : start].rstrip(" \u00a0(\"'\u201c\u2018")
    number = bool(before) and not before[-1].isalpha() and before[-1] not in "\n,"
    if number and NUMBER_OF_PARAGRAPH.search(text[max(0, start - 20) : start]):
        return True
    if not before:
        return start < 12 or "\n" in text[max(0, start - 12) : start]
    if before[-1] == "\n":
        kept = before.rstrip()
        return before.count("\n") > 1 or not kept or kept[-1] in SENTENCE_BREAK
    if before[-1] == "." and before[:-1].split(" ")[-1].lower() in SHORT_FORMS:
        return False
    return before[-1] in SENTENCE_BREAK


def _between_acronyms(text: str, phrase: list[Token], plain: PlainWords) -> Iterator[list[Token]]:
    """Yield the parts of a phrase between acronyms that are no names: ``Park Wood`` of its SSSI."""
    run: list[Token] = []
    for token in phrase:
        if not plain.acronym(text, token):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _add_phrase(cover: Cover, run: list[Token], plain: PlainWords) -> None:
    while run and run[0].initial and plain.common(run[0]) and not _kept_at_start(run):
        run = run[1:]
    if not run:
        return
    kind, reason = _kind_by_words(run)
    if kind == "road" and " of " in cover.text[run[0].start : run[-1].end]:
        kind, reason = "", ""  # Quality of Place
    if kind and any(_telling(token, kind) for token in run):
        cover.add(run[0].start, run[-1].end, kind, 3, reason)
        return
    if not kind:
        person = _person(run)
        if person:
            cover.add(person[0].start, person[-1].end, "person", 3, "title or given name")
    _add_uncommon(cover, run, plain)


def _kept_at_start(run: list[Token]) -> bool:
    """Say whether an ordinary word that begins a sentence also begins a name: ``Mill Road``."""
    if len(run) > 1 and run[0].word in LEADING_WATER | LEADING_HILLS:
        return True
    return len(run) == 2 and run[1].word in ROADS | WATER and run[0].word not in GENERIC


def _telling(token: Token, kind: str) -> bool:
    """Say whether a word adds something to a name beyond what any such body is called."""
    generic = token.word in GENERIC or token.word in ORGANISATIONS | INSTITUTIONS
    return not generic and token.word not in NO_MORE_THAN_KIND.get(kind, ())


def _kind_by_words(run: list[Token]) -> tuple[str, str]:
    """Return the kind that the first or last word of a name tells, and the reason."""
    first, last = run[0].word, run[-1].word
    if len(run) < 2:
        return "", ""
    if first in LEADING_WATER and len(run) <= 3:
        return "water", f"{first} before it"
    if first in LEADING_HILLS and len(run) <= 3:
        return "other proper noun", f"{first} before it"
    if first in INSTITUTION_OF and first in INSTITUTIONS | {"bank", "diocese", "port"}:
        return "institution", f"{first} of"
    for words, kind in (
        (ORGANISATIONS, "organisation"),
        (INSTITUTIONS, "institution"),
        (WATER, "water"),
        (ROADS, "road"),
        (SITES, "other proper noun"),
    ):
        if last in words and not (kind in ("road", "water") and len(run) > 4):
            return kind, f"{last} at its end"
    return "", ""


def _person(run: list[Token]) -> list[Token]:
    """Return the words of a person's name, if the phrase holds one."""
    for index, token in enumerate(run[:-1]):
        if token.word in TITLES:
            return run[index + 1 : index + 4]
        if token.word in GIVEN_NAMES:
            return run[index : index + 3]
    return []


def _add_uncommon(cover: Cover, run: list[Token], plain: PlainWords) -> None:
    """Cover the words that ordinary prose does not know, with the ordinary ones between them.

    What is hidden already begins and ends no such stretch: of ``SFRA for Leeds`` the ``for`` stays.
    """
    uncommon = [
        index
        for index, token in enumerate(run)
        if not plain.left(cover.text, token) and cover.free(token.start, token.end)
    ]
    if not uncommon:
        return
    first, last = uncommon[0], uncommon[-1]
    cover.add(run[first].start, run[last].end, "other proper noun", 3, "capital, no ordinary word")
