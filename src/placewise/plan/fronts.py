"""The best plan under a single budget, by fronts: exact, and quick enough for thousands of draws.

Where options cost the same each year and nothing else is scarce, all budgets are one, and what
needs or excludes what falls into blocks of few options. Block by block, the pairs of cost and
benefit that no other pair dominates are kept (Nemhauser and Ullmann 1969); those go whose benefit,
with all that the rest could add if options could be taken in part, stays below a known plan's.
"""

from __future__ import annotations

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
    made = [_part(block, cost, profit, allowed, forced, limit) for block in blocks]
    if any(part is not None and not part.cost.size for part in made):
        return None
    parts = sorted((part for part in made if part is not None), key=lambda part: part.rank)
    steps = _steps(parts)
    start = 0.0 if known is None else float(profit @ known)
    least = max(start, _greedy(parts, steps, limit)) if forced is None else -np.inf
    spent, gain = np.zeros(1), np.zeros(1)
    trail: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
    for at, part in enumerate(parts):
        used = (spent[:, None] + part.cost).ravel()
        value = (gain[:, None] + part.value).ravel()
        rest = steps[steps[:, 2] > at]
        room = np.concatenate([[0.0], np.cumsum(rest[:, 0])])
        more = np.concatenate([[0.0], np.cumsum(rest[:, 1])])
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


def _undominated(cost: Floats, value: Floats, some: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return those of some pairs that no other has less cost and as much benefit as, by cost."""
    order = some[np.lexsort((-value[some], cost[some]))]
    if not order.size:
        return order
    best = np.maximum.accumulate(value[order])
    return np.asarray(order[np.concatenate([[True], value[order][1:] > best[:-1]])])


def _steps(parts: Sequence[_Part]) -> Floats:
    """Return the steps up the hulls of all parts, best first: cost, benefit, number of the part."""
    found = [np.column_stack([part.steps, np.full(part.steps.shape[0], at)])
             for at, part in enumerate(parts)]  # fmt: skip
    steps = np.concatenate([np.zeros((0, 3)), *found])
    return np.asarray(
        steps[np.argsort(-steps[:, 1] / np.maximum(steps[:, 0], TINY), kind="stable")]
    )


def _greedy(parts: Sequence[_Part], steps: Floats, limit: float) -> float:
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
        steps: (H, 2) cost and benefit of the steps up its hull.
        rank: parts are looked at from the lowest on.
    """

    block: Block
    state: NDArray[np.intp]
    cost: Floats
    value: Floats
    steps: Floats
    rank: float


def _part(
    block: Block,
    cost: Floats,
    profit: Floats,
    allowed: Booleans,
    forced: Booleans | None,
    limit: float,
) -> _Part | None:
    """Return a block as one draw has it; None where nothing of it is worth taking."""
    states = block.states
    costs, values = states @ cost[block.options], states @ profit[block.options]
    may = ~(states & ~allowed[block.options]).any(axis=1) & (costs <= limit)
    must = forced is not None and bool(forced[block.options].any())
    if forced is not None and must:
        may &= states[:, forced[block.options]].all(axis=1)
    order = _undominated(costs, values, np.flatnonzero(may))
    if not must and order.size == 1 and order[0] == 0:
        return None
    costs, values = costs[order], values[order]
    steps = _hull(costs, values)
    ratio = steps[0, 1] / max(steps[0, 0], TINY) if steps.size else 0.0
    return _Part(block, order, costs, values, steps, -ratio)


def _hull(cost: Floats, value: Floats) -> Floats:
    """Return the steps up the upper hull of points that rise, from the first on."""
    kept = list(range(min(1, cost.size)))
    for at in range(1, cost.size):
        while len(kept) > 1:
            a, b = kept[-2], kept[-1]
            left = (value[b] - value[a]) * (cost[at] - cost[b])
            if left > (value[at] - value[b]) * (cost[b] - cost[a]):
                break
            kept.pop()
        kept.append(at)
    return np.column_stack([np.diff(cost[kept]), np.diff(value[kept])])


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


def _price(steps: Floats, limit: float) -> float:
    """Return the benefit per unit of the step at which the budget runs out; 0 where it does not."""
    over = np.flatnonzero(np.cumsum(steps[:, 0]) > limit)
    return float(steps[over[0], 1] / steps[over[0], 0]) if over.size else 0.0
