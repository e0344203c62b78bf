"""Does a barrier bind? Shortfalls against two comparators, a signal, and shares of draws.

The gate follows growth diagnostics (Hausmann, Rodrik and Velasco 2005): that something is scarce
is not enough, its scarcity must show. What is drawn is what a place's indicator truly is, given
what was published for it and for all other places of its kind: a normal prior over places with the
variance left when errors are taken off (Efron and Morris 1975), so that a place does not stand out
for the error that made it stand out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from placewise.model.barriers import GateSettings
from placewise.model.wording import listed

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

PRIOR_YEARS = 4.0
"""Degrees of freedom that what all places share counts for, beside a place's own years."""
Z95 = 1.959963984540054
LEAST_KEPT = 0.1
"""An indicator of which less than this part of the variance is truth cannot tell places apart."""
LEAST_MEMBERS = 3
"""A comparator of which fewer members are known says nothing."""


@dataclass(frozen=True, slots=True)
class Believed:
    """What the true values of an indicator are, given what was published for all places.

    Attributes:
        mean: shape (places,); missing where nothing was published, or where what was published is
            nearly all error.
        error: its standard error, shape (places,).
        spread: robust standard deviation of the published values over places.
        middle: what values are drawn towards.
        kept: the part of the distance from the middle that is kept, shape (places,).
    """

    mean: Floats
    error: Floats
    spread: float
    middle: float
    kept: Floats


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each outcome came out over draws; the three add up to one.

    Attributes:
        binding: two independent indicators fall short against both comparators, and a signal holds.
        contributing: two fall short without a signal, or one with it.
        not_here: neither.
    """

    binding: float
    contributing: float
    not_here: float


@dataclass(frozen=True, slots=True)
class Called:
    """What is said of a barrier.

    Attributes:
        outcome: one of :data:`placewise.model.barriers.OUTCOMES`.
        probability: of ``binding`` and of ``not a barrier here`` that of the outcome itself, of
            ``contributing`` that it contributes or binds; None where it cannot be told.
        why: why it cannot be told, "" where it can.
    """

    outcome: str
    probability: float | None
    why: str = ""


def robust_spread(values: Floats) -> float:
    """Return 1.4826 times the median absolute deviation of the known values; 0 without any."""
    known = values[np.isfinite(values)]
    if not known.size:
        return 0.0
    return float(1.4826 * np.median(np.abs(known - np.median(known))))


def noise_about_trend(years: Floats, values: Floats, least_years: int) -> Floats:
    """Return the standard error of one year of an indicator, from its scatter about its own trend.

    What all places have in common in a year (their median) is taken off first: places are compared,
    and a recession that all went through is no error of a comparison. The variance about a
    least-squares line of each place is then averaged with what is typical of places, which counts
    for :data:`PRIOR_YEARS` degrees of freedom: a few years alone say little of a variance. True ups
    and downs of one place count as error too, so that the error is rather too large.

    Args:
        years: shape (years,).
        values: shape (places, years), missing as nan.
        least_years: places with fewer years than this have no error of their own and get none.

    Returns:
        Shape (places,); nan where there are too few years.
    """
    known = np.isfinite(values)
    count = known.sum(axis=1)
    if not known.any():
        return np.full(values.shape[0], np.nan)
    seen = known.any(axis=0)
    common = np.zeros(years.size)
    common[seen] = np.nanmedian(values[:, seen], axis=0)
    values = values - common
    filled = np.where(known, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        when = np.where(known, years - ((known * years).sum(axis=1) / count)[:, None], 0.0)
        what = np.where(known, values - (filled.sum(axis=1) / count)[:, None], 0.0)
        slope = (when * what).sum(axis=1) / (when**2).sum(axis=1)
        left = ((what - slope[:, None] * when) ** 2).sum(axis=1)
        free = count - 2.0
        own = np.where((count >= least_years) & (free > 0), left / free, np.nan)
    told = np.isfinite(own)
    if not told.any():
        return np.full(values.shape[0], np.nan)
    # The median of a chi-squared variance lies below its mean, far below for few years.
    typical = float(np.median(own[told] * free[told] / chi2.median(free[told])))
    shared = (free * own + PRIOR_YEARS * typical) / (free + PRIOR_YEARS)
    return np.sqrt(np.where(told, shared, np.nan))


def believed(values: Floats, errors: Floats) -> Believed:
    """Draw published values towards the middle of all places by as much as their errors ask for.

    Where less than :data:`LEAST_KEPT` of the variance would be left, the place is not known: it
    would be said to be like all others for no better reason than that its figure is poor.

    Args:
        values: shape (places,), missing as nan.
        errors: their standard errors, same shape, known wherever a value is.
    """
    known = np.isfinite(values)
    spread = robust_spread(values)
    if not known.any():
        return Believed(values.copy(), errors.copy(), spread, np.nan, np.full(values.shape, np.nan))
    true_variance = max(0.0, spread**2 - float(np.median(errors[known] ** 2)))
    both = true_variance + errors**2
    with np.errstate(invalid="ignore", divide="ignore"):
        kept = np.where(both > 0, true_variance / both, 1.0)
    middle = float(np.median(values[known]))
    known = known & (kept >= LEAST_KEPT)
    mean = np.where(known, middle + kept * (values - middle), np.nan)
    error = np.where(known, np.sqrt(kept) * errors, np.nan)
    return Believed(mean, error, spread, middle, np.where(known, kept, np.nan))


def drawn(what: Believed, draws: int, seed: int) -> Floats:
    """Return draws of the true values, shape (draws, places)."""
    noise = np.random.default_rng(seed).standard_normal((draws, what.mean.size))
    return what.mean + what.error * noise


def measured_again(
    what: Believed, errors: Floats, rounds: int, random: np.random.Generator
) -> Floats:
    """Return values as if everything were measured once more, shape (rounds, places).

    The truth is drawn from what is believed of it, and the errors once more upon that.
    """
    noise = random.standard_normal((2, rounds, what.mean.size))
    return np.asarray(what.mean + what.error * noise[0] + errors * noise[1])


def moved_by_measuring_again(what: Believed, errors: Floats, rounds: int, seed: int) -> Floats:
    """Return by how much what is believed would move if all of it were measured again.

    The new measurement is drawn to the middle like the first: what stands out now would stand out
    less on average, since the first measurement is part of why it does.

    Args:
        what: what is believed.
        errors: standard errors of the measurements, shape (places,).
        rounds: how many times it is measured again.
        seed: of the draws.

    Returns:
        The new mean less the present one, shape (rounds, places).
    """
    measured = measured_again(what, errors, rounds, np.random.default_rng(seed))
    return np.asarray(what.middle + what.kept * (measured - what.middle) - what.mean)


def left_after(values: Floats, given: Floats) -> tuple[float, float] | None:
    """Return intercept and slope of the least-squares line of one indicator on another.

    None where fewer than ten places have both, or the other does not vary.
    """
    both = np.isfinite(values) & np.isfinite(given)
    if both.sum() < 10 or np.ptp(given[both]) == 0:
        return None
    slope, intercept = np.polyfit(given[both], values[both], 1)
    return float(intercept), float(slope)


def median_of_others(values: Floats) -> Floats:
    """Return for each place the median of all other known places, shape (draws, places).

    Missing where fewer than :data:`LEAST_MEMBERS` others are known. The median without one place
    is read off the sorted row: what stood above it moves down by one.
    """
    known = np.isfinite(values).all(axis=0)
    result = np.full(values.shape, np.nan)
    count = int(known.sum())
    held = values[:, known]
    if count >= LEAST_MEMBERS:
        result[:, ~known] = np.median(held, axis=1)[:, None]
    if count - 1 < LEAST_MEMBERS:
        return result
    rank = held.argsort(axis=1).argsort(axis=1)
    ordered = np.sort(held, axis=1)
    low, high = (count - 2) // 2, (count - 1) // 2

    def without(position: int) -> Floats:
        moved = np.where(
            rank > position, ordered[:, [position]], ordered[:, [min(position + 1, count - 1)]]
        )
        return np.asarray(moved, np.float64)

    result[:, known] = (without(low) + without(high)) / 2
    return result


def median_of(values: Floats, members: NDArray[np.intp]) -> Floats | None:
    """Return the median over some places, shape (draws,); None where too few are known."""
    held = values[:, members]
    held = held[:, np.isfinite(held).all(axis=0)]
    return np.median(held, axis=1) if held.shape[1] >= LEAST_MEMBERS else None


def beyond(values: Floats, comparator: Floats, margin: float, side: str) -> Booleans:
    """Say in which draws a place lies beyond a comparator by more than a margin, on one side."""
    if side == "low":
        return np.asarray(values < comparator - margin)
    return np.asarray(values > comparator + margin)


def groups_short(short: dict[str, list[Booleans]], draws: int) -> NDArray[np.intp]:
    """Count in how many independent groups some indicator falls short, shape (..., draws)."""
    count = np.zeros(draws, np.intp)
    for members in short.values():
        count = count + np.logical_or.reduce(members)
    return count


def held_to(least: float) -> float:
    """Return the bound that a share of draws is held to, so that rounding does not decide."""
    return least - 1e-12


def binding_again(count: NDArray[np.intp], signal: Booleans, settings: GateSettings) -> float:
    """Return how often a barrier would reach the probability at which it is called binding.

    Args:
        count: independent indicators that fall short after each new measurement, shape
            (rounds, draws); (draws,) where no table counts, only evidence of an analyst.
        signal: whether some signal holds, same shape.
        settings: the choices of the gate.
    """
    binding = ((count >= 2) & signal).mean(axis=-1)
    return float((binding >= held_to(settings.called)).mean())


def shares(count: NDArray[np.intp], signal: Booleans, *, can_bind: bool) -> Shares:
    """Return the share of draws of each outcome.

    Args:
        count: independent indicators that fall short, shape (draws,).
        signal: whether some signal holds, same shape.
        can_bind: is a lasting failure named, and may somebody act locally? Otherwise what would
            bind counts as contributing.
    """
    binds = (count >= 2) & signal & can_bind
    adds = ((count >= 2) | ((count == 1) & signal)) & ~binds
    binding, contributing = float(binds.mean()), float(adds.mean())
    return Shares(binding, contributing, max(0.0, 1.0 - binding - contributing))


def called(found: Shares, settings: GateSettings, again: float | None = None) -> Called:
    """Say which outcome is likely enough to be called.

    Args:
        found: the share of draws of each outcome.
        settings: the choices of the gate.
        again: probability that binding would reach the same share again if everything were
            measured again; None where binding is not likely enough for the question to arise.
    """
    found_again = again is None or again >= held_to(settings.again)
    if found.binding >= held_to(settings.called) and found_again:
        return Called("binding", found.binding)
    if found.not_here >= held_to(settings.called):
        return Called("not a barrier here", found.not_here)
    if found.binding + found.contributing >= held_to(settings.called):
        return Called("contributing", found.binding + found.contributing)
    return Called("cannot tell", None, "the indicators are too uncertain, or too close to the line")


def unless_divided(said: Called, short_of: dict[str, float | None], least: float) -> Called:
    """Take back that a barrier is ruled out where the comparators divide on it.

    Places are alike partly in what they lack. One that falls short of all others of its kind, but
    not of those most like it, is in company, and not free of the barrier.

    Args:
        said: what would be said.
        short_of: probability that two independent indicators fall short of each comparator, by
            its name; None where it is not known.
        least: the least probability with which it is said to fall short of one.
    """
    if said.outcome != "not a barrier here":
        return said
    short = [name for name, share in short_of.items() if (share or 0.0) >= held_to(least)]
    if not short:
        return said
    rest = [name for name in short_of if name not in short]
    but = f", but not of {listed(rest)}" if rest else ""
    why = f"two or more of its indicators fall short of {listed(short)}{but}"
    return Called("cannot tell", None, why)


def called_of_little(
    count: NDArray[np.intp], signal: Booleans, *, unknown_groups: int, signal_known: bool,
    why: str, settings: GateSettings,
) -> Called:  # fmt: skip
    """Say what can be said where indicators or signals are lacking: at most that it is ruled out.

    It is ruled out where it would be no barrier even if everything that is not known spoke for it.

    Args:
        count: independent indicators that fall short among those known, shape (draws,).
        signal: whether some known signal holds, same shape.
        unknown_groups: independent indicators that are not known.
        signal_known: is any signal known?
        why: what is lacking, in words.
        settings: the choices of the gate.
    """
    worst = count + unknown_groups
    holds = signal if signal_known else np.ones_like(signal)
    never = float(((worst == 0) | ((worst == 1) & ~holds)).mean())
    if never >= held_to(settings.called):
        return Called("not a barrier here", never)
    return Called("cannot tell", None, why)


def step_passed(probability: float | None, settings: GateSettings) -> str:
    """Return ``passed``, ``failed`` or ``could not tell`` for a step with a probability."""
    if probability is None:
        return "could not tell"
    if probability >= held_to(settings.called):
        return "passed"
    return "failed" if 1 - probability >= held_to(settings.called) else "could not tell"
