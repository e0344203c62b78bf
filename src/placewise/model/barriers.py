"""Barriers: what falls short, what shows that it binds, who could act, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

OUTCOMES = ("binding", "contributing", "not a barrier here", "cannot tell")
"""What may be said of a barrier at a place."""
CYCLICAL = "none (cyclical)"
"""The failure of what passes with the cycle: such a barrier is never called binding."""
FAILURES = (
    "externality", "asymmetric information", "coordination failure", "public good",
    "market power", "incomplete markets", "equity", "government failure", CYCLICAL,
)  # fmt: skip
"""Failures of markets and governments by name."""
FORMS = ("price", "bypass", "relaxed", "idle")
"""Forms of a signal: a high price of what is scarce, activity that goes around it, growth where it
was relaxed, or what would be combined with it lying idle."""
SIDES = ("low", "high")
STATUSES = ("direct", "secondary", "derived", "memory", "proposal")
"""What a statement rests on: read in its source, read elsewhere, worked out, remembered, or made
by this project."""
OWN_GROUP = "own evidence: "
"""Beginning of the group of evidence that an analyst adds: each source is a group of its own."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An indicator of a barrier.

    Attributes:
        concept: key of the concept that is measured.
        bad: ``low`` or ``high``: where a place falls short.
        group: indicators of one group count as one, since they say the same thing twice.
        given: a concept; what is left after what goes with it is then compared. "" for none.
    """

    concept: str
    bad: str
    group: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """What would show that a shortfall binds.

    Attributes:
        concept: key of the concept that is measured.
        when: ``low`` or ``high``: where it shows that the shortfall binds.
        form: one of :data:`FORMS`.
        says: what it says where it holds, as the end of a sentence.
        given: a concept; what is left after what goes with it is then compared. "" for none.
    """

    concept: str
    when: str
    form: str
    says: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Power:
    """Something that could be done about a barrier.

    Attributes:
        lever: what could be done.
        holder: who may do it.
        kinds: kinds of place where that is decided locally.
        status: one of :data:`STATUSES`.
    """

    lever: str
    holder: str
    kinds: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Barrier:
    """One barrier to growth.

    Attributes:
        key: a stable word for it.
        title: as a heading.
        mechanism: how it holds a place back, one sentence.
        failures: of :data:`FAILURES`.
        failure: the failure in words.
        status: what that wording rests on, one of :data:`STATUSES`.
        source: where it was read, or "".
        shortfalls: its indicators.
        signals: what would show that it binds.
        powers: what could be done, and who may.
        settles: what data would settle "cannot tell".
    """

    key: str
    title: str
    mechanism: str
    failures: tuple[str, ...]
    failure: str
    status: str
    source: str
    shortfalls: tuple[Shortfall, ...]
    signals: tuple[Signal, ...]
    powers: tuple[Power, ...]
    settles: tuple[str, ...]

    @property
    def cyclical(self) -> bool:
        """Whether it passes with the cycle, so that it is never called binding."""
        return CYCLICAL in self.failures

    def holders(self, kind: str) -> tuple[str, ...]:
        """Return who may act locally in places of a kind."""
        return tuple(power.holder for power in self.powers if kind in power.kinds)


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """One thing that a local analyst knows of a barrier.

    Attributes:
        barrier: key of the barrier.
        role: ``shortfall`` or ``signal``.
        statement: what it says, one sentence.
        probability: that it shows the shortfall (or the signal); worked out from value, interval
            and comparator where those are given.
        source: where it comes from; rows of one source count as one indicator.
        date: when it was gathered, as YYYY-MM-DD.
        method: how it was gathered, such as ``survey`` or ``interviews``.
        sample_size: how many answered; None where that does not apply.
        interested: does it come from somebody who gains from what follows? It is then shown as
            claimed, and does not count.
        note: anything else.
    """

    barrier: str
    role: str
    statement: str
    probability: float
    source: str
    date: str
    method: str
    sample_size: int | None
    interested: bool
    note: str = ""

    @property
    def standing(self) -> str:
        """``claimed`` where an interested party says so, otherwise ``counted``."""
        return "claimed" if self.interested else "counted"


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The choices of the gate.

    Attributes:
        margin: how much worse than a comparator's median counts, in robust standard deviations of
            the spread over places.
        called: the least probability with which an outcome is called.
        again: the least probability with which a barrier that is called binding would reach
            ``called`` again if everything were measured again.
        draws: how many draws probabilities are shares of.
        rounds: how many times everything is measured again, in thought, for ``again``.
        assumed_error: standard error of an indicator without interval and without enough years, in
            robust standard deviations of the spread over places.
        least_years: how many years of its own an indicator needs for its noise to be taken.
        most_years: how many of the last years are looked at.
    """

    margin: float = 0.3
    called: float = 0.8
    again: float = 0.9
    draws: int = 500
    rounds: int = 200
    assumed_error: float = 0.2
    least_years: int = 3
    most_years: int = 10
