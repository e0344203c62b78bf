"""Policy mixes of many places: how far apart, who needs the same, and whose words go their own way.

A mix is the shares of areas of policy in a plan. Distances between mixes are of Hellinger
(``sqrt(1 - sum sqrt(p q))``, which minds small shares) or of Bray and Curtis (1957; for shares
half the sum of differences: the part of the money that would have to move). Both lie between 0
(the same) and 1 (nothing in common).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

LEAST_SILHOUETTE = 0.25
"""Below this there is no structure to speak of (Kaufman and Rousseeuw 1990, p. 88)."""
LEAST_STABILITY = 0.75
"""Clusters with a lower mean Jaccard similarity over samples are not told (Hennig 2007)."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """Groups of places, and whether there are any.

    Attributes:
        label: (R,) number of the group of each place, from 0 by size; all 0 where ``told`` is not.
        told: whether groups are far enough apart and stable.
        number: how many groups.
        silhouette: (K,) mean silhouette width of each number tried.
        tried: (K,) the numbers tried.
        number_share: (K,) share of samples of places whose best number it is: how sure the number
            is.
        stability: (number,) mean Jaccard similarity of each group with its likeness in samples.
        together: (R,) share of samples in which a place stays with most of its group.
    """

    label: Integers
    told: bool
    number: int
    silhouette: Floats
    tried: Integers
    number_share: Floats
    stability: Floats
    together: Floats


@dataclass(frozen=True, slots=True)
class WrittenLikeness:
    """Whose written strategies are closer to, or further from, others than diagnoses warrant.

    Attributes:
        slope: what one more unit of distance of diagnoses goes with in distance of texts.
        r_squared: share of the differences between pairs that goes with diagnoses.
        residual: (R, R) distance of texts less what the diagnoses would have it; NaN on the
            diagonal.
        place: (R,) mean residual of a place: below 0 its words are closer to others' than its
            diagnosis warrants, above 0 further.
        lower: (R,) lower end of an interval of ``place`` by resampling the other places.
        upper: (R,) upper end.
    """

    slope: float
    r_squared: float
    residual: Floats
    place: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Variation:
    """What differs between mixes and what is common; arrays of (A,).

    Attributes:
        mean: mean share of each area of policy.
        deviation: standard deviation over places.
        part: part of the variance of all areas together; adds up to 1, NaN where mixes are equal.
        present: share of places whose plan has anything in it.
    """

    mean: Floats
    deviation: Floats
    part: Floats
    present: Floats


def shares(spent: ArrayLike) -> Floats:
    """Return (R, A) the shares of areas of policy in each place's plan.

    Raises:
        InputError: a value below 0 or missing, or a plan without any spending.
    """
    table = np.asarray(spent, np.float64)
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any():
        raise InputError("Spending is missing or below 0", allowed="(R, A), at least 0")
    total = table.sum(axis=1, keepdims=True)
    if (total <= 0).any():
        empty = np.flatnonzero(total[:, 0] <= 0)
        raise InputError(
            f"{empty.size} plans spend nothing and have no mix",
            where="places " + ", ".join(str(row) for row in empty[:12]),
            action="Leave them out.",
        )
    return np.asarray(table / total)


def mix_distances(
    spent: ArrayLike, measure: Literal["hellinger", "bray-curtis"] = "hellinger"
) -> Floats:
    """Return (R, R) the distances between the mixes of places, 0 to 1."""
    share = shares(spent)
    if measure == "bray-curtis":
        found = np.array([0.5 * np.abs(share - row).sum(axis=1) for row in share])
    else:
        root = np.sqrt(share)
        found = np.array([np.sqrt(0.5 * ((root - row) ** 2).sum(axis=1)) for row in root])
    return np.asarray(found)


def variation(spent: ArrayLike) -> Variation:
    """Return what differs between the mixes of places, and what is common to them."""
    share = shares(spent)
    variance = share.var(axis=0)
    total = float(variance.sum())
    part = variance / total if total > 1e-24 else np.full(variance.shape, np.nan)
    return Variation(share.mean(axis=0), np.sqrt(variance), part, (share > 0).mean(axis=0))


def same_needs(
    distances: ArrayLike, *, seed: int, most: int = 8, samples: int = 200, kept: float = 0.8
) -> Clusters:
    """Return groups of places with the same needs, by average linkage.

    The number of groups is that of the widest mean silhouette (Rousseeuw 1987). It and each group
    are then looked for again in samples of the places, drawn without putting back: groups are told
    only where the silhouette is wide enough and every group is found again.

    Args:
        distances: (R, R) distances between diagnoses.
        seed: of the samples.
        most: largest number of groups tried.
        samples: how many samples.
        kept: share of places in a sample.

    Raises:
        InputError: fewer than four places.
    """
    table = np.asarray(distances, np.float64)
    places = table.shape[0]
    if places < 4 or table.shape != (places, places) or not np.isfinite(table).all():
        raise InputError("Groups need the distances of four places at least")
    tried = np.arange(2, min(most, places - 1) + 1)
    labels, widths = _cut(table, tried)
    best = int(np.argmax(widths))
    label = _by_size(labels[best])
    number = int(tried[best])
    random = np.random.default_rng(seed)
    chosen, jaccard = np.zeros(tried.size), np.zeros(number)
    seen, stayed = np.zeros(places), np.zeros(places)
    counted = np.zeros(number)
    for _ in range(samples):
        rows = np.sort(random.choice(places, max(4, round(kept * places)), replace=False))
        again, width = _cut(table[np.ix_(rows, rows)], tried[tried < rows.size])
        chosen[int(np.argmax(width))] += 1
        other = again[min(best, len(again) - 1)]
        seen[rows] += 1
        for group in np.unique(label[rows]):
            mine = label[rows] == group
            likeness = [
                (mine & (other == o)).sum() / (mine | (other == o)).sum() for o in np.unique(other)
            ]
            nearest = np.unique(other)[int(np.argmax(likeness))]
            jaccard[group] += max(likeness)
            counted[group] += 1
            stayed[rows[mine & (other == nearest)]] += 1
    stability = np.divide(jaccard, counted, out=np.zeros(number), where=counted > 0)
    told = bool(widths[best] >= LEAST_SILHOUETTE and stability.min() >= LEAST_STABILITY)
    together = np.divide(stayed, seen, out=np.full(places, np.nan), where=seen > 0)
    return Clusters(
        label if told else np.zeros(places, np.intp), told, number if told else 1, widths, tried,
        chosen / samples, stability, together,
    )  # fmt: skip


def written_likeness(
    texts: ArrayLike, diagnoses: ArrayLike, *, seed: int, samples: int = 500, level: float = 0.9
) -> WrittenLikeness:
    """Regress distances of written strategies on distances of diagnoses, pair by pair.

    Pairs share places, so intervals come from drawing places, not pairs, with putting back.

    Args:
        texts: (R, R) distances between strategies as written.
        diagnoses: (R, R) distances between what was diagnosed.
        seed: of the samples.
        samples: how many samples of places.
        level: of the intervals.

    Raises:
        InputError: fewer than five places, or matrices that do not fit.
    """
    y, x = np.asarray(texts, np.float64), np.asarray(diagnoses, np.float64)
    places = y.shape[0]
    if places < 5 or y.shape != (places, places) or x.shape != y.shape:
        raise InputError("Two matrices of distances of the same five places or more are needed")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("A distance is missing", action="Leave out places that are not known.")
    intercept, slope = _line(x, y, np.ones(places))
    residual = y - intercept - slope * x
    np.fill_diagonal(residual, np.nan)
    off = ~np.eye(places, dtype=bool)
    spread = float(((y[off] - y[off].mean()) ** 2).sum())
    left = float((residual[off] ** 2).sum())
    random = np.random.default_rng(seed)
    drawn = np.empty((samples, places))
    for at in range(samples):
        weight = random.multinomial(places, np.full(places, 1 / places)).astype(np.float64)
        a, b = _line(x, y, weight)
        others = np.where(off, weight, 0.0)
        total = others.sum(axis=1)
        away = (np.where(off, y - a - b * x, 0.0) * others).sum(axis=1)
        drawn[at] = np.divide(away, total, out=np.full(places, np.nan), where=total > 0)
    lower, upper = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return WrittenLikeness(
        slope, 1 - left / spread if spread > 0 else float("nan"), residual,
        np.nanmean(residual, axis=1), lower, upper,
    )  # fmt: skip


def _line(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Return intercept and slope over pairs of different places, each pair by both its weights."""
    pair = np.outer(weight, weight)
    np.fill_diagonal(pair, 0.0)
    total = pair.sum()
    middle_x, middle_y = (pair * x).sum() / total, (pair * y).sum() / total
    spread = (pair * (x - middle_x) ** 2).sum()
    slope = (pair * (x - middle_x) * (y - middle_y)).sum() / spread if spread > 1e-24 else 0.0
    return float(middle_y - slope * middle_x), float(slope)


def _cut(table: Floats, tried: Integers) -> tuple[list[Integers], Floats]:
    """Return the groups for each number, and their mean silhouette widths."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(table, checks=False), "average")
    labels = [np.asarray(fcluster(tree, int(k), "maxclust"), np.intp) - 1 for k in tried]
    return labels, np.array([_silhouette(table, label) for label in labels])


def _silhouette(table: Floats, label: Integers) -> float:
    """Return the mean silhouette width; a place alone in its group counts 0, one group -1."""
    groups = np.unique(label)
    if groups.size < 2:
        return -1.0
    member = (label[:, None] == groups).astype(np.float64)
    size = member.sum(axis=0)
    total = table @ member
    own = np.searchsorted(groups, label)
    rows = np.arange(label.size)
    inside = total[rows, own] / np.maximum(size[own] - 1, 1)
    mean = total / size
    mean[rows, own] = np.inf
    nearest = mean.min(axis=1)
    both = np.maximum(inside, nearest)
    width = np.divide(nearest - inside, both, out=np.zeros(label.size), where=both > 0)
    return float(np.where(size[own] > 1, width, 0.0).mean())


def _by_size(label: Integers) -> Integers:
    groups, first, count = np.unique(label, return_index=True, return_counts=True)
    order = np.lexsort((first, -count))
    new = np.empty(groups.size, np.intp)
    new[order] = np.arange(groups.size)
    return np.asarray(new[np.searchsorted(groups, label)])
