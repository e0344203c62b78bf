"""The search by fronts against all plans written out, and against the second solver."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placewise.model.portfolio import Booleans, Floats, Rules
from placewise.plan import programme as searched
from placewise.plan.fronts import blocks_of
from placewise.plan.programme import Programme, best_plan, programme_of

NAMES = "abcdefghij"


def rules(cost: Floats, budget: float, years: int, links: list[tuple[int, int, bool]]) -> Rules:
    count = cost.size
    pairs = [(NAMES[i % count], NAMES[j % count], needs) for i, j, needs in links]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    return Rules(
        options=tuple(NAMES[:count]),
        cost=np.repeat(cost[:, None], years, axis=1),
        budget=np.full(years, budget),
        years=tuple(f"year {at}" for at in range(years)),
        requires=tuple((i, j) for i, j, needs in pairs if needs),
        excludes=tuple((i, j) for i, j, needs in pairs if not needs),
    )


def brute_force(
    programme: Programme, benefit: Floats, allowed: Booleans, forced: Booleans | None
) -> float | None:
    must = np.zeros(benefit.size, bool) if forced is None else forced
    values = [
        float(benefit @ plan)
        for bits in itertools.product([False, True], repeat=benefit.size)
        if (plan := np.array(bits)) is not None
        and (plan <= allowed).all() and (plan >= must).all() and programme.holds(plan)
    ]  # fmt: skip
    return max(values, default=None)


amount = st.floats(0, 10, allow_nan=False).map(lambda value: round(value, 2))


@settings(max_examples=150, deadline=None)
@given(
    cost=st.lists(amount, min_size=1, max_size=8),
    benefit=st.lists(st.floats(-2, 10).map(lambda v: round(v, 2)), min_size=8, max_size=8),
    budget=st.floats(0.5, 25),
    links=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=5),
    barred=st.integers(0, 255),
    force=st.none() | st.integers(0, 7),
    known=st.integers(0, 255),
)
def test_it_is_as_good_as_the_best_of_all_plans(
    cost: list[float], benefit: list[float], budget: float, links: list[tuple[int, int, bool]],
    barred: int, force: int | None, known: int,
) -> None:  # fmt: skip
    count = len(cost)
    programme = programme_of(rules(np.array(cost), budget, 3, links))
    gain, bits = np.array(benefit[:count]), np.arange(count)
    allowed = (barred >> bits & 1) == 0
    forced = None if force is None else bits == force % count
    plan = (known >> bits & 1) == 1
    found = best_plan(programme, gain, allowed, 0.0, forced=forced, known=plan)
    best = brute_force(programme, gain, allowed, forced)
    if best is None:
        assert found is None
        return
    assert found is not None
    assert programme.holds(found.selected)
    assert (found.selected <= allowed).all()
    assert found.value == pytest.approx(float(gain @ found.selected))
    assert found.value == pytest.approx(best, abs=1e-9)
    assert found.bound >= found.value - 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_branch_and_bound_on_forty_options(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(seed)
    cost = np.exp(random.normal(0, 1, 40))
    names = tuple(f"o{at}" for at in range(40))
    made = programme_of(
        Rules(names, np.repeat(cost[:, None], 10, axis=1), np.full(10, 0.3 * cost.sum()),
              tuple("0123456789"), requires=tuple(zip(names[1::2], names[::2], strict=True)))
    )  # fmt: skip
    gain, allowed = cost * random.uniform(0, 2, 40), np.ones(40, bool)
    fast = best_plan(made, gain, allowed, 0.0)
    monkeypatch.setattr(searched, "blocks_of", lambda *_: None)
    slow = best_plan(made, gain, allowed, 1e-9)
    assert fast is not None
    assert slow is not None
    assert fast.value == pytest.approx(slow.value, rel=1e-7)
    assert fast.prices[0] == pytest.approx(slow.prices[0], rel=1e-6)


def test_rules_of_another_kind_are_left_to_branch_and_bound() -> None:
    assert blocks_of(np.array([[1.0, -1.0, 0.0]]), np.zeros(1)) is not None
    assert blocks_of(np.array([[0.5, 0.5, 0.0]]), np.ones(1)) is None  # a share or a capacity
    assert blocks_of(np.array([[-1.0, 0.0, 0.0]]), -np.ones(1)) is None  # something must be taken
