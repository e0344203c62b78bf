"""Would you know the place by its facts: figures, sectors, challenges against all places' data.

Each fact gives a log-likelihood for every candidate place. Facts are taken as independent given the
place, which they are not quite; the calibration of the posterior deals with what that overstates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, log_ndtr, logsumexp

from placewise.errors import InputError
from placewise.model.figures import Figure
from placewise.review.figures.whole import HowSaid

Floats = NDArray[np.float64]

SMALLEST_PART = 1e-6
"""Share of a place that the smallest part is of it which a document counts anything in."""
WIDE = 20.0
"""Times that the largest value is the smallest from which on they are compared as logarithms."""

SECTOR_SLOPE = 1.0
"""Log odds of claiming a sector for one unit of the log of the shrunk location quotient."""

CHALLENGE_SLOPE = 0.5
"""Log odds of naming a challenge for one standard deviation between places; an assumption."""

YEARS_BACK = 6
"""Years that a figure without a year may describe, counted back from the document's own."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """How often a figure that a document states is not the value of its place.

    Those of counts were measured on populations in Californian plans; the one of rates is an
    assumption (``python -m scripts.facts_calibration``).

    Attributes:
        false_rate: share of rates (and averages, ratios) taken to say nothing of their place:
            wrong, misread, of a part of it, of another definition or year.
        false_count: share of counts that are of something larger than the place, or of nothing in
            it.
        part_if_plain: share of the other counts that are of a part of the place, or of an older
            and smaller one, although the words give them as its population.
        part_if_said: the same where the words only name the place, or all of it.
        part_otherwise: the same where the words do not say so.
    """

    false_rate: float = 0.4
    false_count: float = 0.05
    part_if_plain: float = 0.27
    part_if_said: float = 0.82
    part_otherwise: float = 0.88

    def part(self, how: HowSaid) -> float:
        """The chance that a count is of a part, by how its words tie it to the place."""
        return {
            "plainly": self.part_if_plain,
            "of the whole": self.part_if_said,
            "otherwise": self.part_otherwise,
        }[how]


DOUBTS = Doubts()
"""What ships."""


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """One fact and what it says of every candidate.

    Attributes:
        kind: ``figure``, ``sector strength`` or ``challenge``.
        words: the fact in a few words.
        start: offset of the words in ``Document.text``; -1 for the absence of a claim.
        end: offset behind them.
        passage: number of the passage, -1 where it stands in none.
        log_likelihood: (R,) of the candidates; only differences between them count.
    """

    kind: str
    words: str
    start: int
    end: int
    passage: int
    log_likelihood: Floats


def figure_log_likelihood(
    figure: Figure,
    table: pl.DataFrame,
    places: list[str],
    latest: int | None,
    *,
    false: float,
    part: float = 0.0,
) -> Floats | None:
    """Return how likely a stated figure is in every place.

    The figure is the place's value in the year it names (or any of the last ``YEARS_BACK`` years),
    blurred by its own rounding, by the table's interval, and by a tenth of the spread between
    places for definitions that differ. Sizes of places are compared as logarithms: else any small
    number would be of the smallest place. With probability ``false`` it is a draw from all
    places, so that no single figure can rule a place out.

    A count may be of a part of the place. It is then anywhere between a ``SMALLEST_PART`` of the
    place's own value and all of it, each order of magnitude as likely: such a count rules out
    places that are smaller than it, and of those that are larger it tells nothing.

    Args:
        figure: the figure, of the document's own place.
        table: columns place, year, value, lower, upper, in the unit of the figure.
        places: the R candidates.
        latest: the year of the document; None for the last year of the table.
        false: chance that it says nothing of the place.
        part: chance that, if it does, it is a count of a part of the place; 0 for what a part need
            not have less of, such as a rate.

    Returns:
        (R,) log densities; None where the table holds fewer than three of the places, or a count
        of nothing is given.
    """
    rows = table.filter(pl.col("place").is_in(places) & pl.col("value").is_finite())
    rows = _years_meant(rows, figure.year, latest)
    middle = figure.quantity if figure.upper is None else (figure.quantity + figure.upper) / 2
    if part > 0:
        rows = rows.filter(pl.col("value") > 0)
    if rows["place"].n_unique() < 3 or (part > 0 and middle <= 0):
        return None
    values = rows["value"].to_numpy()
    half = ((rows["upper"] - rows["lower"]) / 2).fill_null(0.0).to_numpy()
    width = 0.0 if figure.upper is None else (figure.upper - figure.quantity) / 2
    rounding = figure.precision / np.sqrt(3.0)
    unequal = middle > 0 and values.min() > 0 and values.max() > WIDE * values.min()
    if part > 0 or unequal:
        half, rounding, width = half / values, rounding / middle, width / middle
        values, middle = np.log(values), float(np.log(middle))
    at = {place: index for index, place in enumerate(places)}
    whose = np.array([at[place] for place in rows["place"]], dtype=np.intp)
    times = np.bincount(whose, minlength=len(places))
    known = times > 0
    means = np.bincount(whose, values, minlength=len(places))[known] / times[known]
    between = float(np.std(means))
    spread = np.sqrt(rounding**2 + (half / 1.96) ** 2 + (0.1 * between) ** 2)
    blur = np.maximum(np.hypot(spread, width), 1e-12)
    density = _log_normal(middle - values, blur)
    if part > 0:
        inside = log_ndtr((values - middle) / blur) - np.log(-np.log(SMALLEST_PART))
        density = np.logaddexp(np.log1p(-part) + density, np.log(part) + inside)
    background = logsumexp(_log_normal(middle - values, np.hypot(spread, between))) - np.log(
        values.size
    )
    own = _log_mean(density, whose, times)
    mixed = np.logaddexp(np.log1p(-false) + own, np.log(false) + background)
    # A place without a value is one of the others drawn by lot: neither helped nor hurt.
    everyone = np.full(len(places), logsumexp(mixed) - np.log(mixed.size))
    everyone[known] = mixed
    return everyone


def _log_mean(logs: Floats, group: NDArray[np.intp], times: NDArray[np.intp]) -> Floats:
    """Return the log of the mean of numbers, given as logs, of each group that has any.

    Args:
        logs: (V,) logs of the numbers.
        group: (V,) group of each.
        times: (G,) how many each group has.
    """
    order = np.argsort(group, kind="stable")
    sizes = times[times > 0]
    first = np.cumsum(sizes) - sizes
    sorted_logs = logs[order]
    top = np.maximum.reduceat(sorted_logs, first)
    # As scipy's logsumexp: what is largest is taken out of the sum, for the sake of small rests.
    largest = sorted_logs == np.repeat(top, sizes)
    ties = np.add.reduceat(largest, first, dtype=np.int64)
    rest = np.exp(np.where(largest, -np.inf, sorted_logs) - np.repeat(top, sizes))
    sums = np.log1p(np.add.reduceat(rest, first) / ties) + np.log(ties) + top
    return np.asarray(sums - np.log(sizes))


def _log_normal(distance: Floats, spread: Floats) -> Floats:
    """Return log densities of the normal distribution; scipy.stats takes half a second to load."""
    z = distance / spread
    return np.asarray(-(z**2) / 2.0 - np.log(np.sqrt(2 * np.pi)) - np.log(spread))


def _years_meant(rows: pl.DataFrame, year: int | None, latest: int | None) -> pl.DataFrame:
    """Return the rows of the years that a figure may describe."""
    if rows.is_empty():
        return rows
    if year is not None:
        away = (rows["year"] - year).abs()
        return rows.filter(away == away.min())
    last = int(rows["year"].max()) if latest is None else latest  # type: ignore[arg-type]
    recent = rows.filter((pl.col("year") <= last) & (pl.col("year") > last - YEARS_BACK))
    return recent if recent.height else rows.filter(pl.col("year") == pl.col("year").max())


def claim_log_likelihoods(
    strength: ArrayLike, rate: ArrayLike, slope: float
) -> tuple[Floats, Floats]:
    """Return how likely each place is to claim, and not to claim, each sector or challenge.

    The chance that a place names a sector is logistic in its standing there, with an intercept
    that makes the mean chance over places equal to the rate at which strategies name it.

    Args:
        strength: (R, S) standing, such as the log of the shrunk location quotient; NaN where it
            is not known, which is taken as the mean of the others.
        rate: (S,) share of strategies that name it, inside 0 to 1.
        slope: log odds for one unit of standing; 0 says that claims tell nothing.

    Returns:
        (R, S) log probabilities of naming and of not naming.

    Raises:
        InputError: a rate outside 0 to 1.
    """
    z = np.asarray(strength, dtype=np.float64)
    share = np.asarray(rate, dtype=np.float64)
    if np.any((share <= 0) | (share >= 1)):
        raise InputError("A rate of claims lies outside its range", allowed="above 0 and below 1")
    known = np.isfinite(z)
    mean = np.where(known, z, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    z = np.where(known, z, mean) - mean
    intercept = np.log(share / (1 - share))
    for _ in range(50):  # Newton's steps for the intercepts; the mean chance is monotone in them
        chance = expit(intercept + slope * z)
        step = (chance.mean(axis=0) - share) / np.maximum(
            (chance * (1 - chance)).mean(axis=0), 1e-9
        )
        intercept = intercept - np.clip(step, -2.0, 2.0)
        if np.max(np.abs(step)) < 1e-10:
            break
    score = intercept + slope * z
    return -np.logaddexp(0.0, -score), -np.logaddexp(0.0, score)


def fitted_slope(strength: list[Floats], own: list[int], named: list[NDArray[np.bool_]],
                 rate: list[Floats], slopes: Floats) -> tuple[float, float, float]:  # fmt: skip
    """Return the slope that makes what known strategies claim most likely, with its interval.

    Args:
        strength: for each strategy, (R, S) standing of all its candidates.
        own: for each, which candidate it is of.
        named: for each, (S,) whether it names the sector.
        rate: for each, (S,) share of the other strategies that name the sector.
        slopes: ascending slopes to try.

    Returns:
        The best slope, and the ends of its 95 % likelihood interval (Wilks 1938).
    """
    total = np.zeros(slopes.size)
    for at, slope in enumerate(slopes):
        for z, row, claims, share in zip(strength, own, named, rate, strict=True):
            yes, no = claim_log_likelihoods(z, share, float(slope))
            total[at] += np.where(claims, yes[row], no[row]).sum()
    best = int(np.argmax(total))
    inside = np.flatnonzero(total >= total[best] - 1.920729)
    return float(slopes[best]), float(slopes[inside[0]]), float(slopes[inside[-1]])
