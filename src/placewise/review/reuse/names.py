"""Where a document names its own place: no evidence that two texts differ."""

from __future__ import annotations

import re

Span = tuple[int, int]


def own_name_spans(text: str, place: str) -> list[Span]:
    """Return where a text names a place, as written and in capitals, in order.

    What follows a comma or stands in brackets is no part of the name: ``Jackson, California``
    is found as ``Jackson``.
    """
    name = re.split(r",| \(", place.strip())[0].strip()
    if not name:
        return []
    found: list[Span] = []
    for written in dict.fromkeys((name, name.upper())):
        at = text.find(written)
        while at >= 0:
            end = at + len(written)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                found.append((at, end))
            at = text.find(written, end)
    return sorted(found)
