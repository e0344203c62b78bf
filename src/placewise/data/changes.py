"""Area codes over time: what replaced a code, and which codes together make up one area.

A change names an old code and the code that replaced it. Where several old codes have one
successor they were merged: only all of them together are the successor. Changes may chain: Taunton
Deane became part of Somerset West and Taunton, and that of Somerset.
"""

from __future__ import annotations

from collections.abc import Mapping


def codes_in_force(changes: Mapping[str, str]) -> dict[str, str]:
    """Return the code in force of every code, chains followed to their end.

    Args:
        changes: the code that replaced each code; a code in force may stand for itself.
    """
    found = {}
    for code in changes:
        last, seen = code, {code}
        while (after := changes.get(last, last)) not in seen:
            last = after
            seen.add(last)
        found[code] = last
    return found


def parts_of_codes(changes: Mapping[str, str]) -> dict[str, float]:
    """Return which part of its area in force every code stands for, as a count of codes.

    A code in force and a code with the only predecessor are the whole, 1; each of three merged
    districts is a third. The parts of the codes that a table holds for one area add up to 1 exactly
    if they make it up without gap or overlap, whatever the true sizes are.

    Args:
        changes: the code that replaced each code; a code in force may stand for itself.
    """
    replaced: dict[str, set[str]] = {}
    for old, new in changes.items():
        if old != new:
            replaced.setdefault(new, set()).add(old)
    parts: dict[str, float] = {}

    def part(code: str, seen: frozenset[str]) -> float:
        after = changes.get(code, code)
        if after == code or after in seen:
            return 1.0
        return part(after, seen | {code}) / len(replaced[after])

    for code in changes:
        parts[code] = part(code, frozenset({code}))
    return parts
