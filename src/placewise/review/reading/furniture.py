"""What stands on a page but belongs to no passage: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from placewise.model.document import LeftOut
from placewise.review.reading.cleaning import one_line, same_apart_from_numbers
from placewise.review.reading.glyphs import Page, Run

MARGIN = 0.14
"""Share of the height of a page, at the top and at the bottom, where headers and footers stand."""
OFTEN = 3
"""A text at the same height of as many pages runs through the document."""

_PAGE_NUMBER = re.compile(
    r"(?:(?:page|pagina|sivu|seite|p\.?)\s*)?[-–|\s]*#(?:\s*(?:of|/|van)\s*#)?[-–|\s]*"
)
_ROMAN = re.compile(r"[ivxlc]{1,6}")


def take_furniture(pages: Sequence[Page]) -> list[LeftOut]:
    """Take running headers, footers and page numbers off the pages, and return them.

    A text is one if it stands in the margin and the same text, numbers apart, stands at the same
    height of at least three pages (two in a document of up to four).

    Args:
        pages: all pages; their runs are changed.
    """
    often = OFTEN if len(pages) > 4 else 2
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    groups = {page.number: _groups(page) for page in pages}
    for page in pages:
        for group in groups[page.number]:
            seen[_key(group)].append((page.number, group[0].baseline / page.height))
    ways = _ways(pages, groups)
    left_out = []
    for page in pages:
        gone: set[int] = set()
        for group in groups[page.number]:
            kind = _kind(group, page, seen, ways, often)
            if kind:
                gone.update(id(run) for run in group)
                left_out.append(LeftOut(kind, one_line(_text(group)), page.number))
        page.runs = [run for run in page.runs if id(run) not in gone]
    return left_out


def _groups(page: Page) -> list[list[Run]]:
    """Return the lines in the margins of a page: runs that stand near on one baseline."""
    inside = [
        run for run in page.runs
        if run.baseline < MARGIN * page.height or run.baseline > (1 - MARGIN) * page.height
    ]  # fmt: skip
    groups: list[list[Run]] = []
    for run in sorted(inside, key=lambda run: (round(run.baseline), run.left)):
        last = groups[-1][-1] if groups else None
        near = (
            last is not None
            and abs(run.baseline - last.baseline) < 0.3 * run.size
            and 0 <= run.left - last.right < 3 * run.size
        )
        if near:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _text(group: Sequence[Run]) -> str:
    return " ".join(run.text for run in group)


def _key(group: Sequence[Run]) -> str:
    return same_apart_from_numbers(_text(group))


def _number(text: str) -> int | None:
    bare = one_line(text).strip(" -–|")
    return int(bare) if re.fullmatch(r"[0-9]{1,4}", bare) else None


def _ways(pages: Sequence[Page], groups: dict[int, list[list[Run]]]) -> set[tuple[int, int]]:
    """Return how printed page numbers run: steps a page (two where a page is a spread), and start.

    A way to count is believed where three pages follow it, or two of a document of up to four.
    """
    counts: Counter[tuple[int, int]] = Counter()
    for page in pages:
        numbers = {_number(_text(group)) for group in groups[page.number]}
        found = {
            (step, number - step * page.number)
            for number in numbers if number is not None for step in (1, 2)
        }  # fmt: skip
        counts.update(found)
    often = OFTEN if len(pages) > 4 else 2
    return {way for way, count in counts.items() if count >= often}


def _kind(
    group: Sequence[Run],
    page: Page,
    seen: dict[str, list[tuple[int, float]]],
    ways: set[tuple[int, int]],
    often: int,
) -> str:
    """Return what kind of furniture a line is, "" where it belongs to the text."""
    key, height = _key(group), group[0].baseline / page.height
    top = height < 0.5
    number = _number(_text(group))
    outermost = all(
        run.baseline > group[0].baseline - run.size
        if top else run.baseline < group[0].baseline + run.size
        for run in page.runs
    )  # fmt: skip
    numbered = bool(_PAGE_NUMBER.fullmatch(key)) or bool(_ROMAN.fullmatch(key))
    repeated = len({number for number, at in seen[key] if abs(at - height) < 0.012}) >= often
    counted = number is not None and any(
        (step, number - step * page.number) in ways for step in (1, 2)
    )
    spelt = numbered and "#" in key and any(character.isalpha() for character in key)
    if numbered and (repeated or counted or (outermost and (spelt or number == page.number))):
        return "page number"
    if repeated and any(character.isalpha() for character in key):
        return "running header" if top else "running footer"
    return ""
