"""Spans that do not overlap, and the text with placeholders for them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from placewise.model.masking import PLACEHOLDERS, MaskedSpan, MaskedText

EDGES = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)

JOINING = frozenset(["and", "of", "the", "s", "upon", "on", "in"])
"""Words that are left when both of the names they join are hidden."""


class Cover:
    """What is covered so far: spans are added, and never overlap."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[MaskedSpan] = []
        self._covered = bytearray(len(text))

    def free(self, start: int, end: int) -> bool:
        """Say whether nothing of a stretch is covered."""
        return not any(self._covered[start:end])

    def touches(self, start: int, end: int) -> bool:
        """Say whether something of a stretch is covered."""
        return 1 in self._covered[start:end]

    def add(self, start: int, end: int, kind: str, level: int, reason: str) -> None:
        """Cover what is still free of a stretch, without spaces and stops at its edges."""
        if 1 not in self._covered[start:end]:
            self._put(start, end, kind, level, reason)
            return
        at = start
        while at < end:
            if self._covered[at]:
                at += 1
                continue
            stop = self._covered.find(1, at, end)
            stop = end if stop < 0 else stop
            inner = EDGES.search(self.text, at, stop)
            if inner and inner.group().lower() not in JOINING:
                self._put(inner.start(), inner.end(), kind, level, reason)
            at = stop

    def _put(self, start: int, end: int, kind: str, level: int, reason: str) -> None:
        self._covered[start:end] = b"\x01" * (end - start)
        self.spans.append(MaskedSpan(start, end, self.text[start:end], kind, level, reason))


def with_placeholders(text: str, spans: Iterable[MaskedSpan], level: int) -> MaskedText:
    """Return the text with a placeholder for each span."""
    ordered = tuple(sorted(spans, key=lambda span: span.start))
    parts: list[str] = []
    starts: list[int] = []
    at = length = 0
    for span in ordered:
        length += span.start - at
        starts.append(length)
        parts += [text[at : span.start], PLACEHOLDERS[span.kind]]
        length += len(PLACEHOLDERS[span.kind])
        at = span.end
    return MaskedText(level, "".join([*parts, text[at:]]), ordered, tuple(starts))
