"""A text folded for matching: one case, no accents, one space between words, offsets kept.

Folding undoes what a page does to a name: runs of spaces, line breaks, hyphens at line ends, soft
hyphens, ligatures, and digits that a scanner read for letters (``C0rnwall``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int64]

SPACE = 32
TABLE_SIZE = 0x2200
LINE_END_HYPHEN = re.compile(r"[-\u2010\u2011\u00ad]\s*\n\s*(?=[^\W\d_])")
LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\u00c6": "ae",
    "\u0153": "oe",
    "\u0152": "oe",
}
LIGATURE = re.compile("[" + "".join(LIGATURES) + "]")
DIGITS_FOR_LETTERS = {"0": "o", "1": "l", "5": "s"}
WINDOW = 80
"""Characters on each side of a line-end hyphen that are matched a second time, hyphen kept."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    Attributes:
        text: words of lower-case letters and digits with one space between, before and behind.
        offsets: (N,) for each folded character the offset of the original one it came from.
    """

    text: str
    offsets: Offsets

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of a stretch of the folded text."""
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1


def fold(text: str) -> Folded:
    """Fold a text; a word that is hyphenated at a line end is joined."""
    dropped = [found.span() for found in LINE_END_HYPHEN.finditer(text)]
    return _fold(text, dropped)


def fold_line_ends(text: str) -> Folded:
    """Fold what stands around line-end hyphens, each taken for a hyphen of the name itself.

    ``Stockton-`` at a line end followed by ``on-Tees`` is a hyphen that belongs to the name.
    Windows are joined by a word that no name holds, so that nothing matches across them.
    """
    windows: list[tuple[int, int]] = []
    for found in LINE_END_HYPHEN.finditer(text):
        start, end = max(0, found.start() - WINDOW), min(len(text), found.end() + WINDOW)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    if not windows:
        return Folded(" ", np.zeros(1, dtype=np.int64))
    parts, offsets = [], []
    for start, end in windows:
        folded = _fold(text[start:end], [])
        parts.append(folded.text)
        offsets.append(folded.offsets + start)
    # Every part begins and ends with a space: two in a row stop a match.
    return Folded("".join(parts), np.concatenate(offsets))


def fold_name(name: str) -> str:
    """Fold one name, without the spaces before and behind."""
    return " ".join(name.translate(_letters()).split())


def _fold(text: str, dropped: list[tuple[int, int]]) -> Folded:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    offsets = np.arange(len(codes), dtype=np.int64)
    if LIGATURE.search(text):
        codes, offsets = _expand(text)
    keep = np.ones(len(codes), dtype=bool)
    for start, end in dropped:
        keep[np.searchsorted(offsets, start) : np.searchsorted(offsets, end)] = False
    keep &= (codes != 0xAD) & (codes != 0x200B) & (codes != 0xFEFF)
    codes, offsets = codes[keep], offsets[keep]
    folded = _table()[np.minimum(codes, TABLE_SIZE)]
    folded = np.where(codes < TABLE_SIZE, folded, codes)
    folded = _letters_for_digits(folded)
    space = folded == SPACE
    once = ~(space & np.concatenate(([True], space[:-1])))[: len(space)]
    folded, offsets = folded[once], offsets[once]
    if not len(folded):
        return Folded(" ", np.zeros(1, dtype=np.int64))
    padding = np.array([SPACE], dtype=np.uint32)
    tail = padding if folded[-1] != SPACE else padding[:0]
    folded = np.concatenate((padding, folded, tail))
    offsets = np.concatenate((offsets[:1], offsets, offsets[-1:] if len(tail) else offsets[:0]))
    return Folded(folded.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), offsets)


def _expand(text: str) -> tuple[Codes, Offsets]:
    """Write ligatures out; each of their letters keeps the offset of the ligature."""
    parts, offsets, at = [], [], 0
    for found in LIGATURE.finditer(text):
        letters = LIGATURES[found.group()]
        parts += [text[at : found.start()], letters]
        offsets += [np.arange(at, found.start()), np.full(len(letters), found.start())]
        at = found.end()
    parts.append(text[at:])
    offsets.append(np.arange(at, len(text)))
    wide = "".join(parts).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(wide, dtype=np.uint32), np.concatenate(offsets).astype(np.int64)


def _letters_for_digits(folded: Codes) -> Codes:
    """Read 0, 1 and 5 as o, l and s where they stand between two letters."""
    letter = (folded >= ord("a")) & (folded <= ord("z"))
    between = np.zeros(len(folded), dtype=bool)
    between[1:-1] = letter[:-2] & letter[2:]
    for digit, read in DIGITS_FOR_LETTERS.items():
        folded = np.where(between & (folded == ord(digit)), np.uint32(ord(read)), folded)
    return folded


@cache
def _table() -> Codes:
    """Return for each code point its folded letter; a space for what is no letter or digit."""
    table = np.full(TABLE_SIZE + 1, SPACE, dtype=np.uint32)
    for code in range(TABLE_SIZE):
        character = chr(code)
        if not character.isalnum():
            continue
        plain = unicodedata.normalize("NFKD", character)[0].lower()
        table[code] = ord(plain[0]) if plain[0].isalnum() else SPACE
    for code in range(0x300, 0x370):  # accents that stand alone: left to the letter before
        table[code] = SPACE
    return table


@cache
def _letters() -> dict[int, str]:
    """Return the same table for `str.translate`, which is faster for a short text."""
    letters = {
        code: chr(letter) for code, letter in enumerate(_table()) if chr(letter) != chr(code)
    }
    letters |= {ord(ligature): written for ligature, written in LIGATURES.items()}
    return letters | {0xAD: "", 0x200B: "", 0xFEFF: ""}
