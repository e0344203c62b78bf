"""Words and runs of words of a text, as numbers that are the same on every machine.

A run of one, two or three words is a 64-bit number mixed from the hashes of its words, so that a
corpus needs no vocabulary: it grows without a rebuild, and two corpora can be merged. Two of
twenty million runs share a number with a chance of 1 in 90,000.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

LONGEST_RUN = 3
"""Words of the longest run."""
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
"""A word: letters and digits of any script, with an apostrophe inside."""
MASK = "█"
"""What stands where a name was masked: no run reaches across it."""
WORD_OR_MASK = re.compile(rf"{WORD.pattern}|{MASK}+")

_ODD = np.uint64(0x9E3779B97F4A7C15)
_ODD_TOO = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class Terms:
    """The distinct runs of a text.

    Attributes:
        keys: (T,) number of each run, rising.
        length: (T,) its words, 1 to 3.
        counts: (T,) how often it stands in the text.
        words: number of words of the text.
    """

    keys: Keys
    length: NDArray[np.uint8]
    counts: NDArray[np.int64]
    words: int


@dataclass(frozen=True, slots=True)
class Runs:
    """Every run of a text where it stands.

    Attributes:
        keys: (R,) number of each run.
        length: (R,) its words, 1 to 3.
        start: (R,) offset of its first character.
        end: (R,) offset behind its last character.
        words: number of words of the text.
    """

    keys: Keys
    length: NDArray[np.uint8]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    words: int

    def terms(self) -> Terms:
        """Return the distinct runs and how often each stands there."""
        return _distinct(self.keys, self.length, self.words)

    def beginning_in(self, spans: Sequence[tuple[int, int]]) -> list[NDArray[np.intp]]:
        """Return for each span the positions of the runs that begin in it, rising."""
        # Runs of one length stand together, in the order of the text.
        blocks = np.searchsorted(self.length, np.arange(1, LONGEST_RUN + 2))
        ends = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
        inside = [
            block + np.searchsorted(self.start[block:behind], ends)
            for block, behind in pairwise(blocks)
        ]
        return [
            np.concatenate([np.arange(*within[number]) for within in inside])
            for number in range(len(ends))
        ]


def terms_of(text: str) -> Terms:
    """Return the distinct runs of a text: as ``runs_of(text).terms()``, in a third of the time."""
    hashes = _hashes(WORD_OR_MASK.findall(_plain(text).lower()))
    keys, length, _ = _runs(hashes)
    return _distinct(keys, length, int((hashes != 0).sum()))


def runs_of(text: str) -> Runs:
    """Return every run of a text with its offsets."""
    found = list(WORD_OR_MASK.finditer(_plain(text)))
    hashes = _hashes([match.group().lower() for match in found])
    start = np.fromiter((match.start() for match in found), dtype=np.int64, count=len(found))
    end = np.fromiter((match.end() for match in found), dtype=np.int64, count=len(found))
    keys, length, first = _runs(hashes)
    last = first + length.astype(np.intp) - 1
    return Runs(keys, length, start[first], end[last], int((hashes != 0).sum()))


def _plain(text: str) -> str:
    """Return the text with typewriter apostrophes; offsets stay as they are."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _hashes(words: list[str]) -> Keys:
    """Return (W,) the hash of each word; 0 for a mask."""
    known: dict[str, int] = {word: _hash(word) for word in set(words)}
    return np.fromiter((known[word] for word in words), dtype=np.uint64, count=len(words))


def _hash(word: str) -> int:
    """Return the hash of one word, never 0; 0 for a mask."""
    if word[0] == MASK:
        return 0
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") or 1


def _runs(hashes: Keys) -> tuple[Keys, NDArray[np.uint8], NDArray[np.intp]]:
    """Return number, length and position of the first word of every run without a mask."""
    keys, lengths, firsts = [], [], []
    for length in range(1, LONGEST_RUN + 1):
        count = max(len(hashes) - length + 1, 0)
        run = np.full(count, length, dtype=np.uint64)
        whole = np.ones(count, dtype=bool)
        for offset in range(length):
            word = hashes[offset : offset + count]
            run = _mixed(run * _ODD_TOO + word)
            whole &= word != 0
        first = np.flatnonzero(whole)
        keys.append(run[first])
        lengths.append(np.full(len(first), length, dtype=np.uint8))
        firsts.append(first)
    return np.concatenate(keys), np.concatenate(lengths), np.concatenate(firsts)


def _mixed(numbers: Keys) -> Keys:
    """Spread numbers over all 64 bits; products wrap around, as arrays of numpy do."""
    numbers = (numbers ^ (numbers >> np.uint64(31))) * _ODD
    numbers = (numbers ^ (numbers >> np.uint64(29))) * _ODD_TOO
    return np.asarray(numbers ^ (numbers >> np.uint64(32)))


def _distinct(keys: Keys, length: NDArray[np.uint8], words: int) -> Terms:
    """Return each run once, with its count."""
    order = np.argsort(keys)
    keys = keys[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]][: len(keys)])
    counts = np.diff(np.r_[first, len(keys)])
    return Terms(keys[first], length[order][first], counts, words)
