"""Coverage, calibration and false finds, added up over tables whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scripts.validation.plants import CELL_SIZES, World
from scripts.validation.sections import ratio_with_error

from placewise.diagnose.discovery import q_values
from placewise.diagnose.specialisation import Specialisation

Floats = NDArray[np.float64]

THRESHOLD = 1.25
BINS = 10


@dataclass(slots=True)
class Tally:
    """Counts by table, so that their spread gives the Monte Carlo error."""

    inside: list[Floats] = field(default_factory=list)
    cells: list[Floats] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    discovered: list[float] = field(default_factory=list)
    discovered_false: list[float] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    sure_false: list[float] = field(default_factory=list)
    rivals: list[float] = field(default_factory=list)
    rivals_inside: list[float] = field(default_factory=list)
    stated: Floats = field(default_factory=lambda: np.zeros(BINS))
    true: Floats = field(default_factory=lambda: np.zeros(BINS))
    number: Floats = field(default_factory=lambda: np.zeros(BINS))

    def add_parts(
        self, theta: Floats, lower: Floats, upper: Floats, probability: Floats, q: Floats
    ) -> None:
        """Add intervals and probabilities of one table; the cell sizes repeat over places."""
        inside = (lower <= theta) & (theta <= upper)
        kind = np.arange(theta.shape[0]) % len(CELL_SIZES)
        self.inside.append(np.array([inside[kind == z].sum() for z in range(len(CELL_SIZES))]))
        self.cells.append(np.array([inside[kind == z].size for z in range(len(CELL_SIZES))]))
        false = theta <= THRESHOLD
        for kept, all_of, false_of in (
            (q < 0.05, self.discovered, self.discovered_false),
            (probability > 0.95, self.sure, self.sure_false),
        ):
            all_of.append(float(kept.sum()))
            false_of.append(float((kept & false).sum()))
        bins = np.minimum((probability * BINS).astype(int), BINS - 1).ravel()
        self.stated += np.bincount(bins, probability.ravel(), minlength=BINS)
        self.true += np.bincount(bins, ~false.ravel(), minlength=BINS)
        self.number += np.bincount(bins, minlength=BINS)

    def add(self, world: World, found: Specialisation) -> None:
        """Add one assessed table."""
        self.add_parts(
            world.theta, found.shrunk_lower, found.shrunk_upper, found.probability, found.q_value
        )
        self.plain.append(
            float(((found.lower <= world.theta) & (world.theta <= found.upper)).mean())
        )
        asked = np.isfinite(found.rivals)
        fewest, most = true_rivals(world.theta)
        # Places that are truly equal may stand on either side: the interval must meet the range.
        held = (found.rivals_lower <= most) & (fewest <= found.rivals_upper)
        self.rivals.append(float(asked.sum()))
        self.rivals_inside.append(float((held & asked).sum()))

    def add_probabilities(
        self, theta: Floats, lower: Floats, upper: Floats, probability: Floats
    ) -> None:
        """Add one table of a method that has no q-values of its own."""
        self.add_parts(theta, lower, upper, probability, q_values(probability))

    @property
    def coverage(self) -> tuple[float, float]:
        """Return the coverage of the shrunk interval with its Monte Carlo error."""
        return ratio_with_error([x.sum() for x in self.inside], [x.sum() for x in self.cells])

    @property
    def coverage_by_size(self) -> Floats:
        """Return (5,) coverage by cell size."""
        return np.asarray(np.sum(self.inside, axis=0) / np.sum(self.cells, axis=0))

    @property
    def plain_coverage(self) -> float:
        """Return the coverage of the plain interval."""
        return float(np.mean(self.plain))

    @property
    def false_discovery(self) -> tuple[float, float]:
        """Return the share of false finds among q < 0.05, with its Monte Carlo error."""
        return ratio_with_error(self.discovered_false, self.discovered)

    @property
    def false_sure(self) -> tuple[float, float]:
        """Return the share of false finds among P > 0.95, with its Monte Carlo error."""
        return ratio_with_error(self.sure_false, self.sure)

    @property
    def rivals_coverage(self) -> tuple[float, float]:
        """Return the coverage of the interval of rivals, with its Monte Carlo error."""
        return ratio_with_error(self.rivals_inside, self.rivals)

    @property
    def bin_errors(self) -> Floats:
        """Return (10,) share that is true less the mean probability stated; NaN where empty."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((self.true - self.stated) / self.number)

    @property
    def expected_error(self) -> float:
        """Return the mean distance of stated and true shares, weighted by the cells in each bin."""
        some = self.number > 0
        distance = np.abs(self.bin_errors[some])
        return float((distance * self.number[some]).sum() / self.number.sum())

    def largest_error(self, least: int = 200) -> tuple[float, float]:
        """Return the largest error of a bin with enough cells, and its Monte Carlo error."""
        error = np.where(self.number >= least, np.abs(self.bin_errors), -1.0)
        worst = int(error.argmax())
        share = self.true[worst] / self.number[worst]
        return float(error[worst]), float(np.sqrt(share * (1 - share) / self.number[worst]))


def true_rivals(theta: Floats) -> tuple[Floats, Floats]:
    """Return (R, I) the number of other places truly above, and at least as specialised."""
    fewest, most = np.empty(theta.shape), np.empty(theta.shape)
    for industry in range(theta.shape[1]):
        ordered = np.sort(theta[:, industry])
        tiny = 1e-9 * theta[:, industry]
        fewest[:, industry] = ordered.size - np.searchsorted(
            ordered, theta[:, industry] + tiny, side="right"
        )
        most[:, industry] = (
            ordered.size - 1 - np.searchsorted(ordered, theta[:, industry] - tiny, side="left")
        )
    return fewest, most
