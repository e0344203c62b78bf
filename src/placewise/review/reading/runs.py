"""Runs: characters that stand side by side on one baseline, with spaces where there is room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from placewise.review.reading.cleaning import HYPHEN_AT_LINE_END
from placewise.review.reading.glyphs import Glyph, Style

BREAK = 1.0
"""A gap of as many font sizes ends a run."""
NO_SPACE = 0.04
"""A space between characters that are nearer than as many font sizes is none."""
SPACE = 0.2
"""Characters that are as many font sizes apart have a space between them."""
THIN = 3.0
"""Rectangles up to as many points wide are ruled lines."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ENDS_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹htdrsn")
"""How text ends after something raised: numbers of notes, and the ends of 94th, 1st, 2nd, 3rd."""
_HYPHENS = {0x2, 0xFFFE}
_SPACES = frozenset({0x20, 0xA0, 0x09, *range(0x2000, 0x200C)})
_PRIVATE_BULLETS = range(0xF000, 0xF100)
"""Where fonts of symbols (Wingdings, Symbol) put their bullets."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in page coordinates."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Run:
    """Characters that stand side by side on one baseline.

    Attributes:
        text: the characters.
        left: where it begins.
        right: where it ends.
        baseline: where it stands.
        style: how most of it looks.
        bold: share of its characters that are bold.
        marker: it was joined to a list marker or number at its left, which ends here.
    """

    text: str
    left: float
    right: float
    baseline: float
    style: Style
    bold: float
    marker: float | None = None

    @property
    def size(self) -> float:
        """Font size in points."""
        return self.style.size

    @property
    def top(self) -> float:
        """Upper edge, about the height of capitals."""
        return self.baseline - 0.75 * self.style.size

    @property
    def bottom(self) -> float:
        """Lower edge, below the descenders."""
        return self.baseline + 0.25 * self.style.size


def runs_of(glyphs: list[Glyph], rules: list[Box]) -> list[Run]:
    """Put characters together to runs; a wide gap, a step back or another baseline ends one.

    So does an upright line between two words: it parts cells of a table.
    """
    upright = sorted(
        (box for box in rules if box.bottom - box.top > 5.0 and box.right - box.left <= THIN),
        key=lambda box: box.left,
    )
    edges = [box.left for box in upright]
    runs: list[Run] = []
    part: list[Glyph] = []
    if not glyphs:
        return runs
    last = glyphs[0]
    for glyph in glyphs:
        if _is_space(glyph.code):
            if part:
                part.append(glyph)
            continue
        if part:
            size = max(last.style.size, glyph.style.size)
            gap = glyph.box[0] - last.box[2]
            near = -0.6 * size < gap < BREAK * size and abs(glyph.y - last.y) < 0.45 * size
            ligature = glyph.box == last.box
            if not (near or ligature) or (
                gap > 0.15 * size and upright and _parted(last, glyph, upright, edges)
            ):
                _close(part, runs)
                part = []
        part.append(glyph)
        last = glyph
    _close(part, runs)
    return _with_raised(runs)


def _with_raised(runs: list[Run]) -> list[Run]:
    """Join small raised runs (numbers of notes, the th of 94th) to the runs beside them."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last is None or not -0.3 * run.size < run.left - last.right < 0.7 * last.size:
            joined.append(run)
        elif _is_raised(run, last):
            last.text += run.text.translate(_RAISED)
            last.right = run.right
        elif _is_raised(last, run) and len(last.text) <= 3:
            run.text, run.left = f"{last.text.translate(_RAISED)} {run.text}", last.left
            joined[-1] = run
        elif last.text[-1:] in _ENDS_RAISED and last.baseline == run.baseline:
            space = " " if run.left - last.right > SPACE * run.size else ""
            last.text, last.right = f"{last.text}{space}{run.text}", run.right
        else:
            joined.append(run)
    return joined


def _is_raised(small: Run, beside: Run) -> bool:
    up = (beside.baseline - small.baseline) / beside.size
    return small.size <= 0.8 * beside.size and 0.15 < up < 0.75 and len(small.text) <= 4


def _parted(before: Glyph, after: Glyph, upright: list[Box], edges: list[float]) -> bool:
    """Say whether an upright line stands between two characters."""
    first, last = bisect_left(edges, before.box[2] - 1.0), bisect_right(edges, after.box[0] + 1.0)
    middle = before.y - 0.3 * before.style.size
    return any(box.top <= middle <= box.bottom for box in upright[first:last])


def _close(part: list[Glyph], runs: list[Run], *, as_it_is: bool = False) -> None:
    part = part if as_it_is else _with_true_spaces(part)
    if all(glyph.code in _SPACES for glyph in part):
        return
    solid = [glyph for glyph in part if glyph.code not in _SPACES]
    style = solid[0].style
    if any(glyph.style is not style for glyph in solid):
        sizes = Counter(glyph.style for glyph in solid)
        style = max(sizes, key=lambda s: (sizes[s], s.size))
    baseline = next(glyph.y for glyph in solid if glyph.style == style)
    text = "".join(_character(glyph, style.size, baseline) for glyph in part)
    runs.append(
        Run(
            text,
            min(glyph.box[0] for glyph in solid),
            max(glyph.box[2] for glyph in solid),
            baseline,
            style,
            sum(glyph.style.bold for glyph in solid) / len(solid),
        )
    )


def _with_true_spaces(part: list[Glyph]) -> list[Glyph]:
    """Return characters with a space where there is room for one, and nowhere else.

    PDFium takes the letters of a ligature apart and supplies a space between them; it sees none
    where a tab was.
    """
    spaced: list[Glyph] = []
    space: Glyph | None = None
    for glyph in part:
        if _is_space(glyph.code):
            space = glyph
            continue
        if spaced:
            last = spaced[-1]
            gap = (glyph.box[0] - last.box[2]) / max(last.style.size, glyph.style.size)
            if gap > (NO_SPACE if space else SPACE):
                spaced.append(space or Glyph(0x20, last.box, last.x, last.y, last.style, 0))
        spaced.append(glyph)
        space = None
    return spaced


def _character(glyph: Glyph, size: float, baseline: float) -> str:
    code = glyph.code
    if code in _HYPHENS:
        return HYPHEN_AT_LINE_END
    if code in _PRIVATE_BULLETS:
        return "•"
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return ""
    character = chr(code)
    if glyph.style.size < 0.85 * size and glyph.y < baseline - 0.15 * size:
        return character.translate(_RAISED)
    return character


def loose_runs_of(glyphs: list[Glyph]) -> list[Run]:
    """Put characters at other angles together as the file has them: by text object and spaces."""
    runs: list[Run] = []
    part: list[Glyph] = []
    for glyph in glyphs:
        if part and not _is_space(glyph.code):
            last = part[-1]
            size = 2.5 * max(last.style.size, glyph.style.size)
            if abs(glyph.x - last.x) > size or abs(glyph.y - last.y) > size:
                _close(part, runs, as_it_is=True)
                part = []
        if part or not _is_space(glyph.code):
            part.append(glyph)
    _close(part, runs, as_it_is=True)
    return runs


def _is_space(code: int) -> bool:
    return code in _SPACES
