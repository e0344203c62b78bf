"""Rank sets that others have published, reproduced."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from placewise.diagnose.ranks import best_set, rank_sets, rank_sets_counts

REPOSITORY = Path(__file__).parents[2]
DRAWS = 10_000


@pytest.fixture(scope="module")
def pisa() -> pl.DataFrame:
    """PISA 2018 maths scores of the 38 countries of the OECD, with csranks' simultaneous sets."""
    shared = Path(os.environ.get("PLACEWISE_SHARED", REPOSITORY.parent / "shared"))
    path = shared / "oracles" / "csranks_pisa2018_math_simul95.csv"
    if not path.is_file():
        pytest.skip(f"no known answers at {path}; set PLACEWISE_SHARED")
    return pl.read_csv(path)


@pytest.mark.shared
def test_csranks_simultaneous_sets_of_all_countries(pisa: pl.DataFrame) -> None:
    sets = rank_sets(pisa["score"], pisa["se"], seed=1, draws=DRAWS, simultaneous=True)
    assert sets.lower.tolist() == pisa["L"].to_list()
    assert sets.upper.tolist() == pisa["U"].to_list()
    named = {
        name: (int(low), int(high))
        for name, low, high in zip(pisa["j"], sets.lower, sets.upper, strict=True)
    }
    assert named["Japan"] == (1, 6)
    assert named["United Kingdom"] == (6, 24)
    assert named["United States"] == (23, 32)
    assert named["Colombia"] == (37, 38)


@pytest.mark.shared
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_draws_move_a_rank_by_one_at_most(pisa: pl.DataFrame, seed: int) -> None:
    sets = rank_sets(pisa["score"], pisa["se"], seed=seed, draws=DRAWS, simultaneous=True)
    for found, published in ((sets.lower, pisa["L"]), (sets.upper, pisa["U"])):
        apart = np.abs(found - published.to_numpy())
        assert apart.max() <= 1
        assert apart.sum() <= 2


@pytest.mark.shared
def test_csranks_marginal_set_of_the_united_kingdom(pisa: pl.DataFrame) -> None:
    # 8 to 23, with a Monte Carlo error of one rank.
    sets = rank_sets(pisa["score"], pisa["se"], seed=1, draws=DRAWS)
    kingdom = pisa["j"].to_list().index("United Kingdom")
    assert abs(sets.lower[kingdom] - 8) <= 1
    assert abs(sets.upper[kingdom] - 23) <= 1


@pytest.mark.shared
def test_csranks_set_of_the_best_five(pisa: pl.DataFrame) -> None:
    sets = rank_sets(pisa["score"], pisa["se"], seed=1, draws=DRAWS, simultaneous=True)
    best = [pisa["j"][int(index)] for index in best_set(sets, 5)]
    assert best == [
        "Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands",
        "Poland", "Slovenia", "Sweden", "Switzerland",
    ]  # fmt: skip


@pytest.mark.parametrize("scale", [1.0, 7.0])
def test_csranks_multinomial(scale: float) -> None:
    counts = [500, 400, 390, 200, 180, 50, 49, 20, 10, 1]
    sets = rank_sets_counts(counts, np.full(10, scale), simultaneous=True)
    assert sets.lower.tolist() == [1, 2, 2, 4, 4, 6, 6, 8, 8, 9]
    assert sets.upper.tolist() == [1, 3, 3, 5, 5, 7, 7, 9, 10, 10]
