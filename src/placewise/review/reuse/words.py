"""A text as numbers: one for each word, with the place where the word stands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from placewise.model.reuse import Words

CODE_POINTS = 0x10000
"""Letters and digits are looked for among these; those beyond are rare scripts and symbols."""
POWERS = 64
LONGEST_WORD = 65_535
"""Characters of a word that are kept as its length."""
ODD = np.uint64(0x9E3779B97F4A7C15)
"""Any odd number with well mixed bits; this one is 2 to the 64 divided by the golden ratio."""


@lru_cache(maxsize=1)
def _tables() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return a number for each character (0 where it is no part of a word), and powers of ODD."""
    draws = np.random.default_rng(7).integers(1, 2**63, CODE_POINTS, dtype=np.uint64)
    small = np.zeros(CODE_POINTS, dtype=np.uint32)
    for code in range(CODE_POINTS):
        letter = chr(code)
        if letter.isalnum():
            small[code] = min(ord(letter.casefold()[0]), CODE_POINTS - 1)
    numbers = np.where(small > 0, draws[small], np.uint64(0))
    powers = np.cumprod(np.full(POWERS, ODD, dtype=np.uint64), dtype=np.uint64)
    return np.append(numbers, np.uint64(0)), powers


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
    numbers, powers = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters = numbers[np.minimum(codes, CODE_POINTS)]
    for start, end in ignored:
        letters[start:end] = 0
    inside = np.concatenate([[False], letters != 0, [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        nothing = np.zeros(0, dtype=np.uint32)
        return Words(nothing, nothing, nothing.astype(np.uint16))
    lengths = ends - starts
    first = np.cumsum(lengths) - lengths
    place = np.arange(int(lengths.sum())) - np.repeat(first, lengths)
    sums = np.add.reduceat(letters[inside[1:-1]] * powers[place % POWERS], first)
    folded = (sums ^ (sums >> np.uint64(32))).astype(np.uint32)
    return Words(
        folded,
        starts.astype(np.uint32),
        np.minimum(lengths, LONGEST_WORD).astype(np.uint16),
    )
