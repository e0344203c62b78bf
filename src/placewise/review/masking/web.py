"""Web addresses, addresses of mail, handles and hashtags: they often hold the name of the place."""

from __future__ import annotations

import re
from collections.abc import Iterator

MARKED = re.compile(
    # Behind a break within an address, escaped characters (%20) tell that it goes on.
    r"(?:https?://|www\.)[^\s<>\"')]+(?:\s[^\s<>\"')%]*%[0-9A-F]{2}[^\s<>\"')]*)*|"
    r"(?<![\w&])[@#][A-Za-z]\w{2,}"
)
MAIL_OR_DOMAIN_END = re.compile(
    r"(?:\.(?:uk|com|co|org|net|gov|ac|us|info|eu|edu))+\b(?:/[^\s<>\"')]*)?"
)
BEFORE = re.compile(r"[A-Za-z0-9_.+@-]+$")
LONGEST = 100


def web_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every address, handle and hashtag; stops at its end are left out."""
    behind = 0
    marked = [found.span() for found in MARKED.finditer(text)]
    bare = []
    for found in MAIL_OR_DOMAIN_END.finditer(text):
        reach = max(0, found.start() - LONGEST)
        before = BEFORE.search(text[reach : found.start()])
        if before:
            bare.append((reach + before.start(), found.end()))
    for start, end in sorted(marked + bare, key=lambda span: (span[0], -span[1])):
        if start >= behind:
            behind = start + len(text[start:end].rstrip(".,;:"))
            yield start, behind
