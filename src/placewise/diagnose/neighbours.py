"""Which places are alike: standardised indicators with stated weights, and the mix of industries.

Distances over several indicators follow Gower (1971), "A general coefficient of similarity and some
of its properties", Biometrics 27: a pair is compared on the indicators that both have. The mix of
industries is compared by the Hellinger distance between shares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NORMAL_QUARTILES = 1.3489795003921634
"""Distance between the quartiles of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Distances:
    """How far apart places are.

    Attributes:
        combined: places x places; root mean square of the two parts below, each in units of its
            own median pair; NaN where a pair cannot be compared. Zero on the diagonal.
        indicators: places x places; distance over the indicators that both have, in standard
            deviations.
        mix: places x places; Hellinger distance of industry shares, 0 to 1; NaN where unknown.
        shared: places x places; number of indicators that both have.
        scaled: places x indicators; standardised values, for saying why places are near.
        weights: of the indicators, as they were given.
    """

    combined: Floats
    indicators: Floats
    mix: Floats
    shared: Integers
    scaled: Floats
    weights: Floats


def robust_scale(values: ArrayLike, limit: float = 3.0) -> Floats:
    """Return columns around their median in units of their quartile distance.

    The unit is the distance between the quartiles over 1.349, which is the standard deviation of a
    normal column. Values beyond ``limit`` are drawn in to it, so that one extreme place does not
    decide who is near to whom. A column that does not vary between its quartiles is measured by its
    standard deviation; one that does not vary at all is NaN: it tells no two places apart.

    Args:
        values: places x indicators; NaN where missing.
        limit: largest distance from the median that counts.
    """
    table = np.asarray(values, dtype=np.float64)
    scaled = np.full(table.shape, np.nan)
    for column in range(table.shape[1]):
        known = np.isfinite(table[:, column])
        if not known.any():
            continue
        there = table[known, column]
        low, middle, high = np.quantile(there, [0.25, 0.5, 0.75])
        unit = (high - low) / NORMAL_QUARTILES
        unit = unit if unit > 0 else float(there.std())
        if unit > 0:
            scaled[known, column] = np.clip((there - middle) / unit, -limit, limit)
    return scaled


def partial_distances(
    scaled: ArrayLike, weights: ArrayLike, least: float = 0.5
) -> tuple[Floats, Integers]:
    """Return distances over the indicators that both places of a pair have.

    ``d(i, j) ** 2`` is the weighted mean of the squared differences over shared indicators, so
    that a pair with fewer of them is neither nearer nor farther for that.

    Args:
        scaled: places x indicators; NaN where missing.
        weights: one an indicator, not negative.
        least: a pair that shares less than this part of the weight is not compared.

    Returns:
        The distances (NaN where not compared) and the number of shared indicators.
    """
    table = np.asarray(scaled, dtype=np.float64)
    weight = np.asarray(weights, dtype=np.float64)
    known = np.isfinite(table)
    # An indicator that no place has takes no part in what could have been shared.
    weight = np.where(known.any(axis=0), weight, 0.0)
    filled = np.where(known, table, 0.0)
    there = known.astype(np.float64)
    squares = (filled**2 * weight) @ there.T
    cross = (filled * weight) @ filled.T
    shared_weight = (there * weight) @ there.T
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = (squares + squares.T - 2.0 * cross) / shared_weight
    enough = shared_weight >= least * max(float(weight.sum()), np.finfo(float).tiny)
    distances = np.where(enough, np.sqrt(np.maximum(squared, 0.0)), np.nan)
    np.fill_diagonal(distances, np.where(enough.diagonal(), 0.0, np.nan))
    return distances, (there @ there.T).astype(np.int64)


def hellinger(shares: ArrayLike) -> Floats:
    """Return the Hellinger distance between the rows of a table of shares, 0 to 1.

    Args:
        shares: places x industries, not negative; rows are brought to a sum of one. A row without
            a positive sum, or with a missing value, is NaN to every other.
    """
    table = np.asarray(shares, dtype=np.float64)
    totals = table.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = np.sqrt(np.where(totals > 0, table / totals, np.nan))
    distances = np.sqrt(np.maximum(1.0 - roots @ roots.T, 0.0))
    np.fill_diagonal(distances, np.where(np.isfinite(distances.diagonal()), 0.0, np.nan))
    return distances


def place_distances(
    values: ArrayLike,
    weights: ArrayLike,
    shares: ArrayLike | None = None,
    mix_weight: float = 0.25,
    least: float = 0.5,
) -> Distances:
    """Return how far apart all places are by indicators and by their mix of industries.

    Args:
        values: places x indicators, NaN where missing; skewed ones as logarithms.
        weights: one an indicator.
        shares: places x industries, None where no table has them.
        mix_weight: weight of the mix of industries, 0 to 1; the indicators have the rest. A pair
            of which only one part is known is compared by that part.
        least: part of the weight of the indicators that a pair must share.
    """
    scaled = robust_scale(values)
    by_indicators, shared = partial_distances(scaled, weights, least)
    places = len(scaled)
    by_mix = np.full((places, places), np.nan) if shares is None else hellinger(shares)
    parts = (
        (in_median_pairs(by_indicators), 1.0 - mix_weight),
        (in_median_pairs(by_mix), mix_weight),
    )
    weight = np.zeros((places, places))
    squared = np.zeros((places, places))
    for part, share in parts:
        weight += np.where(np.isfinite(part), share, 0.0)
        squared += share * np.nan_to_num(part) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        combined = np.where(weight > 0, np.sqrt(squared / weight), np.nan)
    return Distances(
        combined, by_indicators, by_mix, shared, scaled, np.asarray(weights, dtype=np.float64)
    )


def in_median_pairs(distances: Floats) -> Floats:
    """Return distances in units of that of the median pair; as they are where all are zero."""
    pairs = distances[np.triu_indices(len(distances), 1)]
    pairs = pairs[np.isfinite(pairs)]
    middle = float(np.median(pairs)) if pairs.size else 0.0
    return distances / middle if middle > 0 else distances


def nearest(distances: ArrayLike, place: int, number: int = 10) -> Integers:
    """Return the nearest other places, nearest first; fewer where fewer can be compared."""
    row = np.asarray(distances, dtype=np.float64)[place]
    order: Integers = np.argsort(row, kind="stable")
    near: Integers = order[(order != place) & np.isfinite(row[order])][:number]
    return near


def alike_in(scaled: ArrayLike, place: int, others: ArrayLike) -> Floats:
    """Return how much nearer some places are than all are, one value an indicator.

    Args:
        scaled: places x indicators, as of :func:`robust_scale`.
        place: the place.
        others: positions of the places that are near.

    Returns:
        Mean distance of ``others`` over mean distance of all other places: 0 where they are the
        same, 1 where they are no nearer than any; NaN where it is not known.
    """
    table = np.asarray(scaled, dtype=np.float64)
    away = np.abs(table - table[place])
    rest = np.delete(away, place, axis=0)

    near, all_of_them = _known_mean(away[np.asarray(others, dtype=np.int64)]), _known_mean(rest)
    ratio = np.full(len(near), np.nan)
    np.divide(near, all_of_them, out=ratio, where=all_of_them > 0)
    return ratio


def _known_mean(rows: Floats) -> Floats:
    """Return the mean of what is known of each column; NaN where nothing is."""
    known = np.isfinite(rows)
    means = np.full(rows.shape[1], np.nan)
    np.divide(
        np.where(known, rows, 0.0).sum(axis=0), known.sum(axis=0),
        out=means, where=known.any(axis=0),
    )  # fmt: skip
    return means
