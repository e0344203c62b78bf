"""Options that tests are made on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from placewise.model.options import Adjustments, BarrierFound, Option, Span

OPTION = Option(
    key="advice", title="Advice", intervention="managed brokerage",
    policy_area="business advice", barrier="management", failure="asymmetric information",
    kind="horizontal", costs=(100.0, 50.0), effect_unit="jobs", effect=Span(8, 10, 14),
    years_to_effect=1, duration=3, private_share=0.2, power="held", lead="growth hub",
    counterfactual="Applicants who lost did not buy advice", value_per_unit=Span(5, 10, 20),
    adjustments=Adjustments(
        Span(0.1, 0.2, 0.3), Span(0.2, 0.25, 0.5), Span(0.05, 0.1, 0.2), Span(0, 0, 0),
        Span(1, 1, 1),
    ),
)  # fmt: skip
BARRIER = BarrierFound(
    "management", "Weak management", "binding", 0.91, ("asymmetric information",),
    ("growth hub",), ("A survey",),
)  # fmt: skip


def option(**changes: Any) -> Option:
    return replace(OPTION, **changes)


def barrier(**changes: Any) -> BarrierFound:
    return replace(BARRIER, **changes)
