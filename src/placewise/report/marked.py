"""Marks on a text as HTML: overlapping marks are split, and the text comes out as it went in."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

Span = tuple[int, int]
"""Offsets of the first character and of the one behind the last."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that HTML does not allow."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on a text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        sign: word of the style sheet for its kind.
        key: its id on the page; ``""`` for none.
    """

    start: int
    end: int
    sign: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """As much of a mark as stands in one stretch of text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        mark: the mark.
        first: does the mark begin here?
        last: does it end here?
    """

    start: int
    end: int
    mark: Mark
    first: bool = True
    last: bool = True


def printable(text: str) -> str:
    """Return a text with the characters that HTML does not allow replaced, one by one."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def cut_to(spans: Sequence[Span], marks: Iterable[Mark]) -> list[list[Piece]]:
    """Return, for each of the spans, the pieces of the marks that stand in it.

    Args:
        spans: stretches of text in order, not overlapping, none empty.
        marks: the marks, each anywhere.
    """
    starts = [start for start, _ in spans]
    pieces: list[list[Piece]] = [[] for _ in spans]
    for mark in marks:
        at = max(0, bisect_right(starts, mark.start) - 1)
        if at < len(spans) and spans[at][1] <= mark.start:
            at += 1
        first = at
        while at < len(spans) and spans[at][0] < mark.end:
            start, end = spans[at]
            there = Piece(max(mark.start, start), min(mark.end, end), mark, at == first,
                          at + 1 == len(spans) or spans[at + 1][0] >= mark.end)  # fmt: skip
            if there.end > there.start:
                pieces[at].append(there)
            at += 1
    return pieces


def marked(text: str, span: Span, pieces: Iterable[Piece]) -> str:
    """Return one stretch of a text as HTML with its marks, one inside the other.

    A mark that begins inside another and goes on behind it is split where the other ends: its
    first piece bears the id, its last the class ``e``, which shows its symbol.

    Args:
        text: the whole text.
        span: the stretch.
        pieces: what stands in it.
    """
    order = count()
    waiting = [(piece.start, -piece.end, next(order), piece) for piece in pieces]
    heapq.heapify(waiting)
    return "".join(_nested(text, span[0], span[1], waiting, order))


Waiting = list[tuple[int, int, int, Piece]]


def _nested(text: str, at: int, end: int, waiting: Waiting, order: count[int]) -> list[str]:
    """Write the text from ``at`` to ``end``; what goes on behind it is cut there and given back."""
    out: list[str] = []
    behind: Waiting = []
    while waiting and waiting[0][0] < end:
        start, _, _, piece = heapq.heappop(waiting)
        if piece.end > end:
            behind.append(_entry(Piece(end, piece.end, piece.mark, False, piece.last), order))
            piece = Piece(start, end, piece.mark, piece.first, False)
        out += [_text(text, at, start), _opened(piece)]
        out += _nested(text, start, piece.end, waiting, order)
        out.append("</mark>")
        at = piece.end
    out.append(_text(text, at, end))
    for entry in behind:
        heapq.heappush(waiting, entry)
    return out


def _entry(piece: Piece, order: count[int]) -> tuple[int, int, int, Piece]:
    return (piece.start, -piece.end, next(order), piece)


def _opened(piece: Piece) -> str:
    mark = piece.mark
    kind = f'"{mark.sign} e"' if piece.last else mark.sign
    key = f" id={mark.key}" if mark.key and piece.first else ""
    return f"<mark class={kind}{key}>"


def _text(text: str, start: int, end: int) -> str:
    return escape(printable(text[start:end]), quote=False)
