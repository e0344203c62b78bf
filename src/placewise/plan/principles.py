"""The checklist of principles, run over a plan or a strategy: no total, no score."""

from __future__ import annotations

from collections.abc import Sequence

from placewise.errors import InputError, UnknownNameError
from placewise.model.principles import Judged, Observation, Principle, Question
from placewise.model.wording import two_lines


def check_principles(
    principles: Sequence[Principle], observations: Sequence[Observation]
) -> tuple[Judged, ...]:
    """Return for each principle whether it is met, with the passage or number behind it.

    A principle is not met where one of its questions fails for sure, met where all hold for sure,
    and otherwise it cannot be told: a fact is not known, or its interval reaches over the bound.
    Of a fact that was seen more than once every observation must hold.

    Args:
        principles: the checklist.
        observations: what was seen.

    Raises:
        UnknownNameError: an observation of a fact that no principle asks for.
        InputError: an interval that does not hold its value, or an observation without a place.
    """
    known = {question.fact for one in principles for question in one.questions}
    for seen in observations:
        if seen.fact not in known:
            raise UnknownNameError.among("fact of the checklist", seen.fact, known)
        low, high = _interval(seen)
        if seen.value is None and (seen.lower is None or seen.upper is None):
            raise InputError(
                "An observation has neither a value nor both ends of an interval",
                where=f'fact "{seen.fact}", {seen.where}',
            )
        if seen.value is not None and not low <= seen.value <= high:
            raise InputError(
                f"The interval of an observation does not hold its value, {seen.value:g}",
                where=f'fact "{seen.fact}", {seen.where}',
            )
        if not seen.where:
            raise InputError(
                f'An observation of "{seen.fact}" does not say where it was made',
                action="Name the passage, the number or what was searched.",
            )
    return tuple(_judged(one, observations) for one in principles)


def _judged(principle: Principle, observations: Sequence[Observation]) -> Judged:
    by_outcome: dict[str, list[Observation]] = {"not met": [], "cannot tell": [], "met": []}
    outcomes, why, settles = [], [], []
    for question in principle.questions:
        seen = [one for one in observations if one.fact == question.fact]
        each = [(_holds(question, one), one) for one in seen]
        for outcome, one in each:
            by_outcome[outcome].append(one)
        outcome = _worst([outcome for outcome, _ in each])
        outcomes.append(outcome)
        if outcome == "cannot tell" and question.settles:
            settles.append(question.settles)
        why.append(_why(question, [one for found, one in each if found == outcome], outcome))
    support = tuple(one for rows in by_outcome.values() for one in rows)
    outcome = _worst(outcomes)
    wanted = tuple(settles) if outcome == "cannot tell" else ()
    return Judged(principle.key, outcome, tuple(why), support, wanted)


def _worst(outcomes: Sequence[str]) -> str:
    """Return what is said of several together."""
    if "not met" in outcomes:
        return "not met"
    if not outcomes or "cannot tell" in outcomes:
        return "cannot tell"
    return "met"


def _interval(seen: Observation) -> tuple[float, float]:
    low = seen.value if seen.lower is None else seen.lower
    high = seen.value if seen.upper is None else seen.upper
    return float("nan") if low is None else low, float("nan") if high is None else high


def _holds(question: Question, seen: Observation) -> str:
    low, high = _interval(seen)
    least = float("-inf") if question.least is None else question.least
    most = float("inf") if question.most is None else question.most
    if low >= least and high <= most:
        return "met"
    if high < least or low > most:
        return "not met"
    return "cannot tell"


def _why(question: Question, seen: Sequence[Observation], outcome: str) -> str:
    """Return what was asked, what was seen and what would do, as one sentence."""
    if not seen:
        return f"{question.asks}: not known"
    found = ", ".join(_in_words(one) for one in seen)
    over = ["the interval reaches over the bound"] if outcome == "cannot tell" else []
    told = two_lines(f"{question.asks}: {found}, where {question.bounds} would do", *over)
    return told.removesuffix(".")


def _in_words(seen: Observation) -> str:
    """Return a value with its interval; of what could not be counted the interval alone."""
    if seen.lower is None or seen.upper is None:
        return f"{seen.value:.3g}"
    if seen.value is None:
        return f"not counted, from {seen.lower:.3g} to {seen.upper:.3g}"
    return f"{seen.value:.3g} ({seen.lower:.3g} to {seen.upper:.3g})"
