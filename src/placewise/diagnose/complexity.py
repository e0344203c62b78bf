"""How complex the industries of a place are: economic complexity, and fitness.

The economic complexity index (ECI) of a place is the mean complexity (PCI) of the industries
present there, and that of an industry the mean of its places, up to one factor: both are the second
eigenvector of the same matrix (Hidalgo and Hausmann 2009; Hausmann et al. 2014). It sorts places by
which industries they share (Mealy, Farmer and Teytelboym 2019), from one end to the other. Which
end is called complex is a choice. Between countries, that with more industries is. Between regions
of one country that may be the wrong end: the most productive cities specialise. Give an
``orientation``, such as productivity, and say so. Fitness is the non-linear alternative of
Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero (2012).

Presence is 1, 0, or NaN where it is not known; only what is known to be present links a place and
an industry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

from placewise.diagnose.relatedness import split
from placewise.errors import InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_GAP = 1e-9
"""Smallest distance of the second eigenvalue to its neighbours at which a vector belongs to it."""
LEAST_FITNESS = 1e-290
"""Fitness that sinks below this is held at it, so that its inverse stays a number."""


@dataclass(frozen=True, slots=True)
class Complexity:
    """Complexity of R places and I industries.

    Both are on the scale on which places have mean 0 and standard deviation 1 (of the population),
    so that the ECI of a place is the plain mean of the PCI of its industries.

    Attributes:
        eci: (R,); NaN for a place without any industry, outside the largest component, or where
            nothing is determined.
        pci: (I,); NaN likewise.
        diversity: (R,) number of industries present.
        ubiquity: (I,) number of places that have it.
        components: number of parts that share no industry and no place. Complexity compares within
            one part; with more than one, all but the largest (by places) are NaN.
        second: the second eigenvalue, 0 to 1; NaN where there is none.
        third: the third; near the second, small changes of the table turn the order of places.
        diversity_correlation: correlation of ECI with diversity; 0 where all places are equally
            diverse.
        orientation_correlation: correlation of ECI with the orientation; None where none was given.
            That of the two which sets the sign is positive; near 0, the sign says little.
    """

    eci: Floats
    pci: Floats
    diversity: NDArray[np.intp]
    ubiquity: NDArray[np.intp]
    components: int
    second: float
    third: float
    diversity_correlation: float
    orientation_correlation: float | None


@dataclass(frozen=True, slots=True)
class Fitness:
    """Fitness of places and complexity of industries, each with mean 1.

    Attributes:
        fitness: (R,); NaN for a place without any industry.
        complexity: (I,); NaN for an industry without any place.
        iterations: how many were made.
        converged: did the last one change nothing by more than the tolerance? Where it is False,
            some places still sink towards 0, as they do for many shapes of table (Pugliese,
            Zaccaria and Pietronero 2016), and their values depend on when it was stopped.
    """

    fitness: Floats
    complexity: Floats
    iterations: int
    converged: bool


def complexity(presence: ArrayLike, orientation: ArrayLike | None = None) -> Complexity:
    """Return economic complexity by the exact second eigenvector.

    With A = M / sqrt(diversity ubiquity), the eigenvectors of A A' and A' A over the square roots
    of diversity and ubiquity are those of the two averages. The smaller of the two symmetric
    matrices is solved; the other side follows from it.

    Args:
        presence: (R, I) of 1, 0 and NaN.
        orientation: (R,) what the high end of ECI goes with, NaN where not known; None for
            diversity.

    Raises:
        InputError: another value than 1, 0 and NaN, or an orientation of another length.
    """
    present, _ = split(presence)
    ends = None if orientation is None else np.asarray(orientation, dtype=np.float64)
    if ends is not None and ends.shape != present.shape[:1]:
        raise InputError(
            "The orientation does not have the places of the table",
            where=f"a table of shape {present.shape}, an orientation of shape {ends.shape}",
            allowed=f"({len(present)},)",
        )
    diversity, ubiquity = present.sum(axis=1), present.sum(axis=0)
    rows, columns, components = _largest_component(present)
    eci, pci = np.full(diversity.size, np.nan), np.full(ubiquity.size, np.nan)
    second, third, place, industry = _second_vectors(
        present[np.ix_(rows, columns)], diversity[rows], ubiquity[columns]
    )
    # A vector that is shared by two eigenvalues is any mixture of both: no order of places.
    if second - third > LEAST_GAP and second > LEAST_GAP:
        sign = _sign(
            place,
            diversity[rows],
            industry,
            ubiquity[columns],
            None if ends is None else ends[rows],
        )
        eci[rows] = sign * (place - place.mean()) / place.std()
        pci[columns] = sign * (industry - place.mean()) / place.std()
    return Complexity(
        eci, pci, diversity, ubiquity, components, second, third,
        _correlation(eci, diversity), None if ends is None else _correlation(eci, ends),
    )  # fmt: skip


def _largest_component(present: Flags) -> tuple[Flags, Flags, int]:
    """Return the places and the industries of the largest component, and how many there are."""
    links = csr_array(present)
    count, label = connected_components(bmat([[None, links], [links.T, None]]), directed=False)
    place, industry = label[: len(present)], label[len(present) :]
    # A place or an industry without any link is a part of its own, and none that counts.
    places = np.bincount(place[present.any(axis=1)], minlength=count)
    if not places.any():
        return np.zeros(len(present), bool), np.zeros(present.shape[1], bool), 0
    largest = int(places.argmax())
    return place == largest, industry == largest, int((places > 0).sum())


def _second_vectors(
    present: Flags, diversity: NDArray[np.intp], ubiquity: NDArray[np.intp]
) -> tuple[float, float, Floats, Floats]:
    """Return second and third eigenvalue, and the second vectors of places and industries.

    The vectors are scaled so that a place is the mean of its industries.
    """
    size = min(present.shape)
    if size < 2:
        return np.nan, np.nan, np.empty(0), np.empty(0)
    A = present / np.sqrt(diversity)[:, None]
    A /= np.sqrt(ubiquity)[None, :]
    by_place = present.shape[0] <= present.shape[1]
    square = A @ A.T if by_place else A.T @ A
    value, vector = eigh(square, subset_by_index=[max(size - 3, 0), size - 1])
    second = float(value[-2])
    third = float(value[-3]) if size > 2 else 0.0
    if by_place:
        place = vector[:, -2] / np.sqrt(diversity)
        # industry = mean of places / eigenvalue, so that the mean of industries is the place
        industry = (present.T @ place) / ubiquity / max(second, LEAST_GAP)
    else:
        industry = vector[:, -2] / np.sqrt(ubiquity)
        place = (present @ industry) / diversity
    return second, third, place, industry


def _sign(
    place: Floats,
    diversity: NDArray[np.intp],
    industry: Floats,
    ubiquity: NDArray[np.intp],
    orientation: Floats | None,
) -> float:
    """Return the sign that makes ECI go with the orientation, or else with diversity.

    Where that says nothing, PCI goes against ubiquity; where that says nothing either, the place
    with the largest value is positive.
    """
    with_end = _correlation(place, diversity if orientation is None else orientation)
    for correlation in (with_end, -_correlation(industry, ubiquity)):
        if abs(correlation) > LEAST_GAP:
            return float(np.sign(correlation))
    return float(np.sign(place[np.abs(place).argmax()]))


def _correlation(vector: Floats, other: ArrayLike) -> float:
    """Return the correlation where both are known; 0 where one of them is the same throughout."""
    beside = np.asarray(other, dtype=np.float64)
    known = np.isfinite(vector) & np.isfinite(beside)
    if known.sum() < 2 or np.ptp(vector[known]) == 0 or np.ptp(beside[known]) == 0:
        return 0.0
    return float(np.corrcoef(vector[known], beside[known])[0, 1])


def fitness(
    presence: ArrayLike, *, tolerance: float = 1e-9, most_iterations: int = 1000
) -> Fitness:
    """Return fitness of places and complexity of industries by iteration.

    From 1 for all: the fitness of a place is the sum of the complexities of its industries, the
    complexity of an industry one over the sum of the inverse fitness of its places, both scaled to
    mean 1 after every iteration.

    Args:
        presence: (R, I) of 1, 0 and NaN.
        tolerance: largest change of any fitness at which it has converged; 0 for all iterations.
        most_iterations: when to stop all the same.

    Raises:
        InputError: another value than 1, 0 and NaN, or no iteration.
    """
    if most_iterations < 1 or tolerance < 0:
        raise InputError(
            "Fitness needs an iteration and a tolerance",
            where=f"{most_iterations} iterations, tolerance {tolerance:g}",
            allowed="1 or more, and 0 or more",
        )
    present, _ = split(presence)
    rows, columns = present.any(axis=1), present.any(axis=0)
    M = present[np.ix_(rows, columns)].astype(np.float64)
    F, Q = np.ones(M.shape[0]), np.ones(M.shape[1])
    change, iterations = np.inf, 0
    while M.size and change > tolerance and iterations < most_iterations:
        before = F
        F, Q = M @ Q, 1.0 / (M.T @ (1.0 / np.maximum(F, LEAST_FITNESS)))
        F, Q = F / F.mean(), Q / Q.mean()
        change, iterations = float(np.abs(F - before).max()), iterations + 1
    places, industries = np.full(rows.size, np.nan), np.full(columns.size, np.nan)
    places[rows], industries[columns] = F, Q
    return Fitness(places, industries, iterations, bool(change <= tolerance))
