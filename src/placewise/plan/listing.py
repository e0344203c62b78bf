"""The best plan of few options, by looking at every set of them.

Where options cost other sums in other years, one search by branch and bound takes some hundredths
of a second whatever the size, and a plan has thousands of draws. Few options have few sets: those
that keep the rules which no draw changes are listed once, and the best of them in a draw is a
product of matrices. It is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from placewise.model.portfolio import Booleans, Chosen, Floats
from placewise.plan.programme import FEASIBLE, Programme

MOST_LISTED = 13
"""Most options of which every set is looked at: 8,192 sets, about a millisecond a draw."""


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of options that keep every rule but the budgets.

    Attributes:
        members: (S, N) 1 where a set takes an option.
    """

    members: Floats

    def best(self, programme: Programme, benefit: Floats, known: Booleans) -> Chosen | None:
        """Return the set of greatest benefit within the budgets; None where none keeps them.

        Args:
            programme: the rules, with the costs of one draw.
            benefit: (N,) benefit of each option in it.
            known: (N,) the set that is taken of several that are as good.
        """
        years = programme.years
        used = self.members @ programme.matrix[:years].T
        within = (used <= _most(programme.limit[:years])).all(axis=1)
        if not within.any():
            return None
        value = np.where(within, self.members @ benefit, -np.inf)
        as_good = np.flatnonzero(value >= value.max() - 1e-12 * abs(value.max()))
        preferred = [at for at in as_good if (self.members[at] == known).all()]
        at = int((preferred or list(as_good))[0])
        selected = np.asarray(self.members[at] > 0, np.bool_)
        found = float(benefit @ selected)
        return Chosen(selected, found, found, np.full(years, np.nan))


def listed(programme: Programme, allowed: Booleans) -> Sets | None:
    """Return every set of allowed options that keeps the rules but the budgets.

    Args:
        programme: the rules; what of them depends on costs of a draw are the budgets alone.
        allowed: (N,) options that may be taken.

    Returns:
        None where there are more than :data:`MOST_LISTED`.
    """
    options = np.flatnonzero(allowed)
    if options.size > MOST_LISTED:
        return None
    bits = (np.arange(2**options.size)[:, None] >> np.arange(options.size)) & 1
    members = np.zeros((bits.shape[0], allowed.size))
    members[:, options] = bits
    rows, limit = programme.matrix[programme.years :], programme.limit[programme.years :]
    kept = (members @ rows.T <= _most(limit)).all(axis=1)
    return Sets(members[kept])


def _most(limit: Floats) -> Floats:
    """Return what may be used of limits, as the search allows."""
    return np.asarray(limit + FEASIBLE * np.maximum(1.0, np.abs(limit)))
