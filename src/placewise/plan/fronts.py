"""The best plan under a single budget, by fronts: exact, and quick enough for thousands of draws.

Where options cost the same each year and nothing else is scarce, all budgets are one, and what
needs or excludes what falls into blocks of few options. Block by block, the pairs of cost and
benefit that no other pair dominates are kept (Nemhauser and Ullmann 1969); those go whose benefit,
with all that the rest could add if options could be taken in part, stays below a known plan's.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from placewise.model.portfolio import Booleans, Floats

LARGEST_BLOCK = 8
"""Options of a block whose states are written out, 256 at most."""
ROUNDING = 1e-12
"""Part of a benefit that only the order of its sums may move."""
TINY = 1e-300
NOTHING = np.zeros(1)
SLACK = 1e-12
"""By how much less than its tolerance a budget is used, so that rounding does not exceed it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Options that need or exclude one another, with every state in which they may be.

    Attributes:
        options: (B,) their numbers.
        states: (S, B) which of them are taken; the first state takes none.
    """

    options: NDArray[np.intp]
    states: Booleans

    def taking_only(self, allowed: Booleans) -> Booleans:
        """Return which states take allowed options only."""
        barred = ~allowed[self.options]
        if not barred.any():
            return np.ones(self.states.shape[0], np.bool_)
        return np.asarray(~(self.states & barred).any(axis=1))


@dataclass(frozen=True, slots=True)
class Front:
    """The plan that a search by fronts found.

    Attributes:
        selected: (N,) which options it takes.
        value: their benefit.
        price: what one more unit of the budget would add if options could be taken in part.
    """

    selected: Booleans
    value: float
    price: float


def blocks_of(matrix: Floats, limit: Floats) -> tuple[Block, ...] | None:
    """Return the blocks of rules that are all about needing or excluding.

    Args:
        matrix: (M, N) rows of the rules other than budgets.
        limit: (M,).

    Returns:
        None where some rule is of another kind, or a block is too large.
    """
    shape = (matrix.shape[0], matrix.shape[1])
    return _blocks(np.ascontiguousarray(matrix).tobytes(), limit.tobytes(), shape)


@lru_cache(maxsize=64)
def _blocks(matrix: bytes, limit: bytes, shape: tuple[int, int]) -> tuple[Block, ...] | None:
    """Return blocks as :func:`blocks_of` does; draws of one plan share their rules."""
    rows, limits = np.frombuffer(matrix).reshape(shape), np.frombuffer(limit)
    if not np.isin(rows, (-1.0, 0.0, 1.0)).all():
        return None
    label = np.arange(shape[1])
    for row in rows:
        inside = np.flatnonzero(row)
        label[np.isin(label, label[inside])] = label[inside].min(initial=shape[1])
    blocks = []
    for one in np.unique(label):
        options = np.flatnonzero(label == one)
        if options.size > LARGEST_BLOCK:
            return None
        states = (np.arange(2**options.size)[:, None] >> np.arange(options.size) & 1).astype(bool)
        about = (rows[:, options] != 0).any(axis=1)
        kept = (states @ rows[about][:, options].T <= limits[about]).all(axis=1)
        if not kept[0]:  # taking nothing must be within the rules
            return None
        blocks.append(Block(options, states[kept]))
    return tuple(blocks)


def best_by_fronts(
    cost: Floats,
    limit: float,
    blocks: tuple[Block, ...],
    profit: Floats,
    allowed: Booleans,
    *,
    forced: Booleans | None = None,
    known: Booleans | None = None,
) -> Front | None:
    """Return the plan of greatest benefit under one budget.

    Args:
        cost: (N,) of each option, at least 0.
        limit: the budget.
        blocks: of all options, from :func:`blocks_of`.
        profit: (N,) benefit of each option.
        allowed: (N,) options that may be taken.
        forced: (N,) options that must be taken.
        known: (N,) a plan within the rules that may be good; None without one.

    Returns:
        None where no plan is within the rules.
    """
    limit -= SLACK
    made = _parts(blocks, cost, profit, allowed, forced, limit)
    if any(part is not None and not part.cost.size for part in made):
        return None
    parts = sorted((part for part in made if part is not None), key=lambda part: part.rank)
    steps = _steps(parts)
    start = 0.0 if known is None else float(profit @ known)
    least = max(start, _greedy(parts, steps, limit)) if forced is None else -np.inf
    spent, gain = np.zeros(1), np.zeros(1)
    trail: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    step_cost, step_value = (np.array([step[i] for step in steps], np.float64) for i in (0, 1))
    step_part = np.array([step[2] for step in steps], np.intp)
    for at, part in enumerate(parts):
        used = (spent[:, None] + part.cost).ravel()
        value = (gain[:, None] + part.value).ravel()
        rest = step_part > at
        room = np.concatenate([NOTHING, step_cost[rest].cumsum()])
        more = np.concatenate([NOTHING, step_value[rest].cumsum()])
        # What is taken anyway of later blocks is spent and gained already.
        spent_later = sum(float(one.cost[0]) for one in parts[at + 1 :])
        gained_later = sum(float(one.value[0]) for one in parts[at + 1 :])
        fits = np.flatnonzero(used + spent_later <= limit)
        free = limit - spent_later - used[fits]
        reach = value[fits] + gained_later + np.interp(free, room, more)
        order = _undominated(used, value, fits[reach >= least - ROUNDING * abs(least)])
        if not order.size:
            return None if known is None else Front(known, start, _price(steps, limit))
        trail.append((order // part.cost.size, order % part.cost.size))
        spent, gain = used[order], value[order]
    selected = _followed(parts, trail, cost.size)
    if known is not None and start >= float(profit @ selected):
        selected = known
    return Front(selected, float(profit @ selected), _price(steps, limit))


def _parts(
    blocks: Sequence[Block],
    cost: Floats,
    profit: Floats,
    allowed: Booleans,
    forced: Booleans | None,
    limit: float,
) -> list[_Part | None]:
    """Return all blocks as one draw has them."""
    found = []
    for block in blocks:
        options, states = block.options, block.states
        may = block.taking_only(allowed)
        must = forced is not None and bool(forced[options].any())
        if forced is not None and must:
            may = may & states[:, forced[options]].all(axis=1)
        costs, values = (states @ cost[options]).tolist(), (states @ profit[options]).tolist()
        found.append(_part(block, costs, values, may, limit, must=must))
    return found


def _undominated(cost: Floats, value: Floats, some: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return those of some pairs that no other has less cost and as much benefit as, by cost."""
    order = some[np.lexsort((-value[some], cost[some]))]
    if not order.size:
        return order
    best = np.maximum.accumulate(value[order])
    return np.asarray(order[np.concatenate([[True], value[order][1:] > best[:-1]])])


def _steps(parts: Sequence[_Part]) -> list[tuple[float, float, int]]:
    """Return the steps up the hulls of all parts, best first: cost, benefit, number of the part."""
    steps = [(cost, value, at) for at, part in enumerate(parts) for cost, value in part.steps]
    return sorted(steps, key=lambda step: -step[1] / max(step[0], TINY))


def _greedy(
    parts: Sequence[_Part], steps: Sequence[tuple[float, float, int]], limit: float
) -> float:
    """Return the benefit of going up the hulls, best step first, as long as there is money."""
    spent = sum(float(part.cost[0]) for part in parts)
    gain = sum(float(part.value[0]) for part in parts)
    ended = set()
    for cost, value, part in steps:
        if part in ended:
            continue
        if spent + cost > limit:
            ended.add(part)
        else:
            spent, gain = spent + cost, gain + value
    return gain


@dataclass(frozen=True, slots=True)
class _Part:
    """A block in one draw: its states that no other state of it dominates.

    Attributes:
        block: the block.
        state: (F,) numbers of the states.
        cost: (F,) rising.
        value: (F,) rising.
        steps: cost and benefit of the steps up its hull.
        rank: parts are looked at from the lowest on.
    """

    block: Block
    state: NDArray[np.intp]
    cost: Floats
    value: Floats
    steps: list[tuple[float, float]]
    rank: float


def _part(
    block: Block,
    costs: list[float],
    values: list[float],
    may: Booleans,
    limit: float,
    *,
    must: bool,
) -> _Part | None:
    """Return a block as one draw has it; None where nothing of it is worth taking.

    Blocks have few states: plain numbers are quicker here than arrays.
    """
    kept: list[tuple[float, float, int]] = []
    for cost, loss, state in sorted(
        (cost, -value, state)
        for state, (cost, value) in enumerate(zip(costs, values, strict=True))
        if may[state] and cost <= limit
    ):
        if not kept or -loss > kept[-1][1]:
            kept.append((cost, -loss, state))
    if not must and len(kept) == 1 and kept[0][2] == 0:
        return None
    steps = _hull(kept)
    ratio = steps[0][1] / max(steps[0][0], TINY) if steps else 0.0
    return _Part(
        block, np.array([state for *_, state in kept], np.intp),
        np.array([cost for cost, *_ in kept]), np.array([value for _, value, _ in kept]), steps,
        -ratio,
    )  # fmt: skip


def _hull(points: list[tuple[float, float, int]]) -> list[tuple[float, float]]:
    """Return the steps up the upper hull of points that rise, from the first on."""
    kept: list[tuple[float, float]] = []
    for cost, value, _ in points:
        while len(kept) > 1:
            (a, low), (b, high) = kept[-2:]
            if (high - low) * (cost - b) > (value - high) * (b - a):
                break
            kept.pop()
        kept.append((cost, value))
    return [(c - a, v - low) for (a, low), (c, v) in itertools.pairwise(kept)]


def _followed(
    parts: list[_Part], trail: list[tuple[NDArray[np.intp], NDArray[np.intp]]], count: int
) -> Booleans:
    """Return the plan of greatest benefit, following its trail back."""
    selected = np.zeros(count, np.bool_)
    here = trail[-1][0].size - 1 if trail else 0
    for part, (before, state) in zip(reversed(parts), reversed(trail), strict=True):
        selected[part.block.options] = part.block.states[part.state[state[here]]]
        here = int(before[here])
    return selected


def _price(steps: Sequence[tuple[float, float, int]], limit: float) -> float:
    """Return the benefit per unit of the step at which the budget runs out; 0 where it does not."""
    spent = 0.0
    for cost, value, _ in steps:
        spent += cost
        if spent > limit:
            return value / cost
    return 0.0
