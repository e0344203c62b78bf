"""Where Vega puts its marks: what drawings of the page are held to."""

from __future__ import annotations

import re

NUMBER = r"(-?[\d.]+(?:e-?\d+)?)"
Pair = tuple[float, float]


def _groups(svg: str, kind: str) -> list[str]:
    return re.findall(rf'<g class="mark-{kind} role-mark.*?</g>', svg, re.DOTALL)


def symbols(svg: str) -> list[Pair]:
    """Return the middles of point marks, in pixels, in the order they are drawn."""
    found = re.findall(rf"translate\({NUMBER},{NUMBER}\)", "".join(_groups(svg, "symbol")))
    return [(float(x), float(y)) for x, y in found]


def rules(svg: str) -> list[Pair]:
    """Return left and right end of each level rule, in pixels."""
    found = re.findall(
        rf'translate\({NUMBER},{NUMBER}\)" x2="{NUMBER}" y2="0"', "".join(_groups(svg, "rule"))
    )
    return [tuple(sorted((float(x), float(x) + float(x2)))) for x, _, x2 in found]  # type: ignore[misc]


def bars(svg: str) -> list[Pair]:
    """Return left end and width of each bar, in pixels."""
    bar = rf'aria-roledescription="bar" d="M{NUMBER},{NUMBER}h{NUMBER}'
    return [(float(x), float(width)) for x, _, width in re.findall(bar, svg)]


def corners(svg: str, kind: str) -> list[list[Pair]]:
    """Return the corners of each path of a kind of mark, such as ``line``, in pixels."""
    ways = re.findall(r' d="M([^"]*?)Z?"', "".join(_groups(svg, kind)))
    return [
        [(float(x), float(y)) for x, y in (corner.split(",") for corner in way.split("L"))]
        for way in ways
    ]
