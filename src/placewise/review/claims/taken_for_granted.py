"""Strengths that a hope or an aim takes for granted: ``strengthen the city's cluster``."""

from __future__ import annotations

import re

QUALITY = re.compile(r"(?:strong|thriving|vibrant|robust|flourishing|established)\b|strengths?\b")
OWN = re.compile(r"(?:['\u2019]s|\bour|\bits)\s+$")
FIRST = re.compile(r"(?:primary|main|principal|largest|dominant|predominant|traditional)\b")
"""Behind the words of whose it is, what ranks first is there, whatever is to be done with it."""
PRESUPPOSED = re.compile(
    r"(?:['\u2019]s|\bour|\bits|\bthe|\balready|\bexisting)\s+(?:already\s+|existing\s+|current\s+)?$"
)
"""Before a cue such as ``strong``: the words take the strength for granted, whatever is hoped."""
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
    r"develop|toward\w*|into|could|would|should|opportunit\w+|efforts?|plans?|polic\w+|programs?|"
    r"promot(?:e|ing)(?! the)|growth from)\b"
)
"""What makes of it something that is still to come."""


def is_taken_for_granted(small: str, cue: re.Match[str], start: int) -> bool:
    """Are the words of a claim such that it is there, whatever is hoped of it?

    Args:
        small: the sentence, in small letters.
        cue: the words of the claim.
        start: where the claim starts, with the sectors before it.
    """
    return _is_presupposed(small, cue) or _is_kept(small[:start], cue.group())


def _is_presupposed(small: str, match: re.Match[str]) -> bool:
    """Is a strength taken for granted within a hope: ``expand our already strong retail base``?"""
    before = small[: match.start()]
    if FIRST.match(match.group()):
        return bool(OWN.search(before))
    return bool(QUALITY.match(match.group()) and PRESUPPOSED.search(before))


def _is_kept(before: str, cue: str) -> bool:
    """Is it to be kept or built on, so that it is there: ``strengthen the city's cluster``?"""
    kept = KEEPS.search(before)
    return kept is not None and bool(THERE.search(cue)) and not NEW.search(kept.group())
