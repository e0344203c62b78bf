"""Strengths that a sentence claims: one for each sector that a cue speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from placewise.review.claims.rules import Rule, Rules, clause_before, in_small_letters
from placewise.review.claims.sectors import WORD, Mention, SectorIndex, mentions, plain
from placewise.review.claims.taken_for_granted import is_taken_for_granted

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
SPOKEN_OF_LAND = re.compile(
    rf"{ECONOMY.pattern}|\b(?:cent(?:er|re)s?|hub|destination|capital|productive)\b"
)
"""Words without which a use of land is no sector."""
NON = re.compile(r"\bnon[- ]$", re.IGNORECASE)
"""Before the name of a sector: all others are meant."""
NO_SECTOR = re.compile(
    r"(?:transport(?:ation)?|transit) (?:hub|cent(?:er|re)|interchange)s?\b|"
    r"financial (?:base|footing|position|condition|health|foundation|stability|standing)\b",
    re.IGNORECASE,
)
"""Words of a sector that mean access, or money."""
BASED = re.compile(r"-(?:based|related|oriented|led) ")
"""Behind a sector that only describes the next one."""
TOLD_OF_ONE = re.compile(
    r"\b(?:home to|hosts?|houses|headquarters of) (?:the )?(?:[A-Z][\w&.\u2019'-]* ?){1,5}, "
    r"(?:an?|the|one of) [^,;]*$"
)
"""What is told of one firm: ``home to Acme, the hub of``."""
ONE = re.compile(r"\b[Aa]n? $")
FIRM = re.compile(r"(?: and)?(?: [\w-]+){0,2} (?:employer|firm|company|manufacturer|retailer)\b")
"""Around a sector with its cue: ``a major engineering firm``."""
LISTING = re.compile(r"econom|employ|\bjobs\b|sector|industr")
"""A cue that lists sectors: those behind the first are sectors whatever follows them."""
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
IN_A_PLACE = re.compile(
    r"\s(?:in|of|within|throughout|across)\s(?:the\s)?(?:[\w\u2019.-]+\s+){0,3}[\w\u2019.-]+"
)
"""The place behind a claim."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
BROKEN = re.compile(
    r"(?<![\w-])([A-Za-z]{2,12})(-\s+)(?!(?:and|or|to|of|in)\b)([a-z]{2,12})(?![\w-])"
)
"""A word that the end of a line parts: ``distribu- tion``."""
CENTRE = re.compile(r"\b(?:cent(?:er|re)|hub|capital)s?(?: of| for)?$")
THE = re.compile(r"\bthe $")
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
    sentence = mended(sentence)
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
        and not NON.search(sentence[: one.start][-5:])
        and not NO_SECTOR.match(sentence, one.start)
    ]
    named = [one for one in every if not _is_land(sentence, one, rules)]
    if not (named or (every and SPOKEN_OF_LAND.search(small))):
        return []
    found: dict[str, Strength] = {}
    for rule, match in cues:
        of_economy = ECONOMY.search(match.group()) and rule.cue.sectors == "before"
        spoken_of = every if of_economy or rule.cue.land else named
        for strength in _of_cue(sentence, match, rule, spoken_of, every, rules):
            known = found.get(strength.sector)
            if known is None or _weight(strength) < _weight(known):
                found[strength.sector] = strength
    return sorted(found.values(), key=lambda one: one.start)


def opens_sectors(sentence: str, rules: Rules) -> bool:
    """Do the last words of a sentence open a list of sectors: ``Our key sectors are:``?"""
    small = in_small_letters(sentence).rstrip(": ")
    if not LISTING.search(small):
        return False
    ends = len(small) - 1
    return any(
        match.end() >= ends
        for rule in rules.near("sector strength", small)
        if rule.cue.sectors == "after"
        for match in rule.pattern.finditer(f"{small}:")
    )


def mended(sentence: str) -> str:
    """Return a sentence with words joined that a line break parts, and no control characters.

    It is as long as before: what was between the parts of a word follows it, as spaces.
    """
    if CONTROL.search(sentence):
        sentence = CONTROL.sub(" ", sentence)
    if "- " in sentence or "-\n" in sentence:
        sentence = BROKEN.sub(lambda m: m[1] + m[3] + " " * len(m[2]), sentence)
    return sentence


def _heads(sentence: str, named: list[Mention]) -> list[Mention]:
    """Return the sectors without those that only describe the next: ``sports manufacturing``."""
    heads = {one.start: one.sector for one in named if one.sector not in ANY_SECTOR_DOES}
    next_to = {one: BASED.match(sentence, one.end) for one in named}
    return [
        one
        for one in named
        if not ((based := next_to[one]) or sentence[one.end : one.end + 1] == " ")
        or heads.get(based.end() if based else one.end + 1, one.sector) == one.sector
    ]


def _weight(strength: Strength) -> int:
    """Plain statements come before hedged ones; a denial wins over both."""
    return 0 if strength.negated else 2 if strength.hedged else 1


def _of_cue(
    sentence: str,
    match: re.Match[str],
    rule: Rule,
    named: list[Mention],
    every: list[Mention],
    rules: Rules,
) -> Iterator[Strength]:
    """Return a strength for each sector that one cue speaks of."""
    after = rule.cue.sectors == "after"
    if after:
        listed = every if LISTING.search(match.group()) else named
        chain = _after(sentence, match, rule, named, listed)
    else:
        chain = _before(sentence, match, rule, named)
    if rule.cue.strict and not _has_noun(sentence, chain, rules):
        chain = [mention for mention in chain if mention.sector not in rules.needs_noun]
    if not chain or (rule.cue.noun and not _has_noun(sentence, chain, rules)):
        return
    if _is_name(sentence, match.start(), chain[0].start) or _is_of_one(sentence, chain, match):
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
    if is_taken_for_granted(small, match, edge):
        hedged = rules.hedges.search(f"the {cue}") is not None  # the cue opens no clause
    else:
        hedged = any(rules.hedges.search(part) for part in (clause, cue, within))
    ends = match.end() if not after else chain[0].start
    where = IN_A_PLACE.match(small, match.end())
    scope = small[match.start() : max(ends, where.end() if where and not after else 0)]
    if CENTRE.search(cue):
        scope = ""  # the place is the centre of what is named there
    for mention in chain:
        yield Strength(
            mention.sector, edge, max(match.end(), chain[-1].end), match.start(), cue, scope, rule,
            negated, hedged,
        )  # fmt: skip


def _around(small: str, start: int, end: int) -> str:
    """Return a claim with the rest of its clauses before and behind it."""
    behind = CLAUSE_END.search(small, end)
    return small[:start][-FAR:] + small[start : behind.start() if behind else len(small)]


def _after(
    sentence: str,
    match: re.Match[str],
    rule: Rule,
    named: list[Mention],
    listed: list[Mention],
) -> list[Mention]:
    """Return the sectors that follow a cue: the first within reach, and its list."""
    later = [m for m in named if m.start >= match.end()]
    between = sentence[match.end() : later[0].start] if later else ""
    if not later or not _near(between, rule.cue.reach) or DOING.search(between):
        return []
    return _list_from(sentence, [m for m in listed if m.start >= later[0].start])


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


def _is_of_one(sentence: str, chain: list[Mention], cue: re.Match[str]) -> bool:
    """Is it said of one firm: ``a major engineering company``, ``home to Acme, the hub of``?"""
    edge = min(cue.start(), chain[0].start)
    if TOLD_OF_ONE.search(sentence[max(0, edge - FAR) : chain[0].start]):
        return True
    return bool(ONE.search(sentence[:edge]) and FIRM.match(sentence, chain[-1].end))


def _is_land(sentence: str, mention: Mention, rules: Rules) -> bool:
    """Is it land, a building, a body or a plan rather than a sector?"""
    behind = [plain(word) for word in _words_behind(sentence, mention, 4)]
    has_noun = behind and behind[0] in rules.sector_nouns
    if plain(sentence[mention.start : mention.end]) in rules.alone and not has_noun:
        before = WORD.findall(sentence[max(0, mention.start - 30) : mention.start])
        marked = sentence[: mention.start].rstrip().endswith((",", ":", "(", "/"))
        if before and not marked and before[-1].casefold() not in OPENERS:
            return True
    joined = behind[:1] == ["and"] or behind[:1] == ["or"]
    if behind and behind[0] in rules.land_nouns:
        return True
    if joined and len(behind) > 2 and behind[2] in rules.land_nouns - rules.sector_nouns:
        return True
    named = sentence[mention.start].isupper() and mention.start > 0
    capital = named and NAME.match(sentence[mention.end :])
    if not capital:
        return False
    of_a_body = THE.search(sentence[: mention.start]) and rules.sector_nouns.isdisjoint(behind)
    return bool(of_a_body) or not rules.land_nouns.isdisjoint(behind[:2])


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
