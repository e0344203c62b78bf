"""A text with names hidden: what, why, and the way between masked and original offsets."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

LEVELS = (0, 1, 2, 3)
"""Masking levels: nothing; own names; every place name in the country; all proper nouns."""

KINDS = (
    "own name",
    "own locality",
    "own adjective",
    "own abbreviation",
    "web address",
    "place name",
    "adjective of a place",
    "abbreviation of a place",
    "postcode",
    "organisation",
    "institution",
    "road",
    "water",
    "person",
    "telephone number",
    "other proper noun",
)
"""Kinds of masked spans."""

PLACEHOLDERS = {
    "own name": "[this place]",
    "own locality": "[this place]",
    "own adjective": "[this place]",
    "own abbreviation": "[this place]",
    "web address": "[web address]",
    "place name": "[place]",
    "adjective of a place": "[place]",
    "abbreviation of a place": "[place]",
    "postcode": "[postcode]",
    "organisation": "[organisation]",
    "institution": "[institution]",
    "road": "[road]",
    "water": "[water]",
    "person": "[person]",
    "telephone number": "[telephone number]",
    "other proper noun": "[name]",
}
"""What stands in the masked text for a span of each kind."""


@dataclass(frozen=True, slots=True)
class MaskedSpan:
    """One stretch of text that was hidden.

    Attributes:
        start: offset of its first character in the original text.
        end: offset behind its last character in the original text.
        text: the original characters, ``original[start:end]``.
        kind: one of :data:`KINDS`.
        level: 1 to 3, the lowest masking level at which it is hidden.
        reason: why it was taken for a name, in a few words.
    """

    start: int
    end: int
    text: str
    kind: str
    level: int
    reason: str


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text with placeholders for names.

    Attributes:
        level: the masking level, 0 to 3.
        text: the text with a placeholder for each span.
        spans: what was hidden, in order of ``start``, not overlapping.
        masked_starts: for each span, the offset of its placeholder in ``text``.
    """

    level: int
    text: str
    spans: tuple[MaskedSpan, ...]
    masked_starts: tuple[int, ...]

    def to_original(self, offset: int) -> int:
        """Return the original offset of a masked offset.

        Inside a placeholder it is the start of what was hidden.
        """
        index = bisect_right(self.masked_starts, offset) - 1
        if index < 0:
            return offset
        span, start = self.spans[index], self.masked_starts[index]
        behind = start + len(PLACEHOLDERS[span.kind])
        return span.start if offset < behind else span.end + offset - behind

    def to_masked(self, offset: int) -> int:
        """Return the masked offset of an original offset.

        Inside a hidden span it is the start of its placeholder.
        """
        index = bisect_right(self.spans, offset, key=lambda span: span.start) - 1
        if index < 0:
            return offset
        span, start = self.spans[index], self.masked_starts[index]
        if offset < span.end:
            return start
        return start + len(PLACEHOLDERS[span.kind]) + offset - span.end

    def original(self) -> str:
        """Return the text as it was before masking."""
        parts, at = [], 0
        for span, start in zip(self.spans, self.masked_starts, strict=True):
            parts += [self.text[at:start], span.text]
            at = start + len(PLACEHOLDERS[span.kind])
        return "".join([*parts, self.text[at:]])
