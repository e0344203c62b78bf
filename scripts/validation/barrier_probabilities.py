"""Do probabilities of barriers mean what they say? Places with a known truth, measured with error.

    python -m scripts.validation.barrier_probabilities [ROUNDS]

Each round draws 300 places with three indicators and a signal, and measures them with errors from a
fifth to four fifths of their spread. Printed, for several correlations between the four, of places
of which binding was said with 80 % or more: how much was said, and how often it was so; with values
drawn towards the middle of places as :func:`placewise.diagnose.barriers.believed` does, and left
as measured. And in tenths for correlation 0.

Then the same truth is measured once more, with fresh errors, and all is worked out from that alone:
of places of which binding was said with 80 % or more, and of those among them that are called
binding since it would be found again, the probability that was said of finding it again, and how
often it was found.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from placewise.diagnose.barriers import (
    believed,
    beyond,
    binding_again,
    drawn,
    groups_short,
    median_of_others,
    moved_by_measuring_again,
    robust_spread,
    shares,
)
from placewise.model.barriers import GateSettings

Floats = NDArray[np.float64]
PLACES, PARTS = 300, 4
"""Three indicators and a signal."""
CORRELATIONS = (0.0, 0.2, 0.4, 0.7)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was said and what was so, over all places of all rounds.

    Attributes:
        said: probability of binding, shape (places of all rounds,).
        so: does it bind in truth, same shape.
    """

    said: Floats
    so: NDArray[np.bool_]

    @property
    def brier(self) -> float:
        """Mean squared distance of what was said to what was so."""
        return float(((self.said - self.so) ** 2).mean())

    @property
    def called(self) -> tuple[float, float, int]:
        """Of those called: what was said, how often it was so, and their number."""
        held = self.said >= GateSettings().called
        return float(self.said[held].mean()), float(self.so[held].mean()), int(held.sum())

    @property
    def bias(self) -> float:
        """What was said less how often it was so, on average where something was said at all."""
        told = self.said >= 0.2
        return float((self.said[told] - self.so[told]).mean())


def simulate(
    rounds: int, seed: int, *, correlation: float = 0.0, towards_middle: bool = True
) -> Calibration:
    """Return probabilities beside the truth."""
    draw = np.random.default_rng(seed)
    settings = GateSettings()
    cover = np.full((PARTS, PARTS), correlation) + (1 - correlation) * np.eye(PARTS)
    said: list[float] = []
    so: list[bool] = []
    for at in range(rounds):
        truth = draw.multivariate_normal(np.zeros(PARTS), cover, PLACES).T
        errors = draw.uniform(0.2, 0.8, truth.shape)
        measured = truth + errors * draw.standard_normal(truth.shape)
        spreads = [robust_spread(part) for part in measured]
        parts = []
        for number, (values, error) in enumerate(zip(measured, errors, strict=True)):
            what = (
                believed(values, error)
                if towards_middle
                else replace(
                    believed(values, error), mean=values, error=error, kept=np.ones(PLACES)
                )
            )
            parts.append(drawn(what, settings.draws, seed + 1000 * at + number))
        short = [
            _short(part, spread, settings) for part, spread in zip(parts, spreads, strict=True)
        ]
        real = [
            _short(part[None, :], spread, settings)[0]
            for part, spread in zip(truth, spreads, strict=True)
        ]
        for place in range(PLACES):
            count = groups_short(
                {str(group): [short[group][:, place]] for group in range(3)}, settings.draws
            )
            said.append(shares(count, short[3][:, place], can_bind=True).binding)
            so.append(bool(sum(real[group][place] for group in range(3)) >= 2 and real[3][place]))
    return Calibration(np.array(said), np.array(so))


@dataclass(frozen=True, slots=True)
class Repetition:
    """Places of which binding was likely enough, and the same truth measured once more.

    Attributes:
        said: probability that it would be likely enough again, shape (places of all rounds,).
        so: was it, same shape.
    """

    said: Floats
    so: NDArray[np.bool_]

    def of(self, least: float) -> tuple[float, float, int]:
        """Return what was said, how often it was so, and the number of places; 0.0 of none.

        Args:
            least: the least probability that was said.
        """
        held = self.said >= least - 1e-12
        if not held.any():
            return 0.0, 0.0, 0
        return float(self.said[held].mean()), float(self.so[held].mean()), int(held.sum())


def measure_again(rounds: int, seed: int, *, correlation: float = 0.0) -> Repetition:
    """Return what is said of a second measurement beside what it found."""
    draw = np.random.default_rng(seed)
    settings = GateSettings()
    cover = np.full((PARTS, PARTS), correlation) + (1 - correlation) * np.eye(PARTS)
    said: list[float] = []
    so: list[bool] = []
    for at in range(rounds):
        truth = draw.multivariate_normal(np.zeros(PARTS), cover, PLACES).T
        errors = draw.uniform(0.2, 0.8, truth.shape)
        first, second = (truth + errors * draw.standard_normal(truth.shape) for _ in range(2))
        parts = _draws(first, errors, seed + 1000 * at)
        binding = _binding(parts, first)
        again = _binding(_draws(second, errors, seed + 1000 * at + PARTS), second)
        moved = [
            moved_by_measuring_again(
                believed(values, error), error, settings.rounds, seed + 1000 * at + 500 + number
            )
            for number, (values, error) in enumerate(zip(first, errors, strict=True))
        ]
        for place in np.flatnonzero(binding >= settings.called - 1e-12):
            short = [
                beyond(
                    part[:, place] + move[:, [place]], median_of_others(part)[:, place],
                    settings.margin * robust_spread(values), "low",
                )
                for part, move, values in zip(parts, moved, first, strict=True)
            ]  # fmt: skip
            count = groups_short({str(group): [short[group]] for group in range(3)}, settings.draws)
            said.append(binding_again(count, short[3], settings))
            so.append(bool(again[place] >= settings.called - 1e-12))
    return Repetition(np.array(said), np.array(so))


def _draws(measured: Floats, errors: Floats, seed: int) -> list[Floats]:
    return [
        drawn(believed(values, error), GateSettings().draws, seed + number)
        for number, (values, error) in enumerate(zip(measured, errors, strict=True))
    ]


def _binding(parts: list[Floats], measured: Floats) -> Floats:
    """Return the probability that it binds, shape (places,)."""
    short = [
        _short(part, robust_spread(values), GateSettings())
        for part, values in zip(parts, measured, strict=True)
    ]
    count = short[0].astype(int) + short[1] + short[2]
    return np.asarray(((count >= 2) & short[3]).mean(axis=0))


def _short(draws: Floats, spread: float, settings: GateSettings) -> NDArray[np.bool_]:
    return beyond(draws, median_of_others(draws), settings.margin * spread, "low")


def main() -> None:
    """Print how often it was so, by what was said."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for correlation in CORRELATIONS:
        for towards, name in ((True, "towards the middle"), (False, "as measured")):
            found = simulate(rounds, 20260101, correlation=correlation, towards_middle=towards)
            said, so, number = found.called
            print(f"correlation {correlation}, {name:18}: said {said:.1%}, so {so:.1%} of {number} "
                  f"called binding; Brier score {found.brier:.4f}")  # fmt: skip
    found = simulate(rounds, 20260101)
    tenth = np.minimum((found.said * 10).astype(int), 9)
    for at in range(10):
        held = tenth == at
        if held.any():
            print(f"{at / 10:.1f} to {at / 10 + 0.1:.1f}: {held.sum():6} places, said "
                  f"{found.said[held].mean():.3f}, so {found.so[held].mean():.3f}")  # fmt: skip
    settings = GateSettings()
    for correlation in CORRELATIONS:
        repeated = measure_again(rounds, 20260101, correlation=correlation)
        for least, name in ((0.0, "binding 80 % or more"), (settings.again, "called binding")):
            said, so, number = repeated.of(least)
            print(f"correlation {correlation}, measured again, of {number} {name}: "
                  f"found again said {said:.1%}, so {so:.1%}")  # fmt: skip


if __name__ == "__main__":
    main()
