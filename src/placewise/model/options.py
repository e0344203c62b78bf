"""Options: what might be done about a barrier, what it costs and brings, and its gate."""

from __future__ import annotations

from dataclasses import dataclass

from placewise.model.barriers import Barrier

KINDS = ("sector", "horizontal")
"""An option is for named sectors, or for all that have the barrier."""
SHAPES = ("triangular", "lognormal")
"""How values are drawn from a range."""
POWERS = ("held", "shared", "not held", "not known")
"""Does the lead hold the power that an option needs?"""
PROJECT_TYPES = (
    "revenue programme", "standard building", "non-standard building",
    "standard civil engineering", "non-standard civil engineering", "equipment and development",
    "outsourcing",
)  # fmt: skip
"""What kind of project an option is; decides by how much its costs and its time are raised."""
JOBS = "jobs"
"""The unit of effect for which there is a cost per job."""
STEPS = ("barrier", "failure", "power", "additionality")
"""Steps of the gate that an option passes, in order."""
VERDICTS = ("passed", "could not tell", "failed")
"""What may be said of a step."""
STANDINGS = ("passed", "conditional", "failed")
"""What may be said of an option after all steps."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value that is known as a range.

    Attributes:
        low: with ``triangular`` the lowest value; with ``lognormal`` the lower end of the range
            that holds the value with 80 %.
        central: with ``triangular`` the most likely value, with ``lognormal`` the median.
        high: the upper end, as ``low`` is the lower.
        shape: one of :data:`SHAPES`; a lognormal needs ends above 0.
    """

    low: float
    central: float
    high: float
    shape: str = "triangular"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many an option touches, whether it helps them or not; None where it is not known.

    Attributes:
        residents: people who live in the place.
        jobs: jobs at workplaces of the place.
        firms: firms with a workplace in the place.
    """

    residents: float | None = None
    jobs: float | None = None
    firms: float | None = None


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What stands between the gross effect of an option and what it adds to the place.

    Attributes:
        deadweight: share of the gross effect that would have come anyway.
        displacement: share of the rest that others in the place lose.
        leakage: share of the rest that goes to people or firms elsewhere.
        substitution: share of the rest for which the helped drop something else of their own.
        multiplier: what follows for suppliers and by spending, as a factor of at least 0.

    Each is None where the option does not say; appraisal then takes a stated general range.
    """

    deadweight: Span | None = None
    displacement: Span | None = None
    leakage: Span | None = None
    substitution: Span | None = None
    multiplier: Span | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that might be done.

    Money is in pounds (or another currency, the same throughout) of one price year; years count
    from 0, the first year in which money is spent.

    Attributes:
        key: a stable word for it, by which other options name it.
        title: as a heading.
        intervention: key of the intervention, as the evidence and the candidates name it.
        policy_area: such as ``skills`` or ``transport``.
        barrier: key of the barrier that it addresses.
        failure: the failure that it corrects, one of :data:`placewise.model.barriers.FAILURES`.
        kind: one of :data:`KINDS`.
        sectors: the sectors it is for; empty where it is horizontal.
        reach: whom it touches.
        costs: full cost of each year from year 0 on, before optimism bias.
        private_share: share of the costs that firms or people pay, from 0 to 1.
        loss_bearer: who bears the loss if it fails.
        lead: who leads it.
        powers: the powers it needs, in words.
        power: does the lead hold them? One of :data:`POWERS`.
        counterfactual: what would happen without it, and how that is known.
        effect_unit: what the effect counts, such as ``jobs``.
        effect: gross effect, as a level that is held while it lasts.
        value_per_unit: what one unit is worth to society, money a year; None where nobody says.
        adjustments: from gross to net.
        years_to_effect: years from the start until there is an effect.
        duration: years for which it lasts.
        decay: share of the effect that is lost each year after the first.
        project_type: one of :data:`PROJECT_TYPES`.
        mitigation: share of the optimism bias that has been shown to be dealt with, from 0 to 1.
        evidence: keys of the evidence that it rests on.
        conditions: what must hold for it to work.
        sunset: when and on what test it ends; "" where it has no end.
        requires: keys of options that it needs.
        excludes: keys of options that it cannot stand beside.
    """

    key: str
    title: str
    intervention: str
    policy_area: str
    barrier: str
    failure: str
    kind: str
    costs: tuple[float, ...]
    effect_unit: str
    effect: Span
    years_to_effect: int
    duration: int
    sectors: tuple[str, ...] = ()
    reach: Reach = Reach()
    private_share: float = 0.0
    loss_bearer: str = ""
    lead: str = ""
    powers: str = ""
    power: str = "not known"
    counterfactual: str = ""
    value_per_unit: Span | None = None
    adjustments: Adjustments = Adjustments()
    decay: float = 0.0
    project_type: str = "revenue programme"
    mitigation: float = 0.0
    evidence: tuple[str, ...] = ()
    conditions: str = ""
    sunset: str = ""
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarrierFound:
    """What the diagnosis says of one barrier at the place.

    Attributes:
        key: of the barrier.
        title: of the barrier.
        outcome: one of :data:`placewise.model.barriers.OUTCOMES`.
        probability: of that outcome; None where it cannot be told.
        failures: the failures that the diagnosis names for it.
        holders: who may act on it locally at a place of this kind.
        settles: what data would settle "cannot tell".
    """

    key: str
    title: str
    outcome: str
    probability: float | None
    failures: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, barrier: Barrier, outcome: str, probability: float | None, kind: str
    ) -> BarrierFound:
        """Join a barrier with what was found of it at a place of a kind."""
        return cls(
            barrier.key, barrier.title, outcome, probability, barrier.failures,
            barrier.holders(kind), barrier.settles,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GateStep:
    """One step of the gate.

    Attributes:
        step: one of :data:`STEPS`.
        verdict: one of :data:`VERDICTS`.
        reason: why, one sentence.
    """

    step: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gated:
    """An option after the gate.

    Attributes:
        option: the option.
        steps: every step, in the order of :data:`STEPS`: a later step is taken even where an
            earlier one failed, so that all that is wrong is known at once.
    """

    option: Option
    steps: tuple[GateStep, ...]

    @property
    def standing(self) -> str:
        """``failed`` where a step failed, ``conditional`` where one could not be told."""
        verdicts = {step.verdict for step in self.steps}
        if "failed" in verdicts:
            return "failed"
        return "conditional" if "could not tell" in verdicts else "passed"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it did not pass: the reasons of failed steps, then of those not told."""
        return tuple(
            step.reason
            for verdict in ("failed", "could not tell")
            for step in self.steps
            if step.verdict == verdict
        )


@dataclass(frozen=True, slots=True)
class CandidateRule:
    """From a barrier to something that may help, or to something to leave alone.

    Attributes:
        barrier: key of the barrier.
        intervention: key of the intervention.
        title: as a heading.
        policy_area: such as ``skills``.
        kind: one of :data:`KINDS`.
        advice: ``consider`` or ``avoid``.
        reason: why, in our own words.
        evidence: names of the interventions under which evidence was collected; empty without any.
        source: where the reason was read, or "".
        status: what the reason rests on, one of
            :data:`placewise.model.evidence.STATUSES`.
    """

    barrier: str
    intervention: str
    title: str
    policy_area: str
    kind: str
    advice: str
    reason: str
    evidence: tuple[str, ...]
    source: str
    status: str


ADVICE = ("consider", "avoid")
"""What a rule advises."""
