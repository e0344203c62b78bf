"""Commuting of places against a sum person by person."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placewise.diagnose.commuting import (
    commuting,
    destinations_of_residents,
    sources_of_workers,
)
from placewise.errors import InputError


@given(areas=st.integers(2, 7), seed=st.integers(0, 10_000))
def test_it_counts_each_commuter_once(areas: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    flows = rng.integers(0, 9, (areas, areas)).astype(float)
    member = np.zeros((2, areas), dtype=bool)
    member[0, : areas // 2 or 1] = True
    member[1] = ~member[0]
    got = commuting(flows, member, member)
    people = [(i, j) for i in range(areas) for j in range(areas) for _ in range(int(flows[i, j]))]
    for place in range(2):
        lives = [p for p in people if member[place, p[0]]]
        works = [p for p in people if member[place, p[1]]]
        both = [p for p in lives if member[place, p[1]]]
        assert got.residents[place] == len(lives)
        assert got.workers[place] == len(works)
        assert got.inside[place] == len(both)
        if lives:
            assert got.supply_side[place] == pytest.approx(len(both) / len(lives))
            assert got.net_in_commuting[place] == pytest.approx(len(works) / len(lives) - 1)
        if works:
            assert got.demand_side[place] == pytest.approx(len(both) / len(works))
    # Two places that are everything: nobody comes in or goes out on balance.
    assert got.workers.sum() == got.residents.sum()
    assert sources_of_workers(flows, member[0]).sum() == got.workers[0]
    assert destinations_of_residents(flows, member[0]).sum() == got.residents[0]


def test_a_flow_that_is_not_known_and_a_place_outside_the_table_stay_missing() -> None:
    flows = np.array([[5.0, np.nan, 1.0], [2.0, 3.0, 0.0]])
    lives = np.array([[1, 0], [0, 1], [0, 0]])
    works = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    got = commuting(flows, lives, works)
    assert got.inside[:2].tolist() == [5.0, 3.0]
    assert np.isnan(got.residents[0])
    assert got.residents[1] == 5.0
    assert got.workers[0] == 7.0
    assert np.isnan(got.workers[1])
    assert np.isnan(got.supply_side[2])
    assert np.isnan(got.workers[2])
    assert np.isnan(sources_of_workers(flows, [False, True, False])[0])


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="do not fit"):
        commuting([[1.0, 2.0]], [[1]], [[1]])
    with pytest.raises(InputError, match="do not fit"):
        commuting([[-1.0]], [[1]], [[1]])
