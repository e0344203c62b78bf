"""The checklist of principles, run over a plan."""

from __future__ import annotations

from placewise.data.principles import read_principles
from placewise.model.plan import Plan
from placewise.model.principles import Judged, Principle
from placewise.plan.observed import plan_observations
from placewise.plan.principles import check_principles


def judge_plan(plan: Plan) -> tuple[tuple[Principle, ...], tuple[Judged, ...]]:
    """Return the checklist, and what is said of each principle, from a plan alone.

    Args:
        plan: the plan; its ``principles`` and ``judged`` are not read.
    """
    principles = read_principles()
    return principles, check_principles(principles, plan_observations(plan))
