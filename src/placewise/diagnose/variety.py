"""How varied a place's industries are, across broad sections and within them.

Frenken, van Oort and Verburg (2007): *unrelated variety* is the entropy of jobs over broad
sections, *related variety* the entropy within sections, weighted by their shares. Together they are
the entropy at the fine level. Which section an industry belongs to is a convention of the
classification; :mod:`placewise.diagnose.relatedness` reads relatedness from the data instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placewise.diagnose.inequality import shares
from placewise.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Variety:
    """Variety of R places, in bits: 1 is as varied as two equal parts.

    All (R,); NaN for a place with nothing, or with a cell that is not known.

    Attributes:
        related: entropy within sections, weighted by their shares.
        unrelated: entropy between sections.
        total: entropy over all industries; related and unrelated together.
    """

    related: Floats
    unrelated: Floats
    total: Floats


def variety(values: ArrayLike, sections: Sequence[str]) -> Variety:
    """Return related and unrelated variety of every place.

    Args:
        values: (R, I) jobs or GVA, zero or more, any unit.
        sections: (I,) the section of each industry.

    Raises:
        InputError: a negative or infinite value, or another number of sections.
    """
    s = shares(values)
    if len(sections) != s.shape[1]:
        raise InputError(
            "Every industry needs its section",
            where=f"{len(sections)} sections, {s.shape[1]} industries",
            allowed="one section an industry",
        )
    names, section = np.unique(np.asarray(sections, dtype=str), return_inverse=True)
    belongs = (section[:, None] == np.arange(names.size)[None, :]).astype(np.float64)
    unrelated, total = _bits(s @ belongs), _bits(s)
    # By the chain rule of entropy the rest is within sections; it is below 0 by rounding alone.
    return Variety(np.maximum(total - unrelated, 0.0), unrelated, total)


def _bits(s: Floats) -> Floats:
    """Return (R,) entropy of shares in bits."""
    logs = np.log2(s, out=np.zeros_like(s), where=s > 0)
    return np.asarray(np.maximum(-(s * logs).sum(axis=1), 0.0))
