"""A user's own rules of a plan: money by year, least and greatest shares, what else is scarce."""

from __future__ import annotations

from dataclasses import dataclass

AREA, BARRIER, KIND = "policy area", "barrier", "kind"
"""What a rule on shares may pick options by."""


@dataclass(frozen=True, slots=True)
class YearMoney:
    """Public money of one year.

    Attributes:
        year: 1 for the first of the plan.
        amount: at least 0.
    """

    year: int
    amount: float


@dataclass(frozen=True, slots=True)
class ShareRule:
    """How much of the whole budget is planned for some options.

    Attributes:
        by: one of :data:`AREA`, :data:`BARRIER` and :data:`KIND`.
        of: name of the policy area, key of the barrier, ``sector`` or ``horizontal``.
        least: least share, 0 to 1.
        most: greatest share.
    """

    by: str
    of: str
    least: float = 0.0
    most: float = 1.0

    @property
    def name(self) -> str:
        """Return what it is about, as it stands in quotes: unlike the key of any option."""
        return f"{self.of} options" if self.by == KIND else f"{self.by} {self.of}"


@dataclass(frozen=True, slots=True)
class Use:
    """How much of something scarce an option takes, in all years together.

    Attributes:
        option: its key.
        amount: at least 0.
    """

    option: str
    amount: float


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """Something other than money that is scarce.

    Attributes:
        name: such as ``planning officers``.
        limit: how much there is, in all years together.
        uses: what options take of it; an option that is not named takes none.
    """

    name: str
    limit: float
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class PlanRules:
    """All rules of a user.

    Attributes:
        budgets: of years that are stated, in order; the others share what is left equally.
        shares: of the whole budget.
        capacities: what else is scarce.
        currency: that money was written in; None where it was numbers alone.
    """

    budgets: tuple[YearMoney, ...] = ()
    shares: tuple[ShareRule, ...] = ()
    capacities: tuple[CapacityRule, ...] = ()
    currency: str | None = None


NO_RULES = PlanRules()
"""What holds where a user has no rules."""
