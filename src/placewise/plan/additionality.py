"""From the gross effect of an option to what it adds to the place."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def adjusted(
    gross: Any, displacement: Any, leakage: Any, substitution: Any, multiplier: Any
) -> Floats:
    """Return a gross effect less displacement, leakage and substitution, times the multiplier.

    Arguments are numbers or arrays of one shape; shares from 0 to 1.
    """
    left = np.asarray(gross, np.float64)
    for share in (displacement, leakage, substitution):
        left = left * (1 - np.asarray(share, np.float64))
    return np.asarray(left * np.asarray(multiplier, np.float64), np.float64)


def net_additional(
    gross: Any, deadweight: Any, displacement: Any, leakage: Any, substitution: Any,
    multiplier: Any,
) -> Floats:  # fmt: skip
    """Return what an option adds, where deadweight is a share of its gross effect.

    The short form of the official method: it equals :func:`net_of_reference_case` where the same
    shares hold for what would have come anyway.
    """
    return adjusted(
        np.asarray(gross, np.float64) * (1 - np.asarray(deadweight, np.float64)),
        displacement, leakage, substitution, multiplier,
    )  # fmt: skip


def net_of_reference_case(intervention: Any, reference_case: Any) -> Floats:
    """Return what an option adds to what would have come anyway.

    Each side is adjusted by its own shares first: English Partnerships, Additionality Guide, third
    edition (2008), formula of the cover.

    Args:
        intervention: result of :func:`adjusted` for the option.
        reference_case: the same for what would have come without it.
    """
    return np.asarray(intervention, np.float64) - np.asarray(reference_case, np.float64)
