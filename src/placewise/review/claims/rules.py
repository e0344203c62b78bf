"""The rules of a lexicon, ready to be tried on sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from placewise.model.claims import ClaimLexicon, Cue
from placewise.review.claims.anchors import Anchored
from placewise.review.claims.sectors import plain

CLAUSE = re.compile(
    r"[;:]|,\s*yet\b|\s[\u2013\u2014-]\s|"
    r"\b(?:but|however|although|though|while|whereas|despite)\b"
)
"""Where a clause ends, as far as negations and hedges reach."""
BESIDE = re.compile(r",\s+an?\s+(?:[\w-]+\s+){0,3}$")
"""Where words set beside a name begin, if a cue follows at once."""
TWO_WORDS = {"united", "northern", "european"}
"""First words of names of two: United Kingdom, Northern Ireland, European Union."""
COUNTY = re.compile(r"\bcount(?:y|ies)\b")
WE = re.compile(r"\b(?:we|our|us)\b")
AROUND_A_TOWN = re.compile(r"(?<!one of )\bthe county\b(?! (?:seat|town))|\bcountywide\b")
"""What lies around a town, and is another place where the plan is the town's."""
OF_A_TOWN = ("the city", "city of", "the town", "town of")
"""Words that the plan of a town says more often than ``the county``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A cue whose pattern is compiled."""

    cue: Cue
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """A lexicon whose patterns are compiled."""

    by_kind: dict[str, tuple[Rule, ...]]
    anchored: dict[str, Anchored]
    negations: re.Pattern[str]
    hedges: re.Pattern[str]
    elsewhere: re.Pattern[str]
    not_strengths: re.Pattern[str]
    barriers: re.Pattern[str]
    interventions: re.Pattern[str]
    horizontal: dict[str, re.Pattern[str]]
    sector_nouns: frozenset[str]
    land_nouns: frozenset[str]
    needs_noun: frozenset[str]
    alone: frozenset[str]
    not_targets: re.Pattern[str]
    not_own_targets: re.Pattern[str]

    def near(self, kind: str, small: str) -> list[Rule]:
        """Return the rules of a kind that can match in words in small letters, in their order."""
        if kind not in self.anchored:
            return []
        return [self.by_kind[kind][number] for number in self.anchored[kind].near(small)]


def rules_of(lexicon: ClaimLexicon) -> Rules:
    """Compile a lexicon; the same one is compiled once."""
    horizontal = tuple((kind, words) for kind, words in lexicon.horizontal.items())
    return _compiled(
        lexicon.cues, lexicon.negations, lexicon.hedges, lexicon.elsewhere,
        lexicon.not_strengths, lexicon.barriers,
        lexicon.interventions, horizontal, lexicon.sector_nouns, lexicon.land_nouns,
        lexicon.needs_noun, lexicon.not_targets, lexicon.not_own_targets, lexicon.alone,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _compiled(
    cues: tuple[Cue, ...],
    negations: tuple[str, ...],
    hedges: tuple[str, ...],
    elsewhere: tuple[str, ...],
    not_strengths: tuple[str, ...],
    barriers: tuple[str, ...],
    interventions: tuple[str, ...],
    horizontal: tuple[tuple[str, tuple[str, ...]], ...],
    sector_nouns: tuple[str, ...],
    land_nouns: tuple[str, ...],
    needs_noun: tuple[str, ...],
    not_targets: tuple[str, ...],
    not_own_targets: tuple[str, ...],
    alone: tuple[str, ...],
) -> Rules:
    by_kind: dict[str, list[Rule]] = {}
    for cue in cues:
        by_kind.setdefault(cue.kind, []).append(Rule(cue, small(cue.pattern)))
    return Rules(
        by_kind={kind: tuple(rules) for kind, rules in by_kind.items()},
        anchored={
            kind: Anchored([rule.pattern for rule in rules]) for kind, rules in by_kind.items()
        },
        negations=_any(negations),
        hedges=_any(hedges),
        elsewhere=_any(elsewhere),
        not_strengths=_any(not_strengths),
        barriers=_any(barriers),
        interventions=_any(interventions),
        horizontal={kind: _any(words) for kind, words in horizontal},
        sector_nouns=frozenset(plain(noun) for noun in sector_nouns),
        land_nouns=frozenset(plain(noun) for noun in land_nouns),
        needs_noun=frozenset(needs_noun),
        not_targets=_any(not_targets),
        not_own_targets=_any(not_own_targets),
        alone=frozenset(plain(word) for word in alone),
    )


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Join patterns; none of them means a pattern that fits nothing."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)"
    return small(joined)


def small(pattern: str) -> re.Pattern[str]:
    """Compile a pattern for text in small letters: twice as fast as without regard to case."""
    lowered = re.sub(r"(\\.)|([A-Z])", lambda m: m.group(1) or m.group(2).lower(), pattern)
    return re.compile(lowered)


def in_small_letters(text: str) -> str:
    """Return a text in small letters, every character at its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def clause_before(sentence: str, position: int) -> str:
    """Return what stands before a position in its own clause.

    Words set beside a name (``its location in the valley, a centre of ...``) state what is so,
    whatever the clause around them hopes for.
    """
    ends = [match.end() for match in CLAUSE.finditer(sentence, 0, position)]
    clause = sentence[ends[-1] if ends else 0 : position]
    beside = BESIDE.search(clause)
    return clause[beside.start() :] if beside else clause


def is_of_a_town(text: str) -> bool:
    """Does a document speak of its city or town rather than of a county?

    Args:
        text: the whole text.
    """
    small = text.lower()
    return sum(small.count(words) for words in OF_A_TOWN) > 2 * small.count("the county")


def other_place(
    before: str,
    scope: str,
    rules: Rules,
    own: frozenset[str],
    other: frozenset[str],
    *,
    of_a_town: bool = False,
) -> str | None:
    """Return the place that a claim is said of, where that is not the plan's own.

    The last name before the cue or within its scope decides; "we" and "our" are the plan's own.

    Args:
        before: the clause before the cue, in small letters.
        scope: the words from the cue on, in small letters.
        rules: the compiled lexicon.
        own: names of the plan's place, in small letters.
        other: names of other places.
        of_a_town: is the plan that of a town, so that the county is another place?
    """
    said = before + scope
    found: list[tuple[int, str | None]] = [(match.end(), None) for match in WE.finditer(before)]
    found += [(match.start(), _place_of(match.group())) for match in rules.elsewhere.finditer(said)]
    if of_a_town:
        found += [(one.start(), one.group()) for one in AROUND_A_TOWN.finditer(said)]
    for names, told in ((own, False), (other, True)):
        for name in names:
            if name in said:
                found += [
                    (match.end(), name if told else None)
                    for match in re.finditer(rf"\b{re.escape(name)}\b", said)
                ]
    return max(found, key=lambda item: item[0])[1] if found else None


def _place_of(words: str) -> str:
    """Return the place that words of the lexicon name: ``the UK's economy`` is ``uk``."""
    kept = words.removeprefix("the ")
    if kept.startswith(("in ", "other ")):
        return kept.removeprefix("in ").removeprefix("the ")
    if COUNTY.search(kept):
        return kept
    first, *rest = kept.split()
    if first in TWO_WORDS and rest:
        first = f"{first} {rest[0]}"
    return first.removesuffix("'s").removesuffix("\u2019s")
