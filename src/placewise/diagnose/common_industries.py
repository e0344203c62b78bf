"""The finest set of industries that two tables have in common.

One publisher joins sections A and B, another has divisions: what both can be brought to is a
partition in which every industry is a union of industries in either table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placewise.diagnose.industry_codes import prefixes


@dataclass(frozen=True, slots=True)
class CommonIndustry:
    """One industry that both tables have.

    Attributes:
        code: its code in the first table.
        second: codes of the second table that add up to it.
        divisions: what it holds.
    """

    code: str
    second: tuple[str, ...]
    divisions: frozenset[str]


def common_industries(
    first: Iterable[str], second: Iterable[str], classification: str
) -> tuple[CommonIndustry, ...]:
    """Return the finest industries of a first table that add up from codes of a second.

    Args:
        first: codes of the first table, of several levels: an industry may lie in another.
        second: codes of the second table, of one level: none lies in another.
        classification: that of both.

    Returns:
        Industries that do not overlap, in the order of their divisions. An industry of the first
        table gives way to those inside it where they make it up whole.
    """
    inside = {code: frozenset(prefixes(code, classification)) for code in second}
    matched: list[CommonIndustry] = []
    for code in sorted(set(first)):
        held = frozenset(prefixes(code, classification))
        parts = tuple(sorted(other for other, divisions in inside.items() if divisions <= held))
        if held and frozenset().union(*(inside[part] for part in parts)) == held:
            matched.append(CommonIndustry(code, parts, held))
    matched.sort(key=lambda industry: (len(industry.divisions), industry.code))
    finest: dict[str, tuple[CommonIndustry, ...]] = {}
    for at, industry in enumerate(matched):
        below = _disjoint(
            [other for other in matched[:at] if other.divisions < industry.divisions], finest
        )
        whole = frozenset().union(*(part.divisions for part in below))
        finest[industry.code] = below if whole == industry.divisions else (industry,)
    chosen = _disjoint(matched, finest)
    return tuple(sorted(chosen, key=lambda industry: sorted(industry.divisions)))


def _disjoint(
    industries: list[CommonIndustry], finest: dict[str, tuple[CommonIndustry, ...]]
) -> tuple[CommonIndustry, ...]:
    """Take the largest industries first, each as its finest parts, and none twice."""
    taken: frozenset[str] = frozenset()
    chosen: list[CommonIndustry] = []
    for industry in sorted(industries, key=lambda i: (-len(i.divisions), i.code)):
        if not taken & industry.divisions:
            taken |= industry.divisions
            chosen += finest[industry.code]
    return tuple(chosen)
