"""What charts on the page are made of: scales, lanes, axes; every text in them is escaped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from placewise.report.charts import Chart, Row, Spec

LANE = 28
"""Height of one row of a chart, in pixels."""
LONG_TICK, EDGE, ROOM = 5, 5.0, 3.9
"""Letters of a value that is moved inwards, per cent of the width that count as an edge, and per
cent to the next value, for each letter, that leave room for it on the narrowest track."""
LETTER, GAP = 2.4, 1.8
"""Per cent of the narrowest track that a letter of a value takes, and that parts two values."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on the page.

    Attributes:
        low: value at the left edge.
        high: value at the right edge.
        ticks: values that are written below.
        title: what is measured.
        linear: are equal steps equal differences? Otherwise they are equal ratios.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    title: str
    linear: bool = False

    @classmethod
    def of(cls, spec: Spec, channel: str = "x") -> Scale:
        """Return the scale of the first encoding of a channel, ``x`` or ``y``, that has one."""
        found: Row = next(
            layer["encoding"][channel]
            for layer in spec["layer"]
            if "scale" in layer["encoding"].get(channel, {})
        )
        low, high = found["scale"]["domain"]
        linear = found["scale"]["type"] == "linear"
        return cls(low, high, tuple(found["axis"]["values"]), found["axis"]["title"], linear)

    def at(self, value: float) -> float:
        """Return where a value lies, in per cent of the width; beyond the edges, at the edge."""
        held = min(max(value, self.low), self.high)
        if self.linear:
            return 100 * (held - self.low) / (self.high - self.low)
        return 100 * math.log(held / self.low) / math.log(self.high / self.low)

    def up(self, value: float) -> float:
        """Return where a value lies in per cent of the height from the top, lowest at the foot."""
        return round(100 - self.at(value), 2)


def grid(scale: Scale) -> str:
    """Return an upright line at every tick."""
    return "".join(
        f'<line class="grid" x1="{scale.at(tick):.1f}%" x2="{scale.at(tick):.1f}%" y2="100%"/>'
        for tick in scale.ticks
    )


def lane(name: str, marks: str, note: str, height: int, *, strong: bool = False) -> str:
    """Return one row of a chart: a name, a track as wide as there is room, a note."""
    kind = "lane strong" if strong else "lane"
    return (
        f'<div class="{kind}"><span class="name">{escape(name)}</span>'
        f'<svg class="track" height="{height}">{marks}</svg>'
        f'<span class="note">{escape(note).replace(", ", ", <br>")}</span></div>'
    )


def axis(scale: Scale) -> str:
    """Return the values below the lanes, and what they measure."""
    ticks = ticks_below(scale)
    return (
        f'<div class="lane axis"><span class="name"></span><svg class="track" height="20">{ticks}'
        f'</svg><span class="note"></span></div><p class="scale">{escape(scale.title)}</p>'
    )


def ticks_below(scale: Scale) -> str:
    """Return the values that are written below a track."""
    places = [scale.at(tick) for tick in scale.ticks]
    words = [tick_words(tick) for tick in scale.ticks]
    middle = scale.ticks.index(1) if not scale.linear and 1 in scale.ticks else 0
    kept = _without_crowding(places, words, middle)
    return "".join(
        f'<text{_kept_inside(at, places, said) if keep else _for_wide_pages(at)} y="14">'
        f"{said}</text>"
        for at, said, keep in zip(places, words, kept, strict=True)
    )


def _without_crowding(places: list[float], words: list[str], first: int) -> list[bool]:
    """Say which values a narrow page has room for, chosen from one of them outwards."""
    kept = [False] * len(places)
    if not places:
        return kept
    kept[first] = True
    for way in (range(first + 1, len(places)), range(first - 1, -1, -1)):
        last = first
        for at in way:
            wide = LETTER * (len(words[last]) + len(words[at])) / 2 + GAP
            if abs(places[at] - places[last]) >= wide:
                kept[at], last = True, at
    return kept


def _for_wide_pages(at: float) -> str:
    return f' class="spare" x="{at:.1f}%"'


def _kept_inside(at: float, places: list[float], words: str) -> str:
    """Return where a value stands: below its line; a long one at an edge flush with the edge.

    It would reach beyond a narrow page otherwise, and is moved only where the next leaves it room.
    """
    room = min((abs(at - other) for other in places if other != at), default=100.0)
    if len(words) < LONG_TICK or EDGE <= at <= 100 - EDGE or room < ROOM * len(words):
        return f' x="{at:.1f}%"'
    return ' class="begin" x="0%"' if at < EDGE else ' class="finish" x="100%"'


def ticks_beside(scale: Scale, height: int) -> str:
    """Return the values that are written to the left of a field, at their height."""
    ticks = "".join(
        f'<text x="100%" y="{scale.up(tick)}%" dy="5">{tick_words(tick)}</text>'
        for tick in scale.ticks
    )
    return f'<svg class="values" height="{height}">{ticks}</svg>'


def rows_of_grid(scale: Scale) -> str:
    """Return a level line at every tick."""
    return "".join(level(scale, tick, "grid") for tick in scale.ticks)


def level(scale: Scale, value: float, kind: str) -> str:
    """Return a level line across a field."""
    return f'<line class="{kind}" x2="100%" y1="{scale.up(value)}%" y2="{scale.up(value)}%"/>'


def stretched(paths: str) -> str:
    """Return paths, drawn on a square of 100, as wide and high as the field they lie in."""
    return (
        '<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%">'
        f"{paths}</svg>"
    )


def tick_words(tick: float) -> str:
    """Return a value of an axis, with separators and a minus sign."""
    return f"{tick:,.10g}".replace("-", "\N{MINUS SIGN}")


def plot(chart: Chart, lanes: list[str]) -> str:
    """Return the lanes of a chart as one picture with its words for those who cannot see it."""
    form = chart.form.replace(" ", "-")
    return (
        f'<div class="plot {form}" role="img" aria-label="{escape(chart.alt)}">'
        f"{''.join(lanes)}</div>"
    )
