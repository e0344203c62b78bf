"""What stands on a page but belongs to no passage: running headers and footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from placewise.model.document import LeftOut
from placewise.review.reading.cleaning import one_line
from placewise.review.reading.page import Page
from placewise.review.reading.runs import Run

MARGIN = 0.14
"""Share of the height of a page, at the top and at the bottom, where headers and footers stand."""
OFTEN = 3
"""A text at the same height of as many pages runs through the document."""

DENSE = 0.35
"""Share of the pages of its stretch on which a header stands at least."""
TIGHT = 1.6
"""Lines as many font sizes apart, or less, belong together."""

BULLETS = "•▪◦‣●○■□➢➤►✓✔·∙"
_PAGE_NUMBER = re.compile(
    r"(?:(?:page|pagina|sivu|seite|p\.?)\s*)?[-–|\s]*#(?:\s*(?:of|/|van)\s*#)?[-–|\s]*"
)
_ROMAN = re.compile(r"[ivxlc]{1,6}")


def take_furniture(pages: Sequence[Page]) -> list[LeftOut]:
    """Take running headers, footers and page numbers off the pages, and return them.

    A text is one if it stands in the margin, the same text, page numbers apart, stands at the same
    height of at least three pages (two in a document of up to four), and it does not stand as near
    to text further in as lines of one text do.

    Args:
        pages: all pages; their runs are changed.
    """
    groups = {page.number: _groups(page) for page in pages}
    habits = _Habits(pages, groups)
    left_out = []
    for page in pages:
        gone: set[int] = set()
        # From the inside out, for what adjoins text is text.
        for group in sorted(groups[page.number], key=lambda group: -_outwards(group, page)):
            kind = habits.kind(group, page)
            if not kind or (kind.startswith("running") and _adjoins_text(group, page, gone)):
                continue
            gone.update(id(run) for run in group)
            left_out.append(LeftOut(kind, one_line(_text(group)), page.number))
        page.runs = [run for run in page.runs if id(run) not in gone]
    return left_out + _turned_furniture(pages, left_out)


def _turned_furniture(pages: Sequence[Page], left_out: Sequence[LeftOut]) -> list[LeftOut]:
    """Take the headers and footers of other pages off pages that are set sideways."""
    known = {part.text: part.kind for part in left_out if part.kind.startswith("running")}
    found: list[LeftOut] = []
    for page in pages:
        texts = [one_line(run.text) for run in page.turned]
        found += [LeftOut(known[text], text, page.number) for text in texts if text in known]
        page.turned = [run for run in page.turned if one_line(run.text) not in known]
    return found


def _outwards(group: Sequence[Run], page: Page) -> float:
    """Return how far a line is from the nearer edge of its page."""
    return min(group[0].baseline, page.height - group[0].baseline)


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


def _adjoins_text(group: Sequence[Run], page: Page, gone: set[int]) -> bool:
    """Say whether a line stands as near to text further in as lines of one text do.

    The head of a table or an answer of a form may stand at the top of several pages.
    """
    base, size = group[0].baseline, group[0].size
    inwards = 1.0 if base < page.height / 2 else -1.0
    return any(
        0.5 * size < inwards * (run.baseline - base) < TIGHT * size
        and run.left < group[-1].right
        and run.right > group[0].left
        and id(run) not in gone
        for run in page.runs
    )


def _text(group: Sequence[Run]) -> str:
    return " ".join(run.text for run in group)


def _number(text: str) -> int | None:
    bare = one_line(text).strip(" -–|")
    return int(bare) if re.fullmatch(r"[0-9]{1,4}", bare) else None


class _Habits:
    """What a document does at the edges of its pages.

    Args:
        pages: all pages.
        groups: the lines in the margins, by page.
    """

    def __init__(self, pages: Sequence[Page], groups: dict[int, list[list[Run]]]) -> None:
        self._count = len(pages)
        self._often = OFTEN if len(pages) > 4 else 2
        self._ways = self._ways_to_count(pages, groups)
        self._seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for page in pages:
            for group in groups[page.number]:
                height = group[0].baseline / page.height
                self._seen[self._key(group, page)].append((page.number, height))

    def _ways_to_count(
        self, pages: Sequence[Page], groups: dict[int, list[list[Run]]]
    ) -> set[tuple[int, int]]:
        """Return how page numbers run: steps a page (two where a page is a spread), and start.

        A way to count is believed where enough pages follow it, and half as many as follow the
        commonest.
        """
        counts: Counter[tuple[int, int]] = Counter()
        for page in pages:
            texts = [_text(group) for group in groups[page.number]]
            at_ends = [re.findall(r"^[0-9]{1,4}\b|\b[0-9]{1,4}$", text) for text in texts]
            numbers = {int(number) for found in at_ends for number in found}
            counts.update((step, n - step * page.number) for n in numbers for step in (1, 2))
        most = max(counts.values(), default=0)
        return {way for way, n in counts.items() if n >= self._often and 2 * n >= most}

    def _counts(self, number: int, page: int) -> bool:
        return any((step, number - step * page) in self._ways for step in (1, 2))

    def _key(self, group: Sequence[Run], page: Page) -> str:
        """Return the text of a line with its page number, and the number of pages, as ``#``."""

        def mask(found: re.Match[str]) -> str:
            number = int(found.group())
            known = number in (page.number, self._count) or self._counts(number, page.number)
            return "#" if known else found.group()

        return re.sub(r"(?<![\d.,])[0-9]{1,4}(?![\d.,])", mask, one_line(_text(group)).casefold())

    def kind(self, group: Sequence[Run], page: Page) -> str:
        """Return what kind of furniture a line is, "" where it belongs to the text."""
        key, height = self._key(group, page), group[0].baseline / page.height
        top = height < 0.5
        number = _number(_text(group))
        pages = {where for where, at in self._seen[key] if abs(at - height) < 0.012}
        # A header runs through a stretch of pages; on single ones it is chance.
        dense = len(pages) >= DENSE * (max(pages) - min(pages) + 1)
        repeated = len(pages) >= self._often and dense
        if _PAGE_NUMBER.fullmatch(key) or _ROMAN.fullmatch(key):
            outermost = all(
                run.baseline > group[0].baseline - run.size
                if top
                else run.baseline < group[0].baseline + run.size
                for run in page.runs
            )
            spelt = "#" in key and any(character.isalpha() for character in key)
            counted = number is not None and self._counts(number, page.number)
            if repeated or counted or (outermost and (spelt or number == page.number)):
                return "page number"
        if repeated and key[:1] not in BULLETS and any(c.isalpha() for c in key):
            return "running header" if top else "running footer"
        return ""
