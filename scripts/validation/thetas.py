"""Lifelike distributions of true specialisation, none of them a gamma."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A lognormal with median 1."""

    spread: float

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """Draw (R, I) values."""
        return rng.lognormal(0.0, self.spread, shape)


@dataclass(frozen=True, slots=True)
class Resampled:
    """Each industry's values come from one of these columns."""

    columns: tuple[Floats, ...]

    def __call__(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """Draw (R, I) values."""
        chosen = rng.integers(0, len(self.columns), shape[1])
        return np.stack([rng.choice(self.columns[c], shape[0]) for c in chosen], axis=1)


def spike_and_tail(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Nine places in ten are exactly ordinary; the tenth has an exponential tail beyond."""
    return np.where(rng.random(shape) < 0.9, 1.0, 1.0 + rng.exponential(1.5, shape))


def two_groups(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Places either have the industry or hardly do."""
    high = rng.random(shape) < 0.25
    return np.where(high, rng.lognormal(np.log(2.2), 0.1, shape), rng.lognormal(-0.5, 0.1, shape))


def uniform(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Return values from 0.2 to 1.8, all as likely."""
    return rng.uniform(0.2, 1.8, shape)


def pareto(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Return a heavy tail: exponent 2.5 from 0.6 on."""
    return np.asarray(0.6 * (1.0 - rng.random(shape)) ** (-1 / 2.5))


DISTRIBUTIONS: dict[str, Draw] = {
    "lognormal, spread 0.4": Lognormal(0.4),
    "lognormal, spread 0.8": Lognormal(0.8),
    "spike at 1 and a tail": spike_and_tail,
    "two groups": two_groups,
    "uniform": uniform,
    "Pareto": pareto,
}


def real_sections(shared: Path) -> Draw | None:
    """Return a draw from the location quotients of sections over British districts, or None.

    Args:
        shared: folder of the shared tables; BRES 2024 by district is read from it.
    """
    import polars as pl

    jobs = shared / "data/uk/bres_jobs_section_lad_2024.parquet"
    codes = shared / "data/uk/lookup_lad_all_codes_since2011.csv"
    if not (jobs.exists() and codes.exists()):
        return None
    lookup = pl.read_csv(codes)
    active = lookup.filter(pl.col("LADCD") == pl.col("LADCD_ACTIVE"))["LADCD"].to_list()
    table = (
        pl.read_parquet(jobs)
        .filter(pl.col("area").is_in([*active, "E08000016", "E08000019"]))
        .pivot("section", index="area", values="jobs", sort_columns=True)
        .drop("area")
        .cast(pl.Float64)
        .to_numpy()
    )
    share = table / np.nansum(table, axis=1, keepdims=True)
    quotient = share / (np.nansum(table, axis=0) / np.nansum(table))
    # A theta of zero cannot be told from a very small one; the floor keeps the chance positive.
    columns = [column[np.isfinite(column)] for column in quotient.T]
    return Resampled(tuple(np.maximum(column, 0.02) for column in columns))
