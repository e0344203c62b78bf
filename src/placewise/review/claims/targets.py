"""Targets: a number with its unit and year, where the words set it as an aim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placewise.review.claims.rules import Rule, Rules, in_small_letters

NUMBER = re.compile(
    r"(?<![\w.,-])(?P<money>[£$€])?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s?(?P<scale>million|billion|bn|m|k)?(?![\w])",
    re.IGNORECASE,
)
BY_YEAR = re.compile(
    r"\b(?:by|before|between now and|no later than|until|to|in)\s+(?:the\s+)?(?:end\s+of\s+|"
    r"year\s+|spring\s+|summer\s+|autumn\s+|\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(20[0-6]\d)\b",
    re.IGNORECASE,
)
DEADLINE = re.compile(
    r"\b(?:by|before|no later than|target date(?: of|:))\s+(?:the\s+)?(?:end\s+of\s+|fiscal\s+)?"
    r"(?:year\s+|early\s+|late\s+|mid-?\s?|spring\s+|summer\s+|autumn\s+|fall\s+|winter\s+|"
    r"\d{1,2}\s+)?(?:(?:[a-z]{3,9}\.?\s+(?:of\s+)?(?:\d{1,2},\s+)?)?(?=20)|"
    r"\d{1,2}/(?:\d{1,2}/)?)((?:20)?[0-6]\d)\b(?!\s?(?:%|per\b|levels?\b))",
    re.IGNORECASE,
)
"""When something is to be done, where no number is set."""
ABSOLUTE = re.compile(
    r"\b(?:net[- ]zero|carbon[- ]neutral(?:ity)?|zero[- ]carbon|zero[- ]emissions?|"
    r"zero net energy|full employment)\b",
    re.IGNORECASE,
)
"""Targets that need no number."""
SCALES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "k": 1e3}
FAR = 90
"""Characters between the words of an aim and an absolute target."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a sentence.

    Attributes:
        start: offset of its first character.
        end: offset behind the unit.
        number: its value, scale included.
        unit: the unit as it stands, ``""`` where none is known.
    """

    start: int
    end: int
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a sentence: the quantity it sets, the year, the rule and its words."""

    quantity: Quantity | None
    year: int | None
    rule: Rule
    cue: str
    cue_start: int


def quantities(sentence: str, rules: Rules) -> list[Quantity]:
    """Return the numbers that have a unit, money included."""
    found = []
    small = in_small_letters(sentence)
    for match in NUMBER.finditer(sentence):
        scale = (match["scale"] or "").casefold()
        value = float(match["number"].replace(",", "")) * SCALES.get(scale, 1.0)
        behind = re.match(r"\)?\s?(?:of\s)?", sentence[match.end() :])
        start = match.end() + (behind.end() if behind else 0)
        unit = rules.units.match(small, start)
        if match["money"]:
            found.append(Quantity(match.start(), match.end(), value, match["money"]))
        elif unit:
            name = " ".join(unit.group().split())
            found.append(Quantity(match.start(), unit.end(), value, name))
    return found


def targets(sentence: str, rules: Rules) -> list[Target]:
    """Return the target of a sentence: the first quantity near words that set an aim.

    A number alone is no target, and neither is an aim without a number, but for absolute ones
    such as net zero with a year, and acts that have a deadline. Standards for building, forecasts,
    facts, and what others set, are none.
    """
    small = in_small_letters(sentence)
    if rules.not_own_targets.search(small):
        return []
    absolute = ABSOLUTE.search(small)
    counted = quantities(sentence, rules)
    deadline = DEADLINE.search(small)
    if not (counted or absolute or deadline):
        return []
    other = bool(rules.not_targets.search(small))
    year = target_year(sentence)
    for rule in rules.by_kind.get("target", ()):
        if other and not rule.cue.strict:
            continue
        for match in rule.pattern.finditer(small):
            near = [q for q in counted if _close(small, match, q, rule, year)]
            if rule.cue.noun:
                if deadline and _in_reach(small[match.end() : deadline.start()], rule):
                    when = int(deadline.group(1)[-2:]) + 2000
                    return [Target(None, when, rule, match.group(), match.start())]
                continue
            if near:
                return [Target(near[0], year, rule, match.group(), match.start())]
            if absolute and year is not None and abs(absolute.start() - match.start()) < FAR:
                return [Target(None, year, rule, match.group(), match.start())]
    return []


def target_year(sentence: str) -> int | None:
    """Return the year that something is to be reached by; None without one."""
    found = BY_YEAR.search(sentence)
    return int(found.group(1)) if found else None


def _close(
    small: str, match: re.Match[str], quantity: Quantity, rule: Rule, year: int | None
) -> bool:
    """Is a quantity near enough to the words of an aim? A year may stand behind its number."""
    if quantity.start >= match.end():
        between = small[match.end() : quantity.start]
    elif year is not None and quantity.end <= match.start():
        between = small[quantity.end : match.start()]
    else:
        return False
    return _in_reach(between, rule)


def _in_reach(between: str, rule: Rule) -> bool:
    return len(between.split()) <= rule.cue.reach and ";" not in between
