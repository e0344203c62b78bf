"""What a sentence shows of a claim: its words around a sector or a number, and the cues in it.

Features are plain words, so that a weight can be read: ``before: largest`` is the word before a
sector, ``behind: industry`` the word behind it, ``cue: cluster of`` a pattern of the lexicon near
it. Names and numbers are told from other words, not from one another: what is learned of one place
holds in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from placewise.review.claims.rules import Rule, Rules
from placewise.review.claims.sectors import Mention, plain
from placewise.review.claims.strengths import joined
from placewise.review.quantities import states_a_number

TOKEN = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]+)?|\d[\d,.]*|[;:,.\u2022()$\u00a3\u20ac%?-]")
YEAR = re.compile(r"(?:19|20)\d\d")
PARTS = {";", "\u2022"}
"""Marks behind which the words of another part begin."""
SPAN, PAIRS = 10, 6
"""Words to either side that are looked at, and those of which pairs are."""
NEAR = 80
"""Characters between a cue and a sector within which the cue may speak of it."""
SECTOR, NAME, NUMBER, A_YEAR = "<sector>", "<name>", "<number>", "<year>"
STRONG = re.compile(
    r"\b(?:largest|major|main|mainly|primar\w+|predominant\w*|dominant|dominat\w+|principal\w*|key|"
    r"leading|leaders?|important|significant|strong\w*|strengths?|known|renowned|hub|cent(?:er|re)|"
    r"capital|clusters?|destination|foundation|backbone|mainstay|base|speciali\w+|advantage|edge|"
    r"thriving|vibrant|concentrat\w+|majority|most|largely|competitive|growing|home to|vital|"
    r"supported|driven|position|role as|fastest|depend\w*|relies|reliant|reputation|presence|"
    r"expertise|excellence|world|recogni[sz]ed|established|successful|robust|asset|role|driver)\b"
)
"""Words of strength, size and importance. No passage that was read claims one without any."""
ECONOMY = re.compile(
    r"\b(?:econom\w*|employ\w*|jobs?|industr\w+|sectors?|workforce|labou?r|business\w*|"
    r"compan\w+|firms?|tax|revenues?)\b"
)
STATES = re.compile(
    r"\b(?:is|are|was|were|includ\w+|remains?|continues?|provid\w+|has|have|as|represent\w*|"
    r"account\w*|compris\w+|employ\w*|play\w*|serves?|contribut\w+|form\w*)\b"
)
KINDS_OF_WORDS = (("strong", STRONG), ("economy", ECONOMY), ("states", STATES))
APART = re.compile(r"[;\u2022?]|\.\s")
DISTANCES = (1, 3, 6, 10, 20)
AIMS = re.compile(
    r"\b(?:aim|target|goal|objective|achiev|reduc|increas|creat|deliver|provid|build|construct|"
    r"reach|complet|adopt|implement|develop|seek|assist|rehabilitat|facilitat|rezon|preserv|"
    r"maintain|produc|replac|plant|divert|retrofit|by|will|shall|annual|year|initiat|program|"
    r"prepar|amend|review|perform|train|accommodat|conserv|generat|support|at least|inspect|"
    r"per annum|between|minimum|set)"
)
"""Any word without which no passage that was read sets a target."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sentence: as they are compared, and where each begins and ends."""

    plain: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def words_of(sentence: str, named: Sequence[Mention] = ()) -> Words:
    """Return the words of a sentence: sectors, names, numbers and years each as one word."""
    found: list[tuple[str, int, int]] = []
    inside = iter((*named, None))
    mention = next(inside)
    for token in TOKEN.finditer(sentence):
        start, end = token.span()
        while mention is not None and mention.end <= start:
            mention = next(inside)
        if mention is not None and mention.start <= start:
            if mention.start == start:
                found.append((SECTOR, start, mention.end))
            continue
        found.append((_plain(token.group(), first=not found), start, end))
    return Words(*zip(*found, strict=True)) if found else Words((), (), ())


def _plain(word: str, *, first: bool) -> str:
    if word[0].isdigit():
        return A_YEAR if YEAR.fullmatch(word.rstrip(",.")) else NUMBER
    if word[0].isupper() and not first and not word.isupper():
        return NAME
    return plain(word)


def chains(sentence: str, named: Sequence[Mention]) -> list[list[Mention]]:
    """Return the sectors of a sentence by the lists they stand in: one claim is made of a list."""
    found: list[list[Mention]] = []
    for mention in named:
        if found and joined(sentence[found[-1][-1].end : mention.start]):
            found[-1].append(mention)
        else:
            found.append([mention])
    return found


def strength_features(small: str, words: Words, chain: Sequence[Mention], rules: Rules
                      ) -> frozenset[str]:  # fmt: skip
    """Return what the words around a list of sectors show of a claim that they are strengths.

    Args:
        small: the sentence in small letters.
        words: its words.
        chain: the sectors of the list.
        rules: the compiled lexicon.
    """
    start, end = chain[0].start, chain[-1].end
    first, last = words.starts.index(start), words.starts.index(chain[-1].start)
    before = _until(words.plain[max(0, first - SPAN) : first][::-1])[::-1]
    behind = _until(words.plain[last + 1 : last + 1 + SPAN])
    found = {f"before: {word}" for word in before} | {f"behind: {word}" for word in behind}
    found |= _pairs("before", [*before[-PAIRS:], SECTOR]) | _pairs(
        "behind", [SECTOR, *behind[:PAIRS]]
    )
    found |= set(_kinds_of_words(small, start, end))
    found |= set(_cues(small, start, end, rules.by_kind["sector strength"]))
    found |= set(_flags(small, start, end, rules))
    found.add(f"sectors: {min(len(chain), 4)}")
    return frozenset(found)


def features_of_a_sector(
    sentence: str, small: str, mention: Mention, rules: Rules
) -> frozenset[str]:
    """Return what one sector of a list shows beside the rest.

    Args:
        sentence: the sentence.
        small: the same in small letters.
        mention: the sector.
        rules: the compiled lexicon.
    """
    found = set()
    behind = [
        plain(word.strip(",.;:)")) for word in small[mention.end : mention.end + 40].split()[:2]
    ]
    if not rules.sector_nouns.isdisjoint(behind):
        found.add("sector noun behind")
    if behind and behind[0] in rules.land_nouns:
        found.add("land noun behind")
    if mention.sector in rules.needs_noun:
        found.add("also a use of land")
    if sentence[mention.start].isupper() and mention.start:
        found.add("sector in capitals")
    return frozenset(found)


def target_features(sentence: str, small: str, words: Words, rules: Rules) -> frozenset[str]:
    """Return what the words of a sentence show of a target that it sets.

    Args:
        sentence: the sentence.
        small: the sentence in small letters.
        words: its words.
        rules: the compiled lexicon.
    """
    found = {f"in: {word}" for word in words.plain}
    found |= _pairs("in", words.plain)
    for at, word in enumerate(words.plain):
        if word == NUMBER:
            around = words.plain[max(0, at - PAIRS) : at]
            found |= {f"before: {one}" for one in around}
            found |= {f"behind: {one}" for one in words.plain[at + 1 : at + 1 + PAIRS]}
    for rule in rules.by_kind["target"]:
        if rule.pattern.search(small):
            found.add(f"cue: {rule.cue.name}")
    if rules.not_targets.search(small):
        found.add("a standard, a forecast or a fact")
    if rules.not_own_targets.search(small):
        found.add("set by others")
    found.add(f"numbers: {min(words.plain.count(NUMBER), 6)}")
    if sentence[:1].islower():
        found.add("begins in small letters")
    return frozenset(found)


def may_claim_a_strength(small: str) -> bool:
    """Is there any word in a sentence without which none claims a strength?"""
    return STRONG.search(small) is not None


def may_set_a_target(small: str) -> bool:
    """Is there a number in a sentence, and any word without which none sets a target?"""
    return states_a_number(small) and AIMS.search(small) is not None


def _until(words: Sequence[str]) -> Sequence[str]:
    """Return words up to the mark that begins another part."""
    for at, word in enumerate(words):
        if word in PARTS:
            return words[:at]
    return words


def _pairs(side: str, words: Sequence[str]) -> set[str]:
    return {f"{side}: {one} {other}" for one, other in pairwise(words)}


def _cues(small: str, start: int, end: int, rules: Sequence[Rule]) -> Iterator[str]:
    around = small[max(0, start - NEAR) : end + NEAR]
    for rule in rules:
        if rule.pattern.search(around):
            yield f"cue: {rule.cue.name}"


def _kinds_of_words(small: str, start: int, end: int) -> Iterator[str]:
    """Say how near words of strength, of the economy, and of statement stand, on either side."""
    before, behind = small[max(0, start - 2 * NEAR) : start], small[end : end + 2 * NEAR]
    ends = [match.end() for match in APART.finditer(before)]
    before = before[ends[-1] if ends else 0 :]
    stop = APART.search(behind)
    behind = behind[: stop.start()] if stop else behind
    near: dict[tuple[str, str], int] = {}
    for name, pattern in KINDS_OF_WORDS:
        gaps = [len(before[match.end() :].split()) for match in pattern.finditer(before)]
        near["before", name] = min(gaps, default=99)
        gaps = [len(behind[: match.start()].split()) for match in pattern.finditer(behind)]
        near["behind", name] = min(gaps, default=99)
    for (side, name), gap in near.items():
        for distance in DISTANCES:
            if gap <= distance:
                yield f"{name} word within {distance} {side}"
    for side in ("before", "behind"):
        if max(near[side, name] for name, _ in KINDS_OF_WORDS) <= DISTANCES[-1]:
            yield f"strong, economy and states {side}"
    if min(near["before", "economy"], near["behind", "economy"]) > DISTANCES[-1]:
        yield "no word of the economy"


def _flags(small: str, start: int, end: int, rules: Rules) -> Iterator[str]:
    before, around = small[max(0, start - NEAR) : start], small[max(0, start - NEAR) : end + NEAR]
    for pattern, said in (
        (rules.negations, "denied"), (rules.hedges, "hoped"),
    ):  # fmt: skip
        if pattern.search(before):
            yield f"{said} before"
    if rules.hedges.search(small):
        yield "hoped"
    if rules.elsewhere.search(around):
        yield "of another place"
    if rules.not_strengths.search(around):
        yield "of land, noise or history"
