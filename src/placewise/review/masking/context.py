"""A common word that is also a place: which of the two does the context speak for?

Signs around the word add up to a score; each has a weight that was set by hand on the tuning half
of tests/review/masking/ambiguous_words.tsv, and a reason that a reader can see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from placewise.review.masking.lexicons import BODIES_OF, GIVEN_NAMES, INSTITUTION_OF, TITLES
from placewise.review.masking.senses import (
    COMPOUND_HEADS,
    DETERMINERS,
    DIRECTIONS,
    LOCATIVES,
    OBJECT_WORDS,
    PARTICLES,
    PLACE_COMPLEMENTS,
    PLACE_NOUNS,
    PLACE_OF,
    PLACE_PREDICATES,
    PLACE_VERBS,
    PLAIN_VERBS,
    SENSES,
    WORDS_BEFORE,
)

THRESHOLD = 1.5
"""A score from here on means the place."""

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
SENTENCE_END = frozenset(".!?")
BULLETS = frozenset(':;\u2022\uf0b7\u25cf\u25aa\u2023\u2013\u2014*|\t>#\u201c"\u2018(')
LIST_BEFORE = re.compile(r"(?:,|&|\band|\bor|/|;)\s*$")
LIST_BEHIND = re.compile(r"^\s*(?:,\s*(?:and\s+)?|&\s*|and\s+|or\s+|to\s+|/\s*|\u2013\s*)")
STATE_BEHIND = re.compile(r"^,\s*(?:[A-Z]{2}\b|[A-Z]\.?[A-Z]\.)")
LEFT_REACH, RIGHT_REACH = 90, 90


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a word.

    Attributes:
        left: up to 90 characters before it, in the same paragraph.
        right: up to 90 characters behind it, in the same paragraph.
        before: the words before it in its sentence, nearest last.
        behind: the words behind it in its sentence.
        place: ``inside`` a sentence, ``initial`` in it, or in a ``headline`` where every word has a
            capital and capitals tell nothing.
        glued_before: whether only a space or a hyphen parts it from the word before.
        glued_behind: the same for the word behind.
        named_before: whether another, unambiguous name stands before it in a list.
        named_behind: whether one stands behind it in a list, or behind a comma.
    """

    left: str
    right: str
    before: tuple[str, ...]
    behind: tuple[str, ...]
    place: str
    glued_before: bool
    glued_behind: bool
    named_before: bool
    named_behind: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign for or against the place: its weight and the reason in a few words."""

    weight: float
    reason: str


def surroundings(
    text: str, start: int, end: int, names_begin: frozenset[int], names_end: frozenset[int]
) -> Surroundings:
    """Look around a word.

    Args:
        text: the whole text.
        start: where the word begins.
        end: offset behind it.
        names_begin: offsets at which unambiguous place names begin.
        names_end: offsets behind unambiguous place names.
    """
    left = _paragraph_before(text[max(0, start - LEFT_REACH) : start])
    right = re.split(r"\n\s*\n", text[end : end + RIGHT_REACH])[0]
    sentence_left = re.split(r"(?<=[a-z\d)])[.!?]\s+", left)[-1]
    sentence_right = re.split(r"(?<=[a-z\d)])[.!?](?:\s|$)", right)[0]
    before = tuple(WORD.findall(sentence_left))
    behind = tuple(WORD.findall(sentence_right))
    return Surroundings(
        left,
        right,
        before,
        behind,
        _position(text, start, end, sentence_left, before, behind),
        bool(re.search(r"[^\W_]['\u2019]?[ \t\n-]*$", left)) and bool(before),
        bool(re.match(r"[ \t\n-]*[^\W_]", right)),
        _list_neighbour_before(left, start, names_end),
        _list_neighbour_behind(right, end, names_begin),
    )


def _paragraph_before(left: str) -> str:
    return re.split(r"\n\s*\n", left)[-1]


def _list_neighbour_before(left: str, start: int, names_end: frozenset[int]) -> bool:
    found = LIST_BEFORE.search(left)
    if not found:
        return False
    at = start - (len(left) - len(left[: found.start()].rstrip(" ,\n")))
    return at in names_end


def _list_neighbour_behind(right: str, end: int, names_begin: frozenset[int]) -> bool:
    found = LIST_BEHIND.match(right)
    return bool(found) and end + found.end() in names_begin if found else False


def _position(
    text: str, start: int, end: int, left: str, before: tuple[str, ...], behind: tuple[str, ...]
) -> str:
    """Say whether the word is inside a sentence, begins one, or stands in a headline."""
    around = [*before[-4:], *behind[:4]]
    long = [word for word in around if len(word) >= 4]
    if (
        text[start:end].isupper()
        and end - start > 1
        and sum(w.isupper() for w in long) * 2 >= len(long)
    ):
        return "headline"
    stripped = left.rstrip(" \n\u00a0")
    if not before or not stripped or stripped[-1] in SENTENCE_END or stripped[-1] in BULLETS:
        initial = not before or stripped[-1:] in SENTENCE_END or not stripped
        if initial or stripped[-1] not in '(\u201c"\u2018\u2013\u2014':
            return "headline" if len(long) >= 2 and _all_capital(long) else "initial"
    return (
        "headline"
        if len(long) >= 2 and _all_capital(long) and _short_line(text, start)
        else ("inside")
    )


def _all_capital(words: list[str]) -> bool:
    return all(word[0].isupper() or word[0].isdigit() for word in words)


def _short_line(text: str, start: int) -> bool:
    """Say whether the line is short and ends without a stop, as headings do."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)].strip()
    return len(line) < 90 and not line.endswith((".", ",", ";"))


def judge(word: str, around: Surroundings, prior: float) -> tuple[float, str]:
    """Return the score for the place, and the strongest reason for it.

    Args:
        word: the word in lower case.
        around: what stands around it.
        prior: what speaks for the place before looking: positive for a name of the place whose
            document this is, negative for a very small place.
    """
    signs = list(_signs(word, around))
    score = prior + sum(sign.weight for sign in signs)
    best = max(signs, key=lambda sign: sign.weight, default=Sign(0.0, "context"))
    return score, best.reason


def _signs(word: str, around: Surroundings) -> Iterator[Sign]:
    if around.place == "inside":
        yield Sign(2.0, "capital inside a sentence")
    if around.named_before or around.named_behind:
        yield Sign(3.0, "in a list with other places")
    if STATE_BEHIND.match(around.right):
        yield Sign(4.0, "a state behind it")
    yield from _senses(word, around)
    yield from _left_signs(word, around)
    yield from _right_signs(word, around)


def _senses(word: str, around: Surroundings) -> Iterator[Sign]:
    for pattern, side, weight, reason in SENSES.get(word, ()):
        if side == "left" and re.search(pattern + r"\s*$", around.left, re.IGNORECASE):
            yield Sign(weight, reason)
        if side == "right" and re.match(r"[\s,]*" + pattern, around.right, re.IGNORECASE):
            yield Sign(weight, reason)


def _left_signs(word: str, around: Surroundings) -> Iterator[Sign]:
    if not around.before or not around.glued_before:
        return
    raw = around.before[-1]
    last = raw.lower()
    if last == "of":
        yield _before_of(around.before[-2].lower() if len(around.before) > 1 else "")
    elif last in LOCATIVES:
        yield Sign(1.5, f"{last} before it")
    elif last == "the":
        yield from _after_the(word, around)
    elif last in DETERMINERS or last in WORDS_BEFORE.get(word, ()):
        yield Sign(-4.5, f"{last} before it")
    elif raw.islower() and around.before[-2:-1] in (("a",), ("A",), ("an",), ("An",)):
        yield Sign(-3.0, f"a {last} ... of that kind")
    elif last in DIRECTIONS:
        yield Sign(1.0 if raw[0].isupper() else 0.5, "a direction before it")
    elif last in TITLES | GIVEN_NAMES:
        yield Sign(-5.0, "a person's name")
    elif raw[0].isupper() and around.place == "inside" and not LIST_BEFORE.search(around.left):
        first = len(around.before) == 1
        yield Sign(-1.0 if first else -2.0, "part of a longer name")


def _before_of(word: str) -> Sign:
    if word in BODIES_OF:
        return Sign(-5.0, f"{word} of")
    return Sign(2.0, f"{word} of") if word in PLACE_OF | INSTITUTION_OF else Sign(0.5, "of")


def _after_the(word: str, around: Surroundings) -> Iterator[Sign]:
    behind = around.behind[0].lower() if around.behind else ""
    last = word.split()[-1]
    if (last != word and last in PLACE_NOUNS) or (around.glued_behind and behind in PLACE_NOUNS):
        yield Sign(0.0, "the ... " + behind)
    else:
        yield Sign(-4.0, "an article before it")


def _right_signs(word: str, around: Surroundings) -> Iterator[Sign]:
    if re.match(r"['\u2019]s?\b", around.right):
        yield Sign(1.0 if around.place == "inside" else 2.0, "possessive")
        return
    if not around.behind or not around.glued_behind:
        if around.place == "inside":
            yield Sign(0.25, "ends a phrase")
        return
    raw = around.behind[0]
    first = raw.lower()
    second = around.behind[1].lower() if len(around.behind) > 1 else ""
    if first in COMPOUND_HEADS.get(word, ()):
        yield Sign(-5.0, f"a set phrase with {first}")
    elif first in PLACE_NOUNS or f"{first} {second}" in PLACE_NOUNS:
        yield Sign(2.0, f"{first} behind it")
    elif around.place != "inside":
        yield from _as_subject(*(word.lower() for word in (*around.behind, "", "")[:3]))
    elif first in OBJECT_WORDS:
        yield Sign(-0.75, f"{first} behind it")
    elif first == "of":
        yield Sign(-2.5, "of behind it")


def _as_subject(first: str, second: str, third: str) -> Iterator[Sign]:
    superlative = third in PLACE_COMPLEMENTS or third.endswith("est")
    if first in {"is", "was", "remains"} and second == "the" and superlative:
        yield Sign(2.5, f"{first} the {third} behind it")
    elif first in PLACE_PREDICATES or f"{first} {second}" in PLACE_PREDICATES:
        yield Sign(2.5, f"{first} {second} behind it")
    elif first in PLACE_VERBS:
        yield Sign(1.5, f"{first} behind it")
    elif first in PLAIN_VERBS:
        yield Sign(0.5, f"{first} behind it")
    elif first in OBJECT_WORDS:
        yield Sign(-3.0, f"{first} behind it")
    elif first in PARTICLES:
        yield Sign(-2.0, f"{first} behind it")
