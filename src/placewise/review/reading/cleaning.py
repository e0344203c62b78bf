"""Text as it was meant: ligatures, odd spaces and hyphens at line ends undone."""

from __future__ import annotations

import re
from collections.abc import Sequence

HYPHEN_AT_LINE_END = "\ufffe"
"""Stands for a hyphen that a reader of PDF found at the end of a line."""

_TABLE: dict[int, str | None] = {
    **{ord(c): " " for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
       "\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"},
    **{ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b"
       "\u202c\u202d\u202e\u2066\u2067\u2068\u2069"},
    ord("\ufb00"): "ff", ord("\ufb01"): "fi", ord("\ufb02"): "fl", ord("\ufb03"): "ffi",
    ord("\ufb04"): "ffl", ord("\ufb05"): "st", ord("\ufb06"): "st",
    ord("\u2010"): "-", ord("\u2011"): "-", ord("\u2028"): "\n", ord("\u2029"): "\n",
    ord("\u0085"): "\n",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(" {2,}")
_PREFIXES = {
    "all", "anti", "co", "counter", "cross", "east", "ex", "full", "half", "high", "inter", "large",
    "long", "low", "mid", "multi", "non", "north", "off", "on", "part", "post", "pre", "pro", "re",
    "self", "semi", "short", "small", "south", "sub", "two", "under", "well", "west", "year",
}  # fmt: skip


def clean(text: str) -> str:
    """Return one stretch of text without ligatures, odd spaces and control characters.

    Line feeds are kept; runs of spaces become one, and none stands at either end of a line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    text = _SPACES.sub(" ", _CONTROL.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n"))


def one_line(text: str) -> str:
    """Return cleaned text on a single line."""
    return " ".join(clean(text).split())


def join_lines(lines: Sequence[str], words: frozenset[str] = frozenset()) -> str:
    """Join the lines of a paragraph; a word that was broken at a line end is made whole.

    A hyphen at a line end goes where the next line goes on in lower case, unless the document
    itself writes the word with a hyphen elsewhere and never without, or the part before it is a
    prefix that is usually written with one and the whole word is not known.

    Args:
        lines: the lines as they stand; empty ones are passed over.
        words: words of the document in lower case, with and without hyphens inside.
    """
    kept = [line for line in (one_line_keeping_hyphen(line) for line in lines) if line]
    if not kept:
        return ""
    parts = [kept[0]]
    for line in kept[1:]:
        before = parts[-1]
        if before.endswith(("-", HYPHEN_AT_LINE_END)) and len(before) > 1:
            parts[-1] = before[:-1] + _hyphen(before[:-1], line, words) + line
        elif before.endswith("\u2013") and before[-2:-1].isdigit() and line[0].isdigit():
            parts[-1] = before + line
        else:
            parts[-1] = f"{before} {line}"
    return one_line(parts[0].replace(HYPHEN_AT_LINE_END, "-"))


def one_line_keeping_hyphen(line: str) -> str:
    """Return a cleaned line that still ends with the mark for a hyphen, where it did."""
    bare = line.rstrip().removesuffix("\u00ad").removesuffix("\u0002")
    marked = bare != line.rstrip() or line.rstrip().endswith(HYPHEN_AT_LINE_END)
    cleaned = one_line(bare)
    return cleaned + HYPHEN_AT_LINE_END if marked and cleaned else cleaned


def _hyphen(before: str, after: str, words: frozenset[str]) -> str:
    """Say what stands between the halves of a word: nothing, a hyphen, or hyphen and space."""
    first = re.search(r"[\w'\u2019-]*$", before)
    second = re.match(r"[\w'\u2019]*", after)
    head = first.group().casefold() if first else ""
    tail = second.group().casefold() if second else ""
    if not head:
        return "- " if before.endswith(" ") else "-"
    if not tail or not after[0].islower() or after[len(tail) :].startswith("-"):
        return "-"
    if tail in {"and", "or", "to", "en", "of", "ja"}:
        return "- "  # "long- and short-term"
    if head + tail in words:
        return ""
    if f"{head}-{tail}" in words or "-" in head or not head.isalpha():
        return "-"
    if head in _PREFIXES or (head in words and tail in words and min(len(head), len(tail)) > 3):
        return "-"
    return ""


def vocabulary(lines: Sequence[str]) -> frozenset[str]:
    """Return the words inside lines, in lower case; the last of a line may be half a word."""
    found: set[str] = set()
    for line in lines:
        tokens = re.findall(r"[^\W\d_](?:[\w'\u2019-]*\w)?", line.translate(_TABLE).casefold())
        broken = line.rstrip().endswith(("-", HYPHEN_AT_LINE_END, "\u00ad", "\u0002"))
        found.update(tokens[:-1] if broken else tokens)
    return frozenset(found)
