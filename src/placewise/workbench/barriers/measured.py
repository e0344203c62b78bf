"""Indicators of barriers for all places of a kind: values, errors and draws, each made once."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from placewise.diagnose.barriers import (
    Z95,
    believed,
    drawn,
    left_after,
    median_of_others,
    moved_by_measuring_again,
    noise_about_trend,
    robust_spread,
)
from placewise.model.barriers import GateSettings
from placewise.model.concepts import Concept
from placewise.model.words import Place
from placewise.workbench.shelf import Shelf

Floats = NDArray[np.float64]

PUBLISHED = "published interval"
OWN_YEARS = "scatter of its own years about their trend"
ASSUMED = "assumed"
ONLY_ROUNDING = 0.1
"""An interval this much narrower than the scatter from year to year covers rounding alone."""


@dataclass(frozen=True, slots=True)
class Published:
    """A concept as published, for all places in their order.

    Attributes:
        concept: what is measured.
        year: the year of all values.
        values: shape (places,), missing as nan.
        lower: lower ends of published intervals, missing as nan.
        upper: upper ends.
        errors: standard errors, known wherever a value is.
        basis: what each error rests on.
        approximate: is the value an average that is no exact rate?
        dataset: where each value comes from.
    """

    concept: Concept
    year: int
    values: Floats
    lower: Floats
    upper: Floats
    errors: Floats
    basis: NDArray[np.str_]
    approximate: NDArray[np.bool_]
    dataset: list[str | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """A concept with its draws; where it is given another, what is left after that.

    Attributes:
        published: as published; of what is left, that of the concept itself.
        title: as a page writes it.
        values: what is compared, shape (places,): as published, or what is left of it.
        draws: draws of the true values, shape (draws, places).
        others: their medians over all other places, same shape.
        spread: robust standard deviation of the values over places.
        given: what it is given; None for nothing.
        slope: of the line on that; 0 for nothing.
    """

    published: Published
    title: str
    values: Floats
    draws: Floats
    others: Floats
    spread: float
    given: Published | None = None
    slope: float = 0.0


class Measures:
    """Every indicator that was asked for of one set of places, read and drawn once."""

    def __init__(
        self, shelf: Shelf, places: tuple[Place, ...], settings: GateSettings, seed: int
    ) -> None:
        self._shelf = shelf
        self.places = places
        self.settings = settings
        self.seed = seed
        self.position = {place.name: at for at, place in enumerate(places)}
        self._published: dict[str, Published | None] = {}
        self._drawn: dict[str, Floats] = {}
        self._moved: dict[str, Floats] = {}
        self._measured: dict[tuple[str, str], Measured | None] = {}

    def of(self, concept: str, given: str = "") -> Measured | None:
        """Return a concept, or what is left of it given another; None where it is not known."""
        if (concept, given) not in self._measured:
            self._measured[concept, given] = self._make(concept, given)
        return self._measured[concept, given]

    def redrawn(self, seed: int) -> Measures:
        """Return these measures as if everything had been measured once more.

        The truth is drawn from what is believed of it, and the errors once more upon that.
        """
        again = Measures(self._shelf, self.places, self.settings, self.seed)
        for key, one in self._published.items():
            again._published[key] = None if one is None else _again(one, seed)
        return again

    def again(self, one: Measured, places: NDArray[np.intp]) -> Floats:
        """Return draws of the truth of some places after each new measurement of everything.

        The line on what a concept is given stays: hundreds of places make it.

        Args:
            one: what is measured.
            places: positions.

        Returns:
            Shape (rounds, draws, places).
        """
        moved = self._move(one.published)[:, places]
        if one.given is not None:
            moved = moved - one.slope * self._move(one.given)[:, places]
        return np.asarray(one.draws[:, places] + moved[:, None, :])

    def _move(self, one: Published) -> Floats:
        key = one.concept.key
        if key not in self._moved:
            seed = self.seed + crc32(f"again {key}".encode())
            self._moved[key] = moved_by_measuring_again(
                believed(one.values, one.errors), one.errors, self.settings.rounds, seed
            )
        return self._moved[key]

    def _make(self, concept: str, given: str) -> Measured | None:
        one = self._as_published(concept)
        if one is None:
            return None
        values, draws, title = one.values, self._draws(concept, one), one.concept.title
        other, slope = None, 0.0
        if given:
            other = self._as_published(given)
            line = None if other is None else left_after(values, other.values)
            if other is None or line is None:
                return None
            intercept, slope = line
            values = values - intercept - slope * other.values
            draws = draws - intercept - slope * self._draws(given, other)
            title = f"{title}, given: {other.concept.title}"
        others, spread = median_of_others(draws), robust_spread(values)
        return Measured(one, title, values, draws, others, spread, other, slope)

    def _draws(self, key: str, one: Published) -> Floats:
        if key not in self._drawn:
            # Each concept has draws of its own, whatever else is asked for.
            seed = self.seed + crc32(key.encode())
            self._drawn[key] = drawn(believed(one.values, one.errors), self.settings.draws, seed)
        return self._drawn[key]

    def _as_published(self, key: str) -> Published | None:
        if key not in self._published:
            self._published[key] = self._read(key)
        return self._published[key]

    def _read(self, key: str) -> Published | None:
        rows = self._shelf.latest(key, self.places)
        if rows.is_empty():
            return None
        order = pl.DataFrame({"place": [place.name for place in self.places]})
        aligned = order.join(
            rows.unique("place", keep="first", maintain_order=True),
            on="place", how="left", maintain_order="left",
        )  # fmt: skip
        values, lower, upper = (
            aligned[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
            for name in ("value", "lower", "upper")
        )
        year = int(rows["year"][0])
        errors, basis = self._errors(key, year, values, (upper - lower) / (2 * Z95))
        return Published(
            self._shelf.concepts[key], year, values, lower, upper, errors, basis,
            aligned["approximate"].fill_null(value=False).to_numpy(),
            aligned["dataset"].to_list(),
        )  # fmt: skip

    def _errors(
        self, key: str, year: int, values: Floats, published: Floats
    ) -> tuple[Floats, NDArray[np.str_]]:
        """Return standard errors, and what each rests on: the best that is to be had."""
        known = np.isfinite(values)
        errors = np.where(known, published, np.nan)
        basis = np.where(np.isfinite(errors), PUBLISHED, ASSUMED)
        noise = self._noise(key, year)
        with np.errstate(invalid="ignore"):
            narrow = errors < ONLY_ROUNDING * noise
        taken = known & np.isfinite(noise) & (narrow | ~np.isfinite(errors))
        errors, basis = np.where(taken, noise, errors), np.where(taken, OWN_YEARS, basis)
        assumed = self.settings.assumed_error * robust_spread(values)
        return np.where(known & ~np.isfinite(errors), assumed, errors), basis

    def _noise(self, key: str, year: int) -> Floats:
        last = self._shelf.concept(key, self.places).filter(
            (pl.col("year") <= year) & (pl.col("year") > year - self.settings.most_years)
        )
        years = sorted(last["year"].unique())
        table = np.full((len(self.places), len(years)), np.nan)
        rows = [self.position[name] for name in last["place"]]
        columns = [years.index(when) for when in last["year"]]
        table[rows, columns] = last["value"].to_numpy()
        return noise_about_trend(np.array(years, float), table, self.settings.least_years)


def _again(one: Published, seed: int) -> Published:
    """Return a concept measured once more, with the errors it has."""
    draw = np.random.default_rng(seed + crc32(one.concept.key.encode()))
    what = believed(one.values, one.errors)
    noise = draw.standard_normal((2, one.values.size))
    values = what.mean + what.error * noise[0] + one.errors * noise[1]
    return Published(
        one.concept, one.year, values, one.lower, one.upper, one.errors, one.basis,
        one.approximate, one.dataset,
    )  # fmt: skip
