"""A text as numbers: one for each word, with the place where the word stands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from placewise.model.reuse import Words

CODE_POINTS = 0x10000
"""Letters and digits are looked for among these; those beyond are rare scripts and symbols."""
LONGEST_WORD = 65_535
"""Characters of a word that are kept as its length."""
ODD = np.uint64(0x9E3779B97F4A7C15)
"""Any odd number with well mixed bits; this one is 2 to the 64 divided by the golden ratio."""


@lru_cache(maxsize=1)
def _numbers() -> NDArray[np.uint64]:
    """Return a number for each character, 0 where it is no part of a word; the last for others."""
    draws = np.random.default_rng(7).integers(1, 2**63, CODE_POINTS, dtype=np.uint64)
    small = np.zeros(CODE_POINTS, dtype=np.uint32)
    for code in range(CODE_POINTS):
        letter = chr(code)
        if letter.isalnum():
            small[code] = min(ord(letter.casefold()[0]), CODE_POINTS - 1)
    return np.append(np.where(small > 0, draws[small], np.uint64(0)), np.uint64(0))


@lru_cache(maxsize=1)
def _powers(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the powers of ODD from 0 on, and their inverses, modulo 2 to the 64."""
    inverse = np.uint64(pow(int(ODD), -1, 1 << 64))
    one = np.ones(1, dtype=np.uint64)
    return (
        np.cumprod(np.append(one, np.full(count - 1, ODD)), dtype=np.uint64),
        np.cumprod(np.append(one, np.full(count - 1, inverse)), dtype=np.uint64),
    )


def words_of(text: str, ignored: Iterable[tuple[int, int]] = ()) -> Words:
    """Return the words of a text: runs of letters and digits, capitals as small letters.

    The number of a word is a polynomial of its letters, taken modulo 2 to the 64 and folded to 32
    bits: equal words have equal numbers, and two different ones share a number once in four
    thousand million.

    Args:
        text: any text.
        ignored: pairs of offsets; what stands between them counts as no word, such as the names
            of places, so that a text with the names swapped is the same text.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters = _numbers()[np.minimum(codes, CODE_POINTS)]
    for start, end in ignored:
        letters[start:end] = 0
    edges = np.flatnonzero(np.diff(letters != 0, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        nothing = np.zeros(0, dtype=np.uint32)
        return Words(nothing, nothing, nothing.astype(np.uint16))
    # Each letter counts by its place in the text; the inverse power moves a word to place 0.
    powers, inverses = _powers(1 << max(len(codes) - 1, 1 << 16).bit_length())
    letters *= powers[: len(codes)]
    sums = np.add.reduceat(letters, starts) * inverses[starts]
    folded = (sums ^ (sums >> np.uint64(32))).astype(np.uint32)
    return Words(
        folded,
        starts.astype(np.uint32),
        np.minimum(ends - starts, LONGEST_WORD).astype(np.uint16),
    )
