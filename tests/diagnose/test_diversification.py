"""Options, entries, and the skill of density in foretelling them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu
from sklearn.metrics import roc_auc_score

from placewise.diagnose.diversification import (
    diversification_options,
    entries,
    entry_skill,
)
from placewise.errors import InputError

Floats = NDArray[np.float64]
many = settings(max_examples=60, deadline=None, derandomize=True)


def forecast(seed: int, places: int = 6, industries: int = 12, pull: float = 2.0) -> Any:
    """Return score, absent, entered and ubiquity, with ties in the score."""
    random = np.random.default_rng(seed)
    score = random.integers(0, 6, (places, industries)) / 5.0
    absent = random.random(score.shape) < 0.7
    entered = absent & (random.random(score.shape) < 1 / (1 + np.exp(1.0 - pull * (score - 0.5))))
    return score, absent, entered, random.integers(0, places, industries)


def usable(absent: NDArray[np.bool_], entered: NDArray[np.bool_]) -> bool:
    return bool(0 < entered.sum() < absent.sum())


@many
@given(seed=st.integers(0, 10_000))
def test_area_is_that_of_scikit_learn_and_scipy(seed: int) -> None:
    score, absent, entered, ubiquity = forecast(seed)
    if not usable(absent, entered):
        return
    found = entry_skill(score, absent, entered, ubiquity, resamples=20)
    truth = entered[absent]
    assert found.density.auc == pytest.approx(roc_auc_score(truth, score[absent]), abs=1e-12)
    common = np.broadcast_to(ubiquity, score.shape)[absent]
    assert found.naive.auc == pytest.approx(roc_auc_score(truth, common), abs=1e-12)
    wins = mannwhitneyu(score[absent][truth], score[absent][~truth]).statistic
    assert found.density.auc * truth.sum() * (~truth).sum() == pytest.approx(wins)
    assert found.gain == pytest.approx(found.density.auc - found.naive.auc)
    pairs = inside = 0.0
    for place in range(len(score)):
        new, old = score[place][entered[place]], score[place][absent[place] & ~entered[place]]
        pairs += new.size * old.size
        inside += float((new[:, None] > old).sum() + (new[:, None] == old).sum() / 2)
    if pairs:
        assert found.density.within == pytest.approx(inside / pairs)
    assert (found.cells, found.entered) == (absent.sum(), entered.sum())
    assert found.base_rate == pytest.approx(truth.mean())


@many
@given(seed=st.integers(0, 10_000))
def test_only_the_order_of_the_score_counts(seed: int) -> None:
    score, absent, entered, ubiquity = forecast(seed)
    if not usable(absent, entered):
        return
    one = entry_skill(score, absent, entered, ubiquity, resamples=50, seed=1)
    other = entry_skill(np.exp(3 * score) + 7, absent, entered, ubiquity, resamples=50, seed=1)
    assert one == other or np.isnan(one.density.within)
    turned = entry_skill(-score, absent, entered, ubiquity, resamples=50, seed=1)
    assert turned.density.auc == pytest.approx(1 - one.density.auc)
    assert turned.density.auc_lower == pytest.approx(1 - one.density.auc_upper)


def test_each_resample_is_the_area_of_the_places_drawn() -> None:
    score, absent, entered, ubiquity = forecast(5, places=4)
    resamples, seed, level = 400, 9, 0.9
    found = entry_skill(
        score, absent, entered, ubiquity, resamples=resamples, seed=seed, level=level
    )
    areas = []
    for pick in np.random.default_rng(seed).integers(0, 4, size=(resamples, 4)):
        truth, near = entered[pick][absent[pick]], score[pick][absent[pick]]
        areas.append(roc_auc_score(truth, near))
    ends = np.quantile(areas, [0.05, 0.95])
    assert (found.density.auc_lower, found.density.auc_upper) == pytest.approx(tuple(ends))


def test_perfect_foresight_and_none() -> None:
    score = np.array([[0.1, 0.9, 0.2, 0.8], [0.1, 0.2, 0.8, 0.9]])
    absent = np.ones(score.shape, dtype=bool)
    found = entry_skill(score, absent, score > 0.5, [3, 3, 3, 3], resamples=10)
    assert (found.density.auc, found.density.within, found.density.top_decile) == (1, 1, 1)
    # All ubiquities tie: no skill, and the top decile has the base rate.
    assert (found.naive.auc, found.naive.within, found.naive.top_decile) == (0.5, 0.5, 0.5)


def places_that_enter(places: int, seed: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Return score and entries of cells that hang together within a place."""
    random = np.random.default_rng(seed)
    score = random.normal(size=(places, 40)) + random.normal(size=(places, 1))
    chance = 1 / (1 + np.exp(2.0 - score - random.normal(size=(places, 1))))
    return score, random.random(score.shape) < chance


def test_interval_covers_the_area_of_many_places() -> None:
    score, entered = places_that_enter(5000, 1)
    truth = roc_auc_score(entered.ravel(), score.ravel())
    covered = 0
    for seed in range(10, 210):
        score, entered = places_that_enter(40, seed)
        found = entry_skill(
            score, np.ones_like(entered), entered, np.zeros(40), resamples=300, seed=seed
        )
        covered += found.density.auc_lower <= truth <= found.density.auc_upper
    # 95 %, less what 40 places cost, give or take two standard errors of 200 trials.
    assert 0.89 <= covered / 200 <= 0.98, covered


def test_entries_leave_out_what_is_not_known() -> None:
    before = np.array([[0, 0, 1, np.nan, 0]], dtype=float)
    after = np.array([[1, 0, 1, 1, np.nan]], dtype=float)
    moved = entries(before, after)
    assert moved.absent.tolist() == [[True, True, False, False, False]]
    assert moved.entered.tolist() == [[True, False, False, False, False]]


def test_options_are_near_and_more_complex_than_the_place() -> None:
    present = np.array([[1, 0, 0, 0, np.nan], [0, 0, 0, 0, 0]], dtype=float)
    density = np.array([[0.9, 0.6, 0.6, 0.1, 0.6], [0.0, 0.5, 0.6, 0.7, 0.8]])
    pci = np.array([0.0, 1.0, -1.0, 1.0, 1.0])
    options = diversification_options(present, density, pci)
    assert options[0].tolist() == [False, True, False, False, False]
    assert not options[1].any()  # a place with nothing has no complexity to rise above


@many
@given(seed=st.integers(0, 10_000))
def test_options_are_absent_and_raise_complexity(seed: int) -> None:
    random = np.random.default_rng(seed)
    present = random.choice([0.0, 1.0, np.nan], (5, 8))
    density, pci = random.random(present.shape), random.normal(size=8)
    pci[0] = np.nan
    options = diversification_options(present, density, pci)
    for place, industry in np.argwhere(options):
        has = present[place] == 1
        before = np.nanmean(pci[has])
        with_it = np.nanmean(np.append(pci[has], pci[industry]))
        assert present[place, industry] == 0
        assert with_it > before
        assert density[place, industry] > density[place][present[place] == 0].mean()


def test_what_cannot_be_used_is_refused() -> None:
    score, absent, entered, ubiquity = forecast(0)
    with pytest.raises(InputError, match="nothing that a forecast"):
        entry_skill(score, absent, np.zeros_like(absent), ubiquity)
    with pytest.raises(InputError, match="had already"):
        entry_skill(score, np.zeros_like(absent), entered, ubiquity)
    with pytest.raises(InputError, match="describe one table"):
        entry_skill(score, absent, entered, ubiquity[1:])
    with pytest.raises(InputError, match="two dates"):
        entries([[1.0, 0.0]], [[1.0]])
    with pytest.raises(InputError, match="places and industries of the table"):
        diversification_options([[1.0, 0.0]], [[0.5, 0.5]], [1.0])
