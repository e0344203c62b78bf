"""What was checked, and what did not agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

NAMED = 10
"""Differences of one sort that are named; the others are counted."""
LONGEST = 300
"""Characters of a difference that are shown."""
DIGITS = 9
"""Significant digits that the JSON has."""


@dataclass(slots=True)
class Tally:
    """Counts of what was checked and of what differed, over many places."""

    place: str = ""
    places: int = 0
    checked: Counter[str] = field(default_factory=Counter)
    differed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    served: Counter[str] = field(default_factory=Counter)

    def expect(self, holds: bool, sort: str, *detail: object) -> None:
        """Count one check of a sort; where it does not hold, keep the place and the details."""
        self.checked[sort] += 1
        if holds:
            return
        self.differed[sort] += 1
        named = self.examples.setdefault(sort, [])
        if len(named) < NAMED:
            named.append(f"{self.place}: {', '.join(map(str, detail))}"[:LONGEST])

    @property
    def differences(self) -> int:
        """Return how many checks did not hold."""
        return sum(self.differed.values())

    def lines(self) -> list[str]:
        """Return the tally in words: a line a sort, with the first differences under it."""
        found = [f"{self.places:,} places read, {sum(self.checked.values()):,} checks, "
                 f"{self.differences:,} differences"]  # fmt: skip
        for sort, count in sorted(self.checked.items()):
            found.append(f"  {count:>12,}  {sort}: {self.differed[sort]:,} differ")
            found += [f"                  {example}" for example in self.examples.get(sort, [])]
        found += [f"  {count:>12,}  places from {table}" for table, count in self.served.items()]
        return found


def rounding(*values: float) -> float:
    """Return by how much a sum of written numbers may be off: half a unit of each last digit."""
    return sum(half_unit(value) for value in values)


def half_unit(value: float) -> float:
    """Return half a unit of the last significant digit that is written."""
    if value == 0:
        return 0.0
    exponent = int(f"{abs(value):e}".split("e")[1])
    return float(0.5 * 10.0 ** (exponent - DIGITS + 1))


def agree(written: float, true: float) -> bool:
    """Return whether a number is written as it is, to the digits that are written."""
    return abs(written - true) <= 2 * half_unit(true) + 1e-12 * abs(true)


def same(written: float | None, true: float | None) -> bool:
    """Return whether a figure is written as it is, missing where it is missing."""
    if written is None or true is None:
        return written is None and true is None
    return agree(written, true)
