"""A world whose truth is known: plants of very unequal size that land in places by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CELL_SIZES = (1.0, 5.0, 20.0, 100.0, 1000.0)
"""Effective plants that a cell expects where nothing is special."""


@dataclass(frozen=True, slots=True)
class World:
    """A table of jobs with the truth behind it.

    Attributes:
        values: (R, I) jobs, in mean plants.
        plants: (R, I) number of plants in each cell.
        place_share: (R,) share w of each place in all jobs.
        theta: (R, I) true specialisation: chance of a plant to land here, over w.
        herfindahl: (I,) plant Herfindahl of the plants that exist.
        inequality: (I,) second moment of their sizes over the squared mean.
        sizes: one array of plant sizes an industry, largest first.
    """

    values: Floats
    plants: Floats
    place_share: Floats
    theta: Floats
    herfindahl: Floats
    inequality: Floats
    sizes: tuple[Floats, ...]

    @property
    def totals(self) -> tuple[Floats, Floats, float]:
        """Return place totals, industry totals and total that give w as the place's share.

        The industries of these worlds are a small part of their economy, so the other industries
        make up each place to its share.
        """
        industry_totals = self.values.sum(axis=0)
        total = 1e3 * float(industry_totals.sum())
        return self.place_share * total, industry_totals, total

    def only(self, industries: NDArray[np.bool_]) -> World:
        """Return the same world with some of its industries."""
        return World(
            self.values[:, industries],
            self.plants[:, industries],
            self.place_share,
            self.theta[:, industries],
            self.herfindahl[industries],
            self.inequality[industries],
            tuple(size for size, kept in zip(self.sizes, industries, strict=True) if kept),
        )


def lognormal_sizes(rng: np.random.Generator, plants: int, sigma: float) -> Floats:
    """Draw plant sizes with mean 1."""
    return rng.lognormal(-(sigma**2) / 2, sigma, plants)


def gamma_sizes(rng: np.random.Generator, plants: int, inequality: float) -> Floats:
    """Draw gamma plant sizes with mean 1 and this second moment."""
    shape = 1.0 / (inequality - 1.0)
    return rng.gamma(shape, 1 / shape, plants)


def pareto_sizes(
    rng: np.random.Generator, plants: int, exponent: float, largest: float = 5_000.0
) -> Floats:
    """Draw Pareto plant sizes from 1 job to ``largest`` times that."""
    below = 1.0 - largest**-exponent
    return np.asarray((1.0 - rng.random(plants) * below) ** (-1.0 / exponent))


def moments(sizes: Floats) -> tuple[float, float]:
    """Return the Herfindahl and the inequality of these plants."""
    herfindahl = float((sizes**2).sum() / sizes.sum() ** 2)
    return herfindahl, herfindahl * sizes.size


def land(rng: np.random.Generator, sizes: Floats, chance: Floats) -> tuple[Floats, Floats]:
    """Let every plant land in one place; return jobs and plants of each place."""
    number = rng.multinomial(sizes.size, chance)
    reached = np.concatenate([[0.0], np.cumsum(rng.permutation(sizes))])
    ends = np.concatenate([[0], np.cumsum(number)])
    return np.diff(reached[ends]), number.astype(float)


def build_world(
    rng: np.random.Generator,
    theta: Floats,
    cell_sizes: Floats,
    populations: tuple[Floats, ...],
) -> World:
    """Let the plants of every industry land.

    Args:
        rng: source of randomness.
        theta: (R, I) specialisation up to a factor an industry.
        cell_sizes: (R,) effective plants that each place expects, up to a common factor.
        populations: one array of plant sizes an industry.
    """
    share = cell_sizes / cell_sizes.sum()
    chance = theta * share[:, None]
    chance /= chance.sum(axis=0)
    landed = [land(rng, sizes, chance[:, i]) for i, sizes in enumerate(populations)]
    known = np.array([moments(sizes) for sizes in populations])
    return World(
        values=np.stack([jobs for jobs, _ in landed], axis=1),
        plants=np.stack([number for _, number in landed], axis=1),
        place_share=share,
        theta=chance / share[:, None],
        herfindahl=known[:, 0],
        inequality=known[:, 1],
        sizes=populations,
    )


def mixed_cells(places: int) -> Floats:
    """Return (R,) effective plants expected, the five cell sizes in turn."""
    return np.resize(np.array(CELL_SIZES), places)


def plants_needed(cell_sizes: Floats, inequality: float) -> int:
    """Return the number of plants whose effective number is the sum of the cells."""
    return round(float(cell_sizes.sum()) * inequality)
