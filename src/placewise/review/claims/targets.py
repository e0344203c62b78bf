"""Targets: a number with its unit and year, where the words set it as an aim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placewise.review.claims.labelled import NEXT_LABEL, said_of, sets_numbers
from placewise.review.claims.rules import Rule, Rules, in_small_letters
from placewise.review.quantities import Quantity, find_quantities, states_a_number

BY_YEAR = re.compile(
    r"\b(?:by|before|between (?:now|20\d\d) and|no later than|until|through|thru|to|in)\s+"
    r"(?:the\s+)?(?:end\s+of\s+|year\s+|spring\s+|summer\s+|autumn\s+|\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?((?:19[89]|20[0-6])\d)\b",
    re.IGNORECASE,
)
DEADLINE = re.compile(
    r"\b(?:by|before|no later than|target date(?: of|:))\s+(?:the\s+)?(?:end\s+of\s+|fiscal\s+)?"
    r"(?:year\s+|early\s+|late\s+|mid-?\s?|spring\s+|summer\s+|autumn\s+|fall\s+|winter\s+|"
    r"\d{1,2}\s+)?(?:(?:[a-z]{3,9}\.?\s+(?:of\s+)?(?:\d{1,2},\s+)?)?(?=20|19[89])|"
    r"\d{1,2}/(?:\d{1,2}/)?)((?:20)?[0-6]\d|19[89]\d)\b"
    r"(?!\s?(?:%|per\b|levels?\b|[\u2010-\u2013-]\s?\d)|\s(?:\w+\s){0,3}(?:census|code|act|plan|element)\b)",
    re.IGNORECASE,
)
"""When something is to be done, where no number is set."""
ABSOLUTE = re.compile(
    r"\b(?:net[- ]zero|carbon[- ]neutral(?:ity)?|zero[- ]carbon|zero[- ]emissions?|"
    r"zero net energy|full employment|doubl(?:e|ing)|halv(?:e|ing)|tripl(?:e|ing))\b",
    re.IGNORECASE,
)
"""Targets that need no number, with a year."""
NOT_SET = {
    "number", "times", "years", "months", "weeks", "days", "hours", "minutes", "feet", "inches",
    "metres", "decibels",
}  # fmt: skip
"""Units of durations and of standards for building, whose numbers set no target."""
MONEY = {"GBP", "USD", "EUR"}
BOUNDARY = re.compile(r"[;:(\u2022]|\.\s")
"""Where the words end that speak of a quantity."""
LIMIT = re.compile(r"\b(?:up to|ranging from|ranges? from|not to exceed|maximum of)\s*$")
"""Before an amount of money: what one person gets at most."""
OTHER_NUMBER = re.compile(r"(?<![\w.-])(?!20\d\d\b)\d[\d,]*(?![\w.-])")
"""A number between an aim and a quantity, which the words may speak of instead."""
ONE = re.compile(r":\s+one\b", re.IGNORECASE)
"""One behind a label is a number: ``Objective: one loan``; elsewhere it is more often a pronoun."""
AROUND = 160
"""Characters around the words of an aim in which others may be said to set it."""
NEAR = 60
"""Characters around an aim and its quantity that speak of both: tables have no stops."""
FAR = 90
"""Characters between the words of an aim and an absolute target."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a sentence: the quantity it sets, the year, the rule and its words."""

    quantity: Quantity | None
    year: int | None
    rule: Rule
    cue: str
    cue_start: int


def quantities(sentence: str) -> list[Quantity]:
    """Return the numbers that could set a target: those with a unit, or that count things."""
    return [
        one
        for one in find_quantities(sentence)
        if (one.counted or one.unit not in NOT_SET)
        and not (one.unit in MONEY and LIMIT.search(sentence[: one.start].lower()))
    ]


def targets(sentence: str, rules: Rules, under: str = "") -> list[Target]:
    """Return the target of a sentence: the first quantity near words that set an aim.

    A number alone is no target, and neither is an aim without a number, but for absolute ones
    such as net zero with a year, and acts that have a deadline. Standards for building, forecasts,
    facts, and what others set, are none.

    Args:
        sentence: the sentence.
        rules: the compiled lexicon.
        under: the label of a list of objectives that the sentence is an item of, or "".
    """
    sentence = f"{under} {sentence}" if under else sentence
    if not (states_a_number(sentence) or ONE.search(sentence)):
        return []
    small = in_small_letters(sentence)
    dated = DEADLINE.search(small) is not None
    aims = [
        (rule, match)
        for rule in rules.near("target", small)
        if dated or not rule.cue.noun
        for match in rule.pattern.finditer(small)
    ]
    if aims and rules.not_own_targets.search(small):
        aims = [(rule, match) for rule, match in aims if not _is_of_others(small, match, rules)]
    if not aims:
        return []
    said = _Said(
        small, quantities(sentence), target_year(sentence), ABSOLUTE.search(small),
        bool(rules.not_targets.search(small)),
    )  # fmt: skip
    for rule, match in sorted(aims, key=lambda aim: aim[0].cue.bare > 0):
        found = said.found(rule, match, rules)
        if found is not None:
            return [found]
    return []


def _is_of_others(small: str, aim: re.Match[str], rules: Rules) -> bool:
    """Do the words around an aim say that others set it, or that it is a forecast or a fact?"""
    around = small[max(0, aim.start() - AROUND) : aim.end() + AROUND]
    return bool(rules.not_own_targets.search(around))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence says that could be a target, and whether it speaks of other things too."""

    small: str
    counted: list[Quantity]
    year: int | None
    absolute: re.Match[str] | None
    other: bool

    def found(self, rule: Rule, aim: re.Match[str], rules: Rules) -> Target | None:
        """Return the target that the words of an aim set; None if they set none."""
        if rule.cue.noun:
            return self.by_deadline(rule, aim, rules)
        if rule.cue.bare:
            return self.under_label(rule, aim)
        return self.set(rule, aim, rules)

    def under_label(self, rule: Rule, label: re.Match[str]) -> Target | None:
        """Return the objective that a label introduces, or a table of them."""
        if not sets_numbers(self.small, label, rule.cue.reach, rule.cue.bare):
            return None
        quantity = None
        if rule.cue.bare == 1:
            said = said_of(self.small, label, rule.cue.reach)
            within = (label.end(), label.end() + len(said))
            inside = [one for one in self.counted if within[0] <= one.start < within[1]]
            quantity = inside[0] if inside else None
        return Target(quantity, self.year, rule, label.group(), label.start())

    def set(self, rule: Rule, aim: re.Match[str], rules: Rules) -> Target | None:
        """Return the quantity that the words of an aim set, or an absolute target with a year."""
        for quantity in self.counted:
            if _close(self.small, aim, quantity, rule, self.year) and (
                rule.cue.strict or not rules.not_targets.search(_clause(self.small, aim, quantity))
            ):
                return Target(quantity, self.year, rule, aim.group(), aim.start())
        near = self.absolute and abs(self.absolute.start() - aim.start()) < FAR
        if near and self.year is not None and not self.other:
            return Target(None, self.year, rule, aim.group(), aim.start())
        return None

    def by_deadline(self, rule: Rule, aim: re.Match[str], rules: Rules) -> Target | None:
        """Return the act that the words of an aim put a deadline to."""
        deadline = DEADLINE.search(self.small, aim.end())
        if deadline is None:
            return None
        between = self.small[aim.end() : deadline.start()]
        if len(between.split()) > rule.cue.reach or NEXT_LABEL.search(between):
            return None
        if not rule.cue.strict and rules.not_targets.search(aim.group() + between):
            return None
        year = int(deadline.group(1)[-2:]) + (1900 if deadline.group(1).startswith("19") else 2000)
        return Target(None, year, rule, aim.group(), aim.start())


def target_year(sentence: str) -> int | None:
    """Return the year that something is to be reached by; None without one."""
    found = BY_YEAR.search(sentence)
    return int(found.group(1)) if found else None


def _close(
    small: str, match: re.Match[str], quantity: Quantity, rule: Rule, year: int | None
) -> bool:
    """Is a quantity near enough to the words of an aim, or among them?

    A year may stand behind its number.
    """
    if match.start() <= quantity.start and quantity.end <= match.end():
        return True
    if quantity.start >= match.end():
        between = small[match.end() : quantity.start]
    elif year is not None and quantity.end <= match.start():
        between = small[quantity.end : match.start()]
    else:
        return False
    return _in_reach(between, rule)


def _clause(small: str, match: re.Match[str], quantity: Quantity) -> str:
    """Return the words that speak of a quantity: its own clause, from the aim on."""
    first, last = min(match.start(), quantity.start), max(match.end(), quantity.end)
    begins = [end.end() for end in BOUNDARY.finditer(small, 0, first)]
    ends = BOUNDARY.search(small, last)
    begin = max(begins[-1] if begins else 0, first - NEAR)
    return small[begin : min(ends.start() if ends else len(small), last + NEAR)]


def _in_reach(between: str, rule: Rule) -> bool:
    few = len(between.split()) <= rule.cue.reach
    return few and ";" not in between and not OTHER_NUMBER.search(between)
