"""Lumpiness told from the table alone: weak, and never silent about it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from placewise.diagnose.table_dispersion import Herfindahls, herfindahl_from_table
from placewise.errors import InputError

Floats = NDArray[np.float64]


def an_industry(
    cells: Floats, plants: int, seed: int, spread: float = 0.4
) -> tuple[Floats, Floats, float]:
    """Return jobs by place, shares of the places, and the Herfindahl of the plants that landed."""
    rng = np.random.default_rng(seed)
    share = cells / cells.sum()
    chance = share * rng.lognormal(0, spread, share.size)
    sizes = rng.lognormal(0, 1.2, plants)
    where = rng.choice(share.size, plants, p=chance / chance.sum())
    jobs = np.bincount(where, sizes, minlength=share.size).astype(np.float64)
    return jobs, share, float((sizes**2).sum() / sizes.sum() ** 2)


def estimate(jobs: Floats, share: Floats) -> Herfindahls:
    total = 1000 * jobs.sum()
    return herfindahl_from_table(jobs[:, None], share * total, [jobs.sum()], total)


def test_it_is_of_the_right_size_and_rather_too_large() -> None:
    cells = np.resize([1.0, 5.0, 20.0, 100.0], 200)
    ratios = []
    for seed in range(8):
        jobs, share, truth = an_industry(cells, 25_000, seed)
        ratios.append(estimate(jobs, share).herfindahl[0] / truth)
    assert np.isfinite(ratios).all()
    assert 0.9 < np.median(ratios) < 2.2


def test_its_parts_are_in_order() -> None:
    jobs, share, _ = an_industry(np.resize([1.0, 5.0, 20.0, 100.0], 200), 25_000, seed=1)
    found = estimate(jobs, share)
    assert found.lower[0] <= found.likeliest[0] < found.herfindahl[0] <= 1.0


def test_more_lumps_are_seen_as_more() -> None:
    cells = np.resize([1.0, 5.0, 20.0, 100.0], 200)
    few, many = an_industry(cells, 8_000, seed=2), an_industry(cells, 80_000, seed=2)
    assert estimate(*few[:2]).herfindahl[0] > 3 * estimate(*many[:2]).herfindahl[0]


def test_few_places_tell_nothing() -> None:
    jobs, share, _ = an_industry(np.resize([1.0, 20.0], 12), 500, seed=3)
    assert np.isnan(estimate(jobs, share).herfindahl[0])


def test_places_alike_in_size_tell_nothing() -> None:
    # Chance and true difference cannot be told apart where every place expects 50 plants.
    jobs, share, _ = an_industry(np.full(40, 50.0), 8_000, seed=4, spread=0.8)
    assert np.isnan(estimate(jobs, share).herfindahl[0])


def test_missing_cells_are_left_out_and_an_unknown_industry_stays_unknown() -> None:
    jobs, share, _ = an_industry(np.resize([1.0, 5.0, 20.0, 100.0], 200), 25_000, seed=5)
    values = np.stack([jobs, np.full(jobs.size, np.nan)], axis=1)
    values[::50, 0] = np.nan
    total = 1000 * jobs.sum()
    found = herfindahl_from_table(values, share * total, [jobs.sum(), jobs.sum()], total)
    assert np.isfinite(found.herfindahl[0])
    assert np.isnan(found.herfindahl[1])


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="do not fit together"):
        herfindahl_from_table([[1.0]], [1.0, 2.0], [1.0], 10.0)
