"""Draw pages of real plans by lot, and write them masked, to be checked by eye.

    PLACEWISE_SHARED=... python -m scripts.masking_pages FOLDER WORKSPACE [LOT]

WORKSPACE holds the British tables with the gazetteer. FOLDER gets for each page its passages as
they are, masked at level 2 and at level 3, with every hidden span marked in place (``all.txt``, for
reading), and the table of what was hidden. These files hold texts of others and do not belong
into the repository: the counts of the faults stand in docs/explanation/masking.md.

Every page with at least 30 words in its passages is in the urn, each once. LOT is 1 to 4: the pages
of lot 1 were read before anything was mended, those of each later lot after the faults of the lots
before it were. Lots 3 and 4 are drawn from what earlier lots left in the urn. A document is masked
whole, as a review masks it, and cut into pages after that.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from placewise.model.document import Document
from placewise.model.masking import MaskedText
from placewise.workbench.bench import Workbench
from placewise.workbench.masking import mask_document, masked_table, names_for
from placewise.workbench.reading import open_document

DOCUMENTS = {
    "broxbourne-employment-skills-spd": "Broxbourne (LAD)",
    "buckinghamshire-draft-part-a": "Buckinghamshire (LAD)",
    "buckinghamshire-draft-part-b": "Buckinghamshire (LAD)",
    "fenland": "Fenland (LAD)",
}
"""The English plans and the districts they are about."""
SEEDS = {1: 20261125, 2: 20261126, 3: 20261127, 4: 20261128}
FIRST_WITHOUT_REPEAT = 3
PAGES, FEWEST_WORDS = 20, 30


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: its passages lie between two offsets of the document's text."""

    document: str
    number: int
    start: int
    end: int

    @property
    def name(self) -> str:
        """Name its files."""
        return f"{self.document}-{self.number:03d}"


def pages(name: str, document: Document) -> Iterator[Page]:
    """Yield the pages of a document that hold enough words, in order."""
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for passage in document.passages:
        if passage.page is not None:
            words = len(passage.text.split())
            spans.setdefault(passage.page, []).append((passage.start, passage.end, words))
    for number, found in sorted(spans.items()):
        if sum(words for *_, words in found) >= FEWEST_WORDS:
            start, end = min(one[0] for one in found), max(one[1] for one in found)
            yield Page(name, number, start, end)


def draw(urn: list[Page], lot: int) -> list[Page]:
    """Draw the pages of a lot, in the order of the documents.

    The second lot was drawn from the whole urn: it shares two pages with the first.
    """
    if lot >= FIRST_WITHOUT_REPEAT:
        seen = {page for other in SEEDS if other < lot for page in draw(urn, other)}
        urn = [page for page in urn if page not in seen]
    chosen = random.Random(SEEDS[lot]).sample(urn, PAGES)  # noqa: S311 - a draw, no secret
    return sorted(chosen, key=lambda page: (page.document, page.number))


def cut(masked: MaskedText, page: Page) -> str:
    """Return the masked text of a page."""
    return masked.text[masked.to_masked(page.start) : masked.to_masked(page.end)]


def marked(text: str, masked: MaskedText, page: Page) -> str:
    """Return the text of a page with each hidden span in brackets behind its level and kind."""
    parts, at = [], page.start
    for span in masked.spans:
        if page.start <= span.start < page.end:
            parts += [text[at : span.start], f"[{span.level} {span.kind}: {span.text}]"]
            at = span.end
    return "".join([*parts, text[at : page.end]])


def main(folder: str, workspace: str, lot: str = "1") -> None:
    """Write the pages of one lot."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    bench = Workbench.open(workspace)
    names = names_for(bench.store)
    plans = Path(os.environ["PLACEWISE_SHARED"]) / "text" / "pdf"
    documents = {name: open_document(plans / f"{name}.pdf") for name in DOCUMENTS}
    urn = [page for name, document in documents.items() for page in pages(name, document)]
    drawn = draw(urn, int(lot))
    everything = []
    for name in sorted({page.document for page in drawn}):
        document, place = documents[name], bench.place(DOCUMENTS[name])
        second, third = (mask_document(document, names, place, level) for level in (2, 3))
        table = masked_table(third, document)
        for page in (page for page in drawn if page.document == name):
            text = document.text[page.start : page.end]
            for ending, content in (
                ("original", text),
                ("level-2", cut(second, page)),
                ("level-3", cut(third, page)),
            ):
                (out / f"{page.name}.{ending}.txt").write_text(content, encoding="utf-8")
            here = table.filter(table["start"].is_between(page.start, page.end - 1))
            here.write_csv(out / f"{page.name}.csv")
            everything.append(f"=== {page.name}\n{marked(document.text, third, page)}\n")
            print(f"{page.name}: {len(text.split())} words, {here.height} spans")
    (out / "all.txt").write_text("\n".join(everything), encoding="utf-8")
    print(f"{len(drawn)} of {len(urn)} pages, lot {lot}")


if __name__ == "__main__":
    main(*sys.argv[1:])
