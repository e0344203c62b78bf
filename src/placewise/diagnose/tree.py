"""The industry tree: at which level a specialism is shown.

A specialism is shown where it can be demonstrated. If both an industry and one of its parts can be,
the broader one is shown when it would still pass the threshold without its strongest part;
otherwise the part is shown, because it is the part that makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One industry of a place as the tree sees it.

    Attributes:
        code: the industry.
        demonstrable: whether its specialism can be demonstrated.
        lq: its location quotient; NaN where not known.
        value: jobs or GVA in the place.
        expected: what it would be at a location quotient of 1.
        year: the year of the table it was measured in.
    """

    code: str
    demonstrable: bool
    lq: float
    value: float
    expected: float
    year: int


def shown_for(
    nodes: Mapping[str, Node],
    parents: Mapping[str, str | None],
    threshold: float,
) -> dict[str, str]:
    """Say for each industry which shown specialism it is or is part of.

    Args:
        nodes: the industries of one place and measure, by code.
        parents: parent of every code of the classification, levels without a table included.
        threshold: the location quotient that a claim must pass.

    Returns:
        For each industry that is a shown specialism or lies below one, the code that is shown.
    """
    shown: dict[str, str] = {}
    order = sorted(nodes, key=lambda code: (_depth(code, parents), code))
    for code in order:
        above = _nearest_above(code, parents, shown)
        if above is not None:
            shown[code] = shown[above]
        elif nodes[code].demonstrable and not _made_by_one_part(code, nodes, parents, threshold):
            shown[code] = code
    return shown


def ancestors(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the codes above this one, nearest first.

    A loop in the tree ends the walk instead of hanging.
    """
    found: list[str] = []
    parent = parents.get(code)
    while parent is not None and parent not in found and parent != code:
        found.append(parent)
        parent = parents.get(parent)
    return found


def _depth(code: str, parents: Mapping[str, str | None]) -> int:
    return len(ancestors(code, parents))


def _nearest_above(
    code: str, parents: Mapping[str, str | None], shown: Mapping[str, str]
) -> str | None:
    """Return the nearest industry above that is shown or is part of what is shown."""
    return next((above for above in ancestors(code, parents) if above in shown), None)


def _made_by_one_part(
    code: str,
    nodes: Mapping[str, Node],
    parents: Mapping[str, str | None],
    threshold: float,
) -> bool:
    """Would the specialism fall below the threshold without its strongest demonstrable part?

    Only parts measured in the same year count: tables of different years cannot be subtracted.
    """
    whole = nodes[code]
    parts = [
        node
        for node in nodes.values()
        if node.demonstrable and node.year == whole.year and code in ancestors(node.code, parents)
    ]
    if not parts:
        return False
    strongest = max(parts, key=lambda node: (node.value - node.expected, node.code))
    rest_expected = whole.expected - strongest.expected
    if rest_expected <= 0:
        return True
    return (whole.value - strongest.value) / rest_expected < threshold
