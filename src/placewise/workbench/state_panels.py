"""One concept of all places of a set, as arrays: latest values, series, where each place stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.standing import Standing, standings
from placewise.model.concepts import Concept
from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

NORMAL_95 = 1.959963984540054
DRAWS = 400
SPANS = (5, 10)
MOST = 0.8
"""A median of fewer of the places than this would be that of another set of places."""
ROUNDING = 0.001
"""Half-widths below a thousandth of the value come from the rounding of a table alone."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One concept of all places that are compared.

    Attributes:
        concept: the concept.
        years: every year for which a place has it, in order.
        values: years x places; NaN where missing.
        lower: years x places; lower end of the interval, NaN without one.
        upper: years x places; upper end.
        latest: position of the latest year that most places have.
        approximate: places; is the value an approximation?
        datasets: places; the table that it came from, "" without one.
        standings: places; where each stands in that year, None without a value.
        middle: years; median of all places in years that most of them have, NaN in others.
        changes: for each span of ``SPANS`` that the series covers, the change of every place up to
            the latest year: growth a year in per cent, or points for a share.
    """

    concept: Concept
    years: NDArray[np.int64]
    values: Floats
    lower: Floats
    upper: Floats
    latest: int
    approximate: NDArray[np.bool_]
    datasets: tuple[str, ...]
    standings: tuple[Standing | None, ...]
    middle: Floats
    changes: dict[int, Floats]

    @property
    def year(self) -> int:
        """The year in which places are compared."""
        return int(self.years[self.latest])

    @property
    def in_points(self) -> bool:
        """Is its change counted in points rather than in per cent?"""
        return in_points(self.concept)

    def relative(self, place: int, others: Sequence[int]) -> tuple[NDArray[np.int64], Floats]:
        """Return the series of a place against the middle of others, in the years all have.

        Logarithms of the quotient in per cent, or the difference in points.
        """
        of_others = self.values[:, list(others)]
        kept = np.isfinite(self.values[:, place]) & np.isfinite(of_others).all(axis=1)
        middle = np.median(of_others[kept], axis=1)
        own = self.values[kept, place]
        if self.in_points:
            return self.years[kept], own - middle
        if np.any(own <= 0) or np.any(middle <= 0):
            return self.years[:0], own[:0]
        return self.years[kept], 100.0 * np.log(own / middle)


def panel_of(shelf: Shelf, key: str, places: tuple[Place, ...], seed: int) -> Panel | None:
    """Return a concept of all places as arrays; None where no place has it.

    Args:
        shelf: what is read from.
        key: the concept.
        places: the places that are compared, in order.
        seed: of the draws behind intervals of percentiles.
    """
    rows = shelf.concept(key, places)
    last = shelf.latest(key, places)
    if last.is_empty():
        return None
    years = rows["year"].unique().sort().to_numpy().astype(np.int64)
    at = {place.name: column for column, place in enumerate(places)}
    row = np.searchsorted(years, rows["year"].to_numpy())
    column = rows["place"].replace_strict(at, return_dtype=pl.Int64).to_numpy()
    arrays = []
    for name in ("value", "lower", "upper"):
        array = np.full((years.size, len(places)), np.nan)
        array[row, column] = rows[name].cast(pl.Float64).to_numpy()
        arrays.append(array)
    values, lower, upper = arrays
    half = (upper - lower) / 2
    with_one = np.isfinite(half)
    if with_one.any() and np.median(half[with_one] / np.abs(values[with_one])) < ROUNDING:
        # Only the digits of a table are uncertain: no interval of what it estimates.
        lower[:], upper[:] = np.nan, np.nan
    latest = int(np.searchsorted(years, int(last["year"][0])))
    approximate = np.zeros(len(places), dtype=np.bool_)
    for name, near in last.select("place", "approximate").iter_rows():
        approximate[at[name]] = near
    datasets = [""] * len(places)
    for name, dataset in rows.sort("year").select("place", "dataset").iter_rows():
        datasets[at[name]] = dataset
    errors = (upper[latest] - lower[latest]) / (2 * NORMAL_95)
    return Panel(
        shelf.concepts[key], years, values, lower, upper, latest, approximate, tuple(datasets),
        standings(
            values[latest], errors if np.isfinite(errors).any() else None, seed=seed, draws=DRAWS
        ),
        middle_of(values),
        {
            span: _change(values[first], values[latest], span, in_points(shelf.concepts[key]))
            for span in SPANS
            for first in np.flatnonzero(years == years[latest] - span)
        },
    )  # fmt: skip


def in_points(concept: Concept) -> bool:
    """Return whether a concept is a share or ratio, whose change is counted in points."""
    return concept.unit.startswith(("per cent", "times"))


def middle_of(values: Floats) -> Floats:
    """Return the median of some places in each year that most of them have; NaN in others."""
    known = np.isfinite(values)
    enough = known.sum(axis=1) >= max(1.0, MOST * values.shape[1])
    middle = np.full(len(values), np.nan)
    whole = known.all(axis=1) & enough
    if whole.any():
        middle[whole] = np.median(values[whole], axis=1)
    for at in np.flatnonzero(enough & ~whole):
        middle[at] = np.median(values[at, known[at]])
    return middle


def _change(before: Floats, now: Floats, span: int, points: bool) -> Floats:
    if points:
        return np.asarray(now - before)
    grown = np.full(now.size, np.nan)
    there = (before > 0) & (now > 0)
    grown[there] = 100.0 * ((now[there] / before[there]) ** (1.0 / span) - 1.0)
    return grown
