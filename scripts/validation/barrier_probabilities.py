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
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scripts.claims_evaluation import wilson

from placewise.diagnose.barriers import (
    believed,
    beyond,
    binding_again,
    drawn,
    groups_short,
    held_to,
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


def worlds(
    rounds: int, correlation: float, random: np.random.Generator
) -> Iterator[tuple[Floats, Floats]]:
    """Yield truths and standard errors of their measurement, shape (parts, places) both."""
    cover = np.full((PARTS, PARTS), correlation) + (1 - correlation) * np.eye(PARTS)
    for _ in range(rounds):
        truth = random.multivariate_normal(np.zeros(PARTS), cover, PLACES).T
        yield truth, random.uniform(0.2, 0.8, truth.shape)


def simulate(
    rounds: int, seed: int, *, correlation: float = 0.0, towards_middle: bool = True
) -> Calibration:
    """Return probabilities beside the truth."""
    random = np.random.default_rng(seed)
    said: list[Floats] = []
    so: list[NDArray[np.bool_]] = []
    for at, (truth, errors) in enumerate(worlds(rounds, correlation, random)):
        measured = truth + errors * random.standard_normal(truth.shape)
        parts = _draws(measured, errors, seed + 1000 * at, towards_middle=towards_middle)
        said.append(_binding(parts, measured))
        # The truth itself is one draw without error.
        so.append(_binding([part[None, :] for part in truth], measured) == 1)
    return Calibration(np.concatenate(said), np.concatenate(so))


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
        held = self.said >= held_to(least)
        if not held.any():
            return 0.0, 0.0, 0
        return float(self.said[held].mean()), float(self.so[held].mean()), int(held.sum())


def measure_again(rounds: int, seed: int, *, correlation: float = 0.0) -> Repetition:
    """Return what is said of a second measurement beside what it found."""
    random = np.random.default_rng(seed)
    settings = GateSettings()
    said: list[float] = []
    so: list[bool] = []
    for at, (truth, errors) in enumerate(worlds(rounds, correlation, random)):
        first, second = (truth + errors * random.standard_normal(truth.shape) for _ in range(2))
        parts = _draws(first, errors, seed + 1000 * at)
        binding = _binding(parts, first)
        again = _binding(_draws(second, errors, seed + 1000 * at + PARTS), second)
        moved = [
            moved_by_measuring_again(
                believed(values, error), error, settings.rounds, seed + 1000 * at + 500 + number
            )
            for number, (values, error) in enumerate(zip(first, errors, strict=True))
        ]
        for place in np.flatnonzero(binding >= held_to(settings.called)):
            short = [
                beyond(
                    part[:, place] + move[:, [place]], median_of_others(part)[:, place],
                    settings.margin * robust_spread(values), "low",
                )
                for part, move, values in zip(parts, moved, first, strict=True)
            ]  # fmt: skip
            said.append(binding_again(_count(short), short[3], settings))
            so.append(bool(again[place] >= held_to(settings.called)))
    return Repetition(np.array(said), np.array(so))


def _draws(
    measured: Floats, errors: Floats, seed: int, *, towards_middle: bool = True
) -> list[Floats]:
    found = []
    for number, (values, error) in enumerate(zip(measured, errors, strict=True)):
        what = believed(values, error)
        if not towards_middle:
            what = replace(what, mean=values, error=error)
        found.append(drawn(what, GateSettings().draws, seed + number))
    return found


def _binding(parts: list[Floats], measured: Floats) -> Floats:
    """Return the probability that it binds, shape (places,)."""
    short = [
        _short(part, robust_spread(values), GateSettings())
        for part, values in zip(parts, measured, strict=True)
    ]
    return np.array(
        [
            shares(
                _count([part[:, place] for part in short]), short[3][:, place], can_bind=True
            ).binding
            for place in range(PLACES)
        ]
    )


def _count(short: list[NDArray[np.bool_]]) -> NDArray[np.intp]:
    """Count in how many of the three indicators it falls short."""
    groups = {str(group): [short[group]] for group in range(3)}
    return groups_short(groups, short[0].shape[-1])


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
            _, lower, upper = wilson(round(so * number), number)
            print(f"correlation {correlation}, measured again, of {number} {name}: found again "
                  f"said {said:.1%}, so {so:.1%} ({lower:.1%} to {upper:.1%})")  # fmt: skip


if __name__ == "__main__":
    main()
