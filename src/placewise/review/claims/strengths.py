"""Strengths that a sentence claims: one for each sector that a cue speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from placewise.review.claims.rules import Rule, Rules, clause_before, in_small_letters
from placewise.review.claims.sectors import WORD, Mention, SectorIndex, mentions, plain

BREAK = re.compile(
    r"[;.]\s|\b(?:but|while|whereas|although|because|which|who|whose|that|will|would|can|could|"
    r"should|must|may|might|emerging|recent|through|via|providing|ensuring|improving|meeting|promoting|than|unlike|rather|access|so|if|when|where|despite|it|they)\b",
    re.IGNORECASE,
)
"""Words between a cue and a sector, or between two sectors, that part them."""
DOING = re.compile(
    r"\b(?!(?:leading|growing|emerging|existing|including|being|outstanding|surrounding|\w*engineering|"
    r"manufacturing|processing|farming|mining|printing|advertising|banking|planning)\b)[a-z]+ing\b"
)
"""A verb between a cue and a sector: ``leaders in resolving regional issues of health``."""
ECONOMY = re.compile(r"\b(?:econom(?:y|ies|ic)|employment|jobs|tax base)\b")
"""A cue that speaks of the economy: farm land that it needs means farming."""
IN_BRACKETS = re.compile(r"\([^()]{1,40}\)|[\u201c\u201d\"]")
"""What parts no sector from its cue: shares in brackets, and quotation marks."""
CLAUSE_END = re.compile(r"[,;:]\s")
FAR = 120
"""Characters before a claim in which words may make it one of land, noise or history."""
CLOSE = 2
"""A cue that reaches no further describes the sector itself."""
OF = re.compile(r"\b(?:to|for|from|of|with|by|on|in|at|around|about)\b", re.IGNORECASE)
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|do|does|to)\b", re.IGNORECASE)
JOINT = re.compile(
    r",|/|\(|;|:|•|\b(?:and|or|as well as|including|include|such as|plus|along with|alongside|"
    r"together with|like|to|with)\b|&|\d\)",
    re.IGNORECASE,
)
OPENERS = {"in", "and", "of", "the", "are", "is", "as", "for", "include", "including", "our", "or",
           "&", "like", "a", "an", "uk", "s"}  # fmt: skip
"""Words before the name of a sector that leave it what it is."""
RELATIVE = re.compile(r",?\s+(?:which|that|who)\s+$", re.IGNORECASE)
"""The word by which a cue refers to the sector before it: ``firms which are key employers``."""
ASIDE = re.compile(r",\s+(?:which|who)\s[^,;.]{1,60},", re.IGNORECASE)
"""What is told of one member of a list before the next: ``government, which employs 20 %, and``."""
MOST_BETWEEN = 7
"""Words between two sectors of one list."""
PRESUPPOSED = re.compile(
    r"(?:['\u2019]s|\bour|\bits|\bthe|\balready|\bexisting)\s+(?:already\s+|existing\s+|current\s+)?$"
)
"""Before a cue such as ``strong``: the words take the strength for granted, whatever is hoped."""
IN_A_PLACE = re.compile(
    r"\s(?:in|of|within|throughout|across)\s(?:the\s)?(?:[\w\u2019.-]+\s+){0,3}[\w\u2019.-]+"
)
"""The place behind a claim."""
KEEPS = re.compile(
    r"\b(?:retain|maintain|preserv|protect|sustain|strengthen|reinforc|enhanc|build (?:up)?on|"
    r"building (?:up)?on|capitali[sz]e? on|capitali[sz]ing on|leverag|expand|support|grow|"
    r"recogni[sz]|"
    r"promote the|assert|remain)\w*[^.;:]{0,70}$"
)
"""Verbs that take what they speak of for granted, and the words up to a claim."""
THERE = re.compile(
    r"\b(?:clusters?|hub|role|position|strengths?|economic base|employment base|reputation|edge|"
    r"advantages?|key|existing|established|econom(?:y|ies)|stronghold|major|cent(?:er|re)|"
    r"specialisms?|destination|concentrations?)\b"
)
"""What a cue can say that such verbs take for granted."""
NEW = re.compile(
    r"\b(?:become|becoming|potential\w*|future|new|create|creat\w+|attract\w*|emerg\w+|establish|"
    r"develop|toward\w*|into|could|opportunit\w+|efforts?|plans?|polic\w+|programs?|"
    r"promot(?:e|ing)(?! the)|growth from)\b"
)
"""What makes of it something that is still to come."""
QUALITY = re.compile(r"(?:strong|thriving|vibrant|robust|flourishing|established)\b|strengths?\b")
NAME = re.compile(r"^(?:\s+|-)(?:of\s+)?[A-Z][a-z]+(?:\s+[A-Z][a-z]+)*")


ANY_SECTOR_DOES = {"research and development", "logistics"}
"""Sectors whose words leave a sector before them what it is: ``aerospace research``."""


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength claimed of one sector, within a sentence.

    Attributes:
        sector: key of the sector.
        start: offset of the claim in the sentence.
        end: offset behind it.
        cue_start: offset of the cue.
        cue: the words of the cue.
        scope: the words from the cue on in which another place may be named: up to the sectors
            that follow it, or the place that the claim ends with.
        rule: the rule.
        negated: is it denied?
        hedged: is it a hope, an aim or what others say?
    """

    sector: str
    start: int
    end: int
    cue_start: int
    cue: str
    scope: str
    rule: Rule
    negated: bool
    hedged: bool


def strengths(sentence: str, rules: Rules, index: SectorIndex) -> list[Strength]:
    """Return the strengths of a sentence, the best rule for each sector."""
    small = in_small_letters(sentence)
    cues = [
        (rule, match)
        for rule in rules.near("sector strength", small)
        for match in rule.pattern.finditer(small)
    ]
    if not cues:
        return []
    every = [
        one
        for one in _heads(sentence, mentions(sentence, index))
        if not _is_in_a_name(sentence, one)
    ]
    named = [one for one in every if not _is_land(sentence, one, rules)]
    if not (named or (every and ECONOMY.search(small))):
        return []
    found: dict[str, Strength] = {}
    for rule, match in cues:
        of_land_too = ECONOMY.search(match.group()) and rule.cue.sectors == "before"
        spoken_of = every if of_land_too else named
        for strength in _of_cue(sentence, match, rule, spoken_of, rules):
            known = found.get(strength.sector)
            if known is None or _weight(strength) < _weight(known):
                found[strength.sector] = strength
    return sorted(found.values(), key=lambda one: one.start)


def _heads(sentence: str, named: list[Mention]) -> list[Mention]:
    """Return the sectors without those that only describe the next: ``sports manufacturing``."""
    heads = {one.start: one.sector for one in named if one.sector not in ANY_SECTOR_DOES}
    return [
        one
        for one in named
        if sentence[one.end : one.end + 1] != " "
        or heads.get(one.end + 1, one.sector) == one.sector
    ]


def _weight(strength: Strength) -> int:
    """Plain statements come before hedged ones; a denial wins over both."""
    return 0 if strength.negated else 2 if strength.hedged else 1


def _of_cue(
    sentence: str, match: re.Match[str], rule: Rule, named: list[Mention], rules: Rules
) -> Iterator[Strength]:
    """Return a strength for each sector that one cue speaks of."""
    after = rule.cue.sectors == "after"
    chain = _after(sentence, match, rule, named) if after else _before(sentence, match, rule, named)
    if rule.cue.strict and not _has_noun(sentence, chain, rules):
        chain = [mention for mention in chain if mention.sector not in rules.needs_noun]
    if not chain or (rule.cue.noun and not _has_noun(sentence, chain, rules)):
        return
    if _is_name(sentence, match.start(), chain[0].start):
        return
    edge = min(match.start(), chain[0].start)
    small = match.string
    if rules.not_strengths.search(_around(small, edge, max(match.end(), chain[-1].end))):
        return
    clause = clause_before(small, edge)
    cue = match.group()
    between = small[match.end() : chain[0].start]
    within = between if after else small[chain[-1].end : match.start()]
    negated = any(rules.negations.search(part) for part in (clause[-70:], cue, within))
    hedged = any(rules.hedges.search(part) for part in (clause, cue, within))
    hedged = hedged and not (_is_presupposed(small, match) or _is_kept(small[:edge], cue))
    ends = match.end() if not after else chain[0].start
    where = IN_A_PLACE.match(small, match.end())
    scope = small[match.start() : max(ends, where.end() if where and not after else 0)]
    for mention in chain:
        yield Strength(
            mention.sector, edge, max(match.end(), chain[-1].end), match.start(), cue, scope, rule,
            negated, hedged,
        )  # fmt: skip


def _around(small: str, start: int, end: int) -> str:
    """Return a claim with the rest of its clauses before and behind it."""
    behind = CLAUSE_END.search(small, end)
    return small[:start][-FAR:] + small[start : behind.start() if behind else len(small)]


def _is_presupposed(small: str, match: re.Match[str]) -> bool:
    """Is a strength taken for granted within a hope: ``expand our already strong retail base``?"""
    return bool(QUALITY.match(match.group()) and PRESUPPOSED.search(small[: match.start()]))


def _is_kept(before: str, cue: str) -> bool:
    """Is it to be kept or built on, so that it is there: ``strengthen the city's cluster``?"""
    kept = KEEPS.search(before)
    return kept is not None and bool(THERE.search(cue)) and not NEW.search(kept.group())


def _after(sentence: str, match: re.Match[str], rule: Rule, named: list[Mention]) -> list[Mention]:
    """Return the sectors that follow a cue: the first within reach, and its list."""
    later = [m for m in named if m.start >= match.end()]
    between = sentence[match.end() : later[0].start] if later else ""
    if not later or not _near(between, rule.cue.reach) or DOING.search(between):
        return []
    return _list_from(sentence, later)


def _before(sentence: str, match: re.Match[str], rule: Rule, named: list[Mention]) -> list[Mention]:
    """Return the sectors before a cue: the last within reach, and the list that it ends."""
    earlier = [m for m in named if m.end <= match.start()]
    between = sentence[earlier[-1].end : match.start()] if earlier else ""
    between = RELATIVE.sub("", between)
    if not earlier or ":" in between or not _near(between, rule.cue.reach):
        return []
    chain = [earlier[-1]]
    for mention in reversed(earlier[:-1]):
        if not _joined(sentence[mention.end : chain[0].start]):
            break
        chain.insert(0, mention)
    return chain


def _list_from(sentence: str, later: list[Mention]) -> list[Mention]:
    chain = [later[0]]
    for mention in later[1:]:
        if not _joined(sentence[chain[-1].end : mention.start]):
            break
        chain.append(mention)
    return chain


def _near(between: str, reach: int) -> bool:
    between = IN_BRACKETS.sub(" ", ASIDE.sub(",", between))
    if reach <= CLOSE and OF.search(between):
        return False
    return len(WORD.findall(between)) <= reach and not BREAK.search(between)


def _joined(between: str) -> bool:
    """Do these words join two sectors of one list?"""
    between = IN_BRACKETS.sub(",", ASIDE.sub(",", between))
    few = len(WORD.findall(between)) <= MOST_BETWEEN
    parted = BREAK.search(between.replace(";", ",")) or VERB.search(between)
    return few and not parted and bool(JOINT.search(between) or not WORD.findall(between))


def _has_noun(sentence: str, chain: list[Mention], rules: Rules) -> bool:
    """Does a noun such as ``sector`` belong to the sectors?"""
    for mention in chain:
        inside = WORD.findall(sentence[mention.start : mention.end])[1:]
        words = [plain(word) for word in (*inside, *_nouns_behind(sentence, mention))]
        if not rules.sector_nouns.isdisjoint(words):
            return True
    return False


def _nouns_behind(sentence: str, mention: Mention) -> list[str]:
    """Return the words in which a sector's noun may stand: more of them if another one is named."""
    behind = _words_behind(sentence, mention, 5)
    return behind if behind and behind[0].casefold() in {"and", "or"} else behind[:2]


def _is_name(sentence: str, cue: int, sector: int) -> bool:
    """Are cue and sector parts of a name, as in ``Centre for Health``?"""
    return cue > 0 and sentence[cue].isupper() and sentence[sector].isupper()


def _is_land(sentence: str, mention: Mention, rules: Rules) -> bool:
    """Is it land, a building, a body or a plan rather than a sector?"""
    if plain(sentence[mention.start : mention.end]) in rules.alone:
        before = WORD.findall(sentence[max(0, mention.start - 30) : mention.start])
        marked = sentence[: mention.start].rstrip().endswith((",", ":", "(", "/"))
        if before and not marked and before[-1].casefold() not in OPENERS:
            return True
    behind = [plain(word) for word in _words_behind(sentence, mention, 4)]
    joined = behind[:1] == ["and"] or behind[:1] == ["or"]
    if behind and behind[0] in rules.land_nouns:
        return True
    if joined and len(behind) > 2 and behind[2] in rules.land_nouns - rules.sector_nouns:
        return True
    named = sentence[mention.start].isupper() and mention.start > 0
    capital = named and NAME.match(sentence[mention.end :])
    return bool(capital) and not rules.land_nouns.isdisjoint(behind[:2])


def _is_in_a_name(sentence: str, mention: Mention) -> bool:
    """Is it part of the name of a firm or a body: ``Marin General Hospital``?

    A word in capitals straight before it says so, but not the first of the sentence.
    """
    if not sentence[mention.start].isupper():
        return False
    before = BEFORE.search(sentence[: mention.start])
    if SAYS.match(sentence, mention.end):
        return False
    if before is None or before.start() == 0 or before.group(1) in NO_NAMES:
        return False
    return CLUSTER.match(sentence, mention.end) is None


SAYS = re.compile(
    r"\s(?:also\s|still\s)?(?:is|are|was|has|have|remains?|continues?|provides?|plays?|forms?|represents?)\b"
)
"""A verb behind a sector: a heading ran into the sentence that begins with the sector."""
BEFORE = re.compile(r"\b([A-Z][a-z]+)\s$")
CLUSTER = re.compile(r"\s(?:cluster|sector|industr|economy|hub|base)", re.IGNORECASE)
NO_NAMES = {"The", "Our", "Its", "In", "Of", "And", "For", "Are", "Is", "Include", "Including"}
"""Words that stand in capitals in a title, and begin no name."""


def _words_behind(sentence: str, mention: Mention, most: int) -> list[str]:
    """Return the words that follow a sector, up to the next mark."""
    run = re.match(r"(?:[\s-]+[A-Za-z]+)*", sentence[mention.end : mention.end + 60])
    return WORD.findall(run.group())[:most] if run else []
