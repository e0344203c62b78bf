"""Gains and costs of growth: market access, commuting, pressure, and what to manage."""

from __future__ import annotations

from placewise.workbench.agglomeration.answer import AgglomerationAnswers
from placewise.workbench.shelf import Shelf

__all__ = ["AgglomerationAnswers", "agglomeration_answers"]


def agglomeration_answers(shelf: Shelf) -> AgglomerationAnswers:
    """Return the job for a store."""
    return AgglomerationAnswers(shelf)
