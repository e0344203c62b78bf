"""What an experiment hands over, and how it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

FEW_TABLES = 8


@dataclass(frozen=True, slots=True)
class Bound:
    """One thing that was promised, and what was measured.

    Attributes:
        promise: what was promised, in words.
        measured: the worst figure.
        least: it must not be below this.
        most: nor above this.
        error: Monte Carlo standard error of the figure; twice that much is forgiven.
        known_to_fall_short: the shortfall is known and stated, and does not fail the run.
    """

    promise: str
    measured: float
    least: float
    most: float
    error: float
    known_to_fall_short: bool = False

    @property
    def holds(self) -> bool:
        """Return whether the figure lies within its bounds, give or take two standard errors."""
        slack = 2.0 * self.error
        return self.least - slack <= self.measured <= self.most + slack


@dataclass(frozen=True, slots=True)
class Section:
    """One experiment, written down.

    Attributes:
        title: heading.
        text: paragraphs before the tables.
        tables: Markdown tables.
        bounds: what was promised.
    """

    title: str
    text: str
    tables: tuple[str, ...]
    bounds: tuple[Bound, ...] = ()

    def markdown(self) -> str:
        """Return the section as Markdown."""
        paragraphs = [" ".join(text.split()) for text in self.text.strip().split("\n\n")]
        return "\n\n".join([f"## {self.title}", *paragraphs, *self.tables])


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is simulated.

    Attributes:
        draws: tables of a fixed population of plants (plain intervals).
        tables: tables of 20 industries by distribution and sigma (shrunk intervals).
        few_tables: the same with few places.
        variants: tables of 20 industries by variant (wrong lumpiness, measurement, ranks).
        seed: seed of everything.
    """

    draws: int
    tables: int
    few_tables: int
    variants: int
    seed: int


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are numbers."""
    line = "|" + "|".join(["---"] + ["---:"] * (len(header) - 1)) + "|"
    body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(header) + " |", line, *body])


def percent(value: float) -> str:
    """Return a share as a percentage with one decimal."""
    return "-" if np.isnan(value) else f"{100 * value:.1f}"


def error_of_share(share: float, number: float) -> float:
    """Return the standard error of a share of independent draws."""
    return float(np.sqrt(max(share * (1 - share), 1e-6) / max(number, 1.0)))


def ratio_with_error(part: ArrayLike, whole: ArrayLike) -> tuple[float, float]:
    """Return a share over tables, and its standard error with tables as the units drawn."""
    a, b = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    if b.sum() == 0:
        return float("nan"), float("nan")
    share = float(a.sum() / b.sum())
    if a.size < FEW_TABLES:  # too few to see their spread: independent cells, doubled
        return share, 2.0 * error_of_share(share, float(b.sum()))
    spread = float(np.sqrt(((a - share * b) ** 2).sum() * b.size / max(b.size - 1, 1)))
    return share, spread / float(b.sum())
